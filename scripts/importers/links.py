"""Links of a translation, written as its source writes them.

A translation may write a link with a label where its source has the address in
place, or the other way round, and names headings of its own page by its own
ids. In a catalog the source's form holds: labels and ids are the policy's.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..alignment.features import References
from ..markup import inline_parser
from ..markup.link_targets import LINK_TITLE, link_target, normal_label
from ..patterns import regex

_NEXT = regex(r"\\.|(`+)(?!`)|<[^<>\s]*>|[\[\]]", re.S)
_LABEL = regex(r"\[((?:[^\[\]\\]|\\.)*)\]", re.S)


@dataclass(frozen=True, slots=True)
class _Tail:
    """What stands behind the text of a link, its closing bracket included."""

    start: int
    end: int
    target: str
    title: str
    label: str
    """As written, of a link with a label; "" for one with the address in place."""


def with_links_of(
    source: str,
    source_references: References,
    text: str,
    references: References,
    anchors: Mapping[str, str],
) -> str:
    """The translation `text` with the links of its `source`: the same labels, and the ids of the source's headings.

    A link whose label the source does not have gets its address in place;
    `anchors` gives the ids of the translation's headings, as {theirs: ours}.
    """
    labels = {
        inline_parser.address(tail.target): tail.label for tail in _tails(source, source_references) if tail.label
    }
    pieces, at = [], 0
    for tail in _tails(text, references):
        target = tail.target
        if target.startswith("#"):
            target = "#" + anchors.get(target[1:], target[1:])
        label = labels.get(inline_parser.address(target))
        if label is not None:
            written = f"][{label}]"
        elif tail.label or target != tail.target:
            written = f"]({_pointed(target)}{f' {chr(34)}{tail.title}{chr(34)}' if tail.title else ''})"
        else:
            written = text[tail.start : tail.end]
        pieces += [text[at : tail.start], written]
        at = tail.end
    return "".join([*pieces, text[at:]])


def _pointed(target: str) -> str:
    return target if re.fullmatch(r"[^\s<>()]+", target) else f"<{target}>"


def _tails(text: str, references: References) -> Iterator[_Tail]:
    """The tails of all links in a text, in reading order."""
    opened: list[int] = []
    at = 0
    while found := _NEXT.search(text, at):
        at = found.end()
        if found.group(1):
            closing = re.compile(rf"(?<!`){found.group(1)}(?!`)").search(text, at)
            at = closing.end() if closing else at
        elif found.group() == "[":
            opened.append(at)
        elif found.group() == "]" and opened:
            tail = _tail(text, opened.pop(), found.start(), references)
            if tail is not None:
                yield tail
                at = tail.end


def _tail(text: str, start: int, close: int, references: References) -> _Tail | None:
    after = close + 1
    if text.startswith("(", after) and (target := link_target(text, after + 1)) is not None:
        title = re.compile(rf"\s+(?:{LINK_TITLE.pattern})").match(text, target[1])
        end = re.compile(r"\s*\)").match(text, title.end() if title else target[1])
        if end is not None:
            words = next((group for group in title.groups() if group), "") if title else ""
            return _Tail(close, end.end(), target[0], words, "")
    label = _LABEL.match(text, after)
    name = label.group(1) if label and label.group(1) else text[start:close]
    known = references.get(normal_label(name))
    if known is None or name.startswith("^"):
        return None
    return _Tail(close, label.end() if label else after, known[0], known[1], name)
