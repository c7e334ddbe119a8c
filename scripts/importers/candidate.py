"""What an import found for a policy: candidates for its segments, and what was left over on either side."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ..checks.table import CheckContext, check_entry
from ..markup import Segment, normal
from ..patterns import regex
from ..po import Entry, Key

SAME = "it is the same as the English"
_NO_WORDS = regex(r"`[^`]*`|\{\{.*?\}\}|\]\([^)\s]*\)|\bhttps?://\S+|[\w.+-]+@[\w.-]+")
"""Code, placeholders, addresses: the same in all languages."""
_WORD = regex(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A translation for a segment."""

    segment: Segment
    text: str
    line: int
    """Of the imported file."""
    trust: float = 1.0
    doubts: tuple[str, ...] = ()
    """Why it may belong to another segment, in words."""
    flaws: tuple[str, ...] = ()
    """What its text has otherwise than the source, in words."""
    comments: tuple[str, ...] = ()
    """What its translator wrote about it."""
    previous: str | None = None
    """The msgid that the translation was made for, where that is another."""

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
    """Line and text of what belongs to no segment of the policy."""
    header: Entry | None = None
    """Of an imported catalog: what it tells of its translators."""
    placed: tuple[tuple[str, str, int], ...] = ()
    """Values in whose place a placeholder was put, its name, and how often."""


def checked(candidates: Iterable[Candidate], context: CheckContext) -> list[Candidate]:
    """One candidate for each segment text, with what the checks find wrong in it."""
    best: dict[Key, Candidate] = {}
    for candidate in candidates:
        rival = best.get(candidate.key)
        if rival is None:
            best[candidate.key] = candidate
            continue
        better, other = (rival, candidate) if rival.trust >= candidate.trust else (candidate, rival)
        if better.text != other.text:
            better = replace(better, doubts=(*better.doubts, f"line {other.line} translates the same text otherwise"))
        best[candidate.key] = better
    return [_judged(candidate, context) for candidate in best.values()]


def _judged(candidate: Candidate, context: CheckContext) -> Candidate:
    if _is_source(candidate, context):
        return replace(candidate, doubts=(), flaws=(SAME,))  # whatever else is said of it follows from that
    return replace(candidate, flaws=tuple(dict.fromkeys(_flaws(candidate, context))))


def _is_source(candidate: Candidate, context: CheckContext) -> bool:
    """Whether the text is that of the source, and has words that are no names."""
    if normal(candidate.text, context.reader) != normal(candidate.segment.text, context.reader):
        return False
    text = _NO_WORDS.sub(" ", candidate.text)
    for name in sorted(context.keep, key=len, reverse=True):
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
