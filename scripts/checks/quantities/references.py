"""References to laws and clauses: 6(1)(f) stays 6(1)(f), or is written part by part."""

import re
from collections.abc import Iterator
from itertools import pairwise

from ...problem import Problem
from ..rule import Rule
from .reading import Reading

REFERENCE_CHANGED = Rule(
    "reference-changed",
    "error",
    "The translation has another number of an article, clause or version than the source. It is only a warning if the number is small and may be written as a word.",
    "Copy the number from the source, and translate only the word before it.",
    ("ru", "See section 4.2.1.", "См. раздел 4.1.2."),
    ("ru", "See section 4.2.1.", "См. раздел 4.2.1."),
)

FEW = 20
"""How many references of a text are compared part by part."""


def keeps_references(ours: Reading, theirs: Reading) -> Iterator[Problem]:
    """References such as 6(1)(f) keep their order, and the same letter if the translation is in Latin script.

    Languages write the parts differently: `Artikel 6 Absatz 1 Buchstabe f`, `第6条第1項`. So it is enough that the numbers
    of a reference follow each other in either order, and letters are only compared where the script has them.
    """
    right = list(theirs.chains)
    left = [chain for chain in ours.chains[:FEW] if chain not in right]
    right = [chain for chain in right[:FEW] if chain not in ours.chains]
    values = [quantity.value for quantity in theirs.numbers]
    steps = set(pairwise(values))
    is_latin = _writes_latin(theirs.text)
    for chain in left:
        parts = [part for part in chain if part.isdecimal()]
        letters = [part for part in chain if not part.isdecimal()]
        follow = pairwise(parts)
        is_there = all(
            (one, two) in steps or (two, one) in steps or one not in values or two not in values for one, two in follow
        )
        same_letter = all(re.search(rf"(?<![^\W_]){letter}(?![^\W_])", theirs.text, re.I) for letter in letters)
        shown = chain[0] + "".join(f"({part})" for part in chain[1:])
        other = next((one for one in right if one[0] == chain[0] or sorted(one) == sorted(chain)), None)
        if other and other[1:2] and other[-1].isascii():
            now = other[0] + "".join(f"({part})" for part in other[1:])
            yield REFERENCE_CHANGED.problem(f"the reference {shown} has become {now}", f"write {shown}")
        elif not is_there or (is_latin and not same_letter):
            hint = f"write {shown}, or its parts in the same order"
            yield REFERENCE_CHANGED.problem(f"the reference {shown} is not in the translation", hint)


def _writes_latin(text: str) -> bool:
    return bool(re.search(r"[a-z]{3}", text, re.I)) and not re.search(r"[\u0370-\u1fff\u3040-\ud7ff]{3}", text)
