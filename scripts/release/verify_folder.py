"""A release as a folder on the disk: what is missing, changed, or not part of it."""

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
"""Problems of one folder."""
_MOST_OF_MANIFEST = 20
"""Problems of one manifest that cannot be believed."""

_Verdict = tuple[Contents | None, list[Problem]]
"""What a folder holds, where that can be said, and what is wrong with it."""


def verify_folder(folder: Path, released: Contents | None = None) -> Contents:
    """Compare a folder with an archive that was found whole, or with its own manifest where none is given.

    Raises `Refused` with one problem for each file, at most `MOST_FOLDER_PROBLEMS`.
    """
    files = list_folder(folder)
    found, problems = None, list(files.problems)
    if files.is_listed:
        found, more = _beside_manifest(files) if released is None else _beside_archive(files, released)
        problems += more
    if problems or found is None:
        raise Refused(*_at_most(problems, folder.as_posix()))
    return found


def _at_most(problems: Sequence[Problem], place: str) -> list[Problem]:
    """Problems by path; of too many the first, and how many there are of each kind."""
    by_path = sorted(problems, key=lambda problem: problem.path)
    if len(by_path) <= MOST_FOLDER_PROBLEMS:
        return by_path
    rules = Counter(problem.rule for problem in by_path)
    words = {"release-missing": "missing", "release-differs": "changed", "release-extra": "not part of the release"}
    counts = [f"{rules.pop(rule)} {word}" for rule, word in words.items() if rule in rules]
    if others := sum(rules.values()):
        counts.append(f"{others} wrong in another way")
    message = f"{len(by_path)} files are wrong ({', '.join(counts)}); the first {MOST_FOLDER_PROBLEMS} are reported"
    return [*by_path[:MOST_FOLDER_PROBLEMS], Problem(message, "release-folder", place, hint=ANEW)]


def _extra(files: FolderFiles, wanted: Mapping[str, object]) -> Iterator[Problem]:
    """Each file that the release does not have."""
    lower = {name.lower(): name for name in wanted}
    for name, facts in files.there.items():
        if name not in wanted:
            kind = kind_of(facts.st_mode)
            message = f"this is {kind}, and not part of the release" if kind else "this file is not part of the release"
            if other := lower.get(name.lower()):
                message += f"; in the release it is written '{other}'"
            yield files.problem(name, message, "release-extra", f"delete it; better: {ANEW}")


# -- beside an archive ---------------------------------------------------------------------------


def _beside_archive(files: FolderFiles, released: Contents) -> _Verdict:
    """Every file is that of the archive, and there is no other."""
    problems: list[Problem] = []
    for name, file in sorted(released.files.items()):
        try:
            files.expect(name, file.size, file.sha256)
        except Refused as error:
            problems += error.problems
    problems += _extra(files, released.files)
    size = sum(file.size for file in released.files.values())
    found = Contents(released.name, released.manifest, released.digest, released.files, size)
    return found, [_with_name(files, problem, released) for problem in problems]


def _with_name(files: FolderFiles, problem: Problem, released: Contents) -> Problem:
    """Where the manifest is another one: which release the folder says that it is."""
    if problem.path != files.path(manifest.MANIFEST_NAME) or problem.rule != "release-differs":
        return problem
    try:
        data = b"".join(file_chunks(files.folder / manifest.MANIFEST_NAME, MOST_BYTES))
        day = claims.day_of(claims.read_release_manifest(data))
    except (OSError, Refused):
        return problem
    name = release_name(day, data) if day else "one without a date"
    return problem.at(message=f"this is the manifest of another release: {name}, not {released.name}")


# -- beside its own manifest ---------------------------------------------------------------------


def _beside_manifest(files: FolderFiles) -> _Verdict:
    """Every file is what the manifest and the sums say, and there is no other."""
    if manifest.MANIFEST_NAME not in files.there:
        message = f"there is no {manifest.MANIFEST_NAME} in it, so it is not a release"
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
    """Which folder or archive may have been meant."""
    below = [name.rpartition("/")[0] for name in files.there if re.fullmatch(f"[^/]+/{manifest.MANIFEST_NAME}", name)]
    packed = [name for name in files.there if "/" not in name and name.startswith(STEM)]
    if below:
        return f"name the folder of one release: {', '.join(sorted(below)[:5])}"
    if packed:
        return f"name one archive: make verify RELEASE={files.path(max(packed))}"
    return f"name the folder that a release was unpacked into: it has {manifest.MANIFEST_NAME} in it"


def _own_name(files: FolderFiles, name: str) -> Iterator[Problem]:
    """A folder that has the name of another release misleads whoever looks which one is served."""
    own = Path(os.path.realpath(files.folder)).name
    if day_in(own) and own != name:
        message = f"the folder is called '{own}', but the release in it is '{name}'"
        hint = f"give the folder the name {name}"
        yield Problem(message, "release-name", files.path(""), level="warning", hint=hint)


def _files(files: FolderFiles, claimed: Manifest, data: bytes) -> tuple[dict[str, File], list[Problem]]:
    """Every file of the release that is as it should be, and what is wrong with the others."""
    problems: list[Problem] = []
    rows = {row.path: row for row in claims.rows(claimed)}
    held = {manifest.MANIFEST_NAME: File(manifest.MANIFEST_NAME, hashlib.sha256(data).hexdigest(), len(data))}
    for name, row in sorted(rows.items()):
        try:
            files.expect(name, row.size, row.sha256)
            held[name] = File(name, row.sha256, row.size)
        except Refused as error:
            problems += error.problems
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
    """The sums have each other file, by name; None is a digest that nobody knows."""
    lines = data.decode("utf-8", "replace").splitlines()
    told = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    if "".join(f"{digest}  {name}\n" for name, digest in sorted(told.items())).encode() != data:
        message = "this file is not as sha256sum writes it, by name, each name once"
        yield files.problem(SUMS, message, "release-sums")
        return
    if told.keys() != wanted.keys():
        lacking, more = sorted(wanted.keys() - told.keys()), sorted(told.keys() - wanted.keys())
        what = f"does not have '{lacking[0]}'" if lacking else f"has '{more[0]}', which is not part of the release"
        yield files.problem(SUMS, f"this file {what}", "release-sums")
        return
    others = [name for name, digest in told.items() if wanted[name] not in (None, digest)]
    for name in others:
        if name not in rows:
            message = f"this file was changed: its SHA-256 is {wanted[name]}, in {SUMS} {told[name]}"
            yield files.problem(name, message, "release-differs")
    if wrong := [name for name in others if name in rows]:
        message = f"this file has another SHA-256 for '{wrong[0]}' than {manifest.MANIFEST_NAME} has"
        yield files.problem(SUMS, message, "release-sums")
