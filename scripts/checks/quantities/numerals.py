"""Numbers as characters: the digits of every script, numeral signs, and the signs for decimals and groups."""

import re
import unicodedata
from collections.abc import Iterator

from ...patterns import regex

_MARKS = regex(r"[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufe0e\ufe0f\ufeff]")
_DIGIT = regex(r"[^\D0-9]")
_ADDRESS = regex(r"(?:https?://|www\.)[^\s<>\u3000-\u30ff\u4e00-\u9fff]+|[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9_.-]{1,255}")
"""Web and mail addresses, whose numbers are not compared. Mail names are ASCII only: in scripts without spaces the
words before one would otherwise be part of it."""
# Characters that look alike and mean the same in numbers; \u escapes, because nobody could tell them apart.
_ALIKE = str.maketrans(
    {
        # no-break, figure, punctuation, thin, narrow no-break and ideographic space
        **dict.fromkeys("\u00a0\u2007\u2008\u2009\u202f\u3000\t", " "),
        # hyphens, dashes, minus, wave dashes and the Hebrew maqaf
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\uff0d\u301c\uff5e\u05be", "-"),
        # apostrophes, which group digits in Switzerland
        **dict.fromkeys("\u2019\u2018\u02bc\uff07", "'"),
        # full-width forms to ASCII; U+FF0D, the hyphen, is among the dashes above
        **{chr(code): chr(code - 0xFEE0) for code in (*range(0xFF01, 0xFF0D), *range(0xFF0E, 0xFF5F))},
        # Arabic per cent sign, decimal and thousands separator; small per cent sign; full-width currency signs
        "\u066a": "%",
        "\ufe6a": "%",
        "\u066b": ".",
        "\u066c": "'",
        "\uffe5": "\u00a5",
        "\uffe1": "\u00a3",
        "\uffe0": "\u00a2",
    }
)
_ROMAN = regex(r"(?<![^\W_])(?=[IVXLC])(X[CL]|L?X{0,3})(I[XV]|V?I{0,3})(?![^\W_])")
_EAST_SIGNS = regex("[〇零一二三四五六七八九十]+")
_EAST_DATE = regex("(?:[〇零一二三四五六七八九]{4}年)?[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日")
_ROMANS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def plain_digits(text: str) -> str:
    """The text with digits 0 to 9, ASCII signs and spaces, and without invisible marks and addresses.

    Arabic `١٠٫٥` becomes `10.5`, its grouping sign and every apostrophe `'`, every dash `-`.
    """
    text = unicodedata.normalize("NFC", _MARKS.sub("", text))
    text = _DIGIT.sub(lambda found: str(unicodedata.decimal(found.group())), text).translate(_ALIKE)
    return _ADDRESS.sub(_blank, text) if "@" in text or "://" in text or "www." in text else text


def _blank(found: re.Match[str]) -> str:
    """Spaces of the same length, in place of what must not be read as words or numbers."""
    return " " * len(found.group())


def with_western_dates(text: str) -> str:
    """The text with dates in Chinese numerals as digits: `二〇二四年十月一日` as `2024年10月1日`."""
    return _EAST_DATE.sub(
        lambda found: _EAST_SIGNS.sub(lambda run: str(next(numeral_signs(run.group()))), found.group()), text
    )


def numeral_signs(text: str) -> Iterator[int]:
    """The values of numeral signs: `三十`, `二〇二四`, `Ⅷ`, `⑤`, `፲`, and Roman letters."""
    run: list[int] = []
    for char in [*text, " "]:
        value = None if char < "\u00b4" or char.isdecimal() else unicodedata.numeric(char, None)
        if value is not None and value == int(value):
            run.append(int(value))
        elif run:
            yield _value(run)
            run = []
    for found in _ROMAN.finditer(text):
        if found.group():
            # A smaller letter before a larger one is subtracted: IX is 9.
            letters = [_ROMANS[letter] for letter in found.group()]
            pairs = zip(letters, [*letters[1:], 0], strict=True)
            yield sum(-one if one < next_ else one for one, next_ in pairs)


def _value(run: list[int]) -> int:
    """The value of a run of numeral signs; -1 for a run that is too long to be a number.

    Signs below ten are digits (`二〇二四` is 2024). Otherwise a sign of ten, a hundred or a thousand is multiplied by the
    digit before it, and 万 (10,000) and above multiply all that precedes them: `三十五万` is 35 times 10,000.
    """
    if len(run) > 12:
        return -1
    if len(run) > 1 and all(sign < 10 for sign in run):
        return int("".join(map(str, run)))
    total = part = digit = 0
    for sign in run:
        if sign >= 10_000:
            total, part, digit = total + max(part + digit, 1) * sign, 0, 0
        elif sign in (100, 1000) or (sign == 10 and digit):
            part, digit = part + max(digit, 1) * sign, 0
        elif sign >= 10:
            part, digit = part + sign, 0
        else:
            digit = sign
    return total + part + digit


def number_value(raw: str, decimal: str) -> str:
    """The value of a number as written, as a text; `decimal` is the decimal sign of its language (CLDR).

    `1.000,5` is `1000.5` if the sign is a comma. One sign alone is ambiguous: `1.000` is a thousand if the sign of the
    language is a comma, else one. Groups have three digits, or in India two before the last three. Several signs that
    do not group make a reference or a version, which is given with points: `4.2.1`.
    """
    groups = re.split(r"[.,' ]", raw)
    signs_ = re.findall(r"[.,' ]", raw)
    if not signs_:
        return _tidy(raw, "")
    # The last sign may be the decimal one; all others only group.
    last = signs_[-1]
    if last in ".," and signs_.count(last) == 1:
        whole, kinds = groups[:-1], set(signs_[:-1])
        # One sign alone groups if it is not the decimal sign of the language and three digits follow: 1.000 in German.
        if len(signs_) == 1:
            is_grouped = last != decimal and _grouped(groups)
            return _tidy("".join(groups), "") if is_grouped else _tidy(groups[0], groups[1])
        # With two kinds of signs the last is the decimal one in every language: 1,000.5 and 1.000,5.
        if len(kinds) == 1 and _grouped(whole):
            return _tidy("".join(whole), groups[-1])
    if len(set(signs_)) == 1 and _grouped(groups):
        return _tidy("".join(groups), "")
    return ".".join(_tidy(group, "") for group in groups)


def _grouped(groups: list[str]) -> bool:
    first, *middle, last = groups
    if len(last) != 3 or not 1 <= len(first) <= 3 or (first.startswith("0") and len(groups) > 1):
        return False
    return all(len(group) == 3 for group in middle) or (len(first) < 3 and all(len(group) == 2 for group in middle))


def _tidy(whole: str, fraction: str) -> str:
    whole, fraction = whole.lstrip("0") or "0", fraction.rstrip("0")
    return f"{whole}.{fraction}" if fraction else whole


def times_ten(value: str, power: int) -> str:
    """A value times a power of ten, as exact digits without floating point: `2.5` and 6 give `2500000`."""
    whole, _, fraction = value.partition(".")
    fraction = fraction.ljust(power, "0")
    return _tidy(whole + fraction[:power], fraction[power:])
