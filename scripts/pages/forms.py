"""The forms of a page: HTML, plain text, data and fragment; their digests, and how the store keeps them."""

import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from ..problem import Problem
from .destinations import Destinations
from .listed import Listed

BESIDE_OTHERS = "html"
"""The ending of the only form that is always read on the site, so that its links to other pages are relative."""
ENDINGS = ("html", "txt", "json", "fragment.html")
"""The endings of a page's files."""


@dataclass(frozen=True, slots=True)
class FormsWanted:
    """What the forms of a page depend on besides the page itself: other pages."""

    listed: tuple[Listed, ...]
    """The published pages of the policy, in the order of menus."""
    relative: Destinations
    """The destinations of its links in HTML."""
    absolute: Destinations
    """The same as whole addresses, for the other forms."""


@dataclass(frozen=True, slots=True)
class Forms:
    """The files of a page as the manifest lists them."""

    sums: Mapping[str, tuple[str, int]]
    """SHA-256 and size in bytes of each file, by its ending."""
    problems: tuple[Problem, ...]
    """Words of the page that a form lacks, without a path and line. A page with any is not published."""


# -- in the store --------------------------------------------------------------------------------


def forms_as_bytes(forms: Forms) -> bytes:
    """Forms as the store keeps them, without their texts."""
    return json.dumps({"sums": forms.sums, "problems": [asdict(one) for one in forms.problems]}).encode()


def read_forms(data: bytes) -> Forms:
    """The forms that `forms_as_bytes` wrote."""
    facts = json.loads(data)
    sums = {ending: (digest, size) for ending, (digest, size) in facts["sums"].items()}
    return Forms(sums, tuple(Problem(**one) for one in facts["problems"]))


def texts_as_bytes(made: Mapping[str, str]) -> bytes:
    """Texts by ending as the store keeps them, compressed."""
    return zlib.compress(json.dumps(made, ensure_ascii=False).encode("utf-8", "surrogatepass"), 1)


def read_texts(data: bytes) -> dict[str, str]:
    """The texts that `texts_as_bytes` wrote."""
    found: dict[str, str] = json.loads(zlib.decompress(data).decode("utf-8", "surrogatepass"))
    return found


def wanted_as_text(wanted: FormsWanted) -> str:
    """A text that differs whenever the forms would differ; it is part of their key in the store."""
    listed = [(one.language.code, one.path, one.state) for one in wanted.listed]  # no page shows the title of another
    both = (wanted.relative, wanted.absolute)
    links = [[(href, each[href].href, each[href].tag) for href in sorted(each)] for each in both]
    return json.dumps([listed, links])
