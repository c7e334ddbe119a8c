"""The frame around a policy: Jinja's environment for the layouts, and the words of the frame in one language.

Jinja's templates are ours only; words of catalogs are values, which are escaped (law 6).
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
    """Jinja's environment for the layouts. It escapes all values."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # here, because only new pages need Jinja

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
        """`lang` and `dir` of English, in which words without a translation are shown."""

    def t(self, text: str, **values: Value) -> Markup:
        """A word of the frame as HTML with its placeholders filled: dates as the language writes them, all others isolated."""
        marks = self.marks(text)
        own = self.own if marks else {}
        filled = Markup(
            markup.VARIABLE.sub(
                lambda found: self.shown(values[found.group(1)], own), str(escape(self.words.get(text) or text))
            )
        )
        return Markup("<span{}>{}</span>").format(xmlattr(marks), filled) if marks else filled

    def marks(self, text: str) -> Mapping[str, str]:
        """`lang` and `dir` of a word of the frame without a translation; empty for a word in the page's language."""
        return {} if self.words.get(text) else self.fallback

    @property
    def own(self) -> dict[str, str]:
        """`lang` and `dir` of the page, for values in its language within words of another language."""
        return {"lang": self.language.tag, "dir": self.language.direction}

    def plain(self, text: str, **values: str | date) -> str:
        """A word of the frame as plain text with its placeholders filled."""

        def value(name: str) -> str:
            found = values[name]
            return long_date(found, self.language.code) if isinstance(found, date) else found

        return markup.VARIABLE.sub(lambda found: value(found.group(1)), self.words.get(text) or text)

    def shown(self, value: Value, marks: Mapping[str, str] | None = None) -> Markup:
        """A value as HTML: a date in `<time>`, a text in `<bdi>`, so that its direction does not mix with the words around it.

        `marks` are the `lang` and `dir` of the value if the words around it are in another language.
        """
        if isinstance(value, date):
            words = long_date(value, self.language.code)
            return Markup('<time datetime="{}"{}>{}</time>').format(value, xmlattr(marks or {}), words)
        return value if isinstance(value, Markup) else Markup("<bdi{}>{}</bdi>").format(xmlattr(marks or {}), value)


def xmlattr(attributes: Mapping[str, str]) -> Markup:
    """Attributes of a tag, each with a space before it."""
    return Markup("").join(Markup(' {}="{}"').format(name, value) for name, value in attributes.items())
