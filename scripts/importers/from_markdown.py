"""Offers from a finished translation in Markdown: beads of the alignment become texts of catalogs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..alignment.blocks import Part, document_parts, front
from ..alignment.confidence import LIKELY, Confidence, judge_alignment
from ..alignment.features import size
from ..markup import inline_parser
from ..patterns import regex
from ..project.policy import Policy
from .candidate import Candidate, ImportResult
from .document import Document
from .links import with_links_of

_SENTENCE = regex(r"(?<=[.!?\u061f\u06d4\u0964])[\"'\u00bb\u201d)]*\s+|(?<=[\u3002\uff01\uff1f])(?=.)")


def collect_from_document(policy: Policy, document: Document) -> ImportResult:
    """What a translated document offers to a policy."""
    ours = parts_of(policy)
    found = judge_alignment(ours, document.parts)
    reader = _Reader(policy, document, ours, _anchors(ours, document.parts, found))
    candidates = [
        candidate for confidence in found if _is_offered(confidence) for candidate in reader.candidates(confidence)
    ]
    over = [
        (document.parts[at].segment.line, document.parts[at].segment.text)
        for confidence in found
        if not _is_offered(confidence)
        for at in confidence.bead.theirs
    ]
    return ImportResult(tuple(candidates), tuple(over))


def parts_of(policy: Policy) -> list[Part]:
    """The parts of a policy, those of its front matter first; in the order of its segments."""
    kinds = [*(["title"] if policy.titled else []), *(["description"] if policy.description else [])]
    return [*front(policy.segments()[: len(kinds)], kinds), *document_parts(policy.source)]


def _is_offered(confidence: Confidence) -> bool:
    return bool(confidence.bead.ours) and bool(confidence.bead.theirs) and confidence.trust >= LIKELY


def _anchors(ours: Sequence[Part], theirs: Sequence[Part], found: Sequence[Confidence]) -> dict[str, str]:
    """Ids of the translation's headings to those of the source's."""
    pairs = [
        (ours[confidence.bead.ours[0]], theirs[confidence.bead.theirs[0]])
        for confidence in found
        if confidence.bead.is_pair
    ]
    return {other.name: one.name for one, other in pairs if one.is_heading and other.is_heading}


@dataclass(frozen=True, slots=True)
class _Reader:
    policy: Policy
    document: Document
    ours: Sequence[Part]
    anchors: dict[str, str]

    def candidates(self, confidence: Confidence) -> Iterator[Candidate]:
        """The offers of one bead: a split is joined, a join is cut between two sentences."""
        ours = [self.ours[at] for at in confidence.bead.ours]
        theirs = [self.document.parts[at] for at in confidence.bead.theirs]
        whole = theirs[0].segment.text
        for part in theirs[1:]:
            whole = f"{whole}\n{part.segment.text}" if _keeps_lines(ours) else joined(whole, part.segment.text)
        texts = (
            [whole] if len(ours) == 1 else cut(whole, ours[0].facts.size / (ours[0].facts.size + ours[1].facts.size))
        )
        for part, text in zip(ours, texts, strict=False):
            said = text
            if not part.segment.keeps_lines:
                said = with_links_of(
                    part.segment.text, self.policy.source.references, text, self.document.references, self.anchors
                )
            doubts = confidence.doubts
            if _keeps_lines([part]) != _keeps_lines(theirs):
                doubts = (*doubts, "one of the two is a block of code, in which no mark of Markdown counts")
            yield Candidate(part.segment, said, theirs[0].segment.line, confidence.trust, doubts)


def _keeps_lines(parts: Iterable[Part]) -> bool:
    return any(part.segment.keeps_lines for part in parts)


def joined(text: str, more: str) -> str:
    """Two paragraphs as one; no blank behind CJK."""
    return text + ("" if inline_parser.joins_lines(text[-1:]) else " ") + more


def cut(text: str, share: float) -> list[str]:
    """A text cut in two between sentences, as near as can be to `share` (0 to 1) of it; whole where it is one."""
    places = [(found.start(), found.end()) for found in _SENTENCE.finditer(text)]
    if not places:
        return [text]
    whole = size(text)
    start, end = min(places, key=lambda place: abs(size(text[: place[0]]) - share * whole))
    return [text[:start].rstrip(), text[end:]]
