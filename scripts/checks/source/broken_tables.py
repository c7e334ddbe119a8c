"""Tables that GitHub does not read as such: their bars and dashes are shown as text."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ...markup import SourceTree
from ...markup.block_nodes import Block, Cell, Heading, Paragraph, TableBlock, ThematicBreak, walk_blocks
from ...markup.open_blocks import cells
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
_RULE_ROW = re.compile(rf"[ \t]*[|+:]?[ \t]*(?=[^\n]*[{_DASHES}=]{{2}})(?=[^\n]*[|+])[|+:{_DASHES}= \t]+$")
"""A row of dashes between bars, whatever dashes and joints."""
_DELIMITERS = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
"""A row of dashes as GitHub reads it (GFM, "Tables")."""
_COLUMNS_OF_DASHES = re.compile(r"[ \t>]*-{2,}(?:[ \t]+-{2,})+[ \t]*$")
_ROW = re.compile(r"[ \t]*\|.*\|[ \t]*$")


def broken_tables(source: SourceTree, lines: Sequence[str]) -> Iterator[Problem]:
    """What was meant for a table, or a row of dashes in it; `lines` are those of the whole file."""
    for block in walk_blocks(source.blocks):
        line = block.line
        if isinstance(block, Paragraph):
            yield from _paragraph(block.text.split("\n"), line)
        elif isinstance(block, TableBlock):
            yield from _body(block.children[1:], lines)
        elif isinstance(block, Heading) and block.level < 3 and _ROW.match(block.text):
            message = f"a heading is read where a table may be meant: {block.text!r}"
            yield _BROKEN_TABLE.problem(
                message, "write the dashes of each column between bars: | --- | --- |", line=line
            )
        elif isinstance(block, ThematicBreak) and 0 < line <= len(lines) and _COLUMNS_OF_DASHES.match(lines[line - 1]):
            message = "a line across the page is read where columns of dashes may be meant"
            yield _BROKEN_TABLE.problem(message, _HOW, line=line)


_HOW = "write the table with bars: | Data | Kept |, below it | --- | --- |, then its rows"


def _paragraph(rows: Sequence[str], line: int) -> Iterator[Problem]:
    """At most one problem: what is wrong first makes text of the whole table."""
    for number, row in enumerate(rows):
        if not _RULE_ROW.match(row):
            continue
        head = rows[number - 1] if number else ""
        if "|" in head and _DELIMITERS.match(row):
            ours, theirs = len(cells(head)), len(cells(row))
            message = f"no table is read here: its head has {_cells(ours)}, the row of dashes below it {theirs}"
            hint = "give both rows the same number of cells; \\| is a bar that is text"
            yield _BROKEN_TABLE.problem(message, hint, line=line + number - 1)
        else:
            message = f"no table is read here: {row.strip()[:40]!r} is no row of dashes below a head"
            yield _BROKEN_TABLE.problem(message, _HOW, line=line + number)
        return
    bars = [bool(_ROW.match(row)) for row in rows]
    for number, (one, other) in enumerate(pairwise(bars)):
        if one and other:
            message = "no table is read here: the row of dashes is missing"
            yield _BROKEN_TABLE.problem(
                message, "write | --- | --- | below the head, a cell for each column", line=line + number
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
            hint = "delete it; only the row below the head is no text, and a new table wants a blank line before it"
            yield _BROKEN_TABLE.problem(message, hint, line=row.line)
        elif len(texts) > 1 and "|" in first and 0 < (line := row.line) <= len(lines) and "|" not in lines[line - 1]:
            message = f"a line below a table is read as a row of it: {lines[line - 1].strip()[:40]!r}"
            hint = "write a blank line above it if it is a paragraph, or | between its cells"
            yield _BROKEN_TABLE.problem(message, hint, line=line)
