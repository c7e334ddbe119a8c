"""What each result depends on, as the keys of the store: a key names every text and every setting that has a say in it."""

import json
from collections.abc import Iterable, Mapping
from copy import copy
from pathlib import Path

from ..problem import Refused
from ..project import editions
from ..project.config import Config
from ..project.frame_words import Folders, folders, places
from ..project.project import Project
from ..project.waivers import Waiver
from ..store import code_digest, key_of
from .facts import PageFacts
from .forms import FormsWanted, wanted_as_text
from .frame import Frame
from .listed import Listed


class Keys:
    """Keys of what can be known of a project's policies. None where a text cannot be read: that is never remembered.

    Each text is read once, so that a key stays what it was when the work under it began.
    """

    def __init__(
        self, project: Project, config: Config, names: Iterable[str], waivers: Iterable[Waiver], *, is_refused: bool
    ) -> None:
        """`names` are those of all policies; `is_refused` tells that something is wrong with the settings."""
        self.project = project
        self._base = key_of(code_digest(), config.text, json.dumps([*names]), str(is_refused)).hex()
        self._source = config.source
        self._waivers: dict[str, list[tuple[str, ...]]] = {}
        for one in waivers:
            self._waivers.setdefault(one.locale, []).append(one.key)
        self._texts: dict[Path, str] = {}
        """Digests of texts, as they were first read."""
        self._folders: Folders | None = None
        """Of the locales, as they were first listed."""
        self._frames: dict[str, str] = {}

    def afresh(self) -> "Keys":
        """The keys as the files are now. Work whose key is another one afterwards read something that changed meanwhile."""
        found = copy(self)
        found._texts, found._folders = {}, None
        return found

    def frame(self, code: str) -> bytes | None:
        """Of the words of the frame in a locale: every catalog in which one may stand; the layouts belong to the code."""
        self._folders = self._folders or folders(self.project)
        try:
            texts = [
                json.dumps([here == self.project, other, self._text(here, here.catalog(other, "site"))])
                for here, other in places(self.project, code, self._folders)
            ]
        except Refused:
            return None
        return key_of(code_digest(), "frame", code, *texts)

    def with_frames(self, frames: Mapping[str, Frame]) -> None:
        """Take the words of the frames, which all pages depend on."""
        for code, frame in frames.items():
            self._frames[code] = key_of(
                code, json.dumps([sorted(frame.words.items()), [*frame.fallback.items()]])
            ).hex()

    def source(self, name: str) -> bytes | None:
        """Of a policy and its page in its own language."""
        try:
            text = self._digest(self.project.path / "policy" / f"{name}.md")
        except Refused:
            return None
        return key_of(self._base, "source", name, text, self._frames[self._source])

    def page(self, facts: PageFacts) -> bytes | None:
        """Of a page that is published, as `PageFacts.key` has it."""
        if facts.code == self._source:
            return self.source(facts.policy)
        return self.version(facts.policy, facts.code, is_published=True)

    def version(self, name: str, code: str, *, is_published: bool) -> bytes | None:
        """Of the page of a policy in a locale."""
        try:
            texts = [
                self._digest(self.project.path / "policy" / f"{name}.md"),
                self._digest(self.project.catalog(code, name)),
                self._digest(self.project.catalog(code, "glossary")),
            ]
            for edition in editions.of(self.project, name, code):
                texts += [edition.date, self._digest(edition.text), self._digest(edition.catalog)]
        except Refused:
            return None
        waivers = json.dumps(sorted(self._waivers.get(code, [])))
        frames = [self._frames[self._source], self._frames[code]]  # a page is compared with the source's
        return key_of(self._base, "version", name, code, str(is_published), *frames, waivers, *texts)

    def catalog(self, name: str, code: str) -> bytes | None:
        """Of what a catalog has of a policy, counted."""
        try:
            text = self._digest(self.project.path / "policy" / f"{name}.md")
            there = self._digest(self.project.catalog(code, name))
            return key_of(self._base, "count", name, text, there)
        except Refused:
            return None

    def languages(self, codes: Iterable[str]) -> bytes:
        """Of what CLDR says of some languages."""
        return key_of(code_digest(), "languages", *codes)

    def picker(self, name: str, listed: Iterable[Listed]) -> bytes:
        """Of the page where readers pick a language of a policy, or of all; its words are those of the source's frame."""
        pages = [(one.language.code, one.path, one.title, one.state) for one in listed]
        return key_of(self._base, "picker", name, self._frames[self._source], json.dumps(pages))

    def hosting(self, outline: str) -> bytes:
        """Of the configuration of web servers, which is made of this text."""
        return key_of(code_digest(), "hosting", outline)

    def forms(self, page: PageFacts, wanted: FormsWanted) -> bytes:
        """Of the files of a page; those of a page that has no key of its own have none either."""
        return key_of("forms", page.key, wanted_as_text(wanted))

    def _digest(self, path: Path) -> str:
        """The digest of a text of the project as it was first read."""
        if path not in self._texts:
            self._texts[path] = self._text(self.project, path)
        return self._texts[path]

    @staticmethod
    def _text(project: Project, path: Path) -> str:
        """The digest of a text; "" where there is no such file. Raises `Refused` for one that cannot be read."""
        return key_of(project.read(path)).hex() if project.has(path) else ""
