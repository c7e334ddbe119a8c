"""The alarm: whether a sanitiser would remove anything from a finished body."""

from collections.abc import Iterator

import nh3

from ..checks.page.page import outline, same_when_cleaned
from ..markup import PAGE_ATTRIBUTES, PAGE_TAGS, SCHEMES
from ..problem import Problem

_TAGS, _SCHEMES = set(PAGE_TAGS), set(SCHEMES)
_ATTRIBUTES = {tag: set(names) for tag, names in PAGE_ATTRIBUTES.items()}


def unsafe(body: str) -> Iterator[Problem]:
    """What the sanitiser would remove from a body (law 6).

    It returns nearly all bodies byte for byte; only the others are parsed and compared.
    """
    clean = nh3.clean(body, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=None)
    if clean.replace("&nbsp;", "\u00a0") != body.replace("&nbsp;", "\u00a0"):  # it writes no-break spaces by name
        yield from same_when_cleaned(outline(body), outline(clean))
