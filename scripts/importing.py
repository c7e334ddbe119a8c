"""`make import`: a finished translation, Markdown or a catalog of another tool, goes into a catalog of this root."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path

from . import catalog as catalogs
from . import files, po, update
from .foreign import aligned, document, entries
from .foreign.filling import fill
from .foreign.offer import Haul, checked, rules
from .foreign.report import Report, counted
from .foreign.values import with_placeholders
from .locales import Language, language, long_date
from .memory import Memory
from .merging import merge
from .po import Catalog
from .policy import Policy, Site
from .problem import Problem, Refused, near
from .root import Root, chosen

Progress = Callable[[str], None]


def run(root: Root, code: str, policy: str, source: Path, progress: Progress) -> list[Problem]:
    """Import the translation `source` of a policy into the locale `code`; a warning for each kind of left-over.

    Fills the catalog, which it starts if there is none, and writes the report
    `build/import/CODE-POLICY.txt`. No translation of the catalog is changed.
    Raises `Refused` where nothing can be imported.
    """
    site = root.read_site()
    found = language(code)
    if code == site.source:
        message = f"'{code}' is the language in which the policies are written"
        raise Refused(Problem(message, "locale", mend="choose the locale of the translation"))
    known = [path.stem for path in root.policies()]
    if wrong := chosen([policy], known, "policy"):
        raise Refused(*wrong)
    read = root.read_policy(root.path / "policy" / f"{policy}.md", site)
    name = root.name(source.resolve())
    if not source.exists():
        known = [path.name for path in source.parent.glob("*")] if source.parent.is_dir() else []
        raise Refused(
            Problem(f"there is no such file{near(source.name, known)}", "file", name, mend="FROM=path/to/file")
        )
    haul = _haul(read, files.read(source, name), name, found, site)
    return _write(root, read, found, site, haul, name, progress)


def _haul(read: Policy, text: str, name: str, found: Language, site: Site) -> Haul:
    if name.endswith((".po", ".pot")):
        return entries.haul(read, po.read(text, name), name, found.code, site.threshold if site.fuzzy else None)
    if not text.strip("\ufeff \t\r\n"):
        raise Refused(Problem("the file is empty", "import", name, mend="give the finished translation as FROM="))
    size = sum(len(segment.text) for segment in read.segments())
    kept = document.tags_of(read.source)
    said = with_placeholders(text, read, _values(read, site, found.code))
    return aligned.haul(read, document.read(said, name, kept, size))


def _values(read: Policy, site: Site, code: str) -> dict[str, str]:
    """What readers of this locale see for each placeholder of the policy, as {value: name}."""
    known: Mapping[str, str | date | None] = {"effective": read.effective, **site.variables}
    values = {}
    for _, name in read.source.variables:
        value = known.get(name)
        if isinstance(value, date):
            values[long_date(value, code)] = name
        elif value:
            values[value] = name
    return values


def _write(
    root: Root, read: Policy, found: Language, site: Site, haul: Haul, name: str, progress: Progress
) -> list[Problem]:
    problems = update.write_templates(root, site, progress)
    path = root.catalog(found.code, read.name)
    filled, outcomes = fill(_catalog(root, path, found.code), checked(haul.offers, rules(read, site, found.code)))
    offered = {outcome.offer.key for outcome in outcomes}
    left = [segment for segment in read.segments() if (segment.context, segment.text) not in offered]
    report = Report(read.path, name, root.name(path), outcomes, left, haul.over)
    if files.write(path, po.text_of(filled)):
        progress(root.name(path))
    place = root.path / "build" / "import" / f"{found.code}-{read.name}.txt"
    files.write(place, report.text())
    progress(report.summary())
    progress(f"report: {root.name(place)}")
    return problems + [problem.at(locale=found.code, policy=read.name) for problem in _told(report, root.name(place))]


def _catalog(root: Root, path: Path, code: str) -> Catalog:
    """The catalog brought up to date, or a new one; without guesses, which would keep the imported text out."""
    template = po.read(root.read(root.template(path.stem)), root.name(root.template(path.stem)))
    is_there = path.exists()
    old = po.read(root.read(path), root.name(path)) if is_there else catalogs.started(template, path.stem, code)
    return merge(old, template, lambda _, __: {}, Memory(tuple, None)).catalog


def _told(report: Report, place: str) -> Iterable[Problem]:
    """A warning for each kind of thing that is left to do."""
    doubtful, flawed, kept = report.of("doubtful"), report.of("flawed"), report.of("kept")

    def warning(rule: str, message: str, path: str, line: int, mend: str) -> Problem:
        return Problem(message, rule, path, line, "warning", mend=f"read {place}; {mend}")

    if doubtful:
        message = f"{counted(len(doubtful), 'translation')} may belong to another segment, marked fuzzy"
        mend = f"compare the texts in {report.catalog}"
        yield warning("import-doubtful", message, report.document, doubtful[0].offer.line, mend)
    if flawed:
        message = f"{counted(len(flawed), 'translation')} with other links or marks than the source, marked fuzzy"
        mend = f"correct them in {report.catalog}"
        yield warning("import-flawed", message, report.document, flawed[0].offer.line, mend)
    if kept:
        message = f"{counted(len(kept), 'segment')} translated otherwise in the catalog, whose text was kept"
        yield warning("import-kept", message, report.catalog, 0, "choose the better text")
    if report.left:
        message = f"{counted(len(report.left), 'segment')} of the policy without a translation in {report.document}"
        yield warning("import-left", message, report.policy, report.left[0].line, f"translate them in {report.catalog}")
    if report.over:
        message = f"{counted(len(report.over), 'text')} of the file without a place in the policy"
        yield warning("import-over", message, report.document, report.over[0][0], "nothing of them was imported")
