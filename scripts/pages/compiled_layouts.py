"""The layouts as Jinja compiled them in an earlier run.

They are in the folder where Python keeps the compiled modules of this package (`__pycache__`, or below
`PYTHONPYCACHEPREFIX`), because they are executed like these. They are never in `build/`: that folder may come from anyone,
for example from a cache of a CI server.
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
    """A file of bytecode for each layout in a folder. If none can be written, each run compiles the layouts again."""

    def __init__(self, folder: Path) -> None:
        self._folder = Path(cache_from_source(str(folder / "layout.html"))).parent

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load the bytecode of a layout if this code has written it. Jinja checks that the layout has not changed since."""
        with suppress(OSError):
            written = self._path(bucket).read_bytes()
            digest, code = written[:32], written[32:]
            if digest == _digest(code):
                bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write the bytecode, unless Python is told to write none for modules either."""
        if not sys.dont_write_bytecode:
            code = bucket.bytecode_to_string()
            with suppress(OSError):
                files.write_bytes(self._path(bucket), _digest(code) + code)

    def _path(self, bucket: Bucket) -> Path:
        return self._folder / f"{bucket.key}.layout"


def _digest(code: bytes) -> bytes:
    """The digest of bytecode and of all that it depends on besides its layout: this package, Jinja and Python."""
    return sha256(code_digest().encode() + code).digest()
