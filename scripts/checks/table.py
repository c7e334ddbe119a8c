"""All checks of an entry, and all rules, in one table.

The shape is checked first (law 5): where it differs, other checks would mostly repeat the same finding.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ..markup import InlineReader, Segment
from ..problem import Problem
from . import meaning
from .catalog import check as catalog_check
from .entry import consistency, glossary, invisible, links, lookalikes, markup_parity, terms
from .entry.glossary import Glossary
from .entry.markup_parity import keeps_shape, shown
from .page import page
from .quantities import check as quantities_check
from .rule import SIZE, Check, Facts, Pair, Rule
from .source import broken_tables, code_words, dropped, foreign_comments, settings, slips
from .source import links as source_links
from .source import policy as source_checks

CHECKS: tuple[Check, ...] = (
    invisible.check_invisible,
    links.check_links,
    quantities_check.check_quantities,
    terms.keeps_forms,
    meaning.check_meaning,
)
"""In the order in which their problems are reported."""
_WARNINGS_ALONE: tuple[Check, ...] = (meaning.check_meaning,)
"""Checks whose rules are all warnings."""

_TEXTS = (
    ("Numbers, dates, money", quantities_check.RULES),
    ("Names and terms", (*terms.RULES, *glossary.RULES, *consistency.RULES)),
    ("Meaning", meaning.RULES),
)
FAMILIES: tuple[tuple[str, tuple[Rule, ...]], ...] = (
    ("The file", catalog_check.RULES),
    ("Shape", markup_parity.RULES),
    ("Targets of links", links.RULES),
    ("Letters and signs", invisible.RULES),
    *_TEXTS,
    ("The finished page", page.RULES),
    ("The policy itself", (*source_checks.RULES, *source_links.RULES, *slips.RULES, *dropped.RULES)),
    ("What of a policy is lost", (*code_words.RULES, *broken_tables.RULES, *foreign_comments.RULES)),
    ("Addresses of site.toml", settings.RULES),
)
"""Every rule, by the module that has it; `docs/checks.md` groups them differently (`rules_page`)."""

WAIVABLE = (*(rule.name for rule in lookalikes.RULES), *(rule.name for _, rules in _TEXTS for rule in rules))
"""Rules that a person may waive. What changes links, marks or code, or hides text, cannot be waived (law 6)."""


@dataclass(frozen=True, slots=True)
class CheckContext:
    """What the checks of a policy's entries in one locale know besides the texts."""

    code: str
    """The locale in gettext's spelling."""
    source: str = "en"
    reader: InlineReader = field(default_factory=InlineReader)
    """The inline parser of the policy in this locale, which reads each text only once."""
    facts: Facts = field(default_factory=Facts)
    """Facts about the sources of the policy."""
    allowed: Mapping[str, str] = field(default_factory=dict)
    """Targets that this locale may have, as {translated: source} (`[links]` of site.toml)."""
    keep: tuple[str, ...] = ()
    """Names that every language keeps (`keep` of site.toml)."""
    glossary: Glossary = field(default_factory=dict)
    """The words of `glossary.po` for each term."""


def pair(segment: Segment, msgstr: str, context: CheckContext) -> Pair:
    """The pair of texts that the checks look at."""
    ours, theirs = (shown(segment, text, context.reader) for text in (segment.text, msgstr))
    return Pair(
        segment, msgstr, context.code, ours, theirs, context.source, context.reader, context.facts, context.allowed
    )


def check_entry(segment: Segment, msgstr: str, context: CheckContext, *, thorough: bool = True) -> Iterator[Problem]:
    """All problems of a translation, errors and warnings, without path, line and texts. One that is too long is not read.

    Without `thorough`, checks that can only find warnings are left out.
    """
    shape = list(keeps_shape(segment, msgstr, context.reader, context.allowed, context.code))
    yield from shape
    if any(found.rule == SIZE.name for found in shape):
        return
    seen = pair(segment, msgstr, context)
    yield from terms.keeps_names(seen.source, seen.target, context.keep, context.facts)
    yield from glossary.keeps_terms(seen, context.glossary)
    for check in CHECKS:
        if thorough or check not in _WARNINGS_ALONE:
            yield from check(seen)
