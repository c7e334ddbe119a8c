"""Comments in a policy: words to the translator, a context, what is not translated; none of them is published.

`<!-- translators: ... -->`, `<!-- context: ... -->`, `<!-- skip -->` and `<!-- /skip -->` (docs/writing.md).
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from ..problem import Problem
from . import tags
from .block_nodes import element_line, flaw
from .segments import LEAVES

LONGEST_HTML = 60_000
"""Characters of the longest block of raw HTML."""

_UNQUOTED = re.compile(r"=\s*[^\s\"'<>]*\{\{")


def take_comments(root: Element) -> Iterator[Problem]:
    """Take the comments out of `root`, and hand on what they say to the blocks that follow."""
    reader = _Comments()
    yield from reader.visit(root)
    yield from reader.end()


class _Comments:
    def __init__(self) -> None:
        self.waiting: dict[str, str] = {}
        """Attributes of the next block that has a text."""
        self.skip_from = 0
        """The line of the open `<!-- skip -->`."""

    def visit(self, parent: Element) -> Iterator[Problem]:
        for element in list(parent):
            words = tags.comment_text(element.text or "") if element.tag == "html" else None
            if words is None:
                yield from self._block(element)
            else:
                parent.remove(element)
                yield from self._comment(element_line(element), words)

    def end(self) -> Iterator[Problem]:
        if self.skip_from:
            hint = "write <!-- /skip --> where translation goes on"
            yield flaw(self.skip_from, "<!-- skip --> is never closed", hint)

    def _block(self, element: Element) -> Iterator[Problem]:
        if element.tag == "html":
            yield from _without_comments(element)
        if self.skip_from:
            element.set("_skip", "")
        if element.tag in LEAVES or element.tag == "html":
            element.attrib.update(self.waiting)
            self.waiting.clear()
        yield from self.visit(element)

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
                pass  # any other comment is the author's own, and is not published


def _without_comments(element: Element) -> Iterator[Problem]:
    """No comment is published; one that browsers and GitHub end differently is refused."""
    line, text = element_line(element), element.text or ""
    if len(text) > LONGEST_HTML:
        return  # it is refused for its length
    if any("--!>" in found for found in re.findall(tags.COMMENT, text)):
        yield _ends_twice(line)
    element.text = re.sub(f"{tags.COMMENT}|{tags.OTHER}", "", text)
    if "<!--" in element.text:
        yield flaw(line, "a comment is never closed", "write --> where it ends")
    if _UNQUOTED.search(element.text):
        yield flaw(line, "a placeholder as an attribute without quotation marks", 'write href="{{ name }}"')


def _ends_twice(line: int) -> Problem:
    return flaw(line, "--!> ends a comment in browsers, not in Markdown", "write -->")
