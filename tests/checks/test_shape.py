"""The rules of the shape: each finds its own bad example, and leaves its good one alone."""

import pytest

from scripts.checks.rule import Rule
from scripts.checks.shape import RULES, keeps_shape
from scripts.markup import Segment
from scripts.problem import Problem


def found(example: tuple[str, str, str]) -> list[Problem]:
    _, msgid, msgstr = example
    return list(keeps_shape(Segment(msgid, 1), msgstr, {}, ("1",), {}))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_each_rule_finds_its_bad_example_and_leaves_the_good_one_alone(rule: Rule) -> None:
    problems = {problem.rule: problem for problem in found(rule.bad)}
    assert rule.name in problems and problems[rule.name].level == rule.level
    assert found(rule.good) == []
