r"""Lines into entries, one after the other, and whatever is wrong with them.

Whatever gettext's own parser takes is taken; what other readers let pass without
a word (files cut inside a string, unknown escapes, a second msgstr) is told
with its line and a remedy.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from ..patterns import regex
from ..problem import Problem
from .entry import Entry

PO_TEXT = r'[^"\\\n]*(?:\\[ntr"\\][^"\\\n]*)*'
"""Between quotation marks: no bare quotation mark, no unknown escape."""
_STRING = regex(rf'"({PO_TEXT})"[ \t]*$')
_LINE = regex(rf"(msgctxt|msgid|msgid_plural|msgstr(?:\[(?:0|[1-9]\d?)\])?)[ \t]*\"({PO_TEXT})\"[ \t]*$")
_ESCAPE = regex(r"\\(.)", re.S)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}
_PLACE = regex(r"\u2068[^\u2069]*\u2069\S*|\S+")
"""A reference; gettext sets names with blanks between U+2068 and U+2069."""
_KEYWORDS = ("msgctxt", "msgid", "msgid_plural", "msgstr")


@dataclass(slots=True)
class _Draft:
    """An entry while its lines are read."""

    start: int
    """Where its first line begins in the text."""
    has_lines: bool = False
    seen: dict[str, int] = field(default_factory=dict)
    """Keyword to line."""
    texts: dict[str, list[str]] = field(default_factory=dict)
    """Keyword to its pieces between quotation marks, still escaped."""
    was: dict[str, list[str]] = field(default_factory=dict)
    """The same of `#|` lines."""
    notes: list[str] = field(default_factory=list)
    """Lines of comments, the mark included."""
    obsolete: bool = False
    has_msgstr: bool = False


class Lexer:
    """Reads lines into drafts, and collects whatever is wrong with them."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self.drafts: list[_Draft] = []
        self.draft = _Draft(0)
        self.at = 0
        """Where the line begins that is being read."""
        self.number = 0
        self.texts: list[str] = []
        """Where a line that is a text alone goes on."""
        self.end = 0
        """Where the last entry ends; comments behind it belong to none."""

    def read(self, text: str) -> list[Entry]:
        """The entries of a text; what is wrong with it is in `problems` then, and where the last one ends in `end`."""
        for line in text.split("\n"):
            self.number += 1
            if line[:1] == '"' and (found := _STRING.match(line)) and self.draft.seen and not self.draft.obsolete:
                self.texts.append(found.group(1))  # most lines of a catalog are such
            elif line or self.at < len(text):
                self._take(line)
            self.at += len(line) + 1
        self._end(len(text))
        if self.problems or not self.drafts:
            return []
        self.end = _end_of_last(text, self.draft.start)
        ends = [*(draft.start for draft in self.drafts[1:]), self.end]
        return [_entry(draft, text[draft.start : end]) for draft, end in zip(self.drafts, ends, strict=True)]

    def wrong(self, message: str, hint: str, line: int = 0, rule: str = "syntax") -> None:
        self.problems.append(Problem(message, rule, self.path, line or self.number, hint=hint))

    def _take(self, line: str) -> None:
        text = line.rstrip("\r").strip(" \t")
        if not text:
            if self.draft.has_msgstr:
                self._end(self.at)
            if not self.draft.has_lines and self.drafts:
                self.draft.start = self.at + len(line) + 1  # blank lines belong to the entry before them
                return
        elif text[0] != "#":
            if self.draft.obsolete:
                self._end(self.at)
                self.draft.obsolete = False
            self._content(text)
        elif text.startswith("#~"):
            content = text[2:].lstrip(" \t")
            if self.draft.seen and not self.draft.obsolete:
                self._end(self.at)
            self.draft.obsolete = True
            if content.startswith("|"):
                self._previous(content[1:].strip(" \t"))
            elif content:
                self._content(content)
        else:
            self._comment(text)
        self.draft.has_lines = True

    def _comment(self, text: str) -> None:
        if not re.match(r"#(?:$|[ \t,.:|#=-])", text):
            hint = f"write # {text[1:40]}; the flag is written #, fuzzy"
            self.wrong(f"no blank behind the # of a comment: {text[:40]!r}", hint)
        if text.startswith("#|"):
            self._previous(text[2:].strip(" \t"))
            return
        self._before_msgid()
        self.draft.notes.append(text)

    def _before_msgid(self) -> None:
        if self.draft.has_msgstr:
            self._end(self.at)
        elif self.draft.seen:
            hint = 'write msgstr "" above it if the translation is missing, or move the comment above the msgid'
            self.wrong("a comment between msgid and msgstr", hint)

    def _previous(self, text: str) -> None:
        obsolete = self.draft.obsolete
        self._before_msgid()
        self.draft.obsolete = obsolete
        found = _LINE.match(text)
        if found and not found.group(1).startswith("msgstr"):
            if found.group(1) in self.draft.was:
                self.wrong(f"a second {found.group(1)} behind #| in one entry", "delete one of the two")
            self.texts = self.draft.was.setdefault(found.group(1), [])
            self.texts.append(found.group(2))
        elif (string := _STRING.match(text)) and self.draft.was:
            self.texts.append(string.group(1))
        elif text:
            self.wrong(f"a line behind #| that is no earlier text: {text[:40]!r}", '#| msgid "...", or delete the line')

    def _content(self, text: str) -> None:
        found = _LINE.match(text)
        if found is not None:
            self._keyword(found.group(1))
            self.texts.append(found.group(2))
        elif text.startswith('"'):
            if not self.draft.seen:
                self.wrong("a text that belongs to no msgid or msgstr", "write msgid or msgstr before it")
            elif string := _STRING.match(text):
                self.texts.append(string.group(1))
            else:
                self._bad_string(text)
        elif name := self._meant(text):
            self._keyword(name)
        else:
            message = f"a line that is neither a comment, a keyword nor a quoted text: {text.partition(' ')[0][:40]!r}"
            self.wrong(message, "put it in quotation marks, or # before it")

    def _meant(self, text: str) -> str:
        """The keyword of a line that is nearly right, after telling what is wrong with it; "" for any other line."""
        word = re.match(r"[a-zA-Z_]+(?:\[\d+\])?", text)
        name = word.group() if word else ""
        if name.partition("[")[0] in _KEYWORDS:
            rest = text[len(name) :].lstrip(" \t")
            if "[" in name and not re.fullmatch(r"msgstr\[(?:0|[1-9]\d?)\]", name):
                self.wrong(f"no form is called '{name}'", "count the forms msgstr[0], msgstr[1] ...")
            elif rest.startswith('"'):
                self._bad_string(rest)
            else:
                self.wrong(f"the text behind {name} does not begin with a straight quotation mark", f'{name} "..."')
            return name
        near = get_close_matches(name, _KEYWORDS, 1, 0.8)
        if near:
            self.wrong(f"unknown keyword '{name}'; did you mean '{near[0]}'?", f"write {near[0]}")
        return near[0] if near else ""

    def _bad_string(self, text: str) -> None:
        if not re.match(r'"(?:[^"\\]|\\.)*"[ \t]*$', text):
            if text.rstrip().endswith('"') and len(text.rstrip()) > 1 and not text.rstrip().endswith('\\"'):
                hint = 'write \\" for a quotation mark inside the text'
                self.wrong("a quotation mark ends the text too early", hint)
            else:
                self.wrong("the text has no quotation mark at its end", 'end the line with "')
            return
        for found in _ESCAPE.finditer(text):
            if found.group(1) not in _ESCAPES:
                hint = r"write \\ for a backslash; \n, \t, \r and \" are the escapes"
                self.wrong(f"an unknown escape '\\{found.group(1)}'", hint)

    def _keyword(self, name: str) -> None:
        is_msgstr = name.startswith("msgstr")
        if self.draft.has_msgstr and not is_msgstr:
            obsolete = self.draft.obsolete
            self._end(self.at)
            self.draft.obsolete = obsolete
        seen = self.draft.seen
        if name in seen:
            hint = "delete one of the two, or put a msgid between them"
            self.wrong(f"a second {name} in one entry; the first is in line {seen[name]}", hint)
        elif name not in ("msgctxt", "msgid") and "msgid" not in seen:
            self.wrong(f"{name} without a msgid before it", "write the msgid above it, or delete the line")
        elif is_msgstr and ("msgid_plural" in seen) != (name != "msgstr"):
            hint = "msgstr[0] and msgstr[1] ... go with msgid_plural, msgstr goes without"
            self.wrong(f"{name} {'with' if name == 'msgstr' else 'without'} a msgid_plural", hint)
        elif is_msgstr and name != "msgstr" and name != (due := f"msgstr[{sum(key[:6] == 'msgstr' for key in seen)}]"):
            self.wrong(f"{name} where {due} is due", "give every form, in order: msgstr[0], msgstr[1] ...")
        elif name == "msgctxt" and "msgid" in seen:
            self.wrong("msgctxt behind its msgid", "write it above the msgid")
        seen.setdefault(name, self.number)
        self.draft.has_msgstr = self.draft.has_msgstr or is_msgstr
        self.texts = self.draft.texts.setdefault(name, [])

    def _end(self, at: int) -> None:
        """The entry ends before the line at `at`; comments alone wait for their entry, or for the end of the file."""
        draft = self.draft
        if not draft.seen:
            return
        self.draft = _Draft(at)
        first = min(draft.seen.values())
        if "msgid" not in draft.seen:
            self.wrong("an entry without a msgid", "write its msgid, or delete the entry", first)
        elif not draft.has_msgstr:
            hint = 'write msgstr below the msgid; msgstr "" where there is no translation yet'
            self.wrong("the entry ends before its msgstr", hint, first)
        self.drafts.append(draft)


def _end_of_last(text: str, at: int) -> int:
    """Where the last entry ends that ends before `at`: blank lines behind it belong to the file."""
    last = len(text[:at].rstrip())
    newline = text.find("\n", last, at)
    return at if newline < 0 else newline + 1


def _entry(draft: _Draft, raw: str) -> Entry:
    """What was read of an entry; law 7 keeps `raw` as long as nothing changes."""

    def text(name: str, pieces: Mapping[str, Sequence[str]] = draft.texts) -> str | None:
        found = "".join(pieces[name]) if name in pieces else None
        return unescaped_po(found) if found else found

    comments, extracted, references, flags = [], [], [], []
    for note in draft.notes:
        kind, rest = note[1:2], note[2:]
        if kind == ".":
            extracted.append(rest.removeprefix(" "))
        elif kind == ":":
            references += _PLACE.findall(rest)
        elif kind in (",", "="):
            flags += [flag for part in rest.split(",") if (flag := part.strip(" \t"))]
        else:
            comments.append(note[1:].removeprefix(" "))
    plural, was = text("msgid_plural"), draft.was
    forms = [] if plural is None else [text(name) or "" for name in draft.texts if name.startswith("msgstr[")]
    return Entry(
        text("msgid") or "", text("msgstr") or "", text("msgctxt"), plural, tuple(forms),
        tuple(comments), tuple(extracted), tuple(references), tuple(flags),
        text("msgid", was), text("msgctxt", was), text("msgid_plural", was),
        draft.obsolete, min(draft.seen.values()), raw,
    )  # fmt: skip


def unescaped_po(text: str) -> str:
    """A text as it stands between quotation marks, its escapes resolved."""
    return _ESCAPE.sub(lambda found: _ESCAPES[found.group(1)], text) if "\\" in text else text
