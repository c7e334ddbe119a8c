"""Reads a stranger's archive, one gzip member with a tar inside, within limits; nothing is written to the disk.

A release has exactly one form, so everything that is not in this form is refused, even if other programs would accept it:
two programs that unpack one archive differently could show different texts.
"""

import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .archive_writer import BLOCK, HEADER, TAR_FIELDS, summed

MOST_UNPACKED = 1_000_000_000
"""Bytes of the largest archive, unpacked."""
MOST_TIMES = 100
"""How many times its packed size an archive may have, beyond the first 10 MB. Text is packed to about a fifth, a
decompression bomb to a thousandth."""

CHUNK = 65_536
"""Bytes that are unpacked at once."""


def unpacked(data: bytes, most: int | None = None) -> bytes:
    """The contents of one gzip member; at most `most` bytes, or as many as the limits of archives allow.

    Raises `ValueError` for data that is no gzip member, is cut off or damaged, has more after its end, or is larger.
    """
    limit = min(MOST_UNPACKED, 10_000_000 + MOST_TIMES * len(data)) if most is None else most
    what = "it unpacks to far more than an archive of its size can hold: a decompression bomb"
    what = what if most is None else f"it unpacks to more than the {most} bytes of the file next to it"
    stream = before = zlib.decompressobj(31)
    last = len(data) - _TRAILER - 1 if len(data) >= _LEAST else 0

    # The last packed byte goes in on its own, after a copy of the decompressor was made for `_has_loose_bits`.
    def chunks() -> Iterator[bytes]:
        nonlocal before
        yield from (data[place : min(place + CHUNK, last)] for place in range(0, last, CHUNK))
        before = stream.copy()
        if data:
            yield data[last:]

    found = b"".join(unpacking(chunks(), limit, what, stream))
    if _has_loose_bits(before, data[last:]):
        raise ValueError("bits are set after the end of its packed data, where no packer sets any")
    return found


_TRAILER = 8
"""Bytes after the packed data: checksum and size (RFC 1952, 2.3.1)."""
_LEAST = len(HEADER) + 2 + _TRAILER
"""Bytes of an empty gzip member."""


def _has_loose_bits(before: "zlib._Decompress", end: bytes) -> bool:
    """Whether bits are set in the last packed byte that no program reads, because the last code ends before them.

    Deflate (RFC 1951) ends within a byte, and a change of the bits after that would go unnoticed. If the byte unpacks to
    the same without its highest set bit, that bit is one of them. `before` has unpacked everything before the byte.
    """
    if not end[0]:
        return False
    without = end[0] ^ 1 << end[0].bit_length() - 1
    try:
        before.decompress(bytes([without]) + end[1:])
    except zlib.error:  # the result has another checksum, so the bit belongs to the data
        return False
    return before.eof


def unpacking(
    chunks: Iterable[bytes], most: int, more: str, stream: "zlib._Decompress | None" = None
) -> Iterator[bytes]:
    """The contents of one gzip member, piece by piece; each chunk but the last must have at least 10 bytes.

    Raises `ValueError` as `unpacked` does, with the message `more` if there are more than `most` bytes. `stream` is a new
    decompressor, for callers that look at it between two chunks.
    """
    stream = stream or zlib.decompressobj(31)
    size, begun = 0, False
    after, start = 0, b""  # number and first bytes of what follows the end
    for chunk in chunks:
        if not begun:
            _begins_well(chunk)
            begun = True
        piece, rest = chunk, chunk
        try:
            while not stream.eof:
                part = stream.decompress(piece, 1_000_000)
                size += len(part)
                if size > most:
                    raise ValueError(more)
                yield part
                piece, rest = stream.unconsumed_tail, stream.unused_data
                if not (piece or len(part) == 1_000_000):  # zlib may hold back more only after a full piece
                    break
        except zlib.error as error:
            raise ValueError(f"its packed bytes are damaged ({error})") from error
        after += len(rest)
        start += rest[: 2 - len(start)]
    if not begun:
        raise ValueError("it is empty")
    if not stream.eof:
        raise ValueError("it is cut off: the end is missing")
    if after:
        what = "a second gzip member" if start == HEADER[:2] else "something else"
        raise ValueError(f"{what} follows its end ({after} bytes)")


def _begins_well(data: bytes) -> None:
    if data[:2] != HEADER[:2]:
        raise ValueError("it is not packed with gzip")
    if len(data) >= len(HEADER) and data[: len(HEADER)] != HEADER:
        raise ValueError("its gzip header has a name, a time or other fields that a release does not have")


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a tar, of any kind."""

    name: str
    """Bytes beyond ASCII are `\\udc80` to `\\udcff` (the error handler `surrogateescape`)."""
    kind: str
    """`0` for a regular file."""
    block: bytes
    """The bytes of its header."""
    data: bytes

    def field(self, name: str) -> bytes:
        """The bytes of a field of its header, by its name in `TAR_FIELDS`."""
        return next(self.block[start : start + length] for field, start, length in TAR_FIELDS if field == name)


def members(data: bytes, most: int) -> list[Member]:
    """The members of a tar, in its order; at most `most`.

    Raises `ValueError` if a header is broken, a file is cut off, or there are more members.
    """
    found: list[Member] = []
    place = 0
    while data[place : place + BLOCK].strip(b"\0"):
        block = data[place : place + BLOCK]
        where = f"member {len(found) + 1}"
        if len(block) < BLOCK:
            raise ValueError(f"{where} is cut off in its header")
        if block[148:156] != summed(block)[148:156]:
            raise ValueError(f"{where} has a broken header: its checksum is wrong")
        if not re.fullmatch(rb"[0-7]{11}[\0 ]", block[124:136]):
            raise ValueError(f"{where} has no valid size in its header")
        size = int(block[124:135], 8)
        place += BLOCK
        if len(data) - place < size:
            raise ValueError(f"{where} is cut off: it should have {size} bytes")
        short, prefix = (_text(block[start : start + length]) for start, length in ((0, 100), (345, 155)))
        kind = _text(block[156:157]) or "0"
        found.append(Member(f"{prefix}/{short}" if prefix else short, kind, block, data[place : place + size]))
        if len(found) > most:
            raise ValueError(f"it holds more than {most} files")
        place += size + -size % BLOCK
    return found


def _text(field: bytes) -> str:
    return field.partition(b"\0")[0].decode("ascii", "surrogateescape")
