"""Which dates, times and numbers of a text and its translation belong together."""

from collections.abc import Callable, Iterator, Sequence

from .dates import Date
from .numerals import number_value
from .reading import Quantity, Time
from .units import Unit

MOST_NUMBERS = 100
"""How many numbers of a text are compared one with another; more are only counted."""

Pairs = list[tuple[Date, Date]]


def pair_days(ours: Sequence[Date], theirs: Sequence[Date]) -> tuple[Pairs, list[Date], list[Date], Pairs]:
    """Dates that became others, those of each side that have no partner, and those that agree."""
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
            ]  # place 0: in order they are found at once
            found = next((one for one in near if fits(one, day)), None)
            if found:
                left.remove(found)
                (wrong if place == 3 else same).append((found, day))
            else:
                alone.append(day)
        right = alone
    return wrong, left, right, same


def loose_years(pairs: Pairs, others: Sequence[Date]) -> Iterator[Quantity]:
    """Years that a date has and its partner has not; one that another date of that text says may be left out."""
    said = {year for day in others for year in day.years}
    for one, two in pairs:
        if one.years and not two.years:
            year = min(one.years)
            yield Quantity(str(year), frozenset(), one.raw, "idiom" if year in said else "date")


def loose_parts(days: Sequence[Date]) -> Iterator[Quantity]:
    """Day and year of dates without a partner, to be compared as numbers."""
    for day in days:
        year, _, number_ = min(day.readings, key=str)
        for part in (number_, year):
            if part:
                yield Quantity(str(part), frozenset(), day.raw, "date")


Matches = list[tuple[Quantity, Quantity]]


def pair_numbers(
    ours: Sequence[Quantity], theirs: Sequence[Quantity]
) -> tuple[list[Quantity], list[Quantity], Matches]:
    """Numbers only in the source, only in the translation, and pairs of the same value, best units first."""
    rows: dict[str, tuple[list[Quantity], list[Quantity]]] = {}
    for side, quantities in enumerate((ours, theirs)):
        for quantity in quantities:
            rows.setdefault(quantity.value, ([], []))[side].append(quantity)
    lost: list[Quantity] = []
    added: list[Quantity] = []
    pairs: Matches = []
    for left, right in rows.values():
        for level in (2, 1, 0):
            for one in left[:MOST_NUMBERS]:
                found = next((two for two in right[:MOST_NUMBERS] if _likeness(one.unit, two.unit) >= level), None)
                if found:
                    pairs.append((one, found))
                    right.remove(found)
                    left.remove(one)
        count = min(len(left), len(right))
        lost += left[count:]
        added += right[count:]
    order = {id(quantity): place for place, quantity in enumerate((*ours, *theirs))}
    lost.sort(key=lambda quantity: order[id(quantity)])
    added.sort(key=lambda quantity: order[id(quantity)])
    return lost, added, pairs


def _likeness(one: Unit, two: Unit) -> int:
    return 2 if one & two or not one | two else 1 if not one or not two else 0


def pair_times(
    ours: Sequence[Time], theirs: Sequence[Time], lost: list[Quantity], added: list[Quantity]
) -> list[tuple[Time, Time]]:
    """Times that became others. What is left over goes to `lost` and `added`; numbers that say a time leave them."""
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
    """Whether two times are the same in clocks of 12 hours, one saying its half of the day by a word."""
    return one.minutes % 720 == two.minutes % 720 and not (one.is_certain and two.is_certain)


def _taken(time: Time, numbers_: list[Quantity]) -> bool:
    """Whether numbers say the time (`17 Uhr`, `17.30`, `17h30`); they are then taken from the list."""
    hour, minute = divmod(time.minutes, 60)
    hours = {str(hour), str(hour % 12 or 12), str(hour % 12 + 12)}
    forms = {number_value(f"{one}.{minute:02}", ".") for one in hours}
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
