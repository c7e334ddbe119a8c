"""The quantities of a text: numbers with what they count, times, telephone numbers and references."""

import re
from dataclasses import dataclass
from typing import Literal

from ...locales import writing
from ...patterns import regex
from .dates import Date, dates
from .numerals import number_value, plain_digits, times_ten, with_western_dates
from .units import NONE, Unit, power_behind, unit_of

Kind = Literal["number", "reference", "name", "list", "phone", "date", "idiom"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of a text."""

    value: str
    """In digits 0 to 9 with a decimal point: `1000.5`; `4.2.1` for a reference or version."""
    unit: Unit
    """What it counts, as far as known."""
    raw: str
    """As it is in the text."""
    kind: Kind = "number"
    """`name`: part of a name (`SHA-256`); `list`: an ordinal, or the number of an item; `date`: day or
    year of a date; `idiom`: may be missing in the other language (`24/7`, `3rd party`)."""
    is_alone: bool = False
    """Whether no word follows it."""


@dataclass(frozen=True, slots=True)
class Time:
    """A time of day."""

    minutes: int
    """Since midnight."""
    is_certain: bool
    """Whether it says a.m. or p.m., or is past noon."""
    raw: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All quantities of a text."""

    text: str
    """As `numerals.plain_digits` gives it."""
    dates: tuple[Date, ...]
    times: tuple[Time, ...]
    numbers: tuple[Quantity, ...]
    chains: tuple[tuple[str, ...], ...]
    """References with parentheses: `6(1)(f)` is ("6", "1", "f")."""


# Hours with minutes (12:30, 12:30:15), or an hour with a.m. or p.m.; not part of a longer run such as 12:30:15:20.
_TIME = regex(
    r"(?<![\d.,:/])(\d{1,2})(?::([0-5]\d)(?::[0-5]\d)?(?![:\d])(?: ?([ap])\.? ?m\b\.?)?| ?([ap])\.? ?m\b\.?)", re.I
)
# International telephone numbers only, which begin with + (ITU-T E.123); others look like any other numbers.
_PHONE = regex(r"\+\d[\d ().\-/]{5,24}\d")
# Groups of three after a space or an apostrophe first, because `1 000` would otherwise be two numbers.
_NUMBER = regex(r"(?<!\d)\d{1,3}(?:[ ']\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,']\d+)*")
# 6(1)(f)
_CHAIN = regex(r"(\d{1,4})((?:\((?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})\))+)")
_ALWAYS = regex(r"24/7")
_ORDINAL = regex(r"(?:st|nd|rd|th)\b([ -]part)?")
_ITEM = regex(r"\s*\d{1,2}[.)](?=\s)")
# Words of many languages that precede the number of a law, article or clause.
_BEFORE_REFERENCE = regex(
    r"(?:§|\b(?:art(?:icles?|ikel[ns]?|[íi]culos?|icol[oi]|igos?|\.)?|sections?|sec\.|clauses?|paragraphs?|para\.|recitals?|annex"
    r"|schedule|chapter|appendix|abschnitt|ziffer|abs\.|regulation|directive|ст\.|статьи|п\.|ust\.|pkt))"
    r" ?(?:\((?:EU|EC|EEA|UE)\) ?)?(?:No\.? ?|Nr\.? ?)?$",
    re.I,
)
_SPAN = 40
"""How far before and after a number its unit and kind are looked for."""
_MOST = 1000
"""From this number of a text on, only values are read, without units and kinds."""


def reading(text: str, code: str) -> Reading:
    """The quantities of a text, as a reader sees it, in the locale `code`.

    Dates, telephone numbers and times are read first and blanked out, so that their digits are not read as numbers again.
    """
    text = with_western_dates(plain_digits(text)) if code.split("_")[0] in ("ja", "zh", "yue") else plain_digits(text)
    days = tuple(dates(text, code))
    rest = _without(text, [(day.start, day.end) for day in days])
    numbers: list[Quantity] = []
    times: list[Time] = []
    spans = []
    for found in _PHONE.finditer(rest):
        numbers.append(Quantity("+" + re.sub(r"\D", "", found.group()), NONE, found.group(), "phone"))
        spans.append(found.span())
    rest = _without(rest, spans)
    spans = []
    for found in _TIME.finditer(rest):
        if time := _time(found):
            times.append(time)
            spans.append(found.span())
    rest = _without(rest, spans)
    chains = tuple((found.group(1), *re.findall(r"\w+", found.group(2))) for found in _CHAIN.finditer(rest))
    numbers += _numbers(rest, code)
    return Reading(text, days, tuple(times), tuple(numbers), chains)


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    # NUL keeps the length, so that places stay right, and no pattern reads across it.
    parts, place = [], 0
    for start, end in spans:
        parts += [text[place:start], "\0" * (end - start)]
        place = end
    return "".join([*parts, text[place:]])


def _time(found: re.Match[str]) -> Time | None:
    hour, minute, half = int(found.group(1)), int(found.group(2) or 0), found.group(3) or found.group(4)
    # 24:00 is the end of a day; a.m. and p.m. have hours from 1 to 12.
    if hour > 24 or (half and not 1 <= hour <= 12):
        return None
    if half:
        hour = hour % 12 + (12 if half in "pP" else 0)
    return Time(hour * 60 + minute, bool(half) or hour > 12, found.group())


def _numbers(text: str, code: str) -> list[Quantity]:
    decimal = writing(code).decimal
    chained = {found.start(1) for found in _CHAIN.finditer(text)}
    always = [found.span() for found in _ALWAYS.finditer(text)]
    item = _ITEM.match(text)  # "1. " at the beginning is the number of a list item
    numbers = []
    for count, found in enumerate(_NUMBER.finditer(text)):
        start, end = found.span()
        before, after = text[max(0, start - _SPAN) : start], text[end : end + _SPAN]
        value = number_value(found.group(), decimal)
        if count > _MOST:  # the words around a number cost more than the number
            numbers.append(Quantity(value, NONE, found.group()))
            continue
        power, length = power_behind(after, code)
        if power and value.count(".") < 2:  # 2.5 million is 2500000, whatever the other language writes
            value, after = times_ten(value, power), after[length:]
        unit = unit_of(before, after, code)
        kind: Kind = "number"
        if item and end <= item.end():
            kind = "list"
        elif start in chained or value.count(".") > 1 or _BEFORE_REFERENCE.search(before):
            kind = "reference"
        # A number in brackets shortly after the beginning of a chain is part of it: the 1 of 6(1)(f).
        elif before.endswith("(") and any(place < start < place + 12 for place in chained):
            kind = "reference"
        elif ordinal := _ORDINAL.match(after):
            kind = "idiom" if ordinal.group(1) else "list"
        elif any(one <= start < two for one, two in always[:50]):
            kind = "idiom"
        elif not unit and _in_name(before, after):
            kind = "name"
        # Without a word after it, the unit cannot be one that we do not know.
        is_alone = not re.match(r"[ -]?(?:\([^()]{1,30}\) ?)?[^\W\d_]", after)
        numbers.append(Quantity(value, unit, found.group(), kind, is_alone))
    return numbers


def _in_name(before: str, after: str) -> bool:
    return bool(re.search(r"[A-Za-z][-_]?$", before) or re.match(r"[A-Z]{1,2}(?![a-z])", after))
