"""What a manifest claims: which files a release has, and what each of them must be."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from math import isnan

from ..output import manifest
from ..output.manifest import File, Manifest, ManifestRow
from ..problem import Problem, Refused
from . import archive

SUMS = "SHA256SUMS"
MOST_FILES = 100_000
"""Files of a release."""
MOST_BYTES = 50_000_000
"""Of one file of a release."""
MOST_NAME = 255
"""Characters of the path of a file; no archive has room for more."""
STATES = ("current", "previous", "islands")
"""What a page of a release can be."""


def read_release_manifest(data: bytes) -> Manifest:
    """Read the manifest of a release. Raises `Refused` for one of another form or format."""
    try:
        text = data.decode("utf-8")
        if (number := _format(text)) != manifest.MANIFEST_FORMAT:
            age = "an older" if number < manifest.MANIFEST_FORMAT else "a newer"
            message = (
                f"{manifest.MANIFEST_NAME} cannot be read: {age} version of Policyglot wrote it "
                f"(format {number}; this version reads format {manifest.MANIFEST_FORMAT})"
            )
            hint = "verify it with the version of Policyglot that made it"
            raise Refused(Problem(message, "release-format", hint=hint))
        return manifest.read_manifest(text)
    except (ValueError, AttributeError, RecursionError) as error:
        raise Refused(
            Problem(f"{manifest.MANIFEST_NAME} cannot be read: {str(error)[:300]}", "release-manifest")
        ) from error


def _format(text: str) -> int:
    """The number of the format, where the file has one; otherwise ours, so that reading it says what is wrong."""
    facts = json.loads(text)
    number = facts.get("format") if isinstance(facts, dict) else None
    return number if type(number) is int and abs(number) < 1000 else manifest.MANIFEST_FORMAT


def rows(found: Manifest) -> list[ManifestRow | File]:
    """Every file that a manifest names."""
    return [*found.pages, *found.files]


def names(found: Manifest) -> set[str]:
    """Every file of the release: what its manifest names, their packed twins, the manifest and the sums."""
    plain = {manifest.MANIFEST_NAME, *(row.path for row in rows(found))}
    return {SUMS, *plain, *(name + archive.TWIN for name in plain if name.endswith(archive.PACKED))}


def manifest_contradictions(found: Manifest, data: bytes) -> Iterator[Problem]:
    """Where a manifest says what no build writes: a name twice, an unknown state, more than is read of it."""
    if not _is_written(found, data.decode("utf-8")):
        yield Problem(f"{manifest.MANIFEST_NAME} says more than is read of it", "release-manifest")
    for path, number in Counter(row.path for row in rows(found)).items():
        if number > 1:
            yield Problem(f"{manifest.MANIFEST_NAME} has '{path}' {number} times", "release-manifest")
    for row in found.pages:
        if row.state not in STATES:
            yield Problem(f"'{row.path}' has the state '{row.state}'", "release-state")


def impossible_claims(found: Manifest, data: bytes) -> Iterator[Problem]:
    """What no manifest of a release says, so that its files need not be looked at."""
    yield from manifest_contradictions(found, data)
    yield from _impossible_rows(found)
    paths = {row.path for row in rows(found)}
    twins = {name + archive.TWIN for name in [*paths, manifest.MANIFEST_NAME] if name.endswith(archive.PACKED)}
    for name in sorted(paths & {SUMS, manifest.MANIFEST_NAME, *twins}):
        message = f"{manifest.MANIFEST_NAME} names '{name}', which a release writes itself"
        yield Problem(message, "release-manifest")
    for name, other in same_but_case(sorted(names(found))):
        message = f"{manifest.MANIFEST_NAME} names '{name}' and '{other}', which differ only in case"
        yield Problem(message, "release-manifest")
    if len(names(found)) > MOST_FILES or sum(row.size for row in rows(found)) > archive.MOST_UNPACKED:
        message = f"{manifest.MANIFEST_NAME} names more or larger files than a release can have"
        yield Problem(message, "release-manifest")
    if day_of(found) is None:
        yield Problem(f"no page in {manifest.MANIFEST_NAME} tells the date of its edition", "release-effective")


def _impossible_rows(found: Manifest) -> Iterator[Problem]:
    """Names, sizes and digests that no file of a release has."""
    for row in rows(found):
        if len(row.path) > MOST_NAME or not archive.is_plain(row.path):
            message = f"{manifest.MANIFEST_NAME} names '{row.path[:200]}', which is no plain name for a file: it may lead elsewhere"
            yield Problem(message, "release-member")
        if not 0 <= row.size <= MOST_BYTES or not re.fullmatch(r"[0-9a-f]{64}", row.sha256):
            message = (
                f"{manifest.MANIFEST_NAME} has a size or SHA-256 for '{row.path[:200]}' that no file of a release has"
            )
            yield Problem(message, "release-manifest")


def _is_written(found: Manifest, text: str) -> bool:
    """Whether the file holds what was read and nothing else: no name twice, nothing that readers leave out."""
    return found.text() == text and not any(isnan(row.share) for row in found.pages)


def latest(editions: Iterable[str]) -> date | None:
    """The latest of some days of editions; none where no page has one."""
    days = []
    for edition in editions:
        try:
            days.append(date.fromisoformat(edition))
        except ValueError:  # a page without an edition
            continue
    return max(days, default=None)


def day_of(found: Manifest) -> date | None:
    """The date of a release: that of its newest text."""
    return latest(row.edition for row in found.pages)


def differing(found: Manifest, there: Mapping[str, File]) -> Iterator[Problem]:
    """Files that are missing, or are not what a manifest says."""
    for row in sorted(rows(found), key=lambda row: row.path):
        file = there.get(row.path)
        if file is None:
            yield Problem(f"'{row.path}' is in {manifest.MANIFEST_NAME}, but missing", "release-missing")
        elif file.size != row.size:
            message = f"'{row.path}' has {file.size} bytes; {manifest.MANIFEST_NAME} says {row.size}"
            yield Problem(message, "release-differs")
        elif file.sha256 != row.sha256:
            yield Problem(f"'{row.path}' has another SHA-256 than {manifest.MANIFEST_NAME} says", "release-differs")


def as_held(files: Mapping[str, bytes]) -> dict[str, File]:
    """The size and the SHA-256 of each file, by name."""
    return {name: File(name, digest, len(files[name])) for name, digest in archive.digests(files).items()}


def same_but_case(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Names that are one on some systems, with the one that came first."""
    seen: dict[str, str] = {}
    for name in dict.fromkeys(names):
        other = seen.setdefault(name.lower(), name)
        if other != name:
            yield other, name
