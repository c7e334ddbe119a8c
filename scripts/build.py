"""The build: every policy in every locale, as files of `build/site/`.

A locale that was refused keeps its last good pages only while its source is the
same (law 9); what is not of this build is deleted.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path

from . import files, manifest, pages
from .checks import page as page_checks
from .locales import Language, language
from .manifest import File, Manifest, Row
from .pages import Frame, Listed, Page
from .policy import Policy
from .problem import Problem, Refused
from .publishing import Publisher, frames
from .root import NOT_POLICIES, Root, chosen
from .shipping import ship
from .site import Site, warnings

FORMS = {
    "html": pages.to_html, "txt": pages.to_text, "json": pages.to_json, "fragment.html": pages.to_fragment,
}  # fmt: skip
"""The endings of a page's files, and what makes them."""


@dataclass(slots=True)
class Result:
    """What a build did."""

    problems: list[Problem] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    """Files that were written or deleted, below `build/`."""

    withheld: list[tuple[str, str]] = field(default_factory=list)
    """(policy, locale) of what is not published; no locale where the policy itself is refused."""


def build(
    root: Root,
    locales: Sequence[str] = (),
    policies: Sequence[str] = (),
    progress: Callable[[str], None] = lambda _: None,
) -> Result:
    """Build all pages, or those of some locales and policies, and write what changed."""
    return _Build(root, locales, policies, progress).run()


class _Build:
    def __init__(
        self, root: Root, locales: Sequence[str], policies: Sequence[str], progress: Callable[[str], None]
    ) -> None:
        self.root, self.progress = root, progress
        self.locales, self.policies = set(locales), set(policies)
        self.result = Result()
        self.old = manifest.last(root.site)
        self.site = Site()

    def run(self) -> Result:
        problems = self.result.problems
        try:
            self.site = self.root.read_site()
        except Refused as error:
            problems += error.problems
            return self.result
        for folder in (self.root.build, self.root.site, self.root.build / "hosting"):
            if folder.is_symlink():
                name = self.root.name(folder)
                message = f"{name} is a link; what is not of this build would be deleted behind it"
                problems.append(Problem(message, "file", name, mend="delete the link"))
        if problems:
            return self.result
        problems += warnings(self.site)
        source = language(self.site.source)
        languages = {found.code: found for found in [source, *self.root.languages(problems)]}
        paths = {path.stem: path for path in self.root.policies()}
        problems += chosen(sorted(self.locales), sorted(languages), "locale")
        problems += chosen(sorted(self.policies), sorted(paths), "policy")
        if not paths:
            mend = "write policy/NAME.md; see the README"
            problems.append(Problem("there is no policy", "policy", "policy", mend=mend))
        if any(problem.rule == "policy" for problem in problems) or any(not problem.path for problem in problems):
            return self.result
        framed = frames(self.root, languages.values(), problems)
        publisher = Publisher(self.root, self.site, problems)
        built: dict[str, list[Page]] = {}
        kept: list[Row] = []
        for name, path in paths.items():
            pages_of, kept_of = self._policy(path, publisher, framed)
            if pages_of:
                built[name] = pages_of
            kept += kept_of
        self._stray_catalogs(languages, set(paths))
        self._write(built, kept, framed)
        self._miss_required(paths)
        self._miss_governing(paths)
        self._only_chosen()
        return self.result

    def _miss_required(self, names: Iterable[str]) -> None:
        """Tell of the locales that a release must have and this build does not."""
        made = {(row.policy, row.locale) for row in self.result.rows if row.state == "current"}
        for code in self.site.required:
            for name in names:
                if (name, language(code).tag) not in made:
                    message = f"'{name}' has no current page in '{code}', which site.toml requires"
                    mend = "complete its catalog, or take it out of required"
                    self.result.problems.append(
                        Problem(
                            message, "required", "policy/site.toml", 0, "warning", locale=code, policy=name, mend=mend
                        )
                    )

    def _miss_governing(self, names: Iterable[str]) -> None:
        """Tell where the text that prevails is not published, or a page would have to name it and does not."""
        code = self.site.governing
        if not code or code == self.site.source:
            return
        true = {row.policy for row in self.result.rows if row.is_listed and row.locale == language(code).tag}
        for name in names:
            message = f"the text in '{code}' prevails by site.toml, and '{name}' has no current page in it"
            mend = "complete its catalog, or name another language in governing"
            if name in true:
                message = f"'{name}' in '{self.site.source}' does not say that the text in '{code}' prevails"
                mend = "say so in the policy itself; pages in other languages do"
            place = Problem(message, "governing", "policy/site.toml", 0, "warning", policy=name, mend=mend)
            self.result.problems.append(place)

    def _only_chosen(self) -> None:
        """What is wrong elsewhere does not stop those who build some locales or policies."""

        def is_chosen(policy: str, code: str) -> bool:
            return (not self.policies or not policy or policy in self.policies) and (
                not self.locales or not code or code in self.locales
            )

        self.result.problems = [found for found in self.result.problems if is_chosen(found.policy, found.locale)]
        self.result.withheld = [(policy, code) for policy, code in self.result.withheld if is_chosen(policy, code)]

    # -- one policy ---------------------------------------------------------------------

    def _policy(self, path: Path, publisher: Publisher, framed: Mapping[str, Frame]) -> tuple[list[Page], list[Row]]:
        try:
            policy = self.root.read_policy(path, self.site)
            source = publisher.source_page(policy, framed[self.site.source])
        except Refused as error:
            self.result.problems += [problem.at(policy=path.stem) for problem in error.problems]
            self.result.withheld.append((path.stem, ""))
            return [], []
        self.result.problems += publisher.source_warnings(source)
        found, kept = [source], []
        for code, frame in framed.items():
            if code == self.site.source:
                continue
            page, problems = publisher.page(policy, frame, source)
            self.result.problems += [problem.at(policy=policy.name, locale=code) for problem in problems]
            if page is not None:
                found.append(page)
            elif any(problem.is_error for problem in problems) and (rows := self._kept(policy, code)):
                kept += rows
            else:
                self.result.withheld.append((policy.name, code))
        return sorted(found, key=lambda page: page.language.tag), kept

    # -- keeping ---------------------------------------------------------------------------

    def _digest(self, policy: Policy) -> str:
        text = self.root.read(self.root.path / "policy" / f"{policy.name}.md")
        return files.digest(text, self.site.text, *pages.layouts())

    def _kept(self, policy: Policy, code: str) -> list[Row]:
        """Rows of the last good files of a locale, if they are whole and their source is the same (law 9).

        Good is what was a whole translation of the text that holds now: that alone is offered to readers as one.
        """
        tag = language(code).tag
        wanted = {pages.form(tag, policy.name, ending) for ending in FORMS}
        rows = [
            row
            for row in self.old.pages
            if row.path in wanted and row.source == self._digest(policy) and row.state in ("current", "kept")
        ]
        whole = len(rows) == len(wanted) and all(manifest.is_whole(self.root.site / row.path, row) for row in rows)
        return [replace(row, state="kept") for row in rows] if whole else []

    def _stray_catalogs(self, languages: Mapping[str, Language], names: set[str]) -> None:
        for code in languages:
            for path in sorted((self.root.path / "locale" / code / "LC_MESSAGES").glob("*.po")):
                if path.stem not in names and path.stem not in NOT_POLICIES:
                    message = f"there is no policy '{path.stem}' for this catalog"
                    mend = f"name it after a file of policy/: {', '.join(sorted(names))}"
                    self.result.problems.append(
                        Problem(message, "stray-catalog", self.root.name(path), 0, "warning", locale=code, mend=mend)
                    )

    # -- writing ----------------------------------------------------------------------------

    def _write(self, built: Mapping[str, Sequence[Page]], kept: Sequence[Row], frames: Mapping[str, Frame]) -> None:
        name, sheet = pages.style()
        texts = {name: sheet}
        made = [page for versions in built.values() for page in self._agreeing(versions, frames)]
        made = [page for page in made if self._is_chosen(page.policy.name, page.language.tag)]
        others, sheets = self._others({name: self._digest(versions[0].policy) for name, versions in built.items()})
        rows = [*(row for row in kept if self._is_chosen(row.policy, row.locale)), *others]
        listed = _listed(made, rows)
        source = frames[self.site.source]
        for page in made:
            for ending, form in FORMS.items():
                path = page.form(ending)
                texts[path] = form(page, frames[page.language.code], self.site, listed[page.policy.name])
                rows.append(self._row(path, page, texts[path]))
        for name, versions in listed.items():
            texts[f"{name}.html"] = pages.to_picker(name, source, self.site, versions)
        if listed:
            texts["index.html"] = pages.to_index(listed, source, self.site)
        rows.sort(key=lambda row: row.path)
        self.result.rows = rows
        whole = Manifest(self.site.base_url, language(self.site.source).tag, tuple(rows))
        self.result.written = ship(self.root.build, whole, texts, sheets)
        by_folder = sorted(self.result.written, key=_folder)
        for folder, names in groupby(by_folder, _folder):
            self.progress(f"build/{folder}/: {', '.join(path.rpartition('/')[2] for path in names)}")
        if not self.locales and not self.policies:
            files.write(self.root.build / "outputs.mk", self._outputs())

    def _agreeing(self, versions: Sequence[Page], frames: Mapping[str, Frame]) -> list[Page]:
        """The pages whose text says what they say (law 12); none where the source page is not among them."""
        good = []
        for page in versions:
            here, policy = page.language.code, page.policy
            text = pages.to_text(page, frames[here], self.site, [other.listed for other in versions])
            outline = page_checks.outline(page.whole)
            differing = [*page_checks.same_words(outline, text), *page_checks.same_data(outline, pages.texts(page))]
            place = policy.path if here == self.site.source else self.root.name(self.root.catalog(here, policy.name))
            self.result.problems += [problem.at(path=place, locale=here, policy=policy.name) for problem in differing]
            if differing:
                self.result.withheld.append((policy.name, "" if here == self.site.source else here))
            else:
                good.append(page)
        return good if any(page.language.code == self.site.source for page in good) else []

    def _outputs(self) -> str:
        """For make: what must be there, so that a file that was deleted comes back."""
        folders = (self.root.site, self.root.build / "hosting")
        paths = sorted(path for folder in folders for path in [folder, *folder.rglob("*")])
        return "".join(f"OUTPUTS += $(MADE)/{path.relative_to(self.root.build).as_posix()}\n" for path in paths)

    def _row(self, path: str, page: Page, content: str) -> Row:
        effective = page.policy.effective.isoformat() if page.policy.effective else ""
        facts, data = page.facts, content.encode("utf-8")
        return Row(
            path, page.language.tag, page.policy.name, page.title_text, effective, facts.state, round(facts.share, 4), facts.approval,
            self._digest(page.policy), files.checksum(content), len(data),
        )  # fmt: skip

    def _is_chosen(self, policy: str, tag: str) -> bool:
        tags = {language(code).tag for code in self.locales}
        return (not tags or tag in tags) and (not self.policies or policy in self.policies)

    def _others(self, sources: Mapping[str, str]) -> tuple[list[Row], list[File]]:
        """With some locales or policies chosen, the others stay as they are on the disk, and so do their style sheets.

        `sources` are the digests that pages of each policy would have now.
        """
        old, site = self.old, self.root.site
        if not self.locales and not self.policies:
            return [], []
        others = [row for row in old.pages if not self._is_chosen(row.policy, row.locale)]
        there = [row for row in others if manifest.is_whole(site / row.path, row)]
        sheets = [
            file for file in old.files if file.path.endswith(".css") and manifest.is_whole(site / file.path, file)
        ]
        known = {language(self.site.source).tag, *(found.tag for found in self.root.languages([]))}
        stale = {row.path for row in there if sources.get(row.policy) != row.source or row.locale not in known}
        if stale := stale | {row.path for row in others if row not in there}:
            message = (
                f"{len(stale)} files of other locales or policies are not what they would be now: {min(stale)} ..."
            )
            self.result.problems.append(
                Problem(message, "stale", "build/site", 0, "warning", mend="run make build before you ship it")
            )
        return there, sheets


def _listed(made: Sequence[Page], rows: Sequence[Row]) -> dict[str, list[Listed]]:
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
