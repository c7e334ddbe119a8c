"""Blocks of a policy as GitHub reads them: CommonMark 0.31 with tables and footnotes.

Python-Markdown's own block parser reads nested lists, lists directly below a
paragraph, fences in items and HTML blocks differently from GitHub, so we do not
use it. This parser follows phase 1 of "Appendix: A parsing strategy" in the
CommonMark specification: each line first continues the blocks that are open,
and then opens new ones. It gives the nodes of `block_nodes`.

Names in quotation marks are sections of CommonMark 0.31.2; those with "GFM" are
sections of the GitHub Flavored Markdown specification.
"""

import re

from ..patterns import regex
from ..problem import Problem
from . import tags
from .block_nodes import Blocks, finished, markdown_problem
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
"""The most lines of one link reference definition; without a limit, a paragraph full of them would take quadratic time."""
_CONTAINER_MARK = regex(r">|[*+-]|\d{1,9}[.)]")
_DEFINITION = regex(r":[ \t]+")

CONTAINERS = frozenset(["root", "blockquote", "item", "footnote", "dd"])
"""Kinds of blocks that can hold any other block."""


def read_blocks(text: str, *, beyond: bool, first_line: int = 1) -> Blocks:
    """Read the blocks of `text`, whose first line has the number `first_line` in its file.

    With `beyond`, definition lists are read too; GitHub does not have them.
    """
    return _Reader(beyond).read(text, first_line)


class _Reader:
    def __init__(self, beyond: bool) -> None:
        self.beyond = beyond
        self.root = OpenBlock("root", 1)
        self.tip = self.root  # the innermost open block
        self.references: dict[str, tuple[str, str]] = {}
        self.problems: list[Problem] = []
        self.too_deep: Problem | None = None
        self.footnotes: set[str] = set()
        self.line = ""
        self.number = 0
        # The place in the line. The column differs from the index behind a tab, which ends at a tab stop of 4 characters
        # ("Tabs"). `partial_tab`: only some columns of the tab at `at` are taken yet; the others are spaces of the content.
        self.at = self.column = 0
        self.partial_tab = False
        # The next character that is neither a space nor a tab; `blank` if there is none.
        self.next = self.next_column = 0
        self.blank = False
        # Whether nothing of the line is left for a paragraph: it was a heading, a fence, a rule or a delimiter row.
        self.used = False

    def read(self, text: str, first_line: int) -> Blocks:
        self.number = first_line - 1
        lines = re.split(r"\r\n|\n|\r", text)  # "line ending"; `str.splitlines` also splits at U+2028 and others
        if lines and not lines[-1]:
            lines.pop()
        for line in lines:
            self._take(line.replace("\0", "\ufffd"))  # "Insecure characters"
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
        # A list holds only items, so any other block ends it; a paragraph or a heading holds no block at all.
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
            # Definitions are looked for when the paragraph is complete, since they may take several lines.
            self._take_references(block)
            if not block.lines:
                parent.children.remove(block)
        elif block.kind == "code" and not block.fence:
            # "Indented code blocks": blank lines after the last chunk are not part of the block.
            while block.lines and not block.lines[-1][1].strip():
                block.lines.pop()
        elif block.kind == "list":
            block.tight = _is_tight(block)
        elif block.kind == "dd":
            # As in a list: a blank line between the blocks of one definition makes the whole list loose.
            parent.tight = parent.tight and not any(_ends_blank(child) for child in block.children[:-1])
        self.tip = parent

    def _take_references(self, block: OpenBlock) -> None:
        # "Link reference definitions" cannot interrupt a paragraph, so they are only at its beginning.
        while block.lines and block.lines[0][1].startswith("["):
            text = "\n".join(line for _, line in block.lines[:_DEFINITION_LINES])
            found = reference(text)
            if found is None:
                return
            label, target, title, length = found
            # "Link reference definitions": if several have the same label, the first takes precedence.
            self.references.setdefault(normal_label(label), (target, title))
            used = text.count("\n", 0, length) if length < len(text) else min(len(block.lines), _DEFINITION_LINES)
            block.lines = block.lines[used:]
            if block.lines:
                block.line = block.lines[0][0]

    def _take(self, line: str) -> None:
        self.number += 1
        self.line, self.at, self.column, self.partial_tab, self.used = line, 0, 0, False, False
        # Step 1: which open blocks does the line continue? Open blocks are always the last children, from the root down.
        container = self.root
        while container.children and container.children[-1].is_open:
            child = container.children[-1]
            self._find_next()
            if not self._continues(child):
                break
            if self.used:
                return
            container = child
        # Step 2: which new blocks begin in the line? In code and HTML none can; blocks that the line did not continue are
        # closed as soon as a new one begins, and not before, because the line may still be a lazy continuation.
        matched = container
        while container.kind not in ("code", "html") and not self.used:
            self._find_next()
            opened = self._open(container, matched)
            if opened is None:
                break
            container = opened
        # Step 3: what is left of the line is text. "Block quotes", laziness clause: if no new block began, it continues an
        # open paragraph even where the marks of the quotes or the indentation of the items around it are missing.
        self._find_next()
        if self.tip is not matched and container is matched and self.tip.kind == "paragraph" and not self.blank:
            self._add_line(self.tip)
            return
        self._close_down_to(container)
        self._note_blank(container)
        if not self.used:
            self._add_text(container)

    def _note_blank(self, container: OpenBlock) -> None:
        """Remember where blank lines are: they make a list loose ("Lists")."""
        if self.blank and container.children:
            container.children[-1].ends_blank = True
        # Three kinds of blank lines do not count, as in cmark: a `>` alone (the line is not empty), a line inside a
        # fence, and the line of an item's marker that has no text behind it.
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
            # "HTML blocks", kinds 1 to 5: the line with the end condition is the last, and it can be the first line too.
            if container.end is not None and container.end.search(self.line[self.at :]):
                self._close(container)
        elif self.blank:
            return
        elif container.kind in ("paragraph", "table"):
            self._add_line(container)
        else:
            self._add_line(self._add(OpenBlock("paragraph", self.number)))

    # -- continuing -------------------------------------------------------------

    def _continues(self, block: OpenBlock) -> bool:
        """Whether the line continues `block`; a closing fence does, and nothing is left of its line."""
        match block.kind:
            case "blockquote":
                return self._quote_mark()
            case "item" | "footnote" | "dd":
                if self.blank:
                    # "List items": an item can begin with at most one blank line.
                    if not block.children and block.kind == "item":
                        return False
                    self._advance_to_next()
                    return True
                if self._indent >= block.offset:
                    self._advance(block.offset)
                    return True
                return False
            case "list" | "dl":
                return True  # the same question follows for its last item
            case "code":
                return self._code_continues(block)
            case "html":
                # "HTML blocks", kinds 6 and 7, have no end condition and end at a blank line.
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
        # "Block quote marker": one space after `>` belongs to it; of a tab, one column.
        if self.at < len(self.line) and self.line[self.at] in " \t":
            self._advance(1)
        return True

    def _code_continues(self, block: OpenBlock) -> bool:
        if not block.fence:
            if self._indent >= 4:
                self._advance(4)
                return True
            if self.blank:
                self._advance_to_next()
            return self.blank
        rest = self.line[self.next :].rstrip(" \t")
        # "Fenced code blocks": the closing fence is of the same character, at least as long, and has no info string.
        if self._indent <= 3 and len(rest) >= len(block.fence) and set(rest) == {block.fence[0]}:
            self._close_down_to(block)
            self._close(block)
            self.used = True
        else:
            # Lines lose as much indentation as the opening fence has, if they have so much.
            self._advance(min(block.indent, self._indent))
        return True

    # -- opening ----------------------------------------------------------------

    def _open(self, container: OpenBlock, matched: OpenBlock) -> OpenBlock | None:
        """Open the one block that begins here, or None; `matched` is the innermost block that the line continued.

        The order is that of precedence: where a line could begin two kinds of blocks, the first that is tried wins.
        """
        if self.blank:
            return None
        # Whether the line would interrupt a paragraph, also one that it could continue lazily.
        in_paragraph = self.tip.kind == "paragraph" and (container is self.tip or container is matched)
        if self._indent >= 4:
            # "Indented code blocks" cannot interrupt a paragraph; nothing else may be indented by 4 columns.
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
            message = f"blocks are nested more than {DEPTH} levels deep"
            self.too_deep = markdown_problem(self.number, message, "use fewer levels of quotes and lists")
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
            return self._add(OpenBlock("html", self.number, end=end[0]))  # its first line is content, so it is not used
        # "Setext headings": if a line of dashes could be an underline or a thematic break, it is an underline.
        elif paragraph is not None and first in "=-" and _SETEXT.match(rest):
            if not self._is_setext(paragraph, first):
                paragraph.line = self.number
                return None  # the paragraph held only link definitions: there, GitHub shows even `---` as text
            self.used = True
            return paragraph
        elif paragraph is not None and (table := self._open_table(paragraph, rest)) is not None:
            self.used = True
            return table
        # "Thematic breaks": one takes precedence over a list item, so this is asked before `_open_item`.
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
        """A table whose header row is the last line of `paragraph`, if `rest` is its delimiter row (GFM, "Tables (extension)").

        As in cmark-gfm, the lines above the header row stay a paragraph.
        """
        if not _DELIMITER_ROW.match(rest) or not paragraph.lines or paragraph.no_table:
            return None
        number, header = paragraph.lines[-1]
        marks = cells(rest)
        # GFM: the header row must match the delimiter row in the number of cells. Without a bar in either of them,
        # `a` above `---` would be a table of one column; the line is left to setext headings.
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
        # Only at the top level: a footnote inside a quote or an item stays text, and `Inspection` reports its label.
        note = _FOOTNOTE.match(rest)
        while container.kind in ("list", "dl", "paragraph") and container.parent is not None:
            container = container.parent
        if note is None or container.kind != "root":
            return None
        label = normal_label(note.group(1))
        if label in self.footnotes:
            message = f"the footnote [^{note.group(1)}] is defined twice; GitHub shows only the first text"
            self.problems.append(markdown_problem(self.number, message, "give one of them another label"))
        self.footnotes.add(label)
        self._close_down_to(container)
        self._advance_to_next()
        self._advance(note.end())
        # As in cmark-gfm, further blocks of a footnote are indented by 4 columns, however long its label is.
        return self._add(OpenBlock("footnote", self.number, marker=label, offset=4))

    def _open_definition(self, container: OpenBlock, rest: str, in_paragraph: bool) -> OpenBlock | None:
        """`: text` below a paragraph (its terms) or below another definition (PHP Markdown Extra, "Definition Lists")."""
        mark = _DEFINITION.match(rest) if self.beyond else None
        if mark is None:
            return None
        # Three places: directly below the terms; below them with a blank line between, which makes the list loose; or
        # below the definitions of a list that is still open.
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
            holder.children.pop()  # the paragraph becomes the terms, one for each line
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
        # "List items": an empty item cannot interrupt a paragraph, nor can a number other than 1: a wrapped line that
        # happens to begin with "14." stays text.
        if in_paragraph and container.kind == "paragraph" and (empty or start != 1):
            return None
        indent = self._indent
        self._close_down_to(container)
        self._advance_to_next()
        self._advance(mark.end())
        column, before = self.column, (self.at, self.column, self.partial_tab)
        self._find_next()
        width = self.next_column - column
        # "List items": the content begins 1 to 4 columns behind the marker. With 5 or more (rule 2, it begins with
        # indented code) or none (rule 3, it begins with a blank line), only one column belongs to the marker.
        if empty or width >= 5:
            self.at, self.column, self.partial_tab = before
            self._advance(1)
            offset = indent + mark.end() + 1
        else:
            self._advance(width)
            offset = indent + mark.end() + width
        # "Lists": another bullet character or another delimiter behind the number begins a new list.
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
    # The blank line may be recorded at the last item of a list that ends the block, at any depth.
    while block is not None:
        if block.ends_blank:
            return True
        if block.kind not in ("list", "item"):
            return False
        block = block.children[-1] if block.children else None
    return False


def _is_tight(block: OpenBlock) -> bool:
    """Whether there is no blank line between items, nor between the blocks of one item (CommonMark, "Lists")."""
    for item in block.children:
        last = item is block.children[-1]
        if not last and _ends_blank(item):
            return False
        for child in item.children:
            if _ends_blank(child) and not (last and child is item.children[-1]):
                return False
    return True
