"""Marks that another tool would have replaced: here, and on GitHub, they would be published as words.

One table says what is looked for, whose it is and what to write instead. Code and escaped signs are text.
GitHub's emoji and formulas are here too: GitHub shows them, and this pipeline does not. It looks for them when the
Markdown is read, so there a backslash or a character reference changes nothing (github/markup, issue 1153).
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache
from html import unescape
from itertools import pairwise
from pathlib import Path

from ..patterns import regex
from ..problem import Problem
from . import tags
from .bare_text import CODE, ESCAPE, MARK, bare_html, bare_text
from .block_nodes import flaw
from .dropped_html import WORD_TAG
from .link_targets import normal_label


@dataclass(frozen=True, slots=True)
class _Foreign:
    """One kind of mark."""

    pattern: re.Pattern[str]
    what: str
    """What it is and whose."""
    hint: str
    in_html: bool = False
    """Whether blocks of raw HTML are searched for it too."""


def _row(pattern: str, what: str, hint: str, *, in_html: bool = False) -> _Foreign:
    return _Foreign(regex(pattern, re.M), what, hint, in_html)


_VALUE = "write the text itself, or {{ name }} for a value of policy/site.toml"
_ALERT = 'write a quote that begins with "> [!NOTE]", each line of its text behind "> "'
_LIST_BELOW = "write {: .class } in a line of its own below the block, {#id} behind a heading, or delete it"
_ALERTS = "note|tip|important|warning|caution"
_ALONE = 'write it alone, as in "> [!NOTE]", and its words in the lines below, each behind "> "; a quote in a list makes no alert'
_NO_CONTENTS = "delete it: each page has a list of its sections"
_ATTRIBUTE = r"""(?:[.#][A-Za-z][\w:.-]*|[A-Za-z][\w:-]*=(?:"[^"\n]*"|'[^'\n]*'|[^\s{}"']+))"""

# fmt: off
_TABLE = (
    _row(r"(?<!\{)\{%", "a tag of Liquid or Jinja", _VALUE, in_html=True),
    _row(r"\{#(?=[ -])[^{}\n]*#\}", "a comment of Jinja", "write <!-- ... -->, or delete it", in_html=True),
    _row(r"\{\{[<%]", "a shortcode of Hugo", _VALUE, in_html=True),
    _row(r"<%", "a tag of ERB, EJS or JSP", _VALUE, in_html=True),
    _row(r"[$#%@]\{[\w.]+\}", "a variable of a script or a template", "write {{ name }} for a value of policy/site.toml", in_html=True),
    _row(r"(?<!\$)\{[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+\}", "an expression of MDX or Svelte", "write {{ name }} for a value of policy/site.toml"),
    _row(r"\{/\*", "a comment of MDX", "write <!-- ... -->, or {#id} for the id of a heading", in_html=True),
    _row(r"""^import[ \t]+(?:[\w*{][^"'\n]*[ \t]from[ \t]+)?["'][^"'\n]+["'];?[ \t]*$""", "code of MDX", "delete it, and write the text that it brings in"),
    _row(r"\Aexport[ \t]+(?:default|const|let|var|function|async)\b", "code of MDX", "delete it"),
    _row(r"^:{3,}", "a fence of a container (Docusaurus, Pandoc, MyST)", _ALERT),
    _row(r"^::[a-z][\w-]*[\[{]", "a directive of Docusaurus or Astro", "write the text itself"),
    _row(r"^(?:!{3}|\?{3}\+?)[ \t]+[\"\w]", "an admonition of MkDocs", _ALERT),
    _row(r'^={3}[!+]?[ \t]+"', "a tab of MkDocs", "write a heading, ## ..."),
    _row(rf"^\[!(?i:{_ALERTS})\]", "no alert that GitHub shows, since it is not alone in the first line of a quote with words below", _ALONE),
    _row(rf"^\[!(?!(?i:{_ALERTS})\])[A-Za-z]+[\]| \[][-+]?", "no alert that GitHub shows", 'the first line of a quote, "> [!NOTE]" alone, makes one; others are TIP, IMPORTANT, WARNING, CAUTION'),
    _row(r"^\.\. [A-Za-z][\w-]*::", "a directive of reStructuredText", "write the text itself, or a quote that begins with > [!NOTE]"),
    _row(rf"\{{[A-Za-z][\w:+-]*\}}(?={CODE})", "a role of MyST", "write [words](address)"),
    _row(rf":[a-z][\w:+-]{{,40}}:(?={CODE})", "a role of reStructuredText", "write [words](address)"),
    _row(rf"\{{[ \t]*{_ATTRIBUTE}(?:[ \t]+{_ATTRIBUTE})*[ \t]*\}}", "an attribute list of Pandoc or MkDocs", _LIST_BELOW),
    _row(r"\{-\}|\{::", "a mark of Pandoc or kramdown", "delete it"),
    _row(r"\{(?:\+\+|--|~~|==|>>)", "an edit in CriticMarkup that nobody accepted", "write the text as it shall be"),
    _row(r"(?<![=\w])==(?=[^\s=])[^=\n]*[^\s=]==(?![=\w])", "a highlight of other tools", "write **...** or <mark>...</mark>"),
    _row(r"%%[^%\n]*%%", "a comment of Obsidian", "write <!-- ... -->, or delete it"),
    _row(r"\^\[(?=[^\]\s])[^\[\]\n]*\]?", "a footnote of Pandoc inside the text", "write [^1] there, and [^1]: ... in a line of its own"),
    _row(r"(?<![+\w{])\+\+(?=[^\s+])[^+\n]*[^\s+]\+\+(?![+\w}])", "an insertion of other tools", "write the words alone, or <ins>...</ins>"),
    _row(r"%[A-Z][A-Z0-9_]{2,}%", "a variable of a script or a template", "write {{ name }} for a value of policy/site.toml", in_html=True),
    _row(WORD_TAG.pattern, "a tag of Word", "delete it; the words inside may stay"),
    _row(r"^\*\[[^\]\n]+\]:", "an abbreviation of PHP Markdown Extra", "say in the text what the letters stand for"),
    _row(r"^-+8<-+", "a snippet of MkDocs", "write the text itself"),
    _row(r"\{![^{}\n]+!\}", "an include of MkDocs", "write the text itself", in_html=True),
    _row(r"^(?:@import[ \t]+[\"'(]|@\[code\b|!(?i:include)[ \t({]|<<<[ \t]*[@./~])[^\n]*", "a file that another tool would bring in", "write the text itself"),
    _row(r"^(?:include|ifn?def|ifeval|endif|image|video|toc)::\S*\[", "a directive of AsciiDoc", "write the text itself, or delete it"),
    _row(r"^\\(?:newpage|pagebreak|clearpage|tableofcontents|begin|end|section|subsection|vspace|noindent)\b", "a command of LaTeX", "delete it"),
    _row(r"^(?:\[\[_?(?i:toc)_?\]\]|@?\[(?i:toc)\]|\$\{(?i:toc)\})[ \t]*$", "the place of a table of contents", _NO_CONTENTS),
    _row(r"(?<!\[)!?\[\[(?!_?(?i:toc)_?\]\])[^\[\]\n^][^\[\]\n]*\]\](?![(\[])", "a link of a wiki or of Obsidian", "write [words](address), or \\[\\[ for brackets that are text"),
)
# fmt: on
_IN_HTML = tuple(row for row in _TABLE if row.in_html)

_DRAWN = ("math", "mermaid", "geojson", "topojson", "stl")
"""Languages of fences of which GitHub shows a formula or a drawing."""


def foreign_text(text: str, line: int, references: Collection[str]) -> Iterator[Problem]:
    """What is foreign in the inline Markdown of a block that begins in `line`; `references` are the labels that have an address."""
    if not _MAY_HOLD.search(text):
        return
    bare = bare_text(text)
    for row in _TABLE:
        yield from _of_row(row, bare, text, line, references)
    for find in (_emoji, _formulas):
        yield from _first_of_lines(find, _Shown(bare, text), line)


def foreign_html(raw: str, line: int) -> Iterator[Problem]:
    """The same of a block of raw HTML."""
    if not _MAY_HOLD.search(raw):
        return
    for is_text, piece in tags.runs(raw):
        bare = bare_html(piece) if is_text or not _IS_CODE.match(piece) else ""
        for row in _IN_HTML:
            yield from _of_row(row, bare, piece, line, ())
        for find in (_emoji, _formulas) if is_text else ():
            yield from _first_of_lines(find, _Shown(bare, piece), line)
        line += piece.count("\n")


def foreign_fence(info: str, line: int) -> Iterator[Problem]:
    """A fence of code that GitHub draws, or that another tool would not show as code."""
    word = info.split()[0] if info.split() else ""
    if word.lower() in _DRAWN:
        message = f"GitHub shows no code but a picture of a fence ```{word}"
        yield flaw(line, message, "say it in words, or write ```text if the code itself is meant")
    elif re.match(r"\{[A-Za-z]", word) or word.lower() in ("admonish", "ad-note", "ad-warning", "ad-tip", "ad-info"):
        message = f"{f'```{word}'!r} is a directive of MyST, Quarto or mdBook; its text would be published as code"
        yield flaw(line, message, _ALERT)


def take_foreign_list(text: str, line: int) -> tuple[str, list[Problem]]:
    """A text without the list of attributes by which kramdown knows where a table of contents belongs, and that it was there."""
    found = _TOC.search(text)
    if found is None:
        return text, []
    here = line + text.count("\n", 0, found.start())
    return text[: found.start()], [flaw(here, f"{found.group()!r} is a mark of kramdown", _NO_CONTENTS)]


_TOC = regex(r"\{:\s*(?:toc|no_toc)\b[^{}\n]*\}")
_MAY_HOLD = regex(
    r"[{}%$=]|</?\w+:|<!\[|\+\+|::|!!!|\?\?\?|\[[\[!]|(?i:\[toc\])|<%|\^\[|\*\[|8<|^\.\. |^@?(?:im|ex)port\b|^@\[code|^!(?i:include)|^<<<|^\\|:[a-z0-9_+-]+:|\\[:+_$-]|&(?:#|colon;|dollar;|lowbar;|plus;)",
    re.M,
)
"""A first look that most texts pass."""
_IS_CODE = regex(r"<(?:pre|script|style|textarea)\b", re.I)


def _of_row(row: _Foreign, bare: str, text: str, line: int, references: Collection[str]) -> Iterator[Problem]:
    told, here, at = set(), line, 0
    for found in row.pattern.finditer(bare):
        here, at = here + text.count("\n", at, found.start()), found.start()
        if here not in told and not _is_reference(found.group(), references):
            told.add(here)
            end = found.end() if len(found.group()) > _MARK_ALONE else found.start() + _SHOWN
            shown = _excerpt(text[found.start() : end])
            message = f"{shown!r} is {row.what}; it would be published as it stands"
            yield flaw(here, message, row.hint)


def _is_reference(found: str, references: Collection[str]) -> bool:
    return found[:1] in "![" and normal_label(found.strip("!@[] \t")) in references


_MARK_ALONE = 6
"""Characters of what is shown with the text behind it."""


_SHOWN = 40
"""Characters of the longest piece of a text in a message."""


def _excerpt(text: str) -> str:
    return text[:_SHOWN].partition("\n")[0].strip()


class _Shown:
    """A blotted text as GitHub looks for emoji and formulas in it: escaped signs and character references are signs."""

    def __init__(self, bare: str, text: str) -> None:
        self.text = text
        self._cuts = [(0, 0)]
        """(place here, place in the text) behind every sign that is written in more characters than it has."""
        pieces, at, length = [], 0, 0
        for found in _WRITTEN_SIGN.finditer(bare):
            sign = text[found.end() - 1] if found.group()[0] == ESCAPE else unescape(found.group())
            pieces += [bare[at : found.start()], sign]
            length += found.start() - at + len(sign)
            at = found.end()
            self._cuts.append((length, at))
        self.bare = "".join([*pieces, bare[at:]])

    def place(self, at: int) -> int:
        """Where in the text the sign at a place stands; of one that is written longer, where it begins."""
        here, there = self._cuts[bisect_right(self._cuts, (at, len(self.text))) - 1]
        return there + at - here


_WRITTEN_SIGN = regex(rf"{ESCAPE}{ESCAPE}|&(?:#[0-9]{{1,7}}|#[Xx][0-9a-fA-F]{{1,6}}|[A-Za-z][A-Za-z0-9]{{1,31}});")

Find = Callable[[_Shown], Iterator[tuple[int, str, str]]]
"""Looks in a blotted text: (place in the text, message, hint)."""


def _first_of_lines(find: Find, shown: _Shown, line: int) -> Iterator[Problem]:
    told, here, before = set(), line, 0
    for at, message, hint in find(shown):
        here, before = here + shown.text.count("\n", before, at), at
        if here not in told:
            told.add(here)
            yield flaw(here, message, hint)


# -- GitHub's emoji --------------------------------------------------------------------------------

_SHORT_NAME = regex(r":(?=([a-z0-9_+-]{1,60}):)")


@cache
def _emoji_names() -> frozenset[str]:
    path = Path(__file__).parent / "github_emoji.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(name for line in lines if not line.startswith("#") for name in line.split())


def _emoji(shown: _Shown) -> Iterator[tuple[int, str, str]]:
    for found in _SHORT_NAME.finditer(shown.bare):
        if found.group(1) in _emoji_names():
            name = found.group(1)
            hint = f"write the sign itself; if it is text, `:{name}:` or <span>:</span>{name}:"
            yield shown.place(found.start()), f"GitHub shows :{name}: as an emoji", hint


# -- GitHub's formulas -----------------------------------------------------------------------------


def _formulas(shown: _Shown) -> Iterator[tuple[int, str, str]]:
    """Formulas between dollar signs ("Writing mathematical expressions" in GitHub's docs; github/markup, issue 1742).

    The first sign stands behind no letter or digit and before no space, the second behind no space and before no letter
    or digit, in the same line: "$5 to $10" is none. `$$` may take several lines, and $`...`$ holds code.
    """
    bare, taken = shown.bare, 0
    runs = list(re.finditer(r"\$+", bare))
    for first, second in pairwise(runs):
        if first.start() < taken or not _is_formula(bare, first, second):
            continue
        taken = second.end()
        start = shown.place(first.start())
        formula = _excerpt(shown.text[start : shown.place(taken)])
        hint = "write <span>$</span> for a dollar sign that is text, and a formula in words"
        yield start, f"GitHub shows {formula!r} as a formula", hint


def _is_formula(bare: str, first: re.Match[str], second: re.Match[str]) -> bool:
    size, within = len(first.group()), bare[first.end() : second.start()]
    if size != len(second.group()) or size > 2 or MARK in within or not within.strip():
        return False
    before, after = bare[max(first.start() - 1, 0) : first.start()], bare[second.end() : second.end() + 1]
    if size == 2:
        return True
    if before.isalnum() or after.isalnum() or "\n" in within:
        return False
    return not within[0].isspace() and not within[-1].isspace()
