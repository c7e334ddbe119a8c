"""Blocks of raw HTML as a tree: what an author wrote as tags is shown like what he wrote as Markdown.

A tag that one block of raw HTML opens and another closes, as `<details>` does, holds the Markdown between the two.
"""

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from xml.etree.ElementTree import Element, SubElement

from ..markup import tags

_LINES = frozenset("p tight h1 h2 h3 h4 h5 h6".split())
"""Blocks that hold words alone."""
_DEPTH = 60
"""How deep tags may be nested; what is deeper stands side by side, for every reader of a tree calls itself."""
_SILENT = frozenset("script style svg math textarea template".split())
_SIBLINGS = (("li",), ("dt", "dd"), ("td", "th"), ("tr",), ("thead", "tbody", "tfoot"), ("option",))
"""Tags each of which ends another one that is open, as HTML lets authors leave out the closing ones."""
_HOLDERS = frozenset("ul ol dl table tr".split())


def grown(parent: Element) -> Element:
    """The same blocks with those of raw HTML read."""
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
    def __init__(self, root: Element) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [root]
        self.silent = ""

    def take(self, block: Element) -> None:
        """Put a finished block where the tags are."""
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
        self.handle_starttag(tag, attrs)  # browsers do not look at the slash

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
