"""Writes archives: files packed with tar and gzip, with the same bytes in every folder and with every Python (law 10).

The tar headers are written here and not by the `tarfile` module: the fields that it fills in by itself (owner, time, PAX
records) have changed between versions of Python. Neither is zlib used, whose output differs between its builds.
"""

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime

from ..problem import Problem, Refused

PACKED = (".html", ".txt", ".json", ".css", ".xml", ".svg")
"""Endings of text files, each of which has a packed twin next to it, so that servers need not pack it for each reader."""
TWIN = ".gz"
BLOCK = 512
END_OF_ARCHIVE = bytes(2 * BLOCK)
DAY = 86_400

HEADER = bytes.fromhex("1f8b 08 00 00000000 02 ff")
"""The header of every gzip member (RFC 1952, 2.3): deflate, no name, no time, slowest compression, unknown system."""

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
"""The fields of a tar header (POSIX.1-1988 ustar): name, offset, and length in bytes."""


def packed(data: bytes) -> bytes:
    """One gzip member with these contents, packed by libdeflate at its highest level (12).

    libdeflate gives the same bytes on every system and processor. zlib differs between builds; zopfli computes with
    floating point, and would make a release take five times as long for half a per cent.
    """
    import deflate  # imported here, as reading an archive needs no packing

    return HEADER + bytes(deflate.gzip_compress(data, 12))[len(HEADER) :]


def twins(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """A packed twin for each text file, under its name with `.gz`.

    Small files have one too, even if it is larger: the list of files must not depend on the texts.
    """
    return {name + TWIN: packed(data) for name, data in sorted(files.items()) if name.endswith(PACKED)}


def digests(files: Mapping[str, bytes]) -> dict[str, str]:
    """The SHA-256 of each file."""
    return {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}


def sums(digests: Mapping[str, str]) -> str:
    """The list that `sha256sum -c` reads, sorted by name."""
    return "".join(f"{digests[name]}  {name}\n" for name in sorted(digests))


def is_plain(name: str) -> bool:
    """Whether a path means the same on every system: relative, in ASCII, without `..` and without special characters."""
    return all(re.fullmatch(r"[A-Za-z0-9._-]*[A-Za-z0-9_-]", part) for part in name.split("/"))


def time(day: date, digest: str) -> int:
    """The time of a file with this SHA-256, in seconds since 1970: on the day, at a second that depends on the digest.

    nginx and Apache make the ETag of a file from its time and size, so two texts of the same size need different times.
    """
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return int(midnight.timestamp()) + int(digest, 16) % DAY


def tar(files: Mapping[str, bytes], day: date, known: Mapping[str, str] | None = None) -> bytes:
    """A ustar archive of these files, sorted by name; a twin has the time of its plain file.

    `known` are their digests, if they have been computed before. Raises `Refused` for names that are not plain or too
    long for ustar.
    """
    parts, problems = list[bytes](), list[Problem]()
    if not 1970 <= day.year < 2200:  # the field has eleven octal digits for the seconds since 1970
        hint = "check `effective` in the front matter of the policies"
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
    """The tar header of a regular file that everybody may read and its owner may write."""
    if not is_plain(name):
        message = f"'{name}' cannot be used as a file name in an archive"
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
    """A header with its right checksum: the sum of its bytes, with spaces in the place of the checksum (POSIX ustar)."""
    return block[:148] + b"%06o\0 " % (sum(block[:148]) + 8 * 32 + sum(block[156:])) + block[156:]


def _split(name: str) -> tuple[str, str]:
    """A name split into prefix (at most 155 bytes) and rest (at most 100) without the `/` between, as GNU tar does."""
    if len(name) <= 100:
        return "", name
    cut = name.rfind("/", 0, 156)
    if cut < 1 or len(name) - cut - 1 > 100:
        message = f"the name is too long for an archive: '{name}'"
        hint = "shorten it: at most 100 characters after a '/', and 155 before it"
        raise Refused(Problem(message, "release-name", name, hint=hint))
    return name[:cut], name[cut + 1 :]


def pad(data: bytes) -> bytes:
    """The zero bytes that fill the last block of a file."""
    return bytes(-len(data) % BLOCK)
