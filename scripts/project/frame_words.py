"""Words of the page frame in a locale: its own, then those of its nearest relatives.

At each step of CLDR's line of parents the root's own catalogs come first, then
those of the pipeline. An empty `site.po` therefore changes no page.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from .. import po
from ..checks.entry.markup_parity import keeps_shape
from ..locales import fallbacks, is_known, subtags
from ..markup import InlineReader, Segment
from ..problem import Problem, Refused
from .project import PIPELINE, Project

SITE = "site"
"""The domain of the words of the frame."""


@dataclass(frozen=True, slots=True)
class FrameWords:
    """The words of the frame in one locale."""

    said: Mapping[str, str]
    """English to the translation that pages show."""
    lacking: tuple[str, ...]
    """English that readers of another language would see for want of a translation."""
    problems: tuple[Problem, ...]
    """What is wrong with the locale's own catalog, and what is lacking."""
    wanted: int
    """How many words there are."""


def frame_words(project: Project, code: str, wanted: Sequence[Segment]) -> FrameWords:
    """The words of the layouts, `wanted`, in the locale `code`.

    A translation of another shape is not used; one of the locale's own catalog
    is reported, and so are words that are shown in English.
    """
    texts = {segment.text for segment in wanted}
    said, problems = dict[str, str](), list[Problem]()
    for place in places(project, code):
        words, found = _words(place, wanted, project)
        said = {**words, **said}
        if place == (project, code):
            problems += [problem.at(path=project.name(project.catalog(code, SITE)), locale=code) for problem in found]
        if len(said) == len(texts):
            break
    lacking = tuple(sorted(texts - set(said))) if not reads_english(code) else ()
    if lacking:
        problems.append(_lacks(project, code, lacking))
    return FrameWords(said, lacking, tuple(problems), len(texts))


def _lacks(project: Project, code: str, lacking: Sequence[str]) -> Problem:
    own = project.catalog(code, SITE)
    words = "1 word" if len(lacking) == 1 else f"{len(lacking)} words"
    message = f"{words} of the page frame cannot be shown in this language; English is shown instead"
    hint = f"translate them in {project.name(own)}, the first is {lacking[0]!r}"
    hint = hint if project.has(own) else f"run make update, which starts {project.name(own)}, then {hint}"
    return Problem(message, "frame", project.name(own), 0, "warning", locale=code, hint=hint)


def reads_english(code: str) -> bool:
    """Whether the words of the layouts need no translation: English in its usual script, of whatever country."""
    return subtags(code)[:2] == ("en", "Latn")


def places(project: Project, code: str) -> Iterator[tuple[Project, str]]:
    """Where words of a locale may stand, the nearest first: a root, and the name of a folder in its `locale/`."""
    yield project, code
    roots = {here: [other for other in here.codes() if is_known(other)] for here in (project, Project(PIPELINE))}
    for step in fallbacks(code):
        for here, codes in roots.items():
            found = [other for other in codes if subtags(other) == step and (here, other) != (project, code)]
            yield from ((here, other) for other in sorted(found, key=lambda other: (other != code, other)))


def _faults(segment: Segment, said: str, place: tuple[Project, str], project: Project) -> list[Problem]:
    """Errors in a word of the frame; those that come with the pipeline are looked at where they are the root's own."""
    here, code = place
    if here != project:
        return list(keeps_shape(segment, said, InlineReader(), {}))
    from ..checks import table  # here, for an update of policies in English needs none of them

    found = table.check_entry(segment, said, table.CheckContext(code), thorough=False)
    return [problem for problem in found if problem.is_error]


def _words(
    place: tuple[Project, str], wanted: Sequence[Segment], project: Project
) -> tuple[dict[str, str], list[Problem]]:
    """The wanted words that a catalog translates rightly, and what is wrong with it; none where it cannot be read."""
    from ..checks.catalog.check import check_catalog  # here, as above

    here, other = place
    path = here.catalog(other, SITE)
    if not here.has(path):
        return {}, []
    try:
        text = here.read(path)
        catalog = po.read_catalog(text, here.name(path))
    except Refused as error:
        return {}, list(error.problems)
    found = [*po.agrees(catalog, text, here.name(path)), *check_catalog(catalog, other, None)]
    if faults := [problem for problem in found if problem.is_error]:
        return {}, faults
    entries = {entry.msgid: entry for entry in catalog.entries if entry.is_translated}
    said, problems = dict[str, str](), list[Problem]()
    for segment in wanted:
        if entry := entries.get(segment.text):
            wrong = _faults(segment, entry.msgstr, place, project)
            problems += (problem.at(line=entry.line, msgid=entry.msgid, msgstr=entry.msgstr) for problem in wrong)
            if not wrong:
                said.setdefault(segment.text, entry.msgstr)
    return said, problems
