"""Sentences of a text as readers see it, in languages that mark their ends."""

from functools import lru_cache

from ...patterns import regex
from .words import language_words

# Chinese and Japanese stops end a sentence wherever they are; others only before a space, because of 1.5 and example.org.
_END = regex(r"[。！？]+[」』”’）)]*|[.!?…؟।۔;]{1,5}[\"'”’»“)\]]{0,3}(?=\s)|\n+")
_LAST = regex(r"[^\s(\[«„“\"]{1,12}$")
_BARE = frozenset(("th", "lo", "km", "my"))


@lru_cache(maxsize=2048)
def sentences(shown: str, code: str) -> tuple[str, ...]:
    """The sentences of a text; the whole text if the language does not mark their ends.

    A full stop does not end a sentence after an abbreviation of the language, a number or a single letter, nor before
    a small letter: `No. 5`, `e.g. this`, `1. Oktober`. UAX 29 has the last rule too (SB8); the others are ours.
    A sentence is missed rather than invented, because two texts are compared by their numbers of sentences.
    """
    if code.split("_")[0] in _BARE:
        return (shown,)
    known = language_words(code)
    stops = known.stops if known else frozenset()
    greek = code.split("_")[0] == "el"
    found, start = [], 0
    for end in _END.finditer(shown):
        mark, rest = end.group()[0], shown[end.end() : end.end() + 3].lstrip()[:1]
        if mark == ";" and not greek:  # the Greek question mark is usually typed as a semicolon
            continue
        if mark == ".":
            last = _LAST.search(shown, max(0, end.start() - 12), end.start())
            word = last.group().casefold() if last else ""
            if rest.islower() or f"{word}." in stops or len(word) < 2 or word.isdigit():
                continue
        found.append(shown[start : end.end()])
        start = end.end()
    found.append(shown[start:])
    return tuple(sentence for sentence in found if any(map(str.isalnum, sentence)))


def aligned(ours: str, theirs: str, source: str, code: str) -> list[tuple[str, str]]:
    """Pairs of sentences in their order if both texts have the same number of them; else one pair of the whole texts."""
    left, right = sentences(ours, source), sentences(theirs, code)
    return list(zip(left, right, strict=True)) if len(left) == len(right) > 1 else [(ours, theirs)]
