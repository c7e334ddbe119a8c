"""Pairing: which dates, times and numbers of a text and its translation belong together.

Nothing says which number of the translation is which of the source, and clauses change their order. So equal values are
paired first, then values that may be equal, and what is left is reported as changed, lost or added.
"""

from collections.abc import Callable, Iterator, Sequence

from .dates import Date
from .numerals import number_value
from .reading import Quantity, Time
from .units import Unit

MOST_NUMBERS = 100
"""How many numbers of a text are compared one by one, because that is quadratic; later ones are only counted."""

Pairs = list[tuple[Date, Date]]


def pair_days(ours: Sequence[Date], theirs: Sequence[Date]) -> tuple[Pairs, list[Date], list[Date], Pairs]:
    """(pairs of different days, dates only in the source, dates only in the translation, pairs that agree).

    Each test is tried on all dates before the next: first the same readings, then full dates that agree, then any that
    agree, so that an ambiguous date does not take the partner of a certain one. The last test pairs full dates that
    differ: these are reported as a changed day.
    """
    left, right = list(ours), list(theirs)
    same: Pairs = []
    tests: tuple[Callable[[Date, Date], bool], ...] = (
        lambda one, two: one.readings == two.readings,
        lambda one, two: one.is_full and two.is_full and one.agrees(two),
        lambda one, two: one.agrees(two),
        lambda one, two: one.is_full and two.is_full,
    )
    wrong: Pairs = []
    for place, fits in enumerate(tests):
        alone: list[Date] = []
        for count, day in enumerate(right):
            near = left[
                : MOST_NUMBERS if count < MOST_NUMBERS or place == 0 else 1
            ]  # with place 0, dates in the same order are found at once
            found = next((one for one in near if fits(one, day)), None)
            if found:
                left.remove(found)
                (wrong if place == 3 else same).append((found, day))
            else:
                alone.append(day)
        right = alone
    return wrong, left, right, same


def loose_years(pairs: Pairs, others: Sequence[Date]) -> Iterator[Quantity]:
    """Years of a date whose partner has none. Such a year may be omitted if another date of the other text has it:
    "from 1 to 5 May 2024"."""
    said = {year for day in others for year in day.years}
    for one, two in pairs:
        if one.years and not two.years:
            year = min(one.years)
            yield Quantity(str(year), frozenset(), one.raw, "idiom" if year in said else "date")


def loose_parts(days: Sequence[Date]) -> Iterator[Quantity]:
    """Day and year of dates without a partner, which are then compared as numbers."""
    for day in days:
        year, _, number_ = min(day.readings, key=str)
        for part in (number_, year):
            if part:
                yield Quantity(str(part), frozenset(), day.raw, "date")


Matches = list[tuple[Quantity, Quantity]]


def pair_numbers(
    ours: Sequence[Quantity], theirs: Sequence[Quantity]
) -> tuple[list[Quantity], list[Quantity], Matches]:
    """(numbers only in the source, numbers only in the translation, pairs of the same value).

    Numbers of the same value are paired by their units: first equal ones, then one that is unknown, then different
    ones, so that "30 days, 30 euros" is not reported if the two change places.
    """
    rows: dict[str, tuple[list[Quantity], list[Quantity]]] = {}
    for side, quantities in enumerate((ours, theirs)):
        for quantity in quantities:
            rows.setdefault(quantity.value, ([], []))[side].append(quantity)
    lost: list[Quantity] = []
    added: list[Quantity] = []
    pairs: Matches = []
    for left, right in rows.values():
        for level in (2, 1, 0):  # see _likeness
            for one in left[:MOST_NUMBERS]:
                found = next((two for two in right[:MOST_NUMBERS] if _likeness(one.unit, two.unit) >= level), None)
                if found:
                    pairs.append((one, found))
                    right.remove(found)
                    left.remove(one)
        count = min(len(left), len(right))
        lost += left[count:]
        added += right[count:]
    # In the order of the texts, so that the first lost number is compared with the first added one.
    order = {id(quantity): place for place, quantity in enumerate((*ours, *theirs))}
    lost.sort(key=lambda quantity: order[id(quantity)])
    added.sort(key=lambda quantity: order[id(quantity)])
    return lost, added, pairs


def _likeness(one: Unit, two: Unit) -> int:
    """2 for units that may be the same or are both unknown, 1 if one is unknown, 0 for different ones."""
    return 2 if one & two or not one | two else 1 if not one or not two else 0


def pair_times(
    ours: Sequence[Time], theirs: Sequence[Time], lost: list[Quantity], added: list[Quantity]
) -> list[tuple[Time, Time]]:
    """Pairs of different times. Changes `lost` and `added`: times without a partner are added to them, and numbers that
    turn out to be a time are removed."""
    left, right = list(ours), []
    for time in theirs:
        same = next((one for one in left[:MOST_NUMBERS] if one.minutes == time.minutes), None)
        same = same or next((one for one in left[:MOST_NUMBERS] if _may_be(one, time)), None)
        left.remove(same) if same else right.append(time)
    left = [time for time in left[:MOST_NUMBERS] if not _taken(time, added)]
    right = [time for time in right[:MOST_NUMBERS] if not _taken(time, lost)]
    lost += [Quantity(time.raw, frozenset(), time.raw) for time in left[len(right) :]]
    added += [Quantity(time.raw, frozenset(), time.raw) for time in right[len(left) :]]
    return list(zip(left, right, strict=False))


def _may_be(one: Time, two: Time) -> bool:
    """Whether two times are the same on a 12-hour clock, if one of them may say its half of the day by a word."""
    return one.minutes % 720 == two.minutes % 720 and not (one.is_certain and two.is_certain)


def _taken(time: Time, numbers_: list[Quantity]) -> bool:
    """Whether numbers are this time (`17 Uhr`, `17.30`, `17h30`); if so, they are removed from the list."""
    hour, minute = divmod(time.minutes, 60)
    hours = {str(hour), str(hour % 12 or 12), str(hour % 12 + 12)}
    forms = {number_value(f"{one}.{minute:02}", ".") for one in hours}
    # 17.30 as one number, else hour and minute as two, else a full hour alone.
    whole = next((one for one in numbers_ if minute and one.value in forms), None)
    if whole:
        numbers_.remove(whole)
        return True
    found = next((one for one in numbers_ if one.value in hours), None)
    rest = next((one for one in numbers_ if one.value == str(minute) and one is not found), None)
    if not found or (minute and not rest):
        return False
    numbers_.remove(found)
    if rest:
        numbers_.remove(rest)
    seconds = next((one for one in numbers_ if time.raw.count(":") > 1 and one.raw in time.raw[5:8]), None)
    if seconds:
        numbers_.remove(seconds)
    return True
