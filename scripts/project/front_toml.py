"""Front matter in TOML, as Hugo and Zola have it. tomllib gives no line numbers, so this module searches for them."""

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from ..patterns import regex
from ..problem import Refused, short
from .front_block import FIRST_LINE, FrontValue
from .toml_lines import not_toml


def toml_values(front: str) -> list[tuple[str, int, list[FrontValue]]]:
    """Each key with its line and its value, or the values of its list. Raises `Refused`."""
    lines, places = front.split("\n"), _key_lines(front)
    found = []
    for key, value in toml_facts(front).items():
        at = places.get(key, 0)
        found.append((key, at + FIRST_LINE, list(_values(value, at, lines))))
    return found


def toml_facts(front: str) -> Mapping[str, Any]:
    """The values as tomllib gives them. Raises `Refused`."""
    try:
        return tomllib.loads(front)
    except (ValueError, RecursionError) as error:
        problem = not_toml(error, front, "front-matter")
        line = problem.line + FIRST_LINE - 1
        raise Refused(problem.at(message=f"front matter is {problem.message}", line=line)) from error


def toml_scalars(front: str) -> Iterator[tuple[int, str, str]]:
    """(line, text of the whole line, text as read) of every key and text; none if it is not TOML."""
    try:
        table = tomllib.loads(front)
    except (ValueError, RecursionError):  # `toml_values` says what is wrong with it
        return
    lines, at = front.split("\n"), 0  # each text is searched from the line of the one before
    for text in _texts(table):
        at = _line_with(text, lines, at)
        yield at + FIRST_LINE, lines[at], text


def _texts(table: Mapping[str, Any]) -> Iterator[str]:
    """Every key and text, in the order of the file."""
    waiting: list[Any] = [*reversed([*table.items()])]
    while waiting:
        value = waiting.pop()
        if isinstance(value, tuple):
            yield value[0]
            waiting.append(value[1])
        elif isinstance(value, dict):
            waiting += reversed([*value.items()])
        elif isinstance(value, list):
            waiting += reversed(value)
        elif isinstance(value, str):
            yield value


def _values(value: Any, at: int, lines: list[str]) -> Iterator[FrontValue]:
    if not isinstance(value, list):
        yield _value(value, at)
        return
    yield FrontValue(at + FIRST_LINE, "", "list")
    for item in value:
        at = _line_with(item, lines, at) if isinstance(item, str) else at
        yield _value(item, at)


def _value(value: Any, at: int) -> FrontValue:
    line = at + FIRST_LINE
    if isinstance(value, dict | list):
        return FrontValue(line, "", "list" if isinstance(value, list) else "table")
    return FrontValue(line, value, "text") if isinstance(value, str) else FrontValue(line, short(value), "other")


_KEY = regex(r"""\s*(?:\[+\s*)?(?:([\w-]+)|"([^"]*)"|'([^']*)')\s*(?:[].=])""")


def _key_lines(front: str) -> dict[str, int]:
    """The line of each key of the table at the top, counted from 0."""
    found: dict[str, int] = {}
    in_table = False
    for number, line in enumerate(front.split("\n")):
        in_table = in_table or line.lstrip().startswith("[")
        if (key := _KEY.match(line)) and (not in_table or line.lstrip().startswith("[")):
            found.setdefault(next(name for name in key.groups() if name is not None), number)
    return found


_NEAR = 200
"""How many lines are searched for a text; without a limit, many texts would take quadratic time."""


def _line_with(text: str, lines: list[str], start: int) -> int:
    """The next line from `start` on with the beginning of a text; `start` if there is none, as for a text with escapes."""
    sign = next((part for part in text.split("\n") if part.strip()), "")[:30]
    there = range(start, min(start + _NEAR, len(lines)))
    return next((number for number in there if sign and sign in lines[number]), start)
