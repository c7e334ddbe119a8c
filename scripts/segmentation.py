"""Where a line may break (UAX 14, with ICU's dictionaries for Thai, Lao, Khmer and Burmese), and how wide text is.

ICU gives all breaks that UAX 14 allows. `lines` uses fewer, as careful typesetters do: no line begins with a dash or a
per cent sign, and addresses stay whole. Most texts are words between spaces, which break at spaces and hyphens only;
expressions find these faster than ICU, and property tests compare both.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from .patterns import regex

_CONTROLS = dict.fromkeys(
    [0x200B, 0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF, 0x00AD]
)
_SPACES = " \u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u200b\u205f\u3000"
"""Spaces that disappear at the end of a line; no-break spaces are not among them."""
_HYPHEN = "\u00ad"
_DASHES = "\u2013\u2014\u2015"
_PER = "%‰"
_SIGNS = ("§", "§§", "№")
_NEVER_FIRST = "～〳〴〵"
"""Signs that JIS X 4051 does not allow at the beginning of a line, and UAX 14 does."""


def columns(text: str) -> int:
    """The columns that `text` takes on a terminal; marks, joiners and directional controls take none."""
    if _NARROW.fullmatch(text):
        return len(text)
    from wcwidth import wcswidth  # imported here, as ICU below: runs that break no lines need neither

    plain = text if text.isprintable() else text.translate(_CONTROLS)
    width: int = wcswidth(plain)
    return width if width >= 0 else len(plain)


_NARROW = regex(
    "[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u0482\u048a-\u052f\u1e00-\u1eff\u2010-\u2027\u20ac]*"
)
"""Letters and signs that take one column each: Latin, Greek, Cyrillic."""
_OTHERS = "A-Za-z\u00c0-\u024f\u0386\u0388-\u03ff\u0400-\u0481\u048a-\u052f\u0620-\u064a\u0671-\u06d3\u0904-\u0939\u0958-\u0961"
_LETTERS = rf"{_OTHERS}\u05d0-\u05ea"
"""Letters of Latin, Greek, Cyrillic, Arabic and Devanagari, and of Hebrew, after whose letters no line ends with a
hyphen (UAX 14, LB21a)."""
_MARKS = "\u064b-\u065f\u0901-\u0903\u093a-\u0957"
_RUN = (
    rf"(?:[{_LETTERS}0-9&*=_]++[{_MARKS}]*+"
    rf"|[\u2066-\u2068](?=[{_LETTERS}0-9])|(?<=[{_LETTERS}{_MARKS}0-9])\u2069)++"
)
_SPACED = regex(
    rf"(?:(?:\u2060\u2060)?+[(\[]?+[\"“„«‘]?+[\u00a0\u202f]?+{_RUN}"
    rf"(?:(?:[.,:;'’()@\u00a0\u202f]|(?<=[{_OTHERS}])-(?=[{_OTHERS}])){_RUN})*+"
    rf"(?:[.,:;!?)\]'\"’”»،؛؟।]|(?<!।)[\u00a0\u202f][:;!?»])*+(?: (?=[^ ])|\Z))++"
)
"""Words with single spaces between them, for which UAX 14 allows breaks after spaces and hyphens only.

It is written so that it matches no text for which ICU finds another break. Every quantifier is possessive: a hostile
text must not make it try many ways.
"""
_PIECES = regex(r"(?:[^ -]++| \u2060)*+[ -]?")


def pieces(text: str, locale: str) -> list[str]:
    """`text` cut wherever a line may end (UAX 14); joined again, the pieces are `text`.

    Japanese is broken strictly: no line begins with a small kana or a closing mark.
    `locale` is a BCP 47 tag.
    """
    return _PIECES.findall(text)[:-1] if _SPACED.fullmatch(text) else pieces_by_icu(text, locale)


def pieces_by_icu(text: str, locale: str) -> list[str]:
    """The same as `pieces`, but always by ICU."""
    from icu4py.breakers import LineBreaker

    return list(LineBreaker(text, f"{locale.replace('-', '_')}@lb=strict"))


_HELD = regex(rf"[{_NEVER_FIRST}{_DASHES}{_PER}{''.join(_SIGNS)}\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]|(?<!\w)-")
_ADDRESS = regex(r"://|@|www\.", re.I)


def _units(text: str, locale: str, width: int) -> list[str]:
    """The pieces of a text that a careful typesetter would keep on one line.

    Each is one or more pieces of UAX 14. If several together are wider than a line, they are broken after all.
    """
    cut = pieces(text, locale)
    if _ADDRESS.search(text):
        cut = _whole_addresses(cut)
    if not _HELD.search(text):  # a short cut: without one of these, `_holds` keeps no two pieces together
        return cut
    groups: list[list[str]] = []
    for piece in cut:
        if groups and _holds(groups[-1][-1], piece):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    units: list[str] = []
    for group in groups:
        whole = "".join(group)
        units += group if len(group) > 1 and _sizes(whole)[0] > width else (whole,)
    return units


def _holds(before: str, after: str) -> bool:
    """Whether two pieces stay on one line, though UAX 14 would allow a break between them."""
    last, first = before[-1], after[0]
    # Korean has spaces between words, but UAX 14 also breaks between syllables; `word-break: keep-all` does not.
    if "\uac00" <= last <= "\ud7a3" and "\uac00" <= first <= "\ud7a3":  # a short cut for nearly all of Korean
        return True
    if first in _NEVER_FIRST:
        return last not in _SPACES
    if first in _DASHES:  # a dash stays with the word before it (a — b, a—b), but not if it opens a phrase (a —b— c)
        return last not in _SPACES or after.rstrip(_SPACES + _DASHES) == "" != after.rstrip(_DASHES)
    if first in _PER:  # 10 %
        return before.rstrip(_SPACES)[-1:].isnumeric()
    if before.strip(_SPACES) in _SIGNS or not before.strip("-"):  # § 5, --option
        return first not in _SPACES
    if last in _DASHES:
        return len(before.rstrip(_DASHES)) == 0 and first not in _SPACES
    return (_is_hangul(last) or _is_hangul(first)) and _is_of_word(last) and _is_of_word(first)


def _is_hangul(char: str) -> bool:
    return "\uac00" <= char <= "\ud7a3" or "\u1100" <= char <= "\u11ff" or "\u3131" <= char <= "\u318e"


def _is_of_word(char: str) -> bool:
    return unicodedata.category(char)[0] in "LNM"


def _whole_addresses(cut: list[str]) -> list[str]:
    """Pieces with addresses put together again: UAX 14 breaks after "/", but nobody can follow half an address."""
    whole: list[str] = []
    for piece in cut:
        if whole and _goes_on(whole[-1][-1], piece[0]) and _is_address(whole[-1] + piece):
            whole[-1] += piece
        else:
            whole.append(piece)
    return whole


def _goes_on(last: str, first: str) -> bool:
    """Whether both characters can be in one address: no spaces, and no wide characters.

    In Chinese and Japanese, the sentence goes on after an address without a space.
    """
    return not last.isspace() and not first.isspace() and not _is_wide(last) and not _is_wide(first)


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"


def _is_address(text: str) -> bool:
    word = text.rsplit(None, 1)[-1] if text.split() else ""
    return "://" in word or "@" in word or word.lower().startswith("www.")


def words(text: str, locale: str) -> Iterator[str]:
    """The words of `text` (UAX 29, with dictionaries), without spaces and punctuation."""
    from icu4py.breakers import WordBreaker

    for word in WordBreaker(text, locale.replace("-", "_")):
        if any(char.isalnum() for char in word):
            yield word


def lines(text: str, locale: str, width: int, first: int | None = None) -> list[str]:
    """`text` as lines of at most `width` columns, the first one of at most `first`.

    Korean is broken between words, like `word-break: keep-all` on the page; a dash does not begin a line. A piece that
    is wider than a line gets a line of its own. Spaces at the end of a line are dropped. A soft hyphen becomes a hyphen
    at the end of a line, and is dropped elsewhere.
    """
    room = width if first is None else first
    if not _SPACED.fullmatch(text) or ("-" in text and _ADDRESS.search(text)):
        return _filled(_units(text, locale, width), width, room)
    # Three ways, the fastest for most texts: here only the places where lines end are looked at, which needs letters of
    # one column each.
    shown = text.replace(_JOIN, _JOINED)
    if columns(shown.replace(_JOINED, "_")) != len(shown):
        return _filled(_PIECES.findall(text)[:-1], width, room)
    return [line.replace(_JOINED, _JOIN) for line in _cut(shown, width, room)]


_JOIN, _JOINED = " \u2060\u2060", "\0"
"""A space at which no line may end, and a character that replaces it while lines are cut."""


def _cut(text: str, width: int, room: int) -> Iterator[str]:
    """The lines of words between spaces, if each character takes one column: it searches backwards from each line's end."""
    at = 0
    while len(text) - at > room:
        end = max(text.rfind(" ", at, at + room + 1), text.rfind("-", at, at + room))
        if end < 0:  # a word that is wider than a line
            end = min((end for end in (text.find(" ", at), text.find("-", at)) if end >= 0), default=len(text))
        yield text[at : end + 1].removesuffix(" ")
        at, room = end + 1, width
    if at < len(text):
        yield text[at:]


def _filled(units: Iterable[str], width: int, room: int) -> list[str]:
    result: list[str] = []
    line, taken = "", 0
    for unit in units:
        needed, wide = _sizes(unit)
        if line and taken + needed > room:
            result.append(_ended(line))
            line, taken, room = "", 0, width
        line += unit
        taken += wide
    if line.strip(_SPACES) or not result:
        result.append(_ended(line.rstrip(_SPACES + _HYPHEN)))
    return result


@lru_cache(4096)
def _sizes(piece: str) -> tuple[int, int]:
    """The columns of a piece at the end of a line, and before other pieces; cached, as most words occur many times."""
    return columns(piece.rstrip(_SPACES)) + piece.endswith(_HYPHEN), columns(piece)


def _ended(line: str) -> str:
    shown = f"{line[:-1]}-" if line.endswith(_HYPHEN) else line
    return shown.replace(_HYPHEN, "").rstrip(_SPACES)
