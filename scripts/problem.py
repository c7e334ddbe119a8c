"""A problem: something that a person can correct in a file, with its place and a hint."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from difflib import get_close_matches
from typing import Literal

Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where, and what to do about it."""

    message: str
    """Lower case, no full stop; quotes the person's own text."""

    rule: str
    """Stable name, such as `link-lost`."""

    path: str = ""
    """Relative to the root, with `/`."""

    line: int = 0
    """From 1; 0 where the file as a whole is meant."""

    level: Level = "error"
    locale: str = ""
    policy: str = ""
    msgid: str = ""
    msgstr: str = ""
    was: str = ""
    now: str = ""
    hint: str = ""

    @property
    def is_error(self) -> bool:
        """Whether it keeps a text from being published."""
        return self.level == "error"

    def at(self, **facts: object) -> "Problem":
        """The same problem with facts that its finder did not know: path, line, locale, policy."""
        return replace(self, **facts)  # type: ignore[arg-type]


class Refused(Exception):
    """A file that cannot be used; carries every problem that was found in it."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems

    def __reduce__(self) -> "tuple[type[Refused], tuple[Problem, ...]]":
        """How it travels between processes: by its problems, not by its words."""
        return Refused, self.problems


def near(word: str, known: Iterable[str], alike: float = 0.6) -> str:
    """`; did you mean 'x'?` for the nearest known word that is at least so much alike (0 to 1), or nothing."""
    found = get_close_matches(word, list(known), 1, alike)
    return f"; did you mean '{found[0]}'?" if found else ""


def as_text(problem: Problem) -> str:
    """The form for a terminal: place, level, message and rule, then indented lines."""
    place = f"{problem.path}:{problem.line}" if problem.line else problem.path
    said = visible(f"{place + ': ' if place else ''}{problem.level}: {problem.message}", lines=False)
    lines = [f"{said} [{problem.rule}]"]
    for name in ("was", "now", "msgid", "msgstr", "hint"):
        value = getattr(problem, name)
        if value:
            first, *more = visible(value).split("\n")
            lines += [f"    {name:<7} {first}", *(f"            {line}" for line in more)]
    return "\n".join(lines)


def visible(text: str, *, lines: bool = True) -> str:
    """Text with its controls shown, so that a hostile file cannot write on the terminal; line ends stay with `lines`."""
    kept = "\u00a0\u202f\u200c\u200d\n" if lines else "\u00a0\u202f\u200c\u200d"
    return "".join(char if char.isprintable() or char in kept else f"\\u{ord(char):04x}" for char in text)


def as_json(problems: Iterable[Problem]) -> str:
    """One object for all problems, empty fields left out except those that every reader expects."""
    always = ("level", "rule", "path", "line", "message", "hint")
    rows = [{key: value for key, value in asdict(problem).items() if value or key in always} for problem in problems]
    return plain_json({"problems": rows})


def plain_json(value: object) -> str:
    """JSON with letters as they are; what a terminal would obey, and what nobody sees, is escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return "".join(char if char.isprintable() or char == "\n" else json.dumps(char)[1:-1] for char in text)


def as_github(problem: Problem) -> str:
    """A workflow command of GitHub Actions, which shows the problem beside the line."""

    def escaped(text: str, more: str = "") -> str:
        for char, code in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"), *((char, f"%{ord(char):02X}") for char in more)):
            text = text.replace(char, code)
        return text

    words = "\n".join(
        part for part in (problem.message, problem.msgid, problem.msgstr, problem.now, problem.hint) if part
    )
    place = f"file={escaped(problem.path, ',:')},line={max(problem.line, 1)},title={escaped(problem.rule, ',:')}"
    return visible(f"::{problem.level} {place}::{escaped(words)}")


def short(value: object) -> str:
    """What somebody wrote, short enough for a message."""
    try:
        return str(value)[:80]
    except ValueError:  # a number of more digits than Python converts
        return "a very long number"
