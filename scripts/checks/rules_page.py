"""`docs/checks.md`: every rule with what it finds, a bad and a good example, made from the rules themselves."""

from collections.abc import Iterable

from .rule import Rule

_HEAD = """# Rules

What `make check` finds, made from the code (`make docs` writes this page anew). An **error** keeps a locale from being
published until it is mended; a **warning** is told by `make check` and publishes. A finding that a person looked at and
lets stand goes into `locale/waivers.toml`: `make check FORMAT=waivers` writes the blocks, a person writes the `why`. A
waiver is void as soon as either text changes. Nothing in a catalog can switch a rule off.
"""


def document(families: Iterable[tuple[str, Iterable[Rule]]], waivable: Iterable[str]) -> str:
    """The page, from (title, rules) of each family; `waivable` are the names of rules that may be waived."""
    names = set(waivable)
    parts = [_HEAD]
    for title, rules in families:
        parts.append(f"\n## {title}\n")
        parts += [_section(rule, rule.name in names) for rule in rules]
    return "".join(parts)


def _section(rule: Rule, may_be_waived: bool) -> str:
    level = f"**{rule.level}**{', may be waived' if may_be_waived else ''}"
    rows = [("bad", *rule.bad), ("good", *rule.good)]
    examples = "".join(f"{kind:<4} {_shown(locale, msgid, msgstr)}\n" for kind, locale, msgid, msgstr in rows)
    more = f"{rule.authored}\n\n" if rule.authored else ""
    return f"\n### {rule.name}\n\n{rule.about} {level}\n\n{more}```text\n{examples}```\n"


def _shown(locale: str, msgid: str, msgstr: str) -> str:
    return f"[{locale}] {'  →  '.join(_visible(text) for text in (msgid, msgstr) if text)}"


def _visible(text: str) -> str:
    """A text in one line, whatever nobody could see in it spelled out."""
    kept = "\u200c\u200d\u00a0\u202f"
    return "".join(
        char if char.isprintable() or char in kept else f"\\u{ord(char):04x}" for char in text.replace("\n", "\\n")
    )
