"""A page as menus, links and the manifest know it: its path, its title and its state."""

from dataclasses import dataclass

from ..locales import Language


@dataclass(frozen=True, slots=True)
class PageStatus:
    """What a page says of itself beside the policy's text."""

    state: str = "current"
    """`current`, `previous` or `islands` (`docs/states.md`)."""
    share: float = 1.0
    approval: str = "source"
    """`source`, `approved`, `unreviewed` or `draft`."""


def form(tag: str, policy: str, ending: str) -> str:
    """The path of a page in one of its forms, below `build/site/`: `de/privacy.html`."""
    return f"{tag}/{policy}.{ending}"


@dataclass(frozen=True, slots=True)
class Listed:
    """A page as the menus of all pages list it."""

    language: Language
    path: str
    title: str
    state: str

    @property
    def is_true(self) -> bool:
        """Whether search engines may be told of it as a translation of the text that holds now."""
        return self.state == "current"
