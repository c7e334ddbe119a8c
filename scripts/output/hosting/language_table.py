"""A table of all language ranges and the pages to which they lead, by language, script and territory.

`lead` decides for each of them; the table only sums up its answers, so that servers which have lists and no code can
give the same ones.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from ...locales import in_full, old_codes, significant_territories
from .negotiation import KIN, READ_IN_BOTH_SCRIPTS, kin, lead, split_tag


@dataclass(frozen=True, slots=True)
class Branch:
    """The ranges of a language in some scripts that lead to the same pages."""

    scripts: tuple[str, ...]
    """ISO 15924 codes; "" is for ranges without a script."""
    usual: str | None
    """The tag of the page to which they lead."""
    others: tuple[tuple[str | None, tuple[str, ...]], ...]
    """(tag, territories) for territories with which they lead to another page."""

    def places(self, tag: str | None) -> tuple[str, ...]:
        """The territories with which they lead to `tag`, and not to the usual page."""
        return dict(self.others).get(tag, ())


@dataclass(frozen=True, slots=True)
class Family:
    """The offered pages in one language, or in two related ones, and all ranges that lead to them."""

    tags: tuple[str, ...]
    rows: tuple[tuple[tuple[str, ...], tuple[Branch, ...]], ...]
    """(codes with which a range can begin, such as `he` and `iw`; its branches). Branches without a page are left out."""


@cache
def families(offered: tuple[str, ...]) -> tuple[Family, ...]:
    """The table for the tags `offered`, by language."""
    found: dict[str, list[str]] = defaultdict(list)
    for tag in sorted(offered):
        found[kin(in_full(*split_tag(tag))[0])].append(tag)
    return tuple(_family(tuple(tags)) for _, tags in sorted(found.items()))


@cache
def _family(tags: tuple[str, ...]) -> Family:
    languages = {in_full(*split_tag(tag))[0] for tag in tags}
    # Related languages are one family, as pages in one of them answer ranges of the other.
    languages |= {each for pair in KIN.items() if languages & set(pair) for each in pair}
    rows: dict[tuple[Branch, ...], list[str]] = defaultdict(list)
    for code in sorted({code for language in languages for code in (language, *old_codes(language))}):
        rows[tuple(_branches(code, tags))].append(code)
    return Family(tags, tuple((tuple(codes), branches) for branches, codes in rows.items() if branches))


def _branches(code: str, tags: tuple[str, ...]) -> Iterable[Branch]:
    """The branches of a code; scripts whose ranges lead to the same pages share one."""
    whole = [in_full(*split_tag(tag)) for tag in tags]
    language = in_full(code)[0]
    scripts = sorted({each[1] for each in whole} | set(READ_IN_BOTH_SCRIPTS.get(language, ())))
    places = sorted({*significant_territories(language), *(each[2] for each in whole)} - {""})
    alike: dict[tuple[str | None, tuple[tuple[str | None, tuple[str, ...]], ...]], list[str]] = defaultdict(list)
    # Only these scripts and territories can make a difference, so a finite table answers for all ranges.
    for script in ("", *scripts):
        name = f"{code}-{script}" if script else code
        usual = lead(name, tags)
        others: dict[str | None, list[str]] = defaultdict(list)
        for place in places:
            if (tag := lead(f"{name}-{place}", tags)) != usual:
                others[tag].append(place)
        if usual or others:
            alike[usual, tuple((tag, tuple(found)) for tag, found in others.items())].append(script)
    for (usual, others_found), found in alike.items():
        yield Branch(tuple(found), usual, others_found)
