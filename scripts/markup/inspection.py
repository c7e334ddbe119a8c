"""Inspection of the texts of a policy: ids, placeholders, footnotes, and markup that would be lost or is not complete."""

import re
import unicodedata
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence

from ..patterns import regex
from ..problem import Problem
from . import inline_parser, tags
from .attribute_lists import inline_lists
from .bare_text import CODE, bare_text
from .block_nodes import (
    Block,
    CodeBlock,
    FootnoteText,
    Heading,
    HtmlBlock,
    InlineBlock,
    WordedBlock,
    finished,
    markdown_problem,
    rewritten,
    walk_blocks,
    with_attributes,
)
from .comments import LONGEST_HTML, swallowed
from .dropped_html import foreign_address
from .foreign_syntax import foreign_fence, foreign_html, foreign_text
from .inline_reader import InlineReader
from .link_targets import normal_label
from .nodes import (
    DEPTH,
    VARIABLE,
    WRITTEN,
    Code,
    Emphasis,
    FootnoteReference,
    Html,
    Image,
    Inline,
    Link,
    Placeholder,
    RawTag,
    descendants,
    words_of,
)
from .segments import segment_text

FRAME_IDS = ("page-main", "page-title", "page-summary", "page-contents", "page-notes")
"""Ids that are reserved for the page layout."""
LONGEST_SEGMENT = 20_000
"""The largest number of characters in a paragraph, so that a hostile one cannot stop a build."""
MOST_BRACKETS = 2000
"""The largest number of opening brackets in a paragraph: markdown-it is very slow if thousands of them are never closed."""

_BRACES = regex(r"\{\{(?![<%])|(?<![>%])\}\}")
_BRACES_AROUND = regex(r"\{\{[^{}\n]{0,40}(?:\}\}|\})?")
_NOTE = regex(r"\[\^([^\]\s]+)\]")
_LITERAL = regex(r"\\.|(?:(?<!`)|(?<=\\`))(`++).*?(?<!`)\1(?!`)", re.S)


class Inspection:
    """One pass over the blocks of a policy. The other fields are complete when `problems()` has been read to its end."""

    def __init__(self, blocks: Sequence[Block], reader: InlineReader) -> None:
        self.blocks, self.reader = blocks, reader
        self.labels = {block.label: block for block in blocks if isinstance(block, FootnoteText)}
        self.notes: list[str] = []
        """Labels of footnotes, in the order of their first references in the source."""
        self.variables: list[tuple[int, str]] = []
        """(line, name) of every placeholder."""
        self._ids = dict.fromkeys(FRAME_IDS, 0)
        """Every id and the line of its block."""
        self._headings: list[tuple[Heading, str]] = []
        """Headings without an id of the author, and the ids that GitHub would give them."""

    def problems(self) -> Iterator[Problem]:
        """All problems because of which the policy cannot be published."""
        yield from self._note_labels()
        for block in walk_blocks(self.blocks):
            yield from self._block(block)
        for label, note in self.labels.items():
            if label not in self.notes:
                message = f"no text refers to the footnote [^{label}], so GitHub does not show it"
                yield markdown_problem(
                    note.line, message, f"write [^{label}] in the text that it belongs to, or delete the footnote"
                )

    def _note_labels(self) -> Iterator[Problem]:
        names = [inline_parser.note_id(label) for label in self.labels]
        for label, note in self.labels.items():
            name, line = inline_parser.note_id(label), note.line
            if names.count(name) > 1:
                message = f"the footnote label {label!r} and another one would have the same id"
                yield markdown_problem(line, message, "use only letters and digits in labels")
            self._ids |= {f"fn-{name}": line, f"fnref-{name}": line}

    def _block(self, block: Block) -> Iterator[Problem]:
        line = block.line
        if own := block.get("id"):
            yield from self._take(own, line)
        if not isinstance(block, WordedBlock):
            return
        is_code = isinstance(block, CodeBlock) and not block.is_text
        longest = LONGEST_HTML if isinstance(block, HtmlBlock) else LONGEST_SEGMENT
        if isinstance(block, CodeBlock) and block.is_text:
            self.variables += [(line, found.group(1)) for found in VARIABLE.finditer(block.text)]
        if len(block.text) > longest and not is_code:
            hint = f"split it into paragraphs of at most {LONGEST_SEGMENT} characters"
            yield markdown_problem(line, f"this block is too long: {len(block.text)} characters", hint)
        elif isinstance(block, InlineBlock) and (brackets := block.text.count("[")) > MOST_BRACKETS:
            hint = f"split it into paragraphs with at most {MOST_BRACKETS} opening brackets"
            yield markdown_problem(line, f"this block has too many opening brackets: {brackets}", hint)
        elif isinstance(block, HtmlBlock):
            yield from self._html(block.text, line)
        elif isinstance(block, CodeBlock):
            yield from foreign_fence(block.info, line)
        elif isinstance(block, InlineBlock) and block.text:
            yield from self._text(block, block.text, line)

    def _html(self, text: str, line: int) -> Iterator[Problem]:
        yield from foreign_html(text, line)
        for is_text, piece in tags.runs(text):
            try:
                if is_text:
                    self.reader.segment(piece, "html").tree()
            except inline_parser.Unbalanced as error:
                yield markdown_problem(line, str(error), "put both tags of the pair around the same words")
        for name in ids_of_html(text):
            yield from self._take(name, line)
        self.variables += [(line, found.group(1)) for found in VARIABLE.finditer(text)]

    def _text(self, block: InlineBlock, text: str, line: int) -> Iterator[Problem]:
        yield from inline_lists(text, line)
        yield from foreign_text(text, line, self.reader.references)
        read = self.reader.wrapped(text)
        parts = [node for node in descendants(read.nodes) if not isinstance(node, str)]
        try:
            for node in descendants(read.tree()):
                if isinstance(node, Html):
                    for within in _names(node.name, dict(node.attributes)):
                        yield from self._take(within, line)
        except inline_parser.Unbalanced as error:
            if not error.raw.startswith(("<!", "<?")):  # `swallowed` reports these below
                yield markdown_problem(line + _lines_before(text, error.raw), str(error), _how_to_close(error.raw))
        for part in parts:
            if isinstance(part, RawTag) and tags.tag(part.raw).kind == "other":
                yield swallowed(line + _lines_before(text, part.raw), part.raw)
        yield from _code_behind_a_stray_backtick(text, line)
        yield from self._leftovers(text, line)
        if "_" in text and not text.isascii() and self._loses_underscores(VARIABLE.sub("x", text)):
            message = "GitHub shows underscores next to Chinese, Japanese or Korean characters as text"
            yield markdown_problem(line, message, "write * or ** for emphasis, or \\_ for an underscore that is text")
        if "<!--" in text:
            without = self.reader.segment(segment_text(text))
            if _marks(read.nodes) != _marks(without.nodes):
                message = "a comment next to markup changes how the text is read, but no comment is published"
                yield markdown_problem(line, message, "write the comment in a line of its own, above the block")
        for part in parts:
            address = part.href if isinstance(part, Link) else part.src if isinstance(part, Image) else ""
            yield from foreign_address(address, line + _lines_before(text, address))
        for address in [words_of(part.children) for part in parts if isinstance(part, Link) and part.is_bare]:
            if address.endswith("{{"):
                message = f"the address {address!r} ends at a space, in the middle of a placeholder"
                hint = "write {{name}} without spaces, or [words](address)"
                yield markdown_problem(line + _lines_before(text, address), message, hint)
        if any(isinstance(part, Emphasis) and part.is_single for part in parts):
            message = "text between single tildes is struck out on GitHub, but not by other Markdown tools"
            yield markdown_problem(line, message, "write ~~ on both sides, or \\~ for a tilde that is text")
        self.variables += [(line, name) for name in _variables(parts)]
        for part in parts:
            if isinstance(part, FootnoteReference) and part.label not in self.notes:
                self.notes.append(part.label)
        if isinstance(block, Heading) and "id" not in block.attributes:
            self._headings.append((block, slug(" ".join(words_of(read.nodes, WRITTEN).split()))))

    def _loses_underscores(self, text: str) -> bool:
        """Whether we read underscores as emphasis, as in translations, that GitHub shows as text. `text` has no placeholders."""
        ours, theirs = (
            words_of(read(text).nodes, WRITTEN).count("_") for read in (self.reader.wrapped, self.reader.as_github)
        )
        return ours < theirs

    def _leftovers(self, text: str, line: int) -> Iterator[Problem]:
        """Problems of braces and footnotes that are not complete; escaped ones and those in code are text."""
        bare = _LITERAL.sub(lambda found: "\n" * found.group().count("\n"), VARIABLE.sub("", text))
        if found := _BRACES.search(bare):
            around = _BRACES_AROUND.match(bare, found.start())
            written = around.group() if around else bare[max(0, found.start() - 20) : found.end()].strip()
            here = line + bare.count("\n", 0, found.start())
            yield markdown_problem(
                here, f"{written!r} is not a placeholder", "write {{ name }}, or \\{ for a brace that is text"
            )
        for found in _NOTE.finditer(bare):
            if normal_label(found.group(1)) not in self.labels:
                hint = f"write {found.group()}: ... in a line of its own, or \\{found.group()} if it is text"
                here = line + bare.count("\n", 0, found.start())
                yield markdown_problem(here, f"the footnote {found.group()} has no text", hint)

    def _take(self, name: str, line: int) -> Iterator[Problem]:
        if name in FRAME_IDS:
            yield markdown_problem(line, f"the id {name!r} is reserved for the page layout", "choose another id")
        elif name in self._ids:
            message = f"the id {name!r} is used twice; the first is in line {self._ids[name]}"
            yield markdown_problem(line, message, "choose another id")
        self._ids.setdefault(name, line)

    def named(self) -> tuple[Block, ...]:
        """The blocks, with the ids that GitHub gives to headings; ids of the author stay as they are."""
        waiting = iter([*self._headings, (None, "")])
        numbers: dict[str, int] = {}
        heading, name = next(waiting)

        def named(block: Block) -> Generator[Problem, None, Block]:
            nonlocal heading, name
            yield from ()
            if not isinstance(block, Heading) or block is not heading:
                return block
            unique, number = name or "section", numbers.get(name, 0)
            while unique in self._ids:
                number += 1
                unique = f"{name or 'section'}-{number}"
            numbers[name] = number
            self._ids[unique] = block.line
            heading, name = next(waiting)
            return with_attributes(block, {"id": unique})

        return finished(rewritten(self.blocks, named))[1]


def _code_behind_a_stray_backtick(text: str, line: int) -> Iterator[Problem]:
    """Problems of code spans behind a backtick that is never closed: cmark-gfm reads only the first of each length as code."""
    if text.count("`") < 5:
        return
    bare = bare_text(text)
    stray = bare.find("`")
    codes = re.finditer(f"{CODE}+", bare[stray:]) if stray >= 0 else ()
    seen: set[str] = set()
    for code in codes:
        found = re.match("(`+)(.*?)(?<!`)\\1(?!`)", text[stray + code.start() : stray + code.end()], re.S)
        if found and found.group(1) in seen:
            message = f"GitHub shows {found.group()[:40]!r} as text, because a backtick before it has no partner"
            yield markdown_problem(line + text.count("\n", 0, stray), message, "write \\` for a backtick that is text")
            return
        seen |= {found.group(1)} if found else set()


def slug(text: str) -> str:
    """The id that GitHub gives to a heading: lower case, without punctuation, with hyphens for spaces."""
    kept = (char for char in text.lower() if char in " -_" or unicodedata.category(char)[0] in "LMN")
    return "".join(kept).replace(" ", "-")


def ids_of_html(raw: str) -> list[str]:
    """The ids in a block of raw HTML, including the names of anchors."""
    found = (tags.tag(each.group()) for each in tags.TAG.finditer(raw))
    return [name for tag in found for name in _names(tag.name, dict(reversed(tag.attributes)))]


def _names(tag: str, attributes: Mapping[str, str]) -> Iterable[str]:
    """The names by which links can lead to an element: its id, and the `name` of an `<a>`."""
    names = [attributes.get("id", ""), attributes.get("name", "") if tag == "a" else ""]
    return dict.fromkeys(name for name in names if name)


def _lines_before(text: str, piece: str) -> int:
    """The number of line breaks in a block before the beginning of an address or a tag."""
    return text.count("\n", 0, max(0, text.lower().find(piece[:12].lower())))


def _how_to_close(raw: str) -> str:
    if not raw:
        return f"use at most {DEPTH} levels of emphasis"
    if raw.startswith("<") and tags.tag(raw).name not in tags.INLINE:
        return f"write it at the beginning of a line, with a blank line above it; or write \\{raw} to show it as text"
    if raw.endswith("/>"):
        return "write " + re.sub(r"\s*/>$", f"></{tags.tag(raw).name}>", raw)
    return f"close it where it was opened, or write \\{raw} to show it as text"


def _marks(nodes: Iterable[Inline]) -> list[tuple[str, str]]:
    """The markup of a text without its words and comments, as (kind, target)."""
    return [
        (type(node).__name__ + (node.kind if isinstance(node, Emphasis) else ""), getattr(node, "href", ""))
        for node in descendants(nodes)
        if not isinstance(node, str) and not (isinstance(node, RawTag) and node.raw.startswith("<!--"))
    ]


def _variables(nodes: Iterable[Inline]) -> Iterator[str]:
    for node in nodes:
        match node:
            case Placeholder():
                yield node.name
            case Code():
                yield from _names_in(node.text)
            case RawTag():
                yield from _names_in(node.raw)
            case Link():
                yield from _names_in(node.href, node.title)
            case Image():
                yield from _names_in(node.src, node.alt, node.title)


def _names_in(*texts: str) -> Iterator[str]:
    return (found.group(1) for text in texts for found in VARIABLE.finditer(text))
