"""`make update`: templates from policies and layouts, and catalogs brought up to date with them."""

import os
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache, partial
from pathlib import Path

from .. import po
from ..catalogs import template as catalogs
from ..catalogs.fuzzy_match import predecessors
from ..catalogs.memory import Memory, TranslationSource
from ..catalogs.merge import Guess, Merged, merge
from ..po import Entry
from ..problem import Problem, Refused
from ..project import editions
from ..project.config import Config
from ..project.frame_words import SITE, frame_words, reads_english
from ..project.layouts import words_of_layouts
from ..project.project import NOT_POLICIES, Project, unknown_names
from ..project.strays import strays
from ..terminal import Progress, steps


def now() -> str:
    """The time as PO headers have it, in UTC; `SOURCE_DATE_EPOCH` is used instead of the clock (reproducible-builds.org)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    seconds = int(epoch) if epoch.isdigit() else int(time.time())
    return time.strftime("%Y-%m-%d %H:%M+0000", time.gmtime(seconds))


def write_templates(
    project: Project, config: Config, progress: Progress, domains: Collection[str] = ()
) -> list[Problem]:
    """Write `locale/NAME.pot` for every policy, and `site.pot` for the layouts. Returns the problems of refused policies.

    With `domains`, only these: no other policy is read, so that none can fail.
    """
    problems: list[Problem] = []
    with_lines = config.locations == "line"
    wanted: dict[str, list[Entry]] = {}
    versions: dict[str, str] = {}
    for path in project.policies():
        if domains and path.stem not in domains:
            continue
        try:
            policy = project.read_policy(path, config)
        except Refused as error:
            problems += [problem.at(policy=path.stem) for problem in error.problems]
            continue
        wanted[path.stem] = catalogs.template_entries(policy.segments(), policy.path, with_lines)
        versions[path.stem] = policy.effective.isoformat() if policy.effective else "1"
    merged: dict[po.Key, Entry] = {}
    for layout, segment in words_of_layouts():
        for entry in catalogs.template_entries([segment], f"scripts/layouts/{layout}", with_lines):
            merged.setdefault(entry.key, entry)
    wanted[SITE] = list(merged.values())
    for domain, entries in wanted.items():
        if domains and domain not in domains:
            continue
        path = project.template(domain)
        old = project.read(path) if project.has(path) else None
        version, report = versions.get(domain, "1"), config.report or config.base_url
        text = catalogs.template(old, entries, domain, project.name(path), now(), version=version, report=report)
        if project.write(path, text):
            progress(project.name(path))
    return problems


class Templates:
    """The templates in `locale/`, and the fuzzy matches between their segments."""

    def __init__(self, project: Project, config: Config, former: Mapping[str, str] | None = None) -> None:
        self.least = config.threshold if config.fuzzy else None
        """The least similarity of a fuzzy match (0 to 1); None if fuzzy matching is switched off."""
        self.guess: Guess = lru_cache(64)(partial(predecessors, least=config.threshold)) if config.fuzzy else _no_guess
        domains = [SITE, *project.domains()]
        there = [path for path in map(project.template, sorted(domains)) if project.has(path)]
        self.catalogs: Mapping[str, po.Catalog]
        self.catalogs, self.problems = _read(project, there)
        self.former = {name: _former(text) for name, text in (former or {}).items()}
        """By domain, the old segments of each template that this run changed; None if it could not be read."""


def _former(text: str) -> tuple[po.Key, ...] | None:
    with suppress(Refused):
        return po.read_catalog(text, "").keys
    return None


def _no_guess(old: tuple[po.Key, ...], new: tuple[po.Key, ...]) -> dict[po.Key, po.Key]:
    return {}


def _read(project: Project, paths: Iterable[Path], code: str = "") -> tuple[dict[str, po.Catalog], list[Problem]]:
    """The catalogs that can be read, by domain, and the problems of the others."""
    found, problems = dict[str, po.Catalog](), list[Problem]()
    for path in paths:
        try:
            found[path.stem] = po.read_catalog(project.read(path), project.name(path))
        except Refused as error:
            problems += [problem.at(locale=code) for problem in error.problems]
    return found, problems


_NOTHING = Memory(tuple, None)


class Shelf:
    """The catalogs of a locale, and the translations in all of them, which other catalogs can use again."""

    def __init__(self, project: Project, code: str, templates: Templates) -> None:
        self.project, self.code, self.templates = project, code, templates
        found = (project.path / "locale" / code / "LC_MESSAGES").glob("*.po")
        paths = sorted(path for path in found if not path.name.startswith("."))
        self.catalogs, unread = _read(project, paths, code)
        """By domain; those that cannot be read are left out."""
        strays = {project.name(path) for path in paths if path.stem not in templates.catalogs}
        self.problems = [problem.at(level="warning") if problem.path in strays else problem for problem in unread]
        """Problems of catalogs that were read so far; catalogs of editions are read when they are needed."""
        self.memory = Memory(self._sources, templates.least)

    def merged(self, domain: str) -> Merged:
        """The catalog of a domain, brought up to date with its template; a new one if there is none."""
        template = self.templates.catalogs[domain]
        old = self.catalogs.get(domain)
        # A new catalog for the page frame stays empty: translations from policies do not fit there, and pages show the
        # words of related locales, which an entry of its own would hide.
        memory = _NOTHING if old is None and domain == SITE else self.memory
        old = old or catalogs.started(template, domain, self.code)
        return merge(old, template, self.templates.guess, memory, self.templates.former.get(domain, template.keys))

    def write(self, domain: str, progress: Progress) -> None:
        """Write the catalog of a domain if it changes; nothing happens if the domain has no template."""
        if domain not in self.templates.catalogs:
            return
        path, merged = self.project.catalog(self.code, domain), self.merged(domain)
        if merged.catalog is not self.catalogs.get(domain) and self.project.write(path, po.text_of(merged.catalog)):
            counts = ", ".join(f"{count} {what}" for what, count in merged.counts.items())
            progress(f"{self.project.name(path)}: {counts or 'comments and line references'}")

    def start_frame(self, progress: Progress) -> None:
        """Start the catalog with the words of the page frame, if no file has its name."""
        if not self.project.has(self.project.catalog(self.code, SITE)):
            self.write(SITE, progress)

    def _sources(self) -> Iterator[TranslationSource]:
        """The translations of the locale, the best first: policies, their obsolete entries, then editions, newest first."""
        policies = {domain: found for domain, found in self.catalogs.items() if domain not in NOT_POLICIES}
        for obsolete in (False, True):
            for domain, catalog in policies.items():
                entries = catalog.obsolete if obsolete else catalog.live
                yield self._source(self.project.catalog(self.code, domain), catalog, entries)
        for path in self.project.policies():
            for edition in editions.of(self.project, path.stem, self.code):
                read, unread = _read(self.project, [edition.catalog], self.code)
                self.problems += unread
                for old in read.values():
                    yield self._source(edition.catalog, old, old.live)

    def _source(self, path: Path, catalog: po.Catalog, entries: Mapping[po.Key, Entry]) -> TranslationSource:
        return TranslationSource(entries, self.project.name(path), catalogs.is_draft(catalog))


def update(project: Project, locales: Sequence[str], progress: Progress) -> list[Problem]:
    """Bring every template and catalog up to date; a catalog that cannot be read is left as it is.

    Each locale gets a catalog with the words of the page frame; the source language only if it lacks some of them.
    Raises `Refused` for a locale that does not exist, before anything is written.
    """
    config = project.read_config()
    languages, misnamed = project.languages(config.source)
    codes = [found.code for found in languages]
    codes = codes if config.source in codes else [*codes, config.source]
    _refuse_unknown(locales, codes, misnamed)
    domains = [SITE, *project.domains()]
    former = {path: project.read(path) for path in map(project.template, domains) if path.is_file()}
    problems = [*write_templates(project, config, progress), *strays(project, config.source)]
    changed = {path.stem: text for path, text in former.items() if project.read(path) != text}
    templates = Templates(project, config, changed)
    problems += [*templates.problems, *misnamed]
    chosen = [code for code in codes if not locales or code in locales]
    with steps(len(chosen)) as step:
        for code in chosen:
            step(code)
            shelf = Shelf(project, code, templates)
            if code != config.source or _lacks_words(project, code):
                shelf.start_frame(progress)
            for domain in shelf.catalogs:
                shelf.write(domain, progress)
            problems += shelf.problems
            there = (domain for domain in templates.catalogs if not project.has(project.catalog(code, domain)))
            lacking = sorted(domain for domain in there if domain != SITE)
            if lacking and code != config.source:
                remedy = f"make locale LOCALE={code} starts what is missing"
                progress(f"no catalog yet in {code}: {', '.join(lacking)} ({remedy})")
    return problems


def _refuse_unknown(locales: Sequence[str], known: Sequence[str], misnamed: Sequence[Problem]) -> None:
    """Raise `Refused` for a chosen locale that does not exist, or whose folder has a wrong name."""
    wrong = [problem for problem in misnamed if problem.locale in locales]
    others = [code for code in locales if code not in {problem.locale for problem in wrong}]
    if problems := [*wrong, *unknown_names(others, known, "locale")]:
        raise Refused(*problems)


def _lacks_words(project: Project, code: str) -> bool:
    if reads_english(code):  # the layouts are in English
        return False
    return bool(frame_words(project, code, [segment for _, segment in words_of_layouts()]).lacking)
