"""Tags that a right-to-left translation may have beyond its source's: `<bdi>` and `<span dir>` around foreign words.

They neither run nor hide anything. They may not turn words round either: what they hold
must have one direction, and that must be the one that they say (law 6).
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from xml.etree.ElementTree import Element

from ...markup import Piece, append_pieces, tags
from ...markup.inline_nodes import children

_ALLOWED = {"bdi": ("", "auto", "ltr", "rtl"), "span": ("ltr", "rtl")}
"""The values of `dir` that each may have; "" is none. It may have no other attribute."""
HINT = (
    'put <bdi>...</bdi> or <span dir="ltr">...</span> around the foreign words alone, without other attributes; '
    "`dir` must be the direction of those words; or the isolates U+2066 ... U+2069"
)


def without_direction_tags(ours: Sequence[Piece], theirs: Sequence[Piece]) -> tuple[Sequence[Piece], Sequence[Piece]]:
    """A source and its translation without the tags that are allowed; both as they are where the translation loses one."""
    lost = Counter(_names(ours)) - Counter(_names(theirs))
    return (ours, theirs) if lost else (_unwrapped(ours), _unwrapped(theirs))


def has_double_attributes(pieces: Iterable[Piece]) -> bool:
    """Whether a tag has an attribute twice: browsers and our reader may take different ones."""
    raws = (tag.get("raw", "") for piece in pieces if isinstance(piece, Element) for tag in piece.iter("tag"))
    names = ([name.lower() for name, _ in tags.tag(raw).attributes] for raw in raws)
    return any(len(each) != len(set(each)) for each in names)


def is_about_direction(tag: str) -> bool:
    """Whether a tag, as the shape of a text names it, is one of these in any form: `<span dir="rtl">`."""
    return tag.startswith(("<bdi", "<bdo")) or (tag.startswith("<span") and " dir=" in tag)


def _names(pieces: Iterable[Piece]) -> Iterator[tuple[str, str]]:
    for piece in pieces:
        if isinstance(piece, Element):
            yield from ((part.tag, part.get("dir", "")) for part in piece.iter() if _is_allowed(part))


def _unwrapped(pieces: Iterable[Piece]) -> list[Piece]:
    found: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, str):
            found.append(piece)
        elif _is_allowed(piece):
            found += _unwrapped(children(piece))
        else:
            copy = Element(piece.tag, dict(piece.attrib))
            append_pieces(copy, _unwrapped(children(piece)))
            found.append(copy)
    return found


def _is_allowed(element: Element) -> bool:
    if element.get("_html") is None or set(element.attrib) - {"_html", "dir"}:
        return False
    direction = element.get("dir", "")
    if direction not in _ALLOWED.get(element.tag, ()) or ("dir" in element.attrib and not direction):
        return False
    words = "".join(element.itertext())
    if not words.strip() and element.find(".//var") is None:
        return False
    found = {_DIRECTIONS[kind] for kind in map(unicodedata.bidirectional, words) if kind in _DIRECTIONS}
    natural = found or {"ltr"}  # numbers and signs alone: from right to left they would change places
    return len(natural) == 1 and direction in ("", "auto", *natural)


_DIRECTIONS = {"L": "ltr", "R": "rtl", "AL": "rtl"}
