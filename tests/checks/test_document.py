"""The page of the rules is made from the rules, and explains each of them once."""

import re
from dataclasses import replace

import pytest

from scripts.checks.rules_page import GROUPS, document
from scripts.checks.table import FAMILIES, WAIVABLE
from scripts.project.project import PIPELINE

RULES = [rule for _, family in FAMILIES for rule in family]


def test_the_page_is_up_to_date() -> None:
    page = (PIPELINE / "docs" / "checks.md").read_text(encoding="utf-8")
    assert page == document(RULES, WAIVABLE), "run make docs"


def test_every_rule_has_one_name_a_level_a_remedy_and_two_examples() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES) > 60
    for rule in RULES:
        assert rule.level in ("error", "warning") and rule.about.endswith(".") and rule.bad != rule.good
        assert any(rule.bad[1:]) and any(rule.good[1:])
        sentences = re.split(r"(?<=[.?]) (?=[A-Z`])", rule.fix)
        assert rule.fix.endswith(".") and len(sentences) <= 2 and rule.fix not in rule.about, rule.name
    assert len({rule.about for rule in RULES}) == len(RULES)


def test_every_rule_is_in_one_group_and_in_the_contents() -> None:
    names = [name for _, group in GROUPS for name in group.split()]
    assert len(names) == len(set(names)) and set(names) == {rule.name for rule in RULES}
    contents, _, sections = document(RULES, WAIVABLE).partition("\n## " + GROUPS[0][0])
    assert re.findall(r"\[([\w-]+)\]\(#\1\)", contents) == re.findall(r"^### (.+)$", sections, re.M) == names


def test_a_rule_without_a_group_is_refused() -> None:
    with pytest.raises(KeyError, match="rules without a group: new-one"):
        document([*RULES, replace(RULES[0], name="new-one")], WAIVABLE)


def test_the_page_says_what_may_be_waived() -> None:
    page = document(RULES, WAIVABLE)
    for rule in RULES:
        level = f"{rule.level.capitalize()}{', may be waived' if rule.name in WAIVABLE else ''}"
        assert f"### {rule.name}\n\n**{level}.** " in page
