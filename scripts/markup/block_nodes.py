"""What the reader of blocks works with, and what it gives."""

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from ..problem import Problem


@dataclass(slots=True, eq=False)
class Block:
    """A block while it is read."""

    kind: str
    line: int
    parent: "Block | None" = None
    children: list["Block"] = field(default_factory=list)
    lines: list[tuple[int, str]] = field(default_factory=list)
    is_open: bool = True
    ends_blank: bool = False
    offset: int = 0
    """Columns that a line must be indented by to go on in an item, a footnote or a definition."""
    marker: str = ""
    start: int = 1
    level: int = 0
    info: str = ""
    fence: str = ""
    indent: int = 0
    end: re.Pattern[str] | None = None
    tight: bool = True
    aligns: list[str] = field(default_factory=list)
    no_table: bool = False
    """Whether a row of dashes did not fit the line above it: GitHub then looks for no other table in the paragraph."""

    @property
    def text(self) -> str:
        return "\n".join(text for _, text in self.lines)


@dataclass(slots=True)
class Blocks:
    """What a policy is made of, before anything inline is read."""

    root: Element
    references: dict[str, tuple[str, str]]
    """Link reference definitions: normalised label to (address, title), as written."""

    problems: list[Problem]
    too_deep: Problem | None = None
    """The one of the problems that says that blocks are nested deeper than any reader of a tree could follow."""


def flaw(line: int, message: str, hint: str) -> Problem:
    """A problem of a policy's Markdown: something that GitHub would swallow or that no reader could follow."""
    return Problem(message, "markdown", line=line, hint=hint)


def element_line(element: Element) -> int:
    """The line of the file in which the block of an element begins."""
    return int(element.get("_line", "0"))
