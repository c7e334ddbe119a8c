"""The links of finished pages, and how they are replaced by their destinations.

A link between policies can be resolved only when it is known which pages are published, which is after all pages were
compared with their sources (law 5). So pages are compared with their links as they are written.
"""

from collections.abc import Callable, Collection, Iterator
from copy import deepcopy
from dataclasses import replace
from html import escape
from xml.etree.ElementTree import Element

from ..checks.page.page import outline
from ..checks.source import policy as source_checks
from ..markup import tags
from .blocks import TITLE_ID
from .destinations import Destination, Destinations
from .page import Page, body_of


def ids_of_page(page: Page) -> Collection[str]:
    """All ids of a page that a link can name, that of its title included."""
    title = TITLE_ID if page.title is None else page.title.get("id", TITLE_ID)
    return [*dict.fromkeys([title, *source_checks.ids(outline(page.whole))])]


def resolved(page: Page, destinations: Destinations) -> Page:
    """The page with the destinations of its links; the page itself if none has one."""
    if not destinations:
        return page
    tree, title, summary = deepcopy((page.tree, page.title, page.summary))
    for part in (tree, title, summary):
        for element in () if part is None else part.iter():
            _resolve(element, destinations.get)
    return replace(page, tree=tree, title=title, summary=summary, body=body_of(tree, title))


def hrefs_of_page(page: Page) -> list[str]:
    """The targets of a page's links as they are written, each once."""
    parts = [part for part in (page.tree, page.title, page.summary) if part is not None]
    return [*dict.fromkeys(href for part in parts for href in _hrefs(part))]


def _hrefs(tree: Element) -> Iterator[str]:
    for element in tree.iter():
        if element.tag == "a" and (href := element.get("href")):
            yield href
        elif element.tag == "html":
            yield from (
                href for found in tags.TAG.finditer(element.text or "") if (href := _href_of_tag(found.group()))
            )


def _href_of_tag(raw: str) -> str:
    this = tags.tag(raw)
    return dict(this.attributes).get("href", "") if this.name == "a" and this.kind == "open" else ""


def _resolve(element: Element, destination: Callable[[str], Destination | None]) -> None:
    if element.tag == "html":
        element.text = tags.TAG.sub(lambda found: _raw(found.group(), destination), element.text or "")
    elif element.tag == "a" and (there := destination(element.get("href", ""))):
        element.attrib.pop("hreflang", None)
        element.set("href", there.href)
        if there.tag:
            element.set("hreflang", there.tag)


def _raw(raw: str, destination: Callable[[str], Destination | None]) -> str:
    """A tag in a block of raw HTML with the destination of its link; all other attributes stay as they are written."""
    href = _href_of_tag(raw)
    there = destination(href) if href else None
    if there is None:
        return raw
    hreflang = f' hreflang="{there.tag}"' if there.tag else ""
    rest, at = "", len("<a")
    for start, end, name, _ in tags.attribute_places(raw):
        if name in ("href", "hreflang"):
            rest, at = rest + raw[at:start], end
    return f'<a href="{escape(there.href)}"{hreflang}{rest}{raw[at:]}'
