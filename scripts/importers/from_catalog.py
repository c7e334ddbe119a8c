"""Candidates from a catalog of another tool: po4a, mdpo, Sphinx, mdBook, or an older version of this pipeline.

There are three ways to find the translation of a segment, and the surest comes first: the same msgid; a msgid that has
the same normal form (other tools write the marks of Markdown differently); and a similar msgid, which is doubtful.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ..alignment.confidence import judge_alignment
from ..alignment.features import References
from ..catalogs.fuzzy_match import predecessors
from ..markup import InlineReader, Segment, normal, respelled, without_block_marks
from ..markup.segments import block_text, segment_text
from ..po import Catalog, Entry, Key
from ..problem import Problem, Refused
from ..project.policy import Policy
from .candidate import Candidate, ImportResult, other_translation
from .links import with_links_of
from .other_tools import ForeignText, definition, read_foreign_text


@dataclass(frozen=True, slots=True)
class _Source:
    """A foreign text with its translation."""

    form: str
    """The normal form of the text (`markup.normal`)."""
    said: str
    """The translation."""
    entry: Entry
    references: References
    """The link definitions of the translation."""
    exact: str
    """The translation with its line ends, for a code block."""
    doubts: tuple[str, ...] = ()


def collect_from_catalog(policy: Policy, catalog: Catalog, path: str, code: str, least: float | None) -> ImportResult:
    """The candidates that a foreign catalog has for a policy. Raises `Refused` for a catalog of another language.

    `least` is the least similarity (0 to 1) at which the translation of a similar text becomes a doubtful candidate;
    with None, similar texts are left out.
    """
    language = catalog.fields.get("Language", "").replace("-", "_")
    if language and language.split("_")[0] != code.split("_")[0]:
        message = f"the header says Language: {language}, not {code}"
        raise Refused(Problem(message, "language", path, catalog.header.line, hint=f"import it with LOCALE={language}"))
    return _Match(policy, catalog).result(least)


class _Match:
    """The search for the segments of a policy in a foreign catalog."""

    def __init__(self, policy: Policy, catalog: Catalog) -> None:
        self.header = catalog.header
        self.references = policy.source.references
        self.segments = policy.segments()
        reader = InlineReader(self.references)  # without footnotes: foreign texts come without their definitions
        self.forms = [normal(segment.text, reader) for segment in self.segments]
        self.entries = sorted(_translated(catalog), key=lambda entry: entry.obsolete)  # stable: live ones first
        self.sources: dict[str, list[_Source]] = {}
        """Normal form to the foreign texts that have it, the preferred one first."""
        for source in _sources(self.entries):
            self.sources.setdefault(source.form, []).append(source)
        self.untranslated = {normal(entry.msgid) for entry in catalog.entries if not entry.msgstr.strip()}
        """Normal forms of msgids without translation: the translation of a similar text would be wrong for them."""
        self.candidates: dict[int, Candidate] = {}
        """Number of the segment to its candidate."""
        self.used: set[int] = set()
        """Lines of the entries that gave a candidate."""

    def result(self, least: float | None) -> ImportResult:
        self._same_text()
        self._same_form()
        if least is not None:
            self._near_text(least)
        return ImportResult(
            tuple(self.candidates[index] for index in sorted(self.candidates)), tuple(self._over()), self.header
        )

    def _same_text(self) -> None:
        """Take entries with the same msgid, if possible with the same context too.

        The msgstr is taken as it is. One with line breaks for a msgid without any is left to `_same_form`, which
        makes spaces of them: the other tool wrapped it.
        """
        by_text: dict[str, Entry] = {}
        for entry in self.entries:
            by_text.setdefault(entry.msgid, entry)
        by_key = {entry.key: entry for entry in self.entries}
        for index, segment in enumerate(self.segments):
            same = by_key.get((segment.context, segment.text)) or by_text.get(segment.text)
            if same is not None and ("\n" in same.msgid or "\n" not in same.msgstr):
                self._add(index, _Source(self.forms[index], same.msgstr, same, {}, block_text(same.msgstr)))

    def _same_form(self) -> None:
        """Take entries whose msgid is the same text with different Markdown."""
        for index, form in enumerate(self.forms):
            if index not in self.candidates and form in self.sources:
                self._add(index, self.sources[form][0])

    def _near_text(self, least: float) -> None:
        """Take the most similar text for each segment that has no candidate yet, with its msgid as the previous one."""
        wanted: list[Key] = [(None, form) for form in self.forms]
        pairs = predecessors([(None, form) for form in self.sources], wanted, least)
        for index, key in enumerate(wanted):
            if index not in self.candidates and key in pairs and key[1] not in self.untranslated:
                source = self.sources[pairs[key][1]][0]
                doubts = (*source.doubts, "it translates a text that is only similar")
                self._add(index, replace(source, doubts=doubts), source.entry.msgid)

    def _add(self, index: int, source: _Source, previous: str | None = None) -> None:
        segment, entry = self.segments[index], source.entry
        self.used.add(entry.line)
        if segment.keeps_lines:
            text = source.exact
        else:
            text = with_links_of(segment.text, self.references, source.said, source.references, {})
        if not segment.keeps_lines and without_block_marks(segment.text) == segment.text:
            text = respelled(text, entry.msgid, segment.text)
        # Another translation of the same normal form is a doubt. One from the same entry is none if its msgid is the
        # same: its msgstr was taken as it is, and the other text is only another reading of it.
        said, is_exact = segment_text(source.said), entry.msgid == segment.text
        rivals = [
            rival
            for rival in self.sources.get(source.form, ())
            if segment_text(rival.said) != said and not (is_exact and rival.entry is entry)
        ]
        doubts = [
            *source.doubts,
            *_doubts(segment, entry),
            *(other_translation(rival.entry.line) for rival in rivals[:1]),
        ]
        self.candidates[index] = Candidate(
            segment, text, entry.line, doubts=tuple(doubts), comments=entry.comments, previous=previous
        )

    def _over(self) -> Iterator[tuple[int, str]]:
        """Live entries that belong to no segment."""
        for entry in self.entries:
            if entry.line not in self.used and not entry.obsolete:
                yield entry.line, entry.msgid


def _translated(catalog: Catalog) -> Iterator[Entry]:
    for entry in catalog.entries:
        if entry.plural is None and entry.msgstr.strip():
            yield entry


def _doubts(segment: Segment, entry: Entry) -> Iterator[str]:
    if entry.is_fuzzy:
        yield "it is fuzzy in the imported catalog"
    if entry.context != segment.context:
        yield f"it has {_context(entry.context)} in the imported catalog, but {_context(segment.context)} here"


def _context(context: str | None) -> str:
    return "no context" if context is None else f"the context '{context}'"


def _sources(entries: Iterable[Entry]) -> Iterator[_Source]:
    """The foreign texts of all entries with their translations; an entry that holds a list gives each item too."""
    rows = list(entries)
    here = dict(found for entry in rows if (found := definition(entry.msgid)))
    there = dict(found for entry in rows if (found := definition(entry.msgstr)))
    for entry in rows:
        ours, theirs = read_foreign_text(entry.msgid, here), read_foreign_text(entry.msgstr, there)
        exact = theirs.text if theirs.is_code else block_text(entry.msgstr)
        yield _Source(normal(ours.text, InlineReader(ours.references)), theirs.text, entry, theirs.references, exact)
        yield from _blocks(ours, theirs, entry)


def _blocks(ours: ForeignText, theirs: ForeignText, entry: Entry) -> Iterator[_Source]:
    """The blocks of an entry that holds several, such as the items of a list, each paired with its translation."""
    if not ours.parts or not theirs.parts or ours.is_code:
        return
    reader = InlineReader(ours.references)
    for confidence in judge_alignment(ours.parts, theirs.parts):
        if not confidence.bead.is_pair:
            continue
        one, other = ours.parts[confidence.bead.ours[0]], theirs.parts[confidence.bead.theirs[0]]
        form = normal(one.segment.text, reader)
        said = other.segment.text
        yield _Source(form, said, entry, theirs.references, said, confidence.doubts)
