"""Problems of the policy itself, which no translator can correct: dead anchors, empty headings, gaps in the wording."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from unicodedata import bidirectional
from urllib.parse import unquote

from ...markup import Segment, SourceTree
from ...markup.block_nodes import Heading, walk_blocks
from ...patterns import regex
from ...problem import Problem
from ..rule import Rule

if TYPE_CHECKING:  # the checks of pages take long to load
    from ..page.page import Outline

# fmt: off
_DEAD_FRAGMENT = Rule(
    "dead-fragment", "warning", "A link leads to an id that the page does not have, so nothing happens when a reader follows it.",
    "Write one of the ids that the hint lists, or give the heading that id: `## Heading {#id}`.",
    ("en", "[Sharing](#shareing)", ""),
    ("en", "[Sharing](#sharing)", ""),
)
_IMAGE_NOT_SHOWN = Rule(
    "image-not-shown", "warning", "An image is not shown: no file is shipped with the pages, and pages load nothing from elsewhere.",
    "Say in words what the image shows, or write a link to it.",
    ("en", "![A seal](seal.png)", ""),
    ("en", "[A seal](https://example.org/seal.png)", ""),
)
_EMPTY_HEADING = Rule(
    "empty-heading", "error", "A heading has no text, so it cannot be linked to, and screen readers announce nothing.",
    "Write its text, or delete the `#` signs.",
    ("en", "##", ""),
    ("en", "## Sharing", ""),
)
_TITLE_LEVEL = Rule(
    "title-level", "warning", "The first heading of the policy is its title but is not written as one, or it repeats or contradicts the title of the front matter.",
    "Write the title once: as `# Title`, or as `title:` in the front matter.",
    ("en", "## Cookies", ""),
    ("en", "# Cookies", ""),
)
_OPEN_FENCE = Rule(
    "open-fence", "error", "A fence of code is never closed, so everything after it is shown as code.",
    "Write the same marks in a line of their own where the code ends.",
    ("en", "```\\ncode", ""),
    ("en", "```\\ncode\\n```", ""),
)
_DIRECTION = Rule(
    "direction", "error", "A `<bdo>`, or a `dir` that is not the direction of its words, shows a text in another order than the one in which it is stored.",
    "Delete the `dir`, or write `<bdi>` in place of `<bdo>`.",
    ("en", '<p dir="rtl">Keep 5 (6) days</p>', ""),
    ("en", '<p dir="rtl" lang="he">5 ימים</p>', ""),
)
_GAP = Rule(
    "gap", "warning", "Capitals in square brackets look like a place that somebody still has to fill in.",
    "Write what belongs there, or `\\[` if the bracket is text.",
    ("en", "Write to [INSERT EMAIL ADDRESS].", ""),
    ("en", "Write to {{ contact }}.", ""),
)
_TYPED_DATE = Rule(
    "typed-date", "warning", "A date is typed into the text although the policy has `effective`; at the next change one of the two will be wrong.",
    "Write `{{ effective }}` in place of the date.",
    ("en", "Last updated: 1 October 2024", ""),
    ("en", "Last updated: {{ effective }}", ""),
)
# fmt: on
RULES = (
    _DEAD_FRAGMENT,
    _IMAGE_NOT_SHOWN,
    _EMPTY_HEADING,
    _TITLE_LEVEL,
    _OPEN_FENCE,
    _DIRECTION,
    _GAP,
    _TYPED_DATE,
)

_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_VOID = frozenset(["br", "hr", "img", "input", "wbr"])


@dataclass(slots=True)
class _Span:
    """An element of a page with a `dir` of its own, or without one."""

    tag: str
    direction: str
    """Its own `dir`, or that of the element around it."""
    is_judged: bool
    """Whether its `dir` differs from that of the policy or of the element around it."""
    rights: bool = False
    """Whether it has right-to-left letters, without those of inner elements with a `dir`."""
    lefts: bool = False
    numbers: bool = False
    words: str = ""


class _Directions(HTMLParser):
    """Reads the body of a page; `found` are (tag, direction, words) of elements that show words in another order."""

    def __init__(self, own: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str, str]] = []
        self._open = [_Span("", own, False)]
        self._dressed = [self._open[0]]
        self._own = own

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "bdo":
            self.found.append((tag, "", ""))
        if tag in _VOID:
            return
        around = self._dressed[-1]
        said = next(((value or "").lower() for name, value in attrs if name == "dir"), "")
        said = "auto" if tag == "bdo" else said  # it is reported whatever it contains
        if said in ("ltr", "rtl", "auto") or tag == "bdi":
            span = _Span(
                tag, said or "auto", said in ("ltr", "rtl") and (said != self._own or said != around.direction)
            )
            self._dressed.append(span)
        else:
            span = _Span(tag, around.direction, False)
        self._open.append(span)

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID or len(self._open) == 1:
            return
        span = self._open.pop()  # pages are well-formed, or they are refused
        if span is self._dressed[-1]:
            self._dressed.pop()
            self._judge(span)

    def handle_data(self, data: str) -> None:
        span = self._dressed[-1]
        if not span.is_judged:
            return
        kinds = set(map(bidirectional, data))
        span.rights |= not kinds.isdisjoint(_RIGHT_TO_LEFT)
        span.lefts |= "L" in kinds
        span.numbers |= "EN" in kinds
        span.words = span.words or " ".join(data.split())[:40]

    def _judge(self, span: _Span) -> None:
        if span.direction == "rtl":  # numbers alone are reversed too: 5 (6) becomes (6) 5 (UAX 9)
            is_wrong = (span.lefts or span.numbers) and not span.rights
        else:
            is_wrong = span.rights and not span.lefts
        if span.is_judged and is_wrong:
            self.found.append((span.tag, span.direction, span.words))


def directions(html: str, own: str) -> Iterator[tuple[Problem, str]]:
    """What a page shows in another order than the stored one; each problem with a pattern that finds its line.

    `own` is the direction of the page.
    """
    reader = _Directions(own)
    reader.feed(html)
    reader.close()
    for tag, direction, words in dict.fromkeys(reader.found):
        if tag == "bdo":
            message, hint = "<bdo> shows words in another order than the stored one", "write <bdi>, or delete it"
            yield _DIRECTION.problem(message, hint), r"<bdo\b"
        else:
            way = "right to left" if direction == "rtl" else "left to right"
            message = f"dir={direction} on <{tag}>: '{words}' is not written from {way}"
            yield _DIRECTION.problem(message, "delete the dir"), rf"\bdir\s*=\s*[\"']?{direction}\b"


_TO_FILL_IN = regex(r"\[(?![xX ]\])([A-Z][A-Z0-9 _/,'’.-]{2,80}|[Ii]nsert [^\[\]]{1,80}|TODO|TBD|\.{3}|…)\](?![(\[:])")
_DATE_LINE = regex(
    r"\b(?:last\s+(?:updated|revised|modified)|effective(?:\s+(?:date|as\s+of|from|since))?|in\s+force\s+since|"
    r"(?:date|version)\s+of\s+(?:last\s+)?(?:update|revision))\b[^.\n]{0,30}\b(?:19|20)\d\d\b",
    re.I,
)


def ids(page: "Outline") -> dict[str, None]:
    """The ids of a finished page, in order; the name of an `<a>` is an id too."""
    return {
        value: None for tag, facts in page.tags for key, value in facts if key == "id" or (tag, key) == ("a", "name")
    }


def anchors(page: "Outline", known: Collection[str]) -> Iterator[tuple[Problem, str]]:
    """Links within the finished page to an id that is not `known`; each problem with the target as written."""
    there = frozenset(known)  # a page has thousands of links to its own clauses
    for link in dict.fromkeys(page.links):
        if link.startswith("#") and len(link) > 1 and unquote(link[1:]) not in there:
            hint = (
                f"write one of the ids of the page: {some_ids(known)}"
                if known
                else "give the heading an id: ## Heading {#id}"
            )
            message = f"the link '{link}' leads nowhere{near_one(unquote(link[1:]), known)}"
            yield _DEAD_FRAGMENT.problem(message, hint), link


def near_one(word: str, known: Collection[str]) -> str:
    """`; did you mean 'x'?` for the nearest known word, without regard to case; else ""."""
    folded = {one.casefold(): one for one in known}
    found = get_close_matches(word.casefold(), list(folded), 1)
    return f"; did you mean '{folded[found[0]]}'?" if found else ""


_MOST_IDS = 12


def some_ids(known: Collection[str]) -> str:
    """The first ids of a page for a hint, without those that clauses and the page layout have by themselves."""
    own = [one for one in known if not re.search(r"-\d+$|^page-", one) or one in FRAME_TITLE] or list(known)
    return ", ".join(f"#{one}" for one in own[:_MOST_IDS]) + (", ..." if len(own) > _MOST_IDS else "")


FRAME_TITLE = ("page-title",)
"""The id of the title if no heading of the policy gives it one."""


def images(page: "Outline") -> Iterator[tuple[Problem, str]]:
    """Images of the finished page, of which readers only get the alt text; each problem with the address of the file."""
    for source in dict.fromkeys(dict(facts).get("src", "") for tag, facts in page.tags if tag == "img"):
        message = f"the image '{source}' is not shown, only its words"
        hint = "say in words what it shows, or link to it: [words](address)"
        yield _IMAGE_NOT_SHOWN.problem(message, hint), source


def headings(source: SourceTree, silent: Collection[str]) -> Iterator[Problem]:
    """Headings without text; `silent` are the ids of headings that show no word."""
    for block in walk_blocks(source.blocks):
        if isinstance(block, Heading) and block.get("id") in silent:
            hint = "write its text, or delete the marks"
            yield _EMPTY_HEADING.problem("the heading has no text", hint, line=block.line)


def title_level(heading: Heading | None, title: str, *, titled: bool) -> Iterator[Problem]:
    """A title without `#`; `heading` is the first block of the policy, `titled` whether the front matter has a `title`."""
    if heading is None:
        return
    line, words = heading.line, heading.text
    if heading.level == 1:
        if titled and _plain(words) != _plain(title):
            message = f"the title of the page is {words!r}, but that of the front matter, which search engines show, is {title!r}"
            hint = "write the same words in both, or delete one; a heading below the title is ##"
            yield _TITLE_LEVEL.problem(message, hint, line=line)
        return
    if not titled:
        message = f"the policy begins with a heading of level {heading.level}, which is shown as its title"
        yield _TITLE_LEVEL.problem(message, f'write "# {words}", or title: ... in the front matter', line=line)
    elif words.casefold() == title.casefold():
        message = (
            f"the policy begins with a heading of level {heading.level} that repeats its title, which is shown twice"
        )
        yield _TITLE_LEVEL.problem(message, f'write "# {words}", or delete the heading', line=line)


def _plain(words: str) -> str:
    return " ".join(re.sub(r"[*_`\\]", "", words).casefold().split())


def wording(segment: Segment, labels: Collection[str], *, dated: bool) -> Iterator[Problem]:
    """Gaps and typed dates that the author left in a segment.

    `labels` are those of the policy's reference definitions, casefolded;
    `dated` is whether the policy has `effective`.
    """
    for found in _TO_FILL_IN.finditer(segment.text):
        if found.group(1).casefold() in labels:
            continue
        message, hint = (
            f"a gap is still to be filled in: {found.group()}",
            f"write it, or \\[{found.group(1)}\\] if it is text",
        )
        if segment.keeps_lines:
            hint = "write it, or ____ where the reader has to write"
        yield _GAP.problem(message, hint)
    if dated and (date := _DATE_LINE.search(segment.text)):
        message = f"a date is typed by hand although the policy has `effective`: {date.group()!r}"
        yield _TYPED_DATE.problem(message, "write {{ effective }} in its place")


def unclosed(body: str, first_line: int) -> Iterator[Problem]:
    """A fence of code at the margin that nothing closes (CommonMark, "Fenced code blocks")."""
    fence, start = "", 0
    for number, line in enumerate(body.split("\n"), first_line):
        found = re.match(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})", line)
        if found and not fence:
            fence, start = found.group(1), number
        elif (
            found
            and found.group(1)[0] == fence[0]
            and len(found.group(1)) >= len(fence)
            and not line[found.end() :].strip()
        ):
            fence = ""
    if fence:
        message = f"the code that begins with {fence} is never closed"
        yield _OPEN_FENCE.problem(message, f"write {fence} in a line of its own where the code ends", line=start)
