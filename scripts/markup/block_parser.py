"""Blocks of a policy as GitHub reads them: CommonMark 0.31 with tables and footnotes.

Python-Markdown's own block parser reads nested lists, lists right below their
paragraph, fences in items and HTML blocks otherwise than GitHub, so this reader
stands in its place. It follows the two-phase strategy of the
CommonMark specification ("Appendix: A parsing strategy"): every line first
continues the blocks that are open, then opens new ones.

It gives the nodes of `block_nodes`.
"""

import re

from ..patterns import regex
from ..problem import Problem
from . import tags
from .block_nodes import Blocks, finished, flaw
from .link_targets import normal_label, reference
from .nodes import DEPTH
from .open_blocks import OpenBlock, cells, nodes_of

_THEMATIC = regex(r"(?:(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|(?:-[ \t]*){3,})$")
_ATX = regex(r"(#{1,6})(?:[ \t]+|$)")
_FENCE = regex(r"(`{3,})([^`]*)$|(~{3,})(.*)$")
_SETEXT = regex(r"(?:=+|-+)[ \t]*$")
_BULLET = regex(r"[*+-]")
_ORDERED = regex(r"(\d{1,9})([.)])")
_FOOTNOTE = regex(r"\[\^([^\]\s]+)\]:[ \t]*")
_DELIMITER_ROW = regex(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_DEFINITION_LINES = 30
"""Lines that one link reference definition may take; without a limit many of them take quadratic time."""
_CONTAINER_MARK = regex(r">|[*+-]|\d{1,9}[.)]")
_DEFINITION = regex(r":[ \t]+")

CONTAINERS = frozenset(["root", "blockquote", "item", "footnote", "dd"])


def read_blocks(text: str, *, beyond: bool, first_line: int = 1) -> Blocks:
    """Read the blocks of `text`, whose first line has the number `first_line` in its file.

    With `beyond`, definition lists are read too; without, the reading is GitHub's alone.
    """
    return _Reader(beyond).read(text, first_line)


class _Reader:
    def __init__(self, beyond: bool) -> None:
        self.beyond = beyond
        self.root = OpenBlock("root", 1)
        self.tip = self.root
        self.references: dict[str, tuple[str, str]] = {}
        self.problems: list[Problem] = []
        self.too_deep: Problem | None = None
        self.footnotes: set[str] = set()
        self.line = ""
        self.number = 0
        self.at = self.column = 0
        self.partial_tab = False
        self.next = self.next_column = 0
        self.blank = self.used = False

    def read(self, text: str, first_line: int) -> Blocks:
        self.number = first_line - 1
        lines = re.split(r"\r\n|\n|\r", text)
        if lines and not lines[-1]:
            lines.pop()
        for line in lines:
            self._take(line.replace("\0", "\ufffd"))
        while self.tip is not self.root:
            self._close(self.tip)
        dropped, blocks = finished(nodes_of(self.root.children))
        return Blocks(blocks, self.references, (*self.problems, *dropped), self.too_deep)

    # -- the place in the line -------------------------------------------------

    def _find_next(self) -> None:
        at, column = self.at, self.column
        while at < len(self.line):
            if self.line[at] == " ":
                column += 1
            elif self.line[at] == "\t":
                column += 4 - column % 4
            else:
                break
            at += 1
        self.next, self.next_column = at, column
        self.blank = at >= len(self.line)

    @property
    def _indent(self) -> int:
        return self.next_column - self.column

    def _advance(self, columns: int) -> None:
        while columns > 0 and self.at < len(self.line):
            if self.line[self.at] == "\t":
                width = 4 - self.column % 4
                self.partial_tab = width > columns
                step = min(width, columns)
                self.column += step
                if not self.partial_tab:
                    self.at += 1
                columns -= step
            else:
                self.partial_tab = False
                self.at += 1
                self.column += 1
                columns -= 1

    def _advance_to_next(self) -> None:
        self.at, self.column, self.partial_tab = self.next, self.next_column, False

    def _rest(self) -> str:
        if self.partial_tab:
            return " " * (4 - self.column % 4) + self.line[self.at + 1 :]
        return self.line[self.at :]

    # -- blocks ---------------------------------------------------------------

    def _add(self, block: OpenBlock) -> OpenBlock:
        while not _may_hold(self.tip.kind, block.kind):
            self._close(self.tip)
        block.parent = self.tip
        self.tip.children.append(block)
        self.tip = block
        return block

    def _close(self, block: OpenBlock) -> None:
        parent = block.parent
        assert parent is not None
        block.is_open = False
        if block.kind == "paragraph":
            self._take_references(block)
            if not block.lines:
                parent.children.remove(block)
        elif block.kind == "code" and not block.fence:
            while block.lines and not block.lines[-1][1].strip():
                block.lines.pop()
        elif block.kind == "list":
            block.tight = _is_tight(block)
        elif block.kind == "dd":
            parent.tight = parent.tight and not any(_ends_blank(child) for child in block.children[:-1])
        self.tip = parent

    def _take_references(self, block: OpenBlock) -> None:
        while block.lines and block.lines[0][1].startswith("["):
            text = "\n".join(line for _, line in block.lines[:_DEFINITION_LINES])
            found = reference(text)
            if found is None:
                return
            label, target, title, length = found
            self.references.setdefault(normal_label(label), (target, title))
            used = text.count("\n", 0, length) if length < len(text) else min(len(block.lines), _DEFINITION_LINES)
            block.lines = block.lines[used:]
            if block.lines:
                block.line = block.lines[0][0]

    def _take(self, line: str) -> None:
        self.number += 1
        self.line, self.at, self.column, self.partial_tab, self.used = line, 0, 0, False, False
        container = self.root
        while container.children and container.children[-1].is_open:
            child = container.children[-1]
            self._find_next()
            if not self._goes_on(child):
                break
            if self.used:
                return
            container = child
        matched = container
        while container.kind not in ("code", "html") and not self.used:
            self._find_next()
            opened = self._open(container, matched)
            if opened is None:
                break
            container = opened
        self._find_next()
        if self.tip is not matched and container is matched and self.tip.kind == "paragraph" and not self.blank:
            self._add_line(self.tip)  # a lazy continuation line
            return
        self._close_down_to(container)
        self._note_blank(container)
        if not self.used:
            self._add_text(container)

    def _note_blank(self, container: OpenBlock) -> None:
        """Remember where blank lines stand: they make a list loose."""
        if self.blank and container.children:
            container.children[-1].ends_blank = True
        ends_blank = self.blank and not (
            container.kind == "blockquote"
            or (container.kind == "code" and container.fence)
            or (container.kind == "item" and not container.children and container.line == self.number)
        )
        above: OpenBlock | None = container
        while above is not None:
            above.ends_blank = ends_blank
            above = above.parent

    def _close_down_to(self, container: OpenBlock) -> None:
        while self.tip is not container:
            self._close(self.tip)

    def _add_line(self, block: OpenBlock) -> None:
        self._advance_to_next()
        block.lines.append((self.number, self._rest()))

    def _add_text(self, container: OpenBlock) -> None:
        if container.kind in ("code", "html"):
            container.lines.append((self.number, self._rest()))
            if container.end is not None and container.end.search(self.line[self.at :]):
                self._close(container)
        elif self.blank:
            return
        elif container.kind in ("paragraph", "table"):
            self._add_line(container)
        else:
            self._add_line(self._add(OpenBlock("paragraph", self.number)))

    # -- going on ---------------------------------------------------------------

    def _goes_on(self, block: OpenBlock) -> bool:
        """Whether the line goes on in `block`; a closing fence does, and uses the line up."""
        match block.kind:
            case "blockquote":
                return self._quote_mark()
            case "item" | "footnote" | "dd":
                if self.blank:
                    if not block.children and block.kind == "item":
                        return False
                    self._advance_to_next()
                    return True
                if self._indent >= block.offset:
                    self._advance(block.offset)
                    return True
                return False
            case "list" | "dl":
                return True
            case "code":
                return self._code_goes_on(block)
            case "html":
                return not (self.blank and block.end is None)
            case "paragraph" | "table":
                return not self.blank
            case _:
                return False

    def _quote_mark(self) -> bool:
        if self._indent > 3 or self.blank or self.line[self.next] != ">":
            return False
        self._advance_to_next()
        self._advance(1)
        if self.at < len(self.line) and self.line[self.at] in " \t":
            self._advance(1)
        return True

    def _code_goes_on(self, block: OpenBlock) -> bool:
        if not block.fence:
            if self._indent >= 4:
                self._advance(4)
                return True
            if self.blank:
                self._advance_to_next()
            return self.blank
        rest = self.line[self.next :].rstrip(" \t")
        if self._indent <= 3 and len(rest) >= len(block.fence) and set(rest) == {block.fence[0]}:
            self._close_down_to(block)
            self._close(block)
            self.used = True
        else:
            self._advance(min(block.indent, self._indent))
        return True

    # -- opening ----------------------------------------------------------------

    def _open(self, container: OpenBlock, matched: OpenBlock) -> OpenBlock | None:
        """Open the one block that begins here, or None; `matched` is what the line went on in."""
        if self.blank:
            return None
        in_paragraph = self.tip.kind == "paragraph" and (container is self.tip or container is matched)
        if self._indent >= 4:
            if in_paragraph:
                return None
            self._advance(4)
            self._close_down_to(container)
            return self._add(OpenBlock("code", self.number))
        rest = self.line[self.next :]
        if _CONTAINER_MARK.match(rest) and _depth(container) > DEPTH:
            self._deep()
            return None
        for opens in (self._open_leaf, self._open_footnote, self._open_definition, self._open_item):
            block = opens(container, rest, in_paragraph)
            if block is not None:
                return block
        if rest[0] == ">":
            self._close_down_to(container)
            self._quote_mark()
            return self._add(OpenBlock("blockquote", self.number))
        return None

    def _deep(self) -> None:
        if self.too_deep is None:
            message = f"blocks are nested more than {DEPTH} deep"
            self.too_deep = flaw(self.number, message, "nest quotes and lists less deeply")
            self.problems.append(self.too_deep)

    def _open_leaf(self, container: OpenBlock, rest: str, in_paragraph: bool) -> OpenBlock | None:
        first = rest[0]
        paragraph = container if container.kind == "paragraph" else None
        if first == "#" and (atx := _ATX.match(rest)):
            text = re.sub(r"(?:^|[ \t]+)#+[ \t]*$", "", rest[atx.end() :]).strip(" \t")
            block = OpenBlock("heading", self.number, level=len(atx.group(1)), lines=[(self.number, text)])
        elif first in "`~" and (fence := _FENCE.match(rest)):
            mark, info = fence.group(1) or fence.group(3), fence.group(2) or fence.group(4) or ""
            block = OpenBlock("code", self.number, fence=mark, info=info.strip(), indent=self._indent)
        elif first == "<" and (end := tags.block_start(rest, in_paragraph)) is not None:
            self._close_down_to(container)
            return self._add(OpenBlock("html", self.number, end=end[0]))
        elif paragraph is not None and first in "=-" and _SETEXT.match(rest):
            if not self._is_setext(paragraph, first):
                paragraph.line = self.number
                return None  # below link definitions alone, GitHub shows even `---` as text
            self.used = True
            return paragraph
        elif paragraph is not None and (table := self._open_table(paragraph, rest)) is not None:
            self.used = True
            return table
        elif first in "*_-" and _THEMATIC.match(rest):
            block = OpenBlock("break", self.number)
        else:
            return None
        self._close_down_to(container)
        self.used = True
        return self._add(block)

    def _is_setext(self, paragraph: OpenBlock, mark: str) -> bool:
        self._take_references(paragraph)
        if not paragraph.lines:
            return False
        paragraph.kind, paragraph.level = "heading", 1 if mark == "=" else 2
        return True

    def _open_table(self, paragraph: OpenBlock, rest: str) -> OpenBlock | None:
        """A table whose header is the last line of `paragraph`, if `rest` is its delimiter row."""
        if (
            not _DELIMITER_ROW.match(rest)
            or not paragraph.lines
            or paragraph.no_table
            or ("|" not in rest and ":" not in rest and "-" not in rest)
        ):
            return None
        number, header = paragraph.lines[-1]
        marks = cells(rest)
        if len(cells(header)) != len(marks) or ("|" not in header and "|" not in rest):
            paragraph.no_table = True
            return None
        aligns = [
            {(True, True): "center", (True, False): "left", (False, True): "right"}.get((m[0] == ":", m[-1] == ":"), "")
            for m in marks
        ]
        if len(paragraph.lines) == 1:
            paragraph.kind, paragraph.aligns = "table", aligns
            return paragraph
        paragraph.lines.pop()
        self._close_down_to(paragraph)
        self._close(paragraph)
        return self._add(OpenBlock("table", number, lines=[(number, header)], aligns=aligns))

    def _open_footnote(self, container: OpenBlock, rest: str, in_paragraph: bool) -> OpenBlock | None:
        note = _FOOTNOTE.match(rest)
        while container.kind in ("list", "dl", "paragraph") and container.parent is not None:
            container = container.parent
        if note is None or container.kind != "root":
            return None
        label = normal_label(note.group(1))
        if label in self.footnotes:
            message = f"a second text for the footnote [^{note.group(1)}]; GitHub shows only the first"
            self.problems.append(flaw(self.number, message, "give it a label of its own"))
        self.footnotes.add(label)
        self._close_down_to(container)
        self._advance_to_next()
        self._advance(note.end())
        return self._add(OpenBlock("footnote", self.number, marker=label, offset=4))

    def _open_definition(self, container: OpenBlock, rest: str, in_paragraph: bool) -> OpenBlock | None:
        """`: text` below a paragraph (its term) or below another definition."""
        mark = _DEFINITION.match(rest) if self.beyond else None
        if mark is None:
            return None
        if container.kind == "paragraph" and container.lines:
            self._take_references(container)
            terms, holder, tight = container, container.parent, True
        elif container.kind in CONTAINERS and container.children and container.children[-1].kind in ("paragraph", "dl"):
            terms, holder, tight = container.children[-1], container, False
        elif container.kind == "dl":
            terms, holder, tight = container, container.parent, not container.ends_blank
        else:
            return None
        assert holder is not None
        self._close_down_to(holder)
        if terms.kind == "dl":
            block = terms
            block.is_open, self.tip = True, block
        else:
            holder.children.pop()
            block = self._add(OpenBlock("dl", terms.line, tight=tight))
            block.children = [
                OpenBlock("dt", number, block, lines=[(number, text)], is_open=False) for number, text in terms.lines
            ]
        block.tight = block.tight and tight
        offset = min(self._indent + len(mark.group().expandtabs(4)), 4)
        self._advance_to_next()
        self._advance(len(mark.group().expandtabs(4)))
        return self._add(OpenBlock("dd", self.number, offset=offset))

    def _open_item(self, container: OpenBlock, rest: str, in_paragraph: bool) -> OpenBlock | None:
        bullet, ordered = _BULLET.match(rest), _ORDERED.match(rest)
        mark = bullet or ordered
        if mark is None or (len(rest) > mark.end() and rest[mark.end()] not in " \t"):
            return None
        empty = not rest[mark.end() :].strip(" \t")
        start = int(ordered.group(1)) if ordered else 1
        if in_paragraph and container.kind == "paragraph" and (empty or start != 1):
            return None
        indent = self._indent
        self._close_down_to(container)
        self._advance_to_next()
        self._advance(mark.end())
        column, before = self.column, (self.at, self.column, self.partial_tab)
        self._find_next()
        width = self.next_column - column
        if empty or width >= 5:
            self.at, self.column, self.partial_tab = before
            self._advance(1)
            offset = indent + mark.end() + 1
        else:
            self._advance(width)
            offset = indent + mark.end() + width
        kind = ordered.group(2) if ordered else mark.group()
        above = self.tip
        while not (above.kind == "list" or above.kind in CONTAINERS):
            above = above.parent or self.root
        if above.kind != "list" or above.marker != kind:
            if self.tip.kind == "list":
                self._close(self.tip)
            self._add(OpenBlock("list", self.number, marker=kind, start=start))
        return self._add(OpenBlock("item", self.number, offset=offset))


def _may_hold(above: str, below: str) -> bool:
    if above == "list":
        return below == "item"
    if above == "dl":
        return below == "dd"
    return above in CONTAINERS


def _depth(block: OpenBlock | None) -> int:
    depth = 0
    while block is not None:
        depth, block = depth + 1, block.parent
    return depth


def _ends_blank(block: OpenBlock | None) -> bool:
    while block is not None:
        if block.ends_blank:
            return True
        if block.kind not in ("list", "item"):
            return False
        block = block.children[-1] if block.children else None
    return False


def _is_tight(block: OpenBlock) -> bool:
    """Whether no blank line stands between items, or between the blocks of one (CommonMark, "Lists")."""
    for item in block.children:
        last = item is block.children[-1]
        if not last and _ends_blank(item):
            return False
        for child in item.children:
            if _ends_blank(child) and not (last and child is item.children[-1]):
                return False
    return True
