"""Consistency: equal sources and defined terms have one translation throughout a locale."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from ...patterns import regex
from ...problem import Problem
from ..rule import Pair, Rule
from .glossary import stands_in

_TRANSLATED_OTHERWISE = Rule(
    "translated-otherwise",
    "warning",
    "The same words of the source are translated in two ways, so readers look for a difference that is not there.",
    "Choose one translation for all places. If two places mean different things, ask the author to give them a context.",
    ("de", "**Logs**", "Protokolle; elsewhere Logdateien"),
    ("de", "**Logs**", "Protokolle, everywhere"),
)
_DEFINED_TERM_DIFFERS = Rule(
    "defined-term-differs",
    "warning",
    "A term that the policy defines in quotation marks has another name where it is used or defined again.",
    "Use the word of the definition everywhere, in the form that your sentence needs.",
    ("de", "the app (the “Service”) ... the Service", "die App (der „Dienst“) ... die Leistung"),
    ("de", "the app (the “Service”) ... the Service", "die App (der „Dienst“) ... der Dienst"),
)
RULES = (
    _TRANSLATED_OTHERWISE,
    _DEFINED_TERM_DIFFERS,
)

_Found = Iterator[tuple[Pair, Problem]]
"""Problems, each with the pair in which it is."""

_ENDS = " \t\n\u00a0\u202f.,:;!?。，：；！？،؛؟।…"
_DEFINED = regex(r"\([^()\"“”«»„]{0,30}[\"“„«]([A-Z][\w' -]{1,40})[\"”“»][^()\"“”]{0,30}\)")
_QUOTED = regex(r"[\"“”„«»「『״']([^\"“”„«»「」『』״()]{1,60})[\"”“»」』״']")
_BRACKET = regex(r"[(（]([^()（）]{1,120})[)）]")


def consistency(pairs: Sequence[Pair]) -> _Found:
    """Inconsistent translations among all pairs of one locale, given in the order of its catalogs."""
    yield from _equal_sources(pairs)
    yield from _defined_terms(pairs)


def _equal_sources(pairs: Sequence[Pair]) -> _Found:
    """Equal sources with different translations.

    Sources that differ only in marks and final punctuation are equal; for translations, case and inflection do not
    count either. Sources with different contexts are different, because the author says so.
    """
    groups: dict[tuple[str | None, str], list[Pair]] = defaultdict(list)
    for pair in pairs:
        key = " ".join(pair.source.split()).strip(_ENDS)
        if key:
            groups[pair.segment.context, key].append(pair)
    for group in groups.values():
        ways = Counter(_plain(pair.target) for pair in group)
        if len(ways) < 2:
            continue
        usual = next(pair for pair in group if _plain(pair.target) == max(ways, key=lambda way: ways[way]))
        for pair in group:
            if not _alike(pair.target, usual.target):
                message = f"the same words are translated as '{_short(usual.target)}' elsewhere"
                hint = "use one translation for both, or ask the author to give them different contexts"
                yield pair, _TRANSLATED_OTHERWISE.problem(message, hint)


def _alike(one: str, other: str) -> bool:
    return _plain(one) == _plain(other) or (stands_in(one, other) and stands_in(other, one))


def _plain(shown: str) -> str:
    return " ".join(shown.split()).strip(_ENDS).casefold()


def _defined_terms(pairs: Sequence[Pair]) -> _Found:
    """Terms defined as (the "Service"): the translation uses their word wherever the source has them with a capital."""
    defined: dict[str, str] = {}
    homes = set()
    for pair in pairs:
        for term, word in _definitions(pair):
            homes.add((id(pair), term))
            if term in defined and not (stands_in(defined[term], word) or stands_in(word, defined[term])):
                message = f"the term '{term}' is defined as '{word}' here, and as '{defined[term]}' before"
                hint = f"use '{defined[term]}' in both places"
                yield pair, _DEFINED_TERM_DIFFERS.problem(message, hint)
            defined.setdefault(term, word)
    if not defined:
        return
    longest = sorted(defined, key=lambda term: (-len(term), term))
    used = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)")
    for pair in pairs:
        for term in dict.fromkeys(used.findall(_without_first(pair.source))):
            word = defined[term]
            if (id(pair), term) not in homes and not stands_in(word, pair.target):
                message = f"the term '{term}', defined as '{word}', has another name here"
                hint = f"use '{word}', in the form that the sentence needs"
                yield pair, _DEFINED_TERM_DIFFERS.problem(message, hint)


def _definitions(pair: Pair) -> list[tuple[str, str]]:
    """The terms that a pair defines, each with its translated word; none if the two texts have different numbers of them."""
    terms = [match.group(1).strip() for match in _DEFINED.finditer(pair.source)]
    words = [
        quoted.group(1).strip()
        for bracket in _BRACKET.finditer(pair.target)
        for quoted in [_QUOTED.search(bracket.group(1))]
        if quoted
    ]
    return list(zip(terms, words, strict=True)) if len(terms) == len(words) else []


def _without_first(shown: str) -> str:
    """A text without the first word of each sentence, whose capital says nothing about it."""
    return re.sub(r"(?:^|[.!?:]\s+|\n)\w+", " ", shown)


def _short(shown: str) -> str:
    shown = " ".join(shown.split())
    return shown if len(shown) <= 60 else shown[:59] + "…"
