"""Whether `build/site/` is up to date: the one question that make asks before it starts the pipeline.

    python -I -S scripts/stale.py ROOT

Exit code 0: nothing has changed since the last good build (a line says so). 1: something has. Make builds after every
other code too. The file imports nothing but `os` and `sys`, so that a build with nothing to do costs hardly more than
Python's start; names of files stay inside the process, so that no shell ever sees one.

What a build depends on is everything in `policy/` and `locale/` of the root, the pipeline itself and its own words of
the page frame; what it made is everything in `build/site/` and `build/hosting/`. Of each file the name, type, size,
inode and both times in nanoseconds are compared with those of the last good build. A file that somebody changed and
gave its old time back still has another ctime.
"""

import os
import sys

FORM = b"1"
"""Of the record; a record of another form is a reason to build."""

_PACKAGE = os.path.dirname(os.path.abspath(__file__))


def main(arguments: list[str]) -> int:
    """Compare, and print a line where nothing has changed. The exit code: 0 up to date, 1 stale."""
    root = os.fsencode(arguments[0] if arguments else ".")
    try:
        with open(_record(root), "rb", opener=_plainly) as file:
            form, warnings, told = file.read().split(b"\0", 2)
        count = int(warnings)
    except (OSError, ValueError):
        return 1
    if form != FORM or told != inputs(root) + outputs(root):
        return 1
    stand = "1 warning stands" if count == 1 else f"{count} warnings stand"
    more = f" ({stand}; make check lists them)" if count else ""
    try:
        print(f"build/site/ is up to date: nothing to do{more}", flush=True)
    except OSError:  # nobody reads it any more, or the disk behind it is full
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return 0


def _plainly(path: str, flags: int) -> int:
    """Open without waiting: a pipe in the place of the record is no record."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _record(root: bytes) -> bytes:
    return os.path.join(root, b"build", b".last-build")


def record(root: str, before: bytes, warnings: int) -> bytes:
    """The record of a good build of a root: `before` are its inputs as they were when it began."""
    return b"\0".join((FORM, b"%d" % warnings, before + outputs(os.fsencode(root))))


def inputs(root: bytes) -> bytes:
    """What a build of a root depends on, in one value that can be compared."""
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
    """What there is of a build, in one value that can be compared."""
    found: list[bytes] = []
    for folder in (b"site", b"hosting"):
        path = os.path.join(root, b"build", folder)
        if os.path.islink(path):
            found.append(folder + b"@\0")
        _scan(path, folder, found, None)
    return b"".join(found)


def _scan(folder: bytes, name: bytes, found: list[bytes], entered: set[tuple[int, int]] | None) -> None:
    """Add a row for each file below a folder, however deep.

    `entered` are the folders that links have led to, so that a circle of links ends; None where links are only
    looked at, and hidden files count too.
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
                continue  # nothing of the pipeline reads them
            inner = shown + b"/" + short
            if entry.is_dir(follow_symlinks=False):
                found.append(inner + b"/\0")
                ahead.append((entry.path, inner))
                continue
            _row(inner, entry.stat(follow_symlinks=False), found)
            if entered is not None and entry.is_symlink() and _follow(entry.path, inner, found, entered):
                ahead.append((entry.path, inner + b"@"))


def _follow(path: bytes, name: bytes, found: list[bytes], entered: set[tuple[int, int]]) -> bool:
    """Add what a link leads to: a change there is a change of the input too. Whether it is a folder to be entered."""
    try:
        facts = os.stat(path)
    except OSError as error:
        found.append(b"%s\0!%d\0" % (name, error.errno or 0))
        return False
    _row(name + b"@", facts, found)
    place = facts.st_dev, facts.st_ino
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
    numbers = (facts.st_mode, facts.st_size, facts.st_ino, facts.st_mtime_ns, facts.st_ctime_ns)
    found.append(b"%s\0%d %d %d %d %d\0" % (name, *numbers))


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
