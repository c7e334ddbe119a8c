"""Lists and reads the files of a folder on the disk within limits, as a stranger may have filled it.

Only regular files that belong to the release are opened, no link below the folder is followed, and files are read
piece by piece, no further than their expected size. The folder itself may be a link: a deployment often switches one.
"""

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path

from ..problem import Problem, Refused
from . import archive
from .archive import CHUNK
from .claims import MOST_BYTES

MOST_FOLDER_ENTRIES = 250_000
"""Files and folders in the largest folder that is listed."""
MOST_SAID = 1_000
"""Characters of the longest message: a hostile manifest may have names of millions of characters."""

ANEW = "unpack the release into a new folder, and serve that folder"


@dataclass(frozen=True, slots=True)
class FolderFiles:
    """The files in a folder and its subfolders, and checks of them; each problem has the path of its file."""

    folder: Path
    there: Mapping[str, os.stat_result] = field(default_factory=dict)
    """Everything except folders, by path with `/`."""
    folders: Set[str] = frozenset()
    closed: Sequence[str] = ()
    """Folders that cannot be listed, each with `/` at its end; files may be missing in them or not."""
    problems: Sequence[Problem] = ()
    """Problems that prevented listing, of the whole folder or of subfolders."""
    is_listed: bool = True
    """Whether anything can be said about its files."""

    def path(self, name: str) -> str:
        """The path of a file in problems; that of the folder itself if `name` is empty."""
        place = self.folder.as_posix()
        return f"{place.rstrip('/')}/{name}" if name else place

    def problem(self, name: str, message: str, rule: str, hint: str = ANEW) -> Problem:
        """A problem of a file, or of the folder itself if `name` is empty."""
        return Problem(message[:MOST_SAID], rule, self.path(name), hint=hint)

    def unreadable(self, name: str, error: OSError, what: str = "this file ") -> Problem:
        """The problem that the system did not allow us to read something."""
        message = f"{what}cannot be read: {error.strerror or error}"
        return self.problem(name, message, "file", "allow your user to read it, then verify again")

    def size(self, name: str) -> int:
        """The number of bytes of a regular file.

        Raises `Refused` if there is no such file. In a folder that cannot be listed it has no problem, as the folder
        has one already.
        """
        if name not in self.there and name.startswith(tuple(self.closed)):
            raise Refused
        facts = self.there.get(name)
        kind = "a folder" if name in self.folders else kind_of(facts.st_mode) if facts else ""
        if kind:
            raise Refused(self.problem(name, f"this is {kind}, where the release has a file", "release-member"))
        if facts is None:
            raise Refused(self.problem(name, "this file of the release is missing", "release-missing"))
        return facts.st_size

    def expect(self, name: str, size: int, sha256: str) -> None:
        """Raise `Refused` unless there is a file with this size and digest."""
        if (has := self.size(name)) != size:
            message = f"this file has {has} bytes, but in the release it has {size}"
            raise Refused(self.problem(name, message, "release-differs"))
        sha = hashlib.sha256()
        try:
            for chunk in file_chunks(self.folder / name, size):
                sha.update(chunk)
        except OSError as error:
            raise Refused(self.unreadable(name, error)) from error
        if (found := sha.hexdigest()) != sha256:
            message = f"this file was changed: its SHA-256 is {found}, but {sha256} in the release"
            raise Refused(self.problem(name, message, "release-differs"))

    def data(self, name: str) -> bytes:
        """The bytes of a manifest or a list of sums. Raises `Refused` if there is no such file."""
        if self.size(name) > MOST_BYTES:
            raise Refused(self.problem(name, f"the file is larger than {MOST_BYTES // 1_000_000} MB", "size"))
        try:
            return b"".join(file_chunks(self.folder / name, MOST_BYTES))
        except OSError as error:
            raise Refused(self.unreadable(name, error)) from error

    def twin_digest(self, name: str, sha256: str, size: int) -> str:
        """The SHA-256 of the packed twin of a text with this digest and size. Raises `Refused` if it has another text."""
        most = size + size // 100 + 100  # deflate stores data that cannot be packed, which needs little more
        if self.size(name) > most:
            message = "this packed file is larger than the plain file next to it can become by packing"
            raise Refused(self.problem(name, message, "release-twin"))
        inside, outside = hashlib.sha256(), hashlib.sha256()

        def chunks() -> Iterator[bytes]:
            for chunk in file_chunks(self.folder / name, most):
                outside.update(chunk)
                yield chunk

        try:
            for piece in archive.unpacking(chunks(), size, f"it unpacks to more than {size} bytes"):
                inside.update(piece)
        except ValueError as error:
            raise Refused(self.problem(name, f"this packed file is broken: {error}", "release-twin")) from error
        except OSError as error:
            raise Refused(self.unreadable(name, error)) from error
        if inside.hexdigest() != sha256:
            message = "this packed file does not have the text of the plain file next to it"
            raise Refused(self.problem(name, message, "release-twin"))
        return outside.hexdigest()


# -- listing -------------------------------------------------------------------------------------


def list_folder(folder: Path) -> FolderFiles:
    """List a folder and its subfolders; what cannot be listed is in `problems`."""
    bare = FolderFiles(folder)
    if wrong := _no_folder(folder):
        return FolderFiles(folder, problems=[bare.problem("", *wrong)], is_listed=False)
    there: dict[str, os.stat_result] = {}
    folders: set[str] = set()
    closed: list[str] = []
    problems: list[Problem] = []
    waiting = [""]
    while waiting:
        below = waiting.pop()
        try:
            for name, facts in _entries(folder, below):
                if stat.S_ISDIR(facts.st_mode):
                    waiting.append(name)
                    folders.add(name)
                else:
                    there[name] = facts
                if len(there) + len(folders) > MOST_FOLDER_ENTRIES:
                    return FolderFiles(folder, problems=[_too_many(bare)], is_listed=False)
        except OSError as error:
            closed.append(f"{below}/" if below else "")
            problems.append(bare.unreadable(below, error, "this folder "))
    return FolderFiles(folder, there, folders, closed, problems, is_listed="" not in closed)


def _entries(folder: Path, below: str) -> Iterator[tuple[str, os.stat_result]]:
    """The direct contents of the subfolder `below`, with their paths from `folder`; links are not followed."""
    with os.scandir(folder / below) as entries:
        for entry in entries:
            try:
                facts = entry.stat(follow_symlinks=False)
            except FileNotFoundError:  # it was deleted since the folder was opened
                continue
            yield f"{below}/{entry.name}" if below else entry.name, facts


def _too_many(files: FolderFiles) -> Problem:
    message = f"this folder has more than {MOST_FOLDER_ENTRIES} files and folders, and no release has so many"
    return files.problem("", message, "release-folder", "name the folder into which a release was unpacked")


def _no_folder(folder: Path) -> tuple[str, str, str] | None:
    """What is wrong with a path that should be a folder, as (message, rule, hint); None if nothing is."""
    try:
        if folder.is_dir():
            return None
        if not os.path.lexists(folder):
            return "there is no such folder", "file", "check its name"
        if folder.is_symlink() and not folder.exists():
            return "this link leads to a folder that does not exist", "file", "check where the link leads"
    except OSError as error:
        return f"this folder cannot be read: {error.strerror or error}", "file", "check its name, and who may read it"
    return "this is not a folder", "file", f"if it is an archive, run: make verify RELEASE={folder.as_posix()}"


# -- one file ------------------------------------------------------------------------------------

_KINDS = (
    (stat.S_ISLNK, "a symbolic link"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


def kind_of(mode: int) -> str:
    """What kind of thing this is; "" for a regular file."""
    if stat.S_ISREG(mode):
        return ""
    return next((what for is_one, what in _KINDS if is_one(mode)), "no regular file")


# No link is followed even if one took the place of a file meanwhile, and opening a pipe does not wait for its writer.
_FLAGS = os.O_RDONLY | sum(getattr(os, flag, 0) for flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"))


def file_chunks(path: Path, most: int) -> Iterator[bytes]:
    """The bytes of a regular file, piece by piece, at most one more than `most`; raises `OSError` if it is anything else.

    The one byte more makes a file that is too long differ from the expected one.
    """
    handle = os.open(path, _FLAGS)
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError("it is no longer a regular file")
        left = most + 1
        while left and (chunk := file.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk
