"""Every command in the README and its pages runs, in the order in which it stands there."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from scripts.project.project import PIPELINE

from .conftest import sample_in

DOCUMENTS = [
    "README.md",
    "TRANSLATING.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    *(f"docs/{path.name}" for path in sorted((PIPELINE / "docs").glob("*.md"))),
]
TEXTS = {name: (PIPELINE / name).read_text(encoding="utf-8") for name in DOCUMENTS}
COMMANDS = [
    line
    for text in TEXTS.values()
    for block in re.findall(r"```sh\n(.*?)```", text, re.S)
    for line in block.strip().split("\n")
]
BY_THE_GATE = ("make test", "make lint")
"""What runs the tests or reads the code itself; `.ci/run` calls them."""


@pytest.mark.slow
@pytest.mark.skipif(
    shutil.which("make") is None or not (PIPELINE / ".venv" / ".made").exists(),
    reason="needs make and a .venv that `make` has made",
)
def test_every_command_of_the_readme_works_when_pasted(tmp_path: Path) -> None:
    sample_in(tmp_path)
    shutil.copytree(PIPELINE / "scripts", tmp_path / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("Makefile", "requirements.txt", "requirements-dev.txt"):
        shutil.copy2(PIPELINE / name, tmp_path / name)
    (tmp_path / ".venv").symlink_to(PIPELINE / ".venv")
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("MAKE", "MFLAGS"))}
    assert len(COMMANDS) >= 8
    for command in COMMANDS:
        if command not in BY_THE_GATE:
            done = subprocess.run(
                command, shell=True, cwd=tmp_path, env=clean, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, (command, done.stdout, done.stderr)
    assert (tmp_path / "build/site/ja/privacy.txt").exists() and (
        tmp_path / "locale/cs/LC_MESSAGES/privacy.po"
    ).exists()


def test_every_file_that_the_documents_name_is_there() -> None:
    examples = "docs/checks.md"  # its links are those of policies
    for document, text in TEXTS.items():
        for target in () if document == examples else re.findall(r"\]\((?!http)([\w./-]+)\)", text):
            assert ((PIPELINE / document).parent / target).exists(), (document, target)
    assert all(
        f"](docs/{page.removeprefix('docs/')})" in TEXTS["README.md"] for page in DOCUMENTS if page.startswith("docs/")
    )
    gate = (PIPELINE / ".ci" / "run").read_text(encoding="utf-8")
    assert all(command in gate for command in BY_THE_GATE)


def test_every_target_and_variable_of_make_that_a_document_names_is_there() -> None:
    makefile = (PIPELINE / "Makefile").read_text(encoding="utf-8")
    for document, text in TEXTS.items():
        code = "\n".join(re.findall(r"```(?:sh|text)\n(.*?)```", text, re.S))
        for target in {*re.findall(r"`make ([a-z-]+)", text), *re.findall(r"^make ([a-z-]+)", code, re.M)}:
            assert re.search(rf"^{target}:", makefile, re.M), (document, target)
        for variable in re.findall(r"\b([A-Z]{4,})=", text):
            assert re.search(rf"^override {variable} :=", makefile, re.M), (document, variable)
