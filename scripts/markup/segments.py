"""The one walk (law 1): visits the text of every block, in reading order.

Extraction collects and translation answers through the same callback `translate`, so the two
cannot disagree on what a segment is. With a `translate` that returns its segment's
text, nothing changes but how lines were wrapped.
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
    """Of the policy file, from 1."""

    heading: str = ""
    """Text of the heading it stands under; "" above the first heading."""

    comment: str = ""
    """What the author says to translators, from `<!-- translators: ... -->`."""

    context: str | None = None
    """The msgctxt, from `<!-- context: ... -->`."""

    kind: Literal["markdown", "html", "plain"] = "markdown"
    """`html` inside a block of raw HTML, `plain` in front matter and blocks of code: how the text is to be read."""

    keeps_lines: bool = False
    """Whether its lines are those of the page: a block of code, an entry with the flag `no-wrap`."""


Translate = Callable[[Segment], str | None]
"""A segment to its translation, or None where there is none to publish."""

_CUTS = regex(r"\\\n|\\.|`+|<|[ \t]*\n[ \t]*|[ \t]{2,}|\t")
_POINTED = regex(rf"<[A-Za-z][A-Za-z0-9+.-]{{1,31}}:[^\s<>]*>|{tags.TAG.pattern}")


def segment_text(raw: str) -> str:
    """The msgid of a block (law 3): the same however its lines are wrapped, without comments."""
    out: list[str] = []
    at = 0
    while found := _CUTS.search(raw, at):
        out.append(raw[at : found.start()])
        cut, at = found.group(), found.end()
        if cut == "\\\n":
            out.append("\n")
            at += len(raw[at:]) - len(raw[at:].lstrip(" \t"))
        elif cut[0] == "\\":
            out.append(cut)
        elif cut[0] == "`":
            closing = next((ticks for ticks in re.finditer(r"`+", raw[at:]) if ticks.group() == cut), None)
            end = at if closing is None else at + closing.end()
            out.append(cut + re.sub(r"[ \t]*\n[ \t]*", " ", raw[at:end]))
            at = end
        elif cut == "<":
            pointed = _POINTED.match(raw, found.start())
            if pointed is None:
                out.append(cut)
            elif pointed.group().startswith("<!--"):
                at = pointed.end()
                if raw[at : at + 1] in (" ", "\t", "\n", ""):
                    out = ["".join(out).rstrip(" \t")]
            else:
                out.append(re.sub(r"\s+", " ", pointed.group()))
                at = pointed.end()
        elif "\n" in cut:
            before, after = raw[found.start() - 1 : found.start()], raw[at : at + 1]
            hard = cut.partition("\n")[0].endswith("  ")
            in_address = "://" in raw[: found.start()].rpartition(" ")[2]
            joined = before and after and joins_lines(before) and joins_lines(after) and not in_address
            out.append("\n" if hard else "" if joined else " ")
        else:
            out.append(" ")
    out.append(raw[at:])
    return "".join(out).strip(" \t\n")


def has_words(text: str) -> bool:
    """Whether there is anything in it to translate: a letter or digit outside of code, tags and placeholders."""
    if text[:1].isalnum():
        return True
    if text.count("`") > 400:  # looking for pairs among so many would take too long
        return bool(re.search(r"[^\W_]", text))
    bare = re.sub(r"(?<!`)(`++).*?(?<!`)\1(?!`)", "", VARIABLE.sub("", text), flags=re.S)
    bare = re.sub(r"\]\([^()\s]*\)", "]", bare)
    if "\\" in text and re.search(r"[^\W_]", VARIABLE.sub("", text)):
        return True  # an escaped mark makes no code and no tag
    alts = re.findall(r"""\salt\s*=\s*["']([^"']*)""", bare)
    return bool(re.search(r"[^\W_]", unescape(tags.TAG.sub("", bare)) + "".join(alts)))


def walk(blocks: Iterable[Block], translate: Translate, fallback: Mapping[str, str]) -> tuple[Block, ...]:
    """The blocks with what `translate` answers in place of the text of each.

    Where it answers None the text of the source stays, and the block gets the
    attributes `fallback` (`lang` and `dir` of the source language).
    """
    return _Walk(translate, fallback).visit(blocks)


class _Walk:
    def __init__(self, translate: Translate, fallback: Mapping[str, str]) -> None:
        self.translate, self.fallback = translate, fallback
        self.heading = ""

    def visit(self, blocks: Iterable[Block]) -> tuple[Block, ...]:
        return tuple(map(self._said, blocks))

    def _said(self, block: Block) -> Block:
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
        return replace(block, text=text, attributes={**self.fallback, **block.attributes})  # the author may know better

    def _html(self, block: HtmlBlock) -> str:
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
        """The translation in the place of the lines of a block, with the blank lines and the indentation around them."""
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
    """The msgid of a block of code: its lines, without the indentation of all, and without spaces at their ends."""
    return "\n".join(line.rstrip() for line in textwrap.dedent(raw).strip("\n").split("\n"))


def html_text(piece: str) -> str:
    """The msgid of a text inside raw HTML: blanks collapsed, comments gone."""
    without = re.sub(tags.COMMENT, "", piece)
    return " ".join(without.split())


def clean_html(text: str) -> str:
    """A translation inside raw HTML, whatever is not a tag of it escaped."""
    pieces, at = [], 0
    for found in tags.TAG.finditer(text):
        pieces += [escape(unescape(text[at : found.start()]), quote=False), found.group()]
        at = found.end()
    return "".join([*pieces, escape(unescape(text[at:]), quote=False)])
