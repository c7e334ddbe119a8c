"""Plain text: columns, kinsoku, dictionaries, direction; and that nothing is lost."""

import re
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts import breaks, plain
from scripts.checks.page import outline, same_words
from scripts.locales import language

WIDTH = 72
SAMPLES = {
    "en": "We keep your logs for fourteen days and delete them afterwards without exception, wherever they are. ",
    "de": "Datenschutzgrundverordnungskonforme Aufbewahrungsfristenregelungen gelten für alle Protokolle. ",
    "ja": "当社は、お客様の個人情報を「十四日間」だけ保管し、その後は必ず削除します。ただし、法令がある場合を除きます。",
    "zh_Hans": "我们仅将您的个人信息保存十四天，之后一律删除。法律另有规定的，从其规定（例外）。",
    "ko": "당사는 귀하의 개인정보를 십사 일 동안만 보관하며, 그 후에는 예외 없이 삭제합니다. ",
    "th": "เราเก็บรักษาข้อมูลส่วนบุคคลของคุณไว้เพียงสิบสี่วันและลบข้อมูลดังกล่าวหลังจากนั้นโดยไม่มีข้อยกเว้น",
    "hi": "हम आपकी व्यक्तिगत जानकारी केवल चौदह दिनों तक रखते हैं और उसके बाद उसे हटा देते हैं। ",
    "ar": "نحتفظ بسجلاتك لمدة أربعة عشر يومًا ثم نحذفها بلا استثناء. LM Studio تطبيق يحميها. ",
    "he": "אנו שומרים את היומנים שלכם במשך ארבעה עשר ימים ולאחר מכן מוחקים אותם. iCloud אינו נכלל. ",
}


def text(code: str, words: str) -> list[str]:
    page = plain.Text(language(code))
    page.paragraph(words)
    return page.text().rstrip("\n").split("\n")


@pytest.mark.parametrize("code", SAMPLES)
def test_no_line_is_wider_than_72_columns_and_lines_are_filled(code: str) -> None:
    lines = text(code, SAMPLES[code] * 6)
    assert all(breaks.columns(line) <= WIDTH for line in lines)
    assert sum(breaks.columns(line) for line in lines[:-1]) / len(lines[:-1]) > 58


@pytest.mark.parametrize("code", ["ja", "zh_Hans"])
def test_no_line_begins_with_a_closing_or_ends_with_an_opening_mark(code: str) -> None:
    for line in text(code, SAMPLES[code] * 8):
        assert not re.match(r"[、。，；：！？」）ーっゃゅょ]", line) and not re.search(r"[「（]$", line)


def test_words_of_thai_are_not_cut() -> None:
    words = set(breaks.words(SAMPLES["th"] * 6, "th"))
    for line in text("th", SAMPLES["th"] * 6):
        assert set(breaks.words(line, "th")) <= words


@pytest.mark.parametrize("code", ["ar", "he"])
def test_every_line_of_a_right_to_left_text_begins_right_to_left(code: str) -> None:
    page = plain.Text(language(code))
    page.heading("LM Studio", "=")
    page.paragraph("iCloud " + SAMPLES[code] * 6)
    page.paragraph(page.isolated("https://example.org/" + "long-" * 12) + " " + page.isolated("a b " * 40))
    for line in page.text().split("\n"):
        assert not line or plain._first_strong(line) == "R"
        assert line.count("\u2068") == line.count("\u2069")


@given(
    st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=400),
    st.sampled_from(sorted(SAMPLES)),
)
def test_no_letter_is_lost_in_any_script(words: str, code: str) -> None:
    import unicodedata

    shown = "".join(char for char in "".join(text(code, words)) if char.isalnum())
    assert shown == "".join(char for char in unicodedata.normalize("NFC", words) if char.isalnum())


def test_an_address_is_never_cut() -> None:
    address = "https://example.org/" + "a/very-long-path.with?marks=1&more=2/" * 3
    assert address in "\n".join(text("en", f"See {address} for more, or {address}."))


@pytest.mark.parametrize(
    ("html", "said", "found"),
    [
        ("<p>one two</p>", "one\ntwo", 0),
        ("<p>one 14</p>", "one 41", 1),
        ("<p>one</p><p>two</p>", "two\n\none", 1),
        ('<p><a href="https://x.org">x</a></p>', "x [1]", 1),
        ('<p><a href="https://x.org">x</a></p>', "x [1]\n\n[1] https://x.org", 0),
        ('<p><a href="#in-page">x</a></p>', "x", 0),
    ],
)
def test_a_text_that_says_less_than_its_page_is_found(html: str, said: str, found: int) -> None:
    assert len(list(same_words(outline(html), said))) == found


def test_deleted_and_raised_text_stays_distinct() -> None:
    page = plain.Text(language("en"))
    root, paragraph = Element("div"), Element("p")
    paragraph.text = "10"
    for tag, words in (("sup", "2"), ("del", "30")):
        child = Element(tag)
        child.text = words
        paragraph.append(child)
    root.append(paragraph)
    page.body(root)
    assert page.text() == "10^2~~30~~\n"


@pytest.mark.skipif(
    not (Path(__file__).parent.parent / "build" / "site").is_dir(), reason="the site is not built yet (make build)"
)
def test_the_shipped_texts_keep_to_their_columns() -> None:
    for path in (Path(__file__).parent.parent / "build" / "site").rglob("*.txt"):
        for line in path.read_text(encoding="utf-8").split("\n"):
            assert breaks.columns(line) <= WIDTH or "://" in line, (path.name, line)
