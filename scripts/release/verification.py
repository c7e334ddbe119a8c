"""Verifies that an archive, or a folder that is served, is a release as `make release` writes it.

naming          names of releases
claims          the files that a manifest lists
verify_archive  verifies an archive in memory
folder_files    lists and reads a folder on the disk within limits
verify_folder   compares such a folder with its own manifest, or with an archive
comparison      compares two releases
contents        the summary of a verified release
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
