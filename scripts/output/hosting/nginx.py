"""nginx: maps to include in `http {}`, a location to include in `server {}`, and a list of languages for each group."""

import re
from collections.abc import Iterable, Iterator

from .language_map import POSITIONS, READABLE, UNDECIDED, Line, language_list, reader_language
from .site import (
    CHOSEN,
    CURRENT,
    END,
    FOREVER,
    FOREVER_NAME,
    HEADERS,
    LINE,
    SECURE,
    TYPES,
    WHY_SECURE,
    HostedSite,
    any_of,
    listed,
    parcels,
)

_HOW = """\
# Policyglot for nginx. Written by the build; changes here are lost at the next build.
#
# These files belong in the folder policyglot/ next to nginx.conf.
#   http {{}}     include policyglot/maps.conf;
#   server {{}}   set $policyglot_root /srv/policyglot/current;    # the link to the folder of a release
#               include policyglot/locations.conf;
#
# {what}
"""


def nginx_files(site: HostedSite) -> dict[str, str]:
    """The files for nginx, as path to text."""
    return {
        "nginx/maps.conf": _maps(site),
        "nginx/locations.conf": _locations(site),
        **{f"nginx/languages-{group.number}.conf": language_list(group, site.source, _row) for group in site.groups},
    }


def _row(line: Line) -> str:
    """A line of a list; if it is too long, its folder is on the next line."""
    key, folder = _word(f"~*{line.pattern}"), f"{line.tag}/;" if line.tag else '"";'
    text = f"{key:<16} {folder}"
    return text if len(text) <= LINE else f"{key}\n    {folder}"


_MANY = 8
"""The number of groups above which nginx warns that its table of variables is too small."""


def _maps(site: HostedSite) -> str:
    path = re.escape(site.path)
    what = "This is maps.conf: the pages to which bare addresses lead, and headers that differ between files."
    if len(site.groups) > _MANY:
        what += (
            "\n# The policies have many different sets of languages: http {} also needs variables_hash_max_size 4096;"
        )
    return "\n".join([_HOW.format(what=what), *_reader(), *_choices(site), *_bare(site, path), *_by_file(site, path)])


def _reader() -> Iterator[str]:
    """The header Accept-Language if the lists can decide by it, and the reader's languages."""
    yield "# The header if it lists languages as browsers do, best first; otherwise empty: the reader chooses on a page.\n"
    lines = []
    for why, patterns in UNDECIDED:
        lines += [f"    # {why}", *(f'    {_word(f"~*{pattern}")} "";' for pattern in patterns)]
    lines += ["    # A list of languages, and nothing else.", f"    {_word(f'~*{READABLE}')} $http_accept_language;"]
    yield "\n".join(["map $http_accept_language $policyglot_header {", '    default "";', *lines, "}\n"])
    yield "# The reader's languages in order, each with the whole header: `de-AT of de-AT,de;q=0.9,en;q=0.8`.\n"
    yield (
        "\n".join(
            f"map $policyglot_header $policyglot_reader_{position} {{\n"
            f'    default "";\n    {_word(f"~{reader_language(position)}")} "$1 of $policyglot_header";\n}}'
            for position in range(1, POSITIONS + 1)
        )
        + "\n"
    )


def _choices(site: HostedSite) -> Iterator[str]:
    """The folder to which each group of policies leads a reader."""
    for group in site.groups:
        yield listed(group, "The folder for the reader's first language, or else for the second, and so on.")
        name = f"$policyglot_{group.number}"
        following = [*(f"{name}_{position}" for position in range(2, POSITIONS + 1)), '""']
        yield (
            "\n".join(
                f"map $policyglot_reader_{position} {name}_{position} {{\n"
                f"    default {other};\n"
                f"    include policyglot/languages-{group.number}.conf;\n}}"
                for position, other in enumerate(following, 1)
            )
            + "\n"
        )


def _bare(site: HostedSite, path: str) -> Iterator[str]:
    pages = [
        (
            f"~^{path}(?<policyglot_policy>{'|'.join(names)}){END}",
            f"{site.written_path}${{policyglot_{group.number}_1}}${{policyglot_policy}}.html",
        )
        for group in site.groups
        for names in parcels(group.policies)
    ]
    yield "# The page to which a bare address leads; if no language fits, the page on which the reader chooses one.\n"
    yield _map("$uri", "page", "", pages)
    yield _map("$policyglot_page", "vary", "Accept-Language", [("", "")])


def _by_file(site: HostedSite, path: str) -> Iterator[str]:
    tags = parcels(site.tags)
    chosen = [(f"~^{path}{any_of(names)}{END}", CHOSEN) for group in site.groups for names in parcels(group.policies)]
    missing = [(f"~^{path}{any_of(some)}/?{END}", "1") for some in tags]
    yield _map("$uri", "language", "", [(f"~^{path}({'|'.join(some)})/", "$1") for some in tags])
    yield _map("$uri", "cache", CURRENT, [(f"~^{path}{FOREVER_NAME}{END}", FOREVER), *chosen])
    yield "# Not found: folders, and packed files, which are only sent instead of the plain ones.\n"
    yield _map("$uri", "missing", "", [*missing, (rf"~\.gz{END}", "1")])


def _map(what: str, name: str, default: str, rows: Iterable[tuple[str, str]]) -> str:
    lines = [f"    {_word(key)} {_word(value)};" for key, value in rows]
    return "\n".join([f"map {what} $policyglot_{name} {{", f"    default {_word(default)};", *lines, "}\n"])


def _word(text: str) -> str:
    """A text in quotes as nginx reads it: `\\t`, `\\"` and a few others are escapes, all other backslashes are not."""
    return '"' + re.sub(r"""\\(?=[tnr\\'"]|$)""", r"\\\\", text).replace('"', '\\"') + '"'


def _locations(site: HostedSite) -> str:
    types = "\n".join(f"        {kind} {ending};" for ending, kind in TYPES)
    kinds = " ".join(kind for _, kind in TYPES if kind != "text/html")  # nginx warns about text/html, its default
    return f"""\
{_HOW.format(what="This is locations.conf.")}
{_slash(site)}location ^~ {_word(site.path)} {{
    alias $policyglot_root/;
    index index.html;
    autoindex off;
    absolute_redirect off;
    log_not_found off;

    if ($policyglot_page) {{
        return 302 $policyglot_page$is_args$args;
    }}
    if ($policyglot_missing) {{
        return 404;
    }}

    types {{
{types}
    }}
    default_type application/octet-stream;
    charset utf-8;
    charset_types {kinds};
    gzip_static on;
    gzip_vary on;

{_headers()}}}
"""


def _slash(site: HostedSite) -> str:
    if site.is_root:
        return ""
    return f"""\
location = {_word(site.path.rstrip("/"))} {{
    absolute_redirect off;
    return 301 {_word(site.written_path)};
}}

"""


def _headers() -> str:
    headers = "\n".join(f"    add_header {name} {_word(value)} always;" for name, value in HEADERS)
    return f"""\
    # All headers are set here: a location within this one that has its own add_header would lose them.
    # The ETag is made of date and size: keep the dates of the files when you unpack or copy a release
    # (`tar -x`, `rsync -t`).
    etag on;
    add_header Cache-Control $policyglot_cache;
    add_header Content-Language $policyglot_language;
    add_header Vary $policyglot_vary;
{headers}
    # {WHY_SECURE}
    # add_header {SECURE[0]} {_word(SECURE[1])} always;
"""
