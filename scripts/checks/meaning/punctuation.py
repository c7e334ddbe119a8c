"""Punctuation: the mark at the end of a text, quotation marks, French spaces, and doubled words."""

import re
from collections.abc import Iterator

from ...patterns import regex
from ...problem import Problem
from ..rule import Pair, Rule
from .words import WORD_MARKS, language_words, text

_END_MARK = Rule(
    "end-mark",
    "warning",
    "The text ends with another mark than its source, so a question may no longer be one, or a list lose its introduction.",
    "End it with the mark that your language has for the same purpose.",
    ("es", "What do we collect?", "Lo que recopilamos."),
    ("es", "What do we collect?", "¿Qué recopilamos?"),
)
_FOREIGN_MARK = Rule(
    "foreign-mark",
    "warning",
    "A mark of the Latin script is used where the language has one of its own.",
    "Replace it by the mark in the hint.",
    ("ar", "What do we collect?", "ما الذي نجمعه?"),
    ("ar", "What do we collect?", "ما الذي نجمعه؟"),
)
_FRENCH_SPACE = Rule(
    "french-space",
    "warning",
    "French has a no-break space before : ; ! ? » and after «; without it the mark may begin the next line.",
    "Write a no-break space (U+00A0, or the narrow U+202F) where the message says, in place of a plain one.",
    ("fr", "You can:", "Vous pouvez:"),
    ("fr", "You can:", "Vous pouvez\u00a0:"),
)
_QUOTATION_MARKS = Rule(
    "quotation-marks",
    "warning",
    "The quotation marks are those of another language.",
    "Use one of the pairs in the hint.",
    ("de", "Choose “Export” in the menu.", "Wählen Sie im Menü “Exportieren”."),
    ("de", "Choose “Export” in the menu.", "Wählen Sie im Menü „Exportieren“."),
)
_DOUBLED_WORD = Rule(
    "doubled-word",
    "warning",
    "A word is there twice in a row, probably by mistake.",
    "Delete one of the two. If both are meant, have the warning waived.",
    ("pt_BR", "We keep the logs for 30 days.", "Guardamos os os registros por 30 dias."),
    ("pt_BR", "We keep the logs for 30 days.", "Guardamos os registros por 30 dias."),
)
RULES = (
    _END_MARK,
    _FOREIGN_MARK,
    _FRENCH_SPACE,
    _QUOTATION_MARKS,
    _DOUBLED_WORD,
)

_CLASSES = {
    "stop": ".。।۔．!！…։።။។",
    "question": "?？؟\u037e՞፧",
    "colon": ":：",
    "pause": ",，、،;；؛·",
}
_CLASS = {mark: kind for kind, marks in reversed(_CLASSES.items()) for mark in marks}
_NAMES = {
    "stop": "a full stop",
    "question": "a question mark",
    "colon": "a colon",
    "pause": "a comma or semicolon",
    "": "no mark",
}
_CLOSERS = " \t\n\u00a0\u202f\"'”’“‘»«›‹」』）)]}>*_\u200e\u200f"
_BRACKETS = frozenset(")]）")
_OPENERS = " *-\u2022\u00b7\n\t"
_ADDRESS = regex(r"(?:://|@|www\.)[!-~]{0,150}\s*$")
_FREE = frozenset(("ja", "zh", "ko", "th", "lo", "km", "my"))
"""Languages with their own customs for ending items and sentences; only questions are checked in them."""
_ASKING = regex(r"[かの까요니냐가吗嗎呢么]$")
_CJK = r"[\u3041-\u30ff\u3400-\u9fff]"
_ARABIC = r"[\u0620-\u064a\u066e-\u06d3]"
_FOREIGN = {
    "ar": (regex(rf"(?<={_ARABIC})[,;?](?=\s|$)"), {",": "،", ";": "؛", "?": "؟"}),
    "zh": (regex(rf"(?<={_CJK})[,;?](?={_CJK}|$)|(?<={_CJK})\.$"), {",": "，", ";": "；", "?": "？", ".": "。"}),
    "ja": (regex(rf"(?<={_CJK})[,;?](?={_CJK}|$)|(?<={_CJK})\.$"), {",": "、", ";": "；", "?": "？", ".": "。"}),
    "el": (regex(r"(?<=[\u0370-\u03ff\u1f00-\u1fff])\?(?=\s|$)"), {"?": ";"}),
}  # fmt: skip
_FOREIGN["fa"] = _FOREIGN["ur"] = _FOREIGN["ar"]
_BEFORE = regex(r"(?<=[^\W\d_])[ ]?[:;!?»](?=[\s\u00a0»)]|$)|«(?=[^\s\u00a0\u202f])|« ")
_SWISS = frozenset(("fr_CH", "fr_CA"))
_OPENER = regex(r"(?<![^\s(\[—–/])[„“”‚‘«»‹›](?=\w)")
_TWICE = regex(rf"(?<![\w{WORD_MARKS}'’-])([^\W\d_][\w{WORD_MARKS}]{{0,40}})[ \u00a0\n]\1(?![\w{WORD_MARKS}'’-])", re.I)


def check_punctuation(pair: Pair) -> Iterator[Problem]:
    """Problems with the punctuation of a translation."""
    yield from _end(pair)
    yield from _foreign(pair)
    yield from _french(pair)
    yield from _quotes(pair)
    yield from _doubled(pair)


def _kind(shown: str, code: str) -> str:
    bare = shown.rstrip(_CLOSERS)
    mark = bare[-1:]
    # The Greek question mark, U+037E, becomes a semicolon in NFC, and is usually typed so.
    if mark in (";", "\u037e") and code.startswith("el"):
        return "question"
    if mark == ".":
        known = language_words(code)
        last = re.split(r"[\s/(«„“\"']", text(bare[-40:]).text)[-1]
        if known and (last in known.stops or re.fullmatch(r"(?:\w\.)+|\d+\.", last)):
            return "abbreviation"
    return _CLASS.get(mark, "")


def _end(pair: Pair) -> Iterator[Problem]:
    # A variable at the end may bring a mark of its own.
    if any(re.search(r"\}\}\W*$", said[-40:]) for said in (pair.msgid, pair.msgstr)):
        return
    if len(text(pair.source).words) < 2 or not re.search(r"\w", pair.target):
        return
    want, have = _kind(pair.source, pair.source_code), _kind(pair.target, pair.code)
    if want == have or "abbreviation" in (want, have) or _closes(pair.source) != _closes(pair.target):
        return
    if _is_custom(want, have, pair):
        return
    language = pair.code.split("_")[0]
    if language in _FREE:
        bare = pair.target.rstrip(_CLOSERS + ".。")
        if "question" not in (want, have) or language == "th" or _ASKING.search(bare):
            return
    message = f"the source ends with {_NAMES[want]}, the translation with {_NAMES[have]}"
    hint = f"end it with {_NAMES[want]}, as this language writes it" if want else "delete the mark at the end"
    yield _END_MARK.problem(message, hint)


def _is_custom(want: str, have: str, pair: Pair) -> bool:
    """Whether only customs differ: how list items end, and whether there is a full stop after an address."""
    if "question" in (want, have) or "colon" in (want, have):
        return False
    is_item = pair.target.strip(_OPENERS)[:1].islower() and not want
    return "pause" in (want, have) or is_item or bool(_ADDRESS.search(pair.source[-200:]))


def _closes(shown: str) -> bool:
    """Whether the text ends with a bracket; its content may be something that the other text does not need."""
    return bool(_BRACKETS.intersection(shown.rstrip(" \n\u00a0.。!?")[-1:]))


def _foreign(pair: Pair) -> Iterator[Problem]:
    pattern, own = _FOREIGN.get(pair.code.split("_")[0], (None, {}))
    found = pattern.search(pair.target) if pattern else None
    if found:
        mark = found.group()
        yield _FOREIGN_MARK.problem(f"'{mark}' is not the mark that this language uses", f"write {own[mark]}")


def _french(pair: Pair) -> Iterator[Problem]:
    if pair.code.split("_")[0] != "fr" or pair.code in _SWISS:
        return
    found = _BEFORE.search(pair.target)
    if found:
        mark = found.group().strip()
        where = "after" if mark == "«" else "before"
        message = f"there is no no-break space {where} '{mark}'"
        hint = "write a no-break space there (U+00A0, or the narrow U+202F), not a plain space"
        yield _FRENCH_SPACE.problem(message, hint)


def _quotes(pair: Pair) -> Iterator[Problem]:
    target = language_words(pair.code)
    if target is None or not target.quotes or pair.code.endswith("_CH"):
        return
    for found in _OPENER.finditer(pair.target):
        mark = found.group()
        if all(quotes[0] != mark for quotes in target.quotes):
            use = " or ".join(f"{quotes[0]}…{quotes[1]}" for quotes in target.quotes[:2])
            message = f"'{mark}' does not open a quotation in this language"
            yield _QUOTATION_MARKS.problem(message, f"write {use}")
            return


def _doubled(pair: Pair) -> Iterator[Problem]:
    target = language_words(pair.code)
    if target is None or _TWICE.search(pair.source):
        return
    for found in _TWICE.finditer(pair.target):
        word = text(found.group(1)).text
        if word in target.doubles or (target.doubling and word not in target.common):
            continue
        message = f"the word '{found.group(1)}' is there twice in a row"
        yield _DOUBLED_WORD.problem(message, "delete one of the two")
        return
