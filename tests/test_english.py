"""Messages and documents use plain words: a short list of words that readers stumble over, with what to write instead."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[1]

AVOIDED = {
    r"told|tells? of": "reported, reports",
    r"mend(?:s|ed|ing)?": "fix, correct; in a message, a hint",
    r"blanks?(?! lines?\b)": "space",
    r"part(?:s|ed)? (?:here|there|on)": "disagree",
    r"otherwise than": "differently from",
    r"readers? of screens": "screen reader",
    r"graver|milder": "more serious, less serious",
    r"beside": "next to, with, compared with",
    r"(?:which|that|what|it|file|page|link|there) stands": "is",
    r"lets? stand": "accepts",
    r"for want of": "because there is no",
    r"nothing is left of": "say what is missing",
}
"""Words as regular expressions, and what to write instead of each."""

_AVOIDED = re.compile("|".join(rf"(?P<w{at}>\b(?:{words})\b)" for at, words in enumerate(AVOIDED)), re.IGNORECASE)

_EXAMPLES = re.compile(r"```.*?```|`[^`\n]*`|^\| not \| but \|\n(?:\|[^\n]*\n)*", re.DOTALL | re.MULTILINE)
"""What documents quote: code, and the table of words that we do not use."""


def avoided(text: str) -> list[tuple[str, str]]:
    """(word, what to write instead) for each word of a text that the list has."""
    instead = list(AVOIDED.values())
    return [(found[0], instead[int(str(found.lastgroup)[1:])]) for found in _AVOIDED.finditer(text)]


def messages(code: str) -> Iterator[tuple[int, str]]:
    """(line, text) of the texts in a module that people may see: strings with at least two spaces, without docstrings."""
    tree = ast.parse(code)
    docstrings = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    strings = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and node not in docstrings)
    for node in strings:
        if isinstance(node.value, str) and node.value.count(" ") >= 2:
            yield node.lineno, node.value


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("every problem is told, not the first alone", ["told"]),
        ("until somebody mends it", ["mends"]),
        ("two readers part here: one reads a list", ["part here"]),
        ("the marks are nested otherwise than in the source", ["otherwise than"]),
        ("a blank before the name", ["blank"]),
        ("write a blank line before it; otherwise it is part of the paragraph", []),
        ("the second part of the recommended amendments", []),
    ],
)
def test_a_word_of_the_list_is_found_in_a_text(text: str, words: list[str]) -> None:
    assert [word for word, _ in avoided(text)] == words


def test_no_message_has_a_word_that_readers_stumble_over() -> None:
    found = [
        f"{path.relative_to(TOP)}:{line}: '{word}': write {instead}"
        for path in sorted((TOP / "scripts").rglob("*.py"))
        for line, text in messages(path.read_text(encoding="utf-8"))
        for word, instead in avoided(text)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "path", [*TOP.glob("*.md"), *(TOP / "docs").glob("*.md"), TOP / "Makefile"], ids=lambda path: path.name
)
def test_no_document_has_a_word_that_readers_stumble_over(path: Path) -> None:
    text = _EXAMPLES.sub("", path.read_text(encoding="utf-8"))
    found = [
        f"{path.name}: '{word}' in '{line.strip()[:80]}': write {instead}"
        for line in text.splitlines()
        for word, instead in avoided(line)
    ]
    assert not found, "\n".join(found)
