"""Lines of a TOML file: tomllib does not tell where a key stands."""

import re

from ..problem import Problem


def not_toml(error: Exception, text: str, rule: str) -> Problem:
    """What tomllib says of a text, with its line."""
    found = re.search(r"\(at line (\d+), column \d+\)", str(error))
    line = int(found.group(1)) if found else text.count("\n") + 1
    return Problem(f"not TOML: {str(error).partition(' (at')[0]}", rule, line=line, hint='write key = "value"')


def line_of(text: str, name: str) -> int:
    """The line where a key is given its value, by its name with tables: `variables.company.contact`."""
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
    """The names of a key with dots, without quotation marks."""
    return [part.strip().strip("\"'") for part in key.split(".")]


def line_of_key(text: str, table: str, key: str) -> int:
    """The line of a key in its table."""
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
