"""What an author says about blocks rather than in them: comments, attribute lists, alerts, task lists, a summary.

All of it is taken from the blocks of the source before the walk, so that a translation never meets it (law 1).
"""

import re
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ..patterns import regex
from ..problem import Problem
from .attribute_lists import without_attribute_lists
from .block_nodes import Block, Heading, InlineBlock, Item, Paragraph, Quote, finished, rewritten
from .comments import Comment, Comments
from .dropped_html import Dropped, without_hidden_html
from .foreign_syntax import take_foreign_list
from .inline_reader import InlineReader
from .inspection import Inspection

ALERTS = ("note", "tip", "important", "warning", "caution")
"""What a quote may begin with, as `[!NOTE]` (GitHub, "Alerts")."""

_TASK = regex(r"\[([ xX])\][ \t]+(?=\S)")


@dataclass(frozen=True, slots=True)
class Directives:
    """What was found while directives were applied to the blocks of a policy."""

    blocks: tuple[Block, ...]
    """As they are to be walked."""
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]
    """Labels of footnotes in the order in which the source refers to them."""
    variables: tuple[tuple[int, str], ...]
    """(line, name) of every placeholder."""
    comments: tuple[Comment, ...]
    """Those that say nothing to us."""
    dropped: tuple[Dropped, ...]
    """What no page shows of the HTML and the attribute lists."""


def apply(blocks: Sequence[Block], reader: InlineReader, summary: Sequence[Block] = ()) -> Directives:
    """Apply to `blocks` all that is said about them, and put `summary` below the title."""
    comments = Comments()
    told, blocks = finished(_applied(blocks, summary, reader, comments))
    inspection = Inspection(blocks, reader)
    found = [*told, *inspection.problems()]
    dropped = tuple(each for each in found if isinstance(each, Dropped))
    problems = tuple(each for each in found if isinstance(each, Problem))
    notes, variables = tuple(inspection.notes), tuple(inspection.variables)
    return Directives(inspection.named(), problems, notes, variables, tuple(comments.others), dropped)


def _applied(
    blocks: Sequence[Block], summary: Sequence[Block], reader: InlineReader, comments: Comments
) -> Generator[Problem | Dropped, None, tuple[Block, ...]]:
    blocks = yield from without_hidden_html(blocks, reader)
    summary = yield from without_hidden_html(summary, reader)
    blocks = yield from comments.without_comments(blocks)
    blocks = yield from rewritten(blocks, _without_foreign_list)
    blocks = yield from without_attribute_lists(blocks)
    blocks = yield from rewritten([_marked_alert(block) for block in blocks], _marked_task)
    title = 1 if blocks and isinstance(blocks[0], Heading) and blocks[0].level == 1 else 0
    return (*blocks[:title], *summary, *blocks[title:])


def _without_foreign_list(block: Block) -> Generator[Problem, None, Block]:
    """A block without attribute lists that are no attributes, before they are read as such."""
    if not isinstance(block, InlineBlock) or "{:" not in block.text:
        return block
    text, problems = take_foreign_list(block.text, block.line)
    yield from problems
    return replace(block, text=text)


def _marked_alert(block: Block) -> Block:
    """A quote at the top level that begins with a line `[!NOTE]` (GitHub, "Alerts")."""
    first = block.children[0] if isinstance(block, Quote) and block.children else None
    if not isinstance(block, Quote) or not isinstance(first, Paragraph):
        return block
    mark, newline, rest = first.text.partition("\n")
    name = mark.strip()[2:-1].lower()
    is_alone = not newline and len(block.children) == 1
    if not re.fullmatch(r"\[![A-Za-z]+\]", mark.strip()) or name not in ALERTS or is_alone:
        return block
    words = (replace(first, text=rest, line=first.line + 1),) if rest else ()
    attributes = {**block.attributes, "class": f"alert {name}"}
    return replace(block, alert=name, attributes=attributes, children=(*words, *block.children[1:]))


def _marked_task(block: Block) -> Generator[Problem, None, Block]:
    """An item that begins with `[ ]` or `[x]` (GFM, "Task list items")."""
    yield from ()
    first = block.children[0] if isinstance(block, Item) and block.children else None
    if not isinstance(block, Item) or not isinstance(first, Paragraph) or (mark := _TASK.match(first.text)) is None:
        return block
    task: Literal["done", "not done"] = "not done" if mark.group(1) == " " else "done"
    words = replace(first, text=first.text[mark.end() :])
    attributes = {**block.attributes, "class": "task"}
    return replace(block, task=task, attributes=attributes, children=(words, *block.children[1:]))
