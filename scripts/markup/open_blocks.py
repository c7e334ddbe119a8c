"""A block while it is read, and the node that it becomes."""

import re
from collections.abc import Generator, Iterable
from dataclasses import dataclass, field

from ..problem import Problem
from .block_nodes import (
    Block,
    Cell,
    CodeBlock,
    Container,
    Definition,
    DefinitionList,
    FootnoteText,
    Heading,
    HtmlBlock,
    Item,
    ListBlock,
    Paragraph,
    Quote,
    Row,
    TableBlock,
    Term,
    ThematicBreak,
    flaw,
)

MOST_CELLS = 20_000


@dataclass(slots=True, eq=False)
class OpenBlock:
    """A block while it is read."""

    kind: str
    line: int
    parent: "OpenBlock | None" = None
    children: list["OpenBlock"] = field(default_factory=list)
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


Growth = Generator[Problem, None, tuple[Block, ...]]
"""Yields what GitHub would drop, and returns nodes."""


def nodes_of(blocks: Iterable[OpenBlock]) -> Growth:
    """The nodes of blocks that are read, with all blocks in them; definition lists that follow each other are one."""
    nodes: list[Block] = []
    for block in blocks:
        node = yield from _node(block)
        before = nodes[-1] if nodes else None
        if isinstance(node, DefinitionList) and isinstance(before, DefinitionList):
            nodes[-1] = DefinitionList(line=before.line, children=(*before.children, *node.children))
        else:
            nodes.append(node)
    return tuple(nodes)


def _node(block: OpenBlock) -> Generator[Problem, None, Block]:
    line = block.line
    match block.kind:
        case "paragraph":
            return Paragraph(line=line, text=block.text.rstrip(" \t"), is_tight=_is_in_tight_list(block))
        case "heading":
            return Heading(line=line, text=block.text.strip(" \t"), level=block.level)
        case "dt":
            return Term(line=line, text=block.text.strip(" \t"))
        case "break":
            return ThematicBreak(line=line)
        case "code":
            text = "".join(f"{text}\n" for _, text in block.lines)
            return CodeBlock(line=line, text=text, info=block.info, is_indented=not block.fence)
        case "html":
            return HtmlBlock(line=line, text=block.text)
        case "table":
            return TableBlock(line=line, children=(yield from _rows(block)))
    children = yield from nodes_of(block.children)
    match block.kind:
        case "list":
            start = None if block.marker in "-+*" else block.start
            return ListBlock(line=line, children=children, start=start)
        case "footnote":
            return FootnoteText(line=line, children=children, label=block.marker)
        case kind:
            return _CONTAINERS[kind](line=line, children=children)


_CONTAINERS: dict[str, type[Container]] = {
    "blockquote": Quote,
    "item": Item,
    "dl": DefinitionList,
    "dd": Definition,
}


def _is_in_tight_list(paragraph: OpenBlock) -> bool:
    item = paragraph.parent
    holder = item.parent if item is not None and item.kind in ("item", "dd") else None
    return holder is not None and holder.tight


def _rows(block: OpenBlock) -> Growth:
    width = len(block.aligns)
    if width * len(block.lines) > MOST_CELLS:
        message = f"a table of {width} columns and {len(block.lines)} rows"
        yield flaw(block.line, message, f"break it into tables of at most {MOST_CELLS} cells")
        return ()
    rows: list[Block] = []
    for number, text in block.lines:
        texts = cells(text)
        if any(texts[width:]):
            message = f"the table has {width} columns, this row {len(texts)}; GitHub would drop {texts[width]!r}"
            yield flaw(number, message, "write \\| for a bar inside a cell, or add a column to the header")
        row = tuple(
            Cell(line=number, text=each, alignment=align, is_head=not rows)
            for align, each in zip(block.aligns, [*texts, *[""] * width], strict=False)
        )
        rows.append(Row(line=number, children=row))
    return tuple(rows)


def cells(row: str) -> list[str]:
    """The cells of a table row, the bars of `\\|` being text (GFM, "Tables")."""
    row = row.strip(" \t")
    if row.startswith("|"):
        row = row[1:]
    parts = re.split(r"(?<!\\)\|", row)
    if len(parts) > 1 and not parts[-1].strip():
        parts.pop()
    return [part.strip(" \t").replace("\\|", "|") for part in parts]
