"""The crew: the same answers in the same order for any number of processes; a process that ends too early is reported."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from scripts.commands import build, check
from scripts.pages import crew
from scripts.pages.crew import Crew, VersionWanted
from scripts.pages.maker import Maker
from scripts.pages.survey import Survey
from scripts.problem import Problem, Refused
from scripts.project.project import Project

from ..conftest import GERMAN, POLICY, po_text, write

TOP = Path(__file__).parent.parent.parent
CODES = ("cs", "da", "de", "fr", "it", "nl", "pl", "pt")


@pytest.fixture
def many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Two policies in eight languages, some of them with errors; other processes start from eight pages on."""
    monkeypatch.setattr(crew, "MANY", 8)
    for name in ("logs", "cookies"):
        write(tmp_path, f"policy/{name}.md", POLICY)
        for code in CODES:
            texts = GERMAN if code != "da" else {**GERMAN, "They hold `code`.": "Sie enthalten Code."}
            write(tmp_path, f"locale/{code}/LC_MESSAGES/{name}.po", po_text(texts, code))
    return Project(tmp_path)


def tree(project: Project) -> dict[str, bytes]:
    return {
        str(path.relative_to(project.build)): path.read_bytes() for path in project.build.rglob("*") if path.is_file()
    }


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [2, 3, 5])
def test_the_number_of_processes_changes_no_byte_and_no_message(many: Project, jobs: int) -> None:
    alone = build.build(many)
    files = tree(many)
    together = build.build(many, jobs=jobs)
    assert tree(many) == files and together.rows == alone.rows
    assert together.problems == alone.problems and together.withheld == alone.withheld
    assert check.check(many, (), (), jobs=jobs) == check.check(many, (), ())


def dying(maker: Maker, name: str) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


def wrong(maker: Maker, name: str) -> Any:
    raise Refused(Problem("gone", "file", name))


@pytest.mark.slow
def test_a_process_that_is_killed_ends_the_work_with_a_message(many: Project) -> None:
    survey = Survey(many, jobs=2)
    survey.crew.expect(100, 2)
    answer = survey.crew._ask("logs", dying)
    with pytest.raises(Refused) as caught, ThreadPoolExecutor(1) as patience:
        patience.submit(answer.result).result(30)
    assert caught.value.problems[0].rule == "worker" and "JOBS=1" in caught.value.problems[0].hint
    survey.crew.close()


@pytest.mark.slow
def test_an_exception_in_another_process_is_raised_here(many: Project) -> None:
    survey = Survey(many, jobs=2)
    survey.crew.expect(100, 2)
    with pytest.raises(Refused, match="gone"):
        survey.crew._ask("logs", wrong).result()
    assert survey.crew.source("logs").result().is_read  # the process goes on
    survey.crew.close()


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "killpg"), reason="groups of processes are a thing of Unix")
@pytest.mark.parametrize("seconds", [0.8, 2.0])
def test_ctrl_c_ends_all_processes_without_output(many: Project, seconds: float) -> None:
    """A terminal sends the signal to every process of the run; they start within the first second."""
    for number in range(40):
        write(many.path, f"policy/p{number}.md", POLICY)
    command = [sys.executable, "-m", "scripts", "--root", str(many.path), "build", "--quiet", "--jobs", "2"]
    run = subprocess.Popen(
        command, cwd=TOP, text=True, start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    time.sleep(seconds)
    os.killpg(run.pid, signal.SIGINT)
    said, _ = run.communicate(timeout=30)  # the pipe ends with the last process that holds it
    assert "Traceback" not in said and "KeyboardInterrupt" not in said


@pytest.mark.parametrize("policies", [1, 2, 7])
def test_answers_come_in_the_order_of_the_questions(many: Project, policies: int) -> None:
    survey = Survey(many, jobs=3)
    survey.crew.expect(100, policies)
    wanted = [VersionWanted(code, is_read=True, is_published=True) for code in CODES]
    found = survey.crew.versions("logs", wanted).result()
    assert [facts.page.code for facts in found if facts.page] == [code for code in CODES if code != "da"]
    survey.crew.close()


def test_few_pages_start_no_process() -> None:
    def recipe() -> Maker:
        raise AssertionError

    few = Crew(recipe, 4)
    few.expect(crew.MANY - 1, 3)
    assert few.ahead == 0
    alone = Crew(recipe, 1)
    alone.expect(1000, 3)
    assert alone.ahead == 0
