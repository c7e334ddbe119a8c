"""The survey: every policy in every locale, looked at once.

Build, check, status and release all act on it, so that they use the same words, count alike, and report the same
problems (laws 9 and 11). What the store knows is not looked at again.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from ..checks.source import links as source_links
from ..checks.table import WAIVABLE
from ..locales import Language, language
from ..problem import Problem, Refused
from ..project.config import warnings
from ..project.project import Project, unknown_names
from ..project.strays import strays
from ..store import Store, key_of
from .facts import PageFacts, SourceFacts, VersionFacts, as_bytes, source_facts, version_facts, with_key
from .forms import Forms, FormsWanted, forms_as_bytes, read_forms, read_texts, texts_as_bytes
from .frames import frames
from .keys import Keys
from .links import PageLinks
from .maker import Maker
from .page import Listed


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
    ) -> None:
        self.project, self.problems, self.thorough = project, list[Problem](), thorough
        self.store = store or Store()
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
        self.waivers = waivers
        self.keys = Keys(project, self.config, self.paths, waivers, is_refused=self.is_refused)
        self._sources: dict[str, SourceFacts] = {}
        self.frames, told = frames(project, self.languages, self.keys, self.store)
        self.keys.with_frames(self.frames)
        self.problems += told
        self.maker = Maker(project, self.config, waivers, self.frames, is_refused=self.is_refused, thorough=thorough)
        for found in self.languages:
            self.problems += self.maker.publisher.translations.glossary_problems(found.code)
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

    def run(self, most: int | None = None) -> list[Surveyed]:
        """Each policy, in the order of names.

        Where the store knows nothing of more than `most` versions, none of these is looked at.
        """
        found = [self._with_source(name) for name in self.wanted]
        names = {each.name: each.source.page is not None for each in found}
        pairs = [(name, code) for name in names for code in self._codes()]
        versions = {pair: self._known(*pair, is_published=names[pair[0]]) for pair in pairs}
        unknown = [pair for pair, facts in versions.items() if facts is None]
        for name, code in unknown if most is None or len(unknown) <= most else ():
            versions[name, code] = self._version(name, code, is_published=names[name])
        for each in found:
            for code in self._codes():
                each.versions[code] = _version_of(versions[each.name, code], each.name, code)
        return found

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
                hint = "delete it; if a text was changed, look at it again"
                yield Problem(message, "waiver-void", "locale/waivers.toml", one.line, "warning", hint=hint)

    # -- one policy ---------------------------------------------------------------------------------

    def _with_source(self, name: str) -> Surveyed:
        """A policy in its own language."""
        read, source = self._source(name), Version(None)
        problems = [*read.problems, *self._link_errors(name), *self._link_warnings(name)]
        source.problems += (problem.at(policy=name) for problem in problems)
        if not self.is_refused and not any(problem.is_error for problem in problems):
            source.page = read.page
        return Surveyed(name, source, {})

    def _source(self, name: str) -> SourceFacts:
        """A policy by name, whether it was asked for or only linked to; it is read once."""
        if name not in self._sources:
            key = self.keys.source(name)
            known = None if key is None else self.store.get(key)
            found = self.maker.source(name) if known is None else source_facts(known)
            if key is not None and known is None:
                self.store.put(key, as_bytes(found))
            self._sources[name] = with_key(found, "" if key is None else key.hex())
        return self._sources[name]

    def _known(self, name: str, code: str, *, is_published: bool) -> VersionFacts | None:
        """What is known of a policy in a locale without a look at its texts."""
        if not self.project.has(self.project.catalog(code, name)):
            return VersionFacts(None, (), is_unread=not self._source(name).is_read)
        of_page = self.keys.version(name, code, is_published=is_published)
        known = None if of_page is None else self.store.get(self._key(of_page))
        return None if known is None or of_page is None else with_key(version_facts(known), of_page.hex())

    def _version(self, name: str, code: str, *, is_published: bool) -> VersionFacts:
        """A policy in a locale, looked at now."""
        found = self.maker.version(name, code, is_read=self._source(name).is_read, is_published=is_published)
        of_page = self.keys.version(name, code, is_published=is_published)
        if of_page is None:
            return found
        self.store.put(self._key(of_page), as_bytes(found))
        return with_key(found, of_page.hex())

    def _key(self, of_page: bytes) -> bytes:
        """The page itself is the same, however thorough the look at its texts is."""
        return key_of(of_page.hex(), str(self.thorough))

    # -- their files --------------------------------------------------------------------------------

    def forms(self, page: PageFacts, wanted: FormsWanted) -> tuple[Forms, dict[str, str] | None]:
        """The files of a page, with their texts where they had to be made."""
        key = self.keys.forms(page, wanted)
        known = self.store.get(key) if page.key else None
        if known is not None:
            return read_forms(known), None
        made, told = self.maker.forms(page, wanted)
        forms = Forms({ending: _sum(text) for ending, text in made.items()}, tuple(told))
        if page.key:
            self.store.put(key, forms_as_bytes(forms))
            self.store.put(_texts_key(key), texts_as_bytes(made))
        return forms, made

    def texts(self, page: PageFacts, wanted: FormsWanted) -> dict[str, str]:
        """The texts of the files of a page, from the store or made once more."""
        known = self.store.get(_texts_key(self.keys.forms(page, wanted))) if page.key else None
        return self.maker.forms(page, wanted)[0] if known is None else read_texts(known)

    def picker(self, path: str, listed: Iterable[Listed], make: Callable[[], str]) -> str:
        """The text of a page where readers pick, from the store or made now by `make`."""
        key = self.keys.picker(path, listed)
        known = self.store.get(key)
        if known is not None:
            return known.decode("utf-8")
        text = make()
        self.store.put(key, text.encode("utf-8"))
        return text

    def disagreeing(self, found: Sequence[Surveyed]) -> bool:
        """Withhold pages whose text and data do not say what they say (law 12); whether there were any."""
        withheld = False
        links = self.links(found)
        for each in found:
            listed = tuple(sorted((page.listed for page in each.pages()), key=lambda one: one.path))
            for page in each.pages():
                wanted = FormsWanted(listed, links.relative(page), links.absolute(page))
                if told := self.differing(page, self.forms(page, wanted)[0]):
                    each.withhold(page.code, told)
                    withheld = True
        return withheld

    def differing(self, page: PageFacts, forms: Forms) -> list[Problem]:
        """Why the files of a page cannot be published, with their place."""
        is_source = page.code == self.config.source
        place = (
            f"policy/{page.policy}.md" if is_source else self.project.name(self.project.catalog(page.code, page.policy))
        )
        locale = "" if is_source else page.code
        return [problem.at(path=place, locale=locale, policy=page.policy) for problem in forms.problems]

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

    def _is_refused_source(self, name: str) -> bool:
        return any(problem.is_error for problem in (*self._source(name).problems, *self._link_errors(name)))

    def links(self, found: Sequence[Surveyed]) -> PageLinks:
        """What links lead to if all these pages are published."""
        pages = {(each.name, page.tag): page for each in found for page in each.pages()}
        listed = {each.name: [page.listed for page in each.pages()] for each in found}

        def ids(name: str, tag: str) -> Collection[str] | None:
            page = pages.get((name, tag))
            return None if page is None else page.ids

        return PageLinks(self.config, [*self.paths], listed, ids)

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


def _texts_key(key: bytes) -> bytes:
    return key_of("texts", key.hex())


def _sum(text: str) -> tuple[str, int]:
    """SHA-256 of a file with this text, and its size in bytes."""
    data = text.encode("utf-8")
    return sha256(data).hexdigest(), len(data)
