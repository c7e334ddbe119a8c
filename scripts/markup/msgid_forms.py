"""The normal form of a segment: two spellings of the same segment have the same one.

Other tools, and older versions of this one, spell the msgid of a segment
differently: with the line breaks of the source, with the markers of its block
(`#`, `-`, `>`), with other escapes, with `_` for `*`, or with an address for a
reference. What a person sees and where links lead is the same, and only that is
in the normal form.
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
    """A text without the markers of the block around it: heading, quote, list item, attribute list."""
    # More than one, as in `> 1. ## text`. A closing sequence of `#` belongs to a heading only (CommonMark, "ATX headings").
    while mark := _BLOCK.match(text):
        if _HEADING.match(text):
            text = _CLOSING.sub("", text)
        text = text[mark.end() :]
    return _LIST.sub("", text)


def normal(text: str, reader: InlineReader | None = None) -> str:
    """The normal form of the text of a segment or of its translation. `reader` resolves its references."""
    read = (reader or InlineReader()).segment(segment_text(without_block_marks(text)))
    return " ".join("".join(_spelled(read.nodes)).split())


def respelled(text: str, before: str, after: str) -> str:
    """The translation `text`, which belongs to a segment spelled `before`, in the spelling of `after`."""
    # Only what the source lost is taken from the translation: block markers that are in `before` but not in `after`, and
    # line breaks. A `-` in a translation whose source never had one may be meant as text.
    if without_block_marks(before) != before and without_block_marks(after) == after:
        text = without_block_marks(text)
    if ("\n" in before and "\n" not in after) or re.search(r"(?:  |\\)\n", text):
        return segment_text(text)
    return text


def _spelled(nodes: Iterable[Inline]) -> Iterator[str]:
    # HTML-like, because text is escaped in it: the tag `<b>` and the text `\<b>` must not become equal. It is never shown.
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
