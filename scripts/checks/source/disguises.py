"""Words of a source in letters of another script that look like its own.

A translation is compared with its source; a source has nothing to be compared with. So the words that a disguised
word may imitate are the other words of the same file, and the names that every language keeps.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice

from ...locales import script
from ...patterns import regex
from ...problem import Problem
from ..characters import script_of
from ..entry.confusables import ALIEN, in_latin, look_alikes
from ..entry.lookalikes import FOREIGN_LETTER, LIKE, OWN, STYLED_LETTER, WORD, latin_letters, mixed

MARKED = regex(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*")
"""A run of letters and the marks on them."""


@dataclass(frozen=True, slots=True)
class FileWords:
    """The words of a file, which a disguised word may imitate."""

    code: str
    """The language of the file."""
    own: str
    """Its script (first word of the Unicode names) if it has look-alikes of Latin letters; else ""."""
    latin: frozenset[str]
    """The file's words in Latin letters, and those of the kept names."""
    folded: frozenset[str]
    """The same, casefolded."""
    keep: frozenset[str]
    """The words of the kept names."""
    others: frozenset[str]
    """The file's words in `own` letters, as written and casefolded."""
    names: frozenset[str] = frozenset()
    """The words of the kept names in any script."""


def words_of_file(text: str, code: str, keep: Collection[str]) -> FileWords:
    """The words of a file in the language `code`; `keep` are names that every language keeps."""
    own = OWN.get(script(code), "")
    found = frozenset(WORD.findall(text))
    kept = frozenset(word for name in keep for word in WORD.findall(name) if not ALIEN.search(word))
    names = frozenset(word for name in keep for pattern in (WORD, MARKED) for word in pattern.findall(name))
    latin = kept | {word for word in found if not ALIEN.search(word)}
    others = {word for word in found if own and _script(word) == own}
    folded = frozenset(word.casefold() for word in latin)
    return FileWords(code, own, latin, folded, kept, frozenset({*others, *(word.casefold() for word in others)}), names)


def disguised(text: str, known: FileWords) -> Iterator[Problem]:
    """Words of two scripts, and words entirely in letters that look like those of another."""
    if not known.own and not ALIEN.search(text):
        return
    runs = list(_runs(text))
    # Words of one script are checked with their neighbours below; spaces replace them, so that `mixed` does not see them.
    spans = [(found.start(), found.end()) for name, run in runs if name not in ("", "LATIN") for found in run]
    yield from mixed(_blanked(text, spans), known.latin, known.code)
    for name, run in runs:
        if name == "LATIN" and known.own:
            yield from _latin_for_own(text, run, known)
        elif name not in ("", "LATIN"):
            yield from _own_for_latin(text, name, run, known)
    if known.own == "CYRILLIC":
        yield from latin_letters(text, frozenset())


def _script(word: str) -> str:
    """The script of a word; "" if it has two, or one without look-alikes of Latin letters."""
    names = {script_of(char) for char in word}
    [name] = names if len(names) == 1 else [""]
    return name if name == "LATIN" or name in OWN.values() else ""


def _runs(text: str) -> Iterator[tuple[str, list[re.Match[str]]]]:
    """Neighbouring words of one script, with that script."""
    name, run = "", list[re.Match[str]]()
    for found in WORD.finditer(text):
        this = _script(found.group())
        if this != name and run:
            yield name, run
            run = []
        name = this
        run.append(found)
    if run:
        yield name, run


def _blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    pieces, at = [], 0
    for start, end in spans:
        pieces += [text[at:start], " " * (end - start)]
        at = end
    return "".join([*pieces, text[at:]])


# -- words that seem to be Latin ------------------------------------------------------------------

_ABBREVIATIONS = frozenset("ООО АО ОАО НКО ТОО СССР ΑΕ ΕΕ ΟΕ ΙΚΕ ΟΤΕ".split())
"""Abbreviations of companies and states whose capitals all look Latin."""
_NEVER_RUSSIAN = regex("[ѕһԁԛԝӏ]")
"""Letters that real words of look-alikes alone hardly ever have, but that a disguise needs."""
_OPENING = regex(r"[\"'“”„‟‘‚«‹「『(][ \u00a0\u202f*_]*\Z")
_CLOSING = regex(r"[ \u00a0\u202f*_.,!?]*[\"'“”‘’»›」』)]")


def _own_for_latin(text: str, name: str, run: list[re.Match[str]], known: FileWords) -> Iterator[Problem]:
    """Words of one non-Latin script that read like Latin words.

    A word whose letters are all look-alikes is suspicious unless its neighbours have letters that are not, or it is
    quoted: then it is a word of a foreign language.
    """
    is_own, is_genuine = name == known.own, any(char not in look_alikes() for word in run for char in word.group())
    start, end = run[0].start(), run[-1].end()
    quoted = bool(_OPENING.search(text[max(0, start - 4) : start]) and _CLOSING.match(text, end, end + 5))
    for found in run:
        word, latin = found.group(), in_latin(found.group())
        if any(char not in look_alikes() for char in word):
            continue
        if is_own or is_genuine:
            is_wrong = len(word) > 2 and latin in known.keep and word not in known.keep
        elif latin.casefold() in known.folded and len(word) > (2 if quoted else 1):
            is_wrong = word not in _ABBREVIATIONS
        elif len(word) == 1:
            is_wrong = name not in ("GREEK", "ARMENIAN") and not quoted and not _is_label(text, found)
        else:
            is_wrong = word not in _ABBREVIATIONS and (not quoted or bool(_NEVER_RUSSIAN.search(word)))
        if is_wrong:
            message = f"the word '{word[:40]}' is written in {name.title()} letters that look like Latin ones"
            yield _problem(message, f"write {latin[:40]} in Latin letters")


def _is_label(text: str, found: re.Match[str]) -> bool:
    """Whether a letter numbers something: `а)`, `п. а`, `5а`."""
    return text[found.end() : found.end() + 1] in (")", ".") or text[: found.start()][-1:].isdigit()


# -- Latin words that seem to be of the source's script -------------------------------------------


@cache
def _from_latin(own: str) -> dict[str, str]:
    return {
        latin: char for char, latin in reversed(look_alikes().items()) if script_of(char) == own and latin in LIKE[own]
    }


def _latin_for_own(text: str, run: list[re.Match[str]], known: FileWords) -> Iterator[Problem]:
    """Latin words that read like words that the file has in its own script: Latin `HE` for Russian `НЕ`."""
    letters = LIKE.get(known.own, frozenset())
    if any(char not in letters for found in run for char in found.group()):
        return
    for found in run:
        word = found.group()
        if len(word) < 2 or word in known.keep or re.match(r"[\d@./:_-]", text[found.end() :][:1]):
            continue
        meant = "".join(_from_latin(known.own)[char] for char in word)
        if (meant if word.isupper() and len(word) < 4 else meant.casefold()) in known.others:
            message = f"the word '{word[:40]}' is written in Latin letters that look like {known.own.title()} ones"
            hint = f"write {meant[:40]} in {known.own.title()} letters; if it is a Latin word, write it so everywhere"
            yield _problem(message, hint)


def _problem(message: str, hint: str) -> Problem:
    return FOREIGN_LETTER.problem(message, hint)


# -- letters of phonetics --------------------------------------------------------------------------

_PHONETIC = dict(zip("ɑɡᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "agABCDEFGHIJKLMNOPRSTUVWYZ", strict=True))
_SPELLED_WITH = frozenset("agq bkm byv jgo kbp kkj ksf mgo nmg nnh ybb".split())
"""Languages of Cameroon and Togo that write these letters."""
_SPELLED = regex(rf"(?<![/\[ˈˌː\w])(?=[a-zA-Z]*[{''.join(_PHONETIC)}])[a-zA-Z{''.join(_PHONETIC)}]{{2,}}(?![/\]ˈˌː\w])")


def phonetic(text: str, code: str) -> Iterator[Problem]:
    """Plain words with phonetic letters in them; a pronunciation such as `/ɡoʊ/` is not reported."""
    if code.split("_")[0] in _SPELLED_WITH or not any(char in _PHONETIC for char in text):
        return
    for found in islice(_SPELLED.finditer(text), 10):
        plain = "".join(_PHONETIC.get(char, char) for char in found.group())[:40]
        message = f"'{found.group()[:40]}' is written with phonetic letters that look like '{plain}'"
        yield STYLED_LETTER.problem(message, f"write {plain}")
