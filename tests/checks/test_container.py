"""The container: headers, flags and forms are read for what they do, and good catalogs of every tool pass in silence."""

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts import locales, po
from scripts.catalogs import template as catalog
from scripts.checks.catalog import check as room
from scripts.checks.catalog.check import RULES, check_catalog
from scripts.checks.catalog.header import FIELDS
from scripts.checks.rule import Rule
from scripts.po import Catalog, Entry
from scripts.problem import Problem
from scripts.project.project import PIPELINE

from ..conftest import of_what_is_shipped
from ..effort import no_more_work_than

LOCALE = PIPELINE / "locale"
DATE = "2024-10-01 12:00+0000"

PLURAL = 'msgid "%d day"\nmsgid_plural "%d days"\n'
TEMPLATE = po.read_catalog(
    'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    'msgid "Privacy Policy"\nmsgstr ""\n\nmsgid "We keep your data."\nmsgstr ""\n\n'
    'msgctxt "menu"\nmsgid "Close"\nmsgstr ""\n\n' + PLURAL + 'msgstr[0] ""\nmsgstr[1] ""\n',
    "privacy.pot",
)
NAMES = {
    "ar": "سياسة الخصوصية", "cs": "Zásady ochrany osobních údajů", "de": "Datenschutzerklärung", "el": "Πολιτική απορρήτου",
    "es": "Política de privacidad", "fa": "سیاست حفظ حریم خصوصی", "fr": "Politique de confidentialité",
    "he": "מדיניות פרטיות", "hi": "गोपनीयता नीति", "it": "Informativa sulla privacy", "ja": "プライバシーポリシー",
    "ka": "კონფიდენციალურობის პოლიტიკა", "ko": "개인정보 처리방침", "nb": "Personvernerklæring", "pl": "Polityka prywatności",
    "pt_BR": "Política de Privacidade", "ru": "Политика конфиденциальности", "sr_Latn": "Politika privatnosti",
    "ta": "தனியுரிமைக் கொள்கை", "th": "นโยบายความเป็นส่วนตัว", "tr": "Gizlilik Politikası", "uk": "Політика конфіденційності",
    "zh_Hans": "隐私政策", "zh_Hant": "隱私權政策",
}  # fmt: skip
DATA = {
    "ar": "نحتفظ ببياناتك.", "cs": "Uchováváme vaše údaje.", "de": "Wir bewahren Ihre Daten auf.", "el": "Διατηρούμε τα δεδομένα σας.",
    "es": "Conservamos sus datos.", "fa": "ما داده‌های شما را نگه می‌داریم.", "fr": "Nous conservons vos données.",
    "he": "אנו שומרים את הנתונים שלך.", "hi": "हम आपका डेटा सुरक्षित रखते हैं।", "it": "Conserviamo i Suoi dati.",
    "ja": "お客様のデータを保管します。", "ko": "귀하의 데이터를 보관합니다.", "pl": "Przechowujemy Państwa dane.",
    "ru": "Мы храним ваши данные.", "ta": "உங்கள் தரவை நாங்கள் வைத்திருக்கிறோம்.", "th": "เราเก็บรักษาข้อมูลของคุณ", "uk": "Ми зберігаємо ваші дані.",
    "zh_Hans": "我们会保留您的数据。",
}  # fmt: skip


def header(code: str, lines: str = "", *, without: str = "") -> str:
    """A complete header, its fields replaced by those of `lines`."""
    fields = {
        "Project-Id-Version": "privacy 1", "Report-Msgid-Bugs-To": "", "POT-Creation-Date": DATE, "PO-Revision-Date": DATE,
        "Last-Translator": "A. Muster <a@example.com>", "Language-Team": locales.english_name(code), "Language": code,
        "MIME-Version": "1.0", "Content-Type": "text/plain; charset=UTF-8", "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": locales.plural_forms(code),
    }  # fmt: skip
    given = re.findall(r'^"([\w-]+)', lines, re.M)
    kept = "".join(f'"{name}: {value}\\n"\n' for name, value in fields.items() if name not in (*given, without))
    return f'msgid ""\nmsgstr ""\n{kept}{lines}\n'


def read(code: str, text: str) -> Catalog:
    """A catalog with `text` in it: lines of the header, or an entry."""
    lines, entry = (text, "") if text.startswith('"') else ("", text)
    name = f'msgid "Privacy Policy"\nmsgstr "{NAMES[code]}"\n'
    return po.read_catalog("\n".join([header(code, lines), name, *([f"{entry}\n"] if entry else [])]), "x.po")


def found(code: str, text: str) -> list[Problem]:
    return list(check_catalog(read(code, text), code, TEMPLATE))


def data(code: str, above: str = "") -> str:
    return f'{above}msgid "We keep your data."\nmsgstr "{DATA[code]}"'


def forms(*texts: str) -> str:
    return PLURAL + "\n".join(f'msgstr[{number}] "{text}"' for number, text in enumerate(texts))


RUSSIAN = r"nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
WEBLATE_HE = r"nplurals=4; plural=(n == 1) ? 0 : ((n == 2) ? 1 : ((n > 10 && n % 10 == 0) ? 2 : 3));"
TRANSIFEX_RU = (
    r"nplurals=4; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 :"
    r" n%10==0 || (n%10>=5 && n%10<=9) || (n%100>=11 && n%100<=14)? 2 : 3);"
)
LONG = "Wir bewahren Ihre Daten auf. " * 60

BAD = [
    ("language", "de", r'"Language: nl\n"', "the header says Language: nl, but the folder says de"),
    ("language", "zh_Hans", r'"Language: zh_TW\n"', "the folder says zh_Hans"),
    ("language", "es", r'"Language: pt_BR\n"', "the folder says es"),
    ("language", "uk", r'"Language: ru\n"', "the folder says uk"),
    ("language", "de", r'"Language: de_DE.UTF-8\n"', "contains an encoding"),
    ("language", "fr", r'"Language: ../fr/LC_MESSAGES\n"', "contains a path"),
    ("language", "el", r'"Language: <b>el</b>\n"', "contains a path"),
    ("language", "th", r'"Language: &lt;th\n"', "contains markup"),
    ("language", "it", r'"Language: it, de\n"', "contains more than one code"),
    ("language", "ko", r'"Language: Korean\n"', "is not a language code"),
    ("language-spelling", "pt_BR", r'"Language: pt-BR\n"', "but file names spell it pt_BR"),
    ("language-spelling", "zh_Hans", r'"Language: zh_CN\n"', "but file names spell it zh_Hans"),
    ("language-spelling", "he", r'"Language: iw\n"', "but file names spell it he"),
    ("language-spelling", "sr_Latn", r'"Language: sr@latin\n"', "but file names spell it sr_Latn"),
    ("language-spelling", "nb", r'"Language: nb_NO\n"', "but file names spell it nb"),
    ("header-missing", "cs", r'"Language-Team: \n"', "has no value for Language-Team"),
    ("header-missing", "ja", r'"Language: \n"', "has no value for Language"),
    ("header-missing", "ta", r'"Plural-Forms: \n"', "has no value for Plural-Forms"),
    ("header-double", "it", '"X-Generator: Poedit 3.4\\n"\n"X-Generator: Poedit 3.5\\n"', "has X-Generator 2 times"),
    ("header-double", "fa", '"Language: fa\\n"\n"Language: fa\\n"', "has Language 2 times"),
    ("header-conflict", "hi", '"Language: hi\\n"\n"Language: bn\\n"', "has Language 2 times"),
    ("header-conflict", "pl", f'"Plural-Forms: {RUSSIAN}\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"', "2 times"),
    ("header-stray", "tr", r'"Language-Team Turkish\n"', "is not a field: 'Language-Team Turkish'"),
    ("header-stray", "ka", '"X-Note: the team\\n"\n"  goes on here\\n"\n"and here\\n"', "and 1 more"),
    ("header-stray", "de", '"Last-Translator: A <a@example.com>"\n"Language-Team: German\\n"', "is inside the line of"),
    ("header-field", "es", r'"Plural-forms: nplurals=2; plural=(n != 1);\n"', "did you mean 'Plural-Forms'?"),
    ("header-field", "ar", r'"Langauge-Team: Arabic\n"', "did you mean 'Language-Team'?"),
    ("header-value", "ru", r'"Content-Transfer-Encoding: quoted-printable\n"', "is 'quoted-printable', not 8bit"),
    ("header-value", "he", r'"MIME-Version: 2.0\n"', "is '2.0', not 1.0"),
    ("header-value", "fr", r'"Content-Type: text/html; charset=UTF-8\n"', "is 'text/html', not text/plain"),
    ("header-boilerplate", "fa", r'"Last-Translator: FULL NAME <EMAIL@ADDRESS>\n"', "still says 'FULL NAME'"),
    ("header-boilerplate", "th", r'"PO-Revision-Date: YEAR-MO-DA HO:MI+ZONE\n"', "still says 'YEAR-MO-DA'"),
    ("header-boilerplate", "ko", r'"Language-Team: LANGUAGE <LL@li.org>\n"', "still says 'LANGUAGE'"),
    ("header-boilerplate", "hi", r'"Project-Id-Version: PACKAGE VERSION\n"', "still says 'PACKAGE VERSION'"),
    ("header-date", "uk", r'"PO-Revision-Date: 2023-02-29 12:00+0200\n"', "is not a possible date and time"),
    ("header-date", "ja", r'"PO-Revision-Date: 2024-05-01 25:00+0900\n"', "is not a possible date and time"),
    ("header-date", "de", r'"PO-Revision-Date: 01.10.2024 12:00\n"', "is not in gettext's date format"),
    ("header-date", "ar", r'"PO-Revision-Date: ٢٠٢٤-١٠-٠١ 12:00+0000\n"', "is not in gettext's date format"),
    ("header-date", "zh_Hant", r'"PO-Revision-Date: 2124-10-01 12:00+0800\n"', "more than 20 years apart"),
    ("header-date", "tr", r'"POT-Creation-Date: 1970-01-01 00:00+0000\n"', "before gettext was written"),
    ("form-count", "pl", forms("%d dzień", "%d dni"), "has 2 forms, but Plural-Forms requires 3"),
    ("form-count", "ja", forms("%d 日", "%d 日"), "has 2 forms, but Plural-Forms requires 1"),
    ("form-empty", "ru", forms("%d день", "", "%d дней"), "msgstr[1] is empty"),
    ("form-empty", "he", forms("יום %d", " "), "msgstr[1] is empty"),
    ("unknown-entry", "el", data("el").replace("your", "you"), "the template has no such msgid"),
    ("unknown-entry", "cs", data("cs").replace("data.", "data!"), "did you mean 'We keep your data.'?"),
    ("unknown-entry", "it", 'msgid "Close"\nmsgstr "Chiudi"', "with the context 'menu'"),
    ("unknown-entry", "fr", 'msgctxt "title"\nmsgid "We keep your data."\nmsgstr ""', "without a context"),
    ("unknown-entry", "ko", 'msgid "%d day"\nmsgstr "%d일"', "with msgid_plural"),
    ("stray-previous", "hi", data("hi", '#| msgid "We keep data."\n'), "still has an earlier text (#|)"),
    ("stray-previous", "th", data("th", '#| msgctxt "old"\n#| msgid "We keep data."\n'), "still has an earlier text (#|)"),
    ("fuzzy-misspelt", "uk", data("uk", "#, fuzy\n"), "'fuzy' is not the flag fuzzy"),
    ("fuzzy-misspelt", "ar", data("ar", "#, Fuzzy, no-wrap\n"), "'Fuzzy' is not the flag fuzzy"),
    ("fuzzy-misspelt", "zh_Hans", data("zh_Hans", "#, fuzzу\n"), "is not the flag fuzzy"),
    ("fuzzy-misspelt", "ru", data("ru", "# fuzzy\n"), "'fuzzy' is not the flag"),
    ("fuzzy-misspelt", "fa", data("fa", "# , Fuzzy\n"), "is not the flag fuzzy"),
    ("unknown-flag", "ta", data("ta", "#, nowrap\n"), "did you mean 'no-wrap'?"),
    ("unknown-flag", "es", data("es", "#, ignore name-lost\n"), "unknown flag 'ignore name-lost'"),
    ("unknown-flag", "es", 'msgid "We keep your data."\nmsgstr ""'.join(["#, fuzy\n", ""]), "did you mean 'fuzzy'?"),
    ("size", "de", f'#, fuzzy\nmsgid "We keep your data."\nmsgstr "{LONG}"', "characters long, the source 18"),
    ("size", "de", forms(LONG, ""), "characters long, the source 7"),
]  # fmt: skip

GOOD = [
    ("language", "de", r'"Language: de\n"'),
    ("language", "zh_Hant", r'"Language: zh_Hant\n"'),
    ("language-spelling", "sr_Latn", r'"Language: sr_Latn\n"'),
    ("language-spelling", "pt_BR", r'"Language: pt_BR\n"'),
    ("header-missing", "ka", r'"Report-Msgid-Bugs-To: \n"'),
    ("header-missing", "pl", r'"Language-Team: none\n"'),
    ("header-double", "it", '"X-Generator: Weblate 5.12\\n"\n"X-Poedit-Basepath: .\\n"'),
    ("header-double", "cs", '"Language: cs\\n"\n"X-Language: cs\\n"'),
    ("header-conflict", "hi", r'"Language: hi\n"'),
    ("header-conflict", "fr", '"Language: fr\\n"\n"X-Source-Language: en\\n"'),
    ("header-stray", "tr", r'"Language-Team: Turkish <https://hosted.weblate.org/projects/x/tr/>\n"'),
    ("header-stray", "nb", r'"X-Note: a note: with a colon\n"'),
    ("header-field", "es", r'"X-Language-Team: Spanish\n"'),
    ("header-field", "el", r'"X-Crowdin-Language: el\n"'),
    ("header-value", "ru", r'"Content-Transfer-Encoding: 8-bit\n"'.replace("8-bit", "8BIT")),
    ("header-value", "he", r'"Content-Type: text/plain; charset=utf-8\n"'),
    ("header-boilerplate", "fa", r'"Last-Translator: machine draft <translations@example.com>\n"'),
    ("header-boilerplate", "ko", r'"Language-Team: Korean <ko@li.org>\n"'),
    ("header-date", "uk", r'"PO-Revision-Date: 2024-02-29 23:59+0530\n"'),
    ("header-date", "ja", r'"PO-Revision-Date: 2019-05-01 09:00+0900\n"'),
    ("header-date", "th", r'"POT-Creation-Date: 2034-10-01 12:00-0330\n"'),
    ("form-count", "pl", forms("%d dzień", "%d dni", "%d dni")),
    ("form-count", "ja", forms("%d 日")),
    ("form-count", "ar", forms("", "")),
    ("form-empty", "ru", forms("%d день", "%d дня", "%d дней")),
    ("form-empty", "he", f"#, fuzzy\n{forms('יום %d', '')}"),
    ("unknown-entry", "el", data("el")),
    ("unknown-entry", "it", 'msgctxt "menu"\nmsgid "Close"\nmsgstr "Chiudi"'),
    ("unknown-entry", "zh_Hans", '#~ msgid "We sell nothing."\n#~ msgstr "我们不出售任何东西。"'),
    ("stray-previous", "hi", data("hi", '#, fuzzy\n#| msgid "We keep data."\n')),
    ("stray-previous", "de", '#~| msgid "We sold."\n#~ msgid "We sell nothing."\n#~ msgstr "Wir verkaufen nichts."'),
    ("fuzzy-misspelt", "uk", data("uk", "#, fuzzy\n")),
    ("fuzzy-misspelt", "fr", data("fr", "# the wording is fuzzy in English too\n#. fuzzy\n#: fuzzy.md\n")),
    ("unknown-flag", "ta", data("ta", "#, no-wrap, markdown-text, possible-c-format, range: 0..10\n")),
    ("unknown-flag", "ko", data("ko", "#, fuzzy, no-python-brace-format, md-text, max-length:100, ignore-same\n")),
    ("size", "th", f'msgid "We keep your data."\nmsgstr "{DATA["th"] * 3}"'),
    ("size", "ja", f'#, fuzzy\nmsgid "We keep your data."\nmsgstr "{DATA["ja"] * 10}"'),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "code", "text", "words"), BAD)
def test_what_is_wrong_with_a_catalog_is_told_once_with_its_place_and_a_remedy(
    rule: str, code: str, text: str, words: str
) -> None:
    told = found(code, text)
    hits = [problem for problem in told if problem.rule == rule and words in problem.message]
    assert len(hits) == 1, told
    assert all(problem.line and problem.hint and not problem.path for problem in told)
    assert {rule.level for rule in RULES if rule.name == hits[0].rule} == {hits[0].level}
    assert bool(hits[0].msgid) == (not text.startswith('"'))


@pytest.mark.parametrize(("rule", "code", "text"), GOOD)
def test_good_catalogs_pass_in_silence(rule: str, code: str, text: str) -> None:
    assert found(code, text) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.name))
def test_examples_of_rules_are_true(rule: Rule) -> None:
    code, _, text = rule.bad
    more = forms("%d Tag", "%d Tage") if rule.name == "plural-missing" else ""
    parts = [header(code, text if text.startswith('"') else ""), data("de") if text.startswith('"') else text, more]
    told = check_catalog(po.read_catalog("\n\n".join(parts) + "\n", "x.po"), code, TEMPLATE)
    assert rule.name in [problem.rule for problem in told]
    code, _, text = rule.good
    assert found(code, text) == []


def test_each_rule_has_bad_and_good_cases_in_many_languages_and_scripts() -> None:
    own = {rule.name for rule in RULES if not rule.name.startswith("plural-")}
    for cases in (BAD, GOOD):
        named = [case[0] for case in cases]
        assert {name for name in own if named.count(name) < 2} == set()
        codes = {case[1] for case in cases}
        assert len(codes) >= 15
        assert len({unicodedata.name(NAMES[code][0]).split()[0] for code in codes}) >= 8


# -- plural forms ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "value", "rules"),
    [
        ("ru", RUSSIAN, []),
        ("pl", RUSSIAN, ["plural-language"]),
        ("he", WEBLATE_HE, []),
        ("ru", TRANSIFEX_RU, []),
        ("fa", "nplurals=2; plural=n != 1;", []),
        ("fr", "nplurals=3; plural=(n == 0 || n == 1) ? 0 : n != 0 && n % 1000000 == 0 ? 1 : 2;", []),
        ("pt_BR", "nplurals=2; plural=n > 1", []),
        ("ar", "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;", []),
        ("pl", "nplurals=2; plural=(n != 1);", ["plural-language"]),
        ("ja", "nplurals=2; plural=(n != 1);", ["plural-language"]),
        ("cs", "nplurals=INTEGER; plural=EXPRESSION;", ["plural-syntax"]),
        ("de", "nplurals=2; plural=n>1 ? 2 : n;", ["plural-range"]),
    ],
)  # fmt: skip
def test_plural_forms_of_the_header_are_judged(code: str, value: str, rules: list[str]) -> None:
    assert [problem.rule for problem in found(code, f'"Plural-Forms: {value}\\n"')] == rules


def test_forms_without_plural_forms_are_an_error_told_once() -> None:
    text = header("de", without="Plural-Forms") + "\n" + forms("%d Tag", "%d Tage") + "\n"
    (problem,) = check_catalog(po.read_catalog(text, "x.po"), "de", TEMPLATE)
    assert (problem.rule, problem.is_error) == ("plural-missing", True)
    assert problem.hint == "Plural-Forms: nplurals=2; plural=(n != 1);"


# -- the whole ---------------------------------------------------------------------------------------


@of_what_is_shipped
@pytest.mark.parametrize(
    "path", sorted(LOCALE.glob("*/LC_MESSAGES/*.po")), ids=lambda path: f"{path.parts[-3]}-{path.stem}"
)
def test_the_shipped_catalogs_are_silent(path: Path) -> None:
    pot = LOCALE / f"{path.stem}.pot"
    template = po.read_catalog(pot.read_text(encoding="utf-8"), pot.name) if pot.exists() else None
    assert (
        list(check_catalog(po.read_catalog(path.read_text(encoding="utf-8"), path.name), path.parts[-3], template))
        == []
    )


@pytest.mark.parametrize("code", ["ar", "ja", "pl", "pt_BR", "zh_Hans", "kw"])
def test_a_catalog_just_started_is_silent(code: str) -> None:
    template = po.read_catalog(catalog.template(None, [Entry("We keep your data.")], "privacy", "x.pot", DATE), "x.pot")
    started = catalog.started(template, "privacy", code)
    assert tuple(started.fields) == FIELDS
    assert list(check_catalog(started, code, template)) == []


def test_without_a_place_the_header_is_taken_at_its_word() -> None:
    assert list(check_catalog(read("de", '"Language: de\\n"'), "", None)) == []
    assert [problem.rule for problem in check_catalog(read("pt_BR", '"Language: pt-BR\\n"'), "", None)] == [
        "language-spelling"
    ]
    assert [problem.rule for problem in check_catalog(read("de", '"Language: de_DE.UTF-8\\n"'), "", None)] == [
        "language"
    ]


def test_boilerplate_waits_for_the_first_translation() -> None:
    text = header("de", '"Last-Translator: FULL NAME <EMAIL@ADDRESS>\\n"\n"PO-Revision-Date: YEAR-MO-DA HO:MI+ZONE\\n"')
    above = "# SOME DESCRIPTIVE TITLE.\n#, fuzzy\n"
    empty, entry = 'msgid "We keep your data."\nmsgstr ""\n', data("de") + "\n"
    assert list(check_catalog(po.read_catalog(f"{above}{text}\n{empty}", "x.po"), "de", TEMPLATE)) == []
    told = [
        problem.message for problem in check_catalog(po.read_catalog(f"{above}{text}\n{entry}", "x.po"), "de", TEMPLATE)
    ]
    assert len(told) == 4 and "the header is still marked fuzzy" in told


@pytest.mark.slow
def test_more_entries_than_anyone_translates_are_refused() -> None:
    entries = tuple(Entry(str(number), "x", flags=("fuzy",), line=number) for number in range(room.MOST_ENTRIES + 1))
    told = list(check_catalog(Catalog(read("de", "").header, entries), "de", None))
    assert [problem.rule for problem in told] == ["size"]
    (few,) = check_catalog(Catalog(read("de", "").header, entries[:1]), "de", None)
    assert few.rule == "fuzzy-misspelt"


HOSTILE = [
    '"Language: ' + "de_" * 33_000 + r'\n"',
    '"Plural-Forms: nplurals=2; plural=' + "(" * 100_000 + r'\n"',
    '"Plural-Forms: ' + " " * 100_000 + r'x\n"',
    '"PO-Revision-Date: ' + "2" * 100_000 + r'\n"',
    '"' + r"x\n" * 50_000 + '"',
    '"' + r"Language:\n" * 10_000 + '"',
    '"' + "".join(rf"Langua{number}: \n" for number in range(9000)) + '"',
    '"Last-Translator: ' + "EMAIL" * 20_000 + r'\n"',
    "#, " + ", ".join(f"fuz{number}" for number in range(12_000)) + "\n" + data("de"),
    "#, " + "a-" * 50_000 + "\n" + data("de"),
    "#, " + "fuzz " * 20_000 + "\n" + data("de"),
    f'msgid "{"a " * 50_000}"\nmsgstr "x"',
]


@pytest.mark.slow
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:20])
def test_hostile_texts_are_told_in_a_second(text: str) -> None:
    hostile = read("de", text)
    with no_more_work_than(1):
        told = list(check_catalog(hostile, "de", TEMPLATE))
    assert all(len(problem.message) < 500 for problem in told)


WORDS = st.one_of(
    st.text(max_size=40), st.sampled_from([*FIELDS, ": ", "\n", "de", "nplurals=2; plural=", "fuzzy", "n"])
)
TEXTS = st.lists(WORDS, max_size=12).map("".join)


@given(TEXTS, TEXTS, TEXTS, st.lists(TEXTS, max_size=3), st.booleans())
def test_nothing_in_a_catalog_stops_the_check(head: str, code: str, text: str, more: list[str], known: bool) -> None:
    entry = Entry(text, text, plural=text or None, forms=tuple(more), flags=tuple(more), comments=tuple(more), line=9)
    hostile = Catalog(Entry("", head, comments=tuple(more)), (entry,))
    told = list(check_catalog(hostile, code, TEMPLATE if known else None))
    assert all(problem.hint and problem.message and not problem.path for problem in told)
