"""Puts placeholders back: a translation that was finished elsewhere has their values instead."""

import re
from collections.abc import Mapping
from unicodedata import digit

from ..project.policy import Policy

_SHORTEST = 3
"""Characters of the shortest value that is looked for; shorter ones occur by chance."""
_ZEROS = (0x30, 0x660, 0x6F0, 0x966, 0x9E6, 0xFF10)
"""The digit 0 in ASCII, Arabic, Persian, Devanagari, Bengali and full width."""


def with_placeholders(
    text: str, policy: Policy, values: Mapping[str, str]
) -> tuple[str, tuple[tuple[str, str, int], ...]]:
    """A translated document with `{{ name }}` instead of each of `values` ({value: name}).

    Also gives (value, name, how often) for those that were found. Digits may be of any numeral system in `_ZEROS`.
    A value that is in the text of the policy too stays as it is: its author did not write the placeholder there.
    """
    placed = []
    own = "\n".join(segment.text for segment in policy.segments())
    for value in sorted(values, key=len, reverse=True):  # a value can be part of a longer one
        if len(value) >= _SHORTEST and value not in own:
            # Only ASCII letters and digits may not surround it: Chinese and Japanese set no spaces around a value.
            found = rf"(?<![A-Za-z\d]){''.join(map(_pattern, value))}(?![A-Za-z\d])"
            text, count = re.subn(found, f"{{{{ {values[value]} }}}}", text)
            placed += [(value, values[value], count)] if count else []
    return text, tuple(placed)


def _pattern(char: str) -> str:
    if char.isdecimal():
        return f"[{''.join(chr(zero + digit(char)) for zero in _ZEROS)}]"
    return r"[ \u00a0\u202f]" if char.isspace() else re.escape(char)
