"""The tools of translators take every catalog that we write, and we take theirs."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from scripts import po
from scripts.commands import locale, update
from scripts.po import Entry
from scripts.project.project import PIPELINE, Project

from .conftest import GERMAN, POLICY, of_what_is_shipped, write

SHIPPED = sorted((PIPELINE / "locale").glob("*/LC_MESSAGES/*.po"))
TRUE = {
    "invalid-last-translator": "a machine draft has no translator",
    "invalid-language": "i18nspector knows no locale with a script, such as zh_Hans",
    "unable-to-determine-language": "the same",
}
"""What i18nspector says of the catalogs that are shipped, and is so."""


def needs(tool: str, package: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(tool) is None, reason=f"{tool} is not installed (Debian: {package})")


def quiet(_: str) -> None:
    pass


@pytest.fixture
def worn(project: Project) -> Path:
    """A catalog with all that a merge can leave: fuzzy, obsolete, reused and new entries, filled in by a translator."""
    write(project.path, "policy/terms.md", "---\ntitle: Terms\n---\n\nThey hold `code`.\n")
    locale.start(project, ["de"], quiet)
    header = project.read(project.catalog("de", "terms")).partition("\n\n")[0]
    header = header.replace("YEAR-MO-DA HO:MI+ZONE", "2024-10-01 12:00+0000").replace("terms", "logs")
    header = re.sub(r"FULL NAME <[^>]*>", "Erika Mustermann <erika@mustermann.internal>", header)
    path = project.catalog("de", "logs")
    entries = (po.written(Entry(msgid, msgstr)) for msgid, msgstr in GERMAN.items())
    path.write_text("\n\n".join([header, "\n".join(entries)]), encoding="utf-8")
    changed = POLICY.replace("hold your name", "hold your city").replace("- They hold `code`.", "\nAnd more than that.")
    write(project.path, "policy/logs.md", changed)
    update.update(project, (), quiet)
    text = project.read(path)
    assert "#, fuzzy" in text and "#~ msgid" in text and 'msgstr ""\n' in text.partition("\n\n")[2]
    return path


@pytest.mark.slow
@needs("i18nspector", "i18nspector")
def test_i18nspector_takes_a_catalog_that_was_merged(worn: Path) -> None:
    done = subprocess.run(["i18nspector", "--language", "de", str(worn)], capture_output=True, text=True, check=True)
    assert done.stdout == ""


@pytest.mark.slow
@of_what_is_shipped
@needs("i18nspector", "i18nspector")
def test_i18nspector_says_only_what_is_true_of_the_shipped_catalogs() -> None:
    command = ["i18nspector", *map(str, SHIPPED), *map(str, sorted((PIPELINE / "locale").glob("*.pot")))]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = {(line.split(": ")[2].split(" ")[0], "zh_Hans" in line) for line in said.splitlines()}
    assert {tag for tag, _ in found} <= set(TRUE)
    assert all(is_script for tag, is_script in found if tag != "invalid-last-translator")


@needs("msgfmt", "gettext")
def test_gettext_takes_a_catalog_that_was_merged_and_writes_it_alike(worn: Path) -> None:
    checked = subprocess.run(["msgfmt", "-c", "-o", "/dev/null", str(worn)], capture_output=True, text=True, check=True)
    assert checked.stderr == ""
    text = worn.read_text(encoding="utf-8")
    assert subprocess.run(["msgcat", str(worn)], capture_output=True, text=True, check=True).stdout == text
    again = ["msgmerge", "--quiet", "--previous", str(worn), str(worn.parents[2] / "logs.pot")]
    assert subprocess.run(again, capture_output=True, text=True, check=True).stdout == text


READ_BY_TOOLKIT = """
import sys
from translate.storage import pypo
store = pypo.pofile.parsefile(sys.argv[1])
for unit in store.units:
    if not unit.isheader():
        print(repr((unit.source, unit.target, unit.isfuzzy(), unit.isobsolete(), unit.prev_source)))
sys.stdout.flush()
store.savefile(sys.argv[2])
"""


@pytest.mark.skipif(not Path("/usr/bin/po2txt").exists(), reason="not installed (Debian: translate-toolkit)")
def test_the_reader_of_weblate_reads_the_same_and_adds_no_noise(worn: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.po"
    command = ["/usr/bin/python3", "-c", READ_BY_TOOLKIT, str(worn), str(copy)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    ours = [
        (entry.msgid, entry.msgstr, entry.is_fuzzy, entry.obsolete, entry.previous or "")
        for entry in po.read_catalog(worn.read_text(encoding="utf-8"), "x.po").entries
    ]
    assert sorted(said.splitlines()) == sorted(map(repr, ours))
    again = po.read_catalog(copy.read_text(encoding="utf-8"), "copy.po")
    assert sorted(map(repr, (entry.key for entry in again.entries))) == sorted(repr((None, row[0])) for row in ours)


SAVE_IN_POEDIT = """
poedit "$1" &
for try in $(seq 100); do xdotool search --onlyvisible --name 'logs' && break; sleep 0.2; done
sleep 1.5
xdotool search --onlyvisible --name '.*' getwindowname %@ > "$2"
xdotool key ctrl+s
for try in $(seq 50); do grep -q 'X-Generator: Poedit' "$1" && break; sleep 0.2; done
kill %1
"""


@pytest.mark.slow
@needs("poedit", "poedit")
@needs("xdotool", "xdotool")
@needs("xvfb-run", "xvfb")
def test_poedit_opens_and_saves_a_catalog_that_was_merged_without_a_word(worn: Path, tmp_path: Path) -> None:
    before, windows = po.read_catalog(worn.read_text(encoding="utf-8"), "x.po"), tmp_path / "windows"
    command = ["xvfb-run", "-a", "bash", "-mc", SAVE_IN_POEDIT, "poedit", str(worn), str(windows)]
    environment = {**os.environ, "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}
    subprocess.run(command, env=environment, capture_output=True, check=False, timeout=60)
    text = worn.read_text(encoding="utf-8")
    after = po.read_catalog(text, "x.po")
    assert "X-Generator: Poedit" in text
    assert [entry.raw for entry in after.entries] == [entry.raw for entry in before.entries]
    assert {name for name in windows.read_text().splitlines() if name} == {"logs.po • logs 2024-10-01 - Poedit"}
