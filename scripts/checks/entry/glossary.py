"""Terms of the glossary: the words that a locale has for them, found in any inflection.

`glossary.po` has the term as msgid and its words as msgstr; alternatives are separated by ` / ` or `;`.
A strict comparison would give false warnings in every inflected language. So only the stem of each word of a term
must be in the translation, in any order; in doubt nothing is reported.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from math import ceil
from unicodedata import category, normalize

from ...patterns import regex
from ...po import Entry
from ...problem import Problem
from ..rule import Pair, Rule

_TERM_DIFFERS = Rule(
    "term-differs",
    "warning",
    "A term is not translated by the word that the glossary has for it, so readers may think that something else is meant.",
    "Use the word of the glossary in the form that your sentence needs. If that word is wrong, correct `glossary.po`.",
    ("de", "Read our privacy policy.", "Lesen Sie unsere Vertraulichkeitsregeln."),
    ("de", "Read our privacy policy.", "Lesen Sie unsere Datenschutzerklärung."),
)
RULES = (_TERM_DIFFERS,)

Glossary = Mapping[str, Sequence[str]]
"""A term of the source to its words in a locale, each of which is right."""

_VARIANTS = regex(r" / |[;；|]")
_JOINED = regex(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
"""Thai, Lao, Burmese, Khmer, Chinese, Japanese and Korean: spaces say nothing about words, so texts are searched without them."""
_WEAK = regex("[\u0621-\u0627\u0629\u0648-\u064a\u062a\u05d4\u05d5\u05d9\u05ea]")
"""Weak letters, which come and go in the forms of an Arabic or Hebrew word; the others are its root."""
_SEMITIC = regex("[\u0590-\u06ff]")
_FINAL = str.maketrans("ךםןףץ", "כמנפצ")
_PREFIX = regex(r"^(?:ال(?=...)|[בהוכלמש](?=...))")
"""Articles, prepositions and conjunctions that are written together with an Arabic or Hebrew word."""
_KOREAN = regex(r"(?:하다|되다|다)$")
_WORD = regex(r"[\w\u0900-\u0dff]+")


def glossary(entries: Iterable[Entry]) -> dict[str, tuple[str, ...]]:
    """The terms of the finished entries of `glossary.po`, and the words that the locale has for each."""
    found: dict[str, tuple[str, ...]] = {}
    for entry in entries:
        if entry.is_translated and entry.msgid:
            words = [word.strip() for text in entry.texts for word in _VARIANTS.split(text)]
            found[entry.msgid] = (*found.get(entry.msgid, ()), *(word for word in words if word))
    return found


def keeps_terms(pair: Pair, terms: Glossary) -> Iterator[Problem]:
    """Each term of the source is translated by a word of the glossary; only the longest term at a place counts.

    "privacy policy" is not checked for "policy" again. A term with a capital (a name of the system, such as
    Settings) is looked for in exactly that spelling.
    """
    told = set()
    for term in _terms_in(pair.source, tuple(terms)):
        if term not in told and not any(stands_in(word, pair.target) for word in terms[term]):
            told.add(term)
            words = "' or '".join(terms[term])
            message = f"the term '{term}' is not translated as '{words}'"
            yield _TERM_DIFFERS.problem(message, f"use '{words}', in the form that the sentence needs")


def _terms_in(shown: str, terms: tuple[str, ...]) -> list[str]:
    pattern, names = _pattern(terms)
    if pattern is None:
        return []
    return list(dict.fromkeys(names[(match.lastindex or 1) - 1] for match in pattern.finditer(shown)))


@lru_cache(maxsize=64)
def _pattern(terms: tuple[str, ...]) -> tuple[re.Pattern[str] | None, list[str]]:
    """One pattern for all terms, the longest first, and the terms in the order of its groups."""
    # A plural of the source counts as the term: cookies, policies, addresses.
    names = sorted((term for term in terms if term.strip()), key=lambda term: (-len(term), term))
    rows = []
    for term in names:
        *first, last = term.split()
        many = (
            rf"(?:{re.escape(last[:-1])}(?:y|ies)|{re.escape(last)})"
            if last.endswith("y")
            else rf"{re.escape(last)}(?:e?s)?"
        )
        row = r"[\s\u00a0-]+".join([*map(re.escape, first), many])
        rows.append(f"({row})" if any(map(str.isupper, term)) else f"((?i:{row}))")
    return (re.compile(rf"(?<![\w-])(?:{'|'.join(rows)})(?![\w-])") if rows else None), names


def stands_in(words: str, shown: str) -> bool:
    """Whether a text has these words, in any inflection and order."""
    if _JOINED.search(words):
        bare = _bare(shown).replace(" ", "")
        parts = [_KOREAN.sub("", part) for part in _bare(words).split()]
        return all(part in bare for part in parts if len(part) > 1 or len(parts) == 1)
    return all(_stem(word) in _skeleton(shown, bool(_SEMITIC.search(word))) for word in _bare(words).split())


@lru_cache(maxsize=2048)
def _bare(shown: str) -> str:
    """The words in small letters without accents and vowel points, separated by one space."""
    letters = normalize("NFD", shown.casefold())
    plain = "".join(letter for letter in letters if category(letter) != "Mn")
    return " ".join(_WORD.findall(normalize("NFC", plain)))


@lru_cache(maxsize=2048)
def _skeleton(shown: str, semitic: bool) -> str:
    bare = _bare(shown)
    return _WEAK.sub("", bare).translate(_FINAL) if semitic else bare


def _stem(word: str) -> str:
    """What inflection keeps of a word: about half of it; of an Arabic or Hebrew word its root letters."""
    if _SEMITIC.search(word):
        return _WEAK.sub("", _PREFIX.sub("", word)).translate(_FINAL)
    share = 0.5 if 10 <= len(word) <= 16 else 0.6
    return word[: max(min(len(word), 3), ceil(len(word) * share))]
