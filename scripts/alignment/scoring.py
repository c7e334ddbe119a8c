"""Scores how well a text can be the translation of another: by kind of block, length, and features.

Scores are logarithms of odds: 0 says nothing, 3 means twenty times likelier than not. So the scores of independent
facts, and of the beads of an alignment, can be added.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import fsum, log, log1p, sqrt

from .blocks import Part
from .features import Fact, Features

SegmentShape = tuple[str, tuple[str, ...]]

IMPOSSIBLE = -1000.0

_LOST = 0.4
"""Cost of a fact that only one of two texts has, as a share of its weight."""
_STRANGER = 0.3
"""Cost of a fact that only one of the documents has: the translator changed it, wherever that is."""
_WORD = 0.5
"""Score of a related word, as a share of its weight: it is weaker evidence than a number or a link."""
_MOST_WORDS = 4.0
"""The highest score of all related words of two texts together."""
_NAMED = 2.0
"""Score of two headings with the same id."""
_APART = -3.0
"""A segment is not split or joined across blocks whose kinds score lower than this."""
_NU = 5.0
"""Degrees of freedom of the distribution of lengths. Student's t has longer tails than the normal distribution, since
a few texts are translated much more freely than all others."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """The features of a segment, or of two segments in a row, prepared for comparison within two documents."""

    size: float
    lost: float
    """The score of its facts if the other text has none of them."""
    facts: frozenset[Fact]
    """The facts that both documents have."""
    words: frozenset[str]
    """The words that both documents have."""
    marks: tuple[int, int, int]
    end: str


@dataclass(frozen=True, slots=True)
class Measure:
    """What two whole documents say about the pairs in them."""

    ratio: float
    """Size of the translation for one unit of the source."""
    weights: Mapping[Fact | str, float]
    """The weight of each fact and word that both documents have; rare ones have the highest."""

    def weighed(self, features: Features) -> Weighed:
        """The features of a text of either document, with their weights."""
        facts = features.facts.keys()
        lost = -fsum(_LOST * self.weights[fact] if fact in self.weights else _STRANGER for fact in facts)
        known = frozenset(fact for fact in facts if fact in self.weights)
        words = frozenset(word for word in features.words if word in self.weights)
        return Weighed(features.size, lost, known, words, features.marks, features.end)

    def spread(self, ours: float, theirs: float) -> float:
        """How many standard deviations the size of a translation differs from the expected one; negative if shorter.

        As with Gale and Church, the variance grows with the length: by 2.5 for each letter (translations of policies
        in 18 languages have 1.5 to 2.8). 15 % of the length are added for free translation, and a constant for
        short texts. The mean of both sizes makes the result the same in both directions.
        """
        expected = theirs / self.ratio
        mean = (ours + expected) / 2
        return (expected - ours) / sqrt(4 + 2.5 * mean + (0.15 * mean) ** 2)

    def shared(self, ours: Weighed, theirs: Weighed) -> float:
        """The score of the facts and related words that both texts have; 0 if they have none in common."""
        return self._sum(ours.facts & theirs.facts) + self._related(ours, theirs)

    def likeness(self, ours: Weighed, theirs: Weighed) -> float:
        """The score of two texts without their places: of their lengths and of all features."""
        # The logarithm of the density of Student's t at this spread; and at first, as if no fact were in both texts.
        score = -(_NU + 1) / 2 * log1p(self.spread(ours.size, theirs.size) ** 2 / _NU) + ours.lost + theirs.lost
        if not ours.facts.isdisjoint(theirs.facts):  # both texts paid `_LOST` for a fact that they do have
            score += (1 + 2 * _LOST) * self._sum(ours.facts & theirs.facts)
        if not ours.words.isdisjoint(theirs.words):
            score += self._related(ours, theirs)
        if ours.marks != _NO_MARKS or theirs.marks != _NO_MARKS:
            score += _marked(ours.marks, theirs.marks)
        if ours.end or theirs.end:
            score += 1.0 if ours.end == theirs.end else -0.5
        return score

    def _related(self, ours: Weighed, theirs: Weighed) -> float:
        return min(_MOST_WORDS, _WORD * self._sum(ours.words & theirs.words))

    def _sum(self, known: Iterable[Fact | str]) -> float:
        return sum(map(self.weights.__getitem__, known))


_NO_MARKS = (0, 0, 0)


def _marked(ours: tuple[int, int, int], theirs: tuple[int, int, int]) -> float:
    """The score of bold and italic words and of hard breaks."""
    bold, italic, breaks = (abs(one - other) for one, other in zip(ours, theirs, strict=True))
    return 0.8 * min(ours[0], theirs[0], 2) - 0.8 * min(bold, 3) - 0.3 * min(italic, 3) - 0.5 * min(breaks, 2)


def _exact(score: float) -> float:
    """A score that gives the same sum in every order of addition (law 10).

    Sets have another order in each run. With 20 binary digits after the point, no addition has to round.
    """
    return round(score * 2**20) / 2**20


class Likeness:
    """The scores of the segments of two documents, each computed when it is first needed."""

    def __init__(self, ours: Sequence[Part], theirs: Sequence[Part]) -> None:
        self.ours, self.theirs = ours, theirs
        self.measure = measure(ours, theirs)
        self._single = self._weighed([part.facts for part in ours], [part.facts for part in theirs])
        self._double = self._weighed(_sums(ours), _sums(theirs))
        # Shapes as numbers: they are looked up for each cell of the band, and numbers hash faster than tuples of strings.
        numbers: dict[SegmentShape, int] = {}
        self._shapes = tuple(
            [numbers.setdefault(part.shape, len(numbers)) for part in parts] for parts in (ours, theirs)
        )
        self._places: dict[tuple[int, int], float] = {}
        self._texts: dict[tuple[int, int], float] = {}
        self._pairs: dict[tuple[int, int], float] = {}
        self._splits: dict[tuple[int, int], float] = {}
        self._joins: dict[tuple[int, int], float] = {}

    def _weighed(self, ours: Iterable[Features], theirs: Iterable[Features]) -> tuple[list[Weighed], list[Weighed]]:
        return [self.measure.weighed(facts) for facts in ours], [self.measure.weighed(facts) for facts in theirs]

    def texts(self, i: int, j: int) -> float:
        """The score of two texts without their places."""
        score = self._texts.get((i, j))
        if score is None:
            score = self._texts[i, j] = self.measure.likeness(self._single[0][i], self._single[1][j])
        return score

    def shared(self, i: int, j: int) -> float:
        """The score of the facts and related words that both texts have; 0 if they have none in common."""
        return self.measure.shared(self._single[0][i], self._single[1][j])

    def pair(self, i: int, j: int) -> float:
        """The score of two segments in their places."""
        score = self._pairs.get((i, j))
        if score is None:
            score = self._pairs[i, j] = self._pair(i, j)
        return score

    def _pair(self, i: int, j: int) -> float:
        apart = self._apart(i, j)
        if apart <= IMPOSSIBLE:
            return apart
        one, other = self.ours[i], self.theirs[j]
        named = _NAMED if one.name and one.name == other.name and one.is_heading else 0.0
        return apart + named + self.texts(i, j)

    def split(self, i: int, j: int) -> float:
        """The score of a segment of the source that was split into `j` and the next one."""
        score = self._splits.get((i, j))
        if score is None:
            apart = self._apart_of_parts(i, j, self.theirs[j : j + 2])
            likeness = self.measure.likeness
            score = apart if apart <= IMPOSSIBLE else apart + likeness(self._single[0][i], self._double[1][j])
            self._splits[i, j] = score
        return score

    def join(self, i: int, j: int) -> float:
        """The score of a segment of the translation into which `i` and the next one were joined."""
        score = self._joins.get((i, j))
        if score is None:
            apart = self._apart_of_parts(i, j, self.ours[i : i + 2])
            likeness = self.measure.likeness
            score = apart if apart <= IMPOSSIBLE else apart + likeness(self._double[0][i], self._single[1][j])
            self._joins[i, j] = score
        return score

    def _apart(self, i: int, j: int) -> float:
        shapes = self._shapes[0][i], self._shapes[1][j]
        if shapes not in self._places:
            self._places[shapes] = place(self.ours[i].shape, self.theirs[j].shape)
        return self._places[shapes]

    def _apart_of_parts(self, i: int, j: int, parts: Sequence[Part]) -> float:
        """The score of the places of a split or joined segment, and of its two `parts` to each other.

        Headings are never split or joined.
        """
        apart, between = self._apart(i, j), place(parts[0].shape, parts[1].shape)
        if min(apart, between) < _APART or self.ours[i].is_heading or self.theirs[j].is_heading:
            return IMPOSSIBLE
        return apart + between


def _sums(parts: Iterable[Part]) -> Iterator[Features]:
    """The facts of each part and the next together."""
    return (one.facts + other.facts for one, other in pairwise(parts))


@cache
def place(ours: SegmentShape, theirs: SegmentShape) -> float:
    """The score of two places: 0 for the same kind of block in the same holders, negative for all others."""
    (kind, holders), (other, others) = ours, theirs
    if ours == theirs:
        return 0.0
    if {kind, other} == {"title", "h1"}:
        return -2.0  # a translation without front matter has its title in the first heading
    if {kind, other} & {"title", "description"}:
        return IMPOSSIBLE
    return _KINDS.get(frozenset((_family(kind), _family(other))), -4.0) - _held(holders, others) - _level(kind, other)


# Scores of two kinds of block, -4.0 for all others. Translators often write a list as paragraphs or as HTML, but seldom
# make a heading of a paragraph.
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
    """Cost of different holders: less for bullets instead of numbers, more for another depth."""
    return abs(len(holders) - len(others)) + 0.7 * sum(
        one != other for one, other in zip(holders, others, strict=False)
    )


def _level(kind: str, other: str) -> float:
    return abs(int(kind[1:]) - int(other[1:])) if _family(kind) == _family(other) == "heading" else 0.0


def measure(ours: Sequence[Part], theirs: Sequence[Part]) -> Measure:
    """The ratio of the lengths of two documents, and the weights of what they share."""
    total = sum(part.facts.size for part in ours), sum(part.facts.size for part in theirs)
    # The ratio of one document to another varies between languages, but little within one. The limits keep a document
    # that is no translation, or half of one, from making all lengths look right.
    ratio = max(total[1], 1) / max(total[0], 1)
    return Measure(min(max(ratio, 0.25), 4.0), _weights(ours, theirs))


def _weights(ours: Iterable[Part], theirs: Iterable[Part]) -> dict[Fact | str, float]:
    """The weight of each fact and word that both documents have: the logarithm of its rarity, from 0.3 to 4."""
    here, there = _counts(ours), _counts(theirs)
    # The rarer a fact is, the less likely do two segments share it by chance.
    most = max(sum(1 for _ in ours), 2)
    return {
        fact: _exact(min(max(log(2 * most / (count + there[fact])), 0.3), 4.0))
        for fact, count in here.items()
        if there[fact]
    }


def _counts(parts: Iterable[Part]) -> Counter[Fact | str]:
    counts: Counter[Fact | str] = Counter()
    for part in parts:
        counts.update(part.facts.facts.keys())
        counts.update(part.facts.words)
    return counts
