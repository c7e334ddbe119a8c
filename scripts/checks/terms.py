"""Names that every language writes alike."""

import re
from collections.abc import Iterator, Sequence

from ..problem import Problem


def keeps_names(source: str, target: str, keep: Sequence[str]) -> Iterator[Problem]:
    """Each name of `keep` (`[checks]` of site.toml) is in the translation as often as in the source, letter for letter.

    `source` and `target` are the words that a reader sees (`shape.shown`):
    what stands in an address, a label or an alt text does not count.
    """
    for name in keep:
        lost = _count(name, source) - _count(name, target)
        if lost > 0:
            times = f" ({lost} times)" if lost > 1 else ""
            mend = f"write {name} in these letters, without an ending"
            yield Problem(f"the translation loses the name '{name}'{times}", "name-lost", mend=mend)


def _count(name: str, text: str) -> int:
    """How often the name stands as a word of its own; a no-break space is a blank."""
    words = r"[ \u00a0]+".join(map(re.escape, name.split()))
    return len(re.findall(rf"(?<![A-Za-z0-9]){words}(?![A-Za-z0-9])", text))
