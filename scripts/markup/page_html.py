"""The HTML that a page may have: tags, attributes, and schemes of addresses; and why some HTML is refused.

HTML that is neither allowed nor refused is dropped from a policy, and its words are kept (`dropped_html`). GitHub does the
same with a list of its own.
"""

import re
from collections.abc import Mapping

PAGE_TAGS = frozenset(
    (
        "a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption "
        "figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp section small span strong sub summary "
        "sup table tbody td tfoot th thead time tr tt u ul var wbr"
    ).split()
)
PAGE_ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "*": frozenset({"id", "class", "lang", "dir", "title", "role", "aria-label", "aria-labelledby"}),
    "a": frozenset({"href", "hreflang", "name"}),
    "img": frozenset({"src", "alt", "width", "height"}),
    "div": frozenset({"tabindex"}),
    "pre": frozenset({"tabindex"}),
    "code": frozenset({"translate"}),
    "ol": frozenset({"start", "type", "reversed"}),
    "li": frozenset({"value", "type"}),
    "time": frozenset({"datetime"}),
    "details": frozenset({"open"}),
    "th": frozenset({"colspan", "rowspan", "scope"}),
    "td": frozenset({"colspan", "rowspan"}),
}
"""By tag, with `*` for every tag. `value` and `type` are allowed because texts refer to the numbers of clauses."""
SCHEMES = ("https", "http", "mailto", "tel")
"""The allowed schemes of addresses; an address without a scheme is allowed too."""

DROPPED_TAGS = frozenset(
    (
        "acronym address area article aside basefont big blink body center data dir fieldset font footer head header "
        "hgroup html label legend main map marquee menu meter nav nobr output param picture progress rb rp rt rtc ruby "
        "source spacer strike"
    ).split()
)
"""HTML tags that are dropped. Every other name is no tag of HTML: browsers would not show `<your name>` at all."""

_CAUSES = {
    "it would run code": "script object embed applet svg math base meta link canvas",
    "it would load something from elsewhere": "iframe frame frameset audio video bgsound image portal",
    "it would hide words": "style template dialog noscript noframes noembed title textarea xmp plaintext datalist",
    "it would ask for input": "form input button select option optgroup keygen isindex",
}
_REFUSED_TAGS = {name: cause for cause, names in _CAUSES.items() for name in names.split()}
_REFUSED_ATTRIBUTES = {
    "hidden": "it would hide words",
    "popover": "it would hide words",
    "srcdoc": "it would load something from elsewhere",
}


def cause_against_tag(name: str) -> str:
    """Why a policy with this tag is refused; "" if the tag is shown or dropped."""
    return _REFUSED_TAGS.get(name, "")


def cause_against_attribute(name: str) -> str:
    """Why a policy with this attribute is refused; "" if the attribute is shown or dropped."""
    return "it would run code" if name.startswith("on") else _REFUSED_ATTRIBUTES.get(name, "")


def is_shown(tag: str, attribute: str) -> bool:
    """Whether the attribute of this tag is kept on pages."""
    return attribute in PAGE_ATTRIBUTES["*"] or attribute in PAGE_ATTRIBUTES.get(tag, ())


def forbidden_scheme(address: str) -> str:
    """The scheme of an address if it is not allowed, as a browser reads it; otherwise ""."""
    # URL Standard: spaces and control characters around an address, and tabs and line endings in it, are removed.
    found = re.match(r"([a-z][a-z0-9+.-]*):", re.sub(r"[\x00-\x20]", "", address), re.I)
    return found.group(1).lower() if found and found.group(1).lower() not in SCHEMES else ""
