"""The inline nodes of the texts of one policy, each text read once."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from ..patterns import regex
from . import inline_parser
from .addresses import plain_nodes
from .nodes import Inline

TextKind = Literal["markdown", "html", "plain"]
"""How a text is to be read; `html` is text in a block of raw HTML, in which no mark of Markdown counts."""


_MARK = regex(r"[\\`*_~\[\]<>&{}\uff5b\uff5d\n#|@]|://|www\.|\A[-+=]", re.I)


def has_marks(text: str) -> bool:
    """Whether there is anything in a text that could be more than words to any reader; three of five segments have none.

    Texts without marks take a short way: they are one node, and their shape is that of every other such text.
    """
    return _MARK.search(text) is not None


@dataclass(slots=True)
class InlineText:
    """A text that has been read."""

    nodes: tuple[Inline, ...]
    """Tags of raw HTML are nodes of their own."""
    tag_places: tuple[tuple[int, int], ...] = ()
    """Where these tags begin and end in a text of Markdown."""
    _tree: tuple[Inline, ...] | None = None

    def tree(self) -> tuple[Inline, ...]:
        """The nodes with pairs of tags as the elements that they are. Raises `inline_parser.Unbalanced` where they are none."""
        if self._tree is None:
            has_marks = any(not isinstance(node, str) for node in self.nodes)
            self._tree = tuple(inline_parser.nested(self.nodes)) if has_marks else self.nodes
        return self._tree

    def is_balanced(self) -> bool:
        """Whether each tag has its partner."""
        try:
            self.tree()
        except inline_parser.Unbalanced:
            return False
        return True


_How = Literal["segment", "wrapped", "github", "html", "plain"]


class InlineReader:
    """Reads the texts of one policy, by its link references and footnotes, and remembers them as long as it is there itself.

    What a locale says is read by a reader of its own (`for_locale`), which goes when the locale is done.
    """

    def __init__(
        self,
        references: Mapping[str, tuple[str, str]] = MappingProxyType({}),
        footnotes: Collection[str] = (),
        *,
        of_policy: "InlineReader | None" = None,
    ) -> None:
        self.references = references
        """Link reference definitions: normalised label to (address, title)."""
        self.footnotes = footnotes
        """Labels that have a text."""
        self._of_policy = of_policy
        self._read: dict[tuple[_How, str], InlineText] = {}

    def for_locale(self) -> "InlineReader":
        """A reader for the translations of a locale: it knows what this one has read, and keeps what it reads itself."""
        return InlineReader(self.references, self.footnotes, of_policy=self)

    def segment(self, text: str, kind: TextKind = "markdown") -> InlineText:
        """The text of a segment or of a translation, in which every newline is a hard break."""
        return self._text(text, "segment" if kind == "markdown" else kind)

    def wrapped(self, text: str) -> InlineText:
        """The text of a block as it stands in the file, its lines wrapped."""
        return self._text(text, "wrapped" if "\n" in text else "segment")

    def as_github(self, text: str) -> InlineText:
        """The same without anything beyond GitHub."""
        if text.isascii() and "{{" not in text:  # where both readings are one
            return self.wrapped(text)
        return self._text(text, "github")

    def _text(self, text: str, how: _How) -> InlineText:
        found = self._known(text, how)
        if found is None:
            found = self._read[how, text] = self._parsed(text, how)
        return found

    def _known(self, text: str, how: _How) -> InlineText | None:
        found = self._read.get((how, text))
        return found if found or self._of_policy is None else self._of_policy._known(text, how)

    def _parsed(self, text: str, how: _How) -> InlineText:
        if how == "plain":
            return InlineText(tuple(plain_nodes(text)))
        if how == "html":
            return InlineText(tuple(inline_parser.html_nodes(text)))
        if not has_marks(text):
            words = text.strip(" \t\n")
            return InlineText((words,) if words else ())
        parsed = inline_parser.parse(
            text, self.references, self.footnotes, beyond=how != "github", hard=how == "segment"
        )
        return InlineText(*parsed)
