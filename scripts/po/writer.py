"""Writing: entries as they were, byte for byte, and new ones as `msgcat` writes them (law 7).

`msgcat` wraps by the pair table of an older UAX 14; ICU, which cuts the lines
here, follows a newer one. Where they differ is told beside each rule below.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice, pairwise

from .. import breaks
from .entry import Catalog, Entry

WIDTH = 79
"""Columns at which `msgcat` wraps."""
UNWRAPPED = 10**9
"""The width of a file that `msgcat --no-wrap` has written, and of entries with the flag `no-wrap`."""


def text_of(catalog: Catalog) -> str:
    """The file of a catalog: entries with `raw` as they were, new ones wrapped at the width of the others."""
    entries = (catalog.header, *catalog.entries)
    width = width_of(catalog) if any(not entry.raw for entry in entries) else WIDTH
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


def written(entry: Entry, width: int = WIDTH) -> str:
    """One entry as `msgcat --width=WIDTH` writes it, with a newline at its end."""
    mark = "#~ " if entry.obsolete else ""
    places = WIDTH if width == UNWRAPPED else width
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
def quoted(keyword: str, text: str, width: int = WIDTH) -> tuple[str, ...]:
    """A keyword and its text as lines of at most `width` columns, broken as `msgcat` breaks (UAX 14)."""
    escaped = escape(text)
    single = f'{keyword} "{escaped}"'
    if _columns(single) <= width and "\\n" not in escaped[:-2]:
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


_NO_BLANKS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
"""Thai, Lao, Burmese and Khmer: `msgcat` has no dictionary, and breaks them at blanks alone."""

_BREAKS = re.compile(r"(?<=[.,:;])(?=[^\W\d]|[<*=~#&@^])|(?<=^-)(?=[^\W\d_])")
"""`msgcat` breaks between a stop and a letter ("reuse.|software", against LB29), and behind a hyphen that begins
a word ("-|keystore", against LB20a)."""

_QUOTES = "\"'\u00ab\u00bb\u2018\u2019\u201b\u201c\u201d\u201f\u2039\u203a"
_JOINS = re.compile(
    rf"[-/.,:;]\n\d|[{_QUOTES}] *\n[(\[{{\u201a\u201e\u00a1\u00bf]|[\\$+%]\n[(\[{{]|[)\]}}]\n[\\$+%]"
    rf"|\S\n[{_QUOTES}]|[{_QUOTES}]\n"
)
"""Where `msgcat` does not break and ICU does, the newline being the break: before the digits of "a/12", between a
quotation mark and a bracket behind blanks (the old LB15), between signs and brackets (the old LB25), beside a
quotation mark in Chinese and Japanese (the old LB19)."""


def _pieces(text: str) -> list[str]:
    cut: list[str] = []
    for piece in (part for whole in breaks.pieces(text, "en") for part in _BREAKS.split(whole)):
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

_ENOUGH = 24
"""Breaks that are looked at before the width of a file is told."""


def width_of(catalog: Catalog) -> int:
    """At which column a file is wrapped, or `UNWRAPPED`: told by where its lines break, `WIDTH` where nothing tells."""
    found = list(islice(_lines(catalog), _ENOUGH))
    votes = Counter(width for wide, more in found if more for width in range(wide, wide + more))
    most = max(votes.values(), default=0)
    width = min((width for width, count in votes.items() if count == most), key=_rareness, default=WIDTH)
    unbroken = sum(wide > width + 1 for wide, more in found if not more)
    return UNWRAPPED if unbroken > most else width


def _rareness(width: int) -> tuple[bool, bool, bool, int]:
    """`msgcat` wraps at 79, Weblate at 77, people at round numbers."""
    return width != WIDTH, width != 77, width % 10 != 0, abs(width - WIDTH)


def _lines(catalog: Catalog) -> Iterator[tuple[int, int]]:
    """(columns, columns more that the next piece would take) of lines that end where a text goes on.

    Also (columns, 0) of long lines that could have been broken, and were not.
    """
    for entry in (catalog.header, *catalog.entries):
        if entry.obsolete or "no-wrap" in entry.flags or not entry.raw:
            continue
        lines = [line.rstrip("\r") for line in entry.raw.split("\n")]
        for line, after in pairwise([*lines, ""]):
            if not line.endswith('"') or line.startswith("#"):
                continue
            wide = _columns(line)
            if line[0] == '"' == after[:1] and not line.endswith('\\n"'):
                yield wide, _first_columns(after[1:-1])
            elif wide > WIDTH + 1 and len(_pieces(line.partition('"')[2][:-1])) > 1:
                yield wide, 0


@lru_cache(1024)
def _first_columns(text: str) -> int:
    """Columns up to where a line may end for the first time; at least 1."""
    word = re.match(r"\S+ *", text)
    return max(_columns(_pieces(word.group())[0]), 1) if word else 1
