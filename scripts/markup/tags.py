"""HTML as CommonMark 0.31 sees it: what a tag is, where a block of HTML begins, what its text is.

Nothing here judges HTML; it only cuts it, so that text in it can be translated
and the rest stays as the author wrote it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Literal

from ..patterns import regex

_NAME = r"[A-Za-z][A-Za-z0-9-]*"
_ATTRIBUTE = r"""\s+[A-Za-z_:][\w.:-]*(?:\s*=\s*(?:[^\s"'=<>`]+|'[^']*'|"[^"]*"))?"""
OPEN = rf"<{_NAME}(?:{_ATTRIBUTE})*\s*/?>"
CLOSE = rf"</{_NAME}\s*>"
_IN_COMMENT = r"[^<-]*+(?:(?:-(?!->)|<(?!!--))[^<-]*+)*+"
COMMENT = rf"<!-->|<!--->|<!--{_IN_COMMENT}(?:<!(?=--){_IN_COMMENT}){{0,50}}+-->"
"""To the first `-->`, over at most 50 other `<!--`: thousands that are never closed take linear time."""
OTHER = r"<\?(?:(?!<\?)[\s\S])*?\?>|<![A-Za-z](?:(?!<![A-Za-z])[^>])*>|<!\[CDATA\[(?:(?!<!\[CDATA\[)[\s\S])*?\]\]>"
"""What no page may hold, so where another one begins in it the search ends: thousands that are never closed take linear time."""
TAG = regex(rf"{COMMENT}|{OTHER}|{OPEN}|{CLOSE}", re.ASCII)
"""Whatever CommonMark leaves as inline HTML."""

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())

INLINE = frozenset(
    (
        "a abbr b bdi bdo br cite code data del dfn em i img ins kbd mark q s samp small span strong sub sup time "
        "tt u var wbr"
    ).split()
)
"""Tags that stay inside a segment; every other tag ends one."""

_BLOCK_NAMES = (
    "address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link "
    "main menu menuitem nav noframes ol optgroup option p param search section summary table tbody td tfoot th thead "
    "title tr track ul"
).replace(" ", "|")

_STARTS = [
    (
        regex(r"<(?:script|pre|textarea|style)(?:\s|>|$)", re.I),
        regex(r"</(?:script|pre|textarea|style)>", re.I),
    ),
    (regex(r"<!--"), regex(r"-->")),
    (regex(r"<\?"), regex(r"\?>")),
    (regex(r"<![A-Za-z]"), regex(r">")),
    (regex(r"<!\[CDATA\["), regex(r"\]\]>")),
    (regex(rf"</?(?:{_BLOCK_NAMES})(?:\s|/?>|$)", re.I), None),
    (regex(rf"(?:{OPEN}|{CLOSE})\s*$", re.I), None),
]


_BLOCK = regex(_BLOCK_NAMES)


def is_block(name: str) -> bool:
    """Whether a tag, in lower case, begins a block of its own (CommonMark, "HTML blocks", kind 6)."""
    return _BLOCK.fullmatch(name) is not None


def block_start(line: str, in_paragraph: bool) -> tuple[re.Pattern[str] | None] | None:
    """The end condition of the HTML block that begins at `line`, or None where none begins.

    An end condition of None means "the next blank line" (CommonMark, "HTML blocks",
    kinds 6 and 7; kind 7 cannot interrupt a paragraph).
    """
    for kind, (start, end) in enumerate(_STARTS, 1):
        if start.match(line) and not (kind == 7 and in_paragraph):
            return (end,)
    return None


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag of raw HTML, taken apart."""

    name: str
    """Lower case."""

    kind: Literal["open", "close", "void", "comment", "other"]

    attributes: tuple[tuple[str, str], ...]
    """In the written order, values decoded; "" for an attribute without a value."""


_ATTRIBUTE_PARTS = regex(r"""\s+([A-Za-z_:][\w.:-]*)(?:\s*=\s*(?:([^\s"'=<>`]+)|'([^']*)'|"([^"]*)"))?""", re.ASCII)


def tag(raw: str) -> Tag:
    """Take one tag apart; `raw` is a match of `TAG`."""
    if raw.startswith("<!--"):
        return Tag("", "comment", ())
    if raw.startswith(("<!", "<?")):
        return Tag("", "other", ())
    if raw.startswith("</"):
        return Tag(raw[2:-1].strip().lower(), "close", ())
    name = re.match(_NAME, raw[1:])
    assert name is not None  # TAG matched
    attributes = tuple((key, value) for _, _, key, value in attribute_places(raw))
    lower = name.group().lower()
    return Tag(lower, "void" if lower in VOID else "open", attributes)


def attribute_places(raw: str) -> Iterator[tuple[int, int, str, str]]:
    """Each attribute of an opening tag: where it begins, with the space before it, where it ends, name and value."""
    name = re.match(f"<{_NAME}", raw)
    for found in _ATTRIBUTE_PARTS.finditer(raw, name.end()) if name else ():
        key, bare, single, double = found.groups()
        yield *found.span(), key.lower(), unescape(bare or single or double or "")


def comment_text(raw: str) -> str | None:
    """The text of a comment that stands alone in `raw`, or None."""
    stripped = raw.strip()
    if stripped.startswith("<!--") and stripped.endswith("-->") and stripped.count("-->") == 1:
        return " ".join(stripped[4:-3].split())
    return None


_ALT = regex(r"""<img\s[^>]*\balt\s*=\s*["'][^"']*\w""", re.I)
_SILENT = regex(r"<(script|style|pre|textarea|code|svg|math)\b", re.I)


def runs(raw: str) -> Iterator[tuple[bool, str]]:
    """Cut a block of HTML into (is text, piece); the pieces joined are `raw`.

    A piece of text is what a person reads as one: words with the inline tags among
    them, without the blanks around. Comments, block tags and what stands in
    `<pre>`, `<script>` and their like are not text.
    """
    position, run_start = 0, 0
    pieces: list[tuple[bool, str]] = []

    def close_run(end: int) -> None:
        chunk = raw[run_start:end]
        text = chunk.strip()
        if re.search(r"\w", TAG.sub("", unescape(text))) or _ALT.search(text):
            lead = chunk[: len(chunk) - len(chunk.lstrip())]
            pieces.extend([(False, lead), (True, text), (False, chunk[len(lead) + len(text) :])])
        else:
            pieces.append((False, chunk))

    while found := TAG.search(raw, position):
        this = tag(found.group())
        end = found.end()
        if (
            this.kind in ("comment", "other")
            or this.name not in INLINE
            or (_SILENT.match(found.group()) and this.name != "code")
        ):
            close_run(found.start())
            if this.kind == "open" and _SILENT.match(found.group()):
                closing = re.compile(rf"</{this.name}\s*>", re.I).search(raw, end)
                end = closing.end() if closing else len(raw)
            pieces.append((False, raw[found.start() : end]))
            run_start = end
        position = end
    close_run(len(raw))
    return ((is_text, piece) for is_text, piece in pieces if piece)
