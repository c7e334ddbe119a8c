"""Editions: published, frozen versions of a policy with the catalogs of their day."""

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from . import policy
from .policy import Policy
from .root import Root
from .site import Site


@dataclass(frozen=True, slots=True)
class Edition:
    """One folder of `policy/editions/NAME/`."""

    date: str
    text: Path
    catalog: Path


def of(root: Root, name: str, code: str) -> list[Edition]:
    """The editions of a policy that a locale translates, the newest first."""
    folder = root.path / "policy" / "editions" / name
    days = sorted((path for path in folder.glob("*") if re.fullmatch(r"\d{4}-\d\d-\d\d", path.name)), reverse=True)
    found = [Edition(path.name, path / f"{name}.md", path / f"{code}.po") for path in days]
    return [edition for edition in found if edition.text.exists() and edition.catalog.exists()]


def read(root: Root, edition: Edition, name: str, site: Site) -> Policy:
    """The policy as it was in an edition; in force since the edition's date where it names none itself."""
    old = policy.read(root.read(edition.text), name, root.name(edition.text), site)
    return old if old.effective else replace(old, effective=date.fromisoformat(edition.date))
