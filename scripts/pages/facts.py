"""Facts about pages: their states, titles, ids and links, and all problems of their texts.

Menus, links, manifest, `check` and `status` need no more than these. The store keeps them between runs, so that a page is
made again only if something that it depends on has changed.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, TypeVar

from ..locales import language
from ..problem import Problem
from ..project.waivers import WaiverKey
from .listed import Listed, PageStatus, form


@dataclass(frozen=True, slots=True)
class PageFacts:
    """The facts about a page that can be published: all that other pages, the manifest and `status` need."""

    policy: str
    code: str
    """The locale in gettext's spelling."""
    edition: str
    """The date of the recorded edition that is shown; "" for the text of the policy as it is now."""
    effective: str
    """The date since which its text is in force; "" if the policy names none."""
    status: PageStatus
    title: str
    ids: tuple[str, ...]
    """The ids that a link can name, that of the title included."""
    hrefs: tuple[str, ...]
    """The targets of its links as the policy writes them, each once."""
    key: str = ""
    """Digest of everything that the page depends on, except for other pages; "" if it cannot be in the store."""

    @property
    def tag(self) -> str:
        """The BCP 47 tag of its language, as in addresses and HTML."""
        return language(self.code).tag

    def form(self, ending: str) -> str:
        """The path of one of its forms, below `build/site/`."""
        return form(self.tag, self.policy, ending)

    @property
    def path(self) -> str:
        """The path of its HTML, below `build/site/`."""
        return self.form("html")

    @property
    def listed(self) -> Listed:
        """The page as menus list it."""
        return Listed(language(self.code), self.path, self.title, self.status.state)


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """The facts about the text of a policy, and its problems as far as they do not depend on other policies."""

    is_read: bool
    """Whether its segments are known; False if the text cannot be read."""
    page: PageFacts | None
    """Its page, whether it is published or not; None if two Markdown parsers disagree on its text."""
    problems: tuple[Problem, ...]
    links: tuple[tuple[int, str], ...] = ()
    """(line, target) of every link to a file next to the policy, placeholders filled in."""
    size: int = 0
    """The number of its segments; one that appears twice counts once."""


Counts = tuple[int, int, int, int, int]
"""A catalog compared with its policy: segments, translated, fuzzy, missing, and words left to translate."""


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """The facts about a policy in a locale: its page, and all problems of its catalog and editions."""

    page: PageFacts | None
    problems: tuple[Problem, ...]
    waivers: tuple[WaiverKey, ...] = ()
    """Those that accept something."""
    is_unread: bool = False
    """Whether its catalog or its policy could not be read, so that it is not known which waivers are used."""
    counts: Counts | None = None
    """None if there is no catalog, or if the segments of the policy are not known."""


_Facts = TypeVar("_Facts", SourceFacts, VersionFacts)


def with_key(found: _Facts, key: str) -> _Facts:
    """The same facts, with the key under which the store keeps them in their page."""
    return found if found.page is None else replace(found, page=replace(found.page, key=key))


def as_bytes(found: SourceFacts | VersionFacts) -> bytes:
    """Facts as the store keeps them."""
    facts = asdict(found)
    facts["problems"] = [{key: value for key, value in one.items() if value} for one in facts["problems"]]
    return json.dumps(facts, ensure_ascii=False).encode("utf-8", "surrogatepass")


def source_facts(data: bytes) -> SourceFacts:
    """The facts about a policy that `as_bytes` wrote."""
    facts = json.loads(data.decode("utf-8", "surrogatepass"))
    links = tuple((line, target) for line, target in facts["links"])
    return SourceFacts(facts["is_read"], _page(facts["page"]), _problems(facts), links, facts["size"])


def version_facts(data: bytes) -> VersionFacts:
    """The facts about a version that `as_bytes` wrote."""
    facts = json.loads(data.decode("utf-8", "surrogatepass"))
    waivers = tuple((rule, locale, source, text) for rule, locale, source, text in facts["waivers"])
    counts = None if facts["counts"] is None else tuple(facts["counts"])
    return VersionFacts(_page(facts["page"]), _problems(facts), waivers, facts["is_unread"], counts)


def _page(facts: Mapping[str, Any] | None) -> PageFacts | None:
    if facts is None:
        return None
    return PageFacts(
        **{
            **facts,
            "status": PageStatus(**facts["status"]),
            "ids": tuple(facts["ids"]),
            "hrefs": tuple(facts["hrefs"]),
        }
    )


def _problems(facts: Mapping[str, Any]) -> tuple[Problem, ...]:
    return tuple(Problem(**{"message": "", "rule": "", **one}) for one in facts["problems"])
