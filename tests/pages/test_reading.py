"""In a build, every text is read once, and the facts about a policy are found once, for any number of locales and policies."""

import copy
import dataclasses
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from scripts import markup
from scripts.catalogs import template
from scripts.checks.entry import terms
from scripts.checks.rule import Facts
from scripts.commands import build
from scripts.markup import InlineReader, block_nodes, inline_parser, nodes
from scripts.pages import maker
from scripts.project import policy
from scripts.project.project import Project

from ..conftest import GERMAN, POLICY, po_text, sample_in, write


def counted(patch: pytest.MonkeyPatch, module: Any, name: str) -> Counter[tuple[Any, ...]]:
    """How often a function of a module is called with each first argument and its named ones."""
    calls: Counter[tuple[Any, ...]] = Counter()
    function: Callable[..., Any] = getattr(module, name)

    def listening(first: Any, *others: Any, **named: Any) -> Any:
        calls[first if isinstance(first, str) else id(first), *sorted(named.items())] += 1
        return function(first, *others, **named)

    patch.setattr(module, name, listening)
    return calls


@pytest.fixture
def sample(tmp_path: Any) -> Project:
    """The sample: one policy in many locales."""
    return sample_in(tmp_path)


@pytest.mark.parametrize("thorough", [False, True])
def test_a_build_reads_each_text_once(sample: Project, monkeypatch: pytest.MonkeyPatch, *, thorough: bool) -> None:
    read = counted(monkeypatch, inline_parser, "parse")
    assert not [problem for problem in build.build(sample, thorough=thorough).problems if problem.is_error]
    assert len(read) > 100
    assert [text for text, times in read.items() if times > 1] == []


def test_a_build_finds_the_facts_about_a_policy_once(sample: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    walks = counted(monkeypatch, markup, "segments")
    entries = counted(monkeypatch, template, "template_entries")
    forms = counted(monkeypatch, terms, "_named_forms")
    build.build(sample)
    written = "".join(path.read_text(encoding="utf-8") for path in sample.policies())
    of_policy = [times for (text,), times in forms.items() if len(text) > 40 and text in written]
    assert [sum(walks.values()), sum(entries.values()), max(of_policy)] == [1, 1, 1]


MANY = 20
"""More policies than a build needs in memory at a time."""


@pytest.mark.parametrize(
    ("letters", "links_of"),
    [
        (1_000, lambda number: []),
        (6_000, lambda number: [(number + 1) % MANY]),
        (maker._MOST_LETTERS, lambda number: range(MANY)),
    ],
    ids=["one in memory", "five in memory, each links to the next", "all in memory, each links to all"],
)
def test_each_of_many_policies_is_read_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, letters: int, links_of: Callable[[int], Iterable[int]]
) -> None:
    monkeypatch.setattr(maker, "_MOST_LETTERS", letters)
    for number in range(MANY):
        links = "".join(f"\nSee [another](p{other:02}.md).\n" for other in links_of(number))
        title = f"{chr(ord('A') + number)} Policy"
        write(tmp_path, f"policy/p{number:02}.md", POLICY.replace("Log Policy", title) + links)
        texts = {msgid.replace("Log Policy", title): msgstr for msgid, msgstr in GERMAN.items()}
        texts |= {
            f"See [another](p{other:02}.md).": f"Siehe [eine andere](p{other:02}.md)." for other in links_of(number)
        }
        write(tmp_path, f"locale/de/LC_MESSAGES/p{number:02}.po", po_text(texts))
    checked, known = counted(monkeypatch, policy, "inspect_policy"), counted(monkeypatch, policy, "known_policy")
    assert len(build.build(Project(tmp_path)).rows) == MANY * 2 * 4
    assert [*checked.values()] == [1] * MANY and not known


def test_no_block_of_a_policy_is_copied(sample: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(self: object, *_: object) -> None:
        pytest.fail(f"a copy of {self!r}")

    for kind in vars(block_nodes).values():
        if dataclasses.is_dataclass(kind):
            monkeypatch.setattr(kind, "__deepcopy__", refused, raising=False)
    build.build(sample)
    with pytest.raises(pytest.fail.Exception):
        copy.deepcopy(block_nodes.ThematicBreak(line=1))


def test_translations_of_a_locale_are_not_kept() -> None:
    policy = InlineReader({"l": ("https://example.org", "")})
    source = policy.segment("See **[this][l]**.")
    locale = policy.for_locale()
    assert locale.segment("See **[this][l]**.") is source
    said = locale.segment("Siehe **[dies][l]**.")
    assert locale.segment("Siehe **[dies][l]**.") is said
    assert policy.segment("Siehe **[dies][l]**.") is not said and policy.segment("See **[this][l]**.") is source


def test_facts_are_found_once() -> None:
    found: list[str] = []
    facts = Facts()
    for text in ("a", "b", "a"):
        facts.of(found.append, text)
    assert found == ["a", "b"]


@pytest.mark.parametrize("module", [nodes, block_nodes], ids=["inline", "blocks"])
def test_nodes_never_change(module: Any) -> None:
    kinds = [kind for kind in vars(module).values() if isinstance(kind, type) and kind.__module__ == module.__name__]
    kinds = [kind for kind in kinds if dataclasses.is_dataclass(kind)]
    assert len(kinds) > 8
    for kind in kinds:
        assert kind.__dataclass_params__.frozen and "__slots__" in vars(kind), kind  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["line", "text", "level"])
def test_a_block_without_fields_of_its_own_never_changes_either(name: str) -> None:
    block = block_nodes.HtmlBlock(line=1, text="<hr>")
    with pytest.raises((dataclasses.FrozenInstanceError, AttributeError, TypeError)):
        setattr(block, name, 2)
    other: block_nodes.Block = block_nodes.CodeBlock(line=1, text="<hr>")
    assert block == block_nodes.HtmlBlock(line=1, text="<hr>") and block != other
    assert dataclasses.replace(block, line=2) == block_nodes.HtmlBlock(line=2, text="<hr>")
