"""Which of the offered languages a reader gets, by the header Accept-Language (RFC 9110, 12.5.4).

What the servers do is made from `lead` (see `expression`), and must answer as `choose` does: this is what the
expressions are tested against. It is more than RFC 4647's lookup, which knows no scripts and would hand a reader of
Traditional Chinese (`zh-TW,zh;q=0.9`) a page in Simplified Chinese.
"""

import re
from collections.abc import Sequence
from functools import cache

from ...locales import ancestors, in_full, telling_territories

LONGEST = 500
"""Characters of the longest header that is read; browsers with thirty languages send 400."""

_ELEMENT = re.compile(
    r"\s*(\*|[a-z]{1,8}(?:[-_][a-z0-9]{1,8})*)\s*(?:;\s*q=(1(?:\.0*)?|0(?:\.\d*)?)\s*)?$", re.IGNORECASE | re.ASCII
)
_RANGE = re.compile(r"([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}|[0-9]{3}))?(?:-|$)")
_SPOKEN = re.compile(r"[a-z]{2,3}-[a-z]{3}(?:-|$)")
"""With an extended language subtag (`zh-yue`): its own code is what browsers send, and this leads nowhere."""

READ_IN_BOTH_SCRIPTS = {"sr": ("Cyrl", "Latn")}
"""Languages whose readers read both scripts (CLDR counts Serbian's as nearly one)."""
KIN = {"nn": "nb"}
"""A language and the one of its kin: either is better than another language."""
KNOWN_WIDELY = frozenset({("en", "Latn", "GB"), ("es", "Latn", "419"), ("pt", "Latn", "PT")})
"""CLDR's paradigm locales: of two cousins, the one that readers elsewhere know."""


def choose(header: str, offered: Sequence[str], source: str) -> str | None:
    """The tag of the page for a reader with this header; None where nothing fits and the reader must pick.

    Highest weight first, then as the header has them; `*` means the source language, and stands behind the ranges of
    its weight. What is not of the RFC's form is passed over, except that `_` is read as `-`. A range leads nowhere
    where the header refuses (`q=0`) its language or the page it leads to. A language alone means the script in which
    it is usually written, unless the header names another: in `zh-TW,zh;q=0.9`, `zh` is the browser's own addition.
    """
    if len(header) > LONGEST or "|" in header:  # `|` is the mark that servers put between two copies
        return None
    elements = [
        (match[1].lower().replace("_", "-"), match[2] or "1")
        for match in map(_ELEMENT.match, header.split(","))
        if match
    ]
    refused = {name for name, weight in elements if float(weight) == 0}
    named = [name for name, weight in elements if float(weight) > 0]
    weighed = [(_thousandths(weight), name == "*", name) for name, weight in elements]
    for weight, is_any, name in sorted(weighed, key=lambda row: (-row[0], row[1])):
        if is_any:
            tag = source if source in offered else None
            name = source
        else:
            tag = None if _is_an_addition(name, named) else lead(name, tuple(offered))
        if weight and tag and name.split("-")[0] not in refused and ("-" not in tag or tag.lower() not in refused):
            return tag
    return None


def _thousandths(weight: str) -> int:
    return 1000 if weight.startswith("1") else int(weight[2:5].ljust(3, "0"))


def _is_an_addition(name: str, named: Sequence[str]) -> bool:
    """Whether a language alone stands beside ranges that tell another script than its usual one."""
    if "-" in name or not other_places(name):
        return False
    return any(_tells_another_script(telling) for telling in named if telling.startswith(f"{name}-"))


def _tells_another_script(name: str) -> bool:
    language, script, territory = parts(name)
    return bool(language) and in_full(language, script, territory)[1] != in_full(language)[1]


@cache
def other_places(language: str) -> tuple[str, ...]:
    """Territories where a language is usually written in another script: `TW` and `HK` of `zh`."""
    if in_full(language)[0] in READ_IN_BOTH_SCRIPTS:
        return ()
    places = telling_territories(in_full(language)[0])
    return tuple(place for place in places if _tells_another_script(f"{language}-{place}"))


@cache
def lead(name: str, offered: tuple[str, ...]) -> str | None:
    """The page that a language range leads to, of those offered: the same language in the same script, or none.

    Of several, the nearest in CLDR's tree of locales: `en-AU` takes `en-GB` before `en`, `es-AR` takes `es-MX`.
    """
    language, script, territory = parts(name)
    if not language:
        return None
    wanted = in_full(language, script, territory)
    ranked = []
    for tag in offered:
        its = in_full(*parts(tag))
        if kin(its[0]) != kin(wanted[0]):
            continue
        if its[1] != wanted[1] and wanted[1] not in READ_IN_BOTH_SCRIPTS.get(wanted[0], ()):
            continue
        ranked.append((its[0] != wanted[0], its[1] != wanted[1], *_distance(wanted, its), tag))
    return min(ranked)[-1] if ranked else None


def kin(language: str) -> str:
    """The language itself, or the one of its kin that stands for all."""
    return KIN.get(language, language)


def parts(name: str) -> tuple[str, str, str]:
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
