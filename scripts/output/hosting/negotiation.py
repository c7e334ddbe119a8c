"""Which of the offered pages a language range of the header Accept-Language leads to (RFC 9110, 12.5.4).

It is more than RFC 4647's lookup, which knows no scripts and would hand a reader of Traditional Chinese (`zh-TW`) a page
in Simplified Chinese.
"""

from functools import cache

from ...locales import ancestors, in_full, telling_territories
from ...patterns import regex

_RANGE = regex(r"([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}|[0-9]{3}))?(?:-|$)")
_SPOKEN = regex(r"[a-z]{2,3}-[a-z]{3}(?:-|$)")
"""With an extended language subtag (`zh-yue`): its own code is what browsers send, and this leads nowhere."""

READ_IN_BOTH_SCRIPTS = {"sr": ("Cyrl", "Latn")}
"""Languages whose readers read both scripts (CLDR counts Serbian's as nearly one)."""
KIN = {"nn": "nb"}
"""A language and the one of its kin: either is better than another language."""
KNOWN_WIDELY = frozenset({("en", "Latn", "GB"), ("es", "Latn", "419"), ("pt", "Latn", "PT")})
"""CLDR's paradigm locales: of two cousins, the one that readers elsewhere know."""


def tells_another_script(name: str) -> bool:
    """Whether a range means another script than its language alone does: `zh-TW` and `zh-Hant` do."""
    language, script, territory = split_tag(name)
    return bool(language) and in_full(language, script, territory)[1] != in_full(language)[1]


@cache
def other_places(language: str) -> tuple[str, ...]:
    """Territories where a language is usually written in another script: `TW` and `HK` of `zh`."""
    if in_full(language)[0] in READ_IN_BOTH_SCRIPTS:
        return ()
    places = telling_territories(in_full(language)[0])
    return tuple(place for place in places if tells_another_script(f"{language}-{place}"))


def is_divided(language: str) -> bool:
    """Whether a language is written in several scripts, so that ranges name its usual one too: `zh-Hans-CN`."""
    return bool(other_places(language)) or in_full(language)[0] in READ_IN_BOTH_SCRIPTS


@cache
def lead(name: str, offered: tuple[str, ...]) -> str | None:
    """The page that a language range leads to, of those offered: the same language in the same script, or none.

    Of several, the nearest in CLDR's tree of locales: `en-AU` takes `en-GB` before `en`, `es-AR` takes `es-MX`.
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
        ranked.append((its[0] != wanted[0], its[1] != wanted[1], *_distance(wanted, its), tag))
    return min(ranked)[-1] if ranked else None


def kin(language: str) -> str:
    """The language itself, or the one of its kin that stands for all."""
    return KIN.get(language, language)


def split_tag(name: str) -> tuple[str, str, str]:
    """Language, script and territory of a range or tag; no language where it has none that we read."""
    name = name.lower()
    match = _RANGE.match(name)
    if match is None or _SPOKEN.match(name):
        return "", "", ""
    return match[1], (match[2] or "").title(), (match[3] or "").upper()


def _distance(wanted: tuple[str, str, str], its: tuple[str, str, str]) -> tuple[int, bool, bool]:
    """Steps up to what both have in common, then whether it is that itself, or one that is known widely."""
    its_line = ancestors(*its)
    line = ancestors(*wanted)
    for steps, common in enumerate(line):
        if common in its_line:
            return steps, common != its, its not in KNOWN_WIDELY
    return len(line), True, its not in KNOWN_WIDELY
