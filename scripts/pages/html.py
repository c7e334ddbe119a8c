"""A page as HTML, in the frame of the layouts, and the index of all."""

from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element

from markupsafe import Markup

from ..locales import language, long_date, name_of, percent
from ..policy import Site
from .frame import Frame, environment
from .page import HEADINGS, Listed, Page, heading_words, inner


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
        "title": inner(page.title) if page.title is not None else page.title_text,
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
    return environment().get_template("page.html").render(page=facts, t=frame.t, plain=frame.plain)


def _alternates(site: Site, others: Sequence[Listed]) -> list[dict[str, str]]:
    true = [other for other in others if other.state == "current"]
    return [{"tag": other.language.tag, "url": site.base_url + other.path} for other in true] if len(true) > 1 else []


def _contents(tree: Element) -> list[dict[str, object]]:
    headings = [element for element in tree if element.tag in HEADINGS]
    level = min((element.tag for element in headings), default="")
    return [
        {
            "id": element.get("id", ""),
            "text": "".join(heading_words(element)).strip(),
            "island": {key: value for key, value in element.attrib.items() if key in ("lang", "dir")},
        }
        for element in headings
        if element.tag == level
    ]


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
    return environment().get_template("index.html").render(page=facts, t=frame.t, plain=frame.plain)
