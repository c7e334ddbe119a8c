"""Plural expressions: the part of C that Plural-Forms is written in (gettext manual, "Plural forms").

The text comes from outside: nothing of it is executed, and limits on length, nesting and steps hold whatever it says.
`gettext.c2py` of the standard library is not used: it is not documented, it executes what it reads, it takes `!n>n` for
`!(n>n)`, gives 2 for `n&&2`, and goes below zero for `n-5`, where C and GNU gettext do otherwise.
"""

import operator
from collections.abc import Callable
from dataclasses import dataclass

from ...patterns import regex

Number = Callable[[int], int]

LENGTH, DEPTH, STEPS = 1000, 20, 250
"""Characters, brackets inside brackets, and numbers with operators that an expression may have."""
_LARGEST = 2**64 - 1


class Unreadable(ValueError):
    """An expression that is no expression, or is beyond the limits."""


class Impossible(ArithmeticError):
    """A step that computers do not agree on."""


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression as a function of n."""

    compute: Number
    numbers: tuple[int, ...]
    """Those that stand in it: what it does changes beside them."""

    def __call__(self, n: int) -> int:
        """Its value; raises `Impossible` for a division by zero, and for a step below zero or above 64 bits."""
        return self.compute(n)


def expression(text: str) -> Expression:
    """A C expression: `?: || && == != < > <= >= + - * / % !`, brackets, `n` and whole numbers. Raises `Unreadable`."""
    parser = _Parser(text)
    return Expression(parser.whole(), tuple(sorted(parser.numbers)))


_TOKEN = regex(r"[ \t]*(?:([0-9]+)|(&&|\|\||[=!<>]=|[-+*/%<>!?:()n]))")
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


def _bounded(number: int) -> int:
    if number > _LARGEST:
        raise Impossible("it grows beyond 64 bits")
    return number


def _minus(left: int, right: int) -> int:
    if left < right:
        raise Impossible(f"{left} - {right} is below zero")
    return left - right


def _divided(sign: str, compute: Callable[[int, int], int]) -> Callable[[int, int], int]:
    def checked(left: int, right: int) -> int:
        if right == 0:
            raise Impossible(f"{left} {sign} 0 is a division by zero")
        return compute(left, right)

    return checked


_COMPUTED: dict[str, Callable[[int, int], int]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge,
    "+": lambda left, right: _bounded(left + right), "-": _minus, "*": lambda left, right: _bounded(left * right),
    "/": _divided("/", operator.floordiv), "%": _divided("%", operator.mod),
}  # fmt: skip


def _joined(sign: str, left: Number, right: Number) -> Number:
    if sign == "||":
        return lambda n: int(bool(left(n)) or bool(right(n)))
    if sign == "&&":
        return lambda n: int(bool(left(n)) and bool(right(n)))
    computed = _COMPUTED[sign]
    return lambda n: int(computed(left(n), right(n)))
