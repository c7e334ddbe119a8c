"""Titles of links and images, which readers see when they point at them: whether they are translated."""

import re
from collections.abc import Iterator

from ...markup import tags
from ...markup.nodes import Image, Inline, Link, RawTag, descendants
from ...problem import Problem
from ..rule import Pair, Rule
from .words import prose

_TITLE_UNTRANSLATED = Rule(
    "title-untranslated",
    "warning",
    "The title of a link or image is still in the words of the source.",
    (
        "fr",
        'See [terms](https://example.org/t "Terms in full").',
        'Voir [ceci](https://example.org/t "Terms in full").',
    ),
    (
        "fr",
        'See [terms](https://example.org/t "Terms in full").',
        'Voir [ceci](https://example.org/t "Conditions complètes").',
    ),
)
RULES = (_TITLE_UNTRANSLATED,)

_MAY_HAVE = re.compile(r"""\]\([^)]*[ \t\n]["'(]|\btitle\s*=""", re.I)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def check_titles(pair: Pair) -> Iterator[Problem]:
    """Titles that the translation has from its source; those of reference definitions are in no catalog."""
    if pair.code.split("_")[0] == pair.source_code.split("_")[0] or not _MAY_HAVE.search(pair.msgstr):
        return
    ours = set(_titles(pair, pair.msgid))
    for title in dict.fromkeys(_titles(pair, pair.msgstr)):
        if title in ours and _is_wording(title):
            yield _TITLE_UNTRANSLATED.problem(f"the title '{title[:80]}' of a link is not translated", "translate it")


def _titles(pair: Pair, text: str) -> Iterator[str]:
    if pair.segment.kind != "plain":
        yield from filter(None, (_title(node).strip() for node in descendants(pair.read(text).nodes)))


def _title(node: Inline) -> str:
    match node:
        case RawTag():
            return dict(tags.tag(node.raw).attributes).get("title", "")
        case Link(is_reference=False) | Image(is_reference=False):
            return node.title
        case _:
            return ""


def _is_wording(title: str) -> bool:
    """Whether a title is more than a name: two words or more, and not each of them with a capital."""
    words = _WORD.findall(prose(title))
    return len(words) > 1 and any(word.islower() for word in words)
