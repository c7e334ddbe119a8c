"""`make docs`: prints `docs/checks.md`, made from the rules themselves."""

from .rules_page import document
from .table import FAMILIES, WAIVABLE

print(document((rule for _, family in FAMILIES for rule in family), WAIVABLE), end="")
