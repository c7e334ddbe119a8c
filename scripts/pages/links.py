"""Links between pages: `[Terms](terms.md#fees)` leads to the page of the same language, or else to the source's.

Where a page is published is known only when all pages are, so links are resolved on finished pages. The checks compare
a page with its source before that, with its links as they are written (law 5).
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from html import escape
from urllib.parse import quote
from xml.etree.ElementTree import Element

from ..checks.page.page import outline
from ..checks.source import policy as source_checks
from ..checks.source.links import is_rooted
from ..locales import language
from ..markup import policy_link, tags
from ..project.config import Config
from .blocks import TITLE_ID
from .facts import PageFacts
from .page import Listed, Page, body_of, form


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a link leads."""

    href: str
    tag: str = ""
    """The language of the page there, where it is another than that of the page with the link."""


Destinations = Mapping[str, Destination]
"""Links as a policy writes them, to where they lead; links that stay as they are are not in it."""
PageIds = Callable[[str, str], Collection[str] | None]
"""The ids of the page of a policy in a language, by name and tag; None where nobody knows them."""


def ids_of_page(page: Page) -> Collection[str]:
    """All ids of a page that a link can name, that of its title among them."""
    title = TITLE_ID if page.title is None else page.title.get("id", TITLE_ID)
    return [*dict.fromkeys([title, *source_checks.ids(outline(page.whole))])]


@dataclass(frozen=True, slots=True)
class PageLinks:
    """Resolves the links of pages among one another."""

    config: Config
    names: Collection[str]
    """Of all policies of the project, published or not."""
    listed: Callable[[str], Sequence[Listed]]
    """The pages of a policy that are published."""
    ids: PageIds

    def relative(self, page: PageFacts) -> Destinations:
        """Where links of a page lead between files of the site: for its HTML."""
        return self._destinations(page, is_whole=False)

    def absolute(self, page: PageFacts) -> Destinations:
        """The whole addresses of its links: for text, data and fragments, which have no place beside the other pages."""
        return self._destinations(page, is_whole=True)

    def _destinations(self, page: PageFacts, *, is_whole: bool) -> Destinations:
        found = {href: self._destination(href, page, is_whole=is_whole) for href in page.hrefs}
        return {href: there for href, there in found.items() if there is not None}

    def _destination(self, href: str, page: PageFacts, *, is_whole: bool) -> Destination | None:
        """Where a link of a page leads; None for one that stays as it is."""
        if self.config.root and is_rooted(href):
            return Destination(self.config.root + href)
        link = policy_link(href)
        name = next((name for name in self.names if link is not None and link.is_of(name)), None)
        if link is None or name is None:
            return None
        here, source = page.tag, language(self.config.source).tag
        tag = here if self._is_published(name, here) else source
        fragment = self._fragment(name, tag, link.fragment)
        if (name, tag) == (page.policy, here) and fragment:
            return Destination(fragment)
        path = form(tag, name, "html")
        beside = f"{name}.html" if tag == here else f"../{path}"
        address = self.config.base_url + path if is_whole else beside
        return Destination(address + fragment, "" if tag == here else tag)

    def _is_published(self, name: str, tag: str) -> bool:
        return any(page.language.tag == tag for page in self.listed(name))

    def _fragment(self, name: str, tag: str, wanted: str) -> str:
        """`#id` where the page has that id; an older edition may not have it, and then its beginning is shown."""
        known = self.ids(name, tag) if wanted else ()
        return f"#{quote(wanted, safe=_IN_FRAGMENT)}" if wanted and (known is None or wanted in known) else ""


_IN_FRAGMENT = "!$&'()*+,-./:;=?@_~"


def resolved(page: Page, destinations: Destinations) -> Page:
    """The page with its links led to their destinations; the page itself where none has one."""
    if not destinations:
        return page
    tree, title, summary = deepcopy((page.tree, page.title, page.summary))
    for part in (tree, title, summary):
        for element in () if part is None else part.iter():
            _resolve(element, destinations.get)
    return replace(page, tree=tree, title=title, summary=summary, body=body_of(tree, title))


def hrefs_of_page(page: Page) -> list[str]:
    """Where the links of a page lead, as they are written, each once."""
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
    """A tag in a block of HTML with its link led to its destination, all else as it is written."""
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


def links_to_pages(links: Iterable[str]) -> Iterable[str]:
    """Those of the links of a page that lead to other pages of the site, each once."""
    return dict.fromkeys(link for link in links if _PAGE.fullmatch(link))


_PAGE = re.compile(r"(?:\.\./[A-Za-z0-9-]+/)?[a-z0-9][a-z0-9_-]*\.html(?:#.*)?", re.I)
