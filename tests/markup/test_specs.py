"""Law 2: the examples of the CommonMark and GFM specifications, read as their HTML says, or refused.

The examples are data, `tests/markup/specs/`. Each one is written as a policy and rendered as a page is. The few that give
other HTML are listed here with the reason; one more, or one less, fails.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Literal, NamedTuple

import pytest

from scripts import markup
from scripts.markup import RenderContext, cross_check
from scripts.problem import Refused
from scripts.project import policy
from scripts.project.config import Config

Outcome = Literal["alike", "different", "refused"]


class Example(NamedTuple):
    number: int
    section: str
    markdown: str
    html: str


@cache
def examples(spec: str) -> list[Example]:
    rows = json.loads((Path(__file__).parent / "specs" / f"{spec}.json").read_text(encoding="utf-8"))
    return [Example(**row) for row in rows]


SPECS = {"commonmark": 652, "gfm": 673}
SECTIONS = [(spec, section) for spec in SPECS for section in dict.fromkeys(one.section for one in examples(spec))]

# Why an example is not read as the specification shows: the outcome, the reason, numbers in CommonMark, in GFM.
NOT_ALIKE: list[tuple[Outcome, str, list[int], list[int]]] = [
    ("refused", "a tag without its partner: it would reach into the rest of the page", [21, 31, 165, 167, 187, 344, 476, 477, 494, 616, 623, 627, 628, 629, 630, 631, 642, 643], [135, 137, 156, 317, 327, 354, 485, 486, 503, 635, 642, 647, 648, 649, 650, 651, 663, 664]),
    ("refused", "a tag that cannot stand in a text: no element of HTML, or one for blocks", [148, 150, 163, 201, 491, 524, 536, 613, 614, 615, 617], [118, 120, 133, 170, 500, 532, 544, 632, 633, 634, 636, 653]),
    ("refused", "a row with more cells than its table has columns: GitHub drops what is in them", [], [204]),
    ("refused", "CommonMark 0.31 and GFM, which follows 0.29, read this comment differently", [], [646]),
    ("refused", "HTML that could run, load or hide something, or an address that begins with a scheme that pages do not link to", [170, 171, 172, 173, 176, 178, 596, 598, 599, 601], [140, 141, 142, 145, 147, 604, 606, 607, 609, 628]),
    ("different", "HTML of words alone gets a paragraph around it", [162, 164, 166], [132, 134, 136]),
    ("different", "an attribute that pages do not show is dropped, with a warning", [169], [139]),
    ("different", "a tag that never ends is text: nothing that is not a tag is published as one", [156, 157, 158], [126, 127, 128]),
    ("different", "comments, declarations and instructions are not published", [177, 180, 181, 182, 626], [146, 149, 150, 151, 645]),
    ("different", "a language of code is one word of a plain class", [24, 34, 144], [114, 320, 330]),
    ("different", "a line break in code is one space with those around it (law 3)", [336], [346]),
    ("different", "a bare address becomes a link, as GitHub shows it (GFM, \"Autolinks (extension)\")", [602, 606, 608, 611, 612], [610, 614, 616, 619, 620]),
    ("different", "alignment is a class, as the Content-Security-Policy allows", [], [199]),
    ("different", "the box of a task is an image with a name, not a field of a form", [], [279, 280]),
]  # fmt: skip


def expected(spec: str) -> dict[int, Outcome]:
    """Number of each example to what becomes of it."""
    listed = [
        (number, outcome)
        for outcome, _, commonmark, gfm in NOT_ALIKE
        for number in (commonmark if spec == "commonmark" else gfm)
    ]
    assert len(dict(listed)) == len(listed), "an example is listed twice"
    alike: dict[int, Outcome] = dict.fromkeys(range(1, SPECS[spec] + 1), "alike")
    return alike | dict(listed)


def page(text: str) -> str:
    """The HTML that a policy of this text is published with. Raises `Refused`."""
    read = policy.read_policy(f"---\ntitle: T\neffective: 2024-10-01\n---\n{text}", "x", "policy/x.md", Config())
    context = RenderContext(lambda segment: segment.text, lambda name: name, lambda word: word, {})
    return markup.tree_to_html(markup.render_tree(read.source, context))


# -- HTML, compared as CommonMark's own `normalize.py` does: white space between blocks, order of attributes -------------


class _Tokens(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, ...]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = sorted((key, value or "") for key, value in attrs if not (key == "id" and re.fullmatch("h[1-6]", tag)))
        self.found.append(("open", tag, *(f"{key}={value}" for key, value in kept)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self.found.append(("close", tag))

    def handle_data(self, data: str) -> None:
        if self.found and self.found[-1][0] == "text":
            data = self.found.pop()[1] + data
        self.found.append(("text", data))

    def handle_decl(self, decl: str) -> None:
        self.found.append(("declaration", decl))

    def unknown_decl(self, data: str) -> None:
        self.found.append(("declaration", data))

    def handle_pi(self, data: str) -> None:
        self.found.append(("instruction", data))


_BLOCKS = frozenset("p h1 h2 h3 h4 h5 h6 ul ol li table thead tbody tr th td blockquote pre hr div br section".split())


def tokens(html: str) -> Iterator[tuple[str, ...]]:
    """Tags and texts of HTML, without what no reader sees; ids of headings are our own (README)."""
    found = [("open", "p"), *_Tokens(html).found, ("close", "p")]
    depth = 0
    for before, token, after in zip(found, found[1:], found[2:], strict=False):
        kind, value, *_ = token
        if value == "pre":
            depth += 1 if kind == "open" else -1
        if kind == "text" and not depth:
            value = re.sub(r"\s+", " ", value)
            value = value.lstrip() if before[0] != "text" and before[1] in _BLOCKS else value
            value = value.rstrip() if after[0] != "text" and after[1] in _BLOCKS else value
            token = ("text", value)
        if token != ("text", ""):
            yield token


# -- the tests -----------------------------------------------------------------------------


def outcome(example: Example) -> Outcome:
    try:
        html = page(example.markdown)
    except Refused:
        return "refused"
    return "alike" if list(tokens(html)) == list(tokens(example.html)) else "different"


@pytest.mark.parametrize(("spec", "section"), SECTIONS, ids=["-".join(pair) for pair in SECTIONS])
def test_every_example_is_read_as_its_html_says_or_listed(spec: str, section: str) -> None:
    wanted = expected(spec)
    found = {one.number: outcome(one) for one in examples(spec) if one.section == section}
    assert found == {number: wanted[number] for number in found}


@pytest.mark.parametrize(("spec", "count"), SPECS.items())
def test_the_examples_are_whole(spec: str, count: int) -> None:
    assert [one.number for one in examples(spec)] == list(range(1, count + 1))
    assert set(expected(spec)) == set(range(1, count + 1))


def test_both_readers_read_every_example_of_commonmark_alike() -> None:
    parted = {
        one.number: found
        for one in examples("commonmark")
        if (found := cross_check.disagreement(markup.read_as_github(one.markdown), one.markdown)) is not None
    }
    assert parted == {}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("<p>a\nb</p>", "<p>a b</p>\n", True),
        ("<ul>\n<li>a</li>\n</ul>", "<ul><li>a</li></ul>", True),
        ('<img src="a" alt="b" />', "<img alt=b src=a>", True),
        ("<h1 id='a'>b</h1>", "<h1>b</h1>", True),
        ("<p>&quot;</p>", '<p>"</p>', True),
        ("<pre><code>a\n b</code></pre>", "<pre><code>a\nb</code></pre>", False),
        ("<p>a <em>b</em></p>", "<p>a<em>b</em></p>", False),
        ("<p>a</p><p>b</p>", "<p>a b</p>", False),
        ("<p id='a'>b</p>", "<p>b</p>", False),
    ],
)
def test_html_is_compared_by_what_a_reader_gets(one: str, other: str, same: bool) -> None:
    assert (list(tokens(one)) == list(tokens(other))) is same
