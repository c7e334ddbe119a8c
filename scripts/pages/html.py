"""A page as HTML in the page frame, as a fragment for apps, and the pages on which readers choose a language."""

from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element

from markupsafe import Markup

from ..locales import language
from ..project.config import Config
from ..project.layouts import style
from .blocks import HEADINGS, TITLE_ID, inner, outer
from .clauses import mark_of
from .frame import Frame, environment
from .isolation import isolated_html, isolated_name
from .listed import Listed
from .notices import ORIGINAL, notices
from .page import Page, line


def page_html(page: Page, frame: Frame, config: Config, others: Sequence[Listed]) -> str:
    """The whole page. `others` are all pages of the same policy, this one included, in the order of menus."""
    facts = {
        **_document(frame, config, page.path),
        **_article(page, frame, config, others),
        "name": page.policy.name,
        "alternates": alternates(page.policy.name, config, others) if page.listed.is_true else [],
        "is_indexed": page.status.state != "islands",
        "is_fragment": False,
        "language_name": page.language.name,
        "menu": [other.language for other in others],
        "contents": _contents(page.tree, page.language.direction),
    }
    return environment().get_template("page.html").render(page=facts, t=frame.t, plain=frame.plain, marks=frame.marks)


def to_fragment(page: Page, frame: Frame, config: Config, others: Sequence[Listed]) -> str:
    """Only the text of the page, for a web view in an app: without menus. The app has its own style, or uses the sheet of the site."""
    facts = {**_article(page, frame, config, others), "is_fragment": True}
    return (
        environment().get_template("fragment.html").render(page=facts, t=frame.t, plain=frame.plain, marks=frame.marks)
    )


def to_picker(name: str, frame: Frame, config: Config, others: Sequence[Listed]) -> str:
    """The page of a policy on which readers choose a language; it is what `hreflang="x-default"` names."""
    return _picker(
        f"{name}.html", _title(others, config), frame, config, {name: others}, alternates(name, config, others)
    )


def to_index(pages: Mapping[str, Sequence[Listed]], frame: Frame, config: Config) -> str:
    """`index.html`: every policy in every language, each language by its own name."""
    return _picker("", "", frame, config, pages, [])


def alternates(name: str, config: Config, others: Sequence[Listed]) -> list[dict[str, str]]:
    """The current pages of a policy for search engines, and for all other languages the page on which readers choose one."""
    true = [{"tag": other.language.tag, "url": config.base_url + other.path} for other in others if other.is_true]
    return [*true, {"tag": "x-default", "url": f"{config.base_url}{name}.html"}]


def _document(frame: Frame, config: Config, path: str) -> dict[str, Any]:
    """The facts that the layout of every whole document needs."""
    here = frame.language
    return {
        "tag": here.tag,
        "direction": here.direction,
        "publisher": config.publisher,
        "publisher_name": isolated_name(config.publisher, here.direction),
        "publisher_isolated": Markup("<bdi>{}</bdi>").format(config.publisher),
        "title_island": {},
        "description_text_island": {},
        "url": config.base_url + path,
        "style": "../" * path.count("/") + style()[0],
        "description_text": "",
        "is_indexed": True,
    }


def _article(page: Page, frame: Frame, config: Config, others: Sequence[Listed]) -> dict[str, Any]:
    """The facts that the layout needs for the policy's text, its title, description, date and notices."""
    here, source = page.language, language(config.source)
    fallback = {} if here == source else {"lang": source.tag, "dir": source.direction}
    heading = page.title
    marks = {} if page.is_title_translated else fallback
    if heading is not None:
        marks = {key: value for key in fallback if (value := heading.get(key))}
    return {
        "tag": here.tag,
        "direction": here.direction,
        "title": inner(heading)
        if heading is not None
        else isolated_html(page.title_text, marks.get("dir", here.direction)),
        "title_id": TITLE_ID if heading is None else heading.get("id", TITLE_ID),
        "title_island": marks,
        "title_text": page.title_text,
        "description": isolated_html(
            page.description, here.direction if page.is_description_translated else source.direction
        ),
        "description_text": page.description or _beginning(page.tree),
        "description_text_island": fallback if page.description and not page.is_description_translated else {},
        "description_island": {} if page.is_description_translated else fallback,
        "date": page.policy.effective,
        "version": "" if page.policy.effective is None else page.policy.effective.isoformat(),
        "notices": [
            {
                "text": frame.t(notice.text, **notice.values),
                "original": notice.original
                and {
                    "url": config.base_url + notice.original.path,
                    "href": f"../{notice.original.path}",
                    "tag": notice.original.language.tag,
                    "text": frame.t(ORIGINAL, language=notice.original_name),
                },
            }
            for notice in notices(page, config, others)
        ],
        "summary": "" if page.summary is None else outer(page.summary),
        "body": Markup(page.body),
    }


def _beginning(tree: Element) -> str:
    """The first paragraph, as a description for search engines if the policy has none; at most 160 characters of it."""
    words = next((words for element in tree if element.tag == "p" and (words := line(element))), "")
    return words if len(words) <= 160 else f"{words[:160].rpartition(' ')[0] or words[:160]} …"


def _contents(tree: Element, direction: str) -> list[dict[str, object]]:
    headings = [element for element in tree if element.tag in HEADINGS]
    level = min((element.tag for element in headings), default="")
    return [
        {
            "id": element.get("id", ""),
            "number": mark_of(element),
            "text": isolated_html(line(element), element.get("dir", direction)),
            "island": {key: value for key, value in element.attrib.items() if key in ("lang", "dir")},
        }
        for element in headings
        if element.tag == level
    ]


def _picker(
    path: str,
    title: str,
    frame: Frame,
    config: Config,
    pages: Mapping[str, Sequence[Listed]],
    links: Sequence[Mapping[str, str]],
) -> str:
    policies = [
        {
            "name": name,
            "title": _title(versions, config),
            "pages": [
                {
                    "tag": page.language.tag,
                    "direction": page.language.direction,
                    "name": page.language.name,
                    "title": isolated_html(page.title, page.language.direction),
                    "title_island": _title_island(page, versions, config),
                }
                for page in versions
            ],
        }
        for name, versions in sorted(pages.items())
    ]
    facts = {
        **_document(frame, config, path),
        "title_text": title or frame.plain("Legal policies"),
        "title": title,
        "alternates": links,
        "policies": policies,
    }
    return environment().get_template("picker.html").render(page=facts, t=frame.t, plain=frame.plain, marks=frame.marks)


def _title_island(page: Listed, versions: Sequence[Listed], config: Config) -> dict[str, str]:
    """`lang` and `dir` of a title in a list of pages that is not translated yet."""
    source = language(config.source)
    is_source = page.state == "islands" and page.title == _title(versions, config)
    return {"lang": source.tag, "dir": source.direction} if is_source and page.language != source else {}


def _title(versions: Sequence[Listed], config: Config) -> str:
    """A policy's title in its own language."""
    return next((page for page in versions if page.language.code == config.source), versions[0]).title
