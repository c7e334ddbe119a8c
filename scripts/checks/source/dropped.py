"""HTML and attribute lists of a policy that no page shows: they are dropped and reported, their words are kept."""

from collections.abc import Iterable, Iterator

from ...markup import PAGE_ATTRIBUTES, Dropped
from ...markup.attribute_lists import ATTRIBUTES
from ...problem import Problem
from ..rule import Rule

# fmt: off
_HTML_DROPPED = Rule(
    "html-dropped", "warning", "A tag or an attribute that pages do not show is dropped; its words are kept.",
    "Delete it, and say in words what it was to show.",
    ("en", '<p align="center">Words</p>', ""),
    ("en", "<p>Words</p>", ""),
)
# fmt: on
RULES = (_HTML_DROPPED,)


def dropped_html(dropped: Iterable[Dropped]) -> Iterator[Problem]:
    """One warning for each tag or attribute that was dropped, in the first line that has it."""
    found: dict[str, list[Dropped]] = {}
    for each in dropped:
        found.setdefault(each.what, []).append(each)
    for what, same in found.items():
        more = f", here and {len(same) - 1} more times" if len(same) > 2 else ", twice" if len(same) == 2 else ""
        line = min(each.line for each in same)
        yield _HTML_DROPPED.problem(
            f"{what} is dropped{more}, because no page shows it", _HINTS[same[0].kind], line=line
        )


_HINTS = {
    "tag": "delete the tag, and say in words what it was to show; its content is kept",
    "attribute": f"delete it; every tag may have {', '.join(sorted(PAGE_ATTRIBUTES['*']))}",
    "markdown": "delete it; Markdown inside HTML is only read with a blank line before and after it",
    "listed": f"delete it; an attribute list may have {', '.join(sorted(ATTRIBUTES))}",
    "translate": "write <!-- skip --> above the block and <!-- /skip --> below it, or delete it",
}
"""Hints, by the kind of what is dropped."""
