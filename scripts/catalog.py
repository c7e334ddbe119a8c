"""Catalogs: segments become entries, and a new template meets the old translations.

Nothing here reads or writes files. Law 7: an entry that a run does not change
stays byte for byte. Law 8: every translation of the old file is in the new one.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from . import po
from .locales import english_name, plural_forms
from .markup import Segment
from .po import Catalog, Entry
from .problem import Problem, Refused

Key = tuple[str | None, str]

DRAFT = "This is a machine draft: no lawyer and no native speaker has reviewed it."


def entries(segments: Iterable[Segment], path: str, with_lines: bool) -> list[Entry]:
    """The entries of a template: equal segments become one, with all that is said of them."""
    found: dict[Key, Entry] = {}
    for segment in segments:
        place = f"{path}:{segment.line}" if with_lines else path
        notes = [f"under: {_one_line(segment.heading)}"] if segment.heading and segment.heading != segment.text else []
        notes += [segment.comment] if segment.comment else []
        notes += ["HTML"] if segment.kind == "html" else []
        key = (segment.context, segment.text)
        old = found.get(key)
        if old is None:
            found[key] = Entry(segment.text, context=segment.context, extracted=tuple(notes), references=(place,))
        else:
            merged = tuple(dict.fromkeys([*old.extracted, *notes]))
            found[key] = replace(old, extracted=merged, references=tuple(dict.fromkeys([*old.references, place])))
    return list(found.values())


def _one_line(text: str) -> str:
    return " ".join(text.split())


# -- new files ----------------------------------------------------------------------------


def template(old: str | None, wanted: Sequence[Entry], domain: str, path: str, now: str) -> str:
    """The text of a `.pot`; its date changes only when its msgids do."""
    date = now
    if old is not None:
        try:
            before = po.read(old, path)
        except Refused:
            before = None
        if before is not None and [entry.key for entry in before.entries] == [entry.key for entry in wanted]:
            date = before.fields.get("POT-Creation-Date", now)
    header = _header(
        [f"Template of the domain '{domain}', made by `make update`; changes here are lost."],
        domain,
        {
            "POT-Creation-Date": date,
            "PO-Revision-Date": "YEAR-MO-DA HO:MI+ZONE",
            "Last-Translator": "",
            "Language-Team": "",
            "Language": "",
        },
    )
    return po.text_of(Catalog(header, tuple(wanted)))


def start(template_text: str, domain: str, code: str, path: str) -> str:
    """The text of a new, empty catalog of a locale."""
    catalog = po.read(template_text, path)
    name = english_name(code)
    header = _header(
        [f"{name} translation of the domain '{domain}'."],
        domain,
        {
            "POT-Creation-Date": catalog.fields.get("POT-Creation-Date", ""),
            "PO-Revision-Date": "YEAR-MO-DA HO:MI+ZONE",
            "Last-Translator": "",
            "Language-Team": name,
            "Language": code,
            "Plural-Forms": plural_forms(code),
        },
    )
    fresh = tuple(replace(entry, raw="", line=0) for entry in catalog.entries)
    return po.text_of(Catalog(header, fresh))


def _header(comments: Sequence[str], domain: str, fields: Mapping[str, str]) -> Entry:
    plural = fields.get("Plural-Forms")
    lines = {
        "Project-Id-Version": domain,
        "Report-Msgid-Bugs-To": "",
        **{key: value for key, value in fields.items() if key != "Plural-Forms"},
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        **({"Plural-Forms": plural} if plural else {}),
    }
    return Entry(
        "",
        "".join(f"{key}: {value}".rstrip() + "\n" if value else f"{key}: \n" for key, value in lines.items()),
        comments=tuple(comments),
    )


# -- update ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Update:
    """What a merge did to a catalog."""

    text: str
    added: int
    retired: int
    """Entries that became obsolete."""


def update(text: str, template_text: str, path: str) -> Update:
    """Bring a catalog up to date with its template: exact matches are kept, the rest is new or obsolete."""
    old, wanted = po.read(text, path), po.read(template_text, path)
    live = {entry.key: entry for entry in old.entries if not entry.obsolete}
    asleep = {entry.key: entry for entry in old.entries if entry.obsolete}
    merged: list[Entry] = []
    added = 0
    woken: set[Key] = set()
    for entry in wanted.entries:
        if entry.key in live:
            merged.append(_refreshed(live[entry.key], entry, old.newline))
        elif entry.key in asleep:
            woken.add(entry.key)
            merged.append(_refreshed(_woken(asleep[entry.key]), entry, old.newline))
        else:
            added += 1
            merged.append(replace(entry, raw="", line=0))
    known = {entry.key for entry in wanted.entries}
    retired = [
        _retired(entry, old.newline)
        for entry in old.entries
        if not entry.obsolete and entry.key not in known and _holds_work(entry)
    ]
    merged += retired
    merged += [
        entry for entry in old.entries if entry.obsolete and not (entry.key in woken and asleep[entry.key] is entry)
    ]
    if [entry.raw for entry in merged] == [entry.raw for entry in old.entries]:
        return Update(text, 0, 0)
    changed = [entry.key for entry in merged if not entry.obsolete] != [
        entry.key for entry in old.entries if not entry.obsolete
    ]
    date = wanted.fields.get("POT-Creation-Date", "") if changed else ""
    header = replace(old.header, raw=_dated(old.header.raw, date)) if date else old.header
    return Update(po.text_of(replace(old, header=header, entries=tuple(merged))), added, len(retired))


def _holds_work(entry: Entry) -> bool:
    return bool(entry.msgstr or any(entry.forms) or entry.comments or entry.previous)


def _dated(raw: str, date: str) -> str:
    return re.sub(r'("POT-Creation-Date: )[^"\\]*', lambda found: found.group(1) + date, raw, count=1)


def _refreshed(entry: Entry, wanted: Entry, newline: str) -> Entry:
    """The entry with the template's comments; its own lines are not touched."""
    if entry.extracted == wanted.extracted and entry.references == wanted.references:
        return entry
    lines = entry.raw.splitlines(keepends=True)
    kept = [line for line in lines if not line.lstrip().startswith(("#.", "#:"))]
    first = next((index for index, line in enumerate(kept) if not re.match(r"\s*#(?![,|~])", line)), len(kept))
    fresh = po.written(replace(wanted, raw="", msgstr="", context=None, plural=None))
    marks = [line + newline for line in fresh.split("\n") if line.startswith(("#.", "#:"))]
    raw = "".join([*kept[:first], *marks, *kept[first:]])
    return replace(entry, raw=raw, extracted=wanted.extracted, references=wanted.references)


def _woken(entry: Entry) -> Entry:
    """An obsolete entry that is wanted again."""
    raw = re.sub(r"^[ \t]*#~(\|?) ?", lambda found: "#| " if found.group(1) else "", entry.raw, flags=re.M)
    return replace(entry, raw=raw, obsolete=False)


def _retired(entry: Entry, newline: str) -> Entry:
    """An entry whose segment is gone, kept with all that its translator wrote."""
    lines = []
    for line in entry.raw.splitlines(keepends=True):
        bare = line.lstrip(" \t")
        if bare.startswith(("#.", "#:")):
            continue
        if bare.startswith("#|"):
            line = f"#~{bare[1:]}"
        elif bare.strip() and not bare.startswith("#"):
            line = f"#~ {bare}"
        lines.append(line)
    return replace(entry, raw="".join(lines), obsolete=True)


# -- use --------------------------------------------------------------------------------------


def problems(catalog: Catalog, code: str, path: str) -> list[Problem]:
    """What is wrong with a catalog as a whole, its place in `locale/` being that of `code`."""
    found = list(catalog.warnings)
    language = catalog.fields.get("Language", "")
    if language and language.replace("-", "_") != code:
        message = f"the header says Language: {language}, the folder says {code}"
        found.append(Problem(message, "language", path, catalog.header.line, mend=f"Language: {code}"))
    return found


def fuzzy(catalog: Catalog, path: str, wanted: Iterable[Key]) -> list[Problem]:
    """A warning for each fuzzy entry that a page waits for (law 4)."""
    keys = set(wanted)
    return [
        Problem(
            "fuzzy: this translation is not published", "fuzzy", path, entry.line, "warning",
            msgid="" if entry.previous else entry.msgid, was=entry.previous or "", now=entry.msgid if entry.previous else "",
            mend="correct the msgstr, then delete the word 'fuzzy' above it",
        )
        for entry in catalog.entries
        if entry.is_fuzzy and not entry.obsolete and entry.key in keys
    ]  # fmt: skip
