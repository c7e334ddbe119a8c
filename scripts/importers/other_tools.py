"""Reads the texts in catalogs of other tools, and writes them as this pipeline would.

po4a keeps line ends, the marks of blocks and whole lists; Sphinx has reStructuredText;
mdBook and mdpo put link definitions at the end of a text or into an entry of their own.
"""

import re
from dataclasses import dataclass

from .. import markup
from ..alignment.blocks import Part, document_parts
from ..alignment.features import References
from ..markup import SourceTree
from ..markup.dropped_html import without_dropped
from ..markup.link_targets import normal_label, reference
from ..markup.segments import segment_text
from ..patterns import regex

_REST_LINK = regex(r"(?::[\w:.+-]+:)?`([^`<]*[^`<\s])\s*<([^`<>\s]+)>`_{0,2}")
"""A link of reStructuredText, with or without a role before it: "`text <address>`_"."""

_REST_CODE = regex(r"(?<!`)``([^`]+)``(?!`)")
_DEFINITION_MARK = regex(r"\A:[ \t]+")
"""po4a leaves this mark before a definition, and makes the term an entry of its own."""


@dataclass(frozen=True, slots=True)
class ForeignText:
    """A foreign text that has been read as Markdown."""

    text: str
    """The text in one line; a code block keeps its lines."""
    parts: tuple[Part, ...]
    """Its blocks; there are several if the entry holds a list or several paragraphs."""
    references: References
    """Its own link definitions and those of its catalog."""

    @property
    def is_code(self) -> bool:
        """Whether it is a single code block."""
        return len(self.parts) == 1 and self.parts[0].segment.keeps_lines


def read_foreign_text(text: str, references: References) -> ForeignText:
    """Read a foreign msgid or msgstr; `references` are those of its whole catalog."""
    text = _REST_CODE.sub(r"`\1`", _REST_LINK.sub(r"[\1](\2)", _DEFINITION_MARK.sub("", text)))
    source = markup.read_markdown(text)
    found = tuple(document_parts(source)) if "\n" in text.strip() else ()
    is_code = len(found) == 1 and found[0].segment.keeps_lines
    said = found[0].segment.text if is_code else _in_one(text, source)
    return ForeignText(said, found, {**references, **source.references})


def _in_one(text: str, source: SourceTree) -> str:
    """A text in one line, without link definitions and without HTML that no page shows."""
    if source.references:
        text = re.sub(r"^[ ]{0,3}\[[^\]\n]+\]:[^\n]*$", "", text, flags=re.M)
    return segment_text(without_dropped(text))


def definition(text: str) -> tuple[str, tuple[str, str]] | None:
    """The label, and (address, title), of a text that is a link definition and nothing else; None for any other."""
    found = reference(text.strip())
    if found is None or found[3] < len(text.strip()):
        return None
    return normal_label(found[0]), (found[1], found[2])
