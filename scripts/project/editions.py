"""Editions: published, frozen versions of a policy with the catalogs of their day."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ..problem import Refused
from .config import Site
from .policy import Policy
from .project import Root


@dataclass(frozen=True, slots=True)
class Edition:
    """One folder of `policy/editions/NAME/`."""

    date: str
    text: Path
    catalog: Path


def of(root: Root, name: str, code: str) -> list[Edition]:
    """The editions of a policy that a locale translates, the newest first."""
    folder = root.path / "policy" / "editions" / name
    days = sorted((path for path in folder.glob("*") if is_day(path.name)), reverse=True)
    found = [Edition(path.name, path / f"{name}.md", path / f"{code}.po") for path in days]
    return [edition for edition in found if root.has(edition.text) and root.has(edition.catalog)]


def is_day(name: str) -> bool:
    """Whether the name of a folder is a date as ISO 8601 writes it: `2024-10-01`."""
    try:
        return date.fromisoformat(name).isoformat() == name
    except ValueError:
        return False


def read(root: Root, edition: Edition, name: str, site: Site) -> Policy:
    """The policy as it was in an edition; in force since the edition's date where it names none itself.

    Raises `Refused` with all that would refuse a policy: a text of that day is published as any other.
    """
    old, problems = root.judged(edition.text, name, site)
    if problems or old is None:
        raise Refused(*problems)
    return old if old.effective else replace(old, effective=date.fromisoformat(edition.date))
