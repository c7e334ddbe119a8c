"""A root: the folder with `policy/`, `locale/` and `build/`, and what is found there."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from . import files, po, policy, site, waivers
from .checks import authored, settings
from .checks.disguises import words
from .checks.shape import keeps_shape
from .locales import Language, language
from .markup import Segment
from .policy import Policy
from .problem import Problem, Refused, near
from .site import Site, line_of
from .waivers import Waiver

PIPELINE = Path(__file__).parent.parent
"""The root that comes with the pipeline; words of the frame are taken from it where another root lacks them."""
NOT_POLICIES = ("site", "glossary")
"""Domains in `locale/` that are not policies."""
_DEVICES = ("con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)))
_TAKEN = (*NOT_POLICIES, "index", "404", *_DEVICES)
"""No names of policies: other files of the site have them, or Windows does."""


@dataclass(frozen=True, slots=True)
class Root:
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

    def name(self, path: Path) -> str:
        """A path as problems name it."""
        try:
            return path.relative_to(self.path).as_posix()
        except ValueError:
            return path.name

    def read(self, path: Path) -> str:
        """The text of a file; raises `Refused` with its name."""
        return files.read(path, self.name(path))

    def read_site(self) -> Site:
        """`policy/site.toml`, or what holds without it.

        Raises `Refused` with what is wrong with it, and with the characters of the policies, which cannot be read then.
        """
        path = self.path / "policy" / "site.toml"
        if not path.exists():
            return Site()
        text = self.read(path)
        try:
            return site.read_site(text, self.name(path))
        except Refused as error:
            raise Refused(*error.problems, *self._characters(site.source_of(text))) from error

    def _characters(self, code: str) -> Iterator[Problem]:
        """What is wrong with the characters of policies in the language `code`."""
        for path in self.policies():
            try:
                text = policy.with_plain_line_ends(self.read(path))
            except Refused as error:
                yield from error.problems
                continue
            yield from (
                found.at(path=self.name(path))
                for found in authored.of_file(text, policy.front_texts(text), words(text, code, ()))
            )

    def policies(self) -> list[Path]:
        """The files of all policies, by name."""
        return sorted(path for path in (self.path / "policy").glob("*.md") if path.is_file())

    def read_policy(self, path: Path, site: Site) -> Policy:
        """A policy of this root. Raises `Refused` for a name that cannot be a domain and an address."""
        name = path.stem.lower()  # on many disks, case makes no other file
        if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", name) or name in _TAKEN:
            message = f"a policy cannot be called '{path.stem}'"
            mend = "use letters a-z, digits, - and _; site, glossary, index, 404 and names of devices are taken"
            raise Refused(Problem(message, "policy-name", self.name(path), mend=mend))
        if twin := next((other for other in self.policies() if other != path and other.stem.lower() == name), None):
            message = f"'{path.stem}' and '{twin.stem}' are one name on many disks"
            raise Refused(Problem(message, "policy-name", self.name(path), mend="give one of them another name"))
        return self._judged(self.read(path), path, site)

    def _judged(self, written: str, path: Path, site: Site) -> Policy:
        """A policy whose characters and mail links were looked at, those of an edition are not; raises `Refused`."""
        text, name = policy.with_plain_line_ends(written), self.name(path)
        front = policy.front_texts(text)
        known = words(text, site.source, site.keep)
        problems = authored.of_file(text, front, known)
        if any(problem.rule == "control-character" for problem in problems):  # nothing else can be read
            raise Refused(*(problem.at(path=name) for problem in problems))
        try:
            read = policy.read(written, path.stem, name, site)
        except Refused as error:
            others = [problem.at(path=name) for problem in problems]
            raise Refused(*sorted([*others, *error.problems], key=lambda problem: problem.line)) from error
        told = {(problem.rule, problem.line) for problem in problems}
        seen = authored.of_page(read.source, text, known)
        problems += [problem for problem in seen if (problem.rule, problem.line) not in told]
        problems = [problem.at(path=name) for problem in problems]
        said = [(line, value) for line, _, value in front]
        for variable, problem in settings.mail_links(read.source, said, site.variables):
            if variable:
                line = line_of(site.text, f"variables.{variable}")
                problems.append(problem.at(path="policy/site.toml", line=line))
            elif problem.is_error:  # warnings are reported with the others about the policy
                problems.append(problem.at(path=name))
        if problems:
            raise Refused(*sorted(dict.fromkeys(problems), key=lambda problem: problem.line))
        return read

    def waivers(self, waivable: Sequence[str], problems: list[Problem]) -> list[Waiver]:
        """Findings of `waivable` rules that a person let stand; none, and told in `problems`, where the file cannot be read."""
        path = self.path / "locale" / "waivers.toml"
        try:
            return waivers.read(self.read(path), self.name(path), waivable) if path.exists() else []
        except Refused as error:
            problems += error.problems
            return []

    def catalog(self, code: str, domain: str) -> Path:
        """Where the catalog of a locale and domain is."""
        return self.path / "locale" / code / "LC_MESSAGES" / f"{domain}.po"

    def template(self, domain: str) -> Path:
        """Where the template of a domain is."""
        return self.path / "locale" / f"{domain}.pot"

    def codes(self) -> list[str]:
        """Names of the folders of `locale/`, by name."""
        folder = self.path / "locale"
        return sorted(path.name for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []

    def languages(self, problems: list[Problem]) -> list[Language]:
        """The locales of this root; folders that name none are told in `problems`."""
        found = []
        for code in self.codes():
            try:
                found.append(language(code, f"locale/{code}"))
            except Refused as error:
                problems += error.problems
        return found

    def picked(
        self, locales: Sequence[str], policies: Sequence[str], source: str, problems: list[Problem]
    ) -> tuple[list[Language], dict[str, Path]]:
        """The chosen locales but `source`, and the files of the chosen policies by name; all where none is chosen.

        Raises `Refused` for one that is not there.
        """
        languages = {found.code: found for found in self.languages(problems) if found.code != source}
        paths = {path.stem: path for path in self.policies()}
        if unknown := [*chosen(locales, list(languages), "locale"), *chosen(policies, list(paths), "policy")]:
            raise Refused(*unknown)
        wanted = [found for code, found in languages.items() if not locales or code in locales]
        return wanted, {name: path for name, path in paths.items() if not policies or name in policies}

    def frame_words(self, code: str, wanted: Sequence[Segment], problems: list[Problem]) -> dict[str, str]:
        """Translated words of the frame: this root's, then the pipeline's own.

        `wanted` are the words of the layouts. A translation of another shape is
        told and not used; so are words that are shown in English for want of one.
        """
        words: dict[str, str] = {}
        for root in dict.fromkeys([Root(PIPELINE), self]):
            path = root.catalog(code, "site")
            if not path.exists():
                continue
            found: list[Problem] = []
            try:
                entries = {
                    entry.msgid: entry
                    for entry in po.read(root.read(path), root.name(path)).entries
                    if entry.is_translated
                }
            except Refused as error:
                entries, found = {}, list(error.problems)
            for segment in wanted:
                if entry := entries.get(segment.text):
                    wrong = [
                        problem.at(line=entry.line, msgid=entry.msgid, msgstr=entry.msgstr)
                        for problem in keeps_shape(segment, entry.msgstr, {}, (), {})
                    ]
                    found += wrong
                    if not wrong:
                        words[segment.text] = entry.msgstr
            if root == self:
                problems += [problem.at(path=root.name(path), locale=code) for problem in found]
        missing = {segment.text for segment in wanted} - set(words)
        if missing and code != "en":
            message = f"{len(missing)} words of the page frame have no translation; they are shown in English"
            mend = f"fill in locale/{code}/LC_MESSAGES/site.po, first {min(missing)!r}"
            problems.append(
                Problem(message, "frame", self.name(self.catalog(code, "site")), 0, "warning", locale=code, mend=mend)
            )
        return words


def chosen(wanted: Sequence[str], known: Sequence[str], what: str) -> list[Problem]:
    """A problem for each wanted name that is not known."""
    return [
        Problem(
            f"no {what} is called '{name}'{near(name, known)}", what, mend=f"known are: {', '.join(known) or 'none'}"
        )
        for name in wanted
        if name not in known
    ]
