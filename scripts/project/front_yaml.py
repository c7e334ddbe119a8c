"""Front matter in YAML, with the line of each key.

PyYAML reads YAML 1.1, with the safe loader, which makes no Python objects. Aliases are refused: a few lines of them can
stand for gigabytes ("billion laughs"), and no policy needs them.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from ..problem import Problem, Refused
from .front_block import FIRST_LINE, FrontValue

_STANDARD = "tag:yaml.org,2002:"
"""The prefix of YAML's own types, such as `str` and `int`."""


def yaml_values(front: str) -> list[tuple[str, int, list[FrontValue]]]:
    """Each key with its line and its value, or the values of its list. Raises `Refused`."""
    root = _composed(front)
    return [(str(key.value), _line_of(key), list(_values(value))) for key, value in (root.value if root else ())]


def yaml_facts(front: str) -> Mapping[str, Any]:
    """The values as PyYAML gives them. Raises `Refused`."""
    if _composed(front) is None:
        return {}
    try:
        facts = yaml.safe_load(front)
    except Exception as error:  # PyYAML does not wrap errors of its constructors: a date can raise ValueError
        day = re.search(r"\d{4}-\d\d?-\d\d?", front)
        if not isinstance(error, ValueError) or getattr(error, "problem_mark", None) or day is None:
            raise Refused(_not_yaml(error)) from error
        line = front.count("\n", 0, day.start()) + FIRST_LINE
        message, hint = f"there is no such day: {day.group()}", "write a date as in effective: 2024-10-01"
        raise Refused(Problem(message, "front-matter", line=line, hint=hint)) from error
    if not isinstance(facts, dict):  # `!!set` has keys alone
        raise Refused(_NO_KEYS)
    return facts


def yaml_scalars(front: str) -> Iterator[tuple[int, str, str]]:
    """(line, text as written, text as read) of every key and text; none if it is not YAML."""
    try:
        root = yaml.compose(front, Loader=yaml.SafeLoader) if front.strip() else None
    except Exception:  # `yaml_values` says what is wrong with it
        return
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


def _values(node: yaml.Node) -> Iterator[FrontValue]:
    if isinstance(node, yaml.SequenceNode) and node.tag.startswith(_STANDARD):
        yield FrontValue(_line_of(node), "", "list")
        yield from (_value(item) for item in node.value)
    else:
        yield _value(node)


def _value(node: yaml.Node) -> FrontValue:
    if not node.tag.startswith(_STANDARD):
        return FrontValue(_line_of(node), "", "unknown")
    if not isinstance(node, yaml.ScalarNode):
        return FrontValue(_line_of(node), "", "list" if isinstance(node, yaml.SequenceNode) else "table")
    return FrontValue(_line_of(node), node.value, "text" if node.tag == f"{_STANDARD}str" else "other")


def _composed(front: str) -> yaml.MappingNode | None:
    """The keys and values as nodes, which know their lines; None if there are none. Raises `Refused`."""
    try:
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(front, Loader=yaml.SafeLoader)):
            raise yaml.YAMLError("aliases (*name) are not read here")
        if re.search(r"^\s*<<\s*:", front, re.M):
            raise yaml.YAMLError("merge keys (<<) are not read here")
        root = yaml.compose(front, Loader=yaml.SafeLoader) if front.strip() else None
    except Exception as error:  # RecursionError too
        raise Refused(_not_yaml(error)) from error
    if not isinstance(root, yaml.MappingNode | None):
        raise Refused(_NO_KEYS)
    return root


_NO_KEYS = Problem(
    "front matter is not a list of `key: value` lines",
    "front-matter",
    line=FIRST_LINE,
    hint="write `title: ...`, or delete the front matter",
)


def _not_yaml(error: Exception) -> Problem:
    mark = getattr(error, "problem_mark", None)
    message = f"front matter is not YAML: {str(getattr(error, 'problem', None) or error)[:100]}"
    hint = "put a value that contains a colon, a bracket or a mark such as * or & in quotation marks"
    hint = "write spaces in place of the tab" if "'\\t'" in message else hint
    return Problem(message, "front-matter", line=mark.line + FIRST_LINE if mark else 1, hint=hint)


def _line_of(node: yaml.Node) -> int:
    line: int = node.start_mark.line
    return line + FIRST_LINE
