"""What an author says about blocks rather than in them: comments, attribute lists, alerts, task lists, a summary.

All of it is taken from the tree of the source before the walk, so that a translation never meets it (law 1).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ..problem import Problem
from .attribute_lists import take_attribute_lists
from .block_nodes import element_line
from .comments import Comment, Comments
from .dropped_html import Dropped, drop_html
from .foreign_syntax import take_foreign_list
from .inline_reader import InlineReader
from .inspection import Inspection
from .segments import LEAVES

ALERTS = ("note", "tip", "important", "warning", "caution")
"""What a quote may begin with, as `[!NOTE]` (GitHub, "Alerts")."""

_TASK = re.compile(r"\[([ xX])\][ \t]+(?=\S)")


@dataclass(frozen=True, slots=True)
class Directives:
    """What was found while directives were applied to a tree."""

    problems: tuple[Problem, ...]
    notes: tuple[str, ...]
    """Labels of footnotes in the order in which the source refers to them."""
    variables: tuple[tuple[int, str], ...]
    """(line, name) of every placeholder."""
    comments: tuple[Comment, ...]
    """Those that say nothing to us."""
    dropped: tuple[Dropped, ...]
    """What no page shows of the HTML and the attribute lists."""


def apply(root: Element, reader: InlineReader, summary: Element | None = None) -> Directives:
    """Apply to `root` all that is said about its blocks, and put `summary` below its title."""
    comments = Comments(root)
    parts = [root] if summary is None else [root, summary]
    told = [each for part in parts for each in drop_html(part, reader)]
    told += [*comments.problems(), *_take_foreign_lists(root), *take_attribute_lists(root)]
    _mark_alerts(root)
    _mark_tasks(root)
    if summary is not None:
        root.insert(1 if len(root) and root[0].tag == "h1" else 0, summary)
    found = Inspection(root, reader)
    told += found.problems()
    dropped = tuple(each for each in told if isinstance(each, Dropped))
    problems = tuple(each for each in told if isinstance(each, Problem))
    return Directives(problems, tuple(found.notes), tuple(found.variables), tuple(comments.others), dropped)


def _take_foreign_lists(root: Element) -> Iterator[Problem]:
    """Attribute lists that are no attributes, before they are read as such."""
    for element in root.iter():
        if element.tag in LEAVES and "{:" in (element.text or ""):
            element.text, problems = take_foreign_list(element.text or "", element_line(element))
            yield from problems


def _mark_alerts(root: Element) -> None:
    """A quote at the top level that begins with a line `[!NOTE]` (GitHub, "Alerts")."""
    for quote in root.findall("blockquote"):
        first = quote[0] if len(quote) else None
        if first is None or first.tag != "p":
            continue
        mark, newline, rest = (first.text or "").partition("\n")
        name = mark.strip()[2:-1].lower()
        if not re.fullmatch(r"\[![A-Za-z]+\]", mark.strip()) or name not in ALERTS or (not newline and len(quote) == 1):
            continue
        quote.tag = "div"
        quote.set("_alert", name)
        quote.set("class", f"alert {name}")
        first.text = rest
        first.set("_text_line", str(element_line(first) + 1))
        if not rest:
            quote.remove(first)


def _mark_tasks(root: Element) -> None:
    """An item that begins with `[ ]` or `[x]` (GFM, "Task list items")."""
    for item in root.iter("li"):
        first = item[0] if len(item) else None
        if first is not None and first.tag in ("p", "tight") and (mark := _TASK.match(first.text or "")):
            item.set("_task", "not done" if mark.group(1) == " " else "done")
            item.set("class", "task")
            first.text = (first.text or "")[mark.end() :]
