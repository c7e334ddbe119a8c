"""Mail links and addresses: mail goes to one address that its reader sees, and nobody gets a copy (RFC 6068)."""

import re
import unicodedata
from html import unescape
from urllib.parse import unquote, urlsplit

from ...patterns import regex

MAIL_FIELDS = ("subject", "body")
"""Fields that a mail link may have besides the address."""

_HIDDEN_FIELD = regex(r"[?&;]\s*(bcc|cc|to)\s*=", re.I)


def is_mail(text: str) -> bool:
    """Whether a text is one plain e-mail address, possibly an international one (RFC 6531), and nothing else.

    The limits of 64 and 254 characters are those of RFC 5321, section 4.5.3.1.
    """
    local, sign, host = text.partition("@")
    return bool(sign) and len(text) <= 254 and _is_local(local) and _is_host(host)


def _is_local(text: str) -> bool:
    dots = text.startswith(".") or text.endswith(".") or ".." in text
    return 0 < len(text) <= 64 and not dots and all(_is_letter(char) or char in ".+-_'" for char in text)


def _is_host(text: str) -> bool:
    labels = text.split(".")
    return len(labels) > 1 and all(_is_label(label) for label in labels) and not labels[-1].isdigit()


def _is_label(text: str) -> bool:
    edges = text.startswith("-") or text.endswith("-")
    return 0 < len(text) <= 63 and not edges and all(_is_letter(char) or char in "-\u200c\u200d" for char in text)


def _is_letter(char: str) -> bool:
    """Whether it is a letter, a digit or a mark on one, and not a full-width or styled one."""
    return unicodedata.category(char)[0] in "LMN" and unicodedata.normalize("NFKC", char).casefold() == (
        unicodedata.normalize("NFC", char).casefold()
    )


def is_web(text: str) -> bool:
    """Whether a text is a whole `https://` address and nothing else."""
    try:
        parts = urlsplit(text)
        host, _ = (parts.hostname or "").encode("idna"), parts.port
    except (ValueError, UnicodeError):
        return False
    return bool(host) and re.fullmatch(r"https://[^\s/?#@\\\"<>]+(?:[/?#][^\s\\\"<>]*)?", text) is not None


def names_receivers(text: str) -> bool:
    """Whether a text contains an address, or a header field that names one."""
    return "@" in text or _HIDDEN_FIELD.search(text) is not None


def wrong(target: str) -> str:
    """What is wrong with a mail link as a browser reads it; "" for a good one and for other links."""
    bare = re.sub(r"[\t\r\n]", "", target).strip(" ")
    if not bare.lower().startswith("mailto:"):
        return ""
    receivers, _, query = bare[len("mailto:") :].partition("#")[0].partition("?")
    plain = _decoded(receivers)
    if plain and not is_mail(plain):
        if len(several := re.split(r"[,;\s]+", plain)) > 1 and all(map(is_mail, several)):
            return "leads to several addresses"
        if "?" in plain or _HIDDEN_FIELD.search(plain):
            return "hides header fields in its address"
        return f"leads to '{plain[:80]}', which is not one e-mail address"
    for field in filter(None, query.split("&")):
        name, _, value = field.partition("=")
        name, value = _decoded(name).strip().lower(), _decoded(value)
        if name not in MAIL_FIELDS:
            return f"has the header field '{name[:20]}'"
        if name == "subject" and re.search(r"[\r\n]", value):
            return "hides a line end in its subject"
    hidden = _HIDDEN_FIELD.search(_decoded(query))
    return f"hides the header field '{hidden.group(1).lower()}'" if hidden else ""


def is_in_one_house(target: str) -> bool:
    """Whether a mail link has an address, and its only fault is that it openly names others of the same host (`cc`, `to`)."""
    receivers, _, query = target.partition(":")[2].partition("#")[0].partition("?")
    fields = [field.partition("=") for field in query.split("&") if field]
    open_ones = [value for name, _, value in fields if name.lower() in ("cc", "to")]
    every = [one for text in (receivers, *open_ones) for one in re.split(r"[,;]\s*", unquote(text)) if one]
    others = "&".join("".join(field) for field in fields if field[0].lower() not in ("cc", "to"))
    if not receivers:  # only the query names the receivers
        return False
    of_one_host = len({one.partition("@")[2].lower() for one in every}) == 1
    return of_one_host and all(map(is_mail, every)) and not wrong(f"mailto:{every[0]}?{others}")


def _decoded(text: str) -> str:
    """Text with character references and percent-encoding resolved twice, as a lenient program may do."""
    for _ in range(2):
        text = unquote(unescape(text))
    return text
