"""What is published of a policy in a locale: the states of section 7 of the design, decided in one place.

Never a wrong text: fuzzy and missing translations are not published (law 4), a
translation of another shape refuses its locale alone (laws 5, 11).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from . import catalog as catalogs
from . import editions, pages, po
from .checks import entries as entry_checks
from .checks import page as page_checks
from .checks import settings
from .checks import source as source_checks
from .checks.consistency import consistency
from .checks.container import container
from .checks.entries import Facts as CheckFacts
from .checks.glossary import Glossary, glossary
from .checks.rule import Pair
from .locales import Language
from .markup import Segment
from .pages import Facts, Frame, Page
from .po import Entry
from .policy import Policy
from .problem import Problem, Refused
from .root import Root
from .site import Site
from .waivers import waiver


def frames(root: Root, languages: Iterable[Language], problems: list[Problem]) -> dict[str, Frame]:
    """The page frame of each language, by its code; words that it lacks are told in `problems`."""
    wanted = [segment for _, segment in pages.words_of_layouts()]
    return {
        found.code: Frame(found, root.frame_words(found.code, wanted, problems), _english(found)) for found in languages
    }


def _english(here: Language) -> dict[str, str]:
    """What marks words of the frame that nobody translated; they are English."""
    return {} if here.code == "en" else {"lang": "en", "dir": "ltr"}


def check_facts(policy: Policy, site: Site, code: str, words: Glossary) -> CheckFacts:
    """What the checks of a policy's entries in a locale know beside the texts; `words` is its glossary."""
    source = policy.source
    return CheckFacts(code, site.source, source.references, source.footnotes(), site.targets_of(code), site.keep, words)


class Publisher:
    """Makes the pages of a root's policies.

    With `thorough`, warnings about texts are told too. What is wrong with
    `locale/waivers.toml` is told in `problems`.
    """

    def __init__(self, root: Root, site: Site, problems: list[Problem], *, thorough: bool = False) -> None:
        self.root, self.site, self.thorough = root, site, thorough
        self.waivers = {waiver.key: waiver for waiver in root.waivers(entry_checks.WAIVABLE, problems)}
        self.used: set[tuple[str, str, str, str]] = set()
        """Keys of the waivers that let something stand."""
        self.let_stand: dict[str, set[str]] = {}
        """Messages of what they let stand, by locale."""

    def source_page(self, policy: Policy, frame: Frame) -> Page:
        """The page in the language of the policy.

        Raises `Refused` where it would hold anything unsafe, or faults of the policy.
        """
        page = pages.render(policy, self.site, frame, lambda segment: segment.text, Facts())
        outline, text = page_checks.outline(page.whole), self.root.read(self.root.path / policy.path)
        alarm = list(page_checks.same_when_cleaned(outline, pages.cleaned(page.whole)))
        found = [problem.at(line=_line_of_tag(problem, text)) for problem in alarm]
        found += [*source_checks.headings(policy.source, page.silent()), *source_checks.unclosed(text, 1)]
        if found:
            raise Refused(*(problem.at(path=policy.path) for problem in found))
        return page

    def source_warnings(self, page: Page) -> list[Problem]:
        """What is wrong with a policy, and does not keep it from being published."""
        policy, text = page.policy, self.root.read(self.root.path / page.policy.path)
        outline = page_checks.outline(page.whole)
        found = [problem.at(line=_line_of(sign, text)) for problem, sign in _signs(outline)]
        found += [
            problem.at(line=segment.line, msgid=segment.text)
            for segment in policy.segments()
            for problem in source_checks.wording(segment, policy.source.references, dated=bool(policy.effective))
        ]
        found += [problem for _, problem in settings.mail_links(policy.source, (), self.site.variables)]
        return [problem.at(path=policy.path, policy=policy.name) for problem in found]

    def page(self, policy: Policy, frame: Frame, source: Page) -> tuple[Page | None, list[Problem]]:
        """The page of a policy in a locale in the best state there is (design, section 7), or None."""
        here = frame.language
        path = self.root.catalog(here.code, policy.name)
        name = self.root.name(path)
        if not path.exists():
            return None, []
        try:
            text = self.root.read(path)
            catalog = po.read(text, name)
        except Refused as error:
            return None, list(error.problems)
        segments = policy.segments()
        problems = [
            *catalog.warnings,
            *po.agrees(catalog, text, name),
            *self._container(catalog, policy, here.code, name),
        ]
        problems += catalogs.fuzzy(catalog, name, ((segment.context, segment.text) for segment in segments))
        entries = {entry.key: entry for entry in catalog.entries if entry.is_translated and entry.plural is None}
        problems += self._entry_problems(policy, segments, entries, here.code, name)
        if any(problem.is_error for problem in problems):
            return None, problems
        have = [segment for segment in segments if (segment.context, segment.text) in entries]
        share = len(have) / len(segments) if segments else 1.0
        if self.site.approval == "require":
            message = "nobody has approved this translation, and site.toml requires it"
            problems.append(
                Problem(message, "approval", name, 0, "warning", mend='approval = "label" publishes it with a notice')
            )
            return None, problems
        approval = "draft" if any(catalogs.DRAFT in line for line in catalog.header.comments) else "unreviewed"
        page: Page | None = None
        if len(have) == len(segments):
            page = self._render(policy, frame, entries, Facts("current", 1.0, approval))
        else:
            missing = len(segments) - len(have)
            message = f"{missing} of {len(segments)} segments have no translation to publish"
            problems.append(
                Problem(
                    message,
                    "incomplete",
                    name,
                    0,
                    "warning",
                    mend=f"{self._remedy(catalog, segments)}; islands are published from {self.site.minimum} per cent on (policy/site.toml)",
                )
            )
            page = self._incomplete(policy, frame, entries, Facts("islands", share, approval), problems)
        if page is None:
            return None, problems
        problems += (
            [problem.at(path=name) for problem in self._page_problems(page, source)] if page.policy is policy else []
        )
        return (None if any(problem.is_error for problem in problems) else page), problems

    def _remedy(self, catalog: po.Catalog, segments: Sequence[Segment]) -> str:
        lacking = [segment for segment in segments if (segment.context, segment.text) not in catalog.live]
        return "run make update, then translate what is new" if lacking else "translate the rest"

    def _container(self, catalog: po.Catalog, policy: Policy, code: str, name: str) -> list[Problem]:
        """What is wrong with a catalog as a whole: errors, and warnings for who asks for them."""
        wanted = po.Catalog(catalog.header, tuple(catalogs.entries(policy.segments(), policy.path, with_lines=False)))
        found = container(catalog, code, wanted)
        return [problem.at(path=name) for problem in found if problem.is_error or self.thorough]

    def _entry_problems(
        self, policy: Policy, segments: Sequence[Segment], entries: Mapping[po.Key, Entry], code: str, name: str
    ) -> list[Problem]:
        """What is wrong with the translations that a page would show: errors, and warnings for who asks for them."""
        facts = check_facts(policy, self.site, code, self._glossary(code) if self.thorough else {})
        told: list[tuple[Entry, Problem]] = []
        pairs: dict[Pair, Entry] = {}
        for segment in dict.fromkeys(replace(segment, line=0, heading="", comment="") for segment in segments):
            entry = entries.get((segment.context, segment.text))
            if entry is not None:
                told += [(entry, problem) for problem in entry_checks.problems(segment, entry.msgstr, facts)]
                if self.thorough and (pair := entry_checks.pair(segment, entry.msgstr, facts)):
                    pairs[pair] = entry
        told += [(pairs[pair], problem) for pair, problem in consistency(list(pairs))]
        return [
            problem.at(path=name, line=entry.line, msgid=entry.msgid, msgstr=entry.msgstr)
            for entry, problem in told
            if (problem.is_error or self.thorough) and not self.waived(problem, code, entry)
        ]

    def _glossary(self, code: str) -> Glossary:
        """The glossary of a locale; empty where there is none that can be read."""
        path = self.root.catalog(code, "glossary")
        try:
            return glossary(po.read(self.root.read(path), self.root.name(path)).live.values()) if path.exists() else {}
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

    def _render(self, policy: Policy, frame: Frame, entries: Mapping[po.Key, Entry], facts: Facts) -> Page:
        def say(segment: Segment) -> str | None:
            entry = entries.get((segment.context, segment.text))
            return entry.msgstr if entry is not None else None

        return pages.render(policy, self.site, frame, say, facts)

    def _incomplete(
        self, policy: Policy, frame: Frame, entries: Mapping[po.Key, Entry], facts: Facts, problems: list[Problem]
    ) -> Page | None:
        if self.site.incomplete == "previous":
            page = self._previous(policy, frame, facts, problems)
            if page is not None:
                return page
        if self.site.incomplete != "withhold" and facts.share > 0 and facts.share * 100 >= self.site.minimum:
            return self._render(policy, frame, entries, facts)
        return None

    def _previous(self, policy: Policy, frame: Frame, facts: Facts, problems: list[Problem]) -> Page | None:
        """The newest edition that this locale translates whole."""
        for edition in editions.of(self.root, policy.name, frame.language.code):
            if policy.effective and edition.date > policy.effective.isoformat():
                continue
            try:
                old = editions.read(self.root, edition, policy.name, self.site)
                source = self.source_page(old, frame)
                catalog = po.read(self.root.read(edition.catalog), self.root.name(edition.catalog))
            except Refused as error:
                problems += [problem.at(level="warning") for problem in error.problems]
                continue
            entries = {entry.key: entry for entry in catalog.entries if entry.is_translated and entry.plural is None}
            segments = old.segments()
            whole = all((segment.context, segment.text) in entries for segment in segments)
            wrong = self._entry_problems(old, segments, entries, frame.language.code, self.root.name(edition.catalog))
            problems += [problem.at(level="warning") for problem in wrong]
            if not whole or wrong:
                continue
            page = self._render(old, frame, entries, replace(facts, state="previous", share=1.0))
            differing = [found.at(path=old.path, level="warning") for found in self._page_problems(page, source)]
            problems += differing
            if not differing:
                return page
        return None

    def _page_problems(self, page: Page, source: Page) -> list[Problem]:
        code = page.language.code
        allowed = self.site.targets_of(code)
        ours, theirs = page_checks.outline(page.whole), page_checks.outline(source.whole)
        return [
            *page_checks.same_blocks(theirs, ours, allowed),
            *page_checks.same_numbers(theirs, ours, (self.site.source, code), self.let_stand.get(code, ())),
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
