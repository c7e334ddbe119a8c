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
    """In lower case, without a full stop; it quotes the person's own text."""

    rule: str
    """The stable name of the rule, such as `link-lost`."""

    path: str = ""
    """Relative to the root, with `/`."""

    line: int = 0
    """From 1; 0 for the file as a whole."""

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
        """A copy with other values in some fields, mostly those that the check did not know: path, line, locale, policy."""
        return replace(self, **facts)  # type: ignore[arg-type]


class Refused(Exception):
    """Raised for a file, a name or a request that cannot be used; `problems` has everything that is wrong with it."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems

    def __reduce__(self) -> "tuple[type[Refused], tuple[Problem, ...]]":
        """For `pickle`, which sends it between processes: rebuilt from its problems, not from the message in `args`."""
        return Refused, self.problems


def near(word: str, known: Iterable[str], alike: float = 0.6) -> str:
    """`; did you mean 'x'?` with the nearest known word, or "". `alike` is the least similarity (`difflib`, 0 to 1)."""
    found = get_close_matches(word, list(known), 1, alike)
    return f"; did you mean '{found[0]}'?" if found else ""


def as_text(problem: Problem) -> str:
    """A problem for a terminal: place, level, message and rule, then indented lines with details and the hint."""
    place = f"{problem.path}:{problem.line}" if problem.line else problem.path
    headline = visible(f"{place + ': ' if place else ''}{problem.level}: {problem.message}", lines=False)
    lines = [f"{headline} [{problem.rule}]"]
    for name in ("was", "now", "msgid", "msgstr", "hint"):
        value = getattr(problem, name)
        if value:
            first, *more = visible(value).split("\n")
            lines += [f"    {name:<7} {first}", *(f"            {line}" for line in more)]
    return "\n".join(lines)


def visible(text: str, *, lines: bool = True) -> str:
    """Text with its control characters as `\\u001b`, so that a hostile file cannot control the terminal.

    With `lines`, line ends are kept. No-break spaces (U+00A0, U+202F) and joiners (U+200C, U+200D) are kept too: Python does not
    call them printable, but French, Persian and Hindi texts need them.
    """
    kept = "\u00a0\u202f\u200c\u200d\n" if lines else "\u00a0\u202f\u200c\u200d"
    return "".join(char if char.isprintable() or char in kept else f"\\u{ord(char):04x}" for char in text)


def as_json(problems: Iterable[Problem]) -> str:
    """One JSON object for all problems. Empty fields are left out, except `level`, `rule`, `path`, `line`, `message`, `hint`."""
    always = ("level", "rule", "path", "line", "message", "hint")
    rows = [{key: value for key, value in asdict(problem).items() if value or key in always} for problem in problems]
    return plain_json({"problems": rows})


def plain_json(value: object) -> str:
    """JSON with letters as they are. Control characters and invisible characters are escaped, for it is read in terminals."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return "".join(char if char.isprintable() or char == "\n" else json.dumps(char)[1:-1] for char in text)


def as_github(problem: Problem) -> str:
    """A workflow command, with which GitHub Actions shows the problem at its line ("Workflow commands for GitHub Actions")."""

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
    """A value that somebody wrote, cut to 80 characters for a message."""
    try:
        return str(value)[:80]
    except ValueError:  # Python converts no number of more than 4,300 digits to text
        return "a very long number"
