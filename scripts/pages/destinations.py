"""Where links between pages lead: `[Terms](terms.md#fees)` to the page of the same language, or else to the source's."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from ..checks.source.links import is_rooted
from ..locales import language
from ..markup import PolicyLink, policy_link
from ..patterns import regex
from ..project.config import Config
from .facts import PageFacts
from .listed import Listed, form


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


@dataclass(frozen=True, slots=True)
class PageLinks:
    """Resolves the links of pages among one another."""

    config: Config
    names: Collection[str]
    """Of all policies of the project, published or not."""
    listed: Callable[[str], Sequence[Listed]]
    """The pages of a policy that are published."""
    ids: PageIds
    _known: dict[str, tuple[PolicyLink, str] | None] = field(default_factory=dict)
    """What `_policy` found, because all pages of a policy have the same links."""

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
        if href not in self._known:
            self._known[href] = self._policy(href)
        known = self._known[href]
        if known is None:
            return None
        link, name = known
        here, source = page.tag, language(self.config.source).tag
        tag = here if self._is_published(name, here) else source
        fragment = self._fragment(name, tag, link.fragment)
        if (name, tag) == (page.policy, here) and fragment:
            return Destination(fragment)
        path = form(tag, name, "html")
        beside = f"{name}.html" if tag == here else f"../{path}"
        address = self.config.base_url + path if is_whole else beside
        return Destination(address + fragment, "" if tag == here else tag)

    def _policy(self, href: str) -> tuple[PolicyLink, str] | None:
        """A link to a policy, and the policy's name; None for any other link."""
        link = policy_link(href)
        name = next((name for name in self.names if link is not None and link.is_of(name)), None)
        return None if link is None or name is None else (link, name)

    def _is_published(self, name: str, tag: str) -> bool:
        return any(page.language.tag == tag for page in self.listed(name))

    def _fragment(self, name: str, tag: str, wanted: str) -> str:
        """`#id` where the page has that id; an older edition may not have it, and then its beginning is shown."""
        known = self.ids(name, tag) if wanted else ()
        return f"#{quote(wanted, safe=_IN_FRAGMENT)}" if wanted and (known is None or wanted in known) else ""


_IN_FRAGMENT = "!$&'()*+,-./:;=?@_~"


def links_to_pages(links: Iterable[str]) -> Iterable[str]:
    """Those of the links of a page that lead to other pages of the site, each once."""
    return dict.fromkeys(link for link in links if _PAGE.fullmatch(link))


_PAGE = regex(r"(?:\.\./[A-Za-z0-9-]+/)?[a-z0-9][a-z0-9_-]*\.html(?:#.*)?", re.I)
