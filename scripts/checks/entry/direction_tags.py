"""Tags that a right-to-left translation may have although its source does not: `<bdi>` and `<span dir>` around foreign words.

They neither run nor hide anything. They must not reverse words either: their content must have a single
direction, and it must be the one that `dir` names (law 6).
"""

import dataclasses
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ...markup import Inline, tags
from ...markup.nodes import LABEL, Html, Parent, Placeholder, RawTag, descendants, words_of

_ALLOWED = {"bdi": ("", "auto", "ltr", "rtl"), "span": ("ltr", "rtl")}
"""The values of `dir` that each tag may have; "" is no `dir`. No other attribute is allowed."""
HINT = (
    'put <bdi>...</bdi> or <span dir="ltr">...</span> around the foreign words and nothing else, or put U+2066 before '
    "and U+2069 after them; `dir` is the direction of those words, and no other attribute is allowed"
)


def without_direction_tags(
    ours: Sequence[Inline], theirs: Sequence[Inline]
) -> tuple[Sequence[Inline], Sequence[Inline]]:
    """Source and translation without the allowed tags; both unchanged if the translation loses one of the source's."""
    lost = Counter(_names(ours)) - Counter(_names(theirs))
    return (ours, theirs) if lost else (_unwrapped(ours), _unwrapped(theirs))


def has_double_attributes(nodes: Iterable[Inline]) -> bool:
    """Whether a tag has an attribute twice: browsers and our parser may take different values."""
    raws = (node.raw for node in descendants(nodes) if isinstance(node, RawTag))
    names = ([name.lower() for name, _ in tags.tag(raw).attributes] for raw in raws)
    return any(len(each) != len(set(each)) for each in names)


def is_about_direction(tag: str) -> bool:
    """Whether a tag, as the shape of a text names it, is one of these or `<bdo>`, with any value: `<span dir="rtl">`."""
    return tag.startswith(("<bdi", "<bdo")) or (tag.startswith("<span") and " dir=" in tag)


def _names(nodes: Iterable[Inline]) -> Iterator[tuple[str, str]]:
    return ((node.name, node.get("dir")) for node in descendants(nodes) if isinstance(node, Html) and _is_allowed(node))


def _unwrapped(nodes: Iterable[Inline]) -> list[Inline]:
    found: list[Inline] = []
    for node in nodes:
        if isinstance(node, Html) and _is_allowed(node):
            found += _unwrapped(node.children)
        elif isinstance(node, Parent):
            found.append(dataclasses.replace(node, children=tuple(_unwrapped(node.children))))
        else:
            found.append(node)
    return found


def _is_allowed(element: Html) -> bool:
    attributes = dict(element.attributes)
    direction = attributes.get("dir", "")
    if (
        set(attributes) - {"dir"}
        or direction not in _ALLOWED.get(element.name, ())
        or ("dir" in attributes and not direction)
    ):
        return False
    shown = words_of(element.children, LABEL)
    inner = descendants(element.children)
    if not shown.strip() and not any(
        isinstance(node, Placeholder) or (isinstance(node, Html) and node.name == "var") for node in inner
    ):
        return False
    found = {_DIRECTIONS[kind] for kind in map(unicodedata.bidirectional, shown) if kind in _DIRECTIONS}
    natural = found or {"ltr"}  # numbers and signs alone would change places from right to left (UAX 9, rules W and N)
    return len(natural) == 1 and direction in ("", "auto", *natural)


_DIRECTIONS = {"L": "ltr", "R": "rtl", "AL": "rtl"}
