"""Titles of links and images, which readers see when they point at them: whether they are translated."""

import re
from collections.abc import Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element

from ...markup import inline_parser, tags
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
    """Titles that the translation has from its source.

    Those of reference definitions are in no catalog: a translation that has its own writes the address in place.
    """
    defined = {title.strip(): target for target, title in pair.references.values() if title}
    may_have = _MAY_HAVE.search(pair.msgstr) or (defined and "]" in pair.msgstr)
    if pair.code.split("_")[0] == pair.source_code.split("_")[0] or not may_have:
        return
    ours = set(_titles(pair, pair.msgid))
    written = set(_titles(replace(pair, references={}), pair.msgstr)) if defined else ours
    for title in dict.fromkeys(_titles(pair, pair.msgstr)):
        if title in ours and _is_wording(title):
            hint = "translate it" if title in written else f'write [...]({defined[title]} "your title")'
            yield _TITLE_UNTRANSLATED.problem(f"the title '{title[:80]}' of a link is not translated", hint)


def _titles(pair: Pair, text: str) -> Iterator[str]:
    if pair.segment.kind == "plain":
        return
    is_html = pair.segment.kind == "html"
    pieces = (
        inline_parser.html_pieces(text)
        if is_html
        else inline_parser.parse(text, pair.references, pair.footnotes, hard=True)
    )
    for element in (part for piece in pieces if isinstance(piece, Element) for part in piece.iter()):
        facts = dict(tags.tag(element.get("raw", "")).attributes) if element.tag == "tag" else element.attrib
        if title := facts.get("title", "").strip():
            yield title


def _is_wording(title: str) -> bool:
    """Whether a title is more than a name: two words or more, and not each of them with a capital."""
    words = _WORD.findall(prose(title))
    return len(words) > 1 and any(word.islower() for word in words)
