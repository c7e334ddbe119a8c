"""Marks that are meant as Markdown, but that GitHub (and so this pipeline) reads as text, because a sign is missing."""

import re
from collections.abc import Collection, Iterator
from itertools import pairwise

from ...markup import VARIABLE, SourceTree, tags
from ...markup.bare_text import bare_html, bare_text
from ...markup.block_nodes import Heading, HtmlBlock, InlineBlock, Paragraph, walk_blocks
from ...markup.link_targets import normal_label
from ...markup.segments import has_words
from ...patterns import regex
from ...problem import Problem
from ..rule import Rule

# fmt: off
_HEADING_NO_SPACE = Rule(
    "heading-no-space", "warning", "A line begins with ## and has no space after it, so it is a paragraph and not a heading.",
    "Write a space after the last `#`, or `\\` before the first if the signs are text.",
    ("en", "##Sharing", ""),
    ("en", "## Sharing", ""),
)
_UNDEFINED_REFERENCE = Rule(
    "undefined-reference", "warning", "A reference link has no definition, so it is shown with its brackets and leads nowhere.",
    "Write `[words](address)`, or add the definition: `[name]: address` in a line of its own.",
    ("en", "See [the Terms][terms].", ""),
    ("en", "See [the Terms](https://example.com/terms).", ""),
)
_BROKEN_LINK = Rule(
    "broken-link", "warning", "A link has no words or no address, or a space between the two, or both in the wrong order: it leads nowhere, or is shown with its brackets.",
    "Write `[words](https://...)`, without a space between the brackets.",
    ("en", "See [the Terms] (https://example.com/terms).", ""),
    ("en", "See [the Terms](https://example.com/terms).", ""),
)
_MARKS_IN_HTML = Rule(
    "marks-in-html", "warning", "Markdown inside a block of HTML is not read without blank lines around it, so its signs are shown as text.",
    "Write a blank line before and after the text, or use tags such as `<b>`.",
    ("en", "<div>\\nWe **never** sell it.\\n</div>", ""),
    ("en", "<div>\\n\\nWe **never** sell it.\\n\\n</div>", ""),
)
_LINES_RUN_TOGETHER = Rule(
    "lines-run-together", "warning", "Lines that begin with (a), (b) are not a list in Markdown, so they are shown as one paragraph.",
    "Write a blank line before each of them, or two spaces at the end of each.",
    ("en", "We\\n(a) copy;\\n(b) sell.", ""),
    ("en", "We\\n\\n(a) copy;\\n\\n(b) sell.", ""),
)
# fmt: on
RULES = (_HEADING_NO_SPACE, _UNDEFINED_REFERENCE, _LINES_RUN_TOGETHER, _BROKEN_LINK, _MARKS_IN_HTML)

_HEADING = regex(r"^(#{2,6})([^ \t\n#\x01-\x03][^\n]*)|\A(#)([^\W\d_][^\n]*[^\W_])[ \t]*\Z", re.M)
"""A single # may be a hashtag or a number; it is meant as a heading if the paragraph has only this line."""
_REFERENCE = regex(r"(?<![\w\]\\])\[([^\[\]\n\x02]*(?:\n[^\[\]\n\x02]*)?)\]\[([^\[\]\n]*)\]")
_MARKS = (
    ("(a)", regex(r"\(([a-z])\)[ \t]", re.I)),
    ("(1)", regex(r"\((\d{1,3})\)[ \t]")),
    ("(i)", regex(r"\(([ivxlc]{1,6})\)[ \t]", re.I)),
    ("a)", regex(r"([a-z])[.)][ \t]", re.I)),
    ("1.", regex(r"(\d{1,3})[.)][ \t]")),
    ("i.", regex(r"([ivxlc]{1,6})[.)][ \t]", re.I)),
    ("1.1", regex(r"(\d{1,3}(?:\.\d{1,3}){1,4})\.?[ \t]")),
    ("§", regex(r"(§[ \t]?\d+)[ \t]")),
    ("•", regex(r"([•‣▪▫◦●○■□–—·‒➢►])[ \t]*\S")),
)  # fmt: skip
"""How the lines of a list begin, by kind; the last kind has the same sign in each line."""


def slips(source: SourceTree) -> Iterator[Problem]:
    """Problems with such marks of a policy, with their lines."""
    for block in walk_blocks(source.blocks):
        if isinstance(block, HtmlBlock):
            yield from _empty_targets(block.text, block.line)
            yield from _marks_in_html(block.text, block.line)
        if not isinstance(block, InlineBlock) or not block.text:
            continue
        text, line = block.text, block.line
        if any(sign in text for sign in ("](", ")[", "] ", "]\t")):
            found = _broken_links(text, line, source.references)
            yield from (
                found if has_words(text) or not isinstance(block, Heading) else ()
            )  # an empty heading is an error of its own
        yield from _empty_targets(_LITERAL.sub(_filled, text), line)
        bare = bare_text(text) if "[" in text or "#" in text or "\n" in text else ""
        if not bare:
            continue
        yield from _references(bare, text, line, source.references)
        if isinstance(block, Paragraph):
            yield from _headings(bare, text, line)
            yield from _run_together(bare, line)


def _headings(bare: str, text: str, line: int) -> Iterator[Problem]:
    for found in _HEADING.finditer(bare):
        marks = found.group(1) or found.group(3)
        shown = text[found.start() : found.end()][:40]
        hint = f"write a space after {marks}, or \\{marks} if it is text"
        place = line + text.count("\n", 0, found.start())
        yield _HEADING_NO_SPACE.problem(f"{shown!r} is a paragraph, not a heading", hint, line=place)


def _references(bare: str, text: str, line: int, labels: Collection[str]) -> Iterator[Problem]:
    for found in _REFERENCE.finditer(bare):
        words, label = text[slice(*found.span(1))], text[slice(*found.span(2))]
        wanted = label or words
        if not words.strip() or words[0] == "^" or label[:1] == "^" or normal_label(wanted) in labels:
            continue
        shown = text[found.start() : found.end()].replace("\n", " ")[:60]
        place = line + text.count("\n", 0, found.start())
        message = f"the link {shown} has no definition, so it is shown with its brackets"
        hint = f"write [{wanted}]: https://... in a line of its own, or \\[ if the bracket is text"
        yield _UNDEFINED_REFERENCE.problem(message, hint, line=place)


def _broken_links(text: str, line: int, labels: Collection[str]) -> Iterator[Problem]:
    plain = VARIABLE.sub(_filled, _LITERAL.sub(_filled, text))
    for pattern, what in _BROKEN:
        for found in pattern.finditer(plain):
            words = text[slice(*found.span("words"))]
            is_split = what is _SPLIT
            if is_split and (words[0] == "^" or words in ("x", "X", " ") or normal_label(words) in labels):
                continue
            shown = text[slice(*found.span())][:60]
            place = line + text.count("\n", 0, found.start())
            yield _BROKEN_LINK.problem(f"{shown!r} {what}", "write [words](https://...)", line=place)


def _filled(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", "x", found.group())


_LITERAL = regex(r"\\.|(`+)(?!`).*?(?<!`)\1(?!`)", re.S)
_NOWHERE = "is a link without an address"
_SPLIT = "is not a link: there is a space between its words and its address"
_ADDRESS = r"(?:(?:https?|mailto|tel):|\.{0,2}/|#|[\w.-]+\.(?:md|html)\b)"
_BROKEN = (
    (regex(rf"(?<!!)\[(?P<words>[^\[\]\n]+)\][ \t]+\({_ADDRESS}[^\s()]*\)"), _SPLIT),
    (regex(rf"(?<!\w)\((?P<words>[^()\n]+)\)\[{_ADDRESS}[^\s\[\]]*\]"), "is not a link: its words and its address are in the wrong order"),
    (
        regex(rf"""\[(?P<words>[^\[\]\n]+)\]\((?![^\s()]+[ \t]+(?:"[^"\n]*"|'[^'\n]*')[ \t]*\)){_ADDRESS}[^\s()]*[ \t]+[^\s()][^()\n]*\)"""),
        "is not a link: the address has a space, or the title after it is not between quotation marks",
    ),
    (regex(r"(?<![!\w])\[(?P<words>[ \t]*)\]\([ \t]*[^()\s]+[^()\n]*\)"), "is a link without words, which nobody can see"),
    (regex(r"(?<!!)\[(?P<words>[^\[\]\n]+)\]\([ \t]*(?:<>)?[ \t]*\)"), _NOWHERE),
)  # fmt: skip


def _empty_targets(text: str, line: int) -> Iterator[Problem]:
    for found in tags.TAG.finditer(text) if "href" in text.lower() else ():
        if any((name, value) == ("href", "") for name, value in tags.tag(found.group()).attributes):
            place = line + text.count("\n", 0, found.start())
            yield _BROKEN_LINK.problem(f"{found.group()[:60]!r} {_NOWHERE}", 'write <a href="https://...">', line=place)


def _marks_in_html(raw: str, line: int) -> Iterator[Problem]:
    for is_text, piece in tags.runs(raw):
        bare = bare_html(piece) if is_text else ""
        if found := _MARK_IN_HTML.search(bare):
            shown = piece[found.start() : found.start() + 40].partition("\n")[0]
            place = line + piece.count("\n", 0, found.start())
            hint = "write a blank line before and after the text, or tags such as <b> and <a href=...>"
            yield _MARKS_IN_HTML.problem(f"Markdown inside HTML is shown with its signs: {shown!r}", hint, line=place)
        line += piece.count("\n")


_MARK_IN_HTML = regex(
    r"\]\([^()\s]+\)|(?<![\w*])\*{1,2}(?=[^\s*])[^*\n]*[^\s*]\*{1,2}(?![\w*])|(?<![\w_])__(?=[^\s_])[^_\n]*[^\s_]__(?![\w_])"
    r"|(?<!`)`[^`\n]+`(?!`)|^[ \t]*(?:#{1,6}|[-*+]|\d{1,3}[.)])[ \t]+\w", re.M
)  # fmt: skip


def _run_together(bare: str, line: int) -> Iterator[Problem]:
    """The first of several lines of a paragraph that begin like those of a list."""
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
