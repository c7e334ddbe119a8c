"""The quantities of a text: numbers with what they count, times, telephone numbers and references."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from ...locales import writing
from .dates import Date, dates
from .numerals import number_value, plain_digits, times_ten, with_western_dates
from .units import NONE, Unit, power_behind, unit_of

Kind = Literal["number", "reference", "name", "list", "phone", "date", "idiom"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of a text."""

    value: str
    """In western digits with a point: `1000.5`; `4.2.1` for a reference or version."""
    unit: Unit
    """What it counts, as far as that is known."""
    raw: str
    """As it stands in the text."""
    kind: Kind = "number"
    """`name`: part of a name (`SHA-256`); `list`: an ordinal, or the number of an item; `date`: day or
    year of a date; `idiom`: it may go (`24/7`, `3rd party`)."""
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
    """All that counts in a text."""

    text: str
    """As `numerals.plain` gives it."""
    dates: tuple[Date, ...]
    times: tuple[Time, ...]
    numbers: tuple[Quantity, ...]
    chains: tuple[tuple[str, ...], ...]
    """References with parentheses: `6(1)(f)` is ("6", "1", "f")."""


_TIME = re.compile(
    r"(?<![\d.,:/])(\d{1,2})(?::([0-5]\d)(?::[0-5]\d)?(?![:\d])(?: ?([ap])\.? ?m\b\.?)?| ?([ap])\.? ?m\b\.?)", re.I
)
_PHONE = re.compile(r"\+\d[\d ().\-/]{5,24}\d")
_NUMBER = re.compile(r"(?<!\d)\d{1,3}(?:[ ']\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,']\d+)*")
_CHAIN = re.compile(r"(\d{1,4})((?:\((?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})\))+)")
_ALWAYS = re.compile(r"24/7")
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b([ -]part)?")
_ITEM = re.compile(r"\s*\d{1,2}[.)](?=\s)")
_BEFORE_REFERENCE = re.compile(
    r"(?:\u00a7|\b(?:art(?:icles?|ikel[ns]?|[\u00edi]culos?|icol[oi]|igos?|\.)?|sections?|sec\.|clauses?|paragraphs?|para\.|recitals?|annex"
    r"|schedule|chapter|appendix|abschnitt|ziffer|abs\.|regulation|directive|\u0441\u0442\.|\u0441\u0442\u0430\u0442\u044c\u0438|\u043f\.|ust\.|pkt))"
    r" ?(?:\((?:EU|EC|EEA|UE)\) ?)?(?:No\.? ?|Nr\.? ?)?$",
    re.I,
)
_SPAN = 40
_MOST = 1000
"""Beyond so many numbers of a text only their values are read."""


@lru_cache(512)  # the finished page says most of its texts as their entries do, and its source in each locale
def reading(text: str, code: str) -> Reading:
    """What the shown text of a translation or source in `code` says in numbers."""
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
    parts, place = [], 0
    for start, end in spans:
        parts += [text[place:start], "\0" * (end - start)]
        place = end
    return "".join([*parts, text[place:]])


def _time(found: re.Match[str]) -> Time | None:
    hour, minute, half = int(found.group(1)), int(found.group(2) or 0), found.group(3) or found.group(4)
    if hour > 24 or (half and not 1 <= hour <= 12):
        return None
    if half:
        hour = hour % 12 + (12 if half in "pP" else 0)
    return Time(hour * 60 + minute, bool(half) or hour > 12, found.group())


def _numbers(text: str, code: str) -> list[Quantity]:
    decimal = writing(code).decimal
    chained = {found.start(1) for found in _CHAIN.finditer(text)}
    always = [found.span() for found in _ALWAYS.finditer(text)]
    item = _ITEM.match(text)
    numbers = []
    for count, found in enumerate(_NUMBER.finditer(text)):
        start, end = found.span()
        before, after = text[max(0, start - _SPAN) : start], text[end : end + _SPAN]
        value = number_value(found.group(), decimal)
        if count > _MOST:
            numbers.append(Quantity(value, NONE, found.group()))
            continue
        power, length = power_behind(after, code)
        if power and value.count(".") < 2:
            value, after = times_ten(value, power), after[length:]
        unit = unit_of(before, after, code)
        kind: Kind = "number"
        if item and end <= item.end():
            kind = "list"
        elif start in chained or value.count(".") > 1 or _BEFORE_REFERENCE.search(before):
            kind = "reference"
        elif before.endswith("(") and any(place < start < place + 12 for place in chained):
            kind = "reference"
        elif ordinal := _ORDINAL.match(after):
            kind = "idiom" if ordinal.group(1) else "list"
        elif any(one <= start < two for one, two in always[:50]):
            kind = "idiom"
        elif not unit and _in_name(before, after):
            kind = "name"
        is_alone = not re.match(r"[ -]?(?:\([^()]{1,30}\) ?)?[^\W\d_]", after)
        numbers.append(Quantity(value, unit, found.group(), kind, is_alone))
    return numbers


def _in_name(before: str, after: str) -> bool:
    return bool(re.search(r"[A-Za-z][-_]?$", before) or re.match(r"[A-Z]{1,2}(?![a-z])", after))
