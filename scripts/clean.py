"""Deletes everything in `build/` of a root except `build/release/`, which is the record of what was published.

    python3 scripts/clean.py ROOT

It runs with any Python, even if there is no `.venv/`, and imports only the standard library.
"""

import os
import shutil
import sys

KEPT = "release"


def main(root: str) -> int:
    """Delete it. Returns the exit code: 0 good, 1 if `build` is a symbolic link, whose target may hold other files."""
    folder = os.path.join(root or ".", "build")
    if os.path.islink(folder):
        sys.stderr.write(
            "%s is a symbolic link; delete the link itself, or empty the folder that it points to\n" % ascii(folder)
        )
        return 1
    for name in os.listdir(folder) if os.path.isdir(folder) else ():
        path = os.path.join(folder, name)
        if os.path.isdir(path) and not os.path.islink(path):
            if name != KEPT:
                shutil.rmtree(path)
        else:
            os.remove(path)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
