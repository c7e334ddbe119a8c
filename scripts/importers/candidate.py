"""What an import found for a policy: candidates for its segments, and texts that belong to no segment."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ..checks.table import CheckContext, check_entry
from ..markup import Segment, normal
from ..patterns import regex
from ..po import Entry, Key

SAME = "it is the same as the English"
_NO_WORDS = regex(r"`[^`]*`|\{\{.*?\}\}|\]\([^)\s]*\)|\bhttps?://\S+|[\w.+-]+@[\w.-]+")
"""Code, placeholders and addresses, which are the same in all languages."""
_WORD = regex(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A translation for a segment."""

    segment: Segment
    text: str
    line: int
    """Line of the imported file, from 1."""
    trust: float = 1.0
    """From 0 to 1."""
    doubts: tuple[str, ...] = ()
    """Why it may belong to another segment; sentences for the report."""
    flaws: tuple[str, ...] = ()
    """Errors that the checks find in its text; sentences for the report."""
    comments: tuple[str, ...] = ()
    """The translator's comments in the imported catalog."""
    previous: str | None = None
    """The msgid that was translated, if it is not the text of the segment."""

    @property
    def is_sure(self) -> bool:
        """Whether it may be published without a second look."""
        return not self.doubts and not self.flaws

    @property
    def key(self) -> Key:
        return self.segment.context, self.segment.text


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What was found in an imported file."""

    candidates: tuple[Candidate, ...]
    over: tuple[tuple[int, str], ...]
    """Line and text of everything that belongs to no segment of the policy."""
    header: Entry | None = None
    """The header of an imported catalog, which names its translators."""
    placed: tuple[tuple[str, str, int], ...] = ()
    """Values that were replaced by placeholders: (value, name of the placeholder, how often)."""


def checked(candidates: Iterable[Candidate], context: CheckContext) -> list[Candidate]:
    """The most trusted candidate for each segment, with its flaws.

    Of equals the first is taken. It is doubtful if another candidate has a different text.
    """
    best: dict[Key, Candidate] = {}
    for candidate in candidates:
        rival = best.get(candidate.key)
        if rival is None:
            best[candidate.key] = candidate
            continue
        better, other = (rival, candidate) if rival.trust >= candidate.trust else (candidate, rival)
        if better.text != other.text:
            better = replace(better, doubts=(*better.doubts, other_translation(other.line)))
        best[candidate.key] = better
    return [_judged(candidate, context) for candidate in best.values()]


def other_translation(line: int) -> str:
    """The doubt about a text that another line of the imported file translates differently."""
    return f"line {line} translates the same text differently"


def _judged(candidate: Candidate, context: CheckContext) -> Candidate:
    if _is_source(candidate, context):
        return replace(candidate, doubts=(), flaws=(SAME,))  # all its other doubts and flaws follow from this one
    return replace(candidate, flaws=tuple(dict.fromkeys(_flaws(candidate, context))))


def _is_source(candidate: Candidate, context: CheckContext) -> bool:
    """Whether the text is still the source text, and has words that need a translation.

    Code, addresses, the names that the settings keep, and words with capitals inside ("iOS", "GDPR") need none.
    """
    if normal(candidate.text, context.reader) != normal(candidate.segment.text, context.reader):
        return False
    text = _NO_WORDS.sub(" ", candidate.text)
    for name in sorted(context.keep, key=len, reverse=True):  # a name can be part of a longer one
        text = text.replace(name, " ")
    return any(not any(map(str.isupper, word[1:])) for word in _WORD.findall(text))


def _flaws(candidate: Candidate, context: CheckContext) -> Iterable[str]:
    found = [
        problem
        for problem in check_entry(candidate.segment, candidate.text, context, thorough=False)
        if problem.is_error
    ]
    for problem in found:
        yield problem.message
        if problem.rule in ("link-changed", "link-fragment"):
            yield problem.hint
