"""Where links lead: destinations, titles, labels and link reference definitions (CommonMark, "Links")."""

import re
from urllib.parse import quote

from ..patterns import regex
from .nodes import VARIABLE


def normal_label(label: str) -> str:
    """A link label for comparison: case folded, white space collapsed (CommonMark, "Links": one label "matches" another)."""
    return " ".join(label.split()).casefold()


def encoded(target: str) -> str:
    """A target percent-encoded as in the examples of CommonMark; placeholders stay, since their values come later."""
    pieces: list[str] = []
    at = 0
    for variable in VARIABLE.finditer(target):
        pieces += [quote(target[at : variable.start()], safe="%!#$&'()*+,-./:;=?@_~"), variable.group()]
        at = variable.end()
    return "".join([*pieces, quote(target[at:], safe="%!#$&'()*+,-./:;=?@_~")])


_POINTED = regex(r"<((?:[^<>\n\\]|\\.)*)>")
_ESCAPABLE = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
_LABEL = regex(r"\[((?:[^\[\]\\]|\\.){1,999})\]:", re.S)
_SPACES = regex(r"[ \t]*\n?[ \t]*")
LINK_TITLE = regex(r'"((?:[^"\\]|\\.)*)"|\'((?:[^\'\\]|\\.)*)\'|\(((?:[^()\\]|\\.)*)\)', re.S)


def link_target(text: str, at: int) -> tuple[str, int] | None:
    """The link destination at `at` as written, and where it ends; None if there is none (CommonMark, "link destination").

    Inside `<>` it may hold anything but a line ending, `<` and `>`; otherwise it
    ends at a space or control character, and its parentheses are balanced.
    """
    if text.startswith("<", at):
        found = _POINTED.match(text, at)
        return None if found is None else (found.group(1), found.end())
    start, depth = at, 0
    while at < len(text) and text[at] > " " and text[at] != "\x7f":
        if text[at] == "\\" and text[at + 1 : at + 2] in _ESCAPABLE and at + 1 < len(text):
            at += 1
        elif text[at] == "(":
            depth += 1
            if depth > 32:  # cmark has this limit too; without one, hostile text would take quadratic time
                return None
        elif text[at] == ")":
            depth -= 1
            if depth < 0:
                break
        at += 1
    return (text[start:at], at) if depth <= 0 and depth >= -1 else None


def reference(text: str) -> tuple[str, str, str, int] | None:
    """The link reference definition at the beginning of `text`: label, address, title, length; None if there is none."""
    # A label that begins with `^` is a footnote's. At most one line ending is allowed before the address and the title.
    label = _LABEL.match(text)
    if label is None or not label.group(1).strip() or label.group(1).startswith("^"):
        return None
    at = _end(_SPACES, text, label.end())
    target = link_target(text, at)
    if target is None or target[1] == at:
        return None
    address, at = target
    after = _SPACES.match(text, at)
    assert after is not None  # it matches the empty text
    title = LINK_TITLE.match(text, after.end()) if after.end() > at else None
    if title is not None:
        # Nothing may follow on the line. If a title is followed by text, a definition without title may still end in the
        # line before it.
        end = re.compile(r"[ \t]*(?:\n|$)").match(text, title.end())
        if end is not None and "\n\n" not in title.group():
            words = next(group for group in title.groups() if group is not None)
            return label.group(1), address, words, end.end()
    end = re.compile(r"[ \t]*(?:\n|$)").match(text, at)
    return None if end is None else (label.group(1), address, "", end.end())


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return at if found is None else found.end()
