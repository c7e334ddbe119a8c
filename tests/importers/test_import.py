"""Import: finished translations in Markdown, and catalogs of other tools, become a catalog of ours."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from scripts import po
from scripts.catalogs.template import DRAFT, is_draft
from scripts.checks.table import CheckContext
from scripts.commands import import_, locale
from scripts.importers import document, from_markdown
from scripts.importers.candidate import SAME, Candidate, checked
from scripts.importers.fill import fill_catalog
from scripts.importers.links import with_links_of
from scripts.importers.report import Report, shortened
from scripts.markup import Segment
from scripts.po import Entry
from scripts.problem import Problem, Refused
from scripts.project import policy
from scripts.project.config import Config
from scripts.project.project import Project

from ..conftest import HEADER, po_text, write

HEAD = HEADER.format(language="de")
CORPUS = Path(__file__).parent.parent.parent.parent / "shared" / "corpus"

POLICY = """---
title: Visitor Log
description: What the door of {{ product }} remembers.
effective: 2024-10-01
---

# Visitor Log

The door of {{ product }} remembers **every visit** for 30 days. See the [house rules][rules].

## What it keeps {#kept}

It keeps three things:

- your name, as you tell it;
- the hour, such as `09:30`;
- a photo of your hat.

## Whom to ask

Write to [{{ contact }}](mailto:{{ contact }}), or read [what it keeps](#kept) again.

We answer within 5 days. Since {{ effective }} nobody waited longer.

[rules]: https://example.org/en/rules
"""

SITE = """[variables]
product = "Haus Nr. 7"
contact = "door@example.org"
[links."https://example.org/en/rules"]
de = "https://example.org/de/rules"
"""

GERMAN = """---
title: "Besucherbuch"
description: Was sich die Tür von Haus Nr. 7 merkt.
---

# Besucherbuch

Die Tür von Haus Nr. 7 merkt sich **jeden Besuch** 30 Tage lang. Siehe die [Hausordnung](https://example.org/de/rules).

## Was sie behält

Sie behält drei Dinge:

- Ihren Namen, wie Sie ihn nennen;
- die Stunde, etwa `09:30`;
- ein Foto Ihres Hutes.

## Wen Sie fragen

Schreiben Sie an [door@example.org](mailto:door@example.org), oder lesen Sie [was sie behält](#was-sie-behält) noch einmal.

Wir antworten binnen 5 Tagen. Seit dem 1. Oktober 2024 wartete niemand länger.
"""

ARABIC = """+++
title = "سجل الزوار"
description = "ما الذي يتذكره باب Haus Nr. 7."
+++

<div dir="rtl">

# سجل الزوار

يتذكر باب Haus Nr. 7 **كل زيارة** لمدة ٣٠ يومًا. انظر [قواعد البيت][قواعد].

## ما الذي يحتفظ به

يحتفظ بثلاثة أشياء:

- اسمك كما تذكره؛
- الساعة، مثل `09:30`؛
- صورة لقبعتك.

## من تسأل

اكتب إلى [door@example.org](mailto:door@example.org)، أو اقرأ [ما الذي يحتفظ به](#kept) مرة أخرى.

نجيب خلال ٥ أيام. منذ ١ أكتوبر ٢٠٢٤ لم ينتظر أحد مدة أطول.

</div>

[قواعد]: https://example.org/en/rules
"""

JAPANESE = """# 来訪者名簿

Haus Nr. 7 の扉は**すべての訪問**を30日間記憶します。[館内規則](https://example.org/en/rules)を参照してください。

## 保存する内容

保存するのは次の3つです：

- あなたが名乗る名前
- 時刻（例：`09:30`）
- 帽子の写真

## お問い合わせ先

[door@example.org](mailto:door@example.org) までご連絡いただくか、[保存する内容](#保存する内容)をもう一度お読みください。

5日以内に回答します。

2024年10月1日以来、それより長くお待ちになった方はいません。
"""


@pytest.fixture
def house(tmp_path: Path) -> Project:
    write(tmp_path, "policy/door.md", POLICY)
    write(tmp_path, "policy/site.toml", SITE)
    return Project(tmp_path)


def run(project: Project, code: str, name: str, text: str) -> list[Problem]:
    """Import a text, as the file `name`."""
    return import_.run(project, code, "door", write(project.path, name, text), lambda _: None)


def catalog(project: Project, code: str) -> po.Catalog:
    return po.read_catalog(project.catalog(code, "door").read_text(encoding="utf-8"), "door.po")


def said(project: Project, code: str, beginning: str) -> po.Entry:
    return next(entry for entry in catalog(project, code).entries if entry.msgid.startswith(beginning))


def report(project: Project, code: str) -> str:
    return (project.path / f"build/import/{code}-door.txt").read_text(encoding="utf-8")


# -- Markdown --------------------------------------------------------------------------------------


def test_a_translation_of_equal_structure_is_imported_completely(house: Project) -> None:
    assert run(house, "de", "door.de.md", GERMAN) == []
    entries = catalog(house, "de").entries
    assert all(entry.is_translated for entry in entries) and len(entries) == 11
    assert "11 aligned; left over: 0 of the policy, 0 of door.de.md" in report(house, "de")


def test_links_placeholders_dates_and_anchors_become_those_of_the_policy(house: Project) -> None:
    run(house, "de", "door.de.md", GERMAN)
    assert said(house, "de", "The door").msgstr == (
        "Die Tür von {{ product }} merkt sich **jeden Besuch** 30 Tage lang. "
        "Siehe die [Hausordnung](https://example.org/de/rules)."
    )
    assert said(house, "de", "Write to").msgstr == (
        "Schreiben Sie an [{{ contact }}](mailto:{{ contact }}), oder lesen Sie [was sie behält](#kept) noch einmal."
    )
    assert "Seit dem {{ effective }} wartete" in said(house, "de", "We answer").msgstr


def test_right_to_left_text_is_imported_without_its_wrapper(house: Project) -> None:
    assert run(house, "ar", "door.ar.md", ARABIC) == []
    assert all(entry.is_translated for entry in catalog(house, "ar").entries)
    assert said(house, "ar", "The door").msgstr == (
        "يتذكر باب {{ product }} **كل زيارة** لمدة ٣٠ يومًا. انظر [قواعد البيت][rules]."
    )
    assert "dir=" not in house.catalog("ar", "door").read_text(encoding="utf-8")


def test_a_split_paragraph_is_joined_and_fuzzy(house: Project) -> None:
    found = run(house, "ja", "door.ja.md", JAPANESE)
    entry = said(house, "ja", "We answer")
    assert (
        entry.is_fuzzy
        and entry.msgstr == "5日以内に回答します。{{ effective }}以来、それより長くお待ちになった方はいません。"
    )
    assert [entry.msgid for entry in catalog(house, "ja").entries if entry.is_fuzzy] == [entry.msgid]
    assert [problem.rule for problem in found] == ["import-doubtful", "import-left"]
    assert "two segments of the translation seem to belong to it" in report(house, "ja")


def test_the_heading_of_a_text_without_front_matter_is_a_candidate_for_the_title(house: Project) -> None:
    write(house.path, "policy/door.md", POLICY.replace("# Visitor Log\n\n", "", 1))
    run(house, "de", "door.de.md", GERMAN.partition("---\n\n")[2])
    assert said(house, "de", "Visitor Log").msgstr == "Besucherbuch" and said(house, "de", "Visitor Log").is_fuzzy
    assert "it is a heading of level 1, and the source is the title in front matter" in report(house, "de")


def test_joined_paragraphs_are_cut_between_sentences_and_fuzzy(house: Project) -> None:
    text = GERMAN.replace("noch einmal.\n\nWir", "noch einmal. Wir")
    run(house, "de", "door.de.md", text)
    assert said(house, "de", "Write to").is_fuzzy and said(house, "de", "Write to").msgstr.endswith("noch einmal.")
    assert said(house, "de", "We answer").is_fuzzy and said(house, "de", "We answer").msgstr.startswith("Wir antworten")


@pytest.mark.parametrize(
    ("text", "share", "pieces"),
    [
        ("One. Two three four.", 0.2, ["One.", "Two three four."]),
        ("One. Two. Three.", 0.7, ["One. Two.", "Three."]),
        ("五日。三日", 0.5, ["五日。", "三日"]),
        ("One and two", 0.5, ["One and two"]),
        ("One and two.", 0.5, ["One and two."]),
    ],
)
def test_a_text_is_cut_only_between_sentences(text: str, share: float, pieces: list[str]) -> None:
    assert from_markdown.cut(text, share) == pieces


def test_lost_and_added_segments_are_reported_with_their_file_and_line(house: Project) -> None:
    text = GERMAN.replace("- die Stunde, etwa `09:30`;\n", "") + "\nDiese Übersetzung ist nicht verbindlich.\n"
    found = run(house, "de", "door.de.md", text)
    assert not said(house, "de", "the hour").msgstr
    hour, line = POLICY[: POLICY.index("- the hour")].count("\n") + 1, text.count("\n")
    places = [(problem.rule, problem.path, problem.line) for problem in found]
    assert {("import-left", "policy/door.md", hour), ("import-over", "door.de.md", line)} <= set(places)
    assert f"  policy/door.md:{hour}: \u2068the hour, such as `09:30`;\u2069" in report(house, "de")
    assert f"  door.de.md:{line}: \u2068Diese Übersetzung ist nicht verbindlich.\u2069" in report(house, "de")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new", "entry", "words"),
    [
        ("30 Tage", "90 Tage", "The door", "the numbers differ: 30 in the source, 90 in the translation"),
        ("**jeden Besuch**", "jeden Besuch", "The door", "the translation loses bold (**...**)"),
        ("de/rules", "de/rules2", "The door", "allow it by a line under [links."),
        ("`09:30`", "`9 Uhr 30`", "the hour", "the translation loses the code `09:30`"),
        (
            "Sie behält drei Dinge:",
            "It keeps three things:",
            "It keeps",
            "it is the same as the English",
        ),
    ],
    ids=["number", "mark", "link", "code", "untranslated"],
)
def test_a_translation_that_differs_from_the_source_is_fuzzy_and_reported(
    house: Project, old: str, new: str, entry: str, words: str
) -> None:
    run(house, "de", "door.de.md", GERMAN.replace(old, new))
    assert said(house, "de", entry).is_fuzzy and words in report(house, "de")


def test_no_translation_is_overwritten_and_no_other_byte_changed(house: Project) -> None:
    mine = po_text({"Whom to ask": "Wen fragen?", "a photo of your hat.": "", "gone": "weg"}).replace(
        'msgid "Whom', '# mine\nmsgid "Whom'
    )
    write(house.path, "locale/de/LC_MESSAGES/door.po", mine)
    found = run(house, "de", "door.de.md", GERMAN)
    text = house.catalog("de", "door").read_text(encoding="utf-8")
    assert "# mine\n" in text and 'msgid "Whom to ask"\nmsgstr "Wen fragen?"\n' in text
    assert said(house, "de", "a photo").msgstr == "ein Foto Ihres Hutes."
    assert '#~ msgid "gone"\n#~ msgstr "weg"\n' in text
    assert [problem.rule for problem in found] == ["import-kept"]
    assert "in the catalog: \u2068Wen fragen?\u2069" in report(house, "de")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "name", "text", "msgid", "mine"),
    [
        ("de", "door.de.md", GERMAN.replace("30 Tage", "90 Tage"), "The door", "Die Tür von {{ product }} merkt sich alles."),
        ("de", "door.de.md", GERMAN.replace("`09:30`", "halb zehn"), "the hour", "die Uhrzeit, etwa `09:30`;"),
        ("de", "door.de.md", GERMAN.replace("noch einmal.\n\nWir", "noch einmal. Wir"), "We answer", "Antwort binnen 5 Tagen."),
        ("ja", "door.ja.md", JAPANESE, "We answer", "5日以内にお答えします。"),
        ("pl", "soup.md", "# Zupa\n\nWeź 2 litry wody.\n\n1. Gotuj godzinę.\n2. Dodaj sól.\n", "Visitor Log", "Księga gości"),
    ],
    ids=["number", "code", "joined", "split", "another document"],
)  # fmt: skip
def test_a_doubtful_candidate_does_not_replace_a_fuzzy_text(
    house: Project, code: str, name: str, text: str, msgid: str, mine: str
) -> None:
    locale.start(house, [code], lambda _: None)
    whole = said(house, code, msgid).msgid
    write(house.path, f"locale/{code}/LC_MESSAGES/door.po", po_text({whole: mine}, code, "fuzzy"))
    run(house, code, name, text)
    assert (said(house, code, msgid).msgstr, said(house, code, msgid).is_fuzzy) == (mine, True)


def test_a_sure_candidate_replaces_a_fuzzy_text(house: Project) -> None:
    write(house.path, "locale/de/LC_MESSAGES/door.po", po_text({"Whom to ask": "Vermutlich"}, "de", "fuzzy"))
    run(house, "de", "door.de.md", GERMAN)
    assert (
        said(house, "de", "Whom to ask").is_translated and said(house, "de", "Whom to ask").msgstr == "Wen Sie fragen"
    )


def test_a_catalog_in_long_lines_is_filled_in_long_lines(house: Project) -> None:
    locale.start(house, ["de"], lambda _: None)
    started = catalog(house, "de")
    lines = [po.written(replace(entry, raw=""), po.UNWRAPPED) for entry in (started.header, *started.entries)]
    write(house.path, "locale/de/LC_MESSAGES/door.po", "\n".join(lines))
    run(house, "de", "door.de.md", GERMAN)
    text = house.read(house.catalog("de", "door"))
    assert 'msgstr ""' not in text.partition("\n\n")[2] and any(len(line) > 80 for line in text.split("\n"))


SURE, DOUBTFUL = Candidate(Segment("a", 1), "A", 1), Candidate(Segment("a", 1), "A", 1, doubts=("x",))


@pytest.mark.parametrize(
    "entry",
    [Entry("a", "b", obsolete=True), Entry("a", obsolete=True), Entry("a", plural="as", forms=("", ""))],
    ids=["obsolete", "obsolete and empty", "plural"],
)
def test_an_entry_without_a_segment_is_not_filled(entry: Entry) -> None:
    filled, outcomes = fill_catalog(replace(po.read_catalog(HEAD, "x.po"), entries=(entry,)), [SURE])
    assert filled.entries == (entry,) and outcomes == []


@pytest.mark.parametrize("width", [po.UNWRAPPED, 60])
def test_a_catalog_that_was_brought_up_to_date_keeps_its_columns(width: int) -> None:
    old = replace(po.read_catalog(HEAD, "x.po"), entries=(Entry("a"),), width=width)
    assert fill_catalog(old, [SURE])[0].width == width


@pytest.mark.parametrize(
    ("candidate", "entry", "numbers"),
    [
        (SURE, Entry("a"), "1 aligned;"),
        (DOUBTFUL, Entry("a"), "0 aligned, 1 doubtful;"),
        (SURE, Entry("a", "A"), "0 aligned, 1 already there;"),
        (SURE, Entry("a", "B"), "0 aligned, 1 translated differently in the catalog;"),
        (SURE, Entry("a", "B", flags=("fuzzy",)), "0 aligned, 1 aligned in place of a fuzzy text;"),
        (replace(SURE, flaws=("x",)), Entry("a"), "0 aligned, 1 aligned but to be corrected;"),
    ],
)
def test_a_summary_always_says_how_much_was_aligned(candidate: Candidate, entry: Entry, numbers: str) -> None:
    outcomes = fill_catalog(replace(po.read_catalog(HEAD, "x.po"), entries=(entry,)), [candidate])[1]
    summary = Report("policy/x.md", "x.md", "x.po", outcomes, [], [(1, "b")]).summary()
    assert summary == f"{numbers} left over: 0 of the policy, 1 of x.md"


def test_a_second_folder_for_a_language_is_not_imported_into(house: Project) -> None:
    write(house.path, "locale/de_DE/LC_MESSAGES/site.po", po_text({}, "de_DE"))
    with pytest.raises(Refused, match="the same language as the folder locale/de_DE"):
        run(house, "de", "door.de.md", GERMAN)


def test_a_second_import_writes_nothing(house: Project) -> None:
    run(house, "ja", "door.ja.md", JAPANESE)
    before = house.catalog("ja", "door").read_bytes()
    run(house, "ja", "door.ja.md", JAPANESE)
    assert house.catalog("ja", "door").read_bytes() == before
    assert "already there" in report(house, "ja")


@pytest.mark.parametrize(
    ("code", "domain", "text", "words"),
    [
        ("de", "dor", "# x\n", "no policy is called 'dor'; did you mean 'door'?"),
        ("german", "door", "# x\n", "no locale is called 'german'; did you mean 'de' (German)?"),
        ("en", "door", "# x\n", "'en' is the language in which the policies are written"),
        ("de", "door", "\ufeff \n", "the file is empty"),
        ("de", "door", "x" * 30_000, "the document is too long: it has 30,000 characters"),
        ("de", "door", "> " * 70 + "x", "blocks are nested more than 60 levels deep"),
    ],
    ids=["policy", "locale", "source", "empty", "long", "deep"],
)
def test_an_import_that_is_impossible_is_refused(house: Project, code: str, domain: str, text: str, words: str) -> None:
    source = write(house.path, "x.md", text)
    with pytest.raises(Refused) as caught:
        import_.run(house, code, domain, source, lambda _: None)
    assert words in str(caught.value) and all(problem.hint for problem in caught.value.problems)
    assert not (house.path / "locale").exists()


def test_a_missing_file_and_a_wrong_encoding_are_refused(house: Project) -> None:
    write(house.path, "door.de.md", GERMAN)
    with pytest.raises(Refused, match=r"there is no such file; did you mean 'door\.de\.md'\?"):
        import_.run(house, "de", "door", house.path / "door.md", lambda _: None)
    (house.path / "latin.md").write_bytes("# Tür".encode("latin-1"))
    with pytest.raises(Refused, match="not UTF-8"):
        import_.run(house, "de", "door", house.path / "latin.md", lambda _: None)


def test_another_document_fills_nothing_as_sure(house: Project) -> None:
    run(house, "pl", "soup.md", "# Zupa\n\nWeź 2 litry wody.\n\n1. Gotuj godzinę.\n2. Dodaj sól.\n")
    assert not [entry for entry in catalog(house, "pl").entries if entry.is_translated]


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("see [a][1]", "voir [b](https://x.org)", "voir [b][1]"),
        ("see [a][1]", "voir [b][là]", "voir [b][1]"),
        ("see [1]", "voir [là]", "voir [là][1]"),
        ("see [a](https://x.org)", "voir [b][là]", "voir [b](https://x.org)"),
        ("see [a][1]", "voir [b](https://y.org)", "voir [b](https://y.org)"),
        ("see [a](#top)", "voir [b](#haut)", "voir [b](#top)"),
        ("`[a][1]`", "`[b][là]` \\[b][2]", "`[b][là]` \\[b][2]"),
        ("a", "![x][là] [[y][là]]", "![x](https://x.org) [[y](https://x.org)]"),
    ],
)
def test_links_are_written_as_the_source_writes_them(source: str, text: str, expected: str) -> None:
    ours, theirs = {"1": ("https://x.org", "")}, {"là": ("https://x.org", "")}
    assert with_links_of(source, ours, text, theirs, {"haut": "top"}) == expected


def test_a_long_text_is_shortened_and_isolated() -> None:
    assert shortened("كل\n" * 60).startswith("\u2068كل كل") and shortened("x" * 100).endswith("x…\u2069")


# -- catalogs of other tools -----------------------------------------------------------------------

PO4A = r'''
#. type: Yaml Front Matter Hash Value: title
#, no-wrap
msgid "Visitor Log"
msgstr "Besucherbuch"

#. type: Title ##
#, no-wrap
msgid "What it keeps {#kept}"
msgstr "Was sie behält {#kept}"

#. type: Plain text
#, no-wrap
msgid ""
"The door of {{ product }} remembers __every visit__\n"
"for 30 days. See the [house rules](https://example.org/en/rules).\n"
msgstr ""
"Die Tür von {{ product }} merkt sich __jeden Besuch__\n"
"30 Tage lang. Siehe die [Hausordnung](https://example.org/en/rules).\n"

#. type: Plain text
#, no-wrap
msgid ""
"* your name, as you tell it;\n"
"* the hour,\n"
"  such as `09:30`;\n"
"* a photo of your hat.\n"
msgstr ""
"* Ihren Namen, wie Sie ihn nennen;\n"
"* die Stunde, etwa `09:30`;\n"
"* ein Foto\n"
"  Ihres Hutes.\n"
'''  # fmt: skip
MDBOOK = r'''
msgid ""
"The door of {{ product }} remembers **every visit** for 30 days. See the [house rules][1].\n"
"\n"
"[1]: https://example.org/en/rules"
msgstr ""
"Die Tür von {{ product }} merkt sich **jeden Besuch** 30 Tage lang. Siehe die [Hausordnung][1].\n"
"\n"
"[1]: https://example.org/en/rules"

msgid ""
"- your name, as you tell it;\n"
"- the hour, such as `09:30`;\n"
"- a photo of your hat."
msgstr ""
"- Ihren Namen, wie Sie ihn nennen;\n"
"- die Stunde, etwa `09:30`;\n"
"- ein Foto Ihres Hutes."
'''  # fmt: skip
SPHINX = r'''
#: ../../door.rst:3
msgid "The door of {{ product }} remembers **every visit** for 30 days. See the `house rules <https://example.org/en/rules>`_."
msgstr "Die Tür von {{ product }} merkt sich **jeden Besuch** 30 Tage lang. Siehe die `Hausordnung <https://example.org/en/rules>`__."

#: ../../door.rst:9
msgid "the hour, such as ``09:30``;"
msgstr "die Stunde, etwa ``09:30``;"
'''  # fmt: skip
MDPO = r'''
msgid "The door of {{ product }} remembers **every visit** for 30 days. See the [house rules][r]."
msgstr "Die Tür von {{ product }} merkt sich **jeden Besuch** 30 Tage lang. Siehe die [Hausordnung][r]."

msgid "[r]: https://example.org/en/rules"
msgstr "[r]: https://example.org/en/rules"

msgid "the hour, such as `09:30`;"
msgstr "die Stunde, etwa `09:30`;"
'''  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("body", [PO4A, MDBOOK, SPHINX, MDPO], ids=["po4a", "mdBook", "Sphinx", "mdpo"])
def test_entries_of_other_tools_match_in_any_spelling(house: Project, body: str) -> None:
    run(house, "de", "old.po", HEAD + body)
    door, hour = said(house, "de", "The door"), said(house, "de", "the hour")
    assert door.is_translated and door.msgstr.replace("__", "**") == (
        "Die Tür von {{ product }} merkt sich **jeden Besuch** 30 Tage lang. Siehe die [Hausordnung][rules]."
    )
    assert hour.is_translated and hour.msgstr == "die Stunde, etwa `09:30`;"


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (
            '\nmsgid "Whom  to\\n"\n"ask"\nmsgstr "Wen rufen"\n'
            '\nmsgctxt "menu"\nmsgid "Whom to ask"\nmsgstr "Wen Sie fragen"\n',
            "Wen Sie fragen",
        ),
        ('\nmsgid "Whom to ask"\nmsgstr "Wen Sie\\n"\n"fragen"\n', "Wen Sie fragen"),
    ],
    ids=["in another context", "wrapped by another tool"],
)
def test_the_same_msgid_is_preferred_to_another_spelling(house: Project, body: str, wanted: str) -> None:
    run(house, "de", "old.po", HEAD + body)
    assert said(house, "de", "Whom").msgstr == wanted


def test_a_hard_break_of_the_same_msgid_stays(house: Project) -> None:
    write(house.path, "policy/door.md", POLICY.replace("We answer within", "Ring\\\ntwice.\n\nWe answer within"))
    run(house, "de", "old.po", HEAD + '\nmsgid "Ring\\n"\n"twice."\nmsgstr "Zweimal\\n"\n"klingeln."\n')
    found = said(house, "de", "Ring")
    assert found.msgstr == "Zweimal\nklingeln." and not found.is_fuzzy


@pytest.mark.parametrize("written", ["de", "de_AT", "de-AT"])
def test_a_catalog_of_any_region_of_the_language_is_imported(house: Project, written: str) -> None:
    run(house, "de", "old.po", HEADER.format(language=written) + '\nmsgid "Whom to ask"\nmsgstr "Wen Sie fragen"\n')
    assert said(house, "de", "Whom").msgstr == "Wen Sie fragen"


def test_a_list_in_one_entry_gives_its_items(house: Project) -> None:
    run(house, "de", "old.po", HEAD + PO4A)
    assert said(house, "de", "your name").msgstr == "Ihren Namen, wie Sie ihn nennen;"
    assert said(house, "de", "a photo").msgstr == "ein Foto Ihres Hutes."
    assert said(house, "de", "What it keeps").msgstr == "Was sie behält"


def test_fuzzy_stays_fuzzy_and_obsolete_comes_after_live(house: Project) -> None:
    body = (
        '\n#, fuzzy\nmsgid "Whom to ask"\nmsgstr "Wen fragen"\n'
        '\nmsgid "a photo  of your hat."\nmsgstr "ein Foto Ihres Hutes."\n'
        '\n#~ msgid "a photo of your\\n"\n#~ "hat."\n#~ msgstr "ein Bild Ihres Hutes."\n'
        '\n#~ msgid "It keeps three things:"\n#~ msgstr "Sie behält drei Dinge:"\n'
    )
    run(house, "de", "old.po", HEAD + body)
    assert said(house, "de", "Whom").is_fuzzy
    assert said(house, "de", "a photo").is_fuzzy and said(house, "de", "a photo").msgstr == "ein Foto Ihres Hutes."
    assert "translates the same text differently" in report(house, "de")
    assert said(house, "de", "It keeps").is_translated


def test_the_translation_of_a_similar_text_is_fuzzy_and_names_that_text(house: Project) -> None:
    run(house, "de", "old.po", HEAD + '\nmsgid "It keeps two things:"\nmsgstr "Sie behält zwei Dinge:"\n')
    entry = said(house, "de", "It keeps")
    assert entry.is_fuzzy and entry.previous == "It keeps two things:"


def test_a_text_that_the_catalog_has_untranslated_gets_no_similar_one(house: Project) -> None:
    body = (
        '\nmsgid "It keeps two things:"\nmsgstr "Sie behält zwei Dinge:"\n\nmsgid "It keeps three things:"\nmsgstr ""\n'
        '\nmsgid "Whom to ask"\nmsgstr "Wen Sie fragen"\n'
    )
    run(house, "de", "old.po", HEAD + body)
    assert not said(house, "de", "It keeps").msgstr


def test_a_catalog_of_ours_comes_back_as_it_was(house: Project) -> None:
    run(house, "de", "door.de.md", GERMAN)
    text = house.catalog("de", "door").read_text(encoding="utf-8")
    house.catalog("de", "door").unlink()
    assert run(house, "de", "old.po", text) == []
    assert house.catalog("de", "door").read_text(encoding="utf-8") == text


WHOM = '\n# ask the lawyer\nmsgid "Whom to ask"\nmsgstr "Wen Sie fragen"\n'


@pytest.mark.parametrize(
    "header",
    [
        '#\nmsgid ""\nmsgstr ""\n',  # mdpo
        "",
        'msgid ""\nmsgstr "Project-Id-Version: door\\n"\n',
        'msgid ""\nmsgstr "Content-Type: text/plain\\n"\n',
    ],
)
def test_a_catalog_whose_header_says_nothing_is_imported_with_a_warning(house: Project, header: str) -> None:
    found = run(house, "de", "old.po", header + WHOM)
    assert said(house, "de", "Whom").msgstr == "Wen Sie fragen"
    [problem] = [problem for problem in found if problem.rule == "import-language"]
    assert (problem.level, problem.path) == ("warning", "old.po") and "Language: de" in problem.hint


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "no header"), ("# nothing\n", "no header"), (HEAD.replace("UTF-8", "KOI8-R") + WHOM, "KOI8-R, not UTF-8")],
)
def test_a_catalog_without_entries_or_of_another_charset_is_not_imported(house: Project, text: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        run(house, "de", "old.po", text)


OTHER_ERRORS = {
    "policy/cellar.md": "---\ntitle: Cellar\n---\n\nSee {{ nobody }}.\n",
    "policy/attic.md": "no title at all\n",
    "locale/de/LC_MESSAGES/cellar.po": 'msgid "broken\n',
    "locale/cellar.pot": "<<<<<<< ours\n",
    "locale/site.pot": 'msgid "broken\n',
    "locale/fr/LC_MESSAGES/door.po": 'msgid "broken\n',
}


@pytest.mark.slow
@pytest.mark.parametrize("path", OTHER_ERRORS)
def test_an_import_does_not_end_with_the_errors_of_others(house: Project, path: str) -> None:
    write(house.path, path, OTHER_ERRORS[path])
    found = run(house, "de", "old.po", HEAD + WHOM)
    assert not [problem for problem in found if problem.is_error]
    assert said(house, "de", "Whom").msgstr == "Wen Sie fragen"
    assert house.read(house.path / path) == OTHER_ERRORS[path]


def test_a_catalog_of_another_language_or_with_a_broken_line_is_refused(house: Project) -> None:
    with pytest.raises(Refused, match="the header says Language: de, not fr"):
        run(house, "fr", "old.po", HEAD)
    with pytest.raises(Refused, match="no quotation mark at its end"):
        run(house, "de", "old.po", HEAD + '\nmsgid "a\nmsgstr "b"\n')


DRAFT_HEAD = (
    f"# {DRAFT}\n"
    + HEAD
    + '"Last-Translator: Ada <ada@example.org>\\n"\n"PO-Revision-Date: 2024-09-01 10:00+0200\\n"\n'
)


def test_a_draft_makes_a_new_catalog_a_draft(house: Project) -> None:
    run(house, "de", "old.po", DRAFT_HEAD + WHOM)
    found = catalog(house, "de")
    assert is_draft(found) and said(house, "de", "Whom").is_translated
    assert found.fields["Last-Translator"] == "Ada <ada@example.org>"
    assert found.fields["PO-Revision-Date"] == "2024-09-01 10:00+0200"


def test_a_translation_from_a_draft_is_fuzzy_in_a_finished_catalog(house: Project) -> None:
    write(house.path, "locale/de/LC_MESSAGES/door.po", po_text({"a photo of your hat.": "ein Foto Ihres Hutes."}))
    run(house, "de", "old.po", DRAFT_HEAD + WHOM)
    assert not is_draft(catalog(house, "de")) and said(house, "de", "Whom").is_fuzzy
    assert "it comes from a machine draft" in report(house, "de")


def test_comments_of_translators_are_imported(house: Project) -> None:
    run(house, "de", "old.po", HEAD + WHOM)
    assert said(house, "de", "Whom").comments == ("ask the lawyer",)


def test_a_finished_translation_replaces_a_guess(house: Project) -> None:
    guess = po_text({"Whom to ask": "Wen rufen"}, flags="fuzzy").replace("msgid", '#| msgid "Whom to call"\nmsgid')
    guess = guess.replace('#| msgid "Whom to call"\nmsgid ""', 'msgid ""')
    write(house.path, "locale/de/LC_MESSAGES/door.po", guess)
    run(house, "de", "door.de.md", GERMAN)
    entry = said(house, "de", "Whom")
    assert entry.is_translated and entry.msgstr == "Wen Sie fragen" and entry.previous is None
    assert "the fuzzy text was: \u2068Wen rufen\u2069" in report(house, "de")


def test_entries_of_other_files_are_left_over(house: Project) -> None:
    other = '\n#: other.md:3\nmsgid "Soup of the day"\nmsgstr "Tagessuppe"\n'
    found = run(house, "de", "old.po", HEAD + WHOM + other)
    assert "no segment of the policy found for 1 text of the file" in [problem.message for problem in found]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        (
            "old.po",
            HEAD + '\nmsgid "Soup of the day"\nmsgstr "Tagessuppe"\n',
            "nothing in old.po matches policy/door.md",
        ),
        ("old.po", HEAD + '\nmsgid "Whom to ask"\nmsgstr ""\n', "no text of old.po is translated"),
        ("door.md", POLICY, "most of the file is not translated"),
        ("x.md", GERMAN.replace("drei", "dr\0ei"), "a NUL byte in the text"),
        ("x.md", GERMAN + "<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n", "a mark left by a merge: >>>>>>>"),
    ],
    ids=["other domain", "empty", "English", "NUL", "merge"],
)
def test_a_wrong_file_is_refused_and_leaves_no_catalog(house: Project, name: str, text: str, words: str) -> None:
    with pytest.raises(Refused) as caught:
        run(house, "de", name, text)
    assert words in str(caught.value) and not (house.path / "locale/de").exists()
    assert all(problem.path == name for problem in caught.value.problems)
    if "\0" in text or "<<<" in text:
        assert all(problem.line for problem in caught.value.problems)


@pytest.mark.parametrize(
    ("front", "found"),
    [
        ("---\ntitle: Besuch # von wem\n---\n", [("Besuch", 2)]),
        ("---\ntitle: \"B\\u00fccher: \\\"neu\\\"\"\ndescription: 'it''s'\n...\n", [('Bücher: "neu"', 2), ("it's", 3)]),
        ("---\ndescription: >-\n  Was die Tür\n  sich merkt\ntitle: Buch\n---\n", [("Buch", 5), ("Was die Tür sich merkt", 2)]),
        ("---\ntitle: Buch\n  der Gäste\n---\n", [("Buch der Gäste", 2)]),
        ("---\ntitle: 2024\ndate: 2024-13-45\nlayout: {{ page }}\n---\n", [("2024", 2)]),
        ("---\nauthor:\n  title: Dr.\ntitle:\ndescription: [a]\n---\n", []),
        ("+++\ntitle = \"B\\u00fccher\" # neu\n[extra]\ntitle = \"no\"\n+++\n", [("Bücher", 2)]),
        ("+++\ndescription = \"\"\"\nWas\nzählt\"\"\"\ndate = 2024-10-01\ntitle = 5\n+++\n", [("5", 6), ("Was zählt", 2)]),
        ("+++\n+++\n", []),
    ],
)  # fmt: skip
def test_title_and_description_of_a_document_are_read_as_its_format_has_them(
    front: str, found: list[tuple[str, int]]
) -> None:
    read = document.read_document(f"{front}\nText.\n", "x.md", frozenset(), 1000).parts
    assert [(part.segment.text, part.segment.line) for part in read[:-1]] == found
    assert read[-1].segment.text == "Text."


@pytest.mark.slow
@pytest.mark.parametrize(
    ("front", "line", "words"),
    [
        ("---\na: b\ntitle: Besuch: wer\n---\n", 3, "not YAML: mapping values are not allowed here"),
        ("---\ntitle: A\ntitle: B\n---\n", 3, "a second 'title'"),
        ("---\na: &x 1\nb: *x\n---\n", 1, "aliases"),
        ("---\na: &x {b: c}\nd:\n  <<: {e: f}\n---\n", 1, "merge keys"),
        ("---\na: " + "[" * 5000 + "\n---\n", 1, "not YAML"),
        ("---\ntitle: \"a\\u0007\"\n---\n", 2, "control character U+0007"),
        ("---\ntitle: !secret a\n---\n", 2, "title is not a text"),
        ("---\nA paragraph between two rules.\n\n---\n", 2, "not a list of `key: value` lines"),
        ("+++\na = 1\ntitle = Besuch\n+++\n", 3, "front matter is not TOML: Invalid value"),
    ],
    ids=lambda value: str(value)[:20],
)  # fmt: skip
def test_front_matter_that_cannot_be_read_is_refused_and_not_left_out(front: str, line: int, words: str) -> None:
    with pytest.raises(Refused) as caught:
        document.read_document(f"{front}\nText.\n", "x.md", frozenset(), 1000)
    [problem] = caught.value.problems
    assert (problem.path, problem.line, problem.rule) == ("x.md", line, "front-matter") and words in problem.message
    assert problem.hint


def test_an_underlined_heading_is_no_merge_mark() -> None:
    assert document.read_document("Title\n=======\n\ntext\n", "x.md", frozenset(), 100).parts[0].is_heading


@pytest.mark.parametrize(
    ("text", "is_same"),
    [("It keeps three things:", True), ("Visitor Log", True), ("iOS 17", False), ("`code`, {{ product }}", False)],
)
def test_only_names_code_and_numbers_may_be_the_same(text: str, is_same: bool) -> None:
    [candidate] = checked([Candidate(Segment(text, 1), text, 1, doubts=("x",))], CheckContext("de"))
    assert (candidate.flaws == (SAME,) and not candidate.doubts) is is_same


def test_a_file_outside_the_root_has_the_name_it_was_given_by(
    house: Project, tmp_path_factory: pytest.TempPathFactory
) -> None:
    source = write(tmp_path_factory.mktemp("elsewhere"), "de.md", GERMAN)
    seen_segments: list[str] = []
    import_.run(house, "de", "door", source, seen_segments.append)
    assert f"{source}" in seen_segments[-3] and "make locale LOCALE=de starts them" in seen_segments[-1]


def test_the_report_has_placeholders_and_whole_texts(house: Project) -> None:
    run(house, "de", "door.de.md", GERMAN.replace("30 Tage", "90 Tage"))
    text = report(house, "de")
    assert "\u2068Haus Nr. 7\u2069 = {{ product }}, 2 times" in text
    assert "The door of {{ product }} remembers **every visit** for 30 days. See the [house rules]" in text
    assert "\u2026" not in text.partition("Aligned:")[0] and max(map(len, text.split("\n"))) <= 110


# -- documents of others, where they are at hand ---------------------------------------------------

PARALLEL = [path for path in sorted(CORPUS.glob("parallel/*/*.md")) if not path.stem.startswith("en")]
CATALOGS = sorted(CORPUS.glob("pairs/fdroid-docs/po/_docs.*.po"))


def corpus_root(folder: Path, english: Path) -> Project:
    text = english.read_text(encoding="utf-8")
    write(folder, "policy/door.md", text.split("+++\n")[-1])
    names = sorted(set(re.findall(r"\{\{\s*(\w+)\s*\}\}", text)))
    write(
        folder, "policy/site.toml", "[variables]\n" + "".join(f'{name} = "https://{name}.example"\n' for name in names)
    )
    return Project(folder)


@pytest.mark.slow
@pytest.mark.skipif(not PARALLEL, reason="the corpus is not beside this checkout")
@pytest.mark.parametrize("path", PARALLEL, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_real_translation_is_imported_with_a_report(path: Path, tmp_path: Path) -> None:
    english = next(path.parent.glob("en*.md"))
    root = corpus_root(tmp_path, english)
    code = {"ne-NP": "ne", "pt-br": "pt_BR"}.get(path.stem, path.stem)
    if path.stem == "ne-NP" and path.parent.name == "dioterms-safe-harbor":
        with pytest.raises(Refused, match="is it the right file"):  # 2 segments, of another content
            import_.run(root, code, "door", path, lambda _: None)
        return
    problems = import_.run(root, code, "door", path, lambda _: None)
    assert all(problem.level == "warning" and problem.hint for problem in problems)
    entries = catalog(root, code).entries
    filled = [entry for entry in entries if entry.msgstr]
    if path.stem == "ne-NP":
        assert not [entry for entry in entries if entry.is_translated]
    elif path.stem == "es":
        assert len(filled) >= len(entries) - 3  # its list lacks an item, and only its words show which one
    else:
        lost = "dioterms-vdp" in str(path)  # the Arabic has no title
        assert len(filled) == len(entries) - lost
    for entry in entries:
        if entry.is_translated:
            assert re.findall(r"https?://\S+", entry.msgid) == re.findall(r"https?://\S+", entry.msgstr)


@pytest.mark.slow
@pytest.mark.skipif(not CATALOGS, reason="the corpus is not beside this checkout")
def test_nearly_every_text_of_a_po4a_catalog_is_found(tmp_path: Path) -> None:
    path = next(path for path in CATALOGS if path.stem.endswith(".de"))
    for name in ("Inclusion_Policy", "Code_of_Conduct", "Anti-Features", "FAQ_-_General"):
        root = corpus_root(tmp_path / name, CORPUS / f"pairs/fdroid-docs/_docs/{name}.md")
        try:
            policy.read_policy(root.read(root.path / "policy/door.md"), "door", "door.md", Config())
        except Refused as error:
            if any(problem.rule != "variable" for problem in error.problems):
                continue  # GitHub and we read it differently
        import_.run(root, "de", "door", path, lambda _: None)
        entries = catalog(root, "de").entries
        assert sum(bool(entry.msgstr) and not entry.previous for entry in entries) >= 0.97 * len(entries), name


@pytest.mark.slow
def test_the_parts_of_a_long_document_are_bounded() -> None:
    with pytest.raises(Refused, match="4,000 segments"):
        document.read_document("a\n\n" * 4_000, "x.md", frozenset(), 10_000)
