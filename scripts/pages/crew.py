"""The makers of a run: one in this process, or one in each of several processes if there is much to make.

Their number changes nothing in the answers, nor their order, which is that of the questions.
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
"""The fewest pages for which other processes are started: a start takes as long as making a few pages."""

Made = tuple[dict[str, str], list[Problem]]
"""The files of a page by ending, and words that one of them lacks."""


@dataclass(frozen=True, slots=True)
class VersionWanted:
    """A locale in which a policy is to be checked and published."""

    code: str
    is_read: bool
    """Whether the segments of the policy are known."""
    is_published: bool
    """Whether the policy itself can be published; if not, its catalog is only checked."""


_Value = TypeVar("_Value")


class Answer(Generic[_Value]):
    """The answer to a question: another process is making it, or this process makes it when `result` is called first."""

    def __init__(self, make: Callable[[], _Value]) -> None:
        self._make = make
        self._made: list[_Value] = []

    def result(self) -> _Value:
        """The answer. Raises the exception of the maker; `Refused` if the process that was making it has ended."""
        if not self._made:
            self._made.append(self._make())
        return self._made[0]


class Crew:
    """Distributes the work among its makers."""

    def __init__(self, recipe: "Callable[[], Maker]", jobs: int) -> None:
        """`recipe` makes a maker, and must be picklable for other processes; at most `jobs` processes work."""
        self._recipe, self._jobs = recipe, jobs
        self._own: Maker | None = None
        self._lanes: list[Lane] = []
        self._parts = 1
        """The number of processes that share one policy."""
        self._places: dict[str, int] = {}
        """The place of each policy in the order in which they were asked for first; it decides the lane."""

    @property
    def own(self) -> "Maker":
        """The maker of this process."""
        self._own = self._own or self._recipe()
        return self._own

    @property
    def ahead(self) -> int:
        """How many policies to ask for before the first answer is read, so that no process has to wait."""
        return 2 * len(self._lanes)

    def expect(self, pages: int, policies: int) -> None:
        """Start other processes if it is worth it for this number of pages, of this number of policies."""
        if pages >= MANY and self._jobs > 1 and not self._lanes:
            from .lane import Lane  # here, because few runs need other processes

            self._lanes = [Lane(self._recipe) for _ in range(self._jobs)]
            self._parts = len(self._lanes) if policies < len(self._lanes) else 1

    def close(self) -> None:
        """End the other processes."""
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

    def _ask(self, name: str, work: Callable[..., _Value], *facts: object, part: int = 0) -> Answer[_Value]:
        """Ask the lane of a policy: always the same, which reads it once and keeps its pages until their files are made."""
        if not self._lanes:
            return Answer(lambda: work(self.own, name, *facts))
        place = self._places.setdefault(name, len(self._places)) + part
        return Answer(self._lanes[place % len(self._lanes)].ask(work, name, *facts).result)

    def _ask_in_parts(
        self, name: str, work: Callable[..., list[_Value]], wanted: Sequence[Any]
    ) -> Answer[list[_Value]]:
        """Ask for several locales. If there are fewer policies than processes, the locales are divided among all lanes."""
        parts = self._parts
        answers = [
            self._ask(name, work, wanted[part::parts], part=part) for part in range(parts) if wanted[part::parts]
        ]

        def joined() -> list[_Value]:
            found = [iter(answer.result()) for answer in answers]
            return [next(found[place % parts]) for place in range(len(wanted))]

        return Answer(joined)


def _source(maker: "Maker", name: str) -> SourceFacts:
    return maker.source(name)


def _versions(maker: "Maker", name: str, wanted: Sequence[VersionWanted]) -> list[VersionFacts]:
    return [maker.version(name, one.code, is_read=one.is_read, is_published=one.is_published) for one in wanted]


def _forms(maker: "Maker", name: str, wanted: Sequence[tuple[PageFacts, FormsWanted]]) -> list[Made]:
    return [maker.forms(page, there) for page, there in wanted]
