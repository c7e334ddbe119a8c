"""Plural-Forms: whether it can be computed for every number, and whether it fits the language (CLDR plural rules)."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from ... import locales
from ...problem import Problem
from ..rule import Rule
from .plural_expression import Expression, Impossible, Number, Unreadable, expression

# fmt: off
_PLURAL_SYNTAX = Rule(
    "plural-syntax", "error", "Plural-Forms cannot be read, so gettext refuses the catalog, or counts as in English without saying so.",
    "Replace the line in the header with the one in the hint, which is right for your language.",
    ("pl", "", r'"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 ? 1 2);\n"'),
    ("pl", "", r'"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\n"'),
)
_PLURAL_RANGE = Rule(
    "plural-range", "error", "For some numbers Plural-Forms selects a form that does not exist, or divides by zero, so a program that reads the catalog fails.",
    "Replace the line in the header with the one in the hint.",
    ("de", "", r'"Plural-Forms: nplurals=2; plural=(n > 1) + (n > 2);\n"'),
    ("de", "", r'"Plural-Forms: nplurals=2; plural=(n != 1);\n"'),
)
_PLURAL_UNREACHABLE = Rule(
    "plural-unreachable", "warning", "Plural-Forms asks for a form that no number uses, so its translation is never shown.",
    "Use the line in the hint, and delete the last `msgstr[...]` of each entry that has too many.",
    ("cs", "", r'"Plural-Forms: nplurals=5; plural=(n==1) ? 0 : (n>=2 && n<=4) ? 1 : 2;\n"'),
    ("cs", "", r'"Plural-Forms: nplurals=3; plural=(n==1) ? 0 : (n>=2 && n<=4) ? 1 : 2;\n"'),
)
_PLURAL_LANGUAGE = Rule(
    "plural-language", "warning", "Plural-Forms groups numbers differently from CLDR's rules for this language, so some numbers would be shown with the wrong form.",
    "Use the line in the hint, then check that the forms of each entry are in that order.",
    ("ru", "", r'"Plural-Forms: nplurals=2; plural=(n != 1);\n"'),
    ("ru", "", r'"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\n"'),
)
# fmt: on
RULES = (
    _PLURAL_SYNTAX,
    _PLURAL_RANGE,
    _PLURAL_UNREACHABLE,
    _PLURAL_LANGUAGE,
)

FORMS = 100
"""Forms that a catalog may have: our PO parser reads msgstr[0] to msgstr[99]."""
_SAMPLE = (
    *range(1001),
    2000,
    10_000,
    20_000,
    21_000,
    40_000,
    100_000,
    1_000_000,
    1_000_001,
    2_000_000,
    10**9,
    2**31,
    2**32,
)
_COMPARED = (*range(201), 1000, 1001)
"""Numbers that distinguish the languages: CLDR's rules look at the last two digits, and at some small numbers."""


# -- reading -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Plurals:
    """The value of Plural-Forms: how many forms there are, and which one a number uses."""

    count: int
    form: Expression
    """Raises `Impossible` where the number cannot be computed."""


@lru_cache(256)
def read_plurals(value: str) -> Plurals:
    """The value of the header field, parsed; raises `Unreadable` with the reason."""
    found = re.match(r"[ \t]*nplurals[ \t]*=[ \t]*([0-9]+)[ \t]*;[ \t]*plural[ \t]*=([^;]*)[; \t]*$", value[:2000])
    if found is None or len(value) > 2000:
        raise Unreadable("it is not written as nplurals=NUMBER; plural=EXPRESSION;")
    digits = found.group(1).lstrip("0")
    if not digits or len(digits) > 3 or int(digits) > FORMS:
        raise Unreadable(f"nplurals is {found.group(1)[:20]}, not between 1 and {FORMS}")
    return Plurals(int(digits), expression(found.group(2)))


# -- judging -----------------------------------------------------------------------------------------


@lru_cache(256)
def plural_problems(value: str, code: str) -> tuple[Problem, ...]:
    """Problems of a value of Plural-Forms in a catalog of the locale `code` ("" if it is not known)."""
    return tuple(_problems(value, code))


def _problems(value: str, code: str) -> Iterator[Problem]:
    try:
        plurals = read_plurals(value)
    except Unreadable as error:
        yield _PLURAL_SYNTAX.problem(f"Plural-Forms cannot be read: {error}", remedy(code))
        return
    reached: set[int] = set()
    impossible = beyond = ""
    for n in _sample(plurals.form.numbers):
        try:
            form = plurals.form(n)
        except Impossible as error:
            impossible = impossible or f"Plural-Forms cannot be computed for n = {n}: {error}"
            continue
        if form >= plurals.count:
            beyond = beyond or f"for n = {n} Plural-Forms gives form {form}, but nplurals is {plurals.count}"
        reached.add(form)
    for message in filter(None, (impossible, beyond)):
        yield _PLURAL_RANGE.problem(message, remedy(code))
    unreached = [form for form in range(plurals.count) if form not in reached]
    # A catalog may have all forms of its language although its expression does not reach one of them.
    if unreached and not impossible and not beyond and plurals.count > len(locales.plural_names(code)):
        which = f"form {unreached[0]}" + (f" and {len(unreached) - 1} more" if len(unreached) > 1 else "")
        message = f"nplurals is {plurals.count}, but no number uses {which}"
        yield _PLURAL_UNREACHABLE.problem(message, remedy(code))
    if code and not impossible and not beyond:
        yield from _fits(plurals, len(reached), code)


def remedy(code: str) -> str:
    """The Plural-Forms line for a locale, as a hint."""
    forms = (
        locales.plural_forms(code) if locales.plural_names(code) else "nplurals=2; plural=(n != 1); in most languages"
    )
    return f"Plural-Forms: {forms}"


def _sample(numbers: tuple[int, ...]) -> list[int]:
    """Numbers with which an expression is tried: small and large ones, and the neighbours of the numbers in it.

    Its result can only change near a number that it compares with, or with the remainders of a small divisor.
    """
    beside = {near for number in numbers for near in (number - 1, number, number + 1, 2 * number) if near >= 0}
    return sorted({*_SAMPLE, *beside})


def _fits(plurals: Plurals, reached: int, code: str) -> Iterator[Problem]:
    """Whether numbers of different plural categories have different forms.

    A catalog may follow CLDR or the Plural-Forms line that gettext tools commonly use, because practice lags
    behind CLDR. More forms than these have is not an error either.
    """
    names = locales.plural_names(code)
    if not names:
        return
    by_cldr = _merged(plurals.form, lambda n: locales.plural_category(n, code))
    if not by_cldr and reached <= len(names):
        return  # as CLDR has it: the other one is not asked, for it takes longer to load than all of this
    usual = read_plurals(locales.plural_forms(code))
    if by_cldr and _merged(plurals.form, lambda n: str(usual.form(n))):
        one, other = by_cldr
        message = f"in {locales.english_name(code)} {one} and {other} take different forms, but Plural-Forms gives both the same"
        yield _PLURAL_LANGUAGE.problem(message, remedy(code))
        return
    most = max(len(names), usual.count)
    if reached > most + 1 or reached > most == 1:
        counts = f"{locales.english_name(code)} has {most} plural form{'s' if most > 1 else ''}"
        yield _PLURAL_LANGUAGE.problem(f"{counts}, but nplurals is {plurals.count}", remedy(code))


def _merged(form: Number, category: Callable[[int], str]) -> tuple[int, int] | None:
    """The first two numbers that have the same form but different categories."""
    first: dict[int, int] = {}
    for n in _COMPARED:
        other = first.setdefault(form(n), n)
        if category(other) != category(n):
            return other, n
    return None
