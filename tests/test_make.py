"""The Makefile: what it does the second time, and what it notices."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from scripts.root import PIPELINE

from .conftest import GERMAN, POLICY, po_text, write

pytestmark = pytest.mark.skipif(
    shutil.which("make") is None or not (PIPELINE / ".venv" / ".made").exists(),
    reason="needs make and a .venv that `make` has made",
)


def make(root: Path, *words: str, code: int = 0) -> str:
    done = subprocess.run(
        ["make", f"ROOT={root}", *words], cwd=PIPELINE, capture_output=True, text=True, check=False, env=_plain()
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def _plain() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if not key.startswith(("MAKE", "MFLAGS"))}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, "policy/logs.md", POLICY)
    write(tmp_path, "locale/de/LC_MESSAGES/logs.po", po_text(GERMAN))
    assert "23 changed" in make(tmp_path, "build")
    return tmp_path


def test_the_second_build_starts_no_python_and_says_so(folder: Path) -> None:
    assert "nothing to do" in make(folder, "build", "PYTHON=false", "RUN=false")


def test_a_deleted_page_comes_back(folder: Path) -> None:
    (folder / "build/site/de/logs.html").unlink()
    assert "build/site/de/: logs.html" in make(folder, "build")
    assert (folder / "build/site/de/logs.html").exists() and "nothing to do" in make(folder, "build")


def test_a_page_that_was_touched_and_a_stray_file_are_mended(folder: Path) -> None:
    page = folder / "build/site/de/logs.html"
    good = page.read_bytes()
    page.write_bytes(good + b"forged")
    (folder / "build/site/stray.html").write_text("stray")
    make(folder, "build")
    assert page.read_bytes() == good and not (folder / "build/site/stray.html").exists()


def test_a_root_without_policies_is_told_and_left_alone(tmp_path: Path) -> None:
    assert "is ROOT right?" in make(tmp_path, "build", code=2) and not (tmp_path / "build").exists()


def test_a_deleted_build_folder_comes_back(folder: Path) -> None:
    shutil.rmtree(folder / "build")
    make(folder, "build")
    assert (folder / "build/site/de/logs.html").exists()


def test_a_catalog_with_an_old_date_is_seen(folder: Path) -> None:
    path = write(folder, "locale/pl/LC_MESSAGES/logs.po", po_text(GERMAN, "pl"))
    os.utime(path, (1_000_000_000, 1_000_000_000))
    assert "build/site/pl/: " in make(folder, "build")
    path.unlink()
    assert "logs.html (deleted)" in make(folder, "build")


def test_a_changed_catalog_rewrites_its_pages_alone(folder: Path) -> None:
    write(
        folder, "locale/de/LC_MESSAGES/logs.po", po_text({**GERMAN, "They hold your name.": "Sie nennen Ihren Namen."})
    )
    said = make(folder, "build")
    assert "6 changed" in said and "build/site/de/: " in said and "/pl/" not in said


def test_problems_fail_the_build_until_they_are_mended(folder: Path) -> None:
    path = write(folder, "locale/de/LC_MESSAGES/logs.po", "broken")
    for _ in range(2):
        assert "locale/de/LC_MESSAGES/logs.po:1: error:" in make(folder, "build", code=2)
    path.write_text(po_text(GERMAN), encoding="utf-8")
    assert "error" not in make(folder, "build")


def test_chosen_locales_do_not_hide_what_else_is_stale(folder: Path) -> None:
    write(folder, "policy/logs.md", POLICY.replace("name", "city"))
    make(folder, "build", "LOCALES=de")
    assert "build/site/en/: " in make(folder, "build")


def test_a_mistyped_locale_is_refused_with_the_near_one(folder: Path) -> None:
    assert "did you mean 'de'?" in make(folder, "build", "LOCALES=dee", code=2)
    assert "make locale LOCALE=cs" in make(folder, "locale", code=2)
    assert "did you mean 'pl' (Polish)?" in make(folder, "locale", "LOCALE=pll", code=2)


def test_make_alone_prints_every_target() -> None:
    said = make(PIPELINE)
    for target in ("build", "update", "locale LOCALE=cs", "test", "lint", "clean"):
        assert f"  {target} " in said
