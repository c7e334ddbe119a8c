"""Catalogs: templates and new files."""

from scripts import po
from scripts.catalogs import template
from scripts.markup import Segment
from scripts.po import Entry

from .conftest import NOW, pot_text


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
