"""Where front matter stands in a file: between two lines `---` (YAML) or `+++` (TOML), and what only looks like it.

Front matter that is not read would be published as a paragraph of the policy, so every other form is refused.
"""

import json
import re
from dataclasses import dataclass
from typing import Literal

from ..patterns import regex
from ..problem import Problem

KNOWN = ("title", "description", "effective", "summary")
"""Keys that have a meaning here; others pass through."""
TEXTS = ("title", "description")
"""Those that are a text in one line."""
FIRST_LINE = 2
"""Of what stands between the marks, in its file."""


Form = Literal["yaml", "toml"]


@dataclass(frozen=True, slots=True)
class FrontBlock:
    """A file, cut into front matter and text."""

    form: Form
    written: str
    """Front matter without its marks; "" where there is none."""
    body: str
    """The text below it."""
    first_line: int
    """On which the text begins."""


@dataclass(frozen=True, slots=True)
class FrontValue:
    """A value of front matter, as whichever reader found it."""

    line: int
    """In the file."""
    said: str
    """A text, or what was written in its place; "" for a list or a table."""
    kind: Literal["text", "other", "list", "table", "unknown"] = "text"
    """`other` is a number, a date or nothing, `unknown` a type that YAML itself does not have."""


_FORMS: tuple[tuple[Form, re.Pattern[str]], ...] = (
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
        "write {} in a line of its own below its last key, or delete the first line",
    ),
    (
        r"()((?:---|\+\+\+)[ \t]*(?:json|toml|ya?ml|js|javascript|coffee)\b.*)",
        "front matter that begins with {} is not read",
        "write --- for YAML or +++ for TOML, and nothing more in that line",
    ),
    (r"()(;;;)", "front matter that begins with {} is not read", _BETWEEN),
    (r"(\s*)(#\+\w+):", "'{}:' is the way in which Org files have a title", _BETWEEN),
    (r"(\s*)(%)[ \t]+\S", "a line that begins with '{}' is a title for Pandoc alone", _BETWEEN),
    (
        rf"(\s*(?:-{{2,}}[ \t]*\n\s*)?)((?i:title|layout|permalink|slug)|{_WORDS})[ \t]*:",
        "'{}:' stands where front matter would, but there is none",
        "begin the file with a line --- and close the front matter with another",
    ),
    (
        r"(\s+)(---|\+\+\+)[ \t]*\n\s*[\w-]+[ \t]*[:=]",
        "front matter that begins with {} is not at the beginning of the file",
        "delete what stands above it, blank lines too",
    ),
)  # fmt: skip
"""What is no front matter here and was meant as such: what stands before it, what is named, message, hint."""


_SECOND = regex(rf"(\s*)(---|\+\+\+)[ \t]*\n\s*(?i:{_WORDS}|layout|permalink|slug)[ \t]*[:=]")


def unread(text: str) -> Problem | None:
    """Front matter that would be published as text: a second one, never closed, or in a form that is not read here."""
    if any(pattern.match(text) for _, pattern in _FORMS):
        front = split(text)
        if second := _SECOND.match(front.body):
            message = f"a second front matter that begins with {second.group(2)} would be published as text"
            line = front.first_line + front.body.count("\n", 0, second.end(1))
            return Problem(message, "front-matter", line=line, hint="write all keys into the first one")
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
    hint = f"write a line ---, a line title: {example}, and another line ---"
    return Problem("front matter in JSON is not read", "front-matter", line=line, hint=hint)
