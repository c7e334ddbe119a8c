"""Problems of a catalog besides its translations: in its header, plural forms, flags and sizes.

What the PO parser refuses (`po.read_catalog`) is not reported here again. An error is what
can publish a wrong text or stop a tool; everything else is a warning.
"""

import re
from collections.abc import Iterator

from ...patterns import regex
from ...po import Catalog, Entry
from ...problem import Problem
from ..rule import LONGEST_RATIO, SIZE, Rule
from . import header, plurals
from .plural_expression import Unreadable

# fmt: off
_FORM_COUNT = Rule(
    "form-count", "error", "An entry has fewer or more plural forms than Plural-Forms requires, so gettext refuses the catalog.",
    "Add the `msgstr[...]` lines that the hint names, or delete those that are too many.",
    ("ja", "", 'msgid "%d day"\nmsgid_plural "%d days"\nmsgstr[0] "%d 日"\nmsgstr[1] "%d 日"'),
    ("ja", "", 'msgid "%d day"\nmsgid_plural "%d days"\nmsgstr[0] "%d 日"'),
)
_FORM_EMPTY = Rule(
    "form-empty", "warning", "Some plural forms of an entry are translated and some are empty, so the entry is not published.",
    "Translate every form, even where two of them are the same text.",
    ("de", "", 'msgid "%d day"\nmsgid_plural "%d days"\nmsgstr[0] "%d Tag"\nmsgstr[1] ""'),
    ("de", "", 'msgid "%d day"\nmsgid_plural "%d days"\nmsgstr[0] "%d Tag"\nmsgstr[1] "%d Tage"'),
)
_UNKNOWN_ENTRY = Rule(
    "unknown-entry", "warning", "The template has no such entry, so its translation is not shown anywhere.",
    "Run `make update`, or fetch the current template, and never edit a msgid.",
    ("de", "", 'msgid "We keep you data."\nmsgstr "Wir bewahren Ihre Daten auf."'),
    ("de", "", 'msgid "We keep your data."\nmsgstr "Wir bewahren Ihre Daten auf."'),
)
_STRAY_PREVIOUS = Rule(
    "stray-previous", "warning", "An entry is not fuzzy but still has an earlier msgid, so it is unclear whether anybody compared the translation with the new text.",
    "Compare the msgstr with the msgid, correct it if needed, and delete the lines that begin with `#|`.",
    ("de", "", '#| msgid "We keep data."\nmsgid "We keep your data."\nmsgstr "Wir bewahren Daten auf."'),
    ("de", "", '#, fuzzy\n#| msgid "We keep data."\nmsgid "We keep your data."\nmsgstr "Wir bewahren Daten auf."'),
)
_FUZZY_MISSPELT = Rule(
    "fuzzy-misspelt", "error", "The flag of an unfinished translation is misspelt, so the translation would be published as a finished one.",
    "Write `#, fuzzy` if the translation is unfinished, and delete the flag if it is right.",
    ("de", "", '#, fuzy\nmsgid "We keep your data."\nmsgstr "Wir bewahren Daten auf."'),
    ("de", "", '#, fuzzy\nmsgid "We keep your data."\nmsgstr "Wir bewahren Daten auf."'),
)
_UNKNOWN_FLAG = Rule(
    "unknown-flag", "warning", "No tool knows this flag, so it has no effect.",
    "Correct its spelling, or delete it.",
    ("de", "", '#, nowrap\nmsgid "We keep your data."\nmsgstr "Wir bewahren Ihre Daten auf."'),
    ("de", "", '#, no-wrap\nmsgid "We keep your data."\nmsgstr "Wir bewahren Ihre Daten auf."'),
)
# fmt: on
RULES = (
    *plurals.RULES,
    *header.RULES,
    _FORM_COUNT,
    _FORM_EMPTY,
    _UNKNOWN_ENTRY,
    _STRAY_PREVIOUS,
    _FUZZY_MISSPELT,
    _UNKNOWN_FLAG,
    SIZE,
)
"""The examples of these rules are lines of a catalog; they are in the field of the msgstr."""

MOST_ENTRIES = 20_000
"""Entries that a catalog may have."""
MOST_TEXT = 1_000_000
"""Characters of all its texts. Fuzzing found no text of that size that takes ten seconds to check."""


def oversize(catalog: Catalog) -> Problem | None:
    """A problem if a catalog is larger than any policy, else None. Nothing else is checked then."""
    hint = "split the policy, or delete the obsolete entries (#~)"
    if len(catalog.entries) > MOST_ENTRIES:
        message = f"the catalog has {len(catalog.entries)} entries, more than {MOST_ENTRIES}"
        return SIZE.problem(message, hint, line=catalog.entries[MOST_ENTRIES].line)
    size = sum(len(text) for entry in catalog.entries for text in (entry.msgid, *entry.texts))
    if size > MOST_TEXT:
        return SIZE.problem(f"the texts of the catalog have {size} characters, more than {MOST_TEXT}", hint, line=1)
    return None


def check_catalog(catalog: Catalog, code: str, template: Catalog | None) -> Iterator[Problem]:
    """Problems of a catalog as a whole, with lines and msgids, without its path.

    `code` is the locale of the folder in which the file is, "" if it is in none;
    entries are looked up in `template`, unless it is None.
    """
    yield from (problem.at(line=catalog.header.line) for problem in header.header_problems(catalog, code))
    forms = header.value(header.header_fields(catalog.header)[0], "Plural-Forms")
    if forms:
        yield from (problem.at(line=catalog.header.line) for problem in plurals.plural_problems(forms, code))
    if too_large := oversize(catalog):
        yield too_large
        return
    count = _count(forms)
    known = None if template is None else _Known(template)
    for entry in catalog.entries:
        if not entry.obsolete:
            found = [*_flags(entry), *_previous(entry), *_forms(entry, count), *_size(entry)]
            for problem in [*found, *(known.lacks(entry) if known else ())]:
                yield problem.at(line=entry.line, msgid=entry.msgid)


# -- plural forms ------------------------------------------------------------------------------------


def _count(value: str) -> int:
    """How many forms an entry must have; 0 if Plural-Forms cannot be read."""
    try:
        return plurals.read_plurals(value).count
    except Unreadable:
        return 0


def _forms(entry: Entry, count: int) -> Iterator[Problem]:
    """Problems with the forms of a translated entry. A fuzzy one is not finished anyway."""
    if entry.plural is None or entry.is_fuzzy or not any(form.strip() for form in entry.forms):
        return
    has = len(entry.forms)
    if count and has != count:
        due = ", ".join(f"msgstr[{form}]" for form in range(has, count)[:6])
        hint = f"write {due}" if due else f"delete msgstr[{count}] and the forms after it"
        yield _FORM_COUNT.problem(
            f"the entry has {has} form{'s' if has > 1 else ''}, but Plural-Forms requires {count}", hint
        )
    empty = [form for form, text in enumerate(entry.forms) if not text.strip()]
    if empty:
        message = f"msgstr[{empty[0]}] is empty, so this translation is not published"
        yield _FORM_EMPTY.problem(message, "translate every form")


# -- entries -----------------------------------------------------------------------------------------

_FLAG = regex(
    r"fuzzy|(?:no-)?wrap|(?:(?:no|possible|impossible)-)?[a-z0-9]+(?:-[a-z0-9]+)*-format|range:[ \t]*[0-9]+\.\.[0-9]+"
    r"|(?:markdown|md|rst|xml|bbcode)-text|(?:auto-)?safe-html|read-only|forbidden|terminology|url|strict-(?:same|format)"
    r"|check-glossary|case-insensitive|(?:ignore|discard|font|icu)-[a-z0-9-]+(?::.*)?"
    r"|(?:max-length|max-size|priority|placeholders|replacements|regex|variants?)(?::.*)?",
    re.S,
)
"""Flags of gettext (manual, "The Format of PO Files"), po4a and Weblate."""


_SPELLED = {
    flag.replace("-", ""): flag for flag in ("no-wrap", "read-only", "markdown-text", "c-format", "python-format")
}
_TOLD = 5
"""How many unknown flags of an entry are reported."""


def _flags(entry: Entry) -> Iterator[Problem]:
    unknown = [flag for flag in dict.fromkeys(entry.flags) if not _FLAG.fullmatch(flag)]
    notes = [note for note in entry.comments if note.strip(" \t,.;:!#").lower() == "fuzzy"]
    if entry.is_translated:
        for flag in [*filter(_means_fuzzy, unknown), *notes][:1]:
            message = f"'{header.clipped(flag.strip())}' is not the flag fuzzy, so this translation would be published"
            hint = "write #, fuzzy (a comma between two flags), or delete it if the translation is right"
            yield _FUZZY_MISSPELT.problem(message, hint)
        unknown = [flag for flag in unknown if not _means_fuzzy(flag)]
    for flag in unknown[:_TOLD]:
        known = "fuzzy" if _means_fuzzy(flag) else _SPELLED.get(re.sub(r"[^a-z]", "", flag[:40].lower()), "")
        near = f"; did you mean '{known}'?" if known else ""
        yield _UNKNOWN_FLAG.problem(
            f"unknown flag '{header.clipped(flag)}'{near}", "delete it, or spell it as gettext does"
        )


_NEARLY = regex(
    "|".join(
        {
            *(f"{'fuzzy'[:at]}.?{'fuzzy'[at:]}" for at in range(6)),
            *(f"{'fuzzy'[:at]}.?{'fuzzy'[at + 1 :]}" for at in range(5)),
            *(f"{'fuzzy'[:at]}{'fuzzy'[at + 1]}{'fuzzy'[at]}{'fuzzy'[at + 2 :]}" for at in range(4)),
        }
    )
)
"""`fuzzy` with one letter added, missing or changed, or with two neighbours swapped."""


def _means_fuzzy(flag: str) -> bool:
    return any("fuzzy" in word or _NEARLY.fullmatch(word) for word in re.split(r"[\s;.:/|]+", flag[:200].casefold()))


def _previous(entry: Entry) -> Iterator[Problem]:
    earlier = (entry.previous, entry.previous_context, entry.previous_plural)
    if not entry.is_fuzzy and any(text is not None for text in earlier):
        hint = "compare the translation with the msgid, then delete the lines that begin with #|"
        yield _STRAY_PREVIOUS.problem("the entry is not fuzzy, but still has an earlier text (#|)", hint)


def _size(entry: Entry) -> Iterator[Problem]:
    """The size of fuzzy translations; that of finished ones is measured by `keeps_shape`."""
    source = max(len(entry.msgid), len(entry.plural or ""))
    longest = max(map(len, entry.texts), default=0)
    if not entry.is_translated and longest > LONGEST_RATIO * source + 1000:
        message = f"the translation is {longest} characters long, the source {source}"
        yield SIZE.problem(message, "translate only what the source says")


class _Known:
    """The entries of a template, and near matches for those of a catalog."""

    def __init__(self, template: Catalog) -> None:
        self.live = template.live
        self.contexts: dict[str, str | None] = {msgid: context for context, msgid in self.live}
        self.alike = {letters: msgid for _, msgid in self.live if (letters := _letters(msgid))}

    def lacks(self, entry: Entry) -> Iterator[Problem]:
        found = self.live.get(entry.key)
        hint = "update the catalog from its template (make update), and do not edit msgids"
        if found is not None and found.plural == entry.plural:
            return
        if found is not None:
            plural = "no msgid_plural" if found.plural is None else f'msgid_plural "{header.clipped(found.plural)}"'
            yield _UNKNOWN_ENTRY.problem(f"the template has this msgid with {plural}", hint)
        elif entry.msgid in self.contexts:
            context = self.contexts[entry.msgid]
            words = "without a context" if context is None else f"with the context '{header.clipped(context)}'"
            hint = "delete the line msgctxt" if context is None else f'msgctxt "{context}"'
            yield _UNKNOWN_ENTRY.problem(f"the template has this msgid {words}", hint)
        else:
            like = self.alike.get(_letters(entry.msgid))
            near = f"; did you mean '{header.clipped(like)}'?" if like else ""
            yield _UNKNOWN_ENTRY.problem(f"the template has no such msgid{near}", hint)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()
