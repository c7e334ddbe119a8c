"""The report of an import: what was aligned, what a person must check, and what was left over."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap
from unicodedata import east_asian_width

from ..markup import Segment
from .fill import Outcome

_SAID = {
    "sure": "aligned",
    "replaced": "aligned in place of a fuzzy text",
    "flawed": "aligned but to be corrected",
    "doubtful": "doubtful",
    "same": "already there",
    "kept": "translated differently in the catalog",
}
_SHOWN = 72
"""Characters of a text that are shown."""
_HALF = 38
"""The same if two texts share one line."""
_COLUMNS = 100


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did, as a summary and as a text file."""

    policy: str
    """Path of the policy."""
    document: str
    """Path of the imported file."""
    catalog: str
    """Path of the catalog."""
    outcomes: Sequence[Outcome]
    left: Sequence[Segment]
    """Segments for which the file has no translation."""
    over: Sequence[tuple[int, str]]
    """Line and text of everything in the file that belongs to no segment."""
    placed: Sequence[tuple[str, str, int]] = ()
    """Values that were replaced by placeholders: (value, name of the placeholder, how often)."""

    def of(self, what: str) -> list[Outcome]:
        """The outcomes of one kind, in reading order."""
        return [outcome for outcome in self.outcomes if outcome.what == what]

    def summary(self) -> str:
        """How many texts had each outcome, in one line."""
        parts = (f"{len(self.of(what))} {words}" for what, words in _SAID.items() if what == "sure" or self.of(what))
        return f"{', '.join(parts)}; left over: {len(self.left)} of the policy, {len(self.over)} of {self.document}"

    def text(self) -> str:
        """The whole report."""
        lines = [
            f"Import of {self.document} into {self.catalog}",
            "",
            self.summary(),
            "",
            "Line numbers are those of the policy and of the imported file. Translations that are doubtful or need a",
            "correction are fuzzy in the catalog, so they are not published: compare the two texts, correct the",
            "translation, then delete the word 'fuzzy' above it.",
            *_section("Doubtful: do the two texts belong together?", self.of("doubtful"), self),
            *_section(
                "To be corrected: the texts belong together, but a check found an error or nothing is translated",
                self.of("flawed"),
                self,
            ),
            *_section("Translated differently in the catalog; the catalog's text was kept", self.of("kept"), self),
            *_leftovers("Left over in the policy: no translation was found", self.policy, _lines_of(self.left)),
            *_leftovers("Left over in the imported file: no segment was found", self.document, self.over),
            *_section("Aligned in place of a fuzzy text", self.of("replaced"), self),
            *_values(self.placed),
            *_pairs("Aligned: lines of the policy and of the imported file", self.of("sure")),
            *_section("Already in the catalog", self.of("same"), self),
        ]
        return "\n".join(lines) + "\n"


def counted(number: int, what: str) -> str:
    """`1 text`, `2 texts`."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def _section(title: str, outcomes: Sequence[Outcome], report: Report) -> Iterable[str]:
    if not outcomes:
        return
    yield from ("", f"{title} ({len(outcomes)})", "")
    for outcome in outcomes:
        shown = _wrapped if outcome.what in ("doubtful", "flawed") else _short
        candidate = outcome.candidate
        yield f"  {report.policy}:{candidate.segment.line}"
        yield from shown(candidate.segment.text)
        yield f"  {report.document}:{candidate.line}"
        yield from shown(candidate.text)
        if outcome.what == "kept":
            yield f"    in the catalog: {shortened(outcome.there)}"
        if outcome.what == "replaced":
            yield f"    the fuzzy text was: {shortened(outcome.there)}"
        if outcome.what in ("doubtful", "flawed"):
            yield from (f"    - {reason}" for reason in (*candidate.doubts, *candidate.flaws))
        yield ""


def _short(text: str) -> Iterable[str]:
    yield f"    {shortened(text)}"


def _wrapped(text: str) -> Iterable[str]:
    """A whole text in lines of at most 100 columns."""
    wide = any(east_asian_width(char) in "WF" for char in text)
    for line in wrap(text, (_COLUMNS - 4) // (2 if wide else 1), break_on_hyphens=False):
        yield f"    \u2068{line}\u2069"


def _pairs(title: str, outcomes: Sequence[Outcome]) -> Iterable[str]:
    if outcomes:
        yield from ("", f"{title} ({len(outcomes)})", "")
    for outcome in outcomes:
        candidate = outcome.candidate
        texts = f"{shortened(candidate.segment.text, _HALF)} = {shortened(candidate.text, _HALF)}"
        yield f"  {candidate.segment.line:>4} = {candidate.line:<4} {texts}"


def _values(placed: Sequence[tuple[str, str, int]]) -> Iterable[str]:
    if placed:
        yield from ("", f"Values that became placeholders ({len(placed)})", "")
    for value, name, count in placed:
        yield f"  {shortened(value)} = {{{{ {name} }}}}, {counted(count, 'time')}"


def _lines_of(segments: Iterable[Segment]) -> list[tuple[int, str]]:
    return [(segment.line, segment.text) for segment in segments]


def _leftovers(title: str, path: str, rows: Sequence[tuple[int, str]]) -> Iterable[str]:
    if rows:
        yield from ("", f"{title} ({len(rows)})", "")
        yield from (f"  {path}:{line}: {shortened(text)}" for line, text in rows)


def shortened(text: str, most: int = _SHOWN) -> str:
    """The beginning of a text on one line, in an isolate of its own (UAX 9), so that right-to-left text stays legible."""
    words = " ".join(text.split())
    return f"\u2068{words if len(words) <= most else words[: most - 1].rstrip() + '…'}\u2069"
