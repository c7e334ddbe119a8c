"""Writes candidates into a catalog: empty and fuzzy entries are filled, finished translations stay (laws 7 and 8)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from ..po import Catalog, Entry, Key, width_of
from .candidate import Candidate


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened to a candidate."""

    candidate: Candidate
    what: Literal["sure", "replaced", "flawed", "doubtful", "same", "kept"]
    """`sure`: it filled an empty entry. `replaced`: it replaced a fuzzy text. `flawed`, `doubtful`: it filled an empty
    entry, which is fuzzy because of its flaws or doubts. `same`: the catalog has this very text. `kept`: it was not
    taken, because the catalog has another text."""
    there: str = ""
    """The translation that was in the catalog before."""


def fill_catalog(catalog: Catalog, candidates: Iterable[Candidate]) -> tuple[Catalog, list[Outcome]]:
    """Fill the empty entries of a catalog, and replace fuzzy texts by sure candidates; other entries keep their bytes."""
    by_key: dict[Key, Candidate] = {candidate.key: candidate for candidate in candidates}
    outcomes: list[Outcome] = []
    entries = []
    for entry in catalog.entries:
        candidate = None if entry.obsolete or entry.plural is not None else by_key.get(entry.key)
        if candidate is None:
            entries.append(entry)
        elif entry.msgstr.strip() and entry.is_fuzzy and candidate.is_sure:
            outcomes.append(Outcome(candidate, "replaced", entry.msgstr))
            entries.append(_filled(entry, candidate))
        elif entry.msgstr.strip():
            outcomes.append(Outcome(candidate, "same" if entry.msgstr == candidate.text else "kept", entry.msgstr))
            entries.append(entry)
        else:
            outcomes.append(
                Outcome(candidate, "doubtful" if candidate.doubts else "flawed" if candidate.flaws else "sure")
            )
            entries.append(_filled(entry, candidate))
    return replace(catalog, entries=tuple(entries), width=catalog.width or width_of(catalog)), outcomes


def _filled(entry: Entry, candidate: Candidate) -> Entry:
    flags = [flag for flag in entry.flags if flag != "fuzzy"] + ([] if candidate.is_sure else ["fuzzy"])
    return replace(
        entry, msgstr=candidate.text, flags=tuple(flags), comments=tuple(dict.fromkeys([*entry.comments, *candidate.comments])),
        previous=candidate.previous, previous_context=None, previous_plural=None, raw="",
    )  # fmt: skip
