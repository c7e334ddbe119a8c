"""The direction of single lines, set by the invisible characters of the bidirectional algorithm (UAX 9).

A terminal or editor lays out each line as a paragraph of its own, while a browser lays out the whole paragraph and then
breaks it into lines. Two things follow:

- An isolate does not reach beyond the end of a line (UAX 9, X8: a paragraph separator closes all). So an isolate is closed
  at the end of a line, and opened again on the next line.
- The direction of a line is that of its first strong letter (P2 and P3). If that is not the direction of the text, the line
  begins with a directional mark, an invisible strong character.
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
"""For `str.translate`: removes all characters that this module inserts."""

_OPENERS = frozenset((FSI, LRI, RLI))
_ISOLATE = regex(f"[{FSI}{LRI}{RLI}{PDI}]")
_RIGHT_TO_LEFT = regex("[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")
"""The Unicode blocks with all right-to-left letters. Most texts have none of these, and need no further look."""


def isolated(words: str, direction: str = "auto") -> str:
    """Words in an isolate: laid out by themselves, in `direction`, or with `auto` in that of their first strong letter."""
    return f"{ISOLATES[direction]}{words}{PDI}"


def in_logical_order(words: str) -> str:
    """Words with a left-to-right mark around each sign between Arabic-Indic digits, so that they are shown in this order.

    Without the marks, the parts of a telephone number in these digits are shown from right to left. HTML has `<bdo>` for it;
    its plain-text counterpart, an override, is refused by many tools, as it can hide text (Trojan Source, CVE-2021-42574).
    """
    return re.sub(r"(?<=[\u0660-\u0669])\W+(?=[\u0660-\u0669])", rf"{LRM}\g<0>{LRM}", words)


def closed(words: str) -> str:
    """Words without any character that closes an isolate which the words themselves do not open."""
    if PDI not in words:
        return words
    kept, depth = [], 0
    for char in words:
        if char != PDI or depth:
            kept.append(char)
        depth = max(0, depth + (char in _OPENERS) - (char == PDI))
    return "".join(kept)


def with_isolated_runs(words: str, direction: str) -> str:
    """Words without markup, such as a title in front matter, with numbers and signs isolated where they need it."""
    if direction == "rtl" and is_foreign_line(words):
        return isolated(words, "ltr")
    parts, at = [], 0
    for run in ltr_runs(words) if direction == "rtl" else ():
        shown = words[run.start : run.end]
        parts += [words[at : run.start], isolated(in_logical_order(shown) if run.is_forced else shown, "ltr")]
        at = run.end
    return "".join([*parts, words[at:]])


def runs_right_to_left(words: str) -> bool:
    """Whether the words have a right-to-left letter."""
    return _RIGHT_TO_LEFT.search(words) is not None and any(
        unicodedata.bidirectional(char) in ("R", "AL") for char in words
    )


def first_strong(line: str) -> str:
    """`ltr` or `rtl`: the direction of the first strong character outside isolates (UAX 9, P2); "" without one."""
    return next(_strong(line), "")


def last_strong(line: str) -> str:
    """The direction of the last strong character outside isolates; "" without one."""
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
    """The line, with a directional mark first if its own first strong letter has another direction than the text.

    A line without a strong letter needs the mark only in a right-to-left text: left to right is the default (UAX 9, P3).
    """
    if direction == "ltr" and not _RIGHT_TO_LEFT.search(line):
        return line
    found = "ltr" if line.isascii() else first_strong(line)
    if not line.strip() or found == direction or (direction == "ltr" and not found):
        return line
    return line if line.startswith(DIRECTION_MARKS[direction]) else DIRECTION_MARKS[direction] + line


def marked(mark: str, line: str, direction: str) -> str:
    """A line with the mark of a list or quote before it. A directional mark stays first, so that it applies to both."""
    return directed(mark + line.removeprefix(DIRECTION_MARKS[direction]), direction)


def per_line(lines: Iterable[str]) -> list[str]:
    """The lines of one paragraph, with each isolate that is open at the end of a line closed there and opened again."""
    result: list[str] = []
    opened: list[str] = []
    for line in lines:
        if not opened and not _ISOLATE.search(line):
            result.append(line)
            continue
        shown = "".join(opened) + line  # the isolates that are still open begin again here
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
    """The character that opens an isolate again on the next line.

    An isolate without a direction of its own (FSI) has that of its first letter. On the next line another letter is first, so
    the direction is written there.
    """
    return ISOLATES.get(first_strong(words), kind) if kind == FSI else kind
