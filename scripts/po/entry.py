"""What a catalog holds: entries, their texts unescaped and their bytes as written."""

import re
from dataclasses import dataclass, field
from functools import cached_property

from ..problem import Problem

Key = tuple[str | None, str]
"""What tells entries apart: context (None is not the empty text) and text."""


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
    """Lines of the translator (`# `), without the mark."""
    extracted: tuple[str, ...] = ()
    """Lines for the translator (`#.`)."""
    references: tuple[str, ...] = ()
    """Places as written behind `#:`."""
    flags: tuple[str, ...] = ()
    previous: str | None = None
    """The msgid that a fuzzy translation belongs to (`#| msgid`)."""
    previous_context: str | None = None
    previous_plural: str | None = None
    obsolete: bool = False
    line: int = 0
    """Of the keyword msgid or msgctxt, from 1; 0 for a new entry."""
    raw: str = field(default="", compare=False)
    """The entry as written, line ends included; "" for a new entry."""

    @property
    def key(self) -> Key:
        """What tells entries apart: context and text."""
        return self.context, self.msgid

    @property
    def is_fuzzy(self) -> bool:
        return "fuzzy" in self.flags

    @property
    def is_translated(self) -> bool:
        """Whether its text may be published: every form there, and not fuzzy."""
        return not self.is_fuzzy and not self.obsolete and bool(self.texts) and all(map(str.strip, self.texts))

    @property
    def texts(self) -> tuple[str, ...]:
        """What its translator wrote: the msgstr, or every form of an entry with a plural."""
        return self.forms if self.plural is not None else (self.msgstr,)


@dataclass(frozen=True)  # without slots: what is asked of it again and again is kept
class Catalog:
    """A PO file: a header, entries in the order of the file, and what stands behind the last."""

    header: Entry
    entries: tuple[Entry, ...]
    newline: str = "\n"
    bom: bool = False
    rest: str = ""
    warnings: tuple[Problem, ...] = ()
    width: int = 0
    """Columns at which new entries are wrapped; 0 where the lines of the others tell."""

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
        """The entries behind `#~`."""
        return {entry.key: entry for entry in self.entries if entry.obsolete}

    @cached_property
    def keys(self) -> tuple[Key, ...]:
        """What its live entries are told apart by, in the order of the file."""
        return tuple(self.live)
