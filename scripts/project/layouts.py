"""The layouts of the pages as files: their texts, and the words in them, which are translated as the domain `site`.

The words are found with a regular expression, so that Jinja need not be loaded. A word is a call of `t` or `plain` with
one text in quotation marks. A comment `{# translators: ... #}` before it becomes a comment in the template.
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
    """Raise `Refused` for a layout that is a symbolic link to another folder: its target would be published on every page."""
    for path in sorted(LAYOUTS.iterdir()):
        if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(LAYOUTS)):
            message = "this symbolic link leads out of the folder of the layouts; its target is not read"
            name = f"scripts/layouts/{path.name}"
            raise Refused(Problem(message, "link", name, hint="replace the symbolic link by the file"))


def words_of_layouts() -> list[tuple[str, Segment]]:
    """(name of the layout, word) for every word, in the order of the layouts. Raises `Refused` as `refuse_links` does."""
    refuse_links()
    paths = sorted(LAYOUTS.glob("*.html"))
    return [(path.name, word) for path in paths for word in words_of_layout(path.read_text(encoding="utf-8"))]


def words_of_layout(text: str) -> list[Segment]:
    """The words of one layout, each with its line and with the comment for translators before it."""
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
    """Name and text of the style sheet. The name changes with the text, so that browsers may cache it without a limit."""
    text = (LAYOUTS / "style.css").read_text(encoding="utf-8")
    return f"style.{files.checksum(text)[:8]}.css", text
