"""Which state of a page is published, and the page (docs/states.md): decided in one place.

The states follow from the texts alone: what is in `build/` decides nothing (law 9).
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..checks.page import page as page_checks
from ..checks.source import links as source_links
from ..checks.source import policy as source_checks
from ..checks.source import settings, slips
from ..checks.source.broken_tables import broken_tables
from ..checks.source.code_words import code_words
from ..checks.source.dropped import dropped_html
from ..checks.source.foreign_comments import foreign_comments
from ..locales import language
from ..markup import policy_link
from ..problem import Problem, Refused
from ..project import editions
from ..project.config import Config
from ..project.editions import Edition
from ..project.policy import Policy, title_heading, with_plain_line_ends
from ..project.project import Project
from ..project.waivers import Waiver
from .alarm import unsafe
from .frame import Frame
from .links import ids_of_page
from .listed import PageStatus
from .page import Page, render_page
from .translation import Translation, Translations


def candidates(share: float, approval: str, config: Config, *, has_errors: bool) -> tuple[str, ...]:
    """The states that a page can have, best first; the first that can be made is published, without any it is withheld.

    They follow from the texts alone: `share` of the segments is translated (0 to 1), the translation has this
    `approval`, and its catalog `has_errors` or not. What is in `build/` decides nothing (law 9).
    """
    if config.approval == "require" and approval != "approved":
        return ()
    if has_errors:
        return ("previous",) if config.incomplete == "previous" else ()
    if share == 1:
        return ("current",)
    islands = ("islands",) if share > 0 and share * 100 >= config.minimum else ()
    return {"previous": ("previous", *islands), "islands": islands, "withhold": ()}[config.incomplete]


@dataclass(frozen=True, slots=True)
class PageResult:
    """A policy in a locale: the page in its best state, and all that is wrong with the texts."""

    page: Page | None
    """None where nothing is published."""
    problems: tuple[Problem, ...] = ()
    edition: str = ""
    """The date of the recorded edition that the page shows; "" for the text that holds now."""
    translation: Translation | None = None
    """What the catalog has of the text that holds now; None where there is no catalog."""


class Publisher:
    """Makes the pages of a project's policies.

    With `thorough`, warnings about texts are told too.
    """

    def __init__(
        self, project: Project, config: Config, waivers: Iterable[Waiver] = (), *, thorough: bool = False
    ) -> None:
        self.project, self.config, self.thorough = project, config, thorough
        self.translations = Translations(project, config, waivers, thorough=thorough)
        self._old: tuple[str, dict[Path, Policy]] = ("", {})
        """The name of a policy, and the texts of its editions that were read so far."""

    def source_page(self, policy: Policy, frame: Frame) -> tuple[Page, list[Problem]]:
        """The page in the language of the policy, and what keeps it from being published: anything unsafe, or faults."""
        page = self.drawn(policy, frame)
        text = self.project.read(self.project.path / policy.path)
        alarm = list(unsafe(page.whole))
        found = [problem.at(line=_line_of_tag(problem, text)) for problem in alarm]
        found += [*source_checks.headings(policy.source, page.silent()), *source_checks.unclosed(text, 1)]
        return page, [problem.at(path=policy.path) for problem in found]

    def source_directions(self, page: Page) -> list[Problem]:
        """What a policy shows in another order than it is stored in; an edition is shown as it was."""
        policy, lines = page.policy, self.project.read(self.project.path / page.policy.path).split("\n")
        problems = []
        for problem, sign in source_checks.directions(page.whole, language(self.config.source).direction):
            line = next((number for number, line in enumerate(lines, 1) if re.search(sign, line, re.I)), 1)
            problems.append(problem.at(line=line, path=policy.path, policy=policy.name))
        return problems

    def source_warnings(self, page: Page) -> list[Problem]:
        """What is wrong with a policy, and does not keep it from being published."""
        policy, text = page.policy, self.project.read(self.project.path / page.policy.path)
        outline = page_checks.outline(page.whole)
        written = dict(reversed(list(self._lines_of_links(policy, text))))
        found = [
            problem.at(line=written.get(sign) or _line_of(sign, text))
            for problem, sign in self._signs(outline, ids_of_page(page))
        ]
        found += [
            problem.at(line=segment.line, msgid=segment.text)
            for segment in policy.segments()
            for problem in source_checks.wording(segment, policy.source.references, dated=bool(policy.effective))
        ]
        lines = text.split("\n")
        found += code_words(policy.source, lines)
        found += [*broken_tables(policy.source, lines), *foreign_comments(policy.source, lines)]
        found += dropped_html(policy.source.dropped)
        found += slips.slips(policy.source)
        found += source_checks.title_level(title_heading(policy.source), policy.title, titled=policy.titled)
        links = settings.mail_links(policy.source, (), self.config.variables)
        found += [problem for _, problem in links if not problem.is_error]
        return [problem.at(path=policy.path, policy=policy.name) for problem in found]

    def _signs(self, page: page_checks.Outline, ids: Collection[str]) -> list[tuple[Problem, str]]:
        """What is wrong with the links and images of a page, with a sign by which its line is found."""
        known, has_root = self.policies(), bool(self.config.root)
        links = source_links.relative(page, known, has_root=has_root)
        return [*source_checks.anchors(page, ids), *links, *source_checks.images(page)]

    def policies(self) -> list[str]:
        """The names that links to policies can have."""
        return [path.stem for path in self.project.policies()]

    def written_links(self, policy: Policy) -> list[tuple[int, str]]:
        """(line, target) of every link of a policy to a file beside it, placeholders filled in."""
        text = self.project.read(self.project.path / policy.path)
        links = self._lines_of_links(policy, text)
        return [(line, target) for target, line in links if policy_link(target) is not None]

    def _lines_of_links(self, policy: Policy, text: str) -> Iterator[tuple[str, int]]:
        """(target, line) of every link of a policy, placeholders filled in; `text` is the whole file."""
        for block, target in source_links.written_links(policy.source):
            filled = source_links.filled_link(target, self.config.variables)
            yield filled, source_links.line_of_link(target, block, text)

    def page(self, policy: Policy, frame: Frame, source: Page | None) -> PageResult:
        """The page of a policy in a locale in the best state there is (docs/states.md).

        Without a source page, because the policy is refused, the catalog is only looked at.
        """
        code = frame.language.code
        if not self.project.has(self.project.catalog(code, policy.name)):
            return PageResult(None)
        found = self.translations.present(policy, code)
        editions_ = _Editions(self, policy, frame)
        problems = [*found.problems]
        if self.thorough and source is not None:
            problems += editions_.problems()
        page, day, tried = None, "", set[str]()
        while source is not None and page is None and (state := self._next_state(found, problems, tried)):
            tried.add(state)
            if state == "previous":
                page, day, told = editions_.newest()
            else:
                page, told = self._present(policy, frame, source, found, state)
            problems += told
        return PageResult(page, tuple(dict.fromkeys(problems)), day, found)

    def again(self, policy: Policy, frame: Frame, status: PageStatus, edition: str) -> Page:
        """A page whose texts were found good before, made once more: nothing is looked for in them.

        `status` and `edition` are those that it had. Raises `Refused` where its texts cannot be read any more.
        """
        code = frame.language.code
        if code == self.config.source:
            return self.drawn(policy, frame)
        path, shown = self.project.catalog(code, policy.name), policy
        if edition:
            there = next(one for one in editions.of(self.project, policy.name, code) if one.date == edition)
            path, shown = there.catalog, self.text_of(there, policy.name)
        found = self.translations.unchecked(shown, path)
        return render_page(shown, self.config, frame, found.said, status, found.reader)

    def drawn(self, policy: Policy, frame: Frame) -> Page:
        """The page in the language of the policy."""
        return render_page(policy, self.config, frame, lambda segment: segment.text, PageStatus(), policy.source.reader)

    def _next_state(self, found: Translation, problems: Iterable[Problem], tried: Collection[str]) -> str:
        """The best state that was not tried; "" where there is none, so that nothing is published."""
        has_errors = any(problem.is_error for problem in problems)
        states = candidates(found.share, found.approval, self.config, has_errors=has_errors)
        return next((state for state in states if state not in tried), "")

    # -- the text that holds now ----------------------------------------------------------------------

    def _present(
        self, policy: Policy, frame: Frame, source: Page, found: Translation, state: str
    ) -> tuple[Page | None, list[Problem]]:
        """The page of the text that holds now, unless anything is wrong with it."""
        status = PageStatus(state, found.share, found.approval)
        page = render_page(policy, self.config, frame, found.said, status, found.reader)
        name = self.project.name(self.project.catalog(frame.language.code, policy.name))
        wrong = [problem.at(path=name) for problem in self.page_problems(page, source, found)]
        return (None if any(problem.is_error for problem in wrong) else page), wrong

    def page_problems(self, page: Page, source: Page, found: Translation) -> list[Problem]:
        """Where a finished page differs from the source's; `found` is its translation."""
        code = page.language.code
        allowed = self.config.targets_of(code)
        ours, theirs = page_checks.outline(page.whole), page_checks.outline(source.whole)
        return [
            *page_checks.same_blocks(theirs, ours, allowed),
            *page_checks.same_numbers(theirs, ours, (self.config.source, code), found.let_stand),
            *unsafe(page.whole),
        ]

    def text_of(self, edition: Edition, name: str) -> Policy:
        """A policy as it was in an edition, read once for all locales. Raises `Refused`."""
        if self._old[0] != name:
            self._old = name, {}
        texts = self._old[1]
        if edition.text not in texts:
            texts[edition.text] = editions.read_edition(self.project, edition, name, self.config)
        return texts[edition.text]


class _Editions:
    """The recorded editions of a policy in a locale, as pages; each is made once."""

    def __init__(self, publisher: Publisher, policy: Policy, frame: Frame) -> None:
        self.publisher, self.policy, self.frame = publisher, policy, frame
        self.project = publisher.project
        self._made: dict[str, tuple[Page | None, list[Problem]]] = {}
        """By date."""

    def newest(self) -> tuple[Page | None, str, list[Problem]]:
        """The newest edition that this locale translates whole, its date, and what is wrong with those that it does not.

        The page is `current` where its text still is the policy's.
        """
        problems: list[Problem] = []
        for edition in self._there():
            page, told = self._page(edition)
            problems += told
            if page is not None:
                return page, edition.date, problems
        return None, "", problems

    def problems(self) -> list[Problem]:
        """What is wrong with the editions, whether they are shown now or not."""
        return [problem for edition in self._there() for problem in self._page(edition)[1]]

    def _there(self) -> list[Edition]:
        return editions.of(self.project, self.policy.name, self.frame.language.code)

    def _page(self, edition: Edition) -> tuple[Page | None, list[Problem]]:
        """The page of an edition, unless it is not whole or anything is wrong with it; all of that are warnings."""
        if edition.date not in self._made:
            page, wrong = self._make(edition)
            self._made[edition.date] = page, [problem.at(level="warning") for problem in wrong]
        return self._made[edition.date]

    def _make(self, edition: Edition) -> tuple[Page | None, list[Problem]]:
        policy, publisher, code = self.policy, self.publisher, self.frame.language.code
        if policy.effective and edition.date > policy.effective.isoformat():
            message = (
                f"the edition of {edition.date} is newer than the policy, which is in force since {policy.effective}"
            )
            hint = "correct `effective` of the policy, or the name of the folder; it is shown to nobody"
            return None, [Problem(message, "edition-unused", self.project.name(edition.text), hint=hint)]
        try:
            old = publisher.text_of(edition, policy.name)
            source, wrong = publisher.source_page(old, self.frame)
            wrong += self._lost_policies(old)
            found = publisher.translations.of_edition(old, edition.catalog, code)
        except Refused as error:
            return None, list(error.problems)
        wrong += [*found.problems, *self._unfit(edition, old, found)]
        if wrong:
            return None, wrong
        texts = (self.project.read(path) for path in (edition.text, self.project.path / policy.path))
        is_same = len({with_plain_line_ends(text) for text in texts}) == 1
        status = PageStatus("current" if is_same else "previous", found.share, found.approval)
        page = render_page(old, publisher.config, self.frame, found.said, status, found.reader)
        wrong = [problem.at(path=old.path) for problem in publisher.page_problems(page, source, found)]
        return (None if wrong else page), wrong

    def _lost_policies(self, old: Policy) -> Iterator[Problem]:
        """Links of an edition to policies that do not exist any more; an id that its target has lost is left out of the link."""
        links = source_links.policy_links(self.publisher.written_links(old), self.publisher.policies(), lambda _: None)
        return (problem.at(path=old.path) for problem in links)

    def _unfit(self, edition: Edition, old: Policy, found: Translation) -> Iterator[Problem]:
        """Why an edition cannot be shown as a text that was in force from its day on."""
        if found.missing:
            code, name = self.frame.language.code, self.project.name(edition.catalog)
            have = "has" if found.missing == 1 else "have"
            count = f"{found.missing} of {found.wanted} segments {have} no translation"
            message = f"the edition of {edition.date} is not complete in '{code}': {count}"
            hint = "it is shown to nobody; complete the catalog as it was published that day, or delete it"
            yield Problem(message, "edition-unused", name, hint=hint)
        if old.effective and old.effective.isoformat() != edition.date:  # what follows is no newer than the policy
            message = f"the edition of {edition.date} says that it is in force since {old.effective}"
            hint = "name the folder by that date, or correct `effective` in it; it is shown to nobody"
            yield Problem(message, "edition-unused", self.project.name(edition.text), hint=hint)


def _line_of_tag(problem: Problem, text: str) -> int:
    """The line of the tag that an alarm names."""
    tag = re.search(r"<(?=/?([a-z0-9]+))", problem.message)
    return _line_of(f"<{tag.group(1)}", text.lower()) if tag else 1


def _line_of(sign: str, text: str) -> int:
    """The first line that holds a text; 1 where none does."""
    return next((number for number, line in enumerate(text.split("\n"), 1) if sign in line), 1)
