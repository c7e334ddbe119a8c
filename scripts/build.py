"""The build: every policy in every locale, as files of `build/site/`.

Never a wrong text: fuzzy and missing translations are not published (law 4), a
translation of another shape refuses its locale alone (laws 5, 11), and a
locale that was refused keeps its last good pages only while its source is the
same (law 9).
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from . import catalog as catalogs
from . import editions, files, manifest, pages, po
from .checks import page as page_checks
from .checks.shape import keeps_shape, shown
from .checks.terms import keeps_names
from .locales import Language, language
from .manifest import Row
from .markup import Segment
from .pages import Facts, Frame, Listed, Page
from .po import Entry
from .policy import Policy, Site
from .problem import Problem, Refused
from .root import NOT_POLICIES, Root, chosen


@dataclass(slots=True)
class Result:
    """What a build did."""

    problems: list[Problem] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    """Files that were written or deleted, below `build/site/`."""

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
        self.old = manifest.rows(root.site / manifest.NAME)
        self.site = Site()

    def run(self) -> Result:
        problems = self.result.problems
        try:
            self.site = self.root.read_site()
        except Refused as error:
            problems += error.problems
            return self.result
        if self.root.site.is_symlink():
            message = "build/site is a link; what is not of this build would be deleted behind it"
            problems.append(Problem(message, "file", "build/site", mend="delete the link"))
            return self.result
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
        wanted = [segment for _, segment in pages.words_of_layouts()]
        frames = {
            code: Frame(found, self.root.frame_words(code, wanted, problems), _english(found))
            for code, found in languages.items()
        }
        built: dict[str, list[Page]] = {}
        kept: list[Row] = []
        for name, path in paths.items():
            pages_of, kept_of = self._policy(path, languages, frames)
            if pages_of:
                built[name] = pages_of
            kept += kept_of
        self._stray_catalogs(languages, set(paths))
        self._write(built, kept, frames)
        self._miss_required(paths)
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

    def _only_chosen(self) -> None:
        """What is wrong elsewhere does not stop those who build some locales or policies."""

        def is_chosen(policy: str, code: str) -> bool:
            return (not self.policies or not policy or policy in self.policies) and (
                not self.locales or not code or code in self.locales
            )

        self.result.problems = [found for found in self.result.problems if is_chosen(found.policy, found.locale)]
        self.result.withheld = [(policy, code) for policy, code in self.result.withheld if is_chosen(policy, code)]

    # -- one policy ---------------------------------------------------------------------

    def _policy(
        self, path: Path, languages: Mapping[str, Language], frames: Mapping[str, Frame]
    ) -> tuple[list[Page], list[Row]]:
        try:
            policy = self.root.read_policy(path, self.site)
            source = self._source_page(policy, frames[self.site.source])
        except Refused as error:
            self.result.problems += [problem.at(policy=path.stem) for problem in error.problems]
            self.result.withheld.append((path.stem, ""))
            return [], []
        found, kept = [source], []
        for code, here in languages.items():
            if code == self.site.source:
                continue
            page, problems = self._translated(policy, here, frames[code], source)
            self.result.problems += [problem.at(policy=policy.name, locale=code) for problem in problems]
            if page is not None:
                found.append(page)
            elif any(problem.is_error for problem in problems) and (rows := self._kept(policy, code)):
                kept += rows
            else:
                self.result.withheld.append((policy.name, code))
        return sorted(found, key=lambda page: page.language.tag), kept

    def _source_page(self, policy: Policy, frame: Frame) -> Page:
        page = pages.render(policy, self.site, frame, lambda segment: segment.text, Facts())
        alarm = page_checks.same_when_cleaned(page_checks.outline(page.whole), pages.cleaned(page.whole))
        if found := [problem.at(path=policy.path, line=self._line_of(problem, policy)) for problem in alarm]:
            raise Refused(*found)
        return page

    def _line_of(self, problem: Problem, policy: Policy) -> int:
        """The line of the tag that an alarm names."""
        tag = re.search(r"<(?=/?([a-z0-9]+))", problem.message)
        lines = self.root.read(self.root.path / policy.path).lower().split("\n")
        return next((number for number, line in enumerate(lines, 1) if tag and f"<{tag.group(1)}" in line), 1)

    def _translated(
        self, policy: Policy, here: Language, frame: Frame, source: Page
    ) -> tuple[Page | None, list[Problem]]:
        """The page of a policy in a locale in the best state there is (design, section 7), or None."""
        path = self.root.catalog(here.code, policy.name)
        name = self.root.name(path)
        if not path.exists():
            return None, []
        try:
            text = self.root.read(path)
            catalog = po.read(text, name)
        except Refused as error:
            return None, list(error.problems)
        segments = policy.segments()
        problems = [*catalogs.problems(catalog, here.code, name), *po.agrees(catalog, text, name)]
        problems += catalogs.fuzzy(catalog, name, ((segment.context, segment.text) for segment in segments))
        entries = {entry.key: entry for entry in catalog.entries if entry.is_translated and entry.plural is None}
        problems += self._shapes(policy, segments, entries, here.code, name)
        if any(problem.is_error for problem in problems):
            return None, problems
        have = [segment for segment in segments if (segment.context, segment.text) in entries]
        share = len(have) / len(segments) if segments else 1.0
        if self.site.approval == "require":
            message = "nobody has approved this translation, and site.toml requires it"
            problems.append(
                Problem(message, "approval", name, 0, "warning", mend='approval = "label" publishes it with a notice')
            )
            return None, problems
        approval = "draft" if any(catalogs.DRAFT in line for line in catalog.header.comments) else "unreviewed"
        page: Page | None = None
        if len(have) == len(segments):
            page = self._render(policy, frame, entries, Facts("current", 1.0, approval))
        else:
            missing = len(segments) - len(have)
            message = f"{missing} of {len(segments)} segments have no translation to publish"
            problems.append(
                Problem(
                    message,
                    "incomplete",
                    name,
                    0,
                    "warning",
                    mend=f"translate the rest; islands are published from {self.site.minimum} per cent on (policy/site.toml)",
                )
            )
            page = self._incomplete(policy, frame, entries, Facts("islands", share, approval), problems)
        if page is None:
            return None, problems
        problems += (
            [problem.at(path=name) for problem in self._page_problems(page, source)] if page.policy is policy else []
        )
        return (None if any(problem.is_error for problem in problems) else page), problems

    def _shapes(
        self, policy: Policy, segments: Sequence[Segment], entries: Mapping[po.Key, Entry], code: str, name: str
    ) -> list[Problem]:
        allowed = {row[code]: target for target, row in self.site.links.items() if code in row}
        problems = []
        for segment in dict.fromkeys(replace(segment, line=0, heading="", comment="") for segment in segments):
            entry = entries.get((segment.context, segment.text))
            if entry is not None:
                known = (policy.source.references, policy.source.footnotes())
                found = list(keeps_shape(segment, entry.msgstr, *known, allowed))
                if not found:
                    ours, theirs = shown(segment, segment.text, *known), shown(segment, entry.msgstr, *known)
                    found = list(keeps_names(ours, theirs, self.site.keep))
                problems += [
                    problem.at(path=name, line=entry.line, msgid=entry.msgid, msgstr=entry.msgstr) for problem in found
                ]
        return problems

    def _render(self, policy: Policy, frame: Frame, entries: Mapping[po.Key, Entry], facts: Facts) -> Page:
        def say(segment: Segment) -> str | None:
            entry = entries.get((segment.context, segment.text))
            return entry.msgstr if entry is not None else None

        return pages.render(policy, self.site, frame, say, facts)

    def _incomplete(
        self, policy: Policy, frame: Frame, entries: Mapping[po.Key, Entry], facts: Facts, problems: list[Problem]
    ) -> Page | None:
        if self.site.incomplete == "previous":
            page = self._previous(policy, frame, facts, problems)
            if page is not None:
                return page
        if self.site.incomplete != "withhold" and facts.share > 0 and facts.share * 100 >= self.site.minimum:
            return self._render(policy, frame, entries, facts)
        return None

    def _previous(self, policy: Policy, frame: Frame, facts: Facts, problems: list[Problem]) -> Page | None:
        """The newest edition that this locale translates whole."""
        for edition in editions.of(self.root, policy.name, frame.language.code):
            if policy.effective and edition.date > policy.effective.isoformat():
                continue
            try:
                old = editions.read(self.root, edition, policy.name, self.site)
                source = self._source_page(old, frame)
                catalog = po.read(self.root.read(edition.catalog), self.root.name(edition.catalog))
            except Refused as error:
                problems += [problem.at(level="warning") for problem in error.problems]
                continue
            entries = {entry.key: entry for entry in catalog.entries if entry.is_translated and entry.plural is None}
            segments = old.segments()
            whole = all((segment.context, segment.text) in entries for segment in segments)
            wrong = self._shapes(old, segments, entries, frame.language.code, self.root.name(edition.catalog))
            problems += [problem.at(level="warning") for problem in wrong]
            if not whole or wrong:
                continue
            page = self._render(old, frame, entries, replace(facts, state="previous", share=1.0))
            differing = [found.at(path=old.path, level="warning") for found in self._page_problems(page, source)]
            problems += differing
            if not differing:
                return page
        return None

    def _page_problems(self, page: Page, source: Page) -> list[Problem]:
        allowed = {
            row[page.language.code]: target for target, row in self.site.links.items() if page.language.code in row
        }
        ours, theirs = page_checks.outline(page.whole), page_checks.outline(source.whole)
        return [
            *page_checks.same_blocks(theirs, ours, allowed),
            *page_checks.same_when_cleaned(ours, pages.cleaned(page.whole)),
        ]

    # -- keeping ---------------------------------------------------------------------------

    def _digest(self, policy: Policy) -> str:
        text = self.root.read(self.root.path / "policy" / f"{policy.name}.md")
        return files.digest(text, self.site.text, *pages.layouts())

    def _kept(self, policy: Policy, code: str) -> list[Row]:
        """Rows of the last good files of a locale, if they are whole and their source is the same (law 9)."""
        tag = language(code).tag
        wanted = {f"{tag}/{policy.name}.html", f"{tag}/{policy.name}.txt"}
        rows = [row for row in self.old if row.path in wanted and row.source == self._digest(policy)]
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
        texts: dict[str, str] = {}
        rows: list[Row] = list(kept)
        built = {name: good for name, versions in built.items() if (good := self._agreeing(versions, frames))}
        listed = {name: _listed(name, versions, kept) for name, versions in built.items()}
        for name, versions in built.items():
            for page in versions:
                frame = frames[page.language.code]
                html = pages.to_html(page, frame, self.site, listed[name])
                text = pages.to_text(page, frame, self.site, listed[name])
                for path, content in ((page.path, html), (page.path.removesuffix("html") + "txt", text)):
                    texts[path] = content
                    rows.append(self._row(path, page, content))
        if built:
            texts["index.html"] = pages.to_index(listed, frames[self.site.source], self.site)
        texts[pages.STYLE] = pages.style()
        rows = self._unchosen(rows, texts)
        rows.sort(key=lambda row: row.path)
        for path, content in sorted(texts.items()):
            if files.write(self.root.site / path, content):
                self.result.written.append(path)
                self.progress(f"build/site/{path}")
        self.result.rows = rows
        self._sweep({*texts, *(row.path for row in rows), manifest.NAME})
        files.write(self.root.site / manifest.NAME, manifest.text(self.site.base_url, rows, texts))
        if not self.locales and not self.policies:
            files.write(self.root.path / "build" / "outputs.mk", self._outputs())

    def _agreeing(self, versions: Sequence[Page], frames: Mapping[str, Frame]) -> list[Page]:
        """The pages whose text says what they say (law 12); none where the source page is not among them."""
        good = []
        for page in versions:
            here, policy = page.language.code, page.policy
            text = pages.to_text(page, frames[here], self.site, [other.listed for other in versions])
            differing = list(page_checks.same_words(page_checks.outline(page.whole), text))
            place = policy.path if here == self.site.source else self.root.name(self.root.catalog(here, policy.name))
            self.result.problems += [problem.at(path=place, locale=here, policy=policy.name) for problem in differing]
            if differing:
                self.result.withheld.append((policy.name, here))
            else:
                good.append(page)
        return good if any(page.language.code == self.site.source for page in good) else []

    def _outputs(self) -> str:
        """For make: what must be there, so that a file that was deleted comes back."""
        names = sorted(path.relative_to(self.root.site).as_posix() for path in self.root.site.rglob("*"))
        return "".join(f"OUTPUTS += $(MADE)/site{name and '/' + name}\n" for name in ["", *names])

    def _row(self, path: str, page: Page, content: str) -> Row:
        effective = page.policy.effective.isoformat() if page.policy.effective else ""
        facts, data = page.facts, content.encode("utf-8")
        return Row(
            path, page.language.tag, page.policy.name, page.title_text, effective, facts.state, round(facts.share, 4), facts.approval,
            self._digest(page.policy), files.checksum(content), len(data),
        )  # fmt: skip

    def _unchosen(self, rows: list[Row], texts: dict[str, str]) -> list[Row]:
        """With some locales or policies chosen, the others stay as they are on the disk."""
        tags = {language(code).tag for code in self.locales}

        def is_chosen(row: Row) -> bool:
            return (not tags or row.locale in tags) and (not self.policies or row.policy in self.policies)

        if not tags and not self.policies:
            return rows
        for row in rows:
            if not is_chosen(row):
                texts.pop(row.path, None)
        others = [row for row in self.old if not is_chosen(row) and manifest.is_whole(self.root.site / row.path, row)]
        current = {row.policy: row.source for row in rows}
        if stale := sorted({row.path for row in others if current.get(row.policy) != row.source}):
            message = f"{len(stale)} files of other locales or policies are older than their source: {stale[0]} ..."
            self.result.problems.append(
                Problem(message, "stale", "build/site", 0, "warning", mend="run make build before you ship it")
            )
        return [*(row for row in rows if is_chosen(row)), *others]

    def _sweep(self, wanted: set[str]) -> None:
        """Delete what is not of this build: what is shipped is exactly what the manifest names."""
        if not self.root.site.is_dir():
            return
        for path in sorted(self.root.site.rglob("*"), reverse=True):
            name = path.relative_to(self.root.site).as_posix()
            if path.is_dir() and not path.is_symlink():
                if not any(path.iterdir()):
                    path.rmdir()
            elif name not in wanted:
                path.unlink()
                self.result.written.append(name)
                self.progress(f"build/site/{name} (deleted)")


def _listed(name: str, versions: Sequence[Page], kept: Sequence[Row]) -> list[Listed]:
    """Every page of a policy as menus list it, those that are kept among them."""
    rows = [row for row in kept if row.policy == name and row.path.endswith(".html")]
    old = [Listed(language(row.locale.replace("-", "_")), row.path, row.title, row.state) for row in rows]
    return sorted([*(page.listed for page in versions), *old], key=lambda listed: listed.path)


def _english(here: Language) -> dict[str, str]:
    """What marks words of the frame that nobody translated; they are English."""
    return {} if here.code == "en" else {"lang": "en", "dir": "ltr"}
