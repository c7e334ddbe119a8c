"""Letters of other scripts that look like Latin ones: by Unicode's list of confusable characters, and by ours."""

import re
import unicodedata
from functools import cache

ALIEN = re.compile(
    r"[\u0370-\u03ff\u0400-\u052f\u0531-\u0587\u13a0-\u13ff\u1401-\u167f\u1f00-\u1fff\u2c80-\u2cff\u2d30-\u2d7f"
    r"\ua4d0-\ua4ff\uab70-\uabbf\U00010280-\U000105ff\U000118a0-\U000118ff]"
)
"""Letters of scripts that have look-alikes of Latin ones, living (Cyrillic, Greek, Armenian, Cherokee, Canadian
syllabics, Coptic, Tifinagh, Lisu) and others (Lycian to Elbasan, Warang Citi), in which nobody writes a Latin name."""

_OURS = {
    **dict(zip("кӏκχ", "klkx", strict=True)),
    **dict(zip("ᎩᏎᎾᏐᏫꭰꭱꭲꭺꭻꭼꮃꮇꮋꮍꮐꮓꮟꮢꮩꮪꮮꮯꮲꮶꮷ", "y4OHODRTAJEWMHYGZbRVSLCPKd", strict=True)),
    **dict(zip("ᑎᒎᔕᑕᘔᗩᕮᗴᗝᘜᑫᘿᐃᐱᐁᐅ", "NJSCZAEEOGqEAAVD", strict=True)),
    **dict(zip("Ⲃⵅⵏⵎⵊⵟⵜⵙⵀ", "BXlCIEtoO", strict=True)),
}
"""What Unicode's list lacks, for it takes `к` for the letter kra alone, or has as another letter than a name would."""
_UNLIKE = frozenset("гγσռգա")
"""Letters of living languages that Unicode's list takes for Latin ones, and no reader does."""


@cache
def look_alikes() -> dict[str, str]:
    """Each such letter with the Latin one, those with a mark on them too: `ї` is as near to `ï` as `і` to `i`."""
    plain = {**_OURS, **{char: latin for char, latin in _confusables().items() if char not in {*_OURS, *_UNLIKE}}}
    found = dict(plain)
    for code in (*range(0x370, 0x530), *range(0x1F00, 0x2000)):
        spelled = unicodedata.normalize("NFD", chr(code))
        if spelled[0] in plain and spelled[1:]:
            found[chr(code)] = unicodedata.normalize("NFC", plain[spelled[0]] + spelled[1:])
    return found


def _confusables() -> dict[str, str]:
    from confusable_homoglyphs import confusables  # here, for it takes a while to load

    letters = "".join(filter(ALIEN.match, map(chr, range(0x370, 0x11900))))
    rows = confusables.is_confusable(letters, greedy=True, preferred_aliases=["latin"])
    alike = {
        row["character"]: glyph["c"] for row in rows for glyph in row["homoglyphs"] if re.match("[A-Za-z]$", glyph["c"])
    }
    # Unicode has one prototype, `l`, for all that look like it or like `I`.
    return {char: "I" if latin == "l" and not char.islower() else latin for char, latin in alike.items()}


def in_latin(text: str) -> str:
    """Text with the letters of other scripts that look like Latin ones made Latin: `Арple` is `Apple`."""
    if not ALIEN.search(text):
        return text
    return text.translate(_latin())


@cache
def _latin() -> dict[int, str]:
    """`look_alikes` as `str.translate` wants them: it is several times as fast as a loop."""
    return str.maketrans(look_alikes())
