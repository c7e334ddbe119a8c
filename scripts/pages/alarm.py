"""The alarm: whether a sanitiser would take anything away from a finished body."""

import nh3

from ..checks.page.page import Outline, outline
from ..markup import PAGE_ATTRIBUTES, PAGE_TAGS, SCHEMES


def cleaned(body: str) -> Outline:
    """The outline of a body after the sanitiser; where it differs, something in it is not safe (law 6)."""
    attributes = {tag: set(names) for tag, names in PAGE_ATTRIBUTES.items()}
    return outline(nh3.clean(body, tags=set(PAGE_TAGS), attributes=attributes, url_schemes=set(SCHEMES), link_rel=None))
