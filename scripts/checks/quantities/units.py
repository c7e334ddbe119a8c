"""Units: what a number counts (per cent, money, time, data), by the words and signs of a language.

Most words are CLDR's (`locales.writing`); the tables here have what CLDR lacks. Signs are ambiguous: `$` may be any
dollar, `kr` any crown. So a unit is the set of what a sign may mean, and two units agree if their sets overlap.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from ...locales import writing
from ...patterns import regex

Unit = frozenset[str]
"""What a word or sign may mean: {"day"}, {"USD", "CAD"}; empty if it is not known."""

NONE: Unit = frozenset()

CURRENCY_CODES = frozenset(
    "AED ARS AUD BGN BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HUF IDR ILS INR ISK JPY KES KRW MXN MYR NGN NOK NZD"
    " PHP PKR PLN RON RSD RUB SAR SEK SGD THB TRY TWD UAH USD VND ZAR".split()
)
_DOLLARS = "USD AUD CAD HKD MXN NZD SGD TWD ARS CLP COP"
_CROWNS = "SEK NOK DKK CZK ISK"
_POUNDS = "GBP EGP"
_SIGNS = {
    "%": "percent",
    "‰": "permille",
    "$": _DOLLARS,
    "us$": "USD",
    "r$": "BRL",
    "a$": "AUD",
    "c$": "CAD",
    "hk$": "HKD",
    "nt$": "TWD",
    "€": "EUR",
    "£": _POUNDS,
    "¥": "JPY CNY",
    "円": "JPY",
    "元": "CNY USD TWD HKD",
    "₹": "INR",
    "rs": "INR PKR",
    "₩": "KRW",
    "₽": "RUB",
    "₴": "UAH",
    "₺": "TRY",
    "₪": "ILS",
    "฿": "THB",
    "₫": "VND",
    "zł": "PLN",
    "kč": "CZK",
    "kr": _CROWNS,
}
_WORDS = {
    _DOLLARS: "dollar dolar dólar dollaro dollár dolari доллар долар δολάρι "
    "دولار דולר דולרים डॉलर ডলার ดอลลาร์ ドル 달러 美元 美金",
    "EUR": "euro eura eurō евро євро евра ευρώ",
    _POUNDS: "pound pfund sterlin фунт ポンド",
    _CROWNS: "krone krona kronor kroner koruna korun",
    "percent": "percent prozent procent процент відсотк pct prosent prosentti",
}
"""Beginnings of words that CLDR only has in phrases ("US dollars"), shared by several languages."""
# By language; `|` separates words that contain spaces.
_EXTRA = {
    "zh": {"day": "日", "hour": "时 小时 小時", "year": "年"},
    "ja": {"month": "ヶ月 カ月 箇月 ヵ月", "percent": "パーセント"},
    "ko": {"month": "개월 달", "percent": "퍼센트 프로"},
    "en": {"day": "business day|calendar day|working day|consecutive day", "percent": "per cent"},
    "th": {"percent": "เปอร์เซ็นต์", "hour": "ชม."},
    "ar": {"percent": "في المائة|بالمئة|في المئة"},
    "de": {"day": "Kalendertag|Werktag|Arbeitstag|Geschäftstag", "percent": "v. H.|vom Hundert"},
    "ru": {"day": "суток"},
    "fa": {"percent": "درصد"},
    "el": {"percent": "τοις εκατό"},
    "tr": {"percent": "yüzde"},
}
_CODE_BEHIND = regex(r" ?([A-Z]{3})(?![A-Za-z])")
_CODE_AHEAD = regex(r"(?<![A-Za-z])([A-Z]{3}) ?$")
_SPAN = 40
"""How far from a number its unit is looked for, in characters."""


_Forms = dict[str, list[tuple[str, Unit]]]


@dataclass(frozen=True, slots=True)
class _Words:
    """The units of a language, the longest words first, because one word may begin with another."""

    after: _Forms
    """By their first letter."""
    before: _Forms
    """By their last letter."""
    powers: tuple[tuple[str, int], ...]


def folded(text: str) -> str:
    """Text as units are looked for in it: without case, accents and Arabic vowel marks. Its length may change."""
    text = unicodedata.normalize("NFD", text.casefold())
    return unicodedata.normalize("NFC", re.sub(r"[\u0300-\u036f\u064b-\u0652]", "", text))


def power_behind(text: str, code: str) -> tuple[int, int]:
    """The power of ten with which a text begins (6 for `" Millionen Euro"`), and the length of its word; or (0, 0)."""
    if text[:1] in ("K", "k", "M") and not text[1:2].isalnum():
        return (6 if text[0] == "M" else 3), 1
    found = re.match(r"[ -]?([^\W\d_][^\s\d,;]{0,14}\.?)", text[:_SPAN])
    if not found:
        return 0, 0
    word = folded(found.group(1))
    for form, power in _words(code).powers:
        if word.startswith(form) and _ends(form, word):
            gap = found.start(1)
            wide = not form[:1].isascii() and ord(form[0]) > 0x0E00
            return power, gap + (len(form) if wide else len(found.group(1)))
    return 0, 0


def powers_in(text: str, code: str) -> frozenset[int]:
    """The powers of ten whose words are in a text: 6 for `eine Million`."""
    text = folded(text)
    return frozenset(power for form, power in _words(code).powers if len(form) > 3 and form in text)


def unit_of(before: str, after: str, code: str) -> Unit:
    """The unit of the number between two texts, by the words next to it."""
    codes = (_CODE_BEHIND.match(after), _CODE_AHEAD.search(before[-_SPAN:]))
    # A code such as EUR is certain; words and signs are only read without one.
    named = frozenset(found.group(1) for found in codes if found) & CURRENCY_CODES
    return named or _behind(after[:_SPAN], code) | _ahead(before[-_SPAN:], code)


def mentions(text: str, unit: Unit, code: str) -> bool:
    """Whether any word or sign of a unit is anywhere in a text."""
    text = folded(text)
    words = _words(code)
    rows = (row for table in (words.after, words.before) for rows in table.values() for row in rows)
    return any(form in text for form, meant in rows if meant & unit) or any(code_ in text for code_ in _lower(unit))


def _lower(unit: Unit) -> list[str]:
    return [name.lower() for name in unit & CURRENCY_CODES]


def unit_name(unit: Unit) -> str:
    """The name of a unit for a message: the most likely one of those that a sign may mean."""
    return next((name for name in ("USD", "JPY", "GBP", "SEK") if name in unit), min(unit))


def is_money(unit: Unit) -> bool:
    """Whether it is a currency."""
    return bool(unit) and unit <= CURRENCY_CODES


def _behind(after: str, code: str) -> Unit:
    text = folded(after)
    # "30 (thirty) days": a bracket between number and unit repeats the number in words.
    text = re.sub(r"^[ -]{0,2}(?:\([^()\d]{1,30}\) ?)?", "", text)
    found = _match(text, code)
    # One word may be between number and unit: "30 calendar days", "20 full months".
    if found or not (next_ := re.match(r"[^\W\d_][^\s\d.,;:()%]{0,20} (?=[^\W\d_]{3})", text)):
        return found
    return _match(text[next_.end() :], code)


def _match(text: str, code: str) -> Unit:
    for form, unit in _words(code).after.get(text[:1], ()):
        if text.startswith(form) and _ends(form, text):
            return unit
    return NONE


def _ends(form: str, text: str) -> bool:
    """Whether the word `form` may end here in a text.

    Short words end at once, longer ones may have an inflected ending of some letters; in scripts without spaces a word
    may end anywhere.
    """
    last = form[-1]
    if not last.isalpha() or "\u0e00" <= last <= "\u0eff" or last >= "\u3000":
        return True
    rest = re.match(r"[^\W\d_]*", text[len(form) : len(form) + 8])
    return rest is not None and len(rest.group()) <= (0 if len(form) < 4 else 2 if len(form) == 4 else 4)


def _ahead(before: str, code: str) -> Unit:
    text = folded(before).rstrip(" ") if re.search(r"\S ?$", before) else ""
    for form, unit in _words(code).before.get(text[-1:], ()):
        if text.endswith(form):
            start = len(text) - len(form)
            if not form[0].isalpha() or not text[:start][-1:].isalnum():
                return unit
    return NONE


@cache
def _words(code: str) -> _Words:
    facts = writing(code)
    after: dict[str, set[str]] = {}
    before: dict[str, set[str]] = {}

    def add(table: dict[str, set[str]], form: str, units: str) -> None:
        key = folded(form).replace("\u00a0", " ").replace("\u202f", " ").strip(" \u200e\u200f")
        # A single letter ("d", "s") would match anything; single signs and Chinese characters are fine.
        if len(key) > 1 or (key and (not key.isalpha() or key > "\u3000")):
            table.setdefault(key, set()).update(units.split())

    # CLDR gives patterns such as "{0} days"; what precedes or follows the hole is the unit.
    for pattern, unit in facts.units:
        left, hole, right = pattern.partition("{0}")
        if hole and left.strip():
            add(before, left, unit)
        elif hole:
            add(after, right.replace("\u066a", "%"), unit)
    for name, currency in facts.currencies:
        if re.fullmatch("[A-Z]{3}", name):
            continue
        add(after, name, currency)
        if not name.isalpha() or len(name) < 4:
            add(before, name, currency)
    for table in (after, before):
        for sign, units in _SIGNS.items():
            add(table, sign, units)
    for units, words in _WORDS.items():
        for word in words.split():
            add(after, word, units)
    for unit, row in _EXTRA.get(code.split("_")[0], {}).items():
        for word in row.split("|") if "|" in row or row.isascii() else row.split():
            add(after, word, unit)
            if unit == "percent" and code.startswith("tr"):
                add(before, word, unit)
    powers = {folded(word): power for word, power in facts.powers if len(word) > 1 or not word.isascii()}
    if code.startswith("en"):
        powers |= {"lakh": 5, "crore": 7, "bn": 9, "mn": 6}
    return _Words(_by(after, 0), _by(before, -1), tuple(sorted(powers.items(), key=lambda row: -len(row[0]))))


def _by(table: dict[str, set[str]], letter: int) -> _Forms:
    forms: _Forms = {}
    for form in sorted(table, key=lambda form: (-len(form), form)):
        forms.setdefault(form[letter], []).append((form, frozenset(table[form])))
    return forms
