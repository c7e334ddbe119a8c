"""The choice of a language as ordered lists of short regular expressions (PCRE), the same for nginx and Apache.

A server looks up the reader's languages in the list, one after the other. It compares each line of the list with a text
such as `de-AT of de-AT,de;q=0.9,en;q=0.8`: one language, and the header that it comes from. The first line that matches
wins; if none matches, the next language is looked up. Case makes no difference.

Servers cannot sort the languages of a header by their weights. Browsers write them in falling order, so the order of the
header is right for these. For all other headers (`UNDECIDED`) the reader chooses on a page.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ...locales import in_full
from .language_table import Branch, families
from .negotiation import is_divided, other_places
from .site import Group, any_of, listed

POSITIONS = 8
"""How many languages of a reader are looked up. Firefox in Norwegian sends seven before English."""
_IN_LINE = 20
"""Codes of languages or territories in one line of a list."""
LONGEST = 500
"""Characters of the longest header that is read; browsers with thirty languages send 400."""

# Each expression finds a header for which the order of its languages may not be the order of their weights, or which
# refuses a language. Lines of a list look at one language at a time, and cannot take that into account.
UNDECIDED = (
    ("A header that is longer than any browser's.", (rf"^.{{{LONGEST + 1}}}",)),
    (
        "Something other than a weight from 0 to 1 after a language.",
        (r";(?!\s*q=(?:1|1\.0{1,3}|0\.\d{1,3})\s*(?:,|$))",),
    ),
    ("A language that the reader refuses (`q=0.0`).", (r"q=0\.0+(?!\d)",)),
    ("Any language (`*`) before another language.", (r"\*.*,",)),
    (
        "Weights that rise (`en;q=0.5, de;q=0.9`), or that differ only after their first decimal.",
        (
            r"q=0.*q=1",
            r"q=0.*,[^;,]*(?:,|$)",
            *(rf"q=0\.{digit}.*q=0\.[{digit + 1}-9]" for digit in range(8)),
            r"q=0\.8.*q=0\.9",
            r"q=0\.(\d).*q=0\.\1\d*[1-9]",
        ),
    ),
)
"""(description, expressions) of headers for which the reader chooses on a page."""
READABLE = r"^(?:\s*(?:\*|[a-z]{1,8}(?:-[a-z0-9]{1,8})*)\s*(?:;[^,]*)?(?:,|$))+$"
"""The form of the other headers whose languages are looked up (RFC 9110, 12.5.4; RFC 4647, 2.1)."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list."""

    pattern: str
    tag: str
    """The tag of the page to which it leads; "" is the page on which the reader chooses."""


@dataclass(frozen=True, slots=True)
class Section:
    """Lines of one kind, under a comment."""

    heading: str
    lines: tuple[Line, ...]


def reader_language(position: int) -> str:
    """An expression whose group 1 is the reader's language at a position, from 1."""
    return ("^" if position == 1 else rf"^(?:[^,]*,){{{position - 1}}}") + r"\s*([^,;\s]+)"


@cache
def language_map(offered: tuple[str, ...], source: str) -> tuple[Section, ...]:
    """The list for the tags `offered`, in the order in which servers try its lines.

    Special cases come before general ones. `*` leads to the page in the language `source`.
    """
    # The first line that matches wins, so the sections go from the most special to the most general.
    rows = [
        (code, branch)
        for family in families(offered)
        for codes, branches in family.rows
        for code in codes
        for branch in branches
    ]
    bare = [(code, branch) for code, branch in rows if "" in branch.scripts]
    whole = [line for code, branch in bare for line in _in_any_country(code, branch)]
    sections = (
        Section("Languages with a script.", tuple(line for row in rows for line in _in_scripts(*row))),
        Section(
            "Another script of these languages, or a dialect such as `zh-yue`: the reader chooses on a page.",
            _other_scripts(bare),
        ),
        Section(
            "Countries whose readers get another variant than the language without a country.",
            tuple(line for code, branch in bare for line in _in_countries(code, branch)),
        ),
        Section(
            "The language with any other country, or without one.", tuple(line for line, is_own in whole if is_own)
        ),
        Section(
            "Former codes, and languages whose readers get a related language.",
            tuple(line for line, own in whole if not own),
        ),
        Section(
            "A language alone, unless the header has it in another script too: browsers add `zh` in `zh-TW,zh;q=0.9`.",
            tuple(line for code, branch in bare for line in _alone(code, branch)),
        ),
        Section("Any language (`*`).", (Line(r"^\*", source),) if source in offered else ()),
    )
    return tuple(section for section in sections if section.lines)


def language_list(group: Group, source: str, row: Callable[[Line], str]) -> str:
    """The text of the file with a group's list; `row` writes a line as a server reads it."""
    text = listed(group, _LIST_SAYS)
    for section in language_map(group.offered, source):
        text += f"\n# {section.heading}\n" + "".join(f"{row(line)}\n" for line in section.lines)
    return text


_LIST_SAYS = (
    "The first line that matches a language of the reader wins; if none matches, the reader's next language is tried. Each "
    "line is compared with that language and the whole header: `de-AT of de-AT,de;q=0.9,en;q=0.8`."
)


def _in_scripts(code: str, branch: Branch) -> Iterator[Line]:
    """Lines for a language with a script, those for special countries first; nobody names the only script there is."""
    for script in branch.scripts:
        if script and (script != in_full(code)[1] or is_divided(code)):
            yield from _in_countries(f"{code}-{script}", branch)
            if branch.usual:
                yield Line(rf"^{code}-{script}\b", branch.usual)


def _other_scripts(bare: Iterable[tuple[str, Branch]]) -> tuple[Line, ...]:
    """Lines for all other scripts (four letters) and extended languages (three letters), without a page."""
    codes = [code for code, branch in bare if branch.usual and not is_divided(code)]
    return tuple(Line(rf"^{_any(some)}-[a-z]{{3,4}}\b", "") for some in _in_lines(codes))


def _in_countries(name: str, branch: Branch) -> Iterator[Line]:
    for tag, places in branch.others:
        if tag:
            yield from (Line(rf"^{name}-{_any(some)}\b", tag) for some in _in_lines(places))


def _in_any_country(code: str, branch: Branch) -> Iterator[tuple[Line, bool]]:
    """(line, whether the code is that of the page) for a language with all other countries, except in another script."""
    if branch.usual:
        # For a language with several scripts, ranges with a script and countries without a page are excluded. If some
        # countries have another script, the language alone is left to `_alone`, hence the `-` in the pattern.
        pattern = rf"^{code}\b"
        if is_divided(code):
            others = _any(["[a-z]{3,4}", *branch.places(None)])
            pattern = rf"^{code}-(?!{others}\b)" if other_places(code) else rf"^{code}\b(?!-{others}\b)"
        yield Line(pattern, branch.usual), code == branch.usual.split("-")[0]


def _alone(code: str, branch: Branch) -> Iterator[Line]:
    """The line for a language alone, in a header that does not also name another script of it, or a country with one."""
    # Chromium sends `zh-TW,zh;q=0.9` for a reader who has chosen only `zh-TW`; `zh` must not lead to Simplified Chinese.
    if branch.usual and (places := other_places(code)):
        others = _any([f"(?!{in_full(code)[1]})[a-z]{{4}}", *places])
        yield Line(rf"^{code} of(?!.*[ ,]{code}-{others}\b)", branch.usual)


def _any(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else any_of(names)


def _in_lines(names: Sequence[str]) -> Iterator[Sequence[str]]:
    """Names in lists that are short enough for a line."""
    yield from (names[start : start + _IN_LINE] for start in range(0, len(names), _IN_LINE))
