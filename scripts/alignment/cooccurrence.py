"""What the documents themselves tell of their words: a word that comes back has a partner that comes back with it.

No dictionary is needed: where "calendar" stands in three segments, and one word
stands in the translations of all three and in few others, the two belong
together. A pair is judged by what all other pairs say of its words, never by itself.
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from copy import copy
from itertools import pairwise
from math import fsum, log

from ..patterns import regex
from .blocks import Part

_STEM = 6
"""Letters of a word by which its forms are known."""
_NO_BLANKS = regex("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]")
"""Scripts that set no blanks between words: two letters at a time stand for a word."""
_COMMON = 0.25
"""Share of the segments above which a word tells nothing."""
_NOTHING = 1.0
"""What a word gives by chance."""
_WORTH = 0.5
"""How much of what words give is counted: they come in company, and are not independent."""
_FEW = 25
"""Pairs from which on chance is no longer the greater part of what is found."""
_LEAST = -4.0
_NO_PAIR = -1

Stems = frozenset[str]
Places = frozenset[int]
"""Numbers of pairs."""
Texts = tuple[Sequence[Stems], Sequence[Stems]]
"""The words of each segment of the source and of the translation."""


def stems(text: str) -> Stems:
    """The words of a text by their beginnings; pairs of letters in a script without blanks."""
    found: set[str] = set()
    plain = unicodedata.normalize("NFKC", text).casefold()
    for word in "".join(char if unicodedata.category(char)[0] in "LM" else " " for char in plain).split():
        if _NO_BLANKS.search(word):
            found.update(one + other for one, other in pairwise(word))
        elif len(word) > 2:
            found.add(word[:_STEM])
    return frozenset(found)


class Cooccurrence:
    """Which words come back together in the pairs of two documents."""

    def __init__(self, texts: Texts, pairs: Sequence[tuple[int, int]]) -> None:
        """`pairs` are those of a first alignment, as numbers of segments of either side."""
        self.texts, self.pairs = texts, pairs
        self.numbers = (
            {i: number for number, (i, _) in enumerate(pairs)},
            {j: number for number, (_, j) in enumerate(pairs)},
        )
        self.all_places = _places(texts[0][i] for i, _ in pairs), _places(texts[1][j] for _, j in pairs)
        self._leave_out(frozenset())

    def _leave_out(self, pairs: frozenset[int]) -> None:
        self.left_out = pairs
        self.count = len(self.pairs) - len(pairs)
        self.worth = _WORTH * self.count / (self.count + _FEW)
        self.places: tuple[dict[str, Places], dict[str, Places]] = {}, {}
        self.known_words: tuple[dict[int, Stems], dict[int, Stems]] = {}, {}
        self.partners: dict[str, Counter[str]] = {}
        self.gains: dict[tuple[str, int, bool, bool, int], dict[str, float]] = {}
        self.known: dict[tuple[int, int], float] = {}

    def without(self, pairs: Iterable[tuple[int, int]]) -> "Cooccurrence":
        """What the other pairs tell."""
        others = copy(self)
        others._leave_out(frozenset(self.numbers[0][i] for i, _ in pairs))
        return others

    def score(self, i: int, j: int) -> float:
        """How well the words of two segments go together, as logarithm of odds; 0 where nothing is known of them."""
        score = self.known.get((i, j))
        if score is None:
            score = self.known[i, j] = self._score(i, j) if self.count else 0.0
        return score

    def _score(self, i: int, j: int) -> float:
        pair, other = self._number(0, i), self._number(1, j)
        theirs = self._words(1, j)
        beside = self._words(1, self.pairs[pair][1]) if pair not in (_NO_PAIR, other) else frozenset[str]()
        gains = []
        for word in self._words(0, i):
            here = self.places[0][word]
            is_here = other in here
            count = len(here) - is_here - (pair not in (_NO_PAIR, other))
            if count:  # a segment's own pairs are no evidence for it; where no other has the word, nothing is known
                known = self._gains(word, count, is_here, other != _NO_PAIR)
                shared = theirs & known.keys()
                again = shared & beside
                best = max(map(known.__getitem__, shared - again), default=0.0)
                if again:
                    known = self._gains(word, count, is_here, other != _NO_PAIR, less=1)
                    best = max(best, max(known.get(partner, 0.0) for partner in again))
                gains.append(best)
        return max(_LEAST, self.worth * (fsum(gains) - _NOTHING * len(gains)))

    def _gains(self, word: str, count: int, is_here: bool, is_paired: bool, less: int = 0) -> dict[str, float]:
        """What a word of the source that `count` other pairs have gives by each partner, where it gives anything.

        The pair of the partner's segment is left out if it `is_paired`, and has the word if it `is_here`; with
        `less`, the pair of the word's segment has the partner too.
        """
        found = self.gains.get((word, count, is_here, is_paired, less))
        if found is None:
            found = self.gains[word, count, is_here, is_paired, less] = {}
            others = (self.count - count + 1) / (count + 1)
            for partner, both in self._partners(word).items():
                n = both - is_here - less
                if n > 0:
                    elsewhere = len(self.places[1][partner]) - is_paired - (both - is_here)
                    odds = others * (n + 0.5) / (elsewhere + 0.5)
                    if odds > 1.0:
                        found[partner] = log(odds) * n / count
        return found

    def _number(self, side: int, at: int) -> int:
        """The number of a segment's own pair."""
        number = self.numbers[side].get(at, _NO_PAIR)
        return _NO_PAIR if number in self.left_out else number

    def _words(self, side: int, at: int) -> Stems:
        """The words of a segment that come back and are not common."""
        known = self.known_words[side]
        if at not in known:
            known[at] = frozenset(word for word in self.texts[side][at] if self._places(side, word))
        return known[at]

    def _places(self, side: int, word: str) -> Places:
        """The numbers of the pairs that have a word; none where it is common or does not come back."""
        places = self.places[side].get(word)
        if places is None:
            found = self.all_places[side].get(word, _NOWHERE) - self.left_out
            places = found if 2 <= len(found) <= max(2, _COMMON * self.count) else _NOWHERE
            self.places[side][word] = places
        return places

    def _partners(self, word: str) -> Counter[str]:
        """How often each word of the translation stands in the pairs that have a word of the source."""
        found = self.partners.get(word)
        if found is None:
            pairs = (self.pairs[number] for number in self._places(0, word))
            found = self.partners[word] = Counter(partner for _, j in pairs for partner in self._words(1, j))
        return found


def texts_of(ours: Sequence[Part], theirs: Sequence[Part]) -> Texts:
    """The words of the segments of two documents."""
    return [stems(part.segment.text) for part in ours], [stems(part.segment.text) for part in theirs]


_NOWHERE: Places = frozenset()


def _places(texts: Iterable[Stems]) -> dict[str, Places]:
    """For each word the numbers of the texts that have it."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for number, text in enumerate(texts):
        for word in text:
            found[word].add(number)
    return {word: frozenset(places) for word, places in found.items()}
