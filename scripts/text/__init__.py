"""Plain text of a finished tree: 72 columns in every script, nothing lost against the page.

text = TextRenderer(language)       collects the lines of one plain text
text.body(tree); text.link_list(h)  what a page's body says, and the addresses that it refers to
text.text()                         the finished text
"""

from .inline import Links
from .renderer import COLUMNS, TextRenderer

__all__ = ["COLUMNS", "Links", "TextRenderer"]
