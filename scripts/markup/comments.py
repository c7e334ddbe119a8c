"""Comments in a policy: words to the translator, a context, what is not translated; none of them is published.

`<!-- translators: ... -->`, `<!-- context: ... -->`, `<!-- skip -->` and `<!-- /skip -->` (docs/writing.md).
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ..problem import Problem
from . import tags
from .block_nodes import element_line, flaw
from .segments import LEAVES, is_text_block

LONGEST_HTML = 60_000
"""Characters of the longest block of raw HTML."""

_UNQUOTED = re.compile(r"=\s*[^\s\"'<>]*\{\{")


_TAG_OR_DECLARATION = re.compile(rf"{tags.COMMENT}|{tags.OPEN}|{tags.CLOSE}|(<\?[^\n]*|<!(?!--)[^\n]*)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment that says nothing to us: its author's own, or another tool's."""

    line: int
    words: str
    is_alone: bool
    """Whether it stands in lines of its own, where `<!-- skip -->` and its like are obeyed."""


class Comments:
    """One look at the comments of a tree; `problems()` is to be read to its end, then the others are known."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.others: list[Comment] = []
        """Comments that are not obeyed."""
        self.waiting: dict[str, str] = {}
        """Attributes of the next block that has a text."""
        self.skip_from = 0
        """The line of the open `<!-- skip -->`."""

    def problems(self) -> Iterator[Problem]:
        """Take the comments out of the tree, and hand on what they say to the blocks that follow."""
        yield from self._visit(self.root)
        if self.skip_from:
            hint = "write <!-- /skip --> where translation goes on"
            yield flaw(self.skip_from, "<!-- skip --> is never closed", hint)

    def _visit(self, parent: Element) -> Iterator[Problem]:
        for element in list(parent):
            words = tags.comment_text(element.text or "") if element.tag == "html" else None
            if words is None:
                yield from self._block(element)
            else:
                parent.remove(element)
                yield from self._comment(element_line(element), words)

    def _block(self, element: Element) -> Iterator[Problem]:
        if element.tag == "html" or element.tag in LEAVES:
            self.others += _inner_comments(element)
        if element.tag == "html":
            yield from _without_comments(element)
        if self.skip_from:
            element.set("_skip", "")
        if element.tag in LEAVES or element.tag == "html" or (element.tag == "pre" and is_text_block(element)):
            element.attrib.update(self.waiting)
            self.waiting.clear()
        yield from self._visit(element)

    def _comment(self, line: int, words: str) -> Iterator[Problem]:
        if "--!>" in words:
            yield _ends_twice(line)
        name, colon, rest = words.partition(":")
        match name.strip().lower(), bool(colon):
            case "translators", True:
                self.waiting["_comment"] = " ".join([self.waiting.get("_comment", ""), rest.strip()]).strip()
            case "context", True:
                self.waiting["_context"] = rest.strip()
            case "skip", False:
                if self.skip_from:
                    message = f"<!-- skip --> inside the one of line {self.skip_from}"
                    yield flaw(line, message, "close it with <!-- /skip --> first")
                self.skip_from = line
            case "/skip", False:
                if not self.skip_from:
                    yield flaw(line, "<!-- /skip --> without a <!-- skip --> before it", "delete it")
                self.skip_from = 0
            case _:
                self.others.append(Comment(line, words, True))  # it is not published


_CODE_OR_COMMENT = re.compile(rf"\\.|`+|{tags.COMMENT}", re.S)
_COMMENT = re.compile(tags.COMMENT)


def _inner_comments(element: Element) -> Iterator[Comment]:
    """Comments among other words; in code they are text."""
    text, at = element.text or "", 0
    if "-->" not in text or len(text) > LONGEST_HTML:
        return
    ticks: dict[str, list[int]] = {}
    for found in re.finditer("`+", text):
        ticks.setdefault(found.group(), []).append(found.start())
    pattern = _CODE_OR_COMMENT if element.tag in LEAVES else _COMMENT
    while piece := pattern.search(text, at):
        at, words = piece.end(), piece.group()
        if words[0] == "<":
            line = element_line(element) + text.count("\n", 0, piece.start())
            yield Comment(line, " ".join(words[4:-3].split()), False)
        elif words[0] == "`":
            others = ticks.get(words, [])  # the rest of a run behind a backslash is in no list
            closing = bisect_left(others, at)
            at = others[closing] + len(words) if closing < len(others) else at


def _without_comments(element: Element) -> Iterator[Problem]:
    """No comment is published; one that browsers and GitHub end differently is refused."""
    line, text = element_line(element), element.text or ""
    if len(text) > LONGEST_HTML:
        return  # it is refused for its length
    if any("--!>" in found for found in re.findall(tags.COMMENT, text)):
        yield _ends_twice(line)
    opened = next((found for found in _TAG_OR_DECLARATION.finditer(text) if found.group(1)), None)
    if opened is not None:
        yield swallowed(line + text.count("\n", 0, opened.start()), opened.group(1))
        text = text[: opened.start()]
    element.text = re.sub(tags.COMMENT, "", text)
    if "<!--" in element.text:
        yield flaw(line, "a comment is never closed", "write --> where it ends")
    if _UNQUOTED.search(element.text):
        yield flaw(line, "a placeholder as an attribute without quotation marks", 'write href="{{ name }}"')


def swallowed(line: int, raw: str) -> Problem:
    """What stands like this in HTML is shown to nobody, words and all."""
    shown = raw if len(raw) <= 40 else f"{raw[:40]}..."
    hint = "write \\< for a sign that is text, <!-- ... --> for a comment, or delete it"
    return flaw(line, f"no reader would see {shown!r}: HTML takes it for an instruction to a program", hint)


def _ends_twice(line: int) -> Problem:
    return flaw(line, "--!> ends a comment in browsers, not in Markdown", "write -->")
