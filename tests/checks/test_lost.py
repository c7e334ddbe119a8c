"""What of a policy is lost: words that no translator sees, tables that are none, marks that nobody obeys."""

import pytest

from scripts.checks.source.code_words import reads_like_a_sentence
from scripts.commands import build
from scripts.problem import Problem
from scripts.project.project import Project

from ..conftest import write


def faults(project: Project, body: str) -> list[Problem]:
    write(project.path, "policy/logs.md", f"---\ntitle: T\neffective: 2024-10-01\n---\n\n{body}\n")
    project.catalog("de", "logs").unlink(missing_ok=True)
    return [problem for problem in build.build(project).problems if problem.path == "policy/logs.md"]


BAD = [
    ("indented-words", "a\n\n    You may take back your consent whenever you wish.", 8, "You may take back"),
    ("indented-words", "- a\n\n      We never sell\n      what you tell us.", 8, "We never sell what"),
    ("indented-words", ">     Sie können jederzeit widerrufen.", 6, "jederzeit"),
    ("indented-words", "\tお客様はいつでも同意を撤回できます。", 6, "同意を撤回"),
    ("indented-words", "a\n\n     يمكنك سحب موافقتك في أي وقت.", 8, "موافقتك"),
    ("indented-words", "    Example Ltd\n\n    Write to us and we will answer within a month", 6, "Example Ltd Write"),
    ("indented-words", "a\n\n    - eins\n    - zwei", 8, "- eins - zwei"),
    ("indented-words", "a\n\n\t| a | b |\n\t|---|---|", 8, "|---|---|"),
    ("indented-words", "    ## Ihre Rechte", 6, "## Ihre Rechte"),
    ("indented-words", "a\n\n    See [b](https://example.org)", 8, "looks like Markdown"),
    ("broken-table", "| a | b |\n|---|---|\n| c | d |\nWe keep it.", 9, "'We keep it.'"),
    ("unseen-words", 'a [b]\n\n[b]: https://example.org "All terms"', 8, "title of a reference: 'All terms'"),
    ("unseen-words", "a\n\n`You may object at any time.`", 8, "You may object"),
    ("unseen-words", "- a\n- `We keep` `nothing of it.`", 7, "We keep nothing"),
    ("unseen-words", "## `We never sell your data.`\n\na", 6, "We never sell"),
    ("unseen-words", "```text\nWe never sell your data.\n```", 6, "'text'"),
    ("unseen-words", "~~~ legal notice\nSie können jederzeit widerrufen.\n~~~", 6, "legal notice"),
    ("unseen-words", "<div>\n<pre>Example Ltd</pre>\n</div>", 7, "<pre>"),
    ("broken-table", "a\n\n| Data | Kept | Why |\n| --- | --- |\n| mail | 30 days | law |", 8, "first row has 3 cells"),
    ("broken-table", "- | a | b |\n  | --- |", 6, "2 cells, the row of dashes below it 1"),
    ("broken-table", "> データ | 期間\n> --- | --- | ---\n> x | y | z", 6, "first row has 2 cells"),
    ("broken-table", "words\n| a | b |\n|:--|--:|--|", 7, "first row has 2 cells"),
    ("broken-table", "| a | b |\n\n| --- | --- |\n| c | d |", 8, "'| --- | --- |'"),
    ("broken-table", "| a | b |\n|——|——|\n| c | d |", 7, "'|——|——|'"),
    ("broken-table", "+---+---+\n| a | b |\n+---+---+", 6, "'+---+---+'"),
    ("broken-table", "| a | b |\n| c | d |", 6, "the row of dashes is missing"),
    ("broken-table", "| a | b |\n| --- | --- |\n| c | d |\n| --- | --- |\n| e | f |", 9, "a second row"),
    ("broken-table", "| a | b |\n---\n", 6, "this is a heading, but a table may be meant"),
    ("broken-table", "a\n\n----  ----\nb     c", 8, "a line across the page"),
    ("foreign-comment", "a\n\n<!-- mdbook-xgettext:skip -->\n\nb", 8, "mdbook-xgettext:skip"),
    ("foreign-comment", "a\n\n- b\n\n  <!-- i18n:skip-start -->\n\n  c", 10, "i18n:skip-start"),
    ("foreign-comment", "a\n<!-- mdpo-disable-next-line -->\nb", 7, "mdpo-disable-next-line"),
    ("foreign-comment", "a <!-- translate:off --> b", 6, "translate:off"),
    ("foreign-comment", "a\nb <!-- po4a: ignore --> c", 7, "po4a: ignore"),
    ("foreign-comment", "<div>\n<!-- OmegaT skip -->\na\n</div>", 7, "OmegaT skip"),
    ("foreign-comment", "| a |\n| --- |\n| b <!-- notranslate --> |", 8, "notranslate"),
    ("foreign-comment", "a\n\n<!--@include: ./fees.md-->\n\nb", 8, "@include: ./fees.md"),
    ("foreign-comment", '<!--#include virtual="/fees.html" -->\n\na', 6, "#include virtual"),
    ("foreign-comment", "<!-- skip-end -->\n\na", 6, "skip-end"),
    ("foreign-comment", "<!-- Note to translators: a name -->\n\na", 6, "Note to translators"),
    ("foreign-comment", "a\n\n[//]: # (mdpo-context verb)\n\nb", 8, "mdpo-context verb"),
    ("foreign-comment", "a <!-- skip -->b<!-- x --> c", 6, "has no effect inside a paragraph"),
    ("foreign-comment", "<!-- translators: a name --> a", 6, "has no effect inside a paragraph"),
]
"""Rule, body of a policy, line, words of the message."""
GOOD = [
    ("indented-words", "    Example Ltd\n    Attn. Data Protection Officer\n    Main Street 5\n    10115 Berlin"),
    ("indented-words", "    東京都千代田区丸の内1-2-3\n    株式会社サンプル"),
    ("indented-words", "    if (user.agrees) { track(user); }"),
    ("indented-words", "```\nI withdraw my consent to all that I have agreed to.\n```"),
    ("indented-words", "<!-- skip -->\n\n    You may take back your consent whenever you wish.\n\n<!-- /skip -->"),
    ("unseen-words", "`privacy@example.com`\n\n`DELETE`\n\nSay `You may object at any time.` to us."),
    ("unseen-words", "```http\nGET /my-data HTTP/1.1\n```"),
    ("unseen-words", "<!-- skip -->\n\n```text\nWe never sell your data.\n```\n\n<!-- /skip -->"),
    ("broken-table", "| a | b |\n| --- | --- |\n| - | n/a |\n| c | - |"),
    ("broken-table", "a \\| b | c\n--- | ---\n1 | 2\n\n---\n\n- - -\n\nNow | or never, +- one"),
    ("broken-table", "```\n| a | b |\n| --- |\n```\n\n# Privacy | Example"),
    ("foreign-comment", "<!-- TODO: ask legal -->\n\na <!-- reviewed 2024 --> b\n\n<!-- Translated by Anna -->"),
    ("foreign-comment", "<!-- markdownlint-disable MD013 -->\n\n<!-- translators: a name -->\n\na"),
    ("foreign-comment", "`<!-- i18n:skip -->`\n\n```\n<!-- translate:off -->\n[//]: # (mdpo-disable)\n```"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("rule", "body", "line", "words"), BAD)
def test_what_is_lost_is_a_warning_with_its_line(project: Project, rule: str, body: str, line: int, words: str) -> None:
    problem = next(found for found in faults(project, body) if found.rule == rule)
    assert (problem.level, problem.line) == ("warning", line) and words in problem.message and problem.hint


@pytest.mark.slow
@pytest.mark.parametrize("body", [body for _, body in GOOD])
def test_what_is_meant_is_left_alone(project: Project, body: str) -> None:
    assert faults(project, body) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("translate:on", "<!-- /skip -->"),
        ("i18n:comment: a name", "<!-- translators: ... -->"),
        ("mdpo-translator a name", "<!-- translators: ... -->"),
        ("msgctxt: verb", "<!-- context: ... -->"),
    ],
)
def test_a_mark_of_another_tool_says_what_to_write(project: Project, words: str, hint: str) -> None:
    [problem] = faults(project, f"<!-- {words} -->\n\na")
    assert hint in problem.hint


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("You may take\nback your\nconsent.", True),
        ("Example Company Limited, Attention Data Protection Officer, Floor 5", False),
        ("Τα δεδομένα σας διαγράφονται.", True),
        ("귀하는 언제든지 동의를 철회할 수 있습니다.", True),
        ("서울특별시 강남구 테헤란로 1", False),
        ("คุณสามารถเพิกถอนความยินยอมได้ทุกเมื่อ", True),
        ("شارع الملك فهد، الرياض", False),
        ("Rue de la Paix 5, 75002 Paris", False),
        ("npm install example", False),
        ("Example Ltd\nMain Street 5\nprivacy@example.com, www.example.com", False),
        ("Muster GmbH\nz. Hd. des Datenschutzbeauftragten\nc/o Beispiel AG", False),
        ("Write to privacy@example.com and we will answer", True),
        ("", False),
    ],
)
def test_sentences_are_told_from_addresses_and_code(text: str, is_one: bool) -> None:
    assert reads_like_a_sentence(text) is is_one
