"""Runs of `update` that changed no file: until a file changes, the next run has nothing to do, and prints the same lines.

The files that an update depends on are compared by their bytes, so that the rest of the package need not be loaded.
"""

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict
from hashlib import file_digest
from pathlib import Path

from ..problem import Problem
from ..store import Store, code_digest, key_of

_PIPELINE = Path(__file__).parent.parent.parent
Update = Callable[[Callable[[str], None]], list[Problem]]
"""An update: takes the function that prints a line, and returns the problems."""


def settled(
    root: Path, locales: Sequence[str], store: Store, say: Callable[[str], None], update: Update
) -> list[Problem]:
    """The problems of `update`. It is not called if an earlier run with the same files changed none of them."""
    before = _key(root, locales)
    known = None if before is None else store.get(before)
    if known is not None:
        lines, problems = json.loads(known)
        for line in lines:
            say(line)
        return [Problem(**one) for one in problems]
    printed: list[str] = []

    def say_and_keep(line: str) -> None:
        printed.append(line)
        say(line)

    found = update(say_and_keep)
    if before is not None and _key(root, locales) == before:  # it changed no file
        store.put(before, json.dumps([printed, [asdict(one) for one in found]]).encode())
    return found


def _key(root: Path, locales: Sequence[str]) -> bytes | None:
    """A digest of every file that an update reads; None if one of them is a symbolic link or cannot be read."""
    parts = [code_digest(), "update", *locales, ""]
    frames = [folder / "LC_MESSAGES" / "site.po" for folder in sorted((_PIPELINE / "locale").glob("*"))]
    try:
        for folder in (root / "policy", root / "locale"):
            for place, folders, names in os.walk(folder, onerror=_refuse):
                folders.sort()
                parts += [f"{name}/" for name in folders]
                if any(os.path.islink(os.path.join(place, name)) for name in folders):  # noqa: PTH114, PTH118 - quick
                    return None
                for name in sorted(names):
                    path = os.path.join(place, name)  # noqa: PTH118 - quick
                    parts += [os.path.relpath(path, root), _digest(path)]
        parts += [f"{path}:{_digest(path)}" for path in map(str, frames) if os.path.exists(path)]  # noqa: PTH110
    except (OSError, ValueError):
        return None
    return key_of(*parts)


def _refuse(error: OSError) -> None:
    raise error


def _digest(path: str) -> str:
    """The digest of a regular file. Raises `OSError` for anything else."""
    with open(path, "rb", opener=_plain) as file:
        return file_digest(file, "sha256").hexdigest()


def _plain(path: str, flags: int) -> int:
    """Open a file, but no symbolic link, and do not wait for a writer if it is a named pipe."""
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
