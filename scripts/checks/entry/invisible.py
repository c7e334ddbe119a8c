"""Characters that a text may not hide behind: invisible, stray or broken; `lookalikes` looks at those one can read.

Nothing is said of a character that the source holds as often.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice

from ...locales import RIGHT_TO_LEFT, is_right_to_left, script
from ...markup.nodes import LABEL, Emphasis, Image, Link, Placeholder, descendants, words_of
from ...problem import Problem
from ..characters import FLAG, UNSEEN, behind, character_name, decoded, has_odd, kind
from ..rule import AUTHORED, Pair, Rule
from . import lookalikes
from .mojibake import MOJIBAKE, has_mojibake, mojibake

BIDI_CONTROL = Rule(
    "bidi-control",
    "error",
    "Overrides, embeddings and isolates without a partner show a text in another order than it is stored in.",
    ("de", "We pay 10 of 20 euros.", "Wir zahlen \u202e02 nov 01\u202c Euro."),
    ("ar", "Write to LM Studio.", "اكتب إلى \u2066LM Studio\u2069."),
    AUTHORED,
)
HIDDEN_CHARACTER = Rule(
    "hidden-character",
    "error",
    "A character that nobody sees can split a word, or carry a hidden text.",
    ("fr", "We share no data.", "Nous ne partageons aucune don\u200bnée."),
    ("th", "We share no data.", "เราไม่\u200bแบ่งปัน\u200bข้อมูล"),
    f"{AUTHORED} A soft hyphen within a word is allowed in translations alone.",
)
_STRAY_JOINER = Rule(
    "stray-joiner",
    "error",
    "A joiner, a non-joiner or a variation selector stands where it has nothing to join or to vary.",
    ("es", "We share no data.", "No compar\u200dtimos datos."),
    ("fa", "We share no data.", "ما داده‌ای را به اشتراک نمی\u200cگذاریم."),
    AUTHORED,
)
_CONTROL_CHARACTER = Rule(
    "control-character",
    "error",
    "Control characters and noncharacters are no text; most are left by a conversion that failed.",
    ("pl", "We share no data.", "Nie udostępniamy\x92 danych."),
    ("pl", "We share no data.", "Nie udostępniamy danych."),
    AUTHORED,
)
BROKEN_CHARACTER = Rule(
    "broken-character",
    "error",
    "A letter was lost on the way: U+FFFD, a private character that other fonts lack, or '?' within a word.",
    ("de", "We delete your data.", "Wir l\ufffdschen Ihre Daten."),
    ("de", "We delete your data.", "Wir löschen Ihre Daten."),
    AUTHORED,
)
_INVISIBLE_TEXT = Rule(
    "invisible-text",
    "error",
    "Where the source has words, nobody sees anything.",
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
"""How many problems of one rule are told of one text."""


def check_invisible(pair: Pair) -> Iterator[Problem]:
    """What is wrong with the characters of a translation, whatever its words are."""
    text, source = decoded(pair.msgstr), pair.facts.of(decoded, pair.msgid)
    odd = has_odd(text)
    for check in (_bidi, hidden, controls, mojibake) if odd else (mojibake,):
        yield from islice(check(text, source, pair.code), MANY_MARKS)
    if odd or not pair.target.strip():
        yield from islice(_unseen(pair), MANY_MARKS)
    for look in (_lost,) if pair.target.isascii() else (_lost, *lookalikes.LOOKS):
        yield from islice(look(pair), MANY_MARKS)


# -- what nobody sees --------------------------------------------------------------------------


_ISOLATES = re.compile(r"[\u2066-\u2069]")
_RIGHT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")


def _bidi(text: str, source: str, code: str) -> Iterator[Problem]:
    yield from overrides(text, source)
    for line in text.split("\n"):
        yield from (problem for _, problem in isolates(line, code))


def overrides(text: str, source: str) -> Iterator[Problem]:
    """Embeddings and overrides that the source holds less often; each is told once."""
    turning = sorted(set(re.findall(r"[\u202a-\u202e]", text)))
    for char in turning:
        if text.count(char) > source.count(char):
            message = f"{character_name(char)} stands {behind(text, text.index(char))} and turns the text round"
            yield BIDI_CONTROL.problem(
                message, "delete it; isolates (U+2066 ... U+2069) or U+200E and U+200F do no harm"
            )


def isolates(line: str, code: str) -> Iterator[tuple[int, Problem]]:
    """Isolates without a partner in their paragraph, and those that turn words of the other direction; with their place."""
    opened: list[int] = []
    for found in _ISOLATES.finditer(line):
        if found.group() != "\u2069":
            opened.append(found.start())
        elif not opened:
            message = f"{character_name(found.group())} stands {behind(line, found.start())} and closes nothing"
            hint = "delete it, or write its partner before the words that it closes"
            yield found.start(), BIDI_CONTROL.problem(message, hint)
        elif _turns(line, at := opened.pop(), found.start(), code):
            message = "U+2067 RIGHT-TO-LEFT ISOLATE turns words round that are written from left to right"
            yield at, BIDI_CONTROL.problem(message, "delete U+2067 and the U+2069 behind it")
    for at in opened:
        message = f"{character_name(line[at])} stands {behind(line, at)} and is never closed"
        yield at, BIDI_CONTROL.problem(message, "write U+2069 behind the words that it is meant for, or delete it")


def _turns(line: str, start: int, end: int, code: str) -> bool:
    """Whether an isolate holds nothing that is written from right to left, though it says so."""
    if line[start] != "\u2067" or is_right_to_left(code):
        return False
    return not _RIGHT.search(line, start, end)


def hidden(text: str, source: str, code: str) -> Iterator[Problem]:
    """Invisible characters at places where no orthography needs them, each told once."""
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
            message = f"the invisible character {character_name(char)} stands {behind(text, at)}"
            yield rule.problem(message, "delete it; retype the word if you cannot see where it stands")


_NO_BLANKS = re.compile(
    r"[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf\ua980-\uaadf]"
)
"""Thai, Lao, Tibetan, Burmese, Khmer and their neighbours, in which a zero width space parts words."""
_JOINED = re.compile(r"[\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\u1b00-\u1bff\ua800-\uabff\ufb50-\ufdff\ufe70-\ufefc\U00010a00-\U00011fff\U0001e900-\U0001e95f]")  # fmt: skip
"""Arabic, Syriac, Thaana, N'Ko, the scripts of India and their kin: joiners choose the forms of letters."""


_WITHOUT_BLANKS = frozenset({"Thai", "Laoo", "Khmr", "Mymr", "Tibt", "Lana", "Java"})
_JOINING = frozenset("Arab Aran Syrc Thaa Nkoo Deva Beng Guru Gujr Orya Taml Telu Knda Mlym Sinh Mong".split())


_DIRECTIONS = "\u200e\u200f\u061c"


def _is_by_right(text: str, start: int, end: int) -> bool:
    """Whether the nearest letter on one side is written from right to left, marks and blanks between left aside."""
    before = re.search(r"([^\W\d_])[\W\d_]{0,20}\Z", text[max(0, start - 21) : start])
    after = re.match(r"[\W\d_]{0,20}([^\W\d_])", text[end : end + 21])
    return any(found is not None and _RIGHT.match(found.group(1)) is not None for found in (before, after))


def _stands_well(char: str, run: str, before: str, after: str, written: str) -> bool:
    match char:
        case "\u200c" | "\u200d":
            emoji = char == "\u200d" and _is_emoji(before) and _is_emoji(after)
            return emoji or _is_near(_JOINED, before, after, written in _JOINING)
        case "\u200b":
            return _is_near(_NO_BLANKS, before, after, written in _WITHOUT_BLANKS)
        case "\u00ad":
            return run == char and _in_word(before) and _in_word(after)
        case "\u200e" | "\u200f" | "\u061c":
            return written in RIGHT_TO_LEFT or bool(_RIGHT.match(before) or _RIGHT.match(after))
        case "\u2060":  # holds a dash or a slash at its word; within a word it only splits it
            return run == char and bool(before and after) and not (before.isalnum() and after.isalnum())
        case "\u180e":
            return bool(re.match(r"[\u1820-\u18aa]", after))
        case "\u034f":
            return run == char and bool(re.match(r"[\u0590-\u05ff]", before))
        case "\ufe0e" | "\ufe0f":
            return run[0] == char and run.count(char) == 1 and (_is_emoji(before) or (before in "0123456789#*‼⁉〰ℹ" and before != ""))  # fmt: skip
    if kind(char) != "selector" or run[0] != char or run.count(char) > 1 or not before:
        return False
    return unicodedata.category(before) in ("Lo", "Sm", "Lm") or unicodedata.east_asian_width(before) in "WF"


def _is_near(letters: re.Pattern[str], before: str, after: str, at_home: bool) -> bool:
    """Whether one neighbour is such a letter; in a language of such letters, whether no foreign word is split."""
    split = bool(before and after) and before.isalnum() and after.isalnum()
    return bool(letters.match(before) or letters.match(after)) or (at_home and not split)


def _in_word(char: str) -> bool:
    return bool(char) and unicodedata.category(char)[0] in "LMN"


def _is_emoji(char: str) -> bool:
    return bool(char) and unicodedata.category(char) in ("So", "Sk", "Sm", "Me")


def controls(text: str, source: str, _code: str = "") -> Iterator[Problem]:
    """Controls, noncharacters and what stands for a lost character, where the source holds them less often."""
    for char in sorted(char for char in set(text) if kind(char) in ("control", "broken")):
        if text.count(char) <= source.count(char) or ("\x80" <= char <= "\x9f" and has_mojibake(text)):
            continue  # what the wrong encoding left behind is told once
        where = behind(text, text.index(char))
        if kind(char) == "control":
            message = f"the control character U+{ord(char):04X} stands {where}"
            yield _CONTROL_CHARACTER.problem(message, "delete it, or write the character that was meant")
        else:
            message = f"{character_name(char)} stands {where} in the place of a character that was lost"
            yield BROKEN_CHARACTER.problem(message, "write the character that was meant")


def _unseen(pair: Pair) -> Iterator[Problem]:
    hint = "write the words that a reader should see"
    if re.search(r"\w", pair.source) and re.search(r"\w", pair.msgstr) and not _is_seen(pair.target):
        yield _INVISIBLE_TEXT.problem("the translation shows nothing", hint)
    elif pair.segment.kind == "markdown":
        for node in descendants(pair.read(pair.msgstr).nodes):
            if not isinstance(node, Link | Emphasis):
                continue
            label = words_of(node.children, LABEL)
            others = any(isinstance(inner, Image | Placeholder) for inner in descendants(node.children))
            if label.strip() and not _is_seen(label) and not others:
                what = "a link shows" if isinstance(node, Link) else "words with marks show"
                yield _INVISIBLE_TEXT.problem(f"{what} nothing that can be seen", hint)


def _is_seen(text: str) -> bool:
    return any(not char.isspace() and not kind(char) and unicodedata.category(char)[0] != "C" for char in text)


# -- what was lost in a conversion --------------------------------------------------------------


def _lost(pair: Pair) -> Iterator[Problem]:
    """A question mark between two small letters: a character that an old encoding lacked."""
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
            message = f"a letter of '{word[:40]}' seems to be lost: '?' stands within the word"
            yield BROKEN_CHARACTER.problem(
                message, "write the letter that was lost, or a blank behind the question mark"
            )
