"""The settings that all policies share, `policy/site.toml`, and what is wrong with them."""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import quote, urlsplit

from .. import markup
from ..checks.source import authored, settings
from ..checks.source.links import Ids
from ..locales import language
from ..problem import Problem, Refused, near, short
from .localized_links import LocalizedTargets, about_links, about_policies
from .toml_lines import line_of, line_of_key, not_toml


@dataclass(frozen=True, slots=True)
class Config:
    """The settings that all policies share: `policy/site.toml`."""

    base_url: str = "https://example.com/legal/"
    root: str = ""
    """The address that `/paths` in policies are relative to, without `/` at its end; "" if it is not set."""
    publisher: str = ""
    source: str = "en"
    governing: str = "en"
    variables: Mapping[str, str | date] = field(default_factory=dict)
    incomplete: str = "previous"
    minimum: int = 80
    required: tuple[str, ...] = ()
    approval: str = "label"
    keep: tuple[str, ...] = ()
    links: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    locations: str = "file"
    report: str = ""
    """The address for reports about mistakes in a policy, for the headers of catalogs; `base_url` if it is not set."""
    fuzzy: bool = True
    """Whether `make update` makes fuzzy matches."""
    threshold: float = 0.6
    """The least similarity (0 to 1) of a fuzzy match."""
    numbers: str = "auto"
    """Whether headings and paragraphs show the numbers of their clauses: `auto`, unless the author typed some, or `never`."""
    text: str = ""
    """The file as written, for digests."""

    def targets_of(self, code: str) -> Mapping[str, str]:
        """Link targets that a locale may use instead of those of the source, as {translated: source} (`[links]`)."""
        return LocalizedTargets(self.links, code)


_TABLES: dict[str, dict[str, type]] = {
    "site": {"base_url": str, "root": str, "publisher": str, "source": str, "governing": str},
    "publish": {"incomplete": str, "minimum": int, "required": list, "approval": str},
    "pages": {"numbers": str},
    "checks": {"keep": list},
    "catalogs": {"locations": str, "report": str, "fuzzy": bool, "threshold": float},
    "variables": {},
    "links": {},
}
_CHOICES = {
    "incomplete": ("previous", "islands", "withhold"),
    "approval": ("label", "require"),
    "numbers": ("auto", "never"),
    "locations": ("file", "line"),
}
_KINDS = {
    str: ("a text in quotation marks", '"..."'),
    int: ("a whole number", "80"),
    list: ("a list of texts in brackets", '["...", "..."]'),
    bool: ("true or false", "true"),
    float: ("a number", "0.6"),
}
"""What a value of each type must be, and an example."""


def read_config(text: str, path: str) -> Config:
    """Read `site.toml`. Raises `Refused` with every problem."""
    found, problems = inspect_config(text, path)
    if problems:
        raise Refused(*problems, *(problem.at(path=path) for problem in warnings(found, path)))
    return found


def inspect_config(text: str, path: str) -> tuple[Config, list[Problem]]:
    """The settings and what is wrong with them; a wrong setting has its default.

    So policies and catalogs can be checked all the same, but nothing may be published with such settings.
    """
    try:
        tables = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # also for 5,000 digits, and for 5,000 brackets
        hidden = authored.of_settings(text, {}, Config().source, ())
        return Config(text=text), [problem.at(path=path) for problem in (not_toml(error, text, "site"), *hidden)]
    values, variables = _values(tables), list(_variables(tables.get("variables")))
    wrong = [
        *_about_tables(tables),
        *(fault for _, _, fault in variables if fault),
        *_about_numbers(values),
        *_about_addresses(values),
        *_about_languages(values),
    ]
    bad = {key for _, key, _ in wrong}
    wrong_links = [*about_links(tables.get("links"))]
    known = {name: value for name, value, _ in variables if value is not None}
    problems = [
        *(problem.at(line=line_of_key(text, table, key)) for table, key, problem in wrong),
        *(problem.at(line=line_of(text, name)) for name, problem in wrong_links),
        *authored.of_settings(text, tables, source_of(text), values.get("keep", ())),
        *(problem.at(line=line_of(text, f"variables.{name}")) for name, problem in settings.contacts(known)),
    ]
    good = {key: value for key, value in values.items() if key not in bad}
    if "base_url" in good:
        good["base_url"] = _address(good["base_url"])
    if "root" in good:
        good["root"] = _address(good["root"]).removesuffix("/")
    if "links" in tables and "links" not in bad and not wrong_links:
        good["links"] = tables["links"]
    return Config(**good, variables=known, text=text), [problem.at(path=path) for problem in problems]


def warnings(config: Config, path: str = "policy/site.toml") -> Iterator[Problem]:
    """What is wrong with the settings but does not prevent publication."""
    for problem in settings.insecure(config.base_url):
        yield problem.at(path=path, line=line_of_key(config.text, "site", "base_url"))


def about_link_table(
    config: Config, known: Collection[str], ids: Ids, path: str = "policy/site.toml"
) -> Iterator[Problem]:
    """Addresses in `[links]` of policies that do not exist, or of ids that a policy does not have; `known` are the policies."""
    for key, problem in about_policies(config.links, known, ids):
        yield problem.at(path=path, line=line_of(config.text, key))


def source_of(text: str) -> str:
    """The language of the policies, also from a file that is not valid TOML: characters are checked by language."""
    found = re.search(r"^[ \t]*source[ \t]*=[ \t]*[\"'](\w+)[\"']", text, re.M)
    try:
        return language(found.group(1)).code if found else Config().source
    except Refused:
        return Config().source


def _address(written: str) -> str:
    """An absolute address in ASCII (RFC 3986, IDNA 2003), with `/` at its end; "" if it is not one."""
    try:
        parts = urlsplit(written)
        host, port = (parts.hostname or "").encode("idna").decode("ascii"), parts.port
    except (ValueError, UnicodeError):
        return ""
    is_one = bool(host and re.match(r"https?://[^/\s@?#]+(?:/[^\s?#]*)?$", written, re.I))
    # Servers disagree about such paths: broken escapes, an encoded slash or control character, empty and dot segments.
    if re.search(r"%(?![0-9A-Fa-f]{2})|%2[Ff]|%[01][0-9A-Fa-f]|%7[Ff]|//|/\.\.?(?:/|$)", parts.path):
        return ""
    where = f"[{host}]" if ":" in host else host  # an IPv6 address
    path = quote(parts.path.rstrip("/"), safe="%/~")
    return f"{parts.scheme}://{where}{f':{port}' if port else ''}{path}/" if is_one else ""


# -- what is wrong with a setting -----------------------------------------------------------------

Wrong = tuple[str, str, Problem]
"""Table ("" if the table itself is wrong), key, and the problem."""


def _wrong(table: str, key: str, message: str, hint: str = "") -> Wrong:
    return table, key, Problem(message, "site", hint=hint)


def _about_tables(tables: Mapping[str, Any]) -> Iterator[Wrong]:
    for table, values in tables.items():
        if table not in _TABLES and not isinstance(values, dict):
            home = next((name for name, keys in _TABLES.items() if table in keys), "")
            hint = f"move it below a line [{home}]" if home else f"delete it; the tables are: {', '.join(_TABLES)}"
            yield _wrong("", table, f"the key '{table}' is outside of all tables", hint)
        elif table not in _TABLES:
            hint = f"the tables are: {', '.join(_TABLES)}"
            yield _wrong("", table, f"unknown table [{table}]{near(table, _TABLES)}", hint)
        elif not isinstance(values, dict):
            yield _wrong(
                "", table, f"'{table}' must be a table", f"write [{table}] in a line of its own, and its settings below"
            )
        elif table not in ("variables", "links"):
            yield from filter(None, (_about_value(table, key, value) for key, value in values.items()))


def _about_value(table: str, key: str, value: Any) -> Wrong | None:
    kind = _TABLES[table].get(key)
    if kind is None:
        hint = f"the keys of [{table}] are: {', '.join(_TABLES[table])}"
        return _wrong(table, key, f"unknown key '{key}' in [{table}]{near(key, _TABLES[table])}", hint)
    if not _fits(value, kind):
        what, example = _KINDS[kind]
        example = f'"{_CHOICES[key][0]}"' if key in _CHOICES else example
        return _wrong(table, key, f"{key} must be {what}, not {_as_written(value)}", f"write {key} = {example}")
    choices = _CHOICES.get(key)
    if choices and value not in choices:
        return _wrong(
            table, key, f"{key} cannot be {value!r}{near(value, choices)}", "choose one of: " + ", ".join(choices)
        )
    return None


def _as_written(value: Any) -> str:
    """A value as TOML writes it, nearly."""
    if isinstance(value, bool):
        return str(value).lower()
    return f"'{short(value)}'" if isinstance(value, str) else short(value)


def _fits(value: Any, kind: type) -> bool:
    if kind is list:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    # `type`, for `isinstance` takes true and false as numbers
    return type(value) in ((int, float) if kind is float else (kind,))


def _values(tables: Mapping[str, Any]) -> dict[str, Any]:
    """The settings with a valid value, by key."""
    return {
        key: tuple(value) if isinstance(value, list) else value
        for table, values in tables.items()
        if table in _TABLES and isinstance(values, dict) and table not in ("variables", "links")
        for key, value in values.items()
        if _about_value(table, key, value) is None
    }


def _about_numbers(values: Mapping[str, Any]) -> Iterator[Wrong]:
    if not 0 <= values.get("minimum", 0) <= 100:
        message = f"minimum must be a percentage from 0 to 100, not {short(values['minimum'])}"
        yield _wrong("publish", "minimum", message, "write minimum = 80")
    if not 0 < values.get("threshold", 1) <= 1:
        message = f"threshold must be above 0 and at most 1, not {short(values['threshold'])}"
        yield _wrong(
            "catalogs", "threshold", message, "write threshold = 0.6; fuzzy = false switches fuzzy matching off"
        )


def _about_addresses(values: Mapping[str, Any]) -> Iterator[Wrong]:
    if re.search(r'[\x00-\x1f"\\]', values.get("report", "")):
        message = "report must be one line without quotation marks or backslashes"
        yield _wrong("catalogs", "report", message, 'write report = "legal@example.com"')
    if "base_url" in values and not _address(values["base_url"]):
        message = f"base_url is not an absolute address: {values['base_url']!r}"
        yield _wrong("site", "base_url", message, 'write base_url = "https://example.com/legal/"')
    if values.get("root") and not _address(values["root"]):  # "" means not set
        message = f"root is not an absolute address: {values['root']!r}"
        yield _wrong("site", "root", message, 'write root = "https://example.com"')


def _about_languages(values: Mapping[str, Any]) -> Iterator[Wrong]:
    codes = [("site", "source", code) for code in [values.get("source")] if code is not None]
    # governing = "" means that no language prevails
    codes += [("site", "governing", code) for code in [values.get("governing")] if code]
    codes += [("publish", "required", code) for code in values.get("required", ())]
    for table, key, code in codes:
        try:
            language(code)
        except Refused as error:
            yield _wrong(table, key, error.problems[0].message, error.problems[0].hint)


def _variables(table: object, prefix: str = "") -> Iterator[tuple[str, str | date | None, Wrong | None]]:
    """(name, value, what is wrong with it). The value is "" if it is wrong, and None if the name is wrong.

    A variable with a wrong value is known all the same: policies that use it are not reported once more.
    """
    for key, value in table.items() if isinstance(table, dict) else ():
        name = prefix + key
        if name.count(".") > 9:
            message = "variables are nested more than ten deep"
            yield name, None, _wrong("variables", key, message, "use shorter names")
        elif isinstance(value, dict):
            yield from _variables(value, f"{name}.")
        elif not markup.VARIABLE.fullmatch(f"{{{{ {name} }}}}"):
            message = f"a variable cannot be called '{name}'"
            yield name, None, _wrong("variables", key, message, "use letters, digits and _")
        else:
            fault = _about_variable(key, name, value)
            yield name, "" if fault else value, fault


def _about_variable(key: str, name: str, value: Any) -> Wrong | None:
    if value == "":
        return _wrong("variables", key, f"the variable '{name}' is empty", f'write {key} = "..." with a text')
    if isinstance(value, str) and re.search(r"[\t\n]", value):
        return _wrong(
            "variables", key, f"the variable '{name}' contains a line end or a tab", "write it in one line, with spaces"
        )
    if isinstance(value, str) or type(value) is date:  # a `datetime` is a `date` too, but has a time
        return None
    message = f"the variable '{name}' is neither a text nor a date: {_as_written(value)}"
    return _wrong("variables", key, message, f'write it as a text: {key} = "{short(value)}"')
