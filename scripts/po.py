"""PO files: read strictly, kept byte for byte, written as `msgcat` writes (gettext manual, "PO Files").

polib reads the entries. It lets much pass that would lose text without a word
(files cut inside a string, unknown escapes, a missing header), so our own
reader of lines stands before it: it refuses such files with their line, and
keeps each entry as it was written.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from itertools import pairwise

import polib

from . import breaks
from .problem import Problem, Refused

WIDTH = 79
"""Columns at which `msgcat` wraps."""
_UNWRAPPED = 10**9
"""For entries with the flag `no-wrap`."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A segment in a catalog. Texts are unescaped."""

    msgid: str
    msgstr: str = ""
    context: str | None = None
    """The msgctxt; None is not the empty text."""
    plural: str | None = None
    forms: tuple[str, ...] = ()
    """msgstr[0], msgstr[1] ... of an entry with a plural."""
    comments: tuple[str, ...] = ()
    """Lines of the translator (`# `), without the mark."""
    extracted: tuple[str, ...] = ()
    """Lines for the translator (`#.`)."""
    references: tuple[str, ...] = ()
    """Places as written behind `#:`."""
    flags: tuple[str, ...] = ()
    previous: str | None = None
    """The msgid that a fuzzy translation belongs to (`#| msgid`)."""
    obsolete: bool = False
    line: int = 0
    """Of the keyword msgid or msgctxt, from 1; 0 for a new entry."""
    raw: str = field(default="", compare=False)
    """The entry as written, line ends included; "" for a new entry."""

    @property
    def key(self) -> tuple[str | None, str]:
        """What tells entries apart: context and text."""
        return self.context, self.msgid

    @property
    def is_fuzzy(self) -> bool:
        return "fuzzy" in self.flags

    @property
    def is_translated(self) -> bool:
        """Whether its text may be published: every form there, and not fuzzy."""
        texts = self.forms if self.plural is not None else (self.msgstr,)
        return not self.is_fuzzy and not self.obsolete and bool(texts) and all(text.strip() for text in texts)


@dataclass(frozen=True, slots=True)
class Catalog:
    """A PO file: a header, entries in the order of the file, and what stands behind the last."""

    header: Entry
    entries: tuple[Entry, ...]
    newline: str = "\n"
    bom: bool = False
    rest: str = ""
    warnings: tuple[Problem, ...] = ()

    @property
    def fields(self) -> dict[str, str]:
        """The fields of the header."""
        pairs = (line.partition(":") for line in self.header.msgstr.split("\n") if ":" in line)
        return {name.strip(): value.strip() for name, _, value in pairs}


# -- reading ---------------------------------------------------------------------------------

_KEYWORD = re.compile(r"(msgctxt|msgid|msgid_plural|msgstr(?:\[(\d{1,2})\])?)[ \t]*(\".*)$")
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"[ \t]*$')
_ESCAPE = re.compile(r"\\(.)", re.S)
_CONFLICT = re.compile(r"(<<<<<<<|=======$|>>>>>>>|\|\|\|\|\|\|\|)|.*#-#-#-#-#")


@dataclass(slots=True)
class _Draft:
    """An entry while its lines are read."""

    lines: list[str] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)
    """Keyword to line."""
    obsolete: bool = False

    @property
    def has_msgstr(self) -> bool:
        return any(name.startswith("msgstr") for name in self.seen)


class _Reader:
    """Reads lines into entries, and collects whatever is wrong with them."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self.drafts: list[_Draft] = []
        self.draft = _Draft()

    def read(self, text: str) -> None:
        number = 0
        for number, line in enumerate(re.findall(r"[^\n]*\n|[^\n]+", text), 1):
            self._take(number, line)
        self._end(number)

    def wrong(self, line: int, message: str, mend: str, rule: str = "syntax") -> None:
        self.problems.append(Problem(message, rule, self.path, line, mend=mend))

    def _take(self, number: int, line: str) -> None:
        text = line.rstrip("\r\n").strip(" \t")
        if _CONFLICT.match(text):
            self.wrong(number, "a mark left by a merge", "choose one of the two texts and delete the marks", "conflict")
        elif not text:
            if self.draft.has_msgstr:
                self._end(number)
            if not self.draft.lines and self.drafts:
                self.drafts[-1].lines.append(line)
                return
        elif text.startswith("#~"):
            content = text[2:].lstrip(" \t")
            if self.draft.seen and not self.draft.obsolete:
                self._end(number)
            self.draft.obsolete = True
            if content.startswith("|") or not content:
                self._comment(number, "#~|")
            else:
                self._content(number, content)
        elif text.startswith("#"):
            if not re.match(r"#(?:$|[ \t,.:|#=-])", text):
                self.wrong(
                    number,
                    f"no blank behind the # of a comment: {text[:40]!r}",
                    f"write # {text[1:40]}; the flag is written #, fuzzy",
                )
            self._comment(number, text)
        else:
            if self.draft.obsolete and (self.draft.seen or any(part.startswith("#~") for part in self.draft.lines)):
                self._end(number)
            self._content(number, text)
        self.draft.lines.append(line)

    def _comment(self, number: int, text: str) -> None:
        if self.draft.has_msgstr:
            obsolete = self.draft.obsolete and text == "#~|"
            self._end(number)
            self.draft.obsolete = obsolete
        elif self.draft.seen:
            mend = 'write msgstr "" above it if the translation is missing, or move the comment above the msgid'
            self.wrong(number, "a comment between msgid and msgstr", mend)

    def _content(self, number: int, text: str) -> None:
        keyword = _KEYWORD.match(text)
        if keyword is None and (meant := self._meant(number, text)):
            self._keyword(number, meant)
            return
        if keyword is not None:
            self._keyword(number, keyword.group(1))
            text = keyword.group(3)
        elif text.startswith('"'):
            if not self.draft.seen:
                self.wrong(number, "a text that belongs to no msgid or msgstr", "write msgid or msgstr before it")
                return
        else:
            word = text.partition(" ")[0][:40]
            self.wrong(
                number,
                f"a line that is neither a comment, a keyword nor a quoted text: {word!r}",
                "put it in quotation marks, or # before it",
            )
            return
        self._string(number, text)

    def _meant(self, number: int, text: str) -> str:
        """The keyword of a line that is nearly one, after telling what is wrong with it; "" for any other line."""
        word = re.match(r"[a-zA-Z_]+(?:\[\d{1,2}\])?", text)
        known = ("msgctxt", "msgid", "msgid_plural", "msgstr")
        name = word.group() if word else ""
        if name.partition("[")[0] in known:
            self.wrong(number, f"the text behind {name} does not begin with a straight quotation mark", f'{name} "..."')
            return name
        near = get_close_matches(name, known, 1, 0.8)
        if near:
            self.wrong(number, f"unknown keyword '{name}'; did you mean '{near[0]}'?", f"write {near[0]}")
        return near[0] if near else ""

    def _keyword(self, number: int, name: str) -> None:
        seen = self.draft.seen
        if self.draft.has_msgstr and not name.startswith("msgstr"):
            obsolete = self.draft.obsolete
            self._end(number)
            self.draft.obsolete = obsolete
            seen = self.draft.seen
        if name in seen:
            self.wrong(
                number,
                f"a second {name} in one entry; the first is in line {seen[name]}",
                "delete one of the two, or put a msgid between them",
            )
        elif name != "msgctxt" and name != "msgid" and "msgid" not in seen:
            self.wrong(number, f"{name} without a msgid before it", "write the msgid above it, or delete the line")
        seen.setdefault(name, number)

    def _string(self, number: int, text: str) -> None:
        if "\0" in text:
            self.wrong(number, "a NUL byte in the text", "delete the invisible character")
        if not _STRING.match(text):
            if text.rstrip().endswith('"') and len(text.rstrip()) > 1 and not text.rstrip().endswith('\\"'):
                self.wrong(
                    number, "a quotation mark ends the text too early", 'write \\" for a quotation mark inside the text'
                )
            else:
                self.wrong(number, "the text has no quotation mark at its end", 'end the line with "')
            return
        for found in _ESCAPE.finditer(text):
            if found.group(1) not in 'ntr"\\':
                self.wrong(
                    number,
                    f"an unknown escape '\\{found.group(1)}'",
                    r"write \\ for a backslash; \n, \t, \r and \" are the escapes",
                )

    def _end(self, number: int) -> None:
        draft, self.draft = self.draft, _Draft()
        if not draft.seen:
            if draft.lines:
                self.draft = draft  # comments wait for their entry, or for the end of the file
            return
        first = min(draft.seen.values())
        if "msgid" not in draft.seen:
            self.wrong(first, "an entry without a msgid", "write its msgid, or delete the entry")
        elif not draft.has_msgstr:
            self.wrong(
                first,
                "the entry ends before its msgstr",
                'write msgstr below the msgid; msgstr "" where there is no translation yet',
            )
        self.drafts.append(draft)


def read(text: str, path: str) -> Catalog:
    """Read a PO file strictly; `path` stands in problems.

    Raises `Refused` with every problem of the file: syntax, merge marks,
    charset, header, duplicates (both lines named).
    """
    bom = text.startswith("\ufeff")
    text = text.removeprefix("\ufeff")
    warnings = (
        [
            Problem(
                "the file begins with a byte order mark", "bom", path, 1, "warning", mend="save it as UTF-8 without BOM"
            )
        ]
        if bom
        else []
    )
    if "\r" in text and "\n" not in text:
        raise Refused(
            Problem("line ends are bare carriage returns", "syntax", path, 1, mend="save the file with LF line ends")
        )
    reader = _Reader(path)
    reader.read(text)
    if reader.problems:
        raise Refused(*reader.problems)
    entries = _entries(text, reader.drafts, path)
    newline = "\r\n" if "\r\n" in text else "\n"
    header, *others = entries or [Entry("")]
    _refuse_header(header, entries, path)
    _refuse_duplicates(others, path)
    return Catalog(header, tuple(others), newline, bom, "".join(reader.draft.lines), tuple(warnings))


def _entries(text: str, drafts: Sequence[_Draft], path: str) -> list[Entry]:
    try:
        read = polib.pofile(text.replace("\r\n", "\n") + "\n", wrapwidth=0, encoding="utf-8") if drafts else []
    except (OSError, ValueError, IndexError, UnicodeError) as error:
        raise Refused(
            Problem(f"polib cannot read it: {error}", "syntax", path, mend="run msgfmt -c on the file")
        ) from error
    found = [_entry(entry) for entry in read]
    if (
        drafts
        and "msgid" in drafts[0].seen
        and not drafts[0].obsolete
        and isinstance(read, polib.POFile)
        and len(found) == len(drafts) - 1
    ):
        fields = "".join(f"{name}: {value}\n" for name, value in read.metadata.items())
        comments = tuple(read.header.split("\n")) if read.header else ()
        found.insert(0, Entry("", fields, comments=comments, flags=("fuzzy",) if read.metadata_is_fuzzy else ()))
    if len(found) != len(drafts):
        message = f"two readers count its entries differently: {len(drafts)} and {len(found)}"
        raise Refused(Problem(message, "syntax", path, mend="run msgcat on the file"))
    keyed = zip(found, drafts, strict=True)
    return [
        replace(entry, line=min(draft.seen.values()), raw="".join(draft.lines), obsolete=draft.obsolete)
        for entry, draft in keyed
    ]


def _entry(entry: polib.POEntry) -> Entry:
    forms = tuple(text for _, text in sorted((entry.msgstr_plural or {}).items()))
    return Entry(
        msgid=entry.msgid,
        msgstr=entry.msgstr,
        context=entry.msgctxt,
        plural=entry.msgid_plural or None,
        forms=forms,
        comments=tuple(entry.tcomment.split("\n")) if entry.tcomment else (),
        extracted=tuple(entry.comment.split("\n")) if entry.comment else (),
        references=tuple(f"{path}:{line}" if line else path for path, line in entry.occurrences),
        flags=tuple(flag for flag in entry.flags if flag),
        previous=entry.previous_msgid,
        obsolete=bool(entry.obsolete),
    )


def _refuse_header(header: Entry, entries: Sequence[Entry], path: str) -> None:
    mend = 'begin the file with an entry of msgid "" that has Content-Type: text/plain; charset=UTF-8'
    if header.msgid or header.context is not None or not header.msgstr:
        raise Refused(Problem("the file has no header", "header", path, 1, mend=mend))
    second = next(
        (entry for entry in entries[1:] if not entry.msgid and entry.context is None and not entry.obsolete), None
    )
    if second is not None:
        message = f"a second header; the first is in line {header.line}"
        raise Refused(Problem(message, "header", path, second.line, mend="delete one of the two"))
    charset = re.search(r"^Content-Type:.*charset=([^\s;]+)", header.msgstr, re.I | re.M)
    if charset is None or charset.group(1).upper() not in ("UTF-8", "UTF8"):
        found = charset.group(1) if charset else "none"
        message = f"the header's charset is {found}, not UTF-8"
        raise Refused(Problem(message, "header", path, header.line, mend="Content-Type: text/plain; charset=UTF-8"))


def _refuse_duplicates(entries: Sequence[Entry], path: str) -> None:
    first: dict[tuple[str | None, str], int] = {}
    problems = []
    for entry in entries:
        if entry.obsolete:
            continue
        if entry.key in first:
            message = f"the same msgid a second time; the first is in line {first[entry.key]}"
            problems.append(
                Problem(
                    message,
                    "duplicate",
                    path,
                    entry.line,
                    msgid=entry.msgid,
                    mend="keep the better translation and delete the other entry",
                )
            )
        first.setdefault(entry.key, entry.line)
    if problems:
        raise Refused(*problems)


# -- writing -----------------------------------------------------------------------------------


def text_of(catalog: Catalog) -> str:
    """The file of a catalog: entries with `raw` as they were, new ones as `msgcat` writes them."""
    entries = (catalog.header, *catalog.entries)
    parts = [entry.raw or written(entry).replace("\n", catalog.newline) for entry in entries]
    for index, (entry, after) in enumerate(pairwise(entries)):
        were_neighbours = entry.raw and after.raw and entry.line < after.line
        if not parts[index].endswith("\n"):
            parts[index] += catalog.newline
        if not were_neighbours and not parts[index].endswith(("\n\n", "\n\r\n")):
            parts[index] += catalog.newline
    if not catalog.rest and catalog.entries and not catalog.entries[-1].raw:
        parts[-1] = parts[-1].rstrip("\r\n") + catalog.newline
    return ("\ufeff" if catalog.bom else "") + "".join(parts) + catalog.rest


def written(entry: Entry) -> str:
    """One entry as `msgcat` writes it, wrapped at 79 columns, with a newline at its end."""
    mark = "#~ " if entry.obsolete else ""
    width = _UNWRAPPED if "no-wrap" in entry.flags else WIDTH - len(mark)
    lines = [f"# {line}" if line else "#" for line in entry.comments]
    if not entry.obsolete:
        lines += [f"#. {line}" if line else "#." for line in entry.extracted]
        lines += _references(entry.references)
    if entry.flags:
        lines.append(f"#, {', '.join(entry.flags)}")
    if entry.previous is not None:
        lines += [
            f"#~| {line}" if entry.obsolete else f"#| {line}" for line in quoted("msgid", entry.previous, width - 3)
        ]
    body: list[str] = []
    if entry.context is not None:
        body += quoted("msgctxt", entry.context, width)
    body += quoted("msgid", entry.msgid, width)
    if entry.plural is not None:
        body += quoted("msgid_plural", entry.plural, width)
        for number, text in enumerate(entry.forms or ("", "")):
            body += quoted(f"msgstr[{number}]", text, width)
    else:
        body += quoted("msgstr", entry.msgstr, width)
    return "\n".join([*lines, *(mark + line for line in body)]) + "\n"


def _references(places: Sequence[str]) -> list[str]:
    lines: list[str] = []
    for place in places:
        if lines and len(lines[-1]) + 1 + len(place) <= WIDTH:
            lines[-1] += f" {place}"
        else:
            lines.append(f"#: {place}")
    return lines


def quoted(keyword: str, text: str, width: int = WIDTH) -> list[str]:
    """A keyword and its text as lines of at most `width` columns, broken as `msgcat` breaks (UAX 14)."""
    escaped = escape(text)
    single = f'{keyword} "{escaped}"'
    if _columns(single) <= width and "\\n" not in escaped[:-2]:
        return [single]
    lines = [f'{keyword} ""']
    for paragraph in re.findall(r".*?(?<!\\)(?:\\\\)*\\n|.+$", escaped):
        line = ""
        for piece in _pieces(paragraph):
            if line and _columns(line) + _columns(piece) > width - 2:
                lines.append(f'"{line}"')
                line = ""
            line += piece
        lines.append(f'"{line}"')
    return lines


_NO_BLANKS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
"""Thai, Lao, Burmese and Khmer: `msgcat` has no dictionary, and breaks them at blanks alone."""


_AFTER_STOP = re.compile(r"(?<=[.,:;])(?=[^\W\d_])")
"""`msgcat` breaks between a stop and a letter ("reuse.|software"), which UAX 14 forbids (LB29)."""


def _pieces(text: str) -> list[str]:
    cut: list[str] = []
    for piece in (part for whole in breaks.pieces(text, "en") for part in _AFTER_STOP.split(whole)):
        in_escape = cut and (len(cut[-1]) - len(cut[-1].rstrip("\\"))) % 2 == 1
        if in_escape or (cut and _NO_BLANKS.match(cut[-1][-1:]) and _NO_BLANKS.match(piece)):
            cut[-1] += piece
        else:
            cut.append(piece)
    return cut


def _columns(text: str) -> int:
    """Width as `msgcat` counts it: non-spacing marks and format characters none, wide characters two."""
    kinds = ((unicodedata.category(char), unicodedata.east_asian_width(char)) for char in text)
    return sum(0 if kind in ("Mn", "Me", "Cf") else 2 if wide in "WF" else 1 for kind, wide in kinds)


def escape(text: str) -> str:
    r"""Text between quotation marks: `\`, `"`, newline, tab and carriage return escaped."""
    for char, code in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r")):
        text = text.replace(char, code)
    return text
