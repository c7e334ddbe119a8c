"""Attribute lists: `## Heading {#id}` and `{: #id .class lang=xx }` behind a block (Python-Markdown, "Attribute Lists").

They are applied to the tree of the source, before any translation is known: `{: onclick=... }` in a catalog is text.
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from ..problem import Problem
from .block_nodes import element_line, flaw
from .dropped_html import Dropped, unsafe
from .page_html import cause_against_attribute
from .segments import LEAVES

ATTRIBUTES = frozenset(["id", "class", "lang", "dir"])
"""What an attribute list may set; a title would be text that nobody translates."""

_HEADING_LIST = re.compile(r"(?:^|[ \t]+)\{(?!\{)(:[^{}\n]*|#[^{}\n]*)\}[ \t]*$")
_BLOCK_LIST = re.compile(r"(?:^|\n)[ \t]*\{:([^{}\n]*)\}[ \t]*$")
_INLINE_LIST = re.compile(r"[\])*_`>]\{:[^{}\n]*\}")
_LITERAL = re.compile(r"\\.|(`+)(?!`).*?(?<!`)\1(?!`)", re.S)
_CODE_OR_LIST = re.compile(rf"{_LITERAL.pattern}|(?<=[\])*_`>])\{{:(?P<list>[^{{}}\n]*)\}}", re.S)
_ITEM = r"""(?:[#.][^\s="'{}]+|[\w:-]+(?:=(?:"[^"]*"|'[^']*'|[^\s"'={}]+))?)"""
_READABLE = re.compile(rf"{_ITEM}(?:\s+{_ITEM})*")
"""Python-Markdown skips what it cannot read; here that is a flaw."""
_ID_ALONE = re.compile(r"#[\w-]+")
_ID = re.compile(r"[^\s\"'<>&#%/?{}]+$")


def take_attribute_lists(root: Element) -> Iterator[Problem | Dropped]:
    """Take the attribute lists out of the texts of `root`, and set what they say."""
    for parent in list(root.iter()):
        before: Element | None = None
        for element in list(parent):
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
                    parent.remove(element)
                    continue
            before = element


def _drop_inline_lists(element: Element) -> Iterator[Dropped]:
    """Take `[words](address){:target="_blank"}` and the like from a text, where nothing of it could be set anyway."""
    text, line, out, at = element.text or "", element_line(element), "", 0
    for found in _CODE_OR_LIST.finditer(text):
        written = (found.group("list") or "").strip()
        names = [name.lower() for name, _ in _attributes(written)]
        if not _READABLE.fullmatch(written) or any(map(_has_meaning, names)):
            continue
        out, at = out + text[at : found.start()], found.end()
        yield from (Dropped(line + text.count("\n", 0, found.start()), _of_list(name)) for name in names)
    element.text = out + text[at:]


def _attributes(written: str) -> list[tuple[str, str]]:
    """The names and values of an attribute list, as Python-Markdown reads it."""
    if _ID_ALONE.fullmatch(written):
        return [("id", written[1:])]
    from markdown.extensions.attr_list import get_attrs_and_remainder  # here, for few policies have more than ids

    found: list[tuple[str, str]] = get_attrs_and_remainder(written)[0]
    return found


def _has_meaning(name: str) -> bool:
    return name == "." or name in ATTRIBUTES or bool(cause_against_attribute(name))


def _of_list(name: str) -> str:
    return f"'{name}' of an attribute list"


def inline_lists(text: str, line: int) -> Iterator[Problem]:
    """An attribute list inside a text, which would be published as it stands; in code it is meant to be."""
    bare = _LITERAL.sub(lambda found: "`" if found.group(1) else " ", text)
    if found := _INLINE_LIST.search(bare):
        message = f"an attribute list inside the text: {found.group()[1:]!r}"
        yield flaw(line, message, "give the attributes to the whole block, in a line of their own, or write \\{:")


def _set(element: Element, words: str, line: int) -> Iterator[Problem | Dropped]:
    written = words.strip()
    if written and not _READABLE.fullmatch(written):
        message = f"an attribute list that cannot be read: {written!r}"
        yield flaw(line, message, "write {: #id .class lang=xx }")
        return
    for name, value in _attributes(written):
        key = {".": "class"}.get(name, name).lower()
        if cause := cause_against_attribute(key):
            yield unsafe(line, f"an attribute list cannot set '{key}': {cause}", "delete it")
        elif key not in ATTRIBUTES or not value:
            yield Dropped(line, _of_list(key))
        elif key == "id" and not _ID.match(value):
            yield flaw(line, f"{value!r} cannot be an id", "use letters, digits, - and _")
        elif name == ".":
            element.set("class", f"{element.get('class', '')} {value}".strip())
        else:
            element.set(key, value)
