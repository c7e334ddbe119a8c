"""`make docs`: prints `docs/checks.md`, made from the rules themselves."""

from .document import document
from .entries import FAMILIES, WAIVABLE

print(document(FAMILIES, WAIVABLE), end="")
