"""The survey: every policy in every locale, looked at once.

Build, check, status and release all act on it, so that they use the same words, count alike, and report the same
problems (laws 9 and 11). What the store knows is not looked at again.
"""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..checks.source import links as source_links
from ..locales import language
from ..problem import Problem, Refused
from ..project.config import about_link_table, warnings
from ..project.project import Project, unknown_names
from ..project.strays import strays
from ..project.waivers import Waiver
from ..store import Store
from ..terminal import Step, no_step
from .crew import Answer, Crew, VersionWanted
from .destinations import PageLinks
from .facts import PageFacts, SourceFacts, VersionFacts
from .forms import FormsWanted
from .frames import frames
from .keys import Keys
from .listed import Listed
from .results import MadePage, Results

if TYPE_CHECKING:
    from .maker import Maker


@dataclass(slots=True)
class Version:
    """A policy in one locale."""

    page: PageFacts | None
    """What is published, or None where it is withheld."""
    problems: list[Problem] = field(default_factory=list)
    facts: VersionFacts | None = None
    """None for the source's own language, and for a version that was not looked at."""
    is_known: bool = True
    """Whether its texts were looked at, now or in an earlier run."""

    @property
    def state(self) -> str:
        """`current`, `previous`, `islands` or `withheld`: the words of manifest, status and messages alike."""
        return self.page.status.state if self.page else "withheld"


@dataclass(slots=True)
class Surveyed:
    """A policy in the language it is written in and in all locales that were asked for."""

    name: str
    source: Version
    versions: dict[str, Version]
    """By locale, without the source language."""
    size: int = 0
    """Segments of the policy; one that stands twice counts once."""

    @property
    def is_refused(self) -> bool:
        """Whether the policy itself is at fault, so that it is published in no language."""
        return self.source.page is None

    def pages(self) -> list[PageFacts]:
        """What is published, by the language's tag."""
        there = [version.page for version in (self.source, *self.versions.values()) if version.page]
        return sorted(there, key=lambda page: page.tag)

    def withhold(self, code: str, problems: Iterable[Problem]) -> None:
        """Take a page back, for these reasons; without the source's, that of every language."""
        version = self.versions.get(code, self.source)
        version.problems += problems
        version.page = None
        for other in self.versions.values() if version is self.source else ():
            other.page = None

    def problems(self) -> Iterator[Problem]:
        """All that is wrong with the policy and its catalogs."""
        for version in (self.source, *self.versions.values()):
            yield from version.problems


@dataclass(slots=True)
class _Asked:
    """A policy before its versions are there: what is known of it, and what was asked for."""

    source: Version
    known: dict[str, VersionFacts]
    unknown: list[VersionWanted]
    answer: Answer[list[VersionFacts]] | None = None


class Survey:
    """One look at a root, or at some locales and policies of it.

    With `thorough`, warnings about texts are found too. Raises `Refused` for a locale or policy that is not there.
    """

    def __init__(
        self,
        project: Project,
        locales: Sequence[str] = (),
        policies: Sequence[str] = (),
        *,
        thorough: bool = False,
        store: Store | None = None,
        jobs: int = 1,
    ) -> None:
        """`store` has what earlier runs found; at most `jobs` processes work where there is much to do."""
        self.project, self.problems = project, list[Problem]()
        store = store or Store()
        self.config, faults = project.inspect_config()
        self.is_refused = bool(faults)
        """Whether the settings are at fault, so that nothing is published; policies and catalogs are looked at all the same."""
        self.problems += [*faults, *warnings(self.config)]
        languages, told = project.languages(self.config.source)
        self.problems += told
        self.paths: Mapping[str, Path] = {path.stem: path for path in project.policies()}
        """The files of all policies, by name, whether they were asked for or not."""
        self._refuse_unknown(locales, policies, [found.code for found in languages])
        source = language(self.config.source)
        others = (found for found in languages if found != source and (not locales or found.code in locales))
        self.languages = [source, *others]
        """The source language, and the locales that were asked for."""
        self.wanted = [name for name in self.paths if not policies or name in policies]
        self.is_whole = not locales and not policies
        self.waivers, told = _waivers(project)
        self.problems += told
        keys = Keys(project, self.config, self.paths, self.waivers, is_refused=self.is_refused)
        self.frames, told = frames(project, self.languages, keys, store)
        keys.with_frames(self.frames)
        self.problems += told
        facts = (project, self.config, tuple(self.waivers), self.frames)
        self.crew = Crew(partial(_maker, *facts, is_refused=self.is_refused, thorough=thorough), jobs)
        self.results = Results(project, keys, store, self.crew, thorough=thorough)
        self._sources: dict[str, SourceFacts] = {}
        self._asked: dict[str, _Asked] = {}
        self._looked: dict[str, Surveyed] = {}
        self._look_around()

    def _look_around(self) -> None:
        """What is wrong beside policies and their catalogs: with the table of links, glossaries, and files out of place."""
        wrong = list(about_link_table(self.config, [*self.paths], self._ids_of_source))
        self.problems += wrong
        self.is_refused = self.is_refused or bool(wrong)
        for found in self.languages:
            self.problems += (problem.at(locale=found.code) for problem in self.results.glossary(found.code))
        if self.is_whole:
            self.problems += strays(self.project, self.config.source)

    def _refuse_unknown(self, locales: Sequence[str], policies: Sequence[str], there: Sequence[str]) -> None:
        """Raise `Refused` for what was asked for and is not there, and where there is no policy at all."""
        source = self.config.source
        if unknown := [
            *unknown_names(locales, there, "locale", source),
            *unknown_names(policies, [*self.paths], "policy"),
        ]:
            places = {f"locale/{code}" for code in locales}
            raise Refused(*(problem for problem in self.problems if problem.path in places), *unknown)
        if not self.paths:
            hint = "write policy/NAME.md; see the README"
            raise Refused(
                Problem("there is no policy", "policy", "policy", hint=hint), *self.problems, *strays(self.project)
            )

    # -- looking ------------------------------------------------------------------------------------

    def run(self, step: Step = no_step, most: int | None = None) -> list[Surveyed]:
        """Each policy, in the order of names; `step` is told of each version.

        Where nothing is known of more than `most` versions, none of these is looked at.
        """
        self._ask_all(states_alone=most is not None)
        if most is not None and sum(len(asked.unknown) for asked in self._asked.values()) > most:
            return [self._told(name, {}) for name in self.wanted]
        return [self.look(name, step) for name in self.wanted]

    def made(
        self,
        pages_of: Callable[[Surveyed], Iterable[PageFacts]],
        listed: Callable[[str], Sequence[Listed]],
        links: PageLinks,
        step: Step = no_step,
    ) -> Iterator[tuple[Surveyed, list[MadePage]]]:
        """Each policy with the files of some of its pages, in the order of names; of a few policies at a time.

        `listed` are the pages of a policy, by its name, as menus list them. `step` is told of each version.
        """
        self._ask_all()
        pending: deque[tuple[Surveyed, Callable[[], list[MadePage]]]] = deque()
        for number, name in enumerate(self.wanted):
            for other in self.wanted[number : number + 1 + self.crew.ahead]:
                self._ask(other)
            found = self.look(name, step)
            wanted = [
                (page, FormsWanted(tuple(listed(name)), links.relative(page), links.absolute(page)))
                for page in pages_of(found)
            ]
            pending.append((found, self.results.ask_forms(name, wanted)))
            if len(pending) > self.crew.ahead:
                yield _finished(pending.popleft())
        yield from (_finished(one) for one in pending)

    def look(self, name: str, step: Step = no_step) -> Surveyed:
        """One policy in every locale that was asked for."""
        if name not in self._looked:
            asked = self._ask(name)
            answers = asked.answer.result() if asked.answer is not None else []
            new = {
                wanted.code: self.results.new_version(name, wanted, found)
                for wanted, found in zip(asked.unknown, answers, strict=True)
            }
            self._looked[name] = self._told(name, new)
            for one in self.languages:
                step(name, one.code)
        return self._looked[name]

    def _told(self, name: str, new: Mapping[str, VersionFacts]) -> Surveyed:
        asked = self._asked[name]
        facts = {**asked.known, **new}
        versions = {code: _version_of(facts.get(code), name, code) for code in self._codes()}
        return Surveyed(name, asked.source, versions, self._source(name).size)

    def _ask_all(self, *, states_alone: bool = False) -> None:
        """Look what is known of every policy; where much is not, other processes help."""
        names = [name for name in self.wanted if name not in self._sources]
        found = {name: self.results.known_source(name) for name in names}
        unknown = [name for name, facts in found.items() if facts is None]
        self.crew.expect(len(unknown) * len(self.languages), len(self.wanted))
        answers = {name: self.crew.source(name) for name in unknown}
        for name, facts in found.items():
            self._sources[name] = self.results.new_source(name, answers[name]) if facts is None else facts
        for name in self.wanted:
            self._asked.setdefault(name, self._known(name, states_alone=states_alone))
        pages = sum(len(asked.unknown) for asked in self._asked.values())
        self.crew.expect(pages, sum(bool(asked.unknown) for asked in self._asked.values()))

    def _known(self, name: str, *, states_alone: bool = False) -> "_Asked":
        """What is known of a policy, and what is not."""
        source = self._own_version(name)
        is_read, is_published = self._source(name).is_read, source.page is not None
        wanted = [VersionWanted(code, is_read, is_published) for code in self._codes()]
        found = [(one, self.results.known_version(name, one, states_alone=states_alone)) for one in wanted]
        known = {one.code: facts for one, facts in found if facts is not None}
        return _Asked(source, known, [one for one, facts in found if facts is None])

    def _ask(self, name: str) -> "_Asked":
        """Ask for what is not known of a policy."""
        if name not in self._asked:
            self._asked[name] = self._known(name)
        asked = self._asked[name]
        if asked.unknown and asked.answer is None:
            asked.answer = self.crew.versions(name, asked.unknown)
        return asked

    def missing(self, found: Iterable[Surveyed]) -> Iterator[Problem]:
        """What `site.toml` asks for and is not published."""
        states: dict[tuple[str, str], str] = {}
        for each in found:
            states[each.name, self.config.source] = each.source.state
            states |= {(each.name, code): version.state for code, version in each.versions.items()}
        yield from self._miss_required(states)
        yield from self._miss_governing(states)

    def unused_waivers(self, found: Iterable[Surveyed]) -> Iterator[Problem]:
        """Waivers that let nothing stand; a look at a part of the root, or past a text that is refused, cannot tell."""
        facts = [(code, one.facts) for each in found for code, one in each.versions.items() if one.facts is not None]
        used = {key for _, one in facts for key in one.waivers}
        unread = {code for code, one in facts if one.is_unread}
        for one in self.waivers if self.is_whole else ():
            if one.key not in used and one.locale not in unread:
                message = f"unused waiver of '{one.rule}' in '{one.locale}': the finding is gone, or a text has changed"
                hint = "delete the waiver; if a text has changed, check the text again"
                yield Problem(message, "waiver-void", "locale/waivers.toml", one.line, "warning", hint=hint)

    # -- one policy ---------------------------------------------------------------------------------

    def _own_version(self, name: str) -> Version:
        """A policy in its own language."""
        read, source = self._source(name), Version(None)
        problems = [*read.problems, *self._link_errors(name), *self._link_warnings(name)]
        source.problems += (problem.at(policy=name) for problem in problems)
        if not self.is_refused and not any(problem.is_error for problem in problems):
            source.page = read.page
        return source

    def _source(self, name: str) -> SourceFacts:
        """A policy by name, whether it was asked for or only linked to; it is read once."""
        if name not in self._sources:
            known = self.results.known_source(name)
            self._sources[name] = self.results.new_source(name, self.crew.source(name)) if known is None else known
        return self._sources[name]

    def disagreeing(self, step: Step = no_step) -> bool:
        """Withhold pages whose text and data do not say what they say (law 12); whether there were any."""
        withheld = [self.withhold(*one) for one in self.made(Surveyed.pages, self.listed, self.links(), step)]
        return any(withheld)

    def withhold(self, found: Surveyed, made: Iterable[MadePage]) -> bool:
        """Withhold those pages of a policy whose forms do not say the same; whether there were any."""
        wrong = [one for one in made if one.forms.problems]
        for one in wrong:
            code, is_source = one.page.code, one.page.code == self.config.source
            catalog = self.project.name(self.project.catalog(code, found.name))
            place = {"path": f"policy/{found.name}.md"} if is_source else {"path": catalog, "locale": code}
            found.withhold(code, [problem.at(**place, policy=found.name) for problem in one.forms.problems])
        return bool(wrong)

    # -- links between policies ---------------------------------------------------------------------

    def _link_errors(self, name: str) -> list[Problem]:
        """Links of a policy to policies that are not there, and to ids that their pages do not have."""
        read = self._source(name)
        found = source_links.policy_links(read.links, [*self.paths], self._ids_of_source)
        return [problem.at(path=f"policy/{name}.md") for problem in found] if read.is_read else []

    def _link_warnings(self, name: str) -> list[Problem]:
        """Links of a policy to others that are refused (law 11: they stop only themselves)."""
        read = self._source(name)
        if self.is_refused or not read.is_read:
            return []
        others = [other for other in self.paths if other != name]
        found = source_links.refused_targets(read.links, others, self._is_refused_source)
        return [problem.at(path=f"policy/{name}.md") for problem in found]

    def _ids_of_source(self, name: str) -> Collection[str] | None:
        """None of a policy with errors of its own, which stops only itself."""
        read = self._source(name)
        if read.page is None or any(problem.is_error for problem in read.problems):
            return None
        return read.page.ids

    def is_read(self, name: str) -> bool:
        """Whether the segments of a policy are known."""
        return self._source(name).is_read

    def _is_refused_source(self, name: str) -> bool:
        return any(problem.is_error for problem in (*self._source(name).problems, *self._link_errors(name)))

    def links(self) -> PageLinks:
        """What links lead to if all pages that are not withheld are published."""
        return PageLinks(self.config, [*self.paths], self.listed, self.ids)

    def listed(self, name: str) -> list[Listed]:
        """The pages of a policy that are published, in the menu's order."""
        pages = self.look(name).pages() if name in self.wanted else []
        return sorted((page.listed for page in pages), key=lambda one: one.path)

    def ids(self, name: str, tag: str) -> Collection[str] | None:
        """The ids of a page that is published; None where it is not."""
        pages = self.look(name).pages() if name in self.wanted else []
        return next((page.ids for page in pages if page.tag == tag), None)

    def _codes(self) -> list[str]:
        return [found.code for found in self.languages[1:]]

    # -- what site.toml asks for ----------------------------------------------------------------------

    def _miss_required(self, states: Mapping[tuple[str, str], str]) -> Iterator[Problem]:
        """Locales that a release must have and that have no current page."""
        for code in self.config.required:
            for name in self.wanted:
                if self._is_surveyed(code) and states.get((name, code)) != "current":
                    message = f"'{name}' has no current page in '{code}', which site.toml requires"
                    there = self.project.has(self.project.catalog(code, name)) or code == self.config.source
                    hint = "complete its catalog" if there else f"start it: make locale LOCALE={code}"
                    hint += ", or take it out of required"
                    yield Problem(
                        message, "required", "policy/site.toml", 0, "warning", locale=code, policy=name, hint=hint
                    )

    def _miss_governing(self, states: Mapping[tuple[str, str], str]) -> Iterator[Problem]:
        """Policies whose prevailing text is not published, or whose source would have to name it and does not."""
        code = self.config.governing
        if not code or code == self.config.source or not self._is_surveyed(code):
            return
        for name in self.wanted:
            message = f"the text in '{code}' prevails by site.toml, and '{name}' has no current page in it"
            hint = "complete its catalog, or name another language in governing"
            if states.get((name, code)) == "current":
                message = f"'{name}' in '{self.config.source}' does not say that the text in '{code}' prevails"
                hint = "say so in the policy itself; pages in other languages do"
            yield Problem(message, "governing", "policy/site.toml", 0, "warning", policy=name, hint=hint)

    def _is_surveyed(self, code: str) -> bool:
        """Whether a locale was looked at, or there is nothing of it to look at."""
        return self.is_whole or any(found.code == code for found in self.languages)


def _version_of(facts: VersionFacts | None, name: str, code: str) -> Version:
    if facts is None:
        return Version(None, is_known=False)
    return Version(facts.page, [problem.at(policy=name, locale=code) for problem in facts.problems], facts)


def _waivers(project: Project) -> tuple[list[Waiver], list[Problem]]:
    if not project.has(project.waivers_file):
        return [], []
    from ..checks.table import WAIVABLE  # here, for it loads every check

    return project.waivers(WAIVABLE)


def _maker(*facts: Any, is_refused: bool, thorough: bool) -> "Maker":
    """What makes pages is loaded when the first one is to be made."""
    from .maker import Maker

    return Maker(*facts, is_refused=is_refused, thorough=thorough)


def _finished(one: tuple[Surveyed, Callable[[], list[MadePage]]]) -> tuple[Surveyed, list[MadePage]]:
    found, answer = one
    return found, answer()
