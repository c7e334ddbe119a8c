"""What is known of pages without having them: their states, titles, ids, links, and all that is wrong with their texts.

Menus, links, manifest, `check` and `status` need no more than this. The facts of a page are remembered between runs
(`store`), so that a page is made again only where something that it depends on has changed.
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
    """A page that can be published, as other pages, the manifest and `status` know it."""

    policy: str
    code: str
    """The locale in gettext's spelling."""
    edition: str
    """The date of the recorded edition that is shown; "" for the text of the policy as it is now."""
    effective: str
    """The date since which its text is in force; "" where the policy names none."""
    status: PageStatus
    title: str
    ids: tuple[str, ...]
    """That a link can name, the title's among them."""
    hrefs: tuple[str, ...]
    """Where its links lead, as the policy writes them, each once."""
    key: str = ""
    """Digest of everything that the page is made of, but for other pages."""

    @property
    def tag(self) -> str:
        """Its language as addresses and HTML write it."""
        return language(self.code).tag

    def form(self, ending: str) -> str:
        """The path of one of its forms, below `build/site/`."""
        return form(self.tag, self.policy, ending)

    @property
    def path(self) -> str:
        """Of its HTML, below `build/site/`."""
        return self.form("html")

    @property
    def listed(self) -> Listed:
        """How menus list it."""
        return Listed(language(self.code), self.path, self.title, self.status.state)


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """The text of a policy, and what is wrong with it as far as it can be seen without other policies."""

    is_read: bool
    """Whether its segments are known; False where nothing can be said of its text."""
    page: PageFacts | None
    """Its page, be it published or not; None where two readers disagree on its text."""
    problems: tuple[Problem, ...]
    links: tuple[tuple[int, str], ...] = ()
    """(line, target) of every link to a file beside the policy, placeholders filled in."""
    size: int = 0
    """How many segments it has; one that stands twice counts once."""


Counts = tuple[int, int, int, int, int]
"""Of a catalog beside its policy: segments, translated, fuzzy, missing, and words left to translate."""


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """A policy in a locale: what can be published of it, and all that is wrong with it."""

    page: PageFacts | None
    problems: tuple[Problem, ...]
    waivers: tuple[WaiverKey, ...] = ()
    """Those that let something stand."""
    is_unread: bool = False
    """Whether its catalog or its policy could not be read: nobody knows what its waivers let stand."""
    counts: Counts | None = None
    """None where there is no catalog, or nobody knows the segments of the policy."""


_Facts = TypeVar("_Facts", SourceFacts, VersionFacts)


def with_key(found: _Facts, key: str) -> _Facts:
    """The same facts, the page in them marked with the key under which they are remembered."""
    return found if found.page is None else replace(found, page=replace(found.page, key=key))


def as_bytes(found: SourceFacts | VersionFacts) -> bytes:
    """The form in which facts are remembered."""
    facts = asdict(found)
    facts["problems"] = [{key: value for key, value in one.items() if value} for one in facts["problems"]]
    return json.dumps(facts, ensure_ascii=False).encode("utf-8", "surrogatepass")


def source_facts(data: bytes) -> SourceFacts:
    """What `as_bytes` wrote of a source."""
    facts = json.loads(data.decode("utf-8", "surrogatepass"))
    links = tuple((line, target) for line, target in facts["links"])
    return SourceFacts(facts["is_read"], _page(facts["page"]), _problems(facts), links, facts["size"])


def version_facts(data: bytes) -> VersionFacts:
    """What `as_bytes` wrote of a version."""
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
