"""Templates and new catalogs: segments become entries, and entries become the text of a file.

Nothing here reads or writes files.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from .. import po
from ..locales import english_name, plural_forms
from ..markup import Segment
from ..po import Catalog, Entry, Key
from ..problem import Problem, Refused

DRAFT = "This is a machine draft: no lawyer and no native speaker has reviewed it."


FROM_HTML = "HTML"
"""The comment for translators on a segment inside raw HTML."""


def template_entries(segments: Iterable[Segment], path: str, with_lines: bool) -> list[Entry]:
    """The entries of a template: equal segments become one entry, with the comments and references of all."""
    found: dict[Key, Entry] = {}
    for segment in segments:
        place = f"{path}:{segment.line}" if with_lines else path
        notes = [f"under: {_one_line(segment.heading)}"] if segment.heading and segment.heading != segment.text else []
        notes += [segment.comment] if segment.comment else []
        notes += [FROM_HTML] if segment.kind == "html" else []
        flags = ("no-wrap",) if segment.keeps_lines else ()
        key = (segment.context, segment.text)
        old = found.get(key)
        if old is None:
            found[key] = Entry(
                segment.text, context=segment.context, extracted=tuple(notes), references=(place,), flags=flags
            )
        else:
            merged = tuple(dict.fromkeys([*old.extracted, *notes]))
            places = tuple(dict.fromkeys([*old.references, place]))
            found[key] = replace(old, extracted=merged, references=places, flags=old.flags or flags)
    return list(found.values())


def _one_line(text: str) -> str:
    return " ".join(text.split())


# -- new files ----------------------------------------------------------------------------


def template(
    old: str | None, wanted: Sequence[Entry], domain: str, path: str, now: str, *, version: str = "1", report: str = ""
) -> str:
    """The text of a `.pot` file; its date becomes `now` only if its msgids have changed.

    `old` is the text of the file so far, `version` the edition of the policy, and `report` the address for reports of
    mistakes in it.
    """
    before: dict[Key, Entry] = {}
    if old is not None:
        with suppress(Refused):
            read = po.read_catalog(old, path)
            before = {entry.key: entry for entry in read.entries}
            now = read.fields.get("POT-Creation-Date", now) if list(before) == [entry.key for entry in wanted] else now
    header = _header(
        [f"Template of the domain '{domain}', made by `make update`; changes here are lost."],
        {
            "Project-Id-Version": f"{domain} {version}",
            "Report-Msgid-Bugs-To": report,
            "POT-Creation-Date": now,
            "Language-Team": "LANGUAGE <LL@li.org>",
            "Language": "",
        },
    )
    entries = (_as_before(entry, before.get(entry.key)) for entry in wanted)
    return po.text_of(Catalog(header, tuple(entries)))


def _as_before(entry: Entry, was: Entry | None) -> Entry:
    """The entry as it is in the file, if nothing in it changed: to wrap it again would take most of the time."""
    return entry if was is None or replace(was, line=0) != entry else was


def started(template: Catalog, domain: str, code: str) -> Catalog:
    """A new catalog of a locale that has only a header, to be merged with its template."""
    team = english_name(code)
    header = _header(
        [f"{team} translation of the domain '{domain}'."],
        {
            **{name: template.fields.get(name, "") for name in FROM_TEMPLATE},
            "Language-Team": team,
            "Language": code,
            "Plural-Forms": plural_forms(code),
        },
    )
    return Catalog(header, ())


FROM_TEMPLATE = ("Project-Id-Version", "Report-Msgid-Bugs-To", "POT-Creation-Date")
"""Fields that a catalog's header takes from its template; the others belong to the translator."""


def _header(comments: Sequence[str], fields: Mapping[str, str]) -> Entry:
    """A complete header in gettext's order, with gettext's words for fields that nobody has filled in yet."""
    lines = {
        **dict.fromkeys(FROM_TEMPLATE, ""),
        "PO-Revision-Date": "YEAR-MO-DA HO:MI+ZONE",
        "Last-Translator": "FULL NAME <EMAIL@ADDRESS>",
        "Language-Team": "",
        "Language": "",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        **fields,
    }
    return Entry("", "".join(f"{key}: {value}\n" for key, value in lines.items()), comments=tuple(comments))


# -- fuzzy entries --------------------------------------------------------------------------------


def is_draft(catalog: Catalog) -> bool:
    """Whether its header says that it is a machine draft that nobody has reviewed."""
    return any(DRAFT in line for line in catalog.header.comments)


def offered(wanted: Entry, entry: Entry, comments: Sequence[str] = ()) -> Entry:
    """A fuzzy entry for `wanted` with the translation of `entry`, and the text that was translated behind `#|`.

    If `entry` is fuzzy itself, its own `#|` lines say which text that was (gettext
    manual, "Fuzzy Entries"). `comments` are added to those of the translator.
    """
    was = (entry.previous, entry.previous_context, entry.previous_plural)
    if not entry.is_fuzzy or entry.previous is None:
        was = (entry.msgid, entry.context, entry.plural)
    return replace(
        wanted, msgstr=entry.msgstr, forms=entry.forms, comments=tuple(dict.fromkeys([*entry.comments, *comments])),
        flags=tuple(dict.fromkeys(["fuzzy", *entry.flags, *wanted.flags])),
        previous=was[0], previous_context=was[1], previous_plural=was[2], raw="", line=0,
    )  # fmt: skip


# -- warnings -------------------------------------------------------------------------------------


def fuzzy(catalog: Catalog, path: str, wanted: Iterable[Key]) -> list[Problem]:
    """A warning for each fuzzy entry with one of the keys `wanted`, which no page publishes (law 4)."""
    keys = set(wanted)
    return [
        Problem(
            "fuzzy: this translation is not published", "fuzzy", path, entry.line, "warning",
            msgid="" if entry.previous else entry.msgid, was=entry.previous or "", now=entry.msgid if entry.previous else "",
            msgstr=entry.msgstr,
            hint="correct the msgstr, then delete the word 'fuzzy' above it",
        )
        for entry in catalog.entries
        if entry.is_fuzzy and not entry.obsolete and entry.key in keys
    ]  # fmt: skip
