"""What a policy says beyond plain blocks: ids, attribute lists, alerts, task lists, words to the translator.

All of it is taken from the source tree before the walk, so that a translation
never meets it: `{: onclick=... }` in a `.po` file is text.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from markdown.extensions.attr_list import get_attrs_and_remainder

from . import inline_parser, tags
from .block_nodes import Flaw
from .inline_nodes import VARIABLE, Piece
from .link_targets import normal_label
from .segments import LEAVES

ALERTS = ("note", "tip", "important", "warning", "caution")
ATTRIBUTES = frozenset(["id", "class", "lang", "dir"])
"""What an attribute list may set; a title would be text that nobody translates, a handler would be code."""

OURS = ("page-main", "page-title", "page-summary", "page-contents", "page-notes")
"""Ids of the frame."""

LONGEST_SEGMENT = 20_000
"""Characters of the longest paragraph; a hostile one would take more time than a build has."""
LONGEST_HTML = 60_000

_HEADING_LIST = re.compile(r"(?:^|[ \t]+)\{(?!\{)(:[^{}\n]*|#[^{}\n]*)\}[ \t]*$")
_BLOCK_LIST = re.compile(r"(?:^|\n)[ \t]*\{:([^{}\n]*)\}[ \t]*$")
_INLINE_LIST = re.compile(r"[\])*_`>]\{:[^{}\n]*\}")
_ID = re.compile(r"[^\s\"'<>&#%/?{}]+$")
_BRACES = re.compile(r"\{\{|\}\}")
_NOTE = re.compile(r"\[\^([^\]\s]+)\]")
_LITERAL = re.compile(r"\\.|(`+)(?!`).*?(?<!`)\1(?!`)", re.S)
_UNQUOTED = re.compile(r"=\s*[^\s\"'<>]*\{\{")
_TASK = re.compile(r"\[([ xX])\][ \t]+(?=\S)")


@dataclass(slots=True)
class Directives:
    """What was found while dressing a tree."""

    flaws: list[Flaw] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """Labels of footnotes in the order in which the source refers to them."""
    variables: list[tuple[int, str]] = field(default_factory=list)
    """(line, name) of every placeholder."""


def apply(root: Element, references: Mapping[str, tuple[str, str]], summary: Element | None = None) -> Directives:
    """Apply to `root` all that is said about blocks rather than in them, and put `summary` below its title."""
    dressed = Directives()
    _directives(root, dressed.flaws)
    _attribute_lists(root, dressed.flaws)
    _alerts(root)
    _tasks(root)
    if summary is not None:
        root.insert(1 if len(root) and root[0].tag == "h1" else 0, summary)
    _look_inside(root, references, dressed)
    return dressed


# -- comments --------------------------------------------------------------------------


def _directives(root: Element, flaws: list[Flaw]) -> None:
    """Take out the comments; hand on what they say to the block that follows."""
    waiting: dict[str, str] = {}
    skip_from = 0

    def visit(parent: Element) -> None:
        nonlocal skip_from
        for element in list(parent):
            line = int(element.get("_line", "0"))
            words = tags.comment_text(element.text or "") if element.tag == "html" else None
            if words is None:
                if element.tag == "html":
                    _without_comments(element, flaws)
                if skip_from:
                    element.set("_skip", "")
                if element.tag in LEAVES or element.tag == "html":
                    element.attrib.update(waiting)
                    waiting.clear()
                visit(element)
                continue
            parent.remove(element)
            if "--!>" in words:
                flaws.append(Flaw(line, "--!> ends a comment in browsers, not in Markdown", "write -->"))
            name, colon, rest = words.partition(":")
            match name.strip().lower(), bool(colon):
                case "translators", True:
                    waiting["_comment"] = " ".join([waiting.get("_comment", ""), rest.strip()]).strip()
                case "context", True:
                    waiting["_context"] = rest.strip()
                case "skip", False:
                    if skip_from:
                        flaws.append(
                            Flaw(
                                line,
                                f"<!-- skip --> inside the one of line {skip_from}",
                                "close it with <!-- /skip --> first",
                            )
                        )
                    skip_from = line
                case "/skip", False:
                    if not skip_from:
                        flaws.append(Flaw(line, "<!-- /skip --> without a <!-- skip --> before it", "delete it"))
                    skip_from = 0
                case _:
                    pass  # any other comment is the author's own, and is not published

    visit(root)
    if skip_from:
        flaws.append(Flaw(skip_from, "<!-- skip --> is never closed", "write <!-- /skip --> where translation goes on"))


def _without_comments(element: Element, flaws: list[Flaw]) -> None:
    """No comment is published; one that browsers and GitHub end otherwise is a flaw."""
    line, text = int(element.get("_line", "0")), element.text or ""
    if len(text) > LONGEST_HTML:
        return  # it is refused for its length
    if any("--!>" in found for found in re.findall(tags.COMMENT, text)):
        flaws.append(Flaw(line, "--!> ends a comment in browsers, not in Markdown", "write -->"))
    element.text = re.sub(f"{tags.COMMENT}|{tags.OTHER}", "", text)
    if "<!--" in element.text:
        flaws.append(Flaw(line, "a comment is never closed", "write --> where it ends"))
    if _UNQUOTED.search(element.text):
        flaws.append(Flaw(line, "a placeholder as an attribute without quotation marks", 'write href="{{ name }}"'))


# -- attribute lists -------------------------------------------------------------------


def _attribute_lists(root: Element, flaws: list[Flaw]) -> None:
    for parent in list(root.iter()):
        before: Element | None = None
        for element in list(parent):
            text = element.text or ""
            if re.fullmatch(r"h[1-6]", element.tag) and (found := _HEADING_LIST.search(text)):
                element.text = text[: found.start()]
                _set(element, found.group(1).lstrip(":"), flaws)
            elif element.tag in ("p", "tight") and (found := _BLOCK_LIST.search(text)):
                element.text = text[: found.start()]
                _set(element if element.text or before is None else before, found.group(1), flaws)
                if not element.text:
                    parent.remove(element)
                    continue
            before = element


def _set(element: Element, words: str, flaws: list[Flaw]) -> None:
    line = int(element.get("_line", "0"))
    pairs, remainder = get_attrs_and_remainder(words.strip())
    if remainder.strip():
        flaws.append(
            Flaw(line, f"an attribute list that cannot be read: {words.strip()!r}", "write {: #id .class lang=xx }")
        )
    for name, value in pairs:
        key = {".": "class"}.get(name, name)
        if key not in ATTRIBUTES:
            allowed = ", ".join(sorted(ATTRIBUTES))
            flaws.append(Flaw(line, f"an attribute list cannot set {key!r}", f"use only {allowed}"))
        elif key == "id" and not _ID.match(value):
            flaws.append(Flaw(line, f"{value!r} cannot be an id", "use letters, digits, - and _"))
        elif name == ".":
            element.set("class", f"{element.get('class', '')} {value}".strip())
        else:
            element.set(key, value)


# -- alerts and task lists ----------------------------------------------------------------


def _alerts(root: Element) -> None:
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
        if not rest:
            quote.remove(first)


def _tasks(root: Element) -> None:
    """An item that begins with `[ ]` or `[x]` (GFM, "Task list items")."""
    for item in root.iter("li"):
        first = item[0] if len(item) else None
        if first is not None and first.tag in ("p", "tight") and (mark := _TASK.match(first.text or "")):
            item.set("_task", "not done" if mark.group(1) == " " else "done")
            item.set("class", "task")
            first.text = (first.text or "")[mark.end() :]


# -- what the text of blocks holds ----------------------------------------------------------


def slug(text: str) -> str:
    """The id that GitHub gives a heading: lower case, marks dropped, blanks to hyphens."""
    kept = (char for char in text.lower() if char in " -_" or unicodedata.category(char)[0] in "LMN")
    return "".join(kept).replace(" ", "-")


def _look_inside(root: Element, references: Mapping[str, tuple[str, str]], dressed: Directives) -> None:
    labels = {element.get("label", ""): element for element in root if element.tag == "footnote"}
    names = [inline_parser.note_id(label) for label in labels]
    for label, element in labels.items():
        if names.count(inline_parser.note_id(label)) > 1:
            message = f"the footnotes' labels {label!r} and another would have the same address"
            dressed.flaws.append(Flaw(int(element.get("_line", "0")), message, "use letters and digits for labels"))
    taken = dict.fromkeys(OURS, 0)
    for label, element in labels.items():
        note, line = inline_parser.note_id(label), int(element.get("_line", "0"))
        taken |= {f"fn-{note}": line, f"fnref-{note}": line}
    headings: list[tuple[Element, str]] = []
    for element in root.iter():
        line = int(element.get("_line", "0"))
        if own := element.get("id"):
            _take(own, line, taken, dressed.flaws)
        if (
            len(element.text or "") > (LONGEST_SEGMENT if element.tag in LEAVES else LONGEST_HTML)
            and element.tag != "code"
        ):
            message = f"a block of {len(element.text or '')} characters"
            dressed.flaws.append(
                Flaw(line, message, f"break it into paragraphs of at most {LONGEST_SEGMENT} characters")
            )
            continue
        if element.tag == "html":
            _look_into_html(element.text or "", line, dressed.flaws)
            for name in ids_of_html(element.text or ""):
                _take(name, line, taken, dressed.flaws)
            dressed.variables += [(line, found.group(1)) for found in VARIABLE.finditer(element.text or "")]
        if element.tag not in LEAVES or not element.text:
            continue
        if found := _INLINE_LIST.search(element.text):
            message = f"an attribute list inside the text: {found.group()[1:]!r}"
            dressed.flaws.append(Flaw(line, message, "give the attributes to the whole block, in a line of their own"))
        pieces = inline_parser.parse(element.text, references, labels)
        try:
            for part in _elements(inline_parser.nested(pieces)):
                if within := part.get("id"):
                    _take(within, line, taken, dressed.flaws)
        except inline_parser.Unbalanced as error:
            message = str(error)
            closed = re.sub(r"\s*/>$", f"></{tags.tag(error.raw).name}>", error.raw) if error.raw.endswith("/>") else ""
            hint = (
                f"write {closed}"
                if closed
                else f"close it where it was opened, or write \\{error.raw} to show it as text"
            )
            dressed.flaws.append(Flaw(line, message, hint))
        dressed.flaws += _leftovers(element.text, labels, line)
        if any(part.get("_single") is not None for part in _elements(pieces)):
            message = "text between single tildes is struck out on GitHub, and nowhere else"
            dressed.flaws.append(Flaw(line, message, "write ~~ on both sides, or \\~ for a tilde that is text"))
        dressed.variables += [(line, name) for name in _variables(pieces)]
        _note_references(pieces, labels, dressed.notes)
        if re.fullmatch(r"h[1-6]", element.tag) and element.get("id") is None:
            headings.append((element, slug(" ".join("".join(inline_parser.plain_words(pieces)).split()))))
    numbers: dict[str, int] = {}
    for element, name in headings:
        unique, number = name or "section", numbers.get(name, 0)
        while unique in taken:
            number += 1
            unique = f"{name or 'section'}-{number}"
        numbers[name] = number
        taken[unique] = int(element.get("_line", "0"))
        element.set("id", unique)
    for label, element in labels.items():
        if label not in dressed.notes:
            message = f"no text refers to the footnote [^{label}], so GitHub does not show it"
            dressed.flaws.append(
                Flaw(int(element.get("_line", "0")), message, f"write [^{label}] where it belongs, or delete it")
            )


def ids_of_html(raw: str) -> list[str]:
    """The ids in a block of raw HTML."""
    found = (tags.tag(each.group()) for each in tags.TAG.finditer(raw))
    return [value for tag in found for name, value in tag.attributes if name == "id"]


def _take(name: str, line: int, taken: dict[str, int], flaws: list[Flaw]) -> None:
    if name in OURS:
        flaws.append(Flaw(line, f"the id {name!r} belongs to the frame of the page", "give it another id"))
    elif name in taken:
        message = f"a second block with the id {name!r}; the first is in line {taken[name]}"
        flaws.append(Flaw(line, message, "give it another id"))
    taken.setdefault(name, line)


def _leftovers(text: str, labels: Mapping[str, Element], line: int) -> Iterator[Flaw]:
    """Marks that were meant to be more than text; escaped ones and those in code are text."""
    bare = _LITERAL.sub("", VARIABLE.sub("", text))
    if found := _BRACES.search(bare):
        around = bare[max(0, found.start() - 10) : found.end() + 20].strip()
        yield Flaw(line, f"{around!r} is not a placeholder", "write {{ name }}, or \\{ for a brace that is text")
    for found in _NOTE.finditer(bare):
        if normal_label(found.group(1)) not in labels:
            hint = f"write {found.group()}: ... in a line of its own, or \\{found.group()}"
            yield Flaw(line, f"the footnote {found.group()} has no text", hint)


def _look_into_html(raw: str, line: int, flaws: list[Flaw]) -> None:
    for is_text, piece in tags.runs(raw):
        try:
            inline_parser.nested(inline_parser.html_pieces(piece) if is_text else [])
        except inline_parser.Unbalanced as error:
            hint = "put both tags of the pair around the same words"
            flaws.append(Flaw(line, str(error), hint))


def _elements(pieces: list[Piece]) -> Iterator[Element]:
    for piece in pieces:
        if isinstance(piece, Element):
            yield from piece.iter()


def _variables(pieces: list[Piece]) -> Iterator[str]:
    for element in _elements(pieces):
        if element.tag == "var":
            yield element.get("name", "")
        texts = [element.text or ""] if element.tag == "code" else list(element.attrib.values())
        for text in texts if element.tag != "var" else []:
            yield from (found.group(1) for found in VARIABLE.finditer(text))


def _note_references(pieces: list[Piece], labels: Mapping[str, Element], notes: list[str]) -> None:
    for element in _elements(pieces):
        label = element.get("label", "")
        if element.tag == "sup" and label in labels and label not in notes:
            notes.append(label)
