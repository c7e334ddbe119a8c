"""`make verify`: whether an archive, or a folder that is served, is a release as `make release` writes it.

naming        what a release is called
claims        which files a manifest says a release has
archives      an archive, in memory
folders       a folder on the disk, beside its own manifest or beside an archive
comparing     two releases: which pages differ
contents      what is said of a whole one
"""

from .archives import MOST_PACKED, contents, verify
from .claims import MOST_BYTES, SUMS, day_of, differing, latest, read
from .comparing import compare
from .contents import Contents
from .folders import verify_folder
from .naming import END, STEM, day_in, is_older, name_of

__all__ = [
    "END",
    "MOST_BYTES",
    "MOST_PACKED",
    "STEM",
    "SUMS",
    "Contents",
    "compare",
    "contents",
    "day_in",
    "day_of",
    "differing",
    "is_older",
    "latest",
    "name_of",
    "read",
    "verify",
    "verify_folder",
]
