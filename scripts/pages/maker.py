"""Makes what the store does not know: the facts of policies and of their translations, and the forms of pages.

What it is asked and what it answers are plain values, so that it can work in another process as well.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..markup import UNSAFE_HTML
from ..problem import Problem, Refused
from ..project.config import Config
from ..project.policy import Policy
from ..project.project import Project
from ..project.waivers import Waiver
from .facts import PageFacts, SourceFacts, VersionFacts
from .forms import FormsWanted, make_forms
from .frame import Frame
from .links import hrefs_of_page, ids_of_page
from .page import Page
from .publication import Publisher

_AMBIGUOUS = "referee"
"""The rule of policies that two parsers read differently: their pages would not be what the author meant."""
_MOST_PAGES = 64
"""Pages that are kept between the look at their texts and the making of their forms; others are made once more."""
_MOST_POLICIES = 4


@dataclass(frozen=True, slots=True)
class _Read:
    """A policy that was read, with its page; neither is there where nothing can be said of its text."""

    policy: Policy | None
    page: Page | None
    problems: tuple[Problem, ...]


class Maker:
    """Reads policies and catalogs of a project, and makes pages of them."""

    def __init__(
        self,
        project: Project,
        config: Config,
        waivers: Iterable[Waiver],
        frames: Mapping[str, Frame],
        *,
        is_refused: bool,
        thorough: bool,
    ) -> None:
        """`frames` by locale; `is_refused` tells that something is wrong with the settings."""
        self.project, self.config, self.frames, self.is_refused = project, config, frames, is_refused
        self.publisher = Publisher(project, config, waivers, thorough=thorough)
        self._policies: OrderedDict[str, _Read] = OrderedDict()
        self._pages: OrderedDict[tuple[str, str], Page] = OrderedDict()

    # -- facts ------------------------------------------------------------------------------------

    def source(self, name: str) -> SourceFacts:
        """The facts of a policy and of the page in its own language."""
        read = self._read(name)
        links = tuple(self.publisher.written_links(read.policy)) if read.policy is not None else ()
        page = None if read.page is None else _facts(read.page, self.config.source, "")
        return SourceFacts(read.policy is not None, page, read.problems, links)

    def version(self, name: str, code: str, *, is_published: bool) -> VersionFacts:
        """The facts of a policy in a locale; one that is not published is only looked at."""
        read = self._read(name)
        if read.policy is None:
            return VersionFacts(None, tuple(self.publisher.translations.alone(name, code)), is_unread=True)
        found = self.publisher.page(read.policy, self.frames[code], read.page if is_published else None)
        if found.page is not None:
            self._keep(name, code, found.page)
        page = None if found.page is None else _facts(found.page, code, found.edition)
        said = found.translation
        waivers = () if said is None else tuple(sorted(said.waivers))
        return VersionFacts(page, found.problems, waivers, said is not None and said.is_unread)

    def policy(self, name: str) -> Policy | None:
        """A policy as it is now; None where nobody knows its segments."""
        return self._read(name).policy

    # -- forms ------------------------------------------------------------------------------------

    def forms(self, facts: PageFacts, wanted: FormsWanted) -> tuple[dict[str, str], list[Problem]]:
        """The files of a page, by ending, and where they do not say the same. Raises `Refused` for texts that are gone."""
        page = self._page(facts)
        return make_forms(page, self.frames[facts.code], self.config, wanted)

    def _page(self, facts: PageFacts) -> Page:
        if facts.code == self.config.source:
            page = self._read(facts.policy).page
        else:
            page = self._pages.pop((facts.policy, facts.code), None)
        if page is not None:
            return page
        policy = self._read(facts.policy).policy
        if policy is None:
            raise Refused(*self._read(facts.policy).problems)
        return self.publisher.again(policy, self.frames[facts.code], facts.status, facts.edition)

    def _keep(self, name: str, code: str, page: Page) -> None:
        self._pages[name, code] = page
        if len(self._pages) > _MOST_PAGES:
            self._pages.popitem(last=False)

    # -- policies ---------------------------------------------------------------------------------

    def _read(self, name: str) -> _Read:
        """A policy by name; it is read once, as long as it is asked for among few others."""
        if name not in self._policies:
            self._policies[name] = self._read_anew(name)
            if len(self._policies) > _MOST_POLICIES:
                self._policies.popitem(last=False)
        self._policies.move_to_end(name)
        return self._policies[name]

    def _read_anew(self, name: str) -> _Read:
        path = self.project.path / "policy" / f"{name}.md"
        try:
            policy, problems = self.project.inspect_policy(path, self.config)
        except Refused as error:
            policy, problems = None, list(error.problems)
        if self.is_refused and not self.config.variables:  # perhaps they stand in what cannot be read
            problems = [problem for problem in problems if problem.rule != "variable"]
        if policy is None or any(problem.rule == _AMBIGUOUS for problem in problems):
            return _Read(policy, None, tuple(problems))
        page, faults = self.publisher.source_page(policy, self.frames[self.config.source])
        if any(problem.rule == UNSAFE_HTML for problem in problems):  # with their lines; the page has the same
            faults = [problem for problem in faults if problem.rule != UNSAFE_HTML]
        turned = self.publisher.source_directions(page)
        return _Read(policy, page, (*problems, *faults, *turned, *self.publisher.source_warnings(page)))


def _facts(page: Page, code: str, edition: str) -> PageFacts:
    day = page.policy.effective
    return PageFacts(
        page.policy.name, code, edition, day.isoformat() if day else "", page.status, page.title_text,
        tuple(ids_of_page(page)), tuple(hrefs_of_page(page)),
    )  # fmt: skip
