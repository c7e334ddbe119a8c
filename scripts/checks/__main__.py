"""`make docs`: prints `docs/checks.md`, made from the rules themselves."""

from .rules_page import document
from .table import FAMILIES, WAIVABLE

print(document(FAMILIES, WAIVABLE), end="")
