"""Characters of any script that replace letters, digits and marks of a source.

`disguises` has the scripts with look-alikes of Latin letters; the rules here need no list of look-alikes.
What an orthography, a formula, a unit or a kept name needs is not reported.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from itertools import groupby

from ...locales import script
from ...patterns import regex
from ...problem import Problem
from ..characters import character_name, script_of, where
from ..entry.invisible import BROKEN_CHARACTER
from ..entry.lookalikes import FOREIGN_LETTER, MIXED_SCRIPT, STYLED_LETTER
from .disguises import MARKED, FileWords

_DIRECTIVE = regex(r"%[\d$.*#+-]{0,9}[a-zA-Z]")
_MARKS_WITHIN = regex(r"(?<=[^\W\d_])(?:[*_~`]{1,3}|</?[a-zA-Z]{1,6}>)(?=[^\W\d_])")
"""Marks inside a word, which do not end it: `n**o**t`."""
_OPENING = regex(r"[\"'“”„‟‘‚«‹「『(][ \u00a0\u202f*_]*\Z")
_CLOSING = regex(r"[ \u00a0\u202f*_.,!?]*[\"'“”‘’»›」』)]")


def standins(text: str, known: FileWords) -> Iterator[Problem]:
    """Problems with the letters, digits and marks of a source text; plain ASCII has none."""
    if text.isascii():
        return
    bare = _MARKS_WITHIN.sub("", _DIRECTIVE.sub(" ", text))
    for check in _CHECKS:
        yield from check(bare, known)


# -- words of two scripts --------------------------------------------------------------------------

_NAMES = {
    "Latn": "LATIN", "Cyrl": "CYRILLIC", "Grek": "GREEK", "Armn": "ARMENIAN", "Hebr": "HEBREW", "Arab": "ARABIC", "Aran": "ARABIC",
    "Syrc": "SYRIAC", "Thaa": "THAANA", "Nkoo": "NKO", "Adlm": "ADLAM", "Rohg": "HANIFI", "Deva": "DEVANAGARI", "Beng": "BENGALI",
    "Guru": "GURMUKHI", "Gujr": "GUJARATI", "Orya": "ORIYA", "Taml": "TAMIL", "Telu": "TELUGU", "Knda": "KANNADA",
    "Mlym": "MALAYALAM", "Sinh": "SINHALA", "Thai": "THAI", "Laoo": "LAO", "Tibt": "TIBETAN", "Mymr": "MYANMAR",
    "Khmr": "KHMER", "Geor": "GEORGIAN", "Ethi": "ETHIOPIC", "Mong": "MONGOLIAN", "Cher": "CHEROKEE", "Cans": "CANADIAN",
    "Tfng": "TIFINAGH", "Olck": "OL", "Cakm": "CHAKMA", "Mtei": "MEETEI", "Vaii": "VAI", "Osge": "OSAGE", "Lisu": "LISU",
    "Yiii": "YI", "Hans": "CJK", "Hant": "CJK", "Jpan": "CJK", "Kore": "CJK", "Hani": "CJK", "Bopo": "CJK",
}  # fmt: skip
"""ISO 15924 code to the first word of the Unicode names of its letters, for the scripts of living languages."""
_EAST_ASIAN = frozenset(
    "CJK HIRAGANA KATAKANA KATAKANA-HIRAGANA HANGUL BOPOMOFO IDEOGRAPHIC HALFWIDTH VERTICAL".split()
)
_FREE = frozenset("HEBREW ARABIC DEVANAGARI BENGALI GURMUKHI GUJARATI TAMIL TELUGU KANNADA MALAYALAM SINHALA THAI LAO TIBETAN MYANMAR KHMER GEORGIAN ETHIOPIC".split())  # fmt: skip
"""Scripts in which a name in Latin letters may be joined to a word."""
_STROKES = frozenset("ㅣ丨〇ㅇㅡー一工口ロエト卜ニ二ハ八ノ丿亅ㄱㄴㅏㅓㅐㅛ乙乚匚凵丅丄")
"""Signs of East Asian scripts that look like Latin letters."""
_ENDINGS = frozenset("ы у е и ю я ом ем ой ов ев ам ах ами ями ів ові от ът та".split())
"""Endings that Slavic grammar adds to a foreign name: `SMSы`."""


def _of_two_scripts(text: str, known: FileWords) -> Iterator[Problem]:
    own = _NAMES.get(script(known.code), "")
    if not own:
        return
    for word in dict.fromkeys(MARKED.findall(text)):
        if word.isascii() or word in known.names:
            continue
        runs = [(name, "".join(run)) for name, run in groupby(_letters(word), _family)]
        if len(runs) < 2 or not any(name == "LATIN" for name, _ in runs):
            continue
        odd = next((run for name, run in runs if name not in ("LATIN", own) and _is_odd(name, run, runs)), "")
        if odd:
            message = f"'{word[:40]}' is a word of two scripts: {odd[:3]} is {script_of(odd[0]).title()}"
            hint = "retype the word in one script; a name that is written so goes into `keep` of site.toml"
            yield MIXED_SCRIPT.problem(message, hint)


def _letters(word: str) -> Iterator[str]:
    """The letters of a word that belong to a script."""
    return (char for char in word if unicodedata.category(char) in ("Ll", "Lu", "Lt", "Lo", "Lm") and _family(char))


_WITHOUT_SCRIPT = frozenset(
    "MODIFIER FEMININE MASCULINE SUPERSCRIPT SUBSCRIPT MICRO ROMAN SMALL DOUBLE-STRUCK SCRIPT BLACK-LETTER KELVIN ANGSTROM OHM "
    "PLANCK MATHEMATICAL FULLWIDTH TURNED INFORMATION ALEF BET GIMEL DALET EULER NATURAL".split()
)


@cache
def _family(char: str) -> str:
    """The script of a letter, East Asian ones as one; "" for a letter without a script."""
    name = script_of(char)
    if name in _WITHOUT_SCRIPT:
        return ""
    return "CJK" if name in _EAST_ASIAN else name


def _is_odd(name: str, run: str, runs: list[tuple[str, str]]) -> bool:
    """Whether letters of another script do not belong in a word with Latin ones."""
    others = [letters for family, letters in runs if family == "LATIN"]
    first, last = runs[0][1] == run, runs[-1][1] == run
    match name:
        case "CJK":
            return all(char in _STROKES for char in run)
        case "CYRILLIC":
            return not (last and run in _ENDINGS and len(runs) == 2 and len(others[0]) > 1 and others[0][0].isupper())
        case "GREEK":
            if len(runs) > 2 or len(run) > 1:
                return True
            # μm, ΔT and kΩ are units and formulas, and so is a Greek letter next to a single Latin one or to capitals.
            sign = (first and run in "μΔ∆") or (last and run == "Ω")
            return not (sign or others[0].isupper() or len(others[0]) == 1)
    return name not in _FREE or len(run) < 3


# -- scripts that no language of today is written in -----------------------------------------------

_OF_OLD = regex(
    r"(?:(?=[^\W\d_])[\u03e2-\u03ef\u1680-\u16ff\u2c00-\u2c5f\u2c80-\u2cff\U00010000-\U000104af\U00010500-\U0001083f"
    r"\U00010840-\U00010cff\U00012000-\U00014fff\U00016fe0-\U00016fff\U0001bc00-\U0001bc9f])+"
)


def _historic(text: str, known: FileWords) -> Iterator[Problem]:
    """Words in scripts such as Deseret or Old Italic, which fonts show as Latin letters or not at all."""
    if script(known.code) not in _NAMES:
        return
    for found in _OF_OLD.finditer(text):
        if found.group() not in known.names:
            message = f"'{found.group()[:40]}' is written in {script_of(found.group()[0]).title()} letters, which no language of today uses"
            hint = "write it in letters of today; a name that is written so goes into `keep` of site.toml"
            yield FOREIGN_LETTER.problem(message, hint)


# -- raised, lowered and enclosed letters ----------------------------------------------------------------------


@cache
def _plain() -> dict[int, str]:
    """Raised, lowered and letter-like forms of Latin letters, and Roman numerals, with the plain letters (NFKC)."""
    found = {}
    spans = (0x2B0, 0x2E4), (0x1D2C, 0x1DC0), (0x2071, 0x209D), (0x2102, 0x214A), (0x2160, 0x2180), (0x2C7C, 0x2C7E), (0xA7F2, 0xA7F5), (0xAB5C, 0xAB6A), (0x10780, 0x107BB)  # fmt: skip
    for code in (code for first, end in spans for code in range(first, end)):
        plain = unicodedata.normalize("NFKC", chr(code))
        if plain != chr(code) and plain.isascii() and plain.isalpha() and unicodedata.category(chr(code)) != "So":
            found[code] = plain
    return found


@cache
def _dressed() -> re.Pattern[str]:
    return re.compile(f"[{''.join(map(chr, _plain()))}]")


_RAISED = regex(
    r"M(?:ᵐᵉ|ˡˡᵉ|ᵍʳ|ᵉ|ʳ|ʳˢ)ˢ?|[DP]ʳˢ?|Sᵗᵉ?|Cⁱᵉ|Vᵛᵉ|[xyzXYZ][ⁿⁱᵢⱼₙ]|[abcdpqw][ᵢⱼ]|[IVXLC]+[ᵉʳˢᵗⁿᵈʰᵃᵒᵐ]{1,3}|\w{3,}[ᵃᵇᶜ]|\w*[kxqgKXQG]ʷ\w*"
)
"""Abbreviations, powers and table notes with a raised or lowered letter."""
_ROMAN = regex(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})", re.I)
_SPOKEN = regex(r"[^ʰʲʷˠˤˡⁿ]*(?:[ʰʲʷˠˤˡⁿ][^ʰʲʷˠˤˡⁿ]+|(?<=\w)[ʰʲʷˠˤˡⁿ])+")
_ENCLOSED = "\u249c-\u24b5\U0001f110-\U0001f129\U0001f150-\U0001f169\U0001f170-\U0001f189"
_ENCLOSED_WORD = regex(rf"[{_ENCLOSED}]{{2,}}|(?<=[^\W\d_])[{_ENCLOSED}]|[{_ENCLOSED}](?=[a-z])")


def _in_another_dress(text: str, known: FileWords) -> Iterator[Problem]:
    for enclosed in _ENCLOSED_WORD.finditer(text):
        meant = "".join(unicodedata.name(char)[-1].lower() for char in enclosed.group())
        yield _styled(enclosed.group(), meant)
    if not _dressed().search(text):
        return
    for found in MARKED.finditer(text):
        word = found.group()
        if not _dressed().search(word) or word in known.names:
            continue
        before, after = text[max(0, found.start() - 1) : found.start()], text[found.end() : found.end() + 2]
        if not _is_right_dress(word, before, after):
            yield _styled(word, word.translate(_plain()))


def _is_right_dress(word: str, before: str, after: str) -> bool:
    if len(word) > 60:
        return False
    latin = "".join(char for char in word if ord(char) in _plain() or _family(char) == "LATIN")
    if len(latin) == 1 or all("\u2160" <= char <= "\u217f" for char in latin):
        plain = latin.translate(_plain())
        return len(latin) == 1 or _ROMAN.fullmatch(plain) is not None
    if before.isdigit() and len(word) < 4 and not word.isascii() and all(ord(char) in _plain() for char in word):
        return True  # 1ᵉʳ, 2ⁿᵈ
    if word in ("nᵒ", "Nᵒ", "nᵒˢ", "Nᵒˢ"):
        return re.match(r"[\s\u00a0\u202f]?\d", after) is not None
    if _RAISED.fullmatch(word):
        return True
    return (before in tuple("/[ˈˌː") or after[:1] in tuple("/]ː")) and _SPOKEN.fullmatch(word) is not None


def _styled(word: str, meant: str) -> Problem:
    return STYLED_LETTER.problem(f"'{word[:40]}' looks like '{meant[:40]}', but is not in plain letters", f"write {meant[:40]}; ** and * make bold and italics")  # fmt: skip


# -- Latin letters of other languages --------------------------------------------------------------

_OTHER_LATIN = dict(zip("ıɩʋƅɋʗꭎꭒꝛꭇꭈǀ", "iivbqCuurrrl", strict=True))
_DOTLESS = frozenset("tr az crh kaa gag tt kk uz tk sah ky ba krc kum nog lzz ksh".split())
_WITH_THEM = frozenset(
    "kbp ee gur dag mos dgb fon gej ajg naq hgm nmn xam ktz khi bib lns lee nnw sld kus tem gbe avn ntr".split()
)
"""Languages of Africa that write these letters."""
_TURKISH = regex("[ğşçöüəñĞŞÇÖÜİ]")


def _of_other_languages(text: str, known: FileWords) -> Iterator[Problem]:
    """A dotless i or the like, if the file has the same word with a plain letter, or the word is not a name."""
    language = known.code.split("_")[0]
    if not any(char in _OTHER_LATIN for char in text) or language in _WITH_THEM:
        return
    for found in MARKED.finditer(text):
        word = found.group()
        odd = [char for char in word if char in _OTHER_LATIN]
        if not odd or len(word) < 2 or word in known.names or (language in _DOTLESS and set(odd) == {"ı"}):
            continue
        plain = "".join(_OTHER_LATIN.get(char, char) for char in word)
        start, end = found.span()
        is_foreign = not word.islower() or _is_quoted(text, start, end) or _is_spoken(text, start, end)
        near = [*text[max(0, start - 30) : start].split()[-2:], word, *text[end : end + 30].split()[:2]]
        is_foreign = is_foreign or (set(odd) == {"ı"} and any(_TURKISH.search(other) for other in near))
        is_foreign = (
            is_foreign
            or re.match(r"[@/:]|\.\w", text[end : end + 2]) is not None
            or text[max(0, start - 1) : start] in tuple("@/.")
        )
        if plain.casefold() in known.folded or not is_foreign:
            message = (
                f"'{word[:40]}' is written with {character_name(odd[0])}, which looks like '{_OTHER_LATIN[odd[0]]}'"
            )
            yield STYLED_LETTER.problem(message, f"write {plain[:40]}")


def _is_quoted(text: str, start: int, end: int) -> bool:
    return bool(_OPENING.search(text[max(0, start - 4) : start]) and _CLOSING.match(text, end, end + 5))


def _is_spoken(text: str, start: int, end: int) -> bool:
    """Whether a word is a pronunciation: `/wɪl/`."""
    return text[max(0, start - 1) : start] in tuple("/[ˈˌː") or text[end : end + 1] in tuple("/]ː")


# -- digits and marks ------------------------------------------------------------------------------

_NUMBER = regex(r"\d+(?:[.,٫٬'’]\d+)*")
_BESIDE_LATIN = regex(r"(?<=[A-Za-z])[^\W\D0-9\uff10-\uff19]|(?<![\d\W])[^\W\D0-9\uff10-\uff19]+(?=[A-Za-z])")


def _digits(text: str, known: FileWords) -> Iterator[Problem]:
    """Digits of two scripts in one number, and those of another script next to Latin letters."""
    for found in _NUMBER.finditer(text):
        number = found.group()
        if number.isascii():
            continue
        zeros = {ord(char) - int(char) for char in number if char.isdecimal() and not "\uff10" <= char <= "\uff19"}
        if len(zeros) > 1:
            meant = "".join(str(int(char)) if char.isdecimal() else char for char in number)[:40]
            message = f"the number '{number[:40]}' is written with digits of two scripts"
            yield MIXED_SCRIPT.problem(message, f"write {meant}, or all of its digits in one script")
    own = _NAMES.get(script(known.code), "")
    for stray in _BESIDE_LATIN.finditer(text):
        name = unicodedata.name(stray.group()[0], "")
        if own and not name.startswith(
            (own, "EXTENDED ARABIC" if own == "ARABIC" else own, "MATHEMATICAL", "SEGMENTED")
        ):
            message = f"{character_name(stray.group()[0])} is {where(text, stray.start())} among Latin letters"
            yield MIXED_SCRIPT.problem(message, "write the letter or the digit that was meant")


_LIKE_MARKS = {"\u037e": ";", "\u1fef": "`", "\u2024": "."}
"""Characters that look exactly like one of ASCII; most become it in normal form NFC."""
_NEW = regex(r"[\u20a0-\u20cf\U0001f000-\U0001fbff\U00020000-\U0003ffff]")
"""Ranges to which Unicode adds currency signs, emoji and Chinese characters, which this Python may not know yet."""


def _signs(text: str, known: FileWords) -> Iterator[Problem]:
    """Look-alikes of ASCII marks, and characters that Unicode does not have."""
    for char in sorted(set(text)):
        if char in _LIKE_MARKS:
            if char == "\u037e" and script(known.code) == "Grek":
                continue  # the Greek question mark
            message = f"{character_name(char)} is {where(text, text.index(char))} and looks like '{_LIKE_MARKS[char]}'"
            yield FOREIGN_LETTER.problem(message, f"write {_LIKE_MARKS[char]}")
        elif unicodedata.category(char) == "Cn" and not _NEW.match(char) and not _is_noncharacter(char):
            message = f"U+{ord(char):04X} is {where(text, text.index(char))} and is not a character of Unicode"
            yield BROKEN_CHARACTER.problem(message, "write the character that was meant")


def _is_noncharacter(char: str) -> bool:
    """Whether another rule reports it."""
    return 0xFDD0 <= ord(char) <= 0xFDEF or ord(char) & 0xFFFE == 0xFFFE or "\U000e0000" <= char <= "\U000e0fff" or char in "\u2065\ufff0\ufff1\ufff2\ufff3\ufff4\ufff5\ufff6\ufff7\ufff8"  # fmt: skip


_CHECKS: tuple[Callable[[str, FileWords], Iterator[Problem]], ...] = (
    _of_two_scripts,
    _historic,
    _in_another_dress,
    _of_other_languages,
    _digits,
    _signs,
)
