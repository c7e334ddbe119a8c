"""The frame around a policy: the layouts, their words, and the style sheet.

The templates of Jinja are ours alone; words of catalogs come in as values, escaped.
"""

import os
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import babel_extract
from markupsafe import Markup, escape

from .. import files, markup
from ..locales import Language, long_date
from ..markup import Segment
from ..problem import Problem, Refused

LAYOUTS = Path(__file__).parent.parent / "layouts"

Value = str | date | Markup


def refuse_links() -> None:
    """Raise `Refused` for a layout that a link leads elsewhere: what is there would be published around every text."""
    for path in sorted(LAYOUTS.iterdir()):
        if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(LAYOUTS)):
            message = "a link leads out of the folder of the layouts; nothing there is read"
            name = f"scripts/layouts/{path.name}"
            raise Refused(Problem(message, "link", name, hint="put the file itself in the place of the link"))


@cache
def environment() -> Environment:
    """The templates, which escape what they are given."""
    return Environment(
        loader=FileSystemLoader(LAYOUTS), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip


def words_of_layouts() -> list[tuple[str, Segment]]:
    """Every word of the frame with the layout that uses it, in the order of the layouts. Raises `Refused` for a link."""
    refuse_links()
    return list(_words_in(LAYOUTS))


@cache
def _words_in(layouts: Path) -> tuple[tuple[str, Segment], ...]:
    found = []
    for path in sorted(layouts.glob("*.html")):
        with path.open("rb") as file:
            for line, _, message, comments in babel_extract(
                file, ("t", "plain"), ("translators:",), {"trim_blocks": "true"}
            ):
                text = message if isinstance(message, str) else str((message or [""])[0])
                said = " ".join(comments).removeprefix("translators:").strip()
                found.append((path.name, Segment(text, line, comment=said, kind="plain")))
    return tuple(found)


class Frame:
    """The words around a policy in one language."""

    def __init__(self, language: Language, words: Mapping[str, str], fallback: Mapping[str, str]) -> None:
        self.language = language
        self.words = words
        self.fallback = fallback
        """`lang` and `dir` of English, in which words that nobody translated are shown."""

    def t(self, text: str, **values: Value) -> Markup:
        """A word of the frame as HTML, its placeholders filled: dates in the reader's form, all else isolated."""
        marks = self.marks(text)
        own = self.own if marks else {}
        filled = Markup(
            markup.VARIABLE.sub(
                lambda found: self.shown(values[found.group(1)], own), str(escape(self.words.get(text) or text))
            )
        )
        return Markup("<span{}>{}</span>").format(xmlattr(marks), filled) if marks else filled

    def marks(self, text: str) -> Mapping[str, str]:
        """`lang` and `dir` of a word of the frame that nobody translated; none for a word in the page's language."""
        return {} if self.words.get(text) else self.fallback

    @property
    def own(self) -> dict[str, str]:
        """`lang` and `dir` of what is in the page's language within words of another."""
        return {"lang": self.language.tag, "dir": self.language.direction}

    def plain(self, text: str, **values: str | date) -> str:
        """A word of the frame as text."""

        def value(name: str) -> str:
            found = values[name]
            return long_date(found, self.language.code) if isinstance(found, date) else found

        return markup.VARIABLE.sub(lambda found: value(found.group(1)), self.words.get(text) or text)

    def shown(self, value: Value, marks: Mapping[str, str] | None = None) -> Markup:
        """A value as HTML: a date with what machines read, a text isolated from the direction around it.

        `marks` say that both are in the page's language, where the words around them are not.
        """
        if isinstance(value, date):
            said = long_date(value, self.language.code)
            return Markup('<time datetime="{}"{}>{}</time>').format(value, xmlattr(marks or {}), said)
        return value if isinstance(value, Markup) else Markup("<bdi{}>{}</bdi>").format(xmlattr(marks or {}), value)


def xmlattr(attributes: Mapping[str, str]) -> Markup:
    """Attributes of a tag, each with a space before it."""
    return Markup("").join(Markup(' {}="{}"').format(name, value) for name, value in attributes.items())


def style() -> tuple[str, str]:
    """Name and text of the style sheet; the name changes with the text, so that browsers may keep it for good."""
    text = (LAYOUTS / "style.css").read_text(encoding="utf-8")
    return f"style.{files.checksum(text)[:8]}.css", text


def layouts() -> list[str]:
    """The text of every layout, for digests."""
    paths = (path for path in sorted(LAYOUTS.iterdir()) if path.suffix in (".html", ".css"))
    return [path.read_text(encoding="utf-8") for path in paths]
