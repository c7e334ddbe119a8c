"""A finished translation in Markdown: its parts, ready to be aligned."""

import re
from dataclasses import dataclass, replace

from .. import markup
from ..alignment.blocks import Part, document_parts, front
from ..alignment.features import References
from ..checks.rule import LONGEST_RATIO
from ..markup import Segment, SourceTree, tags
from ..markup.block_nodes import HtmlBlock, InlineBlock, WordedBlock, walk_blocks
from ..patterns import regex
from ..problem import Problem, Refused
from ..project.front_block import TEXTS, split, unread
from ..project.front_matter import summary_of_others, titles
from .html_wrappers import Unwrapped, unwrapped

_CONTROL = regex(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f]")
_ZERO_WIDTH_SCRIPTS = regex(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
"""Thai, Lao, Burmese and Khmer, in which a zero width space parts words."""

MOST_PARTS = 3_000
"""Segments of the longest document that is aligned."""
LONGEST_BLOCK = 20_000
"""Characters of its longest block."""


@dataclass(frozen=True, slots=True)
class Document:
    """A translated document."""

    parts: tuple[Part, ...]
    references: References


def read_document(text: str, path: str, kept: frozenset[str], size: int) -> Document:
    """Read a translation of a policy that has `size` characters and the HTML tags `kept`.

    Front matter gives title, description and summary. Flaws of its Markdown do not
    matter; raises `Refused` for a document that no reader could follow.
    """
    if len(text) > LONGEST_RATIO * size + 20_000:
        message = f"the document has {len(text):,} characters, the policy {size:,}"
        raise Refused(Problem(message, "size", path, hint="import the translation of this policy alone"))
    _refuse_marks(text, path)
    text = _CONTROL.sub(" ", re.sub(r"\r\n?", "\n", _without_invisible(text)))
    fields, summary, body, first_line = _front_matter(text, path)
    bare = unwrapped(body, first_line, kept)
    in_short = [(len(bare.lines) + number, item) for number, (_, item) in enumerate(summary, 1)]
    bare = replace(bare, lines=(*bare.lines, *(line for line, _ in summary)))
    try:
        source = markup.read_markdown(bare.text, summary=in_short)
        _refuse_unreadable(source, bare, path)
        found = document_parts(source)
    except RecursionError as error:
        hint = "nest emphasis, quotes and lists less deeply"
        raise Refused(Problem("marks are nested too deep to be read", "markdown", path, hint=hint)) from error
    if len(found) > MOST_PARTS:
        message = f"the document has {len(found):,} segments; at most {MOST_PARTS:,} are aligned"
        raise Refused(Problem(message, "size", path, hint="import it in several files"))
    placed = [replace(part, segment=replace(part.segment, line=bare.lines[part.segment.line - 1])) for part in found]
    return Document((*fields, *placed), source.references)


def _refuse_marks(text: str, path: str) -> None:
    """Stop at what no translator wrote, every line of it; `=======` alone underlines a heading."""
    rows = [(text.count("\n", 0, nul.start()) + 1, *_NUL) for nul in re.finditer(r"\0[^\n]*", text)]
    merged = [(mark.group(1), text.count("\n", 0, mark.start()) + 1) for mark in _MERGE.finditer(text)]
    if any(mark[0] in "<>" for mark, _ in merged):
        rows += [(line, f"a mark left by a merge: {mark}", _CHOOSE, "conflict") for mark, line in merged]
    if rows:
        rows = sorted(rows)[:_MOST_TOLD]
        raise Refused(*(Problem(message, rule, path, line, hint=hint) for line, message, hint, rule in rows))


_NUL = ("a NUL byte in the text", "delete the invisible character", "syntax")
_MERGE = regex(r"^(<{7}|={7}|>{7}|\|{7})(?:[ \t][^\n]*)?\r?$", re.M)
_CHOOSE = "choose one of the two texts and delete the marks"
_MOST_TOLD = 100


def _without_invisible(text: str) -> str:
    """A text without what web pages and word processors leave in it; a translation must not have it."""
    text = re.sub("[\ufeff\u00ad\u2060]", "", text)
    return text if _ZERO_WIDTH_SCRIPTS.search(text) else text.replace("\u200b", "")


def _refuse_unreadable(source: SourceTree, bare: Unwrapped, path: str) -> None:
    """Stop at what takes more time to read than a person would wait."""
    for block in walk_blocks(source.blocks):
        if isinstance(block, InlineBlock | HtmlBlock) and len(block.text) > LONGEST_BLOCK:
            line = bare.lines[block.line - 1]
            message = f"a paragraph of {len(block.text):,} characters"
            raise Refused(Problem(message, "size", path, line, hint="break it into paragraphs, as the policy has them"))
    if source.too_deep is not None:
        raise Refused(source.too_deep.at(path=path, line=bare.lines[source.too_deep.line - 1]))


def tags_of(source: SourceTree) -> frozenset[str]:
    """The names of the HTML tags that a policy itself has."""
    texts = (block.text for block in walk_blocks(source.blocks) if isinstance(block, WordedBlock))
    found = (tags.tag(tag.group()).name for text in texts if "<" in text for tag in tags.TAG.finditer(text))
    return frozenset(found) - {""}


def _front_matter(text: str, path: str) -> tuple[list[Part], list[tuple[int, str]], str, int]:
    """Title and description as parts, the summary as (line, text), the text behind the front matter, and its line."""
    if problem := unread(text):
        raise Refused(problem.at(path=path))
    block = split(text)
    try:
        values, summary = titles(block), summary_of_others(block)
    except Refused as error:
        raise Refused(*(problem.at(path=path) for problem in error.problems)) from error
    kinds = [kind for kind in TEXTS if kind in values]
    segments = [Segment(*values[kind], kind="plain") for kind in kinds]
    return front(segments, kinds), summary, block.body, block.first_line
