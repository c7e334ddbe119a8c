"""`[links]` of `site.toml`: link targets that a translation may use instead of those of the source."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from ..checks.source.links import Ids, policy_links
from ..locales import language
from ..markup.link_targets import encoded
from ..patterns import regex
from ..problem import Problem, Refused, short

_EVERYTHING = "*"
"""At the end of an address: whatever follows."""


class LocalizedTargets(Mapping[str, str]):
    """Targets that a locale may use, as {translated: source}; a pattern gives every address that matches it."""

    def __init__(self, links: Mapping[str, Mapping[str, str]], code: str) -> None:
        rows = [(encoded(row[code]), encoded(target)) for target, row in links.items() if code in row]
        self._exact = {theirs: ours for theirs, ours in rows if not theirs.endswith(_EVERYTHING)}
        patterns = [(theirs[:-1], ours[:-1]) for theirs, ours in rows if theirs.endswith(_EVERYTHING)]
        self._patterns = sorted(patterns, key=lambda pattern: (-len(pattern[0]), pattern))
        """Beginnings of addresses, the longest first, because the most specific pattern applies."""

    def __getitem__(self, target: str) -> str:
        target = encoded(target)
        if target in self._exact:
            return self._exact[target]
        for theirs, ours in self._patterns:
            if target.startswith(theirs):
                return ours + target.removeprefix(theirs)
        raise KeyError(target)

    def __iter__(self) -> Iterator[str]:
        return iter([*self._exact, *(f"{theirs}{_EVERYTHING}" for theirs, _ in self._patterns)])

    def __len__(self) -> int:
        return len(self._exact) + len(self._patterns)


def about_links(links: Any) -> Iterator[tuple[str, Problem]]:
    """(full name of the key, problem) for everything that is wrong with the table itself."""
    # another check reports `links` that is no table
    for target, row in links.items() if isinstance(links, dict) else ():
        name = f"links.{target}"
        if not isinstance(row, dict) or not all(isinstance(to, str) for to in row.values()):
            message = f"'{short(target)}' must have a table with an address for each locale"
            hint = f'write [links."{short(target)}"], and below it lines such as  de = "https://example.com/de/terms"'
            yield name, Problem(message, "site", hint=hint)
            continue
        for code, to in row.items():
            try:
                language(code)
            except Refused as error:
                yield f"{name}.{code}", Problem(error.problems[0].message, "site", hint=error.problems[0].hint)
            if fault := _fault(target, to):
                yield f"{name}.{code}", Problem(fault[0], "site", hint=fault[1])


def about_policies(
    links: Mapping[str, Mapping[str, str]], known: Collection[str], ids: Ids
) -> Iterator[tuple[str, Problem]]:
    """(full name of the key, problem) for links to policies that do not exist, or to ids that they do not have."""
    for target, row in links.items():
        for code, to in row.items():
            for problem in policy_links([(0, to)], known, ids):
                yield f"links.{target}.{code}", problem


_PATTERN = regex(r"(?:https?://[^/?#*\\\s@]+/|/(?!/))[^*]*\*", re.I)
"""A host and a path, or a path. Without the `/` after the host, `https://x.org*` would match `https://x.org.evil.example`."""


def _fault(target: str, to: str) -> tuple[str, str] | None:
    """Message and hint about a pair of addresses; None for a good pair."""
    hint = 'write a * at the end of both addresses, or of neither:  [links."https://en.example.org/*"]  de = "https://de.example.org/*"'
    named = f"'{short(target)}' and '{short(to)}'"
    if "*" in target.removesuffix(_EVERYTHING) or "*" in to.removesuffix(_EVERYTHING):
        return f"a * is only allowed at the end of an address: {named}", hint
    if target.endswith(_EVERYTHING) != to.endswith(_EVERYTHING):
        return f"only one of the two addresses has a * at its end: {named}", hint
    bad = next((one for one in (target, to) if one.endswith(_EVERYTHING) and not _PATTERN.fullmatch(one)), None)
    if bad is not None:
        return f"the pattern '{short(bad)}' has no host with a / after it", "write the host, a / and then the *"
    if not to or re.search(r"[\s<>\"]", to):
        return f"'{short(to)}' is not an address", 'write an address, such as  de = "https://example.com/de/terms"'
    return None
