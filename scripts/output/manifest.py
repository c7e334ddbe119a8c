"""The manifest: every file of the site, with its state and checksum. All other lists are made from it.

`docs/manifest.schema.json` describes its form for other programs.
"""

import json
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from hashlib import sha256
from pathlib import Path
from typing import Any

from .. import files, stale
from ..problem import Refused
from .indented_json import indented_json

MANIFEST_NAME = "manifest.json"
MOST_MANIFEST_BYTES = 200_000_000
"""Bytes of the largest manifest that is read; about 500,000 files need so many."""
MANIFEST_FORMAT = 2
"""Version of the form of the file; it changes when programs that read the file may have to change."""


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
    """The date since which its text is in force; "" if the policy has none."""
    state: str
    """`current`, `previous` or `islands`."""
    share: float
    """Share of its segments that are translated, from 0 to 1."""
    approval: str
    """`source`, `approved`, `unreviewed` or `draft`."""
    source: str
    """Digest of the policy, the settings of the site and the layouts; it shows a build of some locales which pages of
    the others are out of date."""
    sha256: str
    size: int
    """In bytes."""

    @property
    def is_listed(self) -> bool:
        """Whether search engines may list it: a whole translation of the text that is in force now."""
        return self.state == "current"


@dataclass(frozen=True, slots=True)
class File:
    """A file of the site that is not a page: style sheet, language picker, sitemap."""

    path: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """All files of the site."""

    base_url: str
    """The address at which `build/site/` will be served, with `/` at its end; in its path, everything but letters, digits
    and `-._~/` is percent-encoded (RFC 3986)."""
    source: str
    """The BCP 47 tag of the language in which policies are written."""
    pages: tuple[ManifestRow, ...] = ()
    """By path."""
    files: tuple[File, ...] = ()
    """By path; without the manifest itself."""

    def html(self) -> list[ManifestRow]:
        """The pages in HTML, one for each policy and locale, sorted by policy and then locale."""
        found = (row for row in self.pages if row.path == f"{row.locale}/{row.policy}.html")
        return sorted(found, key=lambda row: (row.policy, row.locale))

    def by_policy(self) -> dict[str, list[ManifestRow]]:
        """The HTML pages of each policy, by the policy's name."""
        rows = self.html()
        return {name: [row for row in rows if row.policy == name] for name in dict.fromkeys(row.policy for row in rows)}

    def text(self) -> str:
        """The text of the file."""
        body = {
            "format": MANIFEST_FORMAT,
            "base_url": self.base_url,
            "source": self.source,
            "pages": [_facts(row) for row in self.pages],
            "files": [_facts(file) for file in self.files],
        }
        return indented_json(body) + "\n"


def _facts(row: ManifestRow | File) -> dict[str, str | float | int]:
    """The fields of a row by name; `asdict`, which copies every value, takes ten times as long."""
    return {name: getattr(row, name) for name in row.__slots__}


def file(path: str, text: str) -> File:
    """The row for a file with this text."""
    return File(path, files.checksum(text), len(text.encode("utf-8")))


def read_manifest(text: str) -> Manifest:
    """Read a manifest. Raises `ValueError` if it has another form or format."""
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
            # JSON may have a float as a whole number. `type` and not `isinstance`, for which `true` would be an int.
            value = getattr(row, name)
            if type(value) not in types:
                raise ValueError(f"{name} is {value!r}")
    return found


def last(site: Path) -> Manifest:
    """The manifest of the last build in a folder; an empty one if it is missing or cannot be read."""
    try:
        return read_manifest(files.read_bytes(site / MANIFEST_NAME, MANIFEST_NAME, MOST_MANIFEST_BYTES).decode("utf-8"))
    except (Refused, ValueError):
        return Manifest("", "")


def is_whole(site: Path, row: ManifestRow | File) -> bool:
    """Whether a file below a folder has the size and the digest of its row."""
    facts = _facts_of_file(site, row.path)
    return facts is not None and _is_whole(site, row, facts)


class WholeFiles:
    """Tells which files of the site are those that a build would write. It reads each of them once, or not at all.

    A file is not read if it has not changed since the last build without errors (`stale.recorded_files`), which knew its digest.
    """

    def __init__(self, site: Path, last: Manifest, record: bytes = b"") -> None:
        """`last` is the manifest of the last build, and `record` what it left for `stale.py`; b"" trusts nothing."""
        self._site = site
        self._seen: dict[str, bytes] = {}
        """Of each file that is whole: what the disk said of it before it was read."""
        rows = stale.recorded_files(record)
        facts = _facts_of_file(site, MANIFEST_NAME) if rows else None
        is_known = facts is not None and (_name_in_record(MANIFEST_NAME), stale.file_numbers(facts)) in rows
        self._recorded = rows if is_known else frozenset()
        """Nothing if the manifest has changed, because it has the digests that the last build has compared."""
        there: list[ManifestRow | File] = [*last.pages, *last.files]
        self._sums = {row.path: (row.sha256, row.size) for row in there}

    def has(self, row: ManifestRow | File) -> bool:
        """Whether a file of the site has the size and the digest of its row."""
        facts = _facts_of_file(self._site, row.path)
        if facts is None:
            return False
        seen = stale.file_numbers(facts)
        is_same = self._sums.get(row.path) == (row.sha256, row.size)
        is_unchanged = is_same and (_name_in_record(row.path), seen) in self._recorded
        if not is_unchanged and not _is_whole(self._site, row, facts):
            return False
        self._seen[row.path] = seen
        return True

    def changed_since(self, record: bytes, rows: Iterable[ManifestRow | File]) -> Iterator[ManifestRow | File]:
        """The files that were not whole, or that were changed before this record was made."""
        recorded = stale.recorded_files(record)
        for row in rows:
            if (_name_in_record(row.path), self._seen.get(row.path, b"")) not in recorded:
                yield row


def _name_in_record(path: str) -> bytes:
    return b"site/" + os.fsencode(path)


def _facts_of_file(site: Path, path: str) -> os.stat_result | None:
    """What the disk says of a regular file below a folder; None if there is none."""
    try:
        facts = os.stat(f"{site}/{path}")  # noqa: PTH116 - there are thousands: a `Path` for each would double the time
    except OSError:
        return None
    return facts if stat.S_ISREG(facts.st_mode) else None


def _is_whole(site: Path, row: ManifestRow | File, facts: os.stat_result) -> bool:
    if facts.st_size != row.size:
        return False
    try:
        with open(f"{site}/{row.path}", "rb") as file:  # noqa: PTH123 - as above
            return sha256(file.read()).hexdigest() == row.sha256
    except OSError:
        return False
