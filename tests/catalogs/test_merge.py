"""Merging: laws 7 and 8, and where a translation comes from."""

import shutil
import subprocess
from collections.abc import Iterable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts import po
from scripts.catalogs import merge
from scripts.catalogs import template as catalog
from scripts.catalogs.fuzzy_match import predecessors
from scripts.catalogs.memory import Memory, TranslationSource
from scripts.po import Catalog, Entry

from ..conftest import HEADER, NOW, pot_text

HEAD = HEADER.format(language="pl")
CORPUS = Path(__file__).parent.parent.parent.parent / "shared" / "corpus"
GUESS = partial(predecessors, least=0.6)

LOGS = "We keep the logs of the server for 14 days."
NAMES = "We never sell your name or your address to anybody."
CALENDAR = "The calendar is read to plan your events."


def merged(text: str, template: str, sources: Iterable[TranslationSource] = ()) -> str:
    memory = Memory(lambda: sources, 0.6)
    return po.text_of(
        merge.merge(po.read_catalog(text, "x.po"), po.read_catalog(template, "x.pot"), GUESS, memory).catalog
    )


def started(*texts: str, **said: str) -> str:
    """A catalog of the template with these segments; each translation is the text in brackets."""
    entries = po.read_catalog(pot_text(*texts), "x.pot").entries
    parts = (po.written(Entry(e.msgid, f"[{e.msgid}]", references=e.references)) for e in entries)
    return HEAD + "\n" + "\n".join(parts)


def live(text: str) -> dict[str, Entry]:
    return {entry.msgid: entry for entry in po.read_catalog(text, "x.po").entries if not entry.obsolete}


def obsolete(text: str) -> dict[str, Entry]:
    return {entry.msgid: entry for entry in po.read_catalog(text, "x.po").entries if entry.obsolete}


# -- exact matches ---------------------------------------------------------------------------


def test_a_segment_that_goes_becomes_obsolete_and_one_that_comes_is_empty() -> None:
    done = merged(started(LOGS, NAMES), pot_text(NAMES, "Something else entirely"))
    assert {msgid: entry.msgstr for msgid, entry in live(done).items()} == {
        NAMES: f"[{NAMES}]",
        "Something else entirely": "",
    }
    assert obsolete(done)[LOGS].msgstr == f"[{LOGS}]"


def test_a_segment_that_comes_back_wakes_its_translation() -> None:
    gone = merged(started(LOGS, NAMES), pot_text(NAMES))
    back = live(merged(gone, pot_text(LOGS, NAMES)))
    assert back[LOGS].msgstr == f"[{LOGS}]" and not back[LOGS].is_fuzzy


def test_a_moved_segment_is_not_changed() -> None:
    text = started(LOGS, NAMES, CALENDAR)
    done = merged(text, pot_text(CALENDAR, LOGS, NAMES))
    assert list(live(done)) == [CALENDAR, LOGS, NAMES]
    was = live(text)
    assert all(entry.raw.strip("\n") == was[msgid].raw.strip("\n") for msgid, entry in live(done).items())


def test_a_changed_place_rewrites_that_line_alone() -> None:
    text = started("a").replace("#: policy/x.md", "# odd   wrapping\n#: elsewhere.md")
    assert merged(text, pot_text("a")) == text.replace("elsewhere.md", "policy/x.md")


def test_a_comment_of_the_template_takes_the_place_of_its_former_one() -> None:
    def catalog_of(comment: str, by_hand: str = "") -> str:
        return HEAD + "\n" + by_hand + po.written(Entry("a", "[a]", extracted=(comment,), references=("x.md",)))

    done = merged(catalog_of("under: A", "# by hand\n"), catalog_of("under: B"))
    assert done == catalog_of("under: B", "# by hand\n")


WAS = "2023-01-01 10:00+0000"


@pytest.mark.parametrize(
    ("texts", "date"),
    [(["a", "b"], WAS), (["a", "b", "c"], NOW), (["a"], NOW), (["b", "a"], NOW)],
    ids=["only comments", "one more", "one less", "moved"],
)
def test_the_date_of_the_template_comes_with_its_texts(texts: list[str], date: str) -> None:
    text = started("a", "b").replace(HEAD, f'{HEAD}"POT-Creation-Date: {WAS}\\n"\n').replace("policy/x.md", "y.md")
    done = po.read_catalog(merged(text, pot_text(*texts)), "x.po")
    assert done.fields["POT-Creation-Date"] == date and done.live[None, "a"].references == ("policy/x.md",)


def test_the_date_of_the_template_takes_the_place_of_its_own_line_alone() -> None:
    stamp = f'"POT-Creation-Date: {WAS}\\n"\n'
    head = HEAD.replace('msgid ""', f'# {stamp}msgid ""', 1)
    done = merged(started("a").replace(HEAD, f"{head}{stamp}"), pot_text("a", "b"))
    assert f"# {stamp}" in done and po.read_catalog(done, "x.po").fields["POT-Creation-Date"] == NOW


def test_a_translation_that_its_translator_emptied_stays_empty() -> None:
    text = started(LOGS).replace(f'msgstr "[{LOGS}]"', 'msgstr ""')
    assert merged(text, pot_text(LOGS), [source(Entry(LOGS, "from elsewhere"))]) == text


def test_comments_that_begin_with_spaces_stay_readable() -> None:
    text = HEAD + '\n  # a note\n  #, fuzzy\n  msgid "gone"\n  msgstr "weg"\n'
    done = merged(text, pot_text("new and different"))
    assert [(entry.msgstr, entry.obsolete) for entry in po.read_catalog(done, "x.po").entries] == [
        ("", False),
        ("weg", True),
    ]


# -- changed segments ---------------------------------------------------------------------------


def test_a_changed_segment_is_fuzzy_and_names_its_former_text() -> None:
    now = LOGS.replace("14", "30")
    text = started(LOGS, NAMES).replace(f'msgid "{LOGS}"', f'# by hand\n#, no-wrap\nmsgid "{LOGS}"')
    entry = live(merged(text, pot_text(now, NAMES)))[now]
    assert (entry.msgstr, entry.previous, entry.is_fuzzy) == (f"[{LOGS}]", LOGS, True)
    assert entry.comments == ("by hand",) and set(entry.flags) == {"fuzzy", "no-wrap"}


def test_a_change_that_is_undone_brings_the_finished_translation_back() -> None:
    text, now = started(LOGS, NAMES), LOGS.replace("14", "30")
    undone = merged(merged(text, pot_text(now, NAMES)), pot_text(LOGS, NAMES))
    assert live(undone)[LOGS].msgstr == f"[{LOGS}]" and not live(undone)[LOGS].is_fuzzy


def test_an_unedited_guess_leaves_no_obsolete_entry_if_the_change_is_undone() -> None:
    text = started(LOGS, NAMES)
    undone = merged(merged(text, pot_text(LOGS.replace("14", "30"), NAMES)), pot_text(LOGS, NAMES))
    assert undone.partition("\n\n")[2] == text.partition("\n\n")[2]


def test_a_fuzzy_entry_that_changes_again_names_the_text_that_was_translated() -> None:
    once = merged(started(LOGS), pot_text(LOGS.replace("14", "30")))
    entry = live(merged(once, pot_text(LOGS.replace("14", "60"))))[LOGS.replace("14", "60")]
    assert (entry.previous, entry.is_fuzzy, entry.msgstr) == (LOGS, True, f"[{LOGS}]")


def test_a_new_context_makes_a_segment_fuzzy_and_the_former_one_is_named() -> None:
    text = HEAD + "\n" + po.written(Entry("May", "[May]", "month"))
    entry = live(merged(text, HEAD + "\n" + po.written(Entry("May", context="verb"))))["May"]
    assert (entry.previous_context, entry.previous, entry.is_fuzzy) == ("month", "May", True)


def test_a_former_plural_is_named() -> None:
    old = Entry("{n} day of storage", plural="{n} days of storage", forms=("[1]", "[2]", "[3]"))
    new = Entry("{n} day of keeping", plural="{n} days of keeping")
    entry = live(merged(HEAD + "\n" + po.written(old), HEAD + "\n" + po.written(new)))[new.msgid]
    assert (entry.previous, entry.previous_plural) == (old.msgid, old.plural)
    assert entry.forms == ("[1]", "[2]", "[3]") and entry.is_fuzzy


@pytest.mark.parametrize(
    ("old", "new", "from_"),
    [
        ([f"{LOGS} {NAMES}"], [LOGS, NAMES], {LOGS: f"{LOGS} {NAMES}", NAMES: f"{LOGS} {NAMES}"}),
        ([LOGS, NAMES], [f"{LOGS} {NAMES}"], {f"{LOGS} {NAMES}": NAMES}),
    ],
    ids=["split", "joined"],
)
def test_a_split_or_joined_paragraph_gives_its_closest_part(
    old: list[str], new: list[str], from_: dict[str, str]
) -> None:
    done = live(merged(started("before", *old, "after"), pot_text("before", *new, "after")))
    assert {text: done[text].previous for text in new} == from_
    assert all(done[text].is_fuzzy and done[text].msgstr == f"[{from_[text]}]" for text in new)


def test_nothing_is_guessed_below_the_threshold() -> None:
    done = live(merged(started("before", LOGS, "after"), pot_text("before", "Cookies? None whatsoever!", "after")))
    assert done["Cookies? None whatsoever!"].msgstr == "" and not done["Cookies? None whatsoever!"].is_fuzzy


# -- the same text, written differently ------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "msgstr", "wanted"),
    [
        ("We keep\nlogs.", "We keep logs.", "Wir führen\nProtokolle.", "Wir führen Protokolle."),
        ("## Logs {#logs}", "Logs", "## Protokolle {#logs}", "Protokolle"),
        ("We keep __all__.", "We keep **all**.", "Wir behalten __alles__.", "Wir behalten __alles__."),
        ("- one thing", "one thing", "- eine Sache", "eine Sache"),
        (r"10 \* 2", "10 * 2", "10 * 2 = 20", "10 * 2 = 20"),
    ],
)
def test_a_segment_that_only_the_pipeline_writes_differently_is_not_fuzzy(
    old: str, new: str, msgstr: str, wanted: str
) -> None:
    entry = live(merged(HEAD + "\n" + po.written(Entry(old, msgstr)), pot_text(new)))[new]
    assert (entry.msgstr, entry.is_fuzzy, entry.previous) == (wanted, False, None)


@pytest.mark.parametrize(("old", "new"), [("1. Use", "2. Use"), ("2. Use", "Use"), ("# 3) Use", "# 4) Use")])
def test_a_number_that_the_author_typed_is_part_of_the_text(old: str, new: str) -> None:
    entry = live(merged(HEAD + "\n" + po.written(Entry(old, f"[{old}]")), pot_text(new)))[new]
    assert not entry.is_translated


def test_a_number_in_front_stays_if_something_else_is_written_differently() -> None:
    entry = live(
        merged(HEAD + "\n" + po.written(Entry("2. Use of\ndata", "2. Nutzung\nvon Daten")), pot_text("2. Use of data"))
    )
    assert entry["2. Use of data"].msgstr == "2. Nutzung von Daten"


def test_a_translation_that_would_lose_markup_by_rewriting_is_fuzzy() -> None:
    text = HEAD + "\n" + po.written(Entry("We keep\nall logs.", "Wir\\\nbehalten alles."))
    entry = live(merged(text, pot_text("We keep all logs.")))["We keep all logs."]
    assert entry.is_fuzzy and entry.previous == "We keep\nall logs."


# -- reuse ---------------------------------------------------------------------------------------------


ELSEWHERE = "locale/pl/LC_MESSAGES/terms.po"


def source(entry: Entry, is_draft: bool = False) -> TranslationSource:
    return TranslationSource({entry.key: entry}, ELSEWHERE, is_draft)


def test_a_text_from_another_place_is_reused_with_its_origin() -> None:
    entry = live(merged(started(NAMES), pot_text(NAMES, LOGS), [source(Entry(LOGS, "[x]"))]))[LOGS]
    assert entry.is_translated and entry.msgstr == "[x]"
    assert entry.comments == ("taken from locale/pl/LC_MESSAGES/terms.po",)


@pytest.mark.parametrize(
    "sources",
    [
        [source(Entry(LOGS, "[x]", context="c"))],
        [source(Entry(LOGS, "[x]")), source(Entry(LOGS, "[y]"))],
        [source(Entry(LOGS, "[x]"), is_draft=True)],
        [source(Entry(LOGS.replace("14", "30"), "[x]"))],
    ],
    ids=["other context", "two that differ", "a machine draft", "another text"],
)
def test_a_less_sure_translation_is_fuzzy(sources: list[TranslationSource]) -> None:
    entry = live(merged(started(NAMES), pot_text(NAMES, LOGS), sources))[LOGS]
    assert entry.is_fuzzy and entry.msgstr == "[x]" and entry.previous == next(iter(sources[0].entries.values())).msgid


@pytest.mark.parametrize("entry", [Entry(LOGS, "[x]", flags=("fuzzy",)), Entry(LOGS, " "), Entry("Cookies", "[x]")])
def test_an_unfinished_translation_is_not_reused(entry: Entry) -> None:
    assert live(merged(started(NAMES), pot_text(NAMES, LOGS), [source(entry)]))[LOGS].msgstr == ""


def test_a_reused_entry_is_a_new_one_of_the_template() -> None:
    wanted = Entry(LOGS, references=("x.md",), extracted=("under: A",), raw="raw", line=3)
    found = Memory(lambda: [source(Entry(LOGS, "[x]", comments=("c",), raw="theirs", line=7))], None).same(
        wanted, False
    )
    assert found == Entry(
        LOGS, "[x]", references=("x.md",), extracted=("under: A",), comments=(f"taken from {ELSEWHERE}",)
    )


@pytest.mark.parametrize(
    ("old", "new", "counts"),
    [
        (started(NAMES), [NAMES, "x"], {"new": 1}),
        (started(NAMES, LOGS), [NAMES, LOGS.replace("14", "30")], {"changed": 1, "obsolete": 1}),
        (started(NAMES), [NAMES, CALENDAR], {"reused": 1}),
        (started(NAMES), [NAMES, CALENDAR.replace("read", "seen")], {"reused": 1}),
        (started("We keep __all__."), ["We keep **all**."], {"respelled": 1}),
        (started("We keep\nlogs."), ["We keep logs."], {"respelled": 1, "obsolete": 1}),
        (started(NAMES, LOGS), [NAMES], {"obsolete": 1}),
        (merged(started(NAMES, LOGS), pot_text(NAMES)), [NAMES, LOGS], {"back": 1}),
        (started(NAMES), [NAMES], {}),
    ],
    ids=["new", "changed", "the same elsewhere", "alike elsewhere", "respelled", "wrapped", "gone", "back", "nothing"],
)
def test_changes_of_entries_are_counted(old: str, new: list[str], counts: dict[str, int]) -> None:
    memory = Memory(lambda: [source(Entry(CALENDAR, "[x]"))], 0.6)
    done = merge.merge(po.read_catalog(old, "x.po"), po.read_catalog(pot_text(*new), "x.pot"), GUESS, memory)
    assert done.counts == counts


def test_a_text_from_elsewhere_goes_before_a_guess() -> None:
    now = LOGS.replace("14", "30")
    assert live(merged(started(LOGS), pot_text(now), [source(Entry(now, "[30]"))]))[now].msgstr == "[30]"


# -- the laws -------------------------------------------------------------------------------------------

SENTENCES = st.sampled_from(
    [
        LOGS,
        LOGS.replace("14", "30"),
        NAMES,
        NAMES + " " + CALENDAR,
        CALENDAR,
        "a",
        "e f",
        "g\nh",
        'i"j',
        "# a",
        "**e** f",
    ]
)
WORDS = st.lists(SENTENCES, max_size=7, unique=True)
ENTRIES = st.lists(
    st.builds(
        Entry,
        SENTENCES,
        st.sampled_from(["", "T", "U\nV", "[w]"]),
        comments=st.sampled_from([(), ("by hand",)]),
        flags=st.sampled_from([(), ("fuzzy",), ("fuzzy", "no-wrap")]),
        previous=st.none() | SENTENCES,
        obsolete=st.booleans(),
    ),
    max_size=7,
    unique_by=lambda entry: entry.key,
)


def works(text: str) -> tuple[set[str], set[str], set[str]]:
    """All translations, comments and previous texts of a catalog."""
    entries = po.read_catalog(text, "x.po").entries
    return (
        {msgstr for entry in entries for msgstr in entry.texts if msgstr},
        {comment for entry in entries for comment in entry.comments},
        {entry.previous for entry in entries if entry.previous is not None and any(entry.texts)},
    )


def is_kept(before: str, after: str) -> bool:
    """Whether everything that was written in one catalog is in another one; a previous text may be live again."""
    ours, theirs = works(before), works(after)
    there = {entry.msgid for entry in po.read_catalog(after, "x.po").entries}
    return ours[0] <= theirs[0] and ours[1] <= theirs[1] and ours[2] <= theirs[2] | there


@pytest.mark.slow
@given(ENTRIES, WORDS, st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_nothing_that_was_written_is_ever_lost_and_twice_equals_once(
    old: list[Entry], new: list[str], newline: str, spaced: bool
) -> None:
    text = HEAD + ("\n\n" if spaced else "\n") + "\n".join(po.written(entry) for entry in old)
    text = text.replace("\n", newline)
    once = merged(text, pot_text(*new))
    assert is_kept(text, once)
    assert list(live(once)) == new and merged(once, pot_text(*new)) == once
    assert once.count("\n") == once.count(newline)


@given(ENTRIES)
def test_nothing_changed_changes_no_byte(old: list[Entry]) -> None:
    text = HEAD + "\n" + "\n".join(po.written(entry) for entry in old)
    wanted = [Entry(entry.msgid) for entry in old if not entry.obsolete]
    assert merged(text, HEAD + "\n" + "\n".join(po.written(entry) for entry in wanted)) == text


@given(ENTRIES, WORDS)
def test_untouched_entries_stay_byte_for_byte(old: list[Entry], new: list[str]) -> None:
    text = HEAD + "\n" + "\n".join(po.written(entry) for entry in old)
    done = {entry.key: entry.raw.strip("\n") for entry in po.read_catalog(merged(text, HEAD + "\n"), "x.po").entries}
    kept = po.read_catalog(merged(text, HEAD + "\n" + "\n".join(po.written(Entry(word)) for word in new)), "x.po")
    before = {entry.key: entry for entry in po.read_catalog(text, "x.po").entries}
    for entry in kept.entries:
        was = before.get(entry.key)
        if was is not None and not was.obsolete and not entry.obsolete:
            assert entry.raw.strip("\n") == was.raw.strip("\n")
        if was is not None and was.obsolete and entry.obsolete:
            assert entry.raw.strip("\n") == was.raw.strip("\n") == done[entry.key]


@pytest.mark.parametrize(
    "wrapping",
    ['msgid "a"\nmsgstr "A"', 'msgid ""\n"a"\nmsgstr ""\n"A"', 'msgid   "a"\nmsgstr\t"A"', '  msgid "a"\n  msgstr "A"'],
)
def test_any_wrapping_stays(wrapping: str) -> None:
    text = HEAD + f'\n# c\n#: policy/x.md\n{wrapping}\n\n#: policy/x.md\nmsgid "b"\nmsgstr ""\n'
    assert merged(text, pot_text("a", "b")) == text
    assert f"# c\n#: policy/x.md\n{wrapping}\n" in merged(text, pot_text("new", "a"))


def template_of(catalog_: Catalog) -> str:
    """The template from which a real catalog was made."""
    entries = [
        Entry(e.msgid, context=e.context, plural=e.plural, extracted=e.extracted, references=e.references)
        for e in catalog_.entries
        if not e.obsolete
    ]
    return catalog.template(None, entries, "x", "x.pot", "2024-10-01 12:00+0000")


@pytest.mark.slow
@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not beside this checkout")
@pytest.mark.parametrize("path", sorted(CORPUS.rglob("*.po")), ids=lambda path: f"{path.parts[-3]}-{path.name}")
def test_a_real_catalog_keeps_every_byte_or_every_word(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    old = po.read_catalog(text, path.name)
    whole = po.read_catalog(template_of(old), "x.pot")
    assert merged(text, template_of(old)) == text
    fewer = [
        Entry(e.msgid + " Changed." if index % 20 == 0 else e.msgid, context=e.context, plural=e.plural)
        for index, e in enumerate(whole.entries)
        if index % 7
    ]
    template = catalog.template(None, fewer, "x", "x.pot", "2024-10-01 12:00+0000")
    once = merged(text, template)
    assert is_kept(text, once)
    assert merged(once, template) == once


@pytest.mark.skipif(shutil.which("msgmerge") is None, reason="msgmerge is not installed (Debian: gettext)")
def test_msgmerge_of_our_template_into_our_catalog_changes_nothing(tmp_path: Path) -> None:
    template = pot_text(LOGS.replace("14", "30"), NAMES, "new", CALENDAR)
    (tmp_path / "x.pot").write_text(template, encoding="utf-8")
    (tmp_path / "x.po").write_text(merged(started(LOGS, NAMES, "old text"), template), encoding="utf-8")
    done = subprocess.run(
        ["msgmerge", "--quiet", "--previous", "x.po", "x.pot"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    ours = (tmp_path / "x.po").read_text(encoding="utf-8")
    assert done.stdout.split("\n\n")[1:] == ours.split("\n\n")[1:]
