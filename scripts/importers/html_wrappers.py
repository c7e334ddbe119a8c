"""Takes off what a document is wrapped in for its direction or its site: `<div dir="rtl">`, `<p align="right">` ...

GitHub shows right-to-left Markdown as such only inside HTML, so translators
write paragraphs, headings and lists as HTML that the source has in Markdown.
"""

import re
from dataclasses import dataclass, field

from ..markup import tags
from ..patterns import regex

_NEXT = regex(r"^ {0,3}(`{3,}|~{3,})|`+|<", re.M)
_ONE_TAG = regex(f"{tags.OPEN}|{tags.CLOSE}", re.ASCII)
_BREAKS = frozenset("div p center section article main body html header footer".split())
_BOXES = _BREAKS - {"p"}
"""What holds Markdown; in any other tag blanks at the beginning of a line mean nothing."""
_DEPTH = 60
_GONE = frozenset(["span", "font", "bdo", "bdi"])
_LINE_END = regex(r"[ \t]*\n")
_LISTS = {"ul": "- ", "ol": "1. "}
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_WRAPPERS = _BREAKS | _GONE | _HEADINGS | _LISTS.keys() | {"li", "br", "blockquote"}
_ONLY_MARKS = regex(r"[ \t]*(?:(?:#{1,6}|[-*+>]|\d{1,9}[.)])[ \t]*)+$")
_STRAY_BLANK = regex(r"^( {0,3}#{1,6})[\u00a0\u3000]", re.M)
"""A heading whose blank is not one to Markdown; keyboards and translation memories write it."""


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """Markdown without its wrappers."""

    text: str
    lines: tuple[int, ...]
    """For each line of `text` the line of the document it comes from."""


def unwrapped(text: str, first_line: int, kept: frozenset[str]) -> Unwrapped:
    """Take the wrappers off Markdown that begins at `first_line`; tags named in `kept` are the source's own.

    A tag with `dir` goes in any case. Fences and code are left as they are.
    """
    writer = _Writer(_STRAY_BLANK.sub(r"\1 ", text), first_line, kept)
    writer.write()
    return Unwrapped("\n".join(writer.out), tuple(writer.lines))


@dataclass(slots=True)
class _Open:
    """A tag that has been opened."""

    name: str
    taken: bool
    """Whether it was taken off, and its closing tag goes too."""
    indent: str = ""
    """What begins each line inside it."""


@dataclass(slots=True)
class _Writer:
    """Copies a text line by line, and knows where each line comes from."""

    text: str
    line: int
    kept: frozenset[str]
    out: list[str] = field(default_factory=lambda: [""])
    lines: list[int] = field(init=False)
    open: list[_Open] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.lines = [self.line]

    def write(self) -> None:
        at = 0
        while found := _NEXT.search(self.text, at):
            self._put(self.text[at : found.start()])
            at = self._special(found)
        self._put(self.text[at:])

    def _special(self, found: re.Match[str]) -> int:
        """Copy, replace or drop the code, comment or tag that begins here; where it ends."""
        start, mark = found.start(), found.group().lstrip(" ")
        if mark != "<":
            end = self._end_of_code(found, mark)
            self._put(self.text[start:end])
            return end
        if self.text.startswith("<!--", start):
            end = self.text.find("-->", start)
            end = len(self.text) if end < 0 else end + 3
            self.line += self.text.count("\n", start, end)
            return end
        tag = _ONE_TAG.match(self.text, start)
        if tag is None or not self._took(tags.tag(tag.group())):
            end = tag.end() if tag else start + 1
            self._put(self.text[start:end])
            return end
        end = tag.end()
        if tags.tag(tag.group()).name == "br" and (after := _LINE_END.match(self.text, end)):
            end = after.end()  # the break is the end of the line
        self.line += self.text.count("\n", start, end)
        return end

    def _end_of_code(self, found: re.Match[str], mark: str) -> int:
        if found.group(1) is None:
            closing = re.compile(rf"(?<!`){mark}(?!`)").search(self.text, found.end(), found.end() + _LONGEST_CODE)
            return closing.end() if closing else found.end()
        closing = re.compile(rf"^ {{0,3}}{mark}[`~]*[ \t]*$", re.M).search(self.text, found.end())
        return closing.end() if closing else len(self.text)

    def _put(self, text: str) -> None:
        """Copy a text that holds no tag to be taken off."""
        first, *more = text.split("\n")
        self._words(first)
        for line in more:
            self.line += 1
            self._new_line()
            self._words(line)

    def _words(self, text: str) -> None:
        """Copy the rest of a line; inside a paragraph or item of HTML the blanks before it mean nothing."""
        indent = self._indent
        if self.out[-1].strip(" >") == "" and any(opened.taken and opened.name not in _BOXES for opened in self.open):
            self.out[-1] = indent if text.strip() else self.out[-1]
            text = text.lstrip(" \t")
        self.out[-1] += text

    def _new_line(self) -> None:
        self.out.append("")
        self.lines.append(self.line)

    @property
    def _indent(self) -> str:
        return "".join(opened.indent for opened in self.open)

    def _paragraph(self) -> None:
        """A blank line, unless only the mark of a block stands before."""
        if not _ONLY_MARKS.match(self.out[-1]):
            self._new_line()
            self._new_line()

    def _took(self, tag: tags.Tag) -> bool:
        """Take a tag off, putting what Markdown has in its place; False for one that stays."""
        if tag.kind == "close":
            return self._close(tag.name)
        named = dict(tag.attributes)
        is_wrapper = tag.name in _WRAPPERS or (tag.name == "a" and "href" not in named)
        taken = is_wrapper and (tag.name not in self.kept or "dir" in named) and len(self.open) < _DEPTH
        if taken and tag.name == "br":
            self.out[-1] += "\\" if self.out[-1].strip() else ""
            self._new_line()
        elif tag.kind == "open" and len(self.open) < _DEPTH:
            self._open_tag(tag.name, taken)
        return taken

    def _open_tag(self, name: str, taken: bool) -> None:
        opened = _Open(name, taken)
        if taken and name == "li":
            if self.open and self.open[-1].name == "li":
                self.open.pop()  # its closing tag may be left out
            mark = next((_LISTS[above.name] for above in reversed(self.open) if above.name in _LISTS), "- ")
            self._new_line()
            self.out[-1] = self._indent + mark
            opened.indent = " " * len(mark)
        elif taken and name == "blockquote":
            self._paragraph()
            opened.indent = "> "
        elif taken and name in _HEADINGS:
            self._paragraph()
            self._words("#" * int(name[1]) + " ")
        elif taken and name not in _GONE and name != "a":
            self._paragraph()
        self.open.append(opened)

    def _close(self, name: str) -> bool:
        index = next((at for at in range(len(self.open) - 1, -1, -1) if self.open[at].name == name), None)
        if index is None:
            return name in _BREAKS and name not in self.kept
        opened = self.open[index]
        del self.open[index:]
        if opened.taken and name not in _GONE and name not in ("a", "li"):
            self._new_line()
            self._new_line()
        return opened.taken


_LONGEST_CODE = 2000
"""Characters in which inline code is closed."""
