"""The layouts as Jinja compiled them in an earlier run.

They lie where Python keeps what it compiled of this package (`__pycache__`, or what `PYTHONPYCACHEPREFIX` says), for they
are code like that, and never in `build/`, which may come from anywhere.
"""

import sys
from contextlib import suppress
from hashlib import sha256
from importlib.util import cache_from_source
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from .. import files
from ..store import code_digest


class CompiledLayouts(BytecodeCache):
    """A file of bytecode for each layout of a folder; where none can be written, every run compiles anew."""

    def __init__(self, folder: Path) -> None:
        self._folder = Path(cache_from_source(str(folder / "layout.html"))).parent

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what was compiled of this layout by this code; Jinja looks whether the layout is another one now."""
        with suppress(OSError):
            written = self._path(bucket).read_bytes()
            digest, code = written[:32], written[32:]
            if digest == _digest(code):
                bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled, unless Python is to keep nothing of the package either."""
        if not sys.dont_write_bytecode:
            code = bucket.bytecode_to_string()
            with suppress(OSError):
                files.write_bytes(self._path(bucket), _digest(code) + code)

    def _path(self, bucket: Bucket) -> Path:
        return self._folder / f"{bucket.key}.layout"


def _digest(code: bytes) -> bytes:
    """Of some bytecode, and of all that it depends on beside its layout: this package, Jinja, Python."""
    return sha256(code_digest().encode() + code).digest()
