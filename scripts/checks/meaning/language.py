"""Language: whether a text is in the language and script of its locale, and not in the words of the source."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from ...locales import english_name, script
from ...patterns import regex
from ...problem import Problem
from ..characters import script_of
from ..rule import Pair, Rule
from .words import known, language_words, prose, text

_UNTRANSLATED = Rule(
    "untranslated",
    "warning",
    "The translation is the same text as the source.",
    "Translate it, or leave the msgstr empty until somebody does.",
    ("ko", "You can delete your account at any time.", "You can delete your account at any time."),
    ("ko", "You can delete your account at any time.", "언제든지 계정을 삭제할 수 있습니다."),
)
_HALF_TRANSLATED = Rule(
    "half-translated",
    "warning",
    "Part of the translation is still in the words of the source.",
    "Translate the words that the message quotes.",
    (
        "it",
        "Write to us, and we will answer as soon as we can.",
        "Ci scriva, and we will answer as soon as we can.",
    ),
    ("it", "Write to us, and we will answer as soon as we can.", "Ci scriva: risponderemo appena possibile."),
)
_WRONG_SCRIPT = Rule(
    "wrong-script",
    "warning",
    "Most words of the translation are not in the script of its language.",
    "Write them in the script of the language. Check also that the file is in the right folder.",
    ("ru", "This policy explains what we collect.", "Eta politika objasnjaet, chto my sobiraem."),
    ("ru", "This policy explains what we collect.", "В этой политике объясняется, что мы собираем."),
)
_WRONG_LANGUAGE = Rule(
    "wrong-language",
    "warning",
    "The small words or the characters of the translation are those of another language.",
    "Check that the text was pasted into the right catalog, then translate it into the language of the folder.",
    (
        "pt_BR",
        "We use the data that you give us to answer the questions that you send to our support team.",
        "Usamos los datos que usted nos da para responder a las preguntas que envía al equipo y por el servicio.",
    ),
    (
        "pt_BR",
        "We use the data that you give us to answer the questions that you send to our support team.",
        "Usamos os dados que você nos fornece para responder às perguntas que envia à nossa equipe de suporte.",
    ),
)
RULES = (
    _UNTRANSLATED,
    _HALF_TRANSLATED,
    _WRONG_SCRIPT,
    _WRONG_LANGUAGE,
)

_SCRIPTS = {
    "Latn": ("LATIN",), "Cyrl": ("CYRILLIC",), "Grek": ("GREEK",), "Arab": ("ARABIC",), "Hebr": ("HEBREW",),
    "Deva": ("DEVANAGARI",), "Thai": ("THAI",), "Hans": ("CJK",), "Hant": ("CJK",), "Kore": ("HANGUL", "CJK"),
    "Jpan": ("CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"), "Beng": ("BENGALI",), "Taml": ("TAMIL",),
    "Telu": ("TELUGU",), "Geor": ("GEORGIAN",), "Armn": ("ARMENIAN",), "Guru": ("GURMUKHI",), "Gujr": ("GUJARATI",),
    "Knda": ("KANNADA",), "Mlym": ("MALAYALAM",), "Laoo": ("LAO",), "Khmr": ("KHMER",), "Mymr": ("MYANMAR",),
    "Ethi": ("ETHIOPIC",), "Sinh": ("SINHALA",),
}  # fmt: skip
"""ISO 15924 codes, with the first words of the Unicode names of their letters."""
_SIMPLIFIED = frozenset("们这个说时国会对过后学样经发动开问关门间现长见车东马鸟鱼风飞们务处数据权护隐设备")
_TRADITIONAL = frozenset("們這個說時國會對過後學樣經發動開問關門間現長見車東馬鳥魚風飛們務處數據權護隱設備")
_WORD = regex(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_PART = regex(r"[A-Za-z]+|[^\W\d_A-Za-z]+")
"""Words; a Latin name is separated from the ending after it."""
_RUN = 5
"""How many words of the source in a row make a text half translated."""
_FEW_LETTERS = 12


def check_language(pair: Pair) -> Iterator[Problem]:
    """Signs that a text is not in the language of its locale; at most one of the rules is reported."""
    if pair.code.split("_")[0] == pair.source_code.split("_")[0]:
        return
    # The most certain sign first, because the others would only repeat it.
    for check in (_untranslated, _half_translated, _script, _neighbour):
        found = list(check(pair))
        if found:
            yield from found
            return


def _untranslated(pair: Pair) -> Iterator[Problem]:
    source = language_words(pair.source_code)
    if source is None or text(pair.source).words != text(pair.target).words:
        return
    said = prose(pair.source)
    small = [word for word in _WORD.findall(said) if word.islower()]
    # A list of names, addresses or code is rightly the same; prose has words in small letters, and common ones among them.
    is_prose = len(said.split()) * 3 >= len(pair.source.split()) * 2
    if is_prose and len(small) >= 3 and any(word in source.common for word in small):
        yield _UNTRANSLATED.problem(
            "the translation is the same text as the source", "translate it, or leave the msgstr empty"
        )


def _half_translated(pair: Pair) -> Iterator[Problem]:
    source = language_words(pair.source_code)
    if source is None:
        return
    target = language_words(pair.code)
    shared = target.common if target else frozenset()
    ours, theirs = _WORD.findall(prose(pair.source)), _WORD.findall(prose(pair.target))
    known_runs = {tuple(ours[i : i + _RUN]) for i in range(len(ours) - _RUN + 1)}
    for i in range(len(theirs) - _RUN + 1):
        run = tuple(theirs[i : i + _RUN])
        if run in known_runs and _is_prose(run, source.common - shared):
            words = " ".join(run)
            message = f"the words '{words}' are still those of the source"
            yield _HALF_TRANSLATED.problem(message, "translate these words")
            return


def _is_prose(run: Sequence[str], common: frozenset[str]) -> bool:
    """Whether words are part of a sentence, and not a name or a title."""
    return all(word.islower() for word in run[1:]) and sum(word in common for word in run) >= 2


def _script(pair: Pair) -> Iterator[Problem]:
    iso = script(pair.code)
    if iso not in _SCRIPTS:
        return
    # Names of the source are not counted: they stay in Latin letters.
    borrowed = frozenset(_PART.findall(pair.source.casefold()))
    own = [word for word in _PART.findall(prose(pair.target)) if word.casefold() not in borrowed]
    letters = Counter(script_of(letter) for word in own for letter in word)
    right = sum(letters[prefix] for prefix in _SCRIPTS[iso])
    total = sum(letters.values())
    small = sum(len(word) for word in own if word[:1].islower() or not word.isascii())
    if total >= _FEW_LETTERS and right * 2 < total and small * 2 > total:
        other = letters.most_common(1)[0][0].capitalize()
        message = f"most of the translation is written in {other} letters"
        yield _WRONG_SCRIPT.problem(message, f"write it in the script of the locale '{pair.code}'")
    # Both are written in Chinese characters, but a Japanese text of this length always has kana.
    elif iso == "Jpan" and total >= 20 and not any(letters[kana] for kana in ("HIRAGANA", "KATAKANA")):
        yield _WRONG_LANGUAGE.problem("the translation has no kana, so it may be Chinese", _HINT)
    elif iso in ("Hans", "Hant"):  # only characters that one of the two has count
        wrong, fit = (_TRADITIONAL, _SIMPLIFIED) if iso == "Hans" else (_SIMPLIFIED, _TRADITIONAL)
        odd = [letter for letter in pair.target if letter in wrong and letter not in fit]
        if len(odd) >= 3 and len(odd) > sum(letter in fit and letter not in wrong for letter in pair.target):
            kind = "traditional" if iso == "Hans" else "simplified"
            message = f"the translation is in {kind} characters: {''.join(dict.fromkeys(odd[:6]))}"
            yield _WRONG_LANGUAGE.problem(message, _HINT)


_HINT = "check that the text is in the right catalog, then translate it into its language"


@cache
def _alike(code: str) -> tuple[tuple[str, frozenset[str], frozenset[str]], ...]:
    """Other languages in the script of a locale, with their small words that it lacks, and its own that they lack."""
    own = language_words(code)
    if own is None:
        return ()
    iso = script(code)
    rows = []
    for other in known():
        theirs = language_words(other)
        if other != code.split("_")[0] and theirs is not None and script(other) == iso and theirs.common:
            rows.append((other, theirs.common - own.common, own.common - theirs.common))
    return tuple(rows)


def _neighbour(pair: Pair) -> Iterator[Problem]:
    """A long text that has the small words of another language, and almost none of its own."""
    own = language_words(pair.code)
    words = text(prose(pair.target)).words
    if own is None or not own.common or len(words) < 12:
        return
    counts = Counter(words)
    for other, foreign_words, native_words in _alike(pair.code):
        found = foreign_words & counts.keys()
        foreign = sum(counts[word] for word in found)
        native = sum(counts[word] for word in native_words & counts.keys())
        if len(found) >= 3 and foreign >= 4 and foreign * 8 >= len(words) and native * 4 <= foreign:
            few = ", ".join(sorted(found)[:5])
            message = f"the translation reads like {english_name(other)}: {few}"
            yield _WRONG_LANGUAGE.problem(message, _HINT)
            return
