"""The report of a run: its problems as text for people, or as data for programs.

In text, warnings come first and errors last, because the end of the output is what people see. A problem that repeats is
printed once with all its places, and the last line counts problems by rule. Data (`json`, `github`) has every problem.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from .problem import Problem, as_github, as_json, as_text, visible

REPORT_FORMS = ("text", "json", "github")
_PLACES = 12
"""How many places of one warning are listed; if there are more, only its locales and policies are."""
NOTES = ("release-same-date", "release-before")
"""Rules about older files in `build/release/`. The texts are not at fault, so these warnings fail no run, even a strict one."""


def fails(problem: Problem, *, strict: bool) -> bool:
    """Whether a run with this problem fails; with `strict`, warnings count as errors."""
    return problem.is_error or (strict and problem.rule not in NOTES)


def report_lines(problems: Iterable[Problem], form: str, *, quiet: bool = False) -> list[str]:
    """The lines to print for the problems of a run. `quiet` leaves warnings out of text, not out of data."""
    ordered = sorted(dict.fromkeys(problems), key=_place)
    if form == "json":
        return [as_json(ordered)]
    if form == "github":
        return [as_github(found) for found in ordered]
    shown = [found for found in ordered if found.is_error or not quiet]
    return [*map(_block, _groups(shown)), *([summary(shown, quiet=quiet)] if shown else [])]


def summary(problems: Sequence[Problem], *, quiet: bool = False) -> str:
    """The last line: `2 errors (link-lost 2), 3 warnings (fuzzy 2, incomplete 1)`."""
    parts = []
    for level in ("error",) if quiet else ("error", "warning"):
        rules = Counter(found.rule for found in problems if found.level == level)
        count = rules.total()
        by_rule = ", ".join(f"{rule} {number}" for rule, number in rules.most_common())
        parts.append(f"{count} {level}{'' if count == 1 else 's'}{f' ({by_rule})' if by_rule else ''}")
    return ", ".join(parts)


def _place(found: Problem) -> tuple[str, int]:
    return found.path, found.line


def _groups(ordered: Iterable[Problem]) -> list[list[Problem]]:
    """Problems grouped by what they say; groups with warnings first, each sorted by the place of its first problem."""
    groups: dict[Problem, list[Problem]] = {}
    for found in ordered:
        groups.setdefault(_without_place(found), []).append(found)
    return sorted(groups.values(), key=lambda group: group[0].is_error)


def _without_place(found: Problem) -> Problem:
    """A problem without what differs between locales and policies. One without a locale is never grouped."""
    if not found.locale:
        return found

    def general(text: str) -> str:
        text = text.replace(f"locale/{found.locale}/", "locale/*/")
        return text.replace(f"/{found.policy}.po", "/*.po") if found.policy else text

    bare = replace(found, path="", line=0, locale="", policy="", msgstr="")
    return replace(bare, message=general(found.message), hint=general(found.hint))


def _block(group: Sequence[Problem]) -> str:
    first, *others = group
    if not others:
        return as_text(first)
    same = all(found.msgstr == first.msgstr for found in others)
    text = as_text(first if same else replace(first, msgstr=""))
    return f"{text}\n    {'also':<7} {visible(', '.join(_others(first, others)), lines=False)}"


def _others(first: Problem, others: Sequence[Problem]) -> Iterator[str]:
    """The other places; for many warnings only their number, locales and policies. Errors are always listed one by one."""
    if first.is_error or len(others) <= _PLACES:
        for found in others:
            short = first.policy == found.policy and found.locale and found.locale != first.locale
            where = found.locale if short else found.path
            yield f"{where}:{found.line}" if found.line else where
        return
    locales = sorted({found.locale for found in others if found.locale})
    policies = sorted({found.policy for found in others if found.policy} - {first.policy})
    more = f" and in {len(policies)} other policies" if policies else ""
    places = f"{len(others)} places in " if len(others) > len(locales) else ""
    yield f"{places}{len(locales)} locales{more}: {' '.join(locales)}"
