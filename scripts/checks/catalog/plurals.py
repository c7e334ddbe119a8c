"""Plural-Forms: a small safe reader of its C expression, and whether it fits its language (gettext manual, "Plural forms").

The value comes from outside: nothing of it is executed, and limits on length,
nesting and steps hold whatever stands in it.
"""

import operator
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from ... import locales
from ...problem import Problem
from ..rule import Rule

RULES = (
    Rule("plural-syntax", "error",
         "Plural-Forms cannot be read: gettext refuses the catalog, or counts as in English without a word.",
         ("pl", "", r'"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 ? 1 2);\n"'),
         ("pl", "", r'"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\n"')),
    Rule("plural-range", "error",
         "For some number Plural-Forms names a form that does not exist, or divides by zero: a program that asks stops.",
         ("de", "", r'"Plural-Forms: nplurals=2; plural=(n > 1) + (n > 2);\n"'),
         ("de", "", r'"Plural-Forms: nplurals=2; plural=(n != 1);\n"')),
    Rule("plural-unreachable", "warning", "Translators must fill in a form that no number ever shows.",
         ("cs", "", r'"Plural-Forms: nplurals=5; plural=(n==1) ? 0 : (n>=2 && n<=4) ? 1 : 2;\n"'),
         ("cs", "", r'"Plural-Forms: nplurals=3; plural=(n==1) ? 0 : (n>=2 && n<=4) ? 1 : 2;\n"')),
    Rule("plural-language", "warning",
         "Plural-Forms does not part the numbers as the language does (CLDR): some would stand beside the wrong form.",
         ("ru", "", r'"Plural-Forms: nplurals=2; plural=(n != 1);\n"'),
         ("ru", "", r'"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\n"')),
)  # fmt: skip

Number = Callable[[int], int]

LENGTH, DEPTH, STEPS = 1000, 20, 250
"""Characters, brackets inside brackets, and numbers with operators that an expression may have."""
FORMS = 100
"""Forms that a catalog may have: the reader counts msgstr[0] to msgstr[99]."""
_LARGEST = 2**64 - 1
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
"""Numbers that tell languages apart: CLDR's rules look at the last two digits, and at some small numbers."""


class Unreadable(ValueError):
    """An expression that is no expression, or is beyond the limits."""


class Impossible(ArithmeticError):
    """A step that computers do not agree on."""


# -- reading -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Plurals:
    """What Plural-Forms says: how many forms, and which of them a number takes."""

    count: int
    form: Number
    """Raises `Impossible` where the number cannot be computed."""
    numbers: tuple[int, ...]
    """Those that stand in the expression: what it does changes beside them."""


@lru_cache(256)
def read(value: str) -> Plurals:
    """The value of the header field; raises `Unreadable` with what is wrong with it."""
    found = re.match(r"[ \t]*nplurals[ \t]*=[ \t]*([0-9]+)[ \t]*;[ \t]*plural[ \t]*=([^;]*)[; \t]*$", value[:2000])
    if found is None or len(value) > 2000:
        raise Unreadable("it does not read nplurals=NUMBER; plural=EXPRESSION;")
    digits = found.group(1).lstrip("0")
    if not digits or len(digits) > 3 or int(digits) > FORMS:
        raise Unreadable(f"nplurals is {found.group(1)[:20]}, not between 1 and {FORMS}")
    parser = _Parser(found.group(2))
    return Plurals(int(digits), parser.whole(), tuple(sorted(parser.numbers)))


def expression(text: str) -> Number:
    """A C expression as a function of n: `?: || && == != < > <= >= + - * / % !`, brackets, `n` and whole numbers.

    Raises `Unreadable`; what it gives raises `Impossible` for a division by
    zero, and for a step below zero or above 64 bits.
    """
    return _Parser(text).whole()


_TOKEN = re.compile(r"[ \t]*(?:([0-9]+)|(&&|\|\||[=!<>]=|[-+*/%<>!?:()n]))")
_LEVELS = (("||",), ("&&",), ("==", "!="), ("<", ">", "<=", ">="), ("+", "-"), ("*", "/", "%"))
"""Operators that bind equally, the loosest first; all of them group from the left."""


class _Parser:
    """Reads an expression by descent, a method to a rule of the grammar."""

    def __init__(self, text: str) -> None:
        self.numbers: set[int] = set()
        self.tokens = list(reversed(_tokens(text)))
        self.steps = self.depth = 0

    def whole(self) -> Number:
        found = self._choice()
        if self.tokens:
            raise Unreadable(f"'{self.tokens[-1]}' is not expected there")
        return found

    def _choice(self) -> Number:
        self.depth += 1
        if self.depth > DEPTH:
            raise Unreadable(f"it is nested more than {DEPTH} deep")
        condition = found = self._binary(0)
        if self._takes("?"):
            self._step()
            then = self._choice()
            self._needs(":")
            otherwise = self._choice()
            found = lambda n: then(n) if condition(n) else otherwise(n)  # noqa: E731
        self.depth -= 1
        return found

    def _binary(self, level: int) -> Number:
        if level == len(_LEVELS):
            return self._single()
        found = self._binary(level + 1)
        while self.tokens and self.tokens[-1] in _LEVELS[level]:
            self._step()
            found = _joined(self.tokens.pop(), found, self._binary(level + 1))
        return found

    def _single(self) -> Number:
        self._step()
        negated = 0
        while self._takes("!"):
            self._step()
            negated += 1
        found = self._operand()
        if not negated:
            return found
        return lambda n: int(bool(found(n)) == (negated % 2 == 0))

    def _operand(self) -> Number:
        if self._takes("("):
            found = self._choice()
            self._needs(")")
            return found
        token = self.tokens.pop() if self.tokens else "the end"
        if token == "n":
            return lambda n: n
        if not token.isdecimal():
            raise Unreadable(f"a number is missing before {token if token == 'the end' else repr(token)}")
        number = int(token)
        self.numbers.add(number)
        return lambda n: number

    def _takes(self, token: str) -> bool:
        if self.tokens and self.tokens[-1] == token:
            self.tokens.pop()
            return True
        return False

    def _needs(self, token: str) -> None:
        if not self._takes(token):
            raise Unreadable(f"'{token}' is missing before {repr(self.tokens[-1]) if self.tokens else 'the end'}")

    def _step(self) -> None:
        self.steps += 1
        if self.steps > STEPS:
            raise Unreadable(f"it takes more than {STEPS} steps")


def _tokens(text: str) -> list[str]:
    if len(text) > LENGTH:
        raise Unreadable(f"it is longer than {LENGTH} characters")
    found, at = [], 0
    text = text.rstrip(" \t")
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None:
            raise Unreadable(f"{text[at:].lstrip()[:1]!r} belongs to no expression")
        if token[1] and len(token[1]) > 18:
            raise Unreadable(f"the number {token[1][:18]}... is too large")
        found.append(token[1] or token[2])
        at = token.end()
    return found


def _minus(left: int, right: int) -> int:
    if left < right:
        raise Impossible(f"{left} - {right} is below zero")
    return left - right


def _plus(left: int, right: int) -> int:
    return _bounded(left + right)


def _times(left: int, right: int) -> int:
    return _bounded(left * right)


def _bounded(number: int) -> int:
    if number > _LARGEST:
        raise Impossible("it grows beyond 64 bits")
    return number


def _over(left: int, right: int) -> int:
    if right == 0:
        raise Impossible(f"{left} / 0 is a division by zero")
    return left // right


def _modulo(left: int, right: int) -> int:
    if right == 0:
        raise Impossible(f"{left} % 0 is a division by zero")
    return left % right


_COMPUTED: dict[str, Callable[[int, int], int]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge,
    "+": _plus, "-": _minus, "*": _times, "/": _over, "%": _modulo,
}  # fmt: skip


def _joined(sign: str, left: Number, right: Number) -> Number:
    if sign == "||":
        return lambda n: int(bool(left(n)) or bool(right(n)))
    if sign == "&&":
        return lambda n: int(bool(left(n)) and bool(right(n)))
    computed = _COMPUTED[sign]
    return lambda n: int(computed(left(n), right(n)))


# -- judging -----------------------------------------------------------------------------------------


@lru_cache(256)
def problems(value: str, code: str) -> tuple[Problem, ...]:
    """What is wrong with a value of Plural-Forms in a catalog of the locale `code` ("" where it is not known)."""
    return tuple(_problems(value, code))


def _problems(value: str, code: str) -> Iterator[Problem]:
    hint = remedy(code)
    try:
        plurals = read(value)
    except Unreadable as error:
        yield Problem(f"Plural-Forms cannot be read: {error}", "plural-syntax", hint=hint)
        return
    reached: set[int] = set()
    impossible = beyond = ""
    for n in _sample(plurals.numbers):
        try:
            form = plurals.form(n)
        except Impossible as error:
            impossible = impossible or f"Plural-Forms cannot be computed for n = {n}: {error}"
            continue
        if form >= plurals.count:
            beyond = beyond or f"for n = {n} Plural-Forms gives form {form}, but nplurals is {plurals.count}"
        reached.add(form)
    for message in filter(None, (impossible, beyond)):
        yield Problem(message, "plural-range", hint=hint)
    unreached = [form for form in range(plurals.count) if form not in reached]
    if unreached and not impossible and not beyond and plurals.count > len(locales.plural_names(code)):
        which = f"form {unreached[0]}" + (f" and {len(unreached) - 1} more" if len(unreached) > 1 else "")
        message = f"nplurals is {plurals.count}, but no number takes {which}"
        yield Problem(message, "plural-unreachable", level="warning", hint=hint)
    if code and not impossible and not beyond:
        yield from _fits(plurals, len(reached), code, hint)


def remedy(code: str) -> str:
    """The line of the header that is right for a locale."""
    forms = (
        locales.plural_forms(code) if locales.plural_names(code) else "nplurals=2; plural=(n != 1); in most languages"
    )
    return f"Plural-Forms: {forms}"


def _sample(numbers: tuple[int, ...]) -> list[int]:
    """Numbers at which an expression is tried: small ones, large ones, and those beside its own."""
    beside = {near for number in numbers for near in (number - 1, number, number + 1, 2 * number) if near >= 0}
    return sorted({*_SAMPLE, *beside})


def _fits(plurals: Plurals, reached: int, code: str, hint: str) -> Iterator[Problem]:
    """Whether numbers that the language keeps apart have forms of their own.

    Two authorities count, for practice lags behind CLDR: either may be followed,
    and a finer division than theirs is no fault.
    """
    names = locales.plural_names(code)
    if not names:
        return
    usual = read(locales.plural_forms(code))
    by_cldr = _merged(plurals.form, lambda n: locales.plural_category(n, code))
    if by_cldr and _merged(plurals.form, lambda n: str(usual.form(n))):
        one, other = by_cldr
        message = f"in {locales.english_name(code)} {one} and {other} take different forms, but Plural-Forms gives both the same"
        yield Problem(message, "plural-language", level="warning", hint=hint)
        return
    most = max(len(names), usual.count)
    if reached > most + 1 or reached > most == 1:
        counts = f"{locales.english_name(code)} has {most} plural form{'s' if most > 1 else ''}"
        yield Problem(f"{counts}, but nplurals is {plurals.count}", "plural-language", level="warning", hint=hint)


def _merged(form: Number, category: Callable[[int], str]) -> tuple[int, int] | None:
    """The first two numbers that have one form and two categories."""
    first: dict[int, int] = {}
    for n in _COMPARED:
        other = first.setdefault(form(n), n)
        if category(other) != category(n):
            return other, n
    return None
