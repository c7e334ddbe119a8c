"""Bare addresses in text become links (GFM, "Autolinks (extension)")."""

import re
from collections.abc import Iterable
from dataclasses import replace

from ..patterns import regex
from .link_targets import encoded
from .nodes import DEPTH, VARIABLE, Emphasis, Inline, Link, Placeholder, RawTag, merged

BARE_START = r"(?<![a-zA-Z])(?:https?|ftp)://|(?<![^ \t\n*_~(])www\."
"""Where a bare web address can begin: a scheme, or `www.` at the beginning of a line or behind a space or one of `*_~(`."""

_WEB = regex(r"(?:(?<![a-zA-Z])(?:https?|ftp)://(?=\w)|(?-i:www)\.)[^\s<]+", re.I)
_HOST = regex(r"(?:https?://|ftp://)?((?:[\w.-]|\\[\w.-])*)", re.I)
_LOCAL = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.+-_")
_DOMAIN = regex(r"(?:[A-Za-z0-9_-]|\.(?=[A-Za-z0-9]))*")
_SCHEME = regex(r"(?<![A-Za-z0-9])(?:mailto|xmpp):\Z")
_REFERENCE = regex(r"&[A-Za-z]+;\Z")
_LINK_TAG = regex(r"<(/?)a(?=[\s/>])", re.I)


def bare_address(text: str, at: int, *, anywhere: bool = False) -> str:
    """The web address that begins at `at`, up to where GitHub ends it; "" if none begins there.

    `www.` needs a space or one of `*_~(` before it, unless it may be `anywhere`.
    """
    found = _WEB.match(text, at)
    if found is None:
        return ""
    is_www = text[at] == "w"
    if is_www and not anywhere and at and text[at - 1] not in " \t\n*_~(":
        return ""
    host = _HOST.match(found.group()[: len(text) - at - 1])  # cmark-gfm does not look at the last character of a text
    labels = host.group(1).split(".") if host else []
    # "valid domain": no underscores in the last two segments. cmark-gfm gives up this rule for hosts with more than 10 dots.
    if len(labels) < 12 and any("_" in label for label in labels[-2:]):
        return ""
    return _without_end(found.group())


def _without_end(found: str) -> str:
    """The address without what belongs to the sentence around it (GFM, "extended autolink path validation")."""
    # Trailing punctuation, closing parentheses without an opening one, and what looks like a character reference.
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
    """The link for a bare address."""
    href = f"http://{shown}" if shown.startswith("www") else shown
    return Link(encoded(href), (shown,), written=href, is_bare=True)


def plain_nodes(text: str) -> list[Inline]:
    """The nodes of a text without Markdown: text, placeholders and links for bare addresses."""
    nodes: list[Inline] = []
    at = 0
    for found in VARIABLE.finditer(text):
        nodes += [*_with_web(text[at : found.start()]), Placeholder(found.group(1))]
        at = found.end()
    return [*nodes, *_with_web(text[at:])]


def _with_web(text: str) -> Iterable[Inline]:
    """A text without markup, with its web and mail addresses as links."""
    done = 0
    for found in _WEB.finditer(text):
        if shown := bare_address(text, found.start(), anywhere=True):
            yield from _linked(text[done : found.start()])
            yield bare_link(shown)
            done = found.start() + len(shown)
    yield from _linked(text[done:])


def with_addresses(nodes: Iterable[Inline], depth: int = DEPTH, *, in_link: bool = False) -> list[Inline]:
    """The nodes with bare mail addresses in text as links, outside of links and code.

    Between the tags `<a>` and `</a>`, and with `in_link`, no bare address is a link, web addresses included.
    Nodes nested deeper than `depth` stay as they are: a text with such nodes is refused.
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
    """A text with its mail addresses as links (GFM, "extended email autolink"); web addresses were found before."""
    # From each `@` to the left and to the right, but never to the left of the `@` before (`floor`): linear time.
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
