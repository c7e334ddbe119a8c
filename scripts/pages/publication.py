"""Which state of a page is published, and the page (docs/states.md): decided in one place.

The states follow from the texts alone: what is in `build/` decides nothing (law 9).
"""

import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from .. import pages
from ..checks.page import page as page_checks
from ..checks.source import links as source_links
from ..checks.source import policy as source_checks
from ..checks.source import settings, slips
from ..checks.source.broken_tables import broken_tables
from ..checks.source.code_words import code_words
from ..checks.source.dropped import dropped_html
from ..checks.source.foreign_comments import foreign_comments
from ..locales import Language, language
from ..markup import policy_link
from ..problem import Problem, Refused
from ..project import editions
from ..project.config import Config
from ..project.editions import Edition
from ..project.frame_words import frame_words, reads_english
from ..project.policy import Policy, title_heading, with_plain_line_ends
from ..project.project import Project
from ..project.waivers import Waiver
from . import Frame, Page, PageStatus
from .links import ids_of_page
from .translation import Translation, Translations


def frames(project: Project, languages: Iterable[Language]) -> tuple[dict[str, Frame], list[Problem]]:
    """The page frame of each language, by its code, and words that it lacks or that cannot be used."""
    wanted = [segment for _, segment in pages.words_of_layouts()]
    found = {each.code: (each, frame_words(project, each.code, wanted)) for each in languages}
    problems = [problem for _, words in found.values() for problem in words.problems]
    return {code: Frame(each, words.said, _english(each)) for code, (each, words) in found.items()}, problems


def _english(here: Language) -> dict[str, str]:
    """What marks words of the frame that nobody translated; they are English."""
    return {} if reads_english(here.code) else {"lang": "en", "dir": "ltr"}


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


class Publisher:
    """Makes the pages of a project's policies.

    With `thorough`, warnings about texts are told too.
    """

    def __init__(
        self, project: Project, config: Config, waivers: Iterable[Waiver] = (), *, thorough: bool = False
    ) -> None:
        self.project, self.config, self.thorough = project, config, thorough
        self.translations = Translations(project, config, waivers, thorough=thorough)
        self._editions: dict[Path, tuple[Page | None, list[Problem]]] = {}
        """What came of each edition in a locale, by its catalog."""
        self._old: tuple[str, dict[Path, Policy]] = ("", {})
        """The name of a policy, and the texts of its editions that were read so far."""

    def source_page(self, policy: Policy, frame: Frame) -> tuple[Page, list[Problem]]:
        """The page in the language of the policy, and what keeps it from being published: anything unsafe, or faults."""
        own = policy.source.reader
        page = pages.render_page(policy, self.config, frame, lambda segment: segment.text, PageStatus(), own)
        outline, text = page_checks.outline(page.whole), self.project.read(self.project.path / policy.path)
        alarm = list(page_checks.same_when_cleaned(outline, pages.cleaned(page.whole)))
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

    def page(self, policy: Policy, frame: Frame, source: Page | None) -> tuple[Page | None, list[Problem]]:
        """The page of a policy in a locale in the best state there is (docs/states.md), or None.

        Without a source page, because the policy is refused, the catalog is only looked at.
        """
        code = frame.language.code
        if not self.project.has(self.project.catalog(code, policy.name)):
            return None, []
        found = self.translations.present(policy, code)
        problems = [*found.problems]
        if self.thorough and source is not None:
            problems += self._of_editions(policy, frame)
        page, tried = None, set[str]()
        while source is not None and page is None and (state := self._next_state(found, problems, tried)):
            tried.add(state)
            if state == "previous":
                page, told = self._previous(policy, frame)
            else:
                page, told = self._present(policy, frame, source, found, state)
            problems += told
        return page, list(dict.fromkeys(problems))

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
        page = self._render(policy, frame, found, state)
        name = self.project.name(self.project.catalog(frame.language.code, policy.name))
        wrong = [problem.at(path=name) for problem in self._page_problems(page, source)]
        return (None if any(problem.is_error for problem in wrong) else page), wrong

    def _render(self, policy: Policy, frame: Frame, found: Translation, state: str) -> Page:
        status = PageStatus(state, found.share, found.approval)
        return pages.render_page(policy, self.config, frame, found.said, status, found.reader)

    # -- editions -------------------------------------------------------------------------------------

    def _previous(self, policy: Policy, frame: Frame) -> tuple[Page | None, list[Problem]]:
        """The newest edition that this locale translates whole: `current` where its text still is the policy's."""
        problems: list[Problem] = []
        for edition in editions.of(self.project, policy.name, frame.language.code):
            page, told = self._of_edition(edition, policy, frame)
            problems += told
            if page is not None:
                return page, problems
        return None, problems

    def _of_editions(self, policy: Policy, frame: Frame) -> list[Problem]:
        """What is wrong with the editions of a policy in a locale, whether they are shown now or not."""
        there = editions.of(self.project, policy.name, frame.language.code)
        return [problem for edition in there for problem in self._of_edition(edition, policy, frame)[1]]

    def _of_edition(self, edition: Edition, policy: Policy, frame: Frame) -> tuple[Page | None, list[Problem]]:
        """The page of an edition, unless it is not whole or anything is wrong with it; all of that are warnings."""
        if edition.catalog not in self._editions:
            page, wrong = self._made_of_edition(edition, policy, frame)
            self._editions[edition.catalog] = page, [problem.at(level="warning") for problem in wrong]
        return self._editions[edition.catalog]

    def _made_of_edition(self, edition: Edition, policy: Policy, frame: Frame) -> tuple[Page | None, list[Problem]]:
        if policy.effective and edition.date > policy.effective.isoformat():
            message = (
                f"the edition of {edition.date} is newer than the policy, which is in force since {policy.effective}"
            )
            hint = "correct `effective` of the policy, or the name of the folder; it is shown to nobody"
            return None, [Problem(message, "edition-unused", self.project.name(edition.text), hint=hint)]
        try:
            old = self._text_of(edition, policy.name)
            source, wrong = self.source_page(old, frame)
            wrong += self._lost_policies(old)
            found = self.translations.of_edition(old, edition.catalog, frame.language.code)
        except Refused as error:
            return None, list(error.problems)
        wrong += [*found.problems, *self._unfit(edition, old, found, frame)]
        if wrong:
            return None, wrong
        texts = (self.project.read(path) for path in (edition.text, self.project.path / policy.path))
        is_same = len({with_plain_line_ends(text) for text in texts}) == 1
        page = self._render(old, frame, found, "current" if is_same else "previous")
        wrong = [problem.at(path=old.path) for problem in self._page_problems(page, source)]
        return (None if wrong else page), wrong

    def _text_of(self, edition: Edition, name: str) -> Policy:
        """The policy as it was in an edition, read once for all locales. Raises `Refused`."""
        if self._old[0] != name:
            self._old = name, {}
        texts = self._old[1]
        if edition.text not in texts:
            texts[edition.text] = editions.read_edition(self.project, edition, name, self.config)
        return texts[edition.text]

    def _lost_policies(self, old: Policy) -> Iterator[Problem]:
        """Links of an edition to policies that do not exist any more; an id that its target has lost is left out of the link."""
        links = source_links.policy_links(self.written_links(old), self.policies(), lambda _: None)
        return (problem.at(path=old.path) for problem in links)

    def _unfit(self, edition: Edition, old: Policy, found: Translation, frame: Frame) -> Iterator[Problem]:
        """Why an edition cannot be shown as a text that was in force from its day on."""
        if found.missing:
            code, name = frame.language.code, self.project.name(edition.catalog)
            count = f"{found.missing} of {found.wanted} segments have no translation"
            message = f"the edition of {edition.date} is not whole in '{code}': {count}"
            hint = "it is shown to nobody; complete the catalog as it was published that day, or delete it"
            yield Problem(message, "edition-unused", name, hint=hint)
        if old.effective and old.effective.isoformat() != edition.date:  # what follows is no newer than the policy
            message = f"the edition of {edition.date} says that it is in force since {old.effective}"
            hint = "name the folder by that date, or correct `effective` in it; it is shown to nobody"
            yield Problem(message, "edition-unused", self.project.name(edition.text), hint=hint)

    def _page_problems(self, page: Page, source: Page) -> list[Problem]:
        code = page.language.code
        allowed = self.config.targets_of(code)
        ours, theirs = page_checks.outline(page.whole), page_checks.outline(source.whole)
        return [
            *page_checks.same_blocks(theirs, ours, allowed),
            *page_checks.same_numbers(
                theirs, ours, (self.config.source, code), self.translations.let_stand.get(code, ())
            ),
            *page_checks.same_when_cleaned(ours, pages.cleaned(page.whole)),
        ]


def _line_of_tag(problem: Problem, text: str) -> int:
    """The line of the tag that an alarm names."""
    tag = re.search(r"<(?=/?([a-z0-9]+))", problem.message)
    return _line_of(f"<{tag.group(1)}", text.lower()) if tag else 1


def _line_of(sign: str, text: str) -> int:
    """The first line that holds a text; 1 where none does."""
    return next((number for number, line in enumerate(text.split("\n"), 1) if sign in line), 1)
