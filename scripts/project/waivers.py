"""Waivers: findings that a person looked at and lets stand (`locale/waivers.toml`).

A waiver is bound to a rule, a locale and the digests of both texts: as soon as
either text changes it is void. Nothing in a catalog can waive anything.
"""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .. import files
from ..po import Entry
from ..problem import Problem, Refused, near

KEYS = ("rule", "locale", "source", "text", "why")
_LENGTH = 32
WaiverKey = tuple[str, str, str, str]
"""Rule, locale, and the digests of both texts: what a waiver is bound to."""


@dataclass(frozen=True, slots=True)
class Waiver:
    """One finding that is let stand."""

    rule: str
    locale: str
    source: str
    """Digest of context and msgid: the first 32 digits of `files.digest`."""
    text: str
    """Digest of the translation."""
    why: str = ""
    line: int = 0

    @property
    def key(self) -> WaiverKey:
        """What it is bound to."""
        return self.rule, self.locale, self.source, self.text


def waiver(rule: str, locale: str, entry: Entry) -> Waiver:
    """The waiver that would let a finding in an entry stand."""
    source = files.digest(*("" if entry.context is None else "\x04" + entry.context, entry.msgid, entry.plural or ""))
    return Waiver(rule, locale, source[:_LENGTH], files.digest(*entry.texts)[:_LENGTH])


def read_waivers(text: str, path: str, known: Iterable[str]) -> list[Waiver]:
    """Read `waivers.toml`; `known` are the rules that may be waived. Raises `Refused` with every problem."""
    try:
        tables = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        hint = 'write [[waiver]], then lines key = "value"'
        raise Refused(Problem(f"not TOML: {str(error)[:100]}", "waiver", path, 1, hint=hint)) from error
    starts = [number for number, line in enumerate(text.split("\n"), 1) if line.strip().startswith("[[")]
    rows = tables.get("waiver", [])
    problems = [
        Problem(f"unknown table '{name}'{near(name, ['waiver'])}", "waiver", path, 1, hint="write [[waiver]]")
        for name in tables
        if name != "waiver"
    ]
    found = []
    for index, row in enumerate(rows if isinstance(rows, list) else [rows]):
        line = starts[index] if index < len(starts) else 1
        problems += [problem.at(path=path, line=line) for problem in _faults(row, tuple(known))]
        if isinstance(row, dict) and not problems:
            found.append(Waiver(row["rule"], row["locale"], row["source"], row["text"], row["why"], line))
    if problems:
        raise Refused(*problems)
    return found


def _faults(row: object, known: Sequence[str]) -> Iterable[Problem]:
    if not isinstance(row, dict):
        yield Problem("a waiver is a table", "waiver", hint="write [[waiver]]")
        return
    for key in row:
        if key not in KEYS:
            yield Problem(f"unknown key '{key}'{near(key, KEYS)}", "waiver", hint=f"the keys are {', '.join(KEYS)}")
    for key in KEYS:
        if not isinstance(row.get(key), str) or not row[key].strip():
            hint = (
                "say who looked at it, and why it is right" if key == "why" else "make check FORMAT=waivers writes it"
            )
            yield Problem(f"a waiver without {key}", "waiver", hint=hint)
    rule = row.get("rule")
    if isinstance(rule, str) and rule not in known:
        hint = f"these can be: {', '.join(sorted(known))}"
        yield Problem(f"the rule '{rule}' cannot be waived{near(rule, known)}", "waiver", hint=hint)


def as_toml(waivers: Iterable[Waiver], comments: Iterable[str]) -> str:
    """Blocks to paste into `waivers.toml`, each with a comment above it and its `why` left to a person."""
    blocks = (
        f'# {comment}\n[[waiver]]\nrule = "{one.rule}"\nlocale = "{one.locale}"\n'
        f'source = "{one.source}"\ntext = "{one.text}"\nwhy = ""\n'
        for one, comment in zip(waivers, comments, strict=True)
    )
    return "\n".join(blocks)
