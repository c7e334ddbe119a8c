"""Where a line may break (UAX 14, with ICU's dictionaries for Thai, Lao, Khmer and Burmese), and how wide text is."""

import unicodedata
from collections.abc import Iterator

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
    if text.isascii() and text.isprintable():
        return len(text)
    from wcwidth import wcswidth  # here, as ICU below: most runs that fill no lines need neither

    plain = text.translate(_CONTROLS)
    width: int = wcswidth(plain)
    return width if width >= 0 else len(plain)


def pieces(text: str, locale: str) -> list[str]:
    """`text` cut wherever a line may end (UAX 14); joined again they are `text`.

    Japanese breaks strictly (no line begins with a small kana or a closing mark).
    `locale` is a BCP 47 tag.
    """
    from icu4py.breakers import LineBreaker

    return list(LineBreaker(text, f"{locale.replace('-', '_')}@lb=strict"))


def _held(cut: list[str]) -> list[list[str]]:
    """Pieces in groups that stay on one line: what UAX 14 would break, and a careful typesetter would not.

    A group that is wider than a line may break between its pieces.
    """
    groups: list[list[str]] = []
    for piece in _whole_addresses(cut):
        if groups and _holds(groups[-1][-1], piece):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return groups


def _holds(before: str, after: str) -> bool:
    last, first = before[-1], after[0]
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
    result: list[str] = []
    line, taken = "", 0
    room = width if first is None else first
    for piece in _fitting(text, locale, width):
        wide = _needed(piece)
        if line and taken + wide > room:
            result.append(_ended(line))
            line, taken, room = "", 0, width
        line += piece
        taken += columns(piece)
    if line.strip(_BLANKS) or not result:
        result.append(_ended(line.rstrip(_BLANKS + _HYPHEN)))
    return result


def _fitting(text: str, locale: str, width: int) -> Iterator[str]:
    for group in _held(pieces(text, locale)):
        whole = "".join(group)
        if len(group) > 1 and _needed(whole) > width:
            yield from group
        else:
            yield whole


def _needed(piece: str) -> int:
    """Columns that a piece takes at the end of a line."""
    return columns(piece.rstrip(_BLANKS)) + piece.endswith(_HYPHEN)


def _ended(line: str) -> str:
    shown = f"{line[:-1]}-" if line.endswith(_HYPHEN) else line
    return shown.replace(_HYPHEN, "").rstrip(_BLANKS)
