"""Letters that look like others: of another script, styled, or with more marks than their script needs (UTS 39)."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from itertools import groupby, islice

from ...locales import script
from ...patterns import regex
from ...problem import Problem
from ..characters import character_name, script_of, where
from ..rule import AUTHORED, Pair, Rule
from .confusables import ALIEN, in_latin, look_alikes

MIXED_SCRIPT = Rule(
    "mixed-script",
    "error",
    "A word has a letter of another script that looks like its own, so search, screen readers and checks of names miss the word.",
    "Delete the word and type it with the keyboard of one script.",
    ("ru", "Write to LM Studio.", "Пишите в LM Studiо."),
    ("ru", "Your iOS device", "Ваше iOS-устройство и его COVID-19-статус"),
    AUTHORED,
)
FOREIGN_LETTER = Rule(
    "foreign-letter",
    "warning",
    "A whole word is written in letters of another script that look like its own, so search and screen readers miss it.",
    "Delete the word and type it with the keyboard of your language.",
    ("uk", "names and addresses", "імена i адреси"),
    ("uk", "names and addresses", "імена і адреси"),
    "In policies and `site.toml` it is an error and cannot be waived, because no source shows that the word is meant.",
)
STYLED_LETTER = Rule(
    "styled-letter",
    "error",
    "Full-width and mathematical letters look like plain ones, but search and screen readers take them for others.",
    "Type plain letters; bold and italics are made by `**` and `*`, where the source has them.",
    ("it", "We share no data.", "Non condividiamo ｄａｔｉ."),
    ("ja", "LM Studio (the Company)", "ＬＭ Studio（以下「当社」）"),
    AUTHORED,
)
_PILED_MARKS = Rule(
    "piled-marks",
    "error",
    "A letter has more marks than its script needs, or a mark that strikes it through.",
    "Type the letter with the marks that it needs; `~~words~~` strikes words out, where the source does so.",
    ("en_GB", "We may not share data.", "We may n\u0336o\u0336t\u0336 share data."),
    ("he", "in the beginning", "בְּרֵאשִׁ֖ית"),
    AUTHORED,
)
DOUBLED_MARK = Rule(
    "doubled-mark",
    "warning",
    "A letter has the same mark twice, which looks like one and was typed by mistake.",
    "Delete the letter, and type it with one mark.",
    ("th", "data", "ข้้อมูล"),
    ("th", "data", "ข้อมูล"),
)
_NOT_NFC = Rule(
    "not-nfc",
    "warning",
    "A letter and its mark are two characters where Unicode has one (normal form NFC), so search and comparison miss the word.",
    "Copy the word from the hint, or save the file in normal form NFC if your editor can.",
    ("fr", "security", "se\u0301curite\u0301"),
    ("vi", "security", "bảo mật thông tin"),
)
RULES = (
    MIXED_SCRIPT,
    FOREIGN_LETTER,
    STYLED_LETTER,
    _PILED_MARKS,
    DOUBLED_MARK,
    _NOT_NFC,
)


_NEARLY = frozenset("вмнт")
"""Small Cyrillic letters that a reader takes for Latin ones only next to other Latin letters."""
LIKE = {"CYRILLIC": frozenset("ABEKMHOPCTYXaeopcyxijsSIJ"), "GREEK": frozenset("ABEZHIKMNOPTYXovu"), "ARMENIAN": frozenset("onuhgq")}  # fmt: skip
"""Latin letters that are typed by mistake in place of look-alikes of another script."""
OWN = {
    "Cyrl": "CYRILLIC",
    "Grek": "GREEK",
    "Armn": "ARMENIAN",
    "Cher": "CHEROKEE",
    "Copt": "COPTIC",
    "Lisu": "LISU",
    "Cans": "CANADIAN",
    "Tfng": "TIFINAGH",
}
"""Scripts with look-alikes of Latin letters: ISO 15924 code to the first word of the Unicode names of their letters."""
WORD = regex(r"[^\W\d_]+")
"""A run of letters."""
_DIRECTIVE = regex(r"%[\d$.*#+-]{0,9}[a-zA-Z]")
"""A format directive of a program, such as `%s`, which may touch the word after it."""


def mixed(text: str, known: frozenset[str], code: str) -> Iterator[Problem]:
    """Words of two scripts, and words in another script than the locale's that look like one of the `known` words."""
    if not ALIEN.search(text):
        return
    own = OWN.get(script(code), "")
    told: set[str] = set()
    for word in dict.fromkeys(WORD.findall(_DIRECTIVE.sub(" ", text))):
        if not ALIEN.search(word) or word in known or word in told:
            continue
        # Either the word is one of the source with some letters replaced, or it mixes scripts without such a reason.
        latin, is_own = in_latin(word), all(script_of(char) == own for char in word)
        if len(word) > 1 and latin in known and not is_own:
            seems = latin
        elif re.search("[A-Za-z]", word) and _is_disguised(word, known, own):
            seems = ""
        else:
            continue
        told.add(word)
        odd = _odd_letters(word)
        message = f"'{word[:40]}' is a word of two scripts" + (
            f": {odd}" if odd else f" that looks like '{seems[:40]}'"
        )
        yield MIXED_SCRIPT.problem(message, f"write {seems}" if seems else "retype the word in one script")


def _mixed(pair: Pair) -> Iterator[Problem]:
    if ALIEN.search(pair.target):
        yield from mixed(pair.target, pair.facts.of(_words, pair.source), pair.code)


def _words(shown: str) -> frozenset[str]:
    return frozenset(WORD.findall(shown))


_ENDINGS = frozenset("а у е и ы ю я ом ем ой ов ев ам ах ами ями ів ові от ът та".split())
"""Endings that Slavic grammar adds to a foreign name: `Macом`, `Xboxа`."""


def _is_disguised(word: str, known: frozenset[str], own: str) -> bool:
    """Whether a word of two scripts looks like a word of a single script.

    A Latin name with an ending in the locale's own script does not: `SMSа`, `Googleом`.
    """
    runs = ["".join(run) for _, run in groupby(word, lambda char: script_of(char) == "LATIN")]
    latin = [run for run in runs if script_of(run[0]) == "LATIN"]
    others = [char for char in word if script_of(char) != "LATIN"]
    # Letters of a third script, or in a Latin language: suspicious if a reader takes one of them for a Latin letter.
    if not own or {script_of(char) for char in others} != {own}:
        return bool(latin) and any(char in look_alikes() or char in _NEARLY for char in others)
    # A name of the source with an ending, or any capitalised name with an ending of the language, is not disguised.
    if len(latin) == 1 and len(latin[0]) > 1 and latin[0] in known:
        return False
    if len(runs) == 2 and len(runs[0]) > 2 and runs[0][0].isupper() and runs[0] == latin[0] and runs[1] in _ENDINGS:
        return False
    # Latin letters that were typed in a word of the locale's own script, with the wrong keyboard layout.
    typed_in = all(char in LIKE.get(own, "") for run in latin for char in run)
    if len(runs) == 2 and runs[0] == latin[0]:
        return typed_in and not (len(runs[0]) > 1 and runs[0].isupper() and runs[1].islower())
    return typed_in or all(char in look_alikes() for char in others)


def _odd_letters(word: str) -> str:
    """The letters of a word that are in the script with fewer letters, at most three, with its name."""
    scripts = [script_of(char) for char in word]
    least = min(dict.fromkeys(scripts), key=scripts.count)
    odd = dict.fromkeys(char for char, name in zip(word, scripts, strict=True) if name == least)
    return ", ".join(f"{char} is {least.title()}" for char in islice(odd, 3)) if len(set(scripts)) > 1 else ""


def _foreign(pair: Pair) -> Iterator[Problem]:
    """A Latin `i` among Cyrillic words, and Cyrillic words among Latin ones if all their letters are look-alikes."""
    own = script(pair.code)
    if own == "Cyrl":
        yield from islice(latin_letters(pair.target, pair.facts.of(_words, pair.source)), 1)
    elif own == "Latn" and re.search(r"[\u0400-\u052f]", pair.target):
        words = [word for word in WORD.findall(pair.target) if "\u0400" <= word[0] <= "\u052f"]
        look_alike = all(char in look_alikes() for word in words for char in word)
        if words and look_alike and words[0] not in pair.source and in_latin(words[0]) not in _long(pair.source):
            message = f"the word '{words[0][:40]}' is written in Cyrillic letters that look like Latin ones"
            yield FOREIGN_LETTER.problem(message, f"write {in_latin(words[0])[:40]} in Latin letters")


def latin_letters(text: str, known: frozenset[str]) -> Iterator[Problem]:
    """Latin letters in place of Cyrillic words of one letter, unless they are among the `known` words."""
    for found in re.finditer(r"(?<!\S)[cioy](?= [\u0400-\u052f])", text):
        if found.group() not in known:
            message = f"the word '{found.group()}' {where(text, found.start())} is a Latin letter"
            yield FOREIGN_LETTER.problem(message, "type it with the keyboard of your language")


def _long(text: str) -> frozenset[str]:
    """The words of more than one letter; `mixed` reports look-alikes of those as errors."""
    return frozenset(word for word in WORD.findall(text) if len(word) > 1)


_STYLED = regex(r"[\U0001d400-\U0001d7ff\u24b6-\u24e9\U0001f130-\U0001f149\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]+")


def plain_letters(text: str) -> str:
    """Text with full-width and mathematical letters as plain ones (NFKC)."""
    return unicodedata.normalize("NFKC", text)


def styled(text: str, source: str, code: str) -> Iterator[Problem]:
    """Full-width and mathematical letters that the source does not have; full-width ones are fine in Chinese, Japanese and Korean."""
    wide = script(code) in ("Hans", "Hant", "Jpan", "Kore", "Hani", "Bopo")
    for found in _STYLED.finditer(text):
        if (wide and found.group()[0] >= "\uff10" and found.group()[-1] < "\U0001d400") or found.group() in source:
            continue
        meant = plain_letters(found.group())[:40]
        yield STYLED_LETTER.problem(f"'{found.group()[:40]}' looks like '{meant}', but is not in plain letters", f"write {meant}; ** and * make bold and italics")  # fmt: skip


def _styled(pair: Pair) -> Iterator[Problem]:
    yield from styled(pair.target, pair.source, pair.code)


# -- marks on letters ---------------------------------------------------------------------------


_MOST = {"LATIN": 2, "GREEK": 2, "CYRILLIC": 2, "HEBREW": 5, "ARABIC": 5, "THAI": 3, "LAO": 3, "TIBETAN": 9, "MYANMAR": 8, "KHMER": 6}  # fmt: skip
"""How many marks a letter may have, by script; 5 in the scripts of India and others, 2 without a script."""
_STRIKES = regex(r"(?<=[^\W_])[\u0334-\u0338\u0488\u0489\u20d2\u20d3\u20d8-\u20da\u20e0\u20e5\u20e6\u20ea\u20eb]")


@cache
def _runs_of_marks() -> re.Pattern[str]:
    marks = [chr(code) for code in range(0x300, 0xFB20) if unicodedata.category(chr(code))[0] == "M"]
    return re.compile(f"[{''.join(marks)}]{{2,}}")


def check_combining_marks(written: str, source: str) -> Iterator[Problem]:
    """Marks that strike letters through, pile up or are doubled, unless the source has them too."""
    # In NFC a letter with an accent is one character, so that only additional marks are counted.
    text = unicodedata.normalize("NFC", written)
    if (struck := _STRIKES.search(text)) and struck.group() not in source:
        message = f"{character_name(struck.group())} strikes through the letters {where(text, struck.end())}"
        yield _PILED_MARKS.problem(message, "delete the marks; ~~...~~ strikes out, where the source does so")
    for found in _runs_of_marks().finditer(text):
        base = text[found.start() - 1 : found.start()]
        most = _MOST.get(script_of(base), 5) if base and base.isalpha() else 2
        run = re.sub(r"[\ufe00-\ufe0f]", "", found.group())
        if len(run) > most:
            yield _PILED_MARKS.problem(f"{len(run)} marks are piled on '{base}'", "write the letter with only the marks that it needs")  # fmt: skip
        elif (twice := re.search(r"(.)\1", run)) and text[found.start() - 1 : found.end()] not in source:
            yield DOUBLED_MARK.problem(
                f"{character_name(twice.group(1))} is on '{base}' twice", "delete one of the two"
            )


def _marks(pair: Pair) -> Iterator[Problem]:
    yield from check_combining_marks(pair.target, pair.source)


def _decomposed(pair: Pair) -> Iterator[Problem]:
    text = pair.target
    if unicodedata.is_normalized("NFC", text):
        return
    # NFC must make the text shorter than NFC of each character alone does; else nothing was typed in two pieces.
    single: Callable[[str], str] = lru_cache(None)(lambda char: unicodedata.normalize("NFC", char))
    if len(unicodedata.normalize("NFC", text)) >= sum(len(single(char)) for char in text):
        return  # only the order of marks differs, or NFC itself takes letters apart, as in Hebrew and Hindi (composition exclusions, UAX 15)
    word = next((word for word in text.split() if len(unicodedata.normalize("NFC", word)) < len(word)), text)
    message = f"'{word[:40]}' has a letter and its mark as two characters where Unicode has one"
    yield _NOT_NFC.problem(message, f"write '{unicodedata.normalize('NFC', word)[:40]}' (normal form NFC)")


LOOKS: tuple[Callable[[Pair], Iterator[Problem]], ...] = (_mixed, _foreign, _styled, _marks, _decomposed)
"""Checks of a text that is not plain ASCII, in the order of their reports."""
