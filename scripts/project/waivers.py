"""Waivers: findings that a person has examined and accepted (`locale/waivers.toml`).

A waiver is bound to a rule, a locale and the digests of both texts. If either text
changes, the waiver does not apply any more, and a person must look again. Nothing in
a catalog can waive anything: catalogs come from many hands and tools, while whoever
is responsible can watch one file.
"""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .. import files
from ..po import Entry
from ..problem import Problem, Refused, near
from .toml_lines import not_toml

KEYS = ("rule", "locale", "source", "text", "why")
_LENGTH = 32
"""Hexadecimal digits of a digest, 128 bits: nobody can make another text with the same digest."""
WaiverKey = tuple[str, str, str, str]
"""Rule, locale, and the digests of both texts."""


@dataclass(frozen=True, slots=True)
class Waiver:
    """One accepted finding."""

    rule: str
    locale: str
    source: str
    """Digest of context, msgid and plural: the first `_LENGTH` digits of `files.digest`."""
    text: str
    """Digest of the translation."""
    why: str = ""
    line: int = 0

    @property
    def key(self) -> WaiverKey:
        """What the waiver is bound to."""
        return self.rule, self.locale, self.source, self.text


def waiver(rule: str, locale: str, entry: Entry) -> Waiver:
    """The waiver that would accept a finding in an entry."""
    # \x04 separates context and msgid, as in MO files (gettext manual, "The Format of GNU MO Files")
    source = files.digest(*("" if entry.context is None else "\x04" + entry.context, entry.msgid, entry.plural or ""))
    return Waiver(rule, locale, source[:_LENGTH], files.digest(*entry.texts)[:_LENGTH])


def read_waivers(text: str, path: str, known: Iterable[str]) -> list[Waiver]:
    """Read `waivers.toml`; `known` are the rules that can be waived. Raises `Refused` with every problem."""
    try:
        tables = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        hint = 'write [[waiver]], and below it lines of the form key = "value"'
        raise Refused(not_toml(error, text, "waiver").at(path=path, hint=hint)) from error
    # tomllib gives no lines: the waivers in the file and their heads are in the same order
    starts = [number for number, line in enumerate(text.split("\n"), 1) if line.strip().startswith("[[")]
    rows = tables.get("waiver", [])
    problems = [
        Problem(
            f"unknown table '{name}'{near(name, ['waiver'])}",
            "waiver",
            path,
            1,
            hint="write [[waiver]] above each waiver",
        )
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
        yield Problem("a waiver must be a table", "waiver", hint="write [[waiver]] above its lines")
        return
    for key in row:
        if key not in KEYS:
            yield Problem(f"unknown key '{key}'{near(key, KEYS)}", "waiver", hint=f"the keys are {', '.join(KEYS)}")
    for key in KEYS:
        if not isinstance(row.get(key), str) or not row[key].strip():
            hint = (
                "write who has examined the finding, and why it is right"
                if key == "why"
                else "copy it from the output of make check FORMAT=waivers"
            )
            yield Problem(f"this waiver has no text for '{key}'", "waiver", hint=hint)
    rule = row.get("rule")
    if isinstance(rule, str) and rule not in known:
        hint = f"these rules can be waived: {', '.join(sorted(known))}"
        yield Problem(f"the rule '{rule}' cannot be waived{near(rule, known)}", "waiver", hint=hint)


def as_toml(waivers: Iterable[Waiver], comments: Iterable[str]) -> str:
    """Blocks to paste into `waivers.toml`, each below a comment. `why` is empty, and refused until a person writes it."""
    blocks = (
        f'# {comment}\n[[waiver]]\nrule = "{one.rule}"\nlocale = "{one.locale}"\n'
        f'source = "{one.source}"\ntext = "{one.text}"\nwhy = ""\n'
        for one, comment in zip(waivers, comments, strict=True)
    )
    return "\n".join(blocks)
