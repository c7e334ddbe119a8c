"""The destinations of links between policies.

`[Terms](terms.md#fees)` leads to the page of that policy in the same language. If there is none, it leads to the page in the
source language, and says so by `hreflang`.
"""

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
    """The destination of a link."""

    href: str
    tag: str = ""
    """The language of the page there if it differs from that of the page with the link; otherwise ""."""


Destinations = Mapping[str, Destination]
"""Links as the policy writes them, and their destinations. Links that do not change are not in it."""
PageIds = Callable[[str, str], Collection[str] | None]
"""The ids of the page of a policy in a language, by name and tag; None if they are not known."""


@dataclass(frozen=True, slots=True)
class PageLinks:
    """Resolves the links between the pages of a site."""

    config: Config
    names: Collection[str]
    """The names of all policies of the project, published or not."""
    listed: Callable[[str], Sequence[Listed]]
    """The published pages of a policy."""
    ids: PageIds
    _known: dict[str, tuple[PolicyLink, str] | None] = field(default_factory=dict)
    """What `_policy` found, because all pages of a policy have the same links."""

    def relative(self, page: PageFacts) -> Destinations:
        """The destinations of a page's links as paths from this page: for its HTML."""
        return self._destinations(page, is_whole=False)

    def absolute(self, page: PageFacts) -> Destinations:
        """The destinations as whole addresses: for plain text, data and fragments, which may be shown outside the site."""
        return self._destinations(page, is_whole=True)

    def _destinations(self, page: PageFacts, *, is_whole: bool) -> Destinations:
        found = {href: self._destination(href, page, is_whole=is_whole) for href in page.hrefs}
        return {href: there for href, there in found.items() if there is not None}

    def _destination(self, href: str, page: PageFacts, *, is_whole: bool) -> Destination | None:
        """The destination of a link; None for a link that does not change."""
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
        relative = f"{name}.html" if tag == here else f"../{path}"
        address = self.config.base_url + path if is_whole else relative
        return Destination(address + fragment, "" if tag == here else tag)

    def _policy(self, href: str) -> tuple[PolicyLink, str] | None:
        """A link to a policy, and the policy's name; None for any other link."""
        link = policy_link(href)
        name = next((name for name in self.names if link is not None and link.is_of(name)), None)
        return None if link is None or name is None else (link, name)

    def _is_published(self, name: str, tag: str) -> bool:
        return any(page.language.tag == tag for page in self.listed(name))

    def _fragment(self, name: str, tag: str, wanted: str) -> str:
        """`#id` if the page has that id, otherwise "": an older edition may lack it, and then the link leads to its beginning."""
        known = self.ids(name, tag) if wanted else ()
        return f"#{quote(wanted, safe=_IN_FRAGMENT)}" if wanted and (known is None or wanted in known) else ""


_IN_FRAGMENT = "!$&'()*+,-./:;=?@_~"
"""Characters of a fragment that need no percent-encoding (RFC 3986, section 3.5)."""


def links_to_pages(links: Iterable[str]) -> Iterable[str]:
    """The links of a page that lead to other pages of the site, each once."""
    return dict.fromkeys(link for link in links if _PAGE.fullmatch(link))


_PAGE = regex(r"(?:\.\./[A-Za-z0-9-]+/)?[a-z0-9][a-z0-9_-]*\.html(?:#.*)?", re.I)
