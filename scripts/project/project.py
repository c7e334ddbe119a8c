"""A project: the folder with `policy/`, `locale/` and `build/`, and the files in it."""

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .. import files
from ..checks.source import authored, settings
from ..checks.source.disguises import words_of_file
from ..locales import Language, is_known, language, meant, same_language
from ..patterns import regex
from ..problem import Problem, Refused, near
from . import config, front_matter, policy, waivers
from .config import Config
from .policy import Policy
from .toml_lines import line_of
from .waivers import Waiver

PIPELINE = Path(__file__).parent.parent.parent
"""The project that comes with the pipeline; its `site.po` catalogs have words of the page frame for other projects."""
NOT_POLICIES = ("site", "glossary")
"""Domains in `locale/` that are no policies."""
FOREIGN = (
    "__macosx", "__pycache__", "cvs", "lost+found", "node_modules", "pot", "sccs", "template", "templates",
    "$recycle.bin", "system volume information", "@eadir", "#recycle",
)  # fmt: skip
"""Folders in `locale/` that are ignored, in lower case: those of tools, of version control and of file systems."""
_LONGEST = 200
"""Letters of the longest name of a policy: file systems allow 255 bytes, and its pages have longer names (`NAME.fragment.html`)."""
_NAME = regex(rf"[a-z0-9][a-z0-9_-]{{,{_LONGEST - 1}}}", re.A)
_DEVICES = ("con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)))
_TAKEN = (*NOT_POLICIES, "index", "404", *_DEVICES)
"""Names that policies cannot have: other files of the site have them, or Windows reserves them for devices."""


@dataclass(frozen=True, slots=True)
class Project:
    """A project and its paths. Messages name files relative to it, with `/`."""

    path: Path

    @property
    def build(self) -> Path:
        """The folder for everything that runs produce."""
        return self.path / "build"

    @property
    def site(self) -> Path:
        """The folder of the site, which is published."""
        return self.build / "site"

    @property
    def folders(self) -> tuple[Path, Path, Path]:
        """The folders in which a run may write."""
        return self.path / "policy", self.path / "locale", self.build

    def name(self, path: Path) -> str:
        """A path as messages name it."""
        try:
            return path.relative_to(self.path).as_posix()
        except ValueError:
            return path.name

    def read(self, path: Path) -> str:
        """The text of a file of the project. Raises `Refused` if it cannot be read, or if it is outside the project.

        A pull request can bring any symbolic link: its target must not be published, nor quoted in a message.
        """
        self.refuse_outside(path)
        return files.read_text(path, self.name(path))

    def write(self, path: Path, text: str) -> bool:
        """Write a file of the project as `files.write` does; a symbolic link to another file of it is followed."""
        self.refuse_outside(path)
        return files.write(Path(os.path.realpath(path)), text)

    def has(self, path: Path) -> bool:
        """Whether anything has this name, even a broken symbolic link or a file that cannot be examined."""
        try:
            path.lstat()
        except (FileNotFoundError, NotADirectoryError):
            return False
        except OSError:  # whatever reads it reports what is wrong
            return True
        return True

    def refuse_outside(self, path: Path) -> None:
        """Raise `Refused` if a symbolic link in the path leads out of the project, to a hidden file (`.git`, `.env`) or to output."""
        # paths as text, because this is done for every file that is read, and `Path` takes twice as long
        top, there = _real_root(self.path), os.path.realpath(path)
        what = "leads out of the project's folder"
        if there.startswith(top) or f"{there}{os.sep}" == top:
            parts = there[len(top) :].split(os.sep)  # noqa: PTH206
            is_made = parts[0] == "build" and not path.is_relative_to(self.build)
            what = "leads to a hidden file" if any(part.startswith(".") for part in parts) else ""
            what = "leads to a file that a build has made" if is_made else what
        if what:
            message = f"this symbolic link {what}; nothing there is read or written"
            raise Refused(Problem(message, "link", self.name(path), hint="replace the symbolic link by the file"))

    def read_config(self) -> Config:
        """The settings of `policy/site.toml`, or the defaults if there is none. Raises `Refused` with every problem."""
        found, problems = self.inspect_config()
        if problems:
            raise Refused(*problems, *config.warnings(found))
        return found

    def inspect_config(self) -> tuple[Config, list[Problem]]:
        """The settings and what is wrong with them; a wrong setting has its default."""
        path = self.path / "policy" / "site.toml"
        if not self.has(path):
            return Config(), []
        try:
            return config.inspect_config(self.read(path), self.name(path))
        except Refused as error:
            return Config(), list(error.problems)

    def policies(self) -> list[Path]:
        """The files of all policies, by name, without hidden files; a broken symbolic link is included, and refused when read."""
        found = (path for path in (self.path / "policy").glob("*.md") if not path.name.startswith("."))
        return sorted(path for path in found if path.is_file() or path.is_symlink())

    def read_policy(self, path: Path, config: Config) -> Policy:
        """A policy of this project. Raises `Refused` with every problem that `inspect_policy` finds."""
        found, problems = self.inspect_policy(path, config)
        if problems or found is None:
            raise Refused(*problems)
        return found

    def inspect_policy(self, path: Path, config: Config) -> tuple[Policy | None, list[Problem]]:
        """A policy and the problems that prevent its publication; None, with problems, if its segments are not certain.

        Raises `Refused` for a text that cannot be read, and for a file name that cannot be a domain and an address.
        """
        name = path.stem.lower()  # on Windows and macOS, names that differ in case alone are one file
        if not _NAME.fullmatch(name) or name in _TAKEN:
            message = f"a policy cannot be called '{path.stem}'"
            hint = (
                f"rename it: at most {_LONGEST} letters a-z, digits, - and _;"
                " site, glossary, index, 404 and device names of Windows are reserved"
            )
            raise Refused(Problem(message, "policy-name", self.name(path), hint=hint))
        if twin := next((other for other in self.policies() if other != path and other.stem.lower() == name), None):
            message = f"'{path.stem}' and '{twin.stem}' are the same file name on Windows and macOS"
            raise Refused(Problem(message, "policy-name", self.name(path), hint="give one of them another name"))
        return self.judged(path, path.stem, config)

    def known_policy(self, path: Path) -> Policy | None:
        """A policy that an earlier run has inspected, read without checks."""
        return policy.known_policy(self.read(path), path.stem, self.name(path))

    def judged(self, path: Path, domain: str, config: Config) -> tuple[Policy | None, list[Problem]]:
        """The policy in a file, also of an edition, and its problems, including those of characters and mail links.

        `domain` is the name of the policy. Raises `Refused` as `inspect_policy` does.
        """
        written = self.read(path)
        text, name = policy.with_plain_line_ends(written), self.name(path)
        front = front_matter.front_texts(text)
        known = words_of_file(text, config.source, config.keep)
        problems = [problem.at(path=name) for problem in authored.of_file(text, front, known)]
        if any(problem.rule == "control-character" for problem in problems):  # the parsers cannot read such a text
            raise Refused(*problems)
        try:
            read, others = policy.inspect_policy(written, domain, name, config)
        except Refused as error:
            raise Refused(*_in_order([*problems, *error.problems])) from error
        problems += others
        if read is None:
            return None, _in_order(problems)
        # a character that the text shows is on the page too: each is reported once
        known_places = {(problem.rule, problem.line) for problem in problems}
        seen = authored.of_page(read.source, text, known)
        problems += [problem.at(path=name) for problem in seen if (problem.rule, problem.line) not in known_places]
        front_values = [(line, value) for line, _, value in front]
        for variable, problem in settings.mail_links(read.source, front_values, config.variables):
            if variable:
                line = line_of(config.text, f"variables.{variable}")
                problems.append(problem.at(path="policy/site.toml", line=line))
            elif problem.is_error:  # warnings are reported with the others about the policy
                problems.append(problem.at(path=name))
        return read, _in_order(problems)

    @property
    def waivers_file(self) -> Path:
        """The path of the waivers."""
        return self.path / "locale" / "waivers.toml"

    def waivers(self, waivable: Sequence[str]) -> tuple[list[Waiver], list[Problem]]:
        """The waivers of the project, and the problems of their file; no waivers if it has any. `waivable` are the rules."""
        path = self.waivers_file
        try:
            there = waivers.read_waivers(self.read(path), self.name(path), waivable) if self.has(path) else []
        except Refused as error:
            return [], list(error.problems)
        return there, []

    def catalog(self, code: str, domain: str) -> Path:
        """The path of the catalog of a locale and domain."""
        return self.path.joinpath("locale", code, "LC_MESSAGES", f"{domain}.po")

    def template(self, domain: str) -> Path:
        """The path of the template of a domain."""
        return self.path / "locale" / f"{domain}.pot"

    def domains(self) -> list[str]:
        """Names of the policies that can be domains, sorted."""
        return [path.stem for path in self.policies() if _NAME.fullmatch(path.stem.lower())]

    def codes(self) -> list[str]:
        """Names of the folders in `locale/`, sorted, without hidden folders and those of tools."""
        folder = self.path / "locale"
        names = (path.name for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else ()
        return sorted(name for name in names if not name.startswith(".") and name.casefold() not in FOREIGN)

    def languages(self, source: str = "") -> tuple[list[Language], list[Problem]]:
        """The locales of this project, and what is wrong with the folders of others.

        A folder is left out if its name is no language, if it means the same language as another folder or, under
        another name, as `source`, or if it is a symbolic link out of the project.
        """
        found: list[Language] = []
        problems: list[Problem] = []
        for code in self.codes():
            try:
                new = self._language(code)
            except Refused as error:
                problems += (problem.at(locale=code) for problem in error.problems)
                continue
            twin = next((other.code for other in found if same_language(other.code, code)), "")
            if source and code != source and same_language(source, code):
                message = f"'{code}' means the same language as '{source}', in which the policies are written"
                hint = f"delete the folder, which is not published; words of the page frame belong in locale/{source}"
                problems.append(Problem(message, "locale", f"locale/{code}", locale=code, hint=hint))
            elif twin:
                message = f"the folders '{twin}' and '{code}' mean the same language; '{code}' is not published"
                hint = "move the good translations to one of the two folders, then delete the other"
                problems.append(Problem(message, "locale", f"locale/{code}", locale=code, hint=hint))
            else:
                found.append(new)
        return found, problems

    def _language(self, code: str) -> Language:
        """The language of a folder. Raises `Refused` if its name is no language, or if it is outside the project."""
        folder = self.path / "locale" / code / "LC_MESSAGES"
        self.refuse_outside(folder)
        try:
            return language(code, f"locale/{code}")
        except Refused as error:
            if not folder.is_dir():  # perhaps a folder of a tool
                hint = "move it out of locale/ if it is not for a language, or else name it like `de`, `pt_BR` or `zh_Hans`"
                raise Refused(*(problem.at(hint=hint) for problem in error.problems)) from error
            others = [other for other in self.codes() if other != code and is_known(other)]
            there = [other for other in others if same_language(other, meant(code))]
            if there:
                hint = f"move the good translations to locale/{there[0]}, then delete this folder"
                raise Refused(*(problem.at(hint=hint) for problem in error.problems)) from error
            raise

    def refuse_twin(self, code: str, source: str) -> None:
        """Raise `Refused` if another folder, or `source` under another name, is the language of `code`.

        Only one of two folders for a language can be published, and none for the language of the policies.
        """
        if code != source and same_language(source, code):
            message = f"'{code}' means the same language as '{source}', in which the policies are written"
            raise Refused(Problem(message, "locale", hint="choose a language to translate into"))
        others = [other for other in self.codes() if other != code and is_known(other)]
        twin = next((other for other in others if same_language(other, code)), "")
        if twin:
            message = f"'{code}' means the same language as the folder locale/{twin}"
            raise Refused(Problem(message, "locale", f"locale/{twin}", hint=f"use this folder: LOCALE={twin}"))


@cache
def _real_root(root: Path) -> str:
    """The folder of a project without symbolic links, with a separator at its end; it stays where it is during a run."""
    return os.path.join(os.path.realpath(root), "")  # noqa: PTH118 - see `refuse_outside`


def _in_order(problems: Iterable[Problem]) -> list[Problem]:
    return sorted(dict.fromkeys(problems), key=lambda problem: problem.line)


def unknown_names(wanted: Sequence[str], known: Sequence[str], what: str, source: str = "") -> list[Problem]:
    """A problem for each wanted name that is not known; `what` is `locale` or `policy`, and the rule.

    `source` is the language of the policies for callers that can do nothing with it: it has no catalogs.
    """
    return [_unknown(name, known, what, source) for name in wanted if name not in known]


def _unknown(name: str, known: Sequence[str], what: str, source: str) -> Problem:
    listed = f"choose from: {', '.join(known)}" if known else "there are none yet"
    if source and is_known(name) and same_language(name, source):
        message = f"'{name}' is the language in which the policies are written, so it has no catalogs"
        return Problem(message, what, hint="leave it out: the policies themselves are included in every run")
    if what == "locale" and is_known(name):
        message = f"the locale '{name}' has not been started{near(name, known)}"
        return Problem(message, what, hint=f"make locale LOCALE={name} starts it; or {listed}")
    return Problem(f"no {what} is called '{name}'{near(name, known)}", what, hint=listed)
