"""What a text is once it is read: its inline nodes. Nothing of them changes any more.

A piece of plain text is a `str`, in which a soft line break is a newline.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from ..patterns import regex

VARIABLE = regex(r"\{\{[ ]*([A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)[ ]*\}\}", re.ASCII)
"""The fixed grammar of a placeholder; nothing else between braces has a meaning."""

DEPTH = 60
"""How deep blocks and marks may be nested; what is deeper is refused, for every reader of a tree calls itself."""


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Words set apart by marks."""

    kind: Literal["em", "strong", "del"]
    """As HTML calls it: `*`, `**`, `~~`."""
    children: "tuple[Inline, ...]"
    is_single: bool = False
    """Whether the marks are single tildes, which strike out on GitHub alone."""


@dataclass(frozen=True, slots=True)
class Code:
    """Code among words."""

    text: str
    """Nothing in it is Markdown."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link, written in any way that Markdown has."""

    href: str
    """Its target as it stands in HTML: percent-encoded, placeholders left for later."""
    children: "tuple[Inline, ...]"
    title: str = ""
    written: str = ""
    """The target as the text writes it; "" where that is `href`."""
    is_bare: bool = False
    """Whether it is an address in the text, without marks."""
    is_reference: bool = False
    """Whether a reference definition of the policy has its target and title, not the text itself."""

    @property
    def shows_address(self) -> bool:
        """Whether it has no words of its own: `https://...` or `<https://...>`."""
        return self.children in ((self.written,), (self.written.removeprefix("http://"),)) and self.written != ""


@dataclass(frozen=True, slots=True)
class Image:
    """An image."""

    src: str
    """As the `href` of a link."""
    alt: str
    """Its words, without marks."""
    title: str = ""
    is_reference: bool = False
    """As that of a link."""


@dataclass(frozen=True, slots=True)
class RawTag:
    """One tag of raw HTML, a comment or a declaration, as it is written."""

    raw: str


@dataclass(frozen=True, slots=True)
class Html:
    """An element of HTML: a pair of tags, or a tag that holds nothing."""

    name: str
    """In lower case."""
    attributes: tuple[tuple[str, str], ...]
    """Each name once, values decoded, in the order of the tag."""
    children: "tuple[Inline, ...]" = ()

    def get(self, name: str, default: str = "") -> str:
        """The value of an attribute."""
        return next((value for key, value in self.attributes if key == name), default)


@dataclass(frozen=True, slots=True)
class Placeholder:
    """`{{ name }}`, to be filled in."""

    name: str


@dataclass(frozen=True, slots=True)
class FootnoteReference:
    """`[^label]`, where the policy has a text for it."""

    label: str
    """Normalised."""


@dataclass(frozen=True, slots=True)
class Break:
    """A hard line break."""


Inline = str | Emphasis | Code | Link | Image | RawTag | Html | Placeholder | FootnoteReference | Break

Parent = Emphasis | Link | Html
"""Nodes that hold others."""


def descendants(nodes: Iterable[Inline]) -> Iterator[Inline]:
    """All nodes, each before those that it holds, in reading order."""
    waiting = [iter(nodes)]
    while waiting:
        node = next(waiting[-1], None)
        if node is None:
            waiting.pop()
            continue
        yield node
        if isinstance(node, Parent):
            waiting.append(iter(node.children))


def merged(nodes: Iterable[Inline]) -> list[Inline]:
    """The same nodes, neighbouring strings as one, empty ones gone."""
    merged: list[Inline] = []
    for node in nodes:
        if not isinstance(node, str):
            merged.append(node)
        elif merged and isinstance(merged[-1], str):
            merged[-1] += node
        elif node:
            merged.append(node)
    return merged


# -- words -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class WordStyle:
    """What of inline nodes counts as words, beside text and code."""

    line_break: str = "\n"
    """What a hard break is."""
    has_alts: bool = False
    """Whether images have their words."""
    has_placeholders: bool = False
    """Whether a placeholder is there as it is written."""
    code: Callable[[str], str] = str
    """What code is."""


SHOWN = WordStyle()
"""What a reader sees in every language: no alt texts, no values."""
LABEL = WordStyle(line_break="")
"""What a link or mark shows by letters."""
WRITTEN = WordStyle(has_alts=True, has_placeholders=True)
"""What the author said, marks aside."""


def words_of(nodes: Iterable[Inline], style: WordStyle = SHOWN) -> str:
    """The words of inline nodes, without their marks and tags."""
    return "".join(_words(nodes, style))


def _words(nodes: Iterable[Inline], style: WordStyle) -> Iterator[str]:
    for node in descendants(nodes):
        match node:
            case str():
                yield node
            case Code():
                yield style.code(node.text)
            case Break():
                yield style.line_break
            case Image() if style.has_alts:
                yield node.alt
            case Placeholder() if style.has_placeholders:
                yield f"{{{{ {node.name} }}}}"
