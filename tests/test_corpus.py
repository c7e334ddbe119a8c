"""Real policies of others, where they are at hand: each is read as GitHub reads it, or refused with a line."""

import re
from pathlib import Path

import pytest

from scripts.commands import build
from scripts.project.project import Project

from .conftest import write

CORPUS = Path(__file__).parent.parent.parent / "shared" / "corpus"
POLICIES = sorted([*CORPUS.glob("policies/*/*.md"), *CORPUS.glob("pairs/*/_docs/*.md")])

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not POLICIES, reason="the corpus is not beside this checkout")]


def name(path: Path) -> str:
    return re.sub(r"[^A-Za-z0-9_-]", "-", path.stem)


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.parent.name + "-" + path.stem)
def test_a_real_policy_is_built_or_refused_with_line_and_remedy(path: Path, tmp_path: Path) -> None:
    project = Project(tmp_path)
    write(tmp_path, f"policy/{name(path)}.md", path.read_text(encoding="utf-8"))
    problems = build.build(project).problems
    wanted = {
        found.group(1) for problem in problems if (found := re.match(r"unknown variable '([\w.]+)'", problem.message))
    }
    if wanted:
        write(
            tmp_path,
            "policy/site.toml",
            "[variables]\n" + "".join(f'"{key}" = "https://example.com/x"\n' for key in sorted(wanted)),
        )
        problems = build.build(project).problems
    assert all(problem.line and problem.hint for problem in problems), problems
    errors = [problem for problem in problems if problem.is_error]
    assert {problem.rule for problem in errors} <= {"markdown", "front-matter"}, problems
    assert {problem.rule for problem in problems} <= {
        "markdown",
        "dead-fragment",
        "title-level",
        "undefined-reference",
        "unseen-words",
        "indented-words",
        "html-dropped",
        "image-not-shown",
        "relative-link",
        "gap",
        "mail-link",
        "typed-date",
        "front-matter",
    }, problems
    if "policies" in path.parts:
        own = [
            problem for problem in errors if "a tag of Liquid" not in problem.message
        ]  # of the site that they come from
        assert own == [] and (project.site / "en" / f"{name(path)}.html").exists() == (not errors)
