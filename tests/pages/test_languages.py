"""Every word of a page is marked with its language, translated or not."""

from html.parser import HTMLParser
from pathlib import Path

import pytest

from scripts.commands import build
from scripts.project.project import Project
from scripts.text.bidi import LRI

from ..conftest import po_text, write

POLICY = """---
title: Visitor Log
description: In force since {{ effective }}.
effective: 2025-03-01
summary:
  - We keep it for a week.
---

## Rules

We keep names since {{ effective }}.

Nobody else reads them since {{ effective }}.

> [!NOTE]
> Ask the clerk.[^a]

- [x] The book is bound.
- [ ] The pen is red.

*Nemo iudex in causa sua.*
{: lang=la }

<!-- skip -->
Example Ltd., Dublin
<!-- /skip -->

[^a]: Not on Sundays.
"""
SETTINGS = '[site]\npublisher = "Example"\n[publish]\nincomplete = "islands"\nminimum = 1\n'
OURS = {
    "Rules": "RULES!",
    "We keep names since {{ effective }}.": "NAMES! {{ effective }}.",
    "The pen is red.": "PEN!",
}
FRAME = {"Note": "NOTE!", "done": "DONE!", "Published by {{ publisher }}": "BY! {{ publisher }}"}
ATTRIBUTES = ("aria-label", "content", "alt", "title")
VOID = ("meta", "link", "br", "img", "hr")


class _Said(HTMLParser):
    """Every text and every attribute with words, with its language and direction."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = [("", "")]
        self.said: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        here = facts.get("lang", self.open[-1][0]), facts.get("dir", self.open[-1][1])
        self.said += [(facts[name], *here) for name in ATTRIBUTES if name in facts]
        if tag not in VOID:
            self.open.append(here)

    def handle_endtag(self, tag: str) -> None:
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.said.append((data.strip(), *self.open[-1]))


@pytest.fixture(scope="module", params=["fa", "ur", "cy", "mt"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, str]:
    """A site in a language into which only some words of the page frame are translated."""
    code, folder = request.param, tmp_path_factory.mktemp("site")
    write(folder, "policy/log.md", POLICY)
    write(folder, "policy/site.toml", SETTINGS)
    write(folder, f"locale/{code}/LC_MESSAGES/log.po", po_text(OURS, code))
    write(folder, f"locale/{code}/LC_MESSAGES/site.po", po_text(FRAME, code))
    project = Project(folder)
    build.build(project)
    return project, code


def said(path: Path) -> list[tuple[str, str, str]]:
    reader = _Said()
    reader.feed(path.read_text(encoding="utf-8"))
    return reader.said


TEXTS = [
    ("Visitor Log", "en"), ("In force since March 1, 2025.", "en"), ("We keep it for a week.", "en"), ("RULES!", ""),
    ("NAMES!", ""), ("Nobody else reads them since", "en"), ("NOTE!", ""), ("Ask the clerk.", "en"),
    ("The book is bound.", "en"), ("PEN!", ""), ("Nemo iudex in causa sua.", "la"), ("Example Ltd., Dublin", "en"),
    ("Not on Sundays.", "en"), ("Skip to content", "en"), ("Languages", "en"), ("In short", "en"), ("Notes", "en"),
    ("Back to the text", "en"), ("DONE!", ""), ("not done", "en"), ("BY!", ""), ("English", "en"),
    ("Last updated and in force since:", "en"), ("This page as plain text", "en"),
    ("of this text is translated. The rest is shown in the original language.", "en"),
]  # fmt: skip
"""Words of the page and their language; "" is the page's."""


@pytest.mark.slow
@pytest.mark.parametrize(("text", "language"), TEXTS)
def test_words_have_the_language_that_they_are_in(made: tuple[Project, str], text: str, language: str) -> None:
    project, code = made
    direction = "rtl" if code in ("fa", "ur") else "ltr"
    found = {(lang, way) for words, lang, way in said(project.site / code / "log.html") if words.startswith(text)}
    assert found, text
    assert {lang for lang, _ in found} == {language or code}
    ways = {way for _, way in found}
    if direction == "rtl" and text in ("RULES!", "NOTE!", "PEN!"):
        assert ways == {"ltr"}  # a whole line in Latin letters, isolated so that its mark stays at its end
    else:
        assert language == "la" or ways == {"ltr" if language else direction}


def test_dates_have_the_language_of_their_page_everywhere(made: tuple[Project, str]) -> None:
    project, code = made
    page = (project.site / code / "log.html").read_text(encoding="utf-8")
    times = page.count('<time datetime="2025-03-01"') - 1  # the one in the footer is no text
    date = next(
        words
        for words, lang, _ in said(project.site / code / "log.html")
        if (lang == code and "2025" in words) or "۲۰۲۵" in words
    )
    found = [lang for words, lang, _ in said(project.site / code / "log.html") if words == date]
    assert times == len(found) == 3 and set(found) == {code}


def test_a_title_of_the_source_in_the_list_of_languages_says_so(made: tuple[Project, str]) -> None:
    project, _ = made
    found = [(lang, way) for words, lang, way in said(project.site / "log.html") if words == "Visitor Log"]
    assert found and set(found) == {("en", "ltr")}


def test_the_share_of_a_notice_keeps_its_order_in_the_text(made: tuple[Project, str]) -> None:
    """`4%` would be shown as `%4` from right to left."""
    project, code = made
    lines = (project.site / code / "log.txt").read_text(encoding="utf-8").split("\n")
    [notice] = [line for line in lines if "of this text is translated." in line]
    assert (LRI in notice) is (code in ("fa", "ur"))
