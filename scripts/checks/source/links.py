"""Links of a policy that lead to other policies and their ids, and links that are not whole addresses."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from ...markup import VARIABLE, PolicyLink, SourceTree, policy_link, tags
from ...markup.block_nodes import HtmlBlock, InlineBlock, WordedBlock, walk_blocks
from ...markup.nodes import Link, RawTag, descendants
from ...markup.segments import segment_text
from ...patterns import regex
from ...problem import Problem
from ..rule import Rule
from .policy import near_one, some_ids

if TYPE_CHECKING:  # the checks of finished pages take longer to load than a policy takes to check
    from ..page.page import Outline

# fmt: off
_UNKNOWN_POLICY = Rule(
    "unknown-policy", "error", "A link to a file in the folder of the policy leads to no policy of this project, so it would be dead in every language.",
    "Write the name of a policy that the hint lists, or the whole address of a page elsewhere.",
    ("en", "[Terms](term.md)", ""),
    ("en", "[Terms](terms.md)", ""),
)
_UNKNOWN_ID = Rule(
    "unknown-id", "error", "A link to a part of another policy names an id that the page of that policy does not have.",
    "Write one of the ids that the hint lists, or give the heading of the other policy that id.",
    ("en", "[Fees](terms.md#fee)", ""),
    ("en", "[Fees](terms.md#fees)", ""),
)
_REFUSED_TARGET = Rule(
    "refused-target", "warning", "A link leads to a policy that has errors and is not published, so the link is dead.",
    "Correct the errors of the other policy; `make check` lists them.",
    ("en", "[Terms](terms.md), which is refused", ""),
    ("en", "[Terms](terms.md), which is published", ""),
)
_RELATIVE_LINK = Rule(
    "relative-link", "warning", "A link without a host that is not to a policy of this project leads to another place from each page, and nowhere from a text or an app.",
    "Write the whole address: `https://...`. `/paths` are fine where `[site]` has a `root`.",
    ("en", "[Terms](../terms/)", ""),
    ("en", "[Terms](https://example.com/terms/)", ""),
)
# fmt: on
RULES = (_UNKNOWN_POLICY, _UNKNOWN_ID, _REFUSED_TARGET, _RELATIVE_LINK)

Ids = Callable[[str], Collection[str] | None]
"""The ids of the page of a policy, by its name; None if its text cannot be read."""


def policy_links(links: Iterable[tuple[int, str]], known: Collection[str], ids: Ids) -> Iterator[Problem]:
    """Links to files in the folder of the policy that lead to no policy of the project, or to no id of its page.

    `links` are (line, target), `known` the names of all policies.
    """
    ids_of = cache(ids)  # each call reads a whole page
    for line, target in dict.fromkeys(links):
        link = policy_link(target)
        if link is None:
            continue
        name = next((name for name in known if link.is_of(name)), None)
        if name is None:
            yield _unknown_policy(target, link, known).at(line=line)
            continue
        there = ids_of(name) if link.fragment else None
        if there is not None and link.fragment not in there:
            near = near_one(link.fragment, there)
            message = f"the link '{target[:80]}' leads nowhere: '{name}' has no id '{link.fragment[:80]}'{near}"
            hint = (
                f"its page has: {some_ids(there)}"
                if there
                else f"give its heading an id: ## Heading {{#{link.fragment[:80]}}}"
            )
            yield _UNKNOWN_ID.problem(message, hint, line=line)


def _unknown_policy(target: str, link: PolicyLink, known: Collection[str]) -> Problem:
    if link.has_query and link.name in known:
        message = f"the link '{target[:80]}' has a query (?), which the page of a policy does not use"
        return _UNKNOWN_POLICY.problem(message, f"write {re.sub(r'[?][^#]*', '', target)}")
    message = f"the link '{target[:80]}' leads to no policy of this project"
    message += near_one(link.file, [f"{name}.{ending}" for name in known for ending in ("md", "html")])
    some = ", ".join(f"{name}.md" for name in sorted(known)[:12]) + (", ..." if len(known) > 12 else "")
    hint = f"write one of the policies, {some}; or the whole address of another page: https://..."
    return _UNKNOWN_POLICY.problem(message, hint)


def refused_targets(
    links: Iterable[tuple[int, str]], known: Collection[str], is_refused: Callable[[str], bool]
) -> Iterator[Problem]:
    """Links to policies that are published in no language because of their own errors."""
    for line, target in dict.fromkeys(links):
        link = policy_link(target)
        name = next((name for name in known if link is not None and link.is_of(name)), None)
        if name is not None and is_refused(name):
            message = f"the link '{target[:80]}' leads to a policy that has errors and is not published"
            yield _REFUSED_TARGET.problem(message, f"correct policy/{name}.md; the link is dead until then", line=line)


def relative(page: "Outline", known: Collection[str], *, has_root: bool) -> Iterator[tuple[Problem, str]]:
    """Links of the finished page that are not whole addresses; each problem with the target as the policy writes it.

    Links to files in the folder of the policy are checked by `policy_links`. With a root, `/paths` are whole addresses.
    """
    for link in dict.fromkeys(page.links):
        if re.match(r"#|[a-z][a-z0-9+.-]*:", link, re.I) or policy_link(link) is not None:
            continue
        if has_root and is_rooted(link):
            continue
        if not link:
            continue  # `slips` reports it, or another check the unknown variable
        path = unquote(re.split(r"[?#]", link)[0])
        last = _NO_NAME.sub("", path).rpartition("/")[2].casefold()
        name = next((name for name in known if name.casefold() == last), None)
        hint = "write the whole address: https://..."
        if name is not None:
            hint = f"write {name}.md, or the whole address: https://..."
        elif re.fullmatch(r"[^\s/@]+@[^\s/@]+\.[^\s/@]+", path):
            hint = f"write mailto:{link}"
        elif is_rooted(link):
            hint += ', or say in policy/site.toml where such paths begin: [site] root = "https://..."'
        yield _RELATIVE_LINK.problem(f"the link '{link}' is not a whole address", hint), link


_NO_NAME = regex(r"(?:/index)?\.(?:md|markdown|html?|txt|json|php)$|/(?:index)?$", re.I)
"""The parts of a path to a page that are not its name: `../terms/index.md`, `/terms/`, `terms.txt`."""


def is_rooted(link: str) -> bool:
    """Whether a target is a path from the root of its site, and not a host: `//host`, or `/\\host`, which browsers read alike."""
    return re.match(r"/(?![/\\])", link) is not None


# -- links as a policy writes them ----------------------------------------------------------------


def written_links(source: SourceTree) -> Iterator[tuple[int, str]]:
    """(line, target) of every link of a policy, in Markdown and HTML; the line is that of its block."""
    for block in walk_blocks(source.blocks):
        line, text = block.line, block.text if isinstance(block, WordedBlock) else ""
        if isinstance(block, HtmlBlock):
            yield from ((line + text.count("\n", 0, at), target) for at, target in _of_tags(text))
        elif isinstance(block, InlineBlock) and re.search(r"[:@{&<]|\]", text):
            for node in descendants(source.reader.segment(segment_text(text)).nodes):
                if isinstance(node, Link):
                    yield line, node.href
                elif isinstance(node, RawTag):
                    yield from ((line, target) for _, target in _of_tags(node.raw))


_TARGETS = frozenset("href action formaction src xlink:href cite".split())


def _of_tags(text: str) -> Iterator[tuple[int, str]]:
    for found in tags.TAG.finditer(text):
        yield from ((found.start(), value) for name, value in tags.tag(found.group()).attributes if name in _TARGETS)


def filled_link(target: str, variables: Mapping[str, object]) -> str:
    """A target as it is on the page, with the values of variables in place of placeholders."""
    return VARIABLE.sub(
        lambda found: quote(str(variables.get(found.group(1), "")), safe="@:/?#&=+,;.~%"),
        target,
    )


def line_of_link(target: str, block: int, text: str) -> int:
    """The line in which a policy has a target: from the line of its block on, then before it, else `block` itself."""
    lines = text.split("\n")
    ranges = (range(block, len(lines) + 1), range(1, block))
    link = policy_link(target)
    signs = dict.fromkeys([target, unquote(target), link.file if link else target])
    return next((number for sign in signs for number in chain(*ranges) if sign and sign in lines[number - 1]), block)
