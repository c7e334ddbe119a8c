"""Every check of an entry, in one table: what keeps a translation from being published, and what is worth a look.

The shape comes first (law 5): where it differs the others would only repeat it.
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
"""In the order in which a translator reads of them."""
_WARNINGS_ALONE: tuple[Check, ...] = (meaning.check_meaning,)
"""Checks that find no error."""

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
"""Every rule, in the order of `docs/checks.md`."""

WAIVABLE = (*(rule.name for rule in lookalikes.RULES), *(rule.name for _, rules in _TEXTS for rule in rules))
"""What a person may let stand; what would change links, marks or code, or hide text, cannot be waived (law 6)."""


@dataclass(frozen=True, slots=True)
class CheckContext:
    """What the checks of a policy's entries in one locale know beside the texts."""

    code: str
    """The locale in gettext's spelling."""
    source: str = "en"
    reader: InlineReader = field(default_factory=InlineReader)
    """What reads the texts of the policy in this locale, each once."""
    facts: Facts = field(default_factory=Facts)
    """What is known of the sources of the policy."""
    allowed: Mapping[str, str] = field(default_factory=dict)
    """Targets that this locale may have, as {translated: source} (`[links]` of site.toml)."""
    keep: tuple[str, ...] = ()
    """Names that every language writes alike."""
    glossary: Glossary = field(default_factory=dict)
    """The one word for each term."""


def pair(segment: Segment, msgstr: str, context: CheckContext) -> Pair:
    """The pair that checks look at."""
    ours, theirs = (shown(segment, text, context.reader) for text in (segment.text, msgstr))
    return Pair(
        segment, msgstr, context.code, ours, theirs, context.source, context.reader, context.facts, context.allowed
    )


def check_entry(segment: Segment, msgstr: str, context: CheckContext, *, thorough: bool = True) -> Iterator[Problem]:
    """All that is wrong with a translation, errors and warnings; without place and texts. One that is too long is not read.

    Who wants errors alone need not be `thorough`: checks that find none are left out then.
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
