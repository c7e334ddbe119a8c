"""Characters in policies and `site.toml`, which have no source to compare with.

What hides or disguises a text is an error here too. The file is checked line by line, so that comments, code and
addresses are checked as well. Then the text is checked as a reader sees it, because character references (`&#8238;`)
and escapes (`"\\u202e"`) add characters that the lines do not have. A reference inside code is plain text.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from html import unescape
from itertools import chain, islice
from typing import Any
from urllib.parse import unquote

from ...markup import Inline, SourceTree, inline_parser, tags
from ...markup.block_nodes import HtmlBlock, InlineBlock, WordedBlock, walk_blocks
from ...markup.nodes import FootnoteReference, Image, Link, Placeholder, RawTag, WordStyle, descendants, words_of
from ...markup.segments import segment_text
from ...patterns import regex
from ...problem import Problem
from ..characters import character_name, decoded, where
from ..entry import invisible, lookalikes
from ..entry.invisible import BIDI_CONTROL, HIDDEN_CHARACTER
from ..entry.lookalikes import DOUBLED_MARK
from ..entry.mojibake import mojibake
from .disguises import FileWords, disguised, phonetic, words_of_file
from .standins import standins

Scalar = tuple[int, str, str]
"""A text of the front matter: its line, its source form, and its value."""


def of_file(text: str, front: Iterable[Scalar], known: FileWords) -> list[Problem]:
    """Problems in the lines of a policy, and in what escapes add to its front matter, sorted by line."""
    lines = _of_each(text.split("\n"), known)
    return _limited(chain(lines, _isolates_of_paragraphs(text, known.code), _of_front(front, known)))


def of_page(source: SourceTree, text: str, known: FileWords) -> list[Problem]:
    """Problems in what a reader sees of a policy and its lines do not show; `text` is the whole file."""
    lines = text.split("\n")
    found = (
        problem.at(line=_line_of(lines, start, problem.rule, known))
        for start, seen, written in _seen(source)
        for problem in _brought_in(seen, written, known)
    )
    return _limited(islice(found, MOST_FINDINGS))


def of_settings(text: str, tables: Mapping[str, Any], code: str, keep: Collection[str]) -> list[Problem]:
    """Problems in the lines of `site.toml`, with escapes resolved; `tables` is its content."""
    lines = [_TOKEN.sub(_resolved, line) for line in text.split("\n")]
    known = words_of_file("\n".join(lines), code, keep)
    of_isolates = (
        problem.at(line=number) for number, line in enumerate(lines, 1) for _, problem in invisible.isolates(line, code)
    )
    found = [*_of_each(lines, known), *islice(of_isolates, MOST_FINDINGS)]
    told = {problem.rule for problem in found}
    for key, value in _texts(tables):  # a text in many lines, whose escapes were not resolved
        place = next((number for number, row in enumerate(lines, 1) if key in row), 1)
        found += [
            problem.at(line=place) for problem in _look(_with_hosts(value), "", known) if problem.rule not in told
        ]
    return _limited(found)


MOST_FINDINGS = 100
"""How many problems are looked for where each one costs a search for its line."""


def _limited(problems: Iterable[Problem]) -> list[Problem]:
    """Problems sorted by line, each reported once, with a limit for each rule."""
    kept: dict[tuple[int, str, str], Problem] = {}
    for problem in problems:
        kept.setdefault((problem.line, problem.rule, _WHERE.split(problem.message, maxsplit=1)[0]), problem)
    counts: dict[str, int] = {}
    limited = []
    for problem in sorted(kept.values(), key=lambda problem: problem.line):
        counts[problem.rule] = counts.get(problem.rule, 0) + 1
        if counts[problem.rule] <= invisible.MANY_MARKS:
            limited.append(problem)
    return limited


_WHERE = regex(r" is (?:after '|at the beginning)")
"""Where a message names the place of a character (`characters.where`); in one line, the first place is enough."""


# -- one text ------------------------------------------------------------------------------------


_PLAIN = regex(r"[\t\n -~]*")
_STYLED = "\u24b6-\u24e9\U0001d400-\U0001d7ff\U0001f130-\U0001f149"
_ALONE = regex(rf"(?<![\w{_STYLED}])(?![𝐚𝐀𝐈𝐢𝑎𝐴𝐼𝑖𝒂𝑨𝑰𝒊])[{_STYLED}](?![\w{_STYLED}])")
"""A sign such as ⓘ, or one letter of a formula; not letters that can be the words `a` and `I`."""
_TYPED = regex(r"\\[A-Za-z]")


def _look(text: str, source: str, known: FileWords) -> Iterator[Problem]:
    """Problems of a text except isolates; characters that `source` has as often are not reported."""
    if not _PLAIN.fullmatch(text):
        checks = invisible.overrides(text, source), _hidden(text, source, known.code), invisible.controls(text, source)
        for check in checks:
            yield from islice(check, invisible.MANY_MARKS)
        yield from mojibake(text.replace("\\u", " "), source)
        if not text.isascii():
            yield from _letters(text, known)
    elif known.own and not text.isspace():
        yield from _letters(text, known)


def _hidden(text: str, source: str, code: str) -> Iterator[Problem]:
    yield from invisible.hidden(text, source, code)
    if text.count("\u00ad") > source.count("\u00ad"):
        message = f"the invisible character {character_name(chr(0xAD))} is {where(text, text.index(chr(0xAD)))}"
        hint = "delete it, because search does not find the word; browsers hyphenate by the language of the page"
        yield HIDDEN_CHARACTER.problem(message, hint)


def _letters(text: str, known: FileWords) -> Iterator[Problem]:
    bare = _TYPED.sub(" ", text)
    formula = _ALONE.sub(" ", bare)
    checks: Sequence[Iterator[Problem]] = (
        disguised(bare, known),
        phonetic(bare, known.code),
        lookalikes.styled(formula, "", known.code),
        lookalikes.check_combining_marks(bare, ""),
        standins(bare, known),
    )
    for check in checks:
        wrong = (problem for problem in check if problem.rule != DOUBLED_MARK.name)
        yield from _as_errors(islice(wrong, invisible.MANY_MARKS))


def _as_errors(problems: Iterable[Problem]) -> Iterator[Problem]:
    """In a source a foreign letter is an error too, because there is no other text that shows that it is meant."""
    return (problem.at(level="error") for problem in problems)


# -- line by line --------------------------------------------------------------------------------


def _of_each(lines: Sequence[str], known: FileWords) -> Iterator[Problem]:
    for number, line in enumerate(lines, 1):
        yield from (problem.at(line=number) for problem in _look(line, "", known))


def _of_front(scalars: Iterable[Scalar], known: FileWords) -> Iterator[Problem]:
    for line, raw, value in scalars:
        yield from (problem.at(line=line) for problem in _brought_in(value, raw, known))
        if raw[:1] in ("'", '"'):  # quotation marks of YAML, which do not mark a foreign word
            yield from (problem.at(line=line) for problem in _as_errors(disguised(value, known)))


def _isolates_of_paragraphs(text: str, code: str) -> Iterator[Problem]:
    """Isolates without a partner in a paragraph of lines, so that text outside of blocks is checked too."""
    if not re.search(r"[\u2066-\u2069]", text):
        return
    line, at = 1, 0
    for found in re.finditer(r"(?:[^\n]*\S[^\n]*(?:\n|\Z))+", text):
        line, at = line + text.count("\n", at, found.start()), found.start()
        paragraph = found.group().replace("\n", " ")
        if next(invisible.isolates(decoded(paragraph), code), None) is None:
            continue  # one of the two may be written as a character reference
        for place, problem in islice(invisible.isolates(paragraph, code), invisible.MANY_MARKS):
            yield problem.at(line=line + found.group().count("\n", 0, place))


# -- what a reader sees --------------------------------------------------------------------------

_BRINGS_IN = regex(r"&#?[A-Za-z0-9]|[\u2066-\u2069]|\\u[0-9a-fA-F]|%[c-f][0-9a-f]|xn--", re.I)
"""What may show other characters than the lines have, or isolates that end in another line."""


def _brought_in(seen: str, written: str, known: FileWords) -> Iterator[Problem]:
    """Problems of a text as it is seen that it does not have as it is written."""
    yield from (problem for _, problem in invisible.isolates(seen.replace("\n", " "), known.code))
    if set(seen) - set(written):
        told = {(problem.rule, problem.message) for problem in _look(written, "", known)}
        for problem in _look(seen, written, known):
            if (problem.rule, problem.message) not in told:
                yield problem
    if "\\u" in seen:
        yield from mojibake(seen, "")


def _seen(source: SourceTree) -> Iterator[tuple[int, str, str]]:
    """(line, text as seen, text as written) where the two may differ."""
    for block in walk_blocks(source.blocks):
        line, text = block.line, block.text if isinstance(block, WordedBlock) else ""
        if not _BRINGS_IN.search(text):
            continue
        if isinstance(block, InlineBlock):
            text = segment_text(text)
            nodes = source.reader.segment(text).nodes
            yield line, words_of(nodes, _SEEN), text
            yield from ((line, value, text) for value in _attributes(nodes))
        elif isinstance(block, HtmlBlock):
            text = re.sub(tags.COMMENT, "", text)
            yield from ((line, shown, text) for shown in dict.fromkeys([unescape(text), decoded(text)]))
            yield from ((line, value, text) for value in _targets_of_html(text))
        else:
            yield from ((line, row, row) for row in text.replace("\\u", " ").split("\n"))
    for label, facts in source.references.items():
        for written in facts:
            if _BRINGS_IN.search(written):
                yield 1, _target(inline_parser.unescaped_markdown(written)), f"{label} {written}"


_SEEN = WordStyle(code=lambda text: text.replace("\\u", " "))
"""What a reader sees; in code `\\u` is not mojibake."""


def _attributes(nodes: Iterable[Inline]) -> Iterator[str]:
    """Targets, titles and other attributes of the links, images and tags in a text."""
    for node in descendants(nodes):
        match node:
            case RawTag():
                facts = tags.tag(node.raw).attributes
                yield from (_target(value) if name in ("href", "src") else value for name, value in facts if value)
            case Link():
                yield from filter(None, (_target(node.href), node.title, node.written))
            case Image():
                yield from filter(None, (_target(node.src), node.alt, node.title))
            case Placeholder():
                yield node.name
            case FootnoteReference():
                yield node.label


def _targets_of_html(text: str) -> Iterator[str]:
    for found in tags.TAG.finditer(text):
        yield from (_target(value) for name, value in tags.tag(found.group()).attributes if name in ("href", "src"))


def _target(value: str) -> str:
    """A target with percent-encoding and `xn--` hosts decoded; controls become spaces, because they are data there."""
    return _with_hosts(re.sub(r"[\x00-\x1f\x7f-\x9f\ufffd]", " ", unquote(value)))


def _with_hosts(text: str) -> str:
    """Text with the `xn--` parts of hosts decoded (Punycode, RFC 3492), as browsers show them."""
    return _PUNYCODE.sub(_host, text) if "xn--" in text.lower() else text


_PUNYCODE = regex(r"(?<![\w-])xn--[a-z0-9-]{1,59}(?![\w-])", re.I)


def _host(found: re.Match[str]) -> str:
    try:
        return found.group().encode("ascii").decode("idna")
    except UnicodeError:
        return found.group()


def _line_of(lines: Sequence[str], start: int, rule: str, known: FileWords) -> int:
    """The first line from `start` on that has such a problem once its references are resolved; else `start`."""
    if rule == BIDI_CONTROL.name:
        finds: Callable[[str], bool] = lambda line: re.search(r"[\u202a-\u202e\u2066-\u2069]", line) is not None  # noqa: E731
    else:
        finds = lambda line: any(problem.rule == rule for problem in _look(line, "", known))  # noqa: E731
    for number, line in enumerate(lines[max(start - 1, 0) :], max(start, 1)):
        if _BRINGS_IN.search(line) and (finds(decoded(line)) or finds(_target(line))):
            return number
        if not line.strip() and number > start > 1:
            break
    return start


# -- site.toml -----------------------------------------------------------------------------------

_TOKEN = regex(r'#.*|\'[^\']*\'|"(?:[^"\\]|\\.)*"')
"""A comment, a literal string or a basic string of TOML."""
_ESCAPE = regex(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2})|(.))")


def _resolved(token: re.Match[str]) -> str:
    """The text of a token without its quotation marks, which are those of TOML and do not mark a foreign word."""
    text = token.group()
    if text.startswith("#"):
        return text
    inner = text[1:-1]
    return " " + _with_hosts(_ESCAPE.sub(_character, inner) if text.startswith('"') else inner) + " "


def _character(found: re.Match[str]) -> str:
    digits = found.group(1) or found.group(2) or found.group(3)
    if not digits:  # \n, \" and the like
        return found.group(4) if found.group(4) in '"\\' else " "
    code = int(digits, 16)
    return chr(code) if code <= 0x10FFFF else "\ufffd"


def _texts(values: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text among the values of a file, with its nearest key; keys are texts too."""
    if isinstance(values, str):
        yield key, values
    elif isinstance(values, Mapping):
        for name, value in values.items():
            yield name, name
            yield from _texts(value, name)
    elif isinstance(values, list):
        for value in values:
            yield from _texts(value, key)
