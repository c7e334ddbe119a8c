"""What a number counts: per cent, money, time and data, by the words and signs of a language."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from ...locales import writing
from ...patterns import regex

Unit = frozenset[str]
"""What a word or sign may mean: {"day"}, {"USD", "CAD"}; empty where nothing is known."""

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
    "\u2030": "permille",
    "$": _DOLLARS,
    "us$": "USD",
    "r$": "BRL",
    "a$": "AUD",
    "c$": "CAD",
    "hk$": "HKD",
    "nt$": "TWD",
    "\u20ac": "EUR",
    "\u00a3": _POUNDS,
    "\u00a5": "JPY CNY",
    "\u5186": "JPY",
    "\u5143": "CNY USD TWD HKD",
    "\u20b9": "INR",
    "rs": "INR PKR",
    "\u20a9": "KRW",
    "\u20bd": "RUB",
    "\u20b4": "UAH",
    "\u20ba": "TRY",
    "\u20aa": "ILS",
    "\u0e3f": "THB",
    "\u20ab": "VND",
    "z\u0142": "PLN",
    "k\u010d": "CZK",
    "kr": _CROWNS,
}
_WORDS = {
    _DOLLARS: "dollar dolar d\u00f3lar dollaro doll\u00e1r dolari \u0434\u043e\u043b\u043b\u0430\u0440 \u0434\u043e\u043b\u0430\u0440 \u03b4\u03bf\u03bb\u03ac\u03c1\u03b9 "
    "\u062f\u0648\u0644\u0627\u0631 \u05d3\u05d5\u05dc\u05e8 \u05d3\u05d5\u05dc\u05e8\u05d9\u05dd \u0921\u0949\u0932\u0930 \u09a1\u09b2\u09be\u09b0 \u0e14\u0e2d\u0e25\u0e25\u0e32\u0e23\u0e4c \u30c9\u30eb \ub2ec\ub7ec \u7f8e\u5143 \u7f8e\u91d1",
    "EUR": "euro eura eur\u014d \u0435\u0432\u0440\u043e \u0454\u0432\u0440\u043e \u0435\u0432\u0440\u0430 \u03b5\u03c5\u03c1\u03ce",
    _POUNDS: "pound pfund sterlin \u0444\u0443\u043d\u0442 \u30dd\u30f3\u30c9",
    _CROWNS: "krone krona kronor kroner koruna korun",
    "percent": "percent prozent procent \u043f\u0440\u043e\u0446\u0435\u043d\u0442 \u0432\u0456\u0434\u0441\u043e\u0442\u043a pct prosent prosentti",
}
"""Words that CLDR does not have alone, by their beginnings; more than one language writes so."""
_EXTRA = {
    "zh": {"day": "\u65e5", "hour": "\u65f6 \u5c0f\u65f6 \u5c0f\u6642", "year": "\u5e74"},
    "ja": {"month": "\u30f6\u6708 \u30ab\u6708 \u7b87\u6708 \u30f5\u6708", "percent": "\u30d1\u30fc\u30bb\u30f3\u30c8"},
    "ko": {"month": "\uac1c\uc6d4 \ub2ec", "percent": "\ud37c\uc13c\ud2b8 \ud504\ub85c"},
    "en": {"day": "business day|calendar day|working day|consecutive day", "percent": "per cent"},
    "th": {"percent": "\u0e40\u0e1b\u0e2d\u0e23\u0e4c\u0e40\u0e0b\u0e47\u0e19\u0e15\u0e4c", "hour": "\u0e0a\u0e21."},
    "ar": {
        "percent": "\u0641\u064a \u0627\u0644\u0645\u0627\u0626\u0629|\u0628\u0627\u0644\u0645\u0626\u0629|\u0641\u064a \u0627\u0644\u0645\u0626\u0629"
    },
    "de": {"day": "Kalendertag|Werktag|Arbeitstag|Gesch\u00e4ftstag", "percent": "v. H.|vom Hundert"},
    "ru": {"day": "\u0441\u0443\u0442\u043e\u043a"},
    "fa": {"percent": "\u062f\u0631\u0635\u062f"},
    "el": {"percent": "\u03c4\u03bf\u03b9\u03c2 \u03b5\u03ba\u03b1\u03c4\u03cc"},
    "tr": {"percent": "y\u00fczde"},
}
_CODE_BEHIND = regex(r" ?([A-Z]{3})(?![A-Za-z])")
_CODE_AHEAD = regex(r"(?<![A-Za-z])([A-Z]{3}) ?$")
_SPAN = 40
"""How far from a number its unit is looked for."""


_Forms = dict[str, list[tuple[str, Unit]]]


@dataclass(frozen=True, slots=True)
class _Words:
    """The units of a language, longest words first."""

    after: _Forms
    """By their first letter."""
    before: _Forms
    """By their last letter."""
    powers: tuple[tuple[str, int], ...]


def folded(text: str) -> str:
    """Text in which a unit is looked for: no case, no accents, length kept or not."""
    text = unicodedata.normalize("NFD", text.casefold())
    return unicodedata.normalize("NFC", re.sub(r"[\u0300-\u036f\u064b-\u0652]", "", text))


def power_behind(text: str, code: str) -> tuple[int, int]:
    """The power of ten that begins a text (`" Millionen Euro"` is 6), and the length of its word; or (0, 0)."""
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
    """The powers of ten whose words stand in a text: 6 for `eine Million`."""
    text = folded(text)
    return frozenset(power for form, power in _words(code).powers if len(form) > 3 and form in text)


def unit_of(before: str, after: str, code: str) -> Unit:
    """What the number between two texts counts, by the words next to it."""
    codes = (_CODE_BEHIND.match(after), _CODE_AHEAD.search(before[-_SPAN:]))
    named = frozenset(found.group(1) for found in codes if found) & CURRENCY_CODES
    return named or _behind(after[:_SPAN], code) | _ahead(before[-_SPAN:], code)


def mentions(text: str, unit: Unit, code: str) -> bool:
    """Whether any word or sign of a unit stands anywhere in a text."""
    text = folded(text)
    words = _words(code)
    rows = (row for table in (words.after, words.before) for rows in table.values() for row in rows)
    return any(form in text for form, meant in rows if meant & unit) or any(code_ in text for code_ in _lower(unit))


def _lower(unit: Unit) -> list[str]:
    return [name.lower() for name in unit & CURRENCY_CODES]


def unit_name(unit: Unit) -> str:
    """A unit in a message: the likeliest of those that a sign may mean."""
    return next((name for name in ("USD", "JPY", "GBP", "SEK") if name in unit), min(unit))


def is_money(unit: Unit) -> bool:
    """Whether it is a currency."""
    return bool(unit) and unit <= CURRENCY_CODES


def _behind(after: str, code: str) -> Unit:
    text = folded(after)
    text = re.sub(r"^[ -]{0,2}(?:\([^()\d]{1,30}\) ?)?", "", text)
    found = _match(text, code)
    if found or not (next_ := re.match(r"[^\W\d_][^\s\d.,;:()%]{0,20} (?=[^\W\d_]{3})", text)):
        return found
    return _match(text[next_.end() :], code)


def _match(text: str, code: str) -> Unit:
    for form, unit in _words(code).after.get(text[:1], ()):
        if text.startswith(form) and _ends(form, text):
            return unit
    return NONE


def _ends(form: str, text: str) -> bool:
    """Whether a word may end here: short ones at once, longer ones with an ending, in unspaced scripts anywhere."""
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
        if len(key) > 1 or (key and (not key.isalpha() or key > "\u3000")):
            table.setdefault(key, set()).update(units.split())

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
