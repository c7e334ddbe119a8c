"""What the checks of meaning know about each language: lists of words, read once from `words.toml`."""

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from unicodedata import normalize

from ...patterns import regex

WORD_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u0900-\u0963\u0981-\u09e3\u0a01-\u0df3\u200c\u200d"
)
"""Marks that belong to a word although `\\w` does not match them (vowel signs, points, joiners)."""
_WORD = regex(rf"[\w{WORD_MARKS}]+(?:'[\w{WORD_MARKS}]+)*")
_POINTS = regex("[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4-\u05c7\u064b-\u0652\u0640]")
_JOINED = frozenset(("ja", "zh", "ko", "th", "lo", "km", "my"))
"""Languages whose words are searched anywhere in a text, without word boundaries."""
_GAP = r"[^.;,!?\n]{0,40}?"


@dataclass(frozen=True, slots=True)
class TokenizedText:
    """A text in small letters, and its words."""

    text: str
    words: tuple[str, ...]


@lru_cache(maxsize=4096)
def text(shown: str) -> TokenizedText:
    """A text as words are searched in it: small letters, straight apostrophes, no vowel points and no tatweel."""
    small = _POINTS.sub("", normalize("NFC", shown.casefold().replace("’", "'").replace("\u00a0", " ")))
    words = _WORD.findall(small)
    return TokenizedText(small, (*words, *(part for word in words if "'" in word for part in word.split("'"))))


_SIGNS = frozenset("{}=_@\\<>$%#|`~")
_ASCII = regex(r"[!-~]+")


@lru_cache(maxsize=4096)
def prose(shown: str) -> str:
    """A text without addresses, placeholders, paths and code, which are runs of ASCII with a sign of these."""

    def kept(run: re.Match[str]) -> str:
        word = run.group()
        is_code = _SIGNS.intersection(word) or word.count("/") > 1 or word.startswith("/")
        return " " if is_code else word

    return _ASCII.sub(kept, shown)


@dataclass(frozen=True, slots=True)
class WordList:
    """Words to search for: whole words, beginnings, ends, middles, and phrases."""

    whole: frozenset[str] = frozenset()
    heads: tuple[str, ...] = ()
    tails: tuple[str, ...] = ()
    middles: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    """Searched anywhere, in languages without word boundaries."""
    phrases: re.Pattern[str] | None = None
    never: tuple[str, ...] = ("\0",)
    """Beginnings of words that match a pattern by accident."""

    def found(self, where: TokenizedText) -> str:
        """The first of them that a text has, or ""."""
        for word in where.words:
            if word in self.whole:
                return word
            if (word.startswith(self.heads) or word.endswith(self.tails)) and not word.startswith(self.never):
                return word
        for part in self.parts:
            if part in where.text:
                return part
        for word in where.words if self.middles else ():
            if any(middle in word for middle in self.middles):
                return word
        phrase = self.phrases.search(where.text) if self.phrases else None
        return phrase.group() if phrase else ""


@dataclass(frozen=True, slots=True)
class LanguageWords:
    """The words of one language for the checks of meaning."""

    no: WordList
    """Plain negations."""
    implicit_negation: WordList
    """Other words that may imply one."""
    idioms: re.Pattern[str] | None
    duty: WordList
    leave: WordList
    must: WordList
    """Other words that may express a duty."""
    should: WordList
    may: WordList
    """Other words that may express a permission."""
    must_not: WordList
    need_not: WordList
    common: frozenset[str]
    doubles: frozenset[str]
    """Words that may be there twice in a row."""
    doubling: bool
    """Whether every word may be doubled."""
    stops: frozenset[str]
    """Abbreviations, with their last full stop."""
    quotes: tuple[str, ...]
    """Pairs of quotation marks."""
    length: float
    """Usual length of a translation from English, in characters for one of English."""
    advice: bool
    """Whether the language distinguishes a recommendation from a duty by a word, as `sollte` and `muss`."""

    def without_idioms(self, where: TokenizedText) -> TokenizedText:
        """The text without phrases that contain a negation but do not deny anything."""
        return text(self.idioms.sub(" ", where.text)) if self.idioms and self.idioms.search(where.text) else where


@cache
def _tables() -> dict[str, dict[str, object]]:
    return tomllib.loads((Path(__file__).parent.parent / "words.toml").read_text(encoding="utf-8"))


def known() -> tuple[str, ...]:
    """The languages that have words, in the order of the file."""
    return tuple(_tables())


@cache
def language_words(code: str) -> LanguageWords | None:
    """The words of the language of a locale; None if there are none."""
    language = code.split("_")[0]
    table = _tables().get(language)
    if table is None:
        return None
    joined = language in _JOINED

    def listed(name: str) -> list[str]:
        rows = table.get(name, [])
        return [text(str(row)).text for row in rows] if isinstance(rows, list) else []

    def words(name: str) -> WordList:
        return _words(listed(name), joined)

    quotes = table.get("quotes", [])
    return LanguageWords(
        no=words("no"),
        implicit_negation=words("implicit_negation"),
        idioms=_pattern(listed("idioms"), joined),
        duty=words("duty"),
        leave=words("leave"),
        must=words("must"),
        should=words("should"),
        may=words("may"),
        must_not=words("must_not"),
        need_not=words("need_not"),
        common=frozenset(listed("common")),
        doubles=frozenset(listed("doubles")),
        doubling=bool(table.get("doubling", joined)),
        stops=frozenset(listed("stops")),
        quotes=tuple(map(str, quotes)) if isinstance(quotes, list) else (),
        length=float(str(table.get("length", 1.0))),
        advice=bool(table.get("advice")),
    )


def _words(rows: Sequence[str], joined: bool) -> WordList:
    if joined:
        return WordList(parts=tuple(rows))
    never = tuple(row[1:].rstrip("*") for row in rows if row.startswith("-"))
    rows = [row for row in rows if not row.startswith("-")]
    simple = [row for row in rows if not re.search(r"[ .…\-־\"]|[^*]\*[^*]", row)]
    return WordList(
        whole=frozenset(row for row in simple if "*" not in row),
        heads=tuple(row[:-1] for row in simple if row.endswith("*") and not row.startswith("*")) or ("\0",),
        tails=tuple(row[1:] for row in simple if row.startswith("*") and not row.endswith("*")) or ("\0",),
        middles=tuple(row[1:-1] for row in simple if row.startswith("*") and row.endswith("*")),
        phrases=_pattern([row for row in rows if row not in simple], joined),
        never=never or ("\0",),
    )


def _pattern(rows: Iterable[str], joined: bool) -> re.Pattern[str] | None:
    def piece(row: str) -> str:
        inner = re.escape(row).replace(r"\*", rf"[\w{WORD_MARKS}]{{0,40}}").replace(r"\ …\ ", rf"\b{_GAP}\b")
        return inner.replace(r"\ ", r"\s")

    longest = sorted(rows, key=len, reverse=True)
    if not longest:
        return None
    inside = "|".join(map(piece, longest))
    return re.compile(inside if joined else rf"(?<![\w{WORD_MARKS}'])(?:{inside})(?![\w{WORD_MARKS}])")
