"""Bare addresses in text become links (GFM, "Autolinks (extension)")."""

import re
from collections.abc import Iterable
from html import unescape
from xml.etree.ElementTree import Element

from .inline_nodes import DEPTH, WRITTEN, Piece, append_pieces, children, encoded

BARE = re.compile(r"(?:https?://|ftp://|www\.)[^\s<]+", re.I)
BARE_MAIL = re.compile(r"(?<![\w.+/@:-])[\w.+-]+@[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+")


def shown_address(found: str) -> str:
    """How much of it belongs to the address (GFM, "Extended autolink path validation")."""
    while True:
        if found[-1:] in tuple("?!.,:*_~'\""):
            found = found[:-1]
        elif found.endswith(")") and found.count(")") > found.count("("):
            found = found[:-1]
        elif entity := re.search(r"&[A-Za-z0-9]+;$", found):
            found = found[: entity.start()]
        else:
            break
    domain = re.match(r"(?:https?://|ftp://)?([^/?#:]*)", found, re.I)
    host = domain.group(1) if domain else ""
    good = "." in host.strip(".") if found.lower().startswith("www.") else bool(host)
    return found if good and not any("_" in part for part in host.split(".")[-2:]) else ""


def bare_link(shown: str) -> Element:
    """The link that a bare address becomes; `_bare` tells it from written ones."""
    href = f"http://{shown}" if shown.lower().startswith("www.") else shown
    link = Element("a", {"href": encoded(unescape(href)), "_bare": "", WRITTEN: href})
    link.text = unescape(shown)
    return link


def with_addresses(pieces: Iterable[Piece], depth: int = DEPTH) -> list[Piece]:
    """Bare addresses in text made links, outside of links and code, down to a depth that is refused anyway."""
    result: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, str):
            result += _linked(piece)
            continue
        if piece.tag in ("em", "strong", "del") and depth:
            inner = with_addresses(list(children(piece)), depth - 1)
            kept = dict(piece.attrib)
            piece.clear()
            piece.attrib.update(kept)
            append_pieces(piece, inner)
        result.append(piece)
    return result


def _linked(text: str) -> Iterable[Piece]:
    if "@" not in text and "://" not in text and "www." not in text.lower():
        yield text
        return
    at = 0
    for found in re.finditer(rf"(?<![\w])(?:{BARE.pattern})|{BARE_MAIL.pattern}", text, re.I):
        shown = found.group()
        if "@" in shown and not re.match(BARE, shown):
            shown = shown.rstrip(".")
            if shown[-1] in "-_" or found.start() < at:
                continue
            link = Element("a", {"href": f"mailto:{shown}", "_bare": ""})
            link.text = shown
        else:
            shown = shown_address(shown)
            if not shown or found.start() < at:
                continue
            link = bare_link(shown)
        if found.start() > at:
            yield text[at : found.start()]
        yield link
        at = found.start() + len(shown)
    if at < len(text):
        yield text[at:]
