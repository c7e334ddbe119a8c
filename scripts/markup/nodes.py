"""The inline nodes of a text that has been read. They are immutable.

A piece of plain text is a `str`, in which a newline is a soft line break.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from ..patterns import regex

VARIABLE = regex(r"\{\{[ ]*([A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)[ ]*\}\}", re.ASCII)
"""The fixed grammar of a placeholder; nothing else between braces has a meaning (law 6)."""

DEPTH = 60
"""The deepest nesting of blocks and of marks; more is refused, because code that walks a tree does so by recursion."""


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Emphasised words."""

    kind: Literal["em", "strong", "del"]
    """The tag in HTML, for `*`, `**` and `~~`."""
    children: "tuple[Inline, ...]"
    is_single: bool = False
    """Whether the delimiters are single tildes, which mean strikethrough only on GitHub."""


@dataclass(frozen=True, slots=True)
class Code:
    """A code span."""

    text: str
    """Nothing in it is Markdown."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link in any of the spellings of Markdown."""

    href: str
    """Its target as HTML has it: percent-encoded, with placeholders not yet filled in."""
    children: "tuple[Inline, ...]"
    title: str = ""
    written: str = ""
    """The target as the text writes it; "" if that equals `href`."""
    is_bare: bool = False
    """Whether it is a bare address in the text, without `<>` or brackets."""
    is_reference: bool = False
    """Whether its target and title come from a link reference definition of the policy."""

    @property
    def shows_address(self) -> bool:
        """Whether its text is its address: `https://...` or `<https://...>`."""
        return self.children in ((self.written,), (self.written.removeprefix("http://"),)) and self.written != ""


@dataclass(frozen=True, slots=True)
class Image:
    """An image."""

    src: str
    """Like the `href` of a link."""
    alt: str
    """Its description as plain text."""
    title: str = ""
    is_reference: bool = False
    """Like that of a link."""


@dataclass(frozen=True, slots=True)
class RawTag:
    """One tag of raw HTML, a comment or a declaration, as it is written."""

    raw: str


@dataclass(frozen=True, slots=True)
class Html:
    """An HTML element: a pair of tags, or a void tag."""

    name: str
    """In lower case."""
    attributes: tuple[tuple[str, str], ...]
    """(name, value) in the order of the tag; each name once, values with character references resolved."""
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
    """`[^label]`, if the policy has a text for it."""

    label: str
    """Normalised (`link_targets.normal_label`)."""


@dataclass(frozen=True, slots=True)
class Break:
    """A hard line break."""


Inline = str | Emphasis | Code | Link | Image | RawTag | Html | Placeholder | FootnoteReference | Break

Parent = Emphasis | Link | Html
"""Nodes that hold other nodes."""


def descendants(nodes: Iterable[Inline]) -> Iterator[Inline]:
    """All nodes in reading order, each before the nodes that it holds."""
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
    """The same nodes, with neighbouring strings joined and empty ones left out."""
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
    """What counts as words in inline nodes, in addition to text and code."""

    line_break: str = "\n"
    """What a hard break gives."""
    has_alts: bool = False
    """Whether the alternative texts of images count."""
    has_placeholders: bool = False
    """Whether placeholders count, as `{{ name }}`."""
    code: Callable[[str], str] = str
    """What the text of code gives."""


SHOWN = WordStyle()
"""What a person sees whatever the values are: no alternative texts, no placeholders."""
LABEL = WordStyle(line_break="")
"""The visible text of a link or of emphasis."""
WRITTEN = WordStyle(has_alts=True, has_placeholders=True)
"""Everything that the author wrote, without the markup."""


def words_of(nodes: Iterable[Inline], style: WordStyle = SHOWN) -> str:
    """The words of inline nodes, without markup and tags."""
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
