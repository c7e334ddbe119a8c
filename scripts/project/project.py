"""A root: the folder with `policy/`, `locale/` and `build/`, and what is found there."""

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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
"""The root that comes with the pipeline; words of the frame are taken from it where another root lacks them."""
NOT_POLICIES = ("site", "glossary")
"""Domains in `locale/` that are not policies."""
FOREIGN = (
    "__macosx", "__pycache__", "cvs", "lost+found", "node_modules", "pot", "sccs", "template", "templates",
    "$recycle.bin", "system volume information", "@eadir", "#recycle",
)  # fmt: skip
"""Folders in `locale/` that are none of ours, in lower case: those of tools, of version control and of disks."""
_LONGEST = 200
"""Letters of the longest name of a policy: disks take 255 bytes, and its pages have longer names than itself."""
_NAME = regex(rf"[a-z0-9][a-z0-9_-]{{,{_LONGEST - 1}}}", re.A)
_DEVICES = ("con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)))
_TAKEN = (*NOT_POLICIES, "index", "404", *_DEVICES)
"""No names of policies: other files of the site have them, or Windows does."""


@dataclass(frozen=True, slots=True)
class Project:
    """Where things are. Names for people are relative to it, with `/`."""

    path: Path

    @property
    def build(self) -> Path:
        """Everything that is made."""
        return self.path / "build"

    @property
    def site(self) -> Path:
        """What is shipped."""
        return self.build / "site"

    @property
    def folders(self) -> tuple[Path, Path, Path]:
        """All that a run may write in."""
        return self.path / "policy", self.path / "locale", self.build

    def name(self, path: Path) -> str:
        """A path as problems name it."""
        try:
            return path.relative_to(self.path).as_posix()
        except ValueError:
            return path.name

    def read(self, path: Path) -> str:
        """The text of a file of the root; raises `Refused` with its name, also where a link leads out of the root.

        A pull request can bring any link: what is outside is published by nobody, and quoted in no message.
        """
        self.refuse_outside(path)
        return files.read_text(path, self.name(path))

    def write(self, path: Path, text: str) -> bool:
        """Write a file of the root as `files.write` does, a link to another of its files followed."""
        self.refuse_outside(path)
        return files.write(Path(os.path.realpath(path)), text)

    def has(self, path: Path) -> bool:
        """Whether there is anything of that name, be it a link that leads nowhere or a file that cannot be looked at."""
        try:
            path.lstat()
        except (FileNotFoundError, NotADirectoryError):
            return False
        except OSError:  # whoever reads it says what is wrong
            return True
        return True

    def refuse_outside(self, path: Path) -> None:
        """Raise `Refused` for a path that a link leads out of the root, or to what is hidden in it: `.git`, `.env`."""
        # as texts, for every file that is read is looked at, and paths take twice as long
        top, there = os.path.join(os.path.realpath(self.path), ""), os.path.realpath(path)  # noqa: PTH118
        what = "leads out of the project's folder"
        if there.startswith(top) or f"{there}{os.sep}" == top:
            parts = there[len(top) :].split(os.sep)  # noqa: PTH206
            is_made = parts[0] == "build" and not path.is_relative_to(self.build)
            what = "leads to a hidden file" if any(part.startswith(".") for part in parts) else ""
            what = "leads to what a build has made" if is_made else what
        if what:
            message = f"a link {what}; nothing there is read or written"
            raise Refused(
                Problem(message, "link", self.name(path), hint="put the file itself in the place of the link")
            )

    def read_config(self) -> Config:
        """`policy/site.toml`, or what holds without it. Raises `Refused` with everything that is wrong with it."""
        found, problems = self.inspect_config()
        if problems:
            raise Refused(*problems, *config.warnings(found))
        return found

    def inspect_config(self) -> tuple[Config, list[Problem]]:
        """The settings and what is wrong with them; in the place of a wrong one its default holds."""
        path = self.path / "policy" / "site.toml"
        if not self.has(path):
            return Config(), []
        try:
            return config.inspect_config(self.read(path), self.name(path))
        except Refused as error:
            return Config(), list(error.problems)

    def policies(self) -> list[Path]:
        """The files of all policies, by name; a link that leads nowhere is one too, to be refused. Hidden files are none."""
        found = (path for path in (self.path / "policy").glob("*.md") if not path.name.startswith("."))
        return sorted(path for path in found if path.is_file() or path.is_symlink())

    def read_policy(self, path: Path, config: Config) -> Policy:
        """A policy of this root. Raises `Refused` with every problem, as `inspect_policy` finds them."""
        found, problems = self.inspect_policy(path, config)
        if problems or found is None:
            raise Refused(*problems)
        return found

    def inspect_policy(self, path: Path, config: Config) -> tuple[Policy | None, list[Problem]]:
        """A policy of this root and what keeps it from being published; None where nobody knows its segments.

        Raises `Refused` for a text that nothing can be said of, or a name that cannot be a domain and an address.
        """
        name = path.stem.lower()  # on many disks, case makes no other file
        if not _NAME.fullmatch(name) or name in _TAKEN:
            message = f"a policy cannot be called '{path.stem}'"
            hint = (
                f"use at most {_LONGEST} letters a-z, digits, - and _;"
                " site, glossary, index, 404 and names of devices are taken"
            )
            raise Refused(Problem(message, "policy-name", self.name(path), hint=hint))
        if twin := next((other for other in self.policies() if other != path and other.stem.lower() == name), None):
            message = f"'{path.stem}' and '{twin.stem}' are one name on many disks"
            raise Refused(Problem(message, "policy-name", self.name(path), hint="give one of them another name"))
        return self.judged(path, path.stem, config)

    def known_policy(self, path: Path) -> Policy | None:
        """A policy of this root that was inspected before; nothing is looked for in it again."""
        return policy.known_policy(self.read(path), path.stem, self.name(path))

    def judged(self, path: Path, domain: str, config: Config) -> tuple[Policy | None, list[Problem]]:
        """The policy in a file, be it of an edition, and what is wrong with it, its characters and mail links among that.

        `domain` is the name of the policy.
        """
        written = self.read(path)
        text, name = policy.with_plain_line_ends(written), self.name(path)
        front = front_matter.front_texts(text)
        known = words_of_file(text, config.source, config.keep)
        problems = [problem.at(path=name) for problem in authored.of_file(text, front, known)]
        if any(problem.rule == "control-character" for problem in problems):  # nothing else can be read
            raise Refused(*problems)
        try:
            read, others = policy.inspect_policy(written, domain, name, config)
        except Refused as error:
            raise Refused(*_in_order([*problems, *error.problems])) from error
        problems += others
        if read is None:
            return None, _in_order(problems)
        told = {(problem.rule, problem.line) for problem in problems}
        seen = authored.of_page(read.source, text, known)
        problems += [problem.at(path=name) for problem in seen if (problem.rule, problem.line) not in told]
        said = [(line, value) for line, _, value in front]
        for variable, problem in settings.mail_links(read.source, said, config.variables):
            if variable:
                line = line_of(config.text, f"variables.{variable}")
                problems.append(problem.at(path="policy/site.toml", line=line))
            elif problem.is_error:  # warnings are reported with the others about the policy
                problems.append(problem.at(path=name))
        return read, _in_order(problems)

    @property
    def waivers_file(self) -> Path:
        """Where waivers are."""
        return self.path / "locale" / "waivers.toml"

    def waivers(self, waivable: Sequence[str]) -> tuple[list[Waiver], list[Problem]]:
        """Findings of `waivable` rules that a person let stand; none, and what is wrong, where the file cannot be read."""
        path = self.waivers_file
        try:
            there = waivers.read_waivers(self.read(path), self.name(path), waivable) if self.has(path) else []
        except Refused as error:
            return [], list(error.problems)
        return there, []

    def catalog(self, code: str, domain: str) -> Path:
        """Where the catalog of a locale and domain is."""
        return self.path / "locale" / code / "LC_MESSAGES" / f"{domain}.po"

    def template(self, domain: str) -> Path:
        """Where the template of a domain is."""
        return self.path / "locale" / f"{domain}.pot"

    def domains(self) -> list[str]:
        """Names of the policies that can be the name of a catalog, in order."""
        return [path.stem for path in self.policies() if _NAME.fullmatch(path.stem.lower())]

    def codes(self) -> list[str]:
        """Names of the folders of `locale/`, by name; hidden folders and those of tools are left out."""
        folder = self.path / "locale"
        names = (path.name for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else ()
        return sorted(name for name in names if not name.startswith(".") and name.casefold() not in FOREIGN)

    def languages(self, source: str = "") -> tuple[list[Language], list[Problem]]:
        """The locales of this project, and what is wrong with the names of their folders.

        A folder is left out that names no language, that means the same as another or as the `source` language under
        another name, or that a link leads out of the project.
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
                message = (
                    f"'{code}' means the language in which the policies are written, '{source}'; it is not published"
                )
                hint = f"delete the folder; for words of the page frame use locale/{source}"
                problems.append(Problem(message, "locale", f"locale/{code}", locale=code, hint=hint))
            elif twin:
                message = f"the folders '{twin}' and '{code}' mean the same language; '{code}' is not published"
                hint = f"move what is right in it to locale/{twin} (or the other way round), then delete one of the two"
                problems.append(Problem(message, "locale", f"locale/{code}", locale=code, hint=hint))
            else:
                found.append(new)
        return found, problems

    def _language(self, code: str) -> Language:
        """The language of a folder. Raises `Refused` where it names none, or a link leads out of the project."""
        folder = self.path / "locale" / code / "LC_MESSAGES"
        self.refuse_outside(folder)
        try:
            return language(code, f"locale/{code}")
        except Refused as error:
            if not folder.is_dir():  # perhaps a folder of a tool
                hint = (
                    "move it out of locale/ if it is no language; name it as in `de`, `pt_BR` or `zh_Hans` if it is one"
                )
                raise Refused(*(problem.at(hint=hint) for problem in error.problems)) from error
            there = [other for other in self.codes() if is_known(other) and same_language(other, meant(code))]
            if there:
                hint = f"move what is right in it to locale/{there[0]}, then delete this folder"
                raise Refused(*(problem.at(hint=hint) for problem in error.problems)) from error
            raise

    def refuse_twin(self, code: str) -> None:
        """Raise `Refused` where another folder means the language `code`: a second one would stop the pages of one of them."""
        others = [other for other in self.codes() if other != code and is_known(other)]
        twin = next((other for other in others if same_language(other, code)), "")
        if twin:
            message = f"'{code}' means the same language as the folder locale/{twin}"
            raise Refused(Problem(message, "locale", f"locale/{twin}", hint=f"translate in locale/{twin}"))


def _in_order(problems: Iterable[Problem]) -> list[Problem]:
    return sorted(dict.fromkeys(problems), key=lambda problem: problem.line)


def unknown_names(wanted: Sequence[str], known: Sequence[str], what: str) -> list[Problem]:
    """A problem for each wanted name that is not known."""
    return [
        Problem(
            f"no {what} is called '{name}'{near(name, known)}", what, hint=f"known are: {', '.join(known) or 'none'}"
        )
        for name in wanted
        if name not in known
    ]
