"""Pages: a policy in one language, as HTML and as plain text, in the frame of the layouts.

Translated text is never code: the templates of Jinja are ours alone, words of
catalogs come in as values, escaped, and `{{ name }}` in them is replaced by
the fixed grammar of `markup.VARIABLE`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import Element

import nh3
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import babel_extract
from markupsafe import Markup, escape

from . import markup, plain
from .checks.page import Outline, outline
from .locales import Language, language, long_date, name_of, percent
from .markup import Say, Segment, Speech
from .policy import Policy, Site

LAYOUTS = Path(__file__).parent / "layouts"
STYLE = "style.css"

Value = str | Markup


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(LAYOUTS), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip


def words_of_layouts() -> list[tuple[str, Segment]]:
    """Every word of the frame with the layout that uses it, in the order of the layouts."""
    found = []
    for path in sorted(LAYOUTS.glob("*.html")):
        with path.open("rb") as file:
            for line, _, message, comments in babel_extract(
                file, ("t", "plain"), ("translators:",), {"trim_blocks": "true"}
            ):
                text = message if isinstance(message, str) else str((message or [""])[0])
                said = " ".join(comments).removeprefix("translators:").strip()
                found.append((path.name, Segment(text, line, comment=said, kind="plain")))
    return found


class Frame:
    """The words around a policy in one language."""

    def __init__(self, language: Language, words: Mapping[str, str], island: Mapping[str, str]) -> None:
        self.language = language
        self.words = words
        self.island = island
        """`lang` and `dir` of English, in which words that nobody translated are shown."""

    def t(self, text: str, **values: Value) -> Markup:
        """A word of the frame as HTML, its placeholders filled."""
        said = self.words.get(text)
        filled = Markup(markup.VARIABLE.sub(lambda found: _shown(values[found.group(1)]), str(escape(said or text))))
        if said is None and self.island:
            return Markup('<span lang="{lang}" dir="{dir}">{words}</span>').format(**self.island, words=filled)
        return filled

    def plain(self, text: str, **values: str) -> str:
        """A word of the frame as text."""
        return markup.VARIABLE.sub(lambda found: values[found.group(1)], self.words.get(text) or text)


def _shown(value: Value) -> str:
    return str(value) if isinstance(value, Markup) else f"<bdi>{escape(value)}</bdi>"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page says of itself beside the policy's text."""

    state: str = "current"
    """`current`, `previous` or `islands` (design, section 7)."""
    share: float = 1.0
    approval: str = "source"
    """`source`, `approved`, `unreviewed` or `draft`."""


@dataclass(frozen=True, slots=True)
class Page:
    """A policy in one language, rendered but for the frame, which names all other pages."""

    policy: Policy
    language: Language
    facts: Facts
    tree: Element
    title: Element | None
    """The first heading, taken out of the tree; None where the title is front matter's alone."""
    title_text: str
    title_said: bool
    description: str
    description_said: bool
    body: str

    @property
    def path(self) -> str:
        """Of its HTML, below `build/site/`."""
        return f"{self.language.tag}/{self.policy.name}.html"

    @property
    def whole(self) -> str:
        """All HTML that comes of the policy: its title, where that is a heading of it, and the body."""
        return f"<h1>{_inner(self.title)}</h1>\n{self.body}" if self.title is not None else self.body

    @property
    def listed(self) -> "Listed":
        """How menus list it."""
        return Listed(self.language, self.path, self.title_text, self.facts.state)


@dataclass(frozen=True, slots=True)
class Listed:
    """A page as the menus of all pages list it."""

    language: Language
    path: str
    title: str
    state: str


def render(policy: Policy, site: Site, frame: Frame, say: Say, facts: Facts) -> Page:
    """The page of `policy` in the language of `frame`, spoken by `say`."""
    fill = _filler(policy, site, frame.language)
    source = language(site.source)
    island = {} if source == frame.language else {"lang": source.tag, "dir": source.direction}
    tree = markup.render(policy.source, Speech(say, fill, lambda word: frame.plain(word), island))
    title = tree[0] if len(tree) and tree[0].tag == "h1" else None
    if title is not None:
        tree.remove(title)
    segments = {segment.comment: segment for segment in policy.segments() if segment.kind == "plain"}
    said_title, said_description = _front(policy.title, segments, say), _front(policy.description, segments, say)
    first = (
        title
        if title is not None
        else next((part for part in tree.iter() if part.tag in _HEADINGS and part.get("id") != "page-notes"), None)
    )
    if policy.titled or first is None:
        title_text = _filled(said_title or policy.title, fill)
    else:
        title_text = " ".join("".join(_heading_words(first)).split())
    description = _filled(said_description or policy.description, fill)
    body = markup.to_html(tree)
    return Page(
        policy, frame.language, facts, tree, title,
        title_text, said_title is not None or not policy.titled, description, said_description is not None, body,
    )  # fmt: skip


_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def _front(text: str, segments: Mapping[str, Segment], say: Say) -> str | None:
    segment = next((segment for segment in segments.values() if segment.text == text), None)
    return say(segment) if segment is not None else None


def _filler(policy: Policy, site: Site, language: Language) -> markup.Fill:
    def fill(name: str) -> str | Element:
        value = policy.effective if name == "effective" and policy.effective else site.variables.get(name)
        if isinstance(value, date):
            time = Element("time", {"datetime": value.isoformat()})
            time.text = long_date(value, language.code)
            return time
        return value or ""

    return fill


def _filled(text: str, fill: Callable[[str], str | Element]) -> str:
    def words(name: str) -> str:
        value = fill(name)
        return value if isinstance(value, str) else "".join(value.itertext())

    return markup.VARIABLE.sub(lambda found: words(found.group(1)), text)


# -- HTML --------------------------------------------------------------------------------------


def to_html(page: Page, frame: Frame, site: Site, others: Sequence[Listed]) -> str:
    """The whole page; `others` are all pages of the same policy, this one among them, in the menu's order."""
    here, source = page.language, language(site.source)
    is_translation = here.code != site.source
    island = {"lang": source.tag, "dir": source.direction} if is_translation else {}
    effective = page.policy.effective
    day = (
        Markup('<time datetime="{}">{}</time>').format(effective.isoformat(), long_date(effective, here.code))
        if effective
        else ""
    )
    governing = next((other for other in others if other.language.code == site.governing), None)
    original = None
    if governing is not None and governing.language != here:
        named = name_of(governing.language.code, here.code)
        original = {"href": f"../{governing.path}", "tag": governing.language.tag, "name": named}
    facts = {
        "tag": here.tag,
        "direction": here.direction,
        "language_name": here.name,
        "name": page.policy.name,
        "publisher": site.publisher,
        "url": site.base_url + page.path,
        "alternates": _alternates(site, others),
        "menu": [other.language for other in others],
        "title": _inner(page.title) if page.title is not None else page.title_text,
        "title_id": page.title.get("id") if page.title is not None else None,
        "title_island": {key: page.title.get(key) for key in island if page.title.get(key)}
        if page.title is not None
        else ({} if page.title_said else island),
        "title_text": page.title_text,
        "description": page.description,
        "description_text": page.description,
        "description_island": {} if page.description_said else island,
        "date": day,
        "is_translation": is_translation,
        "original": original,
        "approval": page.facts.approval,
        "state": page.facts.state,
        "share": percent(page.facts.share, here.code),
        "contents": _contents(page.tree),
        "body": Markup(page.body),
    }
    return _environment().get_template("page.html").render(page=facts, t=frame.t, plain=frame.plain)


def _alternates(site: Site, others: Sequence[Listed]) -> list[dict[str, str]]:
    true = [other for other in others if other.state == "current"]
    return [{"tag": other.language.tag, "url": site.base_url + other.path} for other in true] if len(true) > 1 else []


def _inner(element: Element) -> Markup:
    holder = Element("div")
    line = Element("tight")
    line.text = element.text
    line.extend(list(element))
    holder.append(line)
    return Markup(markup.to_html(holder))


def _contents(tree: Element) -> list[dict[str, object]]:
    headings = [element for element in tree if element.tag in _HEADINGS]
    level = min((element.tag for element in headings), default="")
    return [
        {
            "id": element.get("id", ""),
            "text": "".join(_heading_words(element)).strip(),
            "island": {key: value for key, value in element.attrib.items() if key in ("lang", "dir")},
        }
        for element in headings
        if element.tag == level
    ]


def _heading_words(element: Element) -> Iterator[str]:
    """The words of a heading where there are no marks: no notes, nothing struck out, 10^2 not 102."""
    yield element.text or ""
    for child in element:
        if child.tag == "sup" and child.get("id") is None:
            yield from ("^", *_heading_words(child))
        elif child.tag not in ("sup", "del", "s"):
            yield from _heading_words(child)
        yield child.tail or ""


def to_index(pages: Mapping[str, Sequence[Listed]], frame: Frame, site: Site) -> str:
    """`index.html`: every policy in every language, by the languages' own names."""
    policies = []
    for name, versions in sorted(pages.items()):
        source = next((page for page in versions if page.language.code == site.source), versions[0])
        rows = [
            {
                "tag": page.language.tag,
                "direction": page.language.direction,
                "name": page.language.name,
                "title": page.title,
            }
            for page in versions
        ]
        policies.append({"name": name, "title": source.title, "pages": rows})
    here = frame.language
    facts = {
        "tag": here.tag,
        "direction": here.direction,
        "publisher": site.publisher,
        "url": site.base_url + "index.html",
        "policies": policies,
    }
    return _environment().get_template("index.html").render(page=facts, t=frame.t, plain=frame.plain)


# -- plain text ------------------------------------------------------------------------------------


def to_text(page: Page, frame: Frame, site: Site, others: Sequence[Listed]) -> str:
    """The page as plain text: the same words in the same order."""
    here = page.language
    text = plain.Text(here)
    if page.title is not None:
        text.title(page.title)
    else:
        text.heading(page.title_text, "=")
    if page.description:
        text.paragraph(page.description)
    if page.policy.effective:
        text.paragraph(
            frame.plain("Last updated and in force since: {{ date }}", date=long_date(page.policy.effective, here.code))
        )
    for notice in _notices(page, frame, site, others, text):
        text.paragraph(notice)
    text.body(page.tree)
    if site.publisher:
        text.paragraph(frame.plain("Published by {{ publisher }}", publisher=text.isolated(site.publisher)))
    text.paragraph(text.isolated(site.base_url + page.path))
    text.link_list(frame.plain("Links"))
    return text.text()


def _notices(page: Page, frame: Frame, site: Site, others: Sequence[Listed], text: plain.Text) -> Iterator[str]:
    if page.language.code == site.source:
        return
    governing = next((other for other in others if other.language.code == site.governing), None)
    if governing is not None and governing.language != page.language:
        named = name_of(governing.language.code, page.language.code)
        original = frame.plain("Original text ({{ language }})", language=named)
        address = site.base_url + governing.path.removesuffix("html") + "txt"
        yield frame.plain("This is a translation. If it differs from the original, the original prevails.")
        yield original + text.links.mark(address)
    if page.facts.approval == "draft":
        yield frame.plain("This translation is a machine draft. No lawyer and no native speaker has reviewed it yet.")
    elif page.facts.approval == "unreviewed":
        yield frame.plain("This translation has not been reviewed yet.")
    if page.facts.state == "islands":
        share = percent(page.facts.share, page.language.code)
        yield frame.plain(
            "{{ share }} of this text is translated. The rest is shown in the original language.", share=share
        )
    elif page.facts.state == "previous" and page.policy.effective:
        day = long_date(page.policy.effective, page.language.code)
        yield frame.plain(
            "This translation follows the edition of {{ date }}. A newer edition exists in the original language.",
            date=day,
        )


# -- the alarm ---------------------------------------------------------------------------------------

_TAGS = frozenset(
    (
        "a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption "
        "figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp section small span strong sub summary "
        "sup table tbody td tfoot th thead time tr tt u ul var wbr"
    ).split()
)
_ATTRIBUTES = {
    "*": {"id", "class", "lang", "dir", "title", "role", "aria-label", "aria-labelledby"},
    "a": {"href", "hreflang", "name"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "type", "reversed"},
    "time": {"datetime"},
    "details": {"open"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
}
_SCHEMES = {"http", "https", "mailto", "tel"}


def cleaned(body: str) -> Outline:
    """The outline of a body after the sanitiser; where it differs, something in it is not safe (law 6)."""
    return outline(nh3.clean(body, tags=set(_TAGS), attributes=dict(_ATTRIBUTES), url_schemes=_SCHEMES, link_rel=None))


def style() -> str:
    """The style sheet of all pages."""
    return (LAYOUTS / STYLE).read_text(encoding="utf-8")


def layouts() -> list[str]:
    """The text of every layout, for digests."""
    return [path.read_text(encoding="utf-8") for path in sorted(LAYOUTS.iterdir()) if path.is_file()]
