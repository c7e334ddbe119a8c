"""How far a bead can be trusted, and the doubts that the report shows to translators.

A wrong pair that passes for a right one would be published as a translation. A right pair that is doubted costs a
translator one look. Everything that contradicts a pair therefore makes it doubtful: numbers, links, length, another
order that fits better, and the doubts of its neighbours. `tests/alignment/test_align.py` counts how many wrong pairs
are sure, and how many right ones are not.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import exp
from statistics import median
from urllib.parse import unquote

from .align import Bead, align, realign
from .blocks import Part
from .cooccurrence import Cooccurrence, Texts, texts_of
from .features import Features
from .scoring import Likeness, SegmentShape, place

SURE = 0.993
"""From this trust on, a pair can be published without a second look."""
LIKELY = 0.33
"""Below this trust, a bead gives no candidate at all."""

_LOCKED = 0.995
"""The least trust of a pair in a section that has the same blocks in the same order in both documents."""
_ROUNDS = 2
"""How often words are learned from the pairs, and the documents are aligned again."""
_LEARNED = 1.0
"""Words are learned from pairs with a larger margin than this."""
_EVIDENCE = 1.0
"""The score that two texts must have in common, and more than with any other of their run, to be sure on their own."""
_NARROW = 8.0
"""A pair with a smaller margin makes its run doubtful; in documents without gaps all margins are larger."""
_BELOW = 4.0
"""How far the margin must also be below the median: in documents with few facts, all margins are small."""
_PARAGRAPH = 2.0
"""How much smaller the margin of a paragraph may be: the lengths of paragraphs vary more than those of list items."""
_NEIGHBOUR = "a neighbour fits nearly as well"
_NO_NEIGHBOUR = "perhaps the two texts do not belong together at all"
_DOUBT = 0.6
"""Factor by which each doubt reduces the trust."""
_FAR = 3.5
"""Standard deviations of length from which on a pair is doubtful."""
_BETTER = 4.0
"""How much higher the score at another place must be for the order to be doubtful."""
_SWAPPED = 3.0
"""How much higher the scores of two segments must be together when they are swapped."""
_HALF = 0.5
"""Share of all segments that must be in pairs; with fewer, one document is no translation of the other."""
_MOST_FAR = 0.3
"""Largest share of pairs that may be far too long or too short."""
_ENOUGH = 4
_MET = 0.3
"""Least share of all numbers, links and the like that must be in both texts of a pair, if there are `_ENOUGH`."""
_MONTHS = frozenset(map(str, range(1, 13)))
"""Values that another language may write as words: months in dates, and numbers up to twelve."""


@dataclass(frozen=True, slots=True)
class Confidence:
    """A bead, how far it can be trusted, and why not further."""

    bead: Bead
    trust: float
    """From 0 to 1."""
    doubts: tuple[str, ...] = ()
    """Sentences for the report."""

    @property
    def is_sure(self) -> bool:
        return self.trust >= SURE and not self.doubts and self.bead.is_pair


def judge_alignment(ours: Sequence[Part], theirs: Sequence[Part]) -> list[Confidence]:
    """Align two documents and judge every bead, in reading order."""
    likeness, texts = Likeness(ours, theirs), texts_of(ours, theirs)
    beads, lexicon = _aligned(likeness, texts)
    wrong_document = _stranger(likeness, beads)
    locked = {bead for run in _sections(ours, beads) if _is_locked(ours, theirs, run) for bead in run}
    judge = _Judge(likeness, beads, lexicon)
    found = {}
    for bead in beads:
        doubts = tuple(judge.doubts(bead)) if bead.ours and bead.theirs else ()
        # The margin is a logarithm of odds; the logistic function makes a probability of it. A section with the same
        # blocks in both documents is trusted more: a lost and an added segment of the same kind are rare.
        share = 1 / (1 + exp(-bead.margin))
        trust = max(share, _LOCKED) if bead in locked and bead.is_pair else share
        if bead.ours and bead.theirs and trust < SURE and not doubts:
            doubts = (_neighbour(ours, theirs, bead),)
        found[bead] = trust, doubts
    uncertain = {bead for run in _siblings(ours, theirs, beads) for bead in judge.uncertain(run, found)}
    judged = []
    for bead, (trust, doubts) in found.items():
        if bead in uncertain:
            doubts = ("a segment next to it is doubtful, and nothing but the order supports this pair",)
        if wrong_document and bead.ours and bead.theirs:
            doubts = (*doubts, wrong_document)
        judged.append(Confidence(bead, trust * _DOUBT ** len(doubts), doubts))
    return judged


def _neighbour(ours: Sequence[Part], theirs: Sequence[Part], bead: Bead) -> str:
    """The doubt that names the segment which would fit nearly as well."""
    if bead.rival is None:  # the next best alignment leaves these segments without a partner
        return _NO_NEIGHBOUR
    side, at = bead.rival
    line, where = (theirs if side else ours)[at].segment.line, "the imported file" if side else "the policy"
    return f"{_NEIGHBOUR}: line {line} of {where}"


def _aligned(likeness: Likeness, texts: Texts) -> tuple[list[Bead], Cooccurrence]:
    """The alignment by structure, length and facts, then again with the words that it teaches."""
    beads, cooccurrence = align(likeness), Cooccurrence(texts, ())
    # Words can only be learned from an alignment, and then they improve it; so this is done more than once.
    for _ in range(_ROUNDS):
        pairs = [(bead.ours[0], bead.theirs[0]) for bead in beads if bead.is_pair and bead.margin > _LEARNED]
        cooccurrence = Cooccurrence(texts, pairs)
        beads = realign(likeness, beads, cooccurrence)
    return beads, cooccurrence


def _stranger(likeness: Likeness, beads: Iterable[Bead]) -> str:
    """Why the document does not look like a translation of this policy; "" where it does."""
    ours, theirs = likeness.ours, likeness.theirs
    # Alignment always finds something. In the wrong document its pairs may look good one by one, so all together are
    # compared: how many there are, their lengths, and the facts that they share.
    pairs = [(ours[bead.ours[0]], theirs[bead.theirs[0]]) for bead in beads if bead.is_pair]
    if len(pairs) < _HALF * max(len(ours), len(theirs)):
        return "the document as a whole has a different structure from the policy"
    far = sum(abs(likeness.measure.spread(one.facts.size, other.facts.size)) > _FAR for one, other in pairs)
    if far > len(pairs) * _MOST_FAR:
        return "many segments are much longer or shorter than those of the policy"
    fewer = min(sum(part.facts.facts.total() for part in parts) for parts in (ours, theirs))
    met = sum((one.facts.facts & other.facts.facts).total() for one, other in pairs)
    if fewer >= _ENOUGH and met < _MET * fewer:
        return "numbers and links are in other segments than in the policy"
    return ""


def _sections(ours: Sequence[Part], beads: Iterable[Bead]) -> Iterator[list[Bead]]:
    """Runs of beads, each from a heading to the next."""
    number = 0

    def section(bead: Bead) -> int:
        nonlocal number
        number += bool(bead.ours) and ours[bead.ours[0]].is_heading
        return number

    for _, run in groupby(beads, key=section):
        yield list(run)


def _siblings(ours: Sequence[Part], theirs: Sequence[Part], beads: Iterable[Bead]) -> Iterator[list[Bead]]:
    """Runs of beads of one kind of block, such as the items of a list; a heading ends a run."""

    def shape(bead: Bead) -> SegmentShape:
        return (ours[bead.ours[0]] if bead.ours else theirs[bead.theirs[0]]).shape

    for _, run in groupby(beads, key=shape):
        yield list(run)


def _is_locked(ours: Sequence[Part], theirs: Sequence[Part], run: Sequence[Bead]) -> bool:
    """Whether all beads of a section are pairs of the same kind of block in the same holders."""
    return all(bead.is_pair and ours[bead.ours[0]].shape == theirs[bead.theirs[0]].shape for bead in run)


class _Judge:
    """Finds what contradicts the beads of one alignment."""

    def __init__(self, likeness: Likeness, beads: Sequence[Bead], cooccurrence: Cooccurrence) -> None:
        self.likeness, self.lexicon = likeness, cooccurrence
        self.ours, self.theirs = ours, theirs = likeness.ours, likeness.theirs
        self.pairs = [(bead.ours[0], bead.theirs[0]) for bead in beads if bead.is_pair]
        self.words = Cooccurrence(cooccurrence.texts, self.pairs)
        # Some languages and translators do not keep `:` or `?` at the end; then a missing one says nothing.
        ends = [(ours[i].facts.end, theirs[j].facts.end) for i, j in self.pairs if ours[i].facts.end]
        self.ends_alike = sum(one == other for one, other in ends) >= _ALIKE * max(len(ends), _ENDS)
        # What is a narrow margin depends on the document: without numbers and links, all are narrow.
        margins = [bead.margin for bead in beads if bead.is_pair]
        self.narrow = min(_NARROW, median(margins) - _BELOW) if margins else 0.0
        self.at = {pair: index for index, pair in enumerate(self.pairs)}

    def doubts(self, bead: Bead) -> Iterator[str]:
        one, other = _joined(self.ours, bead.ours), _joined(self.theirs, bead.theirs)
        if len(bead.ours) > 1:
            yield "it seems to translate two segments of the policy"
        if len(bead.theirs) > 1:
            yield "two segments of the translation seem to belong to it"
        yield from contradictions(one, other)
        if one.end != other.end and self.ends_alike:
            yield f"it ends with {_mark(other.end)}, the source with {_mark(one.end)}"
        spread = self.likeness.measure.spread(one.size, other.size)
        if abs(spread) > _FAR:
            yield f"it is much {'longer' if spread > 0 else 'shorter'} than expected from the other segments"
        if bead.is_pair:
            yield from self._place(bead.ours[0], bead.theirs[0])

    def _place(self, i: int, j: int) -> Iterator[str]:
        ours, theirs = self.ours[i], self.theirs[j]
        if place(ours.shape, theirs.shape) < -0.5:
            yield f"it is {_called(theirs)}, and the source is {_called(ours)}"
        # A translator may have moved segments, but alignment keeps the order. Swaps are looked for among segments of
        # the same shape, because the text alone is compared.
        here = self._fit(i, j)
        near = self.pairs[max(0, self.at[i, j] - _REACH) : self.at[i, j] + _REACH + 1]
        for other, along in near:
            if other == i or self.ours[other].shape != ours.shape:
                continue
            swapped = self._fit(i, along) + self._fit(other, j) - here - self._fit(other, along)
            if swapped > _SWAPPED or self._fit(i, along) - here > _BETTER or self._fit(other, j) - here > _BETTER:
                yield "another order of the segments around it fits better"
                return

    def uncertain(self, run: Sequence[Bead], found: Mapping[Bead, tuple[float, tuple[str, ...]]]) -> Iterator[Bead]:
        """The pairs of a doubtful run that only their order supports.

        If a list loses one item and gets another one elsewhere, all items between the two places are paired wrongly,
        and each pair looks plausible. So one doubtful pair puts its whole run in doubt, except for pairs whose texts
        have enough in common.
        """
        as_many = sum(len(bead.ours) for bead in run) == sum(len(bead.theirs) for bead in run)
        if not any(self._shakes(bead, found[bead][1], as_many) for bead in run if bead.is_pair):
            return
        own = [(bead.ours[0], bead.theirs[0]) for bead in run if bead.is_pair]
        cooccurrence = self.words.without(own)  # what was learned from the run itself may be wrong
        for bead in run:
            if bead.is_pair and not found[bead][1] and not self._is_supported(bead, run, cooccurrence):
                yield bead

    def _shakes(self, bead: Bead, doubts: Sequence[str], as_many: bool) -> bool:
        """Whether a pair makes the others of its run doubtful.

        If a run has `as_many` segments in both documents, one may be lost and another added, and only the small
        margins of the pairs between them show it. If the numbers differ, the alignment has a gap there already.
        """
        narrow = self.narrow - (0.0 if self.ours[bead.ours[0]].holders else _PARAGRAPH)
        return (as_many and bead.margin < narrow) or any(
            not doubt.startswith((_NEIGHBOUR, _NO_NEIGHBOUR)) for doubt in doubts
        )

    def _is_supported(self, bead: Bead, run: Sequence[Bead], cooccurrence: Cooccurrence) -> bool:
        """Whether facts and words, without length and place, show that two texts belong together and to no other."""

        def shared(i: int, j: int) -> float:
            return self.likeness.shared(i, j) + cooccurrence.score(i, j)

        # Length and place are left out: they have made this pair, and would confirm it even if it is wrong.
        i, j = bead.ours[0], bead.theirs[0]
        least = shared(i, j) - _EVIDENCE
        return (
            least >= 0.0
            and not any(other != i and shared(other, j) > least for more in run for other in more.ours)
            and not any(other != j and shared(i, other) > least for more in run for other in more.theirs)
        )

    def _fit(self, i: int, j: int) -> float:
        return self.likeness.texts(i, j) + self.lexicon.score(i, j)


_ENDS = 4
_ALIKE = 0.8
"""A mark at the end counts if this share of the segments that have one keep it, of `_ENDS` segments at least."""
_REACH = 20
"""Pairs on either side among which another order is looked for."""

_CALLED = {
    "p": "a paragraph",
    "item": "a list item",
    "th": "a cell",
    "td": "a cell",
    "dt": "a term",
    "dd": "a definition",
    "html": "in HTML",
    "code": "a code block",
    "title": "the title in front matter",
}


def _called(part: Part) -> str:
    depth = f" {len(part.holders)} deep" if part.kind == "item" else ""
    return f"a heading of level {part.kind[1:]}" if part.is_heading else _CALLED.get(part.kind, part.kind) + depth


def _mark(end: str) -> str:
    return f"'{end}'" if end else "no such mark"


def _joined(parts: Sequence[Part], members: range) -> Features:
    first, *rest = (parts[at].facts for at in members)
    for more in rest:
        first += more
    return first


def contradictions(ours: Features, theirs: Features) -> Iterator[str]:
    """Sentences about numbers and other facts that differ between a segment and its translation."""
    for kind, name in _NAMES.items():
        here, there = ours.values(kind), theirs.values(kind)
        lost, added = here - there, there - here
        if kind == "number":  # a translation may write small numbers and months as words, or words as small numbers
            small = set(lost) | set(added) <= _MONTHS and not (lost and added)
            if small or (set(added) <= _MONTHS and not lost):
                continue
        if lost or added:
            yield f"{name} differ: {_listed(lost)} in the source, {_listed(added)} in the translation"


_NAMES = {
    "number": "the numbers",
    "link": "the links",
    "image": "the images",
    "code": "the code spans",
    "placeholder": "the placeholders",
    "footnote": "the footnotes",
}


def _listed(values: Counter[str]) -> str:
    return ", ".join(map(unquote, sorted(values)[:4])) or "none"
