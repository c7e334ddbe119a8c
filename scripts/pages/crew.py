"""The makers of a run: one in this process, or one in each of several processes where there is much to make.

Whatever their number, the answers are the same and come in the order in which they are asked for.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ..problem import Problem
from .facts import PageFacts, SourceFacts, VersionFacts
from .forms import FormsWanted

if TYPE_CHECKING:
    from .lane import Lane
    from .maker import Maker

MANY = 40
"""Pages that are worth the start of other processes, which takes as long as a few pages."""

Made = tuple[dict[str, str], list[Problem]]
"""The files of a page, by ending, and where they do not say the same."""


@dataclass(frozen=True, slots=True)
class VersionWanted:
    """A policy in a locale that is to be looked at."""

    code: str
    is_read: bool
    """Whether the segments of the policy are known."""
    is_published: bool


Value = TypeVar("Value")


class Answer(Generic[Value]):
    """What was asked for: another process makes it meanwhile, or this one as soon as somebody reads it."""

    def __init__(self, make: Callable[[], Value]) -> None:
        self._make = make
        self._made: list[Value] = []

    def result(self) -> Value:
        """The answer. Raises what went wrong; `Refused` where the process that made it has ended."""
        if not self._made:
            self._made.append(self._make())
        return self._made[0]


class Crew:
    """Hands the work to its makers."""

    def __init__(self, recipe: "Callable[[], Maker]", jobs: int) -> None:
        """`recipe` makes a maker, also in another process, so it can be pickled; at most `jobs` processes work."""
        self._recipe, self._jobs = recipe, jobs
        self._own: Maker | None = None
        self._lanes: list[Lane] = []
        self._parts = 1
        """How many processes share one policy."""
        self._places: dict[str, int] = {}
        """Policies in the order in which they came, for the choice of a lane."""

    @property
    def own(self) -> "Maker":
        """The maker of this process."""
        self._own = self._own or self._recipe()
        return self._own

    @property
    def ahead(self) -> int:
        """How many policies are worth asking for before the first answer is read."""
        return 2 * len(self._lanes)

    def expect(self, pages: int, policies: int) -> None:
        """Start other processes where so many pages of so many policies are to be made."""
        if pages >= MANY and self._jobs > 1 and not self._lanes:
            from .lane import Lane  # here, for few runs need other processes

            self._lanes = [Lane(self._recipe) for _ in range(self._jobs)]
            self._parts = len(self._lanes) if policies < len(self._lanes) else 1

    def close(self) -> None:
        """Let the other processes go."""
        for lane in self._lanes:
            lane.close()
        self._lanes = []

    # -- work -------------------------------------------------------------------------------------

    def source(self, name: str) -> Answer[SourceFacts]:
        """The facts of a policy."""
        return self._ask(name, _source)

    def versions(self, name: str, wanted: Sequence[VersionWanted]) -> Answer[list[VersionFacts]]:
        """The facts of a policy in some locales, in their order."""
        return self._ask_in_parts(name, _versions, wanted)

    def forms(self, name: str, wanted: Sequence[tuple[PageFacts, FormsWanted]]) -> Answer[list[Made]]:
        """The files of some pages of a policy, in their order."""
        return self._ask_in_parts(name, _forms, wanted)

    def _ask(self, name: str, work: Callable[..., Value], *facts: object, part: int = 0) -> Answer[Value]:
        """One policy is made in one process, which reads it once and keeps its pages until their files are made."""
        if not self._lanes:
            return Answer(lambda: work(self.own, name, *facts))
        place = self._places.setdefault(name, len(self._places)) + part
        return Answer(self._lanes[place % len(self._lanes)].ask(work, name, *facts).result)

    def _ask_in_parts(self, name: str, work: Callable[..., list[Value]], wanted: Sequence[Any]) -> Answer[list[Value]]:
        """Where there are fewer policies than processes, each takes a part of the locales."""
        parts = self._parts
        answers = [
            self._ask(name, work, wanted[part::parts], part=part) for part in range(parts) if wanted[part::parts]
        ]

        def joined() -> list[Value]:
            told = [iter(answer.result()) for answer in answers]
            return [next(told[place % parts]) for place in range(len(wanted))]

        return Answer(joined)


def _source(maker: "Maker", name: str) -> SourceFacts:
    return maker.source(name)


def _versions(maker: "Maker", name: str, wanted: Sequence[VersionWanted]) -> list[VersionFacts]:
    return [maker.version(name, one.code, is_read=one.is_read, is_published=one.is_published) for one in wanted]


def _forms(maker: "Maker", name: str, wanted: Sequence[tuple[PageFacts, FormsWanted]]) -> list[Made]:
    return [maker.forms(page, there) for page, there in wanted]
