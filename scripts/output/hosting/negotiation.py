"""The page to which a language range of the header Accept-Language leads (RFC 9110, 12.5.4), of those that are offered.

Lookup as in RFC 4647, 3.4, only shortens the range: from `zh-TW` to `zh`, and a reader of Traditional Chinese would get a
page in Simplified Chinese. Here, ranges and tags are completed with CLDR's likely subtags first. A page fits only if its
language and its script are those of the range, and of several the nearest in CLDR's tree of parent locales is taken.
"""

from functools import cache

from ...locales import ancestors, in_full, significant_territories
from ...patterns import regex

_RANGE = regex(r"([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}|[0-9]{3}))?(?:-|$)")
_SPOKEN = regex(r"[a-z]{2,3}-[a-z]{3}(?:-|$)")
"""A range with an extended language subtag (`zh-yue`; RFC 5646, 2.2.2). It leads to no page: Cantonese is no Mandarin,
and browsers send the code of the language itself (`yue`)."""

READ_IN_BOTH_SCRIPTS = {"sr": ("Cyrl", "Latn")}
"""Languages whose readers read both scripts (CLDR's language matching has Serbian's as nearly equal)."""
KIN = {"nn": "nb"}
"""A language and a related one: their readers prefer either to any third language."""
KNOWN_WIDELY = frozenset({("en", "Latn", "GB"), ("es", "Latn", "419"), ("pt", "Latn", "PT")})
"""CLDR's paradigm locales (UTS 35, "Language Matching"): the variants that readers in other countries know."""


def means_another_script(name: str) -> bool:
    """Whether a range means another script than its language alone, as `zh-TW` and `zh-Hant` do."""
    language, script, territory = split_tag(name)
    return bool(language) and in_full(language, script, territory)[1] != in_full(language)[1]


@cache
def other_places(language: str) -> tuple[str, ...]:
    """Territories where a language is usually written in another script: `TW` and `HK` for `zh`."""
    if in_full(language)[0] in READ_IN_BOTH_SCRIPTS:
        return ()
    places = significant_territories(in_full(language)[0])
    return tuple(place for place in places if means_another_script(f"{language}-{place}"))


def is_divided(language: str) -> bool:
    """Whether a language has several scripts, so that ranges may name the usual one as well: `zh-Hans-CN`."""
    return bool(other_places(language)) or in_full(language)[0] in READ_IN_BOTH_SCRIPTS


@cache
def lead(name: str, offered: tuple[str, ...]) -> str | None:
    """The tag of the offered page to which a language range leads; None if none has its language and script.

    Of several, the nearest in CLDR's tree of locales: `en-GB` before `en` for `en-AU`, and `es-MX` before `es` for `es-AR`.
    """
    language, script, territory = split_tag(name)
    if not language:
        return None
    wanted = in_full(language, script, territory)
    ranked = []
    for tag in offered:
        its = in_full(*split_tag(tag))
        if kin(its[0]) != kin(wanted[0]):
            continue
        if its[1] != wanted[1] and wanted[1] not in READ_IN_BOTH_SCRIPTS.get(wanted[0], ()):
            continue
        # Smallest first: the language itself, its own script, the distance in the tree; the tag breaks a tie (law 10).
        ranked.append((its[0] != wanted[0], its[1] != wanted[1], *_distance(wanted, its), tag))
    return min(ranked)[-1] if ranked else None


def kin(language: str) -> str:
    """The language that represents a language and the one that is related to it."""
    return KIN.get(language, language)


def split_tag(name: str) -> tuple[str, str, str]:
    """Language, script and territory of a range or tag; the language is "" for one that leads to no page."""
    name = name.lower()
    match = _RANGE.match(name)
    if match is None or _SPOKEN.match(name):
        return "", "", ""
    return match[1], (match[2] or "").title(), (match[3] or "").upper()


def _distance(wanted: tuple[str, str, str], its: tuple[str, str, str]) -> tuple[int, bool, bool]:
    """How far two locales are apart, for sorting.

    First the steps up from `wanted` to their nearest common ancestor. Of those with equal steps, the ancestor itself comes
    first, then locales that are known widely.
    """
    its_line = ancestors(*its)
    line = ancestors(*wanted)
    # `es_AR` and `es_MX` have the common parent `es_419`, which is one step up from either.
    for steps, common in enumerate(line):
        if common in its_line:
            return steps, common != its, its not in KNOWN_WIDELY
    return len(line), True, its not in KNOWN_WIDELY
