"""A stranger's archive: one gzip member and the members of a tar, read within limits; nothing touches the disk."""

import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .archive_writer import BLOCK, HEADER, TAR_FIELDS, summed

MOST_UNPACKED = 1_000_000_000
"""Bytes of the largest archive, unpacked."""
MOST_TIMES = 100
"""So many times its packed size an archive may have, beyond the first 10 MB: text is packed to a fifth, a bomb to a thousandth."""

CHUNK = 65_536
"""Bytes that are unpacked at once."""


def unpacked(data: bytes, most: int | None = None) -> bytes:
    """What is in one gzip member; at most `most` bytes, or what the limits of archives let be.

    Raises `ValueError` for what is none, is cut off or broken, has more behind it, or is larger.
    """
    limit = min(MOST_UNPACKED, 10_000_000 + MOST_TIMES * len(data)) if most is None else most
    what = "it unpacks to more than an archive of its size may hold: a bomb"
    what = what if most is None else f"it unpacks to more than the {most} bytes beside it"
    stream = before = zlib.decompressobj(31)
    last = len(data) - _TRAILER - 1 if len(data) >= _LEAST else 0

    def chunks() -> Iterator[bytes]:
        nonlocal before
        yield from (data[place : min(place + CHUNK, last)] for place in range(0, last, CHUNK))
        before = stream.copy()
        if data:
            yield data[last:]

    found = b"".join(unpacking(chunks(), limit, what, stream))
    if _has_loose_bits(before, data[last:]):
        raise ValueError("bits are set behind its last packed byte, where no packer sets any")
    return found


_TRAILER = 8
"""Bytes behind what is packed: checksum and size."""
_LEAST = len(HEADER) + 2 + _TRAILER
"""Bytes of a gzip member with nothing inside."""


def _has_loose_bits(before: "zlib._Decompress", end: bytes) -> bool:
    """Whether bits are set in the last packed byte that unpackers skip, since its last code ends before them.

    Its highest bit is one of them if the same comes out without it. `before` has unpacked all before that byte.
    """
    if not end[0]:
        return False
    without = end[0] ^ 1 << end[0].bit_length() - 1
    try:
        before.decompress(bytes([without]) + end[1:])
    except zlib.error:  # what comes out does not have the checksum
        return False
    return before.eof


def unpacking(
    chunks: Iterable[bytes], most: int, more: str, stream: "zlib._Decompress | None" = None
) -> Iterator[bytes]:
    """What is in one gzip member, piece by piece, without holding it; each chunk but the last has at least 10 bytes.

    Raises `ValueError` as `unpacked` does; `more` is what is said of one with more than `most` bytes inside. `stream` is
    a decompressor at its beginning, for those who look at it between two chunks.
    """
    stream = stream or zlib.decompressobj(31)
    size, begun, behind, start = 0, False, 0, b""
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
                if not (piece or len(part) == 1_000_000):
                    break
        except zlib.error as error:
            raise ValueError(f"its packed bytes are damaged ({error})") from error
        behind += len(rest)
        start += rest[: 2 - len(start)]
    if not begun:
        raise ValueError("it is empty")
    if not stream.eof:
        raise ValueError("it is cut off: the end is missing")
    if behind:
        what = "a second gzip member" if start == HEADER[:2] else "something else"
        raise ValueError(f"{what} stands behind its end ({behind} bytes)")


def _begins_well(data: bytes) -> None:
    if data[:2] != HEADER[:2]:
        raise ValueError("it is not packed with gzip")
    if len(data) >= len(HEADER) and data[: len(HEADER)] != HEADER:
        raise ValueError("its gzip header holds a name, a time or another mark, which a release has not")


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a tar, whatever it is."""

    name: str
    """Bytes beyond ASCII stand as `\\udc80` to `\\udcff`."""
    kind: str
    """`0` for a regular file."""
    block: bytes
    """Its header."""
    data: bytes

    def field(self, name: str) -> bytes:
        """One of the fields of its header."""
        return next(self.block[start : start + length] for field, start, length in TAR_FIELDS if field == name)


def members(data: bytes, most: int) -> list[Member]:
    """The members of a tar, in its order; at most so many.

    Strict: raises `ValueError` where a header is broken or a file is cut off.
    """
    found: list[Member] = []
    place = 0
    while data[place : place + BLOCK].strip(b"\0"):
        block = data[place : place + BLOCK]
        where = f"member {len(found) + 1}"
        if len(block) < BLOCK:
            raise ValueError(f"{where} is cut off in its header")
        if block[148:156] != summed(block)[148:156]:
            raise ValueError(f"{where} has a broken header: its checksum does not fit")
        if not re.fullmatch(rb"[0-7]{11}[\0 ]", block[124:136]):
            raise ValueError(f"{where} tells no size")
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
