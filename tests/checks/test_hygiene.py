"""Unicode hygiene: what hides, breaks or disguises a text is found; what orthographies need is not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.checks.characters import decoded
from scripts.checks.entry.confusables import in_latin
from scripts.checks.entry.invisible import MANY_MARKS, check_invisible
from scripts.checks.rule import Pair
from scripts.markup import Segment

from ..effort import grows_with_its_text


def pair(text: str, msgid: str = "Hello there", code: str = "uk") -> Pair:
    return Pair(Segment(msgid, 1), text, code, msgid, text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a&#x202e;b&#8238;c", "a\u202eb\u202ec"),
        ("&#X0000202E;&zwj;&lt;", "\u202e\u200d<"),
        ("&#0;&#x110000;&#99999999;", "\ufffd\ufffd\ufffd"),
        ("&amp;#x202e; & &nothing;", "&#x202e; & &nothing;"),
    ],
)
def test_character_references_are_resolved_once(text: str, shown: str) -> None:
    assert decoded(text) == shown


@pytest.mark.parametrize(
    ("text", "latin"),
    [
        ("Арple Inс", "Apple Inc"),
        ("АВЕКМНОРСТУХаекорсухіјѕһԁԛԝӏҮүЅІЈ", "ABEKMHOPCTYXaekopcyxijshdqwlYySIJ"),
        ("їё", "ïë"),
        ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορυχό", "ABEZHIKMNOPTYXaikvopuxó"),
        ("օոսհցզՕՍՏ", "onuhgqOUS"),
        ("ᎠᎡᎢᎥᎩᎪᎫᎬᎳᎷᎻᎽᏀᏂᏃᏎᏏᏒᏔᏕᏙᏚᏞᏟᏢᏦᏧᏳᏴᎾᏐᏫ", "DRTiyAJEWMHYGhZ4bRWSVSLCPKdGBOHO"),
        ("ꭰꭱꭲꭵꭺꭻꭼꮃꮇꮋꮍꮐꮓꮟꮢꮩꮪꮮꮯꮲꮶꮷ", "DRTiAJEWMHYGZbRVSLCPKd"),
        ("ᑌᑎᐯᑭᑯᑲᒍᒎᒪᖇᗅᗞᗪᗰᗷ᙭᙮ᔕᖴᑕᘔᗩᕮᗴᕼᗝᘜᑫᘿᐃᐱᐁᐅ", "UNVPdbJJLRADDMBXxSFCZAEEHOGqEAAVD"),
        ("ⵔⵕⵅⵝⵏⴸⵎⵊⴹⵟⵜⵙⵀ", "OQXXlVCIEEtoO"),
        ("ⲂⲟⲞⲥⲣⲢⲬⲚⲘⲔ", "BoOcpPXNMK"),
        ("ꓐꓑꓓꓔꓖꓗꓙꓚꓜꓝꓟꓠꓡꓢꓣꓦꓧꓪꓫꓬꓮꓰꓲꓳꓴ", "BPDTGKJCZFMNLSRVHWXYAEIOU"),
        ("𐐕𐓪𐌕 Ԝ Ѵ Ⲥ", "CoT W V C"),
        ("гγσռգա", "гγσռգա"),
        ("ждшяבאー", "ждшяבאー"),
    ],
)
def test_letters_that_look_like_latin_ones_become_latin(text: str, latin: str) -> None:
    assert in_latin(text) == latin


@pytest.mark.parametrize("text", ["\u202ea", "a\u200bb", "a\u0007b", "\ufffda", "Ã¤", "оpen", "１４"])
def test_what_the_source_holds_may_be_held(text: str) -> None:
    assert list(check_invisible(pair(text, text, "de"))) == []


def test_a_message_says_where_and_how() -> None:
    [problem] = check_invisible(pair("Wir teilen keine Da\u200bten.", code="de"))
    assert problem.message == "the invisible character U+200B ZERO WIDTH SPACE is after 'Wir teilen keine Da'"
    assert problem.hint.startswith("delete it")


@pytest.mark.parametrize(
    ("code", "before", "char", "after"),
    [
        ("fa", "می", "\u200c", "خواهم"),
        ("hi", "क्", "\u200d", "ष"),
        ("si", "ක්", "\u200d", "ර"),
        ("th", "ข้อมูล", "\u200b", "ส่วนตัว"),
        ("km", "ទិន្នន័យ", "\u200b", "របស់"),
        ("ar", "بيانات", "\u200f", " 14"),
        ("he", "נתונים", "\u200e", " (14)"),
        ("mn_Mong", "ᠮᠣᠩᠭ", "\u180e", "ᠠ"),
    ],
)
def test_a_character_that_a_script_needs_hides_nothing_in_a_long_run(
    code: str, before: str, char: str, after: str
) -> None:
    """So many of them are bits of a hidden message."""
    assert [list(check_invisible(pair(before + char * count + after, "x", code))) for count in (1, 3)] == [[], []]
    for count in (4, 40):
        assert len(list(check_invisible(pair(before + char * count + after, "x", code)))) == 1
    mixed = "".join((char, "\u200d" if char != "\u200d" else "\u200c")[bit == "1"] for bit in "0110100001101001")
    assert list(check_invisible(pair(before + mixed + after, "x", code)))


def test_the_problems_of_one_rule_are_limited() -> None:
    text = "".join(chr(code) for code in range(0xE000, 0xF000))
    assert len(list(check_invisible(pair(text)))) <= 2 * MANY_MARKS


@pytest.mark.slow
@pytest.mark.parametrize(
    "hostile",
    [
        "\u200b", "\u200c", "\u2066", "\u2067", "\u2069", "\u2067\u2069", "\u202e", "\u0301", "a\u0301", "a\u0336", "Ã", "Ã©",
        "РџС", "&#x", "&#x202e;", "&", "a?", "?", "аa", "аa ", "Ａ", "𝐀", "*\u2060* ", "[\u2060](a) ", "e\u0301 ", "\U0001f3f4\U000e0067",
        "\u2066\n", "i ф", "â€", "\\u12", "%", "\ud800",
    ],
    ids=ascii,
)  # fmt: skip
def test_hostile_texts_take_linear_time(hostile: str) -> None:
    grows_with_its_text(lambda size: list(check_invisible(pair((hostile * size)[:size] + "x"))), 50_000)


@pytest.mark.slow
def test_marks_nested_without_end_do_not_stop_the_check() -> None:
    assert [problem.rule for problem in check_invisible(pair("*a " * 4000 + "\u200b" + " b*" * 4000, code="de"))] == [
        "hidden-character"
    ]


ODD = st.text(
    st.sampled_from(
        "aAé аоі\u03bf?Ã¤â€™\u200b\u200c\u200d\u00ad\u2066\u2067\u2069\u202e\u0301\u0336\ufe0f\ufffd&#x20;*[]()\n%s\\u"
    )
)


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(
    st.text() | ODD,
    st.text() | ODD,
    st.sampled_from(["de", "ru", "uk", "ar", "fa", "th", "ja", "zh_Hans", "el", "hy", "hi"]),
)
def test_no_text_stops_the_check(msgid: str, msgstr: str, code: str) -> None:
    assert all(problem.hint for problem in check_invisible(pair(msgstr, msgid, code)))


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(min_codepoint=32, max_codepoint=126, exclude_characters="&?\\")))
def test_plain_ascii_is_clean(text: str) -> None:
    assert [problem for problem in check_invisible(pair(text, "", "de")) if problem.rule != "invisible-text"] == []
