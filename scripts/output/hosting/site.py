"""Facts that the configuration of every host needs: the path of the site, languages of policies, and headers."""

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
"""Headers of every answer."""
SECURE = ("Strict-Transport-Security", "max-age=31536000")
WHY_SECURE = "Enable this when the whole host uses https permanently: browsers remember it for a year."
CURRENT = "no-cache"
"""Cache-Control of pages: browsers ask for a legal text each time, and get a short answer if it has not changed."""
CHOSEN = "private, no-cache"
"""Cache-Control of a redirect to one reader's language: not every shared cache respects Vary."""
FOREVER = "public, max-age=31536000, immutable"
TYPES = (
    ("css", "text/css"),
    ("html", "text/html"),
    ("json", "application/json"),
    ("txt", "text/plain"),
    ("xml", "application/xml"),
)
"""Endings and media types of the files of a site, all of them in UTF-8."""
FOREVER_NAME = r"style\.[0-9a-f]{8}\.css"
"""An expression for files whose names change with their texts, so that browsers can keep them forever."""

END = r"\z"
"""The end of an address in an expression: `$` would also match before a newline."""


@dataclass(frozen=True, slots=True)
class Group:
    """Policies that are offered in the same languages, so that they share one list."""

    number: int
    policies: tuple[str, ...]
    offered: tuple[str, ...]


class HostedSite:
    """The site of a manifest as a host sees it."""

    def __init__(self, manifest: Manifest) -> None:
        self.manifest = manifest
        self.source = manifest.source

    @cached_property
    def path(self) -> str:
        """The path of the address as servers compare it: decoded, with `/` at both ends."""
        return unquote(urlsplit(self.manifest.base_url).path) or "/"

    @cached_property
    def written_path(self) -> str:
        """The path as it is written in an address, percent-encoded: `/l%C3%A9gal/`."""
        return urlsplit(self.manifest.base_url).path or "/"

    @cached_property
    def address(self) -> str:
        """The address of the site."""
        return self.manifest.base_url

    @property
    def is_root(self) -> bool:
        """Whether the site is at the root of its host."""
        return self.path == "/"

    @cached_property
    def offered(self) -> dict[str, list[ManifestRow]]:
        """The pages of each policy to which a reader may be sent: whole translations of the text that is in force now."""
        found = {name: [row for row in rows if row.is_listed] for name, rows in self.manifest.by_policy().items()}
        return {name: rows for name, rows in found.items() if rows}

    @cached_property
    def groups(self) -> list[Group]:
        """The policies, grouped by the languages in which they are offered."""
        found: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for name, rows in self.offered.items():
            found[tuple(sorted(row.locale for row in rows))].append(name)
        return [Group(number, tuple(names), tags) for number, (tags, names) in enumerate(found.items(), 1)]

    @cached_property
    def tags(self) -> list[str]:
        """The tags of all languages that have a folder."""
        return sorted({row.locale for row in self.manifest.pages})

    @cached_property
    def forever(self) -> list[str]:
        """Paths of files whose names change with their texts."""
        return [file.path for file in self.manifest.files if re.fullmatch(FOREVER_NAME, file.path)]


LINE = 120
"""Characters of the longest line in a file of configuration."""


_MOST_NAMES = 50
"""Characters of the names in one expression."""


def parcels(names: Iterable[str]) -> list[list[str]]:
    """Names in lists that are short enough for an expression of each to fit on a line."""
    found: list[list[str]] = [[]]
    size = 0
    for name in names:
        if found[-1] and size + len(name) >= _MOST_NAMES:
            found.append([])
            size = 0
        found[-1].append(name)
        size += len(name) + 1
    return [parcel for parcel in found if parcel]


def one_of(names: Sequence[str]) -> str:
    """An expression for one of these names, as a numbered group."""
    return f"({'|'.join(names)})"


def any_of(names: Sequence[str]) -> str:
    """An expression for one of these names, which have no special characters."""
    return f"(?:{'|'.join(names)})"


def listed(group: Group, says: str) -> str:
    """A comment that names the policies of a group and their languages."""
    texts = (f"Policies: {', '.join(group.policies)}", f"Languages: {' '.join(group.offered)}", says)
    lines = [
        line for text in texts for line in textwrap.wrap(text, 116, break_long_words=False, break_on_hyphens=False)
    ]
    return "".join(f"# {line}\n" for line in lines)
