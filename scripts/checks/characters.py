"""Single characters: which of them are invisible, their names and scripts, and where they are in a text."""

import re
import unicodedata
from functools import lru_cache
from html.entities import html5

from ..patterns import regex

_REFERENCE = regex(r"&(?:#[xX]0*([0-9a-fA-F]{1,8});?|#0*([0-9]{1,8});?|[A-Za-z][A-Za-z0-9]{1,31};)")


def decoded(text: str) -> str:
    """Text with its character references resolved, including those of controls and noncharacters.

    `html.unescape` drops those, so that no check would see them.
    """
    return _REFERENCE.sub(_character, text) if "&" in text else text


def _character(found: re.Match[str]) -> str:
    hexadecimal, decimal = found.groups()
    if not hexadecimal and not decimal:
        return html5.get(found.group()[1:], found.group())
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(code) if 0 < code <= 0x10FFFF else "\ufffd"


HIDDEN = regex(
    r"[\u034f\u115f\u1160\u17b4\u17b5\u180e\u2028\u2029\u2060-\u2065\u206a-\u206f\u2800\u3164\ufeff\uffa0\ufff0-\ufffb"
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff\u200b\u00ad\u200e\u200f\u061c]"
)
SELECTOR = regex(r"[\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
UNSEEN = regex(rf"(?:{HIDDEN.pattern}|{SELECTOR.pattern}|[\u200c\u200d])+")
FLAG = regex("\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,6}\U000e007f")
"""The flags of England, Scotland and their like (UTS 51, "emoji tag sequence")."""


@lru_cache(4096)
def kind(char: str) -> str:
    """The kind of an unusual character: `control`, `broken`, `bidi`, `joiner`, `selector` or `hidden`; "" for text."""
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
    if SELECTOR.match(char):
        return "selector"
    return "hidden" if HIDDEN.match(char) else ""


def character_name(char: str) -> str:
    """The code point and the Unicode name of a character: `U+200B ZERO WIDTH SPACE`."""
    return f"U+{ord(char):04X} {unicodedata.name(char, '')}".strip()


def where(text: str, at: int) -> str:
    """The place of a character for a message: the visible words before it, or `at the beginning`."""
    before = "".join(char for char in text[max(0, at - 40) : at] if not kind(char)).split()
    return f"after '{' '.join(before)[-20:]}'" if before else "at the beginning"


@lru_cache(8192)
def script_of(char: str) -> str:
    """The script of a character by the first word of its Unicode name: `LATIN`, `CYRILLIC`, `CJK`."""
    return unicodedata.name(char, "").split(" ")[0]
