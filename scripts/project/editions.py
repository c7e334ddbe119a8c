"""Editions: published, frozen versions of a policy, each with its catalogs of that day.

With `incomplete = "previous"`, readers of a translation that is not complete see the newest edition instead: a whole
older text, labelled with its date, and no mixture. Nothing in an edition is brought up to date.
"""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ..problem import Refused
from .config import Config
from .policy import Policy
from .project import Project


@dataclass(frozen=True, slots=True)
class Edition:
    """One folder in `policy/editions/NAME/`, for one locale."""

    date: str
    """The name of the folder, as ISO 8601 writes a date."""
    text: Path
    """The policy of that day."""
    catalog: Path
    """The catalog of the locale."""


def of(project: Project, name: str, code: str) -> list[Edition]:
    """The editions of a policy that have a catalog of the locale, the newest first."""
    folder = project.path.joinpath("policy", "editions", name)
    if not folder.is_dir():  # most policies have none, and `glob` takes ten times as long to say so
        return []
    days = sorted((path for path in folder.glob("*") if is_day(path.name)), reverse=True)
    found = [Edition(path.name, path / f"{name}.md", path / f"{code}.po") for path in days]
    return [edition for edition in found if project.has(edition.text) and project.has(edition.catalog)]


def is_day(name: str) -> bool:
    """Whether the name of a folder is a date in the form `2024-10-01`."""
    try:  # compared, because other forms of ISO 8601 (`20241001`, `2024-W40-2`) are valid but sort differently
        return date.fromisoformat(name).isoformat() == name
    except ValueError:
        return False


def read_edition(project: Project, edition: Edition, name: str, config: Config) -> Policy:
    """The policy of an edition; its effective date is the date of the edition if its front matter has none.

    Raises `Refused` for everything that a policy is refused for, because this text is published too.
    """
    old, problems = project.judged(edition.text, name, config)
    if problems or old is None:
        raise Refused(*problems)
    return old if old.effective else replace(old, effective=date.fromisoformat(edition.date))
