"""Aligns a policy with its finished translation: pairs of segments, and those that were split, joined, added or lost.

This is dynamic programming over beads (Gale and Church, "A Program for Aligning Sentences in Bilingual Corpora", 1993),
scored by `Likeness`. A full table would take the product of both lengths, so only a band around certain pairs is
computed; it is widened if the alignment comes near its edge.

The margin of a bead is the difference to the best alignment without it. If another alignment is nearly as good, neither
can be trusted.
"""

import math
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from .blocks import Part
from .cooccurrence import Cooccurrence
from .scoring import IMPOSSIBLE, Likeness

STEPS = {(1, 1): 0.0, (1, 0): -4.5, (0, 1): -4.5, (1, 2): -4.0, (2, 1): -4.0}
"""The kinds of beads: how many segments of the source and of the translation, and the logarithm of their probability.

As in Gale and Church, nearly all beads are pairs; there, too, splits and joins are likelier than gaps.
"""

_REACH = 24
"""Segments on either side of certain pairs among which the first alignment is looked for, at first."""
_CELLS = 60_000
"""Cells of the largest band; one that has more is not widened again."""
_NEAR = 12
"""Segments on either side of the first alignment among which a second one is looked for."""
_HOPELESS = 15.0
"""The largest difference to the best alignment at which an alignment with another bead counts as a rival."""
_NONE = float("-inf")


@dataclass(frozen=True, slots=True)
class Bead:
    """Segments of the source and of the translation that have the same content; one side can be empty."""

    ours: range
    theirs: range
    margin: float = 0.0
    """By how much every alignment without this bead is worse: a logarithm of odds, at most 99."""
    rival: tuple[int, int] | None = None
    """The segment that the next best alignment has in this bead instead: (0 for the source or 1, its number)."""

    @property
    def is_pair(self) -> bool:
        """Whether it has one segment of the source and one of the translation."""
        return len(self.ours) == len(self.theirs) == 1


def align(likeness: Likeness) -> list[Bead]:
    """The best alignment, in reading order; every segment of either side is in exactly one bead.

    It is computed in a band. If it comes near the edge, a better one may lie outside, so the band is doubled.
    """
    reach = _REACH
    while True:
        band = _band(likeness.ours, likeness.theirs, reach)
        table = _Table(likeness, band, None)
        # A large band is not widened again: the time grows with its cells.
        cells = sum(high - low + 1 for low, high in band)
        if cells > _CELLS or not _nears_edge(table.path, band, reach // 2):
            return table.beads()
        reach *= 2


def realign(likeness: Likeness, beads: Sequence[Bead], cooccurrence: Cooccurrence) -> list[Bead]:
    """The best alignment near a first one, scored also by the words that the first one taught."""
    band = _around(beads, len(likeness.ours), len(likeness.theirs))
    return _Table(likeness, band, cooccurrence).beads()


Move = tuple[int, int, float]
"""How many segments of each side a bead takes, and its score."""
Rival = tuple[float, int, tuple[int, int, int, int]]
"""The score of the best alignment with a bead, the smaller of its two numbers of segments, and the bead."""


class _Table:
    """The best scores from the beginning to each place (i, j) between segments, and from there to the end.

    Both directions are needed for the margins: the best alignment with a bead has the best score up to the bead, plus the
    score of the bead, plus the best score from its end.
    """

    def __init__(self, likeness: Likeness, band: Sequence[tuple[int, int]], words: Cooccurrence | None) -> None:
        self.likeness, self.words, self.band = likeness, words, band
        self.high, self.wide = len(likeness.ours), len(likeness.theirs)
        self.before = [[_NONE] * (high - low + 1) for low, high in self.band]
        self.behind = [[_NONE] * (high - low + 1) for low, high in self.band]
        self.steps: dict[tuple[int, int], list[Move]] = {}
        """Place to the beads that begin there, in the order in which places are reached."""
        self._forward()
        self._backward()

    def _forward(self) -> None:
        # Places are visited row by row. Every bead leads to a later place, so the best score of a place is final
        # when it is visited.
        self.before[0][0] = 0.0
        for i, (low, high) in enumerate(self.band):
            row = self.before[i]
            for j in range(low, high + 1):
                here = row[j - low]
                if here == _NONE:  # no alignment within the band comes through this place
                    continue
                self.steps[i, j] = found = self._beads_at(i, j)
                for down, along, score in found:
                    after, column = self.before[i + down], j + along - self.band[i + down][0]
                    if here + score > after[column]:
                        after[column] = here + score

    def _backward(self) -> None:
        # The same beads, visited from the end: `steps` has its places in the order of `_forward`.
        self.behind[-1][-1] = 0.0
        for (i, j), found in reversed(self.steps.items()):
            ways = [score + self._behind(i + down, j + along) for down, along, score in found]
            if ways:
                column = j - self.band[i][0]
                self.behind[i][column] = max(self.behind[i][column], *ways)

    @cached_property
    def path(self) -> list[tuple[int, int, int, int]]:
        """The beads of the best alignment as (i, j, segments of the source, segments of the translation)."""
        # From each place, the best bead is the one with the best score to the end.
        found, i, j = [], 0, 0
        while (i, j) != (self.high, self.wide):
            down, along, _ = max(self.steps[i, j], key=lambda step: step[2] + self._behind(i + step[0], j + step[1]))
            found.append((i, j, down, along))
            i, j = i + down, j + along
        return found

    def beads(self) -> list[Bead]:
        """The beads of the best alignment, each with its margin.

        An alignment without a bead has one of its segments in another bead, so the best rival of its segments counts.
        """
        best, rivals = self.behind[0][0], self._rivals()
        found = []
        for bead in self.path:
            i, j, down, along = bead
            members = _members(*bead)
            second, _, other = max((rivals[member] for member in members if member in rivals), default=(_NONE, 0, bead))
            rival = next((member for member in _members(*other) if member not in members), None)
            found.append(Bead(range(i, i + down), range(j, j + along), min(best - second, 99.0), rival))
        return found

    def _behind(self, i: int, j: int) -> float:
        return self.behind[i][j - self.band[i][0]]

    def _beads_at(self, i: int, j: int) -> list[Move]:
        found = []
        for (down, along), prior in STEPS.items():
            row = i + down
            if row > self.high or not self.band[row][0] <= j + along <= self.band[row][1]:
                continue
            score = prior + self._score(i, j, down, along) if down and along else prior
            if score > IMPOSSIBLE:
                found.append((down, along, score))
        return found

    def _score(self, i: int, j: int, down: int, along: int) -> float:
        if down < along:
            return self.likeness.split(i, j)
        if down > along:
            return self.likeness.join(i, j)
        # Words are learned from pairs only, so they say nothing about splits and joins.
        said = self.words.score(i, j) if self.words else 0.0
        return said + self.likeness.pair(i, j)

    def _rivals(self) -> dict[tuple[int, int], Rival]:
        """For each segment (side, number), the best bead that is not in the best alignment, unless it is hopeless.

        All new beads of one other alignment have the same score, but for the last digits, which depend on the order of
        the sums. Rounding makes them equal, and then a pair is preferred to a gap: it names another segment.
        """
        chosen = {member: bead for bead in self.path for member in _members(*bead)}
        least = self.behind[0][0] - _HOPELESS
        rivals: dict[tuple[int, int], Rival] = {}
        for (i, j), found in self.steps.items():
            here = self.before[i][j - self.band[i][0]]
            if here + self._behind(i, j) <= least:  # no alignment through this place is good enough
                continue
            for down, along, score in found:
                total = here + score + self._behind(i + down, j + along)
                if total > least:
                    bead = i, j, down, along
                    rival = round(total, 6), min(down, along), bead
                    for member in _members(*bead):
                        if bead != chosen[member] and (member not in rivals or rival > rivals[member]):
                            rivals[member] = rival
        return rivals


def _members(i: int, j: int, down: int, along: int) -> list[tuple[int, int]]:
    """The segments of a bead as (side, number)."""
    return [*((0, at) for at in range(i, i + down)), *((1, at) for at in range(j, j + along))]


def _around(beads: Sequence[Bead], high: int, wide: int) -> list[tuple[int, int]]:
    """The band around an alignment of `high` segments with `wide` segments."""
    band = [(wide, 0)] * (high + 1)
    for bead in beads:
        for at in range(bead.ours.start, bead.ours.stop + 1):
            low, up = band[at]
            band[at] = min(low, bead.theirs.start - _NEAR), max(up, bead.theirs.stop + _NEAR)
    return [(max(low, 0), min(up, wide)) for low, up in band]


def _nears_edge(path: Iterable[tuple[int, int, int, int]], band: Sequence[tuple[int, int]], near: int) -> bool:
    """Whether an alignment comes within `near` segments of an edge of the band that is not an end of the translation."""
    wide = band[-1][1]
    for i, j, _, _ in path:
        low, high = band[i]
        if (low > 0 and j - low < near) or (high < wide and high - j < near):
            return True
    return False


def _band(ours: Sequence[Part], theirs: Sequence[Part], reach: int) -> list[tuple[int, int]]:
    """For each place in the source, the first and the last place in the translation with which it can be aligned.

    The middle of the band is a straight line from one certain pair to the next; `reach` segments on either side belong
    to the band. Its lower edge never falls, because an alignment never goes back.
    """
    high, wide = len(ours), len(theirs)
    band, low = [], 0
    for (i, j), (after, along) in pairwise([(0, 0), *_fixed(ours, theirs), (high, wide)]):
        for at in range(i, after):
            # Between two certain pairs the numbers of segments can differ; the line from one to the other allows for
            # splits and joins that are spread evenly, and `reach` for those that are not.
            middle = j + (at - i) * (along - j) / (after - i)
            low = max(low, round(middle) - reach)
            band.append((low, min(wide, max(low, math.ceil(middle + (along - j) / (after - i))) + reach)))
    return [*band, (low, wide)]


def _fixed(ours: Sequence[Part], theirs: Sequence[Part]) -> list[tuple[int, int]]:
    """Certain pairs: segments with a fact or word that each document has once.

    A few such pairs are chance, and cross the others. The longest run that is in the same order in both documents is
    taken: the longest increasing subsequence (Schensted, 1961), by patience sorting in n log n steps.
    """
    here, there = _once(ours), _once(theirs)
    ends: list[int] = []
    """For each length of a run, the smallest number in the translation with which such a run ends."""
    chains: list[tuple[tuple[int, int], int]] = []
    """Pairs of places, each with the index of the pair before it in its run."""
    heads: list[int] = []
    """For each length of a run, the index in `chains` of its last pair."""
    for pair in sorted({(here[fact], there[fact]) for fact in here.keys() & there.keys()}):
        length = bisect_left(ends, pair[1])
        chains.append((pair, heads[length - 1] if length else -1))
        ends[length : length + 1] = [pair[1]]
        heads[length : length + 1] = [len(chains) - 1]
    found, at = [], heads[-1] if heads else -1
    while at >= 0:
        pair, at = chains[at]
        found.append(pair)
    # One place of the band for each segment of the source; the beginning is a place already.
    return [pair for pair in dict(reversed(found)).items() if pair[0]]


def _once(parts: Sequence[Part]) -> dict[object, int]:
    """Each fact and word that only one part has, with the number of that part."""
    places: dict[object, list[int]] = {}
    for index, part in enumerate(parts):
        for fact in (*part.facts.facts, *part.facts.words):
            places.setdefault(fact, []).append(index)
    return {fact: found[0] for fact, found in places.items() if len(found) == 1}
