"""`make check`: all errors and warnings about policies, catalogs and waivers; no file of the project is changed."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Literal

from .. import files, markup, po
from ..catalogs.template import FROM_HTML
from ..checks import table as entry_checks
from ..checks.catalog import header
from ..checks.catalog.check import check_catalog, oversize
from ..checks.entry.invisible import check_invisible
from ..checks.rule import Pair
from ..checks.table import CheckContext
from ..locales import gettext_code, is_known, language
from ..markup import Segment
from ..markup.block_nodes import walk_blocks
from ..pages.survey import Survey
from ..po import Catalog, Entry
from ..problem import Problem, Refused
from ..project.config import Config, read_config
from ..project.project import Project
from ..project.waivers import Waiver, waiver
from ..store import Store
from ..terminal import steps


def check(
    project: Project, locales: Sequence[str], policies: Sequence[str], store: Store | None = None, jobs: int = 1
) -> list[Problem]:
    """Every problem of the chosen policies and locales, or of all. Results in `store` are used again.

    Raises `Refused` for a locale or policy that does not exist.
    """
    survey = Survey(project, locales, policies, thorough=True, store=store, jobs=jobs)
    with closing(survey.crew), steps(len(survey.wanted) * len(survey.languages)) as step:
        while survey.disagreeing(step):
            pass  # a page that is withheld must not be linked to, which may withhold others
        looked = survey.run()
    found = [problem for surveyed in looked for problem in surveyed.problems()]
    return [*found, *survey.problems, *survey.missing(looked), *survey.unused_waivers(looked)]


def waivers_for(project: Project, problems: Iterable[Problem]) -> tuple[list[Waiver], list[str]]:
    """The waivers that would accept these problems, and a comment for each."""
    found, comments = [], []
    for problem in problems:
        if problem.rule in entry_checks.WAIVABLE and problem.locale and problem.line:
            entry = _entry_at(project, problem)
            if entry is not None:
                found.append(waiver(problem.rule, problem.locale, entry))
                comments.append(f"{problem.path}:{problem.line}: {' '.join(problem.message.split())}")
    return found, comments


def _entry_at(project: Project, problem: Problem) -> Entry | None:
    catalog = po.read_catalog(project.read(project.path / problem.path), problem.path)
    return next((entry for entry in catalog.entries if entry.line == problem.line), None)


# -- one catalog of any project ---------------------------------------------------------------------


def check_file(path: Path, template: Path, code: str, site_file: Path | None) -> list[Problem]:
    """What is wrong with one catalog of Markdown messages, without a project around it.

    `code` is the locale; if it is "", the header or else the name of the file says it. Each entry of the template that
    is not in the catalog is reported under `missing-entries`. Raises `Refused` if the language is not known.
    """
    if code:
        language(code)
    name = path.as_posix()
    site = (
        read_config(files.read_text(site_file, site_file.as_posix()), site_file.as_posix()) if site_file else Config()
    )
    text = files.read_text(path, name)
    catalog = po.read_catalog(text, name, foreign=True)
    wanted = po.read_catalog(files.read_text(template, template.as_posix()), template.as_posix(), foreign=True)
    found = [*catalog.warnings, *check_catalog(catalog, code, wanted)]
    if oversize(catalog):
        return [problem.at(path=name, locale=code) for problem in found]
    found += po.agrees(catalog, text, name)
    code = code or gettext_code(header.value(header.header_fields(catalog.header)[0], "Language"))
    code = code or _code_of_path(path)
    if not code:
        message = "neither the header nor the file name says the language of the catalog"
        hint = "write Language: in its header, or use --locale"
        raise Refused(Problem(message, "language", name, catalog.header.line, hint=hint))
    context = CheckContext(code, site.source, allowed=site.targets_of(code), keep=site.keep)
    found += [*_missing(catalog, wanted), *_entries(catalog, wanted, context)]
    return [problem.at(path=name, locale=code) for problem in found]


def _code_of_path(path: Path) -> str:
    """The locale in `de.po` or `de/LC_MESSAGES/privacy.po`; "" for any other path."""
    path = path.absolute()
    named = path.parent.parent.name if path.parent.name == "LC_MESSAGES" else path.stem
    return gettext_code(named) if is_known(gettext_code(named)) else ""


def _missing(catalog: Catalog, template: Catalog) -> Iterator[Problem]:
    for key, entry in template.live.items():
        if key not in catalog.live:
            hint = "update the catalog from its template, with make update or msgmerge"
            yield Problem(
                "this entry of the template is not in the catalog", "missing-entries", msgid=entry.msgid, hint=hint
            )


def _entries(catalog: Catalog, template: Catalog, context: CheckContext) -> Iterator[Problem]:
    """What is wrong with the translations. Only the template says what kind of text an entry is (law 6)."""
    for key, entry in catalog.live.items():
        if not entry.is_translated:
            continue
        known = template.live.get(key)
        notes = known.extracted if known is not None else ()
        of_po4a = any(line.startswith("type: ") for line in notes)
        keeps_lines = known is not None and "no-wrap" in known.flags and not of_po4a
        sources = [entry.msgid, *[entry.plural or ""] * (len(entry.forms) - 1)]
        for source, text in zip(sources, entry.texts, strict=True):
            found = (
                entry_checks.check_entry(Segment(source, 1, kind="plain", keeps_lines=True), text, context)
                if keeps_lines
                else _message(entry.context, notes, source, text, context)
            )
            for problem in found:
                yield problem.at(line=entry.line, msgid=source, msgstr=text)


def _message(
    context: str | None, notes: Sequence[str], source: str, text: str, facts: CheckContext
) -> Iterator[Problem]:
    """What is wrong with one message: a segment, or several blocks, which some tools extract as one message.

    `notes` are the extracted comments above it (`#.`, gettext manual, "The Format of PO Files").
    """
    if _CODE in notes or all(_is_comment(one) for one in (source, text)):
        code = Segment(source, 1, kind="plain")  # not read as Markdown, but hidden characters are wrong here too
        yield from check_invisible(Pair(code, text, facts.code, source, text, facts.source))
        return
    if len(source) > markup.LONGEST_SEGMENT:
        message = f"the source is {len(source)} characters long"
        hint = f"split it into paragraphs of at most {markup.LONGEST_SEGMENT} characters"
        yield Problem(message, "size", hint=hint)
        return
    ours = markup.read_markdown(source) if "\n" in source else None
    segments = markup.segments(ours) if ours is not None else []
    if ours is None or len(segments) < 2:
        kind: Literal["html", "markdown"] = "html" if FROM_HTML in notes else "markdown"
        if any(line.startswith("type: ") for line in notes):
            source, text = _joined(source), _joined(text)
        yield from entry_checks.check_entry(Segment(source, 1, context=context, kind=kind), text, facts)
        return
    theirs = markup.read_markdown(text)
    if [block.tag for block in walk_blocks(ours.blocks)] != [block.tag for block in walk_blocks(theirs.blocks)]:
        hint = "keep the lists, items, headings and paragraphs of the source, each on its own line"
        yield Problem("the blocks of the translation differ from those of the source", "blocks", hint=hint)
        return
    known = replace(facts, reader=ours.reader)
    for segment, other in zip(segments, markup.segments(theirs), strict=False):
        yield from entry_checks.check_entry(replace(segment, context=context), other.text, known)


_CODE = "type: Fenced code block"
"""The extracted comment that po4a writes above code."""


def _is_comment(text: str) -> bool:
    """Whether a message is one HTML comment, which no page shows."""
    text = text.strip()
    return text.startswith("<!--") and text.find("-->") == len(text) - 3


def _joined(text: str) -> str:
    """A message of po4a without soft line breaks: it keeps the lines of the Markdown file, ours have hard breaks only."""
    return re.sub(r"(?<!  )(?<!\\)\n[ \t]*", " ", text).strip()
