"""The page of the rules is made from the rules, and tells of all of them once."""

from scripts.checks.rules_page import document
from scripts.checks.table import FAMILIES, WAIVABLE
from scripts.project.project import PIPELINE


def test_the_page_is_up_to_date() -> None:
    page = (PIPELINE / "docs" / "checks.md").read_text(encoding="utf-8")
    assert page == document(FAMILIES, WAIVABLE), "run make docs"


def test_every_rule_has_one_name_a_level_and_two_examples() -> None:
    rules = [rule for _, family in FAMILIES for rule in family]
    assert len({rule.name for rule in rules}) == len(rules) > 60
    for rule in rules:
        assert rule.level in ("error", "warning") and rule.about.endswith((".", "?")) and rule.bad != rule.good
        assert any(rule.bad[1:]) and any(rule.good[1:])
