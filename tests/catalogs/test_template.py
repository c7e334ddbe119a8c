"""Catalogs: templates and new files."""

from dataclasses import replace

import pytest

from scripts import po
from scripts.catalogs import template
from scripts.markup import Segment
from scripts.po import Entry

from ..conftest import NOW, pot_text


def test_a_new_catalog_has_a_complete_header() -> None:
    fields = template.started(po.read_catalog(pot_text("a"), "x.pot"), "x", "pl").fields
    assert fields["Language"] == "pl" and fields["Plural-Forms"].startswith("nplurals=3")
    assert fields["Content-Type"] == "text/plain; charset=UTF-8" and fields["POT-Creation-Date"] == NOW


def test_equal_segments_are_one_entry_with_all_comments() -> None:
    segments = [Segment("a", 1, heading="H", comment="one"), Segment("a", 9, heading="I"), Segment("a", 9, context="c")]
    first, second = template.template_entries(segments, "policy/x.md", with_lines=True)
    assert first.extracted == ("under: H", "one", "under: I") and first.references == ("policy/x.md:1", "policy/x.md:9")
    assert second.context == "c"


def test_a_template_keeps_its_date_while_its_msgids_stay() -> None:
    entries = [Entry("a")]
    old = template.template(None, entries, "x", "x.pot", NOW)
    assert template.template(old, entries, "x", "x.pot", "2030-01-01 00:00+0000") == old
    assert "2030" in template.template(old, [Entry("b")], "x", "x.pot", "2030-01-01 00:00+0000")


SEGMENTS = [
    Segment("Title", 1, comment="title of the page", kind="plain"),
    Segment("H", 3, heading="H"),
    Segment("a", 5, heading="I\ni", comment="c", context="x"),
    Segment("b", 7, heading="I", kind="html"),
    Segment("a", 9, heading="H", context="x"),
]
TEMPLATE = r"""# Template of the domain 'x', made by `make update`; changes here are lost.
msgid ""
msgstr ""
"Project-Id-Version: x 2024-10-01\n"
"Report-Msgid-Bugs-To: privacy@example.org\n"
"POT-Creation-Date: 2024-10-01 12:00+0000\n"
"PO-Revision-Date: YEAR-MO-DA HO:MI+ZONE\n"
"Last-Translator: FULL NAME <EMAIL@ADDRESS>\n"
"Language-Team: LANGUAGE <LL@li.org>\n"
"Language: \n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"

#. title of the page
#: policy/x.md:1
msgid "Title"
msgstr ""

#: policy/x.md:3
msgid "H"
msgstr ""

#. under: I i
#. c
#. under: H
#: policy/x.md:5 policy/x.md:9
msgctxt "x"
msgid "a"
msgstr ""

#. under: I
#. HTML
#: policy/x.md:7
msgid "b"
msgstr ""
"""


def test_a_template_has_all_comments_and_references_of_its_segments() -> None:
    entries = template.template_entries(SEGMENTS, "policy/x.md", with_lines=True)
    report = {"version": "2024-10-01", "report": "privacy@example.org"}
    assert template.template(None, entries, "x", "locale/x.pot", NOW, **report) == TEMPLATE
    bare = template.template_entries(SEGMENTS, "policy/x.md", with_lines=False)
    assert [entry.references for entry in bare] == [("policy/x.md",)] * 4


def test_a_template_that_cannot_be_read_is_made_anew() -> None:
    assert template.template("broken", [Entry("a")], "x", "x.pot", NOW) == template.template(
        None, [Entry("a")], "x", "x.pot", NOW
    )


def test_a_new_catalog_has_the_templates_fields_and_those_of_its_language() -> None:
    found = po.text_of(template.started(po.read_catalog(TEMPLATE, "x.pot"), "x", "pt_BR"))
    head = TEMPLATE.partition("\n\n")[0].partition("\n")[2]
    head = head.replace("LANGUAGE <LL@li.org>", "Portuguese (Brazil)").replace('"Language: ', '"Language: pt_BR')
    plurals = r'"Plural-Forms: nplurals=2; plural=(n > 1);\n"'
    assert found == f"# Portuguese (Brazil) translation of the domain 'x'.\n{head}\n{plurals}\n"


FUZZY = r"""
#, fuzzy
#| msgid "was"
msgid "now"
msgstr "t"

#, fuzzy
msgid "b"
msgstr "u"

msgid "done"
msgstr "x"

#, fuzzy
msgid "elsewhere"
msgstr "v"

#, fuzzy
#~ msgid "gone"
#~ msgstr "p"
"""


def test_a_fuzzy_entry_of_a_page_is_reported_with_its_former_text() -> None:
    read = po.read_catalog(TEMPLATE.partition("\n\n")[0] + "\n" + FUZZY, "x.po")
    found = template.fuzzy(read, "x.po", [(None, text) for text in ("now", "b", "done", "gone")])
    assert [(each.level, each.rule, each.path, each.msgid, each.was, each.now, each.msgstr) for each in found] == [
        ("warning", "fuzzy", "x.po", "", "was", "now", "t"),
        ("warning", "fuzzy", "x.po", "b", "", "", "u"),
    ]
    assert all(each.line and each.hint for each in found)


WAS = Entry("m", "t", "c", flags=("fuzzy", "no-wrap"), previous="p", previous_context="pc", comments=("k",))


@pytest.mark.parametrize(
    ("entry", "previous", "context", "flags"),
    [
        (WAS, "p", "pc", ("fuzzy", "no-wrap", "range: 1..2")),
        (replace(WAS, flags=()), "m", "c", ("fuzzy", "range: 1..2")),
        (replace(WAS, previous=None, previous_context=None), "m", "c", ("fuzzy", "no-wrap", "range: 1..2")),
    ],
    ids=["a guess of a guess", "finished", "fuzzy without a former text"],
)
def test_a_fuzzy_entry_names_the_text_that_was_translated(
    entry: Entry, previous: str, context: str, flags: tuple[str, ...]
) -> None:
    wanted = Entry("w", flags=("range: 1..2",), references=("r",), extracted=("e",), raw="raw", line=3)
    assert template.offered(wanted, entry, ("k", "from")) == Entry(
        "w", "t", references=("r",), extracted=("e",), comments=("k", "from"), flags=flags,
        previous=previous, previous_context=context,
    )  # fmt: skip
