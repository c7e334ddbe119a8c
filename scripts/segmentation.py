"""Where a line may break (UAX 14, with ICU's dictionaries for Thai, Lao, Khmer and Burmese), and how wide text is."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from .patterns import regex

_CONTROLS = dict.fromkeys(
    [0x200B, 0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF, 0x00AD]
)
_BLANKS = " \u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u200b\u205f\u3000"
"""What vanishes at the end of a line."""
_HYPHEN = "\u00ad"
_DASHES = "\u2013\u2014\u2015"
_PER = "%‰"
_SIGNS = ("§", "§§", "№")
_NEVER_FIRST = "～〳〴〵"
"""What JIS X 4051 keeps off the beginning of a line, and UAX 14 does not."""


def columns(text: str) -> int:
    """Terminal columns of `text`; marks, joiners and directional controls take none."""
    if _NARROW.fullmatch(text):
        return len(text)
    from wcwidth import wcswidth  # here, as ICU below: most runs that fill no lines need neither

    plain = text if text.isprintable() else text.translate(_CONTROLS)
    width: int = wcswidth(plain)
    return width if width >= 0 else len(plain)


_NARROW = regex(
    "[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u0482\u048a-\u052f\u1e00-\u1eff\u2010-\u2027\u20ac]*"
)
"""Letters and signs that take one column each: Latin, Greek, Cyrillic."""
_OTHERS = "A-Za-z\u00c0-\u024f\u0386\u0388-\u03ff\u0400-\u0481\u048a-\u052f\u0620-\u064a\u0671-\u06d3\u0904-\u0939\u0958-\u0961"
_LETTERS = rf"{_OTHERS}\u05d0-\u05ea"
"""Latin, Greek, Cyrillic, Arabic, Devanagari; and Hebrew, behind whose letters no hyphen ends a line."""
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
"""Words with one space between every two, where UAX 14 breaks behind spaces and hyphens alone."""
_PIECES = regex(r"(?:[^ -]++| \u2060)*+[ -]?")


def pieces(text: str, locale: str) -> list[str]:
    """`text` cut wherever a line may end (UAX 14); joined again they are `text`.

    Japanese breaks strictly (no line begins with a small kana or a closing mark).
    `locale` is a BCP 47 tag.
    """
    return _PIECES.findall(text)[:-1] if _SPACED.fullmatch(text) else pieces_by_icu(text, locale)


def pieces_by_icu(text: str, locale: str) -> list[str]:
    """The same without the short path for words between spaces."""
    from icu4py.breakers import LineBreaker

    return list(LineBreaker(text, f"{locale.replace('-', '_')}@lb=strict"))


_HELD = regex(rf"[{_NEVER_FIRST}{_DASHES}{_PER}{''.join(_SIGNS)}\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]|(?<!\w)-")
_ADDRESS = regex(r"://|@|www\.", re.I)


def _units(text: str, locale: str, width: int) -> list[str]:
    """Pieces that stay on one line: what UAX 14 would break, and a careful typesetter would not, is one.

    One that would be wider than a line may break after all.
    """
    cut = pieces(text, locale)
    if _ADDRESS.search(text):
        cut = _whole_addresses(cut)
    if not _HELD.search(text):  # then `_holds` says no of every two
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
    last, first = before[-1], after[0]
    if "\uac00" <= last <= "\ud7a3" and "\uac00" <= first <= "\ud7a3":  # nearly all of Korean
        return True
    if first in _NEVER_FIRST:
        return last not in _BLANKS
    if first in _DASHES:  # a dash stays with the word before it: a — b, a—b; but not one that opens: a —b— c
        return last not in _BLANKS or after.rstrip(_BLANKS + _DASHES) == "" != after.rstrip(_DASHES)
    if first in _PER:  # 10 %
        return before.rstrip(_BLANKS)[-1:].isnumeric()
    if before.strip(_BLANKS) in _SIGNS or not before.strip("-"):  # § 5, --option
        return first not in _BLANKS
    if last in _DASHES:
        return len(before.rstrip(_DASHES)) == 0 and first not in _BLANKS
    return (_is_hangul(last) or _is_hangul(first)) and _is_of_word(last) and _is_of_word(first)


def _is_hangul(char: str) -> bool:
    return "\uac00" <= char <= "\ud7a3" or "\u1100" <= char <= "\u11ff" or "\u3131" <= char <= "\u318e"


def _is_of_word(char: str) -> bool:
    return unicodedata.category(char)[0] in "LNM"


def _whole_addresses(cut: list[str]) -> list[str]:
    """UAX 14 may break within "a/b"; an address must stay whole, or nobody can follow it."""
    whole: list[str] = []
    for piece in cut:
        if whole and _goes_on(whole[-1][-1], piece[0]) and _is_address(whole[-1] + piece):
            whole[-1] += piece
        else:
            whole.append(piece)
    return whole


def _goes_on(last: str, first: str) -> bool:
    """Whether both can stand in one address: no blanks, and nothing wide, for Chinese and Japanese go on without one."""
    return not last.isspace() and not first.isspace() and not _is_wide(last) and not _is_wide(first)


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"


def _is_address(text: str) -> bool:
    word = text.rsplit(None, 1)[-1] if text.split() else ""
    return "://" in word or "@" in word or word.lower().startswith("www.")


def words(text: str, locale: str) -> Iterator[str]:
    """The words of `text` (UAX 29, with dictionaries), without blanks and marks."""
    from icu4py.breakers import WordBreaker

    for word in WordBreaker(text, locale.replace("-", "_")):
        if any(char.isalnum() for char in word):
            yield word


def lines(text: str, locale: str, width: int, first: int | None = None) -> list[str]:
    """`text` as lines of at most `width` columns, the first of at most `first`.

    Korean breaks between words, as `word-break: keep-all` does on the page; a dash does not begin a line. A piece
    that is wider than a line stands alone on its line, whole. Blanks at the end of a line are dropped; a soft
    hyphen is shown where a line ends with it, and gone elsewhere.
    """
    room = width if first is None else first
    if not _SPACED.fullmatch(text) or ("-" in text and _ADDRESS.search(text)):
        return _filled(_units(text, locale, width), width, room)
    shown = text.replace(_JOIN, _JOINED)
    if columns(shown.replace(_JOINED, "_")) != len(shown):
        return _filled(_PIECES.findall(text)[:-1], width, room)
    return [line.replace(_JOINED, _JOIN) for line in _cut(shown, width, room)]


_JOIN, _JOINED = " \u2060\u2060", "\0"
"""A space at which no line ends, and one character that stands for it meanwhile."""


def _cut(text: str, width: int, room: int) -> Iterator[str]:
    """The lines of words between spaces, in letters of one column each: no word is looked at, but those at their ends."""
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
    if line.strip(_BLANKS) or not result:
        result.append(_ended(line.rstrip(_BLANKS + _HYPHEN)))
    return result


@lru_cache(4096)
def _sizes(piece: str) -> tuple[int, int]:
    """Columns that a piece takes at the end of a line, and before other pieces; most words of a language come again."""
    return columns(piece.rstrip(_BLANKS)) + piece.endswith(_HYPHEN), columns(piece)


def _ended(line: str) -> str:
    shown = f"{line[:-1]}-" if line.endswith(_HYPHEN) else line
    return shown.replace(_HYPHEN, "").rstrip(_BLANKS)
