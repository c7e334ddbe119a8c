"""Meaning: what a translation says otherwise than its source, as far as words, signs and lengths show it.

for problem in meaning(pair): ...   warnings only; a language without words in `words.toml` is not judged by them
"""

from collections.abc import Iterator

from ...problem import Problem
from ..rule import Pair, Rule
from . import completeness, language, modality, punctuation, titles

RULES: tuple[Rule, ...] = (*language.RULES, *modality.RULES, *completeness.RULES, *punctuation.RULES, *titles.RULES)


def check_meaning(pair: Pair) -> Iterator[Problem]:
    """All that is found; of a text in the wrong language only that, of a name or code that is kept nothing."""
    if pair.code == pair.source_code or not pair.target.strip():
        return
    found = list(language.check_language(pair))
    yield from found
    if not found and pair.source != pair.target:
        yield from modality.check_modality(pair)
        yield from completeness.check_completeness(pair)
        yield from punctuation.check_punctuation(pair)
    yield from titles.check_titles(pair)


__all__ = ["RULES", "check_meaning"]
