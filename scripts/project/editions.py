"""Editions: published, frozen versions of a policy with the catalogs of their day."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ..problem import Refused
from .config import Config
from .policy import Policy
from .project import Project


@dataclass(frozen=True, slots=True)
class Edition:
    """One folder of `policy/editions/NAME/`."""

    date: str
    text: Path
    catalog: Path


def of(project: Project, name: str, code: str) -> list[Edition]:
    """The editions of a policy that a locale translates, the newest first."""
    folder = project.path / "policy" / "editions" / name
    days = sorted((path for path in folder.glob("*") if is_day(path.name)), reverse=True)
    found = [Edition(path.name, path / f"{name}.md", path / f"{code}.po") for path in days]
    return [edition for edition in found if project.has(edition.text) and project.has(edition.catalog)]


def is_day(name: str) -> bool:
    """Whether the name of a folder is a date as ISO 8601 writes it: `2024-10-01`."""
    try:
        return date.fromisoformat(name).isoformat() == name
    except ValueError:
        return False


def read_edition(project: Project, edition: Edition, name: str, config: Config) -> Policy:
    """The policy as it was in an edition; in force since the edition's date where it names none itself.

    Raises `Refused` with all that would refuse a policy: a text of that day is published as any other.
    """
    old, problems = project.judged(edition.text, name, config)
    if problems or old is None:
        raise Refused(*problems)
    return old if old.effective else replace(old, effective=date.fromisoformat(edition.date))
