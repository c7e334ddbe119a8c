"""Python-Markdown, mended until it reads as GitHub does (law 2).

Its stages stay what they are; ours stand in the places of those that read
otherwise: the block parser is `blocks`, the inline tree processor is `inline`,
and between the two, where the source tree is dressed and then walked, is law 1.
The serializer and the stash for raw HTML are Python-Markdown's.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from html import escape
from urllib.parse import quote
from xml.etree.ElementTree import Element, ElementTree, SubElement

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE, AtomicString

from . import block_parser, inline_parser, tags
from .block_nodes import Blocks, Flaw
from .directives import apply
from .inline_nodes import VARIABLE
from .inline_nodes import append_pieces as fill_with
from .segments import LEAVES, Segment, Translate, walk

MARK = "_mark"
"""The attribute of an element that shows the number of a clause; no author can write it, and no page has it."""
SUMMARY = "summary"
"""The class of the section with what a policy says in short."""

Fill = Callable[[str], "str | Element"]
"""The name of a placeholder to what is shown for it: text, or an element such as `<time>`."""


@dataclass(frozen=True, slots=True)
class SourceTree:
    """A policy that has been read and dressed, ready to be walked in any locale."""

    root: Element
    references: Mapping[str, tuple[str, str]]
    notes: tuple[str, ...]
    """Labels of footnotes, in the order in which the source refers to them."""
    variables: tuple[tuple[int, str], ...]
    """(line, name) of every placeholder."""
    flaws: tuple[Flaw, ...]

    def footnotes(self) -> frozenset[str]:
        """Labels that have a text; what `inline.parse` wants."""
        return frozenset(self.notes)


@dataclass(frozen=True, slots=True)
class RenderContext:
    """How a page is spoken: what the walk asks, and the words of the frame."""

    say: Translate
    fill: Fill
    words: Callable[[str], str]
    """A word of the frame ("Note", "done", "Back to the text") in the page's language."""
    fallback: Mapping[str, str]
    """`lang` and `dir` of the source language, set where `say` has no answer."""


class _Blocks(BlockParser):
    """CommonMark's blocks in the place of Python-Markdown's."""

    beyond = True
    first_line = 1
    found: Blocks

    def parseDocument(self, lines: Iterable[str]) -> ElementTree:  # noqa: N802 (Python-Markdown's name)
        self.found = block_parser.read_blocks("\n".join(lines), beyond=self.beyond, first_line=self.first_line)
        return ElementTree(self.found.root)


class _Walk(Treeprocessor):
    def __init__(self, md: Markdown, context: RenderContext) -> None:
        super().__init__(md)
        self.speech = context

    def run(self, root: Element) -> None:
        walk(root, self.speech.say, dict(self.speech.fallback))


class _Inline(Treeprocessor):
    def __init__(self, md: Markdown, source: SourceTree, *, beyond: bool, hard: bool, nest: bool) -> None:
        super().__init__(md)
        self.source, self.beyond, self.hard, self.nest = source, beyond, hard, nest

    def run(self, root: Element) -> None:
        footnotes = frozenset(element.get("label", "") for element in root if element.tag == "footnote")
        for element in root.iter():
            if element.tag in LEAVES and element.text:
                text, element.text = element.text, None
                pieces = inline_parser.parse(
                    text, self.source.references, footnotes, beyond=self.beyond, hard=self.hard
                )
                fill_with(element, inline_parser.nested(pieces) if self.nest else pieces)


class _Finish(Treeprocessor):
    """Placeholders filled, footnotes at the end, marks of the pipeline gone."""

    def __init__(self, md: Markdown, source: SourceTree, context: RenderContext) -> None:
        super().__init__(md)
        self.source, self.speech = source, context

    def run(self, root: Element) -> None:
        _fill(root, self.speech.fill)
        _head_summary(root, self.speech.words)
        _number_notes(root, self.source.notes, self.speech.words)
        for element in list(root.iter()):
            _show_marks(element, self.speech.words)
            for name in [name for name in element.attrib if name.startswith("_")]:
                del element.attrib[name]


class _Stages(Extension):
    """Clears Python-Markdown of the stages that read otherwise than GitHub."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        for name in ("normalize_whitespace", "html_block"):
            md.preprocessors.deregister(name)
        for name in ("inline", "prettify", "unescape"):
            md.treeprocessors.deregister(name)
        md.parser = _Blocks(md)


def _markdown() -> Markdown:
    return Markdown(extensions=[_Stages()], output_format="html")


@cache
def _serializer() -> Markdown:
    return _markdown()


def _run(md: Markdown, root: Element) -> Element:
    for processor in md.treeprocessors:
        root = processor.run(root) or root
    return root


# -- the door ----------------------------------------------------------------------------


def read_markdown(text: str, first_line: int = 1, summary: Sequence[tuple[int, str]] = ()) -> SourceTree:
    """Read a policy's Markdown, whose first line is `first_line` of its file.

    `summary` are (line, inline Markdown) of what the policy says in short; it comes right below the title.
    """
    parser = _markdown().parser
    assert isinstance(parser, _Blocks)  # _Stages put it there
    parser.first_line = first_line
    parser.parseDocument(text.split("\n"))
    root = parser.found.root
    dressed = apply(root, parser.found.references, _summary(summary) if summary else None)
    flaws = sorted([*parser.found.flaws, *dressed.flaws], key=lambda flaw: flaw.line)
    return SourceTree(root, parser.found.references, tuple(dressed.notes), tuple(dressed.variables), tuple(flaws))


def _summary(items: Sequence[tuple[int, str]]) -> Element:
    section = Element("section", {"class": SUMMARY, "aria-labelledby": "page-summary", "_line": str(items[0][0])})
    within = SubElement(section, "ul", {"_line": str(items[0][0])})
    for line, text in items:
        item = SubElement(within, "li", {"_line": str(line)})
        SubElement(item, "tight", {"_line": str(line), "_comment": "what the page says in short"}).text = text
    return section


def read_as_github(text: str, first_line: int = 1) -> Element:
    """The blocks and inline trees of a policy without anything beyond GitHub, for the referee."""
    found = block_parser.read_blocks(text, beyond=False, first_line=first_line)
    source = SourceTree(found.root, found.references, (), (), ())
    _Inline(_markdown(), source, beyond=False, hard=False, nest=False).run(found.root)
    return found.root


def segments(source: SourceTree) -> list[Segment]:
    """Every segment of a policy, in reading order."""
    seen_segments: list[Segment] = []

    def listen(segment: Segment) -> str:
        seen_segments.append(segment)
        return segment.text

    walk(deepcopy(source.root), listen, {})
    return seen_segments


def render_tree(source: SourceTree, context: RenderContext) -> Element:
    """The finished tree of a page's body: both HTML and plain text are made of it.

    Blocks of raw HTML are elements `html` with their text as it will be published.
    """
    md = _markdown()
    md.treeprocessors.register(_Walk(md, context), "walk", 30)
    md.treeprocessors.register(_Inline(md, source, beyond=True, hard=True, nest=True), "inline", 20)
    md.treeprocessors.register(_Finish(md, source, context), "finish", 10)
    return _run(md, deepcopy(source.root))


def tree_to_html(tree: Element) -> str:
    """The HTML of a finished tree, by Python-Markdown's serializer."""
    md = _serializer()
    md.htmlStash.reset()
    root = deepcopy(tree)
    for element in root.iter():
        if element.tag == "html":
            element.tag, element.text = "p", AtomicString(md.htmlStash.store(element.text or ""))
            continue
        # The serializer lets `&lt;` in a text stand for `<`; here a text is what is read, so every & is one.
        element.text = (element.text or "").replace("&", f"{AMP_SUBSTITUTE}amp;")
        for name, value in list(element.attrib.items()):
            if name.startswith("_"):
                del element.attrib[name]
            else:
                element.set(name, value.replace("&", f"{AMP_SUBSTITUTE}amp;"))
    for element in root.iter():
        element.tail = (element.tail or "").replace("&", f"{AMP_SUBSTITUTE}amp;")
    _space_blocks(root)
    _unwrap_tight(root)
    output = md.serializer(root).strip()
    output = output.removeprefix("<div>").removesuffix("</div>").strip()
    for processor in md.postprocessors:
        output = processor.run(output)
    return output.strip()


def html_paragraphs(raw: str) -> Iterator[Element]:
    """The texts inside a block of raw HTML, each as an element `p` with its inline tree."""
    for is_text, piece in tags.runs(raw):
        if is_text:
            paragraph = Element("p")
            fill_with(paragraph, inline_parser.nested(inline_parser.html_pieces(piece)))
            yield paragraph


# -- finishing -----------------------------------------------------------------------------


def _fill(root: Element, fill: Fill) -> None:
    """Put what `fill` says in place of every placeholder, escaped for where it stands."""

    def words(name: str) -> str:
        value = fill(name)
        return value if isinstance(value, str) else "".join(value.itertext())

    blocks_of_code = {pre[0] for pre in root.iter("pre") if len(pre)}
    for element in root.iter():
        if element.tag == "var" and element.get("_html") is None:
            value = fill(element.get("name", ""))
            tail = element.tail
            element.clear()
            element.tail = tail
            if isinstance(value, str):
                element.tag, element.text = "bdi", value
            else:
                element.tag, element.text = value.tag, value.text
                element.attrib.update(value.attrib)
        elif element.tag == "code" and element not in blocks_of_code:
            element.text = VARIABLE.sub(lambda found: words(found.group(1)), element.text or "")
        elif element.tag == "html":
            element.text = VARIABLE.sub(lambda found: escape(words(found.group(1))), element.text or "")
        for name, value in element.attrib.items():
            if name in ("href", "src"):
                element.set(name, VARIABLE.sub(lambda found: quote(words(found.group(1)), safe=_SAFE), value))
            elif not name.startswith("_"):
                element.set(name, VARIABLE.sub(lambda found: words(found.group(1)), value))


_SAFE = "@:/?#&=+,;.~%"


def _head_summary(root: Element, words: Callable[[str], str]) -> None:
    for section in root.findall(f"section[@class='{SUMMARY}']"):
        heading = Element("h2", {"id": "page-summary"})
        heading.text = words("In short")
        section.insert(0, heading)


def _number_notes(root: Element, labels: tuple[str, ...], words: Callable[[str], str]) -> None:
    """Footnotes as a list at the end; ids come from the labels, so they are the same in each locale."""
    texts = {element.get("label", ""): element for element in root if element.tag == "footnote"}
    for element in texts.values():
        root.remove(element)
    counts: dict[str, int] = {}
    for sup in [element for element in root.iter("sup") if "label" in element.attrib]:
        _link_note(sup, labels, counts)
    notes = [(label, texts[label]) for label in labels if label in texts]
    for sup in [sup for _, text in notes for sup in text.iter("sup") if "label" in sup.attrib]:
        _link_note(sup, labels, counts)
    if not notes:
        return
    section = SubElement(root, "section", {"class": "footnotes", "aria-labelledby": "page-notes"})
    SubElement(section, "h2", {"id": "page-notes"}).text = words("Notes")
    items = SubElement(section, "ol")
    for label, text in notes:
        item = SubElement(items, "li", {"id": f"fn-{inline_parser.note_id(label)}"})
        fill_with(item, list(text))
        last = item[-1] if len(item) and item[-1].tag in ("p", "tight") else SubElement(item, "p")
        back = {
            "href": f"#fnref-{inline_parser.note_id(label)}",
            "class": "back",
            "aria-label": words("Back to the text"),
        }
        fill_with(last, ["\u00a0"])
        SubElement(last, "a", back).text = "\u21a9"


def _link_note(sup: Element, labels: tuple[str, ...], counts: dict[str, int]) -> None:
    label = sup.attrib.pop("label")
    counts[label] = counts.get(label, 0) + 1
    name = inline_parser.note_id(label)
    sup.set("id", f"fnref-{name}" + (f"-{counts[label]}" if counts[label] > 1 else ""))
    SubElement(sup, "a", {"href": f"#fn-{name}"}).text = str(labels.index(label) + 1 if label in labels else 0)


def _show_marks(element: Element, words: Callable[[str], str]) -> None:
    """What a mark of the source looks like on the page: alerts, tasks, cells, the language of code."""
    if (alert := element.get("_alert")) is not None:
        title = Element("p", {"class": "alert-title"})
        title.text = words(alert.capitalize())
        element.insert(0, title)
        element.set("role", "note")
    if (state := element.get("_task")) is not None:
        box = Element("span", {"class": "box", "role": "img", "aria-label": words(state)})
        box.text = "\u2611" if state == "done" else "\u2610"
        first = element[0]
        box.tail = f" {first.text or ''}"
        first.text = None
        first.insert(0, box)
    if (align := element.get("_align")) is not None:
        element.set("class", f"{element.get('class', '')} {align}".strip())
    if element.tag == "pre" and (info := element.get("_info")):
        element[0].set("class", f"language-{re.split(r'[^A-Za-z0-9_+#-]', info)[0]}")


def _unwrap_tight(root: Element) -> None:
    """Take the `tight` paragraphs away, their words staying where they were; one with attributes becomes a span."""
    for parent in list(root.iter()):
        for index, child in reversed(list(enumerate(parent))):
            if child.tag != "tight":
                continue
            if child.attrib:
                child.tag = "span"
                continue
            inner, tail = list(child), child.tail or ""
            before = parent[index - 1] if index else None
            text = child.text or ""
            if inner:
                inner[-1].tail = (inner[-1].tail or "") + tail
            else:
                text += tail
            parent.remove(child)
            if before is None:
                parent.text = (parent.text or "") + text
            else:
                before.tail = (before.tail or "") + text
            for offset, element in enumerate(inner):
                parent.insert(index + offset, element)


_BLOCKS = frozenset(
    "p tight h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table thead tbody tr th td blockquote div section pre hr".split()
)


def _space_blocks(root: Element) -> None:
    """A line for each block, so that the page can be read and compared as text."""
    for parent in root.iter():
        if parent.tag in ("pre", "tight"):
            continue
        kids = list(parent)
        for index, child in enumerate(kids):
            if child.tag not in _BLOCKS or child.tail:
                continue
            if child.tag != "tight":
                child.tail = "\n"
            elif index + 1 < len(kids):
                child.tail = "\n"
        if kids and kids[0].tag in _BLOCKS - {"tight"} and not parent.text:
            parent.text = "\n"
