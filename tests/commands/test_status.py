"""Status: how far each catalog is."""

import json

import pytest

from scripts.__main__ import main
from scripts.commands import build, status
from scripts.problem import Refused
from scripts.project.project import Project
from scripts.store import STORE_NAME, Store

from ..conftest import GERMAN, po_text, write

NAME = "They hold your name."


def rows(project: Project) -> dict[tuple[str, str], status.StatusRow]:
    found, problems = status.status(project, (), ())
    assert not [problem for problem in problems if "site.po" not in problem.path]
    return {(row.policy, row.locale): row for row in found}


def test_a_catalog_is_counted_by_the_segments_of_its_policy(project: Project) -> None:
    texts = {text: said for text, said in GERMAN.items() if text != NAME}
    write(project.path, "locale/pl/LC_MESSAGES/logs.po", po_text({**texts, "gone": "x"}, "pl"))
    write(project.path, "locale/fr/LC_MESSAGES/logs.po", po_text(GERMAN, "fr", "fuzzy"))
    found = rows(project)
    assert found["logs", "de"] == status.StatusRow("logs", "de", 4, 4, 0, 0, 0, "current", "unreviewed", 0)
    assert found["logs", "pl"] == status.StatusRow("logs", "pl", 4, 3, 0, 1, 4, "withheld", "", 0)
    assert found["logs", "fr"].fuzzy == 4 and found["logs", "fr"].words_left == 17
    assert ("site", "de") not in found


@pytest.mark.parametrize("text", ["broken", po_text({**GERMAN, "They hold `code`.": "Sie enthalten Code."}, "pl")])
def test_a_catalog_with_errors_is_withheld(project: Project, text: str) -> None:
    write(project.path, "locale/pl/LC_MESSAGES/logs.po", text)
    row = rows(project)["logs", "pl"]
    assert row.state == "withheld" and row.errors > 0
    assert f"withheld, {row.errors} error" in status.rows_as_text([row])


def test_a_policy_that_cannot_be_read_counts_the_same_after_a_build(project: Project) -> None:
    path = project.path / "policy" / "logs.md"
    write(project.path, "policy/logs.md", path.read_text(encoding="utf-8") + "\nA \a bell.\n")
    cold = status.status(project, (), ())
    store = Store(project.build / STORE_NAME)
    build.build(project, store=store)
    assert status.status(project, (), (), store) == cold
    store.close()


def test_a_policy_that_is_refused_says_so_and_not_to_start_a_catalog(project: Project) -> None:
    write(project.path, "policy/terms.md", "# Terms\n\n{{ nobody }}\n")
    found, _ = status.status(project, (), ("terms",))
    assert [(row.locale, row.is_refused, row.has_catalog) for row in found] == [("en", True, True), ("de", True, False)]
    table = status.rows_as_text(found)
    assert table.count("withheld, ") == 2 == table.count("the policy is refused: make check says why")
    assert "make locale" not in table


def test_a_policy_that_cannot_be_read_has_no_percentage(project: Project) -> None:
    write(project.path, "policy/bytes.md", "# A\n\nA \a bell.\n")
    found, _ = status.status(project, (), ("bytes",))
    assert {row.segments for row in found} == {0} and "%" not in status.rows_as_text(found)


def test_the_table_is_aligned_and_the_json_is_one_object(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(project.path), "status"]) == 0
    head, source, line = capsys.readouterr().out.splitlines()
    assert head.index("state") == line.index("current") == source.index("current") and "4 (100 %)" in line
    assert "logs    en" in source and source.endswith("current, source")
    assert main(["--root", str(project.path), "status", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["status"][1]["words_left"] == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "own", "flags", "counts"),
    [
        ("de", {}, "", (25, 0, 0, 0)),
        ("de_AT", {}, "", (25, 0, 0, 0)),
        ("es_419", {"Links": "Vínculos"}, "", (25, 0, 0, 0)),
        ("en_GB", {}, "", (25, 0, 0, 0)),
        ("de", {"Links": "Verweise"}, "fuzzy", (25, 0, 0, 0)),
        ("cs", {}, "", (0, 0, 25, 109)),
        ("cs", {"Links": "Odkazy"}, "", (1, 0, 24, 108)),
        ("cs", {"Links": "Odkazy", "Notes": "Poznámky"}, "fuzzy", (0, 2, 23, 109)),
        ("cs", {"Published by {{ publisher }}": "Vydal {{ x }}"}, "", (0, 0, 25, 109)),
        ("pt_PT", {}, "", (0, 0, 25, 109)),
    ],
)
def test_a_word_that_falls_back_is_not_left_to_do(
    project: Project, code: str, own: dict[str, str], flags: str, counts: tuple[int, int, int, int]
) -> None:
    write(project.path, f"locale/{code}/LC_MESSAGES/site.po", po_text(own, code, flags))
    row = rows(project)["site", code]
    assert (row.translated, row.fuzzy, row.missing, row.words_left) == counts and row.segments == 25


def test_a_mistyped_policy_is_refused_with_the_near_one(project: Project) -> None:
    with pytest.raises(Refused) as caught:
        status.status(project, (), ("log",))
    assert "did you mean 'logs'?" in caught.value.problems[0].message


@pytest.mark.slow
@pytest.mark.parametrize("minimum", [75, 76])
def test_status_build_and_manifest_say_the_same_of_every_page(project: Project, minimum: int) -> None:
    """A segment that occurs twice on the page counts once everywhere: three of four are 75 per cent."""
    write(project.path, "policy/site.toml", f"[publish]\nminimum = {minimum}\n")
    texts = {text: said for text, said in GERMAN.items() if text != NAME}
    write(project.path, "locale/pl/LC_MESSAGES/logs.po", po_text(texts, "pl"))
    write(project.path, "locale/fr/LC_MESSAGES/logs.po", "broken")
    write(project.path, "locale/ja/LC_MESSAGES/site.po", po_text({}, "ja"))
    built = build.build(project)
    made = {(row.policy, row.locale): (row.state, row.share) for row in built.rows}
    found = rows(project)
    states = {key: row.state for key, row in found.items() if row.policy == "logs"}
    assert {key for key, state in states.items() if state == "withheld"} == set(built.withheld)
    assert {key: state for key, state in states.items() if state != "withheld"} == {
        key: state for key, (state, _) in made.items()
    }
    assert states["logs", "pl"] == ("islands" if minimum == 75 else "withheld")
    assert not found["logs", "ja"].has_catalog and "make locale LOCALE=ja" in status.rows_as_text([found["logs", "ja"]])
    if minimum == 75:
        assert made["logs", "pl"][1] == 0.75 == found["logs", "pl"].translated / found["logs", "pl"].segments


def test_an_error_of_the_disk_is_in_the_one_object(
    project: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(5, "Input/output error", str(project.path / "locale"))

    monkeypatch.setattr(status, "status", fail)
    assert main(["--root", str(project.path), "status", "--format", "json"]) == 1
    [problem] = json.loads(capsys.readouterr().out)["problems"]
    assert problem["path"] == "locale" and "Input/output error" in problem["message"] and problem["hint"]


def test_one_object_comes_whatever_happens(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    write(project.path, "policy/site.toml", "x = [")
    for verb in ("status", "check", "build", "update", "release"):
        assert main(["--root", str(project.path), verb, "--format", "json"]) == 1
        assert "site" in {row["rule"] for row in json.loads(capsys.readouterr().out)["problems"]}
    assert main(["--root", str(project.path), "check", "--format", "waivers"]) == 1
    assert "[site]" in capsys.readouterr().err
