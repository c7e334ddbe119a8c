"""What all checks share: the pair of texts that a check looks at, and the rule whose problems it reports."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from ..markup import InlineReader, InlineText, Segment
from ..problem import Level, Problem

LONGEST_RATIO = 20
"""How many times as long as its source a translation may be, plus 1,000 characters for short ones."""


_Found = TypeVar("_Found")


class Facts:
    """Facts about the sources of one policy. Each is found once, however many locales ask for it."""

    def __init__(self) -> None:
        self._found: dict[tuple[Any, ...], Any] = {}

    def of(self, find: Callable[..., _Found], *source: Hashable) -> _Found:
        """The result of `find(*source)`, which must depend on its arguments alone."""
        key = (find, *source)
        if key not in self._found:
            self._found[key] = find(*source)
        found: _Found = self._found[key]
        return found


@dataclass(frozen=True, slots=True)
class Pair:
    """A segment and its translation, as a check sees them."""

    segment: Segment
    msgstr: str
    code: str
    """The locale of the translation in gettext's spelling."""
    source: str
    """What a reader sees of the source: no marks, addresses, footnote labels, alt texts or placeholders."""
    target: str
    """The same of the translation."""
    source_code: str = "en"
    """The locale of the source."""
    reader: InlineReader = field(default_factory=InlineReader, compare=False)
    """The inline parser of both texts, which reads each text only once."""
    facts: Facts = field(default_factory=Facts, compare=False)
    """Facts about the sources of the policy."""
    allowed: Mapping[str, str] = field(default_factory=dict, compare=False)
    """Targets that this locale may have, as {translated: source} (`[links]` of site.toml)."""

    @property
    def msgid(self) -> str:
        """The text of the segment."""
        return self.segment.text

    def read(self, text: str) -> InlineText:
        """The inline tree of one of the two texts."""
        return self.reader.segment(text, self.segment.kind)


Check = Callable[[Pair], Iterator[Problem]]
"""A generator over one pair: problems with message, rule, level and hint, without path, line and texts."""


AUTHORED = "In policies and `site.toml` it is an error too, and cannot be waived."
"""What most rules about characters say about sources."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of problem, as `docs/checks.md` explains it."""

    name: str
    """Stable, such as `number-changed`; what waivers name."""
    level: Level
    about: str
    """One or two sentences: what is found, and why it matters."""
    fix: str
    """What to do, in one or two sentences, for a person who has the file open in an editor."""
    bad: tuple[str, str, str]
    """(locale, msgid, msgstr) in which the rule finds a problem."""
    good: tuple[str, str, str]
    """The same as it should be."""
    authored: str = ""
    """How the rule applies to policies and `site.toml`, which have no source to compare with; "" if it does not."""

    def problem(self, message: str, hint: str = "", *, line: int = 0) -> Problem:
        """A problem with the name and level of this rule; `.at(level=...)` where a single case has another level."""
        return Problem(message, self.name, line=line, level=self.level, hint=hint)


# fmt: off
SIZE = Rule(
    "size", "error", f"A translation is more than {LONGEST_RATIO} times as long as its source, or the catalog has too many entries.",
    "Translate only what the source says. Split a policy whose catalog is too large.",
    ("de", "", f'#, fuzzy\nmsgid "We keep your data."\nmsgstr "{"Wir bewahren Ihre Daten auf. " * 70}"'),
    ("de", "", '#, fuzzy\nmsgid "We keep your data."\nmsgstr "Wir bewahren Ihre Daten auf."'),
)
# fmt: on
"""For a translation and for a whole catalog; both are checked in different modules."""
