"""Law 2, judged by GitHub's own parser: what we publish is what GitHub shows, or the policy is refused.

`make fuzz` tries many more random texts, others each time.
"""

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.problem import Refused
from scripts.project.front_block import split
from scripts.project.policy import with_plain_line_ends

from ..test_corpus import POLICIES
from .judge import judged, needs_judge, published, shown
from .test_markup import INLINE, LINES
from .test_specs import SPECS, examples

# -- what random policies are made of --------------------------------------------------------

WORDS = [
    "we", "keep", "logs", "for 14 days", "a_b_c", "2 * 3", "5 < 6", "R&D", "AT&amp;T", "&copy;", "&nbsp;", "\u00a0", "§ 4", "€5", "\\*", "\\_", "\\[y]",
    "重要", "甲、乙", "です。", "개인 정보", "Straße", "عربي", "c:\\dir", "100%", "\"so\"", "it's", "(a)", "...", "1.", "-", "+", "#1", "=", "x|y", "~", "!", ":", "^",
]  # fmt: skip
MARKS = [
    "*", "**", "***", "_", "__", "~~", "~", "`", "``", "[", "]", "](https://x.org)", "](/u 't')", "](<a&b>)", "![", "][r]", "[r]", "[R ][]", "[^1]", "[ ]",
    "<b>x</b>", "<br>", "<br/>", "<!-- c -->", "<i>x</i>", "<https://x.org/a_b>", "<a@x.org>", "https://x.org/a_b", "www.x.org", "(http://x.org/(y))", "a@x.org.",
    "https://x.org?a=1&b=2,", "ftp://x.org", "https://x.org/~u/*s*", "&lt;", "<", ">", "\n", "  \n", "\\\n", " ", "  ",
]  # fmt: skip
inline = st.lists(st.sampled_from(WORDS) | st.sampled_from(MARKS), min_size=1, max_size=9)
spaced = (
    inline.map(" ".join) | inline.map("".join) | st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
)
heading = st.tuples(
    st.sampled_from(["# ", "## ", "### ", "####### ", "#"]), spaced, st.sampled_from(["", " #", " ##"])
).map("".join)
setext = st.tuples(spaced, st.sampled_from(["\n===", "\n---", "\n--", "\n-"])).map("".join)
row = st.lists(spaced.map(lambda text: text.replace("\n", " ")), min_size=1, max_size=3).map(
    lambda cells: "| " + " | ".join(cells) + " |"
)
table = st.tuples(
    row, st.sampled_from(["|---|", "|---|---|", "|:--|--:|", "|:-:|---|---|", "---|---"]), st.lists(row, max_size=3)
).map(lambda parts: "\n".join([parts[0], parts[1], *parts[2]]))
fence = st.tuples(
    st.sampled_from(["```", "~~~", "````", "``` py", "  ```"]),
    spaced,
    st.sampled_from(["\n```", "\n~~~", "\n````", ""]),
).map(lambda parts: f"{parts[0]}\n{parts[1]}{parts[2]}")
tags = st.tuples(
    st.sampled_from(["<div>", "<details>", '<p lang="de">', "<b>", "<blockquote>"]),
    st.sampled_from(["\n", "\n\n", ""]),
    spaced,
).map(lambda parts: parts[0] + parts[1] + parts[2] + parts[1] + "</" + parts[0][1:].split()[0].rstrip(">") + ">")
single = st.sampled_from(
    [
        "---",
        "* * *",
        "<!-- c -->",
        "[r]: https://x.org 'title'",
        "[^2]: note\n\n    more",
        "    code",
        "\tcode",
        "text\n\ttab",
        "<hr>",
    ]
)
leaf = spaced | heading | setext | table | fence | tags | single
MARKERS = ["- ", "-   ", "-\t", "* ", "+ ", "1. ", "2) ", "10. ", "- [ ] ", "- [x] ", "1.  ", "-     ", " - ", "   * "]


def _item(marker: str, blocks: Sequence[str], gap: str, indent: str) -> str:
    head, *rest = gap.join(blocks).split("\n")
    return "\n".join([marker + head, *(indent + line if line else line for line in rest)])


def _within(blocks: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    gaps = st.sampled_from(["\n", "\n\n"])
    item = st.builds(
        _item,
        st.sampled_from(MARKERS),
        st.lists(blocks, min_size=1, max_size=3),
        gaps,
        st.sampled_from(["", "  ", "   ", "    ", "\t"]),
    )
    items = st.tuples(st.lists(item, min_size=1, max_size=3), gaps).map(lambda parts: parts[1].join(parts[0]))
    quote = st.tuples(st.lists(blocks, min_size=1, max_size=2), gaps, st.sampled_from(["> ", ">"])).map(
        lambda parts: "\n".join(parts[2] + line for line in parts[1].join(parts[0]).split("\n"))
    )
    return items | quote


block = st.recursive(leaf, _within, max_leaves=4)


def _with_targets(parts: tuple[list[str], str]) -> str:
    text = parts[1].join(parts[0])
    return text + "\n\n[r]: /r\n" + ("\n[^1]: note\n" if "[^1]" in text else "")


policy_text = st.tuples(st.lists(block, min_size=1, max_size=4), st.sampled_from(["\n\n", "\n\n", "\n"])).map(
    _with_targets
)
inline_text = st.lists(st.sampled_from(INLINE) | st.sampled_from(MARKS) | st.sampled_from(WORDS), max_size=12).map(
    lambda parts: _with_targets((["x" + "".join(parts), "[a]: /url 'title'"], "\n\n"))
)
line_text = st.lists(st.sampled_from(LINES), max_size=10).map(lambda lines: "\n".join(lines) + "\n")


# -- the judgement ----------------------------------------------------------------------------

# Each is a mark in the text or in GitHub's HTML, and the reason why what it shows is not compared (architecture, law 2).
BEYOND = [
    (r"[\u3000-\uffef]www\.", "an address beside Chinese, Japanese or Korean needs no space before it"),
    (r"[*_~][\u3000-\uffef]|[\u3000-\uffef][*_~]", "emphasis beside Chinese, Japanese and Korean"),
    (r"(?m)^[\s>]*: ", "definition lists"),
    (r"<a [^>]*/>", "an anchor `<a/>` ends where it begins; browsers make everything behind it part of the link"),
]
"""What we read beyond GitHub."""
ODD = [
    (r"(?m)^</p>$", "browsers make an empty paragraph of an end tag alone, and we leave it out"),
    (
        r"<(?:https?:|[a-z.]+@|a&|[vcy] )",
        "in a block of HTML too, we show what is not a tag as text; GitHub's page drops it",
    ),
    (r'alt="[^"]*&lt;', "a tag in the words of an image is left out of them, GitHub shows it"),
    (r"\S\u00a0", "a no-break space ends a bare address"),
    (
        r"(?m)^[\s>]*(?:[-+*]|\d+[.)])[^\n]*[-+*.)>]\s+<(?:[bi]\b|!--)|^[\s>]+<[bi]>\n",
        "raw HTML that begins with words has a paragraph around it, in items too",
    ),
    (r"(?m)^[\s>]*\\\n", "a line break at the very beginning of a paragraph is left out"),
    (r"\[[ xX]\] [^\n]*\|", "cmark-gfm does not count the box of a task as text of a table's header"),
    (r"\t *(?:```|~~~)", "cmark-gfm takes the tab before a fence for one column"),
]
"""What random texts have, but people do not write."""


def difference(text: str, known: Sequence[tuple[str, str]]) -> tuple[object, object] | None:
    """The first difference between our page and what GitHub shows; None if there is none, or if the build refuses the text."""
    try:
        ours = shown(published(text))
    except Refused:
        return None
    html = judged(text)
    if any(re.search(pattern, text) or re.search(pattern, html) for pattern, _ in known):
        return None
    theirs = shown(html)
    return next(
        (
            (ours[at : at + 3], theirs[at : at + 3])
            for at in range(max(len(ours), len(theirs)))
            if ours[at : at + 1] != theirs[at : at + 1]
        ),
        None,
    )


# -- the tests --------------------------------------------------------------------------------

# Examples that GitHub's parser and we show differently: the reason, numbers in CommonMark, in GFM.
EXAMPLES = [
    ("cmark-gfm makes a sign of any number, those with eight digits too", [28], []),
    ("an attribute that pages do not show is dropped, with a warning", [169], [139]),
    ("a line break in code is one space with those around it (law 3)", [336], [346]),
]


@pytest.mark.slow
@needs_judge
@pytest.mark.parametrize("spec", SPECS)
def test_every_example_is_published_as_github_shows_it_or_refused_or_listed(spec: str) -> None:
    listed = {number for _, *numbers in EXAMPLES for number in numbers[list(SPECS).index(spec)]}
    assert {one.number for one in examples(spec) if difference(one.markdown, []) is not None} == listed


@needs_judge
@pytest.mark.slow
@given(policy_text)
def test_a_random_policy_is_published_as_github_shows_it_or_refused(text: str) -> None:
    assert difference(text, BEYOND + ODD) is None


@needs_judge
@pytest.mark.slow
@given(inline_text)
def test_random_marks_are_published_as_github_shows_them_or_refused(text: str) -> None:
    assert difference(text, BEYOND + ODD) is None


@needs_judge
@pytest.mark.slow
@given(line_text)
def test_a_heap_of_lines_is_published_as_github_shows_it_or_refused(text: str) -> None:
    assert difference(text, BEYOND + ODD) is None


@needs_judge
@pytest.mark.slow
@pytest.mark.skipif(not POLICIES, reason="the corpus is not beside this checkout")
def test_real_policies_are_published_as_github_shows_them_or_refused() -> None:
    bodies = {path.name: split(with_plain_line_ends(path.read_text(encoding="utf-8"))).body for path in POLICIES}
    found = {name: difference(body, BEYOND) for name, body in bodies.items()}
    assert {name: where for name, where in found.items() if where} == {}


@needs_judge
@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        ("- [ ] a\n", "- [ ] a\n", True),
        ("- [ ] a\n", "- [x] a\n", False),
        ("- [ ] a\n", "- a\n", False),
        ("- a\n- b\n", "- a\n\n- b\n", False),
        ("a[^1]\n\n[^1]: b\n", "a[^n]\n\n[^n]: b\n", True),
        ("a[^1]\n\n[^1]: b\n", "a[^1]\n\n[^1]: c\n", False),
        ("a[^1] b[^2]\n\n[^1]: c\n\n[^2]: c\n", "a[^2] b[^2]\n\n[^2]: c\n\n[^1]: c\n", False),
        ("a[^1] b\n\n[^1]: c\n", "a b[^1]\n\n[^1]: c\n", False),
        ("> [!NOTE]\n> a\n", "> [!NOTE]\n> a\n", True),
        ("> [!NOTE]\n> a\n", "> [!TIP]\n> a\n", False),
        ("> [!NOTE]\n> a\n", "> a\n", False),
        ("| a |\n|:-:|\n", "| a |\n|:-:|\n", True),
        ("| a |\n|:-:|\n", "| a |\n|---|\n", False),
        ("``` py\na\n```\n", "``` py x\na\n```\n", True),
        ("``` py\na\n```\n", "```\na\n```\n", False),
        ("``` py\na\n```\n", "``` py\na\n\n```\n", False),
        ("**a **b** c**\n", "**a b c**\n", True),
        ("**a** b\n", "a b\n", False),
        ("**a** b\n", "*a* b\n", False),
        ("# a\n", "## a\n", False),
        ("[a](/b)\n", "[a](/c)\n", False),
        ("第一条\n本服务\n", "第一条本服务\n", True),
        ("law\nsuit\n", "lawsuit\n", False),
        ("<b>\na\n</b>\n", "<b>\na\n</b>\n", True),
        ("<b>\na\n</b>\n", "<i>\na\n</i>\n", False),
        ("a\n\nb\n", "a b\n", False),
    ],
)  # fmt: skip
def test_the_comparison_sees_every_difference_that_a_person_sees(ours: str, theirs: str, same: bool) -> None:
    assert (shown(published(ours)) == shown(judged(theirs))) is same
