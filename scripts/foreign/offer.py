"""What an import has to offer: translations of segments, and what was left over on either side."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from ..checks.shape import keeps_shape, shown
from ..checks.terms import keeps_names
from ..markup import Segment, normal
from ..matching.facts import References
from ..po import Key
from ..policy import Policy, Site

_NAME = 3
"""Words that a name has at most; a longer text that stands in both languages was not translated."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A translation for a segment."""

    segment: Segment
    text: str
    line: int
    """Of the imported file."""
    trust: float = 1.0
    doubts: tuple[str, ...] = ()
    """Why it may belong to another segment, in words."""
    flaws: tuple[str, ...] = ()
    """What its text has otherwise than the source, in words."""
    previous: str | None = None
    """The msgid that the translation was made for, where that is another."""

    @property
    def is_sure(self) -> bool:
        """Whether it may be published without a second look."""
        return not self.doubts and not self.flaws

    @property
    def key(self) -> Key:
        return self.segment.context, self.segment.text


@dataclass(frozen=True, slots=True)
class Haul:
    """What was found in an imported file."""

    offers: tuple[Offer, ...]
    over: tuple[tuple[int, str], ...]
    """Line and text of what belongs to no segment of the policy."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a translation into one locale must keep."""

    references: References
    footnotes: Collection[str]
    allowed: Mapping[str, str]
    """Targets that this locale may have, as {translated: source} (`[links]` of site.toml)."""
    keep: tuple[str, ...]


def rules(policy: Policy, site: Site, code: str) -> Rules:
    """The rules for the translations of a policy into the locale `code`."""
    allowed = {row[code]: target for target, row in site.links.items() if code in row}
    return Rules(policy.source.references, policy.source.footnotes(), allowed, site.keep)


def checked(offers: Iterable[Offer], rules: Rules) -> list[Offer]:
    """One offer for each segment text, with the doubts that its shape gives."""
    best: dict[Key, Offer] = {}
    for offer in offers:
        rival = best.get(offer.key)
        if rival is None:
            best[offer.key] = offer
            continue
        better, other = (rival, offer) if rival.trust >= offer.trust else (offer, rival)
        if better.text != other.text:
            better = replace(better, doubts=(*better.doubts, f"line {other.line} translates the same text otherwise"))
        best[offer.key] = better
    return [replace(offer, flaws=tuple(dict.fromkeys(_flaws(offer, rules)))) for offer in best.values()]


def _flaws(offer: Offer, rules: Rules) -> Iterable[str]:
    segment, text = offer.segment, offer.text
    known = (rules.references, rules.footnotes)
    found = list(keeps_shape(segment, text, *known, rules.allowed))
    if not found:
        found = list(keeps_names(shown(segment, segment.text, *known), shown(segment, text, *known), rules.keep))
    yield from (problem.message for problem in found)
    if any(problem.rule == "link-added" for problem in found):
        yield "if this language shall have its own link, allow it under [links] in policy/site.toml"
    if len(text.split()) > _NAME and normal(text, rules.references) == normal(segment.text, rules.references):
        yield "it is the text of the source, not translated"
