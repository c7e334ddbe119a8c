"""A policy's own faults, which no translator can mend: dead anchors, empty headings, gaps left in the wording."""

import re
from collections.abc import Collection, Iterator
from urllib.parse import unquote

from ..markup import Segment, Source
from ..problem import Problem
from .page import Outline
from .rule import Rule

RULES = (
    Rule("dead-fragment", "warning", "A link leads to an id that the page does not have.",
         ("en", "[Sharing](#shareing)", ""), ("en", "[Sharing](#sharing)", "")),
    Rule("relative-link", "warning", "A link without the host leads elsewhere from each page, and nowhere from a text or an app.",
         ("en", "[Terms](terms.md)", ""), ("en", "[Terms](https://example.com/legal/en/terms.html)", "")),
    Rule("image-not-shown", "warning", "An image: no file beside the pages is shipped, and pages load nothing from elsewhere.",
         ("en", "![A seal](seal.png)", ""), ("en", "[A seal](https://example.org/seal.png)", "")),
    Rule("empty-heading", "error", "A heading has no text: nobody can refer to it, and readers of screens say nothing.",
         ("en", "##", ""), ("en", "## Sharing", "")),
    Rule("open-fence", "error", "A fence of code is never closed: all that follows is shown as code.",
         ("en", "```\\ncode", ""), ("en", "```\\ncode\\n```", "")),
    Rule("gap", "warning", "A bracket in capitals looks like a place that was to be filled in.",
         ("en", "Write to [INSERT EMAIL ADDRESS].", ""), ("en", "Write to {{ contact }}.", "")),
    Rule("typed-date", "warning", "A date typed into the text stands beside `effective`, and will part from it.",
         ("en", "Last updated: 1 October 2024", ""), ("en", "Last updated: {{ effective }}", "")),
)  # fmt: skip

_GAP = re.compile(r"\[(?![xX ]\])([A-Z][A-Z0-9 _/,'’.-]{2,80}|[Ii]nsert [^\[\]]{1,80}|TODO|TBD|\.{3}|…)\](?![(\[:])")
_DATE_LINE = re.compile(
    r"\b(?:last\s+(?:updated|revised|modified)|effective(?:\s+(?:date|as\s+of|from|since))?|in\s+force\s+since|"
    r"(?:date|version)\s+of\s+(?:last\s+)?(?:update|revision))\b[^.\n]{0,30}\b(?:19|20)\d\d\b",
    re.I,
)


def anchors(page: Outline) -> Iterator[tuple[Problem, str]]:
    """Links of the finished page that lead nowhere in it; with each problem the target as the policy writes it."""
    ids = {value: None for _, facts in page.tags for key, value in facts if key == "id"}
    for link in dict.fromkeys(page.links):
        if link.startswith("#") and len(link) > 1 and unquote(link[1:]) not in ids:
            known = ", ".join(f"#{name}" for name in list(ids)[:12])
            mend = f"the page has: {known}" if known else "give the heading an id: ## Heading {#id}"
            yield Problem(f"the link '{link}' leads nowhere", "dead-fragment", level="warning", mend=mend), link


def relative(page: Outline) -> Iterator[tuple[Problem, str]]:
    """Links of the finished page that are no whole addresses; with each problem the target as the policy writes it."""
    for link in dict.fromkeys(page.links):
        if not re.match(r"#|[a-z][a-z0-9+.-]*:", link, re.I):
            mend = "write the whole address: https://..."
            yield Problem(f"the link '{link}' is no whole address", "relative-link", level="warning", mend=mend), link


def images(page: Outline) -> Iterator[tuple[Problem, str]]:
    """Images of the finished page, of which readers get the words alone; with each problem the address of its file."""
    for source in dict.fromkeys(dict(facts).get("src", "") for tag, facts in page.tags if tag == "img"):
        message = f"the image '{source}' is not shown: only its words are"
        mend = "say in words what it shows, or link to it: [words](address)"
        yield Problem(message, "image-not-shown", level="warning", mend=mend), source


def headings(source: Source, silent: Collection[str]) -> Iterator[Problem]:
    """Headings without a text; `silent` are the ids of those that show no word."""
    for element in source.root.iter():
        if re.fullmatch(r"h[1-6]", element.tag) and element.get("id", "") in silent:
            line = int(element.get("_line", "0"))
            yield Problem(
                "a heading without text", "empty-heading", line=line, mend="write its text, or delete the marks"
            )


def wording(segment: Segment, labels: Collection[str], *, dated: bool) -> Iterator[Problem]:
    """What was left in a segment by whoever wrote it.

    `labels` are those of the policy's reference definitions, case folded;
    `dated` is whether the policy names the date it is in force since.
    """
    for found in _GAP.finditer(segment.text):
        if found.group(1).casefold() in labels:
            continue
        message, mend = f"a gap to be filled in: {found.group()}", f"write it, or \\[{found.group(1)}\\] if it is text"
        yield Problem(message, "gap", level="warning", mend=mend)
    if dated and (date := _DATE_LINE.search(segment.text)):
        message = f"a date typed by hand beside `effective`: {date.group()!r}"
        yield Problem(message, "typed-date", level="warning", mend="write {{ effective }} in its place")


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
        yield Problem(message, "open-fence", line=start, mend=f"write {fence} in a line of its own where the code ends")
