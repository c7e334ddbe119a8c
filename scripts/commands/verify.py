"""`make verify`: whether an archive, or a folder, is a whole release; with both, whether the folder is that release."""

import os
from pathlib import Path

from ..problem import Problem, Refused, visible
from ..release import verification
from ..terminal import Progress


def verify(archive: str, folder: str, progress: Progress, *, reproduce: bool = False) -> list[Problem]:
    """Look at an archive, a folder, or a folder beside an archive; "" is none. What they hold goes to `progress`.

    With `reproduce`, an archive is packed again too.
    """
    if os.path.isdir(archive):  # noqa: PTH112 - False for whatever cannot be looked at
        archive, folder = "", archive
    problems: list[Problem] = []
    held = None
    if archive.strip():
        try:
            held = verification.verify_archive(Path(archive), reproduce=reproduce)
            problems += held.warnings
            same = ", and packed again it has the same bytes" if reproduce and not held.warnings else ""
            progress(f"{visible(archive, lines=False)} is a whole release{same}\n{held.text()}")
        except Refused as error:
            problems += error.problems
    if folder.strip():
        try:
            found = verification.verify_folder(Path(folder), held)
            problems += found.warnings
            what = f"holds the files of {archive}, and no other" if held else "is a whole release"
            progress(f"{visible(folder, lines=False)} {what}\n{found.text()}")
        except Refused as error:
            problems += error.problems
    return problems
