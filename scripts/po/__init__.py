"""PO files: read strictly, kept byte for byte, written as `msgcat` writes (gettext manual, "PO Files").

read_catalog(text, path)            a catalog whose entries keep their bytes, or `Refused` with every wrong line
agrees(catalog, text, path)         polib as a second reader: no problem, or what it reads differently
text_of(catalog)                    the text of a file: entries as they were, new ones wrapped like the others
"""

from .cross_check import agrees
from .entry import Catalog, Entry, Key
from .reader import read_catalog
from .writer import UNWRAPPED, WRAP_WIDTH, quoted, text_of, width_of, written

__all__ = [
    "UNWRAPPED",
    "WRAP_WIDTH",
    "Catalog",
    "Entry",
    "Key",
    "agrees",
    "quoted",
    "read_catalog",
    "text_of",
    "width_of",
    "written",
]
