"""Clauses: headings and paragraphs get numbers that readers can cite, and ids that links can name.

Numbers and ids depend only on the structure of the source, so `#sharing-2` is the same clause in each language.
"""

import re
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from ..markup import MARK, ids_of_html
from ..markup.block_nodes import Block, Heading, Paragraph
from ..patterns import regex

_HEADING = regex(r"h[1-6]")
_TYPED = regex(
    r"\W?(?:\d{1,3}(?:\.\d+)+\b|\d{1,3}[.)\]]|[a-z][.)\]]|[ivxlc]+[.)\]])\s"
    r"|(?:§+|article|section|clause|part|art\.|artikel|abschnitt)\s*(?:\d|[ivxlc]+\b)"
    r"|第\s*[\d一二三四五六七八九十百]+\s*[条條章节節款项項]",
    re.I,
)
"""A number that the author typed before a paragraph: `2.1`, `a)`, `§ 4`, `Article 5`, `第三条`."""
_TYPED_HEADING = regex(rf"\d{{1,3}}\s|{_TYPED.pattern}", re.I)


def number_clauses(tree: Element, source: Sequence[Block], *, shown: bool) -> None:
    """Give every clause of a page its id, and show the numbers before headings and paragraphs.

    `tree` is the finished page without its title, `source` the blocks of the policy as they were read. A section reaches from
    one heading to the next. Each paragraph in it begins a clause, `sharing-2`; the lists, tables and quotes that follow belong
    to this clause, and the items of a list have ids below it, `sharing-2-1`. The blocks above the first heading are a preamble
    without ids and numbers. Ids are given, but no numbers are shown, if the author has typed numbers, if there is only one
    heading, or if `shown` is false.
    """
    taken = {element.get("id", "") for element in tree.iter()}
    taken |= {element.get("name", "") for element in tree.iter("a")}
    for element in tree.iter("html"):
        taken.update(ids_of_html(element.text or ""))
    headings = [element for element in tree if _HEADING.fullmatch(element.tag)]
    shown = shown and len(headings) > 1 and not _has_typed(source)
    for heading, blocks in sections(tree):
        if heading is not None:
            _number_section(heading.get("id", ""), blocks, taken, shown=shown)
    if shown:
        for heading, name in zip(headings, _outline(headings), strict=True):
            _show(heading, f"#{heading.get('id')}", name)


def sections(tree: Element) -> Iterator[tuple[Element | None, list[Element]]]:
    """Each heading with the blocks below it. The blocks above all headings come first; footnotes belong to no section."""
    heading: Element | None = None
    blocks: list[Element] = []
    for element in tree:
        if _HEADING.fullmatch(element.tag):
            if heading is not None or blocks:
                yield heading, blocks
            heading, blocks = element, []
        elif element.tag != "section":
            blocks.append(element)
    if heading is not None or blocks:
        yield heading, blocks


def is_mark(element: Element) -> bool:
    """Whether an element shows the number of a clause."""
    return element.get(MARK) is not None


def mark_of(element: Element) -> str:
    """The number that is shown before a heading or paragraph; "" for none."""
    return (element[0].text or "") if len(element) and is_mark(element[0]) else ""


def _has_typed(source: Sequence[Block]) -> bool:
    """Whether the author has typed numbers. Two are needed, because a single text may begin with a number ("24 hours")."""
    headings = [block.text for block in source if isinstance(block, Heading) and block.level > 1]
    paragraphs = [block.text for block in source if isinstance(block, Paragraph)]
    rows = [*((_TYPED_HEADING, text) for text in headings), *((_TYPED, text) for text in paragraphs)]
    return sum(bool(pattern.match(text.lstrip(" *_["))) for pattern, text in rows) > 1


def _is_silent(block: Element) -> bool:
    """Whether a paragraph has no words and no image: it may be only an anchor."""
    return block.tag == "p" and block.find(".//img") is None and not "".join(block.itertext()).strip()


def _number_section(section: str, blocks: list[Element], taken: set[str], *, shown: bool) -> None:
    blocks = [block for block in blocks if not _is_silent(block)]
    opening = [index for index, block in enumerate(blocks) if block.tag == "p"]
    if blocks and blocks[0].tag not in ("p", "hr", "html"):
        opening.insert(0, 0)
    are_paragraphs = all(blocks[index].tag == "p" for index in opening)
    for clause, index in enumerate(opening, 1):
        until = opening[clause] if clause < len(opening) else len(blocks)
        name = _give(blocks[index], f"{section}-{clause}", taken)
        items = 0
        for block in blocks[index:until]:
            items = _number_items(block, name, items, taken)
        if shown and are_paragraphs and len(opening) > 1:
            _show(blocks[index], f"#{name}", f"({clause})")


def _number_items(block: Element, name: str, before: int, taken: set[str]) -> int:
    """Give ids to the items of a list and of lists in it; `before` items below `name` have one already. Gives the new count."""
    if block.tag in ("ul", "ol"):
        for item in block:
            before += 1
            below, inner = _give(item, f"{name}-{before}", taken), 0
            for child in item:
                inner = _number_items(child, below, inner, taken)
    return before


def _give(element: Element, wanted: str, taken: set[str]) -> str:
    """The id of an element: its own, or else `wanted`, with as many `c` before the last number as make it unique."""
    if own := element.get("id"):
        return own
    while wanted in taken:
        section, _, clause = wanted.rpartition("-")
        wanted = f"{section}-c{clause}"
    taken.add(wanted)
    element.set("id", wanted)
    return wanted


def _outline(headings: list[Element]) -> Iterator[str]:
    """The number of each heading: `5.` for the highest level, `5.1` below. A level that the author skips is not counted."""
    levels: list[int] = []
    counts: list[int] = []
    for heading in headings:
        level = int(heading.tag[1])
        while levels and levels[-1] > level:
            levels.pop()
        if not levels or levels[-1] < level:
            levels.append(level)
        counts = [*counts, 0][: len(levels)]
        counts[-1] += 1
        yield f"{counts[0]}." if len(counts) == 1 else ".".join(map(str, counts))


def _show(element: Element, href: str, words: str) -> None:
    mark = Element("a", {"class": "clause", "href": href, MARK: ""})
    mark.text = words
    mark.tail = f" {element.text or ''}"
    element.text = None
    element.insert(0, mark)
