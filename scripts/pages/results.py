"""Results about policies and pages: from the store if an earlier run has found them, otherwise from the crew.

Only the process of the run writes in the store, and a result only when it is complete. If a process is killed, the next run
makes again what was not written; a value that was written in part is recognised by its digest (`store`).
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from ..locales import know_languages, language_facts
from ..problem import Problem, Refused
from ..project.config import Config
from ..project.project import Project
from ..store import Store, key_of
from .crew import Answer, Crew, Made, VersionWanted
from .facts import PageFacts, SourceFacts, VersionFacts, as_bytes, source_facts, version_facts, with_key
from .forms import Forms, FormsWanted, forms_as_bytes, read_forms, read_texts, texts_as_bytes
from .frame import Frame
from .keys import Keys
from .listed import Listed


@dataclass(slots=True)
class MadePage:
    """A page and its files."""

    page: PageFacts
    wanted: FormsWanted
    forms: Forms
    texts: dict[str, str] | None
    """By ending; None if they were not made in this run, but are in the store."""


class Results:
    """Asks for results, and stores them for later runs.

    A result without a key is made in each run. Raises `Refused` for a result whose key has changed during the work, because
    somebody has changed a text: the page might show another text than the one that was checked.
    """

    def __init__(self, project: Project, keys: Keys, store: Store, crew: Crew, *, thorough: bool) -> None:
        self.project, self.keys, self.store, self.crew, self.thorough = project, keys, store, crew, thorough

    # -- facts ------------------------------------------------------------------------------------

    def known_source(self, name: str) -> SourceFacts | None:
        """The facts of a policy if the store has them; otherwise None."""
        key = self.keys.source(name)
        known = None if key is None else self.store.get(key)
        return None if known is None or key is None else with_key(source_facts(known), key.hex())

    def new_source(self, name: str, answer: Answer[SourceFacts]) -> SourceFacts:
        """The facts of a policy from the crew."""
        found, key = answer.result(), self.keys.source(name)
        if key is None:
            return found
        if self.keys.afresh().source(name) != key:
            raise _changed(name)
        self.store.put(key, as_bytes(found))
        return with_key(found, key.hex())

    def known_versions(
        self, name: str, wanted: Sequence[VersionWanted], *, states_alone: bool = False
    ) -> list[VersionFacts | None]:
        """The facts of a policy in some locales if the store has them, or if there is no catalog; otherwise None.

        With `states_alone`, facts of a more thorough run will do: they have more warnings, but the same errors and state.
        """
        there = [self.project.has(self.project.catalog(one.code, name)) for one in wanted]
        keys = [
            self.keys.version(name, one.code, is_published=one.is_published) if is_there else None
            for one, is_there in zip(wanted, there, strict=True)
        ]
        known = self._stored([key and self._key(key, thorough=self.thorough) for key in keys])
        if states_alone and not self.thorough:
            unknown = [None if data else key for key, data in zip(keys, known, strict=True)]
            more = self._stored([key and self._key(key, thorough=True) for key in unknown])
            known = [data or other for data, other in zip(known, more, strict=True)]
        found: list[VersionFacts | None] = []
        for one, is_there, key, data in zip(wanted, there, keys, known, strict=True):
            if not is_there:
                found.append(VersionFacts(None, (), is_unread=not one.is_read))
            else:
                found.append(with_key(version_facts(data), key.hex()) if data and key else None)
        return found

    def _stored(self, keys: Sequence[bytes | None]) -> list[bytes | None]:
        """What the store has under each key; None where there is no key."""
        found = iter(self.store.get_many([key for key in keys if key is not None]))
        return [None if key is None else next(found) for key in keys]

    def new_version(self, name: str, wanted: VersionWanted, found: VersionFacts) -> VersionFacts:
        """The facts of a policy in a locale from the crew."""
        of_page = self.keys.version(name, wanted.code, is_published=wanted.is_published)
        if of_page is None:
            return found
        if self.keys.afresh().version(name, wanted.code, is_published=wanted.is_published) != of_page:
            raise _changed(name, wanted.code)
        self.store.put(self._key(of_page, thorough=self.thorough), as_bytes(found))
        return with_key(found, of_page.hex())

    @staticmethod
    def _key(of_page: bytes, *, thorough: bool) -> bytes:
        """The key of facts about a page. Facts with warnings are stored by themselves; the page is the same."""
        return key_of(of_page.hex(), str(thorough))

    def glossary(self, code: str) -> list[Problem]:
        """Why the glossary of a locale cannot be read; then its terms are not checked."""
        path = self.project.catalog(code, "glossary")
        if not self.project.has(path):
            return []
        from .. import po  # here, because a run whose results are all known reads no catalog

        try:
            po.read_catalog(self.project.read(path), self.project.name(path))
        except Refused as error:
            return list(error.problems)
        return []

    # -- files ------------------------------------------------------------------------------------

    def ask_forms(self, name: str, wanted: Sequence[tuple[PageFacts, FormsWanted]]) -> Callable[[], list[MadePage]]:
        """Ask for the files of some pages of a policy. Gives a function that waits for them and returns them in order."""
        known = self._stored([self.keys.forms(page, there) if page.key else None for page, there in wanted])
        unknown = [pair for pair, data in zip(wanted, known, strict=True) if data is None]
        answer = self.crew.forms(name, unknown) if unknown else None

        def finished() -> list[MadePage]:
            new = iter(answer.result() if answer is not None else ())
            return [
                MadePage(page, there, read_forms(data), None)
                if data is not None
                else self._made(page, there, next(new))
                for (page, there), data in zip(wanted, known, strict=True)
            ]

        return finished

    def _made(self, page: PageFacts, wanted: FormsWanted, made: Made) -> MadePage:
        texts, problems = made
        forms = Forms({ending: _sum(text) for ending, text in texts.items()}, tuple(problems))
        if page.key:
            now = self.keys.afresh().page(page)
            if now is None or now.hex() != page.key:
                raise _changed(page.policy, page.code)
            key = self.keys.forms(page, wanted)
            self.store.put(key, forms_as_bytes(forms))
            self.store.put(_texts_key(key), texts_as_bytes(texts))
        return MadePage(page, wanted, forms, texts)

    def texts(self, made: MadePage) -> dict[str, str]:
        """The files of a page by ending, in this order: made in this run, from the store, or made again.

        The store may have dropped them and kept the digests. Files with other digests are refused: a text has changed.
        """
        if made.texts is None:
            known = self.store.get(_texts_key(self.keys.forms(made.page, made.wanted))) if made.page.key else None
            made.texts = self.crew.own.forms(made.page, made.wanted)[0] if known is None else read_texts(known)
            if {ending: _sum(text) for ending, text in made.texts.items()} != made.forms.sums:
                raise _changed(made.page.policy, made.page.code)
        return made.texts

    def recall_languages(self, codes: Sequence[str]) -> None:
        """Take the facts about these languages from an earlier build, if there are any, so that CLDR's data is not loaded."""
        known = self.store.get(self.keys.languages(codes))
        if known is not None:
            know_languages({code: (name, direction) for code, (name, direction) in json.loads(known).items()})

    def remember_languages(self, codes: Sequence[str]) -> None:
        """Store the facts about these languages for later builds."""
        key = self.keys.languages(codes)
        if self.store.get(key) is None:
            self.store.put(key, json.dumps(language_facts(codes)).encode())

    def picker(self, path: str, listed: Mapping[str, Sequence[Listed]], frame: Frame, config: Config) -> str:
        """The HTML of a page on which readers choose a language: of one policy, or `index.html` of all."""
        key = self.keys.picker(path, [one for versions in listed.values() for one in versions])
        known = self.store.get(key)
        if known is not None:
            return known.decode("utf-8")
        from .html import to_index, to_picker  # here, because they load Jinja

        [*names] = listed
        is_index = path == "index.html"
        text = to_index(listed, frame, config) if is_index else to_picker(names[0], frame, config, listed[names[0]])
        self.store.put(key, text.encode("utf-8"))
        return text

    def hosting(self, outline: str, make: Callable[[], Mapping[str, str]]) -> Mapping[str, str]:
        """The configuration of web servers, which `make` makes of `outline`."""
        key = self.keys.hosting(outline)
        known = self.store.get(key)
        if known is not None:
            found: dict[str, str] = json.loads(known)
            return found
        made = make()
        self.store.put(key, json.dumps(made).encode())
        return made


def _changed(name: str, code: str = "") -> Refused:
    message = f"'{name}', or a translation of it, was changed while its pages were made"
    return Refused(Problem(message, "file", f"policy/{name}.md", locale=code, policy=name, hint="run it again"))


def _texts_key(key: bytes) -> bytes:
    return key_of("texts", key.hex())


def _sum(text: str) -> tuple[str, int]:
    """SHA-256 and size in bytes of a file with this text."""
    data = text.encode("utf-8")
    return sha256(data).hexdigest(), len(data)
