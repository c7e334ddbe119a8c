"""Catalogs: laws 7 and 8 from the first day."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts import catalog, po
from scripts.markup import Segment
from scripts.po import Entry

from .conftest import HEADER

NOW = "2024-10-01 12:00+0000"


def template(*texts: str) -> str:
    entries = catalog.entries([Segment(text, 1) for text in texts], "policy/x.md", with_lines=False)
    return catalog.template(None, entries, "x", "locale/x.pot", NOW)


def started(*texts: str) -> str:
    return catalog.start(template(*texts), "x", "pl", "locale/x.pot")


def live(text: str) -> dict[str, str]:
    return {entry.msgid: entry.msgstr for entry in po.read(text, "x.po").entries if not entry.obsolete}


def filled(text: str, **said: str) -> str:
    for msgid, msgstr in said.items():
        text = text.replace(f'msgid "{msgid}"\nmsgstr ""', f'msgid "{msgid}"\nmsgstr "{msgstr}"')
    return text


def test_a_new_catalog_has_a_complete_header() -> None:
    fields = po.read(started("a"), "x.po").fields
    assert fields["Language"] == "pl" and fields["Plural-Forms"].startswith("nplurals=3")
    assert fields["Content-Type"] == "text/plain; charset=UTF-8" and fields["POT-Creation-Date"] == NOW


def test_equal_segments_are_one_entry_with_all_comments() -> None:
    segments = [Segment("a", 1, heading="H", comment="one"), Segment("a", 9, heading="I"), Segment("a", 9, context="c")]
    first, second = catalog.entries(segments, "policy/x.md", with_lines=True)
    assert first.extracted == ("under: H", "one", "under: I") and first.references == ("policy/x.md:1", "policy/x.md:9")
    assert second.context == "c"


def test_a_template_keeps_its_date_while_its_msgids_stay() -> None:
    entries = [Entry("a")]
    old = catalog.template(None, entries, "x", "x.pot", NOW)
    assert catalog.template(old, entries, "x", "x.pot", "2030-01-01 00:00+0000") == old
    assert "2030" in catalog.template(old, [Entry("b")], "x", "x.pot", "2030-01-01 00:00+0000")


def test_a_segment_that_goes_becomes_obsolete_and_one_that_comes_is_empty() -> None:
    done = catalog.update(filled(started("a", "b"), a="A", b="B"), template("b", "c"), "x.po")
    assert (done.added, done.retired) == (1, 1)
    assert live(done.text) == {"b": "B", "c": ""}
    assert '#~ msgid "a"\n#~ msgstr "A"\n' in done.text


def test_a_segment_that_comes_back_wakes_its_translation() -> None:
    text = catalog.update(filled(started("a", "b"), a="A"), template("b"), "x.po").text
    assert live(catalog.update(text, template("a", "b"), "x.po").text) == {"a": "A", "b": ""}


def test_comments_and_flags_of_the_translator_stay() -> None:
    text = started("a", "b").replace(
        '#: policy/x.md\nmsgid "a"\nmsgstr ""', '# mine\n#: policy/x.md\n#, fuzzy\n#| msgid "o"\nmsgid "a"\nmsgstr "A"'
    )
    done = catalog.update(text, template("b"), "x.po").text
    assert '# mine\n#, fuzzy\n#~| msgid "o"\n#~ msgid "a"\n#~ msgstr "A"\n' in done


def test_a_changed_place_rewrites_that_line_alone() -> None:
    text = filled(started("a"), a="A").replace("#: policy/x.md", "# odd   wrapping\n#: elsewhere.md")
    done = catalog.update(text, template("a"), "x.po").text
    assert done == text.replace("elsewhere.md", "policy/x.md")


WORDS = st.lists(st.sampled_from(["a", "b", "c", "d", "e f", "g\nh", 'i"j']), max_size=6, unique=True)


@given(WORDS, WORDS, st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_no_translation_is_ever_lost_and_twice_equals_once(
    old: list[str], new: list[str], newline: str, spaced: bool
) -> None:
    entries = [Entry(text, f"[{text}]", comments=("by hand",)) for text in old]
    text = (
        HEADER.format(language="pl") + ("\n\n" if spaced else "\n") + "\n".join(po.written(entry) for entry in entries)
    )
    text = text.replace("\n", newline)
    once = catalog.update(text, template(*new), "x.po").text
    kept = {entry.msgstr for entry in po.read(once, "x.po").entries}
    assert {f"[{text}]" for text in old} <= kept
    assert [entry.msgid for entry in po.read(once, "x.po").entries if not entry.obsolete] == new
    assert catalog.update(once, template(*new), "x.po").text == once


@pytest.mark.parametrize(
    "wrapping",
    ['msgid "a"\nmsgstr "A"', 'msgid ""\n"a"\nmsgstr ""\n"A"', 'msgid   "a"\nmsgstr\t"A"', '  msgid "a"\n  msgstr "A"'],
)
def test_an_entry_that_does_not_change_stays_byte_for_byte(wrapping: str) -> None:
    text = HEADER.format(language="pl") + f'\n# c\n#: policy/x.md\n{wrapping}\n\n#: policy/x.md\nmsgid "b"\nmsgstr ""\n'
    assert catalog.update(text, template("a", "b"), "x.po").text == text
    assert f"# c\n#: policy/x.md\n{wrapping}\n" in catalog.update(text, template("new", "a"), "x.po").text
