"""The command line: `python -m scripts [--root DIR] VERB`. Arguments in; problems, progress and exit codes out."""

import signal

if __name__ == "__main__":  # before the slow imports: Ctrl-C always ends a run at once, without a traceback
    signal.signal(signal.SIGINT, signal.SIG_DFL)

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from . import report, stale, terminal
from .problem import Problem, Refused, visible
from .terminal import give, say

if TYPE_CHECKING:
    from .project.project import Project
    from .store import Store

GOOD, PROBLEMS = 0, 1  # argparse itself exits with 2 for a wrong command line


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; the exit code: 0 good (warnings allowed), 1 problems, 2 wrong command line."""
    terminal.prepare()
    parser = _parser()
    options = parser.parse_args(arguments)
    verb = _VERBS[options.verb]
    terminal.keep_quiet(options.quiet)
    if wrong := verb.wrong(options):
        parser.error(wrong)
    root = Path(options.root).resolve()
    in_root = verb.in_root and not (options.verb == "check" and options.file)
    if in_root and not (root / "policy").is_dir():
        parser.error(
            visible(f"there is no folder {options.root}/policy; is ROOT right? (make ROOT=DIR, --root)", lines=False)
        )
    is_reported = options.verb == "status" and options.format == "json"  # in the one JSON object that it prints
    try:
        with _alone(root / "build") if verb.writes else nullcontext():
            problems = verb.run(root, options)
    except Refused as error:
        problems, is_reported = list(error.problems), False
    except OSError as error:
        problems, is_reported = [_not_done(root, error)], False
    except RecursionError:
        hint = "delete the innermost folders"
        problems, is_reported = [Problem("folders are nested too deep to be read", "file", hint=hint)], False
    try:
        if not is_reported:
            _report(problems, options)
    except OSError as error:
        say(f"the report cannot be written: {error.strerror or error}")
        return PROBLEMS
    failed = any(report.fails(found, strict=options.strict) for found in problems)
    return PROBLEMS if failed else GOOD


def _alone(build: Path) -> AbstractContextManager[None]:
    """The lock that lets only one run at a time write in a project. Raises `Refused` where `build` is a symbolic link."""
    from . import lock

    if build.is_symlink():
        message = "build is a symbolic link; files in the folder that it points to would be overwritten and deleted"
        raise Refused(Problem(message, "file", "build", hint="delete the symbolic link"))
    return lock.alone(build / ".lock", say)


def _not_done(root: Path, error: OSError) -> Problem:
    """The problem that the operating system reports, with what a person can do about it."""
    place = _name(root, Path(error.filename)) if error.filename else ""
    what, hint = "written", "check that you may write there and that the disk is not full"
    if isinstance(error, PermissionError):
        what, hint = "read or written", "check that you may read and write there"
    elif isinstance(error, FileExistsError | NotADirectoryError):
        hint = "a file has the name of a folder: rename or delete it"
    return Problem(f"cannot be {what}: {error.strerror or error}", "file", place, hint=hint)


def _name(root: Path, path: Path) -> str:
    """A path as messages name it: relative to the root, or the bare name of a file outside of it."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name


def _report(problems: Sequence[Problem], options: argparse.Namespace) -> None:
    """Every problem of the run: on standard output as data, on standard error as text."""
    form = "text" if options.format == "waivers" else options.format  # waivers themselves are data on standard output
    for line in report.report_lines(problems, form, quiet=options.quiet and not options.strict):
        (say if form == "text" else give)(line)
    if form == "text" and options.strict and any(report.fails(found, strict=True) for found in problems):
        say("warnings count as errors in this run (STRICT)")


def _progress(options: argparse.Namespace) -> Callable[[str], None]:
    return (lambda _: None) if options.quiet else say


@contextmanager
def _store(build: Path) -> Iterator["Store"]:
    """The store of a project, closed at the end."""
    from .store import STORE_NAME, Store

    store = Store(build / STORE_NAME, say)
    try:
        yield store
    finally:
        store.close()


def _jobs(options: argparse.Namespace) -> int:
    """The number of processes that may work: as asked for, or else the number of processors."""
    # the processors that this process may use: a container can have fewer of them than the machine
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return int(options.jobs) if options.jobs else processors


# Each verb imports only the modules that it needs: to load all of them would take longer than most runs do.


def _project(root: Path) -> "Project":
    """The project of a verb that reads policies and catalogs."""
    from .project.project import Project

    return Project(root)


def _build(root: Path, options: argparse.Namespace) -> list[Problem]:
    from . import files
    from .commands import build

    project = _project(root)
    progress = _progress(options)
    record, before = project.build / ".last-build", stale.inputs(bytes(project.path))
    last = _last_record(project.path)
    record.unlink(missing_ok=True)
    files.sweep(project.folders)
    with _store(project.build) as store:
        result = build.build(
            project, options.locale, options.policy, progress,
            thorough=options.strict, store=store, jobs=_jobs(options), record=last,
        )  # fmt: skip
    locales = {row.locale for row in result.rows}
    pages = f"{_count(len(result.rows), 'page file')} in {_count(len(locales), 'language')}"
    there = f"{pages}; {_count(len(result.written), 'file')} changed"
    progress(there if result.rows or result.written else "nothing was built; build/site/ was not changed")
    for line in build.state_lines(project, result):
        progress(line)
    is_whole = not options.locale and not options.policy and options.format == "text"
    if is_whole and not any(report.fails(found, strict=options.strict) for found in result.problems):
        time.sleep(0.02)  # file times advance in steps of 1 to 10 ms: a page that is changed later has a later time
        made = stale.record(str(project.path), before, len(result.problems))
        if build.is_there(project, result, made):  # after the times were recorded: a change made meanwhile is noticed
            files.write_bytes(record, made)
    return result.problems


def _last_record(root: Path) -> bytes:
    """What the last build recorded; b"" if there is nothing."""
    try:
        return stale.read_record(bytes(root))
    except OSError:
        return b""


def _check(root: Path, options: argparse.Namespace) -> list[Problem]:
    from .commands import check
    from .project import waivers

    project = _project(root)
    if options.file:
        [code] = options.locale or [""]
        site = options.site and Path(options.site)
        problems = check.check_file(Path(options.file), Path(options.template), code, site)
    else:
        with _store(project.build) as store:
            problems = check.check(project, options.locale, options.policy, store, _jobs(options))
        if options.format == "waivers":
            give(waivers.as_toml(*check.waivers_for(project, problems)).rstrip("\n"))
    if not problems:
        _progress(options)("nothing is found wrong")
    return problems


def _update(root: Path, options: argparse.Namespace) -> list[Problem]:
    from . import files
    from .commands.settled import settled

    files.sweep(root / name for name in ("policy", "locale", "build"))

    def update(say: Callable[[str], None]) -> list[Problem]:
        from .commands import update

        return update.update(_project(root), options.locale, say)

    lines: list[str] = []

    def say_and_keep(line: str) -> None:
        lines.append(line)
        say(line)

    with _store(root / "build") as store:
        problems = settled(root, options.locale, store, say_and_keep, update)
    if not lines and not problems:
        say("templates and catalogs are up to date: nothing to do")
    return problems


def _locale(root: Path, options: argparse.Namespace) -> list[Problem]:
    from . import files
    from .commands import locale

    project = _project(root)
    files.sweep(project.folders)
    return locale.start(project, options.locale, say)


def _status(root: Path, options: argparse.Namespace) -> list[Problem]:
    from .commands import status

    project = _project(root)
    try:
        with _store(project.build) as store:
            rows, problems = status.status(project, options.locale, options.policy, store)
    except Refused as error:  # a program still gets its one JSON object
        rows, problems = [], list(error.problems)
    give(status.rows_as_json(rows, problems) if options.format == "json" else status.rows_as_text(rows))
    return problems


def _import(root: Path, options: argparse.Namespace) -> list[Problem]:
    from . import files
    from .commands import import_

    project = _project(root)
    files.sweep(project.folders)
    [code], [policy] = options.locale, options.policy
    return import_.run(project, code, policy, Path(options.source), say)


def _release(root: Path, options: argparse.Namespace) -> list[Problem]:
    from . import files
    from .commands import release

    project = _project(root)
    files.sweep(project.folders)
    progress = _progress(options)
    with _store(project.build) as store:
        done = release.release(project, progress, strict=options.strict, store=store, jobs=_jobs(options))
    if done.path is not None and done.contents is not None:
        held = done.contents
        progress(f"{project.name(done.path)}: {held.size} bytes, {'written' if done.is_new else 'nothing changed'}")
        progress(f"SHA-256 {held.sha256}")
        progress(f"SHA-256 of its manifest.json {held.digest}")
    return list(done.problems)


def _verify(root: Path, options: argparse.Namespace) -> list[Problem]:
    from .commands import verify

    return verify.verify(options.file, options.folder, say, reproduce=options.reproduce)


# -- the command line ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Verb:
    """One verb: what it does, and which options it takes."""

    about: str
    run: Callable[[Path, argparse.Namespace], list[Problem]]
    """Given the root."""
    wrong: Callable[[argparse.Namespace], str] = lambda _: ""
    """What is wrong with the options, or ""."""
    writes: bool = False
    """Whether it writes in the project, so that no other run may do so at the same time."""
    noise: bool = False
    """Whether it takes `--quiet`, `--strict` and `--jobs`."""
    in_root: bool = True
    """Whether it works in a project, so that there must be a folder `policy`."""


def _wrong_check(options: argparse.Namespace) -> str:
    if options.file and not options.template:
        return "check FILE.po needs the template that it is checked against: --template FILE.pot"
    return "check FILE.po takes at most one --locale" if options.file and len(options.locale) > 1 else ""


def _wrong_update(options: argparse.Namespace) -> str:
    return "update brings the catalogs of every policy up to date: leave out --policy (POLICIES)" * bool(options.policy)


def _wrong_locale(options: argparse.Namespace) -> str:
    if options.policy:
        return "locale starts the catalogs of every policy: leave out --policy (POLICIES)"
    return "" if options.locale else "name the locale to start: --locale cs (make locale LOCALE=cs)"


def _wrong_import(options: argparse.Namespace) -> str:
    one = len(options.locale) == len(options.policy) == 1
    return "" if one else "import needs one --locale and one --policy (make import LOCALE=fr POLICY=privacy FROM=...)"


def _wrong_verify(options: argparse.Namespace) -> str:
    if not options.file.strip() and not options.folder.strip():
        return "verify takes an archive, a folder, or both: make verify RELEASE=FILE FOLDER=DIR"
    if os.path.isdir(options.file) and options.folder.strip():  # noqa: PTH112 - False for a path that cannot be examined
        return f"{options.file} is a folder; to compare two, name an archive: make verify RELEASE=FILE FOLDER=DIR"
    if options.reproduce and (not options.file.strip() or os.path.isdir(options.file)):  # noqa: PTH112
        return "only an archive can be packed again: make verify RELEASE=FILE REPRODUCE=1"
    return ""


def _wrong_release(options: argparse.Namespace) -> str:
    whole = "a release is the whole site: leave out --locale and --policy (LOCALES, POLICIES)"
    return whole if options.locale or options.policy else ""


_VERBS = {
    "build": _Verb("build the pages of every locale, in build/site/", _build, writes=True, noise=True),
    "check": _Verb(
        "report all errors and warnings about policies and catalogs, or about one FILE.po", _check, _wrong_check, noise=True
    ),
    "update": _Verb("bring templates and catalogs up to date with the policies", _update, _wrong_update, writes=True),
    "locale": _Verb("start the catalogs of a locale: --locale cs", _locale, _wrong_locale, writes=True),
    "import": _Verb(
        "import a finished translation into a catalog: --locale fr --policy privacy --from privacy.fr.md",
        _import, _wrong_import, writes=True,
    ),
    "status": _Verb("show how much of each catalog is translated, and what would be published", _status),
    "release": _Verb(
        "build, check and pack the whole site, in build/release/", _release, _wrong_release, writes=True, noise=True
    ),
    "verify": _Verb(
        "check that an archive or a folder is a complete release; nothing is unpacked", _verify, _wrong_verify, in_root=False
    ),
}  # fmt: skip


class _Parser(argparse.ArgumentParser):
    """A parser whose messages show control characters, so that an argument cannot control the terminal."""

    def error(self, message: str) -> NoReturn:
        super().error(visible(message, lines=False))


def _words(text: str) -> list[str]:
    return text.replace(",", " ").split()


def _number(text: str) -> int:
    """A number of processes; 0 for the empty text that make passes for a variable that is not set."""
    if text.strip() and not (text.strip().isdecimal() and 1 <= int(text) <= 64):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to 64")
    return int(text) if text.strip() else 0


def _form(text: str) -> str:
    """A form of the report; `text` for the empty text that make passes for a variable that is not set."""
    return text.strip() or "text"


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m scripts", description="Publish legal policies in many languages.")
    parser.add_argument("--root", default=".", metavar="DIR", help="folder with policy/, locale/ and build/")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for name, each in _VERBS.items():
        verb = verbs.add_parser(name, help=each.about, description=each.about)
        verb.set_defaults(quiet=False, strict=False)
        forms = (*report.REPORT_FORMS, *(["waivers"] if name == "check" else []))
        verb.add_argument("--format", type=_form, choices=forms, default="text", help="how problems are printed")
        if name == "verify":
            verb.add_argument(
                "file", nargs="?", default="", metavar="FILE", help="an archive: policies-DATE-DIGEST.tar.gz"
            )
            verb.add_argument("--folder", default="", metavar="DIR", help="a folder that a release was unpacked into")
            verb.add_argument("--reproduce", action="store_true", help="pack the archive again, and compare its bytes")
            continue
        few = "only this one, or several: '{}'; may be repeated"
        verb.add_argument(
            "--locale", action="extend", type=_words, default=[], metavar="LOCALE", help=few.format("de fr")
        )
        verb.add_argument(
            "--policy", action="extend", type=_words, default=[], metavar="POLICY", help=few.format("privacy terms")
        )
        if each.noise:
            verb.add_argument("--quiet", action="store_true", help="print errors only")
            verb.add_argument("--strict", action="store_true", help="fail on warnings too")
            jobs = "the number of processes for large projects (default: the number of processors)"
            verb.add_argument("--jobs", type=_number, default=0, metavar="N", help=jobs)
        if name == "import":
            verb.add_argument("--from", dest="source", metavar="FILE", required=True, help="Markdown, or a .po file")
        if name == "check":
            verb.add_argument(
                "file", nargs="?", metavar="FILE.po", help="one catalog of Markdown messages, from any project"
            )
            verb.add_argument("--template", metavar="FILE.pot", help="what FILE.po is checked against")
            verb.add_argument("--site", metavar="FILE", help="a site.toml whose [checks] and [links] apply to FILE.po")
    return parser


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _run() -> int:
    """`main` as a program. Its output is flushed here, where a failure is handled: at Python's exit it would be printed."""
    try:
        return main()
    finally:
        terminal.flush()


if __name__ == "__main__":
    sys.exit(_run())
