"""Functions that return early if there is nothing to do give the same result as the plain rule."""

import sys
import unicodedata
from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from scripts.text.bidi import (
    DIRECTION_MARKS,
    ISOLATES,
    PDI,
    closed,
    directed,
    first_strong,
    per_line,
    runs_right_to_left,
)
from scripts.text.inline import tidy

_OPENERS = "\u2066\u2067\u2068"
_words = st.text(st.sampled_from("ab 1.,אב ع\u2066\u2067\u2068\u2069\u2069\u200e\u200f")) | st.text(max_size=6)


def _closed(words: str) -> str:
    kept, depth = "", 0
    for char in words:
        kept += char if char != PDI or depth else ""
        depth = max(0, depth + (char in _OPENERS) - (char == PDI))
    return kept


def _per_line(lines: Iterable[str]) -> list[str]:
    result, opened = [], list[str]()
    for line in lines:
        shown = "".join(opened)
        levels = [(kind, len(opened)) for kind in opened]
        for char in line:
            shown += char
            if char in _OPENERS:
                levels.append((char, len(shown)))
            elif char == PDI and levels:
                levels.pop()
        opened = [ISOLATES.get(first_strong(shown[at:]), kind) if kind == "\u2068" else kind for kind, at in levels]
        result.append(shown + PDI * len(opened))
    return result


def _directed(line: str, direction: str) -> str:
    found, mark = first_strong(line), DIRECTION_MARKS[direction]
    stays = not line.strip() or found == direction or (direction == "ltr" and not found)
    return line if stays or line.startswith(mark) else mark + line


def _tidy(text: str) -> str:
    spaces = dict.fromkeys(map(ord, "\t\v\f\r\x85\u2028\u2029"), " ")
    return "\n".join(" ".join(filter(None, line.split(" "))) for line in text.translate(spaces).split("\n"))


@given(_words)
def test_closing_characters_without_an_isolate_are_removed(words: str) -> None:
    assert closed(words) == _closed(words)


@given(st.lists(_words, max_size=5))
def test_isolates_go_on_from_line_to_line(lines: list[str]) -> None:
    assert per_line(lines) == _per_line(lines)


@given(_words, st.sampled_from(["ltr", "rtl"]))
def test_a_line_of_another_direction_than_its_text_gets_a_mark(line: str, direction: str) -> None:
    assert directed(line, direction) == _directed(line, direction)


def test_every_right_to_left_letter_is_found() -> None:
    for char in map(chr, range(sys.maxunicode + 1)):
        if unicodedata.bidirectional(char) in ("R", "AL"):
            assert runs_right_to_left(f"a {char}") and directed(char, "ltr") != char, ascii(char)


@given(st.text(st.sampled_from("ab  \n\t\r\x85\u2028\u00a0\u2069א")) | st.text())
def test_surplus_spaces_are_removed(text: str) -> None:
    assert tidy(text) == _tidy(text)
