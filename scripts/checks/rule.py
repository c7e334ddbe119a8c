"""What every check of a translation shares: the pair it looks at, and the rule it speaks for."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from ..markup import InlineReader, InlineText, Segment
from ..problem import Level, Problem

LONGEST_RATIO = 20
"""How many times as long as its source a translation may be, beside a fixed number of characters for short ones."""


_Found = TypeVar("_Found")


class Facts:
    """What is found out about the texts of one policy: each fact once, whatever the number of locales."""

    def __init__(self) -> None:
        self._found: dict[tuple[Any, ...], Any] = {}

    def of(self, find: Callable[..., _Found], *source: Hashable) -> _Found:
        """What `find` says of a source; it must depend on nothing else."""
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
    """What a reader sees of the source: no marks, addresses, labels, alt texts or placeholders."""
    target: str
    """The same of the translation."""
    source_code: str = "en"
    """The locale of the source."""
    reader: InlineReader = field(default_factory=InlineReader, compare=False)
    """What reads both texts, each once."""
    facts: Facts = field(default_factory=Facts, compare=False)
    """What is known of the sources of the policy."""
    allowed: Mapping[str, str] = field(default_factory=dict, compare=False)
    """Targets that this locale may have, as {translated: source} (`[links]` of site.toml)."""

    @property
    def msgid(self) -> str:
        """The text of the segment."""
        return self.segment.text

    def read(self, text: str) -> InlineText:
        """One of the two texts as it is read."""
        return self.reader.segment(text, self.segment.kind)


Check = Callable[[Pair], Iterator[Problem]]
"""A generator over one pair: problems with message, rule, level and remedy, without place or texts."""


AUTHORED = "It is an error in policies and `site.toml` too, and cannot be waived there."
"""What most rules about characters say of sources."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of problem, as `docs/checks.md` tells of it."""

    name: str
    """Stable, such as `number-changed`; what waivers name."""
    level: Level
    about: str
    """One sentence: what is found, and why it matters."""
    bad: tuple[str, str, str]
    """(locale, msgid, msgstr) in which it is found."""
    good: tuple[str, str, str]
    """The same text as it should be."""
    authored: str = ""
    """How it holds for policies and `site.toml`, which nothing stands beside; "" where it looks at translations alone."""

    def problem(self, message: str, hint: str = "", *, line: int = 0) -> Problem:
        """What this rule found, with its name and level; `.at(level=...)` where a case is milder or graver than the rule."""
        return Problem(message, self.name, line=line, level=self.level, hint=hint)


# fmt: off
SIZE = Rule(
    "size", "error", f"A translation is more than {LONGEST_RATIO} times as long as its source, or the catalog has too many entries.",
    ("de", "", f'#, fuzzy\nmsgid "We keep your data."\nmsgstr "{"Wir bewahren Ihre Daten auf. " * 70}"'),
    ("de", "", '#, fuzzy\nmsgid "We keep your data."\nmsgstr "Wir bewahren Ihre Daten auf."'),
)
# fmt: on
"""Of a translation, and of a catalog as a file."""
