"""What a manifest claims: the files of a release, with their sizes and digests."""

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
"""Files of the largest release."""
MOST_BYTES = 50_000_000
"""Bytes of the largest file of a release."""
MOST_NAME = 255
"""Characters of the longest path; a ustar header has no room for more."""
STATES = ("current", "previous", "islands")
"""States that a page of a release can have."""


def read_release_manifest(data: bytes) -> Manifest:
    """Read the manifest of a release. Raises `Refused` if it has another form or format."""
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
    """The format of the file; ours if it has no valid one, so that `read_manifest` says what is wrong with it."""
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
    """Contents that no build writes: a name twice, an unknown state, or anything that is lost when the file is read."""
    if not _is_written(found, data.decode("utf-8")):
        message = f"{manifest.MANIFEST_NAME} has contents or a form that Policyglot does not write"
        yield Problem(message, "release-manifest")
    for path, number in Counter(row.path for row in rows(found)).items():
        if number > 1:
            yield Problem(f"{manifest.MANIFEST_NAME} lists '{path}' {number} times", "release-manifest")
    for row in found.pages:
        if row.state not in STATES:
            yield Problem(f"'{row.path}' has the unknown state '{row.state}'", "release-state")


def impossible_claims(found: Manifest, data: bytes) -> Iterator[Problem]:
    """Everything in a manifest that is impossible for a release, so that its files need not be read."""
    yield from manifest_contradictions(found, data)
    yield from _impossible_rows(found)
    paths = {row.path for row in rows(found)}
    twins = {name + archive.TWIN for name in [*paths, manifest.MANIFEST_NAME] if name.endswith(archive.PACKED)}
    for name in sorted(paths & {SUMS, manifest.MANIFEST_NAME, *twins}):
        message = f"{manifest.MANIFEST_NAME} lists '{name}', a file that the manifest of a release never lists"
        yield Problem(message, "release-manifest")
    for name, other in same_but_case(sorted(names(found))):
        message = f"{manifest.MANIFEST_NAME} lists '{name}' and '{other}', which differ only in case"
        yield Problem(message, "release-manifest")
    if len(names(found)) > MOST_FILES or sum(row.size for row in rows(found)) > archive.MOST_UNPACKED:
        message = f"{manifest.MANIFEST_NAME} lists more files or larger ones than a release can have"
        yield Problem(message, "release-manifest")
    if day_of(found) is None:
        yield Problem(f"no page in {manifest.MANIFEST_NAME} has the date of an edition", "release-effective")


def _impossible_rows(found: Manifest) -> Iterator[Problem]:
    """Names, sizes and digests that no file of a release has."""
    for row in rows(found):
        if len(row.path) > MOST_NAME or not archive.is_plain(row.path):
            message = f"{manifest.MANIFEST_NAME} lists '{row.path[:200]}', which is not a plain file name and may lead elsewhere"
            yield Problem(message, "release-member")
        if not 0 <= row.size <= MOST_BYTES or not re.fullmatch(r"[0-9a-f]{64}", row.sha256):
            message = (
                f"{manifest.MANIFEST_NAME} has a size or SHA-256 for '{row.path[:200]}' that no file of a release has"
            )
            yield Problem(message, "release-manifest")


def _is_written(found: Manifest, text: str) -> bool:
    """Whether the file has exactly the bytes that a build writes for what was read from it.

    JSON allows a key twice, of which most readers take the last; other readers could then see another manifest.
    """
    return found.text() == text and not any(isnan(row.share) for row in found.pages)


def latest(editions: Iterable[str]) -> date | None:
    """The latest date of the editions; None if there is none."""
    days = []
    for edition in editions:
        try:
            days.append(date.fromisoformat(edition))
        except ValueError:  # a page without an edition
            continue
    return max(days, default=None)


def day_of(found: Manifest) -> date | None:
    """The date of a release: the date of its newest edition."""
    return latest(row.edition for row in found.pages)


def differing(found: Manifest, there: Mapping[str, File]) -> Iterator[Problem]:
    """Files that are missing or differ from the manifest."""
    for row in sorted(rows(found), key=lambda row: row.path):
        file = there.get(row.path)
        if file is None:
            yield Problem(f"'{row.path}' is listed in {manifest.MANIFEST_NAME}, but missing", "release-missing")
        elif file.size != row.size:
            message = f"'{row.path}' has {file.size} bytes, but {row.size} in {manifest.MANIFEST_NAME}"
            yield Problem(message, "release-differs")
        elif file.sha256 != row.sha256:
            message = f"'{row.path}' was changed: its SHA-256 is not the one in {manifest.MANIFEST_NAME}"
            yield Problem(message, "release-differs")


def as_held(files: Mapping[str, bytes]) -> dict[str, File]:
    """The size and the SHA-256 of each file, by name."""
    return {name: File(name, digest, len(files[name])) for name, digest in archive.digests(files).items()}


def same_but_case(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs of names that differ only in case, which some systems take for one file; the earlier name comes first."""
    seen: dict[str, str] = {}
    for name in dict.fromkeys(names):
        other = seen.setdefault(name.lower(), name)
        if other != name:
            yield other, name
