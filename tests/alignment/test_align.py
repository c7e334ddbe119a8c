"""Alignment: a policy and its finished translation, whatever was split, joined, added, lost or swapped."""

import random
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts import markup, po
from scripts.alignment import align
from scripts.alignment.blocks import Part, document_parts
from scripts.alignment.confidence import LIKELY, Confidence, judge_alignment
from scripts.alignment.features import number_values, target_without_language
from scripts.alignment.scoring import Measure
from scripts.importers import document
from scripts.problem import Refused

from ..conftest import SAMPLE

OURS = (SAMPLE / "policy" / "privacy.md").read_text(encoding="utf-8").split("---\n")[2]
LOCALES = ["de", "ar", "ja", "pl", "th"]
ADDED = [
    "Ein ganz neuer Satz, den nur die Übersetzung hat.",
    "Hinweis: Diese Übersetzung dient nur der Information und ist rechtlich nicht bindend.",
    "Kontakt und weitere Auskünfte",
]

Block = tuple[tuple[int, ...], str, str]
"""(numbers of the segments that it translates, marks of its block, text)."""


def read(text: str) -> list[Part]:
    return document_parts(markup.read_markdown(text))


@cache
def our_parts() -> list[Part]:
    return read(OURS)


def blocks(code: str) -> list[Block]:
    """The blocks of our own policy in a locale; each of its segments is on one line."""
    return list(_blocks(code))


@cache
def _blocks(code: str) -> list[Block]:
    catalog = po.read_catalog((SAMPLE / f"locale/{code}/LC_MESSAGES/privacy.po").read_text(encoding="utf-8"), "x.po")
    said = {entry.msgid: entry.msgstr for entry in catalog.entries}
    lines = OURS.split("\n")
    found: list[Block] = []
    for number, segment in enumerate(markup.segments(markup.read_markdown(OURS))):
        line = lines[segment.line - 1]
        found.append(((number,), line[: line.index(segment.text)], said[segment.text]))
    return found


def written(text: Sequence[Block]) -> str:
    return "\n\n".join(mark + words for _, mark, words in text) + "\n"


def change(text: list[Block], how: str, times: int, seed: int) -> list[Block]:
    """The same document after changes that a translator could make."""
    chance = random.Random(seed)
    text = list(text)
    for _ in range(times):
        at = chance.randrange(len(text) - 1)
        (numbers, mark, words), after = text[at], text[at + 1]
        if mark.startswith("#"):
            continue
        if how == "dropped":
            del text[at]
        elif how == "added":
            text.insert(at, ((), mark, chance.choice(ADDED)))
        elif how == "split" and len(words) > 30:
            middle = (words.find(" ", len(words) // 2) + 1) or len(words) // 2
            text[at : at + 1] = [(numbers, mark, words[:middle]), (numbers, mark, words[middle:])]
        elif how == "joined" and after[1] == mark:
            text[at : at + 2] = [(numbers + after[0], mark, f"{words} {after[2]}")]
        elif how == "moved":
            target = chance.choice([other for other in range(len(text)) if text[other][1] == mark])
            text.insert(target, text.pop(at))
    return text


FOREIGN = {
    "de": ["um Ihnen unsere Leistungen in Rechnung zu stellen;", "um Betrug zu erkennen;"],
    "fr": ["vous facturer les services ;", "détecter la fraude et protéger les comptes de tous nos utilisateurs ;"],
    "ja": ["サービスの料金を請求するため。", "不正行為を検出し、すべての利用者のアカウントを保護するため。"],
    "ar": ["إصدار فواتير الخدمات لك؛", "كشف الاحتيال وحماية حسابات جميع المستخدمين لدينا؛"],
    "pl": ["aby wystawiać Ci rachunki za usługi;", "aby wykrywać oszustwa;"],
}
"""Items that our policy does not have."""


def exchanged(code: str, seed: int) -> list[Block]:
    """The blocks of a locale; one item is lost, and elsewhere in the list is a foreign one of the nearest length."""
    chance = random.Random(f"{code} {seed}")
    text = blocks(code)
    item = chance.choice([at for at, (_, mark, _) in enumerate(text) if mark == "- "])
    first, last = item, item
    while text[first - 1][1] == "- ":
        first -= 1
    while text[last + 1][1] == "- ":
        last += 1
    [(_, mark, lost)] = [text.pop(item)]
    words = min(FOREIGN[code], key=lambda one: abs(len(one) - len(lost)))[:-1] + lost[-1]
    name, _, rest = words.partition(" ")
    text.insert(
        chance.choice([at for at in range(first, last + 1) if at != item]),
        ((), mark, f"**{name}:** {rest or name}" if lost.startswith("**") else words),
    )
    return text


def aligned(text: list[Block]) -> Counter[str]:
    """How many beads are `sure`, `fuzzy` or `left`, right or `wrong`; and how many segments are `there` as pairs."""
    ours, theirs = our_parts(), read(written(text))
    counts: Counter[str] = Counter()
    for confidence in judge_alignment(ours, theirs):
        bead = confidence.bead
        if bead.ours and bead.theirs:
            meant = {number for at in bead.theirs for number in text[at][0]}
            state = "sure" if confidence.is_sure else "fuzzy" if confidence.trust >= LIKELY else "left"
            counts[state if meant == set(bead.ours) else f"{state} wrong"] += 1
    said = Counter(number for numbers, _, _ in text for number in numbers)
    counts["there"] = sum(len(numbers) == 1 and said[numbers[0]] == 1 for numbers, _, _ in text)
    return counts


def sure(found: Sequence[Confidence]) -> list[tuple[int, int]]:
    return [(confidence.bead.ours[0], confidence.bead.theirs[0]) for confidence in found if confidence.is_sure]


@pytest.mark.slow
@pytest.mark.parametrize("code", LOCALES)
def test_equal_structure_is_aligned_whole_and_sure(code: str) -> None:
    counts = aligned(blocks(code))
    assert counts == {"sure": counts["there"], "there": counts["there"]}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("how", "times", "recall"),
    [
        ("dropped", 1, 0.93),
        ("dropped", 4, 0.85),
        ("added", 1, 0.95),
        ("added", 4, 0.85),
        ("split", 3, 0.95),
        ("joined", 3, 0.93),
    ],
)
def test_no_wrong_pair_is_sure_and_most_right_ones_are(how: str, times: int, recall: float) -> None:
    total: Counter[str] = Counter()
    for code in LOCALES:
        for seed in range(4):
            total += aligned(change(blocks(code), how, times, seed))
    assert total["sure wrong"] == 0
    assert total["sure"] >= recall * total["there"]


@pytest.mark.slow
def test_hardly_a_pair_is_sure_and_wrong_if_an_item_is_replaced_by_a_foreign_one() -> None:
    total: Counter[str] = Counter()
    for code in FOREIGN:
        for seed in range(12):
            total += aligned(exchanged(code, seed))
    assert total["sure wrong"] <= 2  # in one Arabic list, the foreign item has exactly the length of its neighbour
    assert total["sure"] >= 0.88 * total["there"]


@pytest.mark.slow
def test_the_items_between_one_lost_and_one_added_are_doubtful() -> None:
    text = blocks("fr")
    at = next(index for index, (_, _, words) in enumerate(text) if words.startswith("lire vos données de santé"))
    assert text[at + 1][2].startswith("utiliser votre calendrier")
    text.insert(at + 2, ((), "- ", "vous facturer les services ;"))
    del text[at]
    assert aligned(text)["sure wrong"] == 0


def test_a_neighbour_that_fits_nearly_as_well_is_named_by_its_line() -> None:
    ours, theirs = read("# A\n\n- one of us\n- two of us\n- six of us"), read("# A\n\n- un de nous\n- six de nous")
    doubts = [words for confidence in judge_alignment(ours, theirs) for words in confidence.doubts]
    assert any(
        re.fullmatch(r"a neighbour fits nearly as well: line [345] of the (policy|imported file)", words)
        for words in doubts
    )


@pytest.mark.slow
def test_hardly_a_moved_segment_is_paired_with_another() -> None:
    total: Counter[str] = Counter()
    for code in LOCALES:
        for seed in range(4):
            total += aligned(change(blocks(code), "moved", 2, seed))
    assert total["sure wrong"] <= 0.005 * total["there"]


@pytest.mark.slow
@given(
    st.integers(0, 10**6),
    st.sampled_from(["dropped", "added", "split", "joined", "moved"]),
    st.integers(0, 5),
    st.integers(0, 35),
)
def test_every_segment_is_in_one_bead_in_reading_order(seed: int, how: str, times: int, start: int) -> None:
    """It takes a part of the policy: the whole one takes ten times as long and shows the same."""
    ours = our_parts()[start : start + 15]
    theirs = read(written(change(blocks("de")[start : start + 15], how, times, seed)))
    beads = [confidence.bead for confidence in judge_alignment(ours, theirs)]
    assert [at for bead in beads for at in bead.ours] == list(range(len(ours)))
    assert [at for bead in beads for at in bead.theirs] == list(range(len(theirs)))


@pytest.mark.slow
@settings(max_examples=20)
@given(st.integers(0, 35), st.integers(0, 12), st.integers(0, 45), st.integers(0, 12), st.sampled_from(["de", "ja"]))
def test_a_band_gives_the_alignment_of_the_whole_table(
    start: int, lost: int, place: int, added: int, code: str
) -> None:
    """Also where many segments in a row are lost, and others added elsewhere."""
    text = blocks(code)
    del text[start : start + lost]
    text[place:place] = [((), "", ADDED[number % 2]) for number in range(added)]
    ours, theirs = our_parts(), read(written(text))
    with patch.object(align, "_REACH", 4):
        narrow = judge_alignment(ours, theirs)
    with patch.object(align, "_REACH", 1000):
        assert judge_alignment(ours, theirs) == narrow


@pytest.mark.slow
def test_the_work_grows_with_the_document_and_not_by_its_square() -> None:
    texts = [[f"Part {n} of them says {n * n} words." for n in range(size)] for size in (100, 300)]
    counts = []
    for text in texts:
        parts = read("\n\n".join(text))
        with patch.object(Measure, "likeness", autospec=True, side_effect=Measure.likeness) as scored:
            judge_alignment(parts, parts)
        counts.append(scored.call_count)
    assert counts[1] < 4 * counts[0]


LINES = st.sampled_from(
    ["# A title", "## Part 2", "We keep it for 14 days.", "- an item", "- `code`", "1. first", "> quoted", "Yes?", "| a |\n|---|\n| b |"]
)  # fmt: skip


@pytest.mark.slow
@given(st.lists(LINES, max_size=25))
def test_a_document_and_itself_align_one_by_one(lines: list[str]) -> None:
    ours = read("\n\n".join(lines))
    assert [(*confidence.bead.ours, *confidence.bead.theirs) for confidence in judge_alignment(ours, ours)] == [
        (at, at) for at in range(len(ours))
    ]


@given(st.lists(LINES, max_size=12), st.lists(LINES, max_size=12))
def test_a_pair_that_contradicts_is_never_sure(one: list[str], other: list[str]) -> None:
    ours, theirs = read("\n\n".join(one)), read("\n\n".join(other))
    for i, j in sure(judge_alignment(ours, theirs)):
        for kind in ("link", "code", "placeholder"):
            assert ours[i].facts.values(kind) == theirs[j].facts.values(kind)


SOURCE = """# Cookies

We set three cookies. They last for 30 days.

- `session` keeps you signed in.
- `theme` remembers dark mode.

Ask us at [help](https://example.org/en/help)."""


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("# Pliki cookie\n\nUstawiamy trzy pliki cookie. Działają przez 90 dni.\n\n- `session` utrzymuje logowanie.\n- `theme` pamięta tryb ciemny.\n\nPytania: [pomoc](https://example.org/pl/help).", "the numbers differ: 30 in the source, 90 in the translation"),
        ("# Pliki cookie\n\nUstawiamy trzy pliki cookie. Działają przez 30 dni.\n\n- `theme` pamięta tryb ciemny.\n- `session` utrzymuje logowanie.\n\nPytania: [pomoc](https://example.org/pl/help).", "the code spans differ: session in the source, theme in the translation"),
        ("# Pliki cookie\n\nUstawiamy trzy pliki cookie. Działają przez 30 dni.\n\n- `session` utrzymuje logowanie.\n- `theme` pamięta tryb ciemny.\n\nPytania: [pomoc](https://example.com/contact).", "the links differ: https://example.org/help in the source, https://example.com/contact in the translation"),
        ("# Pliki cookie\n\nUstawiamy trzy pliki cookie. Działają przez 30 dni.\n\n1. `session` utrzymuje logowanie.\n2. `theme` pamięta tryb ciemny.\n\n### Pytania: [pomoc](https://example.org/pl/help).", "it is a heading of level 3, and the source is a paragraph"),
    ],
    ids=["number", "code", "link", "kind"],
)  # fmt: skip
def test_a_contradiction_is_reported(text: str, doubt: str) -> None:
    found = judge_alignment(read(SOURCE), read(text))
    assert doubt in [words for confidence in found for words in confidence.doubts]
    assert all(not confidence.is_sure for confidence in found if doubt in confidence.doubts)


def test_in_another_document_no_pair_is_sure() -> None:
    other = "# Jak gotować\n\nNajpierw weź 300 g mąki.\n\nPotem dodaj jajka i mleko, mieszaj przez kwadrans.\n"
    assert sure(judge_alignment(our_parts(), read(other))) == []
    assert sure(judge_alignment(read(SOURCE), our_parts())) == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("14 days", ["14"]),
        ("١٤ يومًا", ["14"]),
        ("१४ दिन", ["14"]),
        ("14日", ["14"]),
        ("10,000 or 10.000 or 10 000 or ١٠٬٠٠٠", ["10000"] * 4),
        ("1.5 and 1,5", ["1.5", "1.5"]),
        ("version 1.3.0", ["1", "3", "0"]),
        ("2024-10-01", ["2024", "10", "1"]),
        ("none", []),
    ],
)
def test_a_number_is_its_value(text: str, values: list[str]) -> None:
    assert number_values(text) == values


@pytest.mark.parametrize(
    ("target", "same"),
    [
        ("https://example.org/en/terms", "https://example.org/terms"),
        ("https://example.org/pt-br/terms/", "https://example.org/terms"),
        ("https://de.example.org/terms", "https://example.org/terms"),
        ("https://example.org/terms?lang=es", "https://example.org/terms"),
        ("terms.zh-Hans.md", "terms.md"),
        ("mailto:help@example.org", "mailto:help@example.org"),
    ],
)
def test_the_language_in_a_target_makes_no_difference(target: str, same: str) -> None:
    assert target_without_language(target) == same


# -- wrappers ------------------------------------------------------------------------------------

SAFE = """## Rules

You may look, if you ask first:

- never copy anything;
- leave after 20 minutes.

> These rules do not bind others."""

WRAPPED = {
    "div around all": "<div dir=\"rtl\">\n\n## القواعد\n\nيمكنك النظر إذا طلبت ذلك أولًا:\n\n- لا تنسخ أي شيء؛\n- غادر بعد ٢٠ دقيقة.\n\n> هذه القواعد لا تُلزم غيرنا.\n\n</div>",
    "div without blank lines": "<div dir='rtl'>\n## القواعد\n\nيمكنك النظر إذا طلبت ذلك أولًا:\n\n- لا تنسخ أي شيء؛\n- غادر بعد ٢٠ دقيقة.\n\n> هذه القواعد لا تُلزم غيرنا.\n</div>",
    "paragraphs": "## <p dir='rtl' align='right'>القواعد</p>\n\n<p dir='rtl' align='right'>\nيمكنك النظر إذا طلبت ذلك أولًا:\n</p>\n\n<ul dir='rtl'>\n<li>لا تنسخ أي شيء؛</li>\n<li>غادر بعد ٢٠ دقيقة.</li>\n</ul>\n\n<p dir='rtl' align='right'>\n> هذه القواعد لا تُلزم غيرنا.\n</p>",
    "all of it HTML": "<h2 dir=rtl>القواعد</h2>\n<p dir=rtl>يمكنك النظر إذا طلبت ذلك أولًا:\n<ul>\n    <li>لا تنسخ أي شيء؛\n    <li>غادر بعد <span dir=rtl>٢٠</span> دقيقة.\n</ul>\n<blockquote>هذه القواعد لا تُلزم غيرنا.</blockquote>",
    "no-break space behind #": "##\u00a0القواعد\n\nيمكنك النظر إذا طلبت ذلك أولًا:\n\n* لا تنسخ أي شيء؛\n* غادر بعد ٢٠ دقيقة.\n\n> هذه القواعد لا تُلزم غيرنا.",
    "BOM, CRLF, comments": "\ufeff<!-- from\r\nthe web -->\r\n## القواعد\r\n\r\nيمكنك النظر إذا طلبت ذلك أولًا:\r\n\r\n- لا تنسخ أي شيء؛\r\n- غادر بعد ٢٠ دقيقة.\r\n\r\n> هذه القواعد لا تُلزم غيرنا.\r\n",
}  # fmt: skip


@pytest.mark.parametrize("text", WRAPPED.values(), ids=WRAPPED.keys())
def test_wrappers_are_removed(text: str) -> None:
    ours, theirs = read(SAFE), document.read_document(text, "x.md", frozenset(), len(SAFE)).parts
    assert [part.segment.text for part in theirs] == [
        "القواعد", "يمكنك النظر إذا طلبت ذلك أولًا:", "لا تنسخ أي شيء؛", "غادر بعد ٢٠ دقيقة.", "هذه القواعد لا تُلزم غيرنا.",
    ]  # fmt: skip
    assert len(sure(judge_alignment(ours, theirs))) == len(ours)
    lines = text.removeprefix("\ufeff").split("\n")
    assert all(part.segment.text[:9] in lines[part.segment.line - 1] for part in theirs)


def test_tags_of_the_source_stay() -> None:
    text = "<details>\n<p>Więcej</p>\n</details>\n"
    kept = document.tags_of(markup.read_markdown("<details>\n<p>More</p>\n</details>\n"))
    assert [part.kind for part in document.read_document(text, "x.md", kept, 50).parts] == ["html"]


@given(st.text(st.sampled_from('<>/divpulbr dir="\n`~#-*[]()!&;{}\\x0\u0627\u4e00'), max_size=120))
def test_any_document_is_read_or_refused(text: str) -> None:
    try:
        found = document.read_document(text, "x.md", frozenset(["p"]), 100)
    except Refused as refused:
        assert refused.problems and all(problem.path == "x.md" and problem.hint for problem in refused.problems)
        return
    assert all(1 <= part.segment.line <= text.count("\n") + 1 for part in found.parts)
