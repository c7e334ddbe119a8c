"""What no page shows of a policy's HTML and attribute lists: dropped, its words kept, and reported."""

from collections.abc import Iterable, Iterator

from ...markup import PAGE_ATTRIBUTES, Dropped
from ...problem import Problem
from ..rule import Rule

# fmt: off
_HTML_DROPPED = Rule(
    "html-dropped", "warning", "A tag or an attribute that pages do not show is dropped, and its words are kept.",
    ("en", '<p align="center">Words</p>', ""),
    ("en", "<p>Words</p>", ""),
)
# fmt: on
RULES = (_HTML_DROPPED,)


def dropped_html(dropped: Iterable[Dropped]) -> Iterator[Problem]:
    """One warning for each kind of what was dropped, at the first line that has it."""
    lines: dict[str, list[int]] = {}
    for each in dropped:
        lines.setdefault(each.what, []).append(each.line)
    for what, found in lines.items():
        more = f", here and {len(found) - 1} more times" if len(found) > 2 else ", twice" if len(found) == 2 else ""
        yield _HTML_DROPPED.problem(f"{what} is dropped{more}: no page shows it", _hint(what), line=min(found))


def _hint(what: str) -> str:
    if what.startswith("'markdown' of"):
        return "delete it; Markdown inside HTML is read where a blank line stands before and after it"
    if what.startswith("<"):
        return "delete the tag, and say in words what it showed; what is inside stays"
    return f"delete it; every tag may have {', '.join(sorted(PAGE_ATTRIBUTES['*']))}"
