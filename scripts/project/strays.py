"""Strays: files in `policy/` and `locale/` that nothing reads. Whoever put them there may believe that they are published."""

import os
import re
from collections.abc import Collection, Iterator
from pathlib import Path

from ..problem import Problem, Refused, near
from . import editions
from .project import NOT_POLICIES, Project

READ = ("site.toml",)
"""Files in `policy/` that are read and are no policies."""
_MOST = 20
"""How many files of one folder are listed one by one."""
_MARKDOWN = (".markdown", ".mdown", ".mkd", ".mkdn", ".mdwn", ".mdx")


def strays(project: Project, source: str = "") -> Iterator[Problem]:
    """A warning for each file that nothing reads; an error for an edition behind a symbolic link that leads out.

    `source` is the language of the policies, in which they have no catalogs.
    """
    names = {path.stem for path in project.policies()}
    yield from _policy(project)
    yield from _editions(project, names)
    yield from _templates(project, names)
    yield from _catalogs(project, names, source)


def _policy(project: Project) -> Iterator[Problem]:
    folder = project.path / "policy"
    known = {*READ, "editions", *(path.name for path in project.policies())}
    found = [path for path in _listed(project, folder) if path.name not in known]
    for path in found:
        if path.is_dir() and not path.is_symlink():
            inner = sorted(Path(place, name) for place, _, names in os.walk(path) for name in names)
            hint = "move a policy into policy/ itself, and everything else out of it"
            yield from _ignored(project, [each for each in inner if not each.name.startswith(".")], hint)
    yield from _ignored(project, [path for path in found if not path.is_dir() or path.is_symlink()])


def _ignored(project: Project, paths: list[Path], hint: str = "") -> Iterator[Problem]:
    for path in paths[:_MOST]:
        yield _stray(
            "ignored-file", project, path, "this file is not read: only policy/NAME.md is", hint or _hint(path)
        )
    if len(paths) > _MOST:
        message = f"more files of this folder are not read: {len(paths) - _MOST}"
        yield _stray("ignored-file", project, paths[_MOST].parent, message, hint or "move them out of policy/")


def _hint(path: Path) -> str:
    if path.suffix.lower() in _MARKDOWN or path.suffix == ".MD":
        return f"if it is a policy, rename it to {path.stem}.md"
    return "move it out of policy/"


def _editions(project: Project, names: Collection[str]) -> Iterator[Problem]:
    folder = project.path / "policy" / "editions"
    for place in [folder, *folder.glob("*"), *folder.glob("*/*"), *folder.glob("*/*/*")]:
        if place.is_symlink():
            try:
                project.refuse_outside(place)
            except Refused as error:
                yield from error.problems
    for policy in _listed(project, folder):
        if policy.name not in names:
            message = f"there is no policy '{policy.name}' for these editions, so they are not published"
            hint = f"give the folder the name of a policy{near(policy.name, names)}" if names else "delete it"
            yield _stray("edition-unused", project, policy, message, hint)
            continue
        for edition in _listed(project, policy):
            yield from _edition(project, edition, policy.name)


def _edition(project: Project, folder: Path, policy: str) -> Iterator[Problem]:
    if not editions.is_day(folder.name):
        message = f"'{folder.name}' is not a date, so this edition is not published"
        day = _day_meant(folder.name)
        yield _stray("edition-unused", project, folder, message, f"rename the folder to {day or 'YYYY-MM-DD'}")
        return
    text = folder / f"{policy}.md"
    if not project.has(text):
        message = f"the edition of {folder.name} has no {policy}.md, so it is not published"
        yield _stray(
            "edition-unused", project, folder, message, f"copy the policy of that day into the folder as {policy}.md"
        )
    codes = set(project.codes())
    for path in _listed(project, folder):
        if path.suffix == ".po" and path.stem not in codes:
            message = f"there is no locale '{path.stem}' for this catalog{near(path.stem, codes)}"
            yield _stray(
                "edition-unused", project, path, message, "give it the name of a folder in locale/, such as de.po"
            )
        elif path != text and path.suffix != ".po":
            hint = f"delete it; an edition has {policy}.md, and a catalog for each locale, such as de.po"
            yield _stray("ignored-file", project, path, "this file of an edition is not read", hint)


def _day_meant(name: str) -> str:
    """`2023-09-01` for `2023-9-1`, `2023_09_01` or `20230901`; "" for a name that is no day."""
    found = re.fullmatch(r"([0-9]{4})[-_. ]?([0-9]{1,2})[-_. ]?([0-9]{1,2})", name)
    day = "{}-{:0>2}-{:0>2}".format(*found.groups()) if found else ""
    return day if editions.is_day(day) else ""


def _templates(project: Project, names: Collection[str]) -> Iterator[Problem]:
    for path in _listed(project, project.path / "locale"):
        if path.suffix == ".pot" and path.stem not in names and path.stem not in NOT_POLICIES:
            message = f"there is no policy '{path.stem}' for this template"
            yield _stray("stray-template", project, path, message, _remedy(path.stem, names))
        elif path.suffix == ".po":
            yield _misplaced(project, path, "locale/LOCALE/LC_MESSAGES/POLICY.po")


def _catalogs(project: Project, names: Collection[str], source: str) -> Iterator[Problem]:
    for code in project.codes():
        folder = project.path / "locale" / code
        for path in _elsewhere(project, folder):
            place = f"locale/{code}/LC_MESSAGES/{path.name}"
            # a symbolic link in LC_MESSAGES, or LC_MESSAGES itself, may lead to this file
            if os.path.realpath(path) != os.path.realpath(project.path / place):
                yield _misplaced(project, path, place).at(locale=code)
        for path in _listed(project, folder / "LC_MESSAGES"):
            if path.suffix == ".po" and code == source and path.stem in names:
                message = f"this catalog is not read: the policies are written in '{code}'"
                hint = "delete it; or correct `source` in policy/site.toml, if they are written in another language"
                yield _stray("stray-catalog", project, path, message, hint).at(locale=code)
            elif path.suffix == ".po" and path.stem not in names and path.stem not in NOT_POLICIES:
                message = f"there is no policy '{path.stem}' for this catalog"
                yield _stray("stray-catalog", project, path, message, _remedy(path.stem, names)).at(locale=code)


def _elsewhere(project: Project, folder: Path) -> Iterator[Path]:
    """The catalogs in the folder of a locale that are not in `LC_MESSAGES` itself, such as those in `LC_MESAGES`."""
    for path in _listed(project, folder):
        if path.suffix == ".po" and not path.is_dir():
            yield path
        elif not path.is_symlink():
            for place, folders, names in os.walk(path):
                folders[:] = sorted(name for name in folders if not name.startswith("."))
                found = sorted(name for name in names if name.endswith(".po") and not name.startswith("."))
                yield from (Path(place, name) for name in found if place != str(folder / "LC_MESSAGES"))


def _misplaced(project: Project, path: Path, place: str) -> Problem:
    hint = f"move it to {place}"
    if project.has(project.path / place):
        hint = f"delete it, after moving what is missing to {place}, which is read"
    return _stray("stray-catalog", project, path, "this catalog is not read: it is in the wrong folder", hint)


def _remedy(name: str, names: Collection[str]) -> str:
    others = f" ({', '.join(sorted(names))})" if names else ""
    return f"delete it if the policy is gone; rename it if the policy has another name now{others}{near(name, names)}"


def _stray(rule: str, project: Project, path: Path, message: str, hint: str) -> Problem:
    return Problem(message, rule, project.name(path), 0, "warning", hint=hint)


def _listed(project: Project, folder: Path) -> list[Path]:
    """The files and folders in a folder, by name, without hidden ones; none if it cannot be read or is outside the project."""
    try:
        project.refuse_outside(folder)
        return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except (OSError, Refused):  # whatever reads a file there reports it
        return []
