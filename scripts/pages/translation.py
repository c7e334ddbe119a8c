"""What a locale has to publish of a policy: the entries of a catalog, and all that is wrong with them.

Never a wrong text: fuzzy and missing translations are not published (law 4), and a translation of another shape refuses
its locale alone (laws 5 and 11).
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
    """A catalog as far as pages are made of it."""

    entries: Mapping[po.Key, Entry]
    """Those that may be published."""
    wanted: int
    """Segments of the policy; one that stands twice counts once."""
    missing: int
    """How many of them have no entry that may be published."""
    is_behind: bool = False
    """Whether the catalog itself lacks some of them, so that `make update` comes first."""
    approval: str = "unreviewed"
    """`unreviewed` or `draft`."""
    problems: tuple[Problem, ...] = ()
    live: Mapping[po.Key, Entry] = field(default_factory=dict)
    """All live entries, fuzzy and empty ones among them."""
    reader: InlineReader | None = None
    """What has read the translations."""
    waivers: frozenset[WaiverKey] = frozenset()
    """Those that let something stand."""
    let_stand: frozenset[str] = frozenset()
    """Messages of what they let stand."""
    is_unread: bool = False
    """Whether the catalog could not be read."""

    @property
    def share(self) -> float:
        """How much of the policy is translated, 0 to 1."""
        return (self.wanted - self.missing) / self.wanted if self.wanted else 1.0

    def said(self, segment: Segment) -> str | None:
        """The translation of a segment, or None."""
        entry = self.entries.get((segment.context, segment.text))
        return entry.msgstr if entry is not None else None


class Translations:
    """Reads catalogs of a project.

    With `thorough`, warnings about texts are told too.
    """

    def __init__(self, project: Project, config: Config, waivers: Iterable[Waiver], *, thorough: bool = False) -> None:
        self.project, self.config, self.thorough = project, config, thorough
        self.waivers = {waiver.key: waiver for waiver in waivers}

    def present(self, policy: Policy, code: str) -> Translation:
        """The translation of the text that holds now; one that cannot be read has no entries."""
        path = self.project.catalog(code, policy.name)
        try:
            found = self._translation(policy, path, code)
        except Refused as error:
            wanted = len(_keys(policy))
            return Translation({}, wanted, wanted, problems=error.problems, is_unread=True)
        told = [*self._incomplete(found, path)]
        if self.config.approval == "require" and not any(problem.is_error for problem in (*found.problems, *told)):
            message = "nobody has approved this translation, and site.toml requires it"
            hint = 'approval = "label" publishes it with a notice'
            told.append(Problem(message, "approval", self.project.name(path), 0, "warning", hint=hint))
        return replace(found, problems=(*found.problems, *told))

    def unchecked(self, policy: Policy, path: Path) -> Translation:
        """The translation of a text whose catalog was found good before: nothing is looked for in it again.

        Raises `Refused` for a catalog that cannot be read.
        """
        catalog, _ = self._catalog(path)
        return _counted(policy, catalog)

    def of_edition(self, old: Policy, path: Path, code: str) -> Translation:
        """The translation of an edition, with its errors alone. Raises `Refused` for one that cannot be read."""
        found = self._translation(old, path, code)
        return replace(found, problems=tuple(problem for problem in found.problems if problem.is_error))

    def alone(self, name: str, code: str) -> list[Problem]:
        """What is wrong with a catalog as a file, where its policy cannot be read."""
        path = self.project.catalog(code, name)
        if not self.project.has(path):
            return []
        try:
            catalog, _ = self._catalog(path)
        except Refused as error:
            return list(error.problems)
        return [*catalog.warnings, *self._told(check_catalog(catalog, code, None), path)]

    # -- one catalog ----------------------------------------------------------------------------------

    def _catalog(self, path: Path) -> tuple[Catalog, str]:
        """A catalog and its text. Raises `Refused`."""
        text = self.project.read(path)
        return po.read_catalog(text, self.project.name(path)), text

    def _translation(self, policy: Policy, path: Path, code: str) -> Translation:
        """A catalog beside its policy. Raises `Refused` where it cannot be read."""
        name, keys = self.project.name(path), _keys(policy)
        context = check_context(policy, self.config, code, self._glossary(code) if self.thorough else {})
        wanted = policy.facts.of(_wanted, policy.segments(), policy.path)
        catalog, text = self._catalog(path)
        found = _counted(policy, catalog)
        wrong, waived = self._entry_problems(policy, found.entries, context, name)
        problems = (
            *catalog.warnings,
            *po.agrees(catalog, text, name),
            *self._told(check_catalog(catalog, code, Catalog(catalog.header, wanted)), path),
            *template.fuzzy(catalog, name, keys),
            *wrong,
        )
        return replace(
            found,
            problems=problems,
            reader=context.reader,
            waivers=frozenset(waived),
            let_stand=frozenset(waived.values()),
        )

    def _told(self, found: Iterable[Problem], path: Path) -> Iterator[Problem]:
        """Errors, and warnings for who asks for them."""
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
        """What is wrong with the translations that a page would show: errors, and warnings for who asks for them.

        With them the waivers that let something stand (`locale/waivers.toml`), each with the message of what it was.
        """
        pairs: dict[Pair, Entry] = {}
        told: list[tuple[Entry, Problem]] = []
        for segment in policy.facts.of(_texts, policy.segments()):
            entry = entries.get((segment.context, segment.text))
            if entry is None:
                continue
            found = entry_checks.check_entry(segment, entry.msgstr, context, thorough=self.thorough)
            told += [(entry, problem) for problem in found]
            if self.thorough and (pair := entry_checks.pair(segment, entry.msgstr, context)):
                pairs[pair] = entry
        told += [(pairs[pair], problem) for pair, problem in consistency(list(pairs))]
        wrong, waived = list[Problem](), dict[WaiverKey, str]()
        for entry, problem in told:
            key = waiver(problem.rule, context.code, entry).key if problem.is_error or self.thorough else None
            if key in self.waivers:
                waived[key] = problem.message
            elif key is not None:
                wrong.append(problem.at(path=name, line=entry.line, msgid=entry.msgid, msgstr=entry.msgstr))
        return wrong, waived

    def _glossary(self, code: str) -> Glossary:
        """The glossary of a locale; empty where there is none that can be read."""
        path = self.project.catalog(code, "glossary")
        try:
            return glossary(self._catalog(path)[0].live.values()) if self.project.has(path) else {}
        except Refused:
            return {}


def _counted(policy: Policy, catalog: Catalog) -> Translation:
    """What a catalog has of a policy, nothing being looked for that is wrong with it."""
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
    """What is checked of each: equal ones once, wherever they stand."""
    return list(dict.fromkeys(replace(each, line=0, heading="", comment="") for each in segments))
