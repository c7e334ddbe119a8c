"""The notices above the text of a translation, in every form of the page."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ..locales import language_name, percent
from ..project.config import Config
from .listed import Listed
from .page import Page


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice: words of the page frame and the values of their placeholders."""

    text: str
    values: Mapping[str, str | date] = field(default_factory=dict)
    original: Listed | None = None
    """The page that prevails, if the notice is about it."""
    original_name: str = ""
    """The name of its language in the language of the notice."""


def notices(page: Page, config: Config, others: Sequence[Listed]) -> Iterator[Notice]:
    """The notices of a page in order; none for the page in the language of the policy."""
    here = page.language.code
    if here == config.source:
        return
    governing = next((other for other in others if other.language.code == config.governing and other.is_true), None)
    if governing is not None and governing.language != page.language:
        text = "This is a translation. If it differs from the original, the original prevails."
        yield Notice(text, {}, governing, language_name(governing.language.code, here))
    if page.status.approval == "draft":
        yield Notice("This translation is a machine draft. No lawyer and no native speaker has reviewed it yet.")
    elif page.status.approval == "unreviewed":
        yield Notice("This translation has not been reviewed yet.")
    if page.status.state == "islands":
        text = "{{ share }} of this text is translated. The rest is shown in the original language."
        yield Notice(text, {"share": percent(page.status.share, here)})
    elif page.status.state == "previous" and page.policy.effective:
        text = "This translation follows the edition of {{ date }}. A newer edition exists in the original language."
        yield Notice(text, {"date": page.policy.effective})


ORIGINAL = "Original text ({{ language }})"
"""The text of the link to the page that prevails."""
