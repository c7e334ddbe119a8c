"""Runs of digits, signs and Latin letters that a right-to-left text would show in another order than a reader expects.

Unicode's algorithm (UAX 9) keeps Latin words and single numbers in their order. It moves a
sign at the edge of either (`C++`, `-5`, `100%`), and it puts numbers that signs or spaces part
one after the other from right to left: `+1 (555) 010-9999` becomes `9999-010 (555) 1+`. Such
runs must be isolated. In a text of Arabic letters even digits joined by hyphens part, so no
difference is made between the scripts.

A line of Latin words alone, such as an address that stays as it is, is one run: within a sentence, a
number in front of Latin words belongs to the sentence, and in such a line to the words.

Arabic-Indic digits are another matter: ranges, dates and signs with them are read from right
to left, as CLDR writes them. Only telephone numbers are not.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from ..patterns import regex

_OPENERS, _CLOSER = "\u2066\u2067\u2068\u202a\u202b\u202d\u202e", "\u2069\u202c"
_KINDS = {"L": "l", "EN": "n", "AN": "a", "R": "r", "AL": "r", "NSM": "r", "WS": "s", "S": "b", "B": "b", "BN": "r"}
"""Bidirectional classes as the letters that the patterns below are written in, `b` for ends of lines and tabs; signs stand for themselves."""

_NUMBER = r"n+(?:[.,:/]n+)*"
"""Digits that stay together in either script: with single separators that the algorithm knows."""
_LEAD = r"(?<![lnar])(?:[§№#]s?|[-+−±~$€£¥%@]){1,3}"
_GLUE = r"(?:[^lnars]{1,3}|[\])]?s[\[(+]?)"
_RUN = regex(rf"(?:{_LEAD})?[\[(]?n+(?:{_GLUE}n+)*[\])]*(?:[%‰°+$€£¥′″]+(?![lnar]))?[\])]*")
_BEFORE_WORD = regex(r"(?:[#$€£¥@./_+~§=\-]|[\[(]?n)[^lars]*\Z|\Z")
_BEHIND_WORD = regex(r"[+#%°®™©′″]*[\])]*[+#%°®™©]*")
_WHOLE_WORDS = regex(rf"(?:{_NUMBER})?l(?:.*[ln])?", re.S)
_TELEPHONE = regex(r"(?<![ar])\+?\(?a+\)?(?:[-./ ]?s?\(?a+\)?)*")
_DATE = regex(r"a{1,4}([-./])a{1,2}\1a{1,4}")
_LEAST_DIGITS = 7
"""Of a telephone number without +."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run to isolate from left to right: its place in the text."""

    start: int
    end: int
    is_forced: bool = False
    """Whether its digits must be told to run from left to right: a telephone number in Arabic-Indic digits."""


def ltr_runs(text: str) -> list[Run]:
    """The runs of a right-to-left text that must be isolated; none that its writer has isolated."""
    if not any(char.isdigit() or char in "+#%°®™©@./" for char in text):
        return []
    kinds = _kinds(text)
    found: list[Run] = []
    for stretch in re.finditer(r"[^rab]+", kinds):
        found += _of_stretch(kinds, *stretch.span())
    found += [Run(*match.span(), is_forced=True) for match in _TELEPHONE.finditer(kinds) if _is_telephone(match[0])]
    return sorted(found, key=lambda run: run.start)


def is_foreign_line(line: str) -> bool:
    """Whether a line has Latin words and none from right to left, and would not be shown in order: `1 Main Street`."""
    kinds = _kinds(line.strip())
    return "l" in kinds and not {"r", "a"} & set(kinds) and not _stays(kinds)


def _kinds(text: str) -> str:
    """One letter for each character; what stands in isolates is no business of ours."""
    kinds, depth = [], 0
    for char in text:
        depth += char in _OPENERS
        kind = _KINDS.get(unicodedata.bidirectional(char), char)
        if depth or (kind in "lnars" and char == kind and not char.isalpha()):
            kind = "r"
        elif unicodedata.category(char) == "Zs":
            kind = "s"
        kinds.append(kind)
        depth = max(0, depth - (char in _CLOSER))
    return "".join(kinds)


def _of_stretch(kinds: str, start: int, end: int) -> Iterator[Run]:
    """The runs of a stretch without letters from right to left: first numbers, then words to its end."""
    letter = kinds.find("l", start, end)
    words = end if letter < 0 else _words_begin(kinds, start, letter)
    for found in _RUN.finditer(kinds, start, words):
        first, last = _balanced(kinds, *found.span())
        if not re.fullmatch(_NUMBER, kinds[first:last]):
            yield Run(first, last)
    if words < end:
        last = max(kinds.rfind("l", words, end), kinds.rfind("n", words, end)) + 1
        behind = _BEHIND_WORD.match(kinds, last, end)
        first, last = _balanced(kinds, words, behind.end() if behind else last)
        if not _stays(kinds[first:last]):
            yield Run(first, last)


def _words_begin(kinds: str, start: int, letter: int) -> int:
    """Where the words begin whose first letter is at `letter`, with the digits and signs right before it."""
    before = _BEFORE_WORD.search(kinds[start:letter])
    first = start + before.start() if before else letter
    while first < letter and kinds[first] != "n" and first and kinds[first - 1] in "ra":
        first += 1  # the hyphen behind a Hebrew or Arabic prefix belongs to the prefix
    return first


def _stays(words: str) -> bool:
    """Whether the algorithm keeps words in order: a letter before all signs and single numbers, none of them behind."""
    if words.endswith((")", "]")):
        words = words[:-1]  # the partner is behind a letter: both go with what they hold
        return _stays(words) if words[-1:] in (")", "]") else bool(_WHOLE_WORDS.fullmatch(words))
    return bool(_WHOLE_WORDS.fullmatch(words))


def _balanced(kinds: str, start: int, end: int) -> tuple[int, int]:
    """The part of a run whose brackets are closed in it; brackets around all of it belong to the text."""
    opened: list[int] = []
    pairs: dict[int, int] = {}
    for at in range(start, end):
        if kinds[at] in "([":
            opened.append(at)
        elif kinds[at] in ")]":
            if not opened:
                end = at
                break
            pairs[opened.pop()] = at
    for at in opened:
        if at == start:
            start += 1
        else:
            end = min(end, at)
    while pairs.get(start) == end - 1:
        start, end = start + 1, end - 1
    while end > start and kinds[end - 1] in "s-./,:":
        end -= 1
    return start, end


def _is_telephone(kinds: str) -> bool:
    if _DATE.fullmatch(kinds):
        return False
    return kinds.startswith(("+", "(")) or (kinds.count("a") >= _LEAST_DIGITS and len(re.findall("a+", kinds)) > 1)
