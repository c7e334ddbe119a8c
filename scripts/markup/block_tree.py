"""From blocks that were read to the tree with the tags of HTML; its form is told in `blocks`."""

import re
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element, SubElement

from ..problem import Problem
from .block_nodes import Block, flaw

MOST_CELLS = 20_000

New = Callable[..., Element]


def grow(block: Block, parent: Element) -> Iterator[Problem]:
    """Put the element of `block`, and of all blocks in it, at the end of `parent`; what GitHub would drop is yielded."""

    def new(tag: str, line: int = block.line, **attributes: str) -> Element:
        return SubElement(parent, tag, {"_line": str(line), **attributes})

    match block.kind:
        case "paragraph":
            tight = block.parent is not None and block.parent.kind in ("item", "dd")
            holder = block.parent.parent if tight and block.parent is not None else None
            new("tight" if holder is not None and holder.tight else "p").text = block.text.rstrip(" \t")
        case "heading":
            new(f"h{block.level}").text = block.text.strip(" \t")
        case "break":
            new("hr")
        case "code":
            pre = new("pre")
            if block.info:
                pre.set("_info", block.info)
            if not block.fence:
                pre.set("_indented", "")
            code = SubElement(pre, "code")
            code.text = "".join(f"{text}\n" for _, text in block.lines)
        case "html":
            new("html").text = block.text
        case "table":
            yield from _table(block, new("table"))
        case "dl" if len(parent) and parent[-1].tag == "dl":
            for child in block.children:
                yield from grow(child, parent[-1])
        case _:
            yield from _container(block, new)


def _container(block: Block, new: New) -> Iterator[Problem]:
    match block.kind:
        case "list" if block.marker in "-+*":
            element = new("ul")
        case "list":
            element = new("ol", **({} if block.start == 1 else {"start": str(block.start)}))
        case "item":
            element = new("li")
        case "footnote":
            element = new("footnote", label=block.marker)
        case "dt":
            element = new("dt")
            element.text = block.text.strip(" \t")
        case _:
            element = new(block.kind)
    for child in block.children:
        yield from grow(child, element)


def _table(block: Block, table: Element) -> Iterator[Problem]:
    width = len(block.aligns)
    if width * len(block.lines) > MOST_CELLS:
        message = f"a table of {width} columns and {len(block.lines)} rows"
        yield flaw(block.line, message, f"break it into tables of at most {MOST_CELLS} cells")
        return
    head = SubElement(table, "thead", {"_line": str(block.line)})
    body: Element | None = None
    for index, (number, row) in enumerate(block.lines):
        if index == 1:
            body = SubElement(table, "tbody", {"_line": str(number)})
        line = SubElement(head if body is None else body, "tr", {"_line": str(number)})
        texts = cells(row)
        if any(texts[width:]):
            message = f"the table has {width} columns, this row {len(texts)}; GitHub would drop {texts[width]!r}"
            yield flaw(number, message, "write \\| for a bar inside a cell, or add a column to the header")
        for align, text in zip(block.aligns, [*texts, *[""] * width], strict=False):
            cell = SubElement(line, "th" if body is None else "td", {"_line": str(number)})
            if align:
                cell.set("_align", align)
            cell.text = text


def cells(row: str) -> list[str]:
    """The cells of a table row, the bars of `\\|` being text (GFM, "Tables")."""
    row = row.strip(" \t")
    if row.startswith("|"):
        row = row[1:]
    parts = re.split(r"(?<!\\)\|", row)
    if len(parts) > 1 and not parts[-1].strip():
        parts.pop()
    return [part.strip(" \t").replace("\\|", "|") for part in parts]
