"""Front matter: the lines of YAML above a text, read without aliases, with the line of each key."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeGuard

import yaml

from ..problem import Problem, Refused, near, short

KNOWN = ("title", "description", "effective", "summary")
"""Keys that have a meaning here; others pass through."""
TEXTS = ("title", "description")
"""Those that are a text in one line."""

_FRONT = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.S | re.M)
_FIRST_LINE = 2
"""Of what stands between the marks, in its file."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Front matter that has been read; in the place of a wrong value there is None."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    """Texts in one line, `effective` as a date, `summary` as (line, text) of each item."""
    lines: Mapping[str, int] = field(default_factory=dict)
    """The line of each key, in the file."""
    problems: tuple[Problem, ...] = ()
    """Without the path of the file."""


def split(text: str) -> tuple[str, str, int]:
    """Front matter without its marks, the text behind it, and the line on which that begins."""
    front = _FRONT.match(text)
    if front is None:
        return "", text, 1
    return front.group(1), text[front.end() :], text.count("\n", 0, front.end()) + 1


def read_front_matter(front: str) -> FrontMatter:
    """The keys and values of a policy's front matter, and all that is wrong with them."""
    try:
        root = _composed(front)
        facts = _constructed(front) if root else {}
    except Refused as error:
        return FrontMatter(problems=error.problems)
    if root is None:
        return FrontMatter()
    lines = {str(key.value): _line_of(key) for key, _ in root.value}
    values = [(key.value, value) for key, value in root.value if key.value in TEXTS and _is_text(value)]
    texts = [(key, _in_one_line(key, value)) for key, value in values]
    items = (
        list(_summary(next(value for key, value in root.value if key.value == "summary"))) if "summary" in facts else []
    )
    effective = facts.get("effective")
    problems = [
        *_about_keys([str(key.value) for key, _ in root.value], lines),
        *_about_types({key: facts[key] for key in TEXTS if key in facts}, lines),
        *(text for _, text in texts if isinstance(text, Problem)),
        *(item for item in items if isinstance(item, Problem)),
        *_about_date(effective, lines),
    ]
    good: dict[str, Any] = {
        **facts,
        **{key: None for key in TEXTS if key in facts and not isinstance(facts[key], str)},
        **{key: text if isinstance(text, str) else None for key, text in texts},
    }
    if "summary" in facts:
        good["summary"] = [item for item in items if not isinstance(item, Problem)]
    if effective is not None and type(effective) is not date:
        good["effective"] = None
    return FrontMatter(good, lines, tuple(problems))


def titles(front: str) -> dict[str, tuple[str, int]]:
    """Title and description of a text by others, as {key: (text, line)}; what is no text, or empty, is left out.

    Raises `Refused` for what is not YAML, and for a text that is there twice or holds a control character.
    """
    root = _composed(front)
    pairs = [(str(key.value), key, value) for key, value in (root.value if root else ()) if key.value in TEXTS]
    keys = [name for name, _, _ in pairs]
    problems = list(_about_keys(keys, {name: _line_of(key) for name, key, _ in pairs}))
    found = {}
    for name, key, value in pairs:
        text = _of_others(name, value)
        if isinstance(text, Problem):
            problems.append(text)
        elif text:
            found[name] = (text, _line_of(key))
    if problems:
        raise Refused(*problems)
    return found


def _of_others(key: str, node: yaml.Node) -> str | Problem:
    """A text, number or date as it is written; "" for nothing, a list or a table."""
    if node.tag.startswith("tag:yaml.org,2002:"):
        return _in_one_line(key, node) if isinstance(node, yaml.ScalarNode) and node.value.strip() else ""
    return Problem(f"{key} is not a text", "front-matter", line=_line_of(node), hint="put it in quotation marks")


def front_texts(text: str) -> list[tuple[int, str, str]]:
    """(line, how it is written, what it says) of every text of the front matter, keys too; none where it is not YAML."""
    front, _, _ = split(text)
    try:
        root = yaml.compose(front, Loader=yaml.SafeLoader) if front.strip() else None
    except Exception:  # `read_front_matter` says what is wrong with it
        return []
    return list(_scalars(root, front))


def _scalars(root: yaml.Node | None, front: str) -> Iterator[tuple[int, str, str]]:
    waiting, seen = [root], set[int]()
    while waiting:
        node = waiting.pop()
        if node is None or id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            yield _line_of(node), front[node.start_mark.index : node.end_mark.index], node.value
        elif isinstance(node, yaml.MappingNode):
            waiting += [part for pair in node.value for part in pair]
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value


# -- YAML -----------------------------------------------------------------------------------------


def _composed(front: str) -> yaml.MappingNode | None:
    """The keys and values as nodes, which know their lines; None where there are none. Raises `Refused`."""
    try:
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(front, Loader=yaml.SafeLoader)):
            raise yaml.YAMLError("aliases (*name) are not read here")
        if re.search(r"^\s*<<\s*:", front, re.M):
            raise yaml.YAMLError("merge keys (<<) are not read here")
        root = yaml.compose(front, Loader=yaml.SafeLoader) if front.strip() else None
    except Exception as error:  # nested too deep, too
        raise Refused(_not_yaml(error)) from error
    if not isinstance(root, yaml.MappingNode | None):
        raise Refused(_NO_KEYS)
    return root


def _constructed(front: str) -> dict[str, Any]:
    """The values as Python has them. Raises `Refused`."""
    try:
        facts = yaml.safe_load(front)
    except Exception as error:  # PyYAML lets whatever its constructors raise through
        day = re.search(r"\d{4}-\d\d?-\d\d?", front)
        if not isinstance(error, ValueError) or getattr(error, "problem_mark", None) or day is None:
            raise Refused(_not_yaml(error)) from error
        line = front.count("\n", 0, day.start()) + _FIRST_LINE
        message, hint = f"there is no such day: {day.group()}", "effective: 2024-10-01"
        raise Refused(Problem(message, "front-matter", line=line, hint=hint)) from error
    if not isinstance(facts, dict):  # `!!set` has keys alone
        raise Refused(_NO_KEYS)
    return facts


_NO_KEYS = Problem(
    "front matter is not a list of `key: value` lines",
    "front-matter",
    line=_FIRST_LINE,
    hint="write `title: ...`, or delete it",
)


def _not_yaml(error: Exception) -> Problem:
    mark = getattr(error, "problem_mark", None)
    message = f"front matter is not YAML: {str(getattr(error, 'problem', None) or error)[:100]}"
    hint = "put a value with a colon or a bracket in quotation marks"
    return Problem(message, "front-matter", line=mark.line + _FIRST_LINE if mark else 1, hint=hint)


def _line_of(node: yaml.Node) -> int:
    line: int = node.start_mark.line
    return line + _FIRST_LINE


def _is_text(node: yaml.Node) -> TypeGuard[yaml.ScalarNode]:
    return isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:str"


# -- what is wrong with it ------------------------------------------------------------------------


def _about_keys(keys: list[str], lines: Mapping[str, int]) -> Iterator[Problem]:
    """Keys that stand twice, and those that are nearly one with a meaning."""
    for key in dict.fromkeys(keys):
        if keys.count(key) > 1:
            yield Problem(f"a second '{key}'", "front-matter", line=lines[key], hint="delete one of the two")
        plain = re.sub(r"[\W_]?(?:date|since|from)$", "", key.lower())  # `Effective-Date` is meant to be `effective`
        if key not in KNOWN and (nearest := near(plain, KNOWN, 0.8)):
            hint = "correct it; keys that mean nothing here may have any other name"
            yield Problem(f"unknown key '{key}'{nearest}", "front-matter", line=lines[key], hint=hint)


def _about_types(texts: Mapping[str, Any], lines: Mapping[str, int]) -> Iterator[Problem]:
    for key, value in texts.items():
        if not isinstance(value, str):
            hint = f'{key}: "{short(value)}"'
            yield Problem(f"{key} is not a text", "front-matter", line=lines.get(key, 1), hint=hint)


def _about_date(effective: Any, lines: Mapping[str, int]) -> Iterator[Problem]:
    if effective is not None and type(effective) is not date:
        message = f"effective is not a date: {short(effective)!r}"
        yield Problem(message, "front-matter", line=lines.get("effective", 1), hint="effective: 2024-10-01")


def _summary(node: yaml.Node) -> Iterator[tuple[int, str] | Problem]:
    """(line, text) of each item of the summary, or what is wrong with it."""
    items = node.value if isinstance(node, yaml.SequenceNode) else [node]
    for item in items:
        if item is node or not _is_text(item):
            hint = 'summary:, then lines `  - "..."`, each text in quotation marks'
            yield Problem("summary is not a list of texts", "front-matter", line=_line_of(item), hint=hint)
        else:
            text = _in_one_line("summary", item)
            yield text if isinstance(text, Problem) else (_line_of(item), text)


def _in_one_line(key: str, node: yaml.ScalarNode) -> str | Problem:
    """A text in one line, or what is wrong with it: it is blank, or holds what no text has."""
    text = " ".join(re.split(r"[ \t\n]+", node.value)).strip(" ")
    if bad := re.search(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]", text):
        message, hint = f"{key} holds a control character U+{ord(bad.group()):04X}", "delete the invisible character"
    elif not text:
        message, hint = f"{key} is empty", "write it, or delete the key"
    else:
        return text
    return Problem(message, "front-matter", line=_line_of(node), hint=hint)
