"""Tables as plain text: cells in columns, or each row as lines of `label: value` if the columns are too wide."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from .. import segmentation
from ..locales import Language
from .bidi import closed, isolated

_LONGEST_SPAN = 100


@dataclass(frozen=True, slots=True)
class Table:
    """The words of a table. All rows have the same length; rows without words are left out."""

    rows: list[list[str]]
    """The words of the cells, with hard line breaks as `\\n`."""
    has_head: bool
    aligns: list[str]
    """For each column, the class that sets its alignment, such as `right`; "" for none."""


def read_table(table: Element, words: Callable[[Element], str]) -> Table:
    """The cells of a table. The words of a cell that spans several are in the first of them, and the others are empty.

    `covered` counts for each column the rows that a cell above still spans (HTML standard, "Forming a table").
    """
    rows: list[list[str]] = []
    covered: dict[int, int] = {}
    for row in table.iter("tr"):
        cells: list[str] = []
        for cell in row:
            _cover(cells, covered)
            down, across = _span(cell, "rowspan"), _span(cell, "colspan")
            covered.update({len(cells) + column: down - 1 for column in range(across) if down > 1})
            cells += [closed(words(cell)).strip(" \n"), *[""] * (across - 1)]
        _cover(cells, covered)
        rows.append(cells)
    wide = max(map(len, rows), default=0)
    first = next(table.iter("tr"), Element("tr"))
    aligns = [cell.get("class", "") for cell in first]
    is_head = len(first) > 0 and all(cell.tag == "th" for cell in first)
    return Table(
        [[*row, *[""] * (wide - len(row))] for row in rows if any(row)],
        is_head and any(rows[0]),
        [*aligns, *[""] * (wide - len(aligns))][:wide],
    )


def _cover(cells: list[str], covered: dict[int, int]) -> None:
    """Append an empty cell for each that a cell of an earlier row spans here."""
    while covered.get(len(cells), 0) > 0:
        covered[len(cells)] -= 1
        cells.append("")


def _span(cell: Element, name: str) -> int:
    found = re.fullmatch(r"[0-9]{1,3}", cell.get(name, ""))
    return min(max(int(found.group()), 1), _LONGEST_SPAN) if found else 1


def grid(table: Table, language: Language, width: int) -> list[str] | None:
    """The table in columns; None if that would be wider than `width`, or if a cell has several lines."""
    head = [[cell.replace("\n", " ") for cell in row] for row in table.rows[: table.has_head]]
    rows = [*head, *table.rows[table.has_head :]]
    if any("\n" in cell for row in rows for cell in row):
        return None
    wide = [max(1, *(segmentation.columns(row[column]) for row in rows)) for column in range(len(rows[0]))]
    if sum(wide) + 2 * (len(wide) - 1) > width:
        return None
    lines = [
        "  ".join(
            _padded(isolated_cell(cell, language), size, align)
            for cell, size, align in zip(row, wide, table.aligns, strict=True)
        )
        for row in rows
    ]
    rule = "  ".join("-" * size for size in wide)
    return [lines[0], rule, *lines[1:]] if table.has_head else lines


def records(table: Table, language: Language) -> list[list[str]]:
    """Each row as lines of `label: value`; a line without both is left out."""
    if not table.has_head:
        return [[isolated_cell(cell, language) for cell in row if cell] for row in table.rows]
    head = [cell.replace("\n", " ") for cell in table.rows[0]]
    if len(table.rows) == 1:
        return [[isolated_cell(cell, language) for cell in head if cell]]
    return [
        [_record(label, cell, language) for label, cell in zip(head, row, strict=True) if label or cell]
        for row in table.rows[1:]
    ]


_COLONS = {"fr": "\u00a0: ", "ja": "：", "zh": "："}
"""The colon of languages that do not write `: `, by the first part of the language tag."""


def _record(label: str, cell: str, language: Language) -> str:
    colon = "" if not label else _COLONS.get(language.tag.split("-")[0], ": ")
    if label and unicodedata.category(label[-1]) == "Po" and label[-1] not in "%‰'\"*†‡§&@":
        colon = " "  # the label ends with a mark of its own, such as "?"
    return f"{isolated_cell(label, language)}{colon}{isolated_cell(cell, language)}"


def isolated_cell(cell: str, language: Language) -> str:
    """The words of a cell. In a right-to-left page they are isolated: else numbers in neighbouring cells would be one run."""
    if language.direction == "ltr" or all(unicodedata.bidirectional(char) in ("R", "AL", "NSM", "WS") for char in cell):
        return cell
    return isolated(cell, language.direction)


def _padded(cell: str, size: int, align: str) -> str:
    spaces = size - segmentation.columns(cell)
    before = spaces if "right" in align else spaces // 2 if "center" in align else 0
    return " " * before + cell + " " * (spaces - before)
