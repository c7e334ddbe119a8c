"""What does not translate in a text: numbers, links, code, placeholders, names, marks, and about how long it is."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from ..markup import Inline, InlineReader, Segment
from ..markup.nodes import Break, Code, Emphasis, FootnoteReference, Image, Link, Placeholder
from ..patterns import regex

Fact = tuple[str, str]
"""Kind and value: ("number", "14"), ("link", "https://example.org/"), ("code", "x"), ("placeholder", "product")."""

References = Mapping[str, tuple[str, str]]
"""Link reference definitions: label to (address, title)."""

_NUMBER = regex(r"\d+(?:[.,:/\u066b\u066c'\u2019\u00a0\u202f -]\d+)*")
_GROUPS = regex(r"\d{1,3}(?:([.,\u066c'\u2019\u00a0\u202f ])\d{3})(?:\1\d{3})*")
_LANGUAGE = regex(r"[a-z]{2}(?:[-_](?:[a-z]{2}|[a-z]{4}))?", re.I)
_LANGUAGE_MARK = regex(rf"[?&](?:lang|locale|hl)={_LANGUAGE.pattern}|\.{_LANGUAGE.pattern}(?=\.\w+$)", re.I)
_LATIN = regex(r"[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f0-9]*")
_STEM = 5
"""Letters by which words of two languages are known to be related ("perso-nal", "perso-enlich")."""


@dataclass(frozen=True, slots=True)
class Features:
    """What two texts that say the same have in common, whatever their languages."""

    size: float
    """How much a reader reads: letters and digits, wide ones counting twice."""
    facts: Counter[Fact]
    words: frozenset[str]
    """Beginnings of Latin words, without accents and capitals; what is a name stays a name in any script."""
    marks: tuple[int, int, int]
    """How many words are bold, italic, and how many hard breaks there are."""
    end: str
    """`?`, `:` or `;` at the end, in the form that ASCII has for it, or nothing."""

    def __add__(self, other: "Features") -> "Features":
        bold, italic, breaks = (one + more for one, more in zip(self.marks, other.marks, strict=True))
        words = self.words | other.words
        return Features(self.size + other.size, self.facts + other.facts, words, (bold, italic, breaks), other.end)

    def values(self, kind: str) -> Counter[str]:
        """How often each value of a kind of fact occurs."""
        return Counter({value: count for (name, value), count in self.facts.items() if name == kind})


def features_of(segment: Segment, reader: InlineReader) -> Features:
    """The facts of a segment, or of a translation read as a segment."""
    found = _Finder()
    found.look(reader.segment(segment.text, segment.kind).nodes)
    text = "".join(found.text)
    found.facts.update(("number", value) for value in number_values(text))
    stems = frozenset(stem for word in _LATIN.findall(text) if (stem := _stem(word)))
    return Features(size(text), found.facts, stems, (found.bold, found.italic, found.breaks), _end(text))


class _Finder:
    """Walks an inline tree."""

    def __init__(self) -> None:
        self.facts: Counter[Fact] = Counter()
        self.text: list[str] = []
        self.bold = self.italic = self.breaks = 0

    def look(self, nodes: Iterable[Inline]) -> None:
        for node in nodes:
            match node:
                case str():
                    self.text.append(node)
                case Link():
                    self.facts[_link(node.href)] += 1
                    if unquote(node.href).removeprefix("mailto:") != unquote(_beginning(node)):
                        self.look(node.children)
                case Image():
                    self.facts["image", node.src] += 1
                    self.text.append(node.alt)
                case Code():
                    self.facts["code", node.text] += 1
                case Placeholder():
                    self.facts["placeholder", node.name] += 1
                case FootnoteReference():
                    self.facts["footnote", node.label] += 1
                case Break():
                    self.breaks += 1
                    self.text.append(" ")
                case Emphasis():
                    self.bold += node.kind == "strong"
                    self.italic += node.kind == "em"
                    self.look(node.children)


def _beginning(link: Link) -> str:
    first = link.children[0] if link.children else ""
    return first if isinstance(first, str) else ""


def _link(href: str) -> Fact:
    """A target; one within the page is named by its language, and counts only as one."""
    return ("anchor", "") if href.startswith("#") else ("link", way(href))


def way(target: str) -> str:
    """A link target without the part that names a language: `/es/terms` and `/en/terms` are one way."""
    scheme, colon, rest = target.rpartition("://")
    host, slash, path = rest.partition("/") if colon else ("", "", rest)
    labels = host.split(".")
    if len(labels) > 2 and _LANGUAGE.fullmatch(labels[0]):
        host = ".".join(labels[1:])
    steps = [step for step in path.split("/") if not _LANGUAGE.fullmatch(step)]
    kept = _LANGUAGE_MARK.sub("", "/".join(steps))
    return (scheme + colon + host + slash + kept).rstrip("/").casefold()


@lru_cache(4096)
def size(text: str) -> float:
    """How much a reader reads: letters, digits and marks of a script; a wide one says as much as two others."""
    if text.isascii():
        return float(sum(map(str.isalnum, text)))
    kept = [char for char in text if unicodedata.category(char)[0] in "LN"]
    return float(len(kept) + sum(unicodedata.east_asian_width(char) in "WF" for char in kept))


def number_values(text: str) -> list[str]:
    """The values of the numbers in a text, in any numeral system, their thousands grouped or not.

    `10,000`, `10.000` and `\u0661\u0660\u066c\u0660\u0660\u0660` are `10000`; `1.5` and `1,5` are `1.5`; dates
    and versions give one value for each of their numbers.
    """
    values: list[str] = []
    for found in _NUMBER.finditer(text):
        digits = "".join(_ascii(char) for char in found.group())
        if _GROUPS.fullmatch(digits):
            values.append(re.sub(r"\D", "", digits))
        elif re.fullmatch(r"\d+[.,\u066b]\d{1,2}", digits):
            values.append(re.sub(r"\D", ".", digits))
        else:
            values += re.findall(r"\d+", digits)
    return [value.lstrip("0") or "0" for value in values]


def _ascii(char: str) -> str:
    value = unicodedata.digit(char, None)
    return char if value is None else str(value)


@lru_cache(8192)
def _stem(word: str) -> str:
    """The beginning of a word that its relatives share; "" for one too short to tell, unless it looks like a name."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", word) if not unicodedata.combining(char))
    if any(map(str.isupper, word[1:])):
        return plain  # a name such as iOS, GDPR
    return plain[:_STEM].casefold() if len(plain) >= _STEM - 1 else ""


_ENDS = {"\u061f": "?", "\uff1f": "?", "\u037e": "?", "\uff1a": ":", "\uff1b": ";", "\u061b": ";"}


def _end(text: str) -> str:
    last = text.rstrip(" \t\n*_)\"'\u00bb\u201d")[-1:]
    last = _ENDS.get(last, last)
    return last if last in ("?", ":", ";") else ""
