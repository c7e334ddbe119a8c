"""Characters of what authors write, a policy and `site.toml`, which have no source beside them.

What hides or disguises a text is an error here as in a translation. The file is read line by line, so that
comments, code and addresses are looked at too; then what a reader sees, where references such as `&#8238;` and
escapes such as `"\\u202e"` bring in characters that the lines do not have. A reference within code is text.
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
from ..characters import behind, character_name, decoded
from ..entry import invisible, lookalikes
from ..entry.invisible import BIDI_CONTROL, HIDDEN_CHARACTER
from ..entry.lookalikes import DOUBLED_MARK
from ..entry.mojibake import mojibake
from .disguises import FileWords, disguised, phonetic, words_of_file
from .standins import standins

Scalar = tuple[int, str, str]
"""A text of front matter: its line, how it is written, and what it says."""


def of_file(text: str, front: Iterable[Scalar], known: FileWords) -> list[Problem]:
    """What is wrong with the lines of a policy, and what escapes bring into its front matter, by line."""
    lines = _of_each(text.split("\n"), known)
    return _limited(chain(lines, _isolates_of_paragraphs(text, known.code), _of_front(front, known)))


def of_page(source: SourceTree, text: str, known: FileWords) -> list[Problem]:
    """What a reader would see of a policy that its lines do not show; `text` is the whole file."""
    lines = text.split("\n")
    found = (
        problem.at(line=_line_of(lines, start, problem.rule, known))
        for start, seen, written in _seen(source)
        for problem in _brought_in(seen, written, known)
    )
    return _limited(islice(found, MOST_FINDINGS))


def of_settings(text: str, tables: Mapping[str, Any], code: str, keep: Collection[str]) -> list[Problem]:
    """What is wrong with the lines of `site.toml`, whose contents are `tables`; escapes in them are resolved."""
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
"""How many problems are looked for where each costs a search for its line."""


def _limited(problems: Iterable[Problem]) -> list[Problem]:
    """Problems in the order of lines, each told once, and so many of each rule."""
    kept: dict[tuple[int, str, str], Problem] = {}
    for problem in problems:
        kept.setdefault((problem.line, problem.rule, problem.message.partition(" stands ")[0]), problem)
    counts: dict[str, int] = {}
    limited = []
    for problem in sorted(kept.values(), key=lambda problem: problem.line):
        counts[problem.rule] = counts.get(problem.rule, 0) + 1
        if counts[problem.rule] <= invisible.MANY_MARKS:
            limited.append(problem)
    return limited


# -- one text ------------------------------------------------------------------------------------


_PLAIN = regex(r"[\t\n -~]*")
_STYLED = "\u24b6-\u24e9\U0001d400-\U0001d7ff\U0001f130-\U0001f149"
_ALONE = regex(rf"(?<![\w{_STYLED}])(?![𝐚𝐀𝐈𝐢𝑎𝐴𝐼𝑖𝒂𝑨𝑰𝒊])[{_STYLED}](?![\w{_STYLED}])")
"""A sign such as ⓘ, or one letter of a formula; not what may stand for the words `a` and `I`."""
_TYPED = regex(r"\\[A-Za-z]")


def _look(text: str, source: str, known: FileWords) -> Iterator[Problem]:
    """What is wrong with a text, isolates aside; nothing of what stands as often in `source`."""
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
        message = f"the invisible character {character_name(chr(0xAD))} stands {behind(text, text.index(chr(0xAD)))}"
        hint = "delete it: search does not find the word; browsers hyphenate by the language of the page"
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
    """In a source a foreign letter is an error too: no other text beside it shows that the word may be meant."""
    return (problem.at(level="error") for problem in problems)


# -- line by line --------------------------------------------------------------------------------


def _of_each(lines: Sequence[str], known: FileWords) -> Iterator[Problem]:
    for number, line in enumerate(lines, 1):
        yield from (problem.at(line=number) for problem in _look(line, "", known))


def _of_front(scalars: Iterable[Scalar], known: FileWords) -> Iterator[Problem]:
    for line, raw, value in scalars:
        yield from (problem.at(line=line) for problem in _brought_in(value, raw, known))
        if raw[:1] in ("'", '"'):  # marks of YAML, which do not quote a foreign word
            yield from (problem.at(line=line) for problem in _as_errors(disguised(value, known)))


def _isolates_of_paragraphs(text: str, code: str) -> Iterator[Problem]:
    """Isolates without a partner in lines that no blank line parts: what is no text of a block is looked at too."""
    if not re.search(r"[\u2066-\u2069]", text):
        return
    line, at = 1, 0
    for found in re.finditer(r"(?:[^\n]*\S[^\n]*(?:\n|\Z))+", text):
        line, at = line + text.count("\n", at, found.start()), found.start()
        paragraph = found.group().replace("\n", " ")
        if next(invisible.isolates(decoded(paragraph), code), None) is None:
            continue  # one of the two may be written as a reference
        for place, problem in islice(invisible.isolates(paragraph, code), invisible.MANY_MARKS):
            yield problem.at(line=line + found.group().count("\n", 0, place))


# -- what a reader sees --------------------------------------------------------------------------

_BRINGS_IN = regex(r"&#?[A-Za-z0-9]|[\u2066-\u2069]|\\u[0-9a-fA-F]|%[c-f][0-9a-f]|xn--", re.I)
"""What can show other characters than it is written with, or other paragraphs than lines."""


def _brought_in(seen: str, written: str, known: FileWords) -> Iterator[Problem]:
    """What is wrong with a text as it is seen, and not as it is written."""
    yield from (problem for _, problem in invisible.isolates(seen.replace("\n", " "), known.code))
    if set(seen) - set(written):
        told = {(problem.rule, problem.message) for problem in _look(written, "", known)}
        for problem in _look(seen, written, known):
            if (problem.rule, problem.message) not in told:
                yield problem
    if "\\u" in seen:
        yield from mojibake(seen, "")


def _seen(source: SourceTree) -> Iterator[tuple[int, str, str]]:
    """(line, what is seen, what is written) of texts in which the two may differ."""
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
"""What a reader sees; in code `\\u` is meant."""


def _attributes(nodes: Iterable[Inline]) -> Iterator[str]:
    """Targets, titles and the like of the marks and tags in a text."""
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
    """A target with percent signs resolved, and its host in the letters that `xn--` stands for; line ends are data."""
    return _with_hosts(re.sub(r"[\x00-\x1f\x7f-\x9f\ufffd]", " ", unquote(value)))


def _with_hosts(text: str) -> str:
    """Text with the parts of hosts that begin with `xn--` in the letters that they stand for, as browsers show them."""
    return _PUNYCODE.sub(_host, text) if "xn--" in text.lower() else text


_PUNYCODE = regex(r"(?<![\w-])xn--[a-z0-9-]{1,59}(?![\w-])", re.I)


def _host(found: re.Match[str]) -> str:
    try:
        return found.group().encode("ascii").decode("idna")
    except UnicodeError:
        return found.group()


def _line_of(lines: Sequence[str], start: int, rule: str, known: FileWords) -> int:
    """The line, from `start` on, that shows such a problem by itself once references are resolved."""
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
"""A comment, a text without escapes, a text with them."""
_ESCAPE = regex(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2})|(.))")


def _resolved(token: re.Match[str]) -> str:
    """What a token says, without the marks of TOML around it: they do not quote a foreign word."""
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
    """Every text among the values of a file, with the nearest key; keys too."""
    if isinstance(values, str):
        yield key, values
    elif isinstance(values, Mapping):
        for name, value in values.items():
            yield name, name
            yield from _texts(value, name)
    elif isinstance(values, list):
        for value in values:
            yield from _texts(value, key)
