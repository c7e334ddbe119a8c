"""What a locale has translated already: other policies, obsolete entries, editions.

The translation of the same text in the same context is reused as it is, anything less
sure becomes fuzzy; either way a comment says where it comes from.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from ..po import Entry, Key
from .fuzzy_match import nearest
from .template import offered

_ELSEWHERE = 0.75
"""The least similarity of a text from another place: higher than for a changed segment, as only its words count."""


@dataclass(frozen=True, slots=True)
class TranslationSource:
    """The translations of another catalog or edition."""

    entries: Mapping[Key, Entry]
    path: str
    is_draft: bool
    """Whether its catalog is an unreviewed machine draft."""

    def finished(self, key: Key) -> Entry | None:
        """Its entry with this context and text, if it has a finished translation."""
        entry = self.entries.get(key)
        return entry if entry is not None and _is_finished(entry) else None


def _is_finished(entry: Entry) -> bool:
    return entry.plural is None and not entry.is_fuzzy and bool(entry.msgstr.strip())


class Memory:
    """The translations of one locale, in the order in which they are preferred."""

    def __init__(self, sources: Callable[[], Iterable[TranslationSource]], least: float | None) -> None:
        """`sources` is called at the first lookup; `least` is the least similarity of a guess, or None for no guesses."""
        self._find = sources
        self._least = least

    @cached_property
    def _sources(self) -> list[TranslationSource]:
        return list(self._find())

    @cached_property
    def _by_text(self) -> dict[str, tuple[Entry, TranslationSource]]:
        """The preferred translation of each text, in any context."""
        found: dict[str, tuple[Entry, TranslationSource]] = {}
        for source in self._sources:
            for entry in source.entries.values():
                if entry.msgid not in found and _is_finished(entry):
                    found[entry.msgid] = entry, source
        return found

    def same(self, wanted: Entry, is_draft: bool) -> Entry | None:
        """The translation of the same text in the same context.

        It is fuzzy if the sources do not agree on it, or if it is a machine draft
        and the catalog that gets it is no draft itself (`is_draft`).
        """
        if wanted.plural is not None:
            return None
        found = [(entry, source) for source in self._sources if (entry := source.finished(wanted.key))]
        if not found:
            return None
        entry, source = found[0]
        agreed = all(other.msgstr == entry.msgstr for other, _ in found)
        if agreed and (is_draft or not source.is_draft):
            return replace(wanted, msgstr=entry.msgstr, comments=(_taken(source),), raw="", line=0)
        return self._guessed(wanted, entry, source)

    def near(self, wanted: Entry) -> Entry | None:
        """The translation of the same text in another context, or else of the most similar text; always fuzzy."""
        if self._least is None or wanted.plural is not None:
            return None
        text = nearest(wanted.msgid, self._by_text, max(self._least, _ELSEWHERE))
        return None if text is None else self._guessed(wanted, *self._by_text[text])

    def _guessed(self, wanted: Entry, entry: Entry, source: TranslationSource) -> Entry | None:
        if self._least is None:
            return None
        return offered(wanted, replace(entry, comments=()), (_taken(source),))


def _taken(source: TranslationSource) -> str:
    """The comment that tells translators where a text comes from."""
    return f"taken from {source.path}"
