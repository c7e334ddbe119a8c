"""The benchmark: its policies are what it says, a run can be read as a page, and what is not installed is said so."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.project.project import PIPELINE, Project

from .bench import generator
from .bench.aims import AIMS, LACKS, Results
from .bench.measure import Used, run
from .bench.others import Other
from .bench.page import PHASES, page


def project(folder: Path, drafts: list[generator.Draft]) -> Project:
    generator.site(folder, drafts)
    return Project(folder)


def test_a_generated_policy_has_as_many_segments_as_real_ones_and_no_problems(tmp_path: Path) -> None:
    drafts = generator.drafts(3)
    for path in project(tmp_path, drafts).policies():
        policy = Project(tmp_path).known_policy(path)
        assert policy is not None
        texts = [segment.text for segment in policy.segments()]
        assert len(texts) == len(set(texts)) == generator.SEGMENTS
    whole = "\n".join(draft.text() for draft in drafts)
    for mark in (
        "\n## ",
        "\n### ",
        "{#",
        "](#",
        ".md#",
        "https:",
        "\n- ",
        "\n1. ",
        "\n| ",
        "\n> ",
        "[^1]: ",
        "**",
        "`",
        "{{ ",
    ):
        assert mark in whole
    assert generator.drafts(3) == drafts != generator.drafts(3, seed=2)


@pytest.mark.parametrize("code", generator.chosen(12))
def test_a_stand_in_keeps_the_marks_and_changes_the_words(code: str) -> None:
    say, kept = generator.say_in(code), re.compile(r"[*`{}\[\]()#]|\d+|\[\^\d\]")
    for text in ("We **keep** [your data](terms.md#fees) for (30) days.[^1]", "`a_b` of {{ product }}, *now*"):
        said = say(text)
        assert kept.findall(said) == kept.findall(text) and "keep" not in said
        assert ("`a_b`" in said) == ("`a_b`" in text)


@pytest.mark.slow
def test_a_generated_project_is_right_in_every_script(tmp_path: Path) -> None:
    generator.site(tmp_path, generator.drafts(1))
    command = [sys.executable, "-m", "scripts", "--root", str(tmp_path)]
    subprocess.run([*command, "update"], cwd=PIPELINE, check=True, capture_output=True)
    generator.translations(tmp_path, generator.chosen(len(generator.LOCALES)))
    done = subprocess.run([*command, "check"], cwd=PIPELINE, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_the_processes_that_a_command_leaves_behind_are_counted() -> None:
    work = "import time\nwhile time.process_time() < 0.4: pass"
    spread = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {work!r}])"
    used = run([sys.executable, "-c", spread])
    if sys.platform == "linux":
        assert used.cpu > 0.4
    assert used.mebibytes > 1
    with pytest.raises(RuntimeError, match="ended with 3"):
        run([sys.executable, "-c", "raise SystemExit(3)"])


def results(*others: Other, seconds: float = 0.001) -> Results:
    one = Used(seconds, seconds, 10)
    figures = {name: one for name, _, _ in PHASES} | {"start of update": one, "archive": one}
    return Results(820, 800, figures, {20: figures, 100: figures, 440: figures, 5000: figures}, others, 0.5)


def test_an_aim_is_met_or_says_why_not() -> None:
    good, bad = page(results(), 121), page(results(seconds=1000), 121)
    assert "**not met**" not in good and good.count("| met |") > 5
    for aim in AIMS:
        most, figure = aim.most(results(seconds=1000)), aim.figure(results(seconds=1000))
        assert aim.what in good
        assert most is None or figure is None or figure <= most or aim.why in bad


def test_a_tool_that_is_not_installed_says_so() -> None:
    text = page(results(*(Other(tool, "cold build") for tool in LACKS)), 121)
    assert text.count("not installed") == len(LACKS)


def test_the_published_page_has_the_words_of_this_code() -> None:
    published = (PIPELINE / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    # What depends on a run: figures, the machine, rows and reasons that are there only in some runs.
    made = [line for line in page(results(), 121).split("\n") if not re.search(r"\d", line)]
    fixed = [line for line in made if line.startswith("#") or (line and not line.startswith("|"))]
    assert len(fixed) > 20 and [line for line in fixed if line not in published] == []
    assert [aim.what for aim in AIMS if f"| {aim.what} |" not in published] == []
