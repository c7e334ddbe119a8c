"""The Markdown of a policy as block nodes, with its directives applied (laws 1 and 2).

Blocks are read here. Inline Markdown becomes part of a page only after the walk, in `renderer`, because a segment is the
text of a block before its inline Markdown is read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..problem import Problem
from . import directives
from .block_nodes import Block, Blocks, Item, ListBlock, Paragraph, SummarySection
from .block_parser import read_blocks
from .comments import Comment
from .dropped_html import UNSAFE_HTML, Dropped
from .inline_reader import InlineReader
from .segments import Segment, walk

SUMMARY = "summary"
"""The class of the section with the summary of a policy."""


@dataclass(frozen=True, slots=True)
class SourceTree:
    """A policy that has been read, its directives applied, ready to be walked in any locale."""

    blocks: tuple[Block, ...]
    reader: InlineReader
    """Reads their texts; it knows the references and footnotes of the policy."""
    notes: tuple[str, ...]
    """Labels of footnotes, in the order of their first references in the source."""
    variables: tuple[tuple[int, str], ...]
    """(line, name) of every placeholder."""
    problems: tuple[Problem, ...]
    """Because of these the policy is not published; in the order of lines, without path."""
    too_deep: Problem | None = None
    """The one of the problems that reports blocks nested too deep for code that walks the tree by recursion."""
    dropped: tuple[Dropped, ...] = ()
    """HTML and attributes of the author that no page shows; their words are kept."""

    @property
    def is_certain(self) -> bool:
        """Whether the text was read without doubt: it has no problems, except HTML that cannot be published."""
        return all(problem.rule == UNSAFE_HTML for problem in self.problems)

    comments: tuple[Comment, ...] = ()
    """Comments that are no directives."""

    @property
    def references(self) -> Mapping[str, tuple[str, str]]:
        """Link reference definitions: normalised label to (address, title)."""
        return self.reader.references


def read_markdown(text: str, first_line: int = 1, summary: Sequence[tuple[int, str]] = ()) -> SourceTree:
    """Read the Markdown of a policy, whose first line has the number `first_line` in its file.

    `summary` are the items of its summary as (line, inline Markdown); the summary comes directly below the title.
    """
    return with_directives(read_blocks(text, beyond=True, first_line=first_line), summary)


def with_directives(blocks: Blocks, summary: Sequence[tuple[int, str]] = ()) -> SourceTree:
    """The blocks with their directives applied; `summary` as in `read_markdown`."""
    reader = InlineReader(blocks.references, blocks.labels())
    found = directives.apply(blocks.blocks, reader, _summary(summary))
    problems = sorted([*blocks.problems, *found.problems], key=lambda problem: problem.line)
    return SourceTree(
        found.blocks,
        reader,
        found.notes,
        found.variables,
        tuple(problems),
        blocks.too_deep,
        found.dropped,
        found.comments,
    )


def _summary(lines: Sequence[tuple[int, str]]) -> tuple[Block, ...]:
    comment = "summary of the page, shown above the text"
    items = tuple(
        Item(line=line, children=(Paragraph(line=line, text=text, is_tight=True, comment=comment),))
        for line, text in lines
    )
    if not items:
        return ()
    first = items[0].line
    attributes = {"class": SUMMARY, "aria-labelledby": "page-summary"}
    return (SummarySection(line=first, attributes=attributes, children=(ListBlock(line=first, children=items),)),)


@dataclass(frozen=True, slots=True)
class GithubReading:
    """A policy read only as GitHub does, for the cross-check."""

    blocks: tuple[Block, ...]
    reader: InlineReader


def read_as_github(text: str, first_line: int = 1, reader: InlineReader | None = None) -> GithubReading:
    """The blocks of a policy, read only as GitHub does, and a reader for their texts.

    The reader is `reader`, if it has the same references and footnotes: then no text is read twice.
    """
    found = read_blocks(text, beyond=False, first_line=first_line)
    own = InlineReader(found.references, found.labels())
    same = reader is not None and (reader.references, reader.footnotes) == (own.references, own.footnotes)
    return GithubReading(found.blocks, reader if reader is not None and same else own)


def segments(source: SourceTree) -> list[Segment]:
    """Every segment of a policy, in reading order."""
    seen: list[Segment] = []

    def collect(segment: Segment) -> str:
        seen.append(segment)
        return segment.text

    walk(source.blocks, collect, {})
    return seen
