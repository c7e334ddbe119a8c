"""Offers go into a catalog: what is empty or a guess is filled, what somebody finished stays (laws 7 and 8)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from ..po import Catalog, Entry, Key, width_of
from .candidate import Candidate


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a candidate."""

    candidate: Candidate
    what: Literal["sure", "replaced", "flawed", "doubtful", "same", "kept"]
    """Filled; filled in place of a fuzzy text; filled and fuzzy for its flaws or for its doubts; already there; not taken, for the catalog has another."""
    there: str = ""
    """The translation that the catalog has, or had."""


def fill_catalog(catalog: Catalog, candidates: Iterable[Candidate]) -> tuple[Catalog, list[Outcome]]:
    """The catalog with its empty entries filled, and fuzzy ones by what is sure; only these are written anew."""
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
