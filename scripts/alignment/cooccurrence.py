"""What the documents themselves tell of their words: a word that comes back has a partner that comes back with it.

No dictionary is needed: where "calendar" stands in three segments, and one word
stands in the translations of all three and in few others, the two belong
together. A pair is judged by what all other pairs say of its words, never by itself.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from itertools import pairwise, product
from math import log

from .blocks import Part

_STEM = 6
"""Letters of a word by which its forms are known."""
_NO_BLANKS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]")
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

Stems = frozenset[str]


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

    def __init__(self, ours: Sequence[Part], theirs: Sequence[Part], pairs: Sequence[tuple[int, int]]) -> None:
        """`pairs` are those of a first alignment, as numbers of segments of either side."""
        here, there = _texts(ours), _texts(theirs)
        self.pairs = (
            {i: number for number, (i, _) in enumerate(pairs)},
            {j: number for number, (_, j) in enumerate(pairs)},
        )
        self.places = _places([here[i] for i, _ in pairs]), _places([there[j] for _, j in pairs])
        self.ours = [text & self.places[0].keys() for text in here]
        self.theirs = [text & self.places[1].keys() for text in there]
        self.together = Counter(both for i, j in pairs for both in product(self.ours[i], self.theirs[j]))
        self.worth = _WORTH * len(pairs) / (len(pairs) + _FEW)
        self.known: dict[tuple[int, int], float] = {}

    def score(self, i: int, j: int) -> float:
        """How well the words of two segments go together, as logarithm of odds; 0 where nothing is known of them."""
        if (i, j) not in self.known:
            own = {self.pairs[0].get(i, -1), self.pairs[1].get(j, -1)}
            gains = [gain for word in self.ours[i] if (gain := self._gain(word, j, own)) is not None]
            self.known[i, j] = max(_LEAST, self.worth * sum(gain - _NOTHING for gain in gains))
        return self.known[i, j]

    def _gain(self, word: str, j: int, own: Collection[int]) -> float | None:
        """What the best partner of a word in their segment gives; None where no other pair has the word."""
        here = self.places[0][word]
        count = len(here) - sum(pair in here for pair in own)
        if not count:
            return None
        best = 0.0
        for partner in self.theirs[j]:
            both = self.together.get((word, partner), 0)
            if both:
                there = self.places[1][partner]
                both -= sum(pair in here and pair in there for pair in own)
                others = len(there) - sum(pair in there for pair in own) - both
                share = (both + 0.5) / (count + 1)
                elsewhere = (others + 0.5) / (len(self.pairs[0]) - count + 1)
                best = max(best, log(share / elsewhere) * both / count)
        return best


def _texts(parts: Sequence[Part]) -> list[Stems]:
    return [stems(part.segment.text) for part in parts]


def _places(texts: Sequence[Stems]) -> dict[str, set[int]]:
    """For each word that comes back and is not common, the numbers of the pairs that have it."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for number, text in enumerate(texts):
        for word in text:
            found[word].add(number)
    most = max(2, _COMMON * len(texts))
    return {word: places for word, places in found.items() if 2 <= len(places) <= most}
