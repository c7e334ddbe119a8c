"""The policy's own faults: what is wrong before anybody translates it."""

import pytest

from scripts import build
from scripts.checks import source
from scripts.problem import Problem
from scripts.root import Root

from ..conftest import write


def faults(root: Root, body: str, front: str = "title: T\neffective: 2024-10-01") -> list[Problem]:
    write(root.path, "policy/logs.md", f"---\n{front}\n---\n\n{body}\n")
    (root.catalog("de", "logs")).unlink(missing_ok=True)
    return [problem for problem in build.build(root).problems if problem.path == "policy/logs.md"]


@pytest.mark.parametrize(
    ("body", "rule", "line", "words"),
    [
        ("a\n\n##\n\nb", "empty-heading", 8, "a heading without text"),
        ("See [b](#bb).\n\n## B {#b}", "dead-fragment", 6, "'#bb' leads nowhere"),
        ("a\n\n```\ncode", "open-fence", 8, "``` is never closed"),
        ("a\n\n~~~~ text\ncode\n~~~", "open-fence", 8, "~~~~ is never closed"),
        ("Write to [INSERT EMAIL ADDRESS].", "gap", 6, "[INSERT EMAIL ADDRESS]"),
        ("a\n\nWe are [Company Name] and [COMPANY NAME].", "gap", 8, "[COMPANY NAME]"),
        ("- one\n- call [TODO]", "gap", 7, "[TODO]"),
        ("*Last updated: October 1, 2024*", "typed-date", 6, "Last updated: October 1, 2024"),
        ("This is effective as of 2024-10-01.", "typed-date", 6, "effective as of 2024"),
    ],
)
def test_a_fault_of_the_source_is_told_with_its_line(root: Root, body: str, rule: str, line: int, words: str) -> None:
    [problem] = faults(root, body)
    assert (problem.rule, problem.line) == (rule, line) and words in problem.message and problem.mend


@pytest.mark.parametrize(
    "body",
    [
        "## A {#x}\n\n## A\n\nSee [a](#x) and [top](#).",
        "```\n[INSERT NAME]\n```",
        "~~~\n```\n~~~",
        "- [x] done\n- [ ] not done",
        "[GDPR](https://example.org) and [GDPR]\n\n[GDPR]: https://example.org",
        "Last updated: {{ effective }}",
        "We are effective. In 2024 we grew.",
        "Press [A].",
    ],
)
def test_good_sources_are_left_alone(root: Root, body: str) -> None:
    assert faults(root, body) == []


def test_a_date_may_be_typed_where_the_front_matter_names_none(root: Root) -> None:
    assert faults(root, "Last updated: October 1, 2024", "title: T") == []


def test_every_rule_is_in_the_table() -> None:
    assert {rule.name for rule in source.RULES} == {
        "dead-fragment", "empty-heading", "open-fence", "gap", "typed-date",
    }  # fmt: skip
