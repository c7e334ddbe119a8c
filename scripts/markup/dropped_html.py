"""HTML of a policy that no page shows: it is dropped and its words are kept, or it is refused because it is unsafe.

It is taken out of the blocks of the source before the walk (law 1), so no translator sees it. In a translation it is
refused, as HTML that the source does not have (law 6).
"""

import re
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from ..patterns import regex
from ..problem import Problem
from . import tags
from .block_nodes import Block, HtmlBlock, InlineBlock, Paragraph, WordedBlock, finished, markdown_problem, rewritten
from .comments import LONGEST_HTML
from .inline_reader import InlineReader
from .page_html import (
    DROPPED_TAGS,
    PAGE_TAGS,
    SCHEMES,
    cause_against_attribute,
    cause_against_tag,
    forbidden_scheme,
    is_shown,
)

UNSAFE_HTML = "unsafe-html"
"""The rule for HTML that could run code, load something or hide words."""
_SAME = {"strike": "s", "menu": "ul", "dir": "ul"}
"""Obsolete tags that are replaced and not dropped, because their meaning matters: struck out words are not in force."""
_LOOKS = frozenset("b big em font i mark small span strong tt u".split())
"""Tags that change the look of words, but not their meaning."""
_BOXES = ("p", "div")
"""Tags for blocks that some authors write inside a heading, a cell or a paragraph."""
_ADDRESSES = ("href", "src")
_NO_HOST = regex(r"https?://[^/?#]*%(?:2[035f]|3[acef]|40|5[b-e]|7c)", re.I)
"""A host with a character that no host can have (URL Standard, "forbidden host code point"), such as `>` in `https://example.com>`."""
WORD_TAG = regex(
    r"<(?:(?:[ovw]|st\d):[A-Za-z][\w-]*(?:\s[^<>]*)?/?|[A-Za-z][\w-]*:[A-Za-z][\w-]*\s[^<>]*|/[A-Za-z][\w-]*:[A-Za-z][\w-]*\s*)>"
    r"|<!\[(?:if|endif)\b[^<>]*\]>"
)
"""A tag with a colon or a conditional tag of Word: for CommonMark it is text, and browsers show only the words inside."""
_WORD_TAG_OR_COMMENT = regex(rf"{tags.COMMENT}|(?P<tag>{WORD_TAG.pattern})")
_REMEDY = "delete the tag; its words may stay, and you can link to what it would show: [words](https://...)"


DroppedKind = Literal["tag", "attribute", "listed", "markdown", "translate"]
_KINDS: Mapping[str, DroppedKind] = {"translate": "translate", "markdown": "markdown"}
"""Attributes that are meant for other tools; hints explain them."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A tag or an attribute of a policy that no page shows; its words are kept."""

    line: int
    what: str
    """For messages: `<font>`, `'style' of <p>`."""
    kind: DroppedKind
    """`listed`: of an attribute list. `translate`: the attribute of HTML that other tools ask before they translate."""


def without_hidden_html(
    blocks: Iterable[Block], reader: InlineReader
) -> Generator[Problem | Dropped, None, tuple[Block, ...]]:
    """The blocks without the HTML that no page shows."""

    def shown(block: Block) -> Generator[Problem | Dropped, None, Block | None]:
        if not isinstance(block, WordedBlock) or "<" not in block.text or len(block.text) > LONGEST_HTML:
            return block  # `Inspection` refuses it because of its length
        text, line = block.text, block.line
        if isinstance(block, HtmlBlock):
            text = yield from _without_word_tags(text, line)
            tags_there = [found.span() for found in tags.TAG.finditer(text)]
            text = yield from _cleaned(text, line, tags_there, _in_block)
            text = yield from _without_strays(_without_needless_ends(text), line)
            return replace(block, text=text) if text.strip() else None
        if isinstance(block, InlineBlock):
            text = yield from _cleaned(text, line, reader.wrapped(text).tag_places, _in_words)
            return replace(block, text=text)
        return block

    return (yield from rewritten(blocks, shown))


def without_dropped(text: str) -> str:
    """A single text without the HTML that no page shows; it is cleaned as a paragraph is."""
    _, blocks = finished(without_hidden_html([Paragraph(line=0, text=text)], InlineReader()))
    return "".join(block.text for block in blocks if isinstance(block, Paragraph))


_Cleaning = Generator[Problem | Dropped, None, str]
"""Yields what was found, and returns the text that is left."""


def foreign_address(address: str, line: int) -> Iterator[Problem]:
    """The problem of an address to which pages do not link, or that no browser can open."""
    if scheme := forbidden_scheme(address):
        allowed = ", ".join(f"{name}:" for name in SCHEMES)
        message = f"the address {address[:80]!r} begins with '{scheme}:', which is not allowed"
        hint = f"write an address that begins with one of {allowed}, or put it in backticks to show it as text"
        yield unpublishable(line, message, hint)
    elif _NO_HOST.match(address):
        message = f"the address {address[:80]!r} has a character in its host that is not allowed in hosts"
        yield markdown_problem(line, message, "write the address as <https://...>, or with a space behind it")


def unpublishable(line: int, message: str, hint: str) -> Problem:
    """A problem of the rule `unsafe-html`: HTML that could run code, load something or hide words."""
    return Problem(message, UNSAFE_HTML, line=line, hint=hint)


_Replacement = Callable[[tags.Tag, str, str], str]
"""From a dropped tag, the text before it and the text behind it to what replaces the tag."""


def _cleaned(text: str, line: int, places: Iterable[tuple[int, int]], replace: _Replacement) -> _Cleaning:
    out, at = "", 0
    for start, end in places:
        out += text[at:start]
        raw, at = text[start:end], end
        here = line + text.count("\n", 0, start)
        this = tags.tag(raw)
        name = _SAME.get(this.name, this.name)
        if this.kind in ("comment", "other"):
            out += raw
        elif cause := cause_against_tag(name):
            if this.kind != "close":
                yield unpublishable(here, f"<{name}> cannot be published: {cause}", _REMEDY)
            out += raw if replace is _in_block else ""
        elif name not in PAGE_TAGS | DROPPED_TAGS:
            if this.kind != "close":
                hint = f"write \\{raw} to show it as text, or delete it"
                yield markdown_problem(here, f"{raw} is not an HTML tag, so GitHub would not show it", hint)
        elif name not in PAGE_TAGS:
            if this.kind != "close":
                yield Dropped(here, f"<{name}>", "tag")
            out += replace(this, out, text[end:])
        elif replace is _in_words and name in _BOXES:
            if this.kind != "close":
                yield Dropped(here, f"<{name}> inside a text", "tag")
            gap = replace(this, out, text[end:])
            kept = yield from _with_shown_attributes(raw, name, here)
            kept = re.sub(this.name, "span", kept, count=1, flags=re.I)
            out += f"{kept}{gap}" if this.kind == "close" else f"{gap}{kept}"
        else:
            if name != this.name:
                raw = re.sub(this.name, name, raw, count=1, flags=re.I)
            kept = yield from _with_shown_attributes(raw, name, here)
            out += _closed_anchor(kept, this)
    return out + text[at:]


def _without_word_tags(text: str, line: int) -> _Cleaning:
    for found in _WORD_TAG_OR_COMMENT.finditer(text):
        if (raw := found.group("tag")) and not raw.startswith("</"):
            yield Dropped(line + text.count("\n", 0, found.start()), re.split(r"[\s/>]", raw)[0] + ">", "tag")
    return _WORD_TAG_OR_COMMENT.sub(lambda found: "" if found.group("tag") else found.group(), text)


def _in_block(this: tags.Tag, before: str, after: str) -> str:
    """A `<div>` for a tag that begins a block, so that its words stay a block of their own."""
    if not tags.is_block(this.name) or this.kind == "void":
        return ""
    return "</div>" if this.kind == "close" else "<div>"


def _in_words(this: tags.Tag, before: str, after: str) -> str:
    """A space for a tag that begins a block, if nothing else separates the words before and behind it."""
    is_apart = not before or not after or before[-1].isspace() or after[0].isspace()
    return "" if is_apart or not tags.is_block(this.name) else " "


def _with_shown_attributes(raw: str, name: str, line: int) -> _Cleaning:
    out, at = "", 0
    seen: set[str] = set()
    for start, end, key, value in tags.attribute_places(raw):
        cause = cause_against_attribute(key)
        if cause:
            yield unpublishable(line, f"'{key}' of <{name}> cannot be published: {cause}", "delete it")
        elif key in seen or not is_shown(name, key):
            which = f"the second '{key}'" if key in seen else f"'{key}'"
            yield Dropped(line, f"{which} of <{name}>", _KINDS.get(key, "attribute"))
        else:
            seen.add(key)
            if key in _ADDRESSES:
                yield from foreign_address(value, line)
            continue
        out, at = out + raw[at:start], end
    return out + raw[at:]


def _closed_anchor(raw: str, this: tags.Tag) -> str:
    """`<a name="x"/>` as an empty anchor. Browsers ignore the slash and make everything behind it part of the link."""
    names = {key for key, _ in this.attributes}
    is_anchor = this.name == "a" and raw.endswith("/>") and names & {"id", "name"} and "href" not in names
    return f"{raw[:-2].rstrip()}></a>" if is_anchor else raw


def _without_needless_ends(text: str) -> str:
    """A block of HTML without each `</p>` whose paragraph has already been ended by another block."""
    # HTML Living Standard, "Optional tags" and "in body": a block ends an open paragraph, and browsers make a new, empty
    # paragraph of a `</p>` without one.
    out, at, is_open = "", 0, False
    for found in tags.TAG.finditer(text):
        this = tags.tag(found.group())
        if this.name == "p" and this.kind == "close" and not is_open:
            out, at = out + text[at : found.start()], found.end()
        elif (this.kind != "close" and tags.is_block(this.name)) or this.name == "p":
            is_open = this.name == "p" and this.kind == "open"
    return out + text[at:]


def _without_strays(text: str, line: int) -> _Cleaning:
    """A block of HTML without inline tags that have no partner in it, such as `<small>` in a line above whole blocks."""
    open_tags: list[tuple[int, int, tags.Tag]] = []
    strays: list[tuple[int, int, tags.Tag]] = []
    at = 0
    for is_text, piece in tags.runs(text):
        for found in [] if is_text else tags.TAG.finditer(piece):
            this = tags.tag(found.group())
            place = (at + found.start(), at + found.end(), this)
            if this.name not in tags.INLINE or this.kind not in ("open", "close"):
                continue
            if this.kind == "open":
                open_tags.append(place)
            elif open_tags and open_tags[-1][2].name == this.name:
                open_tags.pop()
            else:
                strays.append(place)
        at += len(piece)
    out, at = "", 0
    for start, end, this in sorted([*open_tags, *strays], key=lambda place: place[0]):
        here, raw = line + text.count("\n", 0, start), text[start:end]
        if this.kind == "open" and this.name in _LOOKS and not this.attributes:
            yield Dropped(here, f"{raw} around blocks", "tag")
        elif this.kind == "open":  # a closing tag alone is ignored by browsers
            yield markdown_problem(
                here, f"{raw} has no partner in its block", "put both tags around the words of each paragraph"
            )
        out, at = out + text[at:start], end
    return out + text[at:]
