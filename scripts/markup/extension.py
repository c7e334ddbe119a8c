"""Our reading of Markdown as an extension of Python-Markdown, for whoever renders policies with other tools.

    markdown.markdown(text, extensions=[PolicyExtension()])

gives the HTML that `tree_to_html(render_tree(read_markdown(text), plain_context()))` gives. Python-Markdown's stages stay
what they are; ours stand in the places of those that read otherwise than GitHub (law 2). The pages of a build are made
by plain calls of the same functions.
"""

from collections.abc import Iterable
from xml.etree.ElementTree import Element, ElementTree

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from .block_parser import read_blocks
from .reader import SourceTree, with_directives
from .renderer import RenderContext, render_tree
from .serializer_input import prepare_for_serializer


def plain_context() -> RenderContext:
    """A policy in its own language as it is written: placeholders stay, and so do the frame's words."""
    return RenderContext(lambda segment: segment.text, lambda name: f"{{{{ {name} }}}}", lambda word: word, {})


class PolicyExtension(Extension):
    """Reads Markdown as a policy is read, and renders it in a context, by default `plain_context()`.

    After a conversion `source` has what was read, with its problems; nothing is refused.
    """

    source: SourceTree

    def __init__(self, context: RenderContext | None = None) -> None:
        super().__init__()
        self.context = context or plain_context()

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        """Clear `md` of the stages that read otherwise, and put ours in their places."""
        for name in ("normalize_whitespace", "html_block"):
            md.preprocessors.deregister(name)
        for name in ("inline", "prettify", "unescape"):
            md.treeprocessors.deregister(name)
        md.parser = _Blocks(md, self)
        md.treeprocessors.register(_Render(md, self), "policy", 10)


class _Blocks(BlockParser):
    def __init__(self, md: Markdown, extension: PolicyExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def parseDocument(self, lines: Iterable[str]) -> ElementTree:  # noqa: N802 (Python-Markdown's name)
        self.extension.source = with_directives(read_blocks("\n".join(lines), beyond=True))
        return ElementTree(Element("div"))


class _Render(Treeprocessor):
    def __init__(self, md: Markdown, extension: PolicyExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: Element) -> Element:
        self.md.set_output_format("html")  # not earlier: Python-Markdown sets its own after the extensions
        tree = render_tree(self.extension.source, self.extension.context)
        prepare_for_serializer(tree, self.md.htmlStash.store)
        return tree
