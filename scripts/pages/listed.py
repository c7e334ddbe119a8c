"""A page as menus, links and the manifest list it: its path, its title and its state."""

from dataclasses import dataclass

from ..locales import Language


@dataclass(frozen=True, slots=True)
class PageStatus:
    """The state, completeness and approval of a page."""

    state: str = "current"
    """`current`, `previous` or `islands` (`docs/states.md`)."""
    share: float = 1.0
    """The share of its segments that are translated, 0 to 1."""
    approval: str = "source"
    """`source`, `approved`, `unreviewed` or `draft`."""


def form(tag: str, policy: str, ending: str) -> str:
    """The path of a page in one of its forms, below `build/site/`: `de/privacy.html`."""
    return f"{tag}/{policy}.{ending}"


@dataclass(frozen=True, slots=True)
class Listed:
    """A page as menus list it."""

    language: Language
    path: str
    title: str
    state: str

    @property
    def is_true(self) -> bool:
        """Whether it is a complete translation of the text in force, so that search engines may list it as an alternate."""
        return self.state == "current"
