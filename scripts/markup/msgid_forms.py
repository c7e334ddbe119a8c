"""The form in which two spellings of one segment are equal.

Other tools, and other versions of this one, write the msgid of a segment in
other ways: with line ends of the source in it, with the marks of its block,
with other escapes, `_` for `*`, an address in place of a label. What a reader
sees and where links lead is the same; so is their normal form.
"""

import re
from collections.abc import Iterable, Mapping
from html import escape
from xml.etree.ElementTree import Element

from . import inline_parser
from .inline_nodes import Piece, children
from .segments import segment_text

_BLOCK = re.compile(r"\A(?:[ \t]*(?:>|[-*+]|\d{1,9}[.)])(?=[ \t])|[ \t]*#{1,6}(?=[ \t]))[ \t]*")
_CLOSING = re.compile(r"[ \t]+#+[ \t]*\Z")
_HEADING = re.compile(r"\A[ \t]*#{1,6}[ \t]")
_LIST = re.compile(r"(?:^|[ \t\n]+)\{(?!\{)(?::[^{}\n]*|#[^{}\n]*)\}[ \t\n]*\Z")


def without_block_marks(text: str) -> str:
    """A text without the marks of the block around it: heading, quote, list item, attribute list."""
    while mark := _BLOCK.match(text):
        if _HEADING.match(text):
            text = _CLOSING.sub("", text)
        text = text[mark.end() :]
    return _LIST.sub("", text)


def normal(text: str, references: Mapping[str, tuple[str, str]] | None = None) -> str:
    """The normal form of a segment's text or of its translation; `references` are those of its policy."""
    pieces = inline_parser.parse(segment_text(without_block_marks(text)), references or {}, (), hard=True)
    return " ".join("".join(_spelled(pieces)).split())


def respelled(text: str, before: str, after: str) -> str:
    """The translation `text` of a segment spelled `before`, for the same segment spelled `after`."""
    if without_block_marks(before) != before and without_block_marks(after) == after:
        text = without_block_marks(text)
    if ("\n" in before and "\n" not in after) or re.search(r"(?:  |\\)\n", text):
        return segment_text(text)
    return text


def _spelled(pieces: Iterable[Piece]) -> Iterable[str]:
    for piece in pieces:
        if isinstance(piece, str):
            yield escape(piece, quote=False)
            continue
        inner = "".join(_spelled(children(piece)))
        match piece.tag:
            case "br":
                yield " "
            case "var":
                yield f"{{{{ {piece.get('name')} }}}}"
            case "tag":
                raw = piece.get("raw", "")
                yield "" if raw.startswith("<!") else re.sub(r"\s+", " ", raw)
            case "code":
                yield f"<code>{' '.join((piece.text or '').split())}</code>"
            case _:
                yield f"<{piece.tag}{_facts(piece)}>{inner}</{piece.tag}>"


def _facts(element: Element) -> str:
    return "".join(f" {name}={value!r}" for name, value in sorted(element.attrib.items()) if name[0] != "_")
