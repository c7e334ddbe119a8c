"""Pages: a policy in one language, as HTML and as plain text, in the frame of the layouts.

page = render(policy, site, frame, say, facts)      the finished tree
to_html(page, frame, site, others)                  the whole page
to_text(page, frame, site, others)                  the same words as plain text

Translated text is never code: the templates of Jinja are ours alone, words of
catalogs come in as values, escaped, and `{{ name }}` in them is replaced by
the fixed grammar of `markup.VARIABLE`.
"""

from .alarm import cleaned
from .frame import STYLE, Frame, layouts, style, words_of_layouts
from .html import to_html, to_index
from .page import Facts, Listed, Page, render
from .text import to_text

__all__ = [
    "STYLE",
    "Facts",
    "Frame",
    "Listed",
    "Page",
    "cleaned",
    "layouts",
    "render",
    "style",
    "to_html",
    "to_index",
    "to_text",
    "words_of_layouts",
]
