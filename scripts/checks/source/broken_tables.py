"""Tables that GitHub does not read as tables, so that their bars and dashes are shown as text (GFM, "Tables")."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ...markup import SourceTree
from ...markup.block_nodes import Block, Cell, Heading, Paragraph, TableBlock, ThematicBreak, walk_blocks
from ...markup.open_blocks import cells
from ...patterns import regex
from ...problem import Problem
from ..rule import Rule

# fmt: off
_BROKEN_TABLE = Rule(
    "broken-table", "warning", "GitHub does not read this as a table, so its bars and dashes are shown as text.",
    "Write a row of dashes with the same number of cells below the first row: `| --- | --- |`.",
    ("en", "| Data | Kept | Why |\\n| --- | --- |\\n| mail | 30 days | law |", ""),
    ("en", "| Data | Kept | Why |\\n| --- | --- | --- |\\n| mail | 30 days | law |", ""),
)
# fmt: on
RULES = (_BROKEN_TABLE,)

_DASHES = "\\-\u2010-\u2015\u2212\u2500\u2501"
_RULE_ROW = regex(rf"[ \t]*[|+:]?[ \t]*(?=[^\n]*[{_DASHES}=]{{2}})(?=[^\n]*[|+])[|+:{_DASHES}= \t]+$")
"""A row of dashes between bars, with any kind of dash or crossing."""
_DELIMITERS = regex(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
"""A row of dashes as GitHub reads it (GFM, "Tables")."""
_COLUMNS_OF_DASHES = regex(r"[ \t>]*-{2,}(?:[ \t]+-{2,})+[ \t]*$")
_ROW = regex(r"[ \t]*\|.*\|[ \t]*$")


def broken_tables(source: SourceTree, lines: Sequence[str]) -> Iterator[Problem]:
    """Problems of what is probably meant as a table; `lines` are those of the whole file."""
    for block in walk_blocks(source.blocks):
        line = block.line
        if isinstance(block, Paragraph):
            yield from _paragraph(block.text.split("\n"), line)
        elif isinstance(block, TableBlock):
            yield from _body(block.children[1:], lines)
        elif isinstance(block, Heading) and block.level < 3 and _ROW.match(block.text):
            message = f"this is a heading, but a table may be meant: {block.text!r}"
            yield _BROKEN_TABLE.problem(
                message, "write the dashes of each column between bars: | --- | --- |", line=line
            )
        elif isinstance(block, ThematicBreak) and 0 < line <= len(lines) and _COLUMNS_OF_DASHES.match(lines[line - 1]):
            message = "this is a line across the page, but a table may be meant"
            yield _BROKEN_TABLE.problem(message, _HOW, line=line)


_HOW = "write the table with bars: | Data | Kept |, below it | --- | --- |, then its rows"


def _paragraph(rows: Sequence[str], line: int) -> Iterator[Problem]:
    """At most one problem, because the first error makes the whole table text."""
    for number, row in enumerate(rows):
        if not _RULE_ROW.match(row):
            continue
        head = rows[number - 1] if number else ""
        if "|" in head and _DELIMITERS.match(row):
            ours, theirs = len(cells(head)), len(cells(row))
            message = f"this is not a table: its first row has {_cells(ours)}, the row of dashes below it {theirs}"
            hint = "give both rows the same number of cells; write \\| for a bar that is text"
            yield _BROKEN_TABLE.problem(message, hint, line=line + number - 1)
        else:
            message = f"this is not a table: {row.strip()[:40]!r} is not a row of dashes below a first row"
            yield _BROKEN_TABLE.problem(message, _HOW, line=line + number)
        return
    bars = [bool(_ROW.match(row)) for row in rows]
    for number, (one, other) in enumerate(pairwise(bars)):
        if one and other:
            message = "this is not a table: the row of dashes is missing"
            yield _BROKEN_TABLE.problem(
                message, "write | --- | --- | below the first row, with a cell for each column", line=line + number
            )
            return


def _cells(count: int) -> str:
    return f"{count} cell" if count == 1 else f"{count} cells"


def _body(rows: Sequence[Block], lines: Sequence[str]) -> Iterator[Problem]:
    first = lines[rows[0].line - 1] if rows and 0 < rows[0].line <= len(lines) else ""
    for row in rows:
        texts = [cell.text.strip() for cell in walk_blocks([row]) if isinstance(cell, Cell)]
        if any(texts) and all(re.fullmatch(rf":?[{_DASHES}=]{{3,}}:?", text) for text in texts if text):
            message = "a second row of dashes in a table is shown as text"
            hint = "delete it, or write a blank line and a first row above it if a new table begins"
            yield _BROKEN_TABLE.problem(message, hint, line=row.line)
        elif len(texts) > 1 and "|" in first and 0 < (line := row.line) <= len(lines) and "|" not in lines[line - 1]:
            message = f"the line below a table becomes a row of it: {lines[line - 1].strip()[:40]!r}"
            hint = "write a blank line above it if it is a paragraph, or | between its cells"
            yield _BROKEN_TABLE.problem(message, hint, line=line)
