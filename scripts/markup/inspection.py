"""What the texts of a policy's blocks hold: ids, placeholders, references to footnotes, and marks that lead nowhere."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from xml.etree.ElementTree import Element

from ..problem import Problem
from . import inline_parser, tags
from .attribute_lists import inline_lists
from .bare_text import CODE, bare_text
from .block_nodes import element_line, flaw
from .comments import LONGEST_HTML, swallowed
from .dropped_html import foreign_address
from .foreign_syntax import foreign_fence, foreign_html, foreign_text
from .inline_nodes import VARIABLE, Piece
from .link_targets import normal_label
from .segments import LEAVES, is_text_block, segment_text

FRAME_IDS = ("page-main", "page-title", "page-summary", "page-contents", "page-notes")
"""Ids that the frame of a page has."""
LONGEST_SEGMENT = 20_000
"""Characters of the longest paragraph; a hostile one would take more time than a build has."""
MOST_BRACKETS = 2000
"""Of one paragraph; thousands that nothing closes would take the second reader more time than a build has."""

_BRACES = re.compile(r"\{\{(?![<%])|(?<![>%])\}\}")
_BRACES_AROUND = re.compile(r"\{\{[^{}\n]{0,40}(?:\}\}|\})?")
_NOTE = re.compile(r"\[\^([^\]\s]+)\]")
_LITERAL = re.compile(r"\\.|(?:(?<!`)|(?<=\\`))(`++).*?(?<!`)\1(?!`)", re.S)


class Inspection:
    """One look at every block of a tree; `problems()` is to be read to its end, then the rest is known."""

    def __init__(self, root: Element, references: Mapping[str, tuple[str, str]]) -> None:
        self.root, self.references = root, references
        self.labels = {element.get("label", ""): element for element in root if element.tag == "footnote"}
        self.notes: list[str] = []
        """Labels of footnotes in the order in which the source refers to them."""
        self.variables: list[tuple[int, str]] = []
        """(line, name) of every placeholder."""
        self._ids = dict.fromkeys(FRAME_IDS, 0)
        """Every id and the line of its block."""
        self._headings: list[tuple[Element, str]] = []
        """Headings without an id of their own, and the one that GitHub would give them."""

    def problems(self) -> Iterator[Problem]:
        """All that keeps the tree from being published; headings get their ids."""
        yield from self._note_labels()
        for element in self.root.iter():
            yield from self._block(element)
        self._name_headings()
        for label, element in self.labels.items():
            if label not in self.notes:
                message = f"no text refers to the footnote [^{label}], so GitHub does not show it"
                yield flaw(element_line(element), message, f"write [^{label}] where it belongs, or delete it")

    def _note_labels(self) -> Iterator[Problem]:
        names = [inline_parser.note_id(label) for label in self.labels]
        for label, element in self.labels.items():
            name, line = inline_parser.note_id(label), element_line(element)
            if names.count(name) > 1:
                message = f"the footnotes' labels {label!r} and another would have the same address"
                yield flaw(line, message, "use letters and digits for labels")
            self._ids |= {f"fn-{name}": line, f"fnref-{name}": line}

    def _block(self, element: Element) -> Iterator[Problem]:
        line, text = element_line(element), element.text or ""
        if own := element.get("id"):
            yield from self._take(own, line)
        is_block = element.tag == "pre" and is_text_block(element)
        if is_block:
            text = element[0].text or ""
            self.variables += [(line, found.group(1)) for found in VARIABLE.finditer(text)]
        longest = LONGEST_SEGMENT if element.tag in LEAVES or is_block else LONGEST_HTML
        if len(text) > longest and element.tag != "code":
            hint = f"break it into paragraphs of at most {LONGEST_SEGMENT} characters"
            yield flaw(line, f"a block of {len(text)} characters", hint)
        elif element.tag in LEAVES and text.count("[") > MOST_BRACKETS:
            yield flaw(
                line, f"a block with {text.count('[')} brackets", f"write at most {MOST_BRACKETS} in a paragraph"
            )
        elif element.tag == "html":
            yield from self._html(text, line)
        elif element.tag == "pre":
            yield from foreign_fence(element.get("_info", ""), line)
        elif element.tag in LEAVES and text:
            yield from self._text(element, text, line)

    def _html(self, text: str, line: int) -> Iterator[Problem]:
        yield from foreign_html(text, line)
        for is_text, piece in tags.runs(text):
            try:
                inline_parser.nested(inline_parser.html_pieces(piece) if is_text else [])
            except inline_parser.Unbalanced as error:
                yield flaw(line, str(error), "put both tags of the pair around the same words")
        for name in ids_of_html(text):
            yield from self._take(name, line)
        self.variables += [(line, found.group(1)) for found in VARIABLE.finditer(text)]

    def _text(self, element: Element, text: str, line: int) -> Iterator[Problem]:
        yield from inline_lists(text, line)
        yield from foreign_text(text, line, self.references)
        pieces = inline_parser.parse(text, self.references, self.labels)
        try:
            for part in _elements(inline_parser.nested(pieces)):
                for within in _names(part.tag, part.attrib):
                    yield from self._take(within, line)
        except inline_parser.Unbalanced as error:
            if not error.raw.startswith(("<!", "<?")):  # those are told below
                yield flaw(line + _lines_before(text, error.raw), str(error), _how_to_close(error.raw))
        for raw in [part.get("raw", "") for part in _elements(pieces) if part.tag == "tag"]:
            if tags.tag(raw).kind == "other":
                yield swallowed(line + _lines_before(text, raw), raw)
        yield from _code_behind_a_stray_backtick(text, line)
        yield from self._leftovers(text, line)
        if "_" in text and not text.isascii() and self._loses_underscores(VARIABLE.sub("x", text)):
            message = "GitHub shows underscores beside Chinese, Japanese or Korean characters as text"
            yield flaw(line, message, "write * or ** for emphasis, or \\_ for an underscore that is text")
        if "<!--" in text:
            without = inline_parser.parse(segment_text(text), self.references, self.labels, hard=True)
            if _marks(pieces) != _marks(without):
                message = "a comment stands so close to a mark that the text reads differently without it"
                yield flaw(line, message, "write the comment in a line of its own, above the block")
        for address in [part.get(name, "") for part in _elements(pieces) for name in ("href", "src")]:
            yield from foreign_address(address, line + _lines_before(text, address))
        for part in _elements(pieces):
            if part.get("_bare") is not None and (part.text or "").endswith("{{"):
                message = f"the address {part.text!r} ends at a space, in the middle of a placeholder"
                hint = "write {{name}} without spaces, or [words](address)"
                yield flaw(line + _lines_before(text, part.text or ""), message, hint)
        if any(part.get("_single") is not None for part in _elements(pieces)):
            message = "text between single tildes is struck out on GitHub, and nowhere else"
            yield flaw(line, message, "write ~~ on both sides, or \\~ for a tilde that is text")
        self.variables += [(line, name) for name in _variables(pieces)]
        for part in _elements(pieces):
            label = part.get("label", "")
            if part.tag == "sup" and label in self.labels and label not in self.notes:
                self.notes.append(label)
        if re.fullmatch(r"h[1-6]", element.tag) and element.get("id") is None:
            self._headings.append((element, slug(" ".join("".join(inline_parser.plain_words(pieces)).split()))))

    def _loses_underscores(self, text: str) -> bool:
        """Whether we take underscores for emphasis, as in translations, that GitHub takes for text; without placeholders."""
        readings = (inline_parser.parse(text, self.references, self.labels, beyond=beyond) for beyond in (True, False))
        ours, theirs = ("".join(inline_parser.plain_words(read)).count("_") for read in readings)
        return ours < theirs

    def _leftovers(self, text: str, line: int) -> Iterator[Problem]:
        """Marks that were meant to be more than text; escaped ones and those in code are text."""
        bare = _LITERAL.sub(lambda found: "\n" * found.group().count("\n"), VARIABLE.sub("", text))
        if found := _BRACES.search(bare):
            around = _BRACES_AROUND.match(bare, found.start())
            written = around.group() if around else bare[max(0, found.start() - 20) : found.end()].strip()
            here = line + bare.count("\n", 0, found.start())
            yield flaw(here, f"{written!r} is not a placeholder", "write {{ name }}, or \\{ for a brace that is text")
        for found in _NOTE.finditer(bare):
            if normal_label(found.group(1)) not in self.labels:
                hint = f"write {found.group()}: ... in a line of its own, or \\{found.group()}"
                here = line + bare.count("\n", 0, found.start())
                yield flaw(here, f"the footnote {found.group()} has no text", hint)

    def _take(self, name: str, line: int) -> Iterator[Problem]:
        if name in FRAME_IDS:
            yield flaw(line, f"the id {name!r} belongs to the frame of the page", "give it another id")
        elif name in self._ids:
            message = f"a second block with the id {name!r}; the first is in line {self._ids[name]}"
            yield flaw(line, message, "give it another id")
        self._ids.setdefault(name, line)

    def _name_headings(self) -> None:
        """Ids as GitHub numbers them, those that an author wrote left alone."""
        numbers: dict[str, int] = {}
        for element, name in self._headings:
            unique, number = name or "section", numbers.get(name, 0)
            while unique in self._ids:
                number += 1
                unique = f"{name or 'section'}-{number}"
            numbers[name] = number
            self._ids[unique] = element_line(element)
            element.set("id", unique)


def _code_behind_a_stray_backtick(text: str, line: int) -> Iterator[Problem]:
    """Of code behind a backtick that nothing closes, cmark-gfm sees the first of each length and forgets the others."""
    if text.count("`") < 5:
        return
    bare = bare_text(text)
    stray = bare.find("`")
    codes = re.finditer(f"{CODE}+", bare[stray:]) if stray >= 0 else ()
    seen: set[str] = set()
    for code in codes:
        found = re.match("(`+)(.*?)(?<!`)\\1(?!`)", text[stray + code.start() : stray + code.end()], re.S)
        if found and found.group(1) in seen:
            message = f"GitHub shows {found.group()[:40]!r} as text, since a backtick before it has no partner"
            yield flaw(line + text.count("\n", 0, stray), message, "write \\` for a backtick that is text")
            return
        seen |= {found.group(1)} if found else set()


def slug(text: str) -> str:
    """The id that GitHub gives a heading: lower case, marks dropped, spaces to hyphens."""
    kept = (char for char in text.lower() if char in " -_" or unicodedata.category(char)[0] in "LMN")
    return "".join(kept).replace(" ", "-")


def ids_of_html(raw: str) -> list[str]:
    """The ids in a block of raw HTML, names of anchors among them."""
    found = (tags.tag(each.group()) for each in tags.TAG.finditer(raw))
    return [name for tag in found for name in _names(tag.name, dict(reversed(tag.attributes)))]


def _names(tag: str, attributes: Mapping[str, str]) -> Iterable[str]:
    """What a link can lead to in an element: its id, and the name of an `<a>`."""
    names = [attributes.get("id", ""), attributes.get("name", "") if tag == "a" else ""]
    return dict.fromkeys(name for name in names if name)


def _lines_before(text: str, piece: str) -> int:
    """How many lines of a block come before the one that holds the beginning of an address or a tag."""
    return text.count("\n", 0, max(0, text.lower().find(piece[:12].lower())))


def _how_to_close(raw: str) -> str:
    if raw.startswith("<") and tags.tag(raw).name not in tags.INLINE:
        return f"begin a line with it, with a blank line above it; or write \\{raw} to show it as text"
    if raw.endswith("/>"):
        return "write " + re.sub(r"\s*/>$", f"></{tags.tag(raw).name}>", raw)
    return f"close it where it was opened, or write \\{raw} to show it as text"


def _elements(pieces: Iterable[Piece]) -> Iterator[Element]:
    for piece in pieces:
        if isinstance(piece, Element):
            yield from piece.iter()


def _marks(pieces: Iterable[Piece]) -> list[tuple[str, str]]:
    """What a text has beside its words, comments aside."""
    return [
        (part.tag, part.get("href", "")) for part in _elements(pieces) if not part.get("raw", "").startswith("<!--")
    ]


def _variables(pieces: Iterable[Piece]) -> Iterator[str]:
    for element in _elements(pieces):
        if element.tag == "var":
            yield element.get("name", "")
        texts = [element.text or ""] if element.tag == "code" else list(element.attrib.values())
        for text in texts if element.tag != "var" else []:
            yield from (found.group(1) for found in VARIABLE.finditer(text))
