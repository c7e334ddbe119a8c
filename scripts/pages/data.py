"""A page as data for apps: sections and segments with the ids of the page (the schema is `docs/page.schema.json`)."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

from .. import files
from ..checks.page.page import outline
from ..output.indented_json import indented_json
from ..project.config import Config
from .blocks import inner, outer
from .clauses import is_mark, mark_of, sections
from .frame import Frame
from .isolation import isolated_html
from .listed import Listed
from .notices import ORIGINAL, Notice, notices
from .page import Page

DATA_FORMAT = 1
"""The version of the format. A change of it means that apps have to be adapted."""


@dataclass(slots=True)
class _Segment:
    """The words of a block or of a part of it, such as an item of a list or a cell."""

    facts: dict[str, str]
    element: Element
    text: str
    is_whole: bool = False
    """Whether its HTML includes the tag of the element, not only the contents."""
    more: dict[str, Any] = field(default_factory=dict)
    """Facts that are written after the text."""

    def begin_item(self, name: str, depth: int) -> None:
        """Make it the first segment of a list item."""
        self.facts["kind"] = "item"
        (self.facts if "id" in self.facts else self.more)["id"] = name
        self.more["depth"] = depth

    def data(self) -> dict[str, Any]:
        html = str(outer(self.element)) if self.is_whole else _html(self.element)
        return {**self.facts, "html": html, "text": self.text, **self.more}


@dataclass(frozen=True, slots=True)
class _Section:
    """A heading and the blocks below it."""

    heading: Element | None
    blocks: Sequence[Element]
    segments: Sequence[_Segment]

    def texts(self) -> list[str]:
        return [*([] if self.heading is None else [_words(self.heading)]), *(part.text for part in self.segments)]

    def data(self) -> dict[str, Any]:
        found: dict[str, Any] = {"id": "", "level": 0, "number": "", "heading": None}
        if self.heading is not None:
            found = {
                "id": self.heading.get("id", ""),
                "level": int(self.heading.tag[1]),
                "number": mark_of(self.heading),
                "heading": {**_island(self.heading), "html": _html(self.heading), "text": _words(self.heading)},
            }
        return {
            **found,
            "html": str(outer(*self.blocks)),
            "segments": [segment.data() for segment in self.segments],
        }


def to_json(page: Page, frame: Frame, config: Config, others: Sequence[Listed]) -> str:
    """The page as JSON. `digest` changes if, and only if, words of the title, the description or the text change."""
    here = page.language
    title = (
        {"html": _html(page.title), "text": _words(page.title)}
        if page.title is not None
        else {"html": isolated_html(page.title_text, here.direction), "text": page.title_text}
    )
    summary, sections = _summary(page), _sections(page)
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
        "digest": files.digest(*_texts(page, summary, sections)),
        "publisher": config.publisher,
        "notices": [_notice(notice, frame, config) for notice in notices(page, config, others)],
        "title": title,
        "description": page.description,
        "summary": [segment.data() for segment in summary],
        "sections": [section.data() for section in sections],
    }
    return indented_json(body) + "\n"


class WrittenData:
    """The finished data of a page, read again from its JSON."""

    def __init__(self, data: str) -> None:
        found = json.loads(data)
        self._title: dict[str, str] = found["title"]
        self._description: str = found["description"]
        self._summary: list[dict[str, str]] = found["summary"]
        self._sections: list[dict[str, Any]] = found["sections"]

    def texts(self, page: Page) -> list[str]:
        """All texts in reading order: title, description, summary, sections.

        The heading above the summary is added from the page: it is a word of the frame, which the data leaves to the app.
        """
        heading = [] if page.summary is None else [_words(page.summary[0])]
        summary = [part["text"] for part in self._summary]
        sections = [part["text"] for section in self._sections for part in _parts(section)]
        return [self._title["text"], self._description, *heading, *summary, *sections]

    def pairs(self) -> list[tuple[str, str]]:
        """(html, text) of each title, heading and segment."""
        parts = [self._title, *self._summary, *(part for section in self._sections for part in _parts(section))]
        return [(part["html"], part["text"]) for part in parts]

    def wholes(self) -> list[tuple[str, list[str]]]:
        """The HTML of each section, and that of each of its segments."""
        return [(section["html"], [part["html"] for part in section["segments"]]) for section in self._sections]


def _parts(section: Mapping[str, Any]) -> list[dict[str, str]]:
    """The heading of a section, if it has one, and its segments."""
    return [*([] if section["heading"] is None else [section["heading"]]), *section["segments"]]


def _texts(page: Page, summary: Iterable[_Segment], sections: Iterable[_Section]) -> list[str]:
    title = page.title_text if page.title is None else _words(page.title)
    heading = [] if page.summary is None else [_words(page.summary[0])]
    found = [text for section in sections for text in section.texts()]
    return [title, page.description, *heading, *(segment.text for segment in summary), *found]


def _notice(notice: Notice, frame: Frame, config: Config) -> dict[str, str]:
    found = {"text": frame.plain(notice.text, **notice.values)}
    if notice.original is None:
        return found
    link = frame.plain(ORIGINAL, language=notice.original_name)
    return {**found, "link": link, "url": config.base_url + notice.original.path}


def _summary(page: Page) -> list[_Segment]:
    return [] if page.summary is None else [found for block in page.summary[1:] for found in _segments(block)]


def _sections(page: Page) -> list[_Section]:
    """The sections in reading order; the footnotes are a section too."""
    return [
        _Section(heading, blocks, [found for block in blocks for found in _segments(block)])
        for part in (page.tree, *page.tree.findall("section"))
        for heading, blocks in sections(part)
    ]


def _segments(element: Element, depth: int = 0) -> Iterator[_Segment]:
    """The segments of a block; `depth` is the depth of the list around it, 0 for none."""
    match element.tag:
        case "p" | "tight" | "dt" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
            yield _segment({"p": "paragraph", "tight": "paragraph", "dt": "term"}.get(element.tag, "heading"), element)
        case "ul" | "ol":
            for item in element:
                found = [part for child in item for part in _segments(child, depth + 1)]
                if found and "depth" not in found[0].more:
                    found[0].begin_item(item.get("id", ""), depth + 1)
                yield from found
        case "table":
            for row, cells in enumerate(element.iter("tr")):
                for column, cell in enumerate(cells):
                    segment = _segment("cell", cell)
                    segment.more = {"row": row, "column": column, "header": cell.tag == "th"}
                    yield segment
        case "pre":
            island = _island(element) if element.get("lang") else {}
            yield _Segment({"kind": "code", **island}, element, "".join(element.itertext()), is_whole=True)
        case "html":
            lines = [" ".join(text.split()) for text, _ in outline(element.text or "").texts]
            yield _Segment({"kind": "html"}, element, "\n".join(text for text in lines if text), is_whole=True)
        case _:
            for child in element:
                yield from _segments(child, depth)


def _segment(kind: str, element: Element) -> _Segment:
    marks = {"id": element.get("id", ""), "number": mark_of(element)}
    facts = {"kind": kind, **{key: value for key, value in marks.items() if value}, **_island(element)}
    return _Segment(facts, element, _words(element))


def _html(element: Element) -> str:
    """The HTML in a heading or paragraph, without the number of its clause."""
    if len(element) and is_mark(element[0]):
        element, mark = copy(element), element[0]
        element.text = (mark.tail or "").removeprefix(" ")
        element.remove(mark)
    return str(inner(element))


def _words(element: Element) -> str:
    """The words of a heading or paragraph: deleted text as `~~text~~`, superscripts as `^2`, footnotes as `[1]`."""
    return ("".join(_pieces(element)) if len(element) else element.text or "").strip()


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
    """`lang` and `dir` of a segment that is not in the language of the page."""
    return {key: element.get(key, "") for key in ("lang", "dir") if element.get(key)}
