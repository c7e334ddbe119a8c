"""Files: reading with clear messages about what cannot be read, and writing a whole file or nothing."""

import hashlib
import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from .patterns import regex
from .problem import Problem, Refused

LARGEST_FILE = 5_000_000
"""Bytes of the largest file that is read; a long policy has a hundredth of that."""


def read_text(path: Path, name: str) -> str:
    """The text of a UTF-8 file with its line ends and byte order mark; messages call it `name`. Raises `Refused`."""
    data = read_bytes(path, name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"not UTF-8: byte 0x{data[error.start]:02x} in this line"
        hint = "save the file as UTF-8 in your editor"
        raise Refused(Problem(message, "encoding", name, line, hint=hint)) from error


def read_bytes(path: Path, name: str, most: int | None = None) -> bytes:
    """The bytes of a file that has at most `most` (or else `LARGEST_FILE`). Messages call it `name`. Raises `Refused`."""
    most = LARGEST_FILE if most is None else most
    try:
        if not path.is_file():
            raise Refused(_no_file(path, name))
        with path.open("rb") as file:
            # memory for the largest file is not asked for each time; the size may change, and some files report none
            size = os.fstat(file.fileno()).st_size
            data = file.read(min(size, most) + 1)
            data += file.read(most + 1 - len(data)) if len(data) > size else b""
    except OSError as error:
        reason = error.strerror or str(error)
        hint = "check that you may read it" if isinstance(error, PermissionError) else ""
        raise Refused(Problem(f"cannot be read: {reason}", "file", name, hint=hint)) from error
    if len(data) > most:
        message = f"the file is larger than {most // 1_000_000} MB"
        raise Refused(Problem(message, "size", name, hint="split it into several files"))
    return data


def _no_file(path: Path, name: str) -> Problem:
    """What is there in the place of a file."""
    if path.exists():
        return Problem(
            "cannot be read: it is not a regular file",
            "file",
            name,
            hint="check the name: a regular file is needed here",
        )
    if path.is_symlink():
        return Problem(
            "a symbolic link whose target does not exist", "link", name, hint="delete it, or replace it by the file"
        )
    return Problem("there is no such file", "file", name, hint="check its name and its folder")


def write(path: Path, text: str) -> bool:
    """Write `text` as UTF-8, as `write_bytes` does."""
    return write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> bool:
    """Write `data` unless the file has it already. Returns whether anything was written.

    At any moment the file is old or new, never half written: a temporary file in the
    same folder is written, flushed to the disk, then renamed (POSIX `rename` is atomic).
    """
    if _holds(path, data):
        return False
    try:
        _replace(path, data)
    except OSError as error:  # the message must not name the temporary file
        raise OSError(error.errno, error.strerror, str(path)) from error
    return True


def write_many(texts: Mapping[Path, str], folder: Path) -> list[str]:
    """Write texts as `write` does, but flush all of them before the first is renamed. Returns the paths that changed.

    The paths are relative to `folder`. Flushing many files in one pass lets the disk order the work. A run that is
    stopped between two renames leaves some files new and others old, each of them whole.
    """
    changed = {path: data for path, text in texts.items() if not _holds(path, data := text.encode("utf-8"))}
    ready: dict[Path, str] = {}
    try:
        for path, data in changed.items():
            ready[path] = _prepared(path, data)
        for path in [*ready]:
            os.replace(ready[path], path)
            del ready[path]
    except OSError as error:  # the message must not name a temporary file
        raise OSError(error.errno, error.strerror, str(path)) from error
    finally:
        for temporary in ready.values():
            Path(temporary).unlink(missing_ok=True)
    return [path.relative_to(folder).as_posix() for path in changed]


def _holds(path: Path, data: bytes) -> bool:
    """Whether the file exists with exactly this content; its time then stays, and nothing that depends on it is rebuilt."""
    try:
        return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def _prepared(path: Path, data: bytes) -> str:
    """Write `data` to a temporary file in the folder of `path`, flushed, with its final mode. Returns its name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    try:
        _flush(handle, data)
        # `mkstemp` lets nobody else read its file
        os.chmod(temporary, path.stat().st_mode & 0o777 if path.exists() else 0o644)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return temporary


def _replace(path: Path, data: bytes) -> None:
    temporary = _prepared(path, data)
    try:
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def create(path: Path, data: bytes) -> bool:
    """Write a file that does not exist yet. Returns False, and changes nothing, if anything has its name already.

    The file is whole from its first moment, even if two runs write it at once: a temporary file in the same folder is
    written, flushed to the disk, then linked, because a rename would replace a file that exists (POSIX `link` does
    not). On a disk without hard links the file is written in place, and a reader may see half of it.
    """
    try:
        return _create(path, data)
    except OSError as error:  # the message must not name the temporary file
        raise OSError(error.errno, error.strerror, str(path)) from error


def _create(path: Path, data: bytes) -> bool:
    temporary = _prepared(path, data)
    try:
        os.link(temporary, path)
    except FileExistsError:
        return False
    except OSError:  # FAT and some network file systems have no hard links
        return _create_in_place(path, data)
    finally:
        Path(temporary).unlink(missing_ok=True)
    return True


def _create_in_place(path: Path, data: bytes) -> bool:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)  # O_EXCL: fails if the name exists
    try:
        handle = os.open(path, flags, 0o644)
    except FileExistsError:
        return False
    try:
        _flush(handle, data)
        os.chmod(path, 0o644)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return True


def _flush(handle: int, data: bytes) -> None:
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def let_read_all(folder: Path, names: Iterable[str]) -> None:
    """Let everybody read these files below a folder: a web server runs as another user."""
    for name in names:
        path = f"{folder}/{name}"
        if os.stat(path).st_mode & 0o444 != 0o444:  # noqa: PTH116 - of thousands of files
            os.chmod(path, 0o644)


_TEMPORARY = regex(r"\..+\.[a-z0-9_]{8}\.tmp")
"""Names of the temporary files of `_prepared`; `.gitignore` lists them too."""


def sweep(folders: Iterable[Path]) -> None:
    """Delete the temporary files that a killed run left anywhere below these folders; symbolic links are not followed.

    Only a run that holds the lock of the root may do so: another run would lose the files that it is writing.
    """
    for folder in folders:
        for place, _, names in () if folder.is_symlink() else os.walk(folder):
            for name in names:
                if _TEMPORARY.fullmatch(name):
                    Path(place, name).unlink(missing_ok=True)


def digest(*texts: str) -> str:
    """SHA-256 of a list of texts, each after its length, so that `"a", "bc"` and `"ab", "c"` have different digests."""
    sha = hashlib.sha256()
    for text in texts:
        data = text.encode("utf-8")
        sha.update(b"%d:" % len(data))
        sha.update(data)
    return sha.hexdigest()


def checksum(text: str) -> str:
    """SHA-256 of a UTF-8 file with this text, as `sha256sum` prints it."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
