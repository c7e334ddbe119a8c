"""What is known of policies and pages: from the store where an earlier run found it, and else from the crew, which makes it."""

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
    """A page with its files."""

    page: PageFacts
    wanted: FormsWanted
    forms: Forms
    texts: dict[str, str] | None
    """By ending; None where they were not made in this run."""


class Results:
    """Asks for results, and remembers them for later runs.

    What cannot be remembered, for want of a key, is made each time. Raises `Refused` for what was made of texts that somebody
    changed meanwhile: a page could show another text than the one that was looked at.
    """

    def __init__(self, project: Project, keys: Keys, store: Store, crew: Crew, *, thorough: bool) -> None:
        self.project, self.keys, self.store, self.crew, self.thorough = project, keys, store, crew, thorough

    # -- facts ------------------------------------------------------------------------------------

    def known_source(self, name: str) -> SourceFacts | None:
        """The facts of a policy, where the store has them."""
        key = self.keys.source(name)
        known = None if key is None else self.store.get(key)
        return None if known is None or key is None else with_key(source_facts(known), key.hex())

    def new_source(self, name: str, answer: Answer[SourceFacts]) -> SourceFacts:
        """The facts of a policy as the crew found them."""
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
        """The facts of a policy in some locales, where there is no catalog or the store has them.

        Who asks for `states_alone` takes those of a more thorough look too.
        """
        there = [self.project.has(self.project.catalog(one.code, name)) for one in wanted]
        keys = [
            self.keys.version(name, one.code, is_published=one.is_published) if is_there else None
            for one, is_there in zip(wanted, there, strict=True)
        ]
        known = self._stored([key and self._key(key, thorough=self.thorough) for key in keys])
        if states_alone and not self.thorough:
            more = self._stored([key and self._key(key, thorough=True) for key in keys])  # its errors are the same
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
        """The facts of a policy in a locale as the crew found them."""
        of_page = self.keys.version(name, wanted.code, is_published=wanted.is_published)
        if of_page is None:
            return found
        if self.keys.afresh().version(name, wanted.code, is_published=wanted.is_published) != of_page:
            raise _changed(name, wanted.code)
        self.store.put(self._key(of_page, thorough=self.thorough), as_bytes(found))
        return with_key(found, of_page.hex())

    @staticmethod
    def _key(of_page: bytes, *, thorough: bool) -> bytes:
        """The page itself is the same, however thorough the look at its texts is."""
        return key_of(of_page.hex(), str(thorough))

    def glossary(self, code: str) -> list[Problem]:
        """Why the glossary of a locale cannot be read; its terms are not looked for then."""
        path = self.project.catalog(code, "glossary")
        if not self.project.has(path):
            return []
        from .. import po  # here, for a run that knows everything reads no catalog

        try:
            po.read_catalog(self.project.read(path), self.project.name(path))
        except Refused as error:
            return list(error.problems)
        return []

    # -- files ------------------------------------------------------------------------------------

    def ask_forms(self, name: str, wanted: Sequence[tuple[PageFacts, FormsWanted]]) -> Callable[[], list[MadePage]]:
        """Ask for the files of some pages of a policy; the answer comes when what is returned is called."""
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
        texts, told = made
        forms = Forms({ending: _sum(text) for ending, text in texts.items()}, tuple(told))
        if page.key:
            now = self.keys.afresh().page(page)
            if now is None or now.hex() != page.key:
                raise _changed(page.policy, page.code)
            key = self.keys.forms(page, wanted)
            self.store.put(key, forms_as_bytes(forms))
            self.store.put(_texts_key(key), texts_as_bytes(texts))
        return MadePage(page, wanted, forms, texts)

    def texts(self, made: MadePage) -> dict[str, str]:
        """The texts of the files of a page by ending: as they were made, from the store, or made once more."""
        if made.texts is None:
            known = self.store.get(_texts_key(self.keys.forms(made.page, made.wanted))) if made.page.key else None
            made.texts = self.crew.own.forms(made.page, made.wanted)[0] if known is None else read_texts(known)
            if {ending: _sum(text) for ending, text in made.texts.items()} != made.forms.sums:
                raise _changed(made.page.policy, made.page.code)
        return made.texts

    def recall_languages(self, codes: Sequence[str]) -> None:
        """Take what an earlier build knew of these languages."""
        known = self.store.get(self.keys.languages(codes))
        if known is not None:
            know_languages({code: (name, direction) for code, (name, direction) in json.loads(known).items()})

    def remember_languages(self, codes: Sequence[str]) -> None:
        """Keep what was asked of these languages for later builds."""
        key = self.keys.languages(codes)
        if self.store.get(key) is None:
            self.store.put(key, json.dumps(language_facts(codes)).encode())

    def picker(self, path: str, listed: Mapping[str, Sequence[Listed]], frame: Frame, config: Config) -> str:
        """The text of a page where readers pick: of one policy, or `index.html` of all."""
        key = self.keys.picker(path, [one for versions in listed.values() for one in versions])
        known = self.store.get(key)
        if known is not None:
            return known.decode("utf-8")
        from .html import to_index, to_picker  # here, for they load Jinja

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
    """SHA-256 of a file with this text, and its size in bytes."""
    data = text.encode("utf-8")
    return sha256(data).hexdigest(), len(data)
