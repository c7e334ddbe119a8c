"""The strict reader: a catalog, or every line by which a translation could be lost."""

import re
from collections.abc import Sequence

from ..patterns import regex
from ..problem import Problem, Refused
from . import fast_reader
from .entry import Catalog, Entry, Key
from .lexer import Lexer

_CONFLICT = regex(r"^[ \t]*(?:<<<<<<<|=======[ \t\r]*$|>>>>>>>|\|\|\|\|\|\|\|)|#-#-#-#-#", re.M)
_MARKS = ("<<<<<<<", "=======", ">>>>>>>", "|||||||", "#-#-#-#-#", "\0", "\r")
"""One of these is in every text that `_look_everywhere` finds anything in."""


def read_catalog(text: str, path: str, *, foreign: bool = False) -> Catalog:
    """Read a PO file strictly; `path` stands in problems.

    With `foreign`, the header may be missing or empty, as mdpo writes it, or
    may name no charset: nothing of such a file is published as it is.

    Raises `Refused` with every problem of the file: syntax, merge marks,
    charset, header, duplicates (both lines named).
    """
    warnings = []
    bom = text.startswith("\ufeff")
    if bom:
        text = text.removeprefix("\ufeff")
        hint = "save it as UTF-8 without BOM"
        warnings.append(Problem("the file begins with a byte order mark", "bom", path, 1, "warning", hint=hint))
    if "\r" in text and "\n" not in text:
        message, hint = "line ends are bare carriage returns", "save the file with LF line ends"
        raise Refused(Problem(message, "syntax", path, 1, hint=hint))
    entries, end = _entries(text, path)
    newline = "\r\n" if "\r\n" in text else "\n"
    header, *others = entries or [Entry("")]
    foreign = foreign and bool(entries)
    if foreign and not _is_header(header):
        header, others = Entry("", line=1), entries
    _refuse_header(header, others, path, foreign)
    _refuse_duplicates(others, path)
    return Catalog(header, tuple(others), newline, bom, text[end:], tuple(warnings))


def _entries(text: str, path: str) -> tuple[list[Entry], int]:
    """The entries of a file, and where the last one ends."""
    reader = Lexer(path)
    _look_everywhere(text, reader)
    if conflicts := [problem for problem in reader.problems if problem.rule == "conflict"]:
        raise Refused(*conflicts)
    if not reader.problems and (quick := fast_reader.fast_entries(text)) is not None:
        return quick, fast_reader.end(text)
    entries = reader.read(text)
    if reader.problems:
        raise Refused(*sorted(reader.problems, key=lambda problem: problem.line))
    return entries, reader.end


def _look_everywhere(text: str, reader: Lexer) -> None:
    """What no line may hold, wherever it stands."""
    if not any(mark in text for mark in _MARKS):
        return
    found = [
        *((mark.start(), "a mark left by a merge", "choose one of the two texts and delete the marks", "conflict")
          for mark in _CONFLICT.finditer(text)),
        *((nul.start(), "a NUL byte in the text", "delete the invisible character", "syntax")
          for nul in re.finditer("\0", text)),
        *((cr.start(), "a carriage return inside the line", r"write \r, or save the file with LF line ends", "syntax")
          for cr in re.finditer(r"\r(?!\n)(?!\Z)", text)),
    ]  # fmt: skip
    told: set[tuple[int, str]] = set()
    for at, message, hint, rule in found:
        line = text.count("\n", 0, at) + 1
        if (line, rule) not in told and len(told) < 100:
            told.add((line, rule))
            reader.wrong(message, hint, line, rule)


def _is_header(entry: Entry) -> bool:
    return not entry.msgid and entry.context is None and not entry.obsolete


def _refuse_header(header: Entry, others: Sequence[Entry], path: str, foreign: bool) -> None:
    hint = 'copy the entry of msgid "" from another catalog of the language; or move the file away and import it: make import'
    if not _is_header(header) or not (header.msgstr or foreign):
        raise Refused(Problem("the file has no header", "header", path, 1, hint=hint))
    second = next((entry for entry in others if _is_header(entry)), None)
    if second is not None:
        message = f"a second header; the first is in line {header.line}"
        raise Refused(Problem(message, "header", path, second.line, hint="delete one of the two"))
    if foreign and not re.search(r"^Content-Type:.*charset=", header.msgstr, re.I | re.M):
        return  # the text was decoded as UTF-8 already
    charset = re.search(r"^Content-Type:.*charset=([^\s;]+)", header.msgstr, re.I | re.M)
    if charset is None or charset.group(1).upper() not in ("UTF-8", "UTF8"):
        found = charset.group(1) if charset else "none"
        message = f"the header's charset is {found}, not UTF-8"
        raise Refused(Problem(message, "header", path, header.line, hint="Content-Type: text/plain; charset=UTF-8"))


def _refuse_duplicates(entries: Sequence[Entry], path: str) -> None:
    """No key twice, obsolete entries among them: every tool of gettext refuses such a file."""
    first: dict[Key, int] = {}
    problems = []
    for entry in entries:
        line = first.setdefault(entry.key, entry.line)
        if line != entry.line:
            message = f"the same msgid a second time; the first is in line {line}"
            hint = "keep the better translation and delete the other entry"
            problems.append(Problem(message, "duplicate", path, entry.line, msgid=entry.msgid, hint=hint))
    if problems:
        raise Refused(*problems)
