"""Links from one policy to another, in the form that works on GitHub: `terms.md#fees`."""

import re
from dataclasses import dataclass
from urllib.parse import unquote

from ..patterns import regex

_BESIDE = regex(r"(?:\./)*(?:\.\./policy/(?:\./)*)?([^/:\\]+\.(?:md|html))", re.I)
"""A file in the folder of the policies, or a page in the same folder."""


@dataclass(frozen=True, slots=True)
class PolicyLink:
    """A link to a file in the folder of the policy."""

    file: str
    """Its name, such as `terms.md` or `terms.html`, without percent-encoding."""
    fragment: str
    """The id behind `#`, without percent-encoding; "" for the whole page."""
    has_query: bool = False

    @property
    def name(self) -> str:
        """The name that the policy would have."""
        return self.file.rpartition(".")[0]

    def is_of(self, name: str) -> bool:
        """Whether it leads to the policy with that name; case matters, as on GitHub and on web servers."""
        return self.file in (f"{name}.md", f"{name}.html") and not self.has_query


def policy_link(href: str) -> PolicyLink | None:
    """The link that `href` is, if it leads to a file in the folder of the policy; None for every other address."""
    if ".md" not in href.lower() and ".html" not in href.lower() and "%" not in href:
        return None  # quickly: a page may have thousands of links to its own clauses
    path, _, fragment = href.partition("#")
    path, query, _ = path.partition("?")
    found = _BESIDE.fullmatch(unquote(path))
    return None if found is None else PolicyLink(found.group(1), unquote(fragment), bool(query))
