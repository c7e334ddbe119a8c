"""Apache: one file for a `<VirtualHost>`."""

import re

from .negotiation_regex import GROUP, choice
from .site import (
    CHOSEN,
    CURRENT,
    END,
    FOREVER,
    FOREVER_NAME,
    HEADERS,
    SECURE,
    TYPES,
    WHY_SECURE,
    Group,
    Site,
    any_of,
    parcels,
)

_HOW = """\
# Policyglot for Apache 2.4. Made by the build; a new build makes it anew.
#
#   a2enmod alias headers mime dir rewrite
#   <VirtualHost ...>   Define POLICYGLOT_ROOT /srv/policyglot/current     # the link to the folder of a release
#                       Include /etc/apache2/policyglot/policyglot.conf
#
# Apache redirects to the host that it was asked for. Where a proxy speaks https for it: ServerName https://HOST.
"""


def files(site: Site) -> dict[str, str]:
    """The file."""
    path = re.escape(site.path)
    folders = "\n".join(
        f"RewriteRule {_rule(f'^{path}(?:{any_of(some)}/?|.*[.]gz){END}')} - [R=404,L]" for some in parcels(site.tags)
    )
    types = "\n".join(f'    AddType "{kind}; charset=utf-8" .{ending}' for ending, kind in TYPES)
    packed = "\n".join(
        rf'RewriteCond "%{{HTTP:Accept-Encoding}}" "{_GZIP}" [NC,NV]'
        "\n"
        rf'RewriteCond "${{POLICYGLOT_ROOT}}/$2.gz" -f'
        "\n"
        rf"RewriteRule {_rule(f'^({path})(.+[.]{ending}){END}')} "
        rf'"$1$2.gz" "[PT,L,T={kind}; charset=utf-8,E=no-gzip:1,E=no-brotli:1]"'
        for ending, kind in TYPES
    )
    headers = "\n".join(f"    Header always set {name} {_word(value)}" for name, value in HEADERS)
    text = f"""\
{_HOW}
Alias {_word(site.path)} "${{POLICYGLOT_ROOT}}/"
RewriteEngine On
{_slash(site)}
{"".join(_group(site, group) for group in site.groups)}
# Folders, and packed files, which are sent in the place of the plain ones.
{folders}
{packed}

<Directory "${{POLICYGLOT_ROOT}}">
    Require all granted
    AllowOverride None
    Options -Indexes -MultiViews -ExecCGI -Includes
    DirectoryIndex index.html
    DirectorySlash Off
    AddDefaultCharset utf-8
{types}
    AddEncoding gzip .gz
    # A file is known anew by its date and size: unpack a release with the dates it brings (`tar -x`, `rsync -t`).
    FileETag MTime Size
</Directory>

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
    for some in parcels(site.tags):
        folder = f"^{path}(?<POLICYGLOT>{'|'.join(some)})/"
        text += f"<LocationMatch {_word(folder)}>\n"
        text += '    Header set Content-Language "%{MATCH_POLICYGLOT}e"\n</LocationMatch>\n'
    for group in site.groups:
        for names in parcels(group.policies):
            text += f"""\
<LocationMatch {_word(f"^{path}{any_of(names)}{END}")}>
    Header always set Cache-Control {_word(CHOSEN)}
    Header always set Vary Accept-Language
</LocationMatch>
"""
    return {"apache/policyglot.conf": text}


_GZIP = r"(?:^|,)\s*(?:gzip|x-gzip)\s*(?:,|$|;\s*q=(?!0(?:\.0*)?\s*(?:,|$)))"


def _slash(site: Site) -> str:
    if site.is_root:
        return ""
    bare = f"^({re.escape(site.path.rstrip('/'))}){END}"
    return f'RewriteRule {_rule(bare)} "$1/" [R=301,L]\n'


def _group(site: Site, group: Group) -> str:
    """The rules of a group: those of its languages are leapt over by all other addresses."""
    made, path = choice(group.offered, site.source), re.escape(site.path)
    text = f"# {', '.join(group.policies)}: {' '.join(made.offered)}\n"
    for names in parcels(group.policies):
        text += f"RewriteRule {_rule(f'!^{path}{any_of(names)}{END}')} - [S={len(made.leads) + 2}]\n"
        text += '    RewriteCond "%{HTTP:Accept-Language}|%{HTTP:Accept-Language}" '
        text += f'{_rule(made.best)} [NC,NV]\n    RewriteRule ^ - "[E=POLICYGLOT_RANGE:%{GROUP}]"\n'
        for tag, leads in made.leads:
            text += f'    RewriteCond "%{{ENV:POLICYGLOT_RANGE}}" {_rule(leads)} [NC]\n'
            text += f'    RewriteRule ^ - "[E=POLICYGLOT_FOLDER:{tag}/]"\n'
        text += f'    RewriteRule {_rule(f"^({path})(.+){END}")} "$1%{{ENV:POLICYGLOT_FOLDER}}$2.html" [R=302,L]\n'
    return text


def _word(text: str) -> str:
    """A text in quotes, where `\\\\` and `\\"` lose their backslash."""
    return '"' + re.sub(r'\\(?=[\\"]|$)', r"\\\\", text).replace('"', '\\"') + '"'


def _rule(text: str) -> str:
    """An expression in quotes for `RewriteRule` and `RewriteCond`, which know no way to write a quote within."""
    return '"' + text.replace('"', r"\x22") + '"'
