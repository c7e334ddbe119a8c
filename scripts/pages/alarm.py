"""The alarm: whether a sanitiser would take anything away from a finished body."""

import nh3

from ..checks.page.page import Outline, outline

_TAGS = frozenset(
    (
        "a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption "
        "figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp section small span strong sub summary "
        "sup table tbody td tfoot th thead time tr tt u ul var wbr"
    ).split()
)
_ATTRIBUTES = {
    "*": {"id", "class", "lang", "dir", "title", "role", "aria-label", "aria-labelledby"},
    "a": {"href", "hreflang", "name"},
    "img": {"src", "alt", "width", "height"},
    "div": {"tabindex"},
    "pre": {"tabindex"},
    "code": {"translate"},
    "ol": {"start", "type", "reversed"},
    "time": {"datetime"},
    "details": {"open"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
}
_SCHEMES = {"http", "https", "mailto", "tel"}


def cleaned(body: str) -> Outline:
    """The outline of a body after the sanitiser; where it differs, something in it is not safe (law 6)."""
    return outline(nh3.clean(body, tags=set(_TAGS), attributes=dict(_ATTRIBUTES), url_schemes=_SCHEMES, link_rel=None))
