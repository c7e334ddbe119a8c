"""Blocks of a finished tree as HTML."""

from copy import deepcopy
from xml.etree.ElementTree import Element

from markupsafe import Markup

from .. import markup

TITLE_ID = "page-title"
"""The id of a title that is not a heading of the policy."""
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def outer(*elements: Element) -> Markup:
    """The HTML of some blocks."""
    holder = Element("div")
    holder.extend(elements)
    return Markup(markup.tree_to_html(holder))


def inner(element: Element) -> Markup:
    """The HTML within a heading or paragraph."""
    line = Element("tight")
    line.text = element.text
    line.extend(element)
    return Markup(markup.tree_to_html(line))


def mark_code(tree: Element) -> None:
    """Mark code with `translate="no"`, so that a reader's browser does not translate it.

    A block of code without a language is not marked: it may be text with fixed lines, such as a postal address.
    """
    texts = {pre[0] for pre in tree.iter("pre") if len(pre) and not pre[0].get("class", "").startswith("language-")}
    for code in tree.iter("code"):
        if code not in texts:
            code.set("translate", "no")


def scrolling(tree: Element, title: str) -> Element:
    """The tree with tables in boxes that scroll, because a table may be wider than the screen; blocks of code scroll too.

    All can get the focus, so that they scroll by keys too (WCAG 2.1.1). The name of a box is the heading above it; `title` is
    the id of the title of the page.
    """
    if tree.find(".//table") is None and tree.find(".//pre") is None:
        return tree
    tree = deepcopy(tree)
    _box(tree, title)
    return tree


def _box(parent: Element, name: str) -> str:
    """Put boxes around the tables in `parent`. Gives the id of the last heading in it; `name` if there is none."""
    for index, child in enumerate(parent):
        if child.tag in HEADINGS:
            name = child.get("id", name)
        elif child.tag == "pre":
            child.set("tabindex", "0")
        elif child.tag == "table":
            box = Element("div", {"class": "table", "role": "group", "tabindex": "0", "aria-labelledby": name})
            box.tail, child.tail = child.tail, None
            parent[index] = box
            box.append(child)
        else:
            name = _box(child, name)
    return name
