"""`make update`: templates from policies and layouts, catalogs brought up to date."""

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
from ..project.project import NOT_POLICIES, Project
from ..project.strays import strays
from ..terminal import Progress, steps


def now() -> str:
    """The time in the form of PO headers, in UTC; `SOURCE_DATE_EPOCH` goes before the clock."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    seconds = int(epoch) if epoch.isdigit() else int(time.time())
    return time.strftime("%Y-%m-%d %H:%M+0000", time.gmtime(seconds))


def write_templates(
    project: Project, config: Config, progress: Progress, domains: Collection[str] = ()
) -> list[Problem]:
    """Write `locale/NAME.pot` of every policy, and `site.pot` of the layouts; the problems of policies refused.

    With `domains` only theirs: nothing else is read, so that nothing else can fail.
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
    """The templates of a root as they stand in `locale/`, and what is guessed between their segments."""

    def __init__(self, project: Project, config: Config, former: Mapping[str, str] | None = None) -> None:
        self.least = config.threshold if config.fuzzy else None
        """The least likeness of a guess; None where nothing is guessed."""
        self.guess: Guess = lru_cache(64)(partial(predecessors, least=config.threshold)) if config.fuzzy else _no_guess
        domains = [SITE, *project.domains()]
        there = [path for path in map(project.template, sorted(domains)) if project.has(path)]
        self.catalogs: Mapping[str, po.Catalog]
        self.catalogs, self.problems = _read(project, there)
        self.former = {name: _former(text) for name, text in (former or {}).items()}
        """Segments of the templates that this run changed, as they were; None where they could not be read."""


def _former(text: str) -> tuple[po.Key, ...] | None:
    with suppress(Refused):
        return po.read_catalog(text, "").keys
    return None


def _no_guess(old: tuple[po.Key, ...], new: tuple[po.Key, ...]) -> dict[po.Key, po.Key]:
    return {}


def _read(project: Project, paths: Iterable[Path], code: str = "") -> tuple[dict[str, po.Catalog], list[Problem]]:
    """The catalogs that can be read, by domain, and what is wrong with the others."""
    found, problems = dict[str, po.Catalog](), list[Problem]()
    for path in paths:
        try:
            found[path.stem] = po.read_catalog(project.read(path), project.name(path))
        except Refused as error:
            problems += [problem.at(locale=code) for problem in error.problems]
    return found, problems


_NOTHING = Memory(tuple, None)


class Shelf:
    """The catalogs of a locale, and what it has translated in any of them."""

    def __init__(self, project: Project, code: str, templates: Templates) -> None:
        self.project, self.code, self.templates = project, code, templates
        found = (project.path / "locale" / code / "LC_MESSAGES").glob("*.po")
        paths = sorted(path for path in found if not path.name.startswith("."))
        self.catalogs, told = _read(project, paths, code)
        """Those that can be read, by domain."""
        strays = {project.name(path) for path in paths if path.stem not in templates.catalogs}
        self.problems = [problem.at(level="warning") if problem.path in strays else problem for problem in told]
        """What is wrong with catalogs that were read so far; editions are read when they are asked for."""
        self.memory = Memory(self._sources, templates.least)

    def merged(self, domain: str) -> Merged:
        """The catalog of a domain, or a new one, brought up to date with its template."""
        template = self.templates.catalogs[domain]
        old = self.catalogs.get(domain)
        # words of a new frame stay empty: those of policies are not made for it, those of relatives stand in
        memory = _NOTHING if old is None and domain == SITE else self.memory
        old = old or catalogs.started(template, domain, self.code)
        return merge(old, template, self.templates.guess, memory, self.templates.former.get(domain, template.keys))

    def write(self, domain: str, progress: Progress) -> None:
        """Write what changes in the catalog of a domain; nothing where it has no template."""
        if domain not in self.templates.catalogs:
            return
        path, merged = self.project.catalog(self.code, domain), self.merged(domain)
        if merged.catalog is not self.catalogs.get(domain) and self.project.write(path, po.text_of(merged.catalog)):
            counts = ", ".join(f"{count} {what}" for what, count in merged.counts.items())
            progress(f"{self.project.name(path)}: {counts or 'comments and places'}")

    def start_frame(self, progress: Progress) -> None:
        """Start the catalog of the words of the frame, where there is no file of its name."""
        if not self.project.has(self.project.catalog(self.code, SITE)):
            self.write(SITE, progress)

    def _sources(self) -> Iterator[TranslationSource]:
        """What the locale has translated: policies, then what is obsolete in them, then editions, the newest first."""
        policies = {domain: found for domain, found in self.catalogs.items() if domain not in NOT_POLICIES}
        for obsolete in (False, True):
            for domain, catalog in policies.items():
                entries = catalog.obsolete if obsolete else catalog.live
                yield self._source(self.project.catalog(self.code, domain), catalog, entries)
        for path in self.project.policies():
            for edition in editions.of(self.project, path.stem, self.code):
                read, told = _read(self.project, [edition.catalog], self.code)
                self.problems += told
                for old in read.values():
                    yield self._source(edition.catalog, old, old.live)

    def _source(self, path: Path, catalog: po.Catalog, entries: Mapping[po.Key, Entry]) -> TranslationSource:
        return TranslationSource(entries, self.project.name(path), catalogs.is_draft(catalog))


def update(project: Project, locales: Sequence[str], progress: Progress) -> list[Problem]:
    """Bring every template and catalog up to date; a catalog that cannot be read is left as it is.

    Each locale gets a catalog of the words of the frame; the source language only where it lacks some.
    """
    config = project.read_config()
    domains = [SITE, *project.domains()]
    former = {path: project.read(path) for path in map(project.template, domains) if path.is_file()}
    problems = [*write_templates(project, config, progress), *strays(project, config.source)]
    changed = {path.stem: text for path, text in former.items() if project.read(path) != text}
    templates = Templates(project, config, changed)
    languages, told = project.languages(config.source)
    problems += [*templates.problems, *told]
    codes = [found.code for found in languages]
    codes = [
        code
        for code in (codes if config.source in codes else [*codes, config.source])
        if not locales or code in locales
    ]
    with steps(len(codes)) as step:
        for code in codes:
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


def _lacks_words(project: Project, code: str) -> bool:
    if reads_english(code):  # as the layouts are
        return False
    return bool(frame_words(project, code, [segment for _, segment in words_of_layouts()]).lacking)
