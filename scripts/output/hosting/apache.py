"""Apache: one file to include in a `<VirtualHost>`, and one list of languages for each group of policies.

mod_rewrite chooses the language, not mod_negotiation. If no page fits `zh-TW`, mod_negotiation tries `zh`, and for that
it takes `zh-Hans`, in a script that the reader may not read. If nothing fits at all, it answers with status 406, or with a
language that the reader did not ask for.
"""

import re

from .language_map import POSITIONS, READABLE, UNDECIDED, Line, language_list, language_map, reader_language
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
    Group,
    HostedSite,
    any_of,
    listed,
    one_of,
    parcels,
)

_HOW = """\
# Policyglot for Apache 2.4. Written by the build; changes here are lost at the next build.
#
# These files belong in the folder policyglot/ in Apache's ServerRoot, which is /etc/apache2 on Debian.
#   a2enmod alias headers mime dir rewrite
#   <VirtualHost ...>   Define POLICYGLOT_ROOT /srv/policyglot/current     # the link to the folder of a release
#                       Include policyglot/policyglot.conf
#
# Apache redirects to the host name of the request. Behind a proxy that accepts https, set ServerName https://HOST.
"""


def apache_files(site: HostedSite) -> dict[str, str]:
    """The files for Apache, as path to text."""
    path = re.escape(site.path)
    text = f"""\
{_HOW}
Alias {_word(site.path)} "${{POLICYGLOT_ROOT}}/"
RewriteEngine On
{_slash(site)}
{_header(path)}
{"".join(_group(site, group, path) for group in site.groups)}\
# Not found: folders, and packed files, which are only sent instead of the plain ones.
{_folders(site, path)}
{_packed(path)}

{_directory()}
{_headers(site, path)}{_languages(site, path)}{_choices(site, path)}"""
    return {
        "apache/policyglot.conf": text,
        **{f"apache/languages-{group.number}.conf": language_list(group, site.source, _row) for group in site.groups},
    }


def _folders(site: HostedSite, path: str) -> str:
    return "\n".join(
        f"RewriteRule {_rule(f'^{path}(?:{any_of(some)}/?|.*[.]gz){END}')} - [R=404,L]" for some in parcels(site.tags)
    )


# Apache does not read weights of Accept-Encoding for us: `gzip;q=0` refuses gzip (RFC 9110, 12.5.3).
_GZIP = r"(?:^|,)\s*(?:gzip|x-gzip)\s*(?:,|$|;\s*q=(?!0(?:\.0*)?\s*(?:,|$)))"


def _packed(path: str) -> str:
    return "\n".join(
        rf'RewriteCond "%{{HTTP:Accept-Encoding}}" "{_GZIP}" [NC,NV]'
        "\n"
        rf'RewriteCond "${{POLICYGLOT_ROOT}}/$2.gz" -f'
        "\n"
        rf"RewriteRule {_rule(f'^({path})(.+[.]{ending}){END}')} "
        "\\\n"
        rf'    "$1$2.gz" "[PT,L,T={kind}; charset=utf-8,E=no-gzip:1,E=no-brotli:1]"'
        for ending, kind in TYPES
    )


def _directory() -> str:
    types = "\n".join(f'    AddType "{kind}; charset=utf-8" .{ending}' for ending, kind in TYPES)
    return f"""\
<Directory "${{POLICYGLOT_ROOT}}">
    Require all granted
    AllowOverride None
    Options -Indexes -MultiViews -ExecCGI -Includes
    DirectoryIndex index.html
    DirectorySlash Off
    AddDefaultCharset utf-8
{types}
    AddEncoding gzip .gz
    # The ETag is made of date and size: keep the dates of the files when you unpack or copy a release
    # (`tar -x`, `rsync -t`).
    FileETag MTime Size
</Directory>
"""


def _headers(site: HostedSite, path: str) -> str:
    headers = "\n".join(f"    Header always set {name} {_word(value)}" for name, value in HEADERS)
    return f"""\
<Location {_word(site.path)}>
{headers}
    # {WHY_SECURE}
    # Header always set {SECURE[0]} {_word(SECURE[1])}
    Header set Cache-Control {_word(CURRENT)}
    Header merge Vary Accept-Encoding
</Location>
<LocationMatch {_word(f"^{path}{FOREVER_NAME}(?:[.]gz)?{END}")}>
    Header set Cache-Control {_word(FOREVER)}
</LocationMatch>
"""


def _languages(site: HostedSite, path: str) -> str:
    text = ""
    for some in parcels(site.tags):
        folder = f"^{path}(?<POLICYGLOT>{'|'.join(some)})/"
        text += f"<LocationMatch {_word(folder)}>\n"
        text += '    Header set Content-Language "%{MATCH_POLICYGLOT}e"\n</LocationMatch>\n'
    return text


def _choices(site: HostedSite, path: str) -> str:
    return "".join(
        f"""\
<LocationMatch {_word(f"^{path}{any_of(names)}{END}")}>
    Header always set Cache-Control {_word(CHOSEN)}
    Header always set Vary Accept-Language
</LocationMatch>
"""
        for group in site.groups
        for names in parcels(group.policies)
    )


def _slash(site: HostedSite) -> str:
    if site.is_root:
        return ""
    bare = f"^({re.escape(site.path.rstrip('/'))}){END}"
    return f'RewriteRule {_rule(bare)} "$1/" [R=301,L]\n'


def _header(path: str) -> str:
    """Rules that keep the header Accept-Language in a variable if the lists can decide by it."""
    lines = [
        "# The header if it lists languages as browsers do, best first; otherwise empty: the reader chooses on a page."
    ]
    for why, patterns in UNDECIDED:
        lines += [f"# Not: {why[0].lower()}{why[1:]}", *(_condition(f"!{pattern}") for pattern in patterns)]
    lines += ["# A list of languages, and nothing else.", _condition(READABLE)]
    lines += [f"RewriteRule {_rule(rf'^{path}[^/]+{END}')} - [E=POLICYGLOT_HEADER:%{{HTTP:Accept-Language}}]"]
    return "\n".join(lines) + "\n"


def _condition(pattern: str) -> str:
    return f'RewriteCond "%{{HTTP:Accept-Language}}" {_rule(pattern)} [NC,NV]'


def _group(site: HostedSite, group: Group, path: str) -> str:
    """The rules of a group, which rewrite a bare address first to `/wants/` and then to `/gets/`.

    mod_rewrite has no map that tries expressions in order, but a chain of rules that rewrite the address does the same:
    each line of the list matches the address only as long as no line before it has matched.
    """
    count = sum(len(section.lines) for section in language_map(group.offered, site.source))
    lines = [
        "# A bare address becomes the reader's language, `/wants/de-AT of de-AT,de;q=0.9`, and then a folder, `/gets/de/`."
    ]
    for names in parcels(group.policies):
        lines += [f"RewriteRule {_rule(f'^({path}){one_of(names)}{END}')} \\", f"    /wants/ {_BARE}"]
    lines += [
        "# All other addresses skip these rules.",
        'RewriteCond "%{ENV:POLICYGLOT_POLICY}" "^$"',
        f'RewriteRule "^" - [S={(count + 1) * POSITIONS + 1}]',
    ]
    for position in range(1, POSITIONS + 1):
        lines += [
            f'RewriteCond "%{{ENV:POLICYGLOT_HEADER}}" {_rule(reader_language(position))}',
            'RewriteRule "^/wants/" "/wants/%1 of %{ENV:POLICYGLOT_HEADER}"',
            f"Include policyglot/languages-{group.number}.conf",
        ]
    lines += [
        "# To the page; without a folder, to the page on which the reader chooses a language.",
        'RewriteRule "^(?:/gets/(.*))?" "%{ENV:POLICYGLOT_PATH}$1%{ENV:POLICYGLOT_POLICY}.html" [R=302,L]',
    ]
    return (
        listed(group, "The page in the reader's first language, or else in the second, and so on.")
        + "\n".join(lines)
        + "\n\n"
    )


_BARE = "[E=POLICYGLOT_PATH:$1,E=POLICYGLOT_POLICY:$2]"


def _row(line: Line) -> str:
    """A rule of a list; if it is too long for a line, its folder is on the next one."""
    start = f"RewriteRule {_rule(line.pattern.replace('^', '^/wants/', 1))}"
    end = f"/gets/{line.tag}/ [NC]" if line.tag else "/gets/ [NC]"
    text = f"{start:<32} {end}"
    return text if len(text) <= LINE else f"{start} \\\n    {end}"


def _word(text: str) -> str:
    """A text in quotes as Apache reads it: `\\\\` and `\\"` lose their backslash."""
    return '"' + re.sub(r'\\(?=[\\"]|$)', r"\\\\", text).replace('"', '\\"') + '"'


def _rule(text: str) -> str:
    """An expression in quotes for `RewriteRule` and `RewriteCond`, which have no escape for a quotation mark."""
    return '"' + text.replace('"', r"\x22") + '"'
