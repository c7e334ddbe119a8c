"""Archives: files into one tar and gzip, the same bytes in every folder and by every Python.

The headers are written here: what the `tarfile` module fills in by itself (owner, time, PAX records) has changed
between versions of Python, and a reader of them wants nothing but this table. zlib packs otherwise from build to build.
"""

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime

from ..problem import Problem, Refused

PACKED = (".html", ".txt", ".json", ".css", ".xml", ".svg")
"""Ends of the names of text files, which have a packed twin beside them."""
TWIN = ".gz"
BLOCK = 512
END_OF_ARCHIVE = bytes(2 * BLOCK)
DAY = 86_400

HEADER = bytes.fromhex("1f8b 08 00 00000000 02 ff")
"""Of every gzip member (RFC 1952): deflate, no name, no time, packed slowly, system unknown."""

TAR_FIELDS = (
    ("name", 0, 100),
    ("mode", 100, 8),
    ("owner", 108, 8),
    ("group", 116, 8),
    ("size", 124, 12),
    ("time", 136, 12),
    ("checksum", 148, 8),
    ("kind", 156, 1),
    ("target", 157, 100),
    ("magic", 257, 6),
    ("version", 263, 2),
    ("owner's name", 265, 32),
    ("group's name", 297, 32),
    ("device", 329, 8),
    ("minor device", 337, 8),
    ("prefix", 345, 155),
    ("rest", 500, 12),
)
"""Of a header of POSIX.1-1988 ustar: what, where it begins, and its length in bytes."""


def packed(data: bytes) -> bytes:
    """One gzip member with this inside, packed as small as libdeflate can (level 12).

    It packs alike on every system and processor. zlib does not from build to build; zopfli, which weighs in floating
    point, makes a release five times as slow for half a per cent.
    """
    import deflate  # here, for reading an archive needs no packing

    return HEADER + bytes(deflate.gzip_compress(data, 12))[len(HEADER) :]


def twins(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """A packed twin for each text file, under its name with `.gz`.

    Also where it is no smaller: whether a twin is there must not hang on its text.
    """
    return {name + TWIN: packed(data) for name, data in sorted(files.items()) if name.endswith(PACKED)}


def digests(files: Mapping[str, bytes]) -> dict[str, str]:
    """The SHA-256 of each file."""
    return {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}


def sums(digests: Mapping[str, str]) -> str:
    """The list that `sha256sum -c` reads, by name."""
    return "".join(f"{digests[name]}  {name}\n" for name in sorted(digests))


def is_plain(name: str) -> bool:
    """Whether a name of a file means the same on every system: relative, ASCII, no `..`, nothing to escape."""
    return all(re.fullmatch(r"[A-Za-z0-9._-]*[A-Za-z0-9_-]", part) for part in name.split("/"))


def time(day: date, digest: str) -> int:
    """The time of a file with this SHA-256, in seconds since 1970: on the day, at a second that the digest tells.

    nginx and Apache make an ETag of time and size: two texts of one size must not have one time.
    """
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return int(midnight.timestamp()) + int(digest, 16) % DAY


def tar(files: Mapping[str, bytes], day: date, known: Mapping[str, str] | None = None) -> bytes:
    """A ustar archive of these files, by name; a twin has the time of its plain file.

    `known` are their digests, where somebody has computed them. Raises `Refused` for names that ustar has no room for, or that are not plain.
    """
    parts, problems = list[bytes](), list[Problem]()
    if not 1970 <= day.year < 2200:  # eleven octal digits of seconds
        hint = "look at `effective` in the front matter of the policies"
        raise Refused(Problem(f"files in an archive cannot have the date {day}", "release-effective", hint=hint))
    known = known or digests(files)
    for name in sorted(files):
        data = files[name]
        try:
            digest = known.get(name.removesuffix(TWIN), known[name])
            parts += [header(name, len(data), time(day, digest)), data, pad(data)]
        except Refused as error:
            problems += error.problems
    if problems:
        raise Refused(*problems)
    return b"".join([*parts, END_OF_ARCHIVE])


def header(name: str, size: int, seconds: int) -> bytes:
    """The block before a regular file that everybody may read and its owner may write."""
    if not is_plain(name):
        message = f"'{name}' cannot be the name of a file in an archive"
        raise Refused(Problem(message, "release-name", name, hint="use letters a-z, digits, '.', '-' and '_'"))
    prefix, short = _split(name)
    values = {
        "name": short.encode(),
        "mode": b"0000644\0",
        "owner": b"0000000\0",
        "group": b"0000000\0",
        "size": b"%011o\0" % size,
        "time": b"%011o\0" % seconds,
        "checksum": b" " * 8,
        "kind": b"0",
        "magic": b"ustar\0",
        "version": b"00",
        "device": b"0000000\0",
        "minor device": b"0000000\0",
        "prefix": prefix.encode(),
    }
    block = b"".join(values.get(field, b"").ljust(length, b"\0") for field, _, length in TAR_FIELDS)
    return summed(block)


def summed(block: bytes) -> bytes:
    """A header with the checksum that it should have: the sum of its bytes, its own field counted as blanks."""
    return block[:148] + b"%06o\0 " % (sum(block[:148]) + 8 * 32 + sum(block[156:])) + block[156:]


def _split(name: str) -> tuple[str, str]:
    """A name as prefix and rest: at most 155 and 100 bytes, with the `/` between them left out; cut as GNU tar does."""
    if len(name) <= 100:
        return "", name
    cut = name.rfind("/", 0, 156)
    if cut < 1 or len(name) - cut - 1 > 100:
        message = f"the name is too long for an archive: '{name}'"
        hint = "shorten it: at most 100 characters after a '/', and 155 before it"
        raise Refused(Problem(message, "release-name", name, hint=hint))
    return name[:cut], name[cut + 1 :]


def pad(data: bytes) -> bytes:
    """What fills the last block of a file."""
    return bytes(-len(data) % BLOCK)
