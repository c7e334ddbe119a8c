"""Sets up `.venv/` from pinned requirements: `make` runs it first, with the Python of the machine.

    python3 scripts/environment.py requirements.txt .venv/.made

The second argument is a file that is written when everything is installed. Before that nothing is, and the Python may be
old: this file imports only the standard library, and is written so that even Python 3.4 can run it and print the message.
"""

import importlib.util
import os
import subprocess
import sys

WANTED = (3, 11)


def main(requirements: str, mark: str) -> int:
    """Install the packages of a requirements file. Returns the exit code: 0 good, 1 after a message that says why not."""
    if sys.version_info < WANTED:
        here = "%d.%d" % sys.version_info[:2]
        return _no(
            "Policyglot needs Python %d.%d or later; %s is %s.\n" % (WANTED + (sys.executable, here))
            + "Choose another one: make PYTHON=python3.12"
        )
    folder = os.path.dirname(mark)
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, ".lock"), "w") as lock:
        _wait_for(lock.fileno())
        if _is_newer(mark, requirements):  # another make did the work while this one waited
            return 0
        # A `python3 -m venv` that failed for want of ensurepip leaves a Python without pip.
        if not (os.path.exists(_python(folder)) and os.path.exists(os.path.join(folder, "bin", "pip"))):
            missing = [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]
            if missing:
                return _no(
                    "%s cannot create a virtual environment: its module %s is missing.\n" % (sys.executable, missing[0])
                    + "On Debian and Ubuntu: apt install python3-venv"
                    + " (for a Python that is not the system's own: python%d.%d-venv)" % sys.version_info[:2]
                )
            print("setting up %s/ (once)" % folder, flush=True)
            if subprocess.call([sys.executable, "-m", "venv", folder]):
                return _no("The virtual environment %s/ could not be created; see the lines above." % folder)
        pip = [_python(folder), "-m", "pip", "--disable-pip-version-check", "--quiet", "--quiet"]
        done = subprocess.call(pip + ["install", "--require-hashes", "-r", requirements])
        if done:
            return _no("The packages in %s could not be installed; see the lines above." % requirements)
        package = os.path.dirname(os.path.abspath(__file__))
        subprocess.call(
            [_python(folder), "-m", "compileall", "-q", "-q", package]
        )  # otherwise the first run would compile them, and take longer
        with open(mark, "w"):
            os.utime(mark)
    return 0


def _python(folder: str) -> str:
    return os.path.join(folder, "bin", "python")


def _is_newer(mark: str, requirements: str) -> bool:
    return os.path.exists(mark) and os.path.getmtime(mark) >= os.path.getmtime(requirements)


def _wait_for(lock: int) -> None:
    """Wait until no other make is setting up the same folder."""
    try:
        import fcntl
    except ImportError:  # only on Windows, which is supported under WSL alone
        return
    fcntl.flock(lock, fcntl.LOCK_EX)


def _no(why: str) -> int:
    sys.stderr.write(why + "\n")
    return 1


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
