"""Names, legal forms, glossary terms, and one word for one thing."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts import po
from scripts.checks.entry import consistency, glossary, terms
from scripts.checks.rule import Pair

from ..effort import grows_with_its_text
from .cases import Case

RULES = (*terms.RULES, *glossary.RULES)
KEEP = ("LM Studio", "OpenAI", "Apple", "iCloud", "iOS")
LOCALE = Path(__file__).parent.parent.parent / "locale"


@pytest.mark.parametrize(
    ("target", "instead"),
    [
        ("LM Studo fragt Sie", "LM Studo"),
        ("w LM Studiu", "LM Studiu"),
        ("lm studio fragt", "lm studio"),
        ("LMStudio fragt", "LMStudio"),
        ("LM Studios Dienst", "LM Studios"),
        ("ЛМ Студио", ""),
        ("Die App fragt Sie", ""),
    ],
)
def test_a_lost_name_is_told_with_what_stands_there(target: str, instead: str) -> None:
    (problem,) = terms.keeps_names("LM Studio asks", target, ["LM Studio"])
    assert problem.message == "the translation loses the name 'LM Studio'" + (
        f"; it says '{instead}'" if instead else ""
    )
    assert "write LM Studio in these letters, without an ending" in problem.hint


@pytest.mark.parametrize(
    ("source", "target", "words"),
    [
        ("Apple asks, and Apple answers", "Apple fragt und antwortet", "is used once here, and 2 times in the source"),
        ("Apple, Apple, Apple", "Apple, Apple", "is used 2 times here, and 3 times in the source"),
    ],
)
def test_a_name_that_is_there_less_often_is_counted(source: str, target: str, words: str) -> None:
    (problem,) = terms.keeps_names(source, target, ["Apple"])
    assert (problem.rule, problem.message) == ("name-fewer", f"the name 'Apple' {words}")


@pytest.mark.parametrize(
    ("source", "target", "told"),
    [
        ("our privacy policy", "unsere Erklärung", ["privacy policy"]),
        ("every policy and privacy policy", "jede Richtlinie und Datenschutzerklärung", []),
        ("the policy", "die Erklärung", ["policy"]),
        ("open Settings", "die Optionen öffnen", ["Settings"]),
        ("your settings", "Ihre Optionen", []),
        ("a user or customers", "ein Nutzer oder Kunden", []),
    ],
)
def test_the_longest_term_counts_alone(source: str, target: str, told: list[str]) -> None:
    words = {
        "policy": ["Richtlinie"],
        "privacy policy": ["Datenschutzerklärung"],
        "Settings": ["Einstellungen"],
        "customer": ["Kunde"],
    }
    problems = list(glossary.keeps_terms(Case("", "de", source, target).pair, words))
    assert [problem.message.split("'")[1] for problem in problems] == told


def test_variants_of_a_glossary_are_parted_by_a_slash_or_a_semicolon() -> None:
    entries = [
        po.Entry("user", "Nutzer / Anwender; Benutzer"),
        po.Entry("data", ""),
        po.Entry("app", "App", flags=("fuzzy",)),
    ]
    assert glossary.glossary(entries) == {"user": ("Nutzer", "Anwender", "Benutzer")}


def pairs(code: str, *rows: tuple[str, str]) -> list[Pair]:
    return [Case("", code, msgid, msgstr).pair for msgid, msgstr in rows]


@pytest.mark.parametrize(
    ("rows", "rules"),
    [
        ([("**Logs**", "**Protokolle**"), ("Logs:", "Logdateien:"), ("Logs", "Protokolle")], ["translated-otherwise"]),
        ([("**Logs:**", "**Protokolle:**"), ("Logs", "Protokollen")], []),
        ([("Logs", "Protokolle"), ("logs", "Logdateien")], []),
        ([("The app (the “Service”) is free.", "Die App (der „Dienst“) ist kostenlos."), ("Use the Service.", "Nutzen Sie die Leistung.")], ["defined-term-differs"]),
        ([("The app (the “Service”) is free.", "Die App (der „Dienst“) ist kostenlos."), ("The parts of the Service.", "Die Teile des Dienstes.")], []),
        ([("The app (the “Service”) is free.", "Die App (der „Dienst“) ist kostenlos."), ("Service is good.", "Bedienung ist gut.")], []),
        ([("The app (“App”).", "Die App („App“)."), ("It (the “App”) is free.", "Sie (die „Anwendung“) ist frei.")], ["defined-term-differs"]),
        ([("The app (the \"Service\").", "本アプリ（以下「本サービス」といいます。）。"), ("We change the Service.", "本サービスを変更します。")], []),
    ],
)  # fmt: skip
def test_one_thing_has_one_word(rows: list[tuple[str, str]], rules: list[str]) -> None:
    assert [problem.rule for _, problem in consistency.consistency(pairs("de", *rows))] == rules


def test_another_context_is_another_text() -> None:
    first, second = pairs("de", ("Photos", "Fotos"), ("Photos", "Bilder"))
    other = Pair(type(second.segment)("Photos", 1, context="title"), "Bilder", "de", "Photos", "Bilder")
    assert list(consistency.consistency([first, other])) == []
    assert [pair for pair, _ in consistency.consistency([first, second])] == [second]


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece", ["LM ", "LM", "a", "(“", "(", "S. ", "Ltd ", "privacy ", "privacy policy ", "' ", "个", "Ab "]
)
def test_a_hostile_text_takes_linear_time(piece: str) -> None:
    def work(size: int) -> None:
        text = piece * (size // len(piece))
        pair = Case("", "de", f"LM Studio Ltd (the “Service”), privacy policy {text}", text).pair
        list(terms.keeps_names(pair.source, pair.target, KEEP))
        list(terms.keeps_forms(pair))
        list(glossary.keeps_terms(pair, {"privacy policy": ["Datenschutzerklärung"], "policy": ["Richtlinie"]}))
        list(consistency.consistency([pair, pair]))

    grows_with_its_text(work, 50_000)


@pytest.mark.slow
@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=20))
def test_no_text_makes_it_crash(msgid: str, msgstr: str, term: str) -> None:
    pair = Case("", "de", msgid, msgstr).pair
    list(terms.keeps_names(msgid, msgstr, ["LM Studio", "Apple"]))
    list(terms.keeps_forms(pair))
    list(glossary.keeps_terms(pair, {term: [msgstr], "policy": [term]}))
    list(consistency.consistency([pair, pair]))
