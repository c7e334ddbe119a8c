"""Archives: files packed with tar and gzip into the same bytes everywhere, and a stranger's archive read within limits.

packed(data), twins(files)          gzip (RFC 1952)
tar(files, day)                     POSIX.1-1988 ustar
unpacked(data), members(data)       the contents of such an archive, or `ValueError`
"""

from .archive_reader import CHUNK, MOST_UNPACKED, Member, members, unpacked, unpacking
from .archive_writer import (
    BLOCK,
    END_OF_ARCHIVE,
    HEADER,
    PACKED,
    TAR_FIELDS,
    TWIN,
    digests,
    header,
    is_plain,
    packed,
    pad,
    summed,
    sums,
    tar,
    time,
    twins,
)

__all__ = [
    "BLOCK",
    "CHUNK",
    "END_OF_ARCHIVE",
    "HEADER",
    "MOST_UNPACKED",
    "PACKED",
    "TAR_FIELDS",
    "TWIN",
    "Member",
    "digests",
    "header",
    "is_plain",
    "members",
    "packed",
    "pad",
    "summed",
    "sums",
    "tar",
    "time",
    "twins",
    "unpacked",
    "unpacking",
]
