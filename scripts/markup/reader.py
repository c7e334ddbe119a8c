"""A policy's Markdown as nodes: its blocks, with what the author says about them applied (laws 1 and 2).

Blocks are read here, inline Markdown only after the walk, in `renderer`: what stands between the two is a segment.
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
"""The class of the section with what a policy says in short."""


@dataclass(frozen=True, slots=True)
class SourceTree:
    """A policy that has been read, its directives applied, ready to be walked in any locale."""

    blocks: tuple[Block, ...]
    reader: InlineReader
    """Of their texts; it knows its references and footnotes."""
    notes: tuple[str, ...]
    """Labels of footnotes, in the order in which the source refers to them."""
    variables: tuple[tuple[int, str], ...]
    """(line, name) of every placeholder."""
    problems: tuple[Problem, ...]
    """What keeps the policy from being published, in the order of its lines; without path."""
    too_deep: Problem | None = None
    """The one of the problems that says that blocks are nested deeper than any reader of a tree could follow."""
    dropped: tuple[Dropped, ...] = ()
    """What no page shows of the author's HTML and attribute lists, words aside."""

    @property
    def is_certain(self) -> bool:
        """Whether it is known how the policy reads: it has no problem, or none but HTML that cannot be published."""
        return all(problem.rule == UNSAFE_HTML for problem in self.problems)

    comments: tuple[Comment, ...] = ()
    """Those that say nothing to us."""

    @property
    def references(self) -> Mapping[str, tuple[str, str]]:
        """Link reference definitions: normalised label to (address, title)."""
        return self.reader.references


def read_markdown(text: str, first_line: int = 1, summary: Sequence[tuple[int, str]] = ()) -> SourceTree:
    """Read a policy's Markdown, whose first line is `first_line` of its file.

    `summary` are (line, inline Markdown) of what the policy says in short; it comes right below the title.
    """
    return with_directives(read_blocks(text, beyond=True, first_line=first_line), summary)


def with_directives(blocks: Blocks, summary: Sequence[tuple[int, str]] = ()) -> SourceTree:
    """The blocks with what the author says about them applied; `summary` as in `read_markdown`."""
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
    """A policy without anything beyond GitHub, for the cross-check."""

    blocks: tuple[Block, ...]
    reader: InlineReader


def read_as_github(text: str, first_line: int = 1, reader: InlineReader | None = None) -> GithubReading:
    """The blocks of a policy without anything beyond GitHub, and what reads their texts: `reader`, where it is of the same policy."""
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
