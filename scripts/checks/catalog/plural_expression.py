"""Plural expressions: the part of C in which Plural-Forms is written (gettext manual, "Additional functions for plural forms").

The text comes from outside, so none of it is executed, and length, nesting and steps are limited.
`gettext.c2py` of the standard library is not used: it is not documented and it executes what it reads. It also differs
from C and GNU gettext: it takes `!n>n` for `!(n>n)`, gives 2 for `n&&2`, and goes below zero for `n-5`.
"""

import operator
from collections.abc import Callable
from dataclasses import dataclass

from ...patterns import regex

Number = Callable[[int], int]

LENGTH, DEPTH, STEPS = 1000, 20, 250
"""How many characters, nested brackets, and numbers and operators an expression may have."""
_LARGEST = 2**64 - 1
"""GNU gettext computes with `unsigned long int`, of at most 64 bits."""


class Unreadable(ValueError):
    """A text that is not an expression, or exceeds the limits."""


class Impossible(ArithmeticError):
    """A step whose result differs between computers (below zero, or beyond 64 bits), or a division by zero."""


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression as a function of n."""

    compute: Number
    numbers: tuple[int, ...]
    """The numbers in it, sorted: its result changes near them."""

    def __call__(self, n: int) -> int:
        """Its value; raises `Impossible` for a division by zero, and for a step below zero or above 64 bits."""
        return self.compute(n)


def expression(text: str) -> Expression:
    """A C expression: `?: || && == != < > <= >= + - * / % !`, brackets, `n` and whole numbers. Raises `Unreadable`."""
    parser = _Parser(text)
    return Expression(parser.whole(), tuple(sorted(parser.numbers)))


_TOKEN = regex(r"[ \t]*(?:([0-9]+)|(&&|\|\||[=!<>]=|[-+*/%<>!?:()n]))")
_LEVELS = (("||",), ("&&",), ("==", "!="), ("<", ">", "<=", ">="), ("+", "-"), ("*", "/", "%"))
"""Operators by precedence, the loosest first, as in C; all of them are left-associative."""


class _Parser:
    """A recursive descent parser: one method for each rule of the grammar."""

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
            then = self._choice()  # `?:` is right-associative, and its middle is an expression of its own (C11, 6.5.15)
            self._needs(":")
            otherwise = self._choice()
            found = lambda n: then(n) if condition(n) else otherwise(n)  # noqa: E731
        self.depth -= 1
        return found

    def _binary(self, level: int) -> Number:
        if level == len(_LEVELS):
            return self._single()
        found = self._binary(level + 1)
        while self.tokens and self.tokens[-1] in _LEVELS[level]:  # a loop instead of recursion: left-associative
            self._step()
            found = _joined(self.tokens.pop(), found, self._binary(level + 1))
        return found

    def _single(self) -> Number:
        self._step()
        # A loop, because `!` may be repeated; an even number of them gives 0 or 1, not the number itself.
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
            raise Unreadable(f"it has more than {STEPS} steps")


def _tokens(text: str) -> list[str]:
    if len(text) > LENGTH:
        raise Unreadable(f"it is longer than {LENGTH} characters")
    found, at = [], 0
    text = text.rstrip(" \t")
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None:
            raise Unreadable(f"{text[at:].lstrip()[:1]!r} is not allowed in an expression")
        if token[1] and len(token[1]) > 18:  # 18 digits always fit into 64 bits
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
    # As in C, && and || give 0 or 1 and do not compute their right side if the left one decides.
    if sign == "||":
        return lambda n: int(bool(left(n)) or bool(right(n)))
    if sign == "&&":
        return lambda n: int(bool(left(n)) and bool(right(n)))
    computed = _COMPUTED[sign]
    return lambda n: int(computed(left(n), right(n)))
