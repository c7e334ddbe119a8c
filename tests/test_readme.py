"""Every command in the README and its pages runs, in the order in which it stands there."""

import os
import re
import shutil
import subprocess
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from scripts.__main__ import main
from scripts.project.config import Config
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
MESSAGES = [
    (name, message.strip("\n"))
    for name, text in TEXTS.items()
    for block in re.findall(r"```text\n(.*?)```", text, re.S)
    for message in re.findall(r"^(?:policy|locale)/\S+:\d+: (?:error|warning): .*\n(?: +.*\n)*", block, re.M)
]
"""Messages that documents quote, with the name of the document."""
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


def test_the_readme_links_to_every_page() -> None:
    pages = [*DOCUMENTS[1:], "CHANGELOG.md"]
    assert [page for page in pages if f"]({page})" not in TEXTS["README.md"]] == []


def test_the_gate_runs_the_commands_that_are_not_run_here() -> None:
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


def test_every_message_that_a_document_quotes_is_what_the_code_prints(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sample_in(tmp_path)
    front = "---\ntitle: Terms\neffective: 2024-10-01\n---\n\n"
    (tmp_path / "policy/terms.md").write_text(
        f"{front}Say <your name>, and accept the \u0421ookie.\n", encoding="utf-8"
    )
    german = tmp_path / "locale/de/LC_MESSAGES/privacy.po"
    text = german.read_text(encoding="utf-8")
    lost = text.replace("[Speicherung und Sicherheit](#security)", "Speicherung und Sicherheit", 1)
    assert lost != text
    german.write_text(lost, encoding="utf-8")
    assert main(["--root", str(tmp_path), "check", "--locale", "de"]) == 1
    said = capsys.readouterr()
    assert len(MESSAGES) >= 3
    for document, message in MESSAGES:
        assert message in said.out + said.err, (document, message)


def test_the_page_of_settings_has_every_key_with_its_default() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| `([^`]+)` \|", TEXTS["docs/settings.md"], re.M))
    assert rows.pop("report") == "base_url"
    tables = {"variables", "links", "report", "text"}  # they have no default, or are no key
    assert set(rows) == {field.name for field in fields(Config)} - tables
    for key, written in rows.items():
        default = getattr(Config(), key)
        assert tomllib.loads(f"x = {written}")["x"] == (list(default) if isinstance(default, tuple) else default), key
