"""The one walk (law 1): visits the text of every block, in reading order.

Extraction collects and translation answers through the same callback `translate`, so the two
cannot disagree on what a segment is. With a `translate` that returns its segment's
text, nothing changes but how lines were wrapped.
"""

import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape, unescape
from typing import Literal
from xml.etree.ElementTree import Element

from . import tags
from .inline_parser import joins_lines
from .nodes import VARIABLE

LEAVES = frozenset(["p", "tight", "h1", "h2", "h3", "h4", "h5", "h6", "th", "td", "dt"])
"""Elements whose text is inline Markdown."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a policy that is translated as one."""

    text: str
    """Inline Markdown as the author wrote it; a soft break is one space (none between CJK), a hard break a newline."""

    line: int
    """Of the policy file, from 1."""

    heading: str = ""
    """Text of the heading it stands under; "" above the first heading."""

    comment: str = ""
    """What the author says to translators, from `<!-- translators: ... -->`."""

    context: str | None = None
    """The msgctxt, from `<!-- context: ... -->`."""

    kind: Literal["markdown", "html", "plain"] = "markdown"
    """`html` inside a block of raw HTML, `plain` in front matter and blocks of code: how the text is to be read."""

    keeps_lines: bool = False
    """Whether its lines are those of the page: a block of code, an entry with the flag `no-wrap`."""


Translate = Callable[[Segment], str | None]
"""A segment to its translation, or None where there is none to publish."""

_CUTS = re.compile(r"\\\n|\\.|`+|<|[ \t]*\n[ \t]*|[ \t]{2,}|\t")
_POINTED = re.compile(rf"<[A-Za-z][A-Za-z0-9+.-]{{1,31}}:[^\s<>]*>|{tags.TAG.pattern}")


def segment_text(raw: str) -> str:
    """The msgid of a block (law 3): the same however its lines are wrapped, without comments."""
    out: list[str] = []
    at = 0
    while found := _CUTS.search(raw, at):
        out.append(raw[at : found.start()])
        cut, at = found.group(), found.end()
        if cut == "\\\n":
            out.append("\n")
            at += len(raw[at:]) - len(raw[at:].lstrip(" \t"))
        elif cut[0] == "\\":
            out.append(cut)
        elif cut[0] == "`":
            closing = next((ticks for ticks in re.finditer(r"`+", raw[at:]) if ticks.group() == cut), None)
            end = at if closing is None else at + closing.end()
            out.append(cut + re.sub(r"[ \t]*\n[ \t]*", " ", raw[at:end]))
            at = end
        elif cut == "<":
            pointed = _POINTED.match(raw, found.start())
            if pointed is None:
                out.append(cut)
            elif pointed.group().startswith("<!--"):
                at = pointed.end()
                if raw[at : at + 1] in (" ", "\t", "\n", ""):
                    out = ["".join(out).rstrip(" \t")]
            else:
                out.append(re.sub(r"\s+", " ", pointed.group()))
                at = pointed.end()
        elif "\n" in cut:
            before, after = raw[found.start() - 1 : found.start()], raw[at : at + 1]
            hard = cut.partition("\n")[0].endswith("  ")
            in_address = "://" in raw[: found.start()].rpartition(" ")[2]
            joined = before and after and joins_lines(before) and joins_lines(after) and not in_address
            out.append("\n" if hard else "" if joined else " ")
        else:
            out.append(" ")
    out.append(raw[at:])
    return "".join(out).strip(" \t\n")


def has_words(text: str) -> bool:
    """Whether there is anything in it to translate: a letter or digit outside of code, tags and placeholders."""
    if text[:1].isalnum():
        return True
    if text.count("`") > 400:  # looking for pairs among so many would take too long
        return bool(re.search(r"[^\W_]", text))
    bare = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", VARIABLE.sub("", text), flags=re.S)
    bare = re.sub(r"\]\([^()\s]*\)", "]", bare)
    if "\\" in text and re.search(r"[^\W_]", VARIABLE.sub("", text)):
        return True  # an escaped mark makes no code and no tag
    alts = re.findall(r"""\salt\s*=\s*["']([^"']*)""", bare)
    return bool(re.search(r"[^\W_]", unescape(tags.TAG.sub("", bare)) + "".join(alts)))


def walk(root: Element, translate: Translate, fallback: dict[str, str]) -> None:
    """Put what `translate` answers in place of the text of every block of `root`.

    Where it answers None the text of the source stays, and the element gets the
    attributes `fallback` (`lang` and `dir` of the source language).
    """
    heading = ""
    for element in root.iter():
        if element.tag in LEAVES:
            raw = element.text or ""
            text = segment_text(raw)
            element.text = text
            if has_words(text):
                if element.get("_skip") is None:
                    _answer(element, _segment(element, text, heading), translate, fallback)
                else:
                    element.attrib = {**fallback, **element.attrib}
            if re.fullmatch(r"h[1-6]", element.tag):
                heading = text
        elif element.tag == "html" and element.get("_skip") is None:
            element.text = _html(element, heading, translate, fallback)
        elif element.tag == "pre" and element.get("_skip") is None and is_text_block(element):
            _code(element, heading, translate, fallback)


def is_text_block(pre: Element) -> bool:
    """Whether a block of code holds a text, such as an address, rather than code: whoever means code names its language."""
    return pre.get("_info") is None


def block_text(raw: str) -> str:
    """The msgid of a block of code: its lines, without the indentation of all, and without blanks at their ends."""
    return "\n".join(line.rstrip() for line in textwrap.dedent(raw).strip("\n").split("\n"))


def _code(pre: Element, heading: str, translate: Translate, fallback: dict[str, str]) -> None:
    """Put the translation in the place of the lines of a block, with the blank lines and the indentation around them."""
    code = pre[0]
    raw = code.text or ""
    text = block_text(raw)
    if not re.search(r"[^\W_]", VARIABLE.sub("", text)):
        return
    said = translate(replace(_segment(pre, text, heading), kind="plain", keeps_lines=True))
    if said is None:
        pre.attrib.update(fallback)
    elif said != text:
        lines = raw.split("\n")
        worded = [number for number, line in enumerate(lines) if line.strip(" \t")]
        first, last = worded[0], worded[-1]
        bare = textwrap.dedent(raw).split("\n")[first]
        margin = lines[first][: len(lines[first]) - len(bare)]
        code.text = "\n".join([*lines[:first], textwrap.indent(said, margin), *lines[last + 1 :]])


def _segment(element: Element, text: str, heading: str, kind: Literal["markdown", "html"] = "markdown") -> Segment:
    line = int(element.get("_line", "0"))
    return Segment(text, line, heading, element.get("_comment", ""), element.get("_context"), kind)


def _answer(element: Element, segment: Segment, translate: Translate, fallback: dict[str, str]) -> None:
    said = translate(segment)
    if said is None:
        element.attrib = {**fallback, **element.attrib}  # the author may know better: {: lang=la }
    else:
        element.text = said


def _html(element: Element, heading: str, translate: Translate, fallback: dict[str, str]) -> str:
    raw, pieces = element.text or "", []
    for is_text, piece in tags.runs(raw):
        if not is_text or not has_words(piece):
            pieces.append(piece)
            continue
        text = html_text(piece)
        said = translate(_segment(element, text, heading, "html"))
        if said is None:
            marks = "".join(f' {name}="{escape(value)}"' for name, value in fallback.items())
            pieces.append(f"<span{marks}>{clean_html(text)}</span>" if fallback else clean_html(text))
        else:
            pieces.append(clean_html(said))
    return "".join(pieces)


def html_text(piece: str) -> str:
    """The msgid of a text inside raw HTML: blanks collapsed, comments gone."""
    without = re.sub(tags.COMMENT, "", piece)
    return " ".join(without.split())


def clean_html(text: str) -> str:
    """A translation inside raw HTML, whatever is not a tag of it escaped."""
    pieces, at = [], 0
    for found in tags.TAG.finditer(text):
        pieces += [escape(unescape(text[at : found.start()]), quote=False), found.group()]
        at = found.end()
    return "".join([*pieces, escape(unescape(text[at:]), quote=False)])
