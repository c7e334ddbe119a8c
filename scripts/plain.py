"""Plain text of a finished tree: 72 columns in every script, nothing lost against the page.

Right-to-left text is done line by line: a terminal takes each line for a
paragraph of its own (UAX 9), so isolates are closed where the line ends and
opened again on the next, and a line that begins with Latin gets a mark first.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from . import breaks
from .locales import Language
from .markup import html_paragraphs

WIDTH = 72
_FSI, _PDI, _RLM = "\u2068", "\u2069", "\u200f"
_UNDERLINES = {"h1": "=", "h2": "-", "h3": "~", "h4": "."}
_LEAVES = frozenset(["p", "tight", "h1", "h2", "h3", "h4", "h5", "h6", "th", "td", "dt"])


@dataclass(slots=True)
class Links:
    """Addresses of a text, numbered in their order."""

    addresses: list[str] = field(default_factory=list)

    def number(self, address: str) -> int:
        if address not in self.addresses:
            self.addresses.append(address)
        return self.addresses.index(address) + 1

    def mark(self, address: str) -> str:
        """What stands behind the words of a link; it does not leave them at the end of a line."""
        return f"\u00a0[{self.number(address)}]"


class Text:
    """Collects the lines of one plain text."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.links = Links()
        self.blocks: list[list[str]] = []

    def heading(self, words: str, mark: str = "") -> None:
        """A heading, underlined to the width of its longest line."""
        self.blocks.append(self._heading(words, mark, WIDTH))

    def title(self, element: Element) -> None:
        """The heading that stands above all, with its links."""
        self.blocks.append(self._heading(self._inline(element), "=", WIDTH))

    def paragraph(self, words: str) -> None:
        """A paragraph of the frame around the policy."""
        self.blocks.append(self._filled(words, WIDTH, "", ""))

    def isolated(self, words: str) -> str:
        """Words of unknown direction, isolated from the text around them where that runs right to left."""
        return f"{_FSI}{words}{_PDI}" if self.language.direction == "rtl" else words

    def body(self, tree: Element) -> None:
        """Everything that the tree of a page's body says."""
        self.blocks += self._blocks(tree, WIDTH)

    def link_list(self, heading: str) -> None:
        """The addresses that the text refers to by number."""
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
        return unicodedata.normalize("NFC", lines).replace("\u00a0[", " [").strip("\n") + "\n"

    # -- blocks ------------------------------------------------------------------------

    def _blocks(self, parent: Element, width: int) -> list[list[str]]:
        blocks: list[list[str]] = []
        for element in parent:
            blocks += self._block(element, width)
        return [block for block in blocks if block]

    def _block(self, element: Element, width: int) -> list[list[str]]:
        match element.tag:
            case "p" | "tight" | "dt":
                return [self._filled(self._inline(element), width, "", "")]
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                return [self._heading(self._inline(element), _UNDERLINES.get(element.tag, ""), width)]
            case "ul" | "ol":
                return self._list(element, width)
            case "dl":
                return self._definitions(element, width)
            case "blockquote" | "div":
                return [self._prefixed(self._blocks(element, width - 2), "> ", "> ")]
            case "pre":
                return [[f"    {line}" for line in "".join(element.itertext()).rstrip("\n").split("\n")]]
            case "hr":
                return [[self._directed("* * *")]]
            case "table":
                return self._table(element, width)
            case "html":
                return [self._filled(self._inline(part), width, "", "") for part in html_paragraphs(element.text or "")]
            case _:
                return self._blocks(element, width)

    def _heading(self, words: str, mark: str, width: int) -> list[str]:
        lines = self._filled(words, width, "", "")
        return [*lines, self._directed(mark * max(breaks.columns(line) for line in lines))] if mark and lines else lines

    def _list(self, element: Element, width: int) -> list[list[str]]:
        items = element.findall("li")
        start = int(element.get("start", "1"))
        wide = len(str(start + len(items) - 1)) + 2
        is_tight = all(part.tag != "p" for item in items for part in item)
        result: list[list[str]] = []
        for number, item in enumerate(items, start):
            mark = "• " if element.tag == "ul" else f"{f'{number}.':<{wide}}"
            lines = self._prefixed(self._blocks(item, width - len(mark)), mark, " " * len(mark), is_tight)
            if is_tight and result:
                result[0] += lines or [mark]
            else:
                result.append(lines or [mark])
        return result

    def _definitions(self, element: Element, width: int) -> list[list[str]]:
        result: list[list[str]] = []
        for part in element:
            if part.tag == "dt":
                lines = self._filled(self._inline(part), width, "", "")
                if result and result[-1][-1:] and not result[-1][-1].startswith(" "):
                    result[-1] += lines
                else:
                    result.append(lines)
            else:
                lines = self._prefixed(self._blocks(part, width - 4), "    ", "    ")
                result[-1:] = [[*(result[-1] if result else []), *lines]]
        return result

    def _prefixed(self, blocks: list[list[str]], first: str, rest: str, is_tight: bool = False) -> list[str]:
        lines: list[str] = []
        for block in blocks:
            if lines and not is_tight:
                lines.append("")
            lines += block
        marks = [first, *[rest] * len(lines)]
        return [
            self._marked(mark, line) if line or mark.strip() else "" for mark, line in zip(marks, lines, strict=False)
        ]

    def _marked(self, mark: str, line: str) -> str:
        """A mark before a line; the directional mark stays first."""
        if line.startswith(_RLM):
            return f"{_RLM}{mark}{line[1:]}"
        return self._directed(mark + line)

    def _table(self, table: Element, width: int) -> list[list[str]]:
        rows = [[self._inline(cell).replace("\n", " ") for cell in row] for row in table.iter("tr")]
        if not rows:
            return []
        aligns = [cell.get("class", "") for cell in next(table.iter("tr"))]
        head, *body = rows
        wide = [max(breaks.columns(row[column]) for row in rows) for column in range(len(head))]
        if sum(wide) + 2 * (len(wide) - 1) <= width:
            lines = [
                self._directed("  ".join(_padded(*facts) for facts in zip(row, wide, aligns, strict=True)))
                for row in rows
            ]
            rule = "  ".join("-" * max(size, 1) for size in wide)
            return [[lines[0], self._directed(rule), *lines[1:]]]
        if not body:
            return [[line for cell in head for line in self._filled(cell, width, "", "  ")]]
        records = []
        for row in body:
            pairs = [(label, cell) for label, cell in zip(head, row, strict=True) if label or cell]
            records.append(
                [
                    line
                    for label, cell in pairs
                    for line in self._filled(f"{label}: {cell}" if label else cell, width, "", "  ")
                ]
            )
        return records

    # -- lines -------------------------------------------------------------------------

    def _filled(self, words: str, width: int, first: str, rest: str) -> list[str]:
        """Words as lines, each hard line of them wrapped on its own."""
        result: list[str] = []
        for hard in words.split("\n") if words.strip() else ():
            text = " ".join(part for part in hard.split(" ") if part)
            mark = rest if result else first
            for line in breaks.lines(text, self.language.tag, width - len(rest), width - len(mark)):
                result.append((rest if result else first) + line)
        return [self._directed(line) for line in _isolates_per_line(result)]

    def _directed(self, line: str) -> str:
        """The line with a right-to-left mark before it where its first strong letter is Latin."""
        if (
            self.language.direction == "rtl"
            and line.strip()
            and not line.startswith(_RLM)
            and _first_strong(line) != "R"
        ):
            return _RLM + line
        return line

    # -- inline --------------------------------------------------------------------------

    def _inline(self, element: Element) -> str:
        return " ".join(part for part in _soft(self._words(element)).split(" "))

    def _words(self, element: Element) -> str:
        parts = [element.text or ""]
        for child in element:
            if child.tag in ("ul", "ol", "p", "tight", "pre", "blockquote", "table"):
                continue
            parts += [self._piece(child), child.tail or ""]
        return "".join(parts)

    def _piece(self, element: Element) -> str:
        words = self._words(element)
        match element.tag:
            case "br":
                return "\n"
            case "bdi":
                return self.isolated(words)
            case "code":
                return self.isolated(words)
            case "del" | "s":
                return f"~~{words}~~"
            case "img":
                alt = element.get("alt", "")
                return alt + self.links.mark(element.get("src", "")) if alt else ""
            case "sup" if len(element) and element[0].get("href", "").startswith("#fn-"):
                return f"[^{element[0].text}]"
            case "sup":  # 10<sup>2</sup> is not 102
                return f"^{words}" if any(char.isdigit() for char in words) else words
            case "a":
                return self._link(words, element.get("href", ""), element.get("class", ""))
            case _:
                return words

    def _link(self, words: str, href: str, kind: str) -> str:
        if kind == "back":
            return ""
        address = href.removeprefix("mailto:")
        shown = words.replace(_FSI, "").replace(_PDI, "")
        if not href or href.startswith("#"):
            return words
        if shown in (address, href):
            return self.isolated(shown)
        return words + self.links.mark(address)


def _soft(text: str) -> str:
    """Blanks as a reader sees them: one space, but no-break spaces and hard line ends kept."""
    return "\n".join(" ".join(part for part in line.replace("\t", " ").split(" ") if part) for line in text.split("\n"))


def _padded(cell: str, size: int, align: str) -> str:
    blanks = " " * (size - breaks.columns(cell))
    return blanks + cell if "right" in align else cell + blanks


def _isolates_per_line(lines: Iterable[str]) -> list[str]:
    result: list[str] = []
    depth = 0
    for line in lines:
        opened = depth
        depth = max(0, depth + line.count(_FSI) - line.count(_PDI))
        result.append(_FSI * opened + line + _PDI * depth)
    return result


def _first_strong(line: str) -> str:
    """`L` or `R` of the first strong character outside of isolates (UAX 9, rule P2); "" without one."""
    depth = 0
    for char in line:
        kind = unicodedata.bidirectional(char)
        if kind in ("FSI", "LRI", "RLI"):
            depth += 1
        elif kind == "PDI":
            depth -= 1
        elif depth == 0 and kind in ("L", "R", "AL"):
            return "L" if kind == "L" else "R"
    return ""
