"""PO files: strict reading, entries that keep their bytes, new ones as `msgcat` writes them."""

import shutil
import subprocess
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scripts import po
from scripts.po import Catalog, Entry, fast_reader, lexer
from scripts.problem import Refused

from ..conftest import HEADER, po_text

HEAD = HEADER.format(language="de")
CATALOGS = sorted((Path(__file__).parent.parent.parent / "locale").glob("*/LC_MESSAGES/*.po"))
CORPUS = sorted((Path(__file__).parent.parent.parent.parent / "shared" / "corpus").rglob("*.po"))


def refusals(text: str) -> list[tuple[int, str]]:
    with pytest.raises(Refused) as caught:
        po.read_catalog(text, "x.po")
    assert all(problem.hint and problem.path == "x.po" for problem in caught.value.problems)
    return [(problem.line, problem.message) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("body", "line", "words"),
    [
        ('msgid "a"\nmsgstr "b\n', 9, "no quotation mark at its end"),
        ('msgid "a"\nmsgstr "b "c" d"\n', 9, "ends the text too early"),
        ('msgid "a"\nmsgstr "b\\q"\n', 9, "unknown escape '\\q'"),
        ('msgid "a"\n', 8, "ends before its msgstr"),
        ('msgid "a"\nmsgstr "b"\nmsgstr "c"\n', 10, "second msgstr"),
        ('msgstr "b"\n', 8, "msgstr without a msgid"),
        ('msgid "a"\nmsgstr "\0"\n', 9, "NUL"),
        ('<<<<<<< ours\nmsgid "a"\nmsgstr "b"\n', 8, "left by a merge"),
        ('#-#-#-#-#  a.po  #-#-#-#-#\nmsgid "a"\nmsgstr "b"\n', 8, "left by a merge"),
        ('msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n', 11, "the first is in line 8"),
        ('msgid ""\nmsgstr "X: y\\n"\n', 8, "second header"),
        ('hello\nmsgid "a"\nmsgstr "b"\n', 8, "neither a comment, a keyword nor a quoted text"),
        ('msgid "a"\n# inside\nmsgstr "b"\n', 9, "comment between msgid and msgstr"),
        ('msgid "a"\nmsgstr „b“\n', 9, "does not begin with a straight quotation mark"),
        ('msgid "a"\nmsgtr "b"\n', 9, "did you mean 'msgstr'?"),
        ('#fuzzy\nmsgid "a"\nmsgstr "b"\n', 8, "no space after the #"),
        ('#| msgid "a"\n#| msgid "b"\nmsgid "c"\nmsgstr "d"\n', 9, "a second msgid in the #| lines"),
        ('#| msgid „a“\nmsgid "c"\nmsgstr "d"\n', 8, "neither a keyword nor a quoted text"),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr[1] "c"\n', 10, "msgstr[1] instead of msgstr[0]"),
        ('msgid "a"\nmsgstr[0] "c"\n', 9, "msgstr[0] without a msgid_plural"),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr "c"\n', 10, "msgstr with a msgid_plural"),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr[07] "c"\n', 10, "'msgstr[07]' is not a plural form"),
        ('msgid "a"\nmsgctxt "b"\nmsgstr "c"\n', 9, "msgctxt after its msgid"),
        ('msgid "a"\nmsgstr "b\rc"\n', 9, "carriage return inside the line"),
        ('msgid "a"\nmsgstr "b"\n\n#~ msgid "a"\n#~ msgstr "c"\n', 11, "the first is in line 8"),
        ('"dangling"\n', 8, "belongs to no msgid"),
    ],
)
def test_a_broken_file_is_refused_with_its_line(body: str, line: int, words: str) -> None:
    found = refusals(HEAD + "\n" + body)
    assert any(words in message for _, message in found), found
    assert any(number == line for number, _ in found), found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('msgid "a"\nmsgstr "b"\n', "no header"),
        ("", "no header"),
        (HEAD.replace("UTF-8", "ISO-8859-1"), "ISO-8859-1, not UTF-8"),
        (HEAD.replace("; charset=UTF-8", ""), "none, not UTF-8"),
        (HEAD.replace("\n", "\r"), "bare carriage returns"),
    ],
)
def test_a_file_without_a_good_header_is_refused(text: str, words: str) -> None:
    assert any(words in message for _, message in refusals(text))


def test_every_problem_of_a_file_is_reported() -> None:
    found = refusals(HEAD + '\nmsgid "a"\nmsgstr "b\n\nmsgid "c"\nmsgstr "\\q"\n')
    assert [line for line, _ in found] == [9, 12]


def test_a_byte_order_mark_is_a_warning_and_is_kept() -> None:
    text = "\ufeff" + po_text({"a": "b"})
    catalog = po.read_catalog(text, "x.po")
    assert [problem.rule for problem in catalog.warnings] == ["bom"] and po.text_of(catalog) == text


@pytest.mark.slow
@pytest.mark.parametrize("path", [*CATALOGS, *CORPUS], ids=lambda path: f"{path.parts[-3]}-{path.name}")
def test_a_file_that_is_read_and_written_keeps_every_byte(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    assert po.text_of(po.read_catalog(text, path.name)) == text


def test_entries_without_empty_lines_between_them_keep_every_byte() -> None:
    text = (
        HEAD
        + 'msgid "a"\nmsgstr "b"\n# c\nmsgid "d"\nmsgstr ""\n#~ msgid "e"\n#~ msgstr "f"\n#~ msgid "g"\n#~ msgstr "h"'
    )
    catalog = po.read_catalog(text, "x.po")
    assert [entry.msgid for entry in catalog.entries] == ["a", "d", "e", "g"] and po.text_of(catalog) == text


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_line_ends_stay_what_they_are(newline: str) -> None:
    text = po_text({"a": "b", "c": ""}).replace("\n", newline)
    catalog = po.read_catalog(text, "x.po")
    more = Catalog(catalog.header, (*catalog.entries, Entry("new")), catalog.newline)
    written = po.text_of(more)
    assert written.startswith(text) and written.count("\n") == written.count(newline)


TEXT = st.text(st.sampled_from('ab c\\"\n\tß語 ้กขคงฉ{}-/.'), max_size=120)


@given(st.text(st.sampled_from('a"\\ '), min_size=60, max_size=200))
def test_a_line_never_ends_inside_an_escape(text: str) -> None:
    [again] = po.read_catalog(HEAD + "\n" + po.written(Entry("x", text)), "x.po").entries
    assert again.msgstr == text


@given(TEXT, TEXT, st.none() | TEXT)
def test_what_is_written_is_read_again(msgid: str, msgstr: str, context: str | None) -> None:
    entry = Entry(msgid or "x", msgstr, context)
    text = HEAD + "\n" + po.written(entry)
    [again] = po.read_catalog(text, "x.po").entries
    assert (again.msgid, again.msgstr, again.context) == (entry.msgid, entry.msgstr, entry.context)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("msgcat") is None, reason="msgcat is not installed (Debian: gettext)")
@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: f"{path.parts[-3]}-{path.name}")
def test_new_entries_are_written_as_msgcat_writes_them(path: Path) -> None:
    catalog = po.read_catalog(path.read_bytes().decode("utf-8"), path.name)
    fresh = Catalog(catalog.header, tuple(replace(entry, raw="") for entry in catalog.entries if not entry.obsolete))
    text = po.text_of(fresh)
    theirs = subprocess.run(["msgcat", "-"], input=text, capture_output=True, text=True, check=True).stdout
    assert text.split("\n\n")[1:] == theirs.split("\n\n")[1:]


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="msgfmt is not installed (Debian: gettext)")
@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: f"{path.parts[-3]}-{path.name}")
def test_msgfmt_takes_every_catalog_of_ours(path: Path) -> None:
    done = subprocess.run(["msgfmt", "-c", "-o", "/dev/null", str(path)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("end", ["\n#. note", "\n# a\n#: b\n\n", "#\n", "\n\n\n"])
def test_comments_after_the_last_entry_are_read_alike_by_both_readers(end: str) -> None:
    text = po_text({"a": "b"}) + end
    assert po.agrees(po.read_catalog(text, "x.po"), text, "x.po") == []


@given(st.text(max_size=200))
def test_any_bytes_are_read_or_refused(noise: str) -> None:
    for text in (noise, HEAD + "\n" + noise, po_text({"a": "b"}) + noise):
        with suppress(Refused):
            assert po.text_of(po.read_catalog(text, "x.po")) == text


PARTS = st.sampled_from(
    [
        '# note\n#: a.md\nmsgid "a"\nmsgstr "A"',
        'msgctxt "c"\nmsgid ""\n"b\\n"\n"c"\nmsgstr ""\n"B\\n"\n"C"',
        '#, fuzzy\n#| msgid "old"\nmsgid "d"\nmsgstr "D \\"x\\" \\\\"',
        '#~ msgid "e"\n#~ msgstr "E"',
        '# kept\n#, fuzzy\n#~| msgid "older"\n#~ msgid "f"\n#~ msgstr ""\n#~ "F"\n#~ "G"',
        'msgid "g"\nmsgid_plural "h"\nmsgstr[0] "G"\nmsgstr[1] "H"',
        '# a comment alone',
        'msgid "i"\nmsgstr "I"\n#~ msgid "j"\n#~ msgstr "J"\nmsgid "k"\nmsgstr "K"',
        '  msgid "l"\n  msgstr "L"  ',
        'msgid "m"\nmsgstr "M\\q"',
        'msgid "n"\n\nmsgstr "N"',
        '#~ msgid "o"\nmsgstr "O"',
        '"p"',
        "",
    ]
)  # fmt: skip


@example(["", 'msgid "a"\nmsgstr "A"'], "\n", "\n")
@given(
    st.lists(PARTS, max_size=6), st.sampled_from(["\n\n", "\n\n\n", "\n", "\n \n"]), st.sampled_from(["", "\n", "\n\n"])
)
def test_the_fast_reader_reads_the_same_as_the_lexer(parts: list[str], between: str, end: str) -> None:
    text = HEAD + "\n" + between.join(parts) + end
    reader = lexer.Lexer("")
    slow = reader.read(text)
    quick = fast_reader.fast_entries(text)
    if quick is not None:
        assert not reader.problems
        assert [(entry, entry.raw) for entry in quick] == [(entry, entry.raw) for entry in slow]
        assert fast_reader.end(text) == reader.end


def test_the_fast_reader_reads_catalogs_as_msgcat_writes_them() -> None:
    assert all(fast_reader.fast_entries(path.read_text(encoding="utf-8")) is not None for path in CATALOGS)


ENTRIES = st.builds(
    Entry,
    TEXT.filter(bool),
    TEXT,
    context=st.none() | TEXT,
    comments=st.lists(st.text("ab ~,.", max_size=5).map(str.rstrip), max_size=2).map(tuple),
    flags=st.sampled_from([(), ("fuzzy",), ("fuzzy", "no-wrap")]),
    previous=st.none() | TEXT,
    previous_context=st.none() | TEXT,
    obsolete=st.booleans(),
) | st.builds(
    Entry, TEXT.filter(bool), plural=TEXT.filter(bool), forms=st.lists(TEXT, min_size=1, max_size=3).map(tuple)
)


@given(st.lists(ENTRIES, max_size=4, unique_by=lambda entry: entry.key))
def test_polib_reads_what_we_write_as_we_do(entries: list[Entry]) -> None:
    text = HEAD + "\n" + "\n".join(po.written(entry) for entry in entries)
    catalog = po.read_catalog(text, "x.po")
    assert [replace(entry, line=0) for entry in catalog.entries] == entries
    assert po.agrees(catalog, text, "x.po") == []


@pytest.mark.parametrize(
    ("theirs", "words"),
    [
        (po_text({"a": "other"}), "polib reads this entry differently"),
        (po_text({"a": "b"}, flags="fuzzy"), "polib reads this entry differently"),
        (po_text({"a": "b", "c": "d"}), "polib finds an entry that our reader does not find"),
        (po_text({"a": "b"}) + 'msgstr "c\n', "polib cannot read it"),
    ],
)
def test_a_catalog_that_polib_reads_differently_is_refused(theirs: str, words: str) -> None:
    [problem] = po.agrees(po.read_catalog(po_text({"a": "b"}), "x.po"), theirs, "x.po")
    assert words in problem.message and problem.rule == "referee" and problem.is_error


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("msgcat") is None, reason="msgcat is not installed (Debian: gettext)")
@pytest.mark.parametrize("width", [66, 77, 79, 100, po.UNWRAPPED])
@pytest.mark.parametrize("path", [*CATALOGS[::5], *CORPUS], ids=lambda path: f"{path.parts[-3]}-{path.name}")
def test_new_entries_are_wrapped_as_msgcat_does_at_any_width(path: Path, width: int) -> None:
    catalog = po.read_catalog(path.read_bytes().decode("utf-8"), path.name)
    fresh = [replace(entry, raw="") for entry in (catalog.header, *catalog.entries) if not entry.obsolete]
    text = "\n".join(po.written(entry, width) for entry in fresh)
    option = "--no-wrap" if width == po.UNWRAPPED else f"--width={width}"
    done = subprocess.run(["msgcat", option, "-"], input=text, capture_output=True, text=True, check=True)
    assert [part.strip() for part in text.split("\n\n")][1:] == [part.strip() for part in done.stdout.split("\n\n")][1:]


@pytest.mark.parametrize("width", [60, 77, 79, 90, po.UNWRAPPED])
@pytest.mark.parametrize("path", CATALOGS[::7], ids=lambda path: f"{path.parts[-3]}-{path.name}")
def test_the_width_of_a_file_is_found_from_its_lines(path: Path, width: int) -> None:
    catalog = po.read_catalog(path.read_bytes().decode("utf-8"), path.name)
    text = "\n".join(po.written(replace(entry, raw=""), width) for entry in (catalog.header, *catalog.entries))
    again = po.read_catalog(text, path.name)
    one = replace(again.entries[5], raw="")
    rewritten = po.text_of(replace(again, entries=(*again.entries[:5], one, *again.entries[6:])))
    assert rewritten == text


# -- the width of a file: what msgcat wrote at a width is gone on with at that width ---------------

LONG = "We share nothing with advertisers, and we tell you at least sixty days before any of this is going to change."
LANG = "Wir teilen nichts mit Werbetreibenden und sagen Ihnen mindestens sechzig Tage vorher, wenn sich daran etwas ändert."
CJK = "当社は広告主と何も共有せず、この点に変更がある場合には少なくとも六十日前までにお知らせいたします。変更の前に必ずご連絡します。"
THAI = "เราไม่แบ่งปันสิ่งใดกับผู้ลงโฆษณา และจะแจ้งให้คุณทราบล่วงหน้าอย่างน้อยหกสิบวันก่อนที่สิ่งเหล่านี้จะเปลี่ยนแปลงไปในทางใดทางหนึ่ง"
ADDRESS = "https://example.org/" + "privacy_and_more" * 6
SHORT = {"Cookies": "Kekse", "Who we are": "Wer wir sind"}
FILES = {
    "one long": {LONG: LANG},
    "one long among short": {**SHORT, LONG: LANG},
    "nothing translated": {**SHORT, LONG: ""},
    "only the translation is long": {**SHORT, "Promise": LANG},
    "Japanese": {"Promise": CJK},
    "Thai": {"Promise": THAI},
    "paragraphs": {f"{LONG}\n{LONG}": f"{LANG}\n{LANG}"},
    "with an address": {f"{LONG} See {ADDRESS}": f"{LANG} Siehe {ADDRESS}"},
}
FRESH = Entry("One more promise that is new in this edition, and long enough to be broken twice. " + LONG, LANG + LANG)


def as_msgcat_does(text: str, width: int) -> str:
    option = "--no-wrap" if width == po.UNWRAPPED else f"--width={width}"
    return subprocess.run(["msgcat", option, "-"], input=text, capture_output=True, text=True, check=True).stdout


def body(text: str) -> str:
    """The text of a file after its header."""
    return text.partition("\n\n")[2]


def with_one_more(text: str) -> str:
    catalog = po.read_catalog(text, "x.po")
    return po.text_of(replace(catalog, entries=(*catalog.entries, FRESH)))


@pytest.mark.skipif(shutil.which("msgcat") is None, reason="msgcat is not installed (Debian: gettext)")
@pytest.mark.parametrize("width", [79, po.UNWRAPPED])
@pytest.mark.parametrize("texts", FILES.values(), ids=FILES)
def test_a_new_entry_is_wrapped_as_the_few_that_are_there(texts: dict[str, str], width: int) -> None:
    text = as_msgcat_does(po_text(texts), width)
    assert body(with_one_more(text)) == body(as_msgcat_does(text + "\n" + po.written(FRESH), width))


@pytest.mark.skipif(shutil.which("msgcat") is None, reason="msgcat is not installed (Debian: gettext)")
@pytest.mark.parametrize(
    "texts",
    [{ADDRESS: ADDRESS}, {f"See {ADDRESS}": ""}, {"x" * 120: "é" * 120}, {f"{LONG}\n{ADDRESS}": ""}, {"see " + ")" * 99: ""}],
    ids=["an address", "behind a word", "one word", "a paragraph", "signs"],
)  # fmt: skip
def test_a_line_that_cannot_be_broken_says_nothing_about_the_width(texts: dict[str, str]) -> None:
    text = as_msgcat_does(po_text(texts), 79)
    assert body(with_one_more(text)) == body(as_msgcat_does(text + "\n" + po.written(FRESH), 79))
    [entry, *_] = po.read_catalog(text, "x.po").entries
    assert po.written(entry) == entry.raw


BY_HAND = 'msgid "{}"\nmsgstr ""\n"Wir teilen nichts mit "\n"{}"\n"Werbetreibenden."\n'


@pytest.mark.parametrize(
    ("text", "width"),
    [
        (
            f'msgid "{LONG}"\nmsgstr ""\n"Wir teilen nichts mit Werbetreibenden und "\n"sagen es vorher."\n',
            po.UNWRAPPED,
        ),
        (BY_HAND.format("Promise", LANG), po.UNWRAPPED),
        (po.written(Entry(LONG)) + f'\nmsgid "Promise"\nmsgstr "{LANG}"\n', 79),
        (po.written(Entry(LONG, obsolete=True), po.UNWRAPPED), po.UNWRAPPED),
        (po.written(Entry("new", "neu", flags=("fuzzy",), previous=LONG), po.UNWRAPPED), po.UNWRAPPED),
        (po.written(Entry(LONG, flags=("no-wrap",))), 79),
        (po.written(Entry(LONG, LANG), 60), 60),
    ],
    ids=[
        "a translation broken by hand",
        "a long line between short ones",
        "a long translation by hand",
        "an obsolete entry",
        "an earlier text",
        "a flag that is for one entry",
        "narrow",
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_width_is_found_from_what_tools_write(text: str, width: int, newline: str) -> None:
    catalog = po.read_catalog((HEAD + "\n" + text).replace("\n", newline), "x.po")
    assert po.width_of(catalog) == width
