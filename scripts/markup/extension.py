"""Our reading of Markdown as an extension of Python-Markdown, for people who render policies with other tools.

    markdown.markdown(text, extensions=[PolicyExtension()])

gives the same HTML as `tree_to_html(render_tree(read_markdown(text), plain_context()))`. It replaces the stages of
Python-Markdown that read differently from GitHub (law 2). A build does not use it; it calls the same functions directly.
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
    """A context for a policy in its own language: placeholders stay as they are, and words of the page layout are English."""
    return RenderContext(lambda segment: segment.text, lambda name: f"{{{{ {name} }}}}", lambda word: word, {})


class PolicyExtension(Extension):
    """Reads Markdown as policies are read, and renders it in a context, by default `plain_context()`.

    After a conversion `source` is what was read, with its problems; nothing is refused.
    """

    source: SourceTree

    def __init__(self, context: RenderContext | None = None) -> None:
        super().__init__()
        self.context = context or plain_context()

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        """Replace the stages of `md` that read differently from GitHub."""
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
        self.md.set_output_format("html")  # not earlier: Python-Markdown sets its own format after it loads extensions
        tree = render_tree(self.extension.source, self.extension.context)
        prepare_for_serializer(tree, self.md.htmlStash.store)
        return tree
