"""Comparing two releases: each page is listed once, with the forms that differ."""

from dataclasses import replace

import pytest

from scripts.output.manifest import File, Manifest, ManifestRow
from scripts.release import comparison
from scripts.release.verification import compare

FORMS = ("html", "txt", "json", "fragment.html")


def page(name: str, digest: str = "a", forms: tuple[str, ...] = FORMS, state: str = "current") -> list[ManifestRow]:
    """The rows of a page."""
    locale, _, policy = name.partition("/")
    return [
        ManifestRow(f"{name}.{form}", locale, policy, "", "2025-03-01", state, 1.0, "draft", "", digest * 64, 1)
        for form in forms
    ]


def made(*rows: list[ManifestRow], files: str = "", base_url: str = "https://legal.policyglot.net/") -> Manifest:
    """A manifest of pages, and of files written as `index.html=a style.1.css=b`."""
    others = [File(name, digest * 64, 1) for name, _, digest in (word.partition("=") for word in files.split())]
    return Manifest(base_url, "en", tuple(row for some in rows for row in some), tuple(others))


ALL = "(html, txt, json, fragment.html)"
BOTH = (page("de/terms"), page("fr/terms"))


@pytest.mark.parametrize(
    ("before", "now", "summary", "lines"),
    [
        (made(*BOTH), made(page("de/terms", "b"), page("fr/terms")), "1 of 2 pages changed (1 in its text)", [f"changed: de/terms {ALL}"]),
        (made(*BOTH), made(page("fr/terms")), "1 page gone", [f"gone: de/terms {ALL}"]),
        (made(page("fr/terms")), made(*BOTH), "1 page new", [f"new: de/terms {ALL}"]),
        (
            made(page("de/terms"), page("ar/terms")),
            made(page("de/terms", "b"), page("ja/terms")),
            "1 of 2 pages changed (1 in its text), 1 page new, 1 page gone",
            [f"gone: ar/terms {ALL}", f"changed: de/terms {ALL}", f"new: ja/terms {ALL}"],
        ),
        (made(), made(*BOTH), "2 pages new", [f"new: de/terms {ALL}", f"new: fr/terms {ALL}"]),
        (
            made(*BOTH, files="style.1.css=a index.html=a"),
            made(page("de/terms", "b", ("html",)) + page("de/terms", "a", FORMS[1:]), page("fr/terms", "b"), files="style.2.css=a index.html=b"),
            "all 2 pages changed (1 in its text), 1 other file changed, 1 other file new, 1 other file gone",
            [f"changed: fr/terms {ALL}", "changed: de/terms (html)", "changed: index.html", "gone: style.1.css", "new: style.2.css"],
        ),
        (made(page("de/terms")), made(page("de/terms", "b")), "the only page changed (1 in its text)", [f"changed: de/terms {ALL}"]),
        (
            made(page("de/terms", forms=("html",))), made(page("de/terms", forms=("html", "txt"))),
            "the only page changed (1 in its text)", ["changed: de/terms (txt)"],
        ),
        (
            made(*BOTH), made(page("de/terms", "b", FORMS[:1]) + page("de/terms", "a", FORMS[1:]), page("fr/terms")),
            "1 of 2 pages changed (none in its text)", ["changed: de/terms (html)"],
        ),
        (
            made(*BOTH), made(page("de/terms", state="islands"), page("fr/terms"), base_url="https://other.net/"),
            "all files are the same; only base_url, state in manifest.json differ", [],
        ),
        (made(*BOTH), made(*BOTH, files="a.css=b b.css=b"), "2 other files new", ["new: a.css", "new: b.css"]),
    ],
)  # fmt: skip
def test_pages_that_differ_are_named_once(before: Manifest, now: Manifest, summary: str, lines: list[str]) -> None:
    found = compare(before, now)
    assert found.summary() == summary and found.lines() == lines


def test_the_order_of_rows_makes_no_difference() -> None:
    one = made(*BOTH, files="a.css=a b.css=b")
    other = replace(one, pages=one.pages[::-1], files=one.files[::-1])
    assert compare(one, other).lines() == compare(other, one).lines() == []


def test_many_lines_are_counted() -> None:
    now = made(*(page(f"de/p{number}") for number in range(500)))
    assert len(compare(made(), now).lines()) == comparison.MOST_LINES + 1
    assert compare(made(), now).lines()[-1] == "and 300 more"
