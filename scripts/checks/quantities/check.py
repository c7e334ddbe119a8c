"""Numbers, dates and money: the translation has the same values, each with the same unit.

Values are compared, not digits, and as multisets, because languages order their clauses differently.
The numbers of a date or a time of day are not compared again on their own.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from itertools import islice

from ...locales import long_date, writing
from ...patterns import regex
from ...problem import Problem
from ..rule import Pair, Rule
from .dates import Date, common_year
from .number_words import knows, numbers_in_words, word_language
from .pairing import MOST_NUMBERS, loose_parts, loose_years, pair_days, pair_numbers, pair_times
from .reading import Quantity, Reading, reading
from .references import REFERENCE_CHANGED, keeps_references
from .units import Unit, is_money, mentions, powers_in, unit_name

_NUMBER_CHANGED = Rule(
    "number-changed",
    "error",
    "A number of the source has another value in the translation, read as the language writes numbers.",
    "Write the value of the source with the signs of your language: 1,000.5 is 1.000,5 in German.",
    ("de", "We keep logs for 14 days.", "Wir bewahren Protokolle 41 Tage auf."),
    ("de", "We keep logs for 14 days.", "Wir bewahren Protokolle 14 Tage auf."),
)
_NUMBER_LOST = Rule(
    "number-lost",
    "error",
    "A number of the source is missing in the translation. It is only a warning for a number in a name (`SHA-256`), and for a small number that may be written as a word.",
    "Write the number in digits, as the source does.",
    ("fr", "Answers come within 30 days.", "Les réponses arrivent rapidement."),
    ("fr", "Answers come within 30 days.", "Les réponses arrivent sous 30\u00a0jours."),
)
_NUMBER_ADDED = Rule(
    "number-added",
    "error",
    "The translation has a number that the source does not have; it is only a warning for a number in a name (`SHA-256`).",
    "Delete the number, or correct it if it was meant to be one of the source.",
    ("es", "We delete old logs.", "Eliminamos los registros de más de 90 días."),
    ("es", "We delete old logs.", "Eliminamos los registros antiguos."),
)
_DATE_CHANGED = Rule(
    "date-changed",
    "error",
    "A date of the source is another day in the translation, or is missing.",
    "Write the same day as your language writes dates; the hint shows how, where it is known.",
    ("pl", "In force since October 1, 2024.", "Obowiązuje od 10 stycznia 2024 r."),
    ("pl", "In force since October 1, 2024.", "Obowiązuje od 1 października 2024 r."),
)
_UNIT_CHANGED = Rule(
    "unit-changed",
    "error",
    "A number counts something else in the translation (months in place of days), or nothing. It is only a warning if the word after the number may be the unit.",
    "Write the number with the unit of the source, in words of your language.",
    ("it", "You may object within 30 days.", "Puoi opporti entro 30 mesi."),
    ("it", "You may object within 30 days.", "Puoi opporti entro 30 giorni."),
)
_CURRENCY_CHANGED = Rule(
    "currency-changed",
    "error",
    "An amount of money is in another currency in the translation, or in none. It is only a warning if the word after the amount may be the currency.",
    "Write the currency of the source, and do not convert the amount.",
    ("ja", "The fee is €20.", "手数料は20ドルです。"),
    ("ja", "The fee is €20.", "手数料は20ユーロです。"),
)
_NUMBER_AS_WORD = Rule(
    "number-as-word",
    "warning",
    "A number is in digits in one text and a word in the other, so the two cannot be compared with certainty.",
    "Check that the word says the same number; digits are safer in a legal text.",
    ("de", "We answer within 14 days.", "Wir antworten binnen vierzehn Tagen."),
    ("de", "We answer within 14 days.", "Wir antworten binnen 14 Tagen."),
)
RULES = (
    _NUMBER_CHANGED,
    _NUMBER_LOST,
    _NUMBER_ADDED,
    _DATE_CHANGED,
    _UNIT_CHANGED,
    _CURRENCY_CHANGED,
    REFERENCE_CHANGED,
    _NUMBER_AS_WORD,
)

_DIGIT = regex(r"\d")
_SWAPPED = str.maketrans(",.", ".,")
_FEW = 20
"""How many problems of a text are reported."""
_SMALL = 12
"""Numbers up to this one are written as words in many texts."""
_COUNTERS = ("ja", "zh", "ko", "th", "yue")
"""Languages that write small numbers in digits where others write words: 2段階 for "two steps"."""


def check_quantities(pair: Pair) -> Iterator[Problem]:
    """Differences between the numbers, dates, times, amounts and references of a translation and its source."""
    return islice(_problems(pair), _FEW)


def _problems(pair: Pair) -> Iterator[Problem]:
    if not _DIGIT.search(pair.source) and not _DIGIT.search(pair.target):
        return
    ours, theirs = pair.facts.of(reading, pair.source, pair.source_code), reading(pair.target, pair.code)
    # Dates first: what is left of them (a day, a year) is compared with the numbers, for one text may have a date where
    # the other has a number. Times, references and words then take what is theirs; the rest is lost or added.
    wrong, lost_days, new_days, same = pair_days(ours.dates, theirs.dates)
    yield from (_wrong_date(one.raw, two.raw, one, pair) for one, two in wrong)
    lost, added, pairs = pair_numbers(
        [*ours.numbers, *loose_parts(lost_days), *loose_years(same, theirs.dates)],
        [*theirs.numbers, *loose_parts(new_days), *loose_years([(two, one) for one, two in same], ours.dates)],
    )
    yield from _units(pairs, theirs, pair)
    yield from _months(lost_days, new_days, lost, added, pair)
    for one, two in pair_times(ours.times, theirs.times, lost, added):
        hint = f"write the time of the source: {one.raw}"
        yield _NUMBER_CHANGED.problem(f"the time '{one.raw}' has become '{two.raw}'", hint)
    yield from keeps_references(ours, theirs)
    _forgive(lost, added, pair)
    yield from _as_words(lost, added, ours, theirs, pair)
    yield from _differences(lost, added, pair)


def _wrong_date(was: str, now: str, day: Date, pair: Pair) -> Problem:
    year, month, number_ = min(day.readings, key=str)
    hint = ""
    if len(day.readings) == 1 and writing(pair.code).months[0][0] != "M01":  # CLDR has names of months for the language
        with suppress(ValueError):
            hint = f"write {long_date(date(year or 0, month, number_ or 0), pair.code)}"
    message = f"the date '{was}' has become '{now}'" if now else f"the date '{was}' is not in the translation"
    return _DATE_CHANGED.problem(message, hint or f"write the date of the source: {was}")


def _units(pairs: Sequence[tuple[Quantity, Quantity]], theirs: Reading, pair: Pair) -> Iterator[Problem]:
    there: dict[Unit, bool] = {}
    for one, two in pairs:
        if one.kind == "reference" and re.fullmatch(r"[\d.]+\.\d+", one.raw) and one.raw != two.raw:
            message = f"the reference {one.raw} has become {two.raw}"
            yield REFERENCE_CHANGED.problem(message, f"write {one.raw}, as in the source")
        if one.kind == "date" or two.kind == "date" or not one.unit:
            continue
        # Both units are known and have nothing in common; an unknown unit only counts where the source has money or %.
        rule = _CURRENCY_CHANGED if is_money(one.unit) else _UNIT_CHANGED
        if two.unit and not one.unit & two.unit:
            rule = rule if is_money(two.unit) else _UNIT_CHANGED
            message = f"{one.raw} has the unit {unit_name(one.unit)} in the source, but {unit_name(two.unit)} in the translation"
            yield rule.problem(message, "write each number with the unit that it has in the source")
        elif not two.unit and (is_money(one.unit) or "percent" in one.unit):
            if one.unit not in there:
                there[one.unit] = mentions(theirs.text, one.unit, pair.code)
            if there[one.unit]:  # "EUR 20 to 30": the unit may be at another number
                continue
            message = f"{one.raw} has the unit {unit_name(one.unit)} in the source, but none in the translation"
            problem = rule.problem(message, "write the unit of the source with the number")
            # A word after the number may be the unit: we do not know all units of every language.
            yield problem if two.is_alone else problem.at(level="warning")


def _months(
    lost_days: Sequence[Date], new_days: Sequence[Date], lost: list[Quantity], added: list[Quantity], pair: Pair
) -> Iterator[Problem]:
    """Compares the months of dates without a partner; in the other text a month may be written as a number."""
    left, right = list(lost_days), []
    for day in new_days:
        same = next((one for one in left[:MOST_NUMBERS] if one.months & day.months), None)
        left.remove(same) if same else right.append(day)
    for days, other in ((left, added), (right, lost)):
        for day in days[:MOST_NUMBERS]:
            months = {str(month) for month in day.months}
            found = next((one for one in other if one.value in months), None)
            if found:
                other.remove(found)
                days.remove(day)
    for one, two in zip(left, right, strict=False):
        yield _wrong_date(one.raw, two.raw, one, pair)
        for rest, raw in ((lost, one.raw), (added, two.raw)):
            rest[:] = [quantity for quantity in rest if quantity.kind != "date" or quantity.raw != raw]


def _forgive(lost: list[Quantity], added: list[Quantity], pair: Pair) -> None:
    """Removes from both lists what is the same in another form: digits grouped differently, Thai years, idioms."""
    for one in lost[:MOST_NUMBERS]:
        found = next((two for two in added[:MOST_NUMBERS] if _is_year(one, two, pair)), None)
        if found:
            lost.remove(one)
            added.remove(found)
    # 20 000 is one number in one language and may be read as two in another.
    is_bare = not any(one.unit or one.kind == "date" for one in (*lost, *added))
    sides = ((lost, pair.source), (added, pair.target))
    if (
        is_bare
        and len(lost) != len(added)
        and _digits(lost) == _digits(added)
        and all(_is_one(*side) for side in sides)
    ):
        lost.clear()
        added.clear()
    # 24/7 and the like may be said without a number, but not be replaced by another one.
    if not added:
        lost[:] = [one for one in lost if one.kind != "idiom"]
    if not lost:
        added[:] = [one for one in added if one.kind != "idiom"]


def _is_one(quantities: Sequence[Quantity], text: str) -> bool:
    """Whether the digits are groups of one number: `20 000`, `1'000`."""
    raws = [re.escape(quantity.raw) for quantity in quantities[:MOST_NUMBERS]]
    return len(raws) == 1 or re.search(r"[^\w]?".join(raws), text) is not None


def _is_year(one: Quantity, two: Quantity, pair: Pair) -> bool:
    years = one.value, two.value
    return all(len(year) == 4 and year.isdecimal() for year in years) and (
        str(common_year(int(two.value), pair.code)) == one.value
        or str(common_year(int(one.value), pair.source_code)) == two.value
    )


def _digits(quantities: Sequence[Quantity]) -> str:
    return "".join(re.sub(r"\D", "", quantity.raw) for quantity in quantities)


def _as_words(
    lost: list[Quantity], added: list[Quantity], ours: Reading, theirs: Reading, pair: Pair
) -> Iterator[Problem]:
    """Numbers that are words in the other text; they are removed from the lists."""
    for quantities, other, code in ((lost, theirs, pair.code), (added, ours, pair.source_code)):
        if not quantities:
            continue
        sure, loose = numbers_in_words(other.text, code)
        sure |= {one * 10**power for one in (1, *sure) for power in powers_in(other.text, code)}
        rest = []
        for quantity in quantities:
            value = int(quantity.value) if re.fullmatch(r"\d{1,12}", quantity.value) else -1
            if value not in sure and value not in loose:
                rest.append(quantity)
                continue
            # References, list numbers and numbers that the other text only hints at are often words. So are small numbers
            # of a source whose translation is in a language that writes them in digits.
            is_usual = quantity.kind in ("reference", "list", "name") or value not in sure
            counted = quantities is added and value <= _SMALL and word_language(pair.code) in _COUNTERS
            if is_usual or counted or quantity.kind == "date":
                continue
            where = "translation" if quantities is lost else "source"
            hint = f"check that the word says {value}; digits are safer in a legal text"
            yield _NUMBER_AS_WORD.problem(f"{quantity.raw} is a word in the {where}", hint)
        quantities[:] = rest


def _differences(lost: list[Quantity], added: list[Quantity], pair: Pair) -> Iterator[Problem]:
    told: set[str] = set()
    for one, two in zip(lost, added, strict=False):
        if one.kind == "date":
            if one.raw not in told:
                yield _wrong_date(one.raw, two.raw, Date(frozenset([(None, 0, None)]), 0, 0, one.raw), pair)
            told.add(one.raw)
            continue
        rule = REFERENCE_CHANGED if one.kind == "reference" else _NUMBER_CHANGED
        # The same digits with another value: the decimal and grouping signs are those of the source.
        if _digits([one]) == _digits([two]):
            message = f"'{two.raw}' is {two.value} in this language; the source says {one.value}"
            hint = f"write {one.raw.translate(_SWAPPED)}"
        else:
            message, hint = f"the number {one.raw} has become {two.raw}", f"write the number of the source: {one.raw}"
        yield rule.problem(message, hint)
    for one in lost[len(added) :]:
        if one.kind == "date":
            if one.raw not in told:
                yield _wrong_date(one.raw, "", Date(frozenset([(None, 0, None)]), 0, 0, one.raw), pair)
            told.add(one.raw)
            continue
        is_small = re.fullmatch(r"\d{1,2}", one.value) is not None and int(one.value) <= _SMALL
        is_soft = one.kind == "name" or (is_small and not knows(pair.code))
        rule = REFERENCE_CHANGED if one.kind == "reference" else _NUMBER_LOST
        hint = f"write the number of the source: {one.raw}"
        problem = rule.problem(f"the translation loses the number {one.raw}", hint)
        # A name may be spelled differently, and a small number may be a word that we do not know.
        yield problem.at(level="warning") if is_soft else problem
    for two in added[len(lost) :]:
        rule = _DATE_CHANGED if two.kind == "date" else _NUMBER_ADDED
        what = "date" if two.kind == "date" else "number"
        if two.raw not in told:
            hint = "delete it; the translation may say only what the source says"
            problem = rule.problem(f"the translation adds the {what} {two.raw}", hint)
            # A name may be spelled differently: `SHA-256`, `SHA256`.
            yield problem.at(level="warning") if two.kind == "name" else problem
        told.add(two.raw if two.kind == "date" else "")
