"""`make status`: how much of each catalog is translated, and what would be published now."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from .. import po, problem, segmentation
from ..pages.facts import Counts
from ..pages.frames import known_frame_words
from ..pages.survey import Survey, Surveyed, Version
from ..problem import Problem, Refused
from ..project.frame_words import SITE
from ..project.project import Project
from ..store import Store
from ..terminal import steps


@dataclass(frozen=True, slots=True)
class StatusRow:
    """One policy in one locale, or the words of the page frame in one locale."""

    policy: str
    """Its domain; `site` for the words of the page frame. A word that a related locale translates counts as translated."""
    locale: str
    segments: int
    translated: int
    fuzzy: int
    missing: int
    words_left: int
    """Words of the source in segments without a translation to publish."""
    state: str = ""
    """`current`, `previous`, `islands` or `withheld`, as in the manifest; "" for the words of the page frame."""
    approval: str = ""
    """`source`, `draft`, `unreviewed`, or "" if no page is published."""
    errors: int = 0
    """Number of problems that prevent its publication."""
    has_catalog: bool = True
    """Whether the catalog exists (`make locale` starts it)."""
    is_checked: bool = True
    """Whether its texts were checked, now or in an earlier run; if not, its state and errors are not known."""
    is_refused: bool = False
    """Whether the policy itself has errors, so that it is published in no language."""


_MOST_LOOKS = 40
"""The most pages without an earlier result that `status` checks; if there are more, it only counts entries."""


def status(
    project: Project, locales: Sequence[str], policies: Sequence[str], store: Store | None = None
) -> tuple[list[StatusRow], list[Problem]]:
    """A row for each policy in each locale, then rows for the page frame; and the problems that prevent publication.

    Raises `Refused` for a locale or policy that does not exist.
    """
    store = store or Store()
    survey = Survey(project, locales, policies, store=store)
    rows: list[StatusRow] = []
    problems: list[Problem] = []
    with steps(len(survey.wanted) * len(survey.languages)) as step:
        found = survey.run(step, _MOST_LOOKS)
    for each in found:
        rows += _of_policy(survey, each)
        problems += (problem for problem in each.source.problems if problem.is_error)
    if not policies:
        rows += [row for each in survey.languages[1:] if (row := _of_frame(survey, each.code))]
    missing = survey.missing(found) if all(row.is_checked for row in rows) else ()
    # the rows of `site` show what is missing in the page frame
    others = (problem for problem in (*survey.problems, *missing) if problem.rule != "frame")
    return rows, [*problems, *others]


def _of_frame(survey: Survey, code: str) -> StatusRow | None:
    """The words of the page frame in a locale; None if the locale has no catalog for them.

    A word counts as translated if pages show it in this language, even if it comes
    from the catalog of a related locale or of the pipeline: nobody has to translate it.
    The other words are fuzzy if the locale's own catalog marks them so, and missing if
    not; `words_left` counts the words of both.
    """
    project = survey.project
    if not project.has(project.catalog(code, SITE)):
        return None
    words = known_frame_words(project, code, survey.results.keys, survey.results.store)
    segments, lacking = words.wanted, len(words.lacking)
    if not lacking:
        return StatusRow(SITE, code, segments, segments, 0, 0, 0)
    from ..pages.counts import count_entries, count_words

    _, _, fuzzy, _, _ = count_entries(_live(project, SITE, code), {(None, text): text for text in words.lacking})
    left = count_words(words.lacking)
    return StatusRow(SITE, code, segments, segments - lacking, fuzzy, lacking - fuzzy, left)


def _of_policy(survey: Survey, found: Surveyed) -> Iterator[StatusRow]:
    """The rows of a policy: the source first, then the locales. Nothing is counted if it cannot be read."""
    name, project, counter = found.name, survey.project, _Counter(survey, found.name)
    size = found.size
    refused = found.is_refused
    yield _row(name, survey.config.source, (size, size, 0, 0, 0), found.source, is_refused=refused)
    for code, version in found.versions.items():
        has_catalog = project.has(project.catalog(code, name))
        known = None if version.facts is None else version.facts.counts
        counts = known or counter.counts(code)
        yield _row(name, code, counts, version, has_catalog=has_catalog, is_refused=refused)


class _Counter:
    """Counts the entries of a policy's catalogs; a catalog that an earlier run counted is not read again."""

    def __init__(self, survey: Survey, name: str) -> None:
        self.survey, self.name = survey, name
        self._texts: Mapping[po.Key, str] | None = None

    def counts(self, code: str) -> Counts:
        """Of a locale."""
        key = self.survey.results.keys.catalog(self.name, code)
        known = None if key is None else self.survey.results.store.get(key)
        if known is not None:
            size, translated, fuzzy, missing, words = json.loads(known)
            return size, translated, fuzzy, missing, words
        from ..pages.counts import count_entries, shown_texts  # here, for counts that are known need no text

        if self._texts is None:
            is_read = self.survey.is_read(self.name)
            self._texts = shown_texts(self.survey.crew.own.policy(self.name) if is_read else None)
        found = count_entries(_live(self.survey.project, self.name, code), self._texts)
        if key is not None and self.survey.results.keys.afresh().catalog(self.name, code) == key:
            self.survey.results.store.put(key, json.dumps(found).encode())
        return found


def _row(
    name: str, code: str, counts: Counts, version: Version, *, has_catalog: bool = True, is_refused: bool
) -> StatusRow:
    approval = version.page.status.approval if version.page else ""
    errors = sum(problem.is_error for problem in version.problems)
    state = version.state if version.is_known else ""
    return StatusRow(name, code, *counts, state, approval, errors, has_catalog, version.is_known, is_refused)


def _live(project: Project, domain: str, code: str) -> Mapping[po.Key, po.Entry]:
    """The live entries of a catalog; none if it does not exist or cannot be read."""
    path = project.catalog(code, domain)
    try:
        return po.read_catalog(project.read(path), project.name(path)).live if project.has(path) else {}
    except Refused:
        return {}


def rows_as_text(rows: Sequence[StatusRow]) -> str:
    """A table for a terminal."""
    head = ("policy", "locale", "translated", "fuzzy", "missing", "words left", "state")
    cells = [head, *(_cells(row) for row in rows)]
    widths = [max(segmentation.columns(line[index]) for line in cells) for index in range(len(head))]
    lines = (
        "  ".join(
            f"{cell:>{width}}" if 1 < index < 6 else f"{cell:<{width}}" for index, (cell, width) in enumerate(row)
        )
        for row in (list(zip(line, widths, strict=True)) for line in cells)
    )
    return "\n".join(line.rstrip() for line in lines)


def _cells(row: StatusRow) -> tuple[str, ...]:
    errors = f"{row.errors} error{'' if row.errors == 1 else 's'}" if row.errors else ""
    missing = "" if row.has_catalog else f"no catalog: make locale LOCALE={row.locale}"
    # `make locale` makes no catalog of a policy that is refused
    todo = "the policy is refused: make check says why" if row.is_refused else missing
    unknown = "" if row.is_checked else "not checked yet: make check"
    state = ", ".join(part for part in (row.state, row.approval, errors, todo, unknown) if part)
    return (
        problem.visible(row.policy, lines=False), row.locale, _translated(row), str(row.fuzzy), str(row.missing), str(row.words_left), state,
    )  # fmt: skip


def _translated(row: StatusRow) -> str:
    """The number and percentage of translated segments; a policy that cannot be read has no percentage."""
    return f"{row.translated} ({100 * row.translated // row.segments} %)" if row.segments else str(row.translated)


def rows_as_json(rows: Sequence[StatusRow], problems: Sequence[Problem]) -> str:
    """One JSON object: `status` with one object for each row, and `problems` as every verb gives them."""
    return problem.plain_json({"status": [asdict(row) for row in rows], **json.loads(problem.as_json(problems))})
