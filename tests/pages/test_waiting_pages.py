"""Pages that wait for their forms come back unchanged, or not at all."""

from dataclasses import replace
from xml.etree.ElementTree import Element, SubElement, tostring

import pytest

from scripts.locales import language
from scripts.pages import waiting_pages
from scripts.pages.listed import PageStatus
from scripts.pages.page import Page
from scripts.pages.waiting_pages import WaitingPages
from scripts.project.project import Project

from ..conftest import SAMPLE

MANY = 40


def pages(depth: int = 1) -> dict[int, Page]:
    """Different pages with all that a page may have."""
    policy = Project(SAMPLE).known_policy(SAMPLE / "policy" / "privacy.md")
    assert policy is not None
    found = {}
    for number in range(MANY):
        tree, title, summary = Element("div"), Element("h1", {"id": "a"}), Element("section")
        last = tree
        for _ in range(depth):
            last = SubElement(last, "p", {"lang": "ar", "_mark": "\r\n\x85"})
        last.text, last.tail, title.text, summary.text = f"نص {number} \x0b &<\r", "\u2028", "T", None
        status = PageStatus("islands", 0.5, "draft")
        found[number] = Page(policy, language("ar"), status, tree, title, "T", True, "", False, summary, f"<p>{number}")
    return found


def shown(page: Page) -> tuple[Page, list[bytes]]:
    """A page in a form that can be compared."""
    parts = [page.tree, page.title, page.summary]
    return replace(page, tree=None, title=None, summary=None), [tostring(part) for part in parts if part is not None]  # type: ignore[arg-type]


def test_a_page_comes_back_unchanged_and_only_once() -> None:
    waiting, made = WaitingPages(), pages()
    wanted = {number: shown(page) for number, page in made.items()}
    for number, page in made.items():
        waiting.keep("privacy", str(number), page)
    found = {number: waiting.take("privacy", str(number)) for number in made}
    assert {number: shown(page) for number, page in found.items() if page is not None} == wanted
    assert found[0] is not made[0] and found[MANY - 1] is made[MANY - 1]  # the oldest were packed
    assert waiting.take("privacy", "0") is None and waiting.take("privacy", str(MANY - 1)) is None


def test_the_newest_page_of_a_name_counts() -> None:
    waiting, made = WaitingPages(), pages()
    waiting.keep("privacy", "ar", made[0])
    for number in range(1, MANY):
        waiting.keep("privacy", str(number), made[number])
    waiting.keep("privacy", "ar", made[1])
    assert waiting.take("privacy", "ar") is made[1]
    assert waiting.take("privacy", "ar") is None


def test_older_pages_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting_pages, "_MOST_PACKED", 3)
    waiting, made = WaitingPages(), pages()
    for number, page in made.items():
        waiting.keep("privacy", str(number), page)
    assert sum(waiting.take("privacy", str(number)) is not None for number in made) == waiting_pages._MOST + 3


def test_a_page_that_is_nested_too_deep_to_be_packed_is_forgotten() -> None:
    waiting, made = WaitingPages(), pages(depth=2000)
    for number, page in made.items():
        waiting.keep("privacy", str(number), page)
    assert waiting.take("privacy", "0") is None
    assert waiting.take("privacy", str(MANY - 1)) is made[MANY - 1]
