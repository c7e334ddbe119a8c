"""What the reader of blocks works with, and what it gives."""

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element


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

    @property
    def text(self) -> str:
        return "\n".join(text for _, text in self.lines)


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something in a policy that GitHub would swallow or that no reader could follow."""

    line: int
    message: str
    hint: str


@dataclass(slots=True)
class Blocks:
    """What a policy is made of, before anything inline is read."""

    root: Element
    references: dict[str, tuple[str, str]]
    """Link reference definitions: normalised label to (address, title), as written."""

    flaws: list[Flaw]
