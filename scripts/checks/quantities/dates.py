"""Dates in a text, in the forms in which languages write them: with names of months (CLDR), in digits, year first."""

import re
from dataclasses import dataclass
from functools import cache
from itertools import islice

from ...locales import writing
from ...patterns import regex

Day = tuple[int | None, int, int | None]
"""Year, month and day; None for a part that the text does not say."""


@dataclass(frozen=True, slots=True)
class Date:
    """A date of a text."""

    readings: frozenset[Day]
    """More than one if the order of day and month is ambiguous."""
    start: int
    end: int
    raw: str

    @property
    def is_full(self) -> bool:
        """Whether it says day, month and year."""
        return all(year and day for year, _, day in self.readings)

    @property
    def years(self) -> frozenset[int]:
        """The years that it may mean; empty if it has none."""
        return frozenset(year for year, _, _ in self.readings if year)

    @property
    def months(self) -> frozenset[int]:
        """The months that it may mean."""
        return frozenset(month for _, month, _ in self.readings)

    def agrees(self, other: "Date") -> bool:
        """Whether both can mean the same day, where a part that one of them lacks agrees with everything."""
        return any(
            all(one is None or two is None or one == two for one, two in zip(ours, theirs, strict=True))
            for ours in self.readings
            for theirs in other.readings
        )


# 2024年10月1日 and 2024년 10월 1일: year and day are optional, the month is not.
_EAST = regex(r"(?:(?<!\d)(\d{1,4}) ?[年년] ?)?(?<!\d)(\d{1,2}) ?[月월](?: ?(\d{1,2}) ?[日号號일])?")
# Both separators are the same (`\2`), and the number does not continue: 1-2.2024 and 1.2.2024.3 are not dates.
_YEAR_FIRST = regex(r"(?<![\d./-])(\d{4})([-/.]) ?(\d{1,2})\2 ?(\d{1,2})(?!\d|[-/.]\d)")
_YEAR_LAST = regex(r"(?<![\d./-])(\d{1,2})([-/.]) ?(\d{1,2})\2 ?(\d{4})(?!\d|[-/.]\d)")
# What may be between the parts: "de", "d.", "of", "du", "г.", and the Thai abbreviations of the eras, B.E. (พ.ศ.) and C.E.
_LINK = r"(?:(?:[^\W\d_]\w{0,2}\.){1,2} ?|[^\W\d_]{1,4}[.']? {0,2}|พ\.ศ\. ?|ค\.ศ\. ?)?"
# A number before or after the name of a month, with an ordinal ending or sign (º, ª, °): "1er", "1.", "1st", "1º".
_LEFT = regex(rf"(?<!\d)(?<!\d[.,])(\d{{1,4}})(?:[\u00ba\u00aa\u00b0]|-?[^\W\d_]{{1,3}}\b)?[ .,/-]{{0,3}}{_LINK}$")
_RIGHT = regex(rf"(?:(?<=\d)(?:st|nd|rd|th|er|\u00ba|\u00aa))?[ .,/-]{{0,3}}{_LINK}(\d{{1,4}})(?!\d|[.,]\d)(?! ?%)")
_SPAN = 24
"""How far from the name of a month its day and year are looked for."""
_MOST = 2000
"""How many dates with names of months are read; later ones are compared as numbers."""
_BUDDHIST = ("th", "lo")


def dates(text: str, code: str) -> list[Date]:
    """The dates of a text (`numerals.plain_digits`) in their order; of dates that overlap, the one that begins first."""
    found = [*_in_digits(text, code), *_eastern(text, code), *_named(text, code)]
    kept: list[Date] = []
    for date in sorted(found, key=lambda date: (date.start, -date.end)):
        if not kept or date.start >= kept[-1].end:
            kept.append(date)
    return kept


def common_year(year: int, code: str) -> int:
    """The year of the common era; Thai and Lao texts use the Buddhist era, 543 years ahead (2567 is 2024)."""
    return year - 543 if code.split("_")[0] in _BUDDHIST and 2400 <= year < 2700 else year


def _date(year: int | None, month: int, day: int | None, code: str) -> Day | None:
    if year is not None:
        year = common_year(year, code)
        if not 1000 <= year < 3000:
            return None
    good = 1 <= month <= 12 and (day is None or 1 <= day <= 31)
    return (year, month, day) if good else None


def _in_digits(text: str, code: str) -> list[Date]:
    found = []
    for match in _YEAR_FIRST.finditer(text):
        year, _, month, day = match.groups()
        found.append((match, [(int(year), int(month), int(day))]))
    for match in _YEAR_LAST.finditer(text):
        one, _, two, year = match.groups()
        both = [(int(year), int(two), int(one)), (int(year), int(one), int(two))]
        day_first = writing(code).day_first
        # 1/2/2024 is in January or February, by the country; with full stops the day is first everywhere.
        if code == "en" and match.group(2) != ".":
            found.append((match, both))
        else:
            # The order of the country, unless it gives no date: 13/1/2024 in a country that writes the month first.
            best, other = both if day_first or match.group(2) == "." else reversed(both)
            found.append((match, [best if _date(*best, code) else other]))
    rows = [(match, frozenset(day for row in rows if (day := _date(*row, code)) is not None)) for match, rows in found]
    return [Date(days, match.start(), match.end(), match.group()) for match, days in rows if days]


def _eastern(text: str, code: str) -> list[Date]:
    if code.split("_")[0] not in ("ja", "zh", "ko", "yue"):
        return []
    found = []
    for match in _EAST.finditer(text):
        year, month, day = match.groups()
        row = _date(int(year) if year else None, int(month), int(day) if day else None, code)
        if row and (year or day):
            found.append(Date(frozenset([row]), match.start(), match.end(), match.group()))
    return found


def _named(text: str, code: str) -> list[Date]:
    pattern, names = _months(code)
    found: list[Date] = []
    for match in islice(pattern.finditer(text), _MOST):
        month, is_short = names[match.group("name").casefold()]
        start, end = match.span()
        floor = found[-1].end if found else 0
        left = _LEFT.search(text[max(floor, start - _SPAN) : start])
        year: int | None = None
        day: int | None = None
        if left:
            year, day = _placed(int(left.group(1)), year, day)
            start = max(floor, match.start() - _SPAN) + left.start(1)
            if (year, day) == (None, None):
                start = match.start()
        for _ in range(2):
            right = _RIGHT.match(text, end, end + _SPAN)
            if not right:
                break
            both = _placed(int(right.group(1)), year, day)
            if both == (year, day):
                break
            is_over = both[0] != year  # no language writes the day after month and year
            (year, day), end = both, right.end()
            if is_over:
                break
        row = _date(year, month, day, code)
        # A name alone is not a date, and an abbreviation may be another word: "mar", "set".
        if row and (year or (day and not is_short)):
            found.append(Date(frozenset([row]), start, end, text[start:end]))
    return found


def _placed(number: int, year: int | None, day: int | None) -> tuple[int | None, int | None]:
    """Year and day, with a number in whichever of the two is free and can have this value."""
    if number >= 1000 and year is None:
        return number, day
    return (year, number) if day is None and 1 <= number <= 31 else (year, day)


@cache
def _months(code: str) -> tuple[re.Pattern[str], dict[str, tuple[int, bool]]]:
    """A pattern for the names of the months, and {name: (month, whether it is an abbreviation)}."""
    base = code.split("_")[0]
    names: dict[str, tuple[int, bool]] = {}
    facts = writing(code)
    for rows, is_short in ((facts.months, False), (facts.short_months, True)):
        for name, month in rows:
            if not (base in ("ja", "zh", "ko", "yue") or re.match(r"M\d", name)):
                names.setdefault(name.casefold(), (month, is_short))
                for cut in (1, 2):  # other cases change the ending: oktobris, oktobrī
                    if len(name) >= 5 + cut and name.isalpha() and not is_short:
                        names.setdefault(name.casefold()[:-cut], (month, is_short))
    if not names:
        return re.compile(r"(?!)"), names
    rows_ = sorted(names, key=len, reverse=True)
    prefix = "[בהלמוכש]?" if base == "he" else ""
    choice = "|".join(map(re.escape, rows_))
    flags = re.IGNORECASE
    if base == "en":  # "may" and "march" are also words, so only capitals are names of months
        choice = "|".join(re.escape(form) for name in rows_ for form in (name.title(), name.upper()))
        flags = re.NOFLAG
    return re.compile(rf"(?<![^\W\d_]){prefix}(?P<name>{choice})(?!\d)[^\W\d_]{{0,5}}\.?", flags), names
