"""The quick way to read a catalog: by the blank lines between its entries.

msgids are the same in all locales, so what stands above a msgstr is read once.
Nothing is judged here: a file that is not plainly well formed is left to
`lexer`, and what both can read they read alike (a property test holds it).
"""

from dataclasses import replace
from functools import lru_cache

from ..patterns import regex
from .entry import Entry
from .lexer import PO_TEXT, Lexer, unescaped_po

_MARKS = (
    ("", regex(rf'msgstr "{PO_TEXT}"(?:\n"{PO_TEXT}")*')),
    ("#~ ", regex(rf'#~ msgstr "{PO_TEXT}"(?:\n#~ "{PO_TEXT}")*')),
)
"""What each line of an entry begins with, live or obsolete, and its msgstr."""


def end(text: str) -> int:
    """Where the last entry of a file ends that `fast_entries` has read: blank lines behind it belong to the file."""
    return len(text.rstrip("\n")) + 1


def fast_entries(text: str) -> list[Entry] | None:
    """The entries of a well formed file, as `lexer.Lexer` reads them; None where a closer look is wanted."""
    body = text.rstrip("\n")
    if body == text or "\r" in text or body[-1:].isspace() or "\n\n\n" in body:
        return None
    found: list[Entry] = []
    line = 1
    for chunk in body.split("\n\n"):
        mark, msgstr = _MARKS[chunk.startswith("#~") or "\n#~" in chunk]
        cut = chunk.find(f"\n{mark}msgstr ")
        head = _head(chunk[:cut], mark) if cut > 0 else None
        if head is not None and msgstr.fullmatch(chunk, cut + 1):
            text = chunk[cut + 9 + len(mark) : -1].replace(f'"\n{mark}"', "")
            found.append(
                Entry(
                    head.msgid, unescaped_po(text), head.context, None, (), head.comments, head.extracted, head.references,
                    head.flags, head.previous, head.previous_context, head.previous_plural, head.obsolete,
                    line + head.line - 1, f"{chunk}\n\n",
                )
            )  # fmt: skip
        else:
            several = _closer(chunk)
            if several is None:
                return None
            found += [replace(entry, line=line + entry.line - 1) for entry in several[:-1]]
            found.append(replace(several[-1], line=line + several[-1].line - 1, raw=f"{several[-1].raw}\n"))
        line += chunk.count("\n") + 2
    found[-1] = replace(found[-1], raw=found[-1].raw[:-1])
    return found


@lru_cache(4096)
def _head(text: str, mark: str) -> Entry | None:
    """What stands above a msgstr, as an entry without translation."""
    read = _closer(f'{text}\n{mark}msgstr ""')
    return read[0] if read is not None and len(read) == 1 else None


def _closer(chunk: str) -> list[Entry] | None:
    """The entries of a chunk that is whole in itself."""
    reader = Lexer("")
    read = reader.read(f"{chunk}\n")
    return read if read and reader.end == len(chunk) + 1 else None
