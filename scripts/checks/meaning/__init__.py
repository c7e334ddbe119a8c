"""Meaning: where a translation says something different from its source, as far as words, signs and lengths show it.

All rules are warnings. A language that is not in `words.toml` is not checked by words.
"""

from collections.abc import Iterator

from ...problem import Problem
from ..rule import Pair, Rule
from . import completeness, language, modality, punctuation, titles

RULES: tuple[Rule, ...] = (*language.RULES, *modality.RULES, *completeness.RULES, *punctuation.RULES, *titles.RULES)


def check_meaning(pair: Pair) -> Iterator[Problem]:
    """Warnings about one pair. For a text in the wrong language nothing else is checked, for a kept name or code nothing."""
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
