"""Pages that wait until their forms are made.

The links of a page can be resolved only when it is known which pages of other policies are published. Until then the page,
which its checks need, is kept, so that it need not be made a second time.
"""

import pickle
import zlib
from collections import OrderedDict
from contextlib import suppress
from dataclasses import replace
from xml.etree.ElementTree import Element

from .page import Page

_Name = tuple[str, str]
"""The names of a policy and of a locale."""
_MOST = 24
"""The most pages that are kept as they are; older ones are packed, to a ninth of their size."""
_MOST_PACKED = 600
"""The most packed pages; older ones are forgotten. Making a page again takes five times as long as packing and unpacking it."""


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
            with suppress(RecursionError):  # nested too deep for pickle: such a page is made again
                self._packed[name] = _packed(oldest)
        if len(self._packed) > _MOST_PACKED:
            self._packed.popitem(last=False)

    def take(self, policy: str, code: str) -> Page | None:
        """The page, which is not kept any longer; None if there is none."""
        packed = self._packed.pop((policy, code), None)
        return self._pages.pop((policy, code), None) if packed is None else _unpacked(*packed)


def _packed(page: Page) -> tuple[Page, bytes]:
    """A page without its large fields, and these compressed. Only this process reads them, so pickle is safe here."""
    large = pickle.dumps((page.tree, page.title, page.summary, page.body), pickle.HIGHEST_PROTOCOL)
    return replace(page, tree=Element("div"), title=None, summary=None, body=""), zlib.compress(large, 1)


def _unpacked(page: Page, packed: bytes) -> Page:
    tree, title, summary, body = pickle.loads(zlib.decompress(packed))
    return replace(page, tree=tree, title=title, summary=summary, body=body)
