"""What a release is called: the date of its newest text, and the first digits of its manifest's SHA-256.

Two releases of one date never have one name, and the name of an archive says which manifest must be in it.
"""

import hashlib
import re
from datetime import date

from ..patterns import regex

STEM = "policies-"
ARCHIVE_SUFFIX = ".tar.gz"
DIGITS = 8
"""Of 64 hexadecimal ones."""

_FORM = regex(rf"{STEM}([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})(-[0-9a-f]{{{DIGITS}}})?", re.A)


def release_name(day: date, manifest: bytes) -> str:
    """The name of a release, which its top folder has too: `policies-2025-03-01-0a1b2c3d`; archives add `END`."""
    return f"{STEM}{day.isoformat()}-{hashlib.sha256(manifest).hexdigest()[:DIGITS]}"


def day_in(name: str) -> str:
    """The date in the name of a release, as it is written there; "" where the name is not one of a release.

    Older versions wrote no digits behind it.
    """
    found = _FORM.fullmatch(name)
    return found[1] if found else ""


def is_older(name: str) -> bool:
    """Whether an older version gave this name, without digits."""
    found = _FORM.fullmatch(name)
    return bool(found and not found[2])
