"""`make release`: all that is shipped as one archive, or nothing where anything is wrong.

A release trusts digests, never dates: it builds anew, looks as `make check` does, and packs the very bytes that it has
compared with the manifest. What is in `build/release/` is the record of what was published: nothing there is ever
overwritten or deleted.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from .. import files
from ..output import manifest
from ..output.manifest import Manifest
from ..problem import Problem, Refused
from ..project.config import Site
from ..project.project import Root
from ..release import archive
from ..release import verification as verifying
from ..report import fails
from . import build

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
    """Whether the archive was not there before."""


def release(root: Root, progress: Callable[[str], None] = lambda _: None, *, strict: bool = False) -> Result:
    """Build, check and pack what is shipped. Where that is refused, nothing is written to `build/release/`.

    With `strict`, warnings refuse it too.
    """
    built = build.build(root, progress=progress, thorough=True)
    problems = [_required(found) for found in built.problems]
    try:
        shipped, found = _shipped(root)
        problems += found
        if shipped is not None:
            problems += _unfit(shipped)
        problems += _placeholders(root)
    except Refused as error:
        problems += error.problems
        shipped = None
    problems = list(dict.fromkeys(problems))
    day = verifying.day_of(shipped.manifest) if shipped else None
    if shipped is None or day is None or any(fails(found, strict=strict) for found in problems):
        return Result((*problems, *_from_before(root)))
    try:
        name, data = _packed(shipped, day)
        path = _folder(root) / f"{name}{verifying.END}"
        held = verifying.contents(data, path.name, root.name(path), thorough=False)
        problems += _same_date(root, path, day, shipped.manifest)
        root.refuse_outside(path)
        if not root.has(path) and files.create(path, data):
            return Result(tuple(problems), path, held, is_new=True)
        there, found = _there(root, path, data, held)
        return Result((*problems, *found), path, there)
    except Refused as error:
        return Result((*problems, *error.problems, *_from_before(root)))


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
            found[name] = files.read_bytes(path, root.name(path), verifying.MOST_BYTES)
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
    if verifying.day_of(shipped.manifest) is None:
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


def _packed(shipped: _Shipped, day: date) -> tuple[str, bytes]:
    """The name of the release, and the archive."""
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
    top = verifying.name_of(day, there[manifest.NAME])
    return top, archive.packed(archive.tar({f"{top}/{name}": data for name, data in inside.items()}, day))


# -- what is in build/release/ already -------------------------------------------------------------


def _folder(root: Root) -> Path:
    return root.build / "release"


def _archives(root: Root) -> Iterator[tuple[str, Path]]:
    """Whatever has the name of an archive, with the date in it, by name."""
    folder = _folder(root)
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        day = verifying.day_in(path.name.removesuffix(verifying.END))
        if day and path.name.endswith(verifying.END):
            yield day, path


def _from_before(root: Root) -> Iterator[Problem]:
    """Nobody may take an archive from before for the one that was refused."""
    number = sum(1 for _ in _archives(root))
    if number:
        there = "the archive there is" if number == 1 else f"the {number} archives there are"
        message = f"no release was made: {there} from an earlier run, not of these texts"
        mend = "correct the errors, and run make release"
        yield Problem(message, "release-before", "build/release", level="warning", mend=mend)


def _same_date(root: Root, path: Path, day: date, now: Manifest) -> Iterator[Problem]:
    """How this release differs from each other one of its date."""
    for other_day, other in _archives(root):
        if other_day == day.isoformat() and other != path:
            yield _beside(other, root.name(other), now)


def _beside(other: Path, place: str, now: Manifest) -> Problem:
    """What a release engineer should know of another archive of the same date."""
    told = Problem("", "release-same-date", place, level="warning")
    try:
        before = verifying.contents(_bytes(other, place), other.name, place, thorough=False).manifest
    except Refused as error:
        first = error.problems[0]
        reason = first.message.removeprefix("cannot be read: ")
        is_other = first.rule in ("release-format", "release-name")
        what = "cannot be compared with it" if is_other else "cannot be read"
        message = f"this archive has the same date as this release, and {what}: {reason}"
        return told.at(message=message, mend=f"do not publish it; for all that is wrong: make verify RELEASE={place}")
    found = verifying.compare(before, now)
    message = f"this archive has the same date as this release, which differs from it: {found.summary()}"
    mend = "read these pages before you publish; where the terms changed, give the policy a new date"
    return told.at(message=message, now="\n".join(found.lines()), mend=mend)


def _bytes(path: Path, place: str) -> bytes:
    if path.is_symlink():
        raise Refused(Problem("it is a symbolic link", "release-member", place))
    return files.read_bytes(path, place, verifying.MOST_PACKED)


def _there(root: Root, path: Path, data: bytes, held: verifying.Contents) -> tuple[verifying.Contents, list[Problem]]:
    """What the archive holds that has this release's name already. Raises `Refused` where it is not this release."""
    place = root.name(path)
    away = "move it to another folder, and run make release"
    try:
        there = _bytes(path, place)
        if there == data:
            return held, []
        other = verifying.contents(there, path.name, place)
    except Refused as error:
        reason = error.problems[0].message
        message = f"this archive has the name of this release, is damaged, and was not overwritten: {reason}"
        raise Refused(Problem(message, "release-exists", place, mend=f"do not publish it; {away}")) from error
    if other.digest != held.digest:
        message = "this archive holds other texts under the name of this release, and was not overwritten"
        raise Refused(Problem(message, "release-exists", place, mend=away))
    message = "this archive holds this release already, packed differently than here; it was not overwritten"
    mend = f"publish it as it is: another version of libdeflate packed it; or {away}"
    return other, [Problem(message, "release-packing", place, level="warning", mend=mend)]
