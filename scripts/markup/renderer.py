"""The tree of the body of a page in one language: the walk, then inline Markdown, then what only a page has.

Placeholders get their values, footnotes go to the end, and alerts, tasks and the language of code become HTML.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement

from . import inline_parser
from .block_nodes import (
    Block,
    Cell,
    CodeBlock,
    Container,
    FootnoteText,
    HtmlBlock,
    InlineBlock,
    Item,
    ListBlock,
    Quote,
    SummarySection,
    TableBlock,
)
from .finished_tree import Piece, append_pieces
from .inline_reader import InlineReader
from .nodes import VARIABLE, Break, Code, Emphasis, FootnoteReference, Html, Image, Inline, Link, Placeholder
from .reader import SourceTree
from .segments import Translate, walk

Fill = Callable[[str], "str | Element"]
"""The name of a placeholder to its value: text, or an element such as `<time>`."""


@dataclass(frozen=True, slots=True)
class RenderContext:
    """What rendering needs in addition to the policy: translations, values, and words of the page layout."""

    translate: Translate
    fill: Fill
    words: Callable[[str], str]
    """A word of the page layout ("Note", "done", "Back to the text") to the same in the language of the page."""
    fallback: Mapping[str, str]
    """`lang` and `dir` of the source language, for texts that `translate` returns no translation of."""
    own: Mapping[str, str] = field(default_factory=dict)
    """`lang` and `dir` of the page, for dates inside a text of another language."""
    marks: Callable[[str], Mapping[str, str]] = lambda _: {}
    """A word of the page layout to its `lang` and `dir`, if it is not in the language of the page."""
    reader: InlineReader | None = None
    """Reads the translations; the checks have used it before, so nothing is read twice. None: a new one for this page."""


def render_tree(source: SourceTree, context: RenderContext) -> Element:
    """The finished tree of the body of a page, from which both HTML and plain text are made.

    A block of raw HTML is an element `html`, whose text is the HTML as it is published.
    """
    blocks = walk(source.blocks, context.translate, context.fallback)
    return _Page(context, context.reader or source.reader.for_locale(), source.notes).body(blocks)


class _Page:
    """Makes the elements of one page, in reading order, because references to footnotes are counted."""

    def __init__(self, context: RenderContext, reader: InlineReader, notes: tuple[str, ...]) -> None:
        self.context, self.reader, self.notes = context, reader, notes
        self.references: dict[str, int] = {}
        """The number of references to each footnote so far."""

    def body(self, blocks: Iterable[Block]) -> Element:
        root = Element("div")
        footnotes = {block.label: block for block in blocks if isinstance(block, FootnoteText)}
        self._blocks(root, (block for block in blocks if not isinstance(block, FootnoteText)), False)
        there = [footnotes[label] for label in self.notes if label in footnotes]
        if there:
            section = SubElement(root, "section", {"class": "footnotes", "aria-labelledby": "page-notes"})
            section.append(self._heading("page-notes", "Notes"))
            items = SubElement(section, "ol")
            for note in there:
                self._footnote(items, note)
        return root

    # -- blocks ----------------------------------------------------------------------------------

    def _blocks(self, parent: Element, blocks: Iterable[Block], is_foreign: bool) -> None:
        for block in blocks:
            self._block(SubElement(parent, block.tag, dict(block.attributes)), block, is_foreign)

    def _block(self, element: Element, block: Block, is_foreign: bool) -> None:
        is_foreign = self._is_foreign(block.attributes, is_foreign)
        match block:
            case InlineBlock():
                if isinstance(block, Cell) and block.alignment:
                    element.set("class", f"{block.get('class')} {block.alignment}".strip())
                if block.text:
                    append_pieces(element, self._pieces(self.reader.segment(block.text).tree(), is_foreign))
            case CodeBlock():
                language = re.split(r"[^A-Za-z0-9_+#-]", inline_parser.unescaped_markdown(block.info))[0]
                code = SubElement(element, "code", {"class": f"language-{language}"} if block.info else {})
                code.text = self._filled(block.text) if block.is_text else block.text
            case HtmlBlock():
                element.text = VARIABLE.sub(lambda found: escape(self._value(found.group(1))), block.text)
            case TableBlock():
                for part, rows in (("thead", block.children[:1]), ("tbody", block.children[1:])):
                    if rows:
                        self._blocks(SubElement(element, part), rows, is_foreign)
            case Container():
                self._container(element, block, is_foreign)

    def _container(self, element: Element, block: Container, is_foreign: bool) -> None:
        match block:
            case ListBlock(start=int(start)) if start != 1:
                element.set("start", str(start))
            case SummarySection():
                element.append(self._heading("page-summary", "In short"))
            case Quote(alert=str(alert)) if alert:
                word = alert.capitalize()
                title = SubElement(element, "p", {"class": "alert-title", **self.context.marks(word)})
                title.text = self.context.words(word)
                element.set("role", "note")
        self._blocks(element, block.children, is_foreign)
        if isinstance(block, Item) and block.task:
            self._show_task(element[0], block.task)

    def _show_task(self, first: Element, task: str) -> None:
        said = {"aria-label": self.context.words(task), **self._marks(task, first)}
        box = Element("span", {"class": "box", "role": "img", **said})
        box.text = "\u2611" if task == "done" else "\u2610"
        box.tail = f" {first.text or ''}"
        first.text = None
        first.insert(0, box)

    def _heading(self, name: str, word: str) -> Element:
        heading = Element("h2", {"id": name, **self.context.marks(word)})
        heading.text = self.context.words(word)
        return heading

    def _footnote(self, items: Element, note: FootnoteText) -> None:
        """The text of a footnote. Its id is made from the label, so it is the same in all locales."""
        # The link back belongs at the end of the last paragraph; a list or a quote at the end gets a paragraph below it.
        name = inline_parser.note_id(note.label)
        item = SubElement(items, "li", {"id": f"fn-{name}"})
        self._blocks(item, note.children, self._is_foreign(note.attributes, False))
        last = item[-1] if len(item) and item[-1].tag in ("p", "tight") else SubElement(item, "p")
        back = {
            "href": f"#fnref-{name}",
            "class": "back",
            "aria-label": self.context.words("Back to the text"),
            **self._marks("Back to the text", last),
        }
        append_pieces(last, ["\u00a0"])
        SubElement(last, "a", back).text = "\u21a9"

    def _marks(self, word: str, within: Element) -> Mapping[str, str]:
        """`lang` and `dir` for a word of the page layout inside `within`, whose text may be in another language."""
        own = self.context.own
        is_foreign = within.get("lang", own.get("lang")) != own.get("lang")
        return self.context.marks(word) or (own if is_foreign else {})

    def _is_foreign(self, attributes: Mapping[str, str], is_foreign: bool) -> bool:
        """Whether an element with these attributes is in another language than the page."""
        own = self.context.own.get("lang", "")
        return attributes["lang"] != own if "lang" in attributes else is_foreign

    # -- inline nodes ----------------------------------------------------------------------------

    def _pieces(self, nodes: Iterable[Inline], is_foreign: bool) -> Iterable[Piece]:
        return [node if isinstance(node, str) else self._element(node, is_foreign) for node in nodes]

    def _element(self, node: Inline, is_foreign: bool) -> Element:
        match node:
            case Emphasis():
                return self._with(Element(node.kind), node.children, is_foreign)
            case Link():
                link = Element("a", {"href": self._address(node.href), **self._title(node.title)})
                # Its text is not made of nodes, or the value in it would get a `<bdi>`.
                if node.shows_address:
                    link.text = self._filled("".join(map(str, node.children)))
                    return link
                return self._with(link, node.children, is_foreign)
            case Image():
                facts = {"src": self._address(node.src), "alt": self._filled(node.alt), **self._title(node.title)}
                return Element("img", facts)
            case Code():
                code = Element("code")
                code.text = self._filled(node.text)
                return code
            case Html():
                return self._html(node, is_foreign)
            case Placeholder():
                return self._placeholder(node, is_foreign)
            case FootnoteReference():
                return self._reference(node)
            case Break():
                return Element("br")
        raise AssertionError(node)  # only `RawTag` is left, and `InlineText.tree` has none

    def _with(self, element: Element, children: Iterable[Inline], is_foreign: bool) -> Element:
        append_pieces(element, self._pieces(children, is_foreign))
        return element

    def _html(self, node: Html, is_foreign: bool) -> Element:
        facts = {
            name: self._address(value) if name in ("href", "src") else self._filled(value)
            for name, value in node.attributes
        }
        element = self._with(Element(node.name, facts), node.children, self._is_foreign(facts, is_foreign))
        if node.name == "code" and element.text:
            element.text = self._filled(element.text)
        return element

    def _placeholder(self, node: Placeholder, is_foreign: bool) -> Element:
        value = self.context.fill(node.name)
        if isinstance(value, str):
            element = Element("bdi")
            element.text = value
        else:
            element = Element(value.tag, {**value.attrib, **(self.context.own if is_foreign else {})})
            element.text = value.text
        return element

    def _reference(self, node: FootnoteReference) -> Element:
        count = self.references[node.label] = self.references.get(node.label, 0) + 1
        name = inline_parser.note_id(node.label)
        sup = Element("sup", {"id": f"fnref-{name}" + (f"-{count}" if count > 1 else "")})
        number = self.notes.index(node.label) + 1 if node.label in self.notes else 0
        SubElement(sup, "a", {"href": f"#fn-{name}"}).text = str(number)
        return sup

    # -- values ----------------------------------------------------------------------------------

    def _title(self, title: str) -> dict[str, str]:
        return {"title": self._filled(title)} if title else {}

    def _filled(self, text: str) -> str:
        """A text with its placeholders filled in."""
        return VARIABLE.sub(lambda found: self._value(found.group(1)), text) if "{{" in text else text

    def _address(self, target: str) -> str:
        if "{{" not in target:
            return target
        return VARIABLE.sub(lambda found: quote(self._value(found.group(1)), safe="@:/?#&=+,;.~%"), target)

    def _value(self, name: str) -> str:
        value = self.context.fill(name)
        return value if isinstance(value, str) else "".join(value.itertext())
