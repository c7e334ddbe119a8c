"""Runs of digits, signs and Latin letters that a right-to-left text would show in another order than readers expect.

The bidirectional algorithm (UAX 9) keeps the order within a Latin word and within a single number. It breaks two things:

- A sign at the edge of a word or number takes the direction of the text (N1, N2): `C++` and `-5` are shown as `++C` and `5-`.
- Numbers that are separated by spaces or signs are laid out one by one from right to left: `+1 (555) 010-9999` is shown as
  `9999-010 (555) 1+`.

After a Hebrew letter, `100%` and `010-9999` keep their order (W4, W5). After an Arabic letter they do not, because the digits
become Arabic numbers (W2). This module makes no difference between the two scripts, and isolates these runs in both.

Such runs must be isolated. A line of Latin words only, such as a postal address, is one run. Within a sentence, a number
before Latin words belongs to the sentence; in a line of Latin words, it belongs to the words.

Arabic-Indic digits (AN) are different: their ranges, dates and signs are read from right to left, as CLDR writes them. Only
telephone numbers are not.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from ..patterns import regex

_OPENERS, _CLOSER = "\u2066\u2067\u2068\u202a\u202b\u202d\u202e", "\u2069\u202c"
_KINDS = {"L": "l", "EN": "n", "AN": "a", "R": "r", "AL": "r", "NSM": "r", "WS": "s", "S": "b", "B": "b", "BN": "r"}
"""Bidirectional classes as letters, for the patterns below: `l` and `r` letters, `n` and `a` digits, `s` spaces, `b` line ends and
tabs. A sign is not replaced. So one pattern matches a structure in any script."""

_NUMBER = r"n+(?:[.,:/]n+)*"
"""Digits that stay together: with single separators between them (UAX 9, W4: class CS)."""
_LEAD = r"(?<![lnar])(?:[§№#]s?|[-+−±~$€£¥%@]){1,3}"
_GLUE = r"(?:[^lnars]{1,3}|[\])]?s[\[(+]?)"
_RUN = regex(rf"(?:{_LEAD})?[\[(]?n+(?:{_GLUE}n+)*[\])]*(?:[%‰°+$€£¥′″]+(?![lnar]))?[\])]*")
_BEFORE_WORD = regex(r"(?:[#$€£¥@./_+~§=\-]|[\[(]?n)[^lars]*\Z|\Z")
_AFTER_WORD = regex(r"[+#%°®™©′″]*[\])]*[+#%°®™©]*")
_WHOLE_WORDS = regex(rf"(?:{_NUMBER})?l(?:.*[ln])?", re.S)
_TELEPHONE = regex(r"(?<![ar])\+?\(?a+\)?(?:[-./ ]?s?\(?a+\)?)*")
_DATE = regex(r"a{1,4}([-./])a{1,2}\1a{1,4}")
_LEAST_DIGITS = 7
"""The fewest digits of a telephone number that does not begin with + or a bracket; a shorter one may be an amount or a year."""


@dataclass(frozen=True, slots=True)
class Run:
    """The place of a run that must be isolated from left to right."""

    start: int
    end: int
    is_forced: bool = False
    """Whether its parts must be forced from left to right (`<bdo>`): a telephone number in Arabic-Indic digits."""


def ltr_runs(text: str) -> list[Run]:
    """The runs of a right-to-left text that must be isolated, in order; not those that the author has isolated."""
    if not any(char.isdigit() or char in "+#%°®™©@./" for char in text):
        return []
    kinds = _kinds(text)
    found: list[Run] = []
    for stretch in re.finditer(r"[^rab]+", kinds):
        found += _of_stretch(kinds, *stretch.span())
    found += [Run(*match.span(), is_forced=True) for match in _TELEPHONE.finditer(kinds) if _is_telephone(match[0])]
    return sorted(found, key=lambda run: run.start)


def is_foreign_line(line: str) -> bool:
    """Whether a line has Latin words and no right-to-left letter, and would be shown in another order: `1 Main Street`."""
    kinds = _kinds(line.strip())
    return "l" in kinds and not {"r", "a"} & set(kinds) and not _stays(kinds)


def _kinds(text: str) -> str:
    """A letter of `_KINDS` or a sign for each character; `r` for all in isolates and embeddings, which have a direction."""
    kinds, depth = [], 0
    for char in text:
        depth += char in _OPENERS
        kind = _KINDS.get(unicodedata.bidirectional(char), char)
        if depth or (kind in "lnars" and char == kind and not char.isalpha()):  # else it would be taken for a class
            kind = "r"
        elif unicodedata.category(char) == "Zs":
            kind = "s"
        kinds.append(kind)
        depth = max(0, depth - (char in _CLOSER))
    return "".join(kinds)


def _of_stretch(kinds: str, start: int, end: int) -> Iterator[Run]:
    """The runs of a stretch without right-to-left letters: numbers, and then one run from the first Latin word to the last."""
    letter = kinds.find("l", start, end)
    words = end if letter < 0 else _words_begin(kinds, start, letter)
    for found in _RUN.finditer(kinds, start, words):
        first, last = _balanced(kinds, *found.span())
        if not re.fullmatch(_NUMBER, kinds[first:last]):
            yield Run(first, last)
    if words < end:
        last = max(kinds.rfind("l", words, end), kinds.rfind("n", words, end)) + 1
        after = _AFTER_WORD.match(kinds, last, end)
        first, last = _balanced(kinds, words, after.end() if after else last)
        if not _stays(kinds[first:last]):
            yield Run(first, last)


def _words_begin(kinds: str, start: int, letter: int) -> int:
    """The start of the words whose first letter is at `letter`: the digits and signs directly before it belong to them."""
    before = _BEFORE_WORD.search(kinds[start:letter])
    first = start + before.start() if before else letter
    while first < letter and kinds[first] != "n" and first and kinds[first - 1] in "ra":
        first += 1  # the hyphen after a Hebrew or Arabic prefix belongs to the prefix
    return first


def _stays(words: str) -> bool:
    """Whether the algorithm keeps words in order: they begin with a letter, or a number and a letter, and end with either."""
    if words.endswith((")", "]")):
        words = words[:-1]  # a pair of brackets takes the direction of the words in it (UAX 9, N0)
        return _stays(words) if words[-1:] in (")", "]") else bool(_WHOLE_WORDS.fullmatch(words))
    return bool(_WHOLE_WORDS.fullmatch(words))


def _balanced(kinds: str, start: int, end: int) -> tuple[int, int]:
    """The part of a run in which all brackets are paired; brackets around the whole run belong to the text, and stay outside."""
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
