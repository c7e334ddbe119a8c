"""Parts of a document: its segments, each with its place among the blocks and what does not translate in it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..markup import InlineReader, Segment, SourceTree
from ..markup.block_nodes import Block, CodeBlock, Container, Paragraph, Quote, WordedBlock
from ..markup.segments import walk
from ..patterns import regex
from .features import Features, features_of

_MARK = "\ue000{}\ue001"
_MARKED = regex("\ue000(\\d+)\ue001")
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

    return [
        _part(seen_segments[int(number)], block, above, source)
        for block, above in _descend(walk(source.blocks, listen, {}), ())
        for number in _MARKED.findall(block.text if isinstance(block, WordedBlock) else "")
    ]


def front(segments: Sequence[Segment], kinds: list[str]) -> list[Part]:
    """The segments of front matter, as parts of the given kinds."""
    return [
        Part(segment, kind, (), features_of(segment, InlineReader()))
        for segment, kind in zip(segments, kinds, strict=True)
    ]


def _descend(blocks: Iterable[Block], above: tuple[Container, ...]) -> Iterator[tuple[Block, tuple[Container, ...]]]:
    for block in blocks:
        yield block, above
        if isinstance(block, Container):
            yield from _descend(block.children, (*above, block))


def _part(segment: Segment, block: Block, above: tuple[Container, ...], source: SourceTree) -> Part:
    holders = tuple(
        "alert" if isinstance(holder, Quote) and holder.alert else holder.tag
        for holder in above
        if holder.tag in _HOLDERS or isinstance(holder, Quote)
    )
    kind = "code" if isinstance(block, CodeBlock) else block.tag
    if isinstance(block, Paragraph):
        is_first = bool(above) and above[-1].children[0] is block
        kind = {"li": "item", "dd": "dd"}.get(above[-1].tag, "p") if is_first else "p"
    return Part(segment, kind, holders, features_of(segment, source.reader), block.get("id"))
