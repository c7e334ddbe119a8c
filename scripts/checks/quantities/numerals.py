"""Numbers as characters: the digits of every script, numeral signs, fractions, and what stands for a point."""

import re
import unicodedata
from collections.abc import Iterator

from ...patterns import regex

_MARKS = regex(r"[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufe0e\ufe0f\ufeff]")
_DIGIT = regex(r"[^\D0-9]")
_ADDRESS = regex(r"(?:https?://|www\.)[^\s<>\u3000-\u30ff\u4e00-\u9fff]+|[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9_.-]{1,255}")
"""Names of mail are taken in ASCII alone: in scripts without spaces the words before one would go with it."""
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u2007\u2008\u2009\u202f\u3000\t", " "),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\uff0d\u301c\uff5e\u05be", "-"),
        **dict.fromkeys("\u2019\u2018\u02bc\uff07", "'"),
        **{chr(code): chr(code - 0xFEE0) for code in (*range(0xFF01, 0xFF0D), *range(0xFF0E, 0xFF5F))},
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
_EAST_SIGNS = regex("[\u3007\u96f6\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341]+")
_EAST_DATE = regex(
    "(?:[\u3007\u96f6\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d]{4}\u5e74)?[\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341]{1,2}\u6708[\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341]{1,3}\u65e5"
)
_ROMANS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def plain_digits(text: str) -> str:
    """The text with western digits, ASCII signs and blanks, and without invisible marks, addresses and mail.

    Arabic `\u0661\u0660\u066b\u0665` becomes `10.5`, its grouping sign and every apostrophe `'`, every dash `-`.
    """
    text = unicodedata.normalize("NFC", _MARKS.sub("", text))
    text = _DIGIT.sub(lambda found: str(unicodedata.decimal(found.group())), text).translate(_ALIKE)
    return _ADDRESS.sub(_blank, text) if "@" in text or "://" in text or "www." in text else text


def _blank(found: re.Match[str]) -> str:
    """Blanks of the same length, for what is not to be read as words or numbers."""
    return " " * len(found.group())


def with_western_dates(text: str) -> str:
    """The text with the dates in Chinese signs in digits: `\u4e8c\u3007\u4e8c\u56db\u5e74\u5341\u6708\u4e00\u65e5` as `2024\u5e7410\u67081\u65e5`."""
    return _EAST_DATE.sub(
        lambda found: _EAST_SIGNS.sub(lambda run: str(next(numeral_signs(run.group()))), found.group()), text
    )


def numeral_signs(text: str) -> Iterator[int]:
    """The values of numeral signs: `\u4e09\u5341`, `\u4e8c\u3007\u4e8c\u56db`, `\u2167`, `\u2464`, `\u1372`, and Roman letters."""
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
            letters = [_ROMANS[letter] for letter in found.group()]
            pairs = zip(letters, [*letters[1:], 0], strict=True)
            yield sum(-one if one < next_ else one for one, next_ in pairs)


def _value(run: list[int]) -> int:
    """What a run of signs says: a digit by digit number, or tens and hundreds with their counts."""
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
    """The value of a number as written, `decimal` being the sign of its language: `1.000,5` is `1000.5` to `,`.

    What is grouped in threes (or, as in India, in twos before the last three) is grouped; more than one sign
    that groups nothing makes a reference or a version, given with points: `4.2.1`.
    """
    groups = re.split(r"[.,' ]", raw)
    signs_ = re.findall(r"[.,' ]", raw)
    if not signs_:
        return _tidy(raw, "")
    last = signs_[-1]
    if last in ".," and signs_.count(last) == 1:
        whole, kinds = groups[:-1], set(signs_[:-1])
        if len(signs_) == 1:
            is_grouped = last != decimal and _grouped(groups)
            return _tidy("".join(groups), "") if is_grouped else _tidy(groups[0], groups[1])
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
    """A value times a power of ten, in digits however many: `2.5` and 6 give `2500000`."""
    whole, _, fraction = value.partition(".")
    fraction = fraction.ljust(power, "0")
    return _tidy(whole + fraction[:power], fraction[power:])
