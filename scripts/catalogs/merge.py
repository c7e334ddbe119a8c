"""Brings a catalog up to date with its template: entries stay, move, change, come back or become obsolete.

Nothing here reads or writes files. Law 7: an entry that a run does not change
stays byte for byte. Law 8: every translation of the old file is in the new one.
Exact matches come first; guesses are fuzzy and name the text that was translated (`#| msgid`).
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from operator import is_

from .. import markup, po
from ..checks.entry.markup_parity import keeps_shape
from ..markup import InlineReader, Segment, respelled
from ..po import Catalog, Entry, Key
from .memory import Memory
from .template import FROM_TEMPLATE, is_draft, offered

Guess = Callable[[tuple[Key, ...], tuple[Key, ...]], Mapping[Key, Key]]
"""From the old and the new segments of a policy to {new: old} for those that changed (`fuzzy_match.predecessors`)."""


@dataclass(frozen=True, slots=True)
class Merged:
    """A catalog that was brought up to date, and what changed in it."""

    catalog: Catalog
    counts: Mapping[str, int] = field(default_factory=dict)
    """How many entries are `new`, `changed`, `reused`, `respelled`, `back` or `obsolete`; no others changed."""


def merge(
    old: Catalog, template: Catalog, guess: Guess, memory: Memory, former: Collection[Key] | None = None
) -> Merged:
    """Bring a catalog up to date with its template; gives `old` itself if nothing changes.

    `guess` pairs changed segments, once for all locales; `memory` has the other
    translations of this locale. `former` are the segments of the previous template:
    an entry that is in neither template was added by a person, who perhaps typed
    over a msgid by mistake, and is kept even without a translation.
    """
    return _Merge(old, template, guess, memory, former).run()


class _Merge:
    def __init__(
        self, old: Catalog, template: Catalog, guess: Guess, memory: Memory, former: Collection[Key] | None
    ) -> None:
        self.former = former
        self.old, self.template, self.guess, self.memory = old, template, guess, memory
        self.counts: Counter[str] = Counter()
        self.handed_on: set[Key] = set()
        """Vanished entries whose translation and comments are now in a new entry, so that no obsolete one is needed."""

    def run(self) -> Merged:
        old, wanted = self.old, self.template.live
        fresh = [entry for key, entry in wanted.items() if key not in old.live]
        found = {**old.live, **self._find(fresh)} if fresh else old.live
        merged = [self._refreshed(found[key], entry) for key, entry in wanted.items()]
        # Law 8: whatever is no longer wanted becomes obsolete, unless all of it is in a live entry.
        vanished = [entry for key, entry in old.live.items() if key not in wanted and key not in self.handed_on]
        there = dict(zip(wanted, merged, strict=True))
        vanished = [entry for entry in vanished if not _is_undone(entry, there)]
        retired = [_retired(entry, old.newline) for entry in vanished if self._is_worth_keeping(entry)]
        self.counts["obsolete"] = len(retired)
        rest = [entry for key, entry in old.obsolete.items() if key not in wanted]
        if old.keys == self.template.keys and all(map(is_, merged, old.live.values())):
            return Merged(old)  # the very same entries: the file keeps every byte (law 7)
        # The header names a new date of the template only if its msgids have changed; otherwise each change of a line
        # number would change the header of every catalog.
        header = old.header if old.keys == self.template.keys else _of_template(old.header, self.template.fields)
        entries = (*merged, *retired, *rest)
        return Merged(replace(old, header=header, entries=entries, width=self.width), +self.counts)

    @cached_property
    def width(self) -> int:
        """Columns at which the old file is wrapped, measured before entries that show it are replaced."""
        return po.width_of(self.old)

    def _refreshed(self, entry: Entry, wanted: Entry) -> Entry:
        """The entry with the extracted comments and references of the template; its other lines stay as they are."""
        if (entry.extracted, entry.references) == (wanted.extracted, wanted.references):
            return entry
        if not entry.raw:
            return replace(entry, extracted=wanted.extracted, references=wanted.references)
        lines = entry.raw.splitlines(keepends=True)
        kept = [line for line in lines if not line.lstrip().startswith(("#.", "#:"))]
        # gettext's order: translator's comments, then `#.` and `#:`, then flags, previous and obsolete lines.
        first = next((index for index, line in enumerate(kept) if not re.match(r"\s*#(?![,|~])", line)), len(kept))
        fresh = po.written(replace(wanted, raw="", msgstr="", context=None, plural=None), self.width)
        marks = [line + self.old.newline for line in fresh.split("\n") if line.startswith(("#.", "#:"))]
        raw = "".join([*kept[:first], *marks, *kept[first:]])
        return replace(entry, raw=raw, extracted=wanted.extracted, references=wanted.references)

    def _is_worth_keeping(self, entry: Entry) -> bool:
        is_own = self.former is not None and entry.key not in self.former
        return is_own or any(entry.texts) or bool(entry.comments or entry.previous)

    def _find(self, fresh: Sequence[Entry]) -> dict[Key, Entry]:
        """An entry for each new segment, from the best source that has one."""
        found: dict[Key, Entry] = {}
        spelled = self._respelled(fresh)
        pairs = self.guess(self.old.keys, self.template.keys)
        for wanted in fresh:
            offers = self._offers(wanted, spelled, pairs)
            how, found[wanted.key] = next((how, entry) for how, entry in offers if entry is not None)
            self.counts[how] += 1
        return found

    def _offers(
        self, wanted: Entry, spelled: Mapping[Key, Entry], pairs: Mapping[Key, Key]
    ) -> Iterator[tuple[str, Entry | None]]:
        """Where an entry can come from, the surest source first; what is behind the first hit is never asked for."""
        yield "back", self._back(wanted)
        yield "respelled", spelled.get(wanted.key)
        yield "reused", self.memory.same(wanted, is_draft(self.old))
        yield "changed", self._changed(wanted, pairs)
        yield "reused", self.memory.near(wanted)
        yield "new", replace(wanted, raw="", line=0)

    def _back(self, wanted: Entry) -> Entry | None:
        """The obsolete entry of a segment that came back, its lines without `#~`."""
        entry = self.old.obsolete.get(wanted.key)
        if entry is None:
            return None
        raw = re.sub(r"^[ \t]*#~(\|?) ?", lambda found: "#| " if found.group(1) else "", entry.raw, flags=re.M)
        return replace(entry, raw=raw, obsolete=False)

    def _respelled(self, fresh: Sequence[Entry]) -> dict[Key, Entry]:
        """Entries of segments whose msgid another version of the pipeline only wrote differently.

        The text is the same, so this is no guess and the entry is not fuzzy. The translation is rewritten in the same
        way. If that would add an error of its markup, the entry is left to the guesses, which are fuzzy.
        """
        vanished = {
            (entry.context, _normal(entry.msgid)): entry
            for key, entry in self.old.live.items()
            if key not in self.template.live and entry.plural is None
        }
        found = {}
        for wanted in fresh if vanished else ():
            entry = vanished.pop((wanted.context, _normal(wanted.msgid)), None)
            if entry is None or _number(entry.msgid) != _number(wanted.msgid):
                continue
            # The msgstr is written in the new way too, but only if the checks find no error in it that was not there.
            msgstr = respelled(entry.msgstr, entry.msgid, wanted.msgid)
            if _faults(wanted.msgid, msgstr) <= _faults(entry.msgid, entry.msgstr):
                found[wanted.key] = replace(entry, msgid=wanted.msgid, msgstr=msgstr, raw="")
                if msgstr == entry.msgstr:
                    self.handed_on.add(entry.key)
        return found

    def _changed(self, wanted: Entry, pairs: Mapping[Key, Key]) -> Entry | None:
        """A fuzzy entry with the translation of the segment from which this one comes."""
        entry = self.old.live.get(pairs.get(wanted.key, (None, "")))
        if entry is None or (entry.plural is None) != (wanted.plural is None) or not any(entry.texts):
            return None
        if entry.is_fuzzy:  # a finished one is also kept as obsolete, and comes back unchanged if the change is undone
            self.handed_on.add(entry.key)
        return offered(wanted, entry)


_normal = lru_cache(8192)(markup.normal)  # the vanished segments of a policy are the same in all locales


def _number(text: str) -> str:
    """The number at the beginning of a text; a different one means that the author changed it, not the pipeline."""
    found = re.match(r"[\s#>*+-]*(\d+[.)])", text)
    return found.group(1) if found else ""


def _faults(msgid: str, msgstr: str) -> set[str]:
    return {problem.message for problem in keeps_shape(Segment(msgid, 0), msgstr, InlineReader(), {})}


def _is_undone(entry: Entry, live: Mapping[Key, Entry]) -> bool:
    """Whether an entry is a guess that nobody has edited since, and the entry that it copied is live again."""
    was = live.get((entry.previous_context, entry.previous or ""))
    return entry.is_fuzzy and was is not None and was.texts == entry.texts and was.comments == entry.comments


def _of_template(header: Entry, fields: Mapping[str, str]) -> Entry:
    """The header with the template's fields brought up to date; all other lines stay as they are."""
    raw = header.raw
    for name in FROM_TEMPLATE:
        if value := fields.get(name):
            [line] = po.quoted("", f"{name}: {value}\n", po.UNWRAPPED)
            found = re.search(rf'^"{name}:[^"\\]*\\n"', raw, re.M)
            raw = f"{raw[: found.start()]}{line.strip()}{raw[found.end() :]}" if found else raw
    return replace(header, raw=raw)


def _retired(entry: Entry, newline: str) -> Entry:
    """An entry whose segment is gone, as an obsolete one that keeps everything its translator wrote.

    References and extracted comments describe the source, which has no such text any more.
    """
    lines = []
    # Only marks are added, line by line: wrapping and comments stay as the translator has them (law 7).
    for line in entry.raw.splitlines(keepends=True):
        bare = line.lstrip(" \t")
        if bare.startswith(("#.", "#:")):
            continue
        if bare.startswith("#|"):
            line = f"#~{bare[1:]}"
        elif bare.strip() and not bare.startswith("#"):
            line = f"#~ {bare}"
        lines.append(line)
    return replace(entry, raw="".join(lines).rstrip("\r\n") + newline, line=0, obsolete=True)
