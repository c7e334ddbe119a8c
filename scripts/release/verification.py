"""Whether an archive, or a folder that is served, is a release as `make release` writes it.

naming          what a release is called
claims          which files a manifest says a release has
verify_archive  an archive, in memory
folder_files    a folder on the disk, listed and read within limits
verify_folder   such a folder beside its own manifest, or beside an archive
comparison      two releases: which pages differ
contents        what is said of a whole one
"""

from .claims import MOST_BYTES, SUMS, as_held, day_of, differing, latest, read_release_manifest
from .comparison import compare
from .contents import Contents
from .naming import ARCHIVE_SUFFIX, STEM, day_in, is_older, release_name
from .verify_archive import MOST_PACKED, contents, verify_archive
from .verify_folder import verify_folder

__all__ = [
    "ARCHIVE_SUFFIX",
    "MOST_BYTES",
    "MOST_PACKED",
    "STEM",
    "SUMS",
    "Contents",
    "as_held",
    "compare",
    "contents",
    "day_in",
    "day_of",
    "differing",
    "is_older",
    "latest",
    "read_release_manifest",
    "release_name",
    "verify_archive",
    "verify_folder",
]
