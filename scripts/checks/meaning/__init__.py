"""Meaning: what a translation says otherwise than its source, as far as words, signs and lengths show it.

for problem in meaning(pair): ...   warnings only; a language without words in `words.toml` is not judged by them
"""

from collections.abc import Iterator

from ...problem import Problem
from ..rule import Pair, Rule
from . import amount, language
from . import modality as force
from . import punctuation as signs

RULES: tuple[Rule, ...] = (*language.RULES, *force.RULES, *amount.RULES, *signs.RULES)


def meaning(pair: Pair) -> Iterator[Problem]:
    """All that is found; of a text in the wrong language only that, of a name or code that is kept nothing."""
    if pair.code == pair.source or not pair.theirs.strip():
        return
    found = list(language.language(pair))
    yield from found
    if not found and pair.ours != pair.theirs:
        yield from force.force(pair)
        yield from amount.amount(pair)
        yield from signs.signs(pair)


__all__ = ["RULES", "meaning"]
