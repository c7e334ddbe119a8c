"""Bare addresses in text become links (GFM, "Autolinks (extension)")."""

import re
from collections.abc import Iterable
from html import unescape
from xml.etree.ElementTree import Element

from .inline_nodes import DEPTH, Piece, append_pieces, children, encoded, merged

BARE = re.compile(r"(?:https?://|ftp://|www\.)[^\s<]+", re.I)
BARE_START = r"(?<![a-zA-Z])(?:https?|ftp)://|(?<![^ \t\n*_~(])www\."
"""Where a bare address can begin (GFM, "Autolinks (extension)")."""
BARE_MAIL = re.compile(r"(?<![\w.+/@:-])(?:mailto:)?[\w.+-]+@[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+")

_LINK_TAG = re.compile(r"<(/?)a(?=[\s/>])", re.I)


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
    link = Element("a", {"href": encoded(unescape(href)), "_bare": ""})
    link.text = unescape(shown)
    return link


def with_addresses(pieces: Iterable[Piece], depth: int = DEPTH, *, in_link: bool = False) -> list[Piece]:
    """Bare mail addresses in text made links, outside of links and code, down to a depth that is refused anyway.

    Between the tags `<a>` and `</a>` no bare address is a link, nor is one with `in_link`.
    """
    result: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, str):
            result += [piece] if in_link else _linked(piece)
            continue
        if piece.tag == "tag" and (found := _LINK_TAG.match(piece.get("raw", ""))):
            in_link = not found.group(1)
        elif in_link and piece.tag == "a" and piece.get("_bare") is not None:
            result.append(piece.text or "")
            continue
        if piece.tag in ("em", "strong", "del") and depth:
            inner = with_addresses(list(children(piece)), depth - 1, in_link=in_link)
            kept = dict(piece.attrib)
            piece.clear()
            piece.attrib.update(kept)
            append_pieces(piece, inner)
        result.append(piece)
    return merged(result)


def _linked(text: str) -> Iterable[Piece]:
    at = 0
    for found in BARE_MAIL.finditer(text) if "@" in text else ():
        shown = found.group().rstrip(".")
        if shown[-1] in "-_":
            continue
        link = Element("a", {"href": f"mailto:{shown.removeprefix('mailto:')}", "_bare": ""})
        link.text = shown
        if found.start() > at:
            yield text[at : found.start()]
        yield link
        at = found.start() + len(shown)
    if at < len(text):
        yield text[at:]
