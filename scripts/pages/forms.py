"""The forms of a page as the manifest, the store and other pages know them: HTML, plain text, data and fragment."""

import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from ..problem import Problem
from .destinations import Destinations
from .listed import Listed

BESIDE_OTHERS = "html"
"""The ending of the form that is read beside the other pages, so that its links to them are short."""
ENDINGS = ("html", "txt", "json", "fragment.html")
"""The endings of a page's files."""


@dataclass(frozen=True, slots=True)
class FormsWanted:
    """What the forms of a page depend on beside the page itself: other pages."""

    listed: tuple[Listed, ...]
    """All pages of the policy that are published, in the menu's order."""
    relative: Destinations
    """Where its links lead in HTML; whole addresses in `absolute`, for the other forms."""
    absolute: Destinations


@dataclass(frozen=True, slots=True)
class Forms:
    """The files of a page as the manifest knows them."""

    sums: Mapping[str, tuple[str, int]]
    """SHA-256 and size in bytes of each file, by its ending."""
    problems: tuple[Problem, ...]
    """Where a form does not say what the page says: it is not published then. Without place."""


# -- how they are remembered ---------------------------------------------------------------------


def forms_as_bytes(forms: Forms) -> bytes:
    """The form in which they are remembered, without their texts."""
    return json.dumps({"sums": forms.sums, "problems": [asdict(one) for one in forms.problems]}).encode()


def read_forms(data: bytes) -> Forms:
    """What `forms_as_bytes` wrote."""
    facts = json.loads(data)
    sums = {ending: (digest, size) for ending, (digest, size) in facts["sums"].items()}
    return Forms(sums, tuple(Problem(**one) for one in facts["problems"]))


def texts_as_bytes(made: Mapping[str, str]) -> bytes:
    """Texts by ending, packed."""
    return zlib.compress(json.dumps(made, ensure_ascii=False).encode("utf-8", "surrogatepass"), 1)


def read_texts(data: bytes) -> dict[str, str]:
    """What `texts_as_bytes` wrote."""
    found: dict[str, str] = json.loads(zlib.decompress(data).decode("utf-8", "surrogatepass"))
    return found


def wanted_as_text(wanted: FormsWanted) -> str:
    """A text that is another one wherever the forms would be."""
    listed = [(one.language.code, one.path, one.state) for one in wanted.listed]  # no page shows the title of another
    both = (wanted.relative, wanted.absolute)
    links = [[(href, each[href].href, each[href].tag) for href in sorted(each)] for each in both]
    return json.dumps([listed, links])
