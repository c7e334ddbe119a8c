"""The tree of a page's body in one language: the walk, inline Markdown, then what only a page has.

Placeholders get their values, footnotes go to the end, and marks of the pipeline (attributes with `_`) are taken away.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from html import escape
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement

from . import inline_parser, tags
from .finished_tree import append_pieces
from .inline_reader import InlineReader
from .inline_stage import append_nodes, read_inline
from .nodes import VARIABLE
from .reader import SUMMARY, SourceTree
from .segments import Translate, is_text_block, walk

Fill = Callable[[str], "str | Element"]
"""The name of a placeholder to what is shown for it: text, or an element such as `<time>`."""


@dataclass(frozen=True, slots=True)
class RenderContext:
    """What rendering needs beside the tree: translations, values, words of the frame."""

    translate: Translate
    fill: Fill
    words: Callable[[str], str]
    """A word of the frame ("Note", "done", "Back to the text") in the page's language."""
    fallback: Mapping[str, str]
    """`lang` and `dir` of the source language, set where `translate` has no answer."""
    own: Mapping[str, str] = field(default_factory=dict)
    """`lang` and `dir` of the page, set on dates within text of another language."""
    marks: Callable[[str], Mapping[str, str]] = lambda _: {}
    """`lang` and `dir` of a word of the frame that is not in the page's language."""
    reader: InlineReader | None = None
    """What reads the translations; its checks have read them before. None makes one for the page alone."""


def render_tree(source: SourceTree, context: RenderContext) -> Element:
    """The finished tree of a page's body: both HTML and plain text are made of it.

    Blocks of raw HTML are elements `html` with their text as it will be published.
    """
    root = deepcopy(source.root)
    walk(root, context.translate, dict(context.fallback))
    read_inline(root, context.reader or source.reader.for_locale())
    finish(root, source, context)
    return root


def finish(root: Element, source: SourceTree, context: RenderContext) -> None:
    """Fill in placeholders, put footnotes at the end, show marks, and take the pipeline's own attributes away."""
    _fill(root, context)
    _head_summary(root, context)
    _number_notes(root, source.notes, context)
    for element in list(root.iter()):
        _show_marks(element, context)
        for name in [name for name in element.attrib if name.startswith("_")]:
            del element.attrib[name]


def html_paragraphs(raw: str) -> Iterator[Element]:
    """The texts inside a block of raw HTML, each as an element `p` with its inline tree."""
    for is_text, piece in tags.runs(raw):
        if is_text:
            paragraph = Element("p")
            append_nodes(paragraph, inline_parser.nested(inline_parser.html_nodes(piece)))
            yield paragraph


def _fill(root: Element, context: RenderContext) -> None:
    """Put what `fill` says in place of every placeholder, escaped for where it stands."""
    fill = context.fill
    foreign = set(_foreign(root, context.own.get("lang", ""), False)) if context.own else set()

    def words(name: str) -> str:
        value = fill(name)
        return value if isinstance(value, str) else "".join(value.itertext())

    blocks_of_code = {pre[0] for pre in root.iter("pre") if not is_text_block(pre)}
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
                element.attrib.update({**value.attrib, **(context.own if element in foreign else {})})
        elif (element.tag == "code" and element not in blocks_of_code) or _shows_its_address(element):
            element.text = VARIABLE.sub(lambda found: words(found.group(1)), element.text or "")
        elif element.tag == "html":
            element.text = VARIABLE.sub(lambda found: escape(words(found.group(1))), element.text or "")
        for name, value in element.attrib.items():
            if name in ("href", "src"):
                element.set(name, VARIABLE.sub(lambda found: quote(words(found.group(1)), safe=_SAFE), value))
            elif not name.startswith("_"):
                element.set(name, VARIABLE.sub(lambda found: words(found.group(1)), value))


_SAFE = "@:/?#&=+,;.~%"


def _shows_its_address(element: Element) -> bool:
    """Whether a link is one without words of its own: `https://...` or `<https://...>`."""
    return element.get("_address") is not None


def _foreign(element: Element, own: str, is_foreign: bool) -> Iterator[Element]:
    """The placeholders within text that is said to be in another language than the page's, `own`."""
    is_foreign = element.get("lang", own) != own if "lang" in element.attrib else is_foreign
    if is_foreign and element.tag == "var":
        yield element
    for child in element:
        yield from _foreign(child, own, is_foreign)


def _head_summary(root: Element, context: RenderContext) -> None:
    for section in root.findall(f"section[@class='{SUMMARY}']"):
        heading = Element("h2", {"id": "page-summary", **context.marks("In short")})
        heading.text = context.words("In short")
        section.insert(0, heading)


def _number_notes(root: Element, labels: tuple[str, ...], context: RenderContext) -> None:
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
    SubElement(section, "h2", {"id": "page-notes", **context.marks("Notes")}).text = context.words("Notes")
    items = SubElement(section, "ol")
    for label, text in notes:
        item = SubElement(items, "li", {"id": f"fn-{inline_parser.note_id(label)}"})
        append_pieces(item, list(text))
        last = item[-1] if len(item) and item[-1].tag in ("p", "tight") else SubElement(item, "p")
        back = {
            "href": f"#fnref-{inline_parser.note_id(label)}",
            "class": "back",
            "aria-label": context.words("Back to the text"),
            **_marks(context, "Back to the text", last),
        }
        append_pieces(last, ["\u00a0"])
        SubElement(last, "a", back).text = "\u21a9"


def _marks(context: RenderContext, word: str, within: Element) -> Mapping[str, str]:
    """`lang` and `dir` of a word of the frame that is the name of something within a text, which may be another's."""
    is_foreign = within.get("lang", context.own.get("lang")) != context.own.get("lang")
    return context.marks(word) or (context.own if is_foreign else {})


def _link_note(sup: Element, labels: tuple[str, ...], counts: dict[str, int]) -> None:
    label = sup.attrib.pop("label")
    counts[label] = counts.get(label, 0) + 1
    name = inline_parser.note_id(label)
    sup.set("id", f"fnref-{name}" + (f"-{counts[label]}" if counts[label] > 1 else ""))
    SubElement(sup, "a", {"href": f"#fn-{name}"}).text = str(labels.index(label) + 1 if label in labels else 0)


def _show_marks(element: Element, context: RenderContext) -> None:
    """What a mark of the source looks like on the page: alerts, tasks, cells, the language of code."""
    if (alert := element.get("_alert")) is not None:
        title = Element("p", {"class": "alert-title", **context.marks(alert.capitalize())})
        title.text = context.words(alert.capitalize())
        element.insert(0, title)
        element.set("role", "note")
    if (state := element.get("_task")) is not None:
        first = element[0]
        said = {"aria-label": context.words(state), **_marks(context, state, first)}
        box = Element("span", {"class": "box", "role": "img", **said})
        box.text = "\u2611" if state == "done" else "\u2610"
        box.tail = f" {first.text or ''}"
        first.text = None
        first.insert(0, box)
    if (align := element.get("_align")) is not None:
        element.set("class", f"{element.get('class', '')} {align}".strip())
    if element.tag == "pre" and (info := element.get("_info")):
        language = re.split(r"[^A-Za-z0-9_+#-]", inline_parser.unescaped_markdown(info))[0]
        element[0].set("class", f"language-{language}")
