"""The manifest: every page that is shipped, with its state and checksum; all other lists derive from it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from . import files

NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Row:
    """A page in the manifest."""

    path: str
    locale: str
    policy: str
    title: str
    edition: str
    """The date since which its text is in force; "" where the policy names none."""
    state: str
    share: float
    approval: str
    source: str
    """Digest of policy, site and layouts: what a page that is kept must still agree with."""
    sha256: str
    size: int


def text(base_url: str, rows: Sequence[Row], texts: Mapping[str, str]) -> str:
    """The file: `rows` are the pages, `texts` all files that were made by their paths, pages among them."""
    listed = {row.path for row in rows}
    others = [
        {"path": path, "sha256": files.checksum(text), "size": len(text.encode())}
        for path, text in sorted(texts.items())
        if path not in listed
    ]
    body = {
        "base_url": base_url,
        "pages": [{name: getattr(row, name) for name in Row.__slots__} for row in rows],
        "files": others,
    }
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


def rows(path: Path) -> list[Row]:
    """The pages of the last build; none where its manifest is missing or was touched."""
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
        return [Row(**row) for row in facts["pages"]]
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return []


def is_whole(path: Path, row: Row) -> bool:
    """Whether a file is what its row says."""
    try:
        return files.checksum(path.read_text(encoding="utf-8")) == row.sha256
    except (OSError, UnicodeDecodeError):
        return False
