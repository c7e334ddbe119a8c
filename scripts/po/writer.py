"""Writing: entries as they were, byte for byte, and new ones as `msgcat` writes them (law 7).

`msgcat` wraps by the pair table of an older UAX 14; ICU, which cuts the lines
here, follows a newer one. Where they differ is told beside each rule below.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice, pairwise

from .. import segmentation
from ..patterns import regex
from .entry import Catalog, Entry

WRAP_WIDTH = 79
"""Columns at which `msgcat` wraps."""
UNWRAPPED = 1_000_000_000
"""The width of a file that `msgcat --no-wrap` has written, and of entries with the flag `no-wrap`."""


def text_of(catalog: Catalog) -> str:
    """The file of a catalog: entries with `raw` as they were, new ones wrapped at the width of the others."""
    entries = (catalog.header, *catalog.entries)
    width = WRAP_WIDTH if all(entry.raw for entry in entries) else catalog.width or width_of(catalog)
    parts = [entry.raw or written(entry, width).replace("\n", catalog.newline) for entry in entries]
    for index, (entry, after) in enumerate(pairwise(entries)):
        were_neighbours = entry.raw and after.raw and 0 < entry.line < after.line
        if not parts[index].endswith("\n"):
            parts[index] += catalog.newline
        if not were_neighbours and not parts[index].endswith(("\n\n", "\n\r\n")):
            parts[index] += catalog.newline
    if parts[-1].endswith(("\n\n", "\n\r\n")):  # it was not the last before
        parts[-1] = parts[-1].rstrip("\r\n") + catalog.newline
    return ("\ufeff" if catalog.bom else "") + "".join(parts) + catalog.rest


def written(entry: Entry, width: int = WRAP_WIDTH) -> str:
    """One entry as `msgcat --width=WIDTH` writes it, with a newline at its end."""
    mark = "#~ " if entry.obsolete else ""
    places = WRAP_WIDTH if width == UNWRAPPED else width
    width = UNWRAPPED if "no-wrap" in entry.flags else width
    lines = [f"# {line}" if line else "#" for line in entry.comments]
    if not entry.obsolete:
        lines += [f"#. {line}" if line else "#." for line in entry.extracted]
        lines += _references(entry.references, places)
    if entry.flags:
        lines.append(f"#, {', '.join(sorted(dict.fromkeys(entry.flags), key=_rank))}")
    was = "#~| " if entry.obsolete else "#| "
    for name, text in (
        ("msgctxt", entry.previous_context),
        ("msgid", entry.previous),
        ("msgid_plural", entry.previous_plural),
    ):
        if text is not None:
            lines += [was + line for line in quoted(name, text, width - len(was))]
    body: list[str] = []
    width -= len(mark)
    if entry.context is not None:
        body += quoted("msgctxt", entry.context, width)
    body += quoted("msgid", entry.msgid, width)
    if entry.plural is not None:
        body += quoted("msgid_plural", entry.plural, width)
        for number, text in enumerate(entry.forms or ("", "")):
            body += quoted(f"msgstr[{number}]", text, width)
    else:
        body += quoted("msgstr", entry.msgstr, width)
    return "\n".join([*lines, *(mark + line for line in body)]) + "\n"


def _rank(flag: str) -> int:
    """`msgcat` writes `fuzzy` first and `no-wrap` last."""
    return {"fuzzy": 0, "no-wrap": 2}.get(flag, 1)


def _references(places: Sequence[str], width: int) -> list[str]:
    lines: list[str] = []
    for place in places:
        if lines and len(lines[-1]) + 1 + len(place) <= width:
            lines[-1] += f" {place}"
        else:
            lines.append(f"#: {place}")
    return lines


@lru_cache(4096)  # one msgid stands in the catalogs of all locales
def quoted(keyword: str, text: str, width: int = WRAP_WIDTH) -> tuple[str, ...]:
    """A keyword and its text as lines of at most `width` columns, broken as `msgcat` breaks (UAX 14)."""
    escaped = escape(text)
    single = f'{keyword} "{escaped}"'
    if "\\n" not in escaped[:-2] and (_columns(single) <= width or not _can_break(escaped)):
        return (single,)
    lines = [f'{keyword} ""']
    for paragraph in re.findall(r".*?(?<!\\)(?:\\\\)*\\n|.+$", escaped):
        if width >= UNWRAPPED // 2:
            lines.append(f'"{paragraph}"')
            continue
        line = ""
        for piece in _pieces(paragraph):
            if line and _columns(line) + _columns(piece) > width - 2:
                lines.append(f'"{line}"')
                line = ""
            line += piece
        lines.append(f'"{line}"')
    return tuple(lines)


_NO_BLANKS = regex(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
"""Thai, Lao, Burmese and Khmer: `msgcat` has no dictionary, and breaks them at blanks alone."""

_BREAKS = regex(r"(?<=[.,:;])(?=[^\W\d]|[<*=~#&@^])|(?<=^-)(?=[^\W\d_])")
"""`msgcat` breaks between a stop and a letter ("reuse.|software", against LB29), and behind a hyphen that begins
a word ("-|keystore", against LB20a)."""

_QUOTES = "\"'\u00ab\u00bb\u2018\u2019\u201b\u201c\u201d\u201f\u2039\u203a"
_JOINS = regex(
    rf"[-/.,:;]\n\d|[{_QUOTES}] *\n[(\[{{\u201a\u201e\u00a1\u00bf]|[\\$+%]\n[(\[{{]|[)\]}}]\n[\\$+%]"
    rf"|\S\n[{_QUOTES}]|[{_QUOTES}]\n"
)
"""Where `msgcat` does not break and ICU does, the newline being the break: before the digits of "a/12", between a
quotation mark and a bracket behind blanks (the old LB15), between signs and brackets (the old LB25), beside a
quotation mark in Chinese and Japanese (the old LB19)."""


def _pieces(text: str) -> list[str]:
    cut: list[str] = []
    for piece in (part for whole in segmentation.pieces(text, "en") for part in _BREAKS.split(whole)):
        last = cut[-1] if cut else ""
        if last.endswith(" ") and piece[:1].isalnum():  # most breaks are such
            cut.append(piece)
            continue
        in_escape = (len(last) - len(last.rstrip("\\"))) % 2 == 1
        without_blanks = last and _NO_BLANKS.match(last[-1]) and _NO_BLANKS.match(piece)
        if in_escape or without_blanks or (last and _JOINS.search(f"{last[-20:]}\n{piece[:1]}")):
            cut[-1] += piece
        else:
            cut.append(piece)
    return cut


_BETWEEN_WORDS = regex(r"\S +[^\W_]")


def _can_break(text: str) -> bool:
    """Whether a line may end somewhere within a text; between two words it always may (LB18 of UAX 14)."""
    return bool(_BETWEEN_WORDS.search(text)) or len(_pieces(text)) > 1


def _columns(text: str) -> int:
    """Width as `msgcat` counts it: non-spacing marks and format characters none, wide characters two."""
    if text.isascii():
        return len(text)
    kinds = ((unicodedata.category(char), unicodedata.east_asian_width(char)) for char in text)
    return sum(0 if kind in ("Mn", "Me", "Cf") else 2 if wide in "WF" else 1 for kind, wide in kinds)


def escape(text: str) -> str:
    r"""Text between quotation marks: `\`, `"`, newline, tab and carriage return escaped."""
    for char, code in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r")):
        text = text.replace(char, code)
    return text


# -- the width of a file -------------------------------------------------------------------------

_ENOUGH = 40
"""Entries that are looked at in a large file, taken from all over it."""
_FORMS = 10
"""Fields of an entry that are looked at."""


def width_of(catalog: Catalog) -> int:
    """At which column a file is wrapped, or `UNWRAPPED`: that at which most of its fields would be written as they are.

    A msgid, which tools write, counts twice as much as a translation, which a person may have wrapped; where enough
    of them tell, translations are not looked at. Where both tell nothing, the header and obsolete entries do; `WIDTH`
    where nothing tells.
    """
    entries = [
        entry
        for entry in catalog.entries[:: len(catalog.entries) // _ENOUGH + 1]
        if entry.raw and "no-wrap" not in entry.flags
    ]
    live, obsolete = ([entry for entry in entries if entry.obsolete is is_old] for is_old in (False, True))
    votes = _votes(live, "msgid")
    if sum(count for bounds, count in votes.items() if _tells(*bounds)) < _TELLING:
        votes += _votes(live, "msgctxt") + _votes(live, "msgstr")
    weak = _votes([catalog.header, *obsolete], "msg") if catalog.header.raw else _votes(obsolete, "msg")

    for width in _USUAL:  # most files: nothing speaks against it
        if all(least <= width <= most for told in (votes, weak) for least, most in told):
            return width

    def rank(width: int) -> tuple[int, ...]:
        return _rank_of(width, votes, weak)

    best = min({*_USUAL, *(bound for bounds in (*votes, *weak) for bound in bounds)}, key=rank)
    return best if best in _USUAL else min(best, *range(10, 1000, 10), key=rank)


_USUAL = (WRAP_WIDTH, 77, UNWRAPPED)
"""`msgcat` wraps at 79, Weblate at 77, many not at all."""
_TELLING = 20
"""So many votes of msgids tell the width of a file."""


def _tells(least: int, most: int) -> bool:
    """Whether a field says more than that it is short."""
    return most < UNWRAPPED or least > WRAP_WIDTH + 1


def _votes(entries: Iterable[Entry], kind: str) -> Counter[tuple[int, int]]:
    """(least, greatest) width of the fields whose keyword begins so, and how many votes they have."""
    votes: Counter[tuple[int, int]] = Counter()
    for entry in entries:
        raw = entry.raw
        for keyword, bounds in _bounds(raw[: raw.find("\nmsgstr") + 1] or raw) if kind == "msgid" else _bounds(raw):
            if keyword.startswith(kind):
                votes[bounds] += 1 if keyword.startswith("msgstr") else 2
    return votes


@lru_cache(4096)  # what stands above a msgstr is the same in the catalogs of all locales
def _bounds(raw: str) -> tuple[tuple[str, tuple[int, int]], ...]:
    """The keyword and the (least, greatest) width of each field, as written."""
    fields = islice(_fields(raw), _FORMS)
    return tuple((keyword, _with_mark(mark, *_widths(keyword, lines))) for mark, keyword, lines in fields)


def _with_mark(mark: str, least: int, most: int) -> tuple[int, int]:
    """Widths of a field behind a mark, for which `msgcat` makes room; an entry that retires keeps its lines."""
    if least > most and least > WRAP_WIDTH + 1:  # no tool leaves long lines between short ones
        return UNWRAPPED, UNWRAPPED
    if mark == "#| ":
        least += len(mark)
    return least, most + len(mark) if most < UNWRAPPED else most


def _rank_of(width: int, votes: Counter[tuple[int, int]], weak: Counter[tuple[int, int]]) -> tuple[int, ...]:
    """Most votes first; then as usual, which for people is at round numbers."""
    counts = [sum(n for (least, most), n in told.items() if least <= width <= most) for told in (votes, weak)]
    usual = (*(width != other for other in _USUAL), width % 10 != 0, abs(width - WRAP_WIDTH))
    return -counts[0], -counts[1], *usual


_MARK = r"#~?\| |#~ "
_FIELD = regex(rf'^({_MARK})?(msg\w+(?:\[\d+\])?) (".*"\r?(?:\n(?:{_MARK})?".*"\r?)*)$', re.M)


def _fields(raw: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """(mark of obsolete and earlier ones, keyword, quoted lines) of the fields of an entry as written."""
    for found in _FIELD.finditer(raw):
        mark, keyword, text = found.groups()
        lines = re.sub(rf"^(?:{_MARK})", "", text, flags=re.M).split("\n")
        yield mark or "", keyword, tuple(line.rstrip("\r") for line in lines)


@lru_cache(4096)  # one msgid stands in the catalogs of all locales
def _widths(keyword: str, lines: tuple[str, ...]) -> tuple[int, int]:
    """The least and the greatest width at which a field would be broken as it is; none fits where the first is greater."""
    rest, whole = lines[1:], "".join(line[1:-1] for line in lines)
    beside = len(keyword) + 3 + _columns(whole)
    if not rest:
        return beside if _can_break(whole) else 0, UNWRAPPED
    is_one = "\\n" not in whole[:-2]  # it would stand beside its keyword if it were not too long
    most = beside - 1 if is_one and _can_break(whole) else UNWRAPPED
    for line, after in pairwise(rest):
        if not _ENDS.search(line):
            most = min(most, _columns(line) + _first_columns(after[1:-1]) - 1)
    for line in sorted(lines, key=_columns, reverse=True):
        if _can_break(line[1:-1]):
            return _columns(line), most
    return 0, most


_ENDS = regex(r'(?<!\\)(?:\\\\)*\\n"$')
"""The end of a line with which a line of the text ends."""


_PLAIN_WORD = regex(r"[A-Za-z]+ +(?=[A-Za-z])")


@lru_cache(1024)
def _first_columns(text: str) -> int:
    """Columns up to where a line may end for the first time; at least 1."""
    if plain := _PLAIN_WORD.match(text):  # most are such
        return plain.end()
    word = re.match(r"\S+ *(?:[^\w\s]\S*)?", text)  # a line may not break before some signs, even behind a space
    return max(_columns(_pieces(word.group())[0]), 1) if word else 1
