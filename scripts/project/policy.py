"""A policy: front matter and Markdown, and what is wrong with them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from html import unescape
from typing import Any

from .. import markup
from ..checks.rule import Facts
from ..markup import Segment
from ..markup.block_nodes import Block, Heading, HtmlBlock, Paragraph, SummarySection
from ..markup.foreign_syntax import foreign_text
from ..markup.nodes import Link
from ..markup.reader import GithubReading
from ..patterns import regex
from ..problem import Problem, Refused, near
from .config import Config
from .front_block import TEXTS, split, unread
from .front_matter import FrontMatter, read_front_matter

_CONFLICT = regex(r"^(?:<<<<<<<|>>>>>>>|\|{7})(?: .*)?$", re.M)
"""Conflict markers of a merge (git). `=======` is not one of them: it underlines a heading in Markdown."""


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy that has been read."""

    name: str
    """The name of the file without `.md`: also the domain of the catalogs and the name of the pages."""
    path: str
    title: str
    """From front matter, or else from the heading at the beginning of the text."""
    description: str
    effective: date | None
    source: markup.SourceTree
    title_line: int = 1
    description_line: int = 1
    titled: bool = False
    """Whether the title is in front matter, and so a segment of its own."""
    extra: Mapping[str, Any] = field(default_factory=dict)
    facts: Facts = field(default_factory=Facts, compare=False)
    """Facts about the texts that the checks find once for all locales."""
    _segments: list[Segment] = field(default_factory=list, compare=False)

    def segments(self) -> tuple[Segment, ...]:
        """Every segment in reading order, title and description first. The list is made once."""
        if not self._segments:
            self._segments.extend([*self._front(), *markup.segments(self.source)])
        return tuple(self._segments)

    def _front(self) -> Iterator[Segment]:
        if self.titled:
            yield Segment(self.title, self.title_line, comment="title of the page", kind="plain")
        if self.description:
            comment = "description of the page, shown below its title"
            yield Segment(self.description, self.description_line, comment=comment, kind="plain")


def with_plain_line_ends(text: str) -> str:
    """The text of a file without a byte order mark, with `\\n` at the ends of lines."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def read_policy(text: str, name: str, path: str, config: Config) -> Policy:
    """Read a policy. Raises `Refused` with every problem: front matter, Markdown, unknown variables, law 2."""
    found, problems = inspect_policy(text, name, path, config)
    if problems or found is None:
        raise Refused(*problems)
    return found


def inspect_policy(text: str, name: str, path: str, config: Config) -> tuple[Policy | None, list[Problem]]:
    """A policy and its problems, sorted by line. With problems it cannot be published, but its catalogs can be checked.

    The policy is None if its Markdown is ambiguous, so that its segments are not certain. Raises `Refused` for a text that
    cannot be read at all: bare carriage returns, control characters, conflict markers, unread front matter.
    """
    unusable = tuple(_unusable(text))
    if unusable:
        raise Refused(*(problem.at(path=path) for problem in unusable))
    front = split(with_plain_line_ends(text))
    matter, body, first_line = read_front_matter(front), front.body, front.first_line
    source, github = _readings(body, first_line, matter, path)
    problems = [
        *matter.problems,
        *source.problems,
        *_foreign(matter),
        *_marked(matter, source.reader),
        *_ambiguous(github, body, first_line),
        *_unknown_variables(_variables(source, matter), config, matter.facts.get("effective")),
    ]
    if not problems and not body.strip():
        problems.append(Problem("the policy has no text", "empty", line=1, hint="write the text, or delete the file"))
    elif not matter.problems and not source.problems:
        problems += _untitled(source, matter, has_front=bool(front.written))
    found = _policy(name, path, source, matter) if source.is_certain else None
    return found, [problem.at(path=path) for problem in sorted(problems, key=lambda problem: problem.line)]


def known_policy(text: str, name: str, path: str) -> Policy | None:
    """A policy that an earlier run has inspected: it is read without checks, and without the second parser.

    None if its Markdown is ambiguous. Raises `Refused` as `inspect_policy` does.
    """
    front = split(with_plain_line_ends(text))
    matter = read_front_matter(front)
    source = markup.read_markdown(front.body, front.first_line, matter.facts.get("summary") or ())
    return _policy(name, path, source, matter) if source.is_certain else None


def _unusable(written: str) -> Iterator[Problem]:
    """Problems that prevent reading a text: all of one kind, the first kind that it has."""
    if "\r" in written.replace("\r\n", ""):
        yield Problem("lines end with bare carriage returns", "policy", line=1, hint="save the file with LF line ends")
        return
    text = with_plain_line_ends(written)
    if bad := re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f]", text):
        message = f"a control character U+{ord(bad.group()):04X}"
        yield Problem(message, "policy", line=_line_at(text, bad.start()), hint="delete the invisible character")
        return
    if marks := list(_CONFLICT.finditer(text)):
        hint = "choose one of the two texts, and delete the marker lines"
        yield from (
            Problem("a conflict marker left by a merge", "conflict", line=_line_at(text, mark.start()), hint=hint)
            for mark in marks
        )
        return
    if stray := unread(text):
        yield stray


def _line_at(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _readings(
    body: str, first_line: int, matter: FrontMatter, path: str
) -> tuple[markup.SourceTree, GithubReading | None]:
    """The text as read by our parser and, if that finds no problem, by the second one."""
    try:
        source = markup.read_markdown(body, first_line, matter.facts.get("summary") or ())
        return source, markup.read_as_github(body, first_line, source.reader) if source.is_certain else None
    except RecursionError as error:
        message, hint = "the Markdown is nested too deep to be read", "use fewer levels of quotes, lists and emphasis"
        raise Refused(Problem(message, "markdown", path, first_line, hint=hint)) from error


def _ambiguous(github: GithubReading | None, body: str, first_line: int) -> Iterator[Problem]:
    """A problem if the two parsers disagree (law 2)."""
    from ..markup import cross_check  # imported here: the second parser is loaded only if it has to read a text

    difference = None if github is None else cross_check.disagreement(github, body, first_line)
    if difference is not None:
        message = f"ambiguous Markdown: one parser reads {difference.ours}, the other {difference.theirs}"
        hint = "write it more simply: empty lines between blocks, four spaces before nested ones"
        yield Problem(message, "referee", line=difference.line, hint=hint)


def _foreign(matter: FrontMatter) -> Iterator[Problem]:
    """Syntax of other tools in title and description. In the summary it is found elsewhere: that is part of the tree."""
    for key in TEXTS:
        yield from foreign_text(str(matter.facts.get(key) or ""), matter.lines.get(key, 1), ())


def _marked(matter: FrontMatter, reader: markup.InlineReader) -> Iterator[Problem]:
    """Markdown, HTML and character references in title and description, which are plain text: they would be published as such."""
    for key in TEXTS:
        text = str(matter.facts.get(key) or "")
        nodes = reader.wrapped(markup.VARIABLE.sub("x", text)).nodes
        shown = _CHARACTER.search(text)
        if any(not isinstance(node, str | Link) for node in nodes) or _LINK.search(text):
            shown = None
        elif shown is None or unescape(shown.group()) == shown.group():
            continue
        what = f"{shown.group()!r}" if shown else "Markdown or HTML"
        message = f"{key} is plain text, and {what} in it would be published as it is written"
        plainly = "write only the words; links and emphasis are allowed in `summary`"
        hint = "write the character itself" if shown else plainly
        yield Problem(message, "front-matter", line=matter.lines.get(key, 1), hint=hint)


_LINK = regex(r"\]\([^()\s]|<(?:[A-Za-z][\w+.-]+:|[^\s<>@]+@)[^\s<>]*>")
_CHARACTER = regex(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,31});")
"""A character reference (CommonMark 0.31, "Entity and numeric character references")."""


def _variables(source: markup.SourceTree, matter: FrontMatter) -> Iterator[tuple[int, str]]:
    """(line, name) of each placeholder in text, title and description."""
    yield from source.variables
    for key in TEXTS:
        for found in markup.VARIABLE.finditer(str(matter.facts.get(key) or "")):
            yield matter.lines.get(key, 1), found.group(1)


def _policy(name: str, path: str, source: markup.SourceTree, matter: FrontMatter) -> Policy:
    title, description = (str(matter.facts.get(key) or "") for key in TEXTS)
    heading = title_heading(source)
    shown = title or (name if heading is None else heading.text)
    return Policy(
        name, path, shown, description, matter.facts.get("effective"), source,
        matter.lines.get("title", 1), matter.lines.get("description", 1), bool(title), matter.facts,
    )  # fmt: skip


def title_heading(source: markup.SourceTree) -> Heading | None:
    """The heading that is the first block of a policy: its title if front matter has none."""
    first = next((block for block in source.blocks if not isinstance(block, SummarySection)), None)
    return first if isinstance(first, Heading) else None


_LONGEST_TITLE = 80
"""The most characters of a first paragraph that may be meant as the title."""


def _untitled(source: markup.SourceTree, matter: FrontMatter, *, has_front: bool) -> Iterator[Problem]:
    """A problem for a policy without a title: neither a later heading nor the file name is used instead."""
    if "title" in matter.facts or title_heading(source) is not None:
        return
    blocks = [block for block in source.blocks if not isinstance(block, SummarySection)]
    words = _like_a_title(blocks[0]) if blocks else ""
    below = next((block for block in blocks if isinstance(block, Heading) and block.level == 1), None)
    if words:
        hint = f'if that is the title, write "# {words}" in line {blocks[0].line}; or '
    elif below is not None:
        hint = f'if that is the title, move "# {below.text}" from line {below.line} above all other text; or '
    else:
        hint = 'write "# ..." above the text; or '
    hint += (
        "write title: ... in the front matter" if has_front else "begin the file with the lines ---, title: ..., ---"
    )
    message = "the policy has no title: it does not begin with a heading, and the front matter has no title"
    yield Problem(message, "title", line=1, hint=hint)


def _like_a_title(block: Block) -> str:
    """The words of a first block that may be meant as the title, or ""."""
    text = block.text.strip() if isinstance(block, HtmlBlock | Paragraph) else ""
    if isinstance(block, HtmlBlock) and (heading := re.fullmatch(r"<h([1-6])\b[^<>]*>([^<>]+)</h\1\s*>", text, re.I)):
        return " ".join(heading.group(2).split())
    words = re.sub(r"^(\*\*|__)([^*_]+)\1$", r"\2", text)
    is_short = len(words) <= _LONGEST_TITLE and words[-1:] not in (*".:;!?。",) and not re.search(r"\n|<|!\[", words)
    return words if isinstance(block, Paragraph) and is_short else ""


def _unknown_variables(
    variables: Iterable[tuple[int, str]], config: Config, effective: date | None
) -> Iterator[Problem]:
    known = {*config.variables, *(["effective"] if effective else [])}
    for line, name in dict.fromkeys(variables):
        if name not in known:
            hint, nearest = f'add it under [variables] in policy/site.toml:  {_key(name)} = "..."', near(name, known)
            if name == "effective":
                hint = "write the date in the front matter:  effective: 2024-10-01"
            elif nearest:
                hint = f"correct the name; or {hint}"
            yield Problem(f"unknown variable '{name}'{nearest}", "variable", line=line, hint=hint)


def _key(name: str) -> str:
    return f'"{name}"' if "." in name else name
