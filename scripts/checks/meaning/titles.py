"""Titles of links and images, which readers see when they point at them: are they translated?"""

import re
from collections.abc import Iterator

from ...markup import tags
from ...markup.nodes import Image, Inline, Link, RawTag, descendants
from ...patterns import regex
from ...problem import Problem
from ..rule import Pair, Rule
from .words import prose

_TITLE_UNTRANSLATED = Rule(
    "title-untranslated",
    "warning",
    "The title of a link or image, which readers see when they point at it, is still in the words of the source.",
    "Translate the words in quotation marks after the address.",
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

_MAY_HAVE = regex(r"""\]\([^)]*[ \t\n]["'(]|\btitle\s*=""", re.I)
_WORD = regex(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def check_titles(pair: Pair) -> Iterator[Problem]:
    """Titles of the source that are still in the translation.

    Titles of reference definitions are not in the catalog: to translate one, a translation writes the link in full.
    """
    defined = {title.strip(): target for target, title in pair.reader.references.values() if title}
    may_have = _MAY_HAVE.search(pair.msgstr) or (defined and "]" in pair.msgstr)
    if pair.code.split("_")[0] == pair.source_code.split("_")[0] or not may_have:
        return
    ours = set(_titles(pair, pair.msgid))
    written = set(_written(pair)) if defined else ours
    for title in dict.fromkeys(_titles(pair, pair.msgstr)):
        if title in ours and _is_wording(title):
            hint = "translate it" if title in written else f'write [your words]({defined[title]} "your title")'
            yield _TITLE_UNTRANSLATED.problem(f"the title '{title[:80]}' of a link is not translated", hint)


def _written(pair: Pair) -> Iterator[str]:
    """Titles that the translation itself writes, without those of reference definitions."""
    nodes = descendants(pair.read(pair.msgstr).nodes)
    return (_title(node).strip() for node in nodes if not (isinstance(node, Link | Image) and node.is_reference))


def _titles(pair: Pair, text: str) -> Iterator[str]:
    """Titles in a text, including those of reference definitions."""
    if pair.segment.kind != "plain":
        yield from filter(None, (_title(node).strip() for node in descendants(pair.read(text).nodes)))


def _title(node: Inline) -> str:
    match node:
        case RawTag():
            return dict(tags.tag(node.raw).attributes).get("title", "")
        case Link() | Image():
            return node.title
        case _:
            return ""


def _is_wording(title: str) -> bool:
    """Whether a title is more than a name: at least two words, not all of them with a capital."""
    words = _WORD.findall(prose(title))
    return len(words) > 1 and any(word.islower() for word in words)
