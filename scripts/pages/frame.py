"""The frame around a policy: the layouts, filled in, and the style sheet.

The templates of Jinja are ours alone; words of catalogs come in as values, escaped.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from .. import markup
from ..locales import Language, long_date
from ..project.layouts import LAYOUTS

if TYPE_CHECKING:
    from jinja2 import Environment

Value = str | date | Markup


@cache
def environment() -> "Environment":
    """The templates, which escape what they are given."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # here, for a run that makes no page needs none

    from .compiled_layouts import CompiledLayouts

    return Environment(
        loader=FileSystemLoader(LAYOUTS), autoescape=True, undefined=StrictUndefined, bytecode_cache=CompiledLayouts(LAYOUTS),
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip


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
