"""Messages are the interface: their words are tested."""

import json

import pytest

from scripts.problem import Problem, as_github, as_json, as_text, near

LOST = Problem(
    "the translation loses the link 'https://example.org/n'",
    "link-lost",
    "locale/pl/LC_MESSAGES/privacy.po",
    118,
    msgid="See our [notice](https://example.org/n).",
    msgstr="Zobacz.",
    hint="[...](https://example.org/n)",
)


def test_text_says_where_what_and_how_to_fix_it() -> None:
    assert as_text(LOST) == (
        "locale/pl/LC_MESSAGES/privacy.po:118: error: the translation loses the link 'https://example.org/n' [link-lost]\n"
        "    msgid   See our [notice](https://example.org/n).\n"
        "    msgstr  Zobacz.\n"
        "    hint    [...](https://example.org/n)"
    )


def test_a_hostile_text_cannot_write_on_the_terminal() -> None:
    assert "\x1b" not in as_text(LOST.at(msgstr="\x1b[2Jgone\u202e")) and "\\u001b[2Jgone\\u202e" in as_text(
        LOST.at(msgstr="\x1b[2Jgone\u202e")
    )


def test_neither_can_a_name_or_a_message() -> None:
    said = as_text(LOST.at(path="a\x1b[2J.po", message="no 'x\ny\x07'"))
    assert said.startswith("a\\u001b[2J.po:118: error: no 'x\\u000ay\\u0007' [link-lost]\n")


def test_json_has_the_fields_that_readers_expect() -> None:
    [row] = json.loads(as_json([LOST]))["problems"]
    assert row["level"] == "error" and row["rule"] == "link-lost" and row["line"] == 118 and row["hint"]


def test_a_workflow_command_cannot_be_broken_out_of() -> None:
    said = as_github(LOST.at(message="a%\n::error::b", path="a,b:c"))
    assert said.startswith("::error file=a%2Cb%3Ac,line=118,title=link-lost::a%25%0A::error::b") and "\n" not in said


def test_the_near_word_is_suggested_and_a_far_one_is_not() -> None:
    assert near("efective", ["effective", "title"]) == "; did you mean 'effective'?" and near("x", ["title"]) == ""


@pytest.mark.parametrize("char", ["\x1b", "\u202e", "\x85", "\U000e0041", "\udc80"])
def test_json_holds_nothing_that_a_terminal_would_obey(char: str) -> None:
    text = as_json([Problem(f"a{char}b", "rule", f"policy/{char}.md")])
    assert char not in text and json.loads(text)["problems"][0]["message"] == f"a{char}b"
