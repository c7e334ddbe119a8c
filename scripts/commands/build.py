"""The build: every policy in every locale, as files of `build/site/`; files that it did not produce are deleted."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import groupby

from .. import files
from ..locales import language
from ..output import manifest
from ..output.hosting import Remember
from ..output.manifest import File, Manifest, ManifestRow, WholeFiles
from ..output.site import clear_links, ship, write_pages
from ..pages.destinations import PageLinks
from ..pages.facts import PageFacts
from ..pages.listed import Listed
from ..pages.results import MadePage
from ..pages.survey import Survey, Surveyed
from ..problem import Problem, Refused, visible
from ..project.layouts import layouts, style
from ..project.project import Project, unknown_names
from ..store import Store
from ..terminal import Progress, steps
from .kept_pages import KeptPages


@dataclass(slots=True)
class BuildResult:
    """What a build did."""

    problems: list[Problem] = field(default_factory=list)
    rows: list[ManifestRow] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    """Files that were written or deleted, below `build/`."""

    whole: WholeFiles | None = None
    """Knows the pages that did not change; None if none was looked at."""

    withheld: list[tuple[str, str]] = field(default_factory=list)
    """(policy, locale) of what is not published; the locale is "" if the policy itself is refused."""


def build(
    project: Project,
    locales: Sequence[str] = (),
    policies: Sequence[str] = (),
    progress: Progress = lambda _: None,
    *,
    thorough: bool = False,
    store: Store | None = None,
    jobs: int = 1,
    record: bytes = b"",
) -> BuildResult:
    """Build all pages, or those of some locales and policies, and write what changed.

    With `thorough`, everything that `make check` reports is reported too. Results in `store` are used again. At most
    `jobs` processes work if there is much to do. `record` is what the last build left for `stale.py`: pages that have
    not changed since then are not read; without it, each page is compared with its digest.
    """
    return _Build(project, locales, policies, progress, store or Store(), jobs, record).run(thorough)


class _Build:
    """One build: survey the texts, make what the store lacks, write policy by policy, and collect the problems."""

    def __init__(
        self,
        project: Project,
        locales: Sequence[str],
        policies: Sequence[str],
        progress: Progress,
        store: Store,
        jobs: int,
        record: bytes,
    ) -> None:
        self.project, self.progress, self.store, self.jobs = project, progress, store, jobs
        self.locales, self.policies = set(locales), set(policies)
        self.old = manifest.last(project.site)
        self.whole = WholeFiles(project.site, self.old, record)
        self.result = BuildResult(whole=self.whole)
        self.digests: dict[str, str] = {}
        """By policy: digest of its text, the settings and the layouts. A page whose row has another one is out of date."""

    def run(self, thorough: bool) -> BuildResult:
        try:
            self._refuse_links()
            survey = self._look(thorough)
        except Refused as error:
            self.result.problems += error.problems
            return self.result
        with closing(survey.crew):
            found = survey.run() if survey.is_refused else self._make(survey)
        for each in found:
            self.result.problems += each.problems()
            lacking = [code for code, version in each.versions.items() if version.page is None]
            self.result.withheld += [(each.name, code) for code in ([""] if each.is_refused else lacking)]
        self.result.problems += [*survey.problems, *survey.missing(found)]
        self.result.problems += survey.unused_waivers(found) if thorough else ()
        self._only_chosen()
        self.store.end_build()
        return self.result

    # -- surveying ------------------------------------------------------------------------------

    def _refuse_links(self) -> None:
        """Raise `Refused` for output folders that are symbolic links: files of others would be deleted in their targets."""
        wrong = []
        for folder in (self.project.build, self.project.site, self.project.build / "hosting"):
            if folder.is_symlink():
                name = self.project.name(folder)
                message = (
                    f"{name} is a symbolic link, so the build would delete the files in the folder to which it points"
                )
                wrong.append(Problem(message, "file", name, hint="delete the symbolic link"))
        if wrong:
            raise Refused(*wrong)

    def _look(self, thorough: bool) -> Survey:
        """Every policy in every locale, even if only some were chosen: menus and the manifest list all of them."""
        survey = Survey(self.project, thorough=thorough, store=self.store, jobs=self.jobs)
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
        """Leave out problems of locales and policies that were not chosen: they must not fail this build."""

        def is_chosen(policy: str, code: str) -> bool:
            return (not self.policies or not policy or policy in self.policies) and (
                not self.locales or not code or code in self.locales
            )

        self.result.problems = [found for found in self.result.problems if is_chosen(found.policy, found.locale)]
        self.result.withheld = [(policy, code) for policy, code in self.result.withheld if is_chosen(policy, code)]

    def _digest(self, name: str) -> str:
        if name not in self.digests:
            text = self.project.read(self.project.path / "policy" / f"{name}.md")
            self.digests[name] = files.digest(text, self.config.text, *layouts())
        return self.digests[name]

    # -- writing ----------------------------------------------------------------------------

    def _make(self, survey: Survey) -> list[Surveyed]:
        """Make the files of the site and write them. If a page had to be withheld, do it again: other pages link to it."""
        clear_links(self.project.site)
        codes = [one.code for one in survey.languages]
        survey.results.recall_languages(codes)
        kept = KeptPages(self.project, self.old, self._is_chosen)
        there = _There(survey, kept, self._is_chosen)
        links = PageLinks(self.config, self.names, there.listed, there.ids)
        written: list[str] = []
        while True:
            there.begin()
            found, made, is_whole = list[Surveyed](), list[ManifestRow](), True
            with steps(len(survey.wanted) * len(survey.languages)) as step:
                for each, files_of in survey.made(there.chosen, there.listed, links, step):
                    found.append(each)
                    is_whole = not survey.withhold(each, files_of) and is_whole
                    made += self._pages(survey, files_of, written)
            if is_whole:
                break
        self.result.rows = sorted([*kept.rows(there.said), *made], key=lambda row: row.path)
        listed = {name: there.listed(name) for name in sorted({*kept.policies(), *self.names})}
        listed = {name: versions for name, versions in listed.items() if versions}
        paths = {one.path for versions in listed.values() for one in versions}
        digests = {each.name: self._digest(each.name) for each in found if each.pages()}
        self._report_stale(kept.stale(digests, codes, there.said, links, paths))
        self._ship({**dict([style()]), **self._menus(survey, listed)}, kept.sheets, written, survey.results.hosting)
        survey.results.remember_languages(codes)
        return found

    def _pages(self, survey: Survey, made: Iterable[MadePage], written: list[str]) -> list[ManifestRow]:
        """Write the pages of a policy that changed, and give the rows of all its pages."""
        texts: dict[str, str] = {}
        rows: list[ManifestRow] = []
        for one in made:
            for ending, (digest, size) in one.forms.sums.items() if not one.forms.problems else ():
                row = self._row(one.page, ending, digest, size)
                rows.append(row)
                if not self.whole.has(row):
                    texts[row.path] = survey.results.texts(one)[ending]
        written += write_pages(self.project.site, texts)
        self.store.write()
        return rows

    def _menus(self, survey: Survey, listed: Mapping[str, Sequence[Listed]]) -> dict[str, str]:
        """The pages where readers choose a language, one for each policy and one for the site."""
        source = survey.frames[self.config.source]
        wanted = {f"{name}.html": {name: versions} for name, versions in listed.items()}
        if listed:
            wanted["index.html"] = dict(listed)
        return {path: survey.results.picker(path, there, source, self.config) for path, there in wanted.items()}

    def _ship(
        self, texts: Mapping[str, str], sheets: Sequence[File], written: Sequence[str], remember: Remember
    ) -> None:
        """Write the other files, delete files that this build did not produce, and say what changed; `written` are pages."""
        whole = Manifest(self.config.base_url, language(self.config.source).tag, tuple(self.result.rows))
        others = ship(self.project.build, whole, texts, sheets, remember)
        self.result.written = [*sorted({f"site/{path}" for path in written}), *others]
        by_folder = sorted(self.result.written, key=_folder)
        for folder, names in groupby(by_folder, _folder):
            self.progress(f"build/{folder}/: {', '.join(path.rpartition('/')[2] for path in names)}")

    def _row(self, page: PageFacts, ending: str, digest: str, size: int) -> ManifestRow:
        status = page.status
        return ManifestRow(
            page.form(ending), page.tag, page.policy, page.title, page.effective, status.state, round(status.share, 4), status.approval,
            self._digest(page.policy), digest, size,
        )  # fmt: skip

    def _is_chosen(self, policy: str, tag: str) -> bool:
        tags = {language(code).tag for code in self.locales}
        return (not tags or tag in tags) and (not self.policies or policy in self.policies)

    def _report_stale(self, stale: Collection[str]) -> None:
        if stale:
            hint = "run make build for the whole site before you publish it"
            message = (
                f"files of locales or policies that were not chosen are out of date: {len(stale)}, such as {min(stale)}"
            )
            self.result.problems.append(Problem(message, "stale", "build/site", 0, "warning", hint=hint))


class _There:
    """The pages of the site for menus and links: those that this build makes, and those that stay on the disk."""

    def __init__(self, survey: Survey, kept: KeptPages, is_chosen: Callable[[str, str], bool]) -> None:
        self._survey, self._kept, self._is_chosen = survey, kept, is_chosen
        self._listed: dict[str, list[Listed]] = {}
        """By policy, because each page asks for the policies that it links to."""
        self._said: dict[str, dict[str, PageFacts]] = {}
        """By policy and tag, for the same reason."""

    def begin(self) -> None:
        """Forget the pages: some may have been withheld since they were listed."""
        self._listed, self._said = {}, {}

    def chosen(self, found: Surveyed) -> list[PageFacts]:
        """The pages of a policy that this build makes."""
        return [page for page in found.pages() if self._is_chosen(page.policy, page.tag)]

    def listed(self, name: str) -> list[Listed]:
        """The pages of a policy in the menu's order."""
        if name not in self._listed:
            new = [page.listed for page in self.chosen(self._survey.look(name))] if name in self._survey.paths else []
            self._listed[name] = sorted([*new, *self._kept.listed(name, self.said)], key=lambda one: one.path)
        return self._listed[name]

    def ids(self, name: str, tag: str) -> Collection[str] | None:
        """The ids of a page; None if there is no such page."""
        page = self.said(name, tag) if self._is_chosen(name, tag) else None
        return self._kept.ids(name, tag) if page is None else page.ids

    def said(self, name: str, tag: str) -> PageFacts | None:
        """The facts of a page according to the current texts, made or not; None if they give no page."""
        if name not in self._said:
            pages = self._survey.look(name).pages() if name in self._survey.paths else []
            self._said[name] = {page.tag: page for page in pages}
        return self._said[name].get(tag)


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def is_there(project: Project, result: BuildResult, record: bytes) -> bool:
    """Whether each file of the manifest in `build/site/` is whole, by its digest, and its pages are those of `result`.

    A page that was compared already and has not changed until the record was made is not read again.
    """
    there, site = manifest.last(project.site), project.site
    if result.whole is None or there.pages != tuple(result.rows):
        return False
    left = result.whole.changed_since(record, (*there.pages, *there.files))
    return all(manifest.is_whole(site, row) for row in left)


_NAMED = 10
"""The most policies that one line names."""


def state_lines(project: Project, result: BuildResult) -> list[str]:
    """Lines about pages that are not `current`; languages in which the same policies have the same state share one."""
    states: dict[tuple[str, str], list[str]] = {}
    for policy, code in result.withheld:
        lacking = bool(code) and not project.has(project.catalog(code, policy))
        state = "withheld, no catalog" if lacking else "withheld"
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
