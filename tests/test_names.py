"""A hostile tree: whatever files and folders are called, no command runs, nothing crashes, and every message is clear."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.__main__ import main
from scripts.project.project import PIPELINE

from .conftest import GERMAN, POLICY, po_text, write

CANARY = "RAN-BY-A-NAME"
NAMES = [
    "$(touch RAN-BY-A-NAME)", "`touch RAN-BY-A-NAME`", "${IFS}$(touch${IFS}RAN-BY-A-NAME)", "a;touch RAN-BY-A-NAME;b",
    "a&&touch RAN-BY-A-NAME", "a|touch RAN-BY-A-NAME", "a&touch RAN-BY-A-NAME&", "a\ntouch RAN-BY-A-NAME\nb",
    "$(shell touch RAN-BY-A-NAME)", "$$(touch RAN-BY-A-NAME)", "%$(eval x:=$(shell touch RAN-BY-A-NAME))",
    "'; touch RAN-BY-A-NAME; '", '"; touch RAN-BY-A-NAME; "', "{{ 7*7 }}", "{% include x %}", "%s%n", "%0a", "~", "*", "?[a-z]",
    "-rf", "--help", "--root=x", "-", "it's", 'say "no"', "two words", " lead", "trail ", "tab\there", "a\\b", "#hash", "a:b=c",
    "\u202egpj.exe", "\x1b[2J\x1b]0;x\x07", "bell\x07", "nul\u0000x".replace("\u0000", "\u2400"), "\u200b", "a\u0308e\u0301",
    "Ж" * 60, "é" * 120, "<script>alert(1)</script>".replace("/", "-"), "..x", "con", "a.b.c", "::error::x",
]  # fmt: skip
VERBS = ["build", "check", "update", "status", "release"]


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A root with one good policy, and each of the names as policy, locale, catalog, edition and stray."""
    root = tmp_path_factory.mktemp("names")
    write(root, "policy/logs.md", POLICY)
    write(root, "locale/de/LC_MESSAGES/logs.po", po_text(GERMAN))
    for name in NAMES:
        for place in (
            "policy/{}.md", "policy/{}.pdf", "policy/{}/x.md", "policy/editions/{}/2024-01-01/x.md", "policy/editions/logs/{}/logs.md",
            "locale/{}/LC_MESSAGES/logs.po", "locale/de/LC_MESSAGES/{}.po", "locale/{}.pot",
        ):  # fmt: skip
            write(root, place.format(name), "text\n")
    for raw in (b"\xff\xfe", b"bad-\xc3"):
        (root / "locale" / os.fsdecode(raw) / "LC_MESSAGES").mkdir(parents=True)  # a name that is no text
    return root


@pytest.fixture
def _no_canary(tree: Path) -> Iterator[None]:
    yield
    found = [path for folder in (PIPELINE, tree, Path.cwd()) for path in folder.glob(f"**/{CANARY}")]
    for path in found:
        path.unlink()
    assert found == []


def clear(said: str) -> None:
    """No traceback, nothing that the terminal would obey, and each problem has a place and a rule."""
    assert "Traceback" not in said and "No rule to make target" not in said and "Unterminated" not in said
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", said)
    heads = [line for line in said.split("\n") if re.search(r": (error|warning): ", line)]
    assert heads and all(re.search(r" \[[a-z-]+\]$", line) for line in heads), heads


@pytest.mark.slow
@pytest.mark.usefixtures("_no_canary")
@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.skipif(
    shutil.which("make") is None or not (PIPELINE / ".venv" / ".made").exists(),
    reason="needs make and a .venv that `make` has made",
)
def test_no_name_runs_a_command(tree: Path, verb: str) -> None:
    env = {key: value for key, value in os.environ.items() if not key.startswith(("MAKE", "MFLAGS"))}
    command = ["make", verb, f"ROOT={tree}"]
    done = subprocess.run(command, cwd=PIPELINE, capture_output=True, env=env, check=False)
    assert done.returncode == 2, done.stderr.decode()[-2000:]
    clear((done.stdout + done.stderr).decode("utf-8", "strict"))


@pytest.mark.slow
@pytest.mark.usefixtures("_no_canary")
@pytest.mark.parametrize("form", ["json", "github"])
def test_data_of_odd_names_is_whole(tree: Path, form: str) -> None:
    import json

    command = [sys.executable, "-m", "scripts", "--root", str(tree), "check", "--format", form]
    done = subprocess.run(command, cwd=PIPELINE, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and done.stderr == ""
    if form == "json":
        paths = {row["path"] for row in json.loads(done.stdout)["problems"]}
        assert len(paths) > 4 * len(NAMES)
    else:
        assert all(line.startswith(("::error file=", "::warning file=")) for line in done.stdout.strip().split("\n"))


VALUES = [
    "$(shell touch RAN-BY-A-NAME)`touch RAN-BY-A-NAME`$(touch RAN-BY-A-NAME)",
    "'; touch RAN-BY-A-NAME; \"; touch RAN-BY-A-NAME #",
]


@pytest.mark.slow
@pytest.mark.usefixtures("_no_canary")
@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize(
    "words",
    [
        ["build", "LOCALES={}"], ["build", "POLICY={}"], ["build", "FORMAT={}"], ["build", "ROOT={}"], ["build", "STRICT={}"],
        ["check", "QUIET={}"], ["locale", "LOCALE={}"], ["verify", "RELEASE={}"], ["verify", "FOLDER={}"],
        ["import", "LOCALE=de", "POLICY=logs", "FROM={}"],
    ],
    ids=lambda words: " ".join(words),
)  # fmt: skip
@pytest.mark.skipif(
    shutil.which("make") is None or not (PIPELINE / ".venv" / ".made").exists(),
    reason="needs make and a .venv that `make` has made",
)
def test_no_value_runs_a_command(tmp_path: Path, words: list[str], value: str) -> None:
    write(tmp_path, "policy/logs.md", POLICY)
    env = {key: text for key, text in os.environ.items() if not key.startswith(("MAKE", "MFLAGS"))}
    target, *settings = [word.replace("{}", value) for word in words]
    given = [*settings] if any(word.startswith("ROOT=") for word in settings) else [*settings, f"ROOT={tmp_path}"]
    for command, more in (([target, *given], {}), ([target], dict(word.split("=", 1) for word in given))):
        done = subprocess.run(
            ["make", *command], cwd=PIPELINE, capture_output=True, text=True, env={**env, **more}, check=False
        )
        assert "Traceback" not in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("name", ["b\n::error::forged.md", "c\r::error::forged.md", "d\x85::error::forged.md"])
def test_no_name_forges_a_line_of_the_log(tmp_path: Path, name: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    for number in range(3):
        write(tmp_path, f"policy/{number}{name}", "# T\n")
        write(tmp_path, f"locale/de/LC_MESSAGES/{number}{name[:-3]}.po", po_text(GERMAN))
    write(tmp_path, "policy/logs.md", POLICY)
    for verb in ("build", "check", "status", "update"):
        for form in ("text", "github"):
            main(["--root", str(tmp_path), verb, "--format", form])
            said = b"".join(capfdbinary.readouterr()).decode()
            assert "forged" in said or verb == "update", verb
            lines = re.split("[\n\r\x85\u2028]", said)
            assert not [line for line in lines if line.startswith("::error::forged")], (verb, form)
