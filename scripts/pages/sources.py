"""The policies of a project in their own language: their facts, and the links from one policy to another.

A policy that nobody chose is read too if a chosen one links to it: its ids decide whether the link is right.
"""

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from ..checks.source import links as source_links
from ..problem import Problem
from ..project.config import Config, about_link_table
from .crew import Answer, Crew
from .facts import SourceFacts
from .results import Results


class Sources:
    """The facts of each policy, from the store or from the crew. The store is asked only once for each policy."""

    def __init__(self, paths: Mapping[str, Path], results: Results, crew: Crew) -> None:
        """`paths` are the files of all policies, by name."""
        self._names = [*paths]
        self._results, self._crew = results, crew
        self._known: dict[str, SourceFacts] = {}
        self._new: set[str] = set()
        """Policies that the store does not have."""
        self._answers: dict[str, Answer[SourceFacts]] = {}

    def of(self, name: str) -> SourceFacts:
        """The facts of a policy; waits for the crew if they are not known."""
        self.ask(name)
        if name in self._answers:
            self._known[name] = self._results.new_source(name, self._answers.pop(name))
        return self._known[name]

    def ask(self, name: str) -> None:
        """Ask the crew for the facts of a policy, unless they are known or asked for already. Does not wait."""
        if not self.is_known(name) and name not in self._answers:
            self._answers[name] = self._crew.source(name)

    def is_known(self, name: str) -> bool:
        """Whether the facts of a policy are known, from this run or from the store."""
        if name not in self._known and name not in self._new:
            known = self._results.known_source(name)
            if known is None:
                self._new.add(name)
            else:
                self._known[name] = known
        return name in self._known

    # -- links between policies ---------------------------------------------------------------------

    def table_errors(self, config: Config) -> list[Problem]:
        """Errors of `[links]` in `site.toml`: policies that do not exist, and ids that their pages do not have."""
        return list(about_link_table(config, self._names, self._ids))

    def link_errors(self, name: str) -> list[Problem]:
        """Links of a policy to policies that do not exist, and to ids that their pages do not have."""
        read = self.of(name)
        found = source_links.policy_links(read.links, self._names, self._ids)
        return _in_policy(name, found) if read.is_read else []

    def link_warnings(self, name: str) -> list[Problem]:
        """Links of a policy to policies that are refused: only warnings, because a refused policy stops only itself (law 11)."""
        read = self.of(name)
        others = [other for other in self._names if other != name]
        found = source_links.refused_targets(read.links, others, self._is_refused)
        return _in_policy(name, found) if read.is_read else []

    def _ids(self, name: str) -> Collection[str] | None:
        """The ids of the page of a policy.

        None if the policy has errors: its ids are not final, and its errors must not stop those that link to it (law 11).
        """
        read = self.of(name)
        if read.page is None or any(problem.is_error for problem in read.problems):
            return None
        return read.page.ids

    def _is_refused(self, name: str) -> bool:
        return any(problem.is_error for problem in (*self.of(name).problems, *self.link_errors(name)))


def _in_policy(name: str, problems: Iterable[Problem]) -> list[Problem]:
    return [problem.at(path=f"policy/{name}.md") for problem in problems]
