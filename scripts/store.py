"""Results of earlier runs, each under the digest of everything that it depends on (`build/.store`, SQLite).

A key names all causes of its value: texts, settings, words of the frame, the package's own code, the libraries, Python.
The store therefore decides what a run costs, and nothing that it says or writes; deleting the file is always safe. It
never leaves the machine: a file that was copied, restored or committed is dropped, and so is one in which anything does
not match its digest, or beside which a journal lies: SQLite would write into the file whatever the journal says.
"""

import os
import sqlite3
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path

STORE_NAME = ".store"
"""Of the file in `build/`."""
KEPT_RUNS = 20
"""Builds after which a result that none of them used is dropped."""
_FORM = 1
"""Of the tables; a store of another form is dropped."""
_APPLICATION = 0x706F6C79
"""`poly`: marks the file as ours among all SQLite files."""
_TOUCH_AFTER = 5
"""Builds after which a use is written down again: most runs change nothing in the store."""
_MOST_WAITING = 8_000_000
"""Bytes of new results that are kept in memory before they are written."""

_OF_THE_DISK = (
    sqlite3.SQLITE_PERM, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN,
)  # fmt: skip
"""Errors that say nothing against what is in the file."""

_TABLES = """
CREATE TABLE results (key BLOB PRIMARY KEY, value BLOB NOT NULL, digest BLOB NOT NULL, run INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
_JOURNALS = ("-journal", "-wal", "-shm")
"""Endings of files that SQLite reads beside a database. Ours have none, so that whatever lies there is not ours."""
_MOST_RUNS = 2**31


def key_of(*parts: str) -> bytes:
    """The key of a result that depends on these texts and nothing else: SHA-256, each part with its length before it."""
    sha = sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        sha.update(b"%d:" % len(data))
        sha.update(data)
    return sha.digest()


@cache
def code_digest() -> str:
    """Digest of all that results depend on beside texts: every file of the package, the libraries' versions, Python's."""
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
    """The installed packages as `name-version`, by the names of their folders: reading their data would take longer."""
    found: set[str] = set()
    for folder in {path for path in sys.path if path.endswith(("site-packages", "dist-packages"))}:
        with suppress(OSError):
            found |= {path.name for path in Path(folder).iterdir() if path.suffix in (".dist-info", ".egg-info")}
    return found


class Store:
    """The results of earlier runs on this machine; one without a file remembers nothing.

    Several processes may use one file at the same time. Whatever is wrong with the file, the run goes on without it.
    """

    def __init__(self, path: Path | None = None, say: Callable[[str], None] = lambda _: None) -> None:
        """Open the store of a project, or start it. `say` is told why one was dropped or cannot be used."""
        self._path, self._say = path, say
        self._waiting: dict[bytes, bytes] = {}
        self._size = 0
        self._used: set[bytes] = set()
        self._run = 0
        self.hits = self.misses = 0
        """How many results were found, and how many were not."""
        self._base: sqlite3.Connection | None = None
        if path is not None:
            self._open(path)

    # -- results ----------------------------------------------------------------------------------

    def get(self, key: bytes) -> bytes | None:
        """The value under a key, or None."""
        found = self._waiting.get(key)
        if found is None and self._base is not None:
            found = self._read(key)
        if found is None:
            self.misses += 1
        else:
            self.hits += 1
        return found

    def put(self, key: bytes, value: bytes) -> None:
        """Remember a value; it is on the disk after `write`, or after many others."""
        if self._base is None:
            return
        self._waiting[key] = value
        self._size += len(value)
        if self._size > _MOST_WAITING:
            self.write()

    def _read(self, key: bytes) -> bytes | None:
        assert self._base is not None  # the caller looked
        try:
            row = self._base.execute("SELECT value, digest, run FROM results WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error as error:
            self._fail(error)
            return None
        if row is None:
            return None
        value, digest, run = row
        if not isinstance(value, bytes) or not isinstance(run, int) or digest != _digest(key, value):
            self._drop("a result in it does not match its digest")
            return None
        if run + _TOUCH_AFTER <= self._run:
            self._used.add(key)
        return value

    def write(self) -> None:
        """Write what is new, in one transaction: other processes see all of it or nothing."""
        base, rows = self._base, [(key, value, _digest(key, value), self._run) for key, value in self._waiting.items()]
        self._waiting, self._size = {}, 0
        if base is None or not (rows or self._used):
            return
        try:
            with base:
                base.execute("BEGIN IMMEDIATE")
                base.executemany("INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?)", rows)
                base.executemany("UPDATE results SET run = ? WHERE key = ?", [(self._run, key) for key in self._used])
        except sqlite3.Error as error:
            self._fail(error)
        self._used = set()

    def end_build(self) -> None:
        """Count a build, and drop what none of the last `KEPT_RUNS` of them used."""
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
        """Write what is new, and let go of the file."""
        self.write()
        if self._base is not None:
            self._base.close()
            self._base = None

    # -- the file -----------------------------------------------------------------------------------

    def _open(self, path: Path) -> None:
        if path.parent.is_symlink():
            return  # whoever writes there refuses it
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.is_symlink() or (path.exists() and not path.is_file()):
                path.unlink()
            if any(os.path.lexists(f"{path}{ending}") for ending in _JOURNALS):
                self._drop("a journal that no run wrote lies beside it")
                return
            self._base = self._connected(path)
            if path.stat().st_size == 0:
                self._start(path)
            if why := self._foreign(path):
                self._drop(why)
        except (ValueError, TypeError):
            self._drop("its facts cannot be read")
        except (sqlite3.Error, OSError) as error:
            self._fail(error)

    def _connected(self, path: Path) -> sqlite3.Connection:
        """A run that is killed, or a power cut, may cost the store, which then is dropped: it holds no work."""
        base = sqlite3.connect(path, timeout=10, isolation_level=None)
        base.execute("PRAGMA synchronous = OFF")
        base.execute("PRAGMA journal_mode = MEMORY")
        return base

    def _start(self, path: Path) -> None:
        """Make the tables, unless there is anything in the file already: another run may have been quicker."""
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
        """Why the file cannot be trusted; "" where it can."""
        assert self._base is not None  # just connected
        marks = [self._base.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")]
        if marks != [_APPLICATION, _FORM]:
            return "it is of another kind or of another version"
        made = {sql for (sql,) in self._base.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL LIMIT 9")}
        if made != {statement.strip() for statement in _TABLES.split(";")} - {""}:  # a view could run for ever
            return "its tables are others"
        if self._fact("place") != _place(path):
            return "it was made in another place"
        self._run = int(self._fact("run") or "0")
        return "" if 0 <= self._run < _MOST_RUNS else "its count of builds is wrong"

    def _fact(self, name: str) -> str | None:
        assert self._base is not None  # the caller looked
        row = self._base.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return None if row is None else row[0]

    def _fail(self, error: Exception) -> None:
        """Go on without the file: one that is damaged is deleted, one that is locked or read-only stays."""
        code = getattr(error, "sqlite_errorcode", None)
        if isinstance(error, sqlite3.Error) and (code is None or code & 0xFF not in _OF_THE_DISK):
            self._drop(str(error))
        else:
            self._let_go()
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            self._say(f"build/{STORE_NAME} cannot be used ({reason}); this run does all the work anew")

    def _drop(self, why: str) -> None:
        """Delete the file and start a new one."""
        self._let_go()
        path = self._path
        assert path is not None  # there is no file without a path
        self._say(f"build/{STORE_NAME} is not trusted ({why}); it was deleted, and this run does all the work anew")
        try:
            for ending in ("", *_JOURNALS):
                path.with_name(f"{path.name}{ending}").unlink(missing_ok=True)
            self._base = self._connected(path)
            self._start(path)
        except (sqlite3.Error, OSError):
            self._let_go()

    def _let_go(self) -> None:
        self._waiting, self._size, self._used, self._run = {}, 0, set(), 0
        if self._base is not None:
            with suppress(sqlite3.Error):
                self._base.close()
        self._base = None


def _digest(key: bytes, value: bytes) -> bytes:
    return sha256(key + value).digest()


def _place(path: Path) -> str:
    """The file itself, as the disk knows it: a copy, or a file of a version control system, is another one."""
    facts = path.stat()
    return f"{facts.st_dev}:{facts.st_ino}"
