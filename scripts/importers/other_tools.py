"""How other tools spell the texts of a catalog, and the same in the spelling of this pipeline.

po4a keeps line ends, marks of blocks and whole lists; Sphinx has reStructuredText;
mdBook and mdpo put link definitions at the end of a text, or into one of its own.
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
"""A link of reStructuredText, a role before it or not: "`text <address>`_"."""

_REST_CODE = regex(r"(?<!`)``([^`]+)``(?!`)")
_DEFINITION_MARK = regex(r"\A:[ \t]+")
"""po4a leaves it before a definition, and the term in an entry of its own."""


@dataclass(frozen=True, slots=True)
class ForeignText:
    """A foreign text that has been read as Markdown."""

    text: str
    """In one piece, line ends gone; of a block of code, its lines."""
    parts: tuple[Part, ...]
    """The blocks it has, more than one where a list or several paragraphs are one entry."""
    references: References

    @property
    def is_code(self) -> bool:
        """Whether it is one block of code, and nothing else."""
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
    """A text without the definitions of its links and HTML that no page shows, its line ends made spaces."""
    if source.references:
        text = re.sub(r"^[ ]{0,3}\[[^\]\n]+\]:[^\n]*$", "", text, flags=re.M)
    return segment_text(without_dropped(text))


def definition(text: str) -> tuple[str, tuple[str, str]] | None:
    """Label, address and title of a text that is a link definition and nothing else."""
    found = reference(text.strip())
    if found is None or found[3] < len(text.strip()):
        return None
    return normal_label(found[0]), (found[1], found[2])
