"""Bare addresses in text become links (GFM, "Autolinks (extension)")."""

import re
from collections.abc import Iterable
from dataclasses import replace

from ..patterns import regex
from .link_targets import encoded
from .nodes import DEPTH, VARIABLE, Emphasis, Inline, Link, Placeholder, RawTag, merged

BARE_START = r"(?<![a-zA-Z])(?:https?|ftp)://|(?<![^ \t\n*_~(])www\."
"""Where a bare web address can begin (GFM, "Autolinks (extension)")."""

_WEB = regex(r"(?:(?<![a-zA-Z])(?:https?|ftp)://(?=\w)|(?-i:www)\.)[^\s<]+", re.I)
_HOST = regex(r"(?:https?://|ftp://)?((?:[\w.-]|\\[\w.-])*)", re.I)
_LOCAL = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.+-_")
_DOMAIN = regex(r"(?:[A-Za-z0-9_-]|\.(?=[A-Za-z0-9]))*")
_SCHEME = regex(r"(?<![A-Za-z0-9])(?:mailto|xmpp):\Z")
_REFERENCE = regex(r"&[A-Za-z]+;\Z")
_LINK_TAG = regex(r"<(/?)a(?=[\s/>])", re.I)


def bare_address(text: str, at: int, *, anywhere: bool = False) -> str:
    """The web address that begins at `at`, as far as it is one to GitHub; "" where none is.

    `www.` needs a space or one of `*_~(` before it, unless it may stand `anywhere`.
    """
    found = _WEB.match(text, at)
    if found is None:
        return ""
    is_www = text[at] == "w"
    if is_www and not anywhere and at and text[at - 1] not in " \t\n*_~(":
        return ""
    host = _HOST.match(found.group()[: len(text) - at - 1])  # cmark-gfm does not look at the last sign of a text
    labels = host.group(1).split(".") if host else []
    if len(labels) < 12 and any("_" in label for label in labels[-2:]):
        return ""
    return _without_end(found.group())


def _without_end(found: str) -> str:
    """How much of it belongs to the address (GFM, "Extended autolink path validation")."""
    surplus = found.count(")") - found.count("(")
    while found:
        if found[-1] in "?!.,:*_~'\"":
            found = found[:-1]
        elif found[-1] == ")" and surplus > 0:
            found, surplus = found[:-1], surplus - 1
        elif found[-1] == ";":
            reference = _REFERENCE.search(found)
            found = found[: reference.start()] if reference else found[:-1]
        else:
            break
    return found


def bare_link(shown: str) -> Link:
    """The link that a bare address becomes."""
    href = f"http://{shown}" if shown.startswith("www") else shown
    return Link(encoded(href), (shown,), written=href, is_bare=True)


def plain_nodes(text: str) -> list[Inline]:
    """A text in which nothing is Markdown: its placeholders and the addresses that a reader finds in it."""
    nodes: list[Inline] = []
    at = 0
    for found in VARIABLE.finditer(text):
        nodes += [*_with_web(text[at : found.start()]), Placeholder(found.group(1))]
        at = found.end()
    return [*nodes, *_with_web(text[at:])]


def _with_web(text: str) -> Iterable[Inline]:
    """A text without marks with its web and mail addresses made links."""
    done = 0
    for found in _WEB.finditer(text):
        if shown := bare_address(text, found.start(), anywhere=True):
            yield from _linked(text[done : found.start()])
            yield bare_link(shown)
            done = found.start() + len(shown)
    yield from _linked(text[done:])


def with_addresses(nodes: Iterable[Inline], depth: int = DEPTH, *, in_link: bool = False) -> list[Inline]:
    """Bare mail addresses in text made links, outside of links and code, down to a depth that is refused anyway.

    Between the tags `<a>` and `</a>` no bare address is a link, nor is one with `in_link`.
    """
    result: list[Inline] = []
    for node in nodes:
        match node:
            case str():
                result += [node] if in_link else _linked(node)
            case Link(is_bare=True) if in_link:
                result += node.children
            case Emphasis() if depth:
                inner = with_addresses(node.children, depth - 1, in_link=in_link)
                result.append(replace(node, children=tuple(inner)))
            case _:
                if isinstance(node, RawTag) and (found := _LINK_TAG.match(node.raw)):
                    in_link = not found.group(1)
                result.append(node)
    return merged(result)


def _linked(text: str) -> Iterable[Inline]:
    """A text with its mail addresses made links; web addresses were found before, where marks were not resolved yet."""
    done, at = 0, text.find("@")
    floor = 0
    while at >= 0:
        start, end = at, at + 1
        while start > floor and text[start - 1] in _LOCAL:
            start -= 1
        domain = _DOMAIN.match(text, end)
        end = domain.end() if domain else end
        floor = at + 1
        if start < at and "." in text[at:end] and text[end - 1].isalpha() and not text.startswith("@", end):
            scheme = _SCHEME.search(text, max(done, start - len("mailto:") - 1), start)
            begin = scheme.start() if scheme else start
            address = text[begin:end]
            yield text[done:begin]
            yield Link(("" if scheme else "mailto:") + address, (address,), is_bare=True)
            done = floor = end
        at = text.find("@", floor)
    yield text[done:]
