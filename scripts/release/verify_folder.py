"""Verifies a release in a folder on the disk: files that are missing, changed, or not part of it."""

import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from ..output import manifest
from ..output.manifest import File, Manifest
from ..problem import Problem, Refused
from . import claims
from .archive import TWIN
from .claims import MOST_BYTES, SUMS
from .contents import Contents
from .folder_files import ANEW, FolderFiles, file_chunks, kind_of, list_folder
from .naming import STEM, day_in, release_name

MOST_FOLDER_PROBLEMS = 1_000
"""Problems that are reported of one folder."""
_MOST_OF_MANIFEST = 20
"""Problems that are reported of an impossible manifest."""

_Verdict = tuple[Contents | None, list[Problem]]
"""The contents of a folder, None if they cannot be found out; and its problems."""


def verify_folder(folder: Path, released: Contents | None = None) -> Contents:
    """Compare a folder with a verified archive, or with its own manifest if none is given, and give its contents.

    Raises `Refused` with a problem for each wrong file, at most `MOST_FOLDER_PROBLEMS`.
    """
    files = list_folder(folder)
    found, problems = None, list(files.problems)
    if files.is_listed:
        found, more = _with_manifest(files) if released is None else _with_archive(files, released)
        problems += more
    if problems or found is None:
        raise Refused(*_at_most(problems, folder.as_posix()))
    return found


def _at_most(problems: Sequence[Problem], place: str) -> list[Problem]:
    """The problems sorted by path; of too many only the first ones, and how many there are of each kind."""
    by_path = sorted(problems, key=lambda problem: problem.path)
    if len(by_path) <= MOST_FOLDER_PROBLEMS:
        return by_path
    rules = Counter(problem.rule for problem in by_path)
    words = {"release-missing": "missing", "release-differs": "changed", "release-extra": "not part of the release"}
    counts = [f"{rules.pop(rule)} {word}" for rule, word in words.items() if rule in rules]
    if others := sum(rules.values()):
        counts.append(f"{others} with other problems")
    message = f"{len(by_path)} problems ({', '.join(counts)}); the first {MOST_FOLDER_PROBLEMS} are reported"
    return [*by_path[:MOST_FOLDER_PROBLEMS], Problem(message, "release-folder", place, hint=ANEW)]


def _extra(files: FolderFiles, wanted: Mapping[str, object]) -> Iterator[Problem]:
    """A problem for each file that is not part of the release."""
    lower = {name.lower(): name for name in wanted}
    for name, facts in files.there.items():
        if name not in wanted:
            kind = kind_of(facts.st_mode)
            message = f"this is {kind}, and not part of the release" if kind else "this file is not part of the release"
            if other := lower.get(name.lower()):
                message += f"; in the release it is written '{other}'"
            yield files.problem(name, message, "release-extra", f"delete it, or better: {ANEW}")


# -- compared with an archive --------------------------------------------------------------------


def _with_archive(files: FolderFiles, released: Contents) -> _Verdict:
    """The folder has every file of the archive, and no others."""
    problems: list[Problem] = []
    for name, file in sorted(released.files.items()):
        try:
            files.expect(name, file.size, file.sha256)
        except Refused as error:
            problems += error.problems
    problems += _extra(files, released.files)
    size = sum(file.size for file in released.files.values())
    found = Contents(released.name, released.manifest, released.digest, released.files, size)
    return found, [_with_release(files, problem, released) for problem in problems]


def _with_release(files: FolderFiles, problem: Problem, released: Contents) -> Problem:
    """The problem; if the folder has another manifest, the message names the release to which it belongs."""
    if problem.path != files.path(manifest.MANIFEST_NAME) or problem.rule != "release-differs":
        return problem
    try:
        data = b"".join(file_chunks(files.folder / manifest.MANIFEST_NAME, MOST_BYTES))
        day = claims.day_of(claims.read_release_manifest(data))
    except (OSError, Refused):
        return problem
    name = release_name(day, data) if day else "a release without a date"
    return problem.at(message=f"this is the manifest of another release: {name}, not {released.name}")


# -- compared with its own manifest --------------------------------------------------------------


def _with_manifest(files: FolderFiles) -> _Verdict:
    """The folder has every file of its manifest, as the manifest and the sums describe it, and no others."""
    if manifest.MANIFEST_NAME not in files.there:
        message = f"this folder has no {manifest.MANIFEST_NAME}, so it is not a release"
        return None, [files.problem("", message, "release-manifest", _where(files))]
    try:
        data = files.data(manifest.MANIFEST_NAME)
        claimed = claims.read_release_manifest(data)
    except Refused as error:
        place = files.path(manifest.MANIFEST_NAME)
        return None, [problem.at(path=place, hint=problem.hint or ANEW) for problem in error.problems]
    day = claims.day_of(claimed)
    impossible = [
        files.problem(manifest.MANIFEST_NAME, problem.message, problem.rule)
        for problem in islice(claims.impossible_claims(claimed, data), _MOST_OF_MANIFEST)
    ]
    if impossible or day is None:
        return None, impossible
    held, problems = _files(files, claimed, data)
    problems += _extra(files, dict.fromkeys(claims.names(claimed)))
    name = release_name(day, data)
    size = sum(file.size for file in held.values())
    digest = hashlib.sha256(data).hexdigest()
    return Contents(name, claimed, digest, held, size, warnings=tuple(_own_name(files, name))), problems


def _where(files: FolderFiles) -> str:
    """A hint that names the folder or the archive that was probably meant."""
    below = [name.rpartition("/")[0] for name in files.there if re.fullmatch(f"[^/]+/{manifest.MANIFEST_NAME}", name)]
    packed = [name for name in files.there if "/" not in name and name.startswith(STEM)]
    if below:
        return f"name the folder of one release: {', '.join(sorted(below)[:5])}"
    if packed:
        return f"name one archive: make verify RELEASE={files.path(max(packed))}"
    return f"name the folder into which a release was unpacked: it has a {manifest.MANIFEST_NAME}"


def _own_name(files: FolderFiles, name: str) -> Iterator[Problem]:
    """A warning if the folder has the name of another release, which would mislead whoever checks what is served."""
    own = Path(os.path.realpath(files.folder)).name
    if day_in(own) and own != name:
        message = f"the folder is called '{own}', but the release in it is '{name}'"
        hint = f"rename the folder to {name}"
        yield Problem(message, "release-name", files.path(""), level="warning", hint=hint)


def _files(files: FolderFiles, claimed: Manifest, data: bytes) -> tuple[dict[str, File], list[Problem]]:
    """Every file of the release that is right, and the problems of the others."""
    problems: list[Problem] = []
    rows = {row.path: row for row in claims.rows(claimed)}
    held = {manifest.MANIFEST_NAME: File(manifest.MANIFEST_NAME, hashlib.sha256(data).hexdigest(), len(data))}
    for name, row in sorted(rows.items()):
        try:
            files.expect(name, row.size, row.sha256)
            held[name] = File(name, row.sha256, row.size)
        except Refused as error:
            problems += error.problems
    # The manifest does not list the twins. They are right if they unpack to the text of a listed file.
    plain = {**rows, manifest.MANIFEST_NAME: held[manifest.MANIFEST_NAME]}
    for name in sorted(claims.names(claimed) - set(plain) - {SUMS}):
        row = plain[name.removesuffix(TWIN)]
        try:
            held[name] = File(name, files.twin_digest(name, row.sha256, row.size), files.size(name))
        except Refused as error:
            problems += error.problems
    try:
        sums = files.data(SUMS)
    except Refused as error:
        return held, [*problems, *error.problems]
    wanted = {name: held[name].sha256 if name in held else None for name in claims.names(claimed) - {SUMS}}
    problems += _sums(files, sums, wanted | {name: row.sha256 for name, row in rows.items()}, set(rows))
    held[SUMS] = File(SUMS, hashlib.sha256(sums).hexdigest(), len(sums))
    return held, problems


def _sums(files: FolderFiles, data: bytes, wanted: Mapping[str, str | None], rows: set[str]) -> Iterator[Problem]:
    """`SHA256SUMS` has all other files of the release, sorted by name; in `wanted`, None is an unknown digest."""
    lines = data.decode("utf-8", "replace").splitlines()
    listed = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    if "".join(f"{digest}  {name}\n" for name, digest in sorted(listed.items())).encode() != data:
        message = "this file is not in the form of sha256sum, sorted and with each name once"
        yield files.problem(SUMS, message, "release-sums")
        return
    if listed.keys() != wanted.keys():
        lacking, more = sorted(wanted.keys() - listed.keys()), sorted(listed.keys() - wanted.keys())
        what = f"does not list '{lacking[0]}'" if lacking else f"lists '{more[0]}', which is not part of the release"
        yield files.problem(SUMS, f"this file {what}", "release-sums")
        return
    # A twin has no row in the manifest, so a wrong sum means that the twin was changed or packed again. A file with a row
    # has been compared with the manifest already, so if its sum is wrong, the list of sums was changed.
    others = [name for name, digest in listed.items() if wanted[name] not in (None, digest)]
    for name in others:
        if name not in rows:
            message = f"this file was changed: its SHA-256 is {wanted[name]}, but {listed[name]} in {SUMS}"
            yield files.problem(name, message, "release-differs")
    if wrong := [name for name in others if name in rows]:
        message = f"this file does not have the SHA-256 that {manifest.MANIFEST_NAME} has for '{wrong[0]}'"
        yield files.problem(SUMS, message, "release-sums")
