"""The name of a release: the date of its newest edition, and the first digits of its manifest's SHA-256.

Two releases with the same date have different names, and the name of an archive says which manifest must be in it.
"""

import hashlib
import re
from datetime import date

from ..patterns import regex

STEM = "policies-"
ARCHIVE_SUFFIX = ".tar.gz"
DIGITS = 8
"""Number of hexadecimal digits in a name, of the 64 of a SHA-256."""

_FORM = regex(rf"{STEM}([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})(-[0-9a-f]{{{DIGITS}}})?", re.A)


def release_name(day: date, manifest: bytes) -> str:
    """The name of a release and of its top folder, as `policies-2025-03-01-0a1b2c3d`; archives add `ARCHIVE_SUFFIX`."""
    return f"{STEM}{day.isoformat()}-{hashlib.sha256(manifest).hexdigest()[:DIGITS]}"


def day_in(name: str) -> str:
    """The date in the name of a release, as it is written there; "" if it is not the name of a release.

    Names by older versions have no digits after the date.
    """
    found = _FORM.fullmatch(name)
    return found[1] if found else ""


def is_older(name: str) -> bool:
    """Whether this is the name that an older version gave to a release, without digits."""
    found = _FORM.fullmatch(name)
    return bool(found and not found[2])
