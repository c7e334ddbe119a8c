"""Files: read with clear refusals, written whole or not at all."""

import hashlib
import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from .patterns import regex
from .problem import Problem, Refused

LARGEST_FILE = 5_000_000
"""Bytes of the largest file that is read; a policy has a hundredth of it."""


def read_text(path: Path, name: str) -> str:
    """The text of a UTF-8 file, its line ends and byte order mark as they are; `name` stands in problems."""
    data = read_bytes(path, name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"not UTF-8: byte 0x{data[error.start]:02x} in this line"
        hint = "save the file as UTF-8 in your editor"
        raise Refused(Problem(message, "encoding", name, line, hint=hint)) from error


def read_bytes(path: Path, name: str, most: int | None = None) -> bytes:
    """What is in a file of at most `most` bytes (`MOST` where nothing is said); `name` stands in problems."""
    most = LARGEST_FILE if most is None else most
    try:
        if not path.is_file():
            raise Refused(_no_file(path, name))
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise Refused(Problem(f"cannot be read: {reason}", "file", name)) from error
    if len(data) > most:
        raise Refused(Problem(f"the file is larger than {most // 1_000_000} MB", "size", name, hint="split it"))
    return data


def _no_file(path: Path, name: str) -> Problem:
    """What is there in the place of a file."""
    if path.exists():
        return Problem("cannot be read: it is not a plain file", "file", name, hint="put a file in its place")
    if path.is_symlink():
        return Problem("a link that leads nowhere", "link", name, hint="delete it, or put the file in its place")
    return Problem("there is no such file", "file", name, hint="look at its name and folder")


def write(path: Path, text: str) -> bool:
    """Write `text` as UTF-8, as `write_bytes` does."""
    return write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> bool:
    """Write `data` if the file does not hold it already; whether anything was written.

    The file is old or new at any moment, never half: a temporary file in the
    same folder, flushed to the disk, then renamed.
    """
    if _holds(path, data):
        return False
    try:
        _replace(path, data)
    except OSError as error:  # it would name the temporary file
        raise OSError(error.errno, error.strerror, str(path)) from error
    return True


def write_many(texts: Mapping[Path, str], folder: Path) -> list[str]:
    """Write some texts as `write` does, all of them flushed before the first is renamed; what changed, below `folder`.

    One pass of flushing for many files lets the disk order the work. A run that is stopped between two renames leaves
    some files new and others old, each of them whole.
    """
    changed = {path: data for path, text in texts.items() if not _holds(path, data := text.encode("utf-8"))}
    ready: dict[Path, str] = {}
    try:
        for path, data in changed.items():
            ready[path] = _prepared(path, data)
        for path in [*ready]:
            os.replace(ready[path], path)
            del ready[path]
    except OSError as error:  # it would name a temporary file
        raise OSError(error.errno, error.strerror, str(path)) from error
    finally:
        for temporary in ready.values():
            Path(temporary).unlink(missing_ok=True)
    return [path.relative_to(folder).as_posix() for path in changed]


def _holds(path: Path, data: bytes) -> bool:
    """Whether a file is there already as it would be written."""
    try:
        return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def _prepared(path: Path, data: bytes) -> str:
    """The name of a temporary file beside `path` that holds `data`, flushed to the disk, with the mode that it will have."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    try:
        _flush(handle, data)
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
    """Write a file that is not there yet; False, and nothing is touched, where anything has its name already.

    The file is whole from its first moment, also where two runs write it at once: a temporary file in the same folder,
    flushed to the disk, then linked. A disk without links gets it in place, for this run alone.
    """
    try:
        return _create(path, data)
    except OSError as error:  # it would name the temporary file
        raise OSError(error.errno, error.strerror, str(path)) from error


def _create(path: Path, data: bytes) -> bool:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    try:
        _flush(handle, data)
        os.chmod(temporary, 0o644)
        try:
            os.link(temporary, path)
        except FileExistsError:
            return False
        except OSError:
            return _create_in_place(path, data)
    finally:
        Path(temporary).unlink(missing_ok=True)
    return True


def _create_in_place(path: Path, data: bytes) -> bool:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
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
    """Let everybody read some files below a folder, so that a web server can."""
    for name in names:
        path = f"{folder}/{name}"
        if os.stat(path).st_mode & 0o444 != 0o444:  # noqa: PTH116 - of thousands of files
            os.chmod(path, 0o644)


_TEMPORARY = regex(r"\..+\.[a-z0-9_]{8}\.tmp")
"""Names that `_replace` gives; `.gitignore` knows them too."""


def sweep(folders: Iterable[Path]) -> None:
    """Delete the temporary files that a killed run left anywhere below these folders; no link is followed.

    Only a run that holds the lock of the root may do so: nobody else is writing then.
    """
    for folder in folders:
        for place, _, names in () if folder.is_symlink() else os.walk(folder):
            for name in names:
                if _TEMPORARY.fullmatch(name):
                    Path(place, name).unlink(missing_ok=True)


def digest(*texts: str) -> str:
    """SHA-256 of some texts, each with its length before it, so that no two lists give the same."""
    sha = hashlib.sha256()
    for text in texts:
        data = text.encode("utf-8")
        sha.update(b"%d:" % len(data))
        sha.update(data)
    return sha.hexdigest()


def checksum(text: str) -> str:
    """SHA-256 of a file with this text, as `sha256sum` prints it."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
