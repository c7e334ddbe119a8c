"""A policy: front matter and Markdown, and what is wrong with either."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeGuard

import yaml

from .. import markup
from ..markup import Segment, cross_check
from ..problem import Problem, Refused, near, short
from .config import Config

KNOWN = ("title", "description", "effective", "summary")
"""Keys of front matter that have a meaning here; others pass through."""

_CONFLICT = re.compile(r"^(?:<<<<<<<|>>>>>>>|\|{7})(?: .*)?$", re.M)
"""Marks of a merge; `=======` alone underlines a heading in Markdown."""
_FRONT = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.S | re.M)


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy that has been read."""

    name: str
    """Of the file, without `.md`: the domain of its catalogs and the name of its pages."""
    path: str
    title: str
    """From front matter, or else the first heading."""
    description: str
    effective: date | None
    source: markup.SourceTree
    title_line: int = 1
    description_line: int = 1
    titled: bool = False
    """Whether the title stands in front matter, and is a segment of its own."""
    extra: Mapping[str, Any] = field(default_factory=dict)

    def segments(self) -> list[Segment]:
        """Every segment in reading order: title and description first."""
        front = []
        if self.titled:
            front.append(Segment(self.title, self.title_line, comment="title of the page", kind="plain"))
        if self.description:
            front.append(
                Segment(
                    self.description,
                    self.description_line,
                    comment="what the page says of itself, below its title",
                    kind="plain",
                )
            )
        return [*front, *markup.segments(self.source)]


def with_plain_line_ends(text: str) -> str:
    """The text of a file without byte order mark, its lines ended by `\\n`."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def read_policy(text: str, name: str, path: str, config: Config) -> Policy:
    """Read a policy. Raises `Refused` with every problem: front matter, flaws, unknown variables, law 2."""
    found, problems = inspect_policy(text, name, path, config)
    if problems or found is None:
        raise Refused(*problems)
    return found


def inspect_policy(text: str, name: str, path: str, config: Config) -> tuple[Policy | None, list[Problem]]:
    """A policy and what is wrong with it, by line: its catalogs can be looked at though it cannot be published.

    None, with problems, where its Markdown has no certain reading, so that nobody knows its segments. Raises `Refused`
    for a text that nothing else can be said of: line ends, control characters, marks of a merge.
    """
    if "\r" in text.replace("\r\n", ""):
        raise Refused(
            Problem("line ends are bare carriage returns", "policy", path, 1, hint="save the file with LF line ends")
        )
    text = with_plain_line_ends(text)
    if bad := re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f]", text):
        line = text.count("\n", 0, bad.start()) + 1
        raise Refused(
            Problem(
                f"a control character U+{ord(bad.group()):04X}",
                "policy",
                path,
                line,
                hint="delete the invisible character",
            )
        )
    front, body, first_line = _split(text)
    conflicts = [
        Problem("a mark left by a merge", "conflict", path, text.count("\n", 0, mark.start()) + 1,
                hint="choose one of the two texts and delete the marks")
        for mark in _CONFLICT.finditer(text)
    ]  # fmt: skip
    if conflicts:
        raise Refused(*conflicts)
    problems: list[Problem] = []
    if not front and (
        stray := re.search(r"\A(?:\s*-{2,}[ \t]*\n)?\s*(title|description|effective|summary)[ \t]*:", text)
    ):
        line = text.count("\n", 0, stray.end()) + 1
        message = f"'{stray.group(1)}:' stands where front matter would, but there is none"
        hint = "begin the file with a line --- and close the front matter with another"
        raise Refused(Problem(message, "front-matter", path, line, hint=hint))
    facts, lines = _front_matter(front, path, problems)
    try:
        source = markup.read_markdown(body, first_line, facts.get("summary") or ())
        github = markup.read_as_github(body, first_line) if not source.problems else None
    except RecursionError as error:
        message = "marks are nested too deep to be read"
        raise Refused(
            Problem(message, "markdown", path, first_line, hint="nest emphasis, quotes and lists less deeply")
        ) from error
    problems += [problem.at(path=path) for problem in source.problems]
    parting = None if github is None else cross_check.disagreement(github, body, first_line)
    if parting is not None:
        message = f"two readers of Markdown part here: one reads {parting.ours}, the other {parting.theirs}"
        problems.append(
            Problem(
                message,
                "referee",
                path,
                parting.line,
                hint="write it in a plainer way: blank lines between blocks, four spaces before nested ones",
            )
        )
    title, description = str(facts.get("title") or ""), str(facts.get("description") or "")
    variables = [*source.variables]
    for key, value in (("title", title), ("description", description)):
        variables += [(lines.get(key, 1), found.group(1)) for found in markup.VARIABLE.finditer(value)]
    problems += _unknown_variables(variables, config, facts.get("effective"), path)
    if not problems and not body.strip():
        problems.append(Problem("the policy has no text", "empty", path, 1, hint="write it, or delete the file"))
    problems.sort(key=lambda problem: problem.line)
    if source.problems:
        return None, problems
    shown = title or next((segment.text for segment in _headings(source)), name)
    found = Policy(
        name, path, shown, description, facts.get("effective"), source,
        lines.get("title", 1), lines.get("description", 1), bool(title), facts,
    )  # fmt: skip
    return found, problems


def front_texts(text: str) -> list[tuple[int, str, str]]:
    """(line, how it is written, what it says) of every text of the front matter, keys too; none where it is not YAML."""
    front, _, _ = _split(text)
    try:
        node = yaml.compose(front, Loader=yaml.SafeLoader) if front.strip() else None
    except Exception:  # `read` says what is wrong with it
        return []
    return list(_scalars(node, front))


def _scalars(root: yaml.Node | None, front: str) -> Iterator[tuple[int, str, str]]:
    waiting, seen = [root], set[int]()
    while waiting:
        node = waiting.pop()
        if node is None or id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            yield node.start_mark.line + 2, front[node.start_mark.index : node.end_mark.index], node.value
        elif isinstance(node, yaml.MappingNode):
            waiting += [part for pair in node.value for part in pair]
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value


def _headings(source: markup.SourceTree) -> list[Segment]:
    lines = {int(element.get("_line", "0")) for element in source.root.iter() if re.fullmatch("h[1-6]", element.tag)}
    return [segment for segment in markup.segments(source) if segment.line in lines]


def _split(text: str) -> tuple[str, str, int]:
    front = _FRONT.match(text)
    if front is None:
        return "", text, 1
    return front.group(1), text[front.end() :], text.count("\n", 0, front.end()) + 1


def _front_matter(front: str, path: str, problems: list[Problem]) -> tuple[dict[str, Any], dict[str, int]]:
    """Keys and values, and the line of each key."""
    try:
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(front, Loader=yaml.SafeLoader)):
            raise yaml.YAMLError("aliases (*name) are not read here")
        if re.search(r"^\s*<<\s*:", front, re.M):
            raise yaml.YAMLError("merge keys (<<) are not read here")
        node = yaml.compose(front, Loader=yaml.SafeLoader) if front.strip() else None
        facts = yaml.safe_load(front) if node is not None else {}
    except Exception as error:  # PyYAML lets whatever its constructors raise through
        mark = getattr(error, "problem_mark", None)
        if isinstance(error, ValueError) and not mark and (day := re.search(r"\d{4}-\d\d?-\d\d?", front)):
            line = front.count("\n", 0, day.start()) + 2
            problems.append(
                Problem(
                    f"there is no such day: {day.group()}", "front-matter", path, line, hint="effective: 2024-10-01"
                )
            )
            return {}, {}
        message = f"front matter is not YAML: {str(getattr(error, 'problem', None) or error)[:100]}"
        problems.append(
            Problem(
                message,
                "front-matter",
                path,
                mark.line + 2 if mark else 1,
                hint="put a value with a colon or a bracket in quotation marks",
            )
        )
        return {}, {}
    if not isinstance(facts, dict) or not isinstance(node, yaml.MappingNode | None):
        problems.append(
            Problem(
                "front matter is not a list of `key: value` lines",
                "front-matter",
                path,
                2,
                hint="write `title: ...`, or delete it",
            )
        )
        return {}, {}
    lines = {str(key.value): key.start_mark.line + 2 for key, _ in node.value} if node else {}
    keys = [str(key.value) for key, _ in node.value] if node else []
    for key in dict.fromkeys(keys):
        if keys.count(key) > 1:
            problems.append(
                Problem(f"a second '{key}'", "front-matter", path, lines[key], hint="delete one of the two")
            )
        plain = re.sub(r"[\W_]?(?:date|since|from)$", "", key.lower())  # `Effective-Date` is meant to be `effective`
        hint = near(plain, KNOWN, 0.8) if key not in KNOWN else ""
        if hint:
            problems.append(
                Problem(
                    f"unknown key '{key}'{hint}",
                    "front-matter",
                    path,
                    lines[key],
                    hint="correct it; keys that mean nothing here may have any other name",
                )
            )
    for key in ("title", "description"):
        if key in facts and not isinstance(facts[key], str):
            problems.append(
                Problem(
                    f"{key} is not a text",
                    "front-matter",
                    path,
                    lines.get(key, 1),
                    hint=f'{key}: "{short(facts[key])}"',
                )
            )
            facts[key] = None
    for key, value in node.value if node else ():
        if key.value in ("title", "description") and _is_text(value):
            facts[key.value] = _line(key.value, value, path, problems)
    if node and "summary" in facts:
        facts["summary"] = _summary(node, path, problems)
    effective = facts.get("effective")
    if effective is not None and type(effective) is not date:
        message = f"effective is not a date: {short(effective)!r}"
        problems.append(Problem(message, "front-matter", path, lines.get("effective", 1), hint="effective: 2024-10-01"))
        facts["effective"] = None
    return facts, lines


def _summary(front: yaml.MappingNode, path: str, problems: list[Problem]) -> list[tuple[int, str]]:
    """(line, text) of each item of the summary."""
    [node] = [value for key, value in front.value if key.value == "summary"][:1]
    items = node.value if isinstance(node, yaml.SequenceNode) else [node]
    found = []
    for item in items:
        line = item.start_mark.line + 2
        if item is node or not _is_text(item):
            message = "summary is not a list of texts"
            hint = 'summary:, then lines `  - "..."`, each text in quotation marks'
            problems.append(Problem(message, "front-matter", path, line, hint=hint))
        elif text := _line("summary", item, path, problems):
            found.append((line, text))
    return found


def _line(key: str, node: yaml.ScalarNode, path: str, problems: list[Problem]) -> str | None:
    """A text in one line; None, and told in `problems`, for one that is blank or holds what no text has."""
    text, line = " ".join(re.split(r"[ \t\n]+", node.value)).strip(" "), node.start_mark.line + 2
    if bad := re.search(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]", text):
        message, hint = f"{key} holds a control character U+{ord(bad.group()):04X}", "delete the invisible character"
    elif not text:
        message, hint = f"{key} is empty", "write it, or delete the key"
    else:
        return text
    problems.append(Problem(message, "front-matter", path, line, hint=hint))
    return None


def _is_text(node: yaml.Node) -> TypeGuard[yaml.ScalarNode]:
    return isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:str"


def _unknown_variables(
    variables: list[tuple[int, str]], config: Config, effective: date | None, path: str
) -> list[Problem]:
    known = {*config.variables, *(["effective"] if effective else [])}
    problems = []
    for line, name in dict.fromkeys(variables):
        if name not in known:
            hint = f'under [variables] in policy/site.toml:  {_key(name)} = "..."'
            problems.append(Problem(f"unknown variable '{name}'{near(name, known)}", "variable", path, line, hint=hint))
    return problems


def _key(name: str) -> str:
    return f'"{name}"' if "." in name else name
