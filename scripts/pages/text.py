"""A page as plain text, with what the page frame adds: date, notices, publisher, address, list of links."""

from collections.abc import Sequence

from .. import text as plain_text
from ..project.config import Config
from .frame import Frame
from .listed import Listed
from .notices import ORIGINAL, notices
from .page import Page


def to_text(page: Page, frame: Frame, config: Config, others: Sequence[Listed]) -> str:
    """The page as plain text: the same words in the same order (law 12)."""
    text = plain_text.TextRenderer(page.language)
    if page.title is not None:
        text.title(page.title)
    else:
        text.heading(text.with_runs(page.title_text), "=")
    if page.description:
        text.paragraph(text.with_runs(page.description))
    if page.policy.effective:
        text.paragraph(frame.plain("Last updated and in force since: {{ date }}", date=page.policy.effective))
    for notice in notices(page, config, others):
        text.paragraph(text.with_runs(frame.plain(notice.text, **notice.values)))
        if notice.original is not None:
            address = config.base_url + notice.original.path.removesuffix("html") + "txt"
            text.paragraph(frame.plain(ORIGINAL, language=notice.original_name) + text.links.mark(address))
    if page.summary is not None:
        text.body(page.summary)
    text.body(page.tree)
    if config.publisher:
        text.paragraph(frame.plain("Published by {{ publisher }}", publisher=text.isolated(config.publisher)))
    text.paragraph(text.isolated(config.base_url + page.path))
    text.link_list(frame.plain("Links"))
    return text.text()
