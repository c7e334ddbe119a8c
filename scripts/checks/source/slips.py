"""Marks that an author meant as Markdown and that GitHub, and so this pipeline, reads as words: a sign is missing."""

import re
from collections.abc import Collection, Iterator
from itertools import pairwise

from ...markup import SourceTree
from ...markup.bare_text import bare_text
from ...markup.block_nodes import element_line
from ...markup.link_targets import normal_label
from ...markup.segments import LEAVES
from ...problem import Problem
from ..rule import Rule

# fmt: off
_HEADING_NO_BLANK = Rule(
    "heading-no-blank", "warning", "A line begins with ## and no space behind it: it is a paragraph, not a heading.",
    ("en", "##Sharing", ""),
    ("en", "## Sharing", ""),
)
_UNDEFINED_REFERENCE = Rule(
    "undefined-reference", "warning", "A reference link has no definition: it is shown with its brackets, and leads nowhere.",
    ("en", "See [the Terms][terms].", ""),
    ("en", "See [the Terms](https://example.com/terms).", ""),
)
_LINES_RUN_TOGETHER = Rule(
    "lines-run-together", "warning", "Lines that begin with (a), (b) are no list in Markdown: they are shown as one paragraph.",
    ("en", "We\\n(a) copy;\\n(b) sell.", ""),
    ("en", "We\\n\\n(a) copy;\\n\\n(b) sell.", ""),
)
# fmt: on
RULES = (_HEADING_NO_BLANK, _UNDEFINED_REFERENCE, _LINES_RUN_TOGETHER)

_HEADING = re.compile(r"^(#{2,6})([^ \t\n#\x01-\x03][^\n]*)|\A(#)([^\W\d_][^\n]*[^\W_])[ \t]*\Z", re.M)
"""One # alone may be a tag or a number: it is a heading where it stands before the only line of a paragraph."""
_REFERENCE = re.compile(r"(?<![\w\]\\])\[([^\[\]\n\x02]*(?:\n[^\[\]\n\x02]*)?)\]\[([^\[\]\n]*)\]")
_MARKS = (
    ("(a)", re.compile(r"\(([a-z])\)[ \t]", re.I)),
    ("(1)", re.compile(r"\((\d{1,3})\)[ \t]")),
    ("(i)", re.compile(r"\(([ivxlc]{1,6})\)[ \t]", re.I)),
    ("a)", re.compile(r"([a-z])[.)][ \t]", re.I)),
    ("1.", re.compile(r"(\d{1,3})[.)][ \t]")),
    ("i.", re.compile(r"([ivxlc]{1,6})[.)][ \t]", re.I)),
    ("1.1", re.compile(r"(\d{1,3}(?:\.\d{1,3}){1,4})\.?[ \t]")),
    ("§", re.compile(r"(§[ \t]?\d+)[ \t]")),
    ("•", re.compile(r"([•‣▪▫◦●○■□–—·‒➢►])[ \t]*\S")),
)  # fmt: skip
"""What a line of a list begins with, by kind; the last kind is the same sign for each line."""


def slips(source: SourceTree) -> Iterator[Problem]:
    """Every such mark of a policy, by its line."""
    for element in source.root.iter():
        text = element.text or ""
        if element.tag not in LEAVES or not text:
            continue
        bare, line = (bare_text(text) if "[" in text or "#" in text or "\n" in text else ""), element_line(element)
        if not bare:
            continue
        yield from _references(bare, text, line, source.references)
        if element.tag in ("p", "tight"):
            yield from _headings(bare, text, line)
            yield from _run_together(bare, line)


def _headings(bare: str, text: str, line: int) -> Iterator[Problem]:
    for found in _HEADING.finditer(bare):
        marks = found.group(1) or found.group(3)
        shown = text[found.start() : found.end()][:40]
        hint = f"write a space behind {marks}, or \\{marks} if it is text"
        place = line + text.count("\n", 0, found.start())
        yield _HEADING_NO_BLANK.problem(f"{shown!r} is a paragraph, not a heading", hint, line=place)


def _references(bare: str, text: str, line: int, labels: Collection[str]) -> Iterator[Problem]:
    for found in _REFERENCE.finditer(bare):
        words, label = text[slice(*found.span(1))], text[slice(*found.span(2))]
        wanted = label or words
        if not words.strip() or words[0] == "^" or label[:1] == "^" or normal_label(wanted) in labels:
            continue
        shown = text[found.start() : found.end()].replace("\n", " ")[:60]
        place = line + text.count("\n", 0, found.start())
        message = f"the link {shown} has no definition, and is shown with its brackets"
        hint = f"write [{wanted}]: https://... in a line of its own, or \\[ if it is text"
        yield _UNDEFINED_REFERENCE.problem(message, hint, line=place)


def _run_together(bare: str, line: int) -> Iterator[Problem]:
    """The first of several lines of a paragraph that begin as those of a list do."""
    lines = bare.split("\n")
    starts = [(number, here) for number, here in enumerate(lines) if number == 0 or not _breaks(lines[number - 1])]
    for kind, pattern in _MARKS:
        marks = [(number, mark.group(1)) for number, here in starts if (mark := pattern.match(here))]
        pairs = [pair for pair in pairwise(marks) if (pair[0][1] == pair[1][1]) is (kind == "•")]
        if pairs:
            [(first, _), (second, _)] = pairs[0]
            message = f"lines that begin like {lines[first].split()[0]!r} are shown as one paragraph"
            hint = f"write a blank line before line {line + second} and the others like it, or two spaces at the end of each line"
            yield _LINES_RUN_TOGETHER.problem(message, hint, line=line + first)
            return


def _breaks(above: str) -> bool:
    """Whether the line break below a line is shown."""
    return above.endswith(("  ", "\\"))
