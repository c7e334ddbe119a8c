"""polib as the second reader of catalogs: what it reads otherwise must not be published."""

import re
from collections import Counter

import polib

from ..patterns import regex
from ..problem import Problem
from .entry import Catalog

_TIGHT = regex(r"^(#[,.:|])(?=\S)", re.M)
"""`#,fuzzy` without a blank, which gettext reads and polib does not."""
_LAST_COMMENTS = regex(r"(?:\n(?:#(?!~)[^\n]*)?)*\n\Z")
"""Comments below the last entry, for which polib forgets that entry."""


def agrees(catalog: Catalog, text: str, path: str) -> list[Problem]:
    """Whether polib reads the same live translations in `text`: no problem, or one with the first entry that differs."""
    hint = "run msgcat on the file, and compare"
    try:
        plain = _TIGHT.sub(r"\1 ", text.removeprefix("\ufeff").replace("\r\n", "\n"))
        read = polib.pofile(_LAST_COMMENTS.sub("\n", plain + "\n"), wrapwidth=0, encoding="utf-8")
    except (OSError, ValueError, IndexError, UnicodeError) as error:
        return [Problem(f"polib cannot read it: {error}", "referee", path, hint=hint)]
    theirs = Counter(
        (entry.msgctxt, entry.msgid, *((entry.msgstr,) if not entry.msgid_plural else _forms(entry)), entry.fuzzy)
        for entry in read
        if not entry.obsolete
    )
    for entry in catalog.entries:
        row = (entry.context, entry.msgid, *entry.texts, entry.is_fuzzy)
        if not entry.obsolete and not theirs[row]:
            message = "two readers of PO files part here"
            return [Problem(message, "referee", path, entry.line, msgid=entry.msgid, hint=hint)]
        theirs[row] -= not entry.obsolete
    extra = next((row for row, count in theirs.items() if count > 0), None)
    if extra is not None:
        message = "a second reader of PO files finds an entry more"
        return [Problem(message, "referee", path, msgid=str(extra[1]), hint=hint)]
    return []


def _forms(entry: polib.POEntry) -> list[str]:
    return [text for _, text in sorted(entry.msgstr_plural.items())]
