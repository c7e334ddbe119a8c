"""Bidirectional isolation: names, addresses, code and numbers keep their direction in a text of the other direction.

In the bidirectional algorithm (UAX 9), signs and numbers take a direction from the words around them. Next to a word of the
other direction, they may be shown on its wrong side: the full stop after an address, the number after a name. An isolate
(HTML's `bdi`, or any element with `dir`) is laid out by itself, and counts as one neutral character for the text around it
(UAX 9, section 2.4). `text/runs.py` finds the numbers and signs that need one.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from html import unescape
from xml.etree.ElementTree import Element

from markupsafe import Markup, escape

from ..markup import Piece, append_pieces, tags
from ..text.bidi import runs_right_to_left
from ..text.inline import BLOCKS
from ..text.runs import is_foreign_line, ltr_runs

_OUTSIDE = frozenset(["bdi", "code", "pre", "time", "html"])
"""Elements that are isolated already, or are not text."""
_ISOLATED = {"rtl": "\u05d0", "ltr": "a", "": "\ufffc"}
"""A character that replaces an isolated element when a line is examined, by the direction of its words."""


def isolate_tree(tree: Element, direction: str, names: Iterable[str]) -> None:
    """Isolate in a finished tree what has the other direction than `direction` (`ltr` or `rtl`), the direction of the page.

    In each page these are the `names` that are never translated; in a right-to-left page also addresses, code and numbers.
    """
    foreign = sorted((name for name in names if _runs_against(name, direction)), key=len, reverse=True)
    letter = "[A-Za-z0-9]" if direction == "rtl" else r"\w"  # Hebrew writes prefixes directly before a name
    words = "|".join(map(re.escape, foreign))
    pattern = re.compile(f"(?<!{letter})(?:{words})(?!{letter})") if foreign else None
    _visit(tree, pattern, direction == "rtl")
    if direction == "rtl":
        _isolate_runs(tree, direction)


def isolated_html(words: str, direction: str) -> Markup:
    """Words without markup, such as a title in front matter, as HTML with numbers and signs isolated."""
    if direction != "rtl":
        return escape(words)
    return _html(_isolated_line([words])) if is_foreign_line(words) else _html_with_runs(words)


def _html_with_runs(words: str) -> Markup:
    pieces = (escape(piece) if isinstance(piece, str) else _html(piece) for piece in _with_runs(words))
    return Markup("").join(pieces)


def isolated_name(name: str, direction: str) -> Markup:
    """A name on a line of its own, isolated if it has the other direction and signs that would move: `Example Inc.`."""
    is_moved = _runs_against(name, direction) and not name.replace(" ", "").isalnum()
    return Markup("<bdi>{}</bdi>").format(name) if is_moved else escape(name)


def _html(run: Element) -> Markup:
    return Markup('<{tag} dir="ltr">{words}</{tag}>').format(tag=run.tag, words=run.text or "")


def _isolate_runs(element: Element, direction: str) -> None:
    """Isolate numbers with their signs in right-to-left text; an island of the source language has its own direction."""
    direction = element.get("dir", direction)
    if direction == "rtl" and element.tag in BLOCKS and not any(child.tag in BLOCKS for child in element):
        _isolate_lines(element)
    for child in element:
        if child.tag == "html" and direction == "rtl":
            child.text = _raw_with_runs(child.text or "")
        elif child.tag == "pre" and child.get("dir") == "rtl":  # text with fixed lines, not code: see `_visit_block`
            for code in child.findall("code"):
                _isolate_lines(code)
                _put_pieces(code, _with_runs)
        elif child.tag not in _OUTSIDE:
            _isolate_runs(child, direction)
    if direction == "rtl":
        _put_pieces(element, _with_runs)


def _isolate_lines(element: Element) -> None:
    """Isolate each line that is completely in the Latin script. A line ends at a `<br>`, and in code at a line end."""
    lines: list[list[Piece]] = [[]]
    ends: list[Piece] = []
    for piece in _pieces(element):
        if isinstance(piece, Element):
            if piece.tag == "br":
                ends.append(piece)
                lines.append([])
            else:
                lines[-1].append(piece)
            continue
        first, *others = piece.split("\n") if element.tag == "code" else [piece]
        lines[-1].append(first)
        for other in others:
            ends.append("\n")
            lines.append([other])
    foreign = [_is_foreign(line) for line in lines]
    if not any(foreign):
        return
    element[:], element.text = [], None
    for line, is_foreign, end in zip(lines, foreign, [*ends, ""], strict=True):
        append_pieces(element, [_isolated_line(line)] if is_foreign else line)
        append_pieces(element, [end])


def _pieces(element: Element) -> Iterator[Piece]:
    """The texts and elements in an element, in order."""
    yield element.text or ""
    for child in element:
        yield child
        yield child.tail or ""


def _is_foreign(line: Iterable[Piece]) -> bool:
    return is_foreign_line("".join(piece if isinstance(piece, str) else _outside(piece) for piece in line))


def _outside(element: Element) -> str:
    """The words of an element, with one character for each isolate in it."""
    if element.tag in _OUTSIDE or element.get("dir") is not None:
        words = "".join(element.itertext())
        return _ISOLATED["rtl" if runs_right_to_left(words) else "ltr" if _runs_against(words, "rtl") else ""]
    return (element.text or "") + "".join(_outside(child) + (child.tail or "") for child in element)


def _isolated_line(line: Iterable[Piece]) -> Element:
    element = Element("bdi", {"dir": "ltr"})
    append_pieces(element, line)
    return element


def _raw_with_runs(raw: str) -> str:
    """A block of raw HTML with its numbers isolated, except in tags that have a direction or contain no text.

    `outside` are the open tags from the first of these on; `begins` says whether the words after a tag begin a line.
    """
    done, at, outside, begins = "", 0, list[str](), True
    for found in tags.TAG.finditer(raw):
        this = tags.tag(found.group())
        ends = this.name in _ENDS_LINE
        words = raw[at : found.start()]
        done += words if outside else _escaped_with_runs(words, is_line=begins and ends)
        done += found.group()
        at, begins = found.end(), ends
        if this.kind == "close" and outside and outside[-1] == this.name:
            outside.pop()
        elif this.kind == "open" and (outside or this.name in _HAS_DIRECTION or "dir" in dict(this.attributes)):
            outside.append(this.name)
    return done + (raw[at:] if outside else _escaped_with_runs(raw[at:], is_line=begins))


_HAS_DIRECTION = (_OUTSIDE - {"html"}) | {"bdo"}
_ENDS_LINE = BLOCKS | {"br"}


def _escaped_with_runs(words: str, *, is_line: bool) -> str:
    text = unescape(words)
    if is_line and is_foreign_line(text):
        bare = text.strip()
        before, _, after = text.partition(bare)
        return str(escape(before) + _html(_isolated_line([bare])) + escape(after))
    return str(_html_with_runs(text)) if ltr_runs(text) else words


def _put_pieces(element: Element, pieces_of: Callable[[str], Iterator[Piece]]) -> None:
    """Replace each text in an element, not in its children, by the pieces that `pieces_of` makes of it."""
    parts = list(pieces_of(element.text or ""))
    for child in list(element):
        parts += [child, *pieces_of(child.tail or "")]
    element[:] = []
    element.text = None
    append_pieces(element, parts)


def _with_runs(text: str) -> Iterator[Piece]:
    at = 0
    for run in ltr_runs(text):
        yield text[at : run.start]
        piece = Element("bdo" if run.is_forced else "bdi", {"dir": "ltr"})
        piece.text = text[run.start : run.end]
        yield piece
        at = run.end
    yield text[at:]


def _runs_against(name: str, direction: str) -> bool:
    kinds = [unicodedata.bidirectional(char) for char in name]
    return any(kind in (("L",) if direction == "rtl" else ("R", "AL")) for kind in kinds)


def _visit(element: Element, names: re.Pattern[str] | None, is_rtl: bool) -> None:
    if is_rtl and element.tag == "code" and element.get("dir") is None:
        element.set("dir", "ltr")
    if element.tag == "pre":
        _visit_block(element, names, is_rtl)
    if element.tag in _OUTSIDE:
        return
    if is_rtl and element.tag == "a" and _is_address(element):
        element.text, name = None, element.text
        element.append(_bdi(name or ""))
        return
    for child in list(element):
        _visit(child, names, is_rtl)
    if names is not None:
        _isolate_names(element, names)


def _visit_block(pre: Element, names: re.Pattern[str] | None, is_rtl: bool) -> None:
    """Set the direction of a block of code in a right-to-left page.

    Without a language it may be text with fixed lines: with right-to-left letters it has the direction of the page. All
    others are code, or an address in Latin letters, and are left to right.
    """
    code = pre.find("code")
    is_text = code is not None and code.get("translate") != "no"
    if is_rtl and pre.get("dir") is None:
        pre.set("dir", "rtl" if is_text and _runs_against("".join(pre.itertext()), "ltr") else "ltr")
    if code is None or not is_text:
        return
    if names is not None and pre.get("lang") is None:
        _isolate_names(code, names)


def _isolate_names(element: Element, names: re.Pattern[str]) -> None:
    _put_pieces(element, lambda text: _with_names(text, names))


def _is_address(link: Element) -> bool:
    text, address = link.text or "", link.get("href", "")
    return (
        not len(link)
        and text != ""
        and text in (address, address.removeprefix("mailto:"), address.removeprefix("tel:"))
    )


def _with_names(text: str, names: re.Pattern[str]) -> Iterator[Piece]:
    at = 0
    for found in names.finditer(text):
        yield text[at : found.start()]
        yield _bdi(found.group())
        at = found.end()
    yield text[at:]


def _bdi(name: str) -> Element:
    element = Element("bdi")
    element.text = name
    return element
