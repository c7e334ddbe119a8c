"""Pages: a policy in one language, as HTML and as plain text, in the frame of the layouts.

page = render(policy, site, frame, say, facts)      the finished tree
to_html(page, frame, site, others)                  the whole page
to_text(page, frame, site, others)                  the same words as plain text
to_json, to_fragment                                the same for apps
to_picker, to_index                                 where readers choose a language

Translated text is never code: the templates of Jinja are ours alone, words of
catalogs come in as values, escaped, and `{{ name }}` in them is replaced by
the fixed grammar of `markup.VARIABLE`.
"""

from ..project.layouts import layouts, words_of_layouts
from .alarm import cleaned
from .blocks import inner
from .data import texts, to_json
from .frame import Frame, style
from .html import page_html, to_fragment, to_index, to_picker
from .page import Listed, Page, PageStatus, form, render_page
from .text import to_text

__all__ = [
    "Frame",
    "Listed",
    "Page",
    "PageStatus",
    "cleaned",
    "form",
    "inner",
    "layouts",
    "page_html",
    "render_page",
    "style",
    "texts",
    "to_fragment",
    "to_index",
    "to_json",
    "to_picker",
    "to_text",
    "words_of_layouts",
]
