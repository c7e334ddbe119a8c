"""The translation of a policy in a locale: the entries of its catalog that may be published, and all their problems.

Fuzzy and empty entries are not published (law 4). A translation with another structure than its source withholds the page of
its locale, and no other (laws 5 and 11).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from .. import po
from ..catalogs import template
from ..checks import table as entry_checks
from ..checks.catalog.check import check_catalog
from ..checks.entry.consistency import consistency
from ..checks.entry.glossary import Glossary, glossary
from ..checks.rule import Pair
from ..checks.table import CheckContext
from ..markup import InlineReader, Segment
from ..po import Catalog, Entry
from ..problem import Problem, Refused
from ..project.check_context import check_context
from ..project.config import Config
from ..project.policy import Policy
from ..project.project import Project
from ..project.waivers import Waiver, WaiverKey, waiver


@dataclass(frozen=True, slots=True)
class Translation:
    """A catalog, as pages need it."""

    entries: Mapping[po.Key, Entry]
    """Those that may be published."""
    wanted: int
    """The number of segments of the policy; one that appears twice counts once."""
    missing: int
    """The number of segments without an entry that may be published."""
    is_behind: bool = False
    """Whether some segments have no entry at all, so that `make update` is needed first."""
    approval: str = "unreviewed"
    """`unreviewed` or `draft`."""
    problems: tuple[Problem, ...] = ()
    live: Mapping[po.Key, Entry] = field(default_factory=dict)
    """All live entries, fuzzy and empty ones among them."""
    reader: InlineReader | None = None
    """The inline parser that has read the translations."""
    waivers: frozenset[WaiverKey] = frozenset()
    """Those that accept something."""
    accepted: frozenset[str] = frozenset()
    """The messages of the problems that they accept."""
    is_unread: bool = False
    """Whether the catalog could not be read."""

    @property
    def share(self) -> float:
        """The share of the segments that is translated, 0 to 1."""
        return (self.wanted - self.missing) / self.wanted if self.wanted else 1.0

    def text_of(self, segment: Segment) -> str | None:
        """The translation of a segment; None if there is none to publish."""
        entry = self.entries.get((segment.context, segment.text))
        return entry.msgstr if entry is not None else None


class Translations:
    """Reads the catalogs of a project. With `thorough`, warnings about texts are found too."""

    def __init__(self, project: Project, config: Config, waivers: Iterable[Waiver], *, thorough: bool = False) -> None:
        self.project, self.config, self.thorough = project, config, thorough
        self.waivers = {waiver.key: waiver for waiver in waivers}

    def present(self, policy: Policy, code: str) -> Translation:
        """The translation of the current text of a policy. If the catalog cannot be read, it has no entries."""
        path = self.project.catalog(code, policy.name)
        try:
            found = self._translation(policy, path, code)
        except Refused as error:
            wanted = len(_keys(policy))
            return Translation({}, wanted, wanted, problems=error.problems, is_unread=True)
        more = [*self._incomplete(found, path)]
        if self.config.approval == "require" and not any(problem.is_error for problem in (*found.problems, *more)):
            message = "nobody has approved this translation, and site.toml requires it"
            hint = 'approval = "label" publishes it with a notice'
            more.append(Problem(message, "approval", self.project.name(path), 0, "warning", hint=hint))
        return replace(found, problems=(*found.problems, *more))

    def unchecked(self, policy: Policy, path: Path) -> Translation:
        """The translation of a text whose catalog was checked before, without checks.

        Raises `Refused` for a catalog that cannot be read.
        """
        catalog, _ = self._catalog(path)
        return _counted(policy, catalog)

    def of_edition(self, old: Policy, path: Path, code: str) -> Translation:
        """The translation of an edition, with its errors only. Raises `Refused` for a catalog that cannot be read."""
        found = self._translation(old, path, code)
        return replace(found, problems=tuple(problem for problem in found.problems if problem.is_error))

    def of_file(self, name: str, code: str) -> list[Problem]:
        """The problems of a catalog whose policy cannot be read: those that need no segments."""
        path = self.project.catalog(code, name)
        if not self.project.has(path):
            return []
        try:
            catalog, _ = self._catalog(path)
        except Refused as error:
            return list(error.problems)
        return [*catalog.warnings, *self._reported(check_catalog(catalog, code, None), path)]

    # -- one catalog ----------------------------------------------------------------------------------

    def _catalog(self, path: Path) -> tuple[Catalog, str]:
        """A catalog and its text. Raises `Refused`."""
        text = self.project.read(path)
        return po.read_catalog(text, self.project.name(path)), text

    def _translation(self, policy: Policy, path: Path, code: str) -> Translation:
        """A catalog compared with its policy. Raises `Refused` if it cannot be read."""
        name, keys = self.project.name(path), _keys(policy)
        context = check_context(policy, self.config, code, self._glossary(code) if self.thorough else {})
        wanted = policy.facts.of(_wanted, policy.segments(), policy.path)
        catalog, text = self._catalog(path)
        found = _counted(policy, catalog)
        wrong, waived = self._entry_problems(policy, found.entries, context, name)
        problems = (
            *catalog.warnings,
            *po.agrees(catalog, text, name),
            *self._reported(check_catalog(catalog, code, Catalog(catalog.header, wanted)), path),
            *template.fuzzy(catalog, name, keys),
            *wrong,
        )
        return replace(
            found,
            problems=problems,
            reader=context.reader,
            waivers=frozenset(waived),
            accepted=frozenset(waived.values()),
        )

    def _reported(self, found: Iterable[Problem], path: Path) -> Iterator[Problem]:
        """The errors, and in a thorough run the warnings too, with their path."""
        name = self.project.name(path)
        return (problem.at(path=name) for problem in found if problem.is_error or self.thorough)

    def _incomplete(self, found: Translation, path: Path) -> Iterator[Problem]:
        if found.missing:
            what = "translate what is empty and correct what is fuzzy"
            what = f"run make update, then {what}" if found.is_behind else what
            minimum = f"published from {self.config.minimum} per cent on (minimum in policy/site.toml)"
            when = "not published" if self.config.incomplete == "withhold" else minimum
            have = "has" if found.missing == 1 else "have"
            message = f"{found.missing} of {found.wanted} segments {have} no translation to publish"
            hint = f"{what}; an incomplete page is {when}"
            yield Problem(message, "incomplete", self.project.name(path), 0, "warning", hint=hint)

    # -- its entries ----------------------------------------------------------------------------------

    def _entry_problems(
        self, policy: Policy, entries: Mapping[po.Key, Entry], context: CheckContext, name: str
    ) -> tuple[list[Problem], dict[WaiverKey, str]]:
        """The problems of the translations that a page would show: errors, and in a thorough run warnings.

        The second result has the waivers that accept something (`locale/waivers.toml`), each with the message that it accepts.
        """
        pairs: dict[Pair, Entry] = {}
        all_found: list[tuple[Entry, Problem]] = []
        for segment in policy.facts.of(_texts, policy.segments()):
            entry = entries.get((segment.context, segment.text))
            if entry is None:
                continue
            found = entry_checks.check_entry(segment, entry.msgstr, context, thorough=self.thorough)
            all_found += [(entry, problem) for problem in found]
            if self.thorough and (pair := entry_checks.pair(segment, entry.msgstr, context)):
                pairs[pair] = entry
        all_found += [(pairs[pair], problem) for pair, problem in consistency(list(pairs))]
        wrong, waived = list[Problem](), dict[WaiverKey, str]()
        for entry, problem in all_found:
            key = waiver(problem.rule, context.code, entry).key if problem.is_error or self.thorough else None
            if key in self.waivers:
                waived[key] = problem.message
            elif key is not None:
                wrong.append(problem.at(path=name, line=entry.line, msgid=entry.msgid, msgstr=entry.msgstr))
        return wrong, waived

    def _glossary(self, code: str) -> Glossary:
        """The glossary of a locale; empty if there is none or it cannot be read."""
        path = self.project.catalog(code, "glossary")
        try:
            return glossary(self._catalog(path)[0].live.values()) if self.project.has(path) else {}
        except Refused:
            return {}


def _counted(policy: Policy, catalog: Catalog) -> Translation:
    """A catalog compared with its policy, without checks."""
    keys = _keys(policy)
    entries = {entry.key: entry for entry in catalog.entries if entry.is_translated and entry.plural is None}
    approval = "draft" if template.is_draft(catalog) else "unreviewed"
    missing = sum(key not in entries for key in keys)
    is_behind = any(key not in catalog.live for key in keys)
    return Translation(entries, len(keys), missing, is_behind, approval, live=catalog.live)


def _keys(policy: Policy) -> Sequence[po.Key]:
    return [entry.key for entry in policy.facts.of(_wanted, policy.segments(), policy.path)]


def _wanted(segments: Sequence[Segment], path: str) -> tuple[Entry, ...]:
    return tuple(template.template_entries(segments, path, with_lines=False))


def _texts(segments: Sequence[Segment]) -> list[Segment]:
    """The segments to check: those that differ only in their place are checked once."""
    return list(dict.fromkeys(replace(each, line=0, heading="", comment="") for each in segments))
