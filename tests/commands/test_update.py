"""Update: files brought up to date, whole or not at all."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scripts import po
from scripts.commands import locale, update
from scripts.po import Entry
from scripts.problem import Refused
from scripts.project.layouts import words_of_layouts
from scripts.project.project import PIPELINE, Project

from ..conftest import GERMAN, POLICY, po_text, write

OTHER = "---\ntitle: Terms\n---\n\nWe keep **logs** for 14 days, see [how](https://example.org/how).\n\nNothing else.\n"
CHANGED = POLICY.replace("They hold your name.", "They hold your city.")


def quiet(_: str) -> None:
    pass


def entries(project: Project, domain: str, code: str = "de") -> dict[str, Entry]:
    return {
        entry.msgid: entry
        for entry in po.read_catalog(project.read(project.catalog(code, domain)), "x.po").live.values()
    }


def test_a_new_locale_and_a_new_policy_take_what_is_translated_elsewhere(project: Project) -> None:
    write(project.path, "policy/terms.md", OTHER)
    locale.start(project, ["de"], quiet)
    entry = entries(project, "terms")["We keep **logs** for 14 days, see [how](https://example.org/how)."]
    assert entry.is_translated and entry.comments == ("taken from locale/de/LC_MESSAGES/logs.po",)
    assert entries(project, "terms")["Nothing else."].msgstr == ""


def test_a_text_of_an_older_edition_is_reused(project: Project) -> None:
    old = "They held your phone number."
    write(project.path, "policy/editions/logs/2023-01-01/logs.md", POLICY.replace("They hold your name.", old))
    write(project.path, "policy/editions/logs/2023-01-01/de.po", po_text({old: "Sie enthielten Ihre Telefonnummer."}))
    write(project.path, "policy/logs.md", POLICY + f"\n{old}\n")
    update.update(project, (), quiet)
    entry = entries(project, "logs")[old]
    assert entry.is_translated and entry.comments == ("taken from policy/editions/logs/2023-01-01/de.po",)


@pytest.mark.parametrize(
    ("catalogs", "msgstr"),
    [("", "Sie enthalten Ihren Namen."), ("fuzzy = false", ""), ("threshold = 0.99", ""), ("threshold = 1", "")],
)
def test_fuzzy_matching_follows_the_settings(project: Project, catalogs: str, msgstr: str) -> None:
    write(project.path, "policy/site.toml", f"[catalogs]\n{catalogs}\n")
    write(project.path, "policy/logs.md", CHANGED)
    update.update(project, (), quiet)
    entry = entries(project, "logs")["They hold your city."]
    assert entry.msgstr == msgstr and entry.is_fuzzy == bool(msgstr)


@pytest.mark.parametrize(
    "line",
    [
        "threshold = 0",
        "threshold = 1.1",
        'threshold = "high"',
        "fuzzy = 1",
        "fuzy = true",
        "threshold = nan",
        'report = "a\\nb"',
    ],
)
def test_a_setting_that_cannot_be_is_refused(project: Project, line: str) -> None:
    write(project.path, "policy/site.toml", f"[catalogs]\n{line}\n")
    with pytest.raises(Refused) as caught:
        update.update(project, (), quiet)
    assert [problem.line for problem in caught.value.problems] == [2]


def test_what_was_done_is_printed(project: Project) -> None:
    write(project.path, "policy/logs.md", CHANGED + "\nAnd now for something completely different.\n")
    said: list[str] = []
    update.update(project, (), said.append)
    assert said[-1] == "locale/de/LC_MESSAGES/logs.po: 1 changed, 1 new, 1 obsolete"


def test_a_text_that_was_typed_over_a_msgid_is_kept(project: Project) -> None:
    write(project.path, "policy/logs.md", POLICY + "\nSharing\n")
    update.update(project, (), quiet)
    path = project.catalog("de", "logs")
    path.write_text(project.read(path).replace('msgid "Sharing"', 'msgid "Weitergabe"'), encoding="utf-8")
    update.update(project, (), quiet)
    assert (
        '#~ msgid "Weitergabe"\n#~ msgstr ""\n' in project.read(path)
        and entries(project, "logs")["Sharing"].msgstr == ""
    )
    write(project.path, "policy/logs.md", POLICY)
    update.update(project, (), quiet)
    assert "Sharing" not in project.read(path) and "Weitergabe" in project.read(path)


def test_only_chosen_locales_are_touched(project: Project) -> None:
    path = write(project.path, "locale/pl/LC_MESSAGES/logs.po", po_text(GERMAN, "pl"))
    before = path.read_bytes()
    update.update(project, ["de"], quiet)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("dee", "no locale is called 'dee'; did you mean 'de'?"),
        ("nl", "make locale LOCALE=nl starts it"),
        ("pll", "move it out"),
    ],
)
def test_an_unknown_locale_is_refused_before_anything_is_written(project: Project, code: str, words: str) -> None:
    (project.path / "locale" / "pll").mkdir()
    before = sorted(project.path.rglob("*"))
    with pytest.raises(Refused) as caught:
        update.update(project, [code], quiet)
    [problem] = caught.value.problems
    assert words in f"{problem.message} {problem.hint}" and sorted(project.path.rglob("*")) == before


@pytest.mark.parametrize("code", ["en_US", "en_Latn"])
def test_the_language_of_the_policies_is_not_started_under_another_name(project: Project, code: str) -> None:
    with pytest.raises(Refused, match="means the same language as 'en', in which the policies are written"):
        locale.start(project, [code], quiet)
    assert not (project.path / "locale" / code).exists()


def test_a_catalog_behind_a_link_is_written_where_it_is(project: Project) -> None:
    path, real = project.catalog("de", "logs"), project.path / "elsewhere.po"
    path.rename(real)
    path.symlink_to(real)
    write(project.path, "policy/logs.md", CHANGED)
    update.update(project, (), quiet)
    assert path.is_symlink() and "#, fuzzy" in real.read_text(encoding="utf-8")


FRAME = [segment.text for _, segment in words_of_layouts()]


def test_a_new_locale_gets_an_empty_catalog_of_the_frame(project: Project) -> None:
    texts = {**dict.fromkeys(FRAME, "taken from the policy"), "Links": "Odkazy"}
    write(project.path, "policy/logs.md", POLICY + "\n# Links\n\nContents\n")
    write(project.path, "locale/sk/LC_MESSAGES/logs.po", po_text(texts, "sk"))
    locale.start(project, ["sk"], quiet)
    found = entries(project, "site", "sk")
    assert set(found) == set(FRAME) and {entry.msgstr for entry in found.values()} == {""}


@pytest.mark.slow
@pytest.mark.parametrize("codes", [("de",), ("de_AT", "nl"), ("pt_PT", "zh_CN"), ()])
def test_each_locale_gets_a_catalog_of_the_frame(project: Project, codes: tuple[str, ...]) -> None:
    for code in codes:
        (project.path / "locale" / code).mkdir(exist_ok=True)
    update.update(project, (), quiet)
    assert {path.parts[-3] for path in project.path.glob("locale/*/LC_MESSAGES/site.po")} == {"de", *codes}
    assert project.template("site").exists()
    before = {path: path.read_bytes() for path in project.path.rglob("*.po*")}
    update.update(project, (), quiet)
    assert {path: path.read_bytes() for path in project.path.rglob("*.po*")} == before


def test_a_catalog_of_the_frame_that_cannot_be_read_is_left_as_it_is(project: Project) -> None:
    path = write(project.path, "locale/de/LC_MESSAGES/site.po", "not a catalog\n")
    assert [problem.path for problem in update.update(project, (), quiet)] == ["locale/de/LC_MESSAGES/site.po"]
    assert path.read_text() == "not a catalog\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("source", "chosen", "is_made"),
    [("cs", (), True), ("cs", ("cs",), True), ("cs", ("de",), False), ("en", (), False), ("en_GB", (), False), ("fr", (), False)],
)  # fmt: skip
def test_the_frame_of_the_source_language_can_be_translated(
    project: Project, source: str, chosen: tuple[str, ...], is_made: bool
) -> None:
    write(project.path, "policy/site.toml", f'[site]\nsource = "{source}"\ngoverning = "{source}"\n')
    update.update(project, chosen, quiet)
    folder = project.path / "locale" / source
    assert [path.name for path in folder.rglob("*.po")] == (["site.po"] if is_made else [])


def test_a_source_language_is_started_with_the_frame_alone(project: Project) -> None:
    write(project.path, "policy/site.toml", '[site]\nsource = "sv"\ngoverning = "sv"\n')
    locale.start(project, ["sv"], quiet)
    assert [path.name for path in (project.path / "locale/sv").rglob("*.po")] == ["site.po"]
    with pytest.raises(Refused, match="is the language in which the policies are written"):
        locale.start(project, ["sv"], quiet)


@pytest.mark.parametrize(
    ("there", "code"), [("zh_CN", "zh_Hans"), ("he", "he_IL"), ("nb", "no"), ("pt_BR", "pt"), ("de", "de_DE")]
)
def test_a_second_folder_for_a_language_is_not_started(project: Project, there: str, code: str) -> None:
    write(project.path, f"locale/{there}/LC_MESSAGES/logs.po", po_text({}, there))
    with pytest.raises(Refused, match=f"the same language as the folder locale/{there}"):
        locale.start(project, [code], quiet)
    assert not (project.path / "locale" / code).exists()


LONG = "We keep **logs** for 14 days, see [how](https://example.org/how)."


def test_the_width_may_be_known_from_the_entry_that_changes(project: Project) -> None:
    more = " They are never sold, never lent and never shown to anybody outside the company without a court's order."
    old = POLICY.replace(LONG, LONG + more)
    write(project.path, "locale/de/LC_MESSAGES/logs.po", po_text({**GERMAN, LONG + more: GERMAN[LONG] + more}))
    write(project.path, "policy/logs.md", old.replace("14 days", "30 days"))
    update.update(project, (), quiet)
    update.update(project, (), quiet)
    assert 'msgid ""\n' not in project.read(project.catalog("de", "logs")).partition("\n\n")[2]
    assert entries(project, "logs")[(LONG + more).replace("14", "30")].is_fuzzy


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGKILL")
def test_a_run_that_is_killed_leaves_every_file_old_or_new(tmp_path: Path) -> None:
    texts = {f"Paragraph {number} of the policy.": f"[{number}]" for number in range(200)}
    codes = ["de", "fr", "pl", "it", "es", "cs", "sv", "da"]

    def lay(folder: Path) -> dict[Path, bytes]:
        write(folder, "policy/logs.md", "# Logs\n\n" + "\n\n".join(texts) + "\n")
        for code in codes:
            write(folder, f"locale/{code}/LC_MESSAGES/logs.po", po_text(texts, code))
        update.update(Project(folder), (), quiet)
        old = {path: path.read_bytes() for path in (folder / "locale").rglob("*.po*")}
        write(folder, "policy/logs.md", "# Logs\n\n" + "\n\n".join(text.replace("of", "in") for text in texts) + "\n")
        return old

    def run(folder: Path, lines: int) -> None:
        """Kill a run after it has printed so many lines."""
        command = [sys.executable, "-m", "scripts", "--root", str(folder), "update"]
        environment = {**os.environ, "SOURCE_DATE_EPOCH": "0"}
        with subprocess.Popen(command, cwd=PIPELINE, env=environment, stderr=subprocess.PIPE) as process:
            assert process.stderr is not None
            for _ in range(lines):
                process.stderr.readline()
            time.sleep(0.0003 * lines)
            process.send_signal(signal.SIGKILL)

    lay(tmp_path / "whole")
    run(tmp_path / "whole", 99)
    seen = set()
    for number in range(6):
        folder = tmp_path / f"{number}"
        old = lay(folder)
        run(folder, number)
        for path, before in old.items():
            new = (tmp_path / "whole" / path.relative_to(folder)).read_bytes()
            assert path.read_bytes() in (before, new), path
            seen.add(path.read_bytes() == new)
    assert seen == {False, True}
