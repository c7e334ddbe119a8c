"""The survey: every policy in every locale, looked at once.

Build, check, status and release all act on it, so that they use the same words, count alike, and report the same
problems (laws 9 and 11).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from .. import pages
from ..checks.page import page as page_checks
from ..checks.source import links as source_links
from ..checks.table import WAIVABLE
from ..locales import Language, language
from ..markup import UNSAFE_HTML
from ..problem import Problem, Refused
from ..project.config import about_link_table, warnings
from ..project.policy import Policy
from ..project.project import Project, unknown_names
from ..project.strays import strays
from ..terminal import Step, no_step
from . import Frame, Page
from .links import PageLinks, ids_of_page
from .publication import Publisher, frames

_AMBIGUOUS = "referee"
"""The rule of policies that two parsers read differently: their pages would not be what the author meant."""


@dataclass(slots=True)
class Version:
    """A policy in one locale."""

    page: Page | None
    """What is published, or None where it is withheld."""
    problems: list[Problem] = field(default_factory=list)

    @property
    def state(self) -> str:
        """`current`, `previous`, `islands` or `withheld`: the words of manifest, status and messages alike."""
        return self.page.status.state if self.page else "withheld"


@dataclass(frozen=True, slots=True)
class _Source:
    """The text of a policy, and what is wrong with it as far as it can be seen without other policies."""

    policy: Policy | None
    """None where nothing can be said of its text."""
    page: Page | None
    """Its page, be it published or not; None where two readers disagree on its text."""
    problems: tuple[Problem, ...]
    links: tuple[tuple[int, str], ...] = ()
    """(line, target) of every link."""


@dataclass(slots=True)
class Surveyed:
    """A policy in the language it is written in and in all locales that were asked for."""

    name: str
    policy: Policy | None
    """None where nothing can be said of its text."""
    source: Version
    versions: dict[str, Version]
    """By locale, without the source language."""

    @property
    def is_refused(self) -> bool:
        """Whether the policy itself is at fault, so that it is published in no language."""
        return self.source.page is None

    def pages(self) -> list[Page]:
        """What is published, by the language's tag."""
        there = [version.page for version in (self.source, *self.versions.values()) if version.page]
        return sorted(there, key=lambda page: page.language.tag)

    def problems(self) -> Iterator[Problem]:
        """All that is wrong with the policy and its catalogs."""
        for version in (self.source, *self.versions.values()):
            yield from version.problems


class Survey:
    """One look at a root, or at some locales and policies of it.

    With `thorough`, warnings about texts are found too. Raises `Refused` for a locale or policy that is not there.
    """

    def __init__(
        self, project: Project, locales: Sequence[str] = (), policies: Sequence[str] = (), *, thorough: bool = False
    ) -> None:
        self.project, self.problems = project, list[Problem]()
        self.config, faults = project.inspect_config()
        self.is_refused = bool(faults)
        """Whether the settings are at fault, so that nothing is published; policies and catalogs are looked at all the same."""
        self.problems += [*faults, *warnings(self.config)]
        source = language(self.config.source)
        languages, told = project.languages(self.config.source)
        self.problems += told
        there: dict[str, Language] = {found.code: found for found in languages}
        self.paths: Mapping[str, Path] = {path.stem: path for path in project.policies()}
        """The files of all policies, by name, whether they were asked for or not."""
        self._refuse_unknown(locales, policies, [*there])
        self.languages = [
            source,
            *(found for found in there.values() if found != source and (not locales or found.code in locales)),
        ]
        """The source language, and the locales that were asked for."""
        self.wanted = [name for name in self.paths if not policies or name in policies]
        self.is_whole = not locales and not policies
        waivers, told = project.waivers(WAIVABLE)
        self.problems += told
        self.publisher = Publisher(project, self.config, waivers, thorough=thorough)
        self.translations = self.publisher.translations
        self._sources: dict[str, _Source] = {}
        self.frames: dict[str, Frame]
        self.frames, told = frames(project, self.languages)
        self.problems += told
        wrong = list(about_link_table(self.config, [*self.paths], self._ids_of_source))
        self.problems += wrong
        self.is_refused = self.is_refused or bool(wrong)
        for found in self.languages:
            self.problems += self.translations.glossary_problems(found.code)
        if self.is_whole:
            self.problems += strays(project, self.config.source)

    def _refuse_unknown(self, locales: Sequence[str], policies: Sequence[str], there: Sequence[str]) -> None:
        """Raise `Refused` for what was asked for and is not there, and where there is no policy at all."""
        if unknown := [*unknown_names(locales, there, "locale"), *unknown_names(policies, [*self.paths], "policy")]:
            places = {f"locale/{code}" for code in locales}
            raise Refused(*(problem for problem in self.problems if problem.path in places), *unknown)
        if not self.paths:
            hint = "write policy/NAME.md; see the README"
            raise Refused(
                Problem("there is no policy", "policy", "policy", hint=hint), *self.problems, *strays(self.project)
            )

    def run(self, step: Step = no_step) -> Iterator[Surveyed]:
        """Each policy, in the order of names; what `site.toml` asks for and is missing is reported after the last one.

        Every policy in every language is a `step`.
        """
        found = [self._policy(name, step) for name in self.wanted]
        while self._agree(found):
            pass  # what was withheld is linked no more
        states: dict[tuple[str, str], str] = {}
        for each in found:
            states[each.name, self.config.source] = each.source.state
            states |= {(each.name, code): version.state for code, version in each.versions.items()}
            yield each
        self.problems += self._miss_required(states)
        self.problems += self._miss_governing(states)

    def unused_waivers(self) -> Iterator[Problem]:
        """Waivers that let nothing stand; a look at a part of the root, or past a text that is refused, cannot tell."""
        look = self.translations
        for one in look.waivers.values() if self.is_whole else ():
            if one.key not in look.used and one.locale not in look.unread:
                message = f"unused waiver of '{one.rule}' in '{one.locale}': the finding is gone, or a text has changed"
                hint = "delete it; if a text was changed, look at it again"
                yield Problem(message, "waiver-void", "locale/waivers.toml", one.line, "warning", hint=hint)

    # -- one policy ---------------------------------------------------------------------------------

    def _policy(self, name: str, step: Step) -> Surveyed:
        step(name, self.config.source)
        read, source = self._source(name), Version(None)
        problems = [*read.problems, *self._link_errors(name), *self._link_warnings(name)]
        source.problems += (problem.at(policy=name) for problem in problems)
        if read.policy is None:
            return Surveyed(name, None, source, {code: self._alone(name, code) for code in self._codes()})
        if not self.is_refused and not any(problem.is_error for problem in problems):
            source.page = read.page
        versions = {}
        for code in self._codes():
            step(name, code)
            page, told = self.publisher.page(read.policy, self.frames[code], source.page)
            versions[code] = Version(page, [problem.at(policy=name, locale=code) for problem in told])
        return Surveyed(name, read.policy, source, versions)

    def _source(self, name: str) -> _Source:
        """A policy by name, whether it was asked for or only linked to; it is read once."""
        if name not in self._sources:
            self._sources[name] = self._read(self.paths[name])
        return self._sources[name]

    def _read(self, path: Path) -> _Source:
        try:
            policy, problems = self.project.inspect_policy(path, self.config)
        except Refused as error:
            policy, problems = None, list(error.problems)
        if self.is_refused and not self.config.variables:  # perhaps they stand in what cannot be read
            problems = [problem for problem in problems if problem.rule != "variable"]
        if policy is None:
            return _Source(None, None, tuple(problems))
        links = tuple(self.publisher.written_links(policy))
        if any(problem.rule == _AMBIGUOUS for problem in problems):
            return _Source(policy, None, tuple(problems), links)
        drawn, faults = self.publisher.source_page(policy, self.frames[self.config.source])
        if any(problem.rule == UNSAFE_HTML for problem in problems):  # with their lines; the page has the same
            faults = [problem for problem in faults if problem.rule != UNSAFE_HTML]
        turned = self.publisher.source_directions(drawn)
        return _Source(policy, drawn, (*problems, *faults, *turned, *self.publisher.source_warnings(drawn)), links)

    # -- links between policies ---------------------------------------------------------------------

    def _link_errors(self, name: str) -> list[Problem]:
        """PageLinks of a policy to policies that are not there, and to ids that their pages do not have."""
        read = self._source(name)
        found = source_links.policy_links(read.links, [*self.paths], self._ids_of_source)
        return [problem.at(path=read.policy.path) for problem in found] if read.policy else []

    def _link_warnings(self, name: str) -> list[Problem]:
        """PageLinks of a policy to others that are refused (law 11: they stop only themselves)."""
        read = self._source(name)
        if self.is_refused or read.policy is None:
            return []
        others = [other for other in self.paths if other != name]
        found = source_links.refused_targets(read.links, others, self._is_refused_source)
        return [problem.at(path=read.policy.path) for problem in found]

    def _ids_of_source(self, name: str) -> Collection[str] | None:
        """None of a policy with errors of its own, which stops only itself."""
        read = self._source(name)
        if read.page is None or any(problem.is_error for problem in read.problems):
            return None
        return ids_of_page(read.page)

    def _is_refused_source(self, name: str) -> bool:
        return any(problem.is_error for problem in (*self._source(name).problems, *self._link_errors(name)))

    def _links(self, found: Sequence[Surveyed]) -> PageLinks:
        """What links lead to if all these pages are published."""
        pages = {(each.name, page.language.tag): page for each in found for page in each.pages()}
        listed = {each.name: [page.listed for page in each.pages()] for each in found}

        @cache  # a whole page is read for them
        def ids(name: str, tag: str) -> Collection[str] | None:
            page = pages.get((name, tag))
            return None if page is None else ids_of_page(page)

        return PageLinks(self.config, [*self.paths], listed, ids)

    def _alone(self, name: str, code: str) -> Version:
        """A catalog whose policy cannot be read."""
        found = self.translations.alone(name, code)
        return Version(None, [problem.at(policy=name, locale=code) for problem in found])

    def _codes(self) -> list[str]:
        return [found.code for found in self.languages[1:]]

    def _agree(self, found: Sequence[Surveyed]) -> bool:
        """Withhold pages whose text and data do not say what they say (law 12); whether there were any.

        All pages of a policy are withheld if the source's do not.
        """
        links, withheld = self._links(found), False
        for each in found:
            versions = (each.source, *each.versions.values())
            there = [version.page.listed for version in versions if version.page]
            for version in versions:
                if version.page is not None and (differing := self._differing(version.page, there, links)):
                    version.problems += differing
                    version.page, withheld = None, True
            if each.source.page is None:
                for version in each.versions.values():
                    version.page = None
        return withheld

    def _differing(self, page: Page, listed: Sequence[pages.Listed], links: PageLinks) -> list[Problem]:
        code, policy = page.language.code, page.policy
        shown = links.absolute(page)
        text = pages.to_text(shown, self.frames[code], self.config, listed)
        outline = page_checks.outline(shown.whole)
        found = [*page_checks.same_words(outline, text), *page_checks.same_data(outline, pages.texts(shown))]
        if shown is not page:
            for linked in (shown, links.relative(page)):
                found += page_checks.same_when_cleaned(page_checks.outline(linked.whole), pages.cleaned(linked.whole))
        is_source = code == self.config.source
        place = policy.path if is_source else self.project.name(self.project.catalog(code, policy.name))
        return [problem.at(path=place, locale="" if is_source else code, policy=policy.name) for problem in found]

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
