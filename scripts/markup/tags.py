"""HTML as CommonMark 0.31 defines it: what a tag is, where a block of HTML begins, what the text in it is.

Nothing here decides what is allowed. HTML is only cut into pieces, so that the
text in it can be translated and the rest stays as the author wrote it.
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
"""Up to the first `-->`, across at most 50 other `<!--`, so that thousands of unclosed ones take linear time."""
OTHER = r"<\?(?:(?!<\?)[\s\S])*?\?>|<![A-Za-z](?:(?!<![A-Za-z])[^>])*>|<!\[CDATA\[(?:(?!<!\[CDATA\[)[\s\S])*?\]\]>"
"""Processing instructions, declarations and CDATA sections. No page may have them, so it is no loss that a second one inside
ends the search; with this, thousands of unclosed ones take linear time."""
TAG = regex(rf"{COMMENT}|{OTHER}|{OPEN}|{CLOSE}", re.ASCII)
"""Inline HTML (CommonMark, "Raw HTML")."""

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())

INLINE = frozenset(
    (
        "a abbr b bdi bdo br cite code data del dfn em i img ins kbd mark q s samp small span strong sub sup time "
        "tt u var wbr"
    ).split()
)
"""Tags that are part of a segment; every other tag ends a segment."""

_BLOCK_NAMES = (
    "address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link "
    "main menu menuitem nav noframes ol optgroup option p param search section summary table tbody td tfoot th thead "
    "title tr track ul"
).replace(" ", "|")

# Start and end conditions of the seven kinds of "HTML blocks", in the order of the specification. Kinds 1 to 5 end in a line
# with the end condition, also behind blank lines; kinds 6 and 7 (None) end at a blank line.
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
    """Whether a tag, in lower case, begins a block (CommonMark, "HTML blocks", kind 6)."""
    return _BLOCK.fullmatch(name) is not None


def block_start(line: str, in_paragraph: bool) -> tuple[re.Pattern[str] | None] | None:
    """The end condition, in a tuple, of the HTML block that begins with `line`; None if none begins.

    The end condition is None for a block that ends at the next blank line.
    """
    # CommonMark, "HTML blocks": kind 7, any complete tag alone in its line, cannot interrupt a paragraph, or a tag at the
    # beginning of a wrapped line would end it.
    for kind, (start, end) in enumerate(_STARTS, 1):
        if start.match(line) and not (kind == 7 and in_paragraph):
            return (end,)
    return None


@dataclass(frozen=True, slots=True)
class Tag:
    """The parts of one tag of raw HTML."""

    name: str
    """In lower case."""

    kind: Literal["open", "close", "void", "comment", "other"]

    attributes: tuple[tuple[str, str], ...]
    """(name, value) as written, with character references resolved; the value is "" if there is none."""


_ATTRIBUTE_PARTS = regex(r"""\s+([A-Za-z_:][\w.:-]*)(?:\s*=\s*(?:([^\s"'=<>`]+)|'([^']*)'|"([^"]*)"))?""", re.ASCII)


def tag(raw: str) -> Tag:
    """The parts of a tag; `raw` is a match of `TAG`."""
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
    """(start, end, name, value) of each attribute of an opening tag; `start` is before the space in front of it."""
    name = re.match(f"<{_NAME}", raw)
    for found in _ATTRIBUTE_PARTS.finditer(raw, name.end()) if name else ():
        key, bare, single, double = found.groups()
        yield *found.span(), key.lower(), unescape(bare or single or double or "")


def comment_text(raw: str) -> str | None:
    """The text of a comment, if `raw` is nothing else; otherwise None."""
    stripped = raw.strip()
    if stripped.startswith("<!--") and stripped.endswith("-->") and stripped.count("-->") == 1:
        return " ".join(stripped[4:-3].split())
    return None


_ALT = regex(r"""<img\s[^>]*\balt\s*=\s*["'][^"']*\w""", re.I)
_SILENT = regex(r"<(script|style|pre|textarea|code|svg|math)\b", re.I)


def runs(raw: str) -> Iterator[tuple[bool, str]]:
    """Cut a block of HTML into (is text, piece); the pieces joined are `raw`.

    A piece of text is what a person reads as one text: words with the inline tags
    among them, without the white space around. Comments, block tags and the content
    of `<pre>`, `<script>` and the like are not text.
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
