"""Directives, which say something about a block: comments, attribute lists, alerts, task lists; and the summary.

They are taken out of the blocks of the source before the walk, so that no segment and no translation has them (law 1).
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
"""The kinds of alerts; a quote becomes one by a first line such as `[!NOTE]` (GitHub Docs, "Alerts")."""

_TASK = regex(r"\[([ xX])\][ \t]+(?=\S)")


@dataclass(frozen=True, slots=True)
class Directives:
    """The blocks of a policy with its directives applied, and what was found on the way."""

    blocks: tuple[Block, ...]
    """Ready for the walk."""
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]
    """Labels of footnotes, in the order of their first references in the source."""
    variables: tuple[tuple[int, str], ...]
    """(line, name) of every placeholder."""
    comments: tuple[Comment, ...]
    """Comments that are no directives."""
    dropped: tuple[Dropped, ...]
    """HTML and attributes that no page shows."""


def apply(blocks: Sequence[Block], reader: InlineReader, summary: Sequence[Block] = ()) -> Directives:
    """Apply the directives in `blocks`, and put `summary` below the title."""
    comments = Comments()
    problems_so_far, blocks = finished(_applied(blocks, summary, reader, comments))
    inspection = Inspection(blocks, reader)
    found = [*problems_so_far, *inspection.problems()]
    dropped = tuple(each for each in found if isinstance(each, Dropped))
    problems = tuple(each for each in found if isinstance(each, Problem))
    notes, variables = tuple(inspection.notes), tuple(inspection.variables)
    return Directives(inspection.named(), problems, notes, variables, tuple(comments.others), dropped)


def _applied(
    blocks: Sequence[Block], summary: Sequence[Block], reader: InlineReader, comments: Comments
) -> Generator[Problem | Dropped, None, tuple[Block, ...]]:
    # The order matters: `{:toc}` goes before attribute lists are read, and these go before alerts and tasks are looked for.
    blocks = yield from without_hidden_html(blocks, reader)
    summary = yield from without_hidden_html(summary, reader)
    blocks = yield from comments.without_comments(blocks)
    blocks = yield from rewritten(blocks, _without_foreign_list)
    blocks = yield from without_attribute_lists(blocks)
    blocks = yield from rewritten([_marked_alert(block) for block in blocks], _marked_task)
    title = 1 if blocks and isinstance(blocks[0], Heading) and blocks[0].level == 1 else 0
    return (*blocks[:title], *summary, *blocks[title:])


def _without_foreign_list(block: Block) -> Generator[Problem, None, Block]:
    """A block without `{:toc}`, which has the form of an attribute list but sets no attributes."""
    if not isinstance(block, InlineBlock) or "{:" not in block.text:
        return block
    text, problems = take_foreign_list(block.text, block.line)
    yield from problems
    return replace(block, text=text)


def _marked_alert(block: Block) -> Block:
    """The block as an alert, if it is a quote at the top level whose first line is `[!NOTE]` or the like (GitHub Docs, "Alerts")."""
    # GitHub shows a mark without any words below it as text.
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
    """The block as a task, if it is an item that begins with `[ ]` or `[x]` (GFM, "Task list items (extension)")."""
    yield from ()
    first = block.children[0] if isinstance(block, Item) and block.children else None
    if not isinstance(block, Item) or not isinstance(first, Paragraph) or (mark := _TASK.match(first.text)) is None:
        return block
    task: Literal["done", "not done"] = "not done" if mark.group(1) == " " else "done"
    words = replace(first, text=first.text[mark.end() :])
    attributes = {**block.attributes, "class": "task"}
    return replace(block, task=task, attributes=attributes, children=(words, *block.children[1:]))
