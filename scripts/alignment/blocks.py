"""Parts of a document: its segments, each with its place among the blocks and what does not translate in it."""

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ..markup import InlineReader, Segment, SourceTree
from ..markup.segments import walk
from .features import Features, features_of

_MARK = "\ue000{}\ue001"
_MARKED = re.compile("\ue000(\\d+)\ue001")
_HOLDERS = {"ul", "ol", "blockquote", "dl", "table", "footnote"}


@dataclass(frozen=True, slots=True)
class Part:
    """A segment in its place."""

    segment: Segment
    kind: str
    """`h1` to `h6`, `p`, `item` (what an item begins with), `th`, `td`, `dt`, `dd`, `code`, `html`, `title`, `description`."""
    holders: tuple[str, ...]
    """The blocks around it, from outside: `ul`, `ol`, `blockquote`, `alert`, `dl`, `table`, `footnote`."""
    facts: Features
    name: str = ""
    """The id of a heading, where its author gave one."""

    @property
    def shape(self) -> tuple[str, tuple[str, ...]]:
        """What must be equal in documents of equal structure."""
        return self.kind, self.holders

    @property
    def is_heading(self) -> bool:
        return self.kind[0] == "h" and self.kind[1:].isdigit()


def document_parts(source: SourceTree) -> list[Part]:
    """Every segment of a document in reading order, by the one walk (law 1)."""
    seen_segments: list[Segment] = []

    def listen(segment: Segment) -> str:
        seen_segments.append(segment)
        return _MARK.format(len(seen_segments) - 1)

    root = deepcopy(source.root)
    walk(root, listen, {})
    return [
        _part(seen_segments[int(number)], element, above, source)
        for element, above in _descend(root, ())
        for number in _MARKED.findall(element.text or "")
    ]


def front(segments: Sequence[Segment], kinds: list[str]) -> list[Part]:
    """The segments of front matter, as parts of the given kinds."""
    return [
        Part(segment, kind, (), features_of(segment, InlineReader()))
        for segment, kind in zip(segments, kinds, strict=True)
    ]


def _descend(element: Element, above: tuple[Element, ...]) -> Iterator[tuple[Element, tuple[Element, ...]]]:
    yield element, above
    for child in element:
        yield from _descend(child, (*above, element))


def _part(segment: Segment, element: Element, above: tuple[Element, ...], source: SourceTree) -> Part:
    holders = tuple(
        "alert" if holder.get("_alert") is not None else holder.tag
        for holder in above
        if holder.tag in _HOLDERS or holder.get("_alert") is not None
    )
    parent, kind = above[-1], element.tag
    if kind in ("p", "tight"):
        kind = {"li": "item", "dd": "dd"}.get(parent.tag, "p") if parent[0] is element else "p"
    return Part(segment, kind, holders, features_of(segment, source.reader), element.get("id", ""))
