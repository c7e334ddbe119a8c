"""How often the checks are wrong about finished entries of others, where the corpus is beside this checkout.

`judged.toml` names every entry that a check refuses, by a digest of its locale
and texts, with what a person saw in it: a defect, or nothing ("right").
"""

import hashlib
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from scripts import po
from scripts.commands import check
from scripts.problem import Problem

HERE = Path(__file__).parent
CORPUS = HERE.parent.parent.parent / "shared" / "corpus"
CATALOGS = sorted(CORPUS.glob("pairs/*/po/*.po"))
"""Those whose messages are Markdown."""


@dataclass(frozen=True, slots=True)
class Rate:
    """What the checks said of the finished entries of these catalogs."""

    entries: int
    defects: tuple[Problem, ...]
    """Refused, and a person saw why."""
    false: tuple[Problem, ...]
    """Refused although right, or not judged yet."""

    @property
    def share(self) -> float:
        """Of the entries that are right, how many are refused: 0 to 1."""
        return len(self.false) / (self.entries - len(self.defects))

    def rules(self) -> Counter[str]:
        """How many defects each rule found."""
        return Counter(problem.rule for problem in self.defects)


def digest(problem: Problem) -> str:
    """Of an entry that a problem was found in."""
    return hashlib.sha256("\0".join([problem.locale, problem.msgid, problem.msgstr]).encode()).hexdigest()[:12]


def refused(path: Path) -> tuple[int, list[Problem]]:
    """How many finished entries a catalog has, and the first error of each that is refused."""
    template = path.parent / f"{path.name.split('.')[0]}.pot"
    first: dict[tuple[str, str], Problem] = {}
    for problem in check.check_file(path, template, "", None):
        if problem.is_error and problem.msgstr:
            first.setdefault((problem.msgid, problem.msgstr), problem)
    entries = po.read_catalog(path.read_text(encoding="utf-8"), path.name).live.values()
    return sum(entry.is_translated for entry in entries), list(first.values())


def measure() -> Rate:
    """Look at all of them."""
    judged = tomllib.loads((HERE / "judged.toml").read_text(encoding="utf-8"))
    found = [refused(path) for path in CATALOGS]
    problems = [problem for _, some in found for problem in some]
    defects = [problem for problem in problems if "defect" in judged.get(digest(problem), {})]
    false = [problem for problem in problems if problem not in defects]
    return Rate(sum(count for count, _ in found), tuple(defects), tuple(false))
