"""Front matter and text of a policy: refused with line and remedy."""

from datetime import date

import pytest

from scripts import markup
from scripts.markup import InlineReader, read_as_github
from scripts.markup.reader import GithubReading
from scripts.problem import Refused
from scripts.project import front_block, policy
from scripts.project.config import Config
from scripts.project.policy import Policy


def read(text: str, **variables: str | date) -> Policy:
    return policy.read_policy(text, "x", "policy/x.md", Config(variables=variables))


def refused(text: str) -> list[tuple[int, str]]:
    with pytest.raises(Refused) as caught:
        read(text)
    return [(problem.line, problem.message) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("---\ntitle: a\nefective: 2024-10-01\n---\n", 3, "unknown key 'efective'; did you mean 'effective'?"),
        ("---\ntitle: '[a](b.md)'\n---\n\nb\n", 2, "title is plain text, and Markdown"),
        ("---\ntitle: a\ndescription: We **never** sell it.\n---\n\nb\n", 3, "description is plain text, and Markdown"),
        ("+++\ntitle = 'a <b>b</b>'\n+++\n\nb\n", 2, "title is plain text, and Markdown or HTML"),
        ("---\ntitle: Terms &amp; Fees\n---\n\nb\n", 2, "title is plain text, and '&amp;' in it"),
        ("---\ntitle: a\n---\n\n{{ effective }}\n", 5, "unknown variable 'effective'"),
        ("---\ntitel: a\n---\n", 2, "did you mean 'title'?"),
        ("---\nEffective-Date: 2024-10-01\n---\n", 2, "did you mean 'effective'?"),
        ("---\neffective: soon\n---\n", 2, "effective is not a date: 'soon'"),
        ("---\neffective: 2024-10-01 12:00:00\n---\n", 2, "effective is not a date"),
        ("---\neffective: 2024-13-40\n---\n", 2, "no such day: 2024-13-40"),
        ("--\ntitle: a\n---\n\ntext\n", 2, "looks like front matter"),
        ("---\ntitle: a\n\ntext\n", 1, "begins with --- is never closed"),
        ("title: a\n\ntext\n", 1, "looks like front matter"),
        ("Title:   Terms\nAuthor: Ada\n\ntext\n", 1, "looks like front matter"),
        ("\nlayout: page\n\n# T\n", 2, "looks like front matter"),
        ("\n---\ntitle: a\n---\n\ntext\n", 2, "is not at the beginning of the file"),
        ("+++\ntitle = 'a'\n\ntext\n", 1, "begins with +++ is never closed"),
        ("---", 1, "begins with --- is never closed"),
        ("---\n\n# T\n\ntext\n", 1, "begins with --- is never closed"),
        ("\n---\nowner: a\n---\n\n# T\n", 2, "is not at the beginning of the file"),
        (" +++\nowner = 'a'\n+++\n\n# T\n", 1, "is not at the beginning of the file"),
        ("---toml\ntitle = 'a'\n---\n\n# T\n", 1, "begins with ---toml is not read"),
        ("--- json\n{}\n---\n\n# T\n", 1, "begins with --- json is not read"),
        (";;;\n{}\n;;;\n\n# T\n", 1, "begins with ;;; is not read"),
        ('{\n "title": "a",\n "tags": []\n}\n\n# T\n', 1, "front matter in JSON"),
        ('{"title": "a",}\n\n# T\n', 1, "front matter in JSON"),
        ('\ufeff\n{"a": {"b": 1}}\n# T\n', 2, "front matter in JSON"),
        ("% Terms\n% Ada\n\ntext\n", 1, "a title block of Pandoc"),
        ("#+TITLE: Terms\n\ntext\n", 1, "'#+TITLE:' is front matter of Org files"),
        ("+++\ntitle = a\n+++\n\ntext\n", 2, "front matter is not TOML"),
        ("+++\ntitle = 'a'\ntitle = 'b'\n+++\n\ntext\n", 3, "front matter is not TOML"),
        ("+++\ntitle = 'a'\nefective = 2024-10-01\n+++\n\ntext\n", 3, "did you mean 'effective'?"),
        ("+++\n[extra]\na = 1\n[titel]\nb = 1\n+++\n\ntext\n", 4, "did you mean 'title'?"),
        ("+++\ntitle = 'a'\neffective = 2024-10-01T12:00:00Z\n+++\n\ntext\n", 3, "effective is not a date"),
        ("+++\ntitle = 3\n+++\n\ntext\n", 2, "title is not a text"),
        ("+++\ntitle = 'a'\nsummary = 'b'\n+++\n\ntext\n", 3, "summary is not a list of texts"),
        ("+++\ntitle = 'a'\nsummary = {b = 'c'}\n+++\n\ntext\n", 3, "summary is not a list of texts"),
        ("+++\ntitle = 'a'\nsummary = [\n  'b',\n  '<b>c',\n]\n+++\n\ntext\n", 5, "<b> has no partner"),
        ('+++\ntitle = "a\\u0002"\n+++\n\ntext\n', 2, "control character U+0002"),
        ("+++\ntitle = '{{ nope }}'\n+++\n\ntext\n", 2, "unknown variable 'nope'"),
        ("> [!NOTE]\n> a\n\n> [!TIP]\n> <b>c\n", 5, "<b> has no partner"),
        ("> [!NOTE]\n>\n> a {{ nope }}\n", 3, "unknown variable 'nope'"),
        ("---\ntitle: a\n---\n\n---\ntitle: b\n---\n\nc\n", 5, "a second front matter that begins with ---"),
        ("+++\ntitle = 'a'\n+++\n+++\nlayout = 'b'\n+++\n\nc\n", 4, "a second front matter that begins with +++"),
        ("text {{ }}\n", 1, "is not a placeholder"),
        ("text {{ 2024-01-01 }}\n", 1, "is not a placeholder"),
        ("few[^1]\n", 1, "the footnote [^1] has no text"),
        ("---\ntitle: a: b\n---\n", 2, "front matter is not YAML"),
        ("---\ntitle: [a\n---\n", 3, "front matter is not YAML"),
        ("---\njust words\n---\n", 2, "not a list of `key: value`"),
        ("---\ntitle: 3\n---\n", 2, "title is not a text"),
        ("---\ntitle: a\ntitle: b\n---\n", 3, "a second 'title'"),
        ("---\ntitle: a\n---\n\ntext {{ nope }}\n", 5, "unknown variable 'nope'"),
        ("---\ntitle: '{% a %}'\n---\n\nb\n", 2, "tag of Liquid"),
        ("+++\ntitle = 'a'\ndescription = 'We :heart: it'\n+++\n\nb\n", 3, ":heart: as an emoji"),
        ("---\ntitle: a\nsummary: ['b', '$x$']\n---\n\nb\n", 3, "'$x$' as a formula"),
        ("---\ntitle: '{{ nope }}'\n---\n", 2, "unknown variable 'nope'"),
        ("one\n\ntwo\x07three\n", 3, "control character U+0007"),
        ("a\rb\r", 1, "bare carriage returns"),
        ("one ~two~ three\n", 1, "between single tildes"),
        ("---\nsummary: one\n---\n\ntext\n", 2, "summary is not a list of texts"),
        ("---\nsummary:\n  - one\n  - a: b\n---\n\ntext\n", 4, "summary is not a list of texts"),
        ("---\nsummary:\n  - 'see {{ nope }}'\n---\n\ntext\n", 3, "unknown variable 'nope'"),
        ("---\nsummary:\n  - '<b>one'\n---\n\ntext\n", 3, "<b> has no partner"),
        ("---\ntitle: ' '\n---\n\ntext\n", 2, "title is empty"),
        ('---\ntitle: "a\\ud800"\n---\n\ntext\n', 2, "control character U+D800"),
        ('---\nsummary: ["a\\x02"]\n---\n\ntext\n', 2, "control character U+0002"),
        ("---\n<<: {summary: [a]}\n---\n\ntext\n", 1, "merge keys"),
        ("## A {#page-summary}\n", 1, "'page-summary' is reserved for the page layout"),
        ("## A {#x}\n\nb\n\n## C {#x}\n", 5, "the id 'x' is used twice; the first is in line 1"),
        ("## A {#x}\n\n<p id='x'>b</p>\n", 3, "the id 'x' is used twice"),
        ("a <b id=x>b</b>\n\nc <i id=x>d</i>\n", 3, "the id 'x' is used twice"),
        ("a[^1]\n\n<p id=fn-1>b</p>\n\n[^1]: c\n", 3, "the id 'fn-1' is used twice"),
    ],
)
def test_a_wrong_policy_is_refused_with_its_line(text: str, line: int, words: str) -> None:
    found = refused(text)
    assert any(number == line and words in message for number, message in found), found


@pytest.mark.parametrize(
    ("front", "hint"),
    [
        ('---\neffective: "2024-01-01"\n---\n', "delete the quotation marks: effective: 2024-01-01"),
        ("+++\neffective = '2024-01-01'\n+++\n", "delete the quotation marks: effective = 2024-01-01"),
        ('---\neffective: "soon"\n---\n', "write effective: 2024-10-01"),
        ("---\neffective: 2024\n---\n", "write effective: 2024-10-01"),
        ("---\ntitle:\n---\n", "write the text behind it, or delete the key"),
        ("---\na: b\n\ttitle: c\n---\n", "write spaces in place of the tab"),
        ("+++\ntitle = 'a'\ntitle = 'b'\n+++\n", "write each [table] and each key only once"),
    ],
    ids=["quoted", "quoted in TOML", "a word", "a number", "no title", "a tab", "a key twice"],
)
def test_wrong_front_matter_is_refused_with_what_to_do(front: str, hint: str) -> None:
    with pytest.raises(Refused) as caught:
        read(front)
    assert hint in [problem.hint for problem in caught.value.problems]


INVISIBLE = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n\r"]


@pytest.mark.parametrize("char", INVISIBLE, ids=ascii)
def test_every_control_character_is_refused_anywhere(char: str) -> None:
    words = f"control character U+{ord(char):04X}"
    for text in (f"a\n\nb{char}c\n", f"a\n\n`{char}`\n", f"---\ntitle: a\nb: c{char}\n---\n\nd\n"):
        assert any(line == 3 and words in message for line, message in refused(text)), text


@pytest.mark.parametrize(
    "front",
    [
        "a: &a one\nb: *a",
        "a: &a [one]\nb: [*a, *a]",
        "title: &t Title\ndescription: *t",
        "a: &a {x: &b one}\nc: {*b : two}",
        "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]",
    ],
    ids=["text", "list", "title", "key", "billion laughs"],
)
def test_an_alias_in_front_matter_is_refused(front: str) -> None:
    assert any("aliases (*name) are not read here" in message for _, message in refused(f"---\n{front}\n---\n\nd\n"))


def test_where_the_two_parsers_disagree_the_policy_is_refused_with_that_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def otherwise(text: str, line: int, reader: InlineReader) -> GithubReading:
        return read_as_github(text.replace("- b", "b"), line, reader)

    monkeypatch.setattr(markup, "read_as_github", otherwise)
    [(line, message)] = refused("---\ntitle: T\n---\n\n- a\n- b\n")
    assert line in (5, 6) and "ambiguous Markdown: one parser reads" in message


def test_every_problem_of_a_policy_is_reported_in_order() -> None:
    assert [line for line, _ in refused("---\ntitel: a\n---\n\n{{ b }}\n\n<b>c\n")] == [2, 5, 7]


def test_unknown_keys_pass_through_and_lists_and_maps_too() -> None:
    found = read("---\ntitle: T\ntags:\n  - a\nowner: {name: Ada}\n---\n\ntext\n")
    assert found.title == "T" and found.extra["tags"] == ["a"]


FRONTS = [
    "---\ntitle: T\neffective: 2024-10-01\ntags: [a]\nsummary:\n  - one\n  - two\n---\n",
    "---  \ntitle: T\neffective: 2024-10-01\ntags: [a]\nsummary:\n  - one\n  - two\n...\n",
    "+++\ntitle = 'T'\neffective = 2024-10-01\ntags = ['a']\nsummary = [\n  'one',\n  'two']\n+++ \n",
    '+++\ntitle = "T"\neffective = 2024-10-01\n\ntags = ["a"]\n\nsummary = ["one", "two"]\n+++\n',
]


@pytest.mark.parametrize("front", FRONTS)
def test_front_matter_says_the_same_in_each_form(front: str) -> None:
    found = read(f"\ufeff{front}\ntext\n")
    assert (found.title, found.effective, found.extra["tags"]) == ("T", date(2024, 10, 1), ["a"])
    lines = front.split("\n")
    assert all(segment.text in lines[segment.line - 1] for segment in found.segments()[:3]), found.segments()
    assert [segment.text for segment in found.segments()] == ["T", "one", "two", "text"]


@pytest.mark.parametrize("text", ["---\n---\n\n# T\n", "+++\n+++\n\n# T\n", "---\n# none\n---\n# T\n"])
def test_front_matter_may_be_empty(text: str) -> None:
    assert read(text).title == "T"


@pytest.mark.parametrize("text", ["{{ v }} is ours.\n", "{a: b}\n", "100 % of it\n", "#1 of all\n", "- - -\n"])
def test_a_text_that_only_begins_like_front_matter_is_none(text: str) -> None:
    assert front_block.unread(text) is None


def test_title_and_description_are_segments_and_the_first_heading_is_the_fallback() -> None:
    found = read("---\ntitle: T\ndescription: D\n---\n\ntext\n")
    assert [(segment.text, segment.line) for segment in found.segments()] == [("T", 2), ("D", 3), ("text", 6)]
    assert read("# *Head*\n\npara\n").title == "*Head*"


@pytest.mark.parametrize("text", ["# A\n", "## A {#b}\n\nc\n", "A\n---\n", "<!-- d -->\n\n#### A ####\n\n# B\n"])
def test_the_heading_that_a_policy_begins_with_is_its_title(text: str) -> None:
    found = read(text)
    assert (found.title, found.titled) == ("A", False)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Charter\n\nEffective May 1, 2024\n\n#### 1. Mission\n\nText.\n", 'if that is the title, write "# Charter" in line 1; or begin'),
        ("---\neffective: 2024-10-01\n---\n\nBedingungen\n\n# Mehr\n", 'write "# Bedingungen" in line 5'),
        ("---\neffective: 2024-10-01\n---\n\nWe keep it.\n\n# More\n", "or write title: ... in the front matter"),
        ("If something is wrong, write us.\n", 'write "# ..." above the text; or begin the file with the lines ---, title: ..., ---'),
        ("- one\n\n# Two\n", 'move "# Two" from line 3 above all other text; or'),
        ('<a name="top"></a>\n\n# Two {#two}\n', 'move "# Two" from line 3'),
        ("![seal](a.png)\n\ntext\n", 'write "# ..." above the text'),
        ("<H1>One</H1>\n\ntext\n", 'if that is the title, write "# One" in line 1;'),
        ("__Our Terms__\n\ntext\n", 'if that is the title, write "# Our Terms" in line 1;'),
        ("- one\n\n## 2. Two\n", 'write "# ..." above the text'),
        ("> # One\n", 'write "# ..." above the text'),
        ("***\n\n# One\n", 'move "# One" from line 3'),
        ("---\nsummary: [a]\n---\n\ntext\n\n# One\n", 'write "# text" in line 5'),
    ],
)  # fmt: skip
def test_a_policy_without_a_title_is_refused_with_the_line_to_write(text: str, hint: str) -> None:
    with pytest.raises(Refused) as caught:
        read(text)
    [problem] = caught.value.problems
    assert (problem.rule, problem.line) == ("title", 1) and hint in problem.hint


def test_a_summary_is_below_the_title_whatever_its_level() -> None:
    assert read("---\nsummary: [a]\n---\n\n## One\n\ntext\n").title == "One"


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    text = "---\ntitle: T\n---\n\na\nb\n"
    assert read("\ufeff" + text.replace("\n", "\r\n")).segments() == read(text).segments()


@pytest.mark.parametrize(
    ("text", "rule", "line"),
    [
        ("", "empty", 1),
        ("---\ntitle: T\n---\n\n \n", "empty", 1),
        ("a\n\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> other\n", "conflict", 3),
    ],
)
def test_a_policy_that_was_emptied_or_half_merged_is_refused(text: str, rule: str, line: int) -> None:
    with pytest.raises(Refused) as caught:
        policy.read_policy(text, "x", "policy/x.md", Config())
    assert {(problem.rule, problem.line) for problem in caught.value.problems[:1]} == {(rule, line)}


@pytest.mark.parametrize(
    "text", ["Terms & Fees * {{ name }}", "Ask a@example.org at https://example.org", "a_b_c < d", "AT&T; 5 * 5 * 5"]
)
def test_plain_characters_in_a_title_are_no_markup(text: str) -> None:
    assert read(f'---\ntitle: "{text}"\n---\n\nb\n', name="Example").title == text
