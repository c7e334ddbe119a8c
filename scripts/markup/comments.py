"""Comments in a policy: words to the translator, a context, parts that are not translated. No comment is published.

`<!-- translators: ... -->`, `<!-- context: ... -->`, `<!-- skip -->` and `<!-- /skip -->` (docs/writing.md).
"""

import re
from bisect import bisect_left
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, replace

from ..patterns import regex
from ..problem import Problem
from . import tags
from .block_nodes import Block, CodeBlock, HtmlBlock, InlineBlock, markdown_problem, rewritten

LONGEST_HTML = 60_000
"""The largest number of characters in a block of raw HTML."""

_UNQUOTED = regex(r"=\s*[^\s\"'<>]*\{\{")


_TAG_OR_DECLARATION = regex(rf"{tags.COMMENT}|{tags.OPEN}|{tags.CLOSE}|(<\?[^\n]*|<!(?!--)[^\n]*)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment that is no directive: a note of the author, or a directive of another tool."""

    line: int
    words: str
    is_alone: bool
    """Whether it has lines of its own; only there, `<!-- skip -->` and the like are directives."""


class Comments:
    """One pass over the comments of a policy. `others` is complete when `without_comments` has been read to its end."""

    def __init__(self) -> None:
        self.others: list[Comment] = []
        """Comments that are no directives."""
        self.comment = ""
        """Words to the translator for the next block with a text."""
        self.context: str | None = None
        """The msgctxt for the same block."""
        self.skip_from = 0
        """The line of the open `<!-- skip -->`."""

    def without_comments(self, blocks: Iterable[Block]) -> Generator[Problem, None, tuple[Block, ...]]:
        """The blocks without comments; what the comments above a block say is in its fields."""
        made = yield from rewritten(blocks, self._without)
        if self.skip_from:
            hint = "write <!-- /skip --> below the last block that is not translated"
            yield markdown_problem(self.skip_from, "this <!-- skip --> is never closed", hint)
        return made

    def _without(self, block: Block) -> Generator[Problem, None, Block | None]:
        if isinstance(block, HtmlBlock):
            words = tags.comment_text(block.text)
            if words is not None:
                yield from self._comment(block.line, words)
                return None
        if isinstance(block, HtmlBlock | InlineBlock):
            self.others += _inner_comments(block)
        if isinstance(block, HtmlBlock):
            block = yield from _without_comments(block)
        if self.skip_from:
            block = replace(block, skip=True)
        if isinstance(block, HtmlBlock | InlineBlock) or (isinstance(block, CodeBlock) and block.is_text):
            if self.comment or self.context is not None:
                block = replace(block, comment=self.comment, context=self.context)
            self.comment, self.context = "", None
        return block

    def _comment(self, line: int, words: str) -> Iterator[Problem]:
        if "--!>" in words:
            yield _ends_twice(line)
        name, colon, rest = words.partition(":")
        match name.strip().lower(), bool(colon):
            case "translators", True:
                self.comment = f"{self.comment} {rest.strip()}".strip()
            case "context", True:
                self.context = rest.strip()
            case "skip", False:
                if self.skip_from:
                    message = f"this <!-- skip --> is inside the <!-- skip --> of line {self.skip_from}"
                    yield markdown_problem(line, message, "write <!-- /skip --> before it, or delete it")
                self.skip_from = line
            case "/skip", False:
                if not self.skip_from:
                    yield markdown_problem(line, "this <!-- /skip --> has no <!-- skip --> before it", "delete it")
                self.skip_from = 0
            case _:
                self.others.append(Comment(line, words, True))


_CODE_OR_COMMENT = regex(rf"\\.|`+|{tags.COMMENT}", re.S)
_COMMENT = regex(tags.COMMENT)


def _inner_comments(block: HtmlBlock | InlineBlock) -> Iterator[Comment]:
    """Comments among other words; inside code they are text."""
    text, at = block.text, 0
    if "-->" not in text or len(text) > LONGEST_HTML:
        return
    ticks: dict[str, list[int]] = {}
    for found in re.finditer("`+", text):
        ticks.setdefault(found.group(), []).append(found.start())
    pattern = _CODE_OR_COMMENT if isinstance(block, InlineBlock) else _COMMENT
    while piece := pattern.search(text, at):
        at, words = piece.end(), piece.group()
        if words[0] == "<":
            line = block.line + text.count("\n", 0, piece.start())
            yield Comment(line, " ".join(words[4:-3].split()), False)
        elif words[0] == "`":
            others = ticks.get(words, [])  # not found: the rest of a run whose first backtick is escaped
            closing = bisect_left(others, at)
            at = others[closing] + len(words) if closing < len(others) else at


def _without_comments(block: HtmlBlock) -> Generator[Problem, None, HtmlBlock]:
    """The block without comments; a comment that browsers and GitHub end differently is refused."""
    # HTML Living Standard, "Comment end bang state": `--!>` ends a comment. In CommonMark it does not, so words that are
    # hidden on GitHub would be visible on the page.
    line, text = block.line, block.text
    if len(text) > LONGEST_HTML:
        return block  # `Inspection` refuses it because of its length
    if any("--!>" in found for found in re.findall(tags.COMMENT, text)):
        yield _ends_twice(line)
    opened = next((found for found in _TAG_OR_DECLARATION.finditer(text) if found.group(1)), None)
    if opened is not None:
        yield swallowed(line + text.count("\n", 0, opened.start()), opened.group(1))
        text = text[: opened.start()]
    text = re.sub(tags.COMMENT, "", text)
    if "<!--" in text:
        yield markdown_problem(line, "a comment is never closed", "write --> at its end")
    if _UNQUOTED.search(text):  # a value with a space would end the attribute and begin another one
        yield markdown_problem(
            line, "an attribute with a placeholder has no quotation marks", 'write href="{{ name }}"'
        )
    return replace(block, text=text)


def swallowed(line: int, raw: str) -> Problem:
    """The problem of a declaration or processing instruction, `<!...>` or `<?...>`: browsers do not show its words."""
    shown = raw if len(raw) <= 40 else f"{raw[:40]}..."
    hint = "write \\< for a < that is text, <!-- ... --> for a comment, or delete it"
    return markdown_problem(line, f"browsers would not show {shown!r}: in HTML it is an instruction for programs", hint)


def _ends_twice(line: int) -> Problem:
    return markdown_problem(
        line, "--!> ends a comment in browsers, but not in Markdown", "write --> at the end of the comment, and no --!>"
    )
