"""What a policy is made of, once it is read: blocks, with the text of each still in Markdown.

Blocks never change; who says something else of a policy makes other blocks (`rewritten`, `dataclasses.replace`).
A class that adds no field inherits all that a dataclass has: making another one of each takes long.
"""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TypeVar

from ..problem import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Anything that stands in lines of its own."""

    line: int
    """Of the file, from 1, in which it begins."""
    attributes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """What the page has of it: id, class, lang and dir."""
    skip: bool = False
    """Whether its author leaves it untranslated (`<!-- skip -->`)."""

    @property
    def tag(self) -> str:
        """Its name in HTML; `tight`, `html` and `footnote` are ours."""
        return _TAGS[type(self)]

    def get(self, name: str, default: str = "") -> str:
        """The value of an attribute."""
        return self.attributes.get(name, default)


@dataclass(frozen=True, slots=True, kw_only=True)
class WordedBlock(Block):
    """A block with words of its own."""

    text: str
    """As it is written, lines and all."""
    comment: str = ""
    """What the author says to translators, from `<!-- translators: ... -->`."""
    context: str | None = None
    """The msgctxt, from `<!-- context: ... -->`."""


class InlineBlock(WordedBlock):
    """A block whose text is inline Markdown."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph(InlineBlock):
    """A paragraph."""

    is_tight: bool = False
    """Whether it stands in a list without blank lines, with no `<p>` around it on the page."""

    @property
    def tag(self) -> str:
        return "tight" if self.is_tight else "p"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading(InlineBlock):
    """A heading."""

    level: int
    """From 1 to 6."""

    @property
    def tag(self) -> str:
        return f"h{self.level}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell(InlineBlock):
    """A cell of a table."""

    alignment: str = ""
    """`left`, `center`, `right`, or nothing."""
    is_head: bool = False

    @property
    def tag(self) -> str:
        return "th" if self.is_head else "td"


class Term(InlineBlock):
    """What a definition list defines."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeBlock(WordedBlock):
    """A block of code, or of a text whose lines are meant."""

    info: str = ""
    """The language behind its fence, and what else stands there."""
    is_indented: bool = False
    """Whether four spaces make it code, and no fence."""

    @property
    def is_text(self) -> bool:
        """Whether it holds a text, such as an address, rather than code: whoever means code names its language."""
        return not self.info


class HtmlBlock(WordedBlock):
    """A block of raw HTML."""

    __slots__ = ()


class ThematicBreak(Block):
    """A line across the page."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Container(Block):
    """A block that holds others."""

    children: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListBlock(Container):
    """A list; it holds items."""

    start: int | None = None
    """The number of the first item; None where they have no numbers."""

    @property
    def tag(self) -> str:
        return "ul" if self.start is None else "ol"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(Container):
    """An item of a list."""

    task: str = ""
    """`done`, `not done`, or nothing where it is no task."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote(Container):
    """A quote, or an alert."""

    alert: str = ""
    """`note`, `tip`, `important`, `warning`, `caution`, or nothing where it is a quote."""

    @property
    def tag(self) -> str:
        return "div" if self.alert else "blockquote"


class TableBlock(Container):
    """A table; it holds rows, first its head."""

    __slots__ = ()


class Row(Container):
    """A row of a table; it holds cells."""

    __slots__ = ()


class DefinitionList(Container):
    """Terms, each before its definitions."""

    __slots__ = ()


class Definition(Container):
    """The definition of the terms before it."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FootnoteText(Container):
    """The text of a footnote, where it stands in the policy."""

    label: str
    """Normalised."""


class SummarySection(Container):
    """What a policy says in short."""

    __slots__ = ()


_TAGS: Mapping[type[Block], str] = {
    Term: "dt",
    CodeBlock: "pre",
    HtmlBlock: "html",
    ThematicBreak: "hr",
    Item: "li",
    TableBlock: "table",
    Row: "tr",
    DefinitionList: "dl",
    Definition: "dd",
    FootnoteText: "footnote",
    SummarySection: "section",
}


_Block = TypeVar("_Block", bound=Block)


def with_attributes(block: _Block, attributes: Mapping[str, str]) -> _Block:
    """The block with these attributes beside its own."""
    return replace(block, attributes={**block.attributes, **attributes})


def walk_blocks(blocks: Iterable[Block]) -> Iterator[Block]:
    """All blocks, each before those that it holds, in reading order."""
    for block in blocks:
        yield block
        if isinstance(block, Container):
            yield from walk_blocks(block.children)


_Found = TypeVar("_Found")


def rewritten(
    blocks: Iterable[Block], change: Callable[[Block], Generator[_Found, None, Block | None]]
) -> Generator[_Found, None, tuple[Block, ...]]:
    """Every block as `change` makes it, each before those that it holds; None takes it away. Yields what is found on the way."""
    made: list[Block] = []
    for block in blocks:
        new = yield from change(block)
        if isinstance(new, Container) and new.children:
            new = replace(new, children=(yield from rewritten(new.children, change)))
        if new is not None:
            made.append(new)
    return tuple(made)


_Result = TypeVar("_Result")


def finished(work: Generator[_Found, None, _Result]) -> tuple[list[_Found], _Result]:
    """What a generator yields, and what it returns."""
    found: list[_Found] = []

    while True:
        try:
            found.append(next(work))
        except StopIteration as end:
            return found, end.value


@dataclass(frozen=True, slots=True)
class Blocks:
    """A text of which the blocks are read."""

    blocks: tuple[Block, ...]
    references: Mapping[str, tuple[str, str]]
    """Link reference definitions: normalised label to (address, title), as written."""

    problems: tuple[Problem, ...]
    too_deep: Problem | None = None
    """The one of the problems that says that blocks are nested deeper than any reader of a tree could follow."""

    def labels(self) -> frozenset[str]:
        """Labels of the footnotes that have a text."""
        return frozenset(block.label for block in self.blocks if isinstance(block, FootnoteText))


def flaw(line: int, message: str, hint: str) -> Problem:
    """A problem of a policy's Markdown: something that GitHub would swallow or that no reader could follow."""
    return Problem(message, "markdown", line=line, hint=hint)
