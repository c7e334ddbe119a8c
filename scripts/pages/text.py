"""A page as plain text: the same words in the same order."""

from collections.abc import Iterator, Sequence

from .. import plain
from ..locales import long_date, name_of, percent
from ..policy import Site
from .frame import Frame
from .page import Listed, Page


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
