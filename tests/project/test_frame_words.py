"""Words of the frame: a locale's own, then those of its nearest relatives, the root's before the pipeline's."""

from pathlib import Path

import pytest

from scripts.commands import build
from scripts.markup import Segment
from scripts.project import frame_words
from scripts.project.frame_words import reads_english
from scripts.project.project import PIPELINE, Project

from ..conftest import GERMAN, of_what_is_shipped, po_text, write

WORDS = ("Contents", "Languages", "Published by {{ publisher }}")
WANTED = [Segment(text, 1, kind="plain") for text in WORDS]


@pytest.fixture
def pipeline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pipeline whose catalogs say which locale they are of."""
    monkeypatch.setattr(frame_words, "PIPELINE", tmp_path / "pipeline")
    for code in ("de", "es", "fr", "he", "hi", "nb", "pt_BR", "sr", "uz", "zh_Hans", "ja"):
        write(tmp_path, f"pipeline/locale/{code}/LC_MESSAGES/site.po", po_text({"Contents": f"pipeline {code}"}, code))
    return tmp_path / "pipeline"


def contents(project: Project, code: str) -> str:
    """What a locale shows for "Contents"."""
    return frame_words.frame_words(project, code, WANTED).said.get("Contents", "")


def with_words(folder: Path, **words: str) -> Project:
    """A root whose locales say "Contents" so."""
    for code, said in words.items():
        write(folder, f"locale/{code}/LC_MESSAGES/site.po", po_text({"Contents": said}, code))
    return Project(folder)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("de", "pipeline de"),
        ("de_AT", "pipeline de"),
        ("de_CH", "pipeline de"),
        ("es_419", "pipeline es"),
        ("es_MX", "pipeline es"),
        ("es_ES", "pipeline es"),
        ("fr_CA", "pipeline fr"),
        ("zh_CN", "pipeline zh_Hans"),
        ("zh_SG", "pipeline zh_Hans"),
        ("zh", "pipeline zh_Hans"),
        ("iw", "pipeline he"),
        ("no", "pipeline nb"),
        ("pt", "pipeline pt_BR"),
        ("zh_TW", ""),
        ("zh_HK", ""),
        ("zh_Hant", ""),
        ("yue", ""),
        ("pt_PT", ""),
        ("pt_AO", ""),
        ("pt_MZ", ""),
        ("sr_Latn", ""),
        ("sr_ME", ""),
        ("uz_Cyrl", ""),
        ("hi_Latn", ""),
        ("nn", ""),
        ("nl", ""),
        ("en_GB", ""),
    ],
)
def test_a_locale_takes_the_words_of_its_nearest_relative(tmp_path: Path, pipeline: Path, code: str, said: str) -> None:
    assert contents(Project(tmp_path), code) == said


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ({"de": "ours"}, "de_AT", "ours"),
        ({"de": "ours", "de_AT": "nearer"}, "de_AT", "nearer"),
        ({"de": "ours", "de_AT": ""}, "de_AT", "ours"),
        ({"de": ""}, "de", "pipeline de"),
        ({"es_419": "ours", "es": "farther"}, "es_AR", "ours"),
        ({"es": "ours"}, "es_419", "ours"),
        ({"zh_CN": "ours"}, "zh_Hans", "ours"),
        ({"zh_Hans": "ours", "zh_CN": "named so"}, "zh_CN", "named so"),
        ({"zh_TW": "ours"}, "zh_HK", "ours"),
        ({"zh_HK": "ours", "zh_Hant": "farther"}, "zh_MO", "ours"),
        ({"zh_TW": "ours"}, "zh_Hans", "pipeline zh_Hans"),
        ({"pt_PT": "ours"}, "pt_AO", "ours"),
        ({"pt_PT": "ours"}, "pt_BR", "pipeline pt_BR"),
        ({"pt": "ours"}, "pt_PT", ""),
        ({"pt": "ours"}, "pt_BR", "ours"),
        ({"sr": "ours"}, "sr_Latn", ""),
        ({"sr_Latn": "ours"}, "sr_ME", "ours"),
        ({"en": "ours"}, "en_GB", "ours"),
        ({"en_GB": "ours"}, "en_US", ""),
        ({"iw": "ours"}, "he", "ours"),
        ({"zh-hans": "misspelt"}, "zh_Hans", "pipeline zh_Hans"),
    ],
)
def test_the_nearest_goes_first_and_ours_before_the_pipelines(
    tmp_path: Path, pipeline: Path, words: dict[str, str], code: str, said: str
) -> None:
    assert contents(with_words(tmp_path, **words), code) == said


def test_a_wrong_word_is_reported_and_the_next_one_is_shown(tmp_path: Path, pipeline: Path) -> None:
    wrong = {"Published by {{ publisher }}": "Von {{ evil }}", "Contents": ""}
    path = write(tmp_path, "locale/de_AT/LC_MESSAGES/site.po", po_text(wrong, "de_AT"))
    good = {"Published by {{ publisher }}": "Herausgegeben von {{ publisher }}", "Languages": "Sprachen"}
    write(pipeline, "locale/de/LC_MESSAGES/site.po", po_text({**good, "Contents": "Inhalt"}))
    found = frame_words.frame_words(Project(tmp_path), "de_AT", WANTED)
    assert found.said == {**good, "Contents": "Inhalt"} and found.lacking == () and path.exists()
    assert {(problem.path, problem.locale, problem.level) for problem in found.problems} == {
        ("locale/de_AT/LC_MESSAGES/site.po", "de_AT", "error")
    }
    assert "placeholder-added" in {problem.rule for problem in found.problems}


def test_a_catalog_that_cannot_be_read_is_reported_by_its_own_locale_alone(tmp_path: Path, pipeline: Path) -> None:
    write(tmp_path, "locale/de/LC_MESSAGES/site.po", "broken")
    for code, told in (("de", True), ("de_AT", False)):
        found = frame_words.frame_words(Project(tmp_path), code, WANTED)
        assert found.said["Contents"] == "pipeline de"
        assert any(problem.is_error for problem in found.problems) == told


@pytest.mark.parametrize(
    "text",
    ["broken", po_text({"Contents": "x"}, "fr"), po_text({"Contents": "{{ evil }}"})],
    ids=["syntax", "language", "placeholder"],
)
def test_what_is_wrong_in_the_pipelines_own_catalogs_is_reported_to_no_other_root(
    tmp_path: Path, pipeline: Path, text: str
) -> None:
    write(pipeline, "locale/de/LC_MESSAGES/site.po", text)
    for code in ("de", "de_AT"):
        found = frame_words.frame_words(Project(tmp_path), code, WANTED)
        assert "Contents" not in found.said
        assert [problem.rule for problem in found.problems] == ["frame"]  # what it lacks, and nothing else


@pytest.mark.parametrize(
    ("made", "code", "words", "hint"),
    [
        (False, "cs", "3 words of the page frame", "run make update, which starts locale/cs/LC_MESSAGES/site.po"),
        (True, "cs", "3 words of the page frame", "translate them in locale/cs/LC_MESSAGES/site.po"),
        (True, "de_LI", "2 words of the page frame", "the first is 'Languages'"),
    ],
)
def test_words_that_nobody_translated_are_counted(
    tmp_path: Path, pipeline: Path, made: bool, code: str, words: str, hint: str
) -> None:
    if made:
        write(tmp_path, f"locale/{code}/LC_MESSAGES/site.po", po_text(dict.fromkeys(WORDS, ""), code))
    [problem] = frame_words.frame_words(Project(tmp_path), code, WANTED).problems
    assert problem.level == "warning" and words in problem.message and hint in problem.hint
    assert problem.path == f"locale/{code}/LC_MESSAGES/site.po"


@pytest.mark.parametrize(
    ("code", "is_english"),
    [("en", True), ("en_GB", True), ("en_AU", True), ("en_001", True), ("en_Shaw", False), ("enm", False), ("de", False)],
)  # fmt: skip
def test_english_needs_no_words(tmp_path: Path, pipeline: Path, code: str, is_english: bool) -> None:
    found = frame_words.frame_words(Project(tmp_path), code, WANTED)
    assert reads_english(code) == is_english
    assert bool(found.lacking) == (not is_english) and (found.problems == ()) == is_english


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("de_AT", "Zuletzt aktualisiert"),
        ("es_419", "Última actualización"),
        ("zh_CN", "最后更新"),
        ("en_GB", "Last updated"),
    ],
)
def test_a_page_in_a_relative_of_the_pipelines_has_its_frame_whole(project: Project, code: str, shown: str) -> None:
    """By the catalogs that are shipped."""
    write(project.path, f"locale/{code}/LC_MESSAGES/logs.po", po_text(GERMAN, code))
    result = build.build(project, [code])
    assert [problem for problem in result.problems if problem.rule == "frame"] == []
    folder = project.site / code.replace("_", "-")
    assert shown in (folder / "logs.txt").read_text(encoding="utf-8")
    assert '<span lang="en"' not in (folder / "logs.html").read_text(encoding="utf-8")


@of_what_is_shipped
def test_every_locale_of_the_pipeline_has_its_own_frame_whole() -> None:
    root = Project(PIPELINE)
    languages, problems = root.languages()
    problems += [each for found in languages for each in frame_words.frame_words(root, found.code, WANTED).problems]
    assert len(languages) > 10 and problems == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (po_text({"Contents": "In\u202eha\u202clt"}), "bidi-control"),
        (po_text({"Contents": "In\u200bhalt"}), "hidden-character"),
        (po_text({"Contents": "Inhаlt"}), "mixed-script"),
        (po_text({"Contents": "Table des matières"}, "fr"), "header-language"),
        (po_text({"Contents": "Inhalt"}) + '\nmsgid "a"\nmsgstr[0] "b"\n', "syntax"),
    ],
)
def test_a_word_of_the_frame_is_checked_like_any_translation(project: Project, text: str, rule: str) -> None:
    write(project.path, "locale/de/LC_MESSAGES/site.po", text)
    found = frame_words.frame_words(project, "de", WANTED)
    assert found.said["Contents"] == "Inhalt", found  # the pipeline's own
    errors = {
        problem.rule
        for problem in found.problems
        if problem.is_error and problem.path == "locale/de/LC_MESSAGES/site.po"
    }
    assert errors, found
    assert rule in errors or rule == "header-language"
