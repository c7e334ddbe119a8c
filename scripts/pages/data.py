"""A page as data, for apps: sections and segments with the ids of the page (`docs/page.schema.json` tells its form)."""

import json
from collections.abc import Iterator, Sequence
from copy import copy
from typing import Any
from xml.etree.ElementTree import Element

from .. import files
from ..checks.page.page import outline
from ..project.config import Config
from .blocks import inner, outer
from .clauses import is_mark, mark_of, sections
from .frame import Frame
from .isolation import isolated_html
from .notices import ORIGINAL, Notice, notices
from .page import Listed, Page

DATA_FORMAT = 1
"""Of the file; another number means that apps which read it must be looked at."""


def to_json(page: Page, frame: Frame, config: Config, others: Sequence[Listed]) -> str:
    """The page as JSON. `digest` changes when, and only when, words of title, description or text do."""
    here = page.language
    title = (
        _both(page.title)
        if page.title is not None
        else {"html": isolated_html(page.title_text, here.direction), "text": page.title_text}
    )
    summary = [] if page.summary is None else [piece for block in page.summary[1:] for piece in _segments(block)]
    text = {"title": title, "description": page.description, "summary": summary, "sections": _sections(page.tree)}
    body = {
        "format": DATA_FORMAT,
        "policy": page.policy.name,
        "lang": here.tag,
        "dir": here.direction,
        "version": page.policy.effective.isoformat() if page.policy.effective else "",
        "url": config.base_url + page.path,
        "state": page.status.state,
        "share": round(page.status.share, 4),
        "approval": page.status.approval,
        "digest": files.digest(*texts(page)),
        "publisher": config.publisher,
        "notices": [_notice(notice, frame, config) for notice in notices(page, config, others)],
        **text,
    }
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


def texts(page: Page) -> list[str]:
    """All that the data says, piece by piece, without marks: title, description, summary, sections."""
    title = page.title_text if page.title is None else _words(page.title)
    summary = [] if page.summary is None else [_words(page.summary[0]), *_texts(page.summary[1:])]
    parts = [page.tree, *page.tree.findall("section")]
    found = [text for part in parts for pair in sections(part) for text in _section_texts(*pair)]
    return [title, page.description, *summary, *found]


def _section_texts(heading: Element | None, blocks: Sequence[Element]) -> list[str]:
    return [*([] if heading is None else [_words(heading)]), *_texts(blocks)]


def _texts(blocks: Sequence[Element]) -> list[str]:
    return [piece["text"] for block in blocks for piece in _segments(block)]


def _notice(notice: Notice, frame: Frame, config: Config) -> dict[str, str]:
    said = {"text": frame.plain(notice.text, **notice.values)}
    if notice.original is None:
        return said
    link = frame.plain(ORIGINAL, language=notice.original_name)
    return {**said, "link": link, "url": config.base_url + notice.original.path}


def _sections(tree: Element) -> list[dict[str, Any]]:
    """The sections in reading order; footnotes are one of their own."""
    return [_section(*pair) for part in [tree, *tree.findall("section")] for pair in sections(part)]


def _section(heading: Element | None, blocks: Sequence[Element]) -> dict[str, Any]:
    found: dict[str, Any] = {"id": "", "level": 0, "number": "", "heading": None}
    if heading is not None:
        found = {
            "id": heading.get("id", ""),
            "level": int(heading.tag[1]),
            "number": mark_of(heading),
            "heading": {**_island(heading), **_both(heading)},
        }
    return {
        **found,
        "html": str(outer(*blocks)),
        "segments": [part for block in blocks for part in _segments(block)],
    }


def _segments(element: Element, depth: int = 0) -> Iterator[dict[str, Any]]:
    """What the block says, piece by piece; `depth` is that of the list it stands in."""
    match element.tag:
        case "p" | "tight" | "dt" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
            yield _segment({"p": "paragraph", "tight": "paragraph", "dt": "term"}.get(element.tag, "heading"), element)
        case "ul" | "ol":
            for item in element:
                pieces = [piece for child in item for piece in _segments(child, depth + 1)]
                if pieces and "depth" not in pieces[0]:
                    pieces[0] = {**pieces[0], "kind": "item", "id": item.get("id", ""), "depth": depth + 1}
                yield from pieces
        case "table":
            for row, cells in enumerate(element.iter("tr")):
                for column, cell in enumerate(cells):
                    yield {**_segment("cell", cell), "row": row, "column": column, "header": cell.tag == "th"}
        case "pre":
            island = _island(element) if element.get("lang") else {}
            yield {"kind": "code", **island, "html": str(outer(element)), "text": "".join(element.itertext())}
        case "html":
            said = [" ".join(text.split()) for text, _ in outline(element.text or "").texts]
            yield {"kind": "html", "html": str(outer(element)), "text": "\n".join(text for text in said if text)}
        case _:
            for child in element:
                yield from _segments(child, depth)


def _segment(kind: str, element: Element) -> dict[str, Any]:
    marks = {"id": element.get("id", ""), "number": mark_of(element)}
    return {"kind": kind, **{key: value for key, value in marks.items() if value}, **_island(element), **_both(element)}


def _both(element: Element) -> dict[str, str]:
    bare = copy(element)
    if len(bare) and is_mark(bare[0]):
        bare.text = (bare[0].tail or "").removeprefix(" ")
        bare.remove(bare[0])
    return {"html": str(inner(bare)), "text": _words(bare)}


def _words(element: Element) -> str:
    """The words of a heading or paragraph without marks; what is struck out, raised or a note is told by signs."""
    return "".join(_pieces(element)).strip()


def _pieces(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        inside = "".join(_pieces(child))
        match child.tag:
            case "br":
                yield "\n"
            case "img":
                yield child.get("alt", "")
            case "del" | "s":
                yield f"~~{inside}~~"
            case "sup" if len(child) and child[0].get("href", "").startswith("#fn-"):
                yield f"[{inside}]"
            case "sup":
                yield f"^{inside}"
            case "a" if child.get("class") == "back" or is_mark(child):
                pass
            case _:
                yield inside
        yield child.tail or ""


def _island(element: Element) -> dict[str, str]:
    """The language of a segment that is not in that of the page."""
    return {key: element.get(key, "") for key in ("lang", "dir") if element.get(key)}
