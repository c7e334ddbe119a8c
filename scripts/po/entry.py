"""Catalogs and their entries, with unescaped texts and with their bytes as written."""

import re
from dataclasses import dataclass, field
from functools import cached_property

from ..problem import Problem

Key = tuple[str | None, str]
"""What identifies an entry: its context (None is not the empty text) and its msgid."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A segment in a catalog. Texts are unescaped."""

    msgid: str
    msgstr: str = ""
    context: str | None = None
    """The msgctxt; None is not the empty text."""
    plural: str | None = None
    forms: tuple[str, ...] = ()
    """msgstr[0], msgstr[1] ... of an entry with a plural."""
    comments: tuple[str, ...] = ()
    """Comments by the translator (`# `), without the mark."""
    extracted: tuple[str, ...] = ()
    """Comments for the translator (`#.`), without the mark."""
    references: tuple[str, ...] = ()
    """Places in the source (`#:`), as written."""
    flags: tuple[str, ...] = ()
    previous: str | None = None
    """The msgid to which a fuzzy translation belongs (`#| msgid`)."""
    previous_context: str | None = None
    previous_plural: str | None = None
    obsolete: bool = False
    line: int = 0
    """Line of the first keyword, msgctxt or msgid, from 1; 0 for a new entry."""
    raw: str = field(default="", compare=False)
    """The entry as written, line ends included; "" for a new entry."""

    @property
    def key(self) -> Key:
        """Context and msgid."""
        return self.context, self.msgid

    @property
    def is_fuzzy(self) -> bool:
        return "fuzzy" in self.flags

    @property
    def is_translated(self) -> bool:
        """Whether its text may be published (law 4): it is live, not fuzzy, and has every plural form."""
        return not self.is_fuzzy and not self.obsolete and bool(self.texts) and all(map(str.strip, self.texts))

    @property
    def texts(self) -> tuple[str, ...]:
        """The msgstr, or every plural form of an entry with a plural."""
        return self.forms if self.plural is not None else (self.msgstr,)


@dataclass(frozen=True)  # without slots, so that cached properties work
class Catalog:
    """A PO file: its header and its entries in the order of the file."""

    header: Entry
    entries: tuple[Entry, ...]
    newline: str = "\n"
    bom: bool = False
    rest: str = ""
    """Comments and empty lines after the last entry, as written."""
    warnings: tuple[Problem, ...] = ()
    width: int = 0
    """Columns at which new entries are wrapped; 0 means as the other entries are."""

    @property
    def fields(self) -> dict[str, str]:
        """The fields of the header."""
        found = re.findall(r"^([^:\n]+):[ \t]*(.*?)[ \t]*$", self.header.msgstr, re.M)
        return {name.strip(): value for name, value in found}

    @cached_property
    def live(self) -> dict[Key, Entry]:
        """The entries that are not obsolete, in the order of the file."""
        return {entry.key: entry for entry in self.entries if not entry.obsolete}

    @cached_property
    def obsolete(self) -> dict[Key, Entry]:
        """The obsolete entries (`#~`), in the order of the file."""
        return {entry.key: entry for entry in self.entries if entry.obsolete}

    @cached_property
    def keys(self) -> tuple[Key, ...]:
        """The keys of its live entries, in the order of the file."""
        return tuple(self.live)
