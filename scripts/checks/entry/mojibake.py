"""Mojibake: text that was read in another encoding than the one in which it was written: `lÃ¶schen` for `löschen`."""

import re
from collections.abc import Iterator

from ...patterns import regex
from ...problem import Problem
from ..rule import AUTHORED, Rule

MOJIBAKE = Rule(
    "mojibake",
    "error",
    "The text was read in another encoding than the one in which it was written, so wrong characters are shown in place of letters.",
    "Type the word again. If many entries look like this, open the original file as UTF-8 and copy the texts again.",
    ("de", "We delete your data.", "Wir lÃ¶schen Ihre Daten."),
    ("pt_BR", "TOMORROW", "“AMANHÔ"),
    AUTHORED,
)


def mojibake(text: str, source: str, _code: str = "") -> Iterator[Problem]:
    """At most one problem: the first letters that were read in the wrong encoding and are not in the source."""
    for wrong, right in _found(text):
        if wrong not in source:
            hint = f"write '{right[:40]}'" if right else "write the letters that were there before the conversion"
            yield MOJIBAKE.problem(f"'{wrong[:40]}' was read in the wrong encoding", hint)
            return


def has_mojibake(text: str) -> bool:
    """Whether any part of a text was read in the wrong encoding."""
    return next(_found(text), None) is not None


def _found(text: str) -> Iterator[tuple[str, str]]:
    """(what is written, what was meant): first the places that are certainly wrong, then words that very likely are."""
    if not _SUSPECT.search(text):
        return
    for found in _SURE.finditer(text):
        yield found.group(), _repaired(found.group())
    if not text.isascii():
        yield from _likely(text)


# -- any encoding, by likelihood ------------------------------------------------------------------

_SIGNS = "«»“”„‟‘’‚‹›\"'…–—•·®©™°ªº¹²³†‡§¿¡€£¥*_~`.,;:!?()[]<>|/\u00a0\u202f"
"""Signs around a word that are not part of it. They are stripped, because `Ã»` in `«MAÇÃ»` is the UTF-8 form of `û`
and ftfy, which judges by likelihood, would repair it."""


def _likely(text: str) -> Iterator[tuple[str, str]]:
    from ftfy import TextFixerConfig, fix_encoding  # here, because it takes a while to load
    from ftfy.badness import is_bad

    if not is_bad(text):
        return
    config = TextFixerConfig(fix_c1_controls=False, unescape_html=False)
    for word in dict.fromkeys(part.strip(_SIGNS) for part in re.split(r"[ \t\n]+", text)):
        fixed = fix_encoding(word, config)
        if len(fixed) < len(
            word
        ):  # several characters became one letter; other changes of ftfy are not about encodings
            yield word, fixed


# -- UTF-8 read as Windows-1252 or 1251, in words too short to be likely ---------------------------


def _upper_half(encoding: str) -> str:
    """The characters that an encoding has for the bytes 80 to BF, for a character class.

    These are the continuation bytes of UTF-8 (RFC 3629, section 3). A byte that the encoding leaves undefined is the
    C1 control of the same number, as browsers decode it (WHATWG Encoding standard).
    """
    chars = (bytes([byte]).decode(encoding, "replace").replace("\ufffd", chr(byte)) for byte in range(0x80, 0xC0))
    return re.escape("".join(chars))


_WESTERN = f"[{_upper_half('cp1252')}]"
_CYRILLIC = f"[{_upper_half('cp1251')}]"
_QUIET = "\u2013\u2014\u2018\u2019\u201c\u201d\u201a\u201e\u2039\u203a\u2026\u2022\u00ab\u00bb\u00b7\u00a7"
_LOOSE = "\u00a0\u00ad\u00ae\u00a9\u2122\u00b0\u00b9\u00b2\u00b3\u00aa\u00ba\u0160\u0161\u017d\u017e\u0152\u0153\u0178\u0192\u00a1\u00bf"
_SEQUENCE = rf"(?:[\u00c2-\u00df]{_WESTERN}|[\u00e0-\u00ef]{_WESTERN}{{2}}|[\u00f0-\u00f4]{_WESTERN}{{3}})"
_SURE = regex(
    rf"{_SEQUENCE}{{2,}}|â[€‚„†ˆ‰œ˜™]{_WESTERN}|ï[»¿]¿|ï¿½|вЂ{_CYRILLIC}|(?:[РС]{_CYRILLIC}){{3,}}"
    rf"|[ÂÃÄÅ](?:(?![{_QUIET}{_LOOSE}]){_WESTERN}|(?<=[a-zß-ÿ].)[{_QUIET}{_LOOSE}]|[{_LOOSE}](?=[a-zß-ÿ]))"
    rf"|(?<![A-ZÀ-ÞĀ-ž])[ÂÃ][\u00ae\u00a9\u00b0\u00b2\u00b3\u00aa\u00ba\u00a0]|\\u[0-9a-fA-F]{{4}}"
)
"""Text that is certainly mojibake. `_SEQUENCE` is a lead byte of UTF-8 with its continuation bytes, read as
Windows-1252; one alone may be right, as `É»` in « CAFÉ » or `É®` in a trade mark, two in a row are not. After them
come the pairs that quotation marks and dashes of UTF-8 become, the byte order mark and U+FFFD, Cyrillic read as
Windows-1251, and single pairs that no word has: `_QUIET` and `_LOOSE` are signs that may follow a letter in a right
text, so these count only inside a word. The last is a `\\u` escape that a program did not resolve."""
_SUSPECT = regex(
    r"[\\\x80-\u024f\u02b0-\u02ff\u0384\u0385\u0400-\u040f\u0450-\u045f\u0490\u0491\u2000-\u2bff\uf8ff\ufb01\ufb02\ufffd]"
)
"""Text in the wrong encoding has at least one of these, by our sequences and by ftfy. Most texts in other scripts have none."""


def _repaired(text: str) -> str:
    if text.startswith("\\u"):
        return chr(int(text[2:], 16)) if not 0xD800 <= int(text[2:], 16) < 0xE000 else ""
    for encoding in ("cp1252", "cp1251"):
        try:
            return b"".join(char.encode(encoding) if ord(char) > 0x9F else bytes([ord(char)]) for char in text).decode()
        except UnicodeError:
            continue
    return ""
