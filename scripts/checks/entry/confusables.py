"""Letters of other scripts that look like Latin ones: Unicode's list of confusables (UTS 39), and additions."""

import re
import unicodedata
from functools import cache

from ...patterns import regex

ALIEN = regex(
    r"[\u0370-\u03ff\u0400-\u052f\u0531-\u0587\u13a0-\u13ff\u1401-\u167f\u1f00-\u1fff\u2c80-\u2cff\u2d30-\u2d7f"
    r"\ua4d0-\ua4ff\uab70-\uabbf\U00010280-\U000105ff\U000118a0-\U000118ff]"
)
"""Letters of scripts that have look-alikes of Latin letters: Cyrillic, Greek, Armenian, Cherokee, Canadian syllabics,
Coptic, Tifinagh and Lisu, and historic ones (Lycian to Elbasan, Warang Citi). Nobody writes a Latin name in them."""

_OURS = {
    **dict(zip("кӏκχ", "klkx", strict=True)),
    **dict(zip("ᎩᏎᎾᏐᏫꭰꭱꭲꭺꭻꭼꮃꮇꮋꮍꮐꮓꮟꮢꮩꮪꮮꮯꮲꮶꮷ", "y4OHODRTAJEWMHYGZbRVSLCPKd", strict=True)),
    **dict(zip("ᑎᒎᔕᑕᘔᗩᕮᗴᗝᘜᑫᘿᐃᐱᐁᐅ", "NJSCZAEEOGqEAAVD", strict=True)),
    **dict(zip("Ⲃⵅⵏⵎⵊⵟⵜⵙⵀ", "BXlCIEtoO", strict=True)),
}
"""Letters that Unicode's list lacks (it has `к` only as a look-alike of the letter kra), or has for another Latin
letter than the one that a disguised name needs."""
_UNLIKE = frozenset("гγσռգա")
"""Letters of living languages that are in Unicode's list, but that no reader takes for Latin ones."""


@cache
def look_alikes() -> dict[str, str]:
    """Each such letter to the Latin one that it looks like, with marks too: `ї` looks like `ï` as `і` looks like `i`."""
    plain = {**_OURS, **{char: latin for char, latin in _confusables().items() if char not in {*_OURS, *_UNLIKE}}}
    # Letters with accents are not in the list; they are looked up by their base letter (NFD).
    found = dict(plain)
    for code in (*range(0x370, 0x530), *range(0x1F00, 0x2000)):
        spelled = unicodedata.normalize("NFD", chr(code))
        if spelled[0] in plain and spelled[1:]:
            found[chr(code)] = unicodedata.normalize("NFC", plain[spelled[0]] + spelled[1:])
    return found


def _confusables() -> dict[str, str]:
    from confusable_homoglyphs import confusables  # here, because it takes a while to load

    letters = "".join(filter(ALIEN.match, map(chr, range(0x370, 0x11900))))
    rows = confusables.is_confusable(letters, greedy=True, preferred_aliases=["latin"])
    alike = {
        row["character"]: glyph["c"] for row in rows for glyph in row["homoglyphs"] if re.match("[A-Za-z]$", glyph["c"])
    }
    # UTS 39 maps every character to one prototype per group; that of `I`, `l` and `|` is `l`, so capitals become `I` here.
    return {char: "I" if latin == "l" and not char.islower() else latin for char, latin in alike.items()}


def in_latin(text: str) -> str:
    """Text with the look-alikes of other scripts replaced by Latin letters: `Арple` (Cyrillic `Ар`) becomes `Apple`."""
    if not ALIEN.search(text):
        return text
    latin = look_alikes()
    return "".join(latin.get(char, char) for char in text)
