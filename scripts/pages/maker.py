"""Makes what the store does not have: the facts of policies and of their translations, and the forms of pages.

Questions and answers are plain values that can be pickled, so that a maker can work in another process too.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..checks.page import page as page_checks
from ..markup import UNSAFE_HTML
from ..po import Key
from ..problem import Problem, Refused
from ..project.config import Config
from ..project.policy import Policy
from ..project.project import Project
from ..project.waivers import Waiver
from .alarm import unsafe
from .counts import count_entries, shown_texts
from .data import WrittenData, to_json
from .facts import PageFacts, SourceFacts, VersionFacts
from .forms import BESIDE_OTHERS, FormsWanted
from .frame import Frame
from .html import page_html, to_fragment
from .links import hrefs_of_page, ids_of_page, resolved
from .page import Page
from .publication import Publisher
from .text import to_text
from .waiting_pages import WaitingPages

_AMBIGUOUS = "referee"
"""The rule of policies that two parsers read differently: their pages would not be what the author meant."""
_MOST_LETTERS = 300_000
"""Letters of the policies that stay in memory, where each takes 30 to 50 bytes, so 15 MiB at most. A survey reads policies in
the order in which it looks at them in the locales; but policies that link to many others need all of these first."""
_LETTERS_OF_ANY = 1_000
"""What a policy takes besides its text, in the same unit."""


@dataclass(slots=True)
class _Read:
    """A policy that was read, and what was made of it so far."""

    policy: Policy | None
    page: Page | None = None
    """The page in its own language."""
    texts: Mapping[Key, str] | None = None
    """Its segments as readers see them."""

    def letters(self) -> int:
        """How much memory it takes, in letters of text."""
        segments = () if self.policy is None else self.policy.segments()
        return _LETTERS_OF_ANY + sum(len(segment.text) for segment in segments)


class Maker:
    """Reads policies and catalogs of a project, and makes pages from them."""

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
        """`frames` by locale; `is_refused` says whether the settings have errors."""
        self.project, self.config, self.frames, self.is_refused = project, config, frames, is_refused
        self.publisher = Publisher(project, config, waivers, thorough=thorough)
        self._policies: OrderedDict[str, _Read] = OrderedDict()
        self._waiting = WaitingPages()

    # -- facts ------------------------------------------------------------------------------------

    def source(self, name: str) -> SourceFacts:
        """The facts of a policy and of the page in its own language."""
        path = self.project.path / "policy" / f"{name}.md"
        try:
            policy, problems = self.project.inspect_policy(path, self.config)
        except Refused as error:
            policy, problems = None, list(error.problems)
        read = self._remember(name, _Read(policy))
        if self.is_refused and not self.config.variables:  # perhaps the part of the settings with them cannot be read
            problems = [problem for problem in problems if problem.rule != "variable"]
        if policy is None:
            return SourceFacts(False, None, tuple(problems))
        links = tuple(self.publisher.written_links(policy))
        size = len({(segment.context, segment.text) for segment in policy.segments()})
        if any(problem.rule == _AMBIGUOUS for problem in problems):
            return SourceFacts(True, None, tuple(problems), links, size)
        read.page, faults = self.publisher.source_page(policy, self.frames[self.config.source])
        if any(problem.rule == UNSAFE_HTML for problem in problems):  # the same was found in the text, with its line
            faults = [problem for problem in faults if problem.rule != UNSAFE_HTML]
        turned = self.publisher.source_directions(read.page)
        problems += [*faults, *turned, *self.publisher.source_warnings(read.page)]
        return SourceFacts(True, _facts(read.page, self.config.source, ""), tuple(problems), links, size)

    def version(self, name: str, code: str, *, is_read: bool, is_published: bool) -> VersionFacts:
        """The facts of a policy in a locale; if the policy is not published, its catalog is only checked.

        `is_read` says whether the segments of the policy are known.
        """
        policy = self.policy(name) if is_read else None
        if policy is None:
            return VersionFacts(None, tuple(self.publisher.translations.of_file(name, code)), is_unread=True)
        found = self.publisher.page(policy, self.frames[code], self._source_page(name) if is_published else None)
        if found.page is not None:
            self._waiting.keep(name, code, found.page)
        page = None if found.page is None else _facts(found.page, code, found.edition)
        translation = found.translation
        if translation is None:
            return VersionFacts(page, found.problems)
        counts = count_entries(translation.live, self._texts(name, policy))
        return VersionFacts(page, found.problems, tuple(sorted(translation.waivers)), translation.is_unread, counts)

    def _texts(self, name: str, policy: Policy) -> Mapping[Key, str]:
        """Each segment of a policy as readers see it."""
        read = self._policies[name]
        if read.texts is None:
            read.texts = shown_texts(policy)
        return read.texts

    def policy(self, name: str) -> Policy | None:
        """A policy as it is now; None if its segments are not known."""
        if name in self._policies:
            self._policies.move_to_end(name)
            return self._policies[name].policy
        path = self.project.path / "policy" / f"{name}.md"
        try:
            return self._remember(name, _Read(self.project.known_policy(path))).policy
        except Refused:
            return None

    # -- forms ------------------------------------------------------------------------------------

    def forms(self, facts: PageFacts, wanted: FormsWanted) -> tuple[dict[str, str], list[Problem]]:
        """The files of a page by ending, and words that one of them lacks. Raises `Refused` for texts that cannot be read now."""
        page = self._page(facts)
        return _made_forms(page, self.frames[facts.code], self.config, wanted)

    def _page(self, facts: PageFacts) -> Page:
        if facts.code == self.config.source:
            page = self._source_page(facts.policy)
        else:
            page = self._waiting.take(facts.policy, facts.code)
        if page is not None:
            return page
        policy = self.policy(facts.policy)
        assert policy is not None  # without its segments it would have no page
        return self.publisher.again(policy, self.frames[facts.code], facts.status, facts.edition)

    def _source_page(self, name: str) -> Page | None:
        """The page of a policy in its own language."""
        policy = self.policy(name)
        if policy is None:
            return None
        read = self._policies[name]
        if read.page is None:
            read.page = self.publisher.drawn(policy, self.frames[self.config.source])
        return read.page

    def _remember(self, name: str, read: _Read) -> _Read:
        """Keep a policy, and forget those that were not asked for the longest time if they are too many."""
        self._policies[name] = read
        self._policies.move_to_end(name)
        letters = sum(each.letters() for each in self._policies.values())
        while letters > _MOST_LETTERS and len(self._policies) > 1:
            letters -= self._policies.popitem(last=False)[1].letters()
        return read


def _made_forms(page: Page, frame: Frame, config: Config, wanted: FormsWanted) -> tuple[dict[str, str], list[Problem]]:
    """The files of a page by ending, and words that one of them lacks (law 12)."""
    relative, absolute = resolved(page, wanted.relative), resolved(page, wanted.absolute)
    made = {
        BESIDE_OTHERS: page_html(relative, frame, config, wanted.listed),
        "txt": to_text(absolute, frame, config, wanted.listed),
        "json": to_json(absolute, frame, config, wanted.listed),
        "fragment.html": to_fragment(absolute, frame, config, wanted.listed),
    }
    outline, data = page_checks.outline(absolute.whole), WrittenData(made["json"])
    found = [*page_checks.same_words(outline, made["txt"])]
    found += page_checks.same_data(outline, data.texts(absolute))
    found += page_checks.same_html(data.pairs(), data.wholes())
    for ending, shown in ((BESIDE_OTHERS, relative), ("fragment.html", absolute)):
        found += page_checks.has_parts(made[ending], shown.parts)
    if absolute is not page:
        for linked in (absolute, relative):
            found += unsafe(linked.whole)
    return made, found


def _facts(page: Page, code: str, edition: str) -> PageFacts:
    day = page.policy.effective
    return PageFacts(
        page.policy.name, code, edition, day.isoformat() if day else "", page.status, page.title_text,
        tuple(ids_of_page(page)), tuple(hrefs_of_page(page)),
    )  # fmt: skip
