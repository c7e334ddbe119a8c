"""Problems with addresses in `site.toml`, and with the mail links of policies that use them."""

import re
from collections.abc import Iterable, Iterator, Mapping

from ...markup import VARIABLE, SourceTree
from ...patterns import regex
from ...problem import Problem
from ..rule import Rule
from . import mail
from .links import filled_link, written_links

# fmt: off
_CONTACT = Rule(
    "contact", "error", "What readers write to must be one plain e-mail address, or a whole https:// address that no mail link uses.",
    "Write only the address: no name, no second address, and nothing after it.",
    ("en", 'contact = "privacy@example.com?bcc=b@example.net"', ""),
    ("en", 'contact = "privacy@example.com"', ""),
)
_MAIL_LINK = Rule(
    "mail-link", "error", "A mail link must lead to one address, because its reader does not see other receivers and header fields; it is only a warning where all receivers are named openly and have the same host.",
    "Write one address, and at most `?subject=` and `&body=` after it.",
    ("en", "[Write](mailto:a@example.com?bcc=b@example.net)", ""),
    ("en", "[Write](mailto:a@example.com?subject=My%20data)", ""),
)
_BASE_URL_HTTP = Rule(
    "base-url-http", "warning", "`base_url` is an http: address, so anybody between the server and the reader can change the pages.",
    "Write `https:`, and make the server answer there.",
    ("en", 'base_url = "http://example.com/legal/"', ""),
    ("en", 'base_url = "https://example.com/legal/"', ""),
)
# fmt: on
RULES = (
    _CONTACT,
    _MAIL_LINK,
    _BASE_URL_HTTP,
)


def contacts(variables: Mapping[str, object]) -> Iterator[tuple[str, Problem]]:
    """Variables named `contact` that are not an address, and others named like an address that contain several; by name."""
    for name, value in variables.items():
        last = name.rpartition(".")[2]
        called_alike = _CALLED_ADDRESS.search(last) is not None and mail.names_receivers(str(value))
        if last.lower() != "contact" and not called_alike:
            continue
        if isinstance(value, str) and (mail.is_mail(value) or mail.is_web(value)):
            continue
        message = f"the variable '{name}' must be a single e-mail or https:// address, and not '{str(value)[:80]}'"
        yield name, _CONTACT.problem(message, f'write only the address:  {last} = "privacy@example.com"')


_CALLED_ADDRESS = regex(r"(?:^|[_-])(?:contact|e?mail)$", re.I)
"""Names such as `support_contact`, `e_mail` and `dpo-mail`."""


def insecure(base_url: str) -> Iterator[Problem]:
    """A `base_url` that is not encrypted."""
    if base_url.lower().startswith("http:"):
        message = f"base_url begins with http:, so anybody on the way can change the pages: '{base_url[:80]}'"
        hint = f'base_url = "https{base_url[4:]}"'
        yield _BASE_URL_HTTP.problem(message, hint)


def mail_links(
    source: SourceTree, front: Iterable[tuple[int, str]], variables: Mapping[str, object]
) -> Iterator[tuple[str, Problem]]:
    """Mail links of a policy that do not lead to one address only, with the variable at fault; "" if it is the policy.

    `front` are (line, text) of its front matter.
    """
    for line, target in dict.fromkeys([*written_links(source), *_of_front(front)]):
        wrong = mail.wrong(filled_link(target, variables))
        if not wrong:
            continue
        names = dict.fromkeys(found.group(1) for found in VARIABLE.finditer(target))
        guilty = [name for name in names if any(not _wrong_with(target, variables, name, good) for good in _GOOD)]
        for name in guilty:
            last = name.rpartition(".")[2]
            message = f"the variable '{name}' is not a plain address, and a mail link uses it: the link {wrong}"
            hint = f'write only the address:  {last} = "privacy@example.com"'
            yield name, _CONTACT.problem(message, hint)
        if not guilty:
            message = f"the mail link '{target[:80]}' {wrong}"
            hint = "write one address, and at most ?subject= and &body= after it; write %26 for an & in the words"
            problem = _MAIL_LINK.problem(message, hint, line=line)
            # Copies to others of the same host: a real policy of a public authority has such a link.
            is_in_one_house = mail.is_in_one_house(filled_link(target, variables))
            yield "", problem.at(level="warning") if is_in_one_house else problem


_GOOD = ("privacy@example.com", "example.com", "privacy", "mailto:privacy@example.com")
"""Good values of a variable in a mail link: if one of them makes the link right, the variable is at fault."""


def _wrong_with(target: str, variables: Mapping[str, object], name: str, value: str) -> str:
    return mail.wrong(filled_link(target, {**variables, name: value}))


def _of_front(front: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    for line, text in front:
        for found in re.finditer(r"mailto:(?:\{\{[^{}]*\}\}|[^\s\"'<>()\[\]])+", text, re.I):
            yield line, found.group().rstrip(".,;:!?")
