"""Where links lead: no target that is disguised, and no label that names another.

`markup_parity` compares the targets with those of the source; here a target that the source does not have is
checked for what it does.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from itertools import islice
from urllib.parse import parse_qsl, unquote, urlsplit

from ...markup import SCHEMES, VARIABLE, Inline, tags
from ...markup.nodes import LABEL, Image, Link, RawTag, descendants, words_of
from ...patterns import regex
from ...problem import Problem
from ..rule import Pair, Rule
from .confusables import in_latin

_LINK_SCHEME = Rule(
    "link-scheme",
    "error",
    "A link leads to a web page, a mail address or a telephone number; other schemes run code or open something on the reader's computer.",
    "Delete the address and copy that of the source.",
    ("de", "See the [notice](https://example.com/n).", "Siehe den [Hinweis](jav&#x09;ascript:alert(1))."),
    ("de", "See the [notice](https://example.com/n).", "Siehe den [Hinweis](https://example.com/n)."),
)
_LINK_DISGUISED = Rule(
    "link-disguised",
    "error",
    "A user name, a backslash, `//`, a number as the host or an invisible character makes a link lead to another place than it seems to.",
    "Delete the whole address and copy that of the source; do not correct it by hand.",
    ("fr", "See [here](https://example.com/n).", "Voir [ici](https://example.com@evil.example/n)."),
    ("fr", "See [here](https://example.com/n).", "Voir [ici](https://example.com/n)."),
)
_LOOK_ALIKE_HOST = Rule(
    "look-alike-host",
    "error",
    "The host looks like that of the source, but may belong to somebody else.",
    "Copy the address from the source; do not type it with the keyboard of another script.",
    ("ru", "See [here](https://example.com/n).", "См. [здесь](https://exаmple.com/n)."),
    ("ru", "See [here](https://example.com/n).", "См. [здесь](https://example.com/n)."),
)
_MAIL_HEADER = Rule(
    "mail-header",
    "error",
    "A field in a mail link, such as `bcc`, sends copies or words that the reader did not write.",
    "Delete the field. Only the values of `subject` and `body` may be translated, where the source has them.",
    ("es", "<a@example.com>", "[a@example.com](mailto:a@example.com?bcc=x@evil.example)"),
    ("es", "[Mail](mailto:a@example.com?subject=Data)", "[Correo](mailto:a@example.com?subject=Data)"),
)
_LINK_LABEL = Rule(
    "link-label",
    "error",
    "A link shows one address and leads to another, which deceives its reader.",
    "Make both the same, as in the source, or show words in place of the address.",
    ("pl", "<https://example.com/n>", "[https://example.com/n](https://example.org/)"),
    ("pl", "<https://example.com/n>", "[example.com/n](https://example.com/n)"),
)
_LINK_RUNS_ON = Rule(
    "link-runs-on",
    "error",
    "An address without `<` and `>` swallows the words or marks that follow it without a space.",
    "Write `<` before the address and `>` after it.",
    ("zh_Hans", "See https://example.com/n for more.", "请参阅 https://example.com/n，了解更多。"),
    ("zh_Hans", "See https://example.com/n for more.", "请参阅 <https://example.com/n>，了解更多。"),
)
RULES = (
    _LINK_SCHEME,
    _LINK_DISGUISED,
    _LOOK_ALIKE_HOST,
    _MAIL_HEADER,
    _LINK_LABEL,
    _LINK_RUNS_ON,
)

MANY_LINKS = 10
"""How many links of one text are reported."""


@dataclass(frozen=True, slots=True)
class _Link:
    target: str
    """As in the HTML: character references resolved, unusual characters percent-encoded."""
    label: str
    """What a reader sees of it; "" for an image or an attribute."""
    is_bare: bool = False
    """Whether it is an address without marks, whose label is its target."""


def check_links(pair: Pair) -> Iterator[Problem]:
    """Problems of the links of a translation that its source does not have, and of labels that mislead."""
    theirs = _links(pair, pair.msgstr)
    ours = _links(pair, pair.msgid) if theirs else []
    known, shown = {link.target for link in ours}, {(link.target, link.label) for link in ours}
    hosts = {host for link in ours if (host := _host(_plain(link.target)))}
    hint = "copy the link from the source"
    for link in islice(dict.fromkeys(theirs), MANY_LINKS):
        if link.target not in known and pair.allowed.get(link.target) not in known:
            yield from (found.at(hint=found.hint or hint) for found in _told(link, sorted(known), sorted(hosts)))
        if not link.is_bare and (link.target, link.label) not in shown and (wrong := _misleading(link)):
            message = f"the link shows '{wrong[:80]}', but leads to '{link.target[:80]}'"
            yield _LINK_LABEL.problem(message, "make both the same, as in the source")


# -- links of a text ----------------------------------------------------------------------------


_SIGNS = regex(r"[\[<@]|://|www\.", re.I)
_LEADING = frozenset("action background cite data formaction href longdesc ping poster src srcset xlink:href".split())
"""Attributes of HTML that name a target."""


def _links(pair: Pair, text: str) -> list[_Link]:
    if not _SIGNS.search(text):
        return []
    nodes = pair.read(text).nodes
    return [*_written(nodes), *_tagged(nodes)]


def _written(nodes: Iterable[Inline]) -> Iterator[_Link]:
    """Links and images of Markdown, in reading order."""
    for node in descendants(nodes):
        if isinstance(node, Link):
            yield _Link(node.href, words_of(node.children, LABEL).strip(), node.is_bare)
        elif isinstance(node, Image):
            yield _Link(node.src, "")


def _tagged(nodes: Iterable[Inline]) -> Iterator[_Link]:
    """Targets in HTML tags; the label of `<a>` is the text up to its end tag."""
    href, label = "", ""
    for node in nodes:
        this = tags.tag(node.raw) if isinstance(node, RawTag) else None
        if this is None:
            label += words_of([node], LABEL)
        elif this.name == "a" and this.kind in ("open", "close"):
            if href:
                yield _Link(href, label.strip())
            href, label = dict(this.attributes).get("href", ""), ""
        if this is not None:
            yield from (_Link(value, "") for name, value in this.attributes if name in _LEADING and (name, this.name) != ("href", "a"))  # fmt: skip
    if href:
        yield _Link(href, label.strip())


# -- what a target is up to ---------------------------------------------------------------------


_SCHEME = regex(r"([a-z][a-z0-9+.-]*):")
_INVISIBLE = regex(r"[\x00-\x20\x7f-\xa0\u00ad\u034f\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufe00-\ufe0f\ufeff\ufffd\U000e0000-\U000e0fff]")  # fmt: skip


def _decoded(target: str) -> str:
    """A target with character references and percent-encoding resolved twice, as a lenient program may do."""
    for _ in range(2):
        target = unquote(unescape(target))
    return target


def _plain(target: str) -> str:
    """A target as `_decoded`, without controls and spaces, and with compatibility letters as plain ones (NFKC).

    Browsers ignore tabs and line ends in an address, and map the letters of a host by UTS 46, which includes NFKC
    (WHATWG URL standard), so that `jav\\tascript:` runs and a full-width host is found.
    """
    return unicodedata.normalize("NFKC", _INVISIBLE.sub("", _decoded(target)))


def _told(link: _Link, known: list[str], hosts: list[str]) -> Iterator[Problem]:
    """Problems of a target that is not among the `known` ones of the source, whose hosts are `hosts`."""
    if VARIABLE.match(link.target):  # where a variable leads is not known here
        return
    whole = next((one for one in known if link.is_bare and _runs_on(link.target, one)), "")
    if whole:
        rest = unquote(link.target[len(whole) :])[:20]
        yield _LINK_RUNS_ON.problem(f"the address '{whole}' swallows '{rest}' after it", f"write <{whole}>")
        return
    named, target = link.target[:80], _plain(link.target)
    found = _SCHEME.match(target.lower())
    scheme = found.group(1) if found else ""
    if scheme and scheme not in SCHEMES:
        yield _LINK_SCHEME.problem(f"the link '{named}' has the scheme '{scheme[:20]}:', which is not allowed")
        return
    why = _disguise(link.target, target, scheme)
    if why:
        yield _LINK_DISGUISED.problem(f"the link '{named}' {why}")
    elif scheme == "mailto":
        yield from _mail(link.target, known)
        mail_hosts = [one.rpartition("@")[2].partition("?")[0].lower() for one in known if one.startswith("mailto:")]
        yield from _look_alike(target.rpartition("@")[2].partition("?")[0].lower(), mail_hosts)
    elif scheme in ("http", "https"):
        yield from _look_alike(_host(target), hosts)


def _runs_on(target: str, known: str) -> bool:
    """Whether a target is a known one followed by a mark or a word of another script, which belong to the sentence."""
    return target.startswith(known) and not unquote(target[len(known) :])[:1].isascii()


def _disguise(raw: str, target: str, scheme: str) -> str:
    """How a target hides where it leads; "" if it does not."""
    if _INVISIBLE.search(_decoded(raw).replace("%20", " ").replace(" ", "")):
        return "contains invisible characters"
    if "\\" in target.partition("?")[0]:
        return "contains a backslash"
    if not scheme:
        return "begins with '//' and leads to another site" if target.startswith("//") else ""
    if scheme not in ("http", "https"):
        return ""
    if not re.match(r"https?://[^/]", target, re.I):
        return "has no '//' and host after its scheme"
    if "@" in re.split(r"[/?#]", target.split("//", 1)[1], maxsplit=1)[0]:
        return "has a user name before its host"
    host = _host(target)
    if ":" in host or re.fullmatch(r"[0-9.]+|0x[0-9a-f.x]+", host):
        return "has a number as its host"
    # A host with percent-encoded letters, digits or dots is read differently by different programs.
    written = re.split(r"[/?#]", raw.partition("//")[2], maxsplit=1)[0]
    return "" if host and not re.search(r"%[2-7]", written) else "has a host that cannot be read"


def _host(target: str) -> str:
    """The host of an address, lower case, without port and `www.`; "" where there is none."""
    try:
        host = urlsplit(target).hostname or ""
    except ValueError:
        return ""
    return host.rstrip(".").removeprefix("www.")


def _look_alike(host: str, hosts: list[str]) -> Iterator[Problem]:
    if not host or host in hosts:
        return
    if not host.isascii() or "xn--" in host:
        shown = _unicode(host)
        yield _LOOK_ALIKE_HOST.problem(f"the host '{host[:80]}' has letters other than a to z" + (f": '{shown[:80]}'" if shown != host else ""))  # fmt: skip
        return
    near = next((one for one in hosts if _is_alike(host, one)), "")
    if near:
        yield _LOOK_ALIKE_HOST.problem(f"the host '{host[:80]}' looks like '{near}', but is a different one")


def _unicode(host: str) -> str:
    """A host with its `xn--` parts decoded (Punycode, RFC 3492)."""
    try:
        return host.encode("ascii").decode("idna")
    except UnicodeError:
        return host


_DIGITS = str.maketrans("0135", "oles")


def _is_alike(host: str, other: str) -> bool:
    """Whether two different hosts are easily mistaken for each other."""
    if _are_languages(host, other):
        return False
    if len(host) > 253 or f"{other}." in f"{host}." or host.startswith(f"{other}-"):
        return not host.endswith(f".{other}")  # a subdomain belongs to the same owner
    # example.com and examp1e.com: the same ending, and a name that looks the same or differs in one letter. Short names
    # differ in one letter by chance.
    name, _, end = host.rpartition(".")
    theirs, _, their_end = other.rpartition(".")
    return end == their_end and (
        _skeleton(name) == _skeleton(theirs) or (len(theirs) > 4 and _is_one_apart(name, theirs))
    )


_LANGUAGE = regex(r"[a-z]{2}(?:-[a-z]{2})?")


def _are_languages(host: str, other: str) -> bool:
    """Whether two hosts are those of one site in two languages: `en.example.org` and `de.example.org`."""
    (name, _, site), (theirs, _, their_site) = host.partition("."), other.partition(".")
    return site == their_site and "." in site and bool(_LANGUAGE.fullmatch(name) and _LANGUAGE.fullmatch(theirs))


def _skeleton(name: str) -> str:
    """A name with everything that looks alike made equal, as the skeletons of UTS 39: `paypa1` and `paypal`."""
    folded = unicodedata.normalize("NFKD", in_latin(name)).translate(_DIGITS)
    for pair, letter in (("rn", "m"), ("vv", "w"), ("cl", "d"), ("i", "l"), ("-", ""), ("_", "")):
        folded = folded.replace(pair, letter)
    return folded


def _is_one_apart(one: str, other: str) -> bool:
    """Whether one letter is added, lost, changed or swapped with its neighbour."""
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    return a[1:] == b or a == b[1:] or a[1:] == b[1:] or (a[:2] == b[:2][::-1] and a[2:] == b[2:])


_FREE = frozenset({"subject", "body"})
"""Fields whose values are words, which may be translated."""


def _mail(target: str, known: list[str]) -> Iterator[Problem]:
    """Header fields of a mail link (RFC 6068) that no mail link of the source has."""
    ours = {field for one in known if one.lower().startswith("mailto:") for field in _fields(one)}
    names = {name for name, _ in ours}
    for name, value in _fields(target):
        if (name, value) not in ours and not (name in _FREE and name in names):
            yield _MAIL_HEADER.problem(f"the mail link has the field '{name[:20]}', which the source does not have")


def _fields(target: str) -> list[tuple[str, str]]:
    try:
        query = unescape(target).partition("?")[2]
        return [(name.strip().lower(), value) for name, value in parse_qsl(query, keep_blank_values=True)][:MANY_LINKS]
    except ValueError:
        return []


# -- labels -------------------------------------------------------------------------------------


_ADDRESS = regex(r"(?:https?://|www\.)[^\s<>\"'“”„«»()（）、。，]+", re.I)
_MAIL = regex(r"[\w.+-]{1,64}@(?:[\w-]{1,63}\.)+[\w-]{2,63}")
_DOMAIN = regex(r"(?:[\w-]{1,63}\.)+(?:com|net|org|io|ai|app|dev|info|eu|biz|gov|edu|int|example)(?:[/?#]\S*)?", re.I)
_PHONE = regex(r"\+?[\d\s()./\u00a0\u2010-\u2013-]{7,}")


def _misleading(link: _Link) -> str:
    """The address in the label of a link if the link leads elsewhere; "" otherwise."""
    label = unicodedata.normalize("NFKC", link.label)[:2000]
    if mail := _MAIL.search(label):
        leads = _decoded(link.target).lower()
        return "" if re.match(rf"mailto:{re.escape(mail.group().lower())}(?:\?|$)", leads) else mail.group()
    shown = _ADDRESS.search(label) or _DOMAIN.fullmatch(label)
    if shown is not None:
        address = shown.group().rstrip(".,;:!?…")
        return "" if _is_same_place(address, link.target) else address
    if _PHONE.fullmatch(label) and link.target.lower().startswith("tel:"):
        said, leads = (re.sub(r"\D", "", part) for part in (_western(label), _decoded(link.target)))
        return "" if leads.endswith(said.replace("(0)", "").lstrip("0")[-7:]) else label
    return ""


def _western(text: str) -> str:
    """Text with the digits of all scripts as 0 to 9."""
    return "".join(str(unicodedata.decimal(char, char)) for char in text)


def _is_same_place(address: str, target: str) -> bool:
    """Whether a shown address is the target's, or its host alone."""
    shown, leads = (_parts(part) for part in (address, target))
    return shown == leads or (shown[0] == leads[0] and shown[1] == "")


def _parts(address: str) -> tuple[str, str]:
    """Host and rest of an address, without what does not change where it leads: scheme, `www.`, final slash."""
    bare = re.sub(r"^https?://", "", _plain(address), flags=re.I)
    host, rest = re.match(r"([^/?#]*)(.*)", bare, re.S).groups()  # type: ignore[union-attr]
    return host.lower().removeprefix("www."), rest.rstrip("/")
