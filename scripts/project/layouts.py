"""The layouts of the pages as files: what they say, and their words, which are translated as the domain `site`.

Jinja fills them in; to know their words it need not be loaded. Every word is a call of `t` or `plain` with one text in
quotation marks, and a comment `{# translators: ... #}` before it goes to the translators.
"""

import os
import re
from pathlib import Path

from .. import files
from ..markup import Segment
from ..patterns import regex
from ..problem import Problem, Refused

LAYOUTS = Path(__file__).parent.parent / "layouts"

_NOTE_OR_WORD = regex(r'\{#-?\s*(?P<note>.*?)\s*-?#\}|\b(?:t|plain)\(\s*"(?P<word>[^"\\]*)"', re.S)
_FOR_TRANSLATORS = "translators:"


def refuse_links() -> None:
    """Raise `Refused` for a layout that a link leads elsewhere: what is there would be published around every text."""
    for path in sorted(LAYOUTS.iterdir()):
        if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(LAYOUTS)):
            message = "a link leads out of the folder of the layouts; nothing there is read"
            name = f"scripts/layouts/{path.name}"
            raise Refused(Problem(message, "link", name, hint="put the file itself in the place of the link"))


def words_of_layouts() -> list[tuple[str, Segment]]:
    """Every word of the frame with the layout that uses it, in the order of the layouts. Raises `Refused` for a link."""
    refuse_links()
    paths = sorted(LAYOUTS.glob("*.html"))
    return [(path.name, word) for path in paths for word in words_of_layout(path.read_text(encoding="utf-8"))]


def words_of_layout(text: str) -> list[Segment]:
    """The words of one layout, each with its line and with what was said to translators before it."""
    found: list[Segment] = []
    comment = ""
    for match in _NOTE_OR_WORD.finditer(text):
        if (word := match["word"]) is None:
            note = match["note"]
            comment = note.removeprefix(_FOR_TRANSLATORS).strip() if note.startswith(_FOR_TRANSLATORS) else comment
        else:
            found.append(Segment(word, text.count("\n", 0, match.start()) + 1, comment=comment, kind="plain"))
            comment = ""
    return found


def layouts() -> list[str]:
    """The text of every layout, for digests."""
    paths = (path for path in sorted(LAYOUTS.iterdir()) if path.suffix in (".html", ".css"))
    return [path.read_text(encoding="utf-8") for path in paths]


def style() -> tuple[str, str]:
    """Name and text of the style sheet; the name changes with the text, so that browsers may keep it for good."""
    text = (LAYOUTS / "style.css").read_text(encoding="utf-8")
    return f"style.{files.checksum(text)[:8]}.css", text
