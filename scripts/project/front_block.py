"""Front matter in a file: the lines between two lines `---` (YAML) or `+++` (TOML), and forms that are refused.

What is not recognised as front matter is published as a paragraph of the policy. So everything that an author may have
meant as front matter, in the forms of other tools, is an error.
"""

import json
import re
from dataclasses import dataclass
from typing import Literal

from ..patterns import regex
from ..problem import Problem

KNOWN = ("title", "description", "effective", "summary")
"""Keys that have a meaning here; others are allowed and passed on."""
TEXTS = ("title", "description")
"""Keys whose value is a text in one line."""
FIRST_LINE = 2
"""The line of the file where the text between the marks begins."""


Form = Literal["yaml", "toml"]


@dataclass(frozen=True, slots=True)
class FrontBlock:
    """A file, cut into front matter and text."""

    form: Form
    written: str
    """Front matter without its marks; "" if there is none."""
    body: str
    """The text below it."""
    first_line: int
    """The line of the file where the text begins."""


@dataclass(frozen=True, slots=True)
class FrontValue:
    """A value of front matter, from YAML or TOML."""

    line: int
    """In the file."""
    text: str
    """The text, or another value as it is written; "" for a list or a table."""
    kind: Literal["text", "other", "list", "table", "unknown"] = "text"
    """`other` is a number, a date or null; `unknown` is a value with a tag that YAML itself does not have (`!secret`)."""


_FORMS: tuple[tuple[Form, re.Pattern[str]], ...] = (
    # `...` ends a document too (YAML 1.2.2, 9.1.2 "Document Markers")
    ("yaml", regex(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S | re.M)),
    ("toml", regex(r"\+\+\+[ \t]*\n(.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.S | re.M)),
)  # fmt: skip


def split(text: str) -> FrontBlock:
    """Front matter and the text below it."""
    for form, pattern in _FORMS:
        if found := pattern.match(text):
            below = text.count("\n", 0, found.end()) + 1
            return FrontBlock(form, found.group(1), text[found.end() :], below)
    return FrontBlock("yaml", "", text, 1)


_BETWEEN = "write it as `title: ...` between two lines ---"
_WORDS = "|".join(KNOWN)
_UNREAD = (
    (
        r"()(---|\+\+\+)[ \t]*(?:\n|\Z)",
        "the front matter that begins with {} is never closed",
        "write {} on a line of its own after the last key, or delete the first line",
    ),
    (
        r"()((?:---|\+\+\+)[ \t]*(?:json|toml|ya?ml|js|javascript|coffee)\b.*)",
        "front matter that begins with {} is not read",
        "write --- for YAML or +++ for TOML, and nothing else on that line",
    ),
    (r"()(;;;)", "front matter that begins with {} is not read", _BETWEEN),
    (r"(\s*)(#\+\w+):", "'{}:' is front matter of Org files, which is not read", _BETWEEN),
    (r"(\s*)(%)[ \t]+\S", "a line that begins with '{}' is a title block of Pandoc, which is not read", _BETWEEN),
    (
        r"(\s+)(---|\+\+\+)[ \t]*\n\s*[\w-]+[ \t]*[:=]",
        "front matter that begins with {} is not at the beginning of the file",
        "delete everything above it, empty lines too",
    ),
    (
        rf"(\s*(?:-{{2,}}[ \t]*\n\s*)?)((?i:title|layout|permalink|slug)|{_WORDS})[ \t]*:",
        "'{}:' looks like front matter, but there is no line --- before it",
        "write a line --- before the first key, and another one after the last",
    ),
)  # fmt: skip
"""Forms that are not read: a pattern (group 1 is before the form, group 2 goes into the texts), message and hint."""


_SECOND = regex(rf"(\s*)(---|\+\+\+)[ \t]*\n\s*(?i:{_WORDS}|layout|permalink|slug)[ \t]*[:=]")


def unread(text: str) -> Problem | None:
    """Front matter that would be published as text: a second one, one without an end, or a form that is not read."""
    if any(pattern.match(text) for _, pattern in _FORMS):
        front = split(text)
        if second := _SECOND.match(front.body):
            message = f"a second front matter that begins with {second.group(2)} would be published as text"
            line = front.first_line + front.body.count("\n", 0, second.end(1))
            return Problem(message, "front-matter", line=line, hint="write all keys in the first one")
        return None
    for pattern, message, hint in _UNREAD:
        if found := re.match(pattern, text):
            name, line = found.group(2), text.count("\n", 0, found.end(1)) + 1
            return Problem(message.format(name[:40]), "front-matter", line=line, hint=hint.format(name))
    return _json(text)


def _json(text: str) -> Problem | None:
    bare = text.lstrip()
    if not bare.startswith("{"):
        return None
    try:
        value, _ = json.JSONDecoder().raw_decode(bare)
    except (ValueError, RecursionError):
        value = {} if re.match(r'\{\s*"[^"\n]*"\s*:', bare) else None
    if not isinstance(value, dict):
        return None
    title = value.get("title")
    example = json.dumps(title, ensure_ascii=False) if isinstance(title, str) and len(title) < 80 else '"..."'
    line = text.count("\n", 0, len(text) - len(bare)) + 1
    hint = f"write it as YAML: a line ---, a line title: {example}, and another line ---"
    return Problem("front matter in JSON is not read", "front-matter", line=line, hint=hint)
