"""The choice of a language as regular expressions (PCRE), the same for every server.

One finds the best range in a header, others tell which page that range leads to. No server can take a header apart or
compare numbers, hence the look of the first: it finds the highest weight digit by digit, looking ahead for elements
that can be served, then takes the first element of that weight. What it must see behind itself (`de;q=0` earlier in
the header) it sees in front, for it is given the header twice, with `|` between.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from ...locales import in_full
from .language_table import Branch, Family, families
from .negotiation import LONGEST, other_places

GROUP = 5
"""The group of `best` that holds the range."""
MOST = 4090
"""Characters of an expression; nginx takes no word of more than 4,095."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Expressions, all to be read without regard to case."""

    offered: tuple[str, ...]
    """What is chosen among."""
    best: str
    """Matches `HEADER|HEADER`; its group 5 is the range to serve."""
    leads: tuple[tuple[str, str], ...]
    """(tag, what matches the ranges that lead to it)."""


@cache
def choice(offered: tuple[str, ...], source: str) -> Choice:
    """The choice among these tags; `*` is the page in `source`.

    Where they are more than a server can take, regional variants are left out (`offered` tells); menus still have them.
    """
    best = _best(families(offered), source if source in offered else "")
    if len(best) > MOST:
        return choice(_fewer(offered, source), source)
    leads = [
        (tag, "^" + _any(ranges))
        for family in families(offered)
        for tag in family.tags
        if (
            ranges := [
                _any(codes) + _leading(branch, tag) for codes, branch in _branches(family) if _leads(branch, tag)
            ]
        )
    ]
    return Choice(offered, best, tuple(leads + [(source, r"^\*")] * (source in offered)))


def _fewer(offered: tuple[str, ...], source: str) -> tuple[str, ...]:
    """All but one: a regional variant, rather one of many territories, or else any but the source."""
    ranked = []
    for family in families(offered):
        branches = [branch for _, branch in _branches(family)]
        usual = {branch.usual for branch in branches}
        places = {tag: sum(len(branch.places(tag)) for branch in branches) for tag in family.tags}
        ranked += [(tag not in usual, places[tag], tag) for tag in family.tags if tag != source]
    return tuple(tag for tag in offered if tag != max(ranked)[-1])


def _branches(family: Family) -> list[tuple[tuple[str, ...], Branch]]:
    return [(codes, branch) for codes, branches in family.rows for branch in branches]


def _leads(branch: Branch, tag: str) -> bool:
    return branch.usual == tag or bool(branch.places(tag))


def _leading(branch: Branch, tag: str) -> str:
    """What follows the language in the ranges that lead to `tag`."""
    if branch.usual != tag:
        return _written(branch) + _placed(branch.places(tag))
    others = [place for _, places in branch.others for place in places]
    return _written(branch) + (f"(?!{_placed(others)})" if others else "")


_END = "(?![a-z0-9])"
_BARE = f"{_END}(?![-_][a-z]{{3,4}}{_END})"


def _written(branch: Branch) -> str:
    """The script that a range names, and the end of the language before it."""
    named = "|".join(f"[-_]{script.lower()}{_END}" for script in branch.scripts if script)
    return (f"(?:{named}|{_BARE})" if named else _BARE) if "" in branch.scripts else f"(?:{named})"


def _placed(places: Sequence[str]) -> str:
    return f"[-_](?:{'|'.join(places)}){_END}".lower()


def _any(alternatives: Sequence[str]) -> str:
    return alternatives[0] if len(alternatives) == 1 else f"(?:{'|'.join(alternatives)})"


# -- what must not be in the header -------------------------------------------------------------------

_SERVED, _LANGUAGE, _REFUSED, _WANTED, _WEIGHED, _ENDED, _ALONE = 6, 7, 8, 9, 10, 11, 12
"""Groups: a range that can be served, its language; a weight of nothing, or of something, up to the end of the
element; what can be served and stands before the digits of a weight; the end of a subtag; no script."""

_HEADER = r".*[|,]\s*"
"""To the beginning of any element of the header: from anywhere in its first copy, the second is ahead."""


def _not_refused(tag: str) -> str:
    return rf"(?!{_HEADER}{_either(tag)}(?{_REFUSED}))"


def _either(tag: str) -> str:
    return tag.lower().replace("-", "[-_]")


def _addition(code: str) -> str:
    """Shuts a language alone out where the header tells another script of it (see `choice.choose`)."""
    own, places = in_full(code)[1].lower(), "|".join(other_places(code)).lower()
    other = rf"\{_LANGUAGE}[-_](?:(?!{own})[a-z]{{4}}|{places})(?:[-_][a-z0-9]{{1,8}})*(?{_WANTED})"
    return rf"(?!(?=\s*[;,|]){_HEADER}{other})"


# -- what can be served -----------------------------------------------------------------------------------


def _served(family: Family) -> tuple[str, str, str]:
    """(what the ranges of a family begin with, what follows, a tag that a header may refuse).

    The third is there for the usual language: of one page, with one code. All others look after refusals themselves.
    """
    branches = _branches(family)
    codes, branch = branches[0]
    if len(branches) == 1 and not branch.others and branch.usual and not other_places(codes[0]):
        narrow = branch.usual if "-" in branch.usual else ""
        if len(codes) == 1:
            return codes[0], _written(branch), narrow
        return _any(codes) + (_not_refused(narrow) if narrow else ""), _written(branch), ""
    return _any([_any(codes) + _guarded(codes[0], branch) for codes, branch in branches]), "", ""


def _guarded(code: str, branch: Branch) -> str:
    """What follows a language in the ranges that can be served."""
    guard = _addition(code) if "" in branch.scripts and other_places(code) else ""
    text = _allowed(branch.usual)
    for tag, places in branch.others:
        if _allowed(tag) != _allowed(branch.usual):
            text = f"(?(?={_placed(places)}){_allowed(tag)}|{text})" if tag else f"(?!{_placed(places)}){text}"
    return guard + _written(branch) + text


def _allowed(tag: str | None) -> str:
    """Nothing where a tag can be served; a language refused is looked after elsewhere."""
    return "(?!)" if tag is None else _not_refused(tag) if "-" in tag else ""


# -- the highest weight ---------------------------------------------------------------------------------


def _best(table: Sequence[Family], source: str) -> str:
    """The expression of the first range with the highest weight. See the head of this module.

    Group 1 is there where the weight is 1; else 2, 3 and 4 are its digits, each missing where it is 0.
    """
    served = [_served(family) for family in table]
    followed = sorted({after for _, after, _ in served})
    ranges = [_any([start for start, its, _ in served if its == after]) + after for after in followed]
    unwanted = rf"\{_LANGUAGE}(?{_REFUSED})"
    if narrow := [_either(tag) for _, _, tag in served if tag]:
        unwanted = rf"(?:{unwanted}|(?=\{_LANGUAGE}[-_]){_any(narrow)}(?{_REFUSED}))"
    scan = r"(?:[^|]*?,)??"
    refused = "".join(_not_refused(part) for part in dict.fromkeys((source.split("-")[0], source)))
    known = rf"(?:(?{_SERVED})|\*{refused})" if source else f"(?{_SERVED})"
    one = r"\s*(?:;\s*q=1(?:\.0*)?\s*)?[,|]"
    before = ("", r"(?(2)\2|0)", r"(?(2)\2|0)(?(3)\3|0)")
    digits = "".join(
        "(?|" + "".join(rf"(?={scan}(?=[^,]*{d})(?{_WEIGHED}){first}({d}))|" for d in range(9, 0, -1)) + ")"
        for first in before
    )
    below = r"(?(2)\2|0)(?(3)\3|(?(4)0))(?(4)\4)\d*\s*[,|]"
    weight = rf"(?(1){one}|\s*;\s*q=0\.{below})"
    some = "(?(2)|(?(3)|(?(4)|(?!))))"
    taken = rf"{scan}\s*+((?{_SERVED})){weight}" + (rf"|{scan}\s*+(\*){weight}" if source else "")
    whole = rf"(?:[-_][a-z0-9]{{1,8}})*(?![^\s;,|])(?=(?{_WANTED}))(?!{_HEADER}{unwanted})"
    groups = (
        rf"((?=([a-z]+)){_any(ranges)}{whole})"
        r"(\s*;\s*q=0(?:\.0*)?\s*(?:[,|]|$))"
        r"(\s*(?:;\s*q=(?:1(?:\.0*)?|0\.\d*[1-9]\d*)\s*)?(?:[,|]|$))"
        rf"(\s*+{known}\s*;\s*q=0\.(?=\d*\s*[,|]))"
    )
    text = (
        rf"^(?=[^|]{{0,{LONGEST}}}\|[^|]*$)(?:(?={scan}\s*+{known}{one})()|{digits}{some})(?|{taken})(?(DEFINE){groups}"
    )
    return text.replace(_BARE, f"(?{_ALONE})").replace(_END, f"(?{_ENDED})") + f"({_END})({_BARE}))"
