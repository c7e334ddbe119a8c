"""Attribute lists: `## Heading {#id}`, and `{: #id .class lang=xx }` below a block (Python-Markdown, "Attribute Lists").

They are applied to the blocks of the source, before there are translations: `{: onclick=... }` in a catalog is text (law 6).
"""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from ..patterns import regex
from ..problem import Problem
from .bare_text import CODE, MARK, bare_text
from .block_nodes import Block, Container, Heading, InlineBlock, Paragraph, markdown_problem
from .dropped_html import Dropped, unpublishable
from .page_html import cause_against_attribute

ATTRIBUTES = frozenset(["id", "class", "lang", "dir"])
"""The attributes that a list may set; a title, for example, would be a text that is never translated."""

_HEADING_LIST = regex(r"(?:^|[ \t]+)\{(?!\{)(:[^{}\n]*|#[^{}\n]*)\}[ \t]*$")
_BLOCK_LIST = regex(r"(?:^|\n)[ \t]*\{:([^{}\n]*)\}[ \t]*$")
_LEFT_LIST = regex(r"\{:(?!:)[^{}\n]*\}")
_LIST = regex(rf"(?<=[\])*_{CODE}{MARK}])\{{:(?P<glued>[^{{}}\n]*)\}}|\{{:(?!:)(?P<valued>[^{{}}\n]*=[^{{}}\n]*)\}}")
"""A list behind a link, emphasis, code or a tag, or a list with a value. Everything else, such as `{:a}`, may be text."""
_ITEM = r"""(?:[#.][^\s="'{}]+|[\w:-]+(?:=(?:"[^"]*"|'[^']*'|[^\s"'={}]+))?)"""
_READABLE = regex(rf"{_ITEM}(?:\s+{_ITEM})*")
"""Python-Markdown skips what it cannot read; here it is a problem."""
_ID_ALONE = regex(r"#[\w-]+")
_ID = regex(r"[^\s\"'<>&#%/?{}]+$")


def without_attribute_lists(blocks: Sequence[Block]) -> Generator[Problem | Dropped, None, tuple[Block, ...]]:
    """The blocks with the attributes of their lists, and without the lists in their texts."""
    made: list[Block] = []
    for block, after in zip_longest(blocks, blocks[1:]):
        if isinstance(block, InlineBlock) and "{:" in block.text:
            block = yield from _without_inline_lists(block)
        if isinstance(block, Heading) and (found := _HEADING_LIST.search(block.text)):
            own = yield from _set(block, found.group(1).lstrip(":"), block.line)
            block = replace(block, text=block.text[: found.start()], attributes=own)
        elif isinstance(block, Paragraph) and (found := _BLOCK_LIST.search(block.text)):
            rest, line = block.text[: found.start()], block.line + block.text.count("\n", 0, found.start(1))
            if rest or not made:
                own = yield from _set(block, found.group(1), line)
                block = replace(block, text=rest, attributes=own)
            else:
                own = yield from _set(made[-1], found.group(1), line)
                made[-1] = replace(made[-1], attributes=own)
            if not rest:
                if after is not None and line and after.line == line + 1:
                    yield markdown_problem(
                        line, f"an attribute list is above its block: {found.group().strip()!r}", _HOW
                    )
                continue
        elif isinstance(block, Container):
            block = replace(block, children=(yield from without_attribute_lists(block.children)))
        made.append(block)
    return tuple(made)


def _without_inline_lists(block: InlineBlock) -> Generator[Dropped, None, InlineBlock]:
    """A block without `{:target="_blank"}` behind a link and the like, if pages would show none of its attributes anyway."""
    text, out, at = block.text, "", 0
    for found in _LIST.finditer(bare_text(text)):
        written = text[slice(*found.span(found.lastgroup or 0))].strip()
        names = [name.lower() for name, _ in _attributes(written)]
        if not _READABLE.fullmatch(written) or any(map(_has_meaning, names)):
            continue
        out, at = out + text[at : found.start()], found.end()
        line = block.line + text.count("\n", 0, found.start())
        yield from (_of_list(line, name) for name in names)
    return replace(block, text=out + text[at:])


def _attributes(written: str) -> list[tuple[str, str]]:
    """The names and values of an attribute list, as Python-Markdown reads it."""
    if _ID_ALONE.fullmatch(written):
        return [("id", written[1:])]
    from markdown.extensions.attr_list import get_attrs_and_remainder  # imported here: few policies have more than ids

    found: list[tuple[str, str]] = get_attrs_and_remainder(written)[0]
    return found


def _has_meaning(name: str) -> bool:
    return name == "." or name in ATTRIBUTES or bool(cause_against_attribute(name))


def _of_list(line: int, name: str) -> Dropped:
    return Dropped(line, f"'{name}' of an attribute list", "listed")


_HOW = "write the list in the line below its block, with a blank line after it; write \\{: if it is text"


def inline_lists(text: str, line: int) -> Iterator[Problem]:
    """Problems of attribute lists that are left in a text and would be published as text; code may have them."""
    for found in _LEFT_LIST.finditer(bare_text(text)) if "{:" in text else ():
        here, written = line + text.count("\n", 0, found.start()), text[slice(*found.span())]
        if not text[: found.start()].strip() and text[found.end() : found.end() + 1] == "\n":
            yield markdown_problem(here, f"an attribute list is above its block: {written!r}", _HOW)
        else:
            hint = "write the list in a line of its own below the whole block; write \\{: if it is text"
            yield markdown_problem(here, f"an attribute list is inside the text: {written!r}", hint)


def _set(block: Block, words: str, line: int) -> Generator[Problem | Dropped, None, dict[str, str]]:
    """The attributes of a block, with those of a list added."""
    own, written = dict(block.attributes), words.strip()
    if written and not _READABLE.fullmatch(written):
        message = f"an attribute list cannot be read: {written!r}"
        yield markdown_problem(line, message, "write {: #id .class lang=xx }")
        return own
    for name, value in _attributes(written):
        key = {".": "class"}.get(name, name).lower()
        if cause := cause_against_attribute(key):
            yield unpublishable(line, f"an attribute list cannot set '{key}': {cause}", "delete it")
        elif key not in ATTRIBUTES or not value:
            yield _of_list(line, key)
        elif key == "id" and not _ID.match(value):
            yield markdown_problem(line, f"{value!r} cannot be an id", "use letters, digits, - and _")
        elif name == ".":
            own["class"] = f"{own.get('class', '')} {value}".strip()
        else:
            own[key] = value
    return own
