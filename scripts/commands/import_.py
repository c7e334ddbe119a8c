"""`make import`: a finished translation, Markdown or a catalog of another tool, goes into a catalog of this root."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from .. import files, po
from ..catalogs import template as catalogs
from ..catalogs.memory import Memory
from ..catalogs.merge import merge
from ..importers import document
from ..importers import from_catalog as entries
from ..importers import from_markdown as aligned
from ..importers.candidate import SAME, Haul, Offer, checked
from ..importers.fill import fill
from ..importers.placeholders import with_placeholders
from ..importers.report import Report, counted
from ..locales import Language, language, long_date
from ..pages.publication import check_facts
from ..po import Catalog, Entry
from ..problem import Problem, Refused, near
from ..project.config import Site
from ..project.policy import Policy
from ..project.project import Root, chosen
from . import update

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
    root.refuse_twin(code)
    known = [path.stem for path in root.policies()]
    if wrong := chosen([policy], known, "policy"):
        raise Refused(*wrong)
    read = root.read_policy(root.path / "policy" / f"{policy}.md", site)
    resolved = source.resolve()
    name = root.name(resolved) if resolved.is_relative_to(root.path) else source.as_posix()
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
    said, placed = with_placeholders(text, read, _values(read, site, found.code))
    return replace(aligned.haul(read, document.read(said, name, kept, size)), placed=placed)


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
    offers = checked(haul.offers, check_facts(read, site, found.code, {}))
    _refuse_unfit(offers, haul, name, read)
    problems = update.write_templates(root, site, progress)
    path = root.catalog(found.code, read.name)
    is_first = not any(other != path for other in path.parent.glob("*.po"))
    old = _catalog(root, path, found.code, haul)
    if haul.header and catalogs.is_draft(Catalog(haul.header, ())) and not catalogs.is_draft(old):
        offers = [replace(offer, doubts=(*offer.doubts, "it comes from a machine draft")) for offer in offers]
    filled, outcomes = fill(old, offers)
    offered = {outcome.offer.key for outcome in outcomes}
    left = [segment for segment in read.segments() if (segment.context, segment.text) not in offered]
    report = Report(read.path, name, root.name(path), outcomes, left, haul.over, haul.placed)
    if root.write(path, po.text_of(filled)):
        progress(root.name(path))
    place = root.path / "build" / "import" / f"{found.code}-{read.name}.txt"
    root.write(place, report.text())
    progress(report.summary())
    progress(f"report: {root.name(place)}")
    if is_first:
        progress(f"{found.code} has no other catalogs: make locale LOCALE={found.code} starts them, first site.po")
    return problems + [problem.at(locale=found.code, policy=read.name) for problem in _told(report, root.name(place))]


def _refuse_unfit(offers: Sequence[Offer], haul: Haul, name: str, read: Policy) -> None:
    """Stop where the file is another one, or the source itself: nothing is written then."""
    if not offers:
        is_empty = haul.header is not None and not haul.over
        reason = f"no text of {name} is translated" if is_empty else f"nothing in {name} fits {read.path}"
        message = reason if is_empty else f"{reason}; is it the right file?"
        raise Refused(Problem(message, "import", name, mend=f"FROM=the translation of {read.path}"))
    same = [offer for offer in offers if SAME in offer.flaws]
    if len(same) > _FEW and 2 * len(same) > len(offers) + len(haul.over):
        message = f"most of the file is the English itself: {len(same)} of {counted(len(offers), 'text')} are the same"
        raise Refused(Problem(message, "untranslated", name, same[0].line, mend="give the translation as FROM="))


_FEW = 2


def _catalog(root: Root, path: Path, code: str, haul: Haul) -> Catalog:
    """The catalog brought up to date, or a new one; without guesses, which would keep the imported text out."""
    template = po.read(root.read(root.template(path.stem)), root.name(root.template(path.stem)))
    is_there = root.has(path)
    if is_there:
        old = po.read(root.read(path), root.name(path))
    else:
        old = catalogs.started(template, path.stem, code)
        old = replace(old, header=_of_translators(old.header, haul.header)) if haul.header else old
    return merge(old, template, lambda _, __: {}, Memory(tuple, None)).catalog


def _of_translators(header: Entry, other: Entry) -> Entry:
    """A new header with what an imported one tells of its translators, and whether it is a draft."""
    text, fields = header.msgstr, Catalog(other, ()).fields
    for name in _TRANSLATORS:
        if value := fields.get(name):
            line = f"{name}: {value}"
            text = re.sub(rf"^{name}:.*$", lambda _, line=line: line, text, flags=re.M)  # type: ignore[misc]
    return replace(header, msgstr=text, comments=tuple(dict.fromkeys([*header.comments, *other.comments])))


_TRANSLATORS = ("PO-Revision-Date", "Last-Translator", "Language-Team")


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
        message = f"{counted(len(flawed), 'translation')} with other links or marks than the source, or with its words, marked fuzzy"
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
