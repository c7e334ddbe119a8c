"""Characters that a text may not hide behind: invisible, stray, broken, or of another script than they seem.

Nothing is said of a character that the source holds as often.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from html.entities import html5
from itertools import groupby, islice

from ..locales import script
from ..markup import inline
from ..problem import Level, Problem
from .rule import Pair, Rule

RULES: tuple[Rule, ...] = (
    Rule(
        "bidi-control",
        "error",
        "Overrides, embeddings and isolates without a partner show a text in another order than it is stored in.",
        ("de", "We pay 10 of 20 euros.", "Wir zahlen \u202e02 nov 01\u202c Euro."),
        ("ar", "Write to LM Studio.", "اكتب إلى \u2066LM Studio\u2069."),
    ),
    Rule(
        "hidden-character",
        "error",
        "A character that nobody sees can split a word, or carry a hidden text.",
        ("fr", "We share no data.", "Nous ne partageons aucune don\u200bnée."),
        ("th", "We share no data.", "เราไม่\u200bแบ่งปัน\u200bข้อมูล"),
    ),
    Rule(
        "stray-joiner",
        "error",
        "A joiner, a non-joiner or a variation selector stands where it has nothing to join or to vary.",
        ("es", "We share no data.", "No compar\u200dtimos datos."),
        ("fa", "We share no data.", "ما داده‌ای را به اشتراک نمی\u200cگذاریم."),
    ),
    Rule(
        "control-character",
        "error",
        "Control characters and noncharacters are no text; most are left by a conversion that failed.",
        ("pl", "We share no data.", "Nie udostępniamy\x92 danych."),
        ("pl", "We share no data.", "Nie udostępniamy danych."),
    ),
    Rule(
        "broken-character",
        "error",
        "A letter was lost on the way: U+FFFD, a private character that other fonts lack, or '?' within a word.",
        ("de", "We delete your data.", "Wir l\ufffdschen Ihre Daten."),
        ("de", "We delete your data.", "Wir löschen Ihre Daten."),
    ),
    Rule(
        "mojibake",
        "error",
        "The text was read in another encoding than it was written in.",
        ("de", "We delete your data.", "Wir lÃ¶schen Ihre Daten."),
        ("pt_BR", "TOMORROW", "“AMANHÔ"),
    ),
    Rule(
        "mixed-script",
        "error",
        "A word holds a letter of another script that looks like its own: search, screen readers and checks of names miss it.",
        ("ru", "Write to LM Studio.", "Пишите в LM Studiо."),
        ("ru", "Your iOS device", "Ваше iOS-устройство и его COVID-19-статус"),
    ),
    Rule(
        "foreign-letter",
        "warning",
        "A word stands wholly in letters of another script that look like its own.",
        ("uk", "names and addresses", "імена i адреси"),
        ("uk", "names and addresses", "імена і адреси"),
    ),
    Rule(
        "styled-letter",
        "error",
        "Full-width and mathematical letters are shown as plain ones, but are read and found as others.",
        ("it", "We share no data.", "Non condividiamo ｄａｔｉ."),
        ("ja", "LM Studio (the Company)", "ＬＭ Studio（以下「当社」）"),
    ),
    Rule(
        "piled-marks",
        "error",
        "More marks stand over a letter than its script needs, or strike it through.",
        ("en_GB", "We may not share data.", "We may n\u0336o\u0336t\u0336 share data."),
        ("he", "in the beginning", "בְּרֵאשִׁ֖ית"),
    ),
    Rule(
        "doubled-mark",
        "warning",
        "The same mark twice on one letter shows as one: typed twice by mistake.",
        ("th", "data", "ข้้อมูล"),
        ("th", "data", "ข้อมูล"),
    ),
    Rule(
        "not-nfc",
        "warning",
        "A letter and its mark are two characters where Unicode has one (NFC): search and comparison miss the word.",
        ("fr", "security", "se\u0301curite\u0301"),
        ("vi", "security", "bảo mật thông tin"),
    ),
    Rule(
        "invisible-text",
        "error",
        "Where the source has words, nobody sees anything.",
        ("de", "See the **notice**.", "Siehe **\u2060\u3164** den Hinweis."),
        ("de", "See the **notice**.", "Siehe den **Hinweis**."),
    ),
)
_LEVELS: dict[str, Level] = {rule.name: rule.level for rule in RULES}

MANY = 10
"""How many problems of one rule are told of one text."""


def hygiene(pair: Pair) -> Iterator[Problem]:
    """What is wrong with the characters of a translation, whatever its words are."""
    text, source = decoded(pair.msgstr), decoded(pair.msgid)
    odd = any(_kind(char) for char in set(text))
    for check in (_bidi, _hidden, _controls, _mojibake) if odd else (_mojibake,):
        yield from islice(check(text, source, pair.code), MANY)
    if odd or not pair.theirs.strip():
        yield from islice(_unseen(pair), MANY)
    for look in (_lost,) if pair.theirs.isascii() else (_lost, _mixed, _foreign, _styled, _marks, _decomposed):
        yield from islice(look(pair), MANY)


def _problem(rule: str, message: str, mend: str) -> Problem:
    return Problem(message, rule, level=_LEVELS[rule], mend=mend)


_REFERENCE = re.compile(r"&(?:#[xX]0*([0-9a-fA-F]{1,8});?|#0*([0-9]{1,8});?|[A-Za-z][A-Za-z0-9]{1,31};)")


def decoded(text: str) -> str:
    """Text with its character references resolved, those of controls and noncharacters too."""
    return _REFERENCE.sub(_character, text) if "&" in text else text


def _character(found: re.Match[str]) -> str:
    hexadecimal, decimal = found.groups()
    if not hexadecimal and not decimal:
        return html5.get(found.group()[1:], found.group())
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(code) if 0 < code <= 0x10FFFF else "\ufffd"


# -- what nobody sees --------------------------------------------------------------------------


_HIDDEN = re.compile(
    r"[\u034f\u115f\u1160\u17b4\u17b5\u180e\u2028\u2029\u2060-\u2065\u206a-\u206f\u2800\u3164\ufeff\uffa0\ufff0-\ufffb"
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff\u200b\u00ad\u200e\u200f\u061c]"
)
_SELECTOR = re.compile(r"[\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_UNSEEN = re.compile(rf"(?:{_HIDDEN.pattern}|{_SELECTOR.pattern}|[\u200c\u200d])+")
_FLAG = re.compile("\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,6}\U000e007f")
"""The flags of England, Scotland and their like (UTS 51, "emoji tag sequence")."""


@lru_cache(4096)
def _kind(char: str) -> str:
    """What is odd about one character: `control`, `broken`, `bidi`, `joiner`, `selector` or `hidden`; "" for text."""
    if char in "\t\n" or "\x20" <= char <= "\x7e":
        return ""
    code, category = ord(char), unicodedata.category(char)
    if category in ("Cc", "Cs") or 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE:
        return "control"
    if category == "Co" or char in "\ufffc\ufffd":
        return "broken"
    if "\u202a" <= char <= "\u202e" or "\u2066" <= char <= "\u2069":
        return "bidi"
    if char in "\u200c\u200d":
        return "joiner"
    if _SELECTOR.match(char):
        return "selector"
    return "hidden" if _HIDDEN.match(char) else ""


def _called(char: str) -> str:
    return f"U+{ord(char):04X} {unicodedata.name(char, '')}".strip()


def _behind(text: str, at: int) -> str:
    """Where in a text something stands, told by the visible words before it."""
    before = "".join(char for char in text[max(0, at - 40) : at] if not _kind(char)).split()
    return f"behind '{' '.join(before)[-20:]}'" if before else "at the beginning"


_ISOLATES = re.compile(r"[\u2066-\u2069]")
_RIGHT_TO_LEFT = frozenset({"Arab", "Hebr", "Thaa", "Syrc", "Nkoo", "Adlm", "Rohg", "Samr", "Mand"})
_RIGHT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")


def _bidi(text: str, source: str, code: str) -> Iterator[Problem]:
    turning = sorted(set(re.findall(r"[\u202a-\u202e]", text)))
    for char in [char for char in turning if char != "\u202c"] or turning:
        if text.count(char) > source.count(char):
            message = f"{_called(char)} stands {_behind(text, text.index(char))} and turns the text round"
            yield _problem(
                "bidi-control", message, "delete it; isolates (U+2066 ... U+2069) or U+200E and U+200F do no harm"
            )
    for line in text.split("\n"):
        opened: list[int] = []
        for found in _ISOLATES.finditer(line):
            if found.group() != "\u2069":
                opened.append(found.start())
            elif not opened:
                message = f"{_called(found.group())} stands {_behind(line, found.start())} and closes nothing"
                yield _problem(
                    "bidi-control", message, "delete it, or write its partner before the words that it closes"
                )
            elif _turns(line, opened.pop(), found.start(), code):
                message = "U+2067 RIGHT-TO-LEFT ISOLATE turns words round that are written from left to right"
                yield _problem("bidi-control", message, "delete U+2067 and the U+2069 behind it")
        for at in opened:
            message = f"{_called(line[at])} stands {_behind(line, at)} and is never closed"
            yield _problem("bidi-control", message, "write U+2069 behind the words that it is meant for, or delete it")


def _turns(line: str, start: int, end: int, code: str) -> bool:
    """Whether an isolate holds nothing that is written from right to left, though it says so."""
    if line[start] != "\u2067" or script(code) in _RIGHT_TO_LEFT:
        return False
    return not _RIGHT.search(line, start, end)


def _hidden(text: str, source: str, code: str) -> Iterator[Problem]:
    """Invisible characters at places where no orthography needs them, each told once."""
    text = _FLAG.sub("\U0001f3f4", text)
    told: set[str] = set()
    for found in _UNSEEN.finditer(text):
        run, at = found.group(), found.start()
        before, after = text[at - 1 : at], text[found.end() : found.end() + 1]
        for char in dict.fromkeys(run):
            fine = len(run) <= 3 and _stands_well(char, run, before, after, script(code))
            if fine or char in told or text.count(char) <= source.count(char):
                continue
            told.add(char)
            rule = "hidden-character" if _kind(char) == "hidden" else "stray-joiner"
            message = f"the invisible character {_called(char)} stands {_behind(text, at)}"
            yield _problem(rule, message, "delete it; retype the word if you cannot see where it stands")


_NO_BLANKS = re.compile(
    r"[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf\ua980-\uaadf]"
)
"""Thai, Lao, Tibetan, Burmese, Khmer and their neighbours, in which a zero width space parts words."""
_JOINED = re.compile(r"[\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\u1b00-\u1bff\ua800-\uabff\ufb50-\ufdff\ufe70-\ufefc\U00010a00-\U00011fff\U0001e900-\U0001e95f]")  # fmt: skip
"""Arabic, Syriac, Thaana, N'Ko, the scripts of India and their kin: joiners choose the forms of letters."""


_WITHOUT_BLANKS = frozenset({"Thai", "Laoo", "Khmr", "Mymr", "Tibt", "Lana", "Java"})
_JOINING = frozenset("Arab Aran Syrc Thaa Nkoo Deva Beng Guru Gujr Orya Taml Telu Knda Mlym Sinh Mong".split())


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
            return written in _RIGHT_TO_LEFT or bool(_RIGHT.match(before) or _RIGHT.match(after))
        case "\u2060":  # holds a dash or a slash at its word; within a word it only splits it
            return run == char and bool(before and after) and not (before.isalnum() and after.isalnum())
        case "\u180e":
            return bool(re.match(r"[\u1820-\u18aa]", after))
        case "\u034f":
            return run == char and bool(re.match(r"[\u0590-\u05ff]", before))
        case "\ufe0e" | "\ufe0f":
            return run[0] == char and run.count(char) == 1 and (_is_emoji(before) or (before in "0123456789#*‼⁉〰" and before != ""))  # fmt: skip
    if _kind(char) != "selector" or run[0] != char or run.count(char) > 1 or not before:
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


def _controls(text: str, source: str, _code: str) -> Iterator[Problem]:
    for char in sorted(char for char in set(text) if _kind(char) in ("control", "broken")):
        if text.count(char) <= source.count(char) or ("\x80" <= char <= "\x9f" and _MOJIBAKE.search(text)):
            continue  # what the wrong encoding left behind is told once
        where = _behind(text, text.index(char))
        if _kind(char) == "control":
            message = f"the control character U+{ord(char):04X} stands {where}"
            yield _problem("control-character", message, "delete it, or write the character that was meant")
        else:
            message = f"{_called(char)} stands {where} in the place of a character that was lost"
            yield _problem("broken-character", message, "write the character that was meant")


def _unseen(pair: Pair) -> Iterator[Problem]:
    mend = "write the words that a reader should see"
    if re.search(r"\w", pair.ours) and re.search(r"\w", pair.msgstr) and not _is_seen(pair.theirs):
        yield _problem("invisible-text", "the translation shows nothing", mend)
    elif pair.segment.kind == "markdown":
        try:
            pieces = inline.parse(pair.msgstr, pair.references, pair.footnotes, hard=True)
        except RecursionError:  # nested too deep to be read: nothing can be said of its elements
            return
        for element in (part for piece in pieces if not isinstance(piece, str) for part in piece.iter()):
            words = "".join(element.itertext()) if element.tag in ("a", "em", "strong", "del") else ""
            if (
                words.strip()
                and not _is_seen(words)
                and element.find(".//img") is None
                and element.find(".//var") is None
            ):
                what = "a link shows" if element.tag == "a" else "words with marks show"
                yield _problem("invisible-text", f"{what} nothing that can be seen", mend)


def _is_seen(text: str) -> bool:
    return any(not char.isspace() and not _kind(char) and unicodedata.category(char)[0] != "C" for char in text)


# -- what was lost in a conversion --------------------------------------------------------------


def _lost(pair: Pair) -> Iterator[Problem]:
    """A question mark between two small letters: a character that an old encoding lacked."""
    if "?" not in pair.theirs:
        return
    for word in re.findall(r"\S*\?\S*", pair.theirs):
        found = re.search(r"[^\W\d_]\?[^\W\d_]", word)
        if (
            found
            and found.group().replace("?", "").islower()
            and not re.search(r"[/=&@:]", word)
            and word not in pair.ours
        ):
            message = f"a letter of '{word[:40]}' seems to be lost: '?' stands within the word"
            yield _problem(
                "broken-character", message, "write the letter that was lost, or a blank behind the question mark"
            )


def _upper_half(encoding: str) -> str:
    """The characters of the bytes 80 to BF, which continue a character of UTF-8, as a class of a regular expression."""
    chars = (bytes([byte]).decode(encoding, "replace").replace("\ufffd", chr(byte)) for byte in range(0x80, 0xC0))
    return re.escape("".join(chars))


_WESTERN = f"[{_upper_half('cp1252')}]"
_CYRILLIC_HALF = f"[{_upper_half('cp1251')}]"
_QUIET = "\u2013\u2014\u2018\u2019\u201c\u201d\u201a\u201e\u2039\u203a\u2026\u2022\u00ab\u00bb\u00b7\u00a7"
_LOOSE = "\u00a0\u00ad\u00ae\u00a9\u2122\u00b0\u00b9\u00b2\u00b3\u00aa\u00ba\u0160\u0161\u017d\u017e\u0152\u0153\u0178\u0192\u00a1\u00bf"
_SEQUENCE = rf"(?:[\u00c2-\u00df]{_WESTERN}|[\u00e0-\u00ef]{_WESTERN}{{2}}|[\u00f0-\u00f4]{_WESTERN}{{3}})"
_MOJIBAKE = re.compile(
    rf"{_SEQUENCE}{{2,}}|â[€‚„†ˆ‰œ˜™]{_WESTERN}|ï[»¿]¿|ï¿½|вЂ{_CYRILLIC_HALF}|(?:[РС]{_CYRILLIC_HALF}){{3,}}"
    rf"|[ÂÃÄÅ](?:(?![{_QUIET}{_LOOSE}]){_WESTERN}|(?<=[a-zß-ÿ].)[{_QUIET}{_LOOSE}]|[{_LOOSE}](?=[a-zß-ÿ]))"
    rf"|(?<![A-ZÀ-ÞĀ-ž])[ÂÃ][\u00ae\u00a9\u00b0\u00b2\u00b3\u00aa\u00ba\u00a0]|\\u[0-9a-fA-F]{{4}}"
)
"""Letters of UTF-8 read as Windows-1252 or 1251; not É» of « CAFÉ », nor É® of a trade mark."""


def _mojibake(text: str, source: str, _code: str) -> Iterator[Problem]:
    for found in _MOJIBAKE.finditer(text):
        if found.group() not in source:
            was = _repaired(found.group())
            mend = f"write '{was}'" if was else "write the letters that were meant"
            yield _problem("mojibake", f"'{found.group()[:40]}' was read in the wrong encoding", mend)
            return


def _repaired(text: str) -> str:
    if text.startswith("\\u"):
        return chr(int(text[2:], 16)) if not 0xD800 <= int(text[2:], 16) < 0xE000 else ""
    for encoding in ("cp1252", "cp1251"):
        try:
            return b"".join(char.encode(encoding) if ord(char) > 0x9F else bytes([ord(char)]) for char in text).decode()
        except UnicodeError:
            continue
    return ""


# -- letters of another script ------------------------------------------------------------------


_LOOKS = dict(
    zip(
        "АВЕКМНОРСТУХаекорсухіјѕһԁԛԝӏҮүЅІЈΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορυχօոսհցզՕՍ",
        "ABEKMHOPCTYXaekopcyxijshdqwlYySIJABEZHIKMNOPTYXaikvopuxonuhgqOU",
        strict=True,
    )
)
"""Letters of Cyrillic, Greek and Armenian that look like Latin ones."""
_LIKE = {"CYRILLIC": frozenset("ABEKMHOPCTYXaeopcyxijsSIJ"), "GREEK": frozenset("ABEZHIKMNOPTYXovu"), "ARMENIAN": frozenset("onuhgq")}  # fmt: skip
"""Latin letters that are typed by mistake for those of another script."""
_ALIEN = re.compile(r"[\u0370-\u03ff\u0400-\u052f\u0531-\u0587\u13a0-\u13ff\u1f00-\u1fff\u2c80-\u2cff\ua4d0-\ua4ff]")
_OWN = {"Cyrl": "CYRILLIC", "Grek": "GREEK", "Armn": "ARMENIAN"}
_WORD = re.compile(r"[^\W\d_]+")
_DIRECTIVE = re.compile(r"%[\d$.*#+-]{0,9}[a-zA-Z]")
"""A place for a value in catalogs of programs, which may touch the word behind it."""


@cache
def _script(char: str) -> str:
    return unicodedata.name(char, "").split(" ")[0]


def in_latin(text: str) -> str:
    """Text with the letters of other scripts that look like Latin ones made Latin: `Арple` is `Apple`."""
    return "".join(_LOOKS.get(char, char) for char in text)


def _mixed(pair: Pair) -> Iterator[Problem]:
    if not _ALIEN.search(pair.theirs):
        return
    known, own = frozenset(_WORD.findall(pair.ours)), _OWN.get(script(pair.code), "")
    told: set[str] = set()
    for word in dict.fromkeys(_WORD.findall(_DIRECTIVE.sub(" ", pair.theirs))):
        if not _ALIEN.search(word) or word in known or word in told:
            continue
        latin, is_own = in_latin(word), all(_script(char) == own for char in word)
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
        yield _problem("mixed-script", message, f"write {seems}" if seems else "retype the word in one script")


def _is_disguised(word: str, known: frozenset[str], own: str) -> bool:
    """Whether a word of two scripts wants to look like one of a single script.

    A Latin name with an ending of the locale's own script is none: `SMSа`, `Googleом`.
    """
    runs = ["".join(run) for _, run in groupby(word, lambda char: _script(char) == "LATIN")]
    latin = [run for run in runs if _script(run[0]) == "LATIN"]
    others = [char for char in word if _script(char) != "LATIN"]
    if not own or {_script(char) for char in others} != {own}:
        return bool(latin) and any(char in _LOOKS for char in others)
    if len(latin) == 1 and len(latin[0]) > 1 and latin[0] in known:
        return False
    typed_in = all(char in _LIKE[own] for run in latin for char in run)
    if len(runs) == 2 and runs[0] == latin[0]:
        return typed_in and not (len(runs[0]) > 1 and runs[0].isupper() and runs[1].islower())
    return typed_in or all(char in _LOOKS for char in others)


def _odd_letters(word: str) -> str:
    """Which letters of a word are in the smaller of its two scripts."""
    scripts = [_script(char) for char in word]
    least = min(dict.fromkeys(scripts), key=scripts.count)
    odd = dict.fromkeys(char for char, name in zip(word, scripts, strict=True) if name == least)
    return ", ".join(f"{char} is {least.title()}" for char in islice(odd, 3)) if len(set(scripts)) > 1 else ""


def _foreign(pair: Pair) -> Iterator[Problem]:
    """A Latin `i` among Cyrillic words, and Cyrillic words among Latin ones that hold nothing but look-alikes."""
    own = script(pair.code)
    if own == "Cyrl":
        for found in re.finditer(r"(?<!\S)[cioy](?= [\u0400-\u052f])", pair.theirs):
            if found.group() not in _WORD.findall(pair.ours):
                message = f"the word '{found.group()}' {_behind(pair.theirs, found.start())} is a Latin letter"
                yield _problem("foreign-letter", message, "type it on the keyboard of your own language")
                return
    elif own == "Latn" and re.search(r"[\u0400-\u052f]", pair.theirs):
        words = [word for word in _WORD.findall(pair.theirs) if "\u0400" <= word[0] <= "\u052f"]
        look_alike = all(char in _LOOKS for word in words for char in word)
        if words and look_alike and words[0] not in pair.ours and in_latin(words[0]) not in _long(pair.ours):
            message = f"the word '{words[0][:40]}' is written in Cyrillic letters that look like Latin ones"
            yield _problem("foreign-letter", message, f"write {in_latin(words[0])[:40]} in Latin letters")


def _long(text: str) -> frozenset[str]:
    """The words of more than one letter: a look-alike of one of them is an error of its own."""
    return frozenset(word for word in _WORD.findall(text) if len(word) > 1)


_STYLED = re.compile(
    r"[\U0001d400-\U0001d7ff\u24b6-\u24e9\U0001f130-\U0001f149\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]+"
)


def _styled(pair: Pair) -> Iterator[Problem]:
    wide = script(pair.code) in ("Hans", "Hant", "Jpan", "Kore", "Hani", "Bopo")
    for found in _STYLED.finditer(pair.theirs):
        if (wide and found.group()[0] >= "\uff10" and found.group()[-1] < "\U0001d400") or found.group() in pair.ours:
            continue
        plain = unicodedata.normalize("NFKC", found.group())[:40]
        yield _problem("styled-letter", f"'{found.group()[:40]}' is no plain '{plain}'", f"write {plain}; ** and * make bold and italics")  # fmt: skip


# -- marks on letters ---------------------------------------------------------------------------


_MOST = {"LATIN": 2, "GREEK": 2, "CYRILLIC": 2, "HEBREW": 5, "ARABIC": 5, "THAI": 3, "LAO": 3, "TIBETAN": 9, "MYANMAR": 8, "KHMER": 6}  # fmt: skip
"""How many marks a letter may bear, by script; 5 in those of India and others, 2 without a script."""
_STRIKES = re.compile(r"(?<=[^\W_])[\u0334-\u0338\u0488\u0489\u20d2\u20d3\u20d8-\u20da\u20e5\u20e6\u20ea\u20eb]")


@cache
def _runs_of_marks() -> re.Pattern[str]:
    marks = [chr(code) for code in range(0x300, 0xFB20) if unicodedata.category(chr(code))[0] == "M"]
    return re.compile(f"[{''.join(marks)}]{{2,}}")


def _marks(pair: Pair) -> Iterator[Problem]:
    text = unicodedata.normalize("NFC", pair.theirs)
    if (struck := _STRIKES.search(text)) and struck.group() not in pair.ours:
        message = f"{_called(struck.group())} strikes through the letters {_behind(text, struck.end())}"
        yield _problem("piled-marks", message, "delete the marks; ~~...~~ strikes out, where the source does so")
    for found in _runs_of_marks().finditer(text):
        base = text[found.start() - 1 : found.start()]
        most = _MOST.get(_script(base), 5) if base and base.isalpha() else 2
        run = re.sub(r"[\ufe00-\ufe0f]", "", found.group())
        if len(run) > most:
            yield _problem("piled-marks", f"{len(run)} marks are piled on '{base}'", "write the letter with the marks that it needs")  # fmt: skip
        elif (twice := re.search(r"(.)\1", run)) and text[found.start() - 1 : found.end()] not in pair.ours:
            yield _problem(
                "doubled-mark", f"{_called(twice.group(1))} stands twice on '{base}'", "delete one of the two"
            )


def _decomposed(pair: Pair) -> Iterator[Problem]:
    text = pair.theirs
    if unicodedata.is_normalized("NFC", text):
        return
    single: Callable[[str], str] = lru_cache(None)(lambda char: unicodedata.normalize("NFC", char))
    if len(unicodedata.normalize("NFC", text)) >= sum(len(single(char)) for char in text):
        return  # only marks in another order, or letters that NFC takes apart, as in Hebrew and Hindi
    word = next((word for word in text.split() if len(unicodedata.normalize("NFC", word)) < len(word)), text)
    message = f"'{word[:40]}' is written with marks of their own where one character would do"
    yield _problem("not-nfc", message, f"write '{unicodedata.normalize('NFC', word)[:40]}' (normal form NFC)")
