"""`make verify`: whether an archive or a folder is a complete release; with both, whether the folder is that release."""

import os
from pathlib import Path

from ..problem import Problem, Refused, visible
from ..release import verification
from ..terminal import Progress


def verify(archive: str, folder: str, progress: Progress, *, reproduce: bool = False) -> list[Problem]:
    """Verify an archive, a folder, or a folder against an archive; "" means none. Their contents go to `progress`.

    With `reproduce`, the archive is also packed again, and its bytes are compared.
    """
    if os.path.isdir(archive):  # noqa: PTH112 - False for a path that cannot be examined
        archive, folder = "", archive
    problems: list[Problem] = []
    held = None
    if archive.strip():
        try:
            held = verification.verify_archive(Path(archive), reproduce=reproduce)
            problems += held.warnings
            same = ", and packed again it has the same bytes" if reproduce and not held.warnings else ""
            progress(f"{visible(archive, lines=False)} is a complete release{same}\n{held.text()}")
        except Refused as error:
            problems += error.problems
    if folder.strip():
        try:
            found = verification.verify_folder(Path(folder), held)
            problems += found.warnings
            what = (
                f"holds the files of {visible(archive, lines=False)} and no others" if held else "is a complete release"
            )
            progress(f"{visible(folder, lines=False)} {what}\n{found.text()}")
        except Refused as error:
            problems += error.problems
    return problems
