"""HTML as the serializer of our pages writes it, in pieces: a tag, and the text behind it.

`html.parser` reads all that is HTML and takes four times as long; what is written in any other way is left to it.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape

from ...markup import PAGE_TAGS
from ...patterns import regex

_OPENING = regex(r'([a-z][a-z0-9]*)((?: [a-z][a-z-]*(?:="[^"]*")?)*)')
_ATTRIBUTE = regex(r' ([a-z-]+)(?:="([^"]*)")?')
_REFERENCE = regex("&(?:amp|lt|gt|quot);")


@dataclass(frozen=True, slots=True)
class OpeningTag:
    """A tag that opens."""

    name: str
    facts: dict[str, str]
    """Its attributes, "" for the value of one without."""
    as_written: tuple[str, tuple[tuple[str, str], ...]] = field(init=False)
    """Name and attributes in the order of their names."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "as_written", (self.name, tuple(sorted(self.facts.items()))))


def plain_pieces(html: str) -> list[tuple[OpeningTag | str, str]] | None:
    """Each tag with the text up to the next one; one that closes is its name, and "" is before the first.

    None where anything is not written as our serializer does: a comment, a tag that no page may hold, upper case, a line
    break within a tag, a value without quotation marks, a `<` that begins no tag.
    """
    before, *rest = html.split("<")
    pieces: list[tuple[OpeningTag | str, str]] = [("", _read(before))]
    for piece in rest:
        written, is_whole, text = piece.partition(">")
        tag = _tag(written) if is_whole else None
        if tag is None:
            return None
        pieces.append((tag, _read(text)))
    return pieces


def _read(text: str) -> str:
    return unescape(text) if "&" in text else text


@lru_cache(maxsize=1024)
def _tag(written: str) -> OpeningTag | str | None:
    """A tag of what is written between its angles, the name alone of one that closes; None where it is not plain."""
    if written[:1] == "/":
        return written[1:] if written[1:] in PAGE_TAGS else None
    found = _OPENING.fullmatch(written)
    if found is None or found.group(1) not in PAGE_TAGS or "&" in _REFERENCE.sub("", found.group(2)):
        return None  # what other references mean in an attribute differs from one version of Python to the next
    return OpeningTag(found.group(1), {name: unescape(value) for name, value in _ATTRIBUTE.findall(found.group(2))})
