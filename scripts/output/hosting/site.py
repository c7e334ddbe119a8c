"""What every host must know of the site: its path, which policies are in which languages, and the headers."""

import re
import textwrap
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote, urlsplit

from ..manifest import Manifest, ManifestRow

HEADERS = (
    (
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'",
    ),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
)
"""With every answer."""
SECURE = ("Strict-Transport-Security", "max-age=31536000")
WHY_SECURE = "Add this once the whole host is on https for good: browsers hold to it for a year."
CURRENT = "no-cache"
"""A legal text is asked for anew each time; an unchanged one costs a short answer."""
CHOSEN = "private, no-cache"
"""The choice is one reader's: not every cache between heeds Vary."""
FOREVER = "public, max-age=31536000, immutable"
TYPES = (
    ("css", "text/css"),
    ("html", "text/html"),
    ("json", "application/json"),
    ("txt", "text/plain"),
    ("xml", "application/xml"),
)
"""What is shipped, all of it UTF-8."""
FOREVER_NAME = r"style\.[0-9a-f]{8}\.css"
"""Files whose name changes with their text, as an expression."""

END = r"\z"
"""Of an address, as an expression: `$` would let a line end stand behind it."""


@dataclass(frozen=True, slots=True)
class Group:
    """Policies that are offered in the same languages."""

    number: int
    policies: tuple[str, ...]
    offered: tuple[str, ...]


class HostedSite:
    """The site of a manifest, as hosts see it."""

    def __init__(self, manifest: Manifest) -> None:
        self.manifest = manifest
        self.source = manifest.source

    @cached_property
    def path(self) -> str:
        """Of the address, as servers compare it: decoded, with `/` at both ends."""
        return unquote(urlsplit(self.manifest.base_url).path) or "/"

    @cached_property
    def written_path(self) -> str:
        """The path as an address has it: `/l%C3%A9gal/`."""
        return urlsplit(self.manifest.base_url).path or "/"

    @cached_property
    def address(self) -> str:
        """Where the site is, as an address: with its path written out."""
        return self.manifest.base_url

    @property
    def is_root(self) -> bool:
        """Whether the site is all there is on its host."""
        return self.path == "/"

    @cached_property
    def offered(self) -> dict[str, list[ManifestRow]]:
        """The pages of each policy that a reader may be sent to: true translations of the text that holds now."""
        found = {
            name: [row for row in rows if row.is_listed or row.state == "kept"]
            for name, rows in self.manifest.by_policy().items()
        }
        return {name: rows for name, rows in found.items() if rows}

    @cached_property
    def groups(self) -> list[Group]:
        """The policies by what they are offered in."""
        found: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for name, rows in self.offered.items():
            found[tuple(sorted(row.locale for row in rows))].append(name)
        return [Group(number, tuple(names), tags) for number, (tags, names) in enumerate(found.items(), 1)]

    @cached_property
    def tags(self) -> list[str]:
        """Every language that has a folder."""
        return sorted({row.locale for row in self.manifest.pages})

    @cached_property
    def forever(self) -> list[str]:
        """Paths of files whose name changes with their text."""
        return [file.path for file in self.manifest.files if re.fullmatch(FOREVER_NAME, file.path)]


LINE = 120
"""Characters of the longest line that is made."""


def parcels(names: Iterable[str], most: int = 50) -> list[list[str]]:
    """Names in lists of at most so many characters, so that an expression for one of them fits on a line."""
    found: list[list[str]] = [[]]
    size = 0
    for name in names:
        if found[-1] and size + len(name) >= most:
            found.append([])
            size = 0
        found[-1].append(name)
        size += len(name) + 1
    return [parcel for parcel in found if parcel]


def one_of(names: Sequence[str]) -> str:
    """An expression for one of these names, as a group with a number."""
    return f"({'|'.join(names)})"


def any_of(names: Sequence[str]) -> str:
    """An expression for one of these names, which hold nothing special."""
    return f"(?:{'|'.join(names)})"


def listed(group: Group, says: str) -> str:
    """A comment that names the policies of a group and their languages."""
    texts = (f"Policies: {', '.join(group.policies)}", f"Languages: {' '.join(group.offered)}", says)
    lines = [
        line for text in texts for line in textwrap.wrap(text, 116, break_long_words=False, break_on_hyphens=False)
    ]
    return "".join(f"# {line}\n" for line in lines)
