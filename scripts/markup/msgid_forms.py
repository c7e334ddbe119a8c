"""The form in which two spellings of one segment are equal.

Other tools, and other versions of this one, write the msgid of a segment in
other ways: with line ends of the source in it, with the marks of its block,
with other escapes, `_` for `*`, an address in place of a label. What a reader
sees and where links lead is the same; so is their normal form.
"""

import re
from collections.abc import Iterable, Iterator
from html import escape

from ..patterns import regex
from .inline_reader import InlineReader
from .nodes import Break, Code, Emphasis, FootnoteReference, Image, Inline, Link, Placeholder, RawTag
from .segments import segment_text

_BLOCK = regex(r"\A(?:[ \t]*(?:>|[-*+]|\d{1,9}[.)])(?=[ \t])|[ \t]*#{1,6}(?=[ \t]))[ \t]*")
_CLOSING = regex(r"[ \t]+#+[ \t]*\Z")
_HEADING = regex(r"\A[ \t]*#{1,6}[ \t]")
_LIST = regex(r"(?:^|[ \t\n]+)\{(?!\{)(?::[^{}\n]*|#[^{}\n]*)\}[ \t\n]*\Z")


def without_block_marks(text: str) -> str:
    """A text without the marks of the block around it: heading, quote, list item, attribute list."""
    while mark := _BLOCK.match(text):
        if _HEADING.match(text):
            text = _CLOSING.sub("", text)
        text = text[mark.end() :]
    return _LIST.sub("", text)


def normal(text: str, reader: InlineReader | None = None) -> str:
    """The normal form of a segment's text or of its translation, read by `reader`."""
    read = (reader or InlineReader()).segment(segment_text(without_block_marks(text)))
    return " ".join("".join(_spelled(read.nodes)).split())


def respelled(text: str, before: str, after: str) -> str:
    """The translation `text` of a segment spelled `before`, for the same segment spelled `after`."""
    if without_block_marks(before) != before and without_block_marks(after) == after:
        text = without_block_marks(text)
    if ("\n" in before and "\n" not in after) or re.search(r"(?:  |\\)\n", text):
        return segment_text(text)
    return text


def _spelled(nodes: Iterable[Inline]) -> Iterator[str]:
    for node in nodes:
        match node:
            case str():
                yield escape(node, quote=False)
            case Break():
                yield " "
            case Placeholder():
                yield f"{{{{ {node.name} }}}}"
            case RawTag():
                yield "" if node.raw.startswith("<!") else re.sub(r"\s+", " ", node.raw)
            case Code():
                yield f"<code>{' '.join(node.text.split())}</code>"
            case FootnoteReference():
                yield f"<sup {node.label!r}/>"
            case Image():
                yield f"<img {node.src!r} {node.alt!r} {node.title!r}/>"
            case Link():
                yield from (f"<a {node.href!r} {node.title!r}>", *_spelled(node.children), "</a>")
            case Emphasis():
                yield from (f"<{node.kind}>", *_spelled(node.children), f"</{node.kind}>")
