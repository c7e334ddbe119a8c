"""nginx: one file for `http {}` with all that is looked up, one for `server {}` with all that is done."""

import re
from collections.abc import Iterable

from .negotiation_regex import GROUP, choice
from .site import CHOSEN, CURRENT, END, FOREVER, FOREVER_NAME, HEADERS, SECURE, TYPES, WHY_SECURE, Site, any_of, parcels

_HOW = """\
# Policyglot for nginx. Made by the build; a new build makes it anew.
#
#   http {{}}     include /etc/nginx/policyglot/maps.conf;
#   server {{}}   set $policyglot_root /srv/policyglot/current;    # the link to the folder of a release
#               include /etc/nginx/policyglot/locations.conf;
#
# {what}
"""


def files(site: Site) -> dict[str, str]:
    """The two files."""
    return {"nginx/maps.conf": _maps(site), "nginx/locations.conf": _locations(site)}


def _maps(site: Site) -> str:
    path = re.escape(site.path)
    pages: list[tuple[str, str]] = []
    parts = [
        _HOW.format(what="This is maps.conf: which page a bare address leads to, and what differs from file to file.")
    ]
    for group in site.groups:
        made, number = choice(group.offered, site.source), group.number
        header = '"$http_accept_language|$http_accept_language"'
        parts += [
            f"# {', '.join(group.policies)}: {' '.join(made.offered)}\n",
            _map(header, f"range_{number}", "", [(f"~*{made.best}", f"${GROUP}")]),
            _map(
                f"$policyglot_range_{number}",
                f"folder_{number}",
                "",
                [(f"~*{leads}", f"{tag}/") for tag, leads in made.leads],
            ),
        ]
        pages += [
            (
                f"~^{path}(?<policyglot_policy>{'|'.join(names)}){END}",
                f"{site.written_path}${{policyglot_folder_{number}}}${{policyglot_policy}}.html",
            )
            for names in parcels(group.policies)
        ]
    tags = parcels(site.tags)
    missing = [(f"~^{path}{any_of(some)}/?{END}", "1") for some in tags]
    parts += [
        "# Where a bare address leads; in no language that fits, to the page where the reader picks.\n",
        _map("$uri", "page", "", pages),
        _map("$policyglot_page", "vary", "Accept-Language", [("", "")]),
        _map("$uri", "language", "", [(f"~^{path}({'|'.join(some)})/", "$1") for some in tags]),
        _map(
            "$uri",
            "cache",
            CURRENT,
            [
                (f"~^{path}{FOREVER_NAME}{END}", FOREVER),
                *(
                    (f"~^{path}{any_of(names)}{END}", CHOSEN)
                    for group in site.groups
                    for names in parcels(group.policies)
                ),
            ],
        ),
        "# Folders, and packed files, which are sent in the place of the plain ones.\n",
        _map("$uri", "missing", "", [*missing, (rf"~\.gz{END}", "1")]),
    ]
    return "\n".join(parts)


def _map(what: str, name: str, default: str, rows: Iterable[tuple[str, str]]) -> str:
    lines = [f"    {_word(key)} {_word(value)};" for key, value in rows]
    return "\n".join([f"map {what} $policyglot_{name} {{", f"    default {_word(default)};", *lines, "}\n"])


def _word(text: str) -> str:
    """A text in quotes, where nginx reads `\\t`, `\\"` and a few others as something else."""
    return '"' + re.sub(r"""\\(?=[tnr\\'"]|$)""", r"\\\\", text).replace('"', '\\"') + '"'


def _locations(site: Site) -> str:
    types = "\n".join(f"        {kind} {ending};" for ending, kind in TYPES)
    kinds = " ".join(kind for _, kind in TYPES if kind != "text/html")  # that one goes without saying
    headers = "\n".join(f"    add_header {name} {_word(value)} always;" for name, value in HEADERS)
    slash = ""
    if not site.is_root:
        slash = f"location = {_word(site.path.rstrip('/'))} {{\n    absolute_redirect off;\n"
        slash += f"    return 301 {_word(site.written_path)};\n}}\n\n"
    return f"""\
{_HOW.format(what="This is locations.conf.")}
{slash}location ^~ {_word(site.path)} {{
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

    # All headers are here: a place within this one that added another would lose them.
    # A file is known anew by its date and size: unpack a release with the dates it brings (`tar -x`, `rsync -t`).
    etag on;
    add_header Cache-Control $policyglot_cache;
    add_header Content-Language $policyglot_language;
    add_header Vary $policyglot_vary;
{headers}
    # {WHY_SECURE}
    # add_header {SECURE[0]} {_word(SECURE[1])} always;
}}
"""
