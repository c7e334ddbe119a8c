"""The site: what the pages of all policies share, `policy/site.toml`, and what is wrong with it."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import quote, urlsplit

from .. import markup
from ..checks.source import authored, settings
from ..locales import language
from ..problem import Problem, Refused, near, short


@dataclass(frozen=True, slots=True)
class Config:
    """What the pages of all policies share: `policy/site.toml`."""

    base_url: str = "https://example.com/legal/"
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
    """Where mistakes in a policy's text are reported, for the headers of catalogs; `base_url` where it is not said."""
    fuzzy: bool = True
    """Whether `make update` guesses at all."""
    threshold: float = 0.6
    """The least likeness (0 to 1) of a guess."""
    numbers: str = "auto"
    """Whether headings and paragraphs show the numbers of their clauses: `auto`, unless the author typed some, or `never`."""
    text: str = ""
    """The file as written, for digests."""

    def targets_of(self, code: str) -> dict[str, str]:
        """Targets that a locale may have instead of the source's, as {translated: source} (`[links]`)."""
        return {row[code]: target for target, row in self.links.items() if code in row}


_TABLES: dict[str, dict[str, type]] = {
    "site": {"base_url": str, "publisher": str, "source": str, "governing": str},
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
    str: "a text in quotation marks",
    int: "a whole number",
    list: "a list of texts in brackets",
    bool: "true or false",
    float: "a number",
}


def read_config(text: str, path: str) -> Config:
    """Read `site.toml`. Raises `Refused` with every problem."""
    found, problems = inspect_config(text, path)
    if problems:
        raise Refused(*problems, *(problem.at(path=path) for problem in warnings(found, path)))
    return found


def inspect_config(text: str, path: str) -> tuple[Config, list[Problem]]:
    """The settings and what is wrong with them; in the place of a wrong one its default holds.

    So policies and catalogs can be looked at all the same; nothing may be published by such settings.
    """
    try:
        tables = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits, 5,000 brackets
        found = re.search(r"\(at line (\d+), column \d+\)", str(error))
        message = f"not TOML: {str(error).partition(' (at')[0]}"
        line = int(found.group(1)) if found else text.count("\n") + 1
        problem = Problem(message, "site", path, line, hint='write key = "value"')
        hidden = [found.at(path=path) for found in authored.of_settings(text, {}, Config().source, ())]
        return Config(text=text), [problem, *hidden]
    problems: list[Problem] = []
    bad: set[str] = set()

    def wrong(key: str, message: str, hint: str = "", table: str = "") -> None:
        bad.add(key)
        problems.append(Problem(message, "site", path, _line_of(text, table, key), hint=hint))

    facts: dict[str, Any] = {}
    values: Any
    for table, values in tables.items():
        if table not in _TABLES:
            wrong(table, f"unknown table [{table}]{near(table, _TABLES)}")
        elif not isinstance(values, dict):
            wrong(table, f"'{table}' is a table", f"write [{table}]")
        elif table not in ("variables", "links"):
            for key, value in values.items():
                kind: type | None = _TABLES[table].get(key)
                if kind is None:
                    wrong(key, f"unknown key '{key}' in [{table}]{near(key, _TABLES[table])}", "", table)
                elif not _fits(value, kind):
                    wrong(key, f"{key} is not {_KINDS[kind]}: {short(value)!r}", "", table)
                elif key in _CHOICES and value not in _CHOICES[key]:
                    wrong(
                        key,
                        f"{key} = {value!r}{near(value, _CHOICES[key])}",
                        "one of " + ", ".join(_CHOICES[key]),
                        table,
                    )
                else:
                    facts[key] = tuple(value) if kind is list else value
    variables = _variables(tables.get("variables"), wrong)
    if not 0 <= facts.get("minimum", 0) <= 100:
        wrong("minimum", f"minimum is a percentage, not {short(facts['minimum'])}", "minimum = 80", "publish")
    if not 0 < facts.get("threshold", 1) <= 1:
        message = f"threshold is a number above 0 and at most 1, not {short(facts['threshold'])}"
        wrong("threshold", message, "threshold = 0.6; fuzzy = false switches guessing off", "catalogs")
    if re.search(r'[\x00-\x1f"\\]', facts.get("report", "")):
        wrong("report", "report is not an address in one line", 'report = "legal@example.com"', "catalogs")
    base = facts.get("base_url", Config().base_url)
    address = _address(base)
    if not address:
        wrong(
            "base_url",
            f"base_url is not an absolute address: {base!r}",
            'base_url = "https://example.com/legal/"',
            "site",
        )
    facts["base_url"] = address
    for key in ("source", "governing", "required"):
        for code in [facts[key]] if isinstance(facts.get(key), str) else facts.get(key, ()):
            try:
                if code or key != "governing":  # "" there: no text prevails
                    language(code)
            except Refused as error:
                wrong(
                    key, error.problems[0].message, error.problems[0].hint, "publish" if key == "required" else "site"
                )
    links = tables.get("links", {})
    if isinstance(links, dict) and not all(
        isinstance(row, dict) and all(isinstance(to, str) for to in row.values()) for row in links.values()
    ):
        wrong("links", 'under [links."address"] stand lines `locale = "address"`')
    characters = authored.of_settings(text, tables, source_of(text), facts.get("keep", ()))
    problems += [problem.at(path=path) for problem in characters]
    for name, problem in settings.contacts(variables):
        problems.append(problem.at(path=path, line=line_of(text, f"variables.{name}")))
    facts = {key: value for key, value in facts.items() if key not in bad}
    good = links if isinstance(links, dict) and "links" not in bad else {}
    return Config(**facts, variables=variables, links=good, text=text), problems


def warnings(config: Config, path: str = "policy/site.toml") -> Iterator[Problem]:
    """What is wrong with a site, and does not keep its pages from being published."""
    for problem in settings.insecure(config.base_url):
        yield problem.at(path=path, line=_line_of(config.text, "site", "base_url"))


def source_of(text: str) -> str:
    """The language of policies by a file that may not be readable."""
    found = re.search(r"^[ \t]*source[ \t]*=[ \t]*[\"'](\w+)[\"']", text, re.M)
    try:
        return language(found.group(1)).code if found else Config().source
    except Refused:
        return Config().source


def _address(written: str) -> str:
    """An absolute address as machines write it (RFC 3986, IDNA), with `/` at its end; "" for what is none."""
    try:
        parts = urlsplit(written)
        host, port = (parts.hostname or "").encode("idna").decode("ascii"), parts.port
    except (ValueError, UnicodeError):
        return ""
    is_one = bool(host and re.match(r"https?://[^/\s@?#]+(?:/[^\s?#]*)?$", written, re.I))
    if re.search(r"%(?![0-9A-Fa-f]{2})|%2[Ff]|%[01][0-9A-Fa-f]|%7[Ff]|//|/\.\.?(?:/|$)", parts.path):
        return ""  # what one server reads so and another otherwise
    where = f"[{host}]" if ":" in host else host
    path = quote(parts.path.rstrip("/"), safe="%/~")
    return f"{parts.scheme}://{where}{f':{port}' if port else ''}{path}/" if is_one else ""


def _fits(value: Any, kind: type) -> bool:
    if kind is list:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    return type(value) in ((int, float) if kind is float else (kind,))


def _variables(table: object, wrong: Any) -> dict[str, str | date]:
    found: dict[str, str | date] = {}

    def take(values: Mapping[str, Any], prefix: str) -> None:
        for key, value in values.items():
            name = prefix + key
            if name.count(".") > 9:
                wrong(key, "variables are nested more than ten deep", "use shorter names", "variables")
            elif isinstance(value, dict):
                take(value, f"{name}.")
            elif not markup.VARIABLE.fullmatch(f"{{{{ {name} }}}}"):
                wrong(key, f"a variable cannot be called '{name}'", "use letters, digits and _", "variables")
            elif value == "":
                found[name] = ""  # it is known, though nothing can be published with it
                wrong(key, f"the variable '{name}' is empty", f'{key} = "..."', "variables")
            elif isinstance(value, str) and re.search(r"[\t\n]", value):
                found[name] = ""
                wrong(
                    key,
                    f"the variable '{name}' holds a line end or a tab",
                    "write it in one line",
                    "variables",
                )
            elif isinstance(value, str) or type(value) is date:
                found[name] = value
            else:
                found[name] = ""
                wrong(
                    key,
                    f"the variable '{name}' is neither a text nor a date: {short(value)!r}",
                    f'{key} = "{short(value)}"',
                    "variables",
                )

    if isinstance(table, dict):
        take(table, "")
    return found


def line_of(text: str, name: str) -> int:
    """The line where a key is given its value, by its name with tables: `variables.company.contact`."""
    table: list[str] = []
    near = 1
    for number, line in enumerate(text.split("\n"), 1):
        if head := re.match(r"\s*\[+([^\]]+)\]", line):
            table = _parts(head.group(1))
        elif key := re.match(r"\s*((?:[\w-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[\w-]+|\"[^\"]*\"|'[^']*'))*)\s*=", line):
            here = ".".join([*table, *_parts(key.group(1))])
            if here == name:
                return number
            if name.startswith(f"{here}."):  # an inline table
                near = number
    return near


def _parts(key: str) -> list[str]:
    """The names of a key with dots, without quotation marks."""
    return [part.strip().strip("\"'") for part in key.split(".")]


def _line_of(text: str, table: str, key: str) -> int:
    """The line of a key in its table; tomllib does not tell."""
    here = ""
    for number, line in enumerate(text.split("\n"), 1):
        if head := re.match(r"\s*\[+\s*([\w.\"-]+)", line):
            here = head.group(1)
            if not table and here.split(".")[0].strip('"') == key:
                return number
        elif here.split(".")[0] == table and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*(?:=|\.)", line):
            return number
        elif not table and re.match(rf"\s*{re.escape(key)}\s*=", line):
            return number
    return 1
