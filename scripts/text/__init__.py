"""The plain text of a finished tree: lines of 72 columns in every script, with all words of the page.

text = TextRenderer(language)       collects the lines of one plain text
text.body(tree); text.link_list(h)  the words of a page's body, and the addresses of its links
text.text()                         the finished text
"""

from .inline import Links
from .renderer import COLUMNS, TextRenderer

__all__ = ["COLUMNS", "Links", "TextRenderer"]
