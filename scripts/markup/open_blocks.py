"""A block while its lines are read, and the node that it becomes."""

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
    markdown_problem,
)

MOST_CELLS = 20_000
"""Of one table. Each row is filled up to the width of the table, so without a limit the size could be quadratic in the text."""


@dataclass(slots=True, eq=False)
class OpenBlock:
    """A block while its lines are read: the parser changes it until it is closed."""

    # One class for all kinds, not one for each: a paragraph becomes a heading, a table or terms when a later line says so.
    kind: str
    """`paragraph`, `heading`, `code`, `html`, `break`, `table`, `list`, `dl`, `dt`, or one of `block_parser.CONTAINERS`."""
    line: int
    parent: "OpenBlock | None" = None
    children: list["OpenBlock"] = field(default_factory=list)
    lines: list[tuple[int, str]] = field(default_factory=list)
    """(line of the file, text without the marks of the blocks around it)."""
    is_open: bool = True
    ends_blank: bool = False
    """Whether the last line that was read in it is blank."""
    offset: int = 0
    """Columns by which a line must be indented to continue an item, a footnote or a definition."""
    marker: str = ""
    """Of a list: its bullet, or the `.` or `)` behind its numbers. Of a footnote: its normalised label."""
    start: int = 1
    level: int = 0
    info: str = ""
    fence: str = ""
    """The opening fence; "" for indented code."""
    indent: int = 0
    """Columns by which the opening fence is indented."""
    end: re.Pattern[str] | None = None
    """What ends a block of HTML; None for a blank line."""
    tight: bool = True
    aligns: list[str] = field(default_factory=list)
    no_table: bool = False
    """Whether a delimiter row did not fit the line above it: GitHub then looks for no other table in this paragraph."""

    @property
    def text(self) -> str:
        return "\n".join(text for _, text in self.lines)


Growth = Generator[Problem, None, tuple[Block, ...]]
"""Yields problems of tables (text that GitHub would drop), and returns the nodes."""


def nodes_of(blocks: Iterable[OpenBlock]) -> Growth:
    """The nodes of blocks, with everything inside them; definition lists that follow each other become one."""
    # They become one because a paragraph between two definitions (the next terms) ended the first list when it was read.
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
    # CommonMark, "Lists": paragraphs of a tight list have no `<p>`. Only the direct parent counts: a quote inside an item of
    # a tight list has its paragraphs as usual.
    item = paragraph.parent
    holder = item.parent if item is not None and item.kind in ("item", "dd") else None
    return holder is not None and holder.tight


def _rows(block: OpenBlock) -> Growth:
    # GFM, "Tables (extension)": missing cells are empty, and surplus cells are ignored. The second would lose words, so it
    # is a problem here.
    width = len(block.aligns)
    if width * len(block.lines) > MOST_CELLS:
        message = f"the table is too large: {width * len(block.lines)} cells"
        yield markdown_problem(block.line, message, f"split it into tables of at most {MOST_CELLS} cells")
        return ()
    rows: list[Block] = []
    for number, text in block.lines:
        texts = cells(text)
        if any(texts[width:]):
            lost = next(filter(None, texts[width:]))
            message = f"this row has {len(texts)} cells, the header only {width}; GitHub would drop {lost!r}"
            yield markdown_problem(number, message, "write \\| for a bar inside a cell, or add a column to the header")
        row = tuple(
            Cell(line=number, text=each, alignment=align, is_head=not rows)
            for align, each in zip(block.aligns, [*texts, *[""] * width], strict=False)
        )
        rows.append(Row(line=number, children=row))
    return tuple(rows)


def cells(row: str) -> list[str]:
    """The texts of the cells of a table row, in which `\\|` is a bar (GFM, "Tables (extension)").

    It is a bar inside code too, so rows are split before inline Markdown is read.
    """
    row = row.strip(" \t")
    if row.startswith("|"):
        row = row[1:]
    parts = re.split(r"(?<!\\)\|", row)
    if len(parts) > 1 and not parts[-1].strip():
        parts.pop()
    return [part.strip(" \t").replace("\\|", "|") for part in parts]
