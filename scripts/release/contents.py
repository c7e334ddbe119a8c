"""The contents of a verified release, for people who compare it with what was published."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from ..output.manifest import File, Manifest
from ..problem import Problem, visible
from .claims import STATES


@dataclass(frozen=True, slots=True)
class Contents:
    """The contents of a verified release, which is an archive or a folder."""

    name: str
    """The name with date and digits: `policies-2025-03-01-0a1b2c3d`."""
    manifest: Manifest
    digest: str
    """SHA-256 of its manifest."""
    files: Mapping[str, File]
    """Every file by its name, with size and SHA-256."""
    size: int
    """Bytes of the archive, or of all files of the folder together."""
    sha256: str = ""
    """SHA-256 of the archive; "" for a folder."""
    warnings: tuple[Problem, ...] = ()

    @property
    def policies(self) -> tuple[str, ...]:
        """By name."""
        return tuple(sorted({row.policy for row in self.manifest.pages}))

    @property
    def languages(self) -> tuple[str, ...]:
        """BCP 47 tags."""
        return tuple(sorted({row.locale for row in self.manifest.pages}))

    @property
    def states(self) -> Mapping[str, int]:
        """How many pages have each state; all forms of a page count as one."""
        found = Counter({(row.policy, row.locale): row.state for row in self.manifest.pages}.values())
        return {state: found[state] for state in STATES if found[state]}

    def text(self) -> str:
        """The summary that `make verify` prints."""
        rows = (
            ("release", self.name),
            ("policies", ", ".join(self.policies)),
            ("languages", f"{len(self.languages)}: {', '.join(self.languages)}"),
            ("states", ", ".join(f"{number} {state}" for state, number in self.states.items())),
            ("files", f"{len(self.files)}"),
            ("size", f"{self.size} bytes"),
            ("SHA-256", self.sha256),
            ("manifest", f"SHA-256 {self.digest}"),
        )
        return "\n".join(f"    {name:<9} {visible(value, lines=False)}" for name, value in rows if value)
