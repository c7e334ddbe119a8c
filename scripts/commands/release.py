"""`make release`: the whole site as one archive, or no archive if anything is wrong.

A release trusts digests and no dates of files: it builds again, checks everything that `make check` does, and packs the
same bytes that it has compared with the manifest. `build/release/` is the record of what was published, so nothing there
is ever overwritten or deleted.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from .. import files
from ..output import manifest
from ..output.manifest import Manifest
from ..patterns import regex
from ..problem import Problem, Refused
from ..project.config import Config
from ..project.project import Project
from ..release import archive, verification
from ..report import fails
from ..store import Store
from ..terminal import Progress, steps
from . import build

PLACEHOLDER = regex(r"(?<![\w-])example\.(?:com|net|org)(?![\w-])", re.I)
"""Hosts that are reserved for examples (RFC 2606)."""


@dataclass(frozen=True, slots=True)
class ReleaseResult:
    """What a release did."""

    problems: tuple[Problem, ...]
    path: Path | None = None
    """The path of the archive; None if the release was refused."""
    contents: verification.Contents | None = None
    is_new: bool = False
    """Whether this run wrote the archive; otherwise the same one existed already."""


def release(
    project: Project,
    progress: Progress = lambda _: None,
    *,
    strict: bool = False,
    store: Store | None = None,
    jobs: int = 1,
) -> ReleaseResult:
    """Build, check and pack the whole site. If there is an error, nothing is written to `build/release/`.

    With `strict`, a warning has the same effect.
    """
    built = build.build(project, progress=progress, thorough=True, store=store, jobs=jobs)
    problems = [_required(found) for found in built.problems]
    try:
        shipped, found = _shipped(project)
        problems += found
        if shipped is not None:
            problems += _unfit(shipped)
        problems += _placeholders(project)
    except Refused as error:
        problems += error.problems
        shipped = None
    problems = list(dict.fromkeys(problems))
    day = verification.day_of(shipped.manifest) if shipped else None
    if shipped is None or day is None or any(fails(found, strict=strict) for found in problems):
        return ReleaseResult((*problems, *_from_before(project)))
    try:
        name, data = _packed(shipped, day)
        path = _folder(project) / f"{name}{verification.ARCHIVE_SUFFIX}"
        held = verification.contents(data, path.name, project.name(path))
        problems += _same_date(project, path, day, shipped.manifest)
        project.refuse_outside(path)
        if not project.has(path) and files.create(path, data):
            return ReleaseResult(tuple(problems), path, held, is_new=True)
        there, found = _there(project, path, data, held)
        return ReleaseResult((*problems, *found), path, there)
    except Refused as error:
        return ReleaseResult((*problems, *error.problems, *_from_before(project)))


@dataclass(frozen=True, slots=True)
class _Shipped:
    """What is in `build/site/`."""

    manifest: Manifest
    files: dict[str, bytes]
    """By path, with the manifest."""


def _required(problem: Problem) -> Problem:
    """The error about a required locale without its page, for which a build has only a warning."""
    return problem.at(rule="release-required", level="error") if problem.rule == "required" else problem


def _shipped(project: Project) -> tuple[_Shipped | None, list[Problem]]:
    """The files of the site, read once, and where they differ from the manifest."""
    found: dict[str, bytes] = {}
    problems: list[Problem] = []
    for path in sorted(project.site.rglob("*")):
        name = path.relative_to(project.site).as_posix()
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            message = "this is not a regular file, and only regular files can be published"
            problems.append(
                Problem(message, "release-extra", project.name(path), hint="delete it, and run make release")
            )
        elif path.is_file():
            found[name] = files.read_bytes(path, project.name(path), verification.MOST_BYTES)
    place = f"build/site/{manifest.MANIFEST_NAME}"
    hint = "delete build/site/, and run make release"
    if manifest.MANIFEST_NAME not in found:
        return None, [*problems, Problem("the manifest is missing", "release-manifest", place, hint=hint)]
    try:
        facts = manifest.read_manifest(found[manifest.MANIFEST_NAME].decode("utf-8"))
    except ValueError as error:
        message = f"the manifest cannot be read: {error}"
        return None, [*problems, Problem(message, "release-manifest", place, hint=hint)]
    problems += (
        problem.at(path="build/site", hint=hint)
        for problem in verification.differing(facts, verification.as_held(found))
    )
    known = {manifest.MANIFEST_NAME, *(row.path for row in facts.pages), *(file.path for file in facts.files)}
    for name in sorted(set(found) - known):
        message = "this file is not in the manifest"
        problems.append(Problem(message, "release-extra", f"build/site/{name}", hint="delete it, and run make release"))
    return _Shipped(facts, found), problems


def _unfit(shipped: _Shipped) -> Iterator[Problem]:
    """What is missing for a release."""
    if verification.day_of(shipped.manifest) is None:
        message = "no policy has an effective date, which the name of the release needs"
        hint = "write the date in the front matter of each policy:  effective: YYYY-MM-DD"
        yield Problem(message, "release-effective", "policy", hint=hint)


def _placeholders(project: Project) -> Iterator[Problem]:
    """Warnings about example addresses that nobody has replaced."""
    site: Config = project.read_config()
    place = "policy/site.toml"
    if PLACEHOLDER.search(urlsplit(site.base_url).hostname or ""):
        message = f"base_url is an example address: '{site.base_url}'"
        hint = 'under [site], write the address of the pages:  base_url = "https://..."'
        yield Problem(message, "release-placeholder", place, level="warning", hint=hint)
    for name, value in site.variables.items():
        if isinstance(value, str) and PLACEHOLDER.search(value):
            message = f"the variable '{name}' has an example address: '{value}'"
            hint = f"under [variables], write the real one:  {name} = ..."
            yield Problem(message, "release-placeholder", place, level="warning", hint=hint)


def _packed(shipped: _Shipped, day: date) -> tuple[str, bytes]:
    """The name of the release, and the archive."""
    there = shipped.files
    twins = dict[str, bytes]()
    with steps(len(there)) as step:
        for name, data in there.items():
            step("packing", name)
            twins |= archive.twins({name: data})
    both = sorted({*twins, verification.SUMS} & set(there))
    if both:
        hint = "rename the file: the release itself writes a file with this name"
        raise Refused(
            *(
                Problem("this file name is reserved for the release", "release-name", f"build/site/{name}", hint=hint)
                for name in both
            )
        )
    inside = {**there, **twins}
    inside[verification.SUMS] = archive.sums(archive.digests(inside)).encode()
    top = verification.release_name(day, there[manifest.MANIFEST_NAME])
    return top, archive.packed(archive.tar({f"{top}/{name}": data for name, data in inside.items()}, day))


# -- what is in build/release/ already -------------------------------------------------------------


def _folder(project: Project) -> Path:
    return project.build / "release"


def _archives(project: Project) -> Iterator[tuple[str, Path]]:
    """(date in the name, path) of everything with the name of an archive, sorted by name."""
    folder = _folder(project)
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        day = verification.day_in(path.name.removesuffix(verification.ARCHIVE_SUFFIX))
        if day and path.name.endswith(verification.ARCHIVE_SUFFIX):
            yield day, path


def _from_before(project: Project) -> Iterator[Problem]:
    """A warning if there are older archives: somebody could take one for the release that was refused."""
    number = sum(1 for _ in _archives(project))
    if number:
        one, more = "the archive in this folder is from an earlier run", "archives in this folder are from earlier runs"
        older = one if number == 1 else f"the {number} {more}"
        message = f"no release was made: {older}, and not of these texts"
        hint = "correct the errors, and run make release"
        yield Problem(message, "release-before", "build/release", level="warning", hint=hint)


def _same_date(project: Project, path: Path, day: date, now: Manifest) -> Iterator[Problem]:
    """How this release differs from each other release with the same date."""
    for other_day, other in _archives(project):
        if other_day == day.isoformat() and other != path:
            yield _beside(other, project.name(other), now)


def _beside(other: Path, place: str, now: Manifest) -> Problem:
    """The warning about another archive with the same date."""
    warning = Problem("", "release-same-date", place, level="warning")
    try:
        before = verification.contents(_bytes(other, place), other.name, place).manifest
    except Refused as error:
        first = error.problems[0]
        reason = first.message.removeprefix("cannot be read: ")
        is_other = first.rule in ("release-format", "release-name")
        what = "cannot be compared with it" if is_other else "cannot be read"
        message = f"this archive has the same date as the release of this run, and {what}: {reason}"
        return warning.at(message=message, hint=f"do not publish it; make verify RELEASE={place} lists what is wrong")
    found = verification.compare(before, now)
    message = f"this archive differs from the release of this run, which has the same date: {found.summary()}"
    hint = "read these pages before you publish; if the terms have changed, give the policy a new effective date"
    return warning.at(message=message, now="\n".join(found.lines()), hint=hint)


def _bytes(path: Path, place: str) -> bytes:
    if path.is_symlink():
        raise Refused(Problem("it is a symbolic link", "release-member", place))
    return files.read_bytes(path, place, verification.MOST_PACKED)


def _there(
    project: Project, path: Path, data: bytes, held: verification.Contents
) -> tuple[verification.Contents, list[Problem]]:
    """The contents of the archive that has the name of this release already. Raises `Refused` if it is another release."""
    place = project.name(path)
    away = "move it to another folder, and run make release"
    try:
        there = _bytes(path, place)
        if there == data:
            return held, []
        other = verification.contents(there, path.name, place, reproduce=True)
    except Refused as error:
        reason = error.problems[0].message
        message = f"this archive has the name of the new release, but is damaged: {reason}; it was not overwritten"
        raise Refused(Problem(message, "release-exists", place, hint=f"do not publish it; {away}")) from error
    if other.digest != held.digest:
        message = "this archive has the name of the new release, but other texts; it was not overwritten"
        raise Refused(Problem(message, "release-exists", place, hint=away))
    message = "this archive holds the same release, but its compression differs; it was not overwritten"
    hint = f"publish it as it is, because another version of libdeflate gives other bytes; or {away}"
    return other, [Problem(message, "release-packing", place, level="warning", hint=hint)]
