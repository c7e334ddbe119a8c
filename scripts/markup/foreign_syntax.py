"""Syntax of other tools, which here and on GitHub would be published as text.

One table has each kind of syntax, the tool that it belongs to, and what to write instead. Code and escaped characters are
allowed. GitHub's emoji and formulas are here too, because GitHub shows them and our pages do not. GitHub looks for them after
the Markdown has been read, so a backslash or a character reference does not prevent them (github/markup, issue 1153).
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
from .block_nodes import markdown_problem
from .dropped_html import WORD_TAG
from .link_targets import normal_label


@dataclass(frozen=True, slots=True)
class _Foreign:
    """One kind of syntax of another tool."""

    pattern: re.Pattern[str]
    what: str
    """What it is, and which tool it belongs to; it follows "... is " in a message."""
    hint: str
    in_html: bool = False
    """Whether it is looked for in blocks of raw HTML too."""


def _row(pattern: str, what: str, hint: str, *, in_html: bool = False) -> _Foreign:
    return _Foreign(regex(pattern, re.M), what, hint, in_html)


_VALUE = "write the text itself, or {{ name }} for a value of policy/site.toml"
_ALERT = 'write a quote that begins with "> [!NOTE]", with "> " before each line of its text'
_LIST_BELOW = "delete it; for a class, write {: .class } alone in the line below the block; for an id of a heading, write {#id} behind the heading"
_ALERTS = "note|tip|important|warning|caution"
_ALONE = 'write it alone in the line, as in "> [!NOTE]", and its text in the lines below, each with "> " before it; a quote in a list cannot be an alert'
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
    _row(r"""^import[ \t]+(?:[\w*{][^"'\n]*[ \t]from[ \t]+)?["'][^"'\n]+["'];?[ \t]*$""", "code of MDX", "delete it, and write the text of the imported file itself"),
    _row(r"\Aexport[ \t]+(?:default|const|let|var|function|async)\b", "code of MDX", "delete it"),
    _row(r"^:{3,}", "a fence of a container (Docusaurus, Pandoc, MyST)", _ALERT),
    _row(r"^::[a-z][\w-]*[\[{]", "a directive of Docusaurus or Astro", "write the text itself"),
    _row(r"^(?:!{3}|\?{3}\+?)[ \t]+[\"\w]", "an admonition of MkDocs", _ALERT),
    _row(r'^={3}[!+]?[ \t]+"', "a tab of MkDocs", "write a heading, ## ..."),
    _row(rf"^\[!(?i:{_ALERTS})\]", "not an alert on GitHub, because it is not alone in the first line of a quote with words below", _ALONE),
    _row(rf"^\[!(?!(?i:{_ALERTS})\])[A-Za-z]+[\]| \[][-+]?", "not an alert on GitHub", 'write one of NOTE, TIP, IMPORTANT, WARNING and CAUTION, alone in the first line of a quote, as in "> [!NOTE]"'),
    _row(r"^\.\. [A-Za-z][\w-]*::", "a directive of reStructuredText", "write the text itself, or a quote that begins with > [!NOTE]"),
    _row(rf"\{{[A-Za-z][\w:+-]*\}}(?={CODE})", "a role of MyST", "write [words](address)"),
    _row(rf":[a-z][\w:+-]{{,40}}:(?={CODE})", "a role of reStructuredText", "write [words](address)"),
    _row(rf"\{{[ \t]*{_ATTRIBUTE}(?:[ \t]+{_ATTRIBUTE})*[ \t]*\}}", "an attribute list of Pandoc or MkDocs", _LIST_BELOW),
    _row(r"\{-\}|\{::", "a mark of Pandoc or kramdown", "delete it"),
    _row(r"\{(?:\+\+|--|~~|==|>>)", "an edit in CriticMarkup that was not accepted yet", "write the final text"),
    _row(r"(?<![=\w])==(?=[^\s=])[^=\n]*[^\s=]==(?![=\w])", "a highlight in the syntax of other tools", "write **...** or <mark>...</mark>"),
    _row(r"%%[^%\n]*%%", "a comment of Obsidian", "write <!-- ... -->, or delete it"),
    _row(r"\^\[(?=[^\]\s])[^\[\]\n]*\]?", "a footnote of Pandoc inside the text", "write [^1] instead, and [^1]: ... in a line of its own"),
    _row(r"(?<![+\w{])\+\+(?=[^\s+])[^+\n]*[^\s+]\+\+(?![+\w}])", "an insertion in the syntax of other tools", "write the words without the marks, or <ins>...</ins>"),
    _row(r"%[A-Z][A-Z0-9_]{2,}%", "a variable of a script or a template", "write {{ name }} for a value of policy/site.toml", in_html=True),
    _row(WORD_TAG.pattern, "a tag of Word", "delete the tag; the words inside may stay"),
    _row(r"^\*\[[^\]\n]+\]:", "an abbreviation of PHP Markdown Extra", "explain the abbreviation in the text"),
    _row(r"^-+8<-+", "a snippet of MkDocs", "write the text itself"),
    _row(r"\{![^{}\n]+!\}", "an include of MkDocs", "write the text itself", in_html=True),
    _row(r"^(?:@import[ \t]+[\"'(]|@\[code\b|!(?i:include)[ \t({]|<<<[ \t]*[@./~])[^\n]*", "an include of another tool", "write the text of the file itself"),
    _row(r"^(?:include|ifn?def|ifeval|endif|image|video|toc)::\S*\[", "a directive of AsciiDoc", "write the text itself, or delete it"),
    _row(r"^\\(?:newpage|pagebreak|clearpage|tableofcontents|begin|end|section|subsection|vspace|noindent)\b", "a command of LaTeX", "delete it"),
    _row(r"^(?:\[\[_?(?i:toc)_?\]\]|@?\[(?i:toc)\]|\$\{(?i:toc)\})[ \t]*$", "a placeholder for a table of contents", _NO_CONTENTS),
    _row(r"(?<!\[)!?\[\[(?!_?(?i:toc)_?\]\])[^\[\]\n^][^\[\]\n]*\]\](?![(\[])", "a link of a wiki or of Obsidian", "write [words](address), or \\[\\[ for two brackets that are text"),
)
# fmt: on
_IN_HTML = tuple(row for row in _TABLE if row.in_html)

_DRAWN = ("math", "mermaid", "geojson", "topojson", "stl")
"""Languages of fences that GitHub shows as a formula or a drawing."""


def foreign_text(text: str, line: int, references: Collection[str]) -> Iterator[Problem]:
    """Problems of the inline Markdown of a block that begins in `line`; `references` are the labels of reference definitions."""
    if not _MAY_HOLD.search(text):
        return
    bare = bare_text(text)
    for row in _TABLE:
        yield from _of_row(row, bare, text, line, references)
    for find in (_emoji, _formulas):
        yield from _first_of_lines(find, _Shown(bare, text), line)


def foreign_html(raw: str, line: int) -> Iterator[Problem]:
    """Problems of a block of raw HTML that begins in `line`."""
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
    """Problems of a code block that GitHub shows as a drawing, or that is a directive of another tool."""
    word = info.split()[0] if info.split() else ""
    if word.lower() in _DRAWN:
        message = f"GitHub shows the code block ```{word} as a picture"
        yield markdown_problem(line, message, "say it in words, or write ```text to show the code itself")
    elif re.match(r"\{[A-Za-z]", word) or word.lower() in ("admonish", "ad-note", "ad-warning", "ad-tip", "ad-info"):
        message = f"{f'```{word}'!r} is a directive of MyST, Quarto or mdBook; its text would be published as code"
        yield markdown_problem(line, message, _ALERT)


def take_foreign_list(text: str, line: int) -> tuple[str, list[Problem]]:
    """A text without `{:toc}`, with which kramdown puts a table of contents there, and the problem if the text had it."""
    found = _TOC.search(text)
    if found is None:
        return text, []
    here = line + text.count("\n", 0, found.start())
    return text[: found.start()], [
        markdown_problem(here, f"{found.group()!r} is a placeholder of kramdown for a table of contents", _NO_CONTENTS)
    ]


_TOC = regex(r"\{:\s*(?:toc|no_toc)\b[^{}\n]*\}")
_MAY_HOLD = regex(
    r"[{}%$=]|</?\w+:|<!\[|\+\+|::|!!!|\?\?\?|\[[\[!]|(?i:\[toc\])|<%|\^\[|\*\[|8<|^\.\. |^@?(?:im|ex)port\b|^@\[code|^!(?i:include)|^<<<|^\\|:[a-z0-9_+-]+:|\\[:+_$-]|&(?:#|colon;|dollar;|lowbar;|plus;)",
    re.M,
)
"""One pattern that rules out most texts before the table is used."""
_IS_CODE = regex(r"<(?:pre|script|style|textarea)\b", re.I)


def _of_row(row: _Foreign, bare: str, text: str, line: int, references: Collection[str]) -> Iterator[Problem]:
    reported, here, at = set(), line, 0  # one problem for each line and kind
    for found in row.pattern.finditer(bare):
        here, at = here + text.count("\n", at, found.start()), found.start()
        if here not in reported and not _is_reference(found.group(), references):
            reported.add(here)
            end = found.end() if len(found.group()) > _MARK_ALONE else found.start() + _SHOWN
            shown = _excerpt(text[found.start() : end])
            message = f"{shown!r} is {row.what}; it would be published as text"
            yield markdown_problem(here, message, row.hint)


def _is_reference(found: str, references: Collection[str]) -> bool:
    return found[:1] in "![" and normal_label(found.strip("!@[] \t")) in references


_MARK_ALONE = 6
"""A match of at most so many characters is quoted together with the text behind it."""


_SHOWN = 40
"""The largest number of characters that a message quotes."""


def _excerpt(text: str) -> str:
    return text[:_SHOWN].partition("\n")[0].strip()


class _Shown:
    """A masked text in which GitHub looks for emoji and formulas: with escapes and character references resolved."""

    def __init__(self, bare: str, text: str) -> None:
        self.text = text
        self._cuts = [(0, 0)]
        """(index here, index in the text) behind each character that the text writes with several characters."""
        pieces, at, length = [], 0, 0
        for found in _WRITTEN_SIGN.finditer(bare):
            sign = text[found.end() - 1] if found.group()[0] == ESCAPE else unescape(found.group())
            pieces += [bare[at : found.start()], sign]
            length += found.start() - at + len(sign)
            at = found.end()
            self._cuts.append((length, at))
        self.bare = "".join([*pieces, bare[at:]])

    def place(self, at: int) -> int:
        """The index in the text of the character at index `at` here."""
        here, there = self._cuts[bisect_right(self._cuts, (at, len(self.text))) - 1]
        return there + at - here


_WRITTEN_SIGN = regex(rf"{ESCAPE}{ESCAPE}|&(?:#[0-9]{{1,7}}|#[Xx][0-9a-fA-F]{{1,6}}|[A-Za-z][A-Za-z0-9]{{1,31}});")

Find = Callable[[_Shown], Iterator[tuple[int, str, str]]]
"""Looks for problems in a masked text: (index in the text, message, hint)."""


def _first_of_lines(find: Find, shown: _Shown, line: int) -> Iterator[Problem]:
    reported, here, before = set(), line, 0
    for at, message, hint in find(shown):
        here, before = here + shown.text.count("\n", before, at), at
        if here not in reported:
            reported.add(here)
            yield markdown_problem(here, message, hint)


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
            hint = f"write the emoji itself; if it is text, write `:{name}:` or <span>:</span>{name}:"
            yield shown.place(found.start()), f"GitHub shows :{name}: as an emoji", hint


# -- GitHub's formulas -----------------------------------------------------------------------------


def _formulas(shown: _Shown) -> Iterator[tuple[int, str, str]]:
    """Formulas between dollar signs (GitHub Docs, "Writing mathematical expressions"; github/markup, issue 1742).

    There is no letter or digit before the first dollar sign and none behind the second, no space inside next to either of
    them, and no line break: "$5 to $10" is no formula. `$$` may take several lines, and $`...`$ holds code.
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
