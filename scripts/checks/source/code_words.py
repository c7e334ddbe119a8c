"""Words that are code in a policy: indented by accident, or where no translator sees them."""

import re
from collections.abc import Iterator, Sequence
from html import unescape
from unicodedata import category

from ...markup import LONGEST_SEGMENT, SourceTree, tags
from ...markup.block_nodes import CodeBlock, HtmlBlock, InlineBlock, walk_blocks
from ...markup.nodes import LABEL, words_of
from ...markup.segments import has_words
from ...patterns import regex
from ...problem import Problem
from ..rule import Rule

# fmt: off
_INDENTED_WORDS = Rule(
    "indented-words", "warning", "Four spaces at the beginning of a line make it code, but it reads like a sentence, a list or a table.",
    "Delete the spaces. If the lines really are code, put three backticks above and below them.",
    ("en", "    You may take back your consent whenever you wish.", ""),
    ("en", "You may take back your consent whenever you wish.", ""),
)
_UNSEEN_WORDS = Rule(
    "unseen-words", "warning", "Code that reads like a sentence, and the title of a reference, are not translated: every page shows them in the language of the policy.",
    "If the text is not code, delete the backticks; move a title into the link itself. If nobody should translate the text, put it between `<!-- skip -->` and `<!-- /skip -->`.",
    ("en", "`You may object at any time.`", ""),
    ("en", "You may object at any time.", ""),
)
# fmt: on
RULES = (_INDENTED_WORDS, _UNSEEN_WORDS)


def code_words(source: SourceTree, lines: Sequence[str]) -> Iterator[Problem]:
    """Code that reads like a sentence, unless its author skips it on purpose (`<!-- skip -->`), and titles of references.

    `lines` are those of the whole file.
    """
    yield from _reference_titles(source, lines)
    for block in walk_blocks(source.blocks):
        line = block.line
        if block.skip:
            continue
        if isinstance(block, CodeBlock):
            yield from _block(block)
        elif isinstance(block, HtmlBlock):
            yield from _html(block.text, line)
        elif isinstance(block, InlineBlock) and "`" in block.text and not has_words(block.text):
            nodes = source.reader.segment(block.text).nodes
            said = " ".join(words_of([node], LABEL) for node in nodes if not isinstance(node, str))
            if reads_like_a_sentence(said):
                message = f"no translator sees this paragraph, because all of it is code: {_clipped(said)!r}"
                yield _UNSEEN_WORDS.problem(message, "delete the ` around it if it is not code", line=line)


def _reference_titles(source: SourceTree, lines: Sequence[str]) -> Iterator[Problem]:
    for label, (_, title) in source.references.items():
        if any(map(str.isalpha, title)):
            start = re.compile(rf"[ \t>]*\[\s*{re.escape(label)}\s*\]:".replace("\\ ", r"\s+"), re.I)
            line = next((number for number, row in enumerate(lines, 1) if start.match(row)), 1)
            message = f"no translator sees the title of a reference: {_clipped(title)!r}"
            yield _UNSEEN_WORDS.problem(
                message, f'write it in the text: [words](address "{_clipped(title)}")', line=line
            )


def _block(block: CodeBlock) -> Iterator[Problem]:
    text, line = block.text, block.line
    if block.is_indented and block.is_text and (found := _BLOCK_MARK.search(text)):
        message = f"four spaces make this code, but it looks like Markdown: {_clipped(found.group())!r}"
        yield _INDENTED_WORDS.problem(message, _NO_SPACES, line=line)
        return
    if not reads_like_a_sentence(text):
        return
    if not block.is_text:
        message = f"no translator sees this block of code in '{block.info[:20]}': {_clipped(text)!r}"
        hint = "if it is a text, delete the language after ```; if it is code, put <!-- skip --> and <!-- /skip --> around it"
        yield _UNSEEN_WORDS.problem(message, hint, line=line)
    elif block.is_indented:
        message = f"four spaces make this code, but it reads like a sentence: {_clipped(text)!r}"
        yield _INDENTED_WORDS.problem(message, _NO_SPACES, line=line)


_NO_SPACES = "delete the spaces if it is a paragraph; if it is code, put ``` above and below it"
_BLOCK_MARK = regex(
    r"^(?:[-*+][ \t]+[^\W\d_].*\n[-*+][ \t]+|\d{1,3}[.)][ \t]+[^\W\d_].*\n\d{1,3}[.)][ \t]+|#{2,6}[ \t]+\w|\|?[ \t]*:?-{3,}:?[ \t]*\|)[^\n]*"
    r"|\]\((?:https?|mailto):[^\s()]+\)|\*\*[^\s*][^*\n]*[^\s*]\*\*",
    re.M,
)
"""Two list items, a heading, the dashes of a table, a link, or bold words. A single item may be a line of a form."""


def _html(raw: str, line: int) -> Iterator[Problem]:
    for found in _PRE.finditer(raw):
        words = unescape(tags.TAG.sub("", found.group(1)))
        if any(map(str.isalpha, words)):
            message = f"no translator sees the words in <pre>: {_clipped(words)!r}"
            hint = "write them between two lines of ```, or put <!-- skip --> and <!-- /skip --> around it"
            yield _UNSEEN_WORDS.problem(message, hint, line=line + raw.count("\n", 0, found.start()))


_PRE = regex(r"<pre\b[^<>]*>(.*?)(?:</pre\s*>|\Z)", re.I | re.S)


def _clipped(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 60 else f"{words[:60]}..."


_WORDS = regex(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u0591-\u05c7\u064b-\u0652\u0900-\u0dff'’-])*")
# Marks at the end of a sentence, and of one that introduces a list: Latin, Arabic, Urdu, Hindi, Ethiopic, Chinese; then
# closing quotation marks and brackets.
_END = regex("[.!?:;\u061f\u06d4\u0964\u1362\u2026\u3002\uff01\uff1f\uff1a][\"'\u00bb\u201d\u2019)\\]\u300d]*$")
_STOP = regex("[.!?\u061f\u06d4\u0964\u1362\u2026\u3002\uff01\uff1f][\"'\u00bb\u201d\u2019)\\]\u300d]*$")
_ADDRESS = regex(r"@|://|\w\.\w")
_WITHOUT_BLANKS = regex(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Scripts without spaces between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese."""
_FEW, _MANY = 3, 6
"""How many words make a sentence that ends with a full stop, and one without it."""
_LONGEST_WORD = 3
"""How many letters of such a script make about one word."""


def reads_like_a_sentence(text: str) -> bool:
    """Whether a block, or one line of it, is more likely a sentence than code, a name or an address.

    A sentence consists mostly of letters, and some of its words begin with a small letter if the script has any.
    """
    blocks = re.split(r"\n[ \t]*\n", text[:LONGEST_SEGMENT])
    pieces = [piece for block in blocks for piece in (block, *block.split("\n"))]
    return any(_is_sentence(piece) for piece in pieces if "\n" not in piece.strip() or _STOP.search(piece.strip()))


def _is_sentence(text: str) -> bool:
    text = " ".join(word for word in text.split() if not _ADDRESS.search(word))
    letters = sum(category(char)[0] in "LM" for char in text)
    signs = sum(not char.isspace() and category(char)[0] not in "LMN" for char in text)
    if not letters or signs * 5 > letters or re.search(r"[{}=<>\\|]|\w\(|\w_\w|--\w", text):
        return False
    unparted = len(_WITHOUT_BLANKS.findall(text))
    if unparted * 2 > letters:
        count, small = unparted // _LONGEST_WORD, unparted
    else:
        words = [word for word in _WORDS.findall(text) if len(word) > 1]
        count = len(words)
        small = sum(not word[0].isupper() for word in words) if count else 0
    least = _FEW if _END.search(text) else _MANY
    has_case = any(char.isupper() or char.islower() for char in text)
    if not has_case and least == _MANY:
        least = _MANY + 2  # without capitals, names of streets and offices look like other words
    return count >= least and small * 3 >= count
