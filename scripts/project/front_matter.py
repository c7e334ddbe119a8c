"""Front matter: its keys and values from YAML or TOML, and what is wrong with them."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ..problem import Problem, Refused, near, short
from .front_block import KNOWN, TEXTS, FrontBlock, FrontValue, split


@dataclass(frozen=True, slots=True)
class _Reader:
    """The functions that read one form of front matter."""

    values: Callable[[str], list[tuple[str, int, list[FrontValue]]]]
    facts: Callable[[str], Mapping[str, Any]]
    scalars: Callable[[str], Iterator[tuple[int, str, str]]]


def _reader(front: FrontBlock) -> _Reader:
    if front.form == "toml":
        from .front_toml import toml_facts, toml_scalars, toml_values

        return _Reader(toml_values, toml_facts, toml_scalars)
    if not front.written:
        return _Reader(lambda _: [], lambda _: {}, lambda _: iter(()))  # PyYAML finds nothing there either
    # imported here: policies that the store knows are not read
    from .front_yaml import yaml_facts, yaml_scalars, yaml_values

    return _Reader(yaml_values, yaml_facts, yaml_scalars)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Front matter that has been read; a wrong value is None."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    """Texts in one line, `effective` as a date, `summary` as (line, text) of each item."""
    lines: Mapping[str, int] = field(default_factory=dict)
    """The line of each key, in the file."""
    problems: tuple[Problem, ...] = ()
    """Without the path of the file."""


def read_front_matter(front: FrontBlock) -> FrontMatter:
    """The keys and values of a policy's front matter, and everything that is wrong with them."""
    try:
        found, facts = _reader(front).values(front.written), _reader(front).facts(front.written)
    except Refused as error:
        return FrontMatter(problems=error.problems)
    lines = {key: line for key, line, _ in found}
    texts = [(key, _in_one_line(key, value)) for key, _, [value, *_] in found if key in TEXTS and value.kind == "text"]
    items = list(_summary(next((values for key, _, values in found if key == "summary"), ())))
    effective = facts.get("effective")
    problems = [
        *_about_keys([key for key, _, _ in found], lines),
        *_about_types({key: facts[key] for key in TEXTS if key in facts}, lines, front.form),
        *(text for _, text in texts if isinstance(text, Problem)),
        *(item for item in items if isinstance(item, Problem)),
        *_about_date(effective, lines, front.form),
    ]
    good: dict[str, Any] = {
        **facts,
        **{key: None for key in TEXTS if key in facts and not isinstance(facts[key], str)},
        **{key: text if isinstance(text, str) else None for key, text in texts},
    }
    if "summary" in facts:
        good["summary"] = [item for item in items if not isinstance(item, Problem)]
    if effective is not None and type(effective) is not date:  # a `datetime` is a `date` too, but has a time
        good["effective"] = None
    return FrontMatter(good, lines, tuple(problems))


def titles(front: FrontBlock) -> dict[str, tuple[str, int]]:
    """Title and description of an imported text, as {key: (text, line)}; values that are empty or no text are left out.

    Raises `Refused` for front matter that cannot be read, a key that is there twice, or a control character.
    """
    named = [(key, line, value) for key, line, [value, *_] in _reader(front).values(front.written) if key in TEXTS]
    problems = list(_about_keys([key for key, _, _ in named], {key: line for key, line, _ in named}))
    found = {}
    for key, line, value in named:
        text = _of_others(key, value)
        if isinstance(text, Problem):
            problems.append(text)
        elif text:
            found[key] = (text, line)
    if problems:
        raise Refused(*problems)
    return found


def summary_of_others(front: FrontBlock) -> list[tuple[int, str]]:
    """(line, text) of each item of the summary of an imported text; items that are no text are left out."""
    values = next((values for key, _, values in _reader(front).values(front.written) if key == "summary"), ())
    return [item for item in _summary(values) if not isinstance(item, Problem)]


def _of_others(key: str, value: FrontValue) -> str | Problem:
    """A text, number or date as it is written; "" for nothing, a list or a table."""
    if value.kind == "unknown":
        return Problem(f"{key} is not a text", "front-matter", line=value.line, hint="put it in quotation marks")
    return _in_one_line(key, value) if value.text.strip() else ""


def front_texts(text: str) -> list[tuple[int, str, str]]:
    """(line, text as written, text as read) of every key and text of the front matter; none if it cannot be read."""
    front = split(text)
    return list(_reader(front).scalars(front.written))


# -- what is wrong with it ------------------------------------------------------------------------


def _about_keys(keys: list[str], lines: Mapping[str, int]) -> Iterator[Problem]:
    """Keys that are there twice (PyYAML silently takes the last), and misspelled keys."""
    for key, count in Counter(keys).items():
        if count > 1:
            yield Problem(
                f"a second '{key}' in the front matter", "front-matter", line=lines[key], hint="delete one of the two"
            )
        plain = re.sub(r"[\W_]?(?:date|since|from)$", "", key.lower())  # `Effective-Date` means `effective`
        if key not in KNOWN and (nearest := near(plain, KNOWN, 0.8)):
            hint = "correct the key, or give it a name that is less similar; other keys are allowed"
            yield Problem(f"unknown key '{key}'{nearest}", "front-matter", line=lines[key], hint=hint)


def _about_types(texts: Mapping[str, Any], lines: Mapping[str, int], form: str) -> Iterator[Problem]:
    for key, value in texts.items():
        if not isinstance(value, str):
            hint = f'put it in quotation marks: {key}{" =" if form == "toml" else ":"} "{short(value)}"'
            hint = hint if value is not None else "write the text behind it, or delete the key"
            yield Problem(f"{key} is not a text", "front-matter", line=lines.get(key, 1), hint=hint)


def _about_date(effective: Any, lines: Mapping[str, int], form: str) -> Iterator[Problem]:
    if effective is not None and type(effective) is not date:
        message = f"effective is not a date: {short(effective)!r}"
        sign = " =" if form == "toml" else ":"
        hint = f"write effective{sign} 2024-10-01"
        if isinstance(effective, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", effective):
            hint = f"delete the quotation marks: effective{sign} {effective}"
        yield Problem(message, "front-matter", line=lines.get("effective", 1), hint=hint)


def _summary(values: Sequence[FrontValue]) -> Iterator[tuple[int, str] | Problem]:
    """(line, text) of each item of the summary, or what is wrong with it; the first value is the list itself."""
    is_list = bool(values) and values[0].kind == "list"
    for item in values[1:] if is_list else values:
        if not is_list or item.kind != "text":
            hint = 'write summary: and below it lines `  - "..."`, each with a text in quotation marks'
            yield Problem("summary is not a list of texts", "front-matter", line=item.line, hint=hint)
        else:
            text = _in_one_line("summary", item)
            yield text if isinstance(text, Problem) else (item.line, text)


def _in_one_line(key: str, value: FrontValue) -> str | Problem:
    """The text in one line, or what is wrong with it: it is empty, or has a control character or a lone surrogate."""
    text = " ".join(re.split(r"[ \t\n]+", value.text)).strip(" ")
    if bad := re.search(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]", text):
        message = f"{key} contains the control character U+{ord(bad.group()):04X}"
        hint = "delete the invisible character"
    elif not text:
        message, hint = f"{key} is empty", "write a text, or delete the key"
    else:
        return text
    return Problem(message, "front-matter", line=value.line, hint=hint)
