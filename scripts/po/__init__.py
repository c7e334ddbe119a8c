"""PO files: read strictly, kept byte for byte, written as `msgcat` writes (gettext manual, "PO Files").

catalog = read(text, path)          entries with their texts and their bytes, or `Refused` with every line that is wrong
part = agrees(catalog, text)        polib as the second reader: what it reads otherwise
text = text_of(catalog)             entries as they were, new ones wrapped as the file is
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
