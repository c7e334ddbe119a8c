"""Characters that are invisible, stray or broken; visible ones that look like others are in `lookalikes`.

A character that the source has as often is not reported.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice

from ...locales import RIGHT_TO_LEFT, is_right_to_left, script
from ...markup.nodes import LABEL, Emphasis, Image, Link, Placeholder, descendants, words_of
from ...patterns import regex
from ...problem import Problem
from ..characters import FLAG, UNSEEN, character_name, decoded, has_odd, kind, where
from ..rule import AUTHORED, Pair, Rule
from . import lookalikes
from .mojibake import MOJIBAKE, has_mojibake, mojibake

BIDI_CONTROL = Rule(
    "bidi-control",
    "error",
    "Readers would see the words in another order than the stored one: an invisible character reverses the direction (an override or embedding), or an isolate is not closed by U+2069.",
    "Delete the character. Where foreign words are shown in the wrong order, put U+2066 before and U+2069 after them.",
    ("de", "We pay 10 of 20 euros.", "Wir zahlen \u202e02 nov 01\u202c Euro."),
    ("ar", "Write to LM Studio.", "اكتب إلى \u2066LM Studio\u2069."),
    AUTHORED,
)
HIDDEN_CHARACTER = Rule(
    "hidden-character",
    "error",
    "A character that nobody sees can split a word, so that search misses it, or carry a hidden text.",
    "Delete the character. If you cannot find it, delete the word and type it again.",
    ("fr", "We share no data.", "Nous ne partageons aucune don\u200bnée."),
    ("th", "We share no data.", "เราไม่\u200bแบ่งปัน\u200bข้อมูล"),
    f"{AUTHORED} A soft hyphen within a word is allowed, but only in translations.",
)
_STRAY_JOINER = Rule(
    "stray-joiner",
    "error",
    "A joiner, a non-joiner or a variation selector is where it has nothing to join or vary.",
    "Delete the character, or delete the word and type it again.",
    ("es", "We share no data.", "No compar\u200dtimos datos."),
    ("fa", "We share no data.", "ما داده‌ای را به اشتراک نمی\u200cگذاریم."),
    AUTHORED,
)
_CONTROL_CHARACTER = Rule(
    "control-character",
    "error",
    "Control characters and noncharacters are not text; most are left over from a failed conversion.",
    "Delete the character, or type the one that was there before the conversion.",
    ("pl", "We share no data.", "Nie udostępniamy\x92 danych."),
    ("pl", "We share no data.", "Nie udostępniamy danych."),
    AUTHORED,
)
BROKEN_CHARACTER = Rule(
    "broken-character",
    "error",
    "A letter was lost: the text has U+FFFD, a private character that other fonts lack, or a `?` within a word.",
    "Type the letter that belongs there. If there are many, convert the original file again.",
    ("de", "We delete your data.", "Wir l\ufffdschen Ihre Daten."),
    ("de", "We delete your data.", "Wir löschen Ihre Daten."),
    AUTHORED,
)
_INVISIBLE_TEXT = Rule(
    "invisible-text",
    "error",
    "Readers see nothing where the source has words.",
    "Write the words between the marks.",
    ("de", "See the **notice**.", "Siehe **\u2060\u3164** den Hinweis."),
    ("de", "See the **notice**.", "Siehe den **Hinweis**."),
)
RULES = (
    BIDI_CONTROL,
    HIDDEN_CHARACTER,
    _STRAY_JOINER,
    _CONTROL_CHARACTER,
    BROKEN_CHARACTER,
    MOJIBAKE,
    _INVISIBLE_TEXT,
    *lookalikes.RULES,
)

MANY_MARKS = 10
"""How many problems of one rule are reported for one text."""


def check_invisible(pair: Pair) -> Iterator[Problem]:
    """Problems with single characters of a translation."""
    text, source = decoded(pair.msgstr), pair.facts.of(decoded, pair.msgid)
    odd = has_odd(text)
    for check in (_bidi, hidden, controls, mojibake) if odd else (mojibake,):
        yield from islice(check(text, source, pair.code), MANY_MARKS)
    if odd or not pair.target.strip():
        yield from islice(_unseen(pair), MANY_MARKS)
    for look in (_lost,) if pair.target.isascii() else (_lost, *lookalikes.LOOKS):
        yield from islice(look(pair), MANY_MARKS)


# -- invisible characters -----------------------------------------------------------------------


_ISOLATES = regex(r"[\u2066-\u2069]")
_RIGHT = regex(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")


def _bidi(text: str, source: str, code: str) -> Iterator[Problem]:
    yield from overrides(text, source)
    for line in text.split("\n"):
        yield from (problem for _, problem in isolates(line, code))


def overrides(text: str, source: str) -> Iterator[Problem]:
    """Embeddings and overrides (UAX 9) that the source has less often; each is reported once."""
    turning = sorted(set(re.findall(r"[\u202a-\u202e]", text)))
    for char in turning:
        if text.count(char) > source.count(char):
            message = f"{character_name(char)} is {where(text, text.index(char))} and changes the order of the text"
            yield BIDI_CONTROL.problem(
                message, "delete it; U+2066 before and U+2069 after foreign words, U+200E and U+200F are allowed"
            )


def isolates(line: str, code: str) -> Iterator[tuple[int, Problem]]:
    """Isolates without a partner in their paragraph, and those that reverse words; each with its index in `line`.

    An isolate ends at the end of its paragraph at the latest (UAX 9, X8), so no partner is looked for in other lines.
    """
    opened: list[int] = []
    for found in _ISOLATES.finditer(line):
        if found.group() != "\u2069":
            opened.append(found.start())
        elif not opened:
            message = f"{character_name(found.group())} is {where(line, found.start())} and closes nothing"
            hint = "delete it, or write its partner before the words that it closes"
            yield found.start(), BIDI_CONTROL.problem(message, hint)
        elif _turns(line, at := opened.pop(), found.start(), code):
            message = "U+2067 RIGHT-TO-LEFT ISOLATE reverses words that are written from left to right"
            yield at, BIDI_CONTROL.problem(message, "delete U+2067 and the U+2069 after it")
    for at in opened:
        message = f"{character_name(line[at])} is {where(line, at)} and is never closed"
        yield at, BIDI_CONTROL.problem(message, "write U+2069 after the words for which it is meant, or delete it")


def _turns(line: str, start: int, end: int, code: str) -> bool:
    """Whether a right-to-left isolate contains nothing that is written from right to left."""
    if line[start] != "\u2067" or is_right_to_left(code):
        return False
    return not _RIGHT.search(line, start, end)


def hidden(text: str, source: str, code: str) -> Iterator[Problem]:
    """Invisible characters at places where no orthography needs them, each reported once."""
    text = FLAG.sub("\U0001f3f4", text)
    told: set[str] = set()
    for found in UNSEEN.finditer(text):
        run, at = found.group(), found.start()
        before, after = text[at - 1 : at], text[found.end() : found.end() + 1]
        for char in dict.fromkeys(run):
            fine = len(run) <= 3 and _stands_well(char, run, before, after, script(code))
            fine = fine or (char in _DIRECTIONS and len(run) <= 3 and _is_by_right(text, at, found.end()))
            if fine or char in told or text.count(char) <= source.count(char):
                continue
            told.add(char)
            rule = HIDDEN_CHARACTER if kind(char) == "hidden" else _STRAY_JOINER
            message = f"the invisible character {character_name(char)} is {where(text, at)}"
            yield rule.problem(message, "delete it; if you cannot see where it is, delete the word and type it again")


_NO_BLANKS = regex(r"[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf\ua980-\uaadf]")
"""Thai, Lao, Tibetan, Burmese, Khmer and related scripts, in which a zero width space separates words."""
_JOINED = regex(r"[\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\u1b00-\u1bff\ua800-\uabff\ufb50-\ufdff\ufe70-\ufefc\U00010a00-\U00011fff\U0001e900-\U0001e95f]")  # fmt: skip
"""Arabic, Syriac, Thaana, N'Ko, the scripts of India and related ones, in which joiners choose the forms of letters."""


_WITHOUT_BLANKS = frozenset({"Thai", "Laoo", "Khmr", "Mymr", "Tibt", "Lana", "Java"})
_JOINING = frozenset("Arab Aran Syrc Thaa Nkoo Deva Beng Guru Gujr Orya Taml Telu Knda Mlym Sinh Mong".split())


_DIRECTIONS = "\u200e\u200f\u061c"


def _is_by_right(text: str, start: int, end: int) -> bool:
    """Whether the nearest letter on one side is written from right to left; marks and spaces between do not count."""
    before = re.search(r"([^\W\d_])[\W\d_]{0,20}\Z", text[max(0, start - 21) : start])
    after = re.match(r"[\W\d_]{0,20}([^\W\d_])", text[end : end + 21])
    return any(found is not None and _RIGHT.match(found.group(1)) is not None for found in (before, after))


def _stands_well(char: str, run: str, before: str, after: str, written: str) -> bool:
    match char:
        case "\u200c" | "\u200d":  # joiners, between letters that join and between emoji
            emoji = char == "\u200d" and _is_emoji(before) and _is_emoji(after)
            return emoji or _is_near(_JOINED, before, after, written in _JOINING)
        case "\u200b":  # ZERO WIDTH SPACE, between words of scripts without spaces
            return _is_near(_NO_BLANKS, before, after, written in _WITHOUT_BLANKS)
        case "\u00ad":  # SOFT HYPHEN, where a word may be broken
            return run == char and _in_word(before) and _in_word(after)
        case "\u200e" | "\u200f" | "\u061c":  # direction marks, next to words from right to left
            return written in RIGHT_TO_LEFT or bool(_RIGHT.match(before) or _RIGHT.match(after))
        case "\u2060":  # WORD JOINER keeps a dash or a slash at its word; inside a word it only splits it
            return run == char and bool(before and after) and not (before.isalnum() and after.isalnum())
        case "\u180e":  # MONGOLIAN VOWEL SEPARATOR, before a final vowel
            return bool(re.match(r"[\u1820-\u18aa]", after))
        case "\u034f":  # COMBINING GRAPHEME JOINER keeps the order of Hebrew points (Unicode standard, chapter 23)
            return run == char and bool(re.match(r"[\u0590-\u05ff]", before))
        case "\ufe0e" | "\ufe0f":  # text or emoji presentation (UTS 51)
            return run[0] == char and run.count(char) == 1 and (_is_emoji(before) or (before in "0123456789#*‼⁉〰ℹ" and before != ""))  # fmt: skip
    if kind(char) != "selector" or run[0] != char or run.count(char) > 1 or not before:
        return False
    return unicodedata.category(before) in ("Lo", "Sm", "Lm") or unicodedata.east_asian_width(before) in "WF"


def _is_near(letters: re.Pattern[str], before: str, after: str, at_home: bool) -> bool:
    """Whether one neighbour is such a letter; in a language that is written with them, whether no word is split."""
    split = bool(before and after) and before.isalnum() and after.isalnum()
    return bool(letters.match(before) or letters.match(after)) or (at_home and not split)


def _in_word(char: str) -> bool:
    return bool(char) and unicodedata.category(char)[0] in "LMN"


def _is_emoji(char: str) -> bool:
    return bool(char) and unicodedata.category(char) in ("So", "Sk", "Sm", "Me")


def controls(text: str, source: str, _code: str = "") -> Iterator[Problem]:
    """Controls, noncharacters and signs of a lost character that the source has less often."""
    for char in sorted(char for char in set(text) if kind(char) in ("control", "broken")):
        if text.count(char) <= source.count(char) or ("\x80" <= char <= "\x9f" and has_mojibake(text)):
            continue  # the wrong encoding that left it there is reported once, as mojibake
        place = where(text, text.index(char))
        if kind(char) == "control":
            message = f"the control character U+{ord(char):04X} is {place}"
            yield _CONTROL_CHARACTER.problem(message, "delete it, or write the character that was meant")
        else:
            message = f"{character_name(char)} is {place} in place of a character that was lost"
            yield BROKEN_CHARACTER.problem(message, "write the character that was meant")


def _unseen(pair: Pair) -> Iterator[Problem]:
    hint = "write the words that readers should see"
    if re.search(r"\w", pair.source) and re.search(r"\w", pair.msgstr) and not _is_seen(pair.target):
        yield _INVISIBLE_TEXT.problem("the translation has no visible text", hint)
    elif pair.segment.kind == "markdown":
        for node in descendants(pair.read(pair.msgstr).nodes):
            if not isinstance(node, Link | Emphasis):
                continue
            label = words_of(node.children, LABEL)
            others = any(isinstance(inner, Image | Placeholder) for inner in descendants(node.children))
            if label.strip() and not _is_seen(label) and not others:
                what = "a link has" if isinstance(node, Link) else "a pair of marks has"
                yield _INVISIBLE_TEXT.problem(f"{what} no visible text", hint)


def _is_seen(text: str) -> bool:
    return any(not char.isspace() and not kind(char) and unicodedata.category(char)[0] != "C" for char in text)


# -- what was lost in a conversion --------------------------------------------------------------


def _lost(pair: Pair) -> Iterator[Problem]:
    """A question mark between two small letters, which old encodings have in place of a character that they lack."""
    if "?" not in pair.target:
        return
    for word in re.findall(r"\S*\?\S*", pair.target):
        found = re.search(r"[^\W\d_]\?[^\W\d_]", word)
        if (
            found
            and found.group().replace("?", "").islower()
            and not re.search(r"[/=&@:]", word)
            and word not in pair.source
        ):
            message = f"a letter of '{word[:40]}' seems to be lost: '?' is inside the word"
            yield BROKEN_CHARACTER.problem(
                message, "write the letter that was lost, or a space after the question mark"
            )
