"""The block nodes of a policy that has been read; the text of each is still Markdown.

Blocks are immutable: each step makes new blocks from the old ones (`rewritten`, `dataclasses.replace`).
A class without a field of its own is no dataclass itself but inherits from one, because creating a dataclass takes long.
"""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TypeVar

from ..problem import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Anything that has lines of its own."""

    line: int
    """The line of the file in which it begins, from 1."""
    attributes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """The attributes that it has on the page: id, class, lang and dir."""
    skip: bool = False
    """Whether it is not to be translated (`<!-- skip -->`)."""

    @property
    def tag(self) -> str:
        """The tag of its HTML; `tight`, `html` and `footnote` exist only in this package."""
        return _TAGS[type(self)]

    def get(self, name: str, default: str = "") -> str:
        """The value of an attribute."""
        return self.attributes.get(name, default)


@dataclass(frozen=True, slots=True, kw_only=True)
class WordedBlock(Block):
    """A block with words of its own."""

    text: str
    """As it is written, with its line breaks."""
    comment: str = ""
    """The author's words to translators, from `<!-- translators: ... -->`."""
    context: str | None = None
    """The msgctxt, from `<!-- context: ... -->`."""


class InlineBlock(WordedBlock):
    """A block whose text is inline Markdown."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph(InlineBlock):
    """A paragraph."""

    is_tight: bool = False
    """Whether it is in a tight list: the page then has no `<p>` around it (CommonMark, "Lists")."""

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
    """`left`, `center`, `right`, or ""."""
    is_head: bool = False

    @property
    def tag(self) -> str:
        return "th" if self.is_head else "td"


class Term(InlineBlock):
    """A term of a definition list."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeBlock(WordedBlock):
    """A block of code, or of a text whose line breaks matter."""

    info: str = ""
    """The info string behind its fence: the language, and whatever follows it."""
    is_indented: bool = False
    """Whether it is code because of its indentation, without a fence."""

    @property
    def is_text(self) -> bool:
        """Whether it holds a text, such as a postal address, rather than code: code has a language."""
        return not self.info


class HtmlBlock(WordedBlock):
    """A block of raw HTML."""

    __slots__ = ()


class ThematicBreak(Block):
    """A thematic break: a line across the page."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Container(Block):
    """A block that holds other blocks."""

    children: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListBlock(Container):
    """A list; it holds items."""

    start: int | None = None
    """The number of the first item; None for a bullet list."""

    @property
    def tag(self) -> str:
        return "ul" if self.start is None else "ol"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(Container):
    """An item of a list."""

    task: str = ""
    """`done`, `not done`, or "" for an item that is not a task."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote(Container):
    """A quote, or an alert."""

    alert: str = ""
    """`note`, `tip`, `important`, `warning`, `caution`, or "" for a plain quote."""

    @property
    def tag(self) -> str:
        return "div" if self.alert else "blockquote"


class TableBlock(Container):
    """A table; it holds rows, and the first is its header."""

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
    """The text of a footnote, at the place where the policy has it."""

    label: str
    """Normalised (`link_targets.normal_label`)."""


class SummarySection(Container):
    """The summary of a policy."""

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
    """The block with these attributes added to its own."""
    return replace(block, attributes={**block.attributes, **attributes})


def walk_blocks(blocks: Iterable[Block]) -> Iterator[Block]:
    """All blocks in reading order, each before the blocks that it holds."""
    for block in blocks:
        yield block
        if isinstance(block, Container):
            yield from walk_blocks(block.children)


_Found = TypeVar("_Found")


def rewritten(
    blocks: Iterable[Block], change: Callable[[Block], Generator[_Found, None, Block | None]]
) -> Generator[_Found, None, tuple[Block, ...]]:
    """Every block as `change` returns it, each before the blocks that it holds; None removes it. Yields what `change` yields."""
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
    """The list of what a generator yields, and what it returns."""
    found: list[_Found] = []

    while True:
        try:
            found.append(next(work))
        except StopIteration as end:
            return found, end.value


@dataclass(frozen=True, slots=True)
class Blocks:
    """The blocks of a text, and what was found while they were read."""

    blocks: tuple[Block, ...]
    references: Mapping[str, tuple[str, str]]
    """Link reference definitions: normalised label to (address, title), as written."""

    problems: tuple[Problem, ...]
    too_deep: Problem | None = None
    """The one of the problems that reports blocks nested too deep for code that walks the tree by recursion."""

    def labels(self) -> frozenset[str]:
        """Labels of the footnotes that have a text."""
        return frozenset(block.label for block in self.blocks if isinstance(block, FootnoteText))


def markdown_problem(line: int, message: str, hint: str) -> Problem:
    """A problem of the rule `markdown`: a policy's Markdown would lose text on GitHub, or read differently there."""
    return Problem(message, "markdown", line=line, hint=hint)
