"""`make import`: a finished translation, as Markdown or as a catalog of another tool, into a catalog of this project."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from .. import files, po
from ..catalogs import template as catalogs
from ..catalogs.memory import Memory
from ..catalogs.merge import merge
from ..importers import document, from_catalog, from_markdown
from ..importers.candidate import SAME, Candidate, ImportResult, checked
from ..importers.fill import fill_catalog
from ..importers.placeholders import with_placeholders
from ..importers.report import Report, counted
from ..locales import Language, language, long_date
from ..po import Catalog, Entry
from ..problem import Problem, Refused, near
from ..project.check_context import check_context
from ..project.config import Config
from ..project.policy import Policy
from ..project.project import Project, unknown_names
from ..terminal import Progress
from . import update


def run(project: Project, code: str, policy: str, source: Path, progress: Progress) -> list[Problem]:
    """Import the file `source`, a translation of a policy, into the locale `code`. Returns a warning for each kind of leftover.

    Fills the catalog, which is started if there is none, and writes the report
    `build/import/CODE-POLICY.txt`. No translation in the catalog is changed.
    Raises `Refused` if nothing can be imported.
    """
    config = project.read_config()
    found = language(code)
    if code == config.source:
        message = f"'{code}' is the language in which the policies are written"
        raise Refused(Problem(message, "locale", hint="choose the locale of the translation"))
    project.refuse_twin(code, config.source)
    known = [path.stem for path in project.policies()]
    if wrong := unknown_names([policy], known, "policy"):
        raise Refused(*wrong)
    read = project.read_policy(project.path / "policy" / f"{policy}.md", config)
    resolved = source.resolve()
    name = project.name(resolved) if resolved.is_relative_to(project.path) else source.as_posix()
    if not source.exists():
        known = [path.name for path in source.parent.glob("*")] if source.parent.is_dir() else []
        raise Refused(
            Problem(f"there is no such file{near(source.name, known)}", "file", name, hint="check the path in FROM=")
        )
    result = _collect(read, files.read_text(source, name), name, found, config)
    return _write(project, read, found, config, result, name, progress)


def _collect(read: Policy, text: str, name: str, found: Language, config: Config) -> ImportResult:
    if name.endswith((".po", ".pot")):
        return from_catalog.collect_from_catalog(
            read,
            po.read_catalog(text, name, foreign=True),
            name,
            found.code,
            config.threshold if config.fuzzy else None,
        )
    if not text.strip("\ufeff \t\r\n"):
        raise Refused(
            Problem("the file is empty", "import", name, hint="check that FROM= names the finished translation")
        )
    size = sum(len(segment.text) for segment in read.segments())
    kept = document.tags_of(read.source)
    said, placed = with_placeholders(text, read, _values(read, config, found.code))
    return replace(
        from_markdown.collect_from_document(read, document.read_document(said, name, kept, size)), placed=placed
    )


def _values(read: Policy, config: Config, code: str) -> dict[str, str]:
    """The value that readers of this locale see for each placeholder of the policy, as {value: name}."""
    known: Mapping[str, str | date | None] = {"effective": read.effective, **config.variables}
    values = {}
    for _, name in read.source.variables:
        value = known.get(name)
        if isinstance(value, date):
            values[long_date(value, code)] = name
        elif value:
            values[value] = name
    return values


def _write(
    project: Project, read: Policy, found: Language, config: Config, result: ImportResult, name: str, progress: Progress
) -> list[Problem]:
    candidates = checked(result.candidates, check_context(read, config, found.code, {}))
    _refuse_unfit(candidates, result, name, read)
    problems = update.write_templates(project, config, progress, [read.name])
    path = project.catalog(found.code, read.name)
    is_first = not any(other != path for other in path.parent.glob("*.po"))
    old = _catalog(project, path, found.code, result)
    if result.header and catalogs.is_draft(Catalog(result.header, ())) and not catalogs.is_draft(old):
        candidates = [
            replace(candidate, doubts=(*candidate.doubts, "it comes from a machine draft")) for candidate in candidates
        ]
    filled, outcomes = fill_catalog(old, candidates)
    offered = {outcome.candidate.key for outcome in outcomes}
    left = [segment for segment in read.segments() if (segment.context, segment.text) not in offered]
    report = Report(read.path, name, project.name(path), outcomes, left, result.over, result.placed)
    if project.write(path, po.text_of(filled)):
        progress(project.name(path))
    place = project.path / "build" / "import" / f"{found.code}-{read.name}.txt"
    project.write(place, report.text())
    progress(report.summary())
    progress(f"report: {project.name(place)}")
    if is_first:
        progress(f"{found.code} has no other catalogs yet: make locale LOCALE={found.code} starts them, with site.po")
    problems += _header_problems(result, name, found)
    return problems + [
        problem.at(locale=found.code, policy=read.name) for problem in _leftovers(report, project.name(place))
    ]


def _refuse_unfit(candidates: Sequence[Candidate], result: ImportResult, name: str, read: Policy) -> None:
    """Raise `Refused` if the file does not belong to the policy, or is its source: nothing is written then."""
    if not candidates:
        is_empty = result.header is not None and not result.over
        reason = f"no text of {name} is translated" if is_empty else f"nothing in {name} matches {read.path}"
        message = reason if is_empty else f"{reason}; is it the right file?"
        raise Refused(Problem(message, "import", name, hint=f"check that FROM= names the translation of {read.path}"))
    same = [candidate for candidate in candidates if SAME in candidate.flaws]
    if len(same) > _FEW and 2 * len(same) > len(candidates) + len(result.over):
        message = (
            f"most of the file is not translated: of {counted(len(candidates), 'text')}, {len(same)} repeat the source"
        )
        hint = "check that FROM= names the translation, not the source"
        raise Refused(Problem(message, "untranslated", name, same[0].line, hint=hint))


_FEW = 2
"""Texts that may be equal to the source: names and addresses often are."""


def _catalog(project: Project, path: Path, code: str, result: ImportResult) -> Catalog:
    """The catalog brought up to date, or a new one. Without fuzzy matches: they would take the place of imported texts."""
    template = po.read_catalog(project.read(project.template(path.stem)), project.name(project.template(path.stem)))
    is_there = project.has(path)
    if is_there:
        old = po.read_catalog(project.read(path), project.name(path))
    else:
        old = catalogs.started(template, path.stem, code)
        old = replace(old, header=_of_translators(old.header, result.header)) if result.header else old
    return merge(old, template, lambda _, __: {}, Memory(tuple, None)).catalog


def _header_problems(result: ImportResult, name: str, found: Language) -> Iterator[Problem]:
    """A warning where the imported catalog does not say which language it is in."""
    if result.header is not None and not Catalog(result.header, ()).fields.get("Language"):
        message = f"the header does not say the language; the texts were imported as '{found.code}'"
        hint = f'check that this is right, and write "Language: {found.code}\\n" in the header'
        yield Problem(message, "import-language", name, result.header.line, "warning", hint=hint)


def _of_translators(header: Entry, other: Entry) -> Entry:
    """A new header with the fields about translators of an imported one, and its comments, which may say that it is a draft."""
    text, fields = header.msgstr, Catalog(other, ()).fields
    for name in _TRANSLATORS:
        if value := fields.get(name):
            line = f"{name}: {value}"
            text = re.sub(rf"^{name}:.*$", lambda _, line=line: line, text, flags=re.M)  # type: ignore[misc]
    return replace(header, msgstr=text, comments=tuple(dict.fromkeys([*header.comments, *other.comments])))


_TRANSLATORS = ("PO-Revision-Date", "Last-Translator", "Language-Team")


def _leftovers(report: Report, place: str) -> Iterable[Problem]:
    """A warning for each kind of work that is left to a person."""
    doubtful, flawed, kept = report.of("doubtful"), report.of("flawed"), report.of("kept")

    def warning(rule: str, message: str, path: str, line: int, hint: str) -> Problem:
        return Problem(message, rule, path, line, "warning", hint=f"read {place}; {hint}")

    if doubtful:
        message = f"{counted(len(doubtful), 'translation')} may belong to another segment; marked fuzzy"
        hint = f"compare the texts in {report.catalog}"
        yield warning("import-doubtful", message, report.document, doubtful[0].candidate.line, hint)
    if flawed:
        message = f"{counted(len(flawed), 'translation')} with other links or formatting than the source, or not translated; marked fuzzy"
        hint = f"correct them in {report.catalog}"
        yield warning("import-flawed", message, report.document, flawed[0].candidate.line, hint)
    if kept:
        message = f"{counted(len(kept), 'segment')} translated differently in the catalog, whose text was kept"
        yield warning("import-kept", message, report.catalog, 0, "choose the better text")
    if report.left:
        message = f"no translation found in {report.document} for {counted(len(report.left), 'segment')} of the policy"
        yield warning("import-left", message, report.policy, report.left[0].line, f"translate them in {report.catalog}")
    if report.over:
        message = f"no segment of the policy found for {counted(len(report.over), 'text')} of the file"
        yield warning("import-over", message, report.document, report.over[0][0], "this was not imported")
