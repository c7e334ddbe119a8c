"""The manifest: every file that is shipped, with its state and checksum; all other lists derive from it.

`docs/manifest.schema.json` tells its form to other programs.
"""

import json
import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass, fields
from hashlib import sha256
from pathlib import Path
from typing import Any

from .. import files
from ..problem import Refused
from .indented_json import indented_json

MANIFEST_NAME = "manifest.json"
MOST_MANIFEST_BYTES = 200_000_000
"""Bytes of the largest manifest that is read: that of some 500,000 files."""
MANIFEST_FORMAT = 2
"""Of the file; another number means that programs which read it must be looked at."""


@dataclass(frozen=True, slots=True)
class ManifestRow:
    """A page in the manifest, in one of its forms: HTML, plain text, JSON, fragment."""

    path: str
    """Below `build/site/`, with `/`."""
    locale: str
    """Its BCP 47 tag."""
    policy: str
    title: str
    edition: str
    """The date since which its text is in force; "" where the policy names none."""
    state: str
    """`current`, `previous` or `islands`."""
    share: float
    """Of its segments that are translated, 0 to 1."""
    approval: str
    """`source`, `approved`, `unreviewed` or `draft`."""
    source: str
    """Digest of policy, site and layouts: tells a build of some locales whether the pages of others are out of date."""
    sha256: str
    size: int
    """In bytes."""

    @property
    def is_listed(self) -> bool:
        """Whether menus of search engines may name it: a true and whole translation of the text that holds now."""
        return self.state == "current"


@dataclass(frozen=True, slots=True)
class File:
    """A shipped file that is no page: style sheet, picker, sitemap."""

    path: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is shipped."""

    base_url: str
    """Where `build/site/` will be, with `/` at its end; all but letters, digits and `-._~/` of its path percent-encoded."""
    source: str
    """The BCP 47 tag of the language in which policies are written."""
    pages: tuple[ManifestRow, ...] = ()
    """By path."""
    files: tuple[File, ...] = ()
    """By path; without the manifest itself."""

    def html(self) -> list[ManifestRow]:
        """The pages that people read in browsers, one to a policy and locale, by policy and then locale."""
        found = (row for row in self.pages if row.path == f"{row.locale}/{row.policy}.html")
        return sorted(found, key=lambda row: (row.policy, row.locale))

    def by_policy(self) -> dict[str, list[ManifestRow]]:
        """The HTML pages of each policy, by the policy's name."""
        rows = self.html()
        return {name: [row for row in rows if row.policy == name] for name in dict.fromkeys(row.policy for row in rows)}

    def text(self) -> str:
        """The file."""
        body = {
            "format": MANIFEST_FORMAT,
            "base_url": self.base_url,
            "source": self.source,
            "pages": [_facts(row) for row in self.pages],
            "files": [_facts(file) for file in self.files],
        }
        return indented_json(body) + "\n"


def _facts(row: ManifestRow | File) -> dict[str, str | float | int]:
    """A row by the names of its fields; `asdict`, which copies every value, takes ten times as long."""
    return {name: getattr(row, name) for name in row.__slots__}


def file(path: str, text: str) -> File:
    """The row of a file with this text."""
    return File(path, files.checksum(text), len(text.encode("utf-8")))


def read_manifest(text: str) -> Manifest:
    """Read a manifest. Raises `ValueError` for one of another form."""
    try:
        facts = json.loads(text)
        if facts["format"] != MANIFEST_FORMAT:
            raise ValueError(f"format {facts['format']!r}")
        pages, others = _rows(ManifestRow, facts["pages"]), _rows(File, facts["files"])
        if not isinstance(facts["base_url"], str) or not isinstance(facts["source"], str):
            raise ValueError("base_url and source are texts")
        return Manifest(facts["base_url"], facts["source"], tuple(pages), tuple(others))
    except (TypeError, KeyError, RecursionError) as error:
        raise ValueError(f"not a manifest: {error}") from error


def _rows(kind: type[Any], rows: Iterable[dict[str, Any]]) -> list[Any]:
    found = [kind(**row) for row in rows]
    wanted = [(each.name, (float, int) if each.type is float else (each.type,)) for each in fields(kind)]
    for row in found:
        for name, types in wanted:
            value = getattr(row, name)
            if type(value) not in types:
                raise ValueError(f"{name} is {value!r}")
    return found


def last(site: Path) -> Manifest:
    """What the last build put into a folder; nothing where its manifest is missing or was touched."""
    try:
        return read_manifest(files.read_bytes(site / MANIFEST_NAME, MANIFEST_NAME, MOST_MANIFEST_BYTES).decode("utf-8"))
    except (Refused, ValueError):
        return Manifest("", "")


Look = tuple[int, int, int, int]
"""What the disk says of a file: inode, size, and both times in nanoseconds. A file that is touched has another."""


def look(site: Path, path: str) -> Look | None:
    """What the disk says of a plain file below a folder; None where there is none."""
    try:
        facts = os.stat(f"{site}/{path}")  # noqa: PTH116 - of thousands: a `Path` for each would take as long as the rest
    except OSError:
        return None
    is_plain = stat.S_ISREG(facts.st_mode)
    return (facts.st_ino, facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns) if is_plain else None


def is_whole(site: Path, row: ManifestRow | File) -> bool:
    """Whether a file below a folder is what its row says."""
    facts = look(site, row.path)
    if facts is None or facts[1] != row.size:
        return False
    try:
        with open(f"{site}/{row.path}", "rb") as file:  # noqa: PTH123 - as above
            return sha256(file.read()).hexdigest() == row.sha256
    except OSError:
        return False
