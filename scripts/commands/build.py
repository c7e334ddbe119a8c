"""The build: every policy in every locale, as files of `build/site/`; files that it did not produce are deleted."""

import posixpath
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import groupby

from .. import files, pages
from ..checks.page.page import outline
from ..checks.source import policy as source_checks
from ..locales import language
from ..output import manifest
from ..output.manifest import File, Manifest, ManifestRow
from ..output.site import clear_links, ship, write_pages
from ..pages import Listed
from ..pages.facts import PageFacts
from ..pages.forms import BESIDE_OTHERS, FormsWanted
from ..pages.links import PageLinks, links_to_pages
from ..pages.survey import Survey, Surveyed
from ..problem import Problem, Refused, visible
from ..project.project import Project, unknown_names
from ..store import Store
from ..terminal import Progress


@dataclass(frozen=True, slots=True)
class _OnDisk:
    """What a page that stays on the disk says of links."""

    ids: tuple[str, ...]
    links: tuple[str, ...]
    """To other pages of the site."""


@dataclass(slots=True)
class BuildResult:
    """What a build did."""

    problems: list[Problem] = field(default_factory=list)
    rows: list[ManifestRow] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    """Files that were written or deleted, below `build/`."""

    withheld: list[tuple[str, str]] = field(default_factory=list)
    """(policy, locale) of what is not published; no locale where the policy itself is refused."""


def build(
    project: Project,
    locales: Sequence[str] = (),
    policies: Sequence[str] = (),
    progress: Progress = lambda _: None,
    *,
    thorough: bool = False,
    store: Store | None = None,
) -> BuildResult:
    """Build all pages, or those of some locales and policies, and write what changed.

    With `thorough`, everything that `make check` finds is found too. What `store` knows is not made again.
    """
    return _Build(project, locales, policies, progress, store or Store()).run(thorough)


class _Build:
    """One build: look, make what is not known, write policy by policy, and tell what was found."""

    def __init__(
        self, project: Project, locales: Sequence[str], policies: Sequence[str], progress: Progress, store: Store
    ) -> None:
        self.project, self.progress, self.store = project, progress, store
        self.locales, self.policies = set(locales), set(policies)
        self.result = BuildResult()
        self.old = manifest.last(project.site)
        self.on_disk: dict[str, _OnDisk] = {}
        """Pages that stay there, by path, as far as they were read."""
        self.digests: dict[str, str] = {}
        """What tells whether the pages of a policy are out of date, by its name."""

    def run(self, thorough: bool) -> BuildResult:
        try:
            self._refuse_links()
            survey = self._look(thorough)
        except Refused as error:
            self.result.problems += error.problems
            return self.result
        found = survey.run()
        if not survey.is_refused:
            self._make(survey, found)
        for each in found:
            self.result.problems += each.problems()
            lacking = [code for code, version in each.versions.items() if version.page is None]
            self.result.withheld += [(each.name, code) for code in ([""] if each.is_refused else lacking)]
        self.result.problems += [*survey.problems, *survey.missing(found)]
        self.result.problems += survey.unused_waivers(found) if thorough else ()
        self._only_chosen()
        self.store.end_build()
        return self.result

    # -- looking ------------------------------------------------------------------------------

    def _refuse_links(self) -> None:
        """Raise `Refused` for folders that are links: what is not of this build would be deleted behind them."""
        wrong = []
        for folder in (self.project.build, self.project.site, self.project.build / "hosting"):
            if folder.is_symlink():
                name = self.project.name(folder)
                message = f"{name} is a link; files that this build did not produce would be deleted behind it"
                wrong.append(Problem(message, "file", name, hint="delete the link"))
        if wrong:
            raise Refused(*wrong)

    def _look(self, thorough: bool) -> Survey:
        """Every policy in every locale, those that were not asked for too: menus and the manifest have all of them."""
        survey = Survey(self.project, thorough=thorough, store=self.store)
        codes = [found.code for found in survey.languages]
        unknown = [
            *unknown_names(sorted(self.locales), sorted(codes), "locale"),
            *unknown_names(sorted(self.policies), sorted(survey.paths), "policy"),
        ]
        if unknown:
            raise Refused(*unknown)
        self.config, self.names = survey.config, tuple(survey.paths)
        return survey

    def _only_chosen(self) -> None:
        """What is wrong elsewhere does not stop those who build some locales or policies."""

        def is_chosen(policy: str, code: str) -> bool:
            return (not self.policies or not policy or policy in self.policies) and (
                not self.locales or not code or code in self.locales
            )

        self.result.problems = [found for found in self.result.problems if is_chosen(found.policy, found.locale)]
        self.result.withheld = [(policy, code) for policy, code in self.result.withheld if is_chosen(policy, code)]

    def _digest(self, name: str) -> str:
        if name not in self.digests:
            text = self.project.read(self.project.path / "policy" / f"{name}.md")
            self.digests[name] = files.digest(text, self.config.text, *pages.layouts())
        return self.digests[name]

    # -- writing ----------------------------------------------------------------------------

    def _make(self, survey: Survey, found: Sequence[Surveyed]) -> None:
        """Make the files of the site and write them, once more where a page had to be withheld: others name it."""
        clear_links(self.project.site)
        written: list[str] = []
        while True:
            there = [page for each in found for page in each.pages()]
            rows, sheets, stale = self._others({page.policy: self._digest(page.policy) for page in there})
            said = {(page.policy, page.tag): page for page in there}
            rows = [self._as_said(row, said.get((row.policy, row.locale))) for row in rows]
            listed = _listed([page for page in there if self._is_chosen(page.policy, page.tag)], rows)
            links = self._links(there, listed)
            made = [row for each in found for row in self._pages(survey, each, listed, links, written)]
            if {page.path for page in there} == {page.path for each in found for page in each.pages()}:
                break
        self._report_stale(stale | self._with_old_links(rows, said, listed, links))
        self.result.rows = sorted([*rows, *made], key=lambda row: row.path)
        self._ship({**dict([pages.style()]), **self._menus(survey, listed)}, sheets, written)

    def _pages(
        self,
        survey: Survey,
        found: Surveyed,
        listed: Mapping[str, Sequence[Listed]],
        links: PageLinks,
        written: list[str],
    ) -> Iterable[ManifestRow]:
        """Write the pages of a policy, and give their rows; one whose forms do not say the same is withheld (law 12)."""
        texts: dict[str, str] = {}
        rows: list[ManifestRow] = []
        for page in found.pages():
            if not self._is_chosen(page.policy, page.tag):
                continue
            wanted = FormsWanted(tuple(listed[page.policy]), links.relative(page), links.absolute(page))
            forms, made = survey.forms(page, wanted)
            if told := survey.differing(page, forms):
                found.withhold(page.code, told)
                continue
            for ending, (digest, size) in forms.sums.items():
                row = self._row(page, ending, digest, size)
                rows.append(row)
                if not manifest.is_whole(self.project.site / row.path, row):
                    made = survey.texts(page, wanted) if made is None else made
                    texts[row.path] = made[ending]
        written += write_pages(self.project.site, texts)
        self.store.write()
        return rows

    def _links(self, there: Iterable[PageFacts], listed: Mapping[str, Sequence[Listed]]) -> PageLinks:
        """Where links lead: to pages of this build, and to those that stay on the disk with the ids that they have there."""
        new = {(page.policy, page.tag): page for page in there if self._is_chosen(page.policy, page.tag)}

        def ids(name: str, tag: str) -> Collection[str] | None:
            if (name, tag) in new:
                return new[name, tag].ids
            path = pages.form(tag, name, "html")
            is_there = any(each.path == path for each in listed.get(name, ()))
            return self._page_on_disk(path).ids if is_there else None

        return PageLinks(self.config, self.names, listed, ids)

    def _page_on_disk(self, path: str) -> _OnDisk:
        if path not in self.on_disk:
            found = outline((self.project.site / path).read_text(encoding="utf-8"))
            self.on_disk[path] = _OnDisk(tuple(source_checks.ids(found)), tuple(links_to_pages(found.links)))
        return self.on_disk[path]

    def _with_old_links(
        self,
        rows: Sequence[ManifestRow],
        said: Mapping[tuple[str, str], PageFacts],
        listed: Mapping[str, Sequence[Listed]],
        links: PageLinks,
    ) -> set[str]:
        """Pages that stay on the disk and whose links to other pages are not what they would be now."""
        there = {page.path for versions in listed.values() for page in versions}
        found = set()
        for row in (row for row in rows if row.path == pages.form(row.locale, row.policy, BESIDE_OTHERS)):
            old, page = self._page_on_disk(row.path).links, said.get((row.policy, row.locale))
            now = {} if page is None else links.relative(page)
            hrefs = () if page is None else (now[href].href if href in now else href for href in page.hrefs)
            folder = row.path.rpartition("/")[0]
            paths = {posixpath.normpath(f"{folder}/{link.partition('#')[0]}") for link in old}
            if not paths <= there or not set(links_to_pages(hrefs)) <= set(old):
                found.add(row.path)
        return found

    def _menus(self, survey: Survey, listed: Mapping[str, Sequence[Listed]]) -> dict[str, str]:
        """Where readers pick a language, for each policy and for all of them."""
        source = survey.frames[self.config.source]
        wanted: dict[str, tuple[Iterable[Listed], Callable[[], str]]] = {
            f"{name}.html": (versions, partial(pages.to_picker, name, source, self.config, versions))
            for name, versions in listed.items()
        }
        if listed:
            everything = [one for versions in listed.values() for one in versions]
            wanted["index.html"] = everything, partial(pages.to_index, listed, source, self.config)
        return {path: survey.picker(path, there, make) for path, (there, make) in wanted.items()}

    def _ship(self, texts: Mapping[str, str], sheets: Sequence[File], written: Sequence[str]) -> None:
        """Write what is no page, delete what is not of this build, and say what changed, the pages `written` among it."""
        whole = Manifest(self.config.base_url, language(self.config.source).tag, tuple(self.result.rows))
        others = ship(self.project.build, whole, texts, sheets)
        self.result.written = [*sorted({f"site/{path}" for path in written}), *others]
        by_folder = sorted(self.result.written, key=_folder)
        for folder, names in groupby(by_folder, _folder):
            self.progress(f"build/{folder}/: {', '.join(path.rpartition('/')[2] for path in names)}")

    @staticmethod
    def _as_said(row: ManifestRow, page: PageFacts | None) -> ManifestRow:
        """The row of a page that stays on the disk, with what the texts say of it: the manifest there decides nothing."""
        if page is None:
            return row
        return replace(row, title=page.title, state=page.status.state, approval=page.status.approval)

    def _row(self, page: PageFacts, ending: str, digest: str, size: int) -> ManifestRow:
        status = page.status
        return ManifestRow(
            page.form(ending), page.tag, page.policy, page.title, page.effective, status.state, round(status.share, 4), status.approval,
            self._digest(page.policy), digest, size,
        )  # fmt: skip

    def _is_chosen(self, policy: str, tag: str) -> bool:
        tags = {language(code).tag for code in self.locales}
        return (not tags or tag in tags) and (not self.policies or policy in self.policies)

    def _others(self, sources: Mapping[str, str]) -> tuple[list[ManifestRow], list[File], set[str]]:
        """With some locales or policies chosen, the others stay as they are on the disk, and so do their style sheets.

        With them the paths of those that are not what they would be now.
        `sources` are the digests that pages of each policy would have now.
        """
        old, site = self.old, self.project.site
        if not self.locales and not self.policies:
            return [], [], set()
        others = [row for row in old.pages if not self._is_chosen(row.policy, row.locale)]
        there = [row for row in others if manifest.is_whole(site / row.path, row)]
        sheets = [
            file for file in old.files if file.path.endswith(".css") and manifest.is_whole(site / file.path, file)
        ]
        known = {
            language(self.config.source).tag,
            *(found.tag for found in self.project.languages(self.config.source)[0]),
        }
        stale = {row.path for row in there if sources.get(row.policy) != row.source or row.locale not in known}
        return there, sheets, stale | {row.path for row in others if row not in there}

    def _report_stale(self, stale: Collection[str]) -> None:
        if stale:
            message = (
                f"{len(stale)} files of other locales or policies are not what they would be now: {min(stale)} ..."
            )
            self.result.problems.append(
                Problem(message, "stale", "build/site", 0, "warning", hint="run make build before you ship it")
            )


def _listed(made: Sequence[PageFacts], rows: Sequence[ManifestRow]) -> dict[str, list[Listed]]:
    """Every page of each policy as menus list it: those of this build, and those that stay on the disk."""
    old = [row for row in rows if row.path == pages.form(row.locale, row.policy, "html")]
    found = [(page.policy, page.listed) for page in made]
    found += [
        (row.policy, Listed(language(row.locale.replace("-", "_")), row.path, row.title, row.state)) for row in old
    ]
    names = sorted({name for name, _ in found})
    return {
        name: sorted((listed for policy, listed in found if policy == name), key=lambda each: each.path)
        for name in names
    }


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def is_there(project: Project, result: BuildResult) -> bool:
    """Whether `build/site/` holds what a build of everything made, file by file, by its digests."""
    there = manifest.last(project.site)
    rows: list[ManifestRow | File] = [*there.pages, *there.files]
    return there.pages == tuple(result.rows) and all(manifest.is_whole(project.site / row.path, row) for row in rows)


_NAMED = 10
"""How many policies a line names."""


def state_lines(project: Project, result: BuildResult) -> list[str]:
    """What is not the whole text that holds now, a line for all languages in which the same policies are alike."""
    states: dict[tuple[str, str], list[str]] = {}
    for policy, code in result.withheld:
        lacking = bool(code) and not project.has(project.catalog(code, policy))
        state = "withheld, without a catalog" if lacking else "withheld"
        states.setdefault((code or "every language", state), []).append(policy)
    for row in result.rows:
        if row.state != "current" and row.path.endswith(".html") and not row.path.endswith(".fragment.html"):
            states.setdefault((row.locale.replace("-", "_"), row.state), []).append(row.policy)
    alike: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for (code, state), names in sorted(states.items()):
        alike.setdefault((state, tuple(sorted(names))), []).append(code)
    found = []
    for (state, policies), codes in sorted(alike.items()):
        more = f" and {len(policies) - _NAMED} more" if len(policies) > _NAMED else ""
        why = f" (make locale LOCALE={codes[0]} starts what is missing)" if "catalog" in state else ""
        named = visible(", ".join(policies[:_NAMED]), lines=False)
        found.append(f"{state}: {named}{more} in {', '.join(codes)}{why}")
    return found
