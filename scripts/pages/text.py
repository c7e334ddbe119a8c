"""A page as plain text: the same words in the same order."""

from collections.abc import Sequence

from .. import text as plain
from ..project.config import Site
from .frame import Frame
from .notices import ORIGINAL, notices
from .page import Listed, Page


def to_text(page: Page, frame: Frame, site: Site, others: Sequence[Listed]) -> str:
    """The page as plain text: the same words in the same order."""
    text = plain.Text(page.language)
    if page.title is not None:
        text.title(page.title)
    else:
        text.heading(page.title_text, "=")
    if page.description:
        text.paragraph(page.description)
    if page.policy.effective:
        text.paragraph(frame.plain("Last updated and in force since: {{ date }}", date=page.policy.effective))
    for notice in notices(page, site, others):
        text.paragraph(frame.plain(notice.text, **notice.values))
        if notice.original is not None:
            address = site.base_url + notice.original.path.removesuffix("html") + "txt"
            text.paragraph(frame.plain(ORIGINAL, language=notice.original_name) + text.links.mark(address))
    if page.summary is not None:
        text.body(page.summary)
    text.body(page.tree)
    if site.publisher:
        text.paragraph(frame.plain("Published by {{ publisher }}", publisher=text.isolated(site.publisher)))
    text.paragraph(text.isolated(site.base_url + page.path))
    text.link_list(frame.plain("Links"))
    return text.text()
