"""A release as a folder on the disk: what is missing, changed, or not part of it.

The folder is a stranger's too. Only regular files whose names a release has are opened, no link below the folder is
followed, and files are read piece by piece up to the size that they should have. The folder itself may be a link: a
deployment switches one.
"""

import hashlib
import os
import re
import stat
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from ..output import manifest
from ..output.manifest import File, Manifest
from ..problem import Problem, Refused
from . import archive, claims
from .archive import CHUNK, MOST_UNPACKED, TWIN
from .claims import MOST_BYTES, MOST_FILES, SUMS
from .contents import Contents
from .naming import STEM, day_in, release_name

MOST_FOLDER_ENTRIES = 250_000
"""Files and folders of one folder."""
MOST_FOLDER_PROBLEMS = 1_000
"""Problems of one folder."""
MOST_NAME = 255
"""Characters of the path of a file; no archive has room for more."""
MOST_SAID = 1_000
"""Characters of one message: a manifest may have names of millions."""

ANEW = "unpack the release into a new folder, and serve that one"
_KINDS = (
    (stat.S_ISLNK, "a symbolic link"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


def verify_folder(folder: Path, released: Contents | None = None) -> Contents:
    """Compare a folder with an archive that was found whole, or with its own manifest where none is given.

    Raises `Refused` with one problem for each file, at most `MOST_TOLD`.
    """
    place = folder.as_posix()
    look = _Look(folder, place)
    if look.walk():
        if released is None:
            look.beside_manifest()
        else:
            look.beside(released)
    if any(problem.is_error for problem in look.problems) or look.found is None:
        raise Refused(*_at_most(look.problems, place))
    return look.found


def _at_most(problems: list[Problem], place: str) -> list[Problem]:
    problems = sorted(problems, key=lambda problem: problem.path)
    if len(problems) <= MOST_FOLDER_PROBLEMS:
        return problems
    rules = Counter(problem.rule for problem in problems)
    words = {"release-missing": "missing", "release-differs": "changed", "release-extra": "not part of the release"}
    counts = [f"{rules.pop(rule)} {word}" for rule, word in words.items() if rule in rules]
    if others := sum(rules.values()):
        counts.append(f"{others} wrong in another way")
    message = f"{len(problems)} files are wrong ({', '.join(counts)}); the first {MOST_FOLDER_PROBLEMS} are reported"
    return [*problems[:MOST_FOLDER_PROBLEMS], Problem(message, "release-folder", place, hint=ANEW)]


@dataclass
class _Look:
    """One look at one folder."""

    folder: Path
    place: str
    problems: list[Problem] = field(default_factory=list)
    there: dict[str, os.stat_result] = field(default_factory=dict)
    """What is in the folder and its folders, but the folders themselves, by path with `/`."""
    folders: set[str] = field(default_factory=set)
    closed: list[str] = field(default_factory=list)
    """Folders that cannot be listed: nobody knows what is missing in them."""
    found: Contents | None = None

    def path(self, name: str) -> str:
        """A file as problems name it; the folder itself where no name is given."""
        return f"{self.place.rstrip('/')}/{name}" if name else self.place

    def wrong(self, name: str, message: str, rule: str, hint: str = ANEW) -> None:
        """Report a file, or the folder itself where no name is given."""
        self.problems.append(Problem(message[:MOST_SAID], rule, self.path(name), hint=hint))

    # -- what is there -----------------------------------------------------------------------

    def walk(self) -> bool:
        """List the folder; whatever cannot be listed is a problem. False where nothing more can be said."""
        problem = _no_folder(self.folder)
        if problem:
            self.wrong("", *problem)
            return False
        waiting = [""]
        while waiting:
            below = waiting.pop()
            try:
                with os.scandir(self.folder / below) as entries:
                    for entry in entries:
                        self._enter(f"{below}/{entry.name}" if below else entry.name, entry, waiting)
                        if len(self.there) + len(self.folders) > MOST_FOLDER_ENTRIES:
                            message = (
                                f"it holds more than {MOST_FOLDER_ENTRIES} files and folders, which no release does"
                            )
                            self.problems.clear()
                            self.wrong(
                                "", message, "release-folder", "name the folder that a release was unpacked into"
                            )
                            return False
            except OSError as error:
                self.closed.append(f"{below}/" if below else "")
                self.unreadable(below, error, "this folder ")
        return "" not in self.closed

    def _enter(self, name: str, entry: os.DirEntry[str], waiting: list[str]) -> None:
        try:
            facts = entry.stat(follow_symlinks=False)
        except FileNotFoundError:  # deleted meanwhile
            return
        if stat.S_ISDIR(facts.st_mode):
            waiting.append(name)
            self.folders.add(name)
        else:
            self.there[name] = facts

    def extra(self, wanted: Mapping[str, object]) -> None:
        """Report each file that the release does not have."""
        lower = {name.lower(): name for name in wanted}
        for name, facts in self.there.items():
            if name not in wanted:
                kind = _kind(facts.st_mode)
                message = (
                    f"this is {kind}, and not part of the release" if kind else "this file is not part of the release"
                )
                if other := lower.get(name.lower()):
                    message += f"; in the release it is written '{other}'"
                self.wrong(name, message, "release-extra", f"delete it; better: {ANEW}")

    def is_there(self, name: str) -> bool:
        """Whether a regular file has this name; if not, that is reported."""
        if name not in self.there and name.startswith(tuple(self.closed)):
            return False
        facts = self.there.get(name)
        kind = "a folder" if name in self.folders else _kind(facts.st_mode) if facts else ""
        if kind:
            self.wrong(name, f"this is {kind}, where the release has a file", "release-member")
        elif facts is None:
            self.wrong(name, "this file of the release is missing", "release-missing")
        return not kind and facts is not None

    # -- what is in a file -------------------------------------------------------------------

    def digest(self, name: str, size: int, sha256: str) -> str:
        """The SHA-256 of a file that should have this size and digest; "" for another file, which is reported."""
        if not self.is_there(name):
            return ""
        if self.there[name].st_size != size:
            self.wrong(
                name, f"this file has {self.there[name].st_size} bytes, in the release {size}", "release-differs"
            )
            return ""
        sha = hashlib.sha256()
        try:
            for chunk in _chunks(self.folder / name, size):
                sha.update(chunk)
        except OSError as error:
            self.unreadable(name, error)
            return ""
        found = sha.hexdigest()
        if found != sha256:
            message = f"this file was changed: its SHA-256 is {found}, in the release {sha256}"
            self.wrong(name, message, "release-differs")
            return ""
        return found

    def unreadable(self, name: str, error: OSError, what: str = "this file ") -> None:
        """Report what the system does not let us read."""
        message = f"{what}cannot be read: {error.strerror or error}"
        self.wrong(name, message, "file", "check who may read it, and verify again")

    def data(self, name: str) -> bytes | None:
        """What is in a file that lists others; None where there is none, which is reported."""
        if not self.is_there(name):
            return None
        if self.there[name].st_size > MOST_BYTES:
            self.wrong(name, f"the file is larger than {MOST_BYTES // 1_000_000} MB", "size")
            return None
        try:
            return b"".join(_chunks(self.folder / name, MOST_BYTES))
        except OSError as error:
            self.unreadable(name, error)
            return None

    # -- beside an archive -------------------------------------------------------------------

    def beside(self, released: Contents) -> None:
        """Every file is that of the archive, and there is no other."""
        for name, file in sorted(released.files.items()):
            self.digest(name, file.size, file.sha256)
        self.extra(released.files)
        size = sum(file.size for file in released.files.values())
        self.found = Contents(released.name, released.manifest, released.digest, released.files, size)
        self.problems = [self._with_name(problem, released) for problem in self.problems]

    def _with_name(self, problem: Problem, released: Contents) -> Problem:
        """Where the manifest is another one: which release the folder says that it is."""
        if problem.path != self.path(manifest.MANIFEST_NAME) or problem.rule != "release-differs":
            return problem
        try:
            data = b"".join(_chunks(self.folder / manifest.MANIFEST_NAME, MOST_BYTES))
            day = claims.day_of(claims.read_release_manifest(data))
        except (OSError, Refused):
            return problem
        name = release_name(day, data) if day else "one without a date"
        return problem.at(message=f"this is the manifest of another release: {name}, not {released.name}")

    # -- beside its own manifest ---------------------------------------------------------------

    def beside_manifest(self) -> None:
        """Every file is what the manifest and the sums say, and there is no other."""
        if manifest.MANIFEST_NAME not in self.there:
            message = f"there is no {manifest.MANIFEST_NAME} in it, so it is not a release"
            self.wrong("", message, "release-manifest", self._where())
            return
        data = self.data(manifest.MANIFEST_NAME)
        if data is None:
            return
        try:
            found = claims.read_release_manifest(data)
        except Refused as error:
            self.problems += (
                problem.at(path=self.path(manifest.MANIFEST_NAME), hint=problem.hint or ANEW)
                for problem in error.problems
            )
            return
        before = len(self.problems)
        for message, rule in islice(_unbelievable(found, data), 20):
            self.wrong(manifest.MANIFEST_NAME, message, rule)
        day = claims.day_of(found)
        if len(self.problems) > before or day is None:
            return
        held = self._files(found, data)
        self.extra(dict.fromkeys(claims.names(found)))
        name = release_name(day, data)
        size = sum(file.size for file in held.values())
        digest = hashlib.sha256(data).hexdigest()
        self.found = Contents(name, found, digest, held, size, warnings=tuple(self._own_name(name)))

    def _where(self) -> str:
        """Which folder or archive may have been meant."""
        below = [
            name.rpartition("/")[0] for name in self.there if re.fullmatch(f"[^/]+/{manifest.MANIFEST_NAME}", name)
        ]
        packed = [name for name in self.there if "/" not in name and name.startswith(STEM)]
        if below:
            return f"name the folder of one release: {', '.join(sorted(below)[:5])}"
        if packed:
            return f"name one archive: make verify RELEASE={self.path(max(packed))}"
        return f"name the folder that a release was unpacked into: it has {manifest.MANIFEST_NAME} in it"

    def _own_name(self, name: str) -> Iterator[Problem]:
        """A folder that has the name of another release misleads whoever looks which one is served."""
        own = Path(os.path.realpath(self.folder)).name
        if day_in(own) and own != name:
            message = f"the folder is called '{own}', but the release in it is '{name}'"
            yield Problem(message, "release-name", self.place, level="warning", hint=f"give the folder the name {name}")

    def _files(self, found: Manifest, data: bytes) -> dict[str, File]:
        """Every file of the release that is as it should be."""
        rows = {row.path: row for row in claims.rows(found)}
        held = {manifest.MANIFEST_NAME: File(manifest.MANIFEST_NAME, hashlib.sha256(data).hexdigest(), len(data))}
        for name, row in sorted(rows.items()):
            if self.digest(name, row.size, row.sha256):
                held[name] = File(name, row.sha256, row.size)
        plain = {**rows, manifest.MANIFEST_NAME: held[manifest.MANIFEST_NAME]}
        for name in sorted(claims.names(found) - set(plain) - {SUMS}):
            row = plain[name.removesuffix(TWIN)]
            if digest := self._twin(name, row.sha256, row.size):
                held[name] = File(name, digest, self.there[name].st_size)
        sums = self.data(SUMS)
        if sums is not None:
            wanted = {name: held[name].sha256 if name in held else None for name in claims.names(found) - {SUMS}}
            self._sums(sums, wanted | {name: row.sha256 for name, row in rows.items()}, set(rows))
            held[SUMS] = File(SUMS, hashlib.sha256(sums).hexdigest(), len(sums))
        return held

    def _twin(self, name: str, sha256: str, size: int) -> str:
        """The SHA-256 of a packed twin that holds this text; "" for another one, which is reported."""
        if not self.is_there(name):
            return ""
        most = size + size // 100 + 100  # what cannot be packed grows by little
        if self.there[name].st_size > most:
            self.wrong(name, "this packed file is larger than the plain file beside it can become", "release-twin")
            return ""
        inside, outside = hashlib.sha256(), hashlib.sha256()

        def chunks() -> Iterator[bytes]:
            for chunk in _chunks(self.folder / name, most):
                outside.update(chunk)
                yield chunk

        try:
            for piece in archive.unpacking(chunks(), size, f"it unpacks to more than {size} bytes"):
                inside.update(piece)
        except ValueError as error:
            self.wrong(name, f"this packed file is broken: {error}", "release-twin")
            return ""
        except OSError as error:
            self.unreadable(name, error)
            return ""
        if inside.hexdigest() != sha256:
            self.wrong(name, "this packed file holds another text than the release has beside it", "release-twin")
            return ""
        return outside.hexdigest()

    def _sums(self, data: bytes, wanted: Mapping[str, str | None], rows: set[str]) -> None:
        """The sums have each other file, by name; None is a digest that nobody knows."""
        lines = data.decode("utf-8", "replace").splitlines()
        told = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
        if "".join(f"{digest}  {name}\n" for name, digest in sorted(told.items())).encode() != data:
            self.wrong(SUMS, "this file is not as sha256sum writes it, by name, each name once", "release-sums")
            return
        if told.keys() != wanted.keys():
            lacking, more = sorted(wanted.keys() - told.keys()), sorted(told.keys() - wanted.keys())
            what = f"does not have '{lacking[0]}'" if lacking else f"has '{more[0]}', which is not part of the release"
            self.wrong(SUMS, f"this file {what}", "release-sums")
            return
        others = [name for name, digest in told.items() if wanted[name] not in (None, digest)]
        for name in others:
            if name not in rows:
                message = f"this file was changed: its SHA-256 is {wanted[name]}, in {SUMS} {told[name]}"
                self.wrong(name, message, "release-differs")
        if wrong := [name for name in others if name in rows]:
            message = f"this file has another SHA-256 for '{wrong[0]}' than {manifest.MANIFEST_NAME} has"
            self.wrong(SUMS, message, "release-sums")


def _no_folder(folder: Path) -> tuple[str, str, str] | None:
    """What is wrong with a path that should be a folder: message, rule, remedy."""
    try:
        if folder.is_dir():
            return None
        if not os.path.lexists(folder):
            return "there is no such folder", "file", "look at its name"
        if folder.is_symlink() and not folder.exists():
            return "this link leads to a folder that is not there", "file", "look where it leads"
    except OSError as error:
        return f"cannot be read: {error.strerror or error}", "file", "look at its name, and who may read it"
    return "this is not a folder", "file", f"for an archive: make verify RELEASE={folder.as_posix()}"


def _unbelievable(found: Manifest, data: bytes) -> Iterator[tuple[str, str]]:
    """What no manifest of a release says, so that its files need not be looked at."""
    rows = claims.rows(found)
    for problem in claims.manifest_contradictions(found, data):
        yield problem.message, problem.rule
    for row in rows:
        if len(row.path) > MOST_NAME or not archive.is_plain(row.path):
            message = f"{manifest.MANIFEST_NAME} names '{row.path[:200]}', which is no plain name for a file: it may lead elsewhere"
            yield message, "release-member"
        if not 0 <= row.size <= MOST_BYTES or not re.fullmatch(r"[0-9a-f]{64}", row.sha256):
            message = (
                f"{manifest.MANIFEST_NAME} has a size or SHA-256 for '{row.path[:200]}' that no file of a release has"
            )
            yield message, "release-manifest"
    names = claims.names(found)
    paths = {row.path for row in rows}
    twins = {name + TWIN for name in [*paths, manifest.MANIFEST_NAME] if name.endswith(archive.PACKED)}
    taken = paths & {SUMS, manifest.MANIFEST_NAME, *twins}
    for name in sorted(taken):
        yield f"{manifest.MANIFEST_NAME} names '{name}', which a release writes itself", "release-manifest"
    for name, other in claims.same_but_case(sorted(names)):
        yield f"{manifest.MANIFEST_NAME} names '{name}' and '{other}', which differ only in case", "release-manifest"
    if len(names) > MOST_FILES or sum(row.size for row in rows) > MOST_UNPACKED:
        yield f"{manifest.MANIFEST_NAME} names more or larger files than a release can have", "release-manifest"
    if claims.day_of(found) is None:
        yield f"no page in {manifest.MANIFEST_NAME} tells the date of its edition", "release-effective"


def _kind(mode: int) -> str:
    """What something is that is no regular file; "" for one."""
    if stat.S_ISREG(mode):
        return ""
    return next((what for is_one, what in _KINDS if is_one(mode)), "no regular file")


_FLAGS = os.O_RDONLY | sum(getattr(os, flag, 0) for flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"))


def _chunks(path: Path, most: int) -> Iterator[bytes]:
    """A regular file, piece by piece; never more than a byte beyond `most`. Raises `OSError` for whatever else it is."""
    handle = os.open(path, _FLAGS)
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError("it is no longer a regular file")
        left = most + 1
        while left and (chunk := file.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk
