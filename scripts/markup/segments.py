"""The one walk (law 1): visits the text of every block, in reading order.

Extraction and translation use the same callback `translate`: the first collects
segments through it, the second returns their translations. So the two cannot
disagree about what a segment is. With a `translate` that returns the text of
its segment, nothing changes except how lines are wrapped.
"""

import re
import textwrap
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from html import escape, unescape
from typing import Literal

from ..patterns import regex
from . import tags
from .block_nodes import Block, CodeBlock, Container, Heading, HtmlBlock, InlineBlock, WordedBlock, with_attributes
from .inline_parser import joins_lines
from .nodes import VARIABLE


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a policy that is translated as one."""

    text: str
    """Inline Markdown as the author wrote it; a soft break is one space (none between CJK), a hard break a newline."""

    line: int
    """The line of the policy file, from 1."""

    heading: str = ""
    """Text of the heading above it; "" if there is none."""

    comment: str = ""
    """The author's words to translators, from `<!-- translators: ... -->`."""

    context: str | None = None
    """The msgctxt, from `<!-- context: ... -->`."""

    kind: Literal["markdown", "html", "plain"] = "markdown"
    """How the text is read: `html` inside a block of raw HTML, `plain` in front matter and blocks of code."""

    keeps_lines: bool = False
    """Whether its line breaks are those of the page: in a block of code, and in an entry with the flag `no-wrap`."""


Translate = Callable[[Segment], str | None]
"""A segment to its translation, or None if there is none to publish."""

# Where `segment_text` has something to decide. Escapes come before backticks and `<`: an escaped one begins nothing.
_CUTS = regex(r"\\\n|\\.|`+|<|[ \t]*\n[ \t]*|[ \t]{2,}|\t")
_POINTED = regex(rf"<[A-Za-z][A-Za-z0-9+.-]{{1,31}}:[^\s<>]*>|{tags.TAG.pattern}")


def segment_text(raw: str) -> str:
    """The msgid of a block (law 3): it has no comments, and does not depend on how the lines are wrapped."""
    # Not made from inline nodes: the author's Markdown has to stay as it is written. So only those constructs are cut out
    # in which a line ending means something else than between words: code, tags and autolinks, escapes, hard breaks.
    out: list[str] = []
    at = 0
    while found := _CUTS.search(raw, at):
        out.append(raw[at : found.start()])
        cut, at = found.group(), found.end()
        if cut == "\\\n":
            # CommonMark, "Hard line breaks": a backslash before the line ending. Spaces at the beginning of the next line go.
            out.append("\n")
            at += len(raw[at:]) - len(raw[at:].lstrip(" \t"))
        elif cut[0] == "\\":
            out.append(cut)
        elif cut[0] == "`":
            # "Code spans": the first run of the same length closes it, and line endings in it are spaces, not hard breaks.
            closing = next((ticks for ticks in re.finditer(r"`+", raw[at:]) if ticks.group() == cut), None)
            end = at if closing is None else at + closing.end()
            out.append(cut + re.sub(r"[ \t]*\n[ \t]*", " ", raw[at:end]))
            at = end
        elif cut == "<":
            pointed = _POINTED.match(raw, found.start())
            if pointed is None:
                out.append(cut)
            elif pointed.group().startswith("<!--"):
                # Of `a <!-- b --> c` one space is left, not two.
                at = pointed.end()
                if raw[at : at + 1] in (" ", "\t", "\n", ""):
                    out = ["".join(out).rstrip(" \t")]
            else:
                out.append(re.sub(r"\s+", " ", pointed.group()))
                at = pointed.end()
        elif "\n" in cut:
            before, after = raw[found.start() - 1 : found.start()], raw[at : at + 1]
            # Two spaces before the line ending are a hard break. At a soft one, `in_address` asks for a bare address in front of
            # it: without the space, the first word of the next line would become part of the address.
            hard = cut.partition("\n")[0].endswith("  ")
            in_address = "://" in raw[: found.start()].rpartition(" ")[2]
            joined = before and after and joins_lines(before) and joins_lines(after) and not in_address
            out.append("\n" if hard else "" if joined else " ")
        else:
            out.append(" ")
    out.append(raw[at:])
    return "".join(out).strip(" \t\n")


def has_words(text: str) -> bool:
    """Whether there is anything to translate: a letter or digit outside of code, tags, targets and placeholders."""
    # A quick answer for nearly all texts. In doubt the answer is yes: a needless entry is better than a text that nobody
    # can translate.
    if text[:1].isalnum():
        return True
    if text.count("`") > 400:  # to pair so many of them would take quadratic time
        return bool(re.search(r"[^\W_]", text))
    bare = re.sub(r"(?<!`)(`++).*?(?<!`)\1(?!`)", "", VARIABLE.sub("", text), flags=re.S)
    bare = re.sub(r"\]\([^()\s]*\)", "]", bare)
    if "\\" in text and re.search(r"[^\W_]", VARIABLE.sub("", text)):
        return True  # an escaped backtick or `<` begins no code and no tag, so what was removed above may be text
    alts = re.findall(r"""\salt\s*=\s*["']([^"']*)""", bare)
    return bool(re.search(r"[^\W_]", unescape(tags.TAG.sub("", bare)) + "".join(alts)))


def walk(blocks: Iterable[Block], translate: Translate, fallback: Mapping[str, str]) -> tuple[Block, ...]:
    """The blocks with the result of `translate` in place of the text of each.

    If it returns None, the text of the source stays, and the block gets the
    attributes `fallback` (`lang` and `dir` of the source language).
    """
    return _Walk(translate, fallback).visit(blocks)


class _Walk:
    def __init__(self, translate: Translate, fallback: Mapping[str, str]) -> None:
        self.translate, self.fallback = translate, fallback
        self.heading = ""  # always in the source language: translators see it above the entry

    def visit(self, blocks: Iterable[Block]) -> tuple[Block, ...]:
        return tuple(map(self._translated, blocks))

    def _translated(self, block: Block) -> Block:
        match block:
            case InlineBlock():
                return self._leaf(block)
            case Container():
                return replace(block, children=self.visit(block.children))
            case HtmlBlock(skip=False):
                return replace(block, text=self._html(block))
            case CodeBlock(skip=False, is_text=True):
                return self._code(block)
            case _:
                return block

    def _leaf(self, block: InlineBlock) -> Block:
        text, heading = segment_text(block.text), self.heading
        if isinstance(block, Heading):
            self.heading = text
        if not has_words(text):
            return replace(block, text=text)
        said = None if block.skip else self.translate(_segment(block, text, heading))
        if said is not None:
            return replace(block, text=said)
        # A `lang` of the author is more exact than the language of the source, so it has precedence.
        return replace(block, text=text, attributes={**self.fallback, **block.attributes})

    def _html(self, block: HtmlBlock) -> str:
        # The attributes of the source language go to a `<span>` around each text, since raw HTML may hold many.
        pieces = []
        for is_text, piece in tags.runs(block.text):
            if not is_text or not has_words(piece):
                pieces.append(piece)
                continue
            text = html_text(piece)
            said = self.translate(_segment(block, text, self.heading, "html"))
            if said is None:
                marks = "".join(f' {name}="{escape(value)}"' for name, value in self.fallback.items())
                pieces.append(f"<span{marks}>{clean_html(text)}</span>" if self.fallback else clean_html(text))
            else:
                pieces.append(clean_html(said))
        return "".join(pieces)

    def _code(self, block: CodeBlock) -> CodeBlock:
        """The block with its translation, and with the blank lines and the indentation of the source around it."""
        # The indentation that all lines share is no part of the msgid, or each change of it would make the entry fuzzy.
        raw, text = block.text, block_text(block.text)
        if not re.search(r"[^\W_]", VARIABLE.sub("", text)):
            return block
        said = self.translate(replace(_segment(block, text, self.heading), kind="plain", keeps_lines=True))
        if said is None:
            return with_attributes(block, self.fallback)
        if said == text:
            return block
        lines = raw.split("\n")
        worded = [number for number, line in enumerate(lines) if line.strip(" \t")]
        first, last = worded[0], worded[-1]
        bare = textwrap.dedent(raw).split("\n")[first]
        margin = lines[first][: len(lines[first]) - len(bare)]
        return replace(block, text="\n".join([*lines[:first], textwrap.indent(said, margin), *lines[last + 1 :]]))


def _segment(block: WordedBlock, text: str, heading: str, kind: Literal["markdown", "html"] = "markdown") -> Segment:
    return Segment(text, block.line, heading, block.comment, block.context, kind)


def block_text(raw: str) -> str:
    """The msgid of a block of code: its lines without common indentation, trailing spaces and blank lines around them."""
    return "\n".join(line.rstrip() for line in textwrap.dedent(raw).strip("\n").split("\n"))


def html_text(piece: str) -> str:
    """The msgid of a text inside raw HTML: white space collapsed, without comments."""
    without = re.sub(tags.COMMENT, "", piece)
    return " ".join(without.split())


def clean_html(text: str) -> str:
    """A translation for a place inside raw HTML, with everything escaped that is not a tag."""
    # Unescaped first: whether a translator wrote `&` or `&amp;`, the page has `&amp;`.
    pieces, at = [], 0
    for found in tags.TAG.finditer(text):
        pieces += [escape(unescape(text[at : found.start()]), quote=False), found.group()]
        at = found.end()
    return "".join([*pieces, escape(unescape(text[at:]), quote=False)])
