"""`make release`: all that is shipped as one archive, or nothing where anything is wrong.

A release trusts digests, never dates: it builds anew, looks as `make check` does, and packs the very bytes that it has
compared with the manifest.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from . import archive, build, checking, files, manifest, verifying
from .manifest import Manifest
from .problem import Problem, Refused
from .root import Root
from .site import Site

MOST = 50_000_000
"""Bytes of one shipped file."""
PLACEHOLDER = re.compile(r"(?<![\w-])example\.(?:com|net|org)(?![\w-])", re.I)
"""Hosts that belong to nobody (RFC 2606)."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a release did."""

    problems: tuple[Problem, ...]
    path: Path | None = None
    """Of the archive; none where it was refused."""
    contents: verifying.Contents | None = None
    is_new: bool = False
    """Whether the archive was not there before, or not the same."""


def release(root: Root, progress: Callable[[str], None] = lambda _: None) -> Result:
    """Build, check and pack what is shipped. Nothing is written, and a stale archive is deleted, where it is refused."""
    before = manifest.last(root.site).pages
    built = build.build(root, progress=progress)
    problems = [_required(found) for found in built.problems]
    refused = {policy for policy, code in built.withheld if not code}
    editions = [row.edition for row in built.rows] + [row.edition for row in before if row.policy in refused]
    stale = verifying.latest(editions or [row.edition for row in before])
    try:
        problems += checking.check(root, (), ())
        shipped, found = _shipped(root)
        problems += found
        if shipped is not None:
            problems += _unfit(shipped)
        problems += _placeholders(root)
    except Refused as error:
        problems += error.problems
        shipped = None
    problems = list(dict.fromkeys(problems))
    day = verifying.latest(row.edition for row in shipped.manifest.pages) if shipped else None
    if shipped is None or day is None or any(found.is_error for found in problems):
        return Result((*problems, *_withdrawn(root, stale)))
    try:
        name = verifying.name_of(day)
        data = _packed(shipped, day)
        held = verifying.contents(data, name, f"build/release/{name}", thorough=False)
    except Refused as error:
        return Result((*problems, *error.problems, *_withdrawn(root, day)))
    path = _folder(root) / name
    return Result(tuple(problems), path, held, files.write_bytes(path, data))


@dataclass(frozen=True, slots=True)
class _Shipped:
    """What is in `build/site/`."""

    manifest: Manifest
    files: dict[str, bytes]
    """By path, the manifest among them."""


def _required(problem: Problem) -> Problem:
    """A build only warns of a required locale that lacks its page."""
    return problem.at(rule="release-required", level="error") if problem.rule == "required" else problem


def _shipped(root: Root) -> tuple[_Shipped | None, list[Problem]]:
    """The files of the site, read once, and where they differ from the manifest."""
    found: dict[str, bytes] = {}
    problems: list[Problem] = []
    for path in sorted(root.site.rglob("*")):
        name = path.relative_to(root.site).as_posix()
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            message = "this is no plain file, which alone can be shipped"
            problems.append(Problem(message, "release-extra", root.name(path), mend="delete it, and run make release"))
        elif path.is_file():
            found[name] = files.read_bytes(path, root.name(path), MOST)
    place = f"build/site/{manifest.NAME}"
    mend = "delete build/site/, and run make release"
    if manifest.NAME not in found:
        return None, [*problems, Problem("the manifest is missing", "release-manifest", place, mend=mend)]
    try:
        facts = manifest.read(found[manifest.NAME].decode("utf-8"))
    except ValueError as error:
        message = f"the manifest cannot be read: {error}"
        return None, [*problems, Problem(message, "release-manifest", place, mend=mend)]
    problems += (problem.at(path="build/site", mend=mend) for problem in verifying.differing(facts, found))
    known = {manifest.NAME, *(row.path for row in facts.pages), *(file.path for file in facts.files)}
    for name in sorted(set(found) - known):
        message = "this file is not in the manifest"
        problems.append(Problem(message, "release-extra", f"build/site/{name}", mend="delete it, and run make release"))
    return _Shipped(facts, found), problems


def _unfit(shipped: _Shipped) -> Iterator[Problem]:
    """Pages that cannot be released."""
    if verifying.latest(row.edition for row in shipped.manifest.pages) is None:
        message = "no policy says since when it is in force, so the release has no name"
        mend = "write its date above the policy:  effective: YYYY-MM-DD"
        yield Problem(message, "release-effective", "policy", mend=mend)


def _placeholders(root: Root) -> Iterator[Problem]:
    """Addresses that were never set."""
    site: Site = root.read_site()
    place = "policy/site.toml"
    if PLACEHOLDER.search(urlsplit(site.base_url).hostname or ""):
        message = f"base_url is a placeholder: '{site.base_url}'"
        mend = 'under [site], write where the pages will be:  base_url = "https://..."'
        yield Problem(message, "release-placeholder", place, level="warning", mend=mend)
    for name, value in site.variables.items():
        if isinstance(value, str) and PLACEHOLDER.search(value):
            message = f"the variable '{name}' is a placeholder: '{value}'"
            mend = f"under [variables], write the true one:  {name} = ..."
            yield Problem(message, "release-placeholder", place, level="warning", mend=mend)


def _packed(shipped: _Shipped, day: date) -> bytes:
    """The archive."""
    there = shipped.files
    twins = archive.twins(there)
    both = sorted({*twins, verifying.SUMS} & set(there))
    if both:
        mend = "call it otherwise: the release writes a file of this name itself"
        raise Refused(
            *(Problem("this name is taken", "release-name", f"build/site/{name}", mend=mend) for name in both)
        )
    inside = {**there, **twins}
    inside[verifying.SUMS] = archive.sums(inside).encode()
    return archive.packed(archive.tar({f"{verifying.STEM}{day}/{name}": data for name, data in inside.items()}, day))


def _folder(root: Root) -> Path:
    return root.build / "release"


def _withdrawn(root: Root, day: date | None) -> Iterator[Problem]:
    """An archive of the same name from before must not be taken for the one that was refused."""
    path = _folder(root) / verifying.name_of(day) if day else None
    if path is not None and (path.is_file() or path.is_symlink()):
        path.unlink()
        message = "the archive from before was deleted: it is not what would be released now"
        yield Problem(
            message, "release-stale", root.name(path), level="warning", mend="mend the errors, and run make release"
        )
