"""Learns from an alignment which words of two documents belong together, without a dictionary.

If "calendar" is in three segments, and one word is in the translations of all three and in few others, the two are
probably translations of each other: they are partners. The score of a pair comes from all other pairs, never from the
pair itself, because a wrong pair would always confirm itself.
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
"""Letters at the beginning of a word that all its forms share, more or less."""
_NO_SPACES = regex("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]")
"""Scripts without spaces between words (Thai to Khmer, kana, Han): every two neighbouring letters count as a word."""
_COMMON = 0.25
"""Largest share of the segments that may have a word; one that is more common says nothing."""
_NOTHING = 1.0
"""The gain that a word has by chance."""
_WORTH = 0.5
"""Factor for the sum of all gains, as the words of one text are not independent of each other."""
_FEW = 25
"""With this many pairs, half of what is learned is taken for chance; with more, less."""
_LEAST = -4.0
"""The lowest score: words that are missing do not prove that a free translation is wrong."""
_NO_PAIR = -1

Stems = frozenset[str]
Places = frozenset[int]
"""Numbers of pairs."""
Texts = tuple[Sequence[Stems], Sequence[Stems]]
"""The words of each segment of the source, and of each segment of the translation."""


def stems(text: str) -> Stems:
    """The beginnings of the words of a text, or pairs of letters in a script without spaces between words."""
    found: set[str] = set()
    plain = unicodedata.normalize("NFKC", text).casefold()
    for word in "".join(char if unicodedata.category(char)[0] in "LM" else " " for char in plain).split():
        if _NO_SPACES.search(word):
            found.update(one + other for one, other in pairwise(word))
        elif len(word) > 2:
            found.add(word[:_STEM])
    return frozenset(found)


class Cooccurrence:
    """Which words occur together in the pairs of two documents."""

    def __init__(self, texts: Texts, pairs: Sequence[tuple[int, int]]) -> None:
        """`pairs` are those of a first alignment: (number of the segment in the source, in the translation)."""
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
        """What is learned from the other pairs only."""
        others = copy(self)  # shares the texts, and gets tables of its own
        others._leave_out(frozenset(self.numbers[0][i] for i, _ in pairs))
        return others

    def score(self, i: int, j: int) -> float:
        """How well the words of two segments go together, as a logarithm of odds; 0 if nothing is known about them."""
        score = self.known.get((i, j))
        if score is None:
            score = self.known[i, j] = self._score(i, j) if self.count else 0.0
        return score

    def _score(self, i: int, j: int) -> float:
        # Neither the pair in which `i` is now nor that of `j` counts as evidence. Instead of learning everything again
        # without them, they are subtracted: `i` has the word, so its pair has it too; that of `j` may have it.
        pair, other = self._number(0, i), self._number(1, j)
        theirs = self._words(1, j)
        partnered = self._words(1, self.pairs[pair][1]) if pair not in (_NO_PAIR, other) else frozenset[str]()
        gains = []
        for word in self._words(0, i):
            here = self.places[0][word]
            is_here = other in here
            count = len(here) - is_here - (pair not in (_NO_PAIR, other))
            if count:  # otherwise no other pair has the word, and nothing is known about it
                known = self._gains(word, count, is_here, other != _NO_PAIR)
                shared = theirs & known.keys()
                # The pair of `i` has these words too, so for them it has to be subtracted as well.
                again = shared & partnered
                best = max(map(known.__getitem__, shared - again), default=0.0)
                if again:
                    known = self._gains(word, count, is_here, other != _NO_PAIR, less=1)
                    best = max(best, max(known.get(partner, 0.0) for partner in again))
                gains.append(best)
        return max(_LEAST, self.worth * (fsum(gains) - _NOTHING * len(gains)))

    def _gains(self, word: str, count: int, is_here: bool, is_paired: bool, less: int = 0) -> dict[str, float]:
        """The gain of a word of the source with each partner, for those with which it is positive.

        `count` other pairs have the word. Of the counts of a partner, the pair of the partner's segment is subtracted
        if it `is_paired`, also where the word is in it (`is_here`); with `less`, so is the pair of the word's segment.

        The gain is the logarithm of how much likelier the partner is in pairs with the word than in all others (with
        0.5 added to small counts), in proportion to the share of the pairs with the word that have the partner.
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
        """The number of the pair in which a segment is; `_NO_PAIR` if it is in none, or if the pair is left out."""
        number = self.numbers[side].get(at, _NO_PAIR)
        return _NO_PAIR if number in self.left_out else number

    def _words(self, side: int, at: int) -> Stems:
        """The words of a segment that are in other segments too, but are not common."""
        known = self.known_words[side]
        if at not in known:
            known[at] = frozenset(word for word in self.texts[side][at] if self._places(side, word))
        return known[at]

    def _places(self, side: int, word: str) -> Places:
        """The numbers of the pairs that have a word; none for a word that is common or occurs only once."""
        places = self.places[side].get(word)
        if places is None:
            found = self.all_places[side].get(word, _NOWHERE) - self.left_out
            places = found if 2 <= len(found) <= max(2, _COMMON * self.count) else _NOWHERE
            self.places[side][word] = places
        return places

    def _partners(self, word: str) -> Counter[str]:
        """How many of the pairs that have a word of the source have each word of the translation."""
        found = self.partners.get(word)
        if found is None:
            pairs = (self.pairs[number] for number in self._places(0, word))
            found = self.partners[word] = Counter(partner for _, j in pairs for partner in self._words(1, j))
        return found


def texts_of(ours: Sequence[Part], theirs: Sequence[Part]) -> Texts:
    """The words of each segment of two documents."""
    return [stems(part.segment.text) for part in ours], [stems(part.segment.text) for part in theirs]


_NOWHERE: Places = frozenset()


def _places(texts: Iterable[Stems]) -> dict[str, Places]:
    """For each word the numbers of the texts that have it."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for number, text in enumerate(texts):
        for word in text:
            found[word].add(number)
    return {word: frozenset(places) for word, places in found.items()}
