"""Which old segment a changed one comes from, by its words and by its place.

Only segments that vanished are candidates. msgids are the same in all locales,
so one result serves every catalog of a policy.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from rapidfuzz import fuzz, process

from ..po import Key

_PLACE = 0.05
"""Share of the missing similarity that each sign of the same place adds: the same segment before, after, the same rank.

An author who rewrites a paragraph leaves it where it is, so place decides between texts that are about equally similar.
It cannot make a pair of texts that have little in common: all three signs add at most 15 % of what is missing.
"""
_PART = 0.8
"""Share of the shorter text that must occur in the longer one for it to be a part of it."""
_SHORTEST_PART = 12
"""Characters of the shortest part; shorter texts occur in others by chance."""
_COMPARED = 2_000
"""Characters at its beginning by which a segment is compared: the time grows with the product of both lengths."""
_MOST = 10**10
"""Characters of all new segments times those of all vanished ones; above it only neighbours are compared."""
_WINDOW = 25
"""Ranks before and after a place among which its neighbours are."""
_PART_WINDOW = 3
"""The same for parts of a split or joined segment, which stay close together."""
_LONGEST_PART = 4_000_000
"""Characters of one text times those of the other, above which nobody looks for a part."""


@dataclass(frozen=True, slots=True)
class _Gap:
    """The place of a segment between two segments that both versions have."""

    before: Key | None
    after: Key | None
    rank: int
    """Position from 0 among the segments of its version between those two."""


def predecessors(old: Sequence[Key], new: Sequence[Key], least: float) -> dict[Key, Key]:
    """The vanished segment that each new one comes from, as {new: old}; nothing for one that resembles none.

    `old` and `new` are the segments of one policy in reading order. A pair has
    at least the similarity `least`: rapidfuzz's ratio (0 to 1), plus up to 15 %
    of what is missing to 1 for the same place. An old segment has one successor,
    unless it was split: then it is given for each of its parts. For joined
    segments, the one with the largest share of the new one is given. A segment
    that only moved is in both versions, and is not looked at here.
    """
    known, wanted = set(old), set(new)
    vanished, fresh = dict(_gaps(old, wanted)), dict(_gaps(new, known))
    if not vanished or not fresh:
        return {}
    neighbours = _neighbours(vanished)
    # To compare each new segment with each vanished one takes time in proportion to the product of their lengths.
    is_few = _characters(vanished) * _characters(fresh) <= _MOST
    found: dict[Key, Key] = {}
    taken: set[Key] = set()
    pairs = [
        pair
        for key, gap in fresh.items()
        for pair in _pairs(key, gap, vanished, list(vanished) if is_few else neighbours(gap, _WINDOW), least)
    ]
    # Greedy: the most similar pairs come first, and each takes its two segments away from all other pairs.
    for _, key, other in sorted(pairs, key=lambda pair: -pair[0]):  # stable: equals stay in reading order
        if key not in found and other not in taken:
            found[key] = other
            taken.add(other)
    # A half of a split segment has a low ratio to the whole, but occurs in it word for word: a second, partial search.
    for key, gap in fresh.items():
        if key not in found and (whole := _part(key, neighbours(gap, _PART_WINDOW), max(least, _PART))):
            found[key] = whole
    return found


def _characters(keys: Iterable[Key]) -> int:
    return sum(min(len(text), _COMPARED) for _, text in keys)


def _gaps(keys: Iterable[Key], others: set[Key]) -> Iterator[tuple[Key, _Gap]]:
    """Each key that is not in `others`, with its place."""
    runs = [(common, list(run)) for common, run in groupby(dict.fromkeys(keys), key=others.__contains__)]
    for index, (common, run) in enumerate(runs):
        if not common:
            before = runs[index - 1][1][-1] if index else None
            after = runs[index + 1][1][0] if index + 1 < len(runs) else None
            for rank, key in enumerate(run):
                yield key, _Gap(before, after, rank)


def _neighbours(vanished: Mapping[Key, _Gap]) -> Callable[[_Gap, int], list[Key]]:
    """Gives the vanished segments near a place: after or before the same segment, at about the same rank."""
    sides: defaultdict[tuple[str, Key | None], list[Key]] = defaultdict(list)
    for key, gap in vanished.items():
        sides["after", gap.before].append(key)
        sides["before", gap.after].append(key)

    def at(gap: _Gap, ranks: int) -> list[Key]:
        window = slice(max(gap.rank - ranks, 0), gap.rank + ranks)
        return list(dict.fromkeys([*sides["after", gap.before][window], *sides["before", gap.after][window]]))

    return at


def _pairs(
    key: Key, gap: _Gap, vanished: Mapping[Key, _Gap], others: Sequence[Key], least: float
) -> Iterator[tuple[float, Key, Key]]:
    """(similarity, new, old) for every old segment that is similar enough to the new one."""
    texts = [text[:_COMPARED] for _, text in others]
    # The ratio r with which a pair reaches `least` if all three signs of place are there: r + (1 - r) * 3 * _PLACE.
    floor = max((least - 3 * _PLACE) / (1 - 3 * _PLACE), 0.01) * 100
    found = process.extract(key[1][:_COMPARED], texts, scorer=fuzz.ratio, score_cutoff=floor, limit=_WINDOW)
    for _, score, index in found:
        other = others[index]
        similarity = score / 100 + (1 - score / 100) * _PLACE * _signs(gap, vanished[other])
        if similarity >= least:
            yield similarity, key, other


def _signs(one: _Gap, other: _Gap) -> int:
    """How many signs (0 to 3) say that two places are the same."""
    same = (one.before == other.before, one.after == other.after)
    return sum(same) + (any(same) and one.rank == other.rank)


def _part(key: Key, others: Iterable[Key], least: float) -> Key | None:
    """The old segment from which `key` was split, or of those joined into it the one with the largest share."""
    best, most = None, 0.0
    for other in others:
        shorter = min(len(key[1]), len(other[1]))
        if shorter >= _SHORTEST_PART and len(key[1]) * len(other[1]) <= _LONGEST_PART:
            share = fuzz.partial_ratio(key[1], other[1], score_cutoff=least * 100) / 100
            if share * shorter > most:
                best, most = other, share * shorter
    return best


def nearest(text: str, known: Iterable[str], least: float) -> str | None:
    """The text in `known` that is most similar to `text`; None if its rapidfuzz ratio (0 to 1) is below `least`."""
    texts = list(known)
    found = process.extractOne(text[:_COMPARED], texts, scorer=fuzz.ratio, score_cutoff=least * 100)
    return None if found is None else texts[found[2]]
