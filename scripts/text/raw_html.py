"""Blocks of raw HTML as part of the tree, so that they are shown in plain text like the same blocks in Markdown.

If one block of raw HTML opens a tag and a later one closes it, as is usual for `<details>`, the Markdown between them is
inside that tag. The rules for tags that may be omitted are those of the HTML standard ("Optional tags").
"""

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from xml.etree.ElementTree import Element, SubElement

from ..markup import tags

_LINES = frozenset("p tight h1 h2 h3 h4 h5 h6".split())
"""Blocks that contain no other blocks."""
_DEPTH = 60
"""How deep tags may be nested. Deeper ones become siblings, because all functions that walk a tree are recursive."""
_SILENT = frozenset("script style svg math textarea template".split())
_SIBLINGS = (("li",), ("dt", "dd"), ("td", "th"), ("tr",), ("thead", "tbody", "tfoot"), ("option",))
"""Each of these tags closes an open one of the same row, because HTML lets authors omit the closing tags."""
_HOLDERS = frozenset("ul ol dl table tr".split())
"""Tags that an implied end does not cross: an item of an inner list leaves the outer item open."""


def with_parsed_html(parent: Element) -> Element:
    """The element, with the tags in its blocks of raw HTML as elements; itself if it has no such block."""
    if not any(child.tag == "html" for child in parent):
        return parent
    root = Element(parent.tag, parent.attrib)
    reader = _Reader(root)
    for child in parent:
        if child.tag == "html":
            reader.feed(child.text or "")
            reader.close()
            reader.reset()
        else:
            reader.take(child)
    return root


class _Reader(HTMLParser):
    """Builds the tree below `root`; `open` are the elements that are not closed yet, from the outermost."""

    def __init__(self, root: Element) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [root]
        self.silent = ""

    def take(self, block: Element) -> None:
        """Append a block of Markdown to the element that is open."""
        self._end_words()
        self.open[-1].append(block)

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if self.silent:
            return
        facts = {name: value or "" for name, value in attrs}
        if tag in _SILENT:
            self.silent = tag
        elif tag in tags.INLINE:
            self._begin_words()
            element = SubElement(self.open[-1], tag, facts)
            if tag not in tags.VOID and len(self.open) < _DEPTH:
                self.open.append(element)
        else:
            self._end_words()
            self._end_siblings(tag)
            element = SubElement(self.open[-1], tag, facts)
            if tag not in tags.VOID and len(self.open) < _DEPTH:
                self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)  # browsers ignore the slash

    def handle_endtag(self, tag: str) -> None:
        if self.silent:
            self.silent = "" if tag == self.silent else self.silent
            return
        if tag not in tags.INLINE:
            while self.open[-1].tag in tags.INLINE or self.open[-1].tag == "tight":
                self.open.pop()
        for at in range(len(self.open) - 1, 0, -1):
            if self.open[at].tag == tag:
                del self.open[at:]
                return
            if tag in tags.INLINE and self.open[at].tag not in tags.INLINE:
                return

    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        is_code = any(element.tag == "pre" for element in self.open)
        text = data if is_code else re.sub(r"[ \t\n\r\f]+", " ", data)
        if not is_code:
            if not text.strip(" ") and not self._is_in_words():
                return
            self._begin_words()
        here = self.open[-1]
        if len(here):
            here[-1].tail = (here[-1].tail or "") + text
        else:
            here.text = (here.text or "") + text

    def _is_in_words(self) -> bool:
        return self.open[-1].tag in _LINES or self.open[-1].tag in tags.INLINE

    def _begin_words(self) -> None:
        if not self._is_in_words() and not any(element.tag == "pre" for element in self.open):
            self.open.append(SubElement(self.open[-1], "tight"))

    def _end_words(self) -> None:
        while len(self.open) > 1 and self._is_in_words():
            self.open.pop()

    def _end_siblings(self, tag: str) -> None:
        for siblings in _SIBLINGS:
            if tag in siblings:
                for at in range(len(self.open) - 1, 0, -1):
                    if self.open[at].tag in siblings:
                        del self.open[at:]
                        return
                    if self.open[at].tag in _HOLDERS and not (siblings == ("tr",) and self.open[at].tag == "tr"):
                        return
