"""Law 2: each example of the CommonMark and GFM specifications gives the HTML of the specification, or is refused.

The examples are data, `tests/markup/specs/`. Each one is read as a policy and rendered as a page. The few that give other
HTML are listed here with the reason; the tests fail if there is one more or one less.
"""

import json
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

import pytest

from scripts import markup
from scripts.markup import cross_check
from scripts.problem import Refused

from .judge import published, shown

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
    ("refused", "a tag that is not allowed inside a text: no HTML element, or one for blocks", [148, 150, 163, 201, 491, 524, 536, 613, 614, 615, 617], [118, 120, 133, 170, 500, 532, 544, 632, 633, 634, 636, 653]),
    ("refused", "a row with more cells than its table has columns: GitHub drops what is in them", [], [204]),
    ("refused", "CommonMark 0.31 and GFM, which follows 0.29, read this comment differently", [], [646]),
    ("refused", "HTML that is not complete, or not allowed on a page", [151, 155, 170, 171, 172, 173, 174, 175, 176, 178, 184, 191], [121, 125, 140, 141, 142, 143, 144, 145, 147, 153, 160]),
    ("different", "an attribute that pages do not show is dropped, with a warning", [169], [139]),
    ("refused", "`[[a]]` is a link of wikis to other tools", [590], [598]),
    ("refused", "an address whose scheme no page links to", [596, 598, 599, 601], [604, 606, 607, 609, 628]),
    ("refused", "£ is punctuation to CommonMark 0.31 and the second reader, not to GitHub", [354], []),
    ("refused", "declarations and instructions: no page shows their words", [180, 181, 182], [149, 150, 151]),
    ("different", "comments are not published", [], [645]),
    ("different", "a language of code is one word of a plain class", [34, 144], [114, 330]),
    ("different", "a line break in code is one space with those around it (law 3)", [336], [346]),
    ("different", "a bare address becomes a link, as GitHub shows it (GFM, \"Autolinks (extension)\")", [602, 606, 608, 611, 612], [610, 614, 616, 619, 620]),
]  # fmt: skip


def expected(spec: str) -> dict[int, Outcome]:
    """Number of each example to its outcome."""
    listed = [
        (number, outcome)
        for outcome, _, commonmark, gfm in NOT_ALIKE
        for number in (commonmark if spec == "commonmark" else gfm)
    ]
    assert len(dict(listed)) == len(listed), "an example is listed twice"
    alike: dict[int, Outcome] = dict.fromkeys(range(1, SPECS[spec] + 1), "alike")
    return alike | dict(listed)


# -- the tests -----------------------------------------------------------------------------


def outcome(example: Example) -> Outcome:
    try:
        html = published(example.markdown)
    except Refused:
        return "refused"
    return "alike" if shown(html) == shown(example.html) else "different"


@pytest.mark.slow
@pytest.mark.parametrize(("spec", "section"), SECTIONS, ids=["-".join(pair) for pair in SECTIONS])
def test_every_example_gives_its_html_or_is_listed(spec: str, section: str) -> None:
    wanted = expected(spec)
    found = {one.number: outcome(one) for one in examples(spec) if one.section == section}
    assert found == {number: wanted[number] for number in found}


@pytest.mark.parametrize(("spec", "count"), SPECS.items())
def test_the_examples_are_complete(spec: str, count: int) -> None:
    assert [one.number for one in examples(spec)] == list(range(1, count + 1))
    assert set(expected(spec)) == set(range(1, count + 1))


def test_both_parsers_agree_on_the_examples_of_commonmark_except_for_symbols_that_are_not_punctuation_on_github() -> (
    None
):
    disagreements = {
        one.number: found
        for one in examples("commonmark")
        if (found := cross_check.disagreement(markup.read_as_github(one.markdown), one.markdown)) is not None
    }
    assert list(disagreements) == [354]


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
def test_html_is_compared_by_what_a_person_sees(one: str, other: str, same: bool) -> None:
    assert (shown(one) == shown(other)) is same
