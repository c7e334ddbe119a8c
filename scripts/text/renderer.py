"""The lines of a plain text: each block is filled to the width that the blocks around it leave."""

import unicodedata
from collections.abc import Iterable
from copy import copy
from xml.etree.ElementTree import Element

from .. import segmentation
from ..locales import Language
from . import tables
from .bidi import CONTROLS, closed, directed, isolated, marked, per_line, with_isolated_runs
from .inline import BLOCKS, JOIN, InlineRenderer, Links, tidy
from .lists import list_marks, without_box
from .raw_html import with_parsed_html

COLUMNS = 72
_LEAST = 20
"""The least columns for words, however deep their block is nested; such lines get longer than 72 columns."""
_UNDERLINES = {"h1": "=", "h2": "-", "h3": "~", "h4": ".", "h5": "^", "h6": "'"}


class TextRenderer:
    """Collects the lines of one plain text."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.direction = language.direction
        self.links = Links()
        self.words = InlineRenderer(self.direction, self.links)
        self.blocks: list[list[str]] = []
        self.depth = 0

    def heading(self, words: str, mark: str = "") -> None:
        """A heading, underlined to the width of its longest line."""
        self.blocks.append(self._heading(words, mark, COLUMNS))

    def title(self, element: Element) -> None:
        """The title of the page, with its links."""
        self.blocks.append(self._heading(self.words.of(element), "=", COLUMNS))

    def paragraph(self, words: str) -> None:
        """A paragraph of the page frame."""
        self.blocks.append(self._filled(words, COLUMNS))

    def isolated(self, words: str) -> str:
        """Words of unknown direction; isolated if they or the text around them run from right to left."""
        return self.words.isolated(words)

    def with_runs(self, words: str) -> str:
        """Words without markup, with numbers and signs isolated where they need it."""
        return with_isolated_runs(words, self.words.direction)

    def body(self, tree: Element) -> None:
        """The blocks in the tree of a page's body."""
        self.blocks += self._blocks(tree, COLUMNS)

    def link_list(self, heading: str) -> None:
        """A list of the addresses that the text refers to by number."""
        if self.links.addresses:
            self.heading(heading, "-")
            wide = len(str(len(self.links.addresses)))
            self.blocks.append(
                [
                    self._directed(f"{f'[{n}]':>{wide + 2}} {self.isolated(a)}")
                    for n, a in enumerate(self.links.addresses, 1)
                ]
            )

    def text(self) -> str:
        """The finished text: NFC, LF, one newline at the end."""
        lines = "\n\n".join("\n".join(line.rstrip() for line in block) for block in self.blocks if block)
        return unicodedata.normalize("NFC", lines.replace(JOIN, "")).strip("\n") + "\n"

    # -- blocks ------------------------------------------------------------------------

    def _blocks(self, parent: Element, width: int) -> list[list[str]]:
        parent = with_parsed_html(parent)
        blocks = [self._filled(parent.text or "", width)]
        for element in parent:
            blocks += self._block(element, width)
            blocks.append(self._filled(element.tail or "", width))
        return [block for block in blocks if block]

    def _block(self, element: Element, width: int) -> list[list[str]]:
        match element.tag:
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                return [self._heading(self.words.of(element), _UNDERLINES[element.tag], width)]
            case "ul" | "ol":
                return self._list(element, width)
            case "dl":
                return self._definitions(element, width)
            case "blockquote":
                return [self._quoted(element, width)]
            case "div" if "alert" in element.get("class", "").split():
                return [self._quoted(element, width)]
            case "pre":
                return [self._code(element, width)]
            case "hr":
                return [[self._directed("* * *")]]
            case "table":
                return self._table(element, width)
            case "script" | "style":
                return []
            case _ if any(child.tag in BLOCKS for child in element):
                return self._blocks(element, width)
            case _:
                return [self._filled(self.words.of(element), width)]

    def _heading(self, words: str, mark: str, width: int) -> list[str]:
        lines = self._filled(words, width)
        return [*lines, self._directed(mark * max(map(segmentation.columns, lines)))] if mark and lines else lines

    def _quoted(self, element: Element, width: int) -> list[str]:
        return self._prefixed(self._blocks(element, _narrower(width, "> ")), "> ", "> ")

    def _list(self, element: Element, width: int) -> list[list[str]]:
        of_items = iter(list_marks(element, self.depth))
        is_tight = all(part.tag != "p" for item in element for part in item)
        result: list[list[str]] = []
        self.depth += 1
        for child in element:
            if child.tag != "li":
                result += self._block(child, width)
                continue
            mark, item = next(of_items), with_parsed_html(without_box(child))
            blocks = self._item(item, _narrower(width, mark))
            is_plain = is_tight and all(part.tag in ("tight", "ul", "ol") or part.tag not in BLOCKS for part in item)
            lines = self._prefixed(blocks, mark, " " * len(mark), is_plain) or [self._directed(mark)]
            if is_tight and result:
                result[0] += lines
            else:
                result.append(lines)
        self.depth -= 1
        return result

    def _item(self, item: Element, width: int) -> list[list[str]]:
        """The blocks of an item or a definition. One in raw HTML may contain its words directly."""
        if any(child.tag in BLOCKS for child in item):
            return self._blocks(item, width)
        lines = self._filled(self.words.of(item), width)
        return [lines] if lines else []

    def _definitions(self, element: Element, width: int) -> list[list[str]]:
        result: list[list[str]] = []
        before = ""
        was_long = False
        for part in with_parsed_html(element):
            match part.tag:
                case "dt":
                    lines = self._filled(self.words.of(part), width)
                    if before == "dt":
                        result[-1] += lines
                    else:
                        result.append(lines)
                case "dd":
                    lines = self._prefixed(self._item(with_parsed_html(part), _narrower(width, "    ")), "    ", "    ")
                    if not lines:
                        continue
                    is_long = len(lines) > 1
                    if before == "dd" and (is_long or was_long):  # to show where the next one begins
                        result[-1].append("")
                    if result and before:
                        result[-1] += lines
                    else:
                        result.append(lines)
                    was_long = is_long
                case "div":
                    group = copy(part)
                    group.tag = "dl"
                    result += self._definitions(group, width)
                case _:
                    result += self._block(part, width)
            before = part.tag if part.tag in ("dt", "dd") else ""
        return result

    def _code(self, pre: Element, width: int) -> list[str]:
        """The lines of a block of code or other text with fixed lines.

        Lines of another direction than the page are padded to one width. Otherwise code in a right-to-left text would be aligned
        at its right edge, and its indentation would be lost.
        """
        code = pre[0] if len(pre) == 1 and pre[0].tag == "code" and pre[0].get("translate") is None else None
        words = "".join(pre.itertext()) if code is None else self.words.exact(code)
        direction = pre.get("dir", "ltr")
        lines = _without_tabs(unicodedata.normalize("NFC", words)).strip("\n").split("\n")
        lines = [line for whole in lines for line in per_line([closed(whole.rstrip())])]
        if direction == self.direction:
            return [self._directed(f"    {line}") if line else "" for line in lines]
        wide = min(max(map(segmentation.columns, lines)), width - 4)
        padded = [line + " " * (wide - segmentation.columns(line)) if line else "" for line in lines]
        return [self._directed(f"    {isolated(line, direction)}") if line else "" for line in padded]

    def _prefixed(self, blocks: list[list[str]], first: str, rest: str, is_tight: bool = False) -> list[str]:
        lines: list[str] = []
        for block in blocks:
            if lines and not is_tight:
                lines.append("")
            lines += block
        prefixes = [first, *[rest] * len(lines)]
        return [
            marked(mark, line, self.direction) if line or mark.strip() else ""
            for mark, line in zip(prefixes, lines, strict=False)
        ]

    def _table(self, element: Element, width: int) -> list[list[str]]:
        blocks = [self._filled(self.words.of(caption), width) for caption in element.iter("caption")]
        table = tables.read_table(element, self.words.of)
        if not table.rows:
            return blocks
        if (lines := tables.grid(table, self.language, width)) is not None:
            return [*blocks, [self._directed(line) for whole in lines for line in per_line([closed(whole)])]]
        return [
            *blocks,
            *(
                [line for words in record for line in self._filled(words, width, "  ")]
                for record in tables.records(table, self.language)
            ),
        ]

    # -- lines -------------------------------------------------------------------------

    def _filled(self, words: str, width: int, rest: str = "") -> list[str]:
        """Words as lines, wrapped; each hard line break begins a new line. All lines but the first begin with `rest`."""
        if not words.strip():  # between most blocks there is only a line end
            return []
        result: list[str] = []
        tidied = tidy(closed(unicodedata.normalize("NFC", words)))
        for hard in tidied.split("\n") if tidied.strip() else ():
            room = width - len(rest) if result else width
            result += segmentation.lines(hard, self.language.tag, width - len(rest), room)
        lines = per_line(_without_gaps(result))
        return [
            *(self._directed(line) for line in lines[:1]),
            *(marked(rest, line, self.direction) if line else "" for line in lines[1:]),
        ]

    def _directed(self, line: str) -> str:
        return directed(line, self.direction)


def _narrower(width: int, mark: str) -> int:
    return max(width - len(mark), _LEAST)


def _without_gaps(lines: Iterable[str]) -> list[str]:
    """Lines without empty ones at both ends, such as a `<br>` there gives, and with one instead of several in a row."""
    kept = [""]
    for line in lines:
        if line.strip() or kept[-1]:
            kept.append(line.rstrip())
    return kept[1:] if kept[-1] else kept[1:-1]


def _without_tabs(text: str) -> str:
    """Lines with spaces instead of tabs, to every fourth column. Directional characters have no width."""
    return "\n".join(_to_columns(line) if "\t" in line else line for line in text.split("\n"))


def _to_columns(line: str) -> str:
    *parts, last = line.split("\t")
    pieces, column = [], 0
    for part in parts:
        column += len(part.translate(CONTROLS))
        pieces.append(part + " " * (4 - column % 4))
        column += 4 - column % 4
    return "".join([*pieces, last])
