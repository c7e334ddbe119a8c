"""Every rule has bad cases that it finds and good ones that its family leaves alone, in many languages and scripts."""

import ast
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from itertools import chain
from pathlib import Path
from pkgutil import walk_packages

import pytest

from scripts import checks, po
from scripts.checks import meaning, table
from scripts.checks.entry import consistency, glossary, invisible, links, markup_parity, terms
from scripts.checks.page import page
from scripts.checks.quantities import check as quantities_check
from scripts.checks.rule import Rule
from scripts.checks.table import FAMILIES
from scripts.locales import script
from scripts.markup import InlineReader, Segment
from scripts.pages.alarm import unsafe
from scripts.problem import Problem

from ..checks import test_container, test_lost, test_settings, test_source
from .cases import Case, cases

KEEP = ("LM Studio", "OpenAI", "Apple", "iCloud", "iOS")
LOCALE = Path(__file__).parent.parent.parent / "locale"
Found = Callable[[Case], Iterator[Problem]]


def of_shape(case: Case) -> Iterator[Problem]:
    return markup_parity.keeps_shape(Segment(case.msgid, 1), case.msgstr, InlineReader({}, ("1",)), {})


def of_terms(case: Case) -> Iterator[Problem]:
    path = LOCALE / case.locale / "LC_MESSAGES" / "glossary.po"
    words = po.read_catalog(path.read_text(encoding="utf-8"), path.name).live.values() if path.exists() else ()
    pair = case.pair
    yield from terms.keeps_names(pair.source, pair.target, KEEP)
    yield from terms.keeps_forms(pair)
    yield from glossary.keeps_terms(pair, glossary.glossary(words))


def of_page(case: Case) -> Iterator[Problem]:
    if case.rule == "text-differs":
        return page.same_words(page.outline(case.msgid), case.msgstr)
    theirs = page.outline(case.msgstr)
    if case.rule == "unsafe-html":
        return unsafe(case.msgstr)
    ours = page.outline(case.msgid)
    both = page.same_blocks(ours, theirs, {}), page.same_numbers(ours, theirs, ("en", case.locale), ())
    return chain(*both)


ENTRIES: dict[str, tuple[str, Found]] = {
    "Shape": ("shape", of_shape),
    "Targets of links": ("targets", lambda case: links.check_links(case.pair)),
    "Letters and signs": ("hygiene", lambda case: invisible.check_invisible(case.pair)),
    "Numbers, dates, money": ("numbers", lambda case: quantities_check.check_quantities(case.pair)),
    "Names and terms": ("terms", of_terms),
    "Meaning": ("meaning", lambda case: meaning.check_meaning(case.pair)),
    "The finished page": ("page", of_page),
}
"""Family to its file of cases, and what looks at a case of it."""
ELSEWHERE: dict[str, tuple[Sequence[tuple[object, ...]], Sequence[tuple[object, ...]]]] = {
    "The file": (test_container.BAD, test_container.GOOD),
    "The policy itself": (test_source.BAD, test_source.GOOD),
    "What of a policy is lost": (test_lost.BAD, test_lost.GOOD),
    "Addresses of site.toml": (test_settings.BAD, test_settings.GOOD),
}
"""Families of whole files: their tables stand beside tests of their own, the rule first in each row."""
APART = {rule.name for rule in consistency.RULES} | {
    rule.name for _, family in FAMILIES for rule in family if rule.name.startswith("plural-")
}
"""Rules that look at several entries at once, or at a header alone: `test_terms`, `test_plurals`."""
RULES = {title: [rule for rule in family if rule.name not in APART] for title, family in FAMILIES}
BAD = [(title, case) for title, (name, _) in ENTRIES.items() for case in cases(name, "bad")]
GOOD = [(title, case) for title, (name, _) in ENTRIES.items() for case in cases(name, "good")]
LEVELS = {rule.name: rule.level for _, family in FAMILIES for rule in family}
MILDER = frozenset("number-lost number-added unit-changed currency-changed reference-changed mail-link".split())
"""Rules whose sentence on the page names cases that are a warning."""


def has_its_level(problem: Problem) -> bool:
    """Whether a problem has the level of its rule, or the milder one that the page tells of."""
    return problem.level == LEVELS[problem.rule] or (problem.rule in MILDER and problem.level == "warning")


def named(value: object) -> str:
    return str(value)


@pytest.mark.slow
@pytest.mark.parametrize(("title", "case"), BAD, ids=named)
def test_a_bad_case_is_found_by_its_rule_with_a_remedy(title: str, case: Case) -> None:
    told = list(ENTRIES[title][1](case))
    hits = [problem for problem in told if problem.rule == case.rule]
    assert hits and LEVELS[case.rule] in {problem.level for problem in hits}, told
    assert all(map(has_its_level, told))
    assert all(problem.message and (problem.hint or title == "The finished page") for problem in hits)


@pytest.mark.slow
@pytest.mark.parametrize(("title", "case"), GOOD, ids=named)
def test_a_good_case_is_left_alone_by_the_whole_family(title: str, case: Case) -> None:
    assert list(ENTRIES[title][1](case)) == []


@pytest.mark.parametrize(
    ("title", "rule"),
    [(title, rule) for title in ENTRIES if title != "The finished page" for rule in RULES[title]],
    ids=lambda value: value.name if isinstance(value, Rule) else "",
)
def test_a_rule_finds_the_bad_example_of_its_page_and_leaves_the_good_one_alone(title: str, rule: Rule) -> None:
    found = ENTRIES[title][1]
    assert (rule.name, rule.level) in {(problem.rule, problem.level) for problem in found(Case(rule.name, *rule.bad))}
    assert list(found(Case(rule.name, *rule.good))) == []


def test_a_rule_that_is_a_warning_in_some_cases_says_so() -> None:
    rules = [rule for _, family in FAMILIES for rule in family]
    assert {rule.name for rule in rules if "a warning" in rule.about} == MILDER
    assert {LEVELS[name] for name in MILDER} == {"error"}


def test_every_rule_that_a_module_defines_is_in_the_tables() -> None:
    modules = [
        import_module(found.name)
        for found in walk_packages(checks.__path__, "scripts.checks.")
        if not found.name.endswith("__main__")
    ]
    defined = {rule.name for module in modules for rule in vars(module).values() if isinstance(rule, Rule)}
    assert defined == set(LEVELS)


@pytest.mark.slow
def test_nothing_but_a_rule_makes_a_problem() -> None:
    makers = {
        path.name
        for path in Path(checks.__path__[0]).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("Problem", "replace")
    }
    assert makers == {"rule.py"}


def test_a_problem_has_the_name_and_level_of_its_rule() -> None:
    rule = Rule("typo", "warning", "A typo.", "Correct it.", ("de", "a", "b"), ("de", "a", "a"))
    assert rule.problem("it is 'b'", "write a", line=2) == Problem(
        "it is 'b'", "typo", line=2, level="warning", hint="write a"
    )


def test_every_family_is_looked_at() -> None:
    assert set(ENTRIES) | set(ELSEWHERE) == {title for title, _ in FAMILIES}


@pytest.mark.parametrize(("kind", "at"), [("bad", 0), ("good", 1)])
@pytest.mark.parametrize("title", RULES)
def test_each_rule_has_two_cases_of_each_kind(title: str, kind: str, at: int) -> None:
    if title in ENTRIES:
        have = [case.rule for case in cases(ENTRIES[title][0], kind)]
    else:
        have = [str(row[0]) for row in ELSEWHERE[title][at]]
    assert {rule.name for rule in RULES[title] if have.count(rule.name) < 2} == set()


@pytest.mark.parametrize("title", [title for title in ENTRIES if title != "The finished page"])
def test_the_cases_of_a_family_are_in_15_languages_and_8_scripts(title: str) -> None:
    codes = {case.locale for kind in ("bad", "good") for case in cases(ENTRIES[title][0], kind)}
    assert len(codes) >= 15 and len({script(code) for code in codes}) >= 8


def test_a_check_that_only_warns_has_no_rule_that_is_an_error() -> None:
    assert (meaning.check_meaning,) == table._WARNINGS_ALONE
    assert {rule.level for rule in meaning.RULES} == {"warning"}
