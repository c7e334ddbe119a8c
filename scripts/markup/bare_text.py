"""The text of a block in which everything that is not text is masked: code, escapes, tags, targets, placeholders.

Length and lines stay the same, so that a match in it has the same place in the block. Takes linear time.
"""

import re
from bisect import bisect_left

from ..patterns import regex
from . import tags
from .nodes import VARIABLE

CODE, ESCAPE, MARK = "\x01", "\x02", "\x03"
"""The characters that mask code, an escaped character, and everything else. Policies with control characters are refused."""

_CUTS = regex(r"\\[!-/:-@\[-`{-~]|`+|<|\{\{|\]\(|(?<![a-zA-Z0-9])(?:https?://|www\.)", re.I)
_TAGS_ALONE = regex("<")
_TARGET = regex(r"\]\((?:<[^<>\n]*>|[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)")
_ADDRESS = regex(r"[^\s<>`*]+")
_POINTED = regex(r"<(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[^\s<>@]+@[^\s<>@]+)>")
_TEMPLATE = regex(r"\{%|<%|\$\{")
"""Syntax of templates. An address or a tag that holds it is not masked, so that `foreign_syntax` finds it."""
_IN_CODE = frozenset(["code", "pre", "tt"])
"""Tags in which GitHub replaces no emoji and no formulas."""


def bare_text(text: str) -> str:
    """The inline Markdown of a block, masked."""
    return _Masker(text, _CUTS).done()


def bare_html(raw: str) -> str:
    """A block of raw HTML, masked; code spans and escapes of Markdown are text in it."""
    return _Masker(raw, _TAGS_ALONE).done()


class _Masker:
    def __init__(self, text: str, cuts: re.Pattern[str]) -> None:
        self.text, self.cuts = text, cuts
        self.ticks: dict[int, list[int]] = {}
        """Where runs of backticks begin, by length of the run: with it, the end of a code span is found by bisection."""
        for run in re.finditer("`+", text):
            self.ticks.setdefault(len(run.group()), []).append(run.start())
        self.never_closed: set[str] = set()

    def done(self) -> str:
        pieces, at = [], 0
        while found := self.cuts.search(self.text, at):
            pieces.append(self.text[at : found.start()])
            end, char = self._cut(found.group(), found.start(), found.end())
            piece = self.text[found.start() : end]
            pieces.append(re.sub(r"[^\n]", char, piece) if char else piece)
            at = end
        return "".join([*pieces, self.text[at:]])

    def _cut(self, cut: str, start: int, end: int) -> tuple[int, str]:
        """Where the piece that begins with `cut` ends, and the character that masks it; "" if it is not masked."""
        if cut[0] == "\\":
            return end, ESCAPE
        if cut[0] == "`":
            places = self.ticks.get(len(cut), [])
            index = bisect_left(places, end)
            return (places[index] + len(cut), CODE) if index < len(places) else (end, "")
        if cut == "<":
            return self._tag(start)
        if cut == "{{":
            found = VARIABLE.match(self.text, start)
        else:
            found = (_TARGET if cut == "](" else _ADDRESS).match(self.text, start)
        if found is None or (cut != "{{" and _TEMPLATE.search(found.group())):
            return end, ""
        return found.end(), MARK

    def _tag(self, start: int) -> tuple[int, str]:
        found = tags.TAG.match(self.text, start) or _POINTED.match(self.text, start)
        if found is None or _TEMPLATE.search(found.group()):
            return start + 1, ""
        this = tags.tag(found.group()) if tags.TAG.fullmatch(found.group()) else None
        if this is None or this.kind != "open" or this.name not in _IN_CODE or this.name in self.never_closed:
            return found.end(), MARK
        closing = re.compile(rf"</{this.name}\s*>", re.I).search(self.text, found.end())
        if closing is None:
            self.never_closed.add(this.name)
        return (found.end(), MARK) if closing is None else (closing.end(), CODE)
