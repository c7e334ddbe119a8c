"""Names that every language writes alike."""

from collections.abc import Iterator, Sequence

from ..problem import Problem


def keeps_names(msgid: str, msgstr: str, keep: Sequence[str]) -> Iterator[Problem]:
    """Each name of `keep` (`[checks]` of site.toml) is in the translation as often as in the source, letter for letter."""
    for name in keep:
        lost = msgid.count(name) - msgstr.count(name)
        if lost > 0:
            times = f" ({lost} times)" if lost > 1 else ""
            yield Problem(
                f"the translation loses the name '{name}'{times}",
                "name-lost",
                mend=f"write {name} in these letters, without an ending",
            )
