"""Laws 5 and 12 on the finished page: a translated page shows the same as the source page.

These checks read the bytes that will be shipped and do not rely on the code that made them.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from html.parser import HTMLParser

from ...markup import PAGE_TAGS, Segment
from ...markup.link_targets import encoded
from ...patterns import regex
from ...problem import Problem
from ..quantities.check import check_quantities
from ..rule import Facts, Pair, Rule
from .pieces import OpeningTag, plain_pieces

# fmt: off
_BLOCKS = Rule(
    "blocks", "error", "The blocks of the finished page differ from those of the source page: a heading or list item is lost or added.",
    "Compare the marks of the entry at that place with its source. If they are the same, report it as a fault of this program.",
    ("de", "- one\n- two", "- eins zwei"),
    ("de", "- one\n- two", "- eins\n- zwei"),
)
_LINKS = Rule(
    "links", "error", "The links of the finished page differ from those of the source page.",
    "Correct the link in the entry that has it. If it is right there, report it as a fault of this program.",
    ("de", "[a](https://example.org)", "a"),
    ("de", "[a](https://example.org)", "[a](https://example.org)"),
)
_PAGE_NUMBERS = Rule(
    "page-numbers", "error", "A number or date on the finished page, values of variables included, differs from the source page.",
    "Correct it in the entry, or use the placeholder as the source does.",
    ("de", "On {{ effective }}, after 14 days.", "Am {{ effective }}, nach 41 Tagen."),
    ("de", "On {{ effective }}, after 14 days.", "Am {{ effective }}, nach 14 Tagen."),
)
_TEXT_DIFFERS = Rule(
    "text-differs", "error", "The HTML file, the plain text or the data for apps lacks words or addresses of the page.",
    "Report it as a fault of this program, with the policy and the catalog.",
    ("de", "one two", "eins"),
    ("de", "one two", "eins zwei"),
)
_UNSAFE_HTML = Rule(
    "unsafe-html", "error", "The finished page has HTML that the sanitiser would remove, because it is not safe or not closed.",
    "Correct the tag that the message names, in the policy or in the entry.",
    ("de", "<b onclick=...>a</b>", "<b onclick=...>a</b>"),
    ("de", "<b>a</b>", "<b>a</b>"),
)
# fmt: on
RULES = (
    _BLOCKS,
    _LINKS,
    _PAGE_NUMBERS,
    _TEXT_DIFFERS,
    _UNSAFE_HTML,
)

_MARK = regex(r"\(\d+\)|\d+(?:\.\d+)*\.?")
_BLOCK_TAGS = frozenset(
    (
        "h1 h2 h3 h4 h5 h6 p ul ol li dl dt dd table thead tbody tr th td blockquote div section pre hr details summary"
    ).split()
)
_VOID = frozenset(["br", "hr", "img", "input", "wbr"])


@dataclass(slots=True)
class Outline:
    """The structure of a page: blocks, links, texts and tags."""

    blocks: list[tuple[str, str, str]] = field(default_factory=list)
    """(tag, id, class) of every block in order."""
    links: list[str] = field(default_factory=list)
    texts: list[tuple[str, bool]] = field(default_factory=list)
    """Text of each block in order, without the number of its clause, and whether it is in a table."""
    tags: list[tuple[str, tuple[tuple[str, str], ...]]] = field(default_factory=list)
    """Every tag with its attributes, in order."""
    facts: Facts = field(default_factory=Facts, repr=False, compare=False)
    """What checks found out about its texts."""
    _letters: list[str] = field(default_factory=list, repr=False, compare=False)

    def letters(self) -> list[str]:
        """The letters and digits of each of `texts`, found out once."""
        if len(self._letters) != len(self.texts):
            self._letters = _squeezed_each([text for text, _ in self.texts])
        return self._letters


_BETWEEN = "\0"
_NO_WORD = regex(rf"[^\w{_BETWEEN}]+")
_FREQUENT = " \n.,-_"
"""Signs that are no words, and so frequent that to take each away by itself is faster; `_` is in `\\w`."""


def _squeezed_each(texts: Sequence[str]) -> list[str]:
    """Texts squeezed, all at once, which takes half the time."""
    found = _letters(_BETWEEN.join(unicodedata.normalize("NFC", text) for text in texts)).split(_BETWEEN)
    return found if len(found) == len(texts) else [_squeezed(text) for text in texts]  # one of them has the sign in it


def _squeezed(text: str) -> str:
    """The letters and digits of a text: what is left of it without anything that `str.isalnum` denies."""
    return _letters(unicodedata.normalize("NFC", text)).replace(_BETWEEN, "")


def _letters(text: str) -> str:
    """Letters and digits, with the sign that is put between texts."""
    for char in _FREQUENT:
        text = text.replace(char, "")
    return _NO_WORD.sub("", text)


class _Outliner:
    """Collects an outline of the tags and texts of a page."""

    def __init__(self) -> None:
        self.outline = Outline()
        self.tables = 0
        self.in_mark = False
        self._words: list[str] = []
        """Texts of the block that comes last, and whether it is in a table; there may be words before the first block."""
        self._in_table = False
        self._is_begun = False

    def begin(self, tag: OpeningTag) -> None:
        """A tag that opens."""
        facts = tag.facts
        self.outline.tags.append(tag.as_written)
        if tag.name in _BLOCK_TAGS:
            self.outline.blocks.append((tag.name, facts.get("id", ""), facts.get("class", "")))
            self._next_block()
        if tag.name == "table":
            self.tables += 1
        self.in_mark = tag.name == "a" and facts.get("class") == "clause"
        if tag.name == "a" and "href" in facts:
            self.outline.links.append(facts["href"])
        if tag.name == "br":
            self.say(" ")
        if tag.name == "img":
            self.say(f" {facts.get('alt', '')} ")

    def end(self, name: str) -> None:
        """A tag that closes."""
        self.in_mark = False
        if name == "table":
            self.tables -= 1
        if name in _BLOCK_TAGS:
            self._next_block()
        if name not in _VOID:
            self.outline.tags.append((f"/{name}", ()))

    def say(self, text: str) -> None:
        """A text between two tags."""
        if self.in_mark and _MARK.fullmatch(text):
            return
        self._is_begun = True
        self._words.append(text)

    def finished(self) -> Outline:
        """The outline, when everything was read."""
        self._end_block()
        return self.outline

    def _next_block(self) -> None:
        self._end_block()
        self._words, self._in_table, self._is_begun = [], self.tables > 0, True

    def _end_block(self) -> None:
        if self._is_begun:
            self.outline.texts.append(("".join(self._words), self._in_table))


class _Parser(HTMLParser):
    """Reads whatever is HTML."""

    def __init__(self, outliner: _Outliner) -> None:
        super().__init__(convert_charrefs=True)
        self._outliner = outliner

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._outliner.begin(OpeningTag(tag, {key: value or "" for key, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        self._outliner.end(tag)

    def handle_data(self, data: str) -> None:
        self._outliner.say(data)


@lru_cache(maxsize=4)
def outline(html: str) -> Outline:
    """The outline of a page's body; it is cached and shared, so it must not be changed."""
    outliner = _Outliner()
    pieces = plain_pieces(html)
    if pieces is None:
        reader = _Parser(outliner)
        reader.feed(html)
        reader.close()
        return outliner.finished()
    for tag, text in pieces:
        if isinstance(tag, OpeningTag):
            outliner.begin(tag)
        elif tag:
            outliner.end(tag)
        if text:
            outliner.say(text)
    return outliner.finished()


def same_blocks(source: Outline, page: Outline, allowed: Mapping[str, str]) -> Iterator[Problem]:
    """The block sequence of a page equals the source page's, and so do its links (law 5)."""
    for block, other in zip([*source.blocks, None], [*page.blocks, None], strict=False):
        if block != other:
            yield _BLOCKS.problem(f"the page has {_named(other)} where the source page has {_named(block)}")
            break
    theirs = [encoded(link if link in source.links else allowed.get(link, link)) for link in page.links]
    ours = [encoded(link) for link in source.links]
    if sorted(theirs) != sorted(ours):
        lost = [link for link in ours if link not in theirs]
        extra = [link for link in theirs if link not in ours]
        what = repr((lost or extra)[0]) if lost or extra else "one is there more or less often"
        yield _LINKS.problem(f"the links of the page differ from those of the source page: {what}")


def same_numbers(
    source: Outline, page: Outline, languages: tuple[str, str], accepted: Collection[str]
) -> Iterator[Problem]:
    """Every block of a page has the numbers and dates of the source page's block, values of variables included.

    `languages` are the codes of the source and of the page; `accepted` are messages about numbers that a waiver accepts.
    Pages whose blocks differ are not compared.
    """
    if source.blocks != page.blocks:
        return
    written_in, here = languages
    for (ours, _), (theirs, _) in zip(source.texts, page.texts, strict=True):
        if ours != theirs:
            pair = Pair(Segment(ours, 1, kind="plain"), theirs, here, ours, theirs, written_in, facts=source.facts)
            for found in check_quantities(pair):
                if found.is_error and found.message not in accepted:
                    yield _PAGE_NUMBERS.problem(f"on the finished page, {found.message}", found.hint)


def _named(block: tuple[str, str, str] | None) -> str:
    return "no more block" if block is None else f"<{block[0]}>" + (f" '{block[1]}'" if block[1] else "")


_LINK_NUMBER = regex(r"(?:^| )\[\d+\]", re.M)


def same_words(page: Outline, text: str) -> Iterator[Problem]:
    """Every word and number of the page is in the plain text, in the same order, and so is every address (law 12)."""
    bare = re.sub(r"[\u2066-\u2069\u200e\u200f]", "", text)
    for words in _lost(page, _LINK_NUMBER.sub("", text), _LINK_NUMBER):
        yield _TEXT_DIFFERS.problem(f"the plain text lacks words of the page: {words!r}")
    for link in page.links:
        address = link.removeprefix("mailto:")
        if not link.startswith("#") and address not in bare:
            yield _TEXT_DIFFERS.problem(f"the plain text lacks the address {link!r}")


def same_data(page: Outline, texts: Iterable[str]) -> Iterator[Problem]:
    """Every word and number of the page is in the data for apps, in the same order (law 12)."""
    for words in _lost(page, "\n".join(texts)):
        yield _TEXT_DIFFERS.problem(f"the data for apps lacks words of the page: {words!r}")


_TAG = regex("<[^>]*>")


def same_html(pairs: Sequence[tuple[str, str]], wholes: Iterable[tuple[str, Iterable[str]]]) -> Iterator[Problem]:
    """Each piece of HTML in the data for apps has the words of its text, and is part of its section's HTML (law 12).

    `pairs` are (html, text) of each piece; `wholes` are the HTML of each section and that of its pieces, in order. So the
    HTML is compared with the page too, because the texts are (`same_data`).
    """
    letters = _squeezed_each([text for _, text in pairs])
    for (html, text), wanted, shown in zip(pairs, letters, _letters_of_html([html for html, _ in pairs]), strict=True):
        # the quick reading does not see the alternative text of an image, nor a > in an attribute
        if shown != wanted and _letters_of_outline(html) != wanted:
            yield _TEXT_DIFFERS.problem(f"the HTML in the data for apps differs from its text: {text[:80]!r}")
    for whole, parts in wholes:
        at = 0
        for part in parts:
            found = whole.find(part, at)
            if found < 0:
                yield _TEXT_DIFFERS.problem(f"the HTML of a section in the data for apps lacks {part[:80]!r}")
                break
            at = found + len(part)


def _letters_of_html(pieces: Sequence[str]) -> list[str]:
    """The letters and digits between the tags of each piece, for all pieces at once."""
    bare = unescape(_TAG.sub("", _BETWEEN.join(pieces))).split(_BETWEEN)
    return _squeezed_each(bare) if len(bare) == len(pieces) else [_letters_of_outline(piece) for piece in pieces]


def _letters_of_outline(html: str) -> str:
    return _squeezed("\n".join(text for text, _ in outline(html).texts))


def has_parts(html: str, parts: Iterable[str]) -> Iterator[Problem]:
    """Every part of the page that is compared is in its HTML file, byte for byte (law 12)."""
    for part in parts:
        if part not in html:
            words = " ".join(" ".join(text for text, _ in outline(part).texts).split())
            yield _TEXT_DIFFERS.problem(f"the HTML file lacks a part of the page: {words[:80]!r}")


def _lost(page: Outline, text: str, aside: re.Pattern[str] | None = None) -> Iterator[str]:
    """The words of the page that a text lacks. What matches `aside`, which begins with a bracket, is not searched."""
    squeezed, at = _squeezed(text), 0
    for (words, in_table), letters in zip(page.texts, page.letters(), strict=True):
        wanted = _squeezed(aside.sub("", words)) if aside and "[" in words else letters
        if not wanted:
            continue
        found = squeezed.find(wanted, at)
        if found < 0:
            yield " ".join(words.split())[:80]
            continue
        if not in_table:
            at = found + len(wanted)


_IMPLIED = frozenset("/p /li /dt /dd /td /th /tr /thead /tbody /tfoot /colgroup tbody colgroup".split())
"""Tags that authors may omit (HTML standard, "Optional tags"); the sanitiser adds them."""


def same_when_cleaned(page: Outline, cleaned: Outline) -> Iterator[Problem]:
    """The sanitiser removed nothing. It is used as an alarm, not for repair (law 6)."""
    ours, theirs = list(_told_tags(page)), list(_told_tags(cleaned))
    if ours == theirs and _texts(page.texts) == _texts(cleaned.texts):
        return
    pairs = zip([*ours, _END], [*theirs, _END], strict=False)
    (name, attributes), (other, kept) = next((pair for pair in pairs if pair[0] != pair[1]), (_END, _END))
    foreign = [key for key, value in attributes if (key, value) not in kept] if name == other else []
    shown = f"<{name}{''.join(f' {key}={value!r}' for key, value in attributes)}>"
    if not name and not other:
        message, hint = "text in a tag that is not allowed", "delete the tag"
    elif not name:
        message, hint = f"<{other.strip('/')}> is never closed", f"write </{other.strip('/')}> where it ends"
    elif foreign:
        message, hint = f"{shown} is not safe", f"delete {', '.join(foreign)}"
    elif name.strip("/") not in PAGE_TAGS:
        message, hint = f"{shown} is not safe", "delete it"
    elif _count(page, name.strip("/")) != _count(page, f"/{name.strip('/')}"):
        message, hint = f"{shown} has no partner", "close every tag in the block that opened it"
    else:
        message = f"{shown} is where this tag is not allowed"
        hint = (
            "put no link in a link, no block in a paragraph, and each part of a table or list inside its table or list"
        )
    yield _UNSAFE_HTML.problem(f"HTML of the page: {message}", hint)


_Tag = tuple[str, tuple[tuple[str, str], ...]]
_END: _Tag = ("", ())


def _count(page: Outline, name: str) -> int:
    return sum(each[0] == name for each in page.tags)


def _told_tags(page: Outline) -> Iterator[_Tag]:
    return (each for each in page.tags if each[1] or each[0] not in _IMPLIED)


def _texts(texts: Sequence[tuple[str, bool]]) -> str:
    return "".join("".join(text.split()) for text, _ in texts)
