"""How well a text can be the translation of another: kind of block, length, and what does not translate.

Scores are logarithms of odds: 0 tells nothing, 3 is twenty times as likely as not.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log, log1p, sqrt

from .blocks import Part
from .features import Fact, Features

SegmentShape = tuple[str, tuple[str, ...]]

IMPOSSIBLE = -1000.0

_LOST = 0.4
"""What a fact costs that one of the two has and the other has not, in parts of what it gives when both have it."""
_STRANGER = 0.3
"""What a fact costs that occurs in one of the documents alone: its translator changed it."""
_WORD = 0.5
"""What a related word gives, in parts of what a fact of the same rarity gives."""
_MOST_WORDS = 4.0
_NU = 5.0
"""Degrees of freedom of the lengths' distribution (Student): long texts are translated more freely than sentences."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What two documents as wholes tell about the pairs in them."""

    ratio: float
    """Size of the translation for one unit of the source."""
    weights: Mapping[Fact | str, float]
    """What each fact and word that both documents have is worth: rare ones most."""

    def spread(self, ours: Features, theirs: Features) -> float:
        """By how many deviations the length of a translation is off; negative where it is too short.

        The variance is Gale and Church's with what translations of policies have
        (1.5 to 2.8 for a letter in 18 languages), and 15 % for free translation.
        """
        size, expected = ours.size, theirs.size / self.ratio
        mean = (size + expected) / 2
        return (expected - size) / sqrt(4 + 2.5 * mean + (0.15 * mean) ** 2)

    def likeness(self, ours: Features, theirs: Features) -> float:
        """The score of two texts, wherever they stand."""
        return self.length(ours, theirs) + self.evidence(ours, theirs)

    def length(self, ours: Features, theirs: Features) -> float:
        """The part of the score that only the lengths give."""
        return -(_NU + 1) / 2 * log1p(self.spread(ours, theirs) ** 2 / _NU)

    def shared(self, ours: Features, theirs: Features) -> float:
        """What facts and related words give that both texts have; 0 where they have none in common."""
        score = sum(map(self._weight, ours.facts.keys() & theirs.facts.keys()))
        return score + min(_MOST_WORDS, _WORD * sum(map(self._weight, ours.words & theirs.words)))

    def evidence(self, ours: Features, theirs: Features) -> float:
        """The part of the score that does not come from lengths."""
        score = self._shared_facts(ours.facts, theirs.facts) if ours.facts or theirs.facts else 0.0
        common = ours.words & theirs.words
        if common:
            score += min(_MOST_WORDS, _WORD * sum(map(self._weight, common)))
        bold, italic, breaks = (abs(one - other) for one, other in zip(ours.marks, theirs.marks, strict=True))
        score += 0.8 * min(ours.marks[0], theirs.marks[0], 2) - 0.8 * min(bold, 3) - 0.3 * min(italic, 3)
        score -= 0.5 * min(breaks, 2)
        if ours.end or theirs.end:
            score += 1.0 if ours.end == theirs.end else -0.5
        return score

    def _weight(self, fact: Fact | str) -> float:
        return self.weights.get(fact, 0.0)

    def _shared_facts(self, ours: Counter[Fact], theirs: Counter[Fact]) -> float:
        score = 0.0
        for fact in ours.keys() | theirs.keys():
            here, there = ours[fact], theirs[fact]
            worth = self.weights.get(fact)
            if worth is None:
                score -= _STRANGER
            elif here and there:
                score += worth
            else:
                score -= _LOST * worth
        return score


@cache
def place(ours: SegmentShape, theirs: SegmentShape) -> float:
    """The score of two places: the same kind of block, held by the same blocks, is 0."""
    (kind, holders), (other, others) = ours, theirs
    if ours == theirs:
        return 0.0
    if {kind, other} == {"title", "h1"}:
        return -2.0  # the heading of a text without front matter
    if {kind, other} & {"title", "description"}:
        return IMPOSSIBLE
    return _KINDS.get(frozenset((_family(kind), _family(other))), -4.0) - _held(holders, others) - _level(kind, other)


_KINDS = {
    frozenset(("p",)): 0.0,
    frozenset(("heading",)): 0.0,
    frozenset(("cell",)): -0.5,
    frozenset(("item",)): 0.0,
    frozenset(("definition",)): -1.0,
    frozenset(("html",)): 0.0,
    frozenset(("code",)): 0.0,
    frozenset(("p", "item")): -2.5,
    frozenset(("p", "code")): -1.0,
    frozenset(("p", "html")): -1.0,
    frozenset(("item", "html")): -1.0,
    frozenset(("heading", "html")): -2.0,
    frozenset(("p", "definition")): -2.0,
    frozenset(("item", "definition")): -2.0,
    frozenset(("p", "heading")): -5.0,
}


def _family(kind: str) -> str:
    if kind[0] == "h" and kind[1:].isdigit():
        return "heading"
    return {"th": "cell", "td": "cell", "dt": "definition", "dd": "definition"}.get(kind, kind)


def _held(holders: Sequence[str], others: Sequence[str]) -> float:
    """What differing holders cost: bullets for numbers little, another depth more."""
    return abs(len(holders) - len(others)) + 0.7 * sum(
        one != other for one, other in zip(holders, others, strict=False)
    )


def _level(kind: str, other: str) -> float:
    return abs(int(kind[1:]) - int(other[1:])) if _family(kind) == _family(other) == "heading" else 0.0


def measure(ours: Sequence[Part], theirs: Sequence[Part]) -> Measure:
    """Measure two documents."""
    total = sum(part.facts.size for part in ours), sum(part.facts.size for part in theirs)
    ratio = max(total[1], 1) / max(total[0], 1)
    return Measure(min(max(ratio, 0.25), 4.0), _weights(ours, theirs))


def _weights(ours: Iterable[Part], theirs: Iterable[Part]) -> dict[Fact | str, float]:
    here, there = _counts(ours), _counts(theirs)
    most = max(sum(1 for _ in ours), 2)
    return {
        fact: min(max(log(2 * most / (count + there[fact])), 0.3), 4.0) for fact, count in here.items() if there[fact]
    }


def _counts(parts: Iterable[Part]) -> Counter[Fact | str]:
    counts: Counter[Fact | str] = Counter()
    for part in parts:
        counts.update(part.facts.facts.keys())
        counts.update(part.facts.words)
    return counts
