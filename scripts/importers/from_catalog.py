"""Offers from a catalog that another tool made: po4a, mdpo, Sphinx, mdBook, or an older version of this pipeline."""

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
from .candidate import Candidate, ImportResult
from .links import with_links_of
from .other_tools import ForeignText, definition, read_foreign_text


@dataclass(frozen=True, slots=True)
class _Source:
    """A foreign text with its translation."""

    form: str
    """The normal form of the text."""
    said: str
    entry: Entry
    references: References
    """Of the translation."""
    exact: str
    """The translation with its lines as they are, for a block of code."""
    doubts: tuple[str, ...] = ()


def collect_from_catalog(policy: Policy, catalog: Catalog, path: str, code: str, least: float | None) -> ImportResult:
    """What a foreign catalog offers to a policy. Raises `Refused` for one of another language.

    `least` is the likeness (0 to 1) from which a text that is only alike is offered, as doubtful; None offers none.
    """
    language = catalog.fields.get("Language", "").replace("-", "_")
    if language and language.split("_")[0] != code.split("_")[0]:
        message = f"the header says Language: {language}, not {code}"
        raise Refused(Problem(message, "language", path, catalog.header.line, hint=f"import it with LOCALE={language}"))
    return _Match(policy, catalog).result(least)


class _Match:
    """The search for the texts of a policy in a foreign catalog."""

    def __init__(self, policy: Policy, catalog: Catalog) -> None:
        self.header = catalog.header
        self.references = policy.source.references
        self.segments = policy.segments()
        reader = InlineReader(self.references)  # without footnotes: a foreign text does not tell them
        self.forms = [normal(segment.text, reader) for segment in self.segments]
        self.entries = sorted(_translated(catalog), key=lambda entry: entry.obsolete)  # stable: live ones first
        self.sources: dict[str, list[_Source]] = {}
        """By normal form, the preferred one first."""
        for source in _sources(self.entries):
            self.sources.setdefault(source.form, []).append(source)
        self.untranslated = {normal(entry.msgid) for entry in catalog.entries if not entry.msgstr.strip()}
        """Texts that the catalog has and nobody translated: what is alike is no translation of them."""
        self.candidates: dict[int, Candidate] = {}
        """By the number of the segment."""
        self.used: set[int] = set()
        """Lines of entries."""

    def result(self, least: float | None) -> ImportResult:
        self._same_text()
        self._same_form()
        if least is not None:
            self._near_text(least)
        return ImportResult(
            tuple(self.candidates[index] for index in sorted(self.candidates)), tuple(self._over()), self.header
        )

    def _same_text(self) -> None:
        """The very msgid, its context too if it can be; the msgstr as it is."""
        by_text: dict[str, Entry] = {}
        for entry in self.entries:
            by_text.setdefault(entry.msgid, entry)
        by_key = {entry.key: entry for entry in self.entries}
        for index, segment in enumerate(self.segments):
            same = by_key.get((segment.context, segment.text)) or by_text.get(segment.text)
            if same is not None and ("\n" in same.msgid or "\n" not in same.msgstr):
                self._offer(index, _Source(self.forms[index], same.msgstr, same, {}, block_text(same.msgstr)))

    def _same_form(self) -> None:
        """The same text spelled otherwise."""
        for index, form in enumerate(self.forms):
            if index not in self.candidates and form in self.sources:
                self._offer(index, self.sources[form][0])

    def _near_text(self, least: float) -> None:
        """The nearest text for each segment that has none, doubtful, with the msgid that it was made for."""
        wanted: list[Key] = [(None, form) for form in self.forms]
        pairs = predecessors([(None, form) for form in self.sources], wanted, least)
        for index, key in enumerate(wanted):
            if index not in self.candidates and key in pairs and key[1] not in self.untranslated:
                source = self.sources[pairs[key][1]][0]
                doubts = (*source.doubts, "it is the translation of a text that is only alike")
                self._offer(index, replace(source, doubts=doubts), source.entry.msgid)

    def _offer(self, index: int, source: _Source, previous: str | None = None) -> None:
        segment, entry = self.segments[index], source.entry
        self.used.add(entry.line)
        if segment.keeps_lines:
            text = source.exact
        else:
            text = with_links_of(segment.text, self.references, source.said, source.references, {})
        if not segment.keeps_lines and without_block_marks(segment.text) == segment.text:
            text = respelled(text, entry.msgid, segment.text)
        said, is_exact = segment_text(source.said), entry.msgid == segment.text
        rivals = [
            rival
            for rival in self.sources.get(source.form, ())
            if segment_text(rival.said) != said and not (is_exact and rival.entry is entry)
        ]
        doubts = [*source.doubts, *_doubts(segment, entry), *(_conflict(rival) for rival in rivals[:1])]
        self.candidates[index] = Candidate(
            segment, text, entry.line, doubts=tuple(doubts), comments=entry.comments, previous=previous
        )

    def _over(self) -> Iterator[tuple[int, str]]:
        """Live entries that found no segment."""
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
        yield f"its context is {entry.context!r} there, {segment.context!r} here"


def _conflict(rival: _Source) -> str:
    return f"line {rival.entry.line} translates the same text otherwise"


def _sources(entries: Iterable[Entry]) -> Iterator[_Source]:
    """Foreign texts in normal form with their translations; a list in one entry gives its items."""
    rows = list(entries)
    here = dict(found for entry in rows if (found := definition(entry.msgid)))
    there = dict(found for entry in rows if (found := definition(entry.msgstr)))
    for entry in rows:
        ours, theirs = read_foreign_text(entry.msgid, here), read_foreign_text(entry.msgstr, there)
        exact = theirs.text if theirs.is_code else block_text(entry.msgstr)
        yield _Source(normal(ours.text, InlineReader(ours.references)), theirs.text, entry, theirs.references, exact)
        yield from _blocks(ours, theirs, entry)


def _blocks(ours: ForeignText, theirs: ForeignText, entry: Entry) -> Iterator[_Source]:
    """The blocks of an entry that holds several, paired one by one."""
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
