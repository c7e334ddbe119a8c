"""Deletes what was made below `build/` of a root, but for `build/release/`: that is the record of what was published.

    python3 scripts/clean.py ROOT

It runs with whatever Python there is, also where `.venv/` is gone, and imports the standard library alone.
"""

import os
import shutil
import sys

KEPT = "release"


def main(root: str) -> int:
    """Delete it. The exit code: 0 good, 1 where `build` is a link, behind which something else would be deleted."""
    folder = os.path.join(root or ".", "build")
    if os.path.islink(folder):
        sys.stderr.write("%s is a link; nothing behind it is deleted\n" % ascii(folder))
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
