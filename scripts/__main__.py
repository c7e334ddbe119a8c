"""The command line: `python -m scripts [--root DIR] VERB`. Arguments in; problems, progress and exit codes out."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from . import problem
from .problem import Problem, Refused
from .root import Root

FORMS = ("text", "json", "github")
GOOD, PROBLEMS = 0, 1  # argparse itself exits with 2 for a wrong command line


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; the exit code: 0 good (warnings allowed), 1 problems, 2 wrong command line."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    options = _parser().parse_args(arguments)
    if options.verb == "import" and (len(options.locale), len(options.policy)) != (1, 1):
        _parser().error("import takes one --locale and one --policy")
    alone = options.verb == "check" and options.file
    if alone and (not options.template or len(options.locale) > 1):
        _parser().error("check FILE.po takes --template FILE.pot, and one --locale at the most")
    if options.verb == "release" and any(value.strip() for value in (*options.locale, *options.policy)):
        _parser().error(
            "a release is whole: it takes no LOCALES= and no POLICIES=; to see some pages: make build LOCALES=de"
        )
    if options.verb == "verify":
        alone = True
        if not options.file.strip() and not options.folder.strip():
            _parser().error("verify takes an archive, a folder, or both: make verify RELEASE=FILE FOLDER=DIR")
        if os.path.isdir(options.file):  # noqa: PTH112 - False for whatever cannot be looked at
            if options.folder.strip():
                _parser().error(
                    f"{options.file} is a folder; make verify RELEASE=FILE FOLDER=DIR compares it with an archive"
                )
            options.file, options.folder = "", options.file
    root = Root(Path(options.root).resolve())
    if not alone and not (root.path / "policy").is_dir():
        _parser().error(f"no folder {options.root}/policy; is --root right?")
    try:
        problems = _VERBS[options.verb](root, options)
    except Refused as error:
        problems = list(error.problems)
    except OSError as error:
        place = root.name(Path(error.filename)) if error.filename else ""
        mend = "look whether you may write there, and whether a file stands where a folder should"
        problems = [Problem(f"cannot be written: {error.strerror or error}", "file", place, mend=mend)]
    if options.verb != "status" or options.format != "json":  # one object to a run
        _tell(problems, options.format)
    return PROBLEMS if any(found.is_error for found in problems) else GOOD


# Each verb loads its own rooms: starting costs more than most of the work.


def _build(root: Root, options: argparse.Namespace) -> list[Problem]:
    from . import build

    result = build.build(root, options.locale, options.policy, _say)
    locales = {row.locale for row in result.rows}
    _say(f"{_count(len(result.rows), 'file')} in {_count(len(locales), 'language')}; {len(result.written)} changed")
    for row in result.rows:
        if row.state == "kept":
            _say(f"kept from the last good build: {row.path}")
    for policy, code in result.withheld:
        lacking = code and not root.catalog(code, policy).exists()
        why = f" (it has no catalog: make locale LOCALE={code} starts one)" if lacking else ""
        _say(f"withheld: {policy} in {code or 'every language'}{why}")
    return result.problems


def _check(root: Root, options: argparse.Namespace) -> list[Problem]:
    from . import checking, waivers

    if options.file:
        [code] = options.locale or [""]
        return checking.check_file(
            Path(options.file), Path(options.template), code, options.site and Path(options.site)
        )
    problems = checking.check(root, options.locale, options.policy)
    if options.format == "waivers":
        print(waivers.as_toml(*checking.waivers_for(root, problems)), end="")
    if not problems:
        _say("nothing is found wrong")
    return problems


def _update(root: Root, options: argparse.Namespace) -> list[Problem]:
    from . import update

    return update.update(root, options.locale, _say)


def _locale(root: Root, options: argparse.Namespace) -> list[Problem]:
    from . import update
    from .locales import language

    problems = []
    for code in options.locale:
        language(code)
    for code in options.locale:
        problems += update.start(root, code, _say)
    return problems


def _status(root: Root, options: argparse.Namespace) -> list[Problem]:
    from . import status

    rows, problems = status.status(root, options.locale, options.policy)
    print(status.as_json(rows, problems) if options.format == "json" else status.as_text(rows))
    return problems


def _import(root: Root, options: argparse.Namespace) -> list[Problem]:
    from . import importing

    [code], [policy] = options.locale, options.policy
    return importing.run(root, code, policy, Path(options.source), _say)


def _release(root: Root, options: argparse.Namespace) -> list[Problem]:
    from . import release

    done = release.release(root, _say)
    if done.path is not None and done.contents is not None:
        held = done.contents
        _say(f"{root.name(done.path)}: {held.size} bytes, {'written' if done.is_new else 'nothing changed'}")
        _say(f"SHA-256 {held.sha256}")
        _say(f"SHA-256 of its manifest.json {held.digest}")
    return list(done.problems)


def _verify(root: Root, options: argparse.Namespace) -> list[Problem]:
    from . import verifying

    problems: list[Problem] = []
    archive = folder = None
    if options.file.strip():
        try:
            archive = verifying.verify(Path(options.file))
            problems += archive.warnings
            _say(f"{options.file} is a whole release\n{archive.text()}")
        except Refused as error:
            problems += error.problems
    if options.folder.strip():
        try:
            folder = verifying.verify_folder(Path(options.folder), archive)
            problems += folder.warnings
            what = f"holds the files of {options.file}, and no other" if archive else "is a whole release"
            _say(f"{options.folder} {what}\n{folder.text()}")
        except Refused as error:
            problems += error.problems
    return problems


_VERBS = {
    "build": _build,
    "check": _check,
    "update": _update,
    "locale": _locale,
    "status": _status,
    "import": _import,
    "release": _release,
    "verify": _verify,
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m scripts", description="Publish legal policies in many languages.")
    parser.add_argument("--root", default=".", metavar="DIR", help="folder with policy/, locale/ and build/")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    about = {
        "check": "all that is wrong with policies and catalogs, or with one FILE.po, warnings too",
        "build": "pages of every locale, in build/site/",
        "update": "templates and catalogs brought up to date with the policies",
        "locale": "start a locale: --locale cs",
        "import": "a finished translation into a catalog: --locale fr --policy privacy --from privacy.fr.md",
        "status": "how far each catalog is, and what would be published of it",
        "release": "build, check and pack all that is shipped, in build/release/",
        "verify": "whether an archive, or a folder that is served, is a whole release; with both: whether they are the same",
    }
    for name in _VERBS:
        verb = verbs.add_parser(name, help=about[name], description=about[name])
        if name in ("release", "verify"):
            verb.add_argument("--format", type=_form, choices=FORMS, default="text", help="how problems are told")
            if name == "verify":
                verb.add_argument("file", nargs="?", default="", metavar="FILE", help="policies-DATE-DIGITS.tar.gz")
                verb.add_argument("--folder", default="", metavar="DIR", help="what a release was unpacked into")
            else:  # they are refused with a message of their own; an empty one means none
                verb.add_argument("--locale", action="append", default=[], help=argparse.SUPPRESS)
                verb.add_argument("--policy", action="append", default=[], help=argparse.SUPPRESS)
            continue
        one = name == "import"
        few = "" if one else "only this one; may be repeated"
        verb.add_argument(
            "--locale", action="append", default=[], metavar="LOCALE", required=one or name == "locale", help=few
        )
        if name in ("build", "check", "status", "import"):
            verb.add_argument("--policy", action="append", default=[], metavar="POLICY", required=one, help=few)
        else:
            verb.set_defaults(policy=[])
        if one:
            verb.add_argument("--from", dest="source", metavar="FILE", required=True, help="Markdown, or a .po file")
        if name == "check":
            verb.add_argument("file", nargs="?", metavar="FILE.po", help="a catalog of Markdown messages from anywhere")
            verb.add_argument("--template", metavar="FILE.pot", help="what FILE.po is checked against")
            verb.add_argument("--site", metavar="FILE", help="a site.toml whose [checks] and [links] hold for FILE.po")
        forms = (*FORMS, *(["waivers"] if name == "check" else []))
        verb.add_argument("--format", choices=forms, default="text", help="how problems are told")
    return parser


def _form(value: str) -> str:
    """An empty form is the usual one."""
    return value.strip() or "text"


def _say(line: str) -> None:
    print(line, file=sys.stderr)


def _tell(problems: Sequence[Problem], form: str) -> None:
    """Every problem of the run, in the order of places: on standard output as data, on standard error as text."""
    ordered = sorted(dict.fromkeys(problems), key=lambda found: (found.path, found.line))
    if form == "waivers":
        return
    if form == "json":
        print(problem.as_json(ordered))
    elif form == "github":
        for found in ordered:
            print(problem.as_github(found))
    else:
        for found in ordered:
            print(problem.as_text(found), file=sys.stderr)
        errors = sum(found.is_error for found in ordered)
        if ordered:
            print(f"{_count(errors, 'error')}, {_count(len(ordered) - errors, 'warning')}", file=sys.stderr)


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


if __name__ == "__main__":
    sys.exit(main())
