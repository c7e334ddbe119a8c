"""The right choice for a header Accept-Language (RFC 9110, 12.5.4): the reference with which servers are compared."""

import re
from collections.abc import Sequence

from scripts.output.hosting.language_map import LONGEST
from scripts.output.hosting.negotiation import lead, means_another_script, other_places

_ELEMENT = re.compile(
    r"\s*(\*|[a-z]{1,8}(?:[-_][a-z0-9]{1,8})*)\s*(?:;\s*q=(1(?:\.0*)?|0(?:\.\d*)?)\s*)?$", re.IGNORECASE | re.ASCII
)


def choose(header: str, offered: Sequence[str], source: str) -> str | None:
    """The tag of the page for a reader with this header; None if no page fits, and the reader has to choose.

    Ranges are sorted by weight, equal ones as in the header. `*` means the source language, and comes after the ranges
    of its weight. Ranges that do not have the form of the RFC are ignored, except that `_` is read as `-`. A range leads
    to no page if the header refuses (`q=0`) its language or that page. A language alone means the script in which it is
    usually written, unless the header names another: in `zh-TW,zh;q=0.9`, the browser itself has added `zh`.
    """
    if len(header) > LONGEST or "|" in header:  # `|` is the mark that servers put between two copies
        return None
    elements = [
        (match[1].lower().replace("_", "-"), match[2] or "1")
        for match in map(_ELEMENT.match, header.split(","))
        if match
    ]
    refused = {name for name, weight in elements if float(weight) == 0}
    named = [name for name, weight in elements if float(weight) > 0]
    weighed = [(_thousandths(weight), name == "*", name) for name, weight in elements]
    for weight, is_any, name in sorted(weighed, key=lambda row: (-row[0], row[1])):
        if is_any:
            tag = source if source in offered else None
            name = source
        else:
            tag = None if _is_an_addition(name, named) else lead(name, tuple(offered))
        if weight and tag and name.split("-")[0] not in refused and ("-" not in tag or tag.lower() not in refused):
            return tag
    return None


def _thousandths(weight: str) -> int:
    return 1000 if weight.startswith("1") else int(weight[2:5].ljust(3, "0"))


def _is_an_addition(name: str, named: Sequence[str]) -> bool:
    """Whether the header has a language alone next to a range with another script than its usual one."""
    if "-" in name or not other_places(name):
        return False
    return any(means_another_script(other) for other in named if other.startswith(f"{name}-"))
