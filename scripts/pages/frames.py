"""The frame of each language of a project: words of its catalogs, or of related languages, or else in English."""

import json
from collections.abc import Iterable
from dataclasses import asdict

from ..locales import Language
from ..problem import Problem
from ..project.frame_words import FrameWords, frame_words, reads_english
from ..project.layouts import words_of_layouts
from ..project.project import Project
from ..store import Store
from .frame import Frame
from .keys import Keys


def frames(
    project: Project, languages: Iterable[Language], keys: Keys, store: Store
) -> tuple[dict[str, Frame], list[Problem]]:
    """The page frame of each language by its code, and the problems of their words: missing ones, and such with errors."""
    found = {each.code: (each, known_frame_words(project, each.code, keys, store)) for each in languages}
    problems = [problem for _, words in found.values() for problem in words.problems]
    return {code: Frame(each, words.said, _english(each)) for code, (each, words) in found.items()}, problems


def known_frame_words(project: Project, code: str, keys: Keys, store: Store) -> FrameWords:
    """The words of the frame in a locale, from the store or else from the catalogs.

    The key is taken again after reading. If it differs, somebody has changed a catalog meanwhile, and what was read may not
    belong to the first key: then it is used in this run only.
    """
    key = keys.frame(code)
    known = None if key is None else store.get(key)
    if known is not None:
        facts = json.loads(known)
        problems = tuple(Problem(**one) for one in facts["problems"])
        return FrameWords(facts["said"], tuple(facts["lacking"]), problems, facts["wanted"])
    found = frame_words(project, code, [segment for _, segment in words_of_layouts()])
    if key is not None and keys.afresh().frame(code) == key:  # nobody wrote in a catalog meanwhile
        facts = {**asdict(found), "problems": [asdict(one) for one in found.problems]}
        store.put(key, json.dumps(facts).encode())
    return found


def _english(here: Language) -> dict[str, str]:
    """`lang` and `dir` for words of the frame without a translation, which are in English; empty for English pages."""
    return {} if reads_english(here.code) else {"lang": "en", "dir": "ltr"}
