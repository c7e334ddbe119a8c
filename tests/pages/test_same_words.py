"""Law 12: a page is not published if a renderer or a layout loses any part of it."""

import json
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from scripts.checks.page import page as page_checks
from scripts.commands import build
from scripts.locales import language
from scripts.output import manifest
from scripts.pages import data, maker
from scripts.pages.frame import Frame
from scripts.pages.listed import PageStatus
from scripts.pages.page import render_page
from scripts.problem import Refused
from scripts.project import policy
from scripts.project.project import PIPELINE, Project
from scripts.text import inline, renderer

from ..conftest import SAMPLE, write
from ..markup.test_specs import SPECS, examples
from .test_golden import GOLDEN, SITE

TEXT = """\
# Log Policy

We keep [your logs](https://example.org/logs) for 14 days.

- one *item*
- another 41

| a | b |
|---|---|
| c | delta |

```
code 7
```
"""

Change = Callable[..., Any]


def without_word(word: str) -> Callable[[Change], Change]:
    """Changes a function so that a word is missing in its text."""
    return lambda made: lambda *given, **named: made(*given, **named).replace(word, "")


def without_last(made: Change) -> Change:
    return lambda *given, **named: list(made(*given, **named))[:-1]


def without_last_segment(made: Change) -> Change:
    def data_of(section: Any) -> dict[str, Any]:
        found: dict[str, Any] = made(section)
        return {**found, "segments": found["segments"][:-1]}

    return data_of


def _with_html(facts: dict[str, Any], word: str, other: str) -> dict[str, Any]:
    return {**facts, "html": facts["html"].replace(word, other)}


LOSSES: list[tuple[Any, str, Callable[[Change], Change]]] = [
    (inline.InlineRenderer, "of", without_word("your")),
    (inline.InlineRenderer, "of", without_word("14")),
    (inline.InlineRenderer, "of", without_word("delta")),
    (renderer.TextRenderer, "_item", without_last),
    (renderer.TextRenderer, "_code", without_last),
    (renderer.TextRenderer, "link_list", lambda made: lambda text, heading: None),
    (data._Section, "data", without_last_segment),
    (data._Segment, "data", lambda made: lambda segment: {**made(segment), "text": made(segment)["text"][1:]}),
    (data._Segment, "data", lambda made: lambda segment: {**made(segment), "html": ""}),
    (data._Segment, "data", lambda made: lambda segment: _with_html(made(segment), "41", "14")),
    (data._Section, "data", lambda made: lambda section: {**made(section), "html": ""}),
    (data._Section, "data", lambda made: lambda section: _with_html(made(section), "delta", "gamma")),
    (data, "_html", without_word("Policy")),
    (maker, "to_json", without_word("delta")),
    (maker, "to_text", without_word("item")),
    (maker, "page_html", without_word("<td>delta</td>")),
    (maker, "page_html", without_word("Log Policy</h1>")),
    (maker, "to_fragment", without_word("41")),
]
"""The class or module that loses something, its function, and the change of this function."""


@pytest.mark.parametrize(("owner", "name", "change"), LOSSES, ids=[str(number) for number in range(len(LOSSES))])
def test_a_renderer_that_loses_something_stops_the_page(
    project: Project, owner: Any, name: str, change: Callable[[Change], Change]
) -> None:
    write(project.path, "policy/logs.md", TEXT)
    with patch.object(owner, name, change(getattr(owner, name))):
        result = build.build(project)
    assert {found.rule for found in result.problems if found.is_error} == {"text-differs"}
    assert not result.rows


@pytest.mark.parametrize("code", ["en", "ar"])
def test_the_html_in_the_data_of_any_policy_has_the_words_of_its_text(code: str) -> None:
    """Any policy: the examples of the specifications and the golden ones, with isolated numbers from right to left."""
    golden = [path.read_text("utf-8") for path in sorted(GOLDEN.glob("*/policy.md"))]
    compared = 0
    for text in [*golden, *(one.markdown for spec in SPECS for one in examples(spec))]:
        with suppress(Refused):
            read, _ = policy.inspect_policy(text, "policy", "policy/policy.md", SITE)
            if read is not None:
                frame = Frame(language(code), {}, {})
                page = render_page(read, SITE, frame, lambda segment: segment.text, PageStatus())
                written = data.WrittenData(data.to_json(page, frame, SITE, [page.listed]))
                found = page_checks.same_html(written.pairs(), written.wholes())
                assert [problem.message for problem in found] == []
                compared += 1
    assert compared > 1000


def test_with_no_loss_the_page_is_published(project: Project) -> None:
    write(project.path, "policy/logs.md", TEXT)
    result = build.build(project)
    assert not [found for found in result.problems if found.is_error]
    assert result.rows


# -- the finished files, read in full ----------------------------------------------------------------------


def read_in_full(html: str) -> page_checks.Outline:
    """The outline of a page as `html.parser` gives it."""
    with patch.object(page_checks, "plain_pieces", return_value=None):
        return page_checks.outline.__wrapped__(html)


@pytest.mark.slow
@pytest.mark.parametrize("whose", [PIPELINE, SAMPLE], ids=["our own site", "the sample"])
def test_the_finished_files_of_a_site_say_the_same(whose: Path, tmp_path: Path) -> None:
    for name in ("policy", "locale"):
        shutil.copytree(whose / name, tmp_path / name)
    build.build(Project(tmp_path))
    rows = manifest.last(tmp_path / "build/site").html()
    assert rows
    for row in rows:
        path = tmp_path / "build/site" / row.path
        body = path.with_suffix(".fragment.html").read_text("utf-8").partition("</header>")[2]
        body = body.removesuffix("</article>\n").partition("</section>")[2].strip()
        assert len(body) > 1000 and body in path.read_text("utf-8")
        text = path.with_suffix(".txt").read_text("utf-8")
        assert [found.message for found in page_checks.same_words(read_in_full(body), text)] == []
        pieces = json.loads(path.with_suffix(".json").read_text("utf-8"))
        said = [
            part["text"]
            for section in pieces["sections"]
            for part in [*([section["heading"]] if section["heading"] else []), *section["segments"]]
        ]
        assert [found.message for found in page_checks.same_data(read_in_full(body), said)] == []
