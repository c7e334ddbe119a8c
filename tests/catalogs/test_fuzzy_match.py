"""Predecessors: the old segment that a changed one comes from."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts import po
from scripts.catalogs.fuzzy_match import predecessors
from scripts.po import Key

POT = Path(__file__).parent.parent.parent.parent / "shared" / "corpus" / "pairs" / "fdroid-docs" / "po" / "_docs.pot"


def keys(*texts: str) -> list[Key]:
    return [(None, text) for text in texts]


def found(old: list[str], new: list[str], least: float = 0.6) -> dict[str, str]:
    return {new[1]: old[1] for new, old in predecessors(keys(*old), keys(*new), least).items()}


A, B, C = "We keep logs for 14 days.", "We keep names for 90 days.", "Cookies are not used at all."


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        ([A, B], [A, B], {}),
        ([A, B], [B, A], {}),
        ([A, C], ["We keep logs for 30 days.", C], {"We keep logs for 30 days.": A}),
        ([A, B], ["We keep x for 14 days.", "We keep y for 90 days."],
         {"We keep x for 14 days.": A, "We keep y for 90 days.": B}),
        ([C, "Write to the team.", A], [C, "Write to us in Berlin.", A], {"Write to us in Berlin.": "Write to the team."}),
        (["Write to the team."], [C, A, "Send letters by post."], {}),
        ([A], [A, "We keep logs for 30 days."], {}),
        ([f"{A} {C}"], [A, C], {A: f"{A} {C}", C: f"{A} {C}"}),
        ([A, C], [f"{A} {C}"], {f"{A} {C}": C}),
        ([], [A], {}),
        ([A], [], {}),
    ],
    ids=["same", "moved", "number", "two alike", "place", "too far", "only added", "split", "joined", "first", "gone"],
)  # fmt: skip
def test_a_changed_segment_is_paired_by_its_words_or_its_place(
    old: list[str], new: list[str], pairs: dict[str, str]
) -> None:
    assert found(old, new) == pairs


def test_the_place_decides_between_equally_like_segments() -> None:
    old = ["one", "Clause 1 of the terms", "two", "Clause 2 of the terms", "three"]
    new = ["one", "Clause 8 of the terms", "two", "Clause 9 of the terms", "three"]
    assert found(old, new) == {new[1]: old[1], new[3]: old[3]}


def test_a_context_is_part_of_a_segment() -> None:
    assert predecessors([("verb", "May")], [("month", "May")], 0.6) == {("month", "May"): ("verb", "May")}


def test_a_higher_threshold_guesses_less() -> None:
    assert found([A, C], [A.replace("logs", "all the logs"), C], 0.99) == {}


def test_a_part_is_found_in_its_whole_word_for_word() -> None:
    assert found([f"{A} {C}"], [A, C], 1.0) == {A: f"{A} {C}", C: f"{A} {C}"}


@pytest.mark.parametrize(("whole", "is_found"), [("a " * 1500, True), ("a " * 1500 + "a", False)])
def test_a_part_and_its_whole_are_compared_up_to_a_length(whole: str, is_found: bool) -> None:
    part = "b " * 500
    assert found([whole + part], [part], 0.8) == ({part: whole + part} if is_found else {})


TEXTS = st.lists(st.text("ab c", max_size=12), max_size=8, unique=True)


@given(TEXTS, TEXTS)
def test_only_vanished_segments_are_named_and_only_for_new_ones(old: list[str], new: list[str]) -> None:
    pairs = found(old, new)
    assert set(pairs) <= set(new) - set(old) and set(pairs.values()) <= set(old) - set(new)


@pytest.mark.slow
def test_segments_that_were_rewritten_by_the_thousand_take_no_more_than_seconds() -> None:
    old = [f"old text {number} about a thing {number * 7}" for number in range(5000)]
    new = [f"new text {number} about the thing {number * 7}" for number in range(5000)]
    pairs = found(old, new)
    assert sum(pairs[text] == old[index] for index, text in enumerate(new)) > 4900


@pytest.mark.slow
@pytest.mark.skipif(not POT.exists(), reason="the corpus is not beside this checkout")
@pytest.mark.parametrize("seed", range(5))
def test_of_200_edits_among_2000_segments_198_find_their_predecessor(seed: int) -> None:
    chance = random.Random(seed)
    old = [entry.key for entry in po.read_catalog(POT.read_text(encoding="utf-8"), "x").entries][:2000]
    words = " ".join(text for _, text in old).split()
    new, truth = list(old), {}
    for index in chance.sample([index for index, (_, text) in enumerate(old) if len(text.split()) > 2], 200):
        text = old[index][1].split(" ")
        for _ in range(max(1, len(text) // chance.choice([5, 6, 8, 12]))):
            place = chance.randrange(len(text))
            text[place : place + chance.choice([0, 1, 1])] = chance.choice([[], [chance.choice(words)]])
        new[index] = (None, " ".join(text))
        truth[new[index]] = old[index]
    changed = {key: was for key, was in truth.items() if key not in set(old)}
    pairs = predecessors(old, new, 0.6)
    assert sum(pairs.get(key) == was for key, was in changed.items()) >= len(changed) - 2
