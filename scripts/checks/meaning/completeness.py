"""Completeness: missing or additional sentences, and lengths that are unlikely to be right."""

from collections import Counter
from collections.abc import Iterator

from ...patterns import regex
from ...problem import Problem
from ..rule import Pair, Rule
from .sentences import sentences
from .words import language_words, prose

_SENTENCE_LOST = Rule(
    "sentence-lost",
    "warning",
    "The translation has fewer sentences than the source and is too short to say all of them.",
    "Translate the sentence that is missing. If two sentences were joined and nothing is lost, have the warning waived.",
    (
        "sv",
        "We keep the logs for 30 days. After that, they are deleted for good and nobody can restore them.",
        "Vi sparar loggarna i 30 dagar.",
    ),
    (
        "sv",
        "We keep the logs for 30 days. After that, they are deleted for good and nobody can restore them.",
        "Vi sparar loggarna i 30 dagar. Därefter raderas de för gott och ingen kan återställa dem.",
    ),
)
_SENTENCE_ADDED = Rule(
    "sentence-added",
    "warning",
    "The translation has more sentences than the source and is too long to say no more than it.",
    "Delete what the source does not say, explanations too.",
    (
        "nl",
        "We keep the logs for 30 days.",
        "Wij bewaren de logbestanden 30 dagen. Daarna geven wij ze door aan onze partners, die er reclame mee maken.",
    ),
    ("nl", "We keep the logs for 30 days.", "Wij bewaren de logbestanden 30 dagen."),
)
_MUCH_SHORTER = Rule(
    "much-shorter",
    "warning",
    "The translation is so much shorter than usual in this language that something seems to be missing.",
    "Compare both texts part by part, and translate what is missing.",
    (
        "ja",
        "We use the address that you give us only to answer your questions and to send you the receipts.",
        "住所を使います。",
    ),
    (
        "ja",
        "We use the address that you give us only to answer your questions and to send you the receipts.",
        "当社は、お客様からいただいた住所を、ご質問への回答と領収書の送付にのみ使用します。",
    ),
)
_MUCH_LONGER = Rule(
    "much-longer",
    "warning",
    "The translation is so much longer than usual in this language that it seems to say more than the source.",
    "Compare both texts part by part, and delete what the source does not say.",
    (
        "cs",
        "We keep your address for 30 days only.",
        "Vaši adresu uchováváme pouze 30 dní, a to i tehdy, když jste účet zrušili, přičemž ji předáváme našim "
        "obchodním partnerům a jejich dodavatelům.",
    ),
    ("cs", "We keep your address for 30 days only.", "Vaši adresu uchováváme pouze 30 dní."),
)
RULES = (
    _SENTENCE_LOST,
    _SENTENCE_ADDED,
    _MUCH_SHORTER,
    _MUCH_LONGER,
)

_ASCII = regex(r"[!-~]+")
_SHORT, _LONG = 0.42, 2.4
"""Limits for the length of a translation, as a share of the usual length."""
_LOST, _ADDED = 0.68, 1.6
"""The same where the number of sentences differs too: two weak signs together are one strong one."""


def check_completeness(pair: Pair) -> Iterator[Problem]:
    """A sentence that is lost or added, or else a length that is far from usual. Short texts vary too much to be checked."""
    ours, theirs = (" ".join(prose(shown).split()) for shown in (pair.source, pair.target))
    target = language_words(pair.code)
    if target is None or language_words(pair.source_code) is None or len(ours) < 25:
        return
    # Names and addresses have the same length in both languages, so they are left out; 10 characters are added to both
    # sides, so that small differences of short texts do not count.
    same = _copied(ours, theirs)
    share = (len(theirs) - same + 10) / ((len(ours) - same) * _usual(pair) + 10)
    have, want = len(sentences(theirs, pair.code)), len(sentences(ours, pair.source_code))
    hint = "translate all that the source says, and nothing else"
    if have < want and share < _LOST:
        yield _SENTENCE_LOST.problem(f"the source has {want} sentences, the translation {have}", hint)
    elif have > want and share > _ADDED:
        yield _SENTENCE_ADDED.problem(
            f"the source has {want} sentence{'s' if want > 1 else ''}, the translation {have}", hint
        )
    elif share < _SHORT and len(ours) >= 40:
        message = f"the translation is much shorter than usual: {len(theirs)} characters for {len(ours)} of the source"
        yield _MUCH_SHORTER.problem(message, hint)
    elif share > _LONG and len(ours) >= 30:
        message = f"the translation is much longer than usual: {len(theirs)} characters for {len(ours)} of the source"
        yield _MUCH_LONGER.problem(message, hint)


def _copied(ours: str, theirs: str) -> int:
    """How many characters of ASCII words (names, addresses, code) both texts have; these have no usual length."""
    both = Counter(_ASCII.findall(ours)) & Counter(_ASCII.findall(theirs))
    return sum(len(word) * count for word, count in both.items())


def _usual(pair: Pair) -> float:
    source, target = language_words(pair.source_code), language_words(pair.code)
    return target.length / source.length if source and target else 1.0
