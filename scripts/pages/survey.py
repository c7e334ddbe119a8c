"""The survey: what can be published of every policy in every locale, and all problems of their texts.

Build, check, status and release all use it, so that they name the same states, count in the same way, and report the same
problems (laws 9 and 11). What an earlier run has found is taken from the store.
"""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..locales import language
from ..problem import Problem, Refused
from ..project.config import warnings
from ..project.project import Project, unknown_names
from ..project.strays import strays
from ..project.waivers import Waiver
from ..store import Store
from ..terminal import Step, no_step
from . import requirements
from .crew import Answer, Crew, VersionWanted
from .destinations import PageLinks
from .facts import PageFacts, VersionFacts
from .forms import FormsWanted
from .frames import frames
from .keys import Keys
from .listed import Listed
from .results import MadePage, Results
from .sources import Sources

if TYPE_CHECKING:
    from .maker import Maker


@dataclass(slots=True)
class Version:
    """A policy in one locale."""

    page: PageFacts | None
    """The page that is published; None if it is withheld."""
    problems: list[Problem] = field(default_factory=list)
    facts: VersionFacts | None = None
    """None for the source language, and for a version that was not checked."""
    is_known: bool = True
    """Whether its texts were checked, now or in an earlier run."""

    @property
    def state(self) -> str:
        """`current`, `previous`, `islands` or `withheld`: the same words in manifest, status and messages."""
        return self.page.status.state if self.page else "withheld"


@dataclass(slots=True)
class Surveyed:
    """A policy in its own language and in all chosen locales."""

    name: str
    source: Version
    versions: dict[str, Version]
    """By locale, without the source language."""
    size: int = 0
    """Segments of the policy; one that appears twice counts once."""

    @property
    def is_refused(self) -> bool:
        """Whether the policy itself has errors, so that it is published in no language."""
        return self.source.page is None

    def pages(self) -> list[PageFacts]:
        """The pages that are published, sorted by language tag."""
        published = [version.page for version in (self.source, *self.versions.values()) if version.page]
        return sorted(published, key=lambda page: page.tag)

    def withhold(self, code: str, problems: Iterable[Problem]) -> None:
        """Withhold the page in a locale because of these problems; the source page only together with all others."""
        version = self.versions.get(code, self.source)
        version.problems += problems
        version.page = None
        for other in self.versions.values() if version is self.source else ():
            other.page = None

    def problems(self) -> Iterator[Problem]:
        """All problems of the policy and its catalogs."""
        for version in (self.source, *self.versions.values()):
            yield from version.problems


@dataclass(slots=True)
class _Asked:
    """A policy whose versions are not complete yet: results of earlier runs, and what the crew has to find out."""

    source: Version
    known: dict[str, VersionFacts]
    """By locale."""
    unknown: list[VersionWanted]
    answer: Answer[list[VersionFacts]] | None = None
    """Of the crew about the versions in `unknown`, in that order; None as long as it was not asked."""


class Survey:
    """The texts of a project, or of some locales and policies of it, each looked at once.

    With `thorough`, it finds warnings about texts too. Raises `Refused` for a locale or policy that does not exist.
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
        """`store` has the results of earlier runs; if there is much to do, at most `jobs` processes work."""
        self.project, self.problems = project, list[Problem]()
        store = store or Store()
        self.config, config_problems = project.inspect_config()
        self.is_refused = bool(config_problems)
        """Whether the settings have errors, so that nothing is published; policies and catalogs are still checked."""
        self.problems += [*config_problems, *warnings(self.config)]
        languages, found = project.languages(self.config.source)
        self.problems += found
        self.paths: Mapping[str, Path] = {path.stem: path for path in project.policies()}
        """The files of all policies by name, chosen or not."""
        self._refuse_unknown(locales, policies, [each.code for each in languages])
        source = language(self.config.source)
        others = (each for each in languages if each != source and (not locales or each.code in locales))
        self.languages = [source, *others]
        """The source language and the chosen locales."""
        self.wanted = [name for name in self.paths if not policies or name in policies]
        self.is_whole = not locales and not policies
        self.waivers, found = _waivers(project)
        self.problems += found
        keys = Keys(project, self.config, self.paths, self.waivers, is_refused=self.is_refused)
        self.frames, found = frames(project, self.languages, keys, store)
        keys.with_frames(self.frames)
        self.problems += found
        facts = (project, self.config, tuple(self.waivers), self.frames)
        self.crew = Crew(partial(_maker, *facts, is_refused=self.is_refused, thorough=thorough), jobs)
        self.results = Results(project, keys, store, self.crew, thorough=thorough)
        self.sources = Sources(self.paths, self.results, self.crew)
        self._asked: dict[str, _Asked] = {}
        self._looked: dict[str, Surveyed] = {}
        self._states_alone = False
        """Whether results of a more thorough run will do (`Results.known_versions`)."""
        self._inspect_other_files()

    def _inspect_other_files(self) -> None:
        """Collect the problems of the link table, of the glossaries, and of files in the wrong place."""
        wrong = self.sources.table_errors(self.config)
        self.problems += wrong
        self.is_refused = self.is_refused or bool(wrong)
        for found in self.languages:
            self.problems += (problem.at(locale=found.code) for problem in self.results.glossary(found.code))
        if self.is_whole:
            self.problems += strays(self.project, self.config.source)

    def _refuse_unknown(self, locales: Sequence[str], policies: Sequence[str], there: Sequence[str]) -> None:
        """Raise `Refused` for a chosen locale or policy that does not exist, and if there is no policy at all."""
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
        """Each policy in the order of names; `step` is called for each version.

        If more than `most` versions have no result of an earlier run, none of these is checked.
        """
        unknown = self._start(states_alone=most is not None)
        if most is not None and unknown > most:
            return [self._surveyed(name, {}) for name in self.wanted]
        return list(self._each(step))

    def made(
        self,
        pages_of: Callable[[Surveyed], Iterable[PageFacts]],
        listed: Callable[[str], Sequence[Listed]],
        links: PageLinks,
        step: Step = no_step,
    ) -> Iterator[tuple[Surveyed, list[MadePage]]]:
        """Each policy with the files of those pages that `pages_of` chooses, in the order of names.

        `listed` gives the pages of a policy as menus list them, by its name. `step` is called for each version. Only the
        files of a few policies are in memory at a time.
        """
        self._start()
        pending: deque[tuple[Surveyed, Callable[[], list[MadePage]]]] = deque()
        for found in self._each(step):
            wanted = [
                (page, FormsWanted(tuple(listed(found.name)), links.relative(page), links.absolute(page)))
                for page in pages_of(found)
            ]
            pending.append((found, self.results.ask_forms(found.name, wanted)))
            if len(pending) > self.crew.ahead:
                yield _finished(pending.popleft())
        yield from (_finished(one) for one in pending)

    def look(self, name: str, step: Step = no_step) -> Surveyed:
        """One policy in every chosen locale."""
        if name not in self._looked:
            asked = self._ask(name)
            answers = asked.answer.result() if asked.answer is not None else []
            new = {
                wanted.code: self.results.new_version(name, wanted, found)
                for wanted, found in zip(asked.unknown, answers, strict=True)
            }
            self._looked[name] = self._surveyed(name, new)
            for one in self.languages:
                step(name, one.code)
        return self._looked[name]

    def _each(self, step: Step) -> Iterator[Surveyed]:
        """Each policy in the order of names, while the crew works on the next ones.

        A maker keeps a limited number of policies in memory. If all policies were read before the first one is looked at in
        the locales, each would have to be read again then. So policies are read only a little ahead: twice as far as their
        versions, because a version can be asked for only when the facts of its policy are known.
        """
        for number, name in enumerate(self.wanted):
            for other in self.wanted[number : number + 1 + 2 * self.crew.ahead]:
                self.sources.ask(other)
            for other in self.wanted[number : number + 1 + self.crew.ahead]:
                self._ask(other)
            yield self.look(name, step)

    def _surveyed(self, name: str, new: Mapping[str, VersionFacts]) -> Surveyed:
        """A policy with its known versions and with `new` ones, by locale."""
        asked = self._asked_of(name)
        facts = {**asked.known, **new}
        versions = {code: _version_of(facts.get(code), name, code) for code in self._codes()}
        return Surveyed(name, asked.source, versions, self.sources.of(name).size)

    def _start(self, *, states_alone: bool = False) -> int:
        """Take from the store what is known of each policy, and start other processes if much is unknown.

        Gives how many versions are not known; the catalogs of a policy that is not known itself count as such.
        """
        self._states_alone = states_alone
        unread = [name for name in self.wanted if not self.sources.is_known(name)]
        self.crew.expect(len(unread) * len(self.languages), len(self.wanted))
        counts = [sum(self._has_catalog(name, code) for code in self._codes()) for name in unread]
        counts += [len(self._asked_of(name).unknown) for name in self.wanted if name not in unread]
        self.crew.expect(sum(counts), sum(map(bool, counts)))
        return sum(counts)

    def _has_catalog(self, name: str, code: str) -> bool:
        return self.project.has(self.project.catalog(code, name))

    def _asked_of(self, name: str) -> "_Asked":
        """What is known of a policy, and what is not; nothing is asked yet."""
        if name not in self._asked:
            source = self._own_version(name)
            is_read, is_published = self.sources.of(name).is_read, source.page is not None
            wanted = [VersionWanted(code, is_read, is_published) for code in self._codes()]
            versions = self.results.known_versions(name, wanted, states_alone=self._states_alone)
            found = [*zip(wanted, versions, strict=True)]
            known = {one.code: facts for one, facts in found if facts is not None}
            self._asked[name] = _Asked(source, known, [one for one, facts in found if facts is None])
        return self._asked[name]

    def _ask(self, name: str) -> "_Asked":
        """Ask the crew for the versions of a policy that are not known."""
        asked = self._asked_of(name)
        if asked.unknown and asked.answer is None:
            asked.answer = self.crew.versions(name, asked.unknown)
        return asked

    def missing(self, found: Iterable[Surveyed]) -> Iterator[Problem]:
        """The pages that `site.toml` requires and that are not published."""
        states = {
            each.name: {self.config.source: each.source.state}
            | {code: version.state for code, version in each.versions.items()}
            for each in found
        }
        required = [code for code in self.config.required if self._is_surveyed(code)]
        yield from requirements.missing_locales(self.project, self.config, required, states)
        if self._is_surveyed(self.config.governing):
            yield from requirements.missing_governing(self.config, states)

    def _is_surveyed(self, code: str) -> bool:
        """Whether the pages of a locale are known: it was chosen, or it has no folder, so that there are none."""
        return self.is_whole or any(found.code == code for found in self.languages)

    def unused_waivers(self, found: Iterable[Surveyed]) -> Iterator[Problem]:
        """Waivers that accept nothing.

        None is reported if only a part of the project was surveyed, or for a locale with a text that could not be read:
        there it is unknown what a waiver accepts.
        """
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
        read, source = self.sources.of(name), Version(None)
        problems = [*read.problems, *self.sources.link_errors(name)]
        if not self.is_refused:
            problems += self.sources.link_warnings(name)
        source.problems += (problem.at(policy=name) for problem in problems)
        if not self.is_refused and not any(problem.is_error for problem in problems):
            source.page = read.page
        return source

    def disagreeing(self, step: Step = no_step) -> bool:
        """Withhold pages whose plain text or data lacks words of the HTML (law 12); whether there were any."""
        withheld = [self.withhold(*one) for one in self.made(Surveyed.pages, self.listed, self.links(), step)]
        return any(withheld)

    def withhold(self, found: Surveyed, made: Iterable[MadePage]) -> bool:
        """Withhold those pages of a policy whose forms differ in words; whether there were any."""
        wrong = [one for one in made if one.forms.problems]
        for one in wrong:
            code, is_source = one.page.code, one.page.code == self.config.source
            catalog = self.project.name(self.project.catalog(code, found.name))
            place = {"path": f"policy/{found.name}.md"} if is_source else {"path": catalog, "locale": code}
            found.withhold(code, [problem.at(**place, policy=found.name) for problem in one.forms.problems])
        return bool(wrong)

    # -- links between policies ---------------------------------------------------------------------

    def is_read(self, name: str) -> bool:
        """Whether the segments of a policy are known."""
        return self.sources.of(name).is_read

    def links(self) -> PageLinks:
        """The destinations of links if all pages that are not withheld are published."""
        return PageLinks(self.config, [*self.paths], self.listed, self.ids)

    def listed(self, name: str) -> list[Listed]:
        """The published pages of a policy, in the order of menus."""
        pages = self.look(name).pages() if name in self.wanted else []
        return sorted((page.listed for page in pages), key=lambda one: one.path)

    def ids(self, name: str, tag: str) -> Collection[str] | None:
        """The ids of a published page; None if it is not published."""
        pages = self.look(name).pages() if name in self.wanted else []
        return next((page.ids for page in pages if page.tag == tag), None)

    def _codes(self) -> list[str]:
        return [found.code for found in self.languages[1:]]


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
    """A maker; its module is loaded here, because a run that needs no new page can do without it."""
    from .maker import Maker

    return Maker(*facts, is_refused=is_refused, thorough=thorough)


def _finished(one: tuple[Surveyed, Callable[[], list[MadePage]]]) -> tuple[Surveyed, list[MadePage]]:
    found, answer = one
    return found, answer()
