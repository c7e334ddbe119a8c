"""What a locale has translated already: other policies, obsolete entries, editions.

The same text in the same context is offered as a translation, anything less
sure as fuzzy; either way a comment says where it comes from.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from .catalog import offered
from .matching.predecessors import nearest
from .po import Entry, Key

_ELSEWHERE = 0.75
"""The least likeness of a text from elsewhere: without a place, words alone must tell."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A translation that stands somewhere else."""

    entry: Entry
    path: str
    is_draft: bool
    """Whether its catalog is an unreviewed machine draft."""

    @property
    def comment(self) -> str:
        """What the translator is told of it."""
        return f"taken from {self.path}"


class Memory:
    """The translations of one locale, in the order in which they are preferred."""

    def __init__(self, origins: Callable[[], Iterable[Origin]], least: float | None) -> None:
        """`origins` is called when something is first looked up; `least` is the likeness of a guess, None for none."""
        self._origins = origins
        self._least = least

    @cached_property
    def _by_text(self) -> dict[str, list[Origin]]:
        found: dict[str, list[Origin]] = {}
        for origin in self._origins():
            entry = origin.entry
            if entry.plural is None and entry.msgstr.strip() and not entry.is_fuzzy:
                found.setdefault(entry.msgid, []).append(origin)
        return found

    @cached_property
    def _by_key(self) -> dict[Key, list[Origin]]:
        found: dict[Key, list[Origin]] = {}
        for origins in self._by_text.values():
            for origin in origins:
                found.setdefault(origin.entry.key, []).append(origin)
        return found

    def same(self, wanted: Entry, is_draft: bool) -> Entry | None:
        """The translation of the same text in the same context.

        It is fuzzy where the others do not agree on it, or where it is a machine
        draft and the catalog that wants it (`is_draft`) is none.
        """
        origins = self._by_key.get(wanted.key, ()) if wanted.plural is None else ()
        if not origins:
            return None
        first = origins[0]
        agreed = all(origin.entry.msgstr == first.entry.msgstr for origin in origins)
        if agreed and (is_draft or not first.is_draft):
            return replace(wanted, msgstr=first.entry.msgstr, comments=(first.comment,), raw="", line=0)
        return self._guessed(wanted, first)

    def near(self, wanted: Entry) -> Entry | None:
        """The translation of the same text in another context, or else of the text most like it: fuzzy."""
        if self._least is None or wanted.plural is not None:
            return None
        text = nearest(wanted.msgid, self._by_text, max(self._least, _ELSEWHERE))
        return None if text is None else self._guessed(wanted, self._by_text[text][0])

    def _guessed(self, wanted: Entry, origin: Origin) -> Entry | None:
        if self._least is None:
            return None
        return offered(wanted, replace(origin.entry, comments=()), (origin.comment,))
