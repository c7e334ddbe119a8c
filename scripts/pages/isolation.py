"""Bidirectional isolation: names, addresses and code keep their own direction inside a text that runs the other way.

Unicode's algorithm (UAX 9) lets what stands beside a foreign word move to its other side: the full stop behind an
address, the number behind a name. An isolate (HTML's `bdi`, or `dir`) keeps each where it belongs.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from ..markup import Piece, append_pieces

_OUTSIDE = frozenset(["bdi", "code", "pre", "time", "html"])
"""Isolated already, or no text."""


def isolate_tree(tree: Element, direction: str, names: Iterable[str]) -> None:
    """Isolate in a finished tree what runs against `direction` (`ltr` or `rtl`): `names`, addresses and code."""
    foreign = sorted((name for name in names if _runs_against(name, direction)), key=len, reverse=True)
    letter = "[A-Za-z0-9]" if direction == "rtl" else r"\w"  # Hebrew writes its prefixes right before a name
    words = "|".join(map(re.escape, foreign))
    pattern = re.compile(f"(?<!{letter})(?:{words})(?!{letter})") if foreign else None
    _visit(tree, pattern, direction == "rtl")


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
    """Lines with words of a right-to-left text run as it does; all others are code, or an address left as it is."""
    code = pre.find("code")
    if code is None or code.get("translate") == "no":
        return
    if is_rtl and pre.get("dir") is None and _runs_against("".join(code.itertext()), "ltr"):
        pre.set("dir", "rtl")
    if names is not None and pre.get("lang") is None:
        _isolate_names(code, names)


def _isolate_names(element: Element, names: re.Pattern[str]) -> None:
    parts = list(_parted(element.text or "", names))
    for child in list(element):
        parts += [child, *_parted(child.tail or "", names)]
    element[:] = []
    element.text = None
    append_pieces(element, parts)


def _is_address(link: Element) -> bool:
    text, address = link.text or "", link.get("href", "")
    return (
        not len(link)
        and text != ""
        and text in (address, address.removeprefix("mailto:"), address.removeprefix("tel:"))
    )


def _parted(text: str, names: re.Pattern[str]) -> Iterator[Piece]:
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
