"""Direction of single lines: a terminal takes each line for a paragraph of its own (UAX 9).

So isolates are closed where the line ends and opened again on the next, and a line
gets a mark first where its first strong letter runs against the text.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from ..patterns import regex
from .runs import is_foreign_line, ltr_runs

FSI, LRI, RLI, PDI = "\u2068", "\u2066", "\u2067", "\u2069"
LRM, RLM = "\u200e", "\u200f"
ISOLATES = {"ltr": LRI, "rtl": RLI, "auto": FSI}
DIRECTION_MARKS = {"ltr": LRM, "rtl": RLM}
CONTROLS = dict.fromkeys(map(ord, (FSI, LRI, RLI, PDI, LRM, RLM)))
"""For `str.translate`: takes away all that this module puts in."""

_OPENERS = frozenset((FSI, LRI, RLI))
_ISOLATE = regex(f"[{FSI}{LRI}{RLI}{PDI}]")
_RIGHT_TO_LEFT = regex("[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")
"""The blocks that hold all letters from right to left: most texts have none of it, and nothing in them has to be looked at."""


def isolated(words: str, direction: str = "auto") -> str:
    """Words that are laid out apart from the text around them, in a direction or in that of their first strong letter."""
    return f"{ISOLATES[direction]}{words}{PDI}"


def in_logical_order(words: str) -> str:
    """Numbers in Arabic-Indic digits from left to right, by marks between them: overrides are not for plain text."""
    return re.sub(r"(?<=[\u0660-\u0669])\W+(?=[\u0660-\u0669])", rf"{LRM}\g<0>{LRM}", words)


def closed(words: str) -> str:
    """The same words; what closes an isolate without there being one is dropped."""
    if PDI not in words:
        return words
    kept, depth = [], 0
    for char in words:
        if char != PDI or depth:
            kept.append(char)
        depth = max(0, depth + (char in _OPENERS) - (char == PDI))
    return "".join(kept)


def with_isolated_runs(words: str, direction: str) -> str:
    """Words without marks, such as a title in front matter, in which numbers and signs are isolated."""
    if direction == "rtl" and is_foreign_line(words):
        return isolated(words, "ltr")
    parts, at = [], 0
    for run in ltr_runs(words) if direction == "rtl" else ():
        shown = words[run.start : run.end]
        parts += [words[at : run.start], isolated(in_logical_order(shown) if run.is_forced else shown, "ltr")]
        at = run.end
    return "".join([*parts, words[at:]])


def runs_right_to_left(words: str) -> bool:
    """Whether a letter of it does."""
    return _RIGHT_TO_LEFT.search(words) is not None and any(
        unicodedata.bidirectional(char) in ("R", "AL") for char in words
    )


def first_strong(line: str) -> str:
    """`ltr` or `rtl` of the first strong character outside of isolates (UAX 9, rule P2); "" without one."""
    return next(_strong(line), "")


def last_strong(line: str) -> str:
    """The same of the last one."""
    return ["", *_strong(line)][-1]


def _strong(line: str) -> Iterator[str]:
    depth = 0
    for char in line:
        if char in _OPENERS:
            depth += 1
        elif char == PDI:
            depth = max(0, depth - 1)
        elif depth == 0 and (kind := unicodedata.bidirectional(char)) in ("L", "R", "AL"):
            yield "ltr" if kind == "L" else "rtl"


def directed(line: str, direction: str) -> str:
    """The line with a directional mark before it where it would run against its text.

    A line of a left-to-right text without a strong letter needs none.
    """
    if direction == "ltr" and not _RIGHT_TO_LEFT.search(line):
        return line
    found = "ltr" if line.isascii() else first_strong(line)
    if not line.strip() or found == direction or (direction == "ltr" and not found):
        return line
    return line if line.startswith(DIRECTION_MARKS[direction]) else DIRECTION_MARKS[direction] + line


def marked(mark: str, line: str, direction: str) -> str:
    """A list's or quote's mark before a line; the directional mark stays first."""
    return directed(mark + line.removeprefix(DIRECTION_MARKS[direction]), direction)


def per_line(lines: Iterable[str]) -> list[str]:
    """Lines of one paragraph, each with its isolates whole."""
    result: list[str] = []
    opened: list[str] = []
    for line in lines:
        if not opened and not _ISOLATE.search(line):
            result.append(line)
            continue
        shown = "".join(opened) + line
        levels = [(kind, len(opened)) for kind in opened]
        for found in _ISOLATE.finditer(shown, len(opened)):
            if found.group() in _OPENERS:
                levels.append((found.group(), found.end()))
            elif levels:
                levels.pop()
        opened = [_resolved(kind, shown[at:]) for kind, at in levels]
        result.append(shown + PDI * len(opened))
    return result


def _resolved(kind: str, words: str) -> str:
    """How an isolate goes on: one that took the direction of its first letter keeps it on the next line."""
    return ISOLATES.get(first_strong(words), kind) if kind == FSI else kind
