"""The HTML of a finished tree, by Python-Markdown's serializer."""

import re
from collections.abc import Callable
from copy import deepcopy
from xml.etree.ElementTree import Element

from markdown.serializers import to_html_string
from markdown.util import AMP_SUBSTITUTE, AtomicString

from . import tags

_STASHED = re.compile(r"<p>\x02(\d+)\x03</p>|\x02(\d+)\x03")


def tree_to_html(tree: Element) -> str:
    """The HTML of a finished tree; `tree` itself stays as it is."""
    blocks: list[str] = []

    def stash(raw: str) -> str:
        blocks.append(raw)
        return f"\x02{len(blocks) - 1}\x03"

    root = deepcopy(tree)
    prepare_for_serializer(root, stash)
    output = to_html_string(root).strip().removeprefix("<div>").removesuffix("</div>").strip()

    def unstash(found: re.Match[str]) -> str:
        alone, within = found.groups()
        return _raw_block(blocks[int(alone)]) if alone else blocks[int(within)]

    output = _STASHED.sub(unstash, output)
    return output.replace(AMP_SUBSTITUTE, "&").strip()


def prepare_for_serializer(root: Element, stash: Callable[[str], str]) -> None:
    """Make `root` a tree that Python-Markdown's serializer writes as it is meant.

    `stash` keeps a block of raw HTML and gives what stands in its place, alone in a paragraph, until the text is written.
    """
    for element in root.iter():
        if element.tag == "html":
            element.tag, element.text = "p", AtomicString(stash(element.text or ""))
            continue
        # The serializer lets `&lt;` in a text stand for `<`; here a text is what is read, so every & is one.
        element.text = (element.text or "").replace("&", f"{AMP_SUBSTITUTE}amp;")
        for name, value in list(element.attrib.items()):
            if name.startswith("_"):
                del element.attrib[name]
            else:
                element.set(name, value.replace("&", f"{AMP_SUBSTITUTE}amp;"))
    for element in root.iter():
        element.tail = (element.tail or "").replace("&", f"{AMP_SUBSTITUTE}amp;")
    _space_blocks(root)
    _unwrap_tight(root)


def _raw_block(raw: str) -> str:
    """Raw HTML as a block of its own, or in a paragraph where all its tags stand in texts."""
    if not raw.strip():
        return ""  # comments alone
    names = (tags.tag(found.group()).name for found in tags.TAG.finditer(raw))
    return f"<p>{raw}</p>" if tags.INLINE.issuperset(names) else raw


def _unwrap_tight(root: Element) -> None:
    """Take the `tight` paragraphs away, their words staying where they were; one with attributes becomes a span."""
    for parent in list(root.iter()):
        for index, child in reversed(list(enumerate(parent))):
            if child.tag != "tight":
                continue
            if child.attrib:
                child.tag = "span"
                continue
            inner, tail = list(child), child.tail or ""
            before = parent[index - 1] if index else None
            text = child.text or ""
            if inner:
                inner[-1].tail = (inner[-1].tail or "") + tail
            else:
                text += tail
            parent.remove(child)
            if before is None:
                parent.text = (parent.text or "") + text
            else:
                before.tail = (before.tail or "") + text
            for offset, element in enumerate(inner):
                parent.insert(index + offset, element)


_BLOCKS = frozenset(
    "p tight h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table thead tbody tr th td blockquote div section pre hr".split()
)


def _space_blocks(root: Element) -> None:
    """A line for each block, so that the page can be read and compared as text."""
    for parent in root.iter():
        if parent.tag in ("pre", "tight"):
            continue
        kids = list(parent)
        for index, child in enumerate(kids):
            if child.tag not in _BLOCKS or child.tail:
                continue
            if child.tag != "tight":
                child.tail = "\n"
            elif index + 1 < len(kids):
                child.tail = "\n"
        if kids and kids[0].tag in _BLOCKS - {"tight"} and not parent.text:
            parent.text = "\n"
