"""A page as data, for apps: sections and segments with the ids of the page (`docs/page.schema.json` tells its form)."""

import json
from collections.abc import Iterator, Sequence
from copy import copy
from typing import Any
from xml.etree.ElementTree import Element

from markupsafe import escape

from .. import files, markup
from ..site import Site
from .blocks import inner, outer
from .clauses import is_mark, mark_of, sections
from .frame import Frame
from .notices import ORIGINAL, notices
from .page import Listed, Page, words

FORMAT = 1
"""Of the file; another number means that apps which read it must be looked at."""


def to_json(page: Page, frame: Frame, site: Site, others: Sequence[Listed]) -> str:
    """The page as JSON. `digest` changes when, and only when, title, description or text do."""
    here = page.language
    title = str(inner(page.title)) if page.title is not None else str(escape(page.title_text))
    text = {
        "title": {"html": title, "text": page.title_text},
        "description": page.description,
        "summary": [] if page.summary is None else [part for block in page.summary[1:] for part in _segments(block)],
        "sections": _sections(page.tree),
    }
    body = {
        "format": FORMAT,
        "policy": page.policy.name,
        "lang": here.tag,
        "dir": here.direction,
        "version": page.policy.effective.isoformat() if page.policy.effective else "",
        "url": site.base_url + page.path,
        "state": page.facts.state,
        "share": round(page.facts.share, 4),
        "approval": page.facts.approval,
        "digest": files.checksum(json.dumps(text, ensure_ascii=False, sort_keys=True, separators=(",", ":"))),
        "publisher": site.publisher,
        "notices": [
            {
                "text": frame.plain(notice.text, **notice.values),
                **(
                    {
                        "link": frame.plain(ORIGINAL, language=notice.original_name),
                        "url": site.base_url + notice.original.path,
                    }
                    if notice.original
                    else {}
                ),
            }
            for notice in notices(page, site, others)
        ],
        **text,
    }
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


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
        case "p" | "tight" | "dt":
            yield _segment("term" if element.tag == "dt" else "paragraph", element)
        case "ul" | "ol":
            for item in element:
                pieces = [piece for child in item for piece in _segments(child, depth + 1)]
                if pieces:
                    pieces[0] = {**pieces[0], "kind": "item", "id": item.get("id", ""), "depth": depth + 1}
                yield from pieces
        case "table":
            for row, cells in enumerate(element.iter("tr")):
                for column, cell in enumerate(cells):
                    yield {**_segment("cell", cell), "row": row, "column": column, "header": cell.tag == "th"}
        case "pre":
            yield {"kind": "code", "html": str(outer(element)), "text": "".join(element.itertext())}
        case "html":
            said = "\n".join("".join(words(part)).strip() for part in markup.html_paragraphs(element.text or ""))
            yield {"kind": "html", "html": str(outer(element)), "text": said.strip()}
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
    return {"html": str(inner(bare)), "text": "".join(words(bare)).strip()}


def _island(element: Element) -> dict[str, str]:
    """The language of a segment that is not in that of the page."""
    return {key: element.get(key, "") for key in ("lang", "dir") if element.get(key)}
