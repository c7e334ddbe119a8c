"""The build: every policy in every locale, as files of `build/site/`; files that it did not produce are deleted."""

import posixpath
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from .. import files, pages
from ..checks.page.page import outline
from ..checks.source import policy as source_checks
from ..locales import language
from ..output import manifest
from ..output.manifest import File, Manifest, ManifestRow
from ..output.site import ship
from ..pages import Listed, Page
from ..pages.links import PageLinks, ids_of_page, links_to_pages
from ..pages.survey import Survey
from ..problem import Problem, Refused, visible
from ..project.policy import Policy
from ..project.project import Project, unknown_names
from ..terminal import Progress

PAGE_FORMS = {
    "html": pages.page_html, "txt": pages.to_text, "json": pages.to_json, "fragment.html": pages.to_fragment,
}  # fmt: skip
"""The endings of a page's files, and what makes them."""
_BESIDE_OTHERS = "html"
"""The form that is read beside the other pages, so that its links to them are short."""


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
) -> BuildResult:
    """Build all pages, or those of some locales and policies, and write what changed.

    With `thorough`, everything that `make check` finds is found too.
    """
    return _Build(project, locales, policies, progress).run(thorough)


class _Build:
    """One build: look, render, write, and tell what was found."""

    def __init__(self, project: Project, locales: Sequence[str], policies: Sequence[str], progress: Progress) -> None:
        self.project, self.progress = project, progress
        self.locales, self.policies = set(locales), set(policies)
        self.result = BuildResult()
        self.old = manifest.last(project.site)
        self.on_disk: dict[str, _OnDisk] = {}
        """Pages that stay there, by path, as far as they were read."""

    def run(self, thorough: bool) -> BuildResult:
        try:
            self._refuse_links()
            survey = self._look(thorough)
        except Refused as error:
            self.result.problems += error.problems
            return self.result
        built = self._judge(survey)
        if not survey.is_refused:
            texts, sheets = self._render(built)
            self._ship(texts, sheets)
        self.result.problems += [*survey.problems, *(survey.unused_waivers() if thorough else ())]
        self._only_chosen()
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
        survey = Survey(self.project, thorough=thorough)
        codes = [found.code for found in survey.languages]
        unknown = [
            *unknown_names(sorted(self.locales), sorted(codes), "locale"),
            *unknown_names(sorted(self.policies), sorted(survey.paths), "policy"),
        ]
        if unknown:
            raise Refused(*unknown)
        self.config, self.frames, self.names = survey.config, survey.frames, tuple(survey.paths)
        return survey

    def _judge(self, survey: Survey) -> dict[str, list[Page]]:
        """The pages that can be published, by policy; the others are withheld."""
        built: dict[str, list[Page]] = {}
        for found in survey.run():
            self.result.problems += found.problems()
            if pages_of := found.pages():
                built[found.name] = pages_of
            lacking = [code for code, version in found.versions.items() if version.page is None]
            self.result.withheld += [(found.name, code) for code in ([""] if found.is_refused else lacking)]
        return built

    def _only_chosen(self) -> None:
        """What is wrong elsewhere does not stop those who build some locales or policies."""

        def is_chosen(policy: str, code: str) -> bool:
            return (not self.policies or not policy or policy in self.policies) and (
                not self.locales or not code or code in self.locales
            )

        self.result.problems = [found for found in self.result.problems if is_chosen(found.policy, found.locale)]
        self.result.withheld = [(policy, code) for policy, code in self.result.withheld if is_chosen(policy, code)]

    def _digest(self, policy: Policy) -> str:
        text = self.project.read(self.project.path / "policy" / f"{policy.name}.md")
        return files.digest(text, self.config.text, *pages.layouts())

    # -- writing ----------------------------------------------------------------------------

    def _render(self, built: Mapping[str, Sequence[Page]]) -> tuple[dict[str, str], list[File]]:
        """The files of the site that this build makes, by path, and the style sheets of pages that stay on the disk."""
        there = [page for versions in built.values() for page in versions]
        rows, sheets, stale = self._others({name: self._digest(versions[0].policy) for name, versions in built.items()})
        said = {(page.policy.name, page.language.tag): page for page in there}
        rows = [self._as_said(row, said.get((row.policy, row.locale))) for row in rows]
        made = [page for page in there if self._is_chosen(page.policy.name, page.language.tag)]
        listed = _listed(made, rows)
        links = self._links(made, listed)
        self._report_stale(stale | self._with_old_links(rows, said, listed, links))
        texts = dict([pages.style()])
        for page in made:
            beside, alone = links.relative(page), links.absolute(page)
            for ending, form in PAGE_FORMS.items():
                path, shown = page.form(ending), beside if ending == _BESIDE_OTHERS else alone
                texts[path] = form(shown, self.frames[page.language.code], self.config, listed[page.policy.name])
                rows.append(self._row(path, page, texts[path]))
        self.result.rows = sorted(rows, key=lambda row: row.path)
        return {**texts, **self._menus(listed)}, sheets

    def _links(self, made: Sequence[Page], listed: Mapping[str, Sequence[Listed]]) -> PageLinks:
        """Where links lead: to pages of this build, and to those that stay on the disk with the ids that they have there."""
        new = {(page.policy.name, page.language.tag): page for page in made}

        def ids(name: str, tag: str) -> Collection[str] | None:
            if (name, tag) in new:
                return ids_of_page(new[name, tag])
            path = pages.form(tag, name, "html")
            is_there = any(each.path == path for each in listed.get(name, ()))
            return self._page_on_disk(path).ids if is_there else None

        return PageLinks(self.config, self.names, listed, ids)

    def _page_on_disk(self, path: str) -> _OnDisk:
        if path not in self.on_disk:
            html = (self.project.site / path).read_text(encoding="utf-8")
            self.on_disk[path] = _OnDisk(tuple(source_checks.ids(outline(html))), tuple(links_to_pages(html)))
        return self.on_disk[path]

    def _with_old_links(
        self,
        rows: Sequence[ManifestRow],
        said: Mapping[tuple[str, str], Page],
        listed: Mapping[str, Sequence[Listed]],
        links: PageLinks,
    ) -> set[str]:
        """Pages that stay on the disk and whose links to other pages are not what they would be now."""
        there = {page.path for versions in listed.values() for page in versions}
        found = set()
        for row in (row for row in rows if row.path == pages.form(row.locale, row.policy, _BESIDE_OTHERS)):
            old, page = self._page_on_disk(row.path).links, said.get((row.policy, row.locale))
            wanted = () if page is None else links_to_pages(links.relative(page).whole)
            folder = row.path.rpartition("/")[0]
            paths = {posixpath.normpath(f"{folder}/{link.partition('#')[0]}") for link in old}
            if not paths <= there or not set(wanted) <= set(old):
                found.add(row.path)
        return found

    def _menus(self, listed: Mapping[str, Sequence[Listed]]) -> dict[str, str]:
        """Where readers pick a language, for each policy and for all of them."""
        source = self.frames[self.config.source]
        texts = {
            f"{name}.html": pages.to_picker(name, source, self.config, versions) for name, versions in listed.items()
        }
        return texts | ({"index.html": pages.to_index(listed, source, self.config)} if listed else {})

    def _ship(self, texts: Mapping[str, str], sheets: Sequence[File]) -> None:
        """Write what changed, delete what is not of this build, and say so."""
        whole = Manifest(self.config.base_url, language(self.config.source).tag, tuple(self.result.rows))
        self.result.written = ship(self.project.build, whole, texts, sheets)
        by_folder = sorted(self.result.written, key=_folder)
        for folder, names in groupby(by_folder, _folder):
            self.progress(f"build/{folder}/: {', '.join(path.rpartition('/')[2] for path in names)}")

    @staticmethod
    def _as_said(row: ManifestRow, page: Page | None) -> ManifestRow:
        """The row of a page that stays on the disk, with what the texts say of it: the manifest there decides nothing."""
        if page is None:
            return row
        return replace(row, title=page.title_text, state=page.status.state, approval=page.status.approval)

    def _row(self, path: str, page: Page, content: str) -> ManifestRow:
        effective = page.policy.effective.isoformat() if page.policy.effective else ""
        status, data = page.status, content.encode("utf-8")
        return ManifestRow(
            path, page.language.tag, page.policy.name, page.title_text, effective, status.state, round(status.share, 4), status.approval,
            self._digest(page.policy), files.checksum(content), len(data),
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


def _listed(made: Sequence[Page], rows: Sequence[ManifestRow]) -> dict[str, list[Listed]]:
    """Every page of each policy as menus list it: those of this build, and those that stay on the disk."""
    old = [row for row in rows if row.path == pages.form(row.locale, row.policy, "html")]
    found = [(page.policy.name, page.listed) for page in made]
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
