"""Writes catalogs: entries as they were, byte for byte, and new ones as `msgcat` writes them (law 7).

Translators use tools of gettext too. If these wrapped lines differently from us, every run of one or the other would
change lines that nobody has edited, and a review could not see the real changes.

`msgcat` breaks lines by the pair table of an older version of UAX 14. ICU, which finds the breaks here, follows a newer
version. Each rule below that changes ICU's breaks says where the two differ.
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
    """The text of a catalog: entries with `raw` as they were, new ones wrapped at the width of the others."""
    entries = (catalog.header, *catalog.entries)
    width = WRAP_WIDTH if all(entry.raw for entry in entries) else catalog.width or width_of(catalog)
    parts = [entry.raw or written(entry, width).replace("\n", catalog.newline) for entry in entries]
    for index, (entry, after) in enumerate(pairwise(entries)):
        # Between new neighbours there is one empty line; old neighbours keep what was between them, even if nothing.
        were_neighbours = entry.raw and after.raw and 0 < entry.line < after.line
        if not parts[index].endswith("\n"):
            parts[index] += catalog.newline
        if not were_neighbours and not parts[index].endswith(("\n\n", "\n\r\n")):
            parts[index] += catalog.newline
    if parts[-1].endswith(("\n\n", "\n\r\n")):  # it was not the last one before, and brought its empty line along
        parts[-1] = parts[-1].rstrip("\r\n") + catalog.newline
    return ("\ufeff" if catalog.bom else "") + "".join(parts) + catalog.rest


def written(entry: Entry, width: int = WRAP_WIDTH) -> str:
    """One entry as `msgcat --width=WIDTH` writes it, with a newline at its end."""
    mark = "#~ " if entry.obsolete else ""
    # `msgcat --no-wrap` still wraps references, at its usual width; the flag `no-wrap` does not concern them either.
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


@lru_cache(4096)  # one msgid is in the catalogs of all locales
def quoted(keyword: str, text: str, width: int = WRAP_WIDTH) -> tuple[str, ...]:
    """A keyword and its text as lines of at most `width` columns, broken as by `msgcat` (UAX 14).

    The text is on the line of the keyword if it fits there, or if it cannot be broken. Otherwise the keyword has an
    empty string, and each line of the text begins a new string.
    """
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


_NO_SPACES = regex(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
"""Thai, Lao, Burmese and Khmer, which ICU breaks by dictionaries: `msgcat` has none, and breaks only at spaces."""

_BREAKS = regex(r"(?<=[.,:;])(?=[^\W\d]|[<*=~#&@^])|(?<=^-)(?=[^\W\d_])")
"""Where `msgcat` breaks and ICU does not: between a stop and a letter ("reuse.|software", against LB29), and after a
hyphen that begins a word ("-|keystore", against LB20a)."""

_QUOTES = "\"'\u00ab\u00bb\u2018\u2019\u201b\u201c\u201d\u201f\u2039\u203a"
_JOINS = regex(
    rf"[-/.,:;]\n\d|[{_QUOTES}] *\n[(\[{{\u201a\u201e\u00a1\u00bf]|[\\$+%]\n[(\[{{]|[)\]}}]\n[\\$+%]"
    rf"|\S\n[{_QUOTES}]|[{_QUOTES}]\n"
)
"""Where `msgcat` does not break and ICU does; the newline in the expression is the break. They are: before the digits
of "a/12", between a quotation mark and a bracket with spaces between them (the old LB15), between signs and brackets
(the old LB25), and next to a quotation mark in Chinese and Japanese (the old LB19)."""


def _pieces(text: str) -> list[str]:
    """An escaped text cut wherever `msgcat` may end a line."""
    cut: list[str] = []
    for piece in (part for whole in segmentation.pieces(text, "en") for part in _BREAKS.split(whole)):
        last = cut[-1] if cut else ""
        if last.endswith(" ") and piece[:1].isalnum():  # a short cut: most breaks are between two words
            cut.append(piece)
            continue
        # ICU sees the escaped text, and may break between a backslash and the sign that it escapes.
        in_escape = (len(last) - len(last.rstrip("\\"))) % 2 == 1
        without_spaces = last and _NO_SPACES.match(last[-1]) and _NO_SPACES.match(piece)
        if in_escape or without_spaces or (last and _JOINS.search(f"{last[-20:]}\n{piece[:1]}")):
            cut[-1] += piece
        else:
            cut.append(piece)
    return cut


_BETWEEN_WORDS = regex(r"\S +[^\W_]")


def _can_break(text: str) -> bool:
    """Whether a text can be broken at all; between two words with a space it always can (UAX 14, LB18)."""
    return bool(_BETWEEN_WORDS.search(text)) or len(_pieces(text)) > 1


def _columns(text: str) -> int:
    """Width as `msgcat` counts it: no column for non-spacing marks and format characters, two for wide characters."""
    if text.isascii():
        return len(text)
    kinds = ((unicodedata.category(char), unicodedata.east_asian_width(char)) for char in text)
    return sum(0 if kind in ("Mn", "Me", "Cf") else 2 if wide in "WF" else 1 for kind, wide in kinds)


def escape(text: str) -> str:
    r"""A text as it is written between quotation marks: `\`, `"`, newline, tab and carriage return are escaped."""
    for char, code in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r")):
        text = text.replace(char, code)
    return text


# -- the width of a file -------------------------------------------------------------------------
# No field of a PO file says at which column it is wrapped, so the lines are measured. Each field has a least and a
# greatest width at which `msgcat` would break it exactly as it is; the width that suits most fields is that of the file.

_ENOUGH = 40
"""Entries of a large file that are measured, spread over the whole file."""
_FORMS = 10
"""Fields of an entry that are measured."""


def width_of(catalog: Catalog) -> int:
    """The column at which a file is wrapped, or `UNWRAPPED`: most of its fields would be written as they are.

    A msgid, which tools write, counts twice as much as a translation, which a person may have wrapped by hand. With
    enough msgids, translations are not measured at all. The header and obsolete entries decide between widths that
    suit the others equally well; if nothing decides, it is `WRAP_WIDTH`.
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

    for width in _USUAL:  # a short cut for most files: every field suits a usual width
        if all(least <= width <= most for counts in (votes, weak) for least, most in counts):
            return width

    def rank(width: int) -> tuple[int, ...]:
        return _rank_of(width, votes, weak)

    # The number of fields that a width suits changes only at one of their bounds, so only these are tried. Of all
    # widths that are as good as the best bound, a round number is likelier to be what a person chose.
    best = min({*_USUAL, *(bound for bounds in (*votes, *weak) for bound in bounds)}, key=rank)
    return best if best in _USUAL else min(best, *range(10, 1000, 10), key=rank)


_USUAL = (WRAP_WIDTH, 77, UNWRAPPED)
"""`msgcat` wraps at 79, Weblate at 77, many not at all."""
_TELLING = 20
"""Votes of msgids that are enough to find the width of a file."""


def _tells(least: int, most: int) -> bool:
    """Whether a field says anything about the width: one that is short fits at every width."""
    return most < UNWRAPPED or least > WRAP_WIDTH + 1


def _votes(entries: Iterable[Entry], kind: str) -> Counter[tuple[int, int]]:
    """The (least, greatest) widths of the fields whose keyword begins with `kind`, with their number of votes."""
    votes: Counter[tuple[int, int]] = Counter()
    for entry in entries:
        raw = entry.raw
        for keyword, bounds in _bounds(raw[: raw.find("\nmsgstr") + 1] or raw) if kind == "msgid" else _bounds(raw):
            if keyword.startswith(kind):
                votes[bounds] += 1 if keyword.startswith("msgstr") else 2
    return votes


@lru_cache(4096)  # everything above a msgstr is the same in the catalogs of all locales
def _bounds(raw: str) -> tuple[tuple[str, tuple[int, int]], ...]:
    """The keyword and the (least, greatest) width of each field, as written."""
    fields = islice(_fields(raw), _FORMS)
    return tuple((keyword, _with_mark(mark, *_widths(keyword, lines))) for mark, keyword, lines in fields)


def _with_mark(mark: str, least: int, most: int) -> tuple[int, int]:
    """The widths of a field that has a mark (`#|`, `#~`) before each line.

    `msgcat` counts the mark as a part of the line. Lines behind `#~ ` may be longer by it: an entry that becomes
    obsolete keeps the line breaks that it had.
    """
    if least > most and least > WRAP_WIDTH + 1:  # no tool writes lines of such different lengths: not wrapped
        return UNWRAPPED, UNWRAPPED
    if mark == "#| ":
        least += len(mark)
    return least, most + len(mark) if most < UNWRAPPED else most


def _rank_of(width: int, votes: Counter[tuple[int, int]], weak: Counter[tuple[int, int]]) -> tuple[int, ...]:
    """The rank of a width, for sorting: by its votes, then the usual widths, round numbers, and those close to 79."""
    counts = [sum(n for (least, most), n in some.items() if least <= width <= most) for some in (votes, weak)]
    usual = (*(width != other for other in _USUAL), width % 10 != 0, abs(width - WRAP_WIDTH))
    return -counts[0], -counts[1], *usual


_MARK = r"#~?\| |#~ "
_FIELD = regex(rf'^({_MARK})?(msg\w+(?:\[\d+\])?) (".*"\r?(?:\n(?:{_MARK})?".*"\r?)*)$', re.M)


def _fields(raw: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """(mark, keyword, quoted lines) of each field of an entry as written; the mark is `#| `, `#~ `, `#~| ` or ""."""
    for found in _FIELD.finditer(raw):
        mark, keyword, text = found.groups()
        lines = re.sub(rf"^(?:{_MARK})", "", text, flags=re.M).split("\n")
        yield mark or "", keyword, tuple(line.rstrip("\r") for line in lines)


@lru_cache(4096)  # one msgid is in the catalogs of all locales
def _widths(keyword: str, lines: tuple[str, ...]) -> tuple[int, int]:
    """The least and the greatest width at which `msgcat` would break a field as it is broken.

    If the least is greater than the greatest, a person or another tool has wrapped it.
    """
    rest, whole = lines[1:], "".join(line[1:-1] for line in lines)
    in_one_line = len(keyword) + 3 + _columns(whole)
    if not rest:
        return in_one_line if _can_break(whole) else 0, UNWRAPPED
    is_one = "\\n" not in whole[:-2]  # such a text was too long for the line of its keyword
    most = in_one_line - 1 if is_one and _can_break(whole) else UNWRAPPED
    # At a greater width, the first piece of the next line would have fitted on this one.
    for line, after in pairwise(rest):
        if not _ENDS.search(line):
            most = min(most, _columns(line) + _first_columns(after[1:-1]) - 1)
    # The longest line that could have been broken and was not shows the least width.
    for line in sorted(lines, key=_columns, reverse=True):
        if _can_break(line[1:-1]):
            return _columns(line), most
    return 0, most


_ENDS = regex(r'(?<!\\)(?:\\\\)*\\n"$')
"""The end of a quoted line that ends with an escaped newline, after which `msgcat` always breaks."""


_PLAIN_WORD = regex(r"[A-Za-z]+ +(?=[A-Za-z])")


@lru_cache(1024)
def _first_columns(text: str) -> int:
    """Columns up to the first place where a line may end; at least 1."""
    if plain := _PLAIN_WORD.match(text):  # a short cut for most lines
        return plain.end()
    word = re.match(r"\S+ *(?:[^\w\s]\S*)?", text)  # a line may not break before some signs, even after a space
    return max(_columns(_pieces(word.group())[0]), 1) if word else 1
