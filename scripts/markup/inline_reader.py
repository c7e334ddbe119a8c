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
"""How a text is read; `html` is a text inside a block of raw HTML, which has tags but no Markdown."""


_MARK = regex(r"[\\`*_~\[\]<>&{}\uff5b\uff5d\n#|@]|://|www\.|\A[-+=]", re.I)


def has_marks(text: str) -> bool:
    """Whether a text has a character that could be markup for any reader, ours or another tool's.

    Three of five segments have none. They are not parsed: each is one node.
    """
    # Wider than what our parser reads: `>`, `|`, `#` and a leading `-`, `+` or `=` begin blocks, and the fullwidth braces
    # (U+FF5B, U+FF5D) are what input methods make of `{{ name }}`; checks of translations rely on the answer too.
    return _MARK.search(text) is not None


@dataclass(slots=True)
class InlineText:
    """The inline nodes of a text."""

    nodes: tuple[Inline, ...]
    """Tags of raw HTML are nodes of their own."""
    tag_places: tuple[tuple[int, int], ...] = ()
    """(start, end) of each of these tags; only for Markdown."""
    _tree: tuple[Inline, ...] | None = None

    def tree(self) -> tuple[Inline, ...]:
        """The nodes with each pair of tags as one element. Raises `inline_parser.Unbalanced` if a tag has no partner."""
        # Made on demand: a text with unbalanced tags has nodes, which checks report on, but no tree.
        if self._tree is None:
            has_marks = any(not isinstance(node, str) for node in self.nodes)
            self._tree = tuple(inline_parser.nested(self.nodes)) if has_marks else self.nodes
        return self._tree

    def is_balanced(self) -> bool:
        """Whether each tag has a partner."""
        try:
            self.tree()
        except inline_parser.Unbalanced:
            return False
        return True


_How = Literal["segment", "wrapped", "github", "html", "plain"]


class InlineReader:
    """Reads the texts of one policy, with its link references and footnotes, and keeps each result.

    The translations of a locale are read by a reader of their own (`for_locale`), so that their memory is freed with it.
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
        """Labels of the footnotes that have a text."""
        self._of_policy = of_policy
        self._read: dict[tuple[_How, str], InlineText] = {}

    def for_locale(self) -> "InlineReader":
        """A reader for the translations of a locale: it uses the results of this one, and keeps its own results itself."""
        return InlineReader(self.references, self.footnotes, of_policy=self)

    def segment(self, text: str, kind: TextKind = "markdown") -> InlineText:
        """The text of a segment or of a translation, in which every newline is a hard break."""
        return self._text(text, "segment" if kind == "markdown" else kind)

    def wrapped(self, text: str) -> InlineText:
        """The text of a block with its lines as they are in the file, where a newline is a soft break."""
        # Without a newline both ways give the same nodes, so the result is shared.
        return self._text(text, "wrapped" if "\n" in text else "segment")

    def as_github(self, text: str) -> InlineText:
        """Like `wrapped`, without what only we read: placeholders, and emphasis next to CJK characters."""
        if text.isascii() and "{{" not in text:  # then both results are equal
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
            # What the parser would give, without its cost: one string, stripped as it strips.
            words = text.strip(" \t\n")
            return InlineText((words,) if words else ())
        parsed = inline_parser.parse(
            text, self.references, self.footnotes, beyond=how != "github", hard=how == "segment"
        )
        return InlineText(*parsed)
