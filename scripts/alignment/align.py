"""Aligns a policy with its finished translation: which segment is which, where some were split, joined, added or lost.

Dynamic programming over beads (Gale and Church, 1993), scored by `likeness`.
What a bead is worth is told by the best alignment without it: where another
one is nearly as good, nobody should trust either.
"""

import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .blocks import Part
from .cooccurrence import Cooccurrence
from .features import Features
from .scoring import IMPOSSIBLE, Measure, place

STEPS = {(1, 1): 0.0, (1, 0): -4.5, (0, 1): -4.5, (1, 2): -4.0, (2, 1): -4.0}
"""The beads, as segments of the source and of the translation, and how likely each is (its logarithm)."""

_CELLS = 100_000
"""Places in the table that are looked at; of larger documents only a band around what is certain."""
_NARROWEST = 12
"""Segments on either side of the band's middle, however large the documents are."""
_NEAR = 12
"""Segments on either side of a first alignment among which a second one is looked for."""
_NAMED = 2.0
"""What the same id of two headings gives."""
_APART = -3.0
"""Blocks further apart in kind than this are not parts of one."""
_HOPELESS = 15.0
"""By how much the best alignment with a bead may be worse for it to count as a rival."""
_NONE = float("-inf")


@dataclass(frozen=True, slots=True)
class Bead:
    """Segments of the source and of the translation that say the same; either side can be empty."""

    ours: range
    theirs: range
    margin: float = 0.0
    """By how much every alignment without this bead is worse: the logarithm of odds."""
    rival: tuple[int, int] | None = None
    """Side (0 the source) and number of the segment that would take the place of one of it in the next best one."""

    @property
    def is_pair(self) -> bool:
        """One segment of the source, one of the translation."""
        return len(self.ours) == len(self.theirs) == 1


def align(ours: Sequence[Part], theirs: Sequence[Part], scale: Measure) -> list[Bead]:
    """The best alignment, in reading order; every segment of either side is in exactly one bead."""
    return _Table(ours, theirs, scale, list(_band(ours, theirs)), None).beads()


def realign(
    ours: Sequence[Part], theirs: Sequence[Part], scale: Measure, beads: Sequence[Bead], cooccurrence: Cooccurrence
) -> list[Bead]:
    """The best alignment near a first one, now that its words are known."""
    return _Table(ours, theirs, scale, _around(beads, len(ours), len(theirs)), cooccurrence).beads()


class _Table:
    """Best scores up to each place (i, j) between segments, and from there to the end."""

    def __init__(
        self,
        ours: Sequence[Part],
        theirs: Sequence[Part],
        scale: Measure,
        band: Sequence[tuple[int, int]],
        lexicon: Cooccurrence | None,
    ) -> None:
        self.ours, self.theirs, self.scale, self.lexicon, self.band = ours, theirs, scale, lexicon, band
        self.sums = _sums(ours), _sums(theirs)
        self.before = [[_NONE] * (high - low + 1) for low, high in self.band]
        self.behind = [[_NONE] * (high - low + 1) for low, high in self.band]
        self.steps: dict[tuple[int, int], list[tuple[int, int, float]]] = {}
        """Place to the beads that begin there: how many of each side, and their score."""
        self._forward()
        self._backward()

    def _forward(self) -> None:
        self.before[0][0] = 0.0
        for i, j in self._places():
            here = self.before[i][j - self.band[i][0]]
            if here == _NONE:
                continue
            self.steps[i, j] = found = list(self._beads_at(i, j))
            for down, along, score in found:
                row, column = i + down, j + along - self.band[i + down][0]
                if here + score > self.before[row][column]:
                    self.before[row][column] = here + score

    def _backward(self) -> None:
        self.behind[-1][-1] = 0.0
        for (i, j), found in reversed(self.steps.items()):
            ways = [score + self._behind(i + down, j + along) for down, along, score in found]
            if ways:
                column = j - self.band[i][0]
                self.behind[i][column] = max(self.behind[i][column], *ways)

    def beads(self) -> list[Bead]:
        """The beads of the best alignment, each with its margin."""
        best = self.behind[0][0]
        rivals = self._rivals(best)
        found, i, j = [], 0, 0
        while (i, j) != (len(self.ours), len(self.theirs)):
            down, along, _ = max(self.steps[i, j], key=lambda step: step[2] + self._behind(i + step[0], j + step[1]))
            members = _members(i, j, down, along)
            second, other = max(
                (
                    (score, bead)
                    for member in members
                    for bead, score in rivals[member].items()
                    if bead != (i, j, down, along)
                ),
                default=(_NONE, (i, j, down, along)),
            )
            rival = next(((side, at) for side, at in _members(*other) if (side, at) not in members), None)
            found.append(Bead(range(i, i + down), range(j, j + along), min(best - second, 99.0), rival))
            i, j = i + down, j + along
        return found

    def _places(self) -> Iterator[tuple[int, int]]:
        for i, (low, high) in enumerate(self.band):
            for j in range(low, high + 1):
                yield i, j

    def _behind(self, i: int, j: int) -> float:
        return self.behind[i][j - self.band[i][0]]

    def _beads_at(self, i: int, j: int) -> Iterator[tuple[int, int, float]]:
        for (down, along), prior in STEPS.items():
            row = i + down
            if row >= len(self.band) or not self.band[row][0] <= j + along <= self.band[row][1]:
                continue
            if down and along:
                prior += self._pair(i, j) if down == along else self._split(i, j, down == 2)
            if prior > IMPOSSIBLE:
                yield down, along, prior

    def _pair(self, i: int, j: int) -> float:
        """The score of one segment and another."""
        one, other = self.ours[i], self.theirs[j]
        apart = place(one.shape, other.shape)
        if apart <= IMPOSSIBLE:
            return apart
        named = _NAMED if one.is_heading and one.name and one.name == other.name else 0.0
        said = self.lexicon.score(i, j) if self.lexicon else 0.0
        return apart + named + said + self.scale.likeness(one.facts, other.facts)

    def _split(self, i: int, j: int, is_join: bool) -> float:
        """The score of a segment that was split in two; of two that were joined, with `is_join`."""
        one, other = self.ours[i], self.theirs[j]
        apart = place(one.shape, other.shape)
        whole, at = (self.ours, i) if is_join else (self.theirs, j)
        between = place(whole[at].shape, whole[at + 1].shape)
        if min(apart, between) < _APART or one.is_heading or other.is_heading:
            return IMPOSSIBLE
        both = self.sums[not is_join][at]
        return apart + between + self.scale.likeness(*((both, other.facts) if is_join else (one.facts, both)))

    def _rivals(self, best: float) -> dict[tuple[int, int], dict[tuple[int, int, int, int], float]]:
        """Of each segment (side, index) the beads that hold it and are not hopeless, with the best score they allow."""
        rivals: dict[tuple[int, int], dict[tuple[int, int, int, int], float]] = {
            (side, at): {} for side, parts in enumerate((self.ours, self.theirs)) for at in range(len(parts))
        }
        for (i, j), found in self.steps.items():
            here = self.before[i][j - self.band[i][0]]
            for down, along, score in found:
                total = here + score + self._behind(i + down, j + along)
                if total > best - _HOPELESS:
                    for at in range(i, i + down):
                        rivals[0, at][i, j, down, along] = total
                    for at in range(j, j + along):
                        rivals[1, at][i, j, down, along] = total
        return rivals


def _members(i: int, j: int, down: int, along: int) -> list[tuple[int, int]]:
    """The segments of a bead, each with its side."""
    return [*((0, at) for at in range(i, i + down)), *((1, at) for at in range(j, j + along))]


def _sums(parts: Sequence[Part]) -> list[Features]:
    """The facts of each part and the next together."""
    return [one.facts + other.facts for one, other in pairwise(parts)]


def _around(beads: Sequence[Bead], high: int, wide: int) -> list[tuple[int, int]]:
    """The band around an alignment of `high` segments with `wide` ones."""
    band = [(wide, 0)] * (high + 1)
    for bead in beads:
        for at in range(bead.ours.start, bead.ours.stop + 1):
            low, up = band[at]
            band[at] = min(low, bead.theirs.start - _NEAR), max(up, bead.theirs.stop + _NEAR)
    return [(max(low, 0), min(up, wide)) for low, up in band]


def _band(ours: Sequence[Part], theirs: Sequence[Part]) -> Iterator[tuple[int, int]]:
    """For each place in the source, the first and last place in the translation that it can be aligned with."""
    high, wide = len(ours), len(theirs)
    if (high + 1) * (wide + 1) <= _CELLS:
        yield from [(0, wide)] * (high + 1)
        return
    reach = max(_NARROWEST, _CELLS // (2 * high + 2))
    low = 0
    for (i, j), (after, along) in pairwise([(0, 0), *_fixed(ours, theirs), (high, wide)]):
        for at in range(i, after):
            middle = j + (at - i) * (along - j) / (after - i)
            low = max(low, round(middle) - reach)
            yield low, min(wide, max(low, math.ceil(middle + (along - j) / (after - i))) + reach)
    yield low, wide


def _fixed(ours: Sequence[Part], theirs: Sequence[Part]) -> list[tuple[int, int]]:
    """Places with a fact or word that each document has once: the most that stand in the same order in both."""
    here, there = _once(ours), _once(theirs)
    ends: list[int] = []
    chains: list[tuple[tuple[int, int], int]] = []
    """Pairs of places, each with the number of the pair before it in its run."""
    heads: list[int] = []
    for pair in sorted({(here[fact], there[fact]) for fact in here.keys() & there.keys()}):
        length = bisect_left(ends, pair[1])  # the longest increasing run of the second numbers (Schensted, 1961)
        chains.append((pair, heads[length - 1] if length else -1))
        ends[length : length + 1] = [pair[1]]
        heads[length : length + 1] = [len(chains) - 1]
    found, at = [], heads[-1] if heads else -1
    while at >= 0:
        pair, at = chains[at]
        found.append(pair)
    return [pair for pair in dict(reversed(found)).items() if pair[0]]


def _once(parts: Sequence[Part]) -> dict[object, int]:
    """Each fact and word that stands in one part alone, and in which."""
    places: dict[object, list[int]] = {}
    for index, part in enumerate(parts):
        for fact in (*part.facts.facts, *part.facts.words):
            places.setdefault(fact, []).append(index)
    return {fact: found[0] for fact, found in places.items() if len(found) == 1}
