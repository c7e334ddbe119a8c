"""Cases of checks: one TOML file to a family, `[[bad]]` and `[[good]]` entries in many languages.

    [[bad]]
    rule = "number-changed"
    locale = "de"
    msgid = "We keep logs for 14 days."
    msgstr = "Wir bewahren Protokolle 41 Tage auf."

A bad case must be found by its rule; a good one must be found by none of the family. `test_families` holds all of
them to it.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from scripts.checks.entry.markup_parity import shown
from scripts.checks.rule import Pair
from scripts.markup import InlineReader, Segment

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Case:
    """An entry, and what is to be found in it."""

    rule: str
    """For a good case: the rule that it might be mistaken for."""
    locale: str
    msgid: str
    msgstr: str

    @property
    def pair(self) -> Pair:
        """What a check sees of it."""
        segment = Segment(self.msgid, 1)
        ours, theirs = shown(segment, self.msgid, InlineReader()), shown(segment, self.msgstr, InlineReader())
        return Pair(segment, self.msgstr, self.locale, ours, theirs)

    def __str__(self) -> str:
        return f"{self.rule}-{self.locale}-{self.msgstr[:20]}"


def cases(family: str, kind: str) -> list[Case]:
    """The `bad` or `good` cases of `FAMILY.toml`."""
    rows = tomllib.loads((HERE / f"{family}.toml").read_text(encoding="utf-8"))[kind]
    return [Case(row["rule"], row["locale"], row["msgid"], row["msgstr"]) for row in rows]
