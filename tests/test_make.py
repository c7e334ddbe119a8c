"""The Makefile: what it does the second time, and what it notices."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from scripts.__main__ import main
from scripts.project.project import PIPELINE

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
    """A root as `make build` leaves it, without the start of another Python."""
    write(tmp_path, "policy/logs.md", POLICY)
    write(tmp_path, "locale/de/LC_MESSAGES/logs.po", po_text(GERMAN))
    assert main(["--root", str(tmp_path), "build"]) == 0
    return tmp_path


@pytest.mark.slow
def test_the_first_build_makes_everything(tmp_path: Path) -> None:
    write(tmp_path, "policy/logs.md", POLICY)
    write(tmp_path, "locale/de/LC_MESSAGES/logs.po", po_text(GERMAN))
    assert "25 files changed" in make(tmp_path, "build") and "nothing to do" in make(tmp_path, "build")


def test_the_second_build_starts_nothing_but_one_small_file_and_says_so(folder: Path) -> None:
    assert "nothing to do" in make(folder, "build", "PYTHON=false", "RUN=false")
    recipe = make(folder, "-n", "build")
    assert recipe.count("stale.py") == 1 and "-I -S scripts/stale.py" in recipe


@pytest.mark.slow
def test_quiet_says_nothing_where_nothing_is_to_be_done(folder: Path) -> None:
    assert make(folder, "build", "QUIET=1") == ""


@pytest.mark.slow
@pytest.mark.parametrize("words", [["LOCALES=de"], ["POLICIES=logs"], ["FORMAT=json"], ["STRICT=1"]], ids=" ".join)
def test_a_build_of_a_part_or_in_another_form_is_never_up_to_date(folder: Path, words: list[str]) -> None:
    is_strict = words == ["STRICT=1"]  # it looks as check does, and warns of the short header
    assert "nothing to do" not in make(folder, "build", *words, code=2 if is_strict else 0)
    assert "nothing to do" not in make(folder, "build")
    assert "nothing to do" in make(folder, "build")


@pytest.mark.slow
def test_warnings_that_remain_are_not_forgotten(folder: Path) -> None:
    write(folder, "policy/logs.md", POLICY + "\nSee [how](#nowhere).\n")
    make(folder, "update")
    assert "[dead-fragment]" in make(folder, "build")
    assert "2 warnings; make check lists them" in make(folder, "build")


@pytest.mark.slow
def test_a_page_with_its_old_size_and_time_is_seen(folder: Path) -> None:
    page = folder / "build/site/de/logs.html"
    good, times = page.read_bytes(), page.stat()
    page.write_bytes(good.replace(b"14", b"41"))
    os.utime(page, ns=(times.st_atime_ns, times.st_mtime_ns))
    make(folder, "build")
    assert page.read_bytes() == good


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["policy/notes.txt", "locale/de/LC_MESSAGES/other.po", "locale/waivers.toml", "policy/editions/logs/x"]
)
def test_any_new_file_of_policy_and_locale_is_looked_at(folder: Path, name: str) -> None:
    write(folder, name, "")
    done = subprocess.run(
        [PIPELINE / ".venv/bin/python", "-I", "-S", PIPELINE / "scripts/stale.py", folder], check=False
    )
    assert done.returncode == 1


@pytest.mark.slow
def test_a_deleted_page_comes_back(folder: Path) -> None:
    (folder / "build/site/de/logs.html").unlink()
    assert "build/site/de/: logs.html" in make(folder, "build")
    assert (folder / "build/site/de/logs.html").exists() and "nothing to do" in make(folder, "build")


@pytest.mark.slow
def test_a_changed_page_and_a_stray_file_are_put_right(folder: Path) -> None:
    page = folder / "build/site/de/logs.html"
    good = page.read_bytes()
    page.write_bytes(good + b"forged")
    (folder / "build/site/stray.html").write_text("stray")
    make(folder, "build")
    assert page.read_bytes() == good and not (folder / "build/site/stray.html").exists()


@pytest.mark.slow
def test_a_root_without_policies_is_reported_and_not_changed(tmp_path: Path) -> None:
    assert "is ROOT right?" in make(tmp_path, "build", code=2) and not (tmp_path / "build").exists()


@pytest.mark.slow
def test_a_deleted_build_folder_comes_back(folder: Path) -> None:
    shutil.rmtree(folder / "build")
    make(folder, "build")
    assert (folder / "build/site/de/logs.html").exists()


@pytest.mark.slow
def test_a_catalog_with_an_old_date_is_seen(folder: Path) -> None:
    path = write(folder, "locale/pl/LC_MESSAGES/logs.po", po_text(GERMAN, "pl"))
    os.utime(path, (1_000_000_000, 1_000_000_000))
    assert "build/site/pl/: " in make(folder, "build")
    path.unlink()
    assert "logs.html (deleted)" in make(folder, "build")


@pytest.mark.slow
def test_a_changed_catalog_rewrites_its_pages_alone(folder: Path) -> None:
    write(
        folder, "locale/de/LC_MESSAGES/logs.po", po_text({**GERMAN, "They hold your name.": "Sie nennen Ihren Namen."})
    )
    said = make(folder, "build")
    assert "6 files changed" in said and "build/site/de/: " in said and "/pl/" not in said


@pytest.mark.slow
def test_problems_fail_the_build_until_they_are_fixed(folder: Path) -> None:
    path = write(folder, "locale/de/LC_MESSAGES/logs.po", "broken")
    for _ in range(2):
        assert "locale/de/LC_MESSAGES/logs.po:1: error:" in make(folder, "build", code=2)
    path.write_text(po_text(GERMAN), encoding="utf-8")
    assert "error" not in make(folder, "build")


@pytest.mark.slow
def test_chosen_locales_do_not_hide_what_else_is_stale(folder: Path) -> None:
    write(folder, "policy/logs.md", POLICY.replace("name", "city"))
    make(folder, "build", "LOCALES=de")
    assert "build/site/en/: " in make(folder, "build")


@pytest.mark.slow
def test_a_mistyped_locale_is_refused_with_the_near_one(folder: Path) -> None:
    assert "did you mean 'de'?" in make(folder, "build", "LOCALES=dee", code=2)
    assert "make locale LOCALE=cs" in make(folder, "locale", code=2)
    assert "did you mean 'pl' (Polish)?" in make(folder, "locale", "LOCALE=pll", code=2)


def test_make_alone_prints_every_target() -> None:
    said = make(PIPELINE)
    targets = re.findall(r"^\.PHONY: ([a-z-]+)$", (PIPELINE / "Makefile").read_text("utf-8"), re.M)
    assert len(targets) > 15
    for target in targets:
        assert target == "help" or f"\n  {target} " in said, target
    assert "make locale LOCALE=cs" in said


@pytest.mark.slow
@pytest.mark.parametrize("given", ["{}", "", "."])
def test_clean_deletes_what_was_made_but_for_releases(folder: Path, tmp_path: Path, given: str) -> None:
    copy = tmp_path / "pipeline"
    for name in ("Makefile", "scripts/clean.py"):
        write(copy, name, (PIPELINE / name).read_text("utf-8"))
    here = folder if given == "{}" else copy
    for name in ("build/site/x", "build/.last-build", "build/release/policies-2024-10-01-0a1b2c3d.tar.gz", "mine"):
        write(here, name, "")
    write(tmp_path, "trap/build/mine", "")
    env = {**_plain(), "CDPATH": str(tmp_path / "trap")}
    command = ["make", "clean", f"ROOT={given.format(here)}"]
    assert subprocess.run(command, cwd=copy, env=env, capture_output=True, check=False).returncode == 0
    assert [path.name for path in (here / "build").iterdir()] == ["release"]
    assert (
        (here / "mine").exists() and (tmp_path / "trap/build/mine").exists() and any((here / "build/release").iterdir())
    )


@pytest.mark.slow
def test_clean_deletes_nothing_behind_a_link(folder: Path, tmp_path: Path) -> None:
    mine = write(tmp_path, "elsewhere/mine", "")
    shutil.rmtree(folder / "build")
    (folder / "build").symlink_to(tmp_path / "elsewhere")
    make(folder, "clean", code=2)
    assert mine.exists()
