"""Code that is a text, from the policy to the page: catalog, checks, states, islands, import."""

import json

import pytest

from scripts import po
from scripts.commands import build, check, import_, update
from scripts.project.project import Project

from ..conftest import po_text, write

POLICY = """---
title: Notice
effective: 2024-10-01
---

Write to us:

    Example Ltd
    Main Street 5
    privacy@example.com

We answer within `30 days`.

```json
{"days": 30}
```
"""
ADDRESS = "Example Ltd\nMain Street 5\nprivacy@example.com"
TEXTS = {
    "Notice": "Hinweis",
    "Write to us:": "Schreiben Sie uns:",
    ADDRESS: "Example Ltd\nHauptstraße 5\nprivacy@example.com",
    "We answer within `30 days`.": "Wir antworten binnen `30 days`.",
}


@pytest.fixture
def notice(project: Project) -> Project:
    (project.path / "policy/logs.md").unlink()
    project.catalog("de", "logs").unlink()
    write(project.path, "policy/notice.md", POLICY)
    return project


def page(project: Project, path: str) -> str:
    return (project.site / path).read_text(encoding="utf-8")


def test_update_adds_the_lines_as_an_entry_that_is_not_wrapped(notice: Project) -> None:
    texts = {msgid: msgstr for msgid, msgstr in TEXTS.items() if msgid != ADDRESS}
    write(notice.path, "locale/de/LC_MESSAGES/notice.po", po_text(texts))
    update.update(notice, [], lambda _: None)
    catalog = notice.read(notice.catalog("de", "notice"))
    assert '#, no-wrap\nmsgid ""\n"Example Ltd\\n"\n"Main Street 5\\n"\n"privacy@example.com"\nmsgstr ""\n' in catalog
    assert not update.update(notice, [], lambda _: None) and notice.read(notice.catalog("de", "notice")) == catalog


def test_the_page_shows_the_translation_and_the_code_as_it_is(notice: Project) -> None:
    write(notice.path, "locale/de/LC_MESSAGES/notice.po", po_text(TEXTS))
    assert build.build(notice).problems == []
    html, data = page(notice, "de/notice.html"), json.loads(page(notice, "de/notice.json"))
    assert "<code>Example Ltd\nHauptstraße 5\nprivacy@example.com\n</code></pre>" in html
    assert '<code translate="no">30 days</code>' in html and '<code class="language-json" translate="no">' in html
    assert "    Example Ltd\n    Hauptstraße 5\n" in page(notice, "de/notice.txt")
    said = [piece["text"] for section in data["sections"] for piece in section["segments"] if piece["kind"] == "code"]
    assert said[0] == "Example Ltd\nHauptstraße 5\nprivacy@example.com\n"


@pytest.mark.parametrize("missing", [True, False])
def test_lines_that_nobody_translated_are_an_island_in_their_own_language(notice: Project, missing: bool) -> None:
    write(notice.path, "policy/site.toml", "[publish]\nminimum = 50\n")
    texts = {**TEXTS, ADDRESS: "" if missing else TEXTS[ADDRESS]}
    write(notice.path, "locale/de/LC_MESSAGES/notice.po", po_text(texts))
    problems = build.build(notice).problems
    assert [problem.rule for problem in problems] == ["incomplete"] * missing
    assert ('<pre dir="ltr" lang="en" tabindex="0"><code>Example Ltd' in page(notice, "de/notice.html")) is missing
    data = json.loads(page(notice, "de/notice.json"))
    pieces = [piece for section in data["sections"] for piece in section["segments"] if piece["kind"] == "code"]
    assert [piece.get("lang") for piece in pieces] == ["en" if missing else None, None]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("said", "rules"),
    [
        ("Example Ltd\nHauptstraße 5, privacy@example.com", {"break-lost"}),
        ("Example Ltd\nHauptstraße 5\n\nprivacy@example.com", {"break-added"}),
        (TEXTS[ADDRESS] + "\n", {"break-added"}),
        (TEXTS[ADDRESS].replace("privacy@", "other@"), {"link-lost", "link-added"}),
        (TEXTS[ADDRESS].replace("privacy@example.com", "privat"), {"link-lost"}),
        (TEXTS[ADDRESS].replace("Ltd", "Ltd https://example.org/x"), {"link-added"}),
        (TEXTS[ADDRESS].replace("5", "7"), {"number-changed"}),
        (TEXTS[ADDRESS].replace("5", "{{ product }}"), {"placeholder-added"}),
    ],
)
def test_what_is_wrong_in_the_lines_keeps_the_page_back(notice: Project, said: str, rules: set[str]) -> None:
    write(notice.path, "locale/de/LC_MESSAGES/notice.po", po_text({**TEXTS, ADDRESS: said}))
    found = {problem.rule for problem in build.build(notice).problems if problem.is_error}
    assert rules <= found and not (notice.site / "de/notice.html").exists()


def test_lines_from_right_to_left_run_so_and_those_of_code_do_not(notice: Project) -> None:
    texts = {
        "Notice": "إشعار",
        "Write to us:": "راسلنا:",
        ADDRESS: "شركة Example Ltd\n5 Main Street\nprivacy@example.com",
        "We answer within `30 days`.": "نجيب خلال `30 days`.",
    }
    write(notice.path, "locale/ar/LC_MESSAGES/notice.po", po_text(texts, "ar"))
    assert [problem for problem in build.build(notice).problems if problem.is_error] == []
    html, text = page(notice, "ar/notice.html"), page(notice, "ar/notice.txt")
    assert '<pre dir="rtl" tabindex="0"><code>شركة Example Ltd' in html
    assert '<pre dir="ltr" tabindex="0"><code class="language-json"' in html
    assert (
        "\n    شركة Example Ltd\n\u200f    \u20665 Main Street\u2069\n" in text and '\u2066{"days": 30}\u2069' in text
    )


MARKDOWN = """# Hinweis

Schreiben Sie uns:

{}

Wir antworten binnen `30 days`.
"""
FOREIGN = 'msgid ""\nmsgstr "Language: de\\nContent-Type: text/plain; charset=UTF-8\\n"\n\n#, no-wrap\nmsgid ""\n{}\nmsgstr ""\n{}\n'


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("de.md", MARKDOWN.format("    Example Ltd\n    Hauptstraße 5\n    privacy@example.com")),
        ("de.md", MARKDOWN.format("```\nExample Ltd\nHauptstraße 5\nprivacy@example.com\n```")),
        (
            "de.po",
            FOREIGN.format(
                '"    Example Ltd\\n"\n"    Main Street 5\\n"\n"    privacy@example.com\\n"',
                '"    Example Ltd\\n"\n"    Hauptstraße 5\\n"\n"    privacy@example.com\\n"',
            ),
        ),
        (
            "de.po",
            FOREIGN.format(
                '"Example Ltd\\n"\n"Main Street 5\\n"\n"privacy@example.com\\n"',
                '"Example Ltd\\n"\n"Hauptstraße 5\\n"\n"privacy@example.com\\n"',
            ),
        ),
        (
            "de.po",
            FOREIGN.format(
                '"```\\n"\n"Example Ltd\\n"\n"Main Street 5\\n"\n"privacy@example.com\\n"\n"```\\n"',
                '"```\\n"\n"Example Ltd\\n"\n"Hauptstraße 5\\n"\n"privacy@example.com\\n"\n"```\\n"',
            ),
        ),
    ],
    ids=["indented", "fenced", "po4a", "mdpo", "with its fence"],
)
def test_a_finished_translation_brings_its_lines(notice: Project, name: str, text: str) -> None:
    write(notice.path, "locale/de/LC_MESSAGES/notice.po", po_text(dict.fromkeys(TEXTS, "")))
    update.update(notice, [], lambda _: None)
    write(notice.path, name, text)
    import_.run(notice, "de", "notice", notice.path / name, lambda _: None)
    catalog = po.read_catalog(notice.read(notice.catalog("de", "notice")), "notice.po")
    entry = catalog.live[None, ADDRESS]
    assert entry.msgstr == TEXTS[ADDRESS] and not entry.is_fuzzy


@pytest.mark.parametrize(
    ("said", "flags", "rules"),
    [
        ("- a *b*\n- c", "no-wrap", []),
        ("- a\n- b\n- c", "no-wrap", ["block-mark", "break-added"]),
        ("- a *b*\n- c", "", ["emphasis-added"]),
    ],
)
def test_a_catalog_that_is_checked_alone_is_read_as_its_template_says(
    project: Project, said: str, flags: str, rules: list[str]
) -> None:
    template = write(project.path, "x.pot", po_text({"- d e\n- f": ""}, flags=flags))
    catalog = write(project.path, "x.po", po_text({"- d e\n- f": said}))
    found = check.check_file(catalog, template, "de", None)
    assert sorted({problem.rule for problem in found if problem.is_error}) == rules
