"""Candidates from a finished translation in Markdown: the beads of an alignment become texts for a catalog."""

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

# Where a sentence ends: after Latin marks, the question mark of Arabic (U+061F) and the full stops of Urdu (U+06D4) and
# Hindi (U+0964), perhaps with closing quotation marks, if a space follows; after the full-width marks of Chinese and
# Japanese without a space.
_SENTENCE = regex(r"(?<=[.!?\u061f\u06d4\u0964])[\"'\u00bb\u201d)]*\s+|(?<=[\u3002\uff01\uff1f])(?=.)")


def collect_from_document(policy: Policy, document: Document) -> ImportResult:
    """The candidates that a translated document has for a policy."""
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
    """The parts of a policy in the order of its segments; those of its front matter come first."""
    kinds = [*(["title"] if policy.titled else []), *(["description"] if policy.description else [])]
    return [*front(policy.segments()[: len(kinds)], kinds), *document_parts(policy.source)]


def _is_offered(confidence: Confidence) -> bool:
    return bool(confidence.bead.ours) and bool(confidence.bead.theirs) and confidence.trust >= LIKELY


def _anchors(ours: Sequence[Part], theirs: Sequence[Part], found: Sequence[Confidence]) -> dict[str, str]:
    """The ids of the translation's headings to those of the source's headings."""
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
        """The candidates of one bead: what was split is joined, what was joined is cut between two sentences."""
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
                doubts = (*doubts, "one of the two is a code block, in which Markdown has no effect")
            yield Candidate(part.segment, said, theirs[0].segment.line, confidence.trust, doubts)


def _keeps_lines(parts: Iterable[Part]) -> bool:
    return any(part.segment.keeps_lines for part in parts)


def joined(text: str, more: str) -> str:
    """Two paragraphs as one, with a space between them, but without one after Chinese or Japanese."""
    return text + ("" if inline_parser.joins_lines(text[-1:]) else " ") + more


def cut(text: str, share: float) -> list[str]:
    """Cut a text in two between sentences, as near as possible to `share` (0 to 1) of it; a single sentence stays whole."""
    places = [(found.start(), found.end()) for found in _SENTENCE.finditer(text)]
    if not places:
        return [text]
    whole = size(text)
    start, end = min(places, key=lambda place: abs(size(text[: place[0]]) - share * whole))
    return [text[:start].rstrip(), text[end:]]
