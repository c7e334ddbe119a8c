"""The header of a catalog: its language, fields that are missing, double or stray, and text that nobody filled in."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from difflib import get_close_matches

from ... import locales
from ...patterns import regex
from ...po import Catalog, Entry
from ...problem import Problem
from ..rule import Rule
from . import plurals

# fmt: off
_LANGUAGE = Rule(
    "language", "error", "The Language field of the header is not a language code, or it differs from the folder, so the text would be published in a wrong language.",
    "Correct the field as the hint shows; if the file is in the wrong folder, move the file.",
    ("de", "", r'"Language: fr\n"'),
    ("de", "", r'"Language: de\n"'),
)
_LANGUAGE_SPELLING = Rule(
    "language-spelling", "warning", "The header spells the language differently from the folder, so some tools take it for another language.",
    "Spell the Language field as in the hint.",
    ("pt_BR", "", r'"Language: pt-BR\n"'),
    ("pt_BR", "", r'"Language: pt_BR\n"'),
)
_HEADER_MISSING = Rule(
    "header-missing", "warning", "A field of the header is missing or empty, so tools guess its value, or leave it out when they save the file.",
    "Paste the lines of the hint into the header, and replace the dots by the value.",
    ("de", "", r'"Language-Team: \n"'),
    ("de", "", r'"Language-Team: German\n"'),
)
_PLURAL_MISSING = Rule(
    "plural-missing", "error", "Entries have plural forms, but the header does not say which number uses which form.",
    "Paste the Plural-Forms line of the hint into the header.",
    ("de", "", r'"Plural-Forms: \n"'),
    ("de", "", r'"Plural-Forms: nplurals=2; plural=(n != 1);\n"'),
)
_HEADER_DOUBLE = Rule(
    "header-double", "warning", "A field is in the header twice, so one of the two is out of date.",
    "Keep the line that is right, and delete the other.",
    ("de", "", r'"Last-Translator: A <a@example.com>\n"' "\n" r'"Last-Translator: B <b@example.com>\n"'),
    ("de", "", r'"Last-Translator: B <b@example.com>\n"'),
)
_HEADER_CONFLICT = Rule(
    "header-conflict", "error", "A field by which tools read the catalog is in the header twice with two values, and each tool may use another one.",
    "Find out which value is right, keep that line, and delete the others.",
    ("de", "", r'"Language: de\n"' "\n" r'"Language: fr\n"'),
    ("de", "", r'"Language: de\n"'),
)
_HEADER_STRAY = Rule(
    "header-stray", "warning", "A line of the header is not a field, so no tool reads what it says.",
    "Write `Name: value` on a line of its own that ends with `\\n`, or delete the line.",
    ("de", "", r'"Language-Team German\n"'),
    ("de", "", r'"Language-Team: German\n"'),
)
_HEADER_FIELD = Rule(
    "header-field", "warning", "The name of a field is misspelt, so tools do not find the field.",
    "Correct the name as the message suggests. Names of your own begin with `X-`.",
    ("de", "", r'"Langauge-Team: German\n"'),
    ("de", "", r'"Language-Team: German\n"'),
)
_HEADER_VALUE = Rule(
    "header-value", "warning", "A field that can have only one value here has another one, which tools may obey.",
    "Replace the line in the header with the one in the hint.",
    ("de", "", r'"Content-Transfer-Encoding: 7bit\n"'),
    ("de", "", r'"Content-Transfer-Encoding: 8bit\n"'),
)
_HEADER_BOILERPLATE = Rule(
    "header-boilerplate", "warning", "Part of gettext's empty header was never filled in, so nobody knows whom to ask about the translation.",
    "Write the real value there, or delete the line if it is only a comment.",
    ("de", "", r'"Last-Translator: FULL NAME <EMAIL@ADDRESS>\n"'),
    ("de", "", r'"Last-Translator: A. Muster <a@example.com>\n"'),
)
_HEADER_DATE = Rule(
    "header-date", "warning", "A date of the header is not valid, or far from the other date, so nobody can tell how old the translation is.",
    "Write the date as in `2024-10-01 12:00+0000`, or save the file in a PO editor that sets it.",
    ("de", "", r'"PO-Revision-Date: 2024-02-30 12:00+0000\n"'),
    ("de", "", r'"PO-Revision-Date: 2024-02-29 12:00+0000\n"'),
)
# fmt: on
RULES = (
    _LANGUAGE,
    _LANGUAGE_SPELLING,
    _HEADER_MISSING,
    _PLURAL_MISSING,
    _HEADER_DOUBLE,
    _HEADER_CONFLICT,
    _HEADER_STRAY,
    _HEADER_FIELD,
    _HEADER_VALUE,
    _HEADER_BOILERPLATE,
    _HEADER_DATE,
)
"""The examples of these rules are lines of a header; they are in the field of the msgstr."""

FIELDS = (
    "Project-Id-Version", "Report-Msgid-Bugs-To", "POT-Creation-Date", "PO-Revision-Date", "Last-Translator",
    "Language-Team", "Language", "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Plural-Forms",
)  # fmt: skip
"""The fields of a header, in gettext's order."""

Fields = Mapping[str, Sequence[str]]
"""The values of each field, in the order of the header."""

_TOLD = 20
"""How many fields a rule reports; a header has eleven."""


def header_problems(catalog: Catalog, code: str) -> Iterator[Problem]:
    """Problems of the header of a catalog in the folder of the locale `code`, except the value of Plural-Forms."""
    fields, stray = header_fields(catalog.header)
    yield from _language(value(fields, "Language"), code)
    yield from _missing(catalog, fields, code)
    yield from _lines(fields, stray)
    yield from _values(fields)
    yield from _boilerplate(catalog, fields)
    yield from _dates(fields)


def header_fields(header: Entry) -> tuple[dict[str, list[str]], list[str]]:
    """The values of each field, and the lines that are not a field."""
    fields: dict[str, list[str]] = {}
    stray = []
    for line in header.msgstr.split("\n"):
        name, colon, text = line.partition(":")
        if colon and re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", name):
            fields.setdefault(name, []).append(text.strip(" \t"))
        elif line.strip():
            stray.append(line)
    return fields, stray


def value(fields: Fields, name: str) -> str:
    """The first value of a field, which is the one that gettext takes; "" if there is none."""
    return fields.get(name, [""])[0]


def clipped(text: str) -> str:
    """A text from outside, cut to 60 characters for a message."""
    return text if len(text) <= 60 else f"{text[:59]}…"


# -- the language ------------------------------------------------------------------------------------

_NOT_IN_CODES = (
    (r":", "another field"),
    (r"[/\\]", "a path"),
    (r"[<>&\"']", "markup"),
    (r"\.|utf-?8", "an encoding"),
    (r"[\s,;]", "more than one code"),
)


def _language(found: str, code: str) -> Iterator[Problem]:
    if not found or found == code:
        return
    right = code or locales.meant(found)
    hint = f"Language: {right}" if right else "Language: de, or as in pt_BR and zh_Hans"
    odd = next((what for mark, what in _NOT_IN_CODES if re.search(mark, found, re.I)), "")
    if odd or not re.fullmatch(r"[A-Za-z]{2,3}([_-][A-Za-z0-9]{2,8})*(@[A-Za-z]+)?", found):
        yield _LANGUAGE.problem(
            f"Language '{clipped(found)}' in the header {f'contains {odd}' if odd else 'is not a language code'}", hint
        )
    elif code and not locales.same_language(found, code):
        yield _LANGUAGE.problem(f"the header says Language: {clipped(found)}, but the folder says {code}", hint)
    elif not code and not locales.is_known(locales.gettext_code(found)):
        yield _LANGUAGE.problem(f"Language '{clipped(found)}' in the header is not a language that CLDR knows", hint)
    elif right != found:
        message = f"the header says Language: {clipped(found)}, but file names spell it {right}"
        yield _LANGUAGE_SPELLING.problem(message, f"Language: {right}")


# -- lines and values --------------------------------------------------------------------------------

_ONLY = {"MIME-Version": "1.0", "Content-Transfer-Encoding": "8bit"}
_READ = ("Language", "Content-Type", "Content-Transfer-Encoding", "Plural-Forms")
"""Fields that tools need for reading a catalog."""
_INSIDE = regex(rf"({'|'.join(FIELDS)}):")


def _missing(catalog: Catalog, fields: Fields, code: str) -> Iterator[Problem]:
    """One problem for all fields that are missing or empty; only Report-Msgid-Bugs-To may be empty."""
    meant = _misspelt(fields).values()
    missing = [name for name in FIELDS if not value(fields, name) and name not in meant]
    if "Report-Msgid-Bugs-To" in fields and "Report-Msgid-Bugs-To" in missing:
        missing.remove("Report-Msgid-Bugs-To")
    if not value(fields, "Plural-Forms"):
        first = next((entry for entry in catalog.entries if entry.plural is not None and entry.is_translated), None)
        if first is not None:
            message = f"the header has no Plural-Forms, but the entry in line {first.line} has forms"
            yield _PLURAL_MISSING.problem(message, plurals.remedy(code))
            missing = [name for name in missing if name != "Plural-Forms"]
    if missing:
        forms = locales.plural_forms(code) if locales.plural_names(code) else ""
        ready = {**_ONLY, "Language": code, "Plural-Forms": forms, "Content-Type": "text/plain; charset=UTF-8"}
        lines = "\n".join(f'"{name}: {ready.get(name) or "..."}\\n"' for name in missing)
        yield _HEADER_MISSING.problem(f"the header has no value for {', '.join(missing)}", lines)


def _misspelt(fields: Fields) -> dict[str, str]:
    """Names that are not a field of gettext, with the field that was probably meant."""
    lower = {name.lower(): name for name in FIELDS}
    found = {}
    for name in [name for name in fields if name not in FIELDS and not name.startswith("X-")][:_TOLD]:
        meant = get_close_matches(name[:40].lower(), lower, 1, 0.85)
        if meant:
            found[name] = lower[meant[0]]
    return found


def _lines(fields: Fields, stray: Sequence[str]) -> Iterator[Problem]:
    for name in [name for name, values in fields.items() if len(values) > 1][:_TOLD]:
        rule = _HEADER_CONFLICT if name in _READ and len(set(fields[name])) > 1 else _HEADER_DOUBLE
        yield rule.problem(
            f"the header has {clipped(name)} {len(fields[name])} times", f"keep one line of {clipped(name)}"
        )
    if stray:
        more = f" and {len(stray) - 1} more" if len(stray) > 1 else ""
        message = f"a line of the header is not a field: '{clipped(stray[0])}'{more}"
        yield _HEADER_STRAY.problem(
            message, r'write "Name: value\n", each field on a line of its own that ends with \n'
        )
    for name in FIELDS:
        if inside := _INSIDE.search(value(fields, name)):
            message = f"{inside[1]} is inside the line of {name}"
            yield _HEADER_STRAY.problem(
                message, rf"write \n at the end of {name}, and {inside[1]} on a line of its own"
            )
    for name, meant in _misspelt(fields).items():
        yield _HEADER_FIELD.problem(
            f"unknown field '{clipped(name)}' in the header; did you mean '{meant}'?", f"write {meant}"
        )


def _values(fields: Fields) -> Iterator[Problem]:
    for name, only in _ONLY.items():
        found = value(fields, name)
        if found.lower() not in ("", only):
            yield _HEADER_VALUE.problem(f"{name} is '{clipped(found)}', not {only}", f"{name}: {only}")
    kind = value(fields, "Content-Type").partition(";")[0].strip()
    if kind.lower() not in ("", "text/plain"):
        hint = "Content-Type: text/plain; charset=UTF-8"
        yield _HEADER_VALUE.problem(f"Content-Type is '{clipped(kind)}', not text/plain", hint)


# -- text of the empty header --------------------------------------------------------------------------

_BOILERPLATE = {
    "Project-Id-Version": ("PACKAGE VERSION", "the name and edition of the policy"),
    "PO-Revision-Date": ("YEAR-MO-DA", "the date of the last translation, as in 2024-10-01 12:00+0000"),
    "Last-Translator": ("FULL NAME|EMAIL@ADDRESS", "your name <your address>"),
    "Language-Team": ("LANGUAGE <|LL@li.org", "the English name of the language, or the team that translates into it"),
    "Content-Type": ("CHARSET", "text/plain; charset=UTF-8"),
}
_UNFILLED = r"SOME DESCRIPTIVE TITLE|\(C\) YEAR\b|FIRST AUTHOR|EMAIL@ADDRESS|\bTHE PACKAGE'S\b|\bthe PACKAGE package\b"


def _boilerplate(catalog: Catalog, fields: Fields) -> Iterator[Problem]:
    """Text of gettext's empty header that is still there after somebody has translated something."""
    if not any(entry.is_translated for entry in catalog.entries):
        return
    for name, (words, what) in _BOILERPLATE.items():
        if found := re.search(words, value(fields, name)):
            yield _HEADER_BOILERPLATE.problem(f"{name} still says '{found[0].rstrip(' <')}'", f"{name}: {what}")
    left = next(filter(None, (re.search(_UNFILLED, line) for line in catalog.header.comments)), None)
    if left:
        hint = "write what it asks for, or delete the line"
        yield _HEADER_BOILERPLATE.problem(f"the comment above the header still says '{left[0]}'", hint)
    if catalog.header.is_fuzzy:
        yield _HEADER_BOILERPLATE.problem(
            "the header is still marked fuzzy", "delete the word 'fuzzy' above the header"
        )


_DATE = regex(r"([0-9]{4})-([0-9]{2})-([0-9]{2}) ([0-9]{2}):([0-9]{2})[+-](?:0[0-9]|1[0-4])(?:00|15|30|45)")
_APART = 20
"""More years than anybody waits between a template and its translation. The dates are compared with each other,
not with the clock, so that a check gives the same result on every day."""


def _dates(fields: Fields) -> Iterator[Problem]:
    years = []
    hint = "write it as in 2024-10-01 12:00+0000"
    for name in ("POT-Creation-Date", "PO-Revision-Date"):
        text = value(fields, name)
        if not text or text.startswith("YEAR-MO-DA"):
            continue
        found = _DATE.fullmatch(text)
        if found is None:
            yield _HEADER_DATE.problem(f"{name} '{clipped(text)}' is not in gettext's date format", hint)
            continue
        try:
            years.append(datetime(*map(int, found.groups())).year)  # type: ignore[arg-type]
        except ValueError:
            yield _HEADER_DATE.problem(f"{name} '{clipped(text)}' is not a possible date and time", hint)
            continue
        if years[-1] < 1990:
            yield _HEADER_DATE.problem(f"{name} '{clipped(text)}' is before gettext was written", hint)
    if len(years) == 2 and abs(years[1] - years[0]) > _APART and min(years) >= 1990:
        message = f"PO-Revision-Date ({years[1]}) and POT-Creation-Date ({years[0]}) are more than {_APART} years apart"
        yield _HEADER_DATE.problem(message, "correct the year of the one that is wrong")
