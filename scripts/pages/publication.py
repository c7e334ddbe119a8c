"""What is published of a policy in a locale: the states of section 7 of the design, decided in one place.

Never a wrong text: fuzzy and missing translations are not published (law 4), a
translation of another shape refuses its locale alone (laws 5, 11).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from .. import pages, po
from ..catalogs import template
from ..checks import table as entry_checks
from ..checks.catalog.check import check_catalog
from ..checks.entry.consistency import consistency
from ..checks.entry.glossary import Glossary, glossary
from ..checks.page import page as page_checks
from ..checks.rule import Pair
from ..checks.source import policy as source_checks
from ..checks.source import settings
from ..checks.table import CheckContext as CheckFacts
from ..locales import Language, language
from ..markup import Segment
from ..po import Entry
from ..problem import Problem, Refused
from ..project import editions
from ..project.config import Config
from ..project.frame_words import frame_words, reads_english
from ..project.policy import Policy, with_plain_line_ends
from ..project.project import Project
from ..project.waivers import waiver
from . import Frame, Page, PageStatus


def frames(project: Project, languages: Iterable[Language], problems: list[Problem]) -> dict[str, Frame]:
    """The page frame of each language, by its code; words that it lacks are reported in `problems`."""
    wanted = [segment for _, segment in pages.words_of_layouts()]
    return {
        found.code: Frame(found, frame_words(project, found.code, wanted, problems).said, _english(found))
        for found in languages
    }


def _english(here: Language) -> dict[str, str]:
    """What marks words of the frame that nobody translated; they are English."""
    return {} if reads_english(here.code) else {"lang": "en", "dir": "ltr"}


def check_facts(policy: Policy, config: Config, code: str, words: Glossary) -> CheckFacts:
    """What the checks of a policy's entries in a locale know beside the texts; `words` is its glossary."""
    source = policy.source
    return CheckFacts(
        code, config.source, source.references, source.footnotes(), config.targets_of(code), config.keep, words
    )


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
class _Translation:
    """A catalog as far as pages are made of it."""

    entries: Mapping[po.Key, Entry] = field(default_factory=dict)
    """Those that may be published."""
    share: float = 0.0
    """Of the policy's segments that they translate, 0 to 1; a segment that stands twice counts once."""
    approval: str = "unreviewed"
    problems: tuple[Problem, ...] = ()


def _approval(catalog: po.Catalog) -> str:
    return "draft" if template.is_draft(catalog) else "unreviewed"


class Publisher:
    """Makes the pages of a root's policies.

    With `thorough`, warnings about texts are told too. What is wrong with
    `locale/waivers.toml` is told in `problems`.
    """

    def __init__(self, project: Project, config: Config, problems: list[Problem], *, thorough: bool = False) -> None:
        self.project, self.config, self.thorough = project, config, thorough
        self.waivers = {waiver.key: waiver for waiver in project.waivers(entry_checks.WAIVABLE, problems)}
        self.used: set[tuple[str, str, str, str]] = set()
        """Keys of the waivers that let something stand."""
        self.unread: set[str] = set()
        """Locales of which a catalog or its policy could not be read: nobody knows what their waivers let stand."""
        self.let_stand: dict[str, set[str]] = {}
        """Messages of what they let stand, by locale."""
        self._editions: dict[Path, tuple[Page | None, list[Problem]]] = {}
        """What came of each edition in a locale, by its catalog."""

    def source_page(self, policy: Policy, frame: Frame) -> tuple[Page, list[Problem]]:
        """The page in the language of the policy, and what keeps it from being published: anything unsafe, or faults."""
        page = pages.render_page(policy, self.config, frame, lambda segment: segment.text, PageStatus())
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
        found = [problem.at(line=_line_of(sign, text)) for problem, sign in _signs(outline)]
        found += [
            problem.at(line=segment.line, msgid=segment.text)
            for segment in policy.segments()
            for problem in source_checks.wording(segment, policy.source.references, dated=bool(policy.effective))
        ]
        links = settings.mail_links(policy.source, (), self.config.variables)
        found += [problem for _, problem in links if not problem.is_error]
        return [problem.at(path=policy.path, policy=policy.name) for problem in found]

    def page(self, policy: Policy, frame: Frame, source: Page | None) -> tuple[Page | None, list[Problem]]:
        """The page of a policy in a locale in the best state there is (design, section 7), or None.

        Without a source page, because the policy is refused, the catalog is only looked at.
        """
        code = frame.language.code
        if not self.project.has(self.project.catalog(code, policy.name)):
            return None, []
        found = self._translation(policy, code)
        problems = [*found.problems]
        if self.thorough and source is not None:
            problems += self._of_editions(policy, frame)
        tried: list[str] = []
        while source is not None:
            has_errors = any(problem.is_error for problem in problems)
            states = candidates(found.share, found.approval, self.config, has_errors=has_errors)
            state = next((state for state in states if state not in tried), None)
            if state is None:
                break
            tried.append(state)
            if state == "previous":
                page, told = self._previous(policy, frame)
            else:
                page, told = self._present(policy, frame, source, found, state)
            problems += told
            if page is not None:
                return page, list(dict.fromkeys(problems))
        return None, list(dict.fromkeys(problems))

    def catalog_alone(self, name: str, code: str) -> list[Problem]:
        """What is wrong with a catalog as a file, where its policy cannot be read."""
        self.unread.add(code)
        path = self.project.catalog(code, name)
        if not self.project.has(path):
            return []
        try:
            catalog = po.read_catalog(self.project.read(path), self.project.name(path))
        except Refused as error:
            return list(error.problems)
        found = (problem.at(path=self.project.name(path)) for problem in check_catalog(catalog, code, None))
        return [*catalog.warnings, *(problem for problem in found if problem.is_error or self.thorough)]

    def _translation(self, policy: Policy, code: str) -> "_Translation":
        """What the catalog of a policy in a locale has to publish, and all that is wrong with it."""
        path = self.project.catalog(code, policy.name)
        name = self.project.name(path)
        try:
            text = self.project.read(path)
            catalog = po.read_catalog(text, name)
        except Refused as error:
            self.unread.add(code)
            return _Translation(problems=error.problems)
        segments = policy.segments()
        problems = [
            *catalog.warnings,
            *po.agrees(catalog, text, name),
            *self._container(catalog, policy, code, name),
        ]
        problems += template.fuzzy(catalog, name, ((segment.context, segment.text) for segment in segments))
        entries = {entry.key: entry for entry in catalog.entries if entry.is_translated and entry.plural is None}
        problems += self._entry_problems(policy, segments, entries, code, name)
        keys = dict.fromkeys((segment.context, segment.text) for segment in segments)
        missing = sum(key not in entries for key in keys)
        share = (len(keys) - missing) / len(keys) if keys else 1.0
        if missing:
            remedy = (
                "run make update, then translate what is new"
                if any(key not in catalog.live for key in keys)
                else "translate the rest"
            )
            message = f"{missing} of {len(keys)} segments have no translation to publish"
            hint = f"{remedy}; islands are published from {self.config.minimum} per cent on (policy/site.toml)"
            problems.append(Problem(message, "incomplete", name, 0, "warning", hint=hint))
        if self.config.approval == "require" and not any(problem.is_error for problem in problems):
            message = "nobody has approved this translation, and site.toml requires it"
            hint = 'approval = "label" publishes it with a notice'
            problems.append(Problem(message, "approval", name, 0, "warning", hint=hint))
        return _Translation(entries, share, _approval(catalog), tuple(problems))

    def _present(
        self, policy: Policy, frame: Frame, source: Page, found: "_Translation", state: str
    ) -> tuple[Page | None, list[Problem]]:
        """The page of the text that holds now, unless anything is wrong with it."""
        page = self._render(policy, frame, found.entries, PageStatus(state, found.share, found.approval))
        name = self.project.name(self.project.catalog(frame.language.code, policy.name))
        wrong = [problem.at(path=name) for problem in self._page_problems(page, source)]
        return (None if any(problem.is_error for problem in wrong) else page), wrong

    def _container(self, catalog: po.Catalog, policy: Policy, code: str, name: str) -> list[Problem]:
        """What is wrong with a catalog as a whole: errors, and warnings for who asks for them."""
        wanted = po.Catalog(
            catalog.header, tuple(template.template_entries(policy.segments(), policy.path, with_lines=False))
        )
        found = check_catalog(catalog, code, wanted)
        return [problem.at(path=name) for problem in found if problem.is_error or self.thorough]

    def _entry_problems(
        self, policy: Policy, segments: Sequence[Segment], entries: Mapping[po.Key, Entry], code: str, name: str
    ) -> list[Problem]:
        """What is wrong with the translations that a page would show: errors, and warnings for who asks for them."""
        facts = check_facts(policy, self.config, code, self._glossary(code) if self.thorough else {})
        told: list[tuple[Entry, Problem]] = []
        pairs: dict[Pair, Entry] = {}
        for segment in dict.fromkeys(replace(segment, line=0, heading="", comment="") for segment in segments):
            entry = entries.get((segment.context, segment.text))
            if entry is not None:
                told += [(entry, problem) for problem in entry_checks.check_entry(segment, entry.msgstr, facts)]
                if self.thorough and (pair := entry_checks.pair(segment, entry.msgstr, facts)):
                    pairs[pair] = entry
        told += [(pairs[pair], problem) for pair, problem in consistency(list(pairs))]
        return [
            problem.at(path=name, line=entry.line, msgid=entry.msgid, msgstr=entry.msgstr)
            for entry, problem in told
            if (problem.is_error or self.thorough) and not self.waived(problem, code, entry)
        ]

    def glossary_problems(self, code: str) -> list[Problem]:
        """Why the glossary of a locale cannot be read; its terms are not looked for then."""
        path = self.project.catalog(code, "glossary")
        try:
            if self.project.has(path):
                po.read_catalog(self.project.read(path), self.project.name(path))
        except Refused as error:
            return [problem.at(locale=code) for problem in error.problems]
        return []

    def _glossary(self, code: str) -> Glossary:
        """The glossary of a locale; empty where there is none that can be read."""
        path = self.project.catalog(code, "glossary")
        try:
            return (
                glossary(po.read_catalog(self.project.read(path), self.project.name(path)).live.values())
                if self.project.has(path)
                else {}
            )
        except Refused:
            return {}

    def waived(self, problem: Problem, code: str, entry: Entry) -> bool:
        """Whether a person let this finding stand (`locale/waivers.toml`); remembers which waivers are of use."""
        key = waiver(problem.rule, code, entry).key
        if key not in self.waivers:
            return False
        self.used.add(key)
        self.let_stand.setdefault(code, set()).add(problem.message)
        return True

    def _render(self, policy: Policy, frame: Frame, entries: Mapping[po.Key, Entry], status: PageStatus) -> Page:
        def say(segment: Segment) -> str | None:
            entry = entries.get((segment.context, segment.text))
            return entry.msgstr if entry is not None else None

        return pages.render_page(policy, self.config, frame, say, status)

    def _previous(self, policy: Policy, frame: Frame) -> tuple[Page | None, list[Problem]]:
        """The newest edition that this locale translates whole: `current` where its text is still the policy's."""
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

    def _of_edition(self, edition: editions.Edition, policy: Policy, frame: Frame) -> tuple[Page | None, list[Problem]]:
        """The page of an edition, unless it is not whole or anything is wrong with it; all of that are warnings."""
        if edition.catalog not in self._editions:
            self._editions[edition.catalog] = self._made_of_edition(edition, policy, frame)
        return self._editions[edition.catalog]

    def _made_of_edition(
        self, edition: editions.Edition, policy: Policy, frame: Frame
    ) -> tuple[Page | None, list[Problem]]:
        code, name = frame.language.code, self.project.name(edition.catalog)
        if policy.effective and edition.date > policy.effective.isoformat():
            message = (
                f"the edition of {edition.date} is newer than the policy, which is in force since {policy.effective}"
            )
            hint = "correct `effective` of the policy, or the name of the folder; it is shown to nobody"
            return None, [Problem(message, "edition-unused", self.project.name(edition.text), 0, "warning", hint=hint)]
        try:
            old = editions.read_edition(self.project, edition, policy.name, self.config)
            source, wrong = self.source_page(old, frame)
            text = self.project.read(edition.catalog)
            catalog = po.read_catalog(text, name)
        except Refused as error:
            return None, [problem.at(level="warning") for problem in error.problems]
        wrong += [
            found
            for found in [*po.agrees(catalog, text, name), *self._container(catalog, old, code, name)]
            if found.is_error
        ]
        entries = {entry.key: entry for entry in catalog.entries if entry.is_translated and entry.plural is None}
        segments = old.segments()
        keys = dict.fromkeys((segment.context, segment.text) for segment in segments)
        missing = sum(key not in entries for key in keys)
        wrong += [found for found in self._entry_problems(old, segments, entries, code, name) if found.is_error]
        if missing:
            message = f"the edition of {edition.date} is not whole in '{code}': {missing} of {len(keys)} segments have no translation"
            hint = "it is shown to nobody; complete the catalog as it was published that day, or delete it"
            wrong.append(Problem(message, "edition-unused", name, hint=hint))
        if (
            old.effective and old.effective.isoformat() != edition.date
        ):  # so that what follows is no newer than the policy
            message = f"the edition of {edition.date} says that it is in force since {old.effective}"
            hint = "name the folder by that date, or correct `effective` in it; it is shown to nobody"
            wrong.append(Problem(message, "edition-unused", self.project.name(edition.text), hint=hint))
        if not wrong:
            texts = (self.project.read(path) for path in (edition.text, self.project.path / policy.path))
            same = len({with_plain_line_ends(text) for text in texts}) == 1
            page = self._render(
                old, frame, entries, PageStatus("current" if same else "previous", 1.0, _approval(catalog))
            )
            wrong = [found.at(path=old.path) for found in self._page_problems(page, source)]
        told = [found.at(level="warning") for found in wrong]
        return (None if wrong else page), told

    def _page_problems(self, page: Page, source: Page) -> list[Problem]:
        code = page.language.code
        allowed = self.config.targets_of(code)
        ours, theirs = page_checks.outline(page.whole), page_checks.outline(source.whole)
        return [
            *page_checks.same_blocks(theirs, ours, allowed),
            *page_checks.same_numbers(theirs, ours, (self.config.source, code), self.let_stand.get(code, ())),
            *page_checks.same_when_cleaned(ours, pages.cleaned(page.whole)),
        ]


def _signs(page: page_checks.Outline) -> list[tuple[Problem, str]]:
    """What is wrong with the links and images of a page, with a sign by which its line is found."""
    return [*source_checks.anchors(page), *source_checks.relative(page), *source_checks.images(page)]


def _line_of_tag(problem: Problem, text: str) -> int:
    """The line of the tag that an alarm names."""
    tag = re.search(r"<(?=/?([a-z0-9]+))", problem.message)
    return _line_of(f"<{tag.group(1)}", text.lower()) if tag else 1


def _line_of(sign: str, text: str) -> int:
    """The first line that holds a text; 1 where none does."""
    return next((number for number, line in enumerate(text.split("\n"), 1) if sign in line), 1)
