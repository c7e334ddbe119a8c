"""Which old segment a changed one comes from: by its words, and by the place it took.

Only segments that vanished are candidates. msgids are the same in all locales,
so one answer serves every catalog of a policy.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from rapidfuzz import fuzz, process

from ..po import Key

_PLACE = 0.05
"""What each sign of the same place takes off the unlikeness: the same neighbour before, behind, the same rank."""
_PART = 0.8
"""How much of a segment must stand in another for it to be a part of it."""
_SHORTEST_PART = 12
"""Characters; shorter texts stand in others by chance."""
_COMPARED = 2_000
"""Characters from its beginning by which a segment is compared; a hostile one is longer."""
_MOST = 10**10
"""Characters of all new segments times those of all vanished ones; above it only neighbours are compared."""
_WINDOW = 25
"""Ranks before and behind a place at which its neighbours are looked for."""
_PART_WINDOW = 3
_LONGEST_PART = 4_000_000
"""Characters of a part times those of its whole."""


@dataclass(frozen=True, slots=True)
class _Gap:
    """Where a segment stands: between two that both versions have."""

    before: Key | None
    after: Key | None
    rank: int
    """From 0, among the segments of its version between the two."""


def predecessors(old: Sequence[Key], new: Sequence[Key], least: float) -> dict[Key, Key]:
    """The vanished segment that each new one comes from, as {new: old}; none where nothing is like enough.

    `old` and `new` are the segments of one policy in reading order. A pair has
    at least the likeness `least`: rapidfuzz's ratio (0 to 1), and up to a
    seventh of what it lacks for the same place. Each old segment has one
    successor, unless it was split: then every part that stands in it has it. Of
    joined segments the one that gives most to the new one is named. A segment
    that only moved is in both versions, and not of interest here.
    """
    known, wanted = set(old), set(new)
    vanished, fresh = dict(_gaps(old, wanted)), dict(_gaps(new, known))
    if not vanished or not fresh:
        return {}
    neighbours = _neighbours(vanished)
    is_few = _characters(vanished) * _characters(fresh) <= _MOST
    found: dict[Key, Key] = {}
    taken: set[Key] = set()
    pairs = [
        pair
        for key, gap in fresh.items()
        for pair in _pairs(key, gap, vanished, list(vanished) if is_few else neighbours(gap, _WINDOW), least)
    ]
    for _, key, other in sorted(pairs, key=lambda pair: -pair[0]):  # stable: equals stay in reading order
        if key not in found and other not in taken:
            found[key] = other
            taken.add(other)
    for key, gap in fresh.items():
        if key not in found and (whole := _part(key, neighbours(gap, _PART_WINDOW), max(least, _PART))):
            found[key] = whole
    return found


def _characters(keys: Iterable[Key]) -> int:
    return sum(min(len(text), _COMPARED) for _, text in keys)


def _gaps(keys: Iterable[Key], others: set[Key]) -> Iterator[tuple[Key, _Gap]]:
    """Each key that is not among `others`, with its place."""
    runs = [(common, list(run)) for common, run in groupby(dict.fromkeys(keys), key=others.__contains__)]
    for index, (common, run) in enumerate(runs):
        if not common:
            before = runs[index - 1][1][-1] if index else None
            after = runs[index + 1][1][0] if index + 1 < len(runs) else None
            for rank, key in enumerate(run):
                yield key, _Gap(before, after, rank)


def _neighbours(vanished: Mapping[Key, _Gap]) -> Callable[[_Gap, int], list[Key]]:
    """The vanished segments that stood where a place is: behind or before the same segment, at about the same rank."""
    sides: defaultdict[tuple[str, Key | None], list[Key]] = defaultdict(list)
    for key, gap in vanished.items():
        sides["behind", gap.before].append(key)
        sides["before", gap.after].append(key)

    def at(gap: _Gap, ranks: int) -> list[Key]:
        window = slice(max(gap.rank - ranks, 0), gap.rank + ranks)
        return list(dict.fromkeys([*sides["behind", gap.before][window], *sides["before", gap.after][window]]))

    return at


def _pairs(
    key: Key, gap: _Gap, vanished: Mapping[Key, _Gap], others: Sequence[Key], least: float
) -> Iterator[tuple[float, Key, Key]]:
    """(likeness, new, old) of every old segment that is like enough to the new one."""
    texts = [text[:_COMPARED] for _, text in others]
    floor = max((least - 3 * _PLACE) / (1 - 3 * _PLACE), 0.01) * 100
    found = process.extract(key[1][:_COMPARED], texts, scorer=fuzz.ratio, score_cutoff=floor, limit=_WINDOW)
    for _, score, index in found:
        other = others[index]
        likeness = score / 100 + (1 - score / 100) * _PLACE * _signs(gap, vanished[other])
        if likeness >= least:
            yield likeness, key, other


def _signs(one: _Gap, other: _Gap) -> int:
    """How many signs there are, from 0 to 3, that two places are one."""
    same = (one.before == other.before, one.after == other.after)
    return sum(same) + (any(same) and one.rank == other.rank)


def _part(key: Key, others: Iterable[Key], least: float) -> Key | None:
    """The old segment that `key` was split from, or that gave most to it when joined."""
    best, most = None, 0.0
    for other in others:
        shorter = min(len(key[1]), len(other[1]))
        if shorter >= _SHORTEST_PART and len(key[1]) * len(other[1]) <= _LONGEST_PART:
            share = fuzz.partial_ratio(key[1], other[1], score_cutoff=least * 100) / 100
            if share * shorter > most:
                best, most = other, share * shorter
    return best


def nearest(text: str, known: Iterable[str], least: float) -> str | None:
    """The text of `known` most like `text` (rapidfuzz's ratio, 0 to 1), if it is at least so much like it."""
    texts = list(known)
    found = process.extractOne(text[:_COMPARED], texts, scorer=fuzz.ratio, score_cutoff=least * 100)
    return None if found is None else texts[found[2]]
