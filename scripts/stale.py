"""Whether `build/site/` is up to date: the one question that make asks before it starts the pipeline.

    python -I -S scripts/stale.py ROOT

Exit code 0: nothing has changed since the last build without errors (a line says so). 1: something has. Make builds
after every other code than 0. The file imports nothing but `os` and `sys`, so that a build with nothing to do takes hardly longer than
the start of Python. Names of files stay inside the process, so that no shell ever reads one.

A build depends on everything in `policy/` and `locale/` of the root, on the pipeline itself, and on the words of the
page frame that come with it. It produces everything in `build/site/` and `build/hosting/`. The name, type, size, inode
and both times (in nanoseconds) of each file are compared with those after the last build without errors. Where somebody changed
a file and restored its mtime, its ctime still differs: no program can set that one.
"""

import os
import sys

FORM = b"1"
"""Version of the record's format; a record with another one is ignored, and the site is built."""

_PACKAGE = os.path.dirname(os.path.abspath(__file__))


def main(arguments: list[str]) -> int:
    """Compare, and print a line if nothing has changed. Returns the exit code: 0 up to date, 1 stale."""
    root = os.fsencode(arguments[0] if arguments else ".")
    try:
        form, warnings, recorded = read_record(root).split(b"\0", 2)
        count = int(warnings)
    except (OSError, ValueError):
        return 1
    if form != FORM or recorded != inputs(root) + outputs(root):
        return 1
    warned = "1 warning; make check shows it" if count == 1 else f"{count} warnings; make check lists them"
    more = f" ({warned})" if count else ""
    try:
        print(f"build/site/ is up to date: nothing to do{more}", flush=True)
    except OSError:  # the reader has closed the pipe, or the disk is full: Python's exit must not fail on it
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return 0


def read_record(root: bytes) -> bytes:
    """What the last build without errors recorded. Raises `OSError` if there is no record."""
    with open(_record(root), "rb", opener=_plainly) as file:
        return file.read()


def _plainly(path: str, flags: int) -> int:
    """Open without blocking: if a named pipe has the record's name, `open` would wait for a writer."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _record(root: bytes) -> bytes:
    return os.path.join(root, b"build", b".last-build")


def record(root: str, before: bytes, warnings: int) -> bytes:
    """The record of a build without errors. `before` is what `inputs` gave when the build began: later changes are not in it."""
    return b"\0".join((FORM, b"%d" % warnings, before + outputs(os.fsencode(root))))


def recorded_files(record: bytes) -> frozenset[tuple[bytes, bytes]]:
    """The (name, numbers) of each file in a record; a file that has the same numbers now has not changed since then.

    For as long as a record is valid, a build without changes leaves the files of the site as they are, unread. This
    gives the same trust to those that a build with changes does not have to write. Nothing is trusted on Windows,
    where the time of the last change is not known.
    """
    fields = record.split(b"\0")
    # names begin with their folder, and numbers with a digit: two fields side by side are a row, or they match no file
    pairs = zip(fields[2:], fields[3:], strict=False)  # noqa: RUF007 - itertools would have to be imported
    return frozenset(pairs) if fields[0] == FORM and os.name != "nt" else frozenset()


def inputs(root: bytes) -> bytes:
    """A value that differs as soon as anything differs that a build of this root depends on."""
    package = os.fsencode(_PACKAGE)
    pipeline = os.path.dirname(package)
    found: list[bytes] = []
    for folder in (b"policy", b"locale"):
        _scan(os.path.join(root, folder), folder, found, set())
    _scan(package, b"package", found, set())
    words = os.path.join(pipeline, b"locale")
    for code in _names(words):
        _look(os.path.join(words, code, b"LC_MESSAGES", b"site.po"), b"frame/" + code, found)
    _look(os.path.join(pipeline, b"requirements.txt"), b"requirements", found)
    return b"".join(found)


def outputs(root: bytes) -> bytes:
    """A value that differs as soon as anything in `build/site/` or `build/hosting/` differs."""
    found: list[bytes] = []
    for folder in (b"site", b"hosting"):
        path = os.path.join(root, b"build", folder)
        if os.path.islink(path):
            found.append(folder + b"@\0")
        _scan(path, folder, found, None)
    return b"".join(found)


def _scan(folder: bytes, name: bytes, found: list[bytes], entered: set[tuple[int, int]] | None) -> None:
    """Add a row for each file below a folder, however deep.

    For inputs, symbolic links are followed and hidden files are left out; `entered` has the folders that links have led
    to, so that a cycle of links ends. For outputs, `entered` is None: links are not followed, and hidden files count,
    because they would be shipped.
    """
    ahead = [(folder, name)]
    while ahead:
        path, shown = ahead.pop()
        try:
            with os.scandir(path) as entries:
                there = sorted((entry.name, entry) for entry in entries)
        except OSError as error:
            found.append(b"%s\0!%d\0" % (shown, error.errno or 0))
            continue
        for short, entry in there:
            if entered is not None and (short.startswith(b".") or short == b"__pycache__"):
                continue  # the pipeline does not read them
            inner = shown + b"/" + short
            if entry.is_dir(follow_symlinks=False):
                found.append(inner + b"/\0")
                ahead.append((entry.path, inner))
                continue
            _row(inner, entry.stat(follow_symlinks=False), found)
            if entered is not None and entry.is_symlink() and _follow(entry.path, inner, found, entered):
                ahead.append((entry.path, inner + b"@"))


def _follow(path: bytes, name: bytes, found: list[bytes], entered: set[tuple[int, int]]) -> bool:
    """Add a row for the target of a symbolic link, which is an input too. Returns whether it is a folder to be scanned."""
    try:
        facts = os.stat(path)
    except OSError as error:
        found.append(b"%s\0!%d\0" % (name, error.errno or 0))
        return False
    _row(name + b"@", facts, found)
    place = facts.st_dev, facts.st_ino
    # S_IFMT and S_IFDIR: the module `stat` would have to be imported
    if facts.st_mode & 0o170000 != 0o040000 or place in entered:
        return False
    entered.add(place)
    return True


def _names(folder: bytes) -> list[bytes]:
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []


def _look(path: bytes, name: bytes, found: list[bytes]) -> None:
    try:
        _row(name, os.stat(path), found)
    except OSError:
        found.append(name + b"\0-\0")


def _row(name: bytes, facts: os.stat_result, found: list[bytes]) -> None:
    found.append(b"%s\0%s\0" % (name, file_numbers(facts)))


def file_numbers(facts: os.stat_result) -> bytes:
    """What a record has of a file: type and rights, size, inode, and the times of modification and change."""
    return b"%d %d %d %d %d" % (facts.st_mode, facts.st_size, facts.st_ino, facts.st_mtime_ns, facts.st_ctime_ns)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
