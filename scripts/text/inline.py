"""The words of an inline tree, with links, footnotes, code and images as plain text shows them."""

from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from ..markup import MARK
from ..patterns import regex
from .bidi import CONTROLS, DIRECTION_MARKS, closed, in_logical_order, isolated, last_strong, runs_right_to_left

JOIN = "\u2060\u2060"
"""Two word joiners forbid a line break here, even after a space (UAX 14, LB11).

They are removed from the finished text. There are two, so that a single one in a policy is kept.
"""
BLOCKS = frozenset(
    (
        "p tight h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table caption thead tbody tfoot tr th td blockquote div section "
        "pre hr details summary figure figcaption html"
    ).split()
)
"""Tags that end a line of words."""
_SPACES = regex(r"[\t\v\f\r\x85\u2028\u2029]")


@dataclass(slots=True)
class Links:
    """The addresses in a text, numbered in the order in which they appear first."""

    addresses: list[str] = field(default_factory=list)

    def number(self, address: str) -> int:
        if address not in self.addresses:
            self.addresses.append(address)
        return self.addresses.index(address) + 1

    def mark(self, address: str) -> str:
        """The number in brackets after the words of a link. It never begins a line."""
        return f" {JOIN}[{self.number(address)}]"


@dataclass(frozen=True, slots=True)
class InlineRenderer:
    """Gives the words of inline trees for a text of one direction."""

    direction: str
    links: Links

    def isolated(self, words: str, direction: str = "") -> str:
        """Words of another or an unknown direction; isolated if they or the text around them run from right to left."""
        words = closed(words)
        if not words.translate(CONTROLS).strip() or (
            self.direction == "ltr" and direction != "rtl" and not runs_right_to_left(words)
        ):
            return words
        return isolated(words, direction if direction in DIRECTION_MARKS else "auto")

    def of(self, element: Element) -> str:
        """The words of an element, with hard line breaks as `\\n`. Each block in it has a line of its own."""
        if any(child.tag in BLOCKS for child in element):
            parts = [tidy(element.text or "")]
            for child in element:
                parts += [self.of(child) if child.tag in BLOCKS else tidy(self._piece(child)), tidy(child.tail or "")]
            return "\n".join(part for part in parts if part.strip())
        words = tidy(self._inside(element)._words(element))
        direction = element.get("dir", self.direction)
        return words if direction == self.direction else self.isolated(words, direction)

    def exact(self, element: Element) -> str:
        """The words of a block that keeps its spaces and line ends."""
        return self._inside(element)._words(element)

    def _inside(self, element: Element) -> "InlineRenderer":
        """The renderer for an element: another one if the element has a direction of its own."""
        direction = element.get("dir")
        return replace(self, direction=direction) if direction in DIRECTION_MARKS else self

    def _words(self, element: Element) -> str:
        words = element.text or ""
        for child in element:
            tail = child.tail or ""
            if child.get(MARK) is not None:
                words += f"{self._words(child)} {JOIN}"
                tail = tail.lstrip(" ")
            else:
                piece = self._piece(child)
                if piece.startswith((f" {JOIN}[", f"{JOIN}[")):  # a number in brackets, of a link or footnote
                    bare = words.rstrip(" ")
                    words = bare + self._turned(bare) + words[len(bare) :]
                words += piece
            words += tail
        return words

    def _turned(self, before: str) -> str:
        """A directional mark that keeps a number in brackets after a word of the other direction.

        A number takes the direction of the word before it (UAX 9, W2 and W7), and its brackets follow it (N0). So it would be
        shown on the other side of that word than the text goes on.
        """
        here = last_strong(before.rpartition("\n")[2])
        return DIRECTION_MARKS[self.direction] if here and here != self.direction else ""

    def _piece(self, element: Element) -> str:
        if element.tag == "img":
            alt = " ".join(element.get("alt", "").split())
            return self.isolated(alt) + self.links.mark(element.get("src", "")) if alt else ""
        words = self._inside(element)._words(element)
        match element.tag:
            case "br":
                return "\n"
            case "wbr":
                return "\u200b"
            case "bdo" if element.get("dir") == "ltr":
                return self.isolated(in_logical_order(words), "ltr")
            case "bdi" | "bdo" | "code":
                return self.isolated(words, element.get("dir", ""))
            case "del" | "s":
                return f"~~{words}~~"
            case "q":
                return f"“{words}”"
            case "sup" if len(element) and element[0].get("href", "").startswith("#fn-"):
                return f"{JOIN}[^{element[0].text}]"
            case "sup":  # 10<sup>2</sup> is not 102
                return f"^{words}" if any(char.isdigit() for char in words) else words
            case "a":
                return self._link(words, element.get("href", ""), element.get("class", ""))
            case _:
                return self.isolated(words, element.get("dir", "")) if element.get("dir") else words

    def _link(self, words: str, href: str, kind: str) -> str:
        if kind == "back":
            return ""
        address = href.removeprefix("mailto:")
        shown = words.translate(CONTROLS)
        if not href or href.startswith("#"):
            return words
        if shown in (address, href):
            return self.isolated(shown)
        mark = self.links.mark(address)
        bare = words.rstrip(" \n")
        return bare + self._turned(bare) + mark + words[len(bare) :]


def tidy(text: str) -> str:
    """Text with spaces as a browser shows them: several become one; no-break spaces and hard line breaks are kept."""
    if text.isprintable() and "  " not in text and text == text.strip(" "):
        return text
    hard = _SPACES.sub(" ", text).split("\n")
    return "\n".join(" ".join(part for part in line.split(" ") if part) for line in hard)
