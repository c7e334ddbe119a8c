"""Results of earlier runs, each under the digest of everything that it depends on (`build/.store`, SQLite).

A key is made from everything that its value depends on: texts, settings, words of the page frame, the package's own
code, the versions of the libraries and of Python. So the store changes how long a run takes, and never what it reports
or writes; deleting the file is always safe.

A store is trusted only on the disk where it was made, because its values become pages: a file from a pull request or
another machine could hold any text. A file that was copied, restored or committed is deleted, and so is one in which a
value does not match its digest, or one with a journal next to it: SQLite would write the content of the journal into the
file (SQLite, "Atomic Commit", hot journals).
"""

import os
import sqlite3
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path

STORE_NAME = ".store"
"""The name of the file in `build/`."""
KEPT_RUNS = 20
"""A result that none of this many builds used is deleted."""
_FORM = 1
"""Version of the tables (`PRAGMA user_version`); a store with another one is deleted."""
_APPLICATION = 0x706F6C79
"""`poly` in ASCII (`PRAGMA application_id`): marks the file as ours among all SQLite files."""
_TOUCH_AFTER = 5
"""A use is recorded only if the last recorded one is this many builds old, so that most runs write nothing."""
_MOST_AT_ONCE = 500
"""Keys in one query; SQLite takes 999 values, and newer versions more."""
_MOST_WAITING = 8_000_000
"""Bytes of new results that are kept in memory before they are written."""

_OF_THE_DISK = (
    sqlite3.SQLITE_PERM, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN,
)  # fmt: skip
"""Errors of the disk, of rights or of locks: they do not mean that the file is damaged, so it is kept."""

_TABLES = """
CREATE TABLE results (key BLOB PRIMARY KEY, value BLOB NOT NULL, digest BLOB NOT NULL, run INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
_JOURNALS = ("-journal", "-wal", "-shm")
"""Endings of files that SQLite reads together with a database. Ours has none (`journal_mode = MEMORY`), so another program wrote them."""
_MOST_RUNS = 2**31
"""Far more builds than anybody runs; a higher number comes from a damaged or hostile file."""


def key_of(*parts: str) -> bytes:
    """The key of a result that depends on these texts and nothing else: SHA-256 of each part after its length."""
    sha = sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")  # names of files that are not UTF-8 hold surrogates (PEP 383)
        sha.update(b"%d:" % len(data))
        sha.update(data)
    return sha.digest()


@cache
def code_digest() -> str:
    """Digest of what results depend on besides texts: every file of the package, the versions of libraries and of Python."""
    sha = sha256(sys.version.encode())
    package = Path(__file__).parent
    for place, folders, names in os.walk(package):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(names):
            path = Path(place, name)
            data = path.read_bytes()
            sha.update(b"%s %d:" % (path.relative_to(package).as_posix().encode(), len(data)))
            sha.update(data)
    for name in sorted(_distributions()):
        sha.update(b"%s\n" % name.encode())
    return sha.hexdigest()


def _distributions() -> set[str]:
    """The installed packages, as the names of their `name-version.dist-info` folders: `importlib.metadata` takes longer."""
    found: set[str] = set()
    for folder in {path for path in sys.path if path.endswith(("site-packages", "dist-packages"))}:
        with suppress(OSError):
            found |= {path.name for path in Path(folder).iterdir() if path.suffix in (".dist-info", ".egg-info")}
    return found


class Store:
    """The results of earlier runs on this machine; a store without a path remembers nothing.

    Several processes may use one file at the same time. If anything is wrong with the file, the run goes on without it.
    """

    def __init__(self, path: Path | None = None, say: Callable[[str], None] = lambda _: None) -> None:
        """Open the store of a project, or create it. `say` gets a line if one was deleted or cannot be used, with the reason."""
        self._path, self._say = path, say
        self._waiting: dict[bytes, bytes] = {}
        self._size = 0
        self._used: set[bytes] = set()
        self._run = 0
        self.hits = self.misses = 0
        """How many calls of `get` found a result, and how many did not."""
        self._base: sqlite3.Connection | None = None
        if path is not None:
            self._open(path)

    # -- results ----------------------------------------------------------------------------------

    def get(self, key: bytes) -> bytes | None:
        """The value under a key, or None."""
        return self.get_many([key])[0]

    def get_many(self, keys: Sequence[bytes]) -> list[bytes | None]:
        """The value under each key, or None. One look at the file is faster than one for each key."""
        wanted = [key for key in dict.fromkeys(keys) if key not in self._waiting]
        found: dict[bytes, bytes] = {}
        for start in range(0, len(wanted), _MOST_AT_ONCE):
            more = self._read(wanted[start : start + _MOST_AT_ONCE])
            found = {} if more is None else found | more
        values = [self._waiting.get(key, found.get(key)) for key in keys]
        self.misses += values.count(None)
        self.hits += len(values) - values.count(None)
        return values

    def put(self, key: bytes, value: bytes) -> None:
        """Remember a value. It is written to the file by `write`, or when `_MOST_WAITING` bytes are waiting."""
        if self._base is None:
            return
        self._waiting[key] = value
        self._size += len(value)
        if self._size > _MOST_WAITING:
            self.write()

    def _read(self, keys: Sequence[bytes]) -> dict[bytes, bytes] | None:
        """The values in the file, by key; None if nothing in it can be used any more."""
        if self._base is None:
            return {}
        places = ", ".join("?" * len(keys))
        query = f"SELECT key, value, digest, run FROM results WHERE key IN ({places})"
        try:
            rows = self._base.execute(query, keys).fetchall()
        except sqlite3.Error as error:
            self._fail(error)
            return None
        found: dict[bytes, bytes] = {}
        for key, value, digest, run in rows:
            if not isinstance(value, bytes) or not isinstance(run, int) or digest != _digest(key, value):
                self._drop("a result in it does not match its digest")
                return None
            if run + _TOUCH_AFTER <= self._run:
                self._used.add(key)
            found[key] = value
        return found

    def write(self) -> None:
        """Write new values in one transaction: other processes see all of them or none."""
        base, rows = self._base, [(key, value, _digest(key, value), self._run) for key, value in self._waiting.items()]
        self._waiting, self._size = {}, 0
        if base is None or not (rows or self._used):
            return
        try:
            with base:
                # IMMEDIATE takes the lock for writing at once, and waits for it: a lock for reading that becomes one for
                # writing later fails where two processes do so ("Transaction" in SQLite's documentation)
                base.execute("BEGIN IMMEDIATE")
                base.executemany("INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?)", rows)
                base.executemany("UPDATE results SET run = ? WHERE key = ?", [(self._run, key) for key in self._used])
        except sqlite3.Error as error:
            self._fail(error)
        self._used = set()

    def end_build(self) -> None:
        """Count a build, and delete the results that none of the last `KEPT_RUNS` builds used."""
        self.write()
        if self._base is None:
            return
        try:
            with self._base as base:
                base.execute("BEGIN IMMEDIATE")
                base.execute("INSERT OR REPLACE INTO facts VALUES ('run', ?)", (str(self._run + 1),))
                base.execute("DELETE FROM results WHERE run < ?", (self._run - KEPT_RUNS,))
        except sqlite3.Error as error:
            self._fail(error)

    def close(self) -> None:
        """Write new values, and close the file."""
        self.write()
        if self._base is not None:
            self._base.close()
            self._base = None

    # -- the file -----------------------------------------------------------------------------------

    def _open(self, path: Path) -> None:
        if path.parent.is_symlink():
            return  # the verbs that write in build/ refuse the link with a message
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.is_symlink() or (path.exists() and not path.is_file()):
                path.unlink()
            if any(os.path.lexists(f"{path}{ending}") for ending in _JOURNALS):
                self._drop("there is a journal next to it, and no run of ours writes one")
                return
            self._base = self._connected(path)
            if path.stat().st_size == 0:
                self._start(path)
            if why := self._foreign(path):
                self._drop(why)
        except (ValueError, TypeError):
            self._drop("its own data cannot be read")
        except (sqlite3.Error, OSError) as error:
            self._fail(error)

    def _connected(self, path: Path) -> sqlite3.Connection:
        """A connection that is fast rather than safe: after a crash the store may be damaged, and is then deleted and made anew."""
        base = sqlite3.connect(path, timeout=10, isolation_level=None)
        base.execute("PRAGMA synchronous = OFF")
        base.execute("PRAGMA journal_mode = MEMORY")
        return base

    def _start(self, path: Path) -> None:
        """Create the tables, unless another process has created them meanwhile."""
        assert self._base is not None  # just connected
        with self._base as base:
            base.execute("BEGIN IMMEDIATE")
            marks = base.execute("PRAGMA application_id").fetchone()
            if marks == (0,) and not base.execute("SELECT 1 FROM sqlite_master").fetchone():  # an empty file
                for statement in _TABLES.split(";"):
                    base.execute(statement)
                base.execute("INSERT INTO facts VALUES ('place', ?)", (_place(path),))
                base.execute(f"PRAGMA application_id = {_APPLICATION}")
                base.execute(f"PRAGMA user_version = {_FORM}")

    def _foreign(self, path: Path) -> str:
        """Why the file cannot be trusted; "" if it can."""
        assert self._base is not None  # just connected
        marks = [self._base.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")]
        if marks != [_APPLICATION, _FORM]:
            return "it is another kind of file, or was made by another version"
        made = {sql for (sql,) in self._base.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL LIMIT 9")}
        # exactly ours: a view or a trigger could run any SQL
        if made != {statement.strip() for statement in _TABLES.split(";")} - {""}:
            return "its tables are not ours"
        if self._fact("place") != _place(path):
            return "it was copied or restored, not made here"
        self._run = int(self._fact("run") or "0")
        return "" if 0 <= self._run < _MOST_RUNS else "its number of builds is impossible"

    def _fact(self, name: str) -> str | None:
        assert self._base is not None  # the caller looked
        row = self._base.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return None if row is None else row[0]

    def _fail(self, error: Exception) -> None:
        """Go on without the file: a damaged one is deleted, a locked or read-only one is kept."""
        code = getattr(error, "sqlite_errorcode", None)
        # the low byte is the primary result code ("Result and Error Codes" in SQLite's documentation)
        if isinstance(error, sqlite3.Error) and (code is None or code & 0xFF not in _OF_THE_DISK):
            self._drop(str(error))
        else:
            self._let_go()
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            self._say(f"build/{STORE_NAME} cannot be used ({reason}); this run repeats all the work")

    def _drop(self, why: str) -> None:
        """Delete the file and start a new one."""
        self._let_go()
        path = self._path
        assert path is not None  # there is no file without a path
        self._say(f"build/{STORE_NAME} was deleted, because it cannot be trusted: {why}; this run repeats all the work")
        try:
            for ending in ("", *_JOURNALS):
                path.with_name(f"{path.name}{ending}").unlink(missing_ok=True)
            self._base = self._connected(path)
            self._start(path)
        except (sqlite3.Error, OSError):
            self._let_go()

    def _let_go(self) -> None:
        """Close the file, and forget what was not written: it may depend on values of a file that is not trusted."""
        self._waiting, self._size, self._used, self._run = {}, 0, set(), 0
        if self._base is not None:
            with suppress(sqlite3.Error):
                self._base.close()
        self._base = None


def _digest(key: bytes, value: bytes) -> bytes:
    return sha256(key + value).digest()


def _place(path: Path) -> str:
    """The file's identity on this machine, device and inode number, which a copy or a checked-out file does not share."""
    facts = path.stat()
    return f"{facts.st_dev}:{facts.st_ino}"
