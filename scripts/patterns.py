"""Regular expressions that are compiled when they are first used: the package has hundreds, and most runs need few."""

import re
from typing import Any, cast

_OF_A_PATTERN = (
    "flags", "findall", "finditer", "fullmatch", "groupindex", "groups", "match", "search", "split", "sub", "subn",
)  # fmt: skip


def regex(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives, compiled when it is first used: for the patterns of modules and classes.

    A mistake in the pattern is seen only then, so a test compiles all of them. Functions of `re` do not take it.
    """
    return cast("re.Pattern[str]", LazyPattern(pattern, flags))


class LazyPattern:
    """Stands for a compiled pattern, and takes over its methods as soon as one of them is asked for."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self._compile_flags = flags

    def __getattr__(self, name: str) -> Any:  # Python asks here for what the object does not have yet
        if name not in _OF_A_PATTERN:
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self._compile_flags)
        for each in _OF_A_PATTERN:
            setattr(self, each, getattr(compiled, each))
        return getattr(compiled, name)
