"""A second parser for every policy: markdown-it-py, an independent implementation of CommonMark.

Law 2: what GitHub shows is what is published. If our parser and this one
disagree about a policy, one of them is wrong, and the policy is refused with
the line instead of being published.

Each side becomes a list of events (line, event): a start, an end or a piece of
text. Events are compared, not HTML, so that each has the line of its block.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from ..patterns import regex
from . import tags
from .addresses import BARE_START, bare_address
from .block_nodes import (
    Block,
    CodeBlock,
    Container,
    FootnoteText,
    HtmlBlock,
    InlineBlock,
    ListBlock,
    Paragraph,
    TableBlock,
)
from .inline_reader import InlineReader
from .nodes import Break, Code, Emphasis, FootnoteReference, Image, Inline, Link, RawTag
from .reader import GithubReading

Event = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """The first place where the two parsers disagree."""

    line: int
    ours: str
    theirs: str


class _Reader(MarkdownIt):
    """Leaves addresses as they are written: markdown-it decodes `xn--` hosts and percent-encoding, GitHub does not.

    Every address is valid here; which of them may be published is checked elsewhere (`page_html`).
    """

    def validateLink(self, url: str) -> bool:  # noqa: N802 (markdown-it's name)
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802 (markdown-it's name)
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802
        return link


@cache
def _reader() -> MarkdownIt:
    # maxNesting is far above our own limit (`nodes.DEPTH`): markdown-it cuts off silently what is nested deeper.
    reader = _Reader("commonmark", {"html": True, "maxNesting": 200}).enable(["table", "strikethrough"])
    reader.inline.ruler.at("text", _text_or_address)
    reader.core.ruler.at("inline", _inline_stage)
    # GitHub has no inline footnotes, `^[...]`.
    return reader.use(footnote_plugin, inline=False)


_MARK = regex(r"[\\`*_~\[<&]|  \n")
"""A text without any of these has no inline markup and no hard break."""


def _inline_stage(state: StateCore) -> None:
    """The rule `inline` of markdown-it, which does not parse texts without markup."""
    # Most texts have none, and markdown-it looks at each character of a text. A test compares both ways.
    for token in state.tokens:
        if token.type == "inline":
            token.children = token.children or []
            if _MARK.search(token.content):
                state.md.inline.parse(token.content, state.md, state.env, token.children)
            else:
                token.children.append(Token("text", "", 0, content=token.content))


_ADDRESS_START = regex(BARE_START, re.I)
_TEXT_END = regex(rf"[^\w ]|_|{BARE_START}", re.I)


def _text_or_address(state: StateInline, silent: bool) -> bool:
    """The rule `text` of markdown-it, which takes a bare address as text too (GFM, "Autolinks (extension)")."""
    # Without it, `_` and `*` inside an address would be delimiters for markdown-it, but they are none for GitHub.
    words = _address_at(state)
    if not words:
        stop = _TEXT_END.search(state.src, state.pos)
        words = state.src[state.pos : stop.start() if stop else state.posMax]
    if not silent:
        state.pending += words
    state.pos += len(words)
    return bool(words)


def _address_at(state: StateInline) -> str:
    """The bare address that begins here, as it is written; "" if none does."""
    if not _ADDRESS_START.match(state.src, state.pos) or _in_brackets(state):
        return ""
    return bare_address(state.src[: state.posMax], state.pos)


def _in_brackets(state: StateInline) -> bool:
    """Whether a bracket is open here; inside one, GitHub makes no address a link."""
    depth = 0
    for sign in re.findall(r"\\.|[\[\]]", state.src[: state.pos]):
        depth = depth + 1 if sign == "[" else max(0, depth - 1) if sign == "]" else depth
    return depth > 0


def disagreement(reading: GithubReading, text: str, first_line: int = 1) -> Disagreement | None:
    """The first place where `reading`, which is our reading of `text`, differs from that of markdown-it."""
    ours, theirs = list(_ours(reading)), list(_theirs(_reader().parse(text), first_line))
    if [event for _, event in ours] == [event for _, event in theirs]:
        return None
    # Most policies end there. Others may differ only in spaces at the edges of blocks, which are invisible.
    ours, theirs = list(_trimmed(ours)), list(_trimmed(theirs))
    for index in range(max(len(ours), len(theirs))):
        our_line, our_event = ours[index] if index < len(ours) else (0, ("end",))
        their_line, their_event = theirs[index] if index < len(theirs) else (0, ("end",))
        if our_event != their_event:
            return Disagreement(our_line or their_line or first_line, _said(our_event), _said(their_event))
    return None


def _said(event: Event) -> str:
    kind, *rest = event
    return f"{kind} {' '.join(rest)!r}" if any(rest) else kind


# -- our tree ------------------------------------------------------------------------


def _ours(reading: GithubReading) -> Iterator[tuple[int, Event]]:
    # Footnotes follow at the end, in the order of their first reference: this is how the plugin of markdown-it puts them.
    notes = {block.label: block for block in reading.blocks if isinstance(block, FootnoteText)}
    order: list[str] = []
    blocks = (block for block in reading.blocks if not isinstance(block, FootnoteText))
    yield from _noting(_merged(_blocks(blocks, reading.reader)), order)
    for label in order:  # the list grows if the text of a footnote refers to another footnote
        yield 0, ("footnote",)
        yield from _noting(_merged(_blocks(notes[label].children, reading.reader)), order)
        yield 0, ("/footnote",)


def _noting(events: Iterable[tuple[int, Event]], order: list[str]) -> Iterator[tuple[int, Event]]:
    # Labels are compared as numbers, since the other parser keeps them in another form.
    for line, event in events:
        if event[0] == "note" and event[1] not in order:
            order.append(event[1])
        yield line, event if event[0] != "note" else ("note", str(order.index(event[1])))


def _blocks(blocks: Iterable[Block], reader: InlineReader) -> Iterator[tuple[int, Event]]:
    for block in blocks:
        line, tag = block.line, block.tag
        match block:
            case InlineBlock():
                yield line, (tag,) if isinstance(block, Paragraph) else (tag, getattr(block, "alignment", ""))
                yield from _inline(reader.as_github(block.text).nodes if block.text else (), line)
                yield line, ("/p",) if isinstance(block, Paragraph) else (f"/{tag}",)
            case HtmlBlock():
                yield line, ("html", block.text.strip())
            case CodeBlock():
                yield line, ("pre", block.info, block.text)
            case TableBlock():
                yield line, (tag,)
                yield from _rows("thead", block.children[:1], reader)
                yield from _rows("tbody", block.children[1:], reader)
                yield line, (f"/{tag}",)
            case Container():
                yield line, (tag, str(block.start)) if isinstance(block, ListBlock) and tag == "ol" else (tag,)
                yield from _blocks(block.children, reader)
                yield line, (f"/{tag}",)
            case _:
                yield line, (tag,)


def _rows(part: str, rows: Sequence[Block], reader: InlineReader) -> Iterator[tuple[int, Event]]:
    if rows:
        yield rows[0].line, (part,)
        yield from _blocks(rows, reader)
        yield rows[0].line, (f"/{part}",)


def _inline(nodes: Iterable[Inline], line: int) -> Iterator[tuple[int, Event]]:
    for node in nodes:
        match node:
            case str():
                yield line, ("text", node)
            # The other parser has no bare links: there, an address is text.
            case Link(is_bare=True):
                yield from _inline(node.children, line)
            # Both sides percent-encode, but not the same characters, so targets are compared decoded.
            case Link():
                yield line, ("a", unquote(node.href), node.title)
                yield from _inline(node.children, line)
                yield line, ("/a",)
            case Image():
                yield line, ("img", unquote(node.src), node.title, node.alt)
            case Code():
                yield line, ("code", node.text)
            case Break():
                yield line, ("br",)
            case FootnoteReference():
                yield line, ("note", node.label)
            # Comments are never published, so they are not compared.
            case RawTag():
                if tags.tag(node.raw).kind != "comment":
                    yield line, ("tag", _collapsed(node.raw))
            case Emphasis():
                yield line, (node.kind,)
                yield from _inline(node.children, line)
                yield line, (f"/{node.kind}",)


def _merged(events: Iterable[tuple[int, Event]]) -> Iterator[tuple[int, Event]]:
    """The events with neighbouring texts joined and their white space collapsed."""
    # One side may give one text where the other gives three. HTML shows a soft break and several spaces as one space.
    texts: list[str] = []
    begun = 0
    for line, event in events:
        if event[0] == "text":
            begun = begun if texts else line
            texts.append(event[1])
            continue
        if texts and (joined := _collapsed("".join(texts))):
            yield begun, ("text", joined)
        texts.clear()
        yield line, event
    if joined := _collapsed("".join(texts)):
        yield begun, ("text", joined)


_EDGES = frozenset("p tight h1 h2 h3 h4 h5 h6 th td".split())


def _trimmed(events: Iterable[tuple[int, Event]]) -> Iterator[tuple[int, Event]]:
    """The events without white space at the edges of blocks, no-break spaces included."""
    # markdown-it strips all Unicode white space there (Python's `str.strip`); CommonMark strips spaces and tabs only.
    before: tuple[int, Event] | None = None
    opened = ""
    for line, event in [*events, (0, ("",))]:
        if before is not None:
            at, (kind, *rest) = before
            if kind == "text":
                text = rest[0].lstrip() if opened in _EDGES else rest[0]
                text = text.rstrip() if event[0].removeprefix("/") in _EDGES and event[0][:1] == "/" else text
                if text:
                    yield at, (kind, text)
            else:
                yield before
            opened = kind
        before = line, event


def _collapsed(text: str) -> str:
    return _SPACES.sub(" ", text)


_SPACES = regex(r"[\t\n][ \t\n]*| [ \t\n]+")
"""White space that is not a single space."""


# -- their tokens ----------------------------------------------------------------------


def _theirs(tokens: Iterable[Token], first_line: int) -> Iterator[tuple[int, Event]]:
    yield from _merged(_their_blocks(tokens, first_line))


def _their_blocks(tokens: Iterable[Token], first_line: int) -> Iterator[tuple[int, Event]]:
    line = first_line
    for token in tokens:
        # `map` is (first line, line behind the last) from 0; closing tokens have none, and neither have inline tokens.
        if token.map:
            line = token.map[0] + first_line
        match token.type:
            case "inline":
                yield from _their_inline(token.children or [], line)
            case "paragraph_open":
                yield line, ("tight",) if token.hidden else ("p",)  # hidden: in a tight list
            case "paragraph_close":
                yield line, ("/p",)
            case "fence" | "code_block":
                info = token.info.strip() if token.type == "fence" else ""
                yield line, ("pre", info, token.content)
            case "html_block":
                yield line, ("html", token.content.strip())
            case "hr":
                yield line, ("hr",)
            case "ordered_list_open":
                yield line, ("ol", str(token.attrs.get("start", 1)))
            case "footnote_block_open" | "footnote_block_close" | "footnote_anchor":
                continue
            case "footnote_open" | "footnote_close":
                yield line, ("footnote",) if token.nesting > 0 else ("/footnote",)
            case _ if token.nesting < 0:
                yield line, (f"/{token.tag}",)
            case _ if token.tag in ("th", "td") or re.fullmatch(r"h[1-6]", token.tag):
                yield line, (token.tag, str(token.attrs.get("style", "")).removeprefix("text-align:"))
            case _:
                yield line, (token.tag,)


_TAGS: Mapping[str, str] = {"s": "del"}


def _their_inline(tokens: Iterable[Token], line: int) -> Iterator[tuple[int, Event]]:
    for token in tokens:
        match token.type:
            case "text" | "text_special":
                yield line, ("text", token.content)
            case "softbreak":
                yield line, ("text", "\n")
                line += 1
            case "hardbreak":
                yield line, ("br",)
                line += 1
            case "code_inline":
                yield line, ("code", token.content)
            case "html_inline":
                if tags.tag(token.content).kind != "comment":
                    yield line, ("tag", _collapsed(token.content))
            case "link_open":
                yield line, ("a", unquote(str(token.attrs["href"])), str(token.attrs.get("title", "")))
            case "image":
                alt = _alt(token.children or [])
                yield line, ("img", unquote(str(token.attrs["src"])), str(token.attrs.get("title", "")), alt)
            case "footnote_ref":
                yield line, ("note", str(token.meta["id"]))
            case _:
                tag = _TAGS.get(token.tag, token.tag)
                yield line, (tag if token.nesting > 0 else f"/{tag}",)


def _alt(tokens: Iterable[Token]) -> str:
    # CommonMark, "Images": the plain text of the description, without the tags in it; ours leaves them out too.
    return "".join(
        _alt(token.children or [])
        if token.type == "image"
        else "\n"
        if token.type in ("softbreak", "hardbreak")
        else token.content
        for token in tokens
        if token.type != "html_inline"
    )
