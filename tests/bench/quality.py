"""Quality, not speed: how many predecessors are found, and how many finished entries of other projects are refused."""

import random
from collections.abc import Callable

from scripts.catalogs.fuzzy_match import predecessors
from scripts.po import Key

from ..checks.rate import CATALOGS, measure
from .generator import draft_of


def quality(say: Callable[[str], None]) -> None:
    """Print both figures. They are the same on every machine, so they are not in docs/benchmarks.md."""
    chance = random.Random(2)
    draft = draft_of(2000)
    later = draft.edited(200 / 121, chance)
    pairs = [
        ((None, old), (None, new))
        for before, after in zip(draft.blocks, later.blocks, strict=True)
        for (_, old), (_, new) in zip(before, after, strict=True)
        if old
    ]
    truth: dict[Key, Key] = {new: old for old, new in pairs if old != new}
    found = predecessors([old for old, _ in pairs], [new for _, new in pairs], 0.6)
    right = sum(found.get(new) == old for new, old in truth.items())
    say(f"predecessors of {len(truth)} edits among {len(pairs)}: {right} right")
    if CATALOGS:
        rate = measure()
        say(
            f"finished entries of others: {rate.entries}, {len(rate.defects)} with a defect that is found; "
            f"refused though right: {100 * rate.share:.2f} % ({len(rate.false)} entries)"
        )
        most = ", ".join(f"{count} {rule}" for rule, count in rate.rules().most_common(6))
        say(f"  defects: {most}")
