"""The keys of results in the store. A key is a digest of everything that the result depends on: texts, settings and code.

A result must never be stored under the key of another text: a later run would publish it silently. So a key is taken twice.
The first is taken before the work, from the files as this run has read them first. When the work is finished, it is taken
again from the files as they are then (`afresh`). If both are equal, no file has changed in between, and the result belongs
to this key. If not, `Results` refuses it.
"""

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
    """The keys of results about a project's policies. None if a text cannot be read: such a result is never stored.

    Each text is read once, so that a key does not change during the work.
    """

    def __init__(
        self, project: Project, config: Config, names: Iterable[str], waivers: Iterable[Waiver], *, is_refused: bool
    ) -> None:
        """`names` are those of all policies; `is_refused` says whether the settings have errors."""
        self.project = project
        self._base = key_of(code_digest(), config.text, json.dumps([*names]), str(is_refused)).hex()
        self._source = config.source
        self._waivers: dict[str, list[tuple[str, ...]]] = {}
        for one in waivers:
            self._waivers.setdefault(one.locale, []).append(one.key)
        self._texts: dict[Path, str] = {}
        """Digests of the texts as they were read first."""
        self._folders: Folders | None = None
        """The folders of the locales as they were listed first."""
        self._frames: dict[str, str] = {}

    def afresh(self) -> "Keys":
        """The keys of the files as they are now. If a key differs from that before the work, a file has changed meanwhile."""
        found = copy(self)
        found._texts, found._folders = {}, None
        return found

    def frame(self, code: str) -> bytes | None:
        """The key of the frame's words in a locale: of each catalog that may have one. The layouts are part of the code."""
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
        """Set the words of the frames, which all pages depend on."""
        for code, frame in frames.items():
            self._frames[code] = key_of(
                code, json.dumps([sorted(frame.words.items()), [*frame.fallback.items()]])
            ).hex()

    def source(self, name: str) -> bytes | None:
        """The key of a policy and its page in its own language."""
        try:
            text = self._digest(self.project.path / "policy" / f"{name}.md")
        except Refused:
            return None
        return key_of(self._base, "source", name, text, self._frames[self._source])

    def page(self, facts: PageFacts) -> bytes | None:
        """The key of a published page, the same as `PageFacts.key`."""
        if facts.code == self._source:
            return self.source(facts.policy)
        return self.version(facts.policy, facts.code, is_published=True)

    def version(self, name: str, code: str, *, is_published: bool) -> bytes | None:
        """The key of the page of a policy in a locale."""
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
        frames = [self._frames[self._source], self._frames[code]]  # the page is compared with the source page
        return key_of(self._base, "version", name, code, str(is_published), *frames, waivers, *texts)

    def catalog(self, name: str, code: str) -> bytes | None:
        """The key of the counts of a catalog."""
        try:
            text = self._digest(self.project.path / "policy" / f"{name}.md")
            there = self._digest(self.project.catalog(code, name))
            return key_of(self._base, "count", name, text, there)
        except Refused:
            return None

    def languages(self, codes: Iterable[str]) -> bytes:
        """The key of CLDR's facts about some languages."""
        return key_of(code_digest(), "languages", *codes)

    def picker(self, name: str, listed: Iterable[Listed]) -> bytes:
        """The key of the page on which readers choose a language, of one policy or of all. Its words are in the source language."""
        pages = [(one.language.code, one.path, one.title, one.state) for one in listed]
        return key_of(self._base, "picker", name, self._frames[self._source], json.dumps(pages))

    def hosting(self, outline: str) -> bytes:
        """The key of the configuration of web servers, which is made of this text alone."""
        return key_of(code_digest(), "hosting", outline)

    def forms(self, page: PageFacts, wanted: FormsWanted) -> bytes:
        """The key of the files of a page, which must have a key itself."""
        return key_of("forms", page.key, wanted_as_text(wanted))

    def _digest(self, path: Path) -> str:
        """The digest of a text of the project as it was read first."""
        if path not in self._texts:
            self._texts[path] = self._text(self.project, path)
        return self._texts[path]

    @staticmethod
    def _text(project: Project, path: Path) -> str:
        """The digest of a text; "" if there is no such file. Raises `Refused` if it cannot be read."""
        return key_of(project.read(path)).hex() if project.has(path) else ""
