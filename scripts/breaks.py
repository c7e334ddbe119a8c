"""Where a line may break (UAX 14, with ICU's dictionaries for Thai, Lao, Khmer and Burmese), and how wide text is."""

from collections.abc import Iterator

from icu4py.breakers import LineBreaker, WordBreaker
from wcwidth import wcswidth

_CONTROLS = dict.fromkeys(
    [0x200B, 0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF, 0x00AD]
)


def columns(text: str) -> int:
    """Terminal columns of `text`; marks, joiners and directional controls take none."""
    plain = text.translate(_CONTROLS)
    width: int = wcswidth(plain)
    return width if width >= 0 else len(plain)


def pieces(text: str, locale: str) -> list[str]:
    """`text` cut wherever a line may end (UAX 14); joined again they are `text`.

    Japanese breaks strictly (no line begins with a small kana or a closing mark).
    `locale` is a BCP 47 tag.
    """
    return list(LineBreaker(text, f"{locale.replace('-', '_')}@lb=strict"))


def _whole_addresses(cut: list[str]) -> list[str]:
    """UAX 14 may break within "a/b"; an address must stay whole, or nobody can follow it."""
    whole: list[str] = []
    for piece in cut:
        if whole and not whole[-1].endswith((" ", "\n")) and _is_address(whole[-1] + piece):
            whole[-1] += piece
        else:
            whole.append(piece)
    return whole


def _is_address(text: str) -> bool:
    word = text.rsplit(None, 1)[-1] if text.split() else ""
    return "://" in word or "@" in word or word.lower().startswith("www.")


def words(text: str, locale: str) -> Iterator[str]:
    """The words of `text` (UAX 29, with dictionaries), without blanks and marks."""
    for word in WordBreaker(text, locale.replace("-", "_")):
        if any(char.isalnum() for char in word):
            yield word


def lines(text: str, locale: str, width: int, first: int | None = None) -> list[str]:
    """`text` as lines of at most `width` columns, the first of at most `first`.

    A piece that is wider than a line stands alone on its line, whole. Blanks at
    the end of a line are dropped.
    """
    result: list[str] = []
    line, taken = "", 0
    room = width if first is None else first
    for piece in _whole_addresses(pieces(text, locale)):
        wide = columns(piece.rstrip(" "))
        if line and taken + wide > room:
            result.append(line.rstrip(" "))
            line, taken, room = "", 0, width
        line += piece
        taken += columns(piece)
    if line.strip(" ") or not result:
        result.append(line.rstrip(" "))
    return result
