"""Names and legal forms that every language keeps."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from difflib import get_close_matches
from functools import cache

from ...patterns import regex
from ...problem import Problem
from ..rule import Facts, Pair, Rule

_NAME_LOST = Rule(
    "name-lost",
    "error",
    "A name that is kept in every language is missing, misspelt, inflected or in other letters.",
    "Write the name exactly as in the source. If grammar asks for an ending, build the sentence differently.",
    ("ru", "LM Studio protects your data.", "ЛМ Студио защищает ваши данные."),
    ("ru", "LM Studio protects your data.", "LM Studio защищает ваши данные."),
)
_NAME_FEWER = Rule(
    "name-fewer",
    "warning",
    "A name that is kept in every language appears less often than in the source: a pronoun may stand in its place, or part of the text is missing.",
    "Write the name again, or have the warning waived if another word clearly means it.",
    ("it", "Apple keeps it, and Apple deletes it.", "Apple li conserva e poi li elimina."),
    ("it", "Apple keeps it, and Apple deletes it.", "Apple li conserva e Apple li elimina."),
)
_LEGAL_FORM_LOST = Rule(
    "legal-form-lost",
    "error",
    "The legal form of a company (Ltd, GmbH, Inc.) is missing or translated, so the text would name another company.",
    "Copy the legal form from the source, even if your country has a similar one.",
    ("es", "Your contract is with Example Ltd.", "Su contrato es con Example S.L."),
    ("es", "Your contract is with Example Ltd.", "Su contrato es con Example Ltd."),
)
RULES = (
    _NAME_LOST,
    _NAME_FEWER,
    _LEGAL_FORM_LOST,
)

_LETTER = r"A-Za-z0-9\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff"
"""Letters that make a name part of another word. Kana, Hangul, Thai and others may follow a name directly."""
_FORMS = (
    "GmbH & Co. KG", "GmbH", "gGmbH", "UG", "AG", "KG", "KGaA", "OHG", "e.V.", "e.K.", "SE",
    "Pty Ltd", "Pvt. Ltd.", "Pte. Ltd.", "Co., Ltd.", "Ltd", "LLC", "L.L.C.", "LLP", "L.P.", "Inc.", "Corp.", "PLC", "plc", "CIC",
    "S.A.", "S.A.S.", "SAS", "S.A.R.L.", "SARL", "S.à r.l.", "S.L.", "S.L.U.", "S.p.A.", "S.r.l.", "Ltda.", "S.A. de C.V.",
    "B.V.", "N.V.", "BV", "NV", "BVBA", "A/S", "ApS", "AB", "ASA", "Oy", "Oyj", "s.r.o.", "a.s.", "Sp. z o.o.", "Kft.", "Zrt.",
    "d.o.o.", "OÜ", "SIA", "UAB", "K.K.", "株式会社", "有限公司", "ООО",
)  # fmt: skip
"""Legal forms; the full stop at the end is optional."""


def _loose(form: str) -> str:
    """A pattern for the ways to write a form: with no-break spaces, with or without spaces after its stops and a final stop."""
    inner = re.escape(form.removesuffix(".")).replace(r"\ ", r"[ \u00a0\u202f]?").replace(r"\.", r"\.[ \u00a0\u202f]?")
    return rf"{inner}\.?"


_BY_LENGTH = sorted(_FORMS, key=len, reverse=True)
_FORM = regex(rf"(?<![{_LETTER}])(?:{'|'.join(f'({_loose(form)})' for form in _BY_LENGTH)})(?![{_LETTER}])")
_NAMED = regex(r"(?:[A-Z\u00c0-\u00de0-9][\w.&'’-]*|[\u3041-\u9fff])[ \u00a0\u202f,]*$")
"""The end of a company's name, which precedes a legal form."""


def keeps_names(source: str, target: str, keep: Sequence[str], facts: Facts | None = None) -> Iterator[Problem]:
    """Each name of `keep` (`[checks]` of site.toml) is in the translation as often as in the source, letter for letter.

    It is an error if the name is not there at all, or if another form or name replaces it; a warning if it is there
    less often, because a pronoun may replace it. `source` and `target` are what a reader sees (`markup_parity.shown`):
    names in addresses, labels and alt texts do not count.
    """
    named = (facts or Facts()).of(_counts, source, tuple(keep))
    for name, wanted in named.items():
        have = _count(name, target)
        lost = wanted - have
        if lost > 0:
            gained = any(_count(other, target) > named.get(other, 0) for other in keep)
            times = f" ({lost} times)" if lost > 1 else ""
            instead = _instead(name, target, keep)
            if have and not instead and not gained:
                message = f"the name '{name}' is used {_often(have)} here, and {_often(have + lost)} in the source"
                hint = f"write {name} again, unless another word clearly means it"
                yield _NAME_FEWER.problem(message, hint)
                continue
            told = f"; it says '{instead}'" if instead else ""
            where = f"in place of '{instead}' " if instead else ""
            hint = f"{where}write {name} in these letters, without an ending"
            yield _NAME_LOST.problem(f"the translation loses the name '{name}'{times}{told}", hint)


def _often(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def keeps_forms(pair: Pair) -> Iterator[Problem]:
    """Each legal form after a company's name is in the translation as often as in the source."""
    ours = pair.facts.of(_named_forms, pair.source)
    if not ours:
        return
    for form, count in sorted((ours - _forms(pair.target)).items()):
        times = f" ({count} times)" if count > 1 else ""
        message = f"the translation loses the legal form '{form}'{times}"
        yield _LEGAL_FORM_LOST.problem(message, f"write {form} after the company's name, as the source does")


def _named_forms(shown: str) -> Counter[str]:
    """The legal forms that follow the name of a company."""
    return _forms(shown, lambda form: bool(_NAMED.search(shown, max(0, form.start() - 40), form.start())))


def _forms(shown: str, counts: Callable[[re.Match[str]], bool] = lambda _: True) -> Counter[str]:
    found = filter(counts, _FORM.finditer(shown))
    return Counter(_BY_LENGTH[(form.lastindex or 1) - 1] for form in found)


def _counts(text: str, names: Sequence[str]) -> dict[str, int]:
    """How often a text has each of these names; names that it does not have are left out."""
    return {name: count for name in names if (count := _count(name, text))}


def _count(name: str, text: str) -> int:
    """How often the name is there as a word of its own."""
    return len(_exact(name).findall(text))


@cache
def _exact(name: str) -> re.Pattern[str]:
    """A pattern for the name as a word of its own; a no-break space counts as a space."""
    words = r"[ \u00a0\u202f]+".join(map(re.escape, name.split()))
    return re.compile(rf"(?<![{_LETTER}]){words}(?![{_LETTER}])")


def _instead(name: str, text: str, keep: Sequence[str]) -> str:
    """The word that replaces a name: inflected, spelled differently, or misspelt; "" if no word is similar."""
    words = r"[ \u00a0\u202f-]*".join(map(re.escape, name.split()))
    text = _exact(name).sub(" ", text)
    declined = re.search(rf"(?<![{_LETTER}]){words}[{_LETTER}]{{0,12}}(?![{_LETTER}])", text, re.I)
    if declined:
        return declined.group()
    long = len(name.split())
    single = re.findall(rf"[{_LETTER}]{{1,60}}", text)[:2000]
    rows = [" ".join(single[i : i + long]) for i in range(len(single) - long + 1)]
    near = get_close_matches(
        name, [row for row in dict.fromkeys(rows) if row not in keep and _about(row, name)], 1, 0.75
    )
    return near[0] if near else ""


def _about(row: str, name: str) -> bool:
    return abs(len(row) - len(name)) <= 3 and row[:1].isupper() == name[:1].isupper()
