"""Pages that wait for their forms: a page with links to other policies waits until it is known which of these are published."""

import pickle
import zlib
from collections import OrderedDict
from contextlib import suppress
from dataclasses import replace
from xml.etree.ElementTree import Element

from .page import Page

_Name = tuple[str, str]
"""Of a policy and of a locale."""
_MOST = 24
"""Pages that are kept as they are; older ones are packed, to a ninth of their size."""
_MOST_PACKED = 600
"""Still older ones are forgotten. To make one anew takes five times as long as to pack and unpack it."""


class WaitingPages:
    """Keeps pages, each until it is asked for."""

    def __init__(self) -> None:
        self._pages: OrderedDict[_Name, Page] = OrderedDict()
        self._packed: OrderedDict[_Name, tuple[Page, bytes]] = OrderedDict()

    def keep(self, policy: str, code: str, page: Page) -> None:
        """Keep the page of a policy in a locale."""
        self._packed.pop((policy, code), None)
        self._pages[policy, code] = page
        if len(self._pages) > _MOST:
            name, oldest = self._pages.popitem(last=False)
            with suppress(RecursionError):  # nested too deep to be packed: such a page is made anew
                self._packed[name] = _packed(oldest)
        if len(self._packed) > _MOST_PACKED:
            self._packed.popitem(last=False)

    def take(self, policy: str, code: str) -> Page | None:
        """The page, which is kept no longer; None where it is not there."""
        packed = self._packed.pop((policy, code), None)
        return self._pages.pop((policy, code), None) if packed is None else _unpacked(*packed)


def _packed(page: Page) -> tuple[Page, bytes]:
    """A page without what is large, and that; nobody but this process reads it."""
    large = pickle.dumps((page.tree, page.title, page.summary, page.body), pickle.HIGHEST_PROTOCOL)
    return replace(page, tree=Element("div"), title=None, summary=None, body=""), zlib.compress(large, 1)


def _unpacked(page: Page, packed: bytes) -> Page:
    tree, title, summary, body = pickle.loads(zlib.decompress(packed))
    return replace(page, tree=tree, title=title, summary=summary, body=body)
