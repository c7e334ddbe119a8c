"""The words of the page frame in a locale: its own translations, then those of related locales.

The order is that of locale inheritance (UTS 35, "Parent Locales"): at each step first
the catalogs of the project, then those that come with the pipeline. An empty `site.po`
therefore changes no page.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..locales import fallbacks, is_known, subtags
from ..markup import InlineReader, Segment
from ..problem import Problem, Refused
from .project import PIPELINE, Project

SITE = "site"
"""The domain of the words of the page frame."""


@dataclass(frozen=True, slots=True)
class FrameWords:
    """The words of the page frame in one locale."""

    said: Mapping[str, str]
    """English to the translation that pages show."""
    lacking: tuple[str, ...]
    """The English words without a translation, which readers of another language would see in English."""
    problems: tuple[Problem, ...]
    """What is wrong with the locale's own catalog, and a warning about missing translations."""
    wanted: int
    """How many words the layouts have."""


def frame_words(project: Project, code: str, wanted: Sequence[Segment]) -> FrameWords:
    """The words of the layouts, `wanted`, in the locale `code`.

    A translation with an error is not used. It is reported if it is in the locale's own
    catalog; words that are shown in English are reported too.
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
    message = f"this language has no translation for {words} of the page frame; English is shown instead"
    translate = f"translate them in {project.name(own)}"
    if not project.has(own):
        translate = f"run make update, which starts {project.name(own)}, then translate them there"
    hint = f"{translate}; the first is {lacking[0]!r}"
    return Problem(message, "frame", project.name(own), 0, "warning", locale=code, hint=hint)


def reads_english(code: str) -> bool:
    """Whether the words of the layouts need no translation: English in Latin script, of any country."""
    return subtags(code)[:2] == ("en", "Latn")


Folders = Mapping[Project, Sequence[str]]
"""The locales of a project and of the pipeline, by their folders."""


def folders(project: Project) -> Folders:
    """The locales that may have words of the page frame."""
    return {here: [other for other in here.codes() if is_known(other)] for here in (project, Project(PIPELINE))}


def places(project: Project, code: str, there: Folders | None = None) -> Iterator[tuple[Project, str]]:
    """(project, folder in its `locale/`) of each catalog that may have words for a locale, the nearest first.

    Who asks for many locales lists the folders once, and gives them as `there`.
    """
    yield project, code
    roots = folders(project) if there is None else there
    for step in fallbacks(code):
        for here, codes in roots.items():
            found = [other for other in codes if subtags(other) == step and (here, other) != (project, code)]
            yield from ((here, other) for other in sorted(found, key=lambda other: (other != code, other)))


def _faults(segment: Segment, said: str, place: tuple[Project, str], project: Project) -> list[Problem]:
    """Errors in the translation of a word. In catalogs of the pipeline only markup is compared: they are checked at home."""
    here, code = place
    if here != project:
        # imported here: words that the store knows are not checked again
        from ..checks.entry.markup_parity import keeps_shape

        return list(keeps_shape(segment, said, InlineReader(), {}))
    from ..checks import table  # imported here: an update of policies in English does not need the checks

    found = table.check_entry(segment, said, table.CheckContext(code), thorough=False)
    return [problem for problem in found if problem.is_error]


def _words(
    place: tuple[Project, str], wanted: Sequence[Segment], project: Project
) -> tuple[dict[str, str], list[Problem]]:
    """The words that a catalog translates without errors, and what is wrong with it; no words if it cannot be read."""
    from .. import po
    from ..checks.catalog.check import check_catalog  # imported here for the same reasons

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
