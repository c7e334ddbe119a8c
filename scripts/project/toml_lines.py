"""Line numbers in a TOML file, by regular expressions: tomllib gives none, except in error messages."""

import re

from ..problem import Problem


def not_toml(error: Exception, text: str, rule: str) -> Problem:
    """A problem with the message of tomllib and its line; at the last line if the message has none."""
    found = re.search(r"\(at line (\d+), column \d+\)", str(error))
    line = int(found.group(1)) if found else text.count("\n") + 1
    why = str(error).partition(" (at")[0]
    is_double = re.search(r"twice|overwrite|Duplicate", why)
    hint = "write each [table] and each key only once" if is_double else 'write lines of the form key = "value"'
    return Problem(f"not TOML: {why}", rule, line=line, hint=hint)


def line_of(text: str, name: str) -> int:
    """The line of a key by its full name (`variables.company.contact`); 1 if it is not found.

    For a key in an inline table it is the line where that table begins.
    """
    table: list[str] = []
    near = 1
    for number, line in enumerate(text.split("\n"), 1):
        if head := re.match(r"\s*\[+([^\]]+)\]", line):
            table = _parts(head.group(1))
        elif key := re.match(r"\s*((?:[\w-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[\w-]+|\"[^\"]*\"|'[^']*'))*)\s*=", line):
            here = ".".join([*table, *_parts(key.group(1))])
            if here == name:
                return number
            if name.startswith(f"{here}."):  # an inline table
                near = number
    return near


def _parts(key: str) -> list[str]:
    """The parts of a dotted key, without quotation marks."""
    return [part.strip().strip("\"'") for part in key.split(".")]


def line_of_key(text: str, table: str, key: str) -> int:
    """The line of a key in a table, or of the head of the table `key` if `table` is ""; 1 if it is not found."""
    here = ""
    for number, line in enumerate(text.split("\n"), 1):
        if head := re.match(r"\s*\[+\s*([\w.\"-]+)", line):
            here = head.group(1)
            if not table and here.split(".")[0].strip('"') == key:
                return number
        elif here.split(".")[0] == table and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*(?:=|\.)", line):
            return number
        elif not table and re.match(rf"\s*{re.escape(key)}\s*=", line):
            return number
    return 1
