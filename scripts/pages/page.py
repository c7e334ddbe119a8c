"""A policy in one language: the finished tree from which all forms of a page are made."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from xml.etree.ElementTree import Element

from .. import markup
from ..locales import Language, language, long_date
from ..markup import InlineReader, RenderContext, Segment, Translate
from ..project.config import Config
from ..project.policy import Policy
from . import clauses
from .blocks import HEADINGS, TITLE_ID, inner, mark_code, outer, scrolling
from .frame import Frame
from .isolation import isolate_tree
from .listed import Listed, PageStatus, form


@dataclass(frozen=True, slots=True)
class Page:
    """A policy in one language, rendered without the page frame, which names all other pages."""

    policy: Policy
    language: Language
    status: PageStatus
    tree: Element
    title: Element | None
    """The heading with which the policy begins, removed from the tree; None if only front matter has the title."""
    title_text: str
    is_title_translated: bool
    """Whether the title is in the language of the page, not in that of the policy; true for a heading of the text."""
    description: str
    is_description_translated: bool
    summary: Element | None
    """The section with the summary, removed from the tree."""
    body: str
    """The HTML of the tree."""

    @property
    def path(self) -> str:
        """The path of its HTML, below `build/site/`."""
        return self.form("html")

    def form(self, ending: str) -> str:
        """The path of one of its forms."""
        return form(self.language.tag, self.policy.name, ending)

    @property
    def whole(self) -> str:
        """All HTML that is made from the policy: its title, if that is a heading of it, the summary, and the body."""
        title = [f"<h1>{inner(self.title)}</h1>"] if self.title is not None else []
        summary = [outer(self.summary)] if self.summary is not None else []
        return "\n".join([*title, *summary, self.body])

    @property
    def parts(self) -> list[str]:
        """The same HTML in the pieces that a finished file contains byte for byte. The title begins after its tag's attributes."""
        title = [f">{inner(self.title)}</h1>"] if self.title is not None else []
        summary = [str(outer(self.summary))] if self.summary is not None else []
        return [*title, *summary, self.body]

    def silent(self) -> list[str]:
        """The ids of headings without words. The alternative text of an image counts as words."""
        elements = [*([self.title] if self.title is not None else []), *self.tree.iter()]
        return [each.get("id", "") for each in elements if each.tag in HEADINGS and not _has_words(each)]

    @property
    def listed(self) -> Listed:
        """The page as menus list it."""
        return Listed(self.language, self.path, self.title_text, self.status.state)


def render_page(
    policy: Policy,
    config: Config,
    frame: Frame,
    translate: Translate,
    status: PageStatus,
    reader: InlineReader | None = None,
) -> Page:
    """The page of `policy` in the language of `frame`, its segments translated by `translate`.

    `reader` is the inline parser that has read the translations for their checks already.
    """
    fill = _filler(policy, config, frame.language)
    source = language(config.source)
    fallback = {} if source == frame.language else {"lang": source.tag, "dir": source.direction}
    context = RenderContext(translate, fill, lambda word: frame.plain(word), fallback, frame.own, frame.marks, reader)
    tree = markup.render_tree(policy.source, context)
    summary = _removed(tree, tree.find(f"section[@class='{markup.SUMMARY}']"))
    is_title = len(tree) and tree[0].tag in (HEADINGS[:1] if policy.titled else HEADINGS)
    title = _removed(tree, tree[0] if is_title else None)
    segments = {segment.comment: segment for segment in policy.segments() if segment.kind == "plain"}
    own_title = _front(policy.title, segments, translate)
    own_description = _front(policy.description, segments, translate)
    # an untranslated text gets dates in its own language: plain text cannot mark them as being in another one
    fill_source = _filler(policy, config, source)
    title_text = (
        line(title)
        if title is not None and not policy.titled
        else _filled(own_title or policy.title, fill if own_title else fill_source)
    )
    description = _filled(own_description or policy.description, fill if own_description else fill_source)
    for part in [tree, *[part for part in (title, summary) if part is not None]]:
        mark_code(part)
        isolate_tree(part, frame.language.direction, config.keep)
    clauses.number_clauses(tree, policy.source.blocks, shown=config.numbers == "auto")
    return Page(
        policy, frame.language, status, tree, title,
        title_text, own_title is not None or not policy.titled, description, own_description is not None, summary,
        body_of(tree, title),
    )  # fmt: skip


def body_of(tree: Element, title: Element | None) -> str:
    """The HTML of a finished tree, below its title."""
    return str(outer(*scrolling(tree, TITLE_ID if title is None else title.get("id", TITLE_ID))))


def _removed(tree: Element, element: Element | None) -> Element | None:
    if element is not None:
        tree.remove(element)
    return element


def _front(text: str, segments: Mapping[str, Segment], translate: Translate) -> str | None:
    segment = next((segment for segment in segments.values() if segment.text == text), None)
    return translate(segment) if segment is not None else None


def _filler(policy: Policy, config: Config, language: Language) -> markup.Fill:
    def fill(name: str) -> str | Element:
        value = policy.effective if name == "effective" and policy.effective else config.variables.get(name)
        if isinstance(value, date):
            time = Element("time", {"datetime": value.isoformat()})
            time.text = long_date(value, language.code)
            return time
        return value or ""

    return fill


def _filled(text: str, fill: Callable[[str], str | Element]) -> str:
    def value_of(name: str) -> str:
        value = fill(name)
        return value if isinstance(value, str) else "".join(value.itertext())

    return markup.VARIABLE.sub(lambda found: value_of(found.group(1)), text)


def _has_words(element: Element) -> bool:
    """Whether an element has a letter or digit besides the number of its clause."""
    return any(
        char.isalnum()
        for child in element.iter()
        for text in ("" if clauses.is_mark(child) else child.text, child.tail, child.get("alt"))
        for char in text or ""
    )


def line(element: Element) -> str:
    """The words of a heading or paragraph on one line, without clause number, footnotes and deleted text; 10^2, not 102."""
    return " ".join("".join(_words(element)).split())


def _words(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == "br":
            yield " "
        elif child.tag == "img":
            yield child.get("alt", "")
        elif child.tag == "sup" and not (len(child) and child[0].get("href", "").startswith("#fn-")):
            yield from ("^", *_words(child))
        elif child.tag not in ("sup", "del", "s") and not clauses.is_mark(child):
            yield from _words(child)
        yield child.tail or ""
