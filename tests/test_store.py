"""The store: it is trusted only as far as it proves itself, and a run without it is the same run."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from scripts.store import KEPT_RUNS, STORE_NAME, Store, key_of

KEY = key_of("what", "it depends on")


def filled(path: Path) -> None:
    store = Store(path)
    store.put(KEY, b"value")
    store.close()


def read(path: Path) -> tuple[bytes | None, list[str]]:
    """The value that a later run finds, and what it says."""
    said: list[str] = []
    store = Store(path, said.append)
    found = store.get(KEY)
    store.close()
    return found, said


def test_a_result_is_found_by_a_later_run_under_its_key_alone(tmp_path: Path) -> None:
    path = tmp_path / "build" / STORE_NAME
    filled(path)
    assert read(path) == (b"value", [])
    store = Store(path)
    assert store.get(key_of("what it", "depends on")) is None
    assert (store.hits, store.misses) == (0, 1)


def test_many_results_come_in_the_order_of_their_keys(tmp_path: Path) -> None:
    keys = [key_of(str(number)) for number in range(1200)]  # more than one query takes
    store = Store(tmp_path / STORE_NAME)
    for key in keys[::2]:
        store.put(key, key)
    store.close()
    store = Store(tmp_path / STORE_NAME)
    store.put(keys[1], b"new")
    wanted = [*reversed(keys), keys[0]]
    expected = {**{key: key for key in keys[::2]}, keys[1]: b"new"}
    assert store.get_many(wanted) == [expected.get(key) for key in wanted]
    assert (store.hits, store.misses) == (602, 599)
    assert store.get_many([]) == []


def test_one_result_that_is_damaged_costs_the_store(tmp_path: Path) -> None:
    path, said = tmp_path / STORE_NAME, list[str]()
    filled(path)
    flip(path)
    store = Store(path, said.append)
    store.put(key_of("new"), b"new")
    assert store.get_many([key_of("new"), key_of("other"), KEY]) == [None, None, None]
    assert "does not match its digest" in said[0]


def test_no_two_lists_of_parts_have_one_key() -> None:
    lists = [(), ("",), ("", ""), ("a", "b"), ("ab",), ("a", "", "b"), ("a\0b",), ("1:a",), ("é",), ("e\u0301",)]
    assert len({key_of(*parts) for parts in lists}) == len(lists)


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def flip(path: Path) -> None:
    """A value of another digest."""
    base = sqlite3.connect(path)
    base.execute("UPDATE results SET value = ?", (b"other",))
    base.commit()


def moved(path: Path) -> None:
    """A row under the key of another."""
    base = sqlite3.connect(path)
    base.execute("UPDATE results SET value = ?, digest = ?", (b"other", bytes(32)))
    base.commit()


def copied(path: Path) -> None:
    shutil.copy(path, path.with_name("copy"))
    path.unlink()
    Path(path.with_name("copy")).rename(path)


def of_another_version(path: Path) -> None:
    base = sqlite3.connect(path)
    base.execute("PRAGMA user_version = 99")


def without_tables(path: Path) -> None:
    base = sqlite3.connect(path)
    base.execute("DROP TABLE results")


def endless(path: Path) -> None:
    """Facts that no reader comes to the end of."""
    base = sqlite3.connect(path)
    base.execute("DROP TABLE facts")
    base.execute(
        "CREATE VIEW facts AS WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n)"
        " SELECT 'other' AS name, i AS value FROM n WHERE i < 0"
    )
    base.commit()


def with_another_count(path: Path) -> None:
    base = sqlite3.connect(path)
    base.execute("INSERT OR REPLACE INTO facts VALUES ('run', ?)", (str(10**30),))
    base.commit()


def with_a_wal(path: Path) -> None:
    """Somebody's changes, in a file that SQLite would take for the newest part of this store."""
    other = path.with_name("other")
    shutil.copy(path, other)
    base = sqlite3.connect(other, isolation_level=None)
    base.execute("PRAGMA journal_mode = WAL")
    base.execute("UPDATE results SET value = ?, digest = ?", (b"other", sha256(KEY + b"other").digest()))
    shutil.copy(f"{other}-wal", f"{path}-wal")
    base.close()


def with_a_journal(path: Path) -> None:
    """A journal of a run that was killed, of a copy in which something else stood before."""
    other = path.with_name("other")
    shutil.copy(path, other)
    base = sqlite3.connect(other, isolation_level=None)
    base.execute("UPDATE results SET value = ?, digest = ?", (b"other", sha256(KEY + b"other").digest()))
    base.execute("PRAGMA cache_size = 1")
    base.execute("BEGIN")
    base.execute("UPDATE results SET value = zeroblob(3)")
    base.executemany("INSERT INTO results VALUES (?, zeroblob(2000), '', 0)", [(bytes([n]),) for n in range(99)])
    shutil.copy(f"{other}-journal", f"{path}-journal")
    base.close()


@pytest.mark.parametrize(
    "damage",
    [
        cut, flip, moved, copied, of_another_version, without_tables, endless, with_another_count, with_a_wal,
        with_a_journal,
        lambda path: path.write_bytes(b"no database" * 500),
        lambda path: path.write_bytes(os.urandom(9000)),
    ],
)  # fmt: skip
def test_a_store_that_cannot_be_trusted_is_deleted_with_a_message(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    path = tmp_path / "build" / STORE_NAME
    filled(path)
    damage(path)
    found, said = read(path)
    assert found is None and len(said) == 1 and "repeats all the work" in said[0] and "build/.store" in said[0]
    filled(path)
    assert read(path) == (b"value", [])


def test_an_empty_file_is_filled(tmp_path: Path) -> None:
    path = tmp_path / "build" / STORE_NAME
    filled(path)
    path.write_bytes(b"")
    assert read(path) == (None, [])
    filled(path)
    assert read(path) == (b"value", [])


def link(path: Path) -> None:
    filled(path.parent.parent / "elsewhere")
    path.symlink_to(path.parent.parent / "elsewhere")


@pytest.mark.parametrize("place", [link, lambda path: os.mkfifo(path)])
def test_what_is_no_file_is_not_opened(tmp_path: Path, place: Callable[[Path], None]) -> None:
    path = tmp_path / "build" / STORE_NAME
    path.parent.mkdir()
    place(path)
    assert read(path)[0] is None
    filled(path)
    assert read(path) == (b"value", []) and not path.is_symlink()


def test_without_a_file_nothing_is_remembered() -> None:
    store = Store()
    store.put(KEY, b"value")
    assert store.get(KEY) is None
    store.end_build()
    store.close()


def test_a_folder_where_nobody_may_write_costs_the_store_alone(tmp_path: Path) -> None:
    path = tmp_path / "build" / STORE_NAME
    path.parent.mkdir()
    path.mkdir()  # also for root, who may write anywhere
    (path / "x").touch()
    said: list[str] = []
    store = Store(path, said.append)
    store.put(KEY, b"value")
    assert store.get(KEY) is None and "cannot be used" in said[0]


def builds(path: Path, number: int, *, used: bool) -> None:
    for _ in range(number):
        store = Store(path)
        if used:
            store.get(KEY)
        store.end_build()
        store.close()


def test_what_no_build_uses_any_more_is_deleted(tmp_path: Path) -> None:
    path = tmp_path / "build" / STORE_NAME
    filled(path)
    builds(path, KEPT_RUNS + 5, used=True)
    assert read(path)[0] == b"value"
    builds(path, KEPT_RUNS + 7, used=False)
    assert read(path) == (None, [])


WRITER = """
import sys
from pathlib import Path
from scripts.store import Store, key_of
store = Store(Path(sys.argv[1]), print)
for number in range(300):
    store.put(key_of(sys.argv[2], str(number)), b"x" * 1000)
    store.write()
    assert store.get(key_of(sys.argv[2], str(number))) == b"x" * 1000
store.end_build()
store.close()
"""


@pytest.mark.slow
def test_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "build" / STORE_NAME
    runs = [subprocess.Popen([sys.executable, "-c", WRITER, str(path), name], stdout=-1) for name in ("a", "b", "c")]
    assert [(run.communicate()[0], run.returncode) for run in runs] == [(b"", 0)] * 3
    store = Store(path)
    assert all(store.get(key_of(name, str(number))) for name in "abc" for number in range(300))
