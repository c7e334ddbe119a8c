"""Attribute lists: `## Heading {#id}` and `{: #id .class lang=xx }` behind a block (Python-Markdown, "Attribute Lists").

They are applied to the tree of the source, before any translation is known: `{: onclick=... }` in a catalog is text.
"""

import re
from collections.abc import Iterator
from itertools import zip_longest
from xml.etree.ElementTree import Element

from markdown.extensions.attr_list import get_attrs_and_remainder

from ..problem import Problem
from .bare_text import CODE, MARK, bare_text
from .block_nodes import element_line, flaw
from .dropped_html import Dropped, unsafe
from .page_html import cause_against_attribute
from .segments import LEAVES

ATTRIBUTES = frozenset(["id", "class", "lang", "dir"])
"""What an attribute list may set; a title would be text that nobody translates."""

_HEADING_LIST = re.compile(r"(?:^|[ \t]+)\{(?!\{)(:[^{}\n]*|#[^{}\n]*)\}[ \t]*$")
_BLOCK_LIST = re.compile(r"(?:^|\n)[ \t]*\{:([^{}\n]*)\}[ \t]*$")
_LEFT_LIST = re.compile(r"\{:(?!:)[^{}\n]*\}")
_LIST = re.compile(
    rf"(?<=[\])*_{CODE}{MARK}])\{{:(?P<glued>[^{{}}\n]*)\}}|\{{:(?!:)(?P<valued>[^{{}}\n]*=[^{{}}\n]*)\}}"
)
"""One behind a link, emphasis, code or a tag, or one with a value; without either, `{:a}` may be text."""
_ITEM = r"""(?:[#.][^\s="'{}]+|[\w:-]+(?:=(?:"[^"]*"|'[^']*'|[^\s"'={}]+))?)"""
_READABLE = re.compile(rf"{_ITEM}(?:\s+{_ITEM})*")
"""Python-Markdown skips what it cannot read; here that is a flaw."""
_ID = re.compile(r"[^\s\"'<>&#%/?{}]+$")


def take_attribute_lists(root: Element) -> Iterator[Problem | Dropped]:
    """Take the attribute lists out of the texts of `root`, and set what they say."""
    for parent in list(root.iter()):
        before: Element | None = None
        for element, after in zip_longest(children := list(parent), children[1:]):
            if element.tag in LEAVES and "{:" in (element.text or ""):
                yield from _drop_inline_lists(element)
            text = element.text or ""
            if re.fullmatch(r"h[1-6]", element.tag) and (found := _HEADING_LIST.search(text)):
                element.text = text[: found.start()]
                yield from _set(element, found.group(1).lstrip(":"), element_line(element))
            elif element.tag in ("p", "tight") and (found := _BLOCK_LIST.search(text)):
                element.text = text[: found.start()]
                line = element_line(element) + text.count("\n", 0, found.start(1))
                yield from _set(element if element.text or before is None else before, found.group(1), line)
                if not element.text:
                    if after is not None and line and element_line(after) == line + 1:
                        yield flaw(line, f"an attribute list above a block: {found.group().strip()!r}", _HOW)
                    parent.remove(element)
                    continue
            before = element


def _drop_inline_lists(element: Element) -> Iterator[Dropped]:
    """Take `[words](address){:target="_blank"}` and the like from a text, where nothing of it could be set anyway."""
    text, out, at = element.text or "", "", 0
    for found in _LIST.finditer(bare_text(text)):
        written = text[slice(*found.span(found.lastgroup or 0))].strip()
        names = [name.lower() for name, _ in get_attrs_and_remainder(written)[0]]
        if not _READABLE.fullmatch(written) or any(map(_has_meaning, names)):
            continue
        out, at = out + text[at : found.start()], found.end()
        line = element_line(element) + text.count("\n", 0, found.start())
        yield from (_of_list(line, name) for name in names)
    element.text = out + text[at:]


def _has_meaning(name: str) -> bool:
    return name == "." or name in ATTRIBUTES or bool(cause_against_attribute(name))


def _of_list(line: int, name: str) -> Dropped:
    return Dropped(line, f"'{name}' of an attribute list", "listed")


_HOW = "write it in the line below its block, and a blank line below it, or write \\{:"


def inline_lists(text: str, line: int) -> Iterator[Problem]:
    """Attribute lists that are left in a text, which would be published as they stand; in code they are meant to be."""
    for found in _LEFT_LIST.finditer(bare_text(text)) if "{:" in text else ():
        here, written = line + text.count("\n", 0, found.start()), text[slice(*found.span())]
        if not text[: found.start()].strip() and text[found.end() : found.end() + 1] == "\n":
            yield flaw(here, f"an attribute list above a block: {written!r}", _HOW)
        else:
            hint = "give the attributes to the whole block, in a line of their own below it, or write \\{:"
            yield flaw(here, f"an attribute list inside the text: {written!r}", hint)


def _set(element: Element, words: str, line: int) -> Iterator[Problem | Dropped]:
    written = words.strip()
    if written and not _READABLE.fullmatch(written):
        message = f"an attribute list that cannot be read: {written!r}"
        yield flaw(line, message, "write {: #id .class lang=xx }")
        return
    for name, value in get_attrs_and_remainder(written)[0]:
        key = {".": "class"}.get(name, name).lower()
        if cause := cause_against_attribute(key):
            yield unsafe(line, f"an attribute list cannot set '{key}': {cause}", "delete it")
        elif key not in ATTRIBUTES or not value:
            yield _of_list(line, key)
        elif key == "id" and not _ID.match(value):
            yield flaw(line, f"{value!r} cannot be an id", "use letters, digits, - and _")
        elif name == ".":
            element.set("class", f"{element.get('class', '')} {value}".strip())
        else:
            element.set(key, value)
