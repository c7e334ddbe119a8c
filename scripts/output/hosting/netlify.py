"""Netlify: `_redirects` and `_headers`, for the root of the folder that is published.

Netlify compares a rule's languages with the first of the reader's alone: with the whole of it, or its first subtag.
"""

from collections.abc import Iterator

from ...locales import in_full, writings
from .language_table import Branch, families
from .negotiation import is_divided
from .site import FOREVER, HEADERS, SECURE, WHY_SECURE, Group, HostedSite

_WHERE = "# Policyglot for Netlify: belongs at the root of the folder that is published, {where}.\n"


def netlify_files(site: HostedSite) -> dict[str, str]:
    """The two files."""
    return {"netlify/_redirects": _redirects(site), "netlify/_headers": _headers(site)}


def _where(site: HostedSite) -> str:
    return _WHERE.format(
        where="among the site's files" if site.is_root else f"and the site below it in {site.written_path}"
    )


def _redirects(site: HostedSite) -> str:
    text = _where(site)
    text += "# Netlify looks at a reader's first language alone. Where no rule fits, the reader picks.\n"
    for group in site.groups:
        for name in group.policies:
            bare = f"{site.written_path}{name}"
            text += "\n"
            for tag, ranges in _rules(group):
                if tag:
                    text += f"{bare} {site.written_path}{tag}/{name}.html 302! Language={','.join(ranges)}\n"
                else:
                    text += f"{bare} {bare}.html 200! Language={','.join(ranges)}\n"
            text += f"{bare} {bare}.html 200\n"
    return text


def _rules(group: Group) -> Iterator[tuple[str | None, list[str]]]:
    """(tag, ranges): first those that lead elsewhere than their language alone does, which would take them too."""
    last: list[tuple[str, list[str]]] = []
    for family in families(group.offered):
        for codes, branches in family.rows:
            usual = next((branch.usual for branch in branches if "" in branch.scripts), None)
            for tag in (*family.tags, None) if usual else family.tags:
                if tag != usual and (ranges := list(_ranges(codes, branches, tag))):
                    yield tag, ranges
            if usual:
                last.append((usual, list(codes)))
    yield from last


def _ranges(codes: tuple[str, ...], branches: tuple[Branch, ...], tag: str | None) -> Iterator[str]:
    """The ranges that lead to `tag`, spelled out; of a script, those that are spelled with a territory too."""
    for code in codes:
        known = writings(in_full(code)[0])
        written = {script for branch in branches for script in branch.scripts}
        for branch in branches:
            other = {place for _, places in branch.others for place in places}
            for script in branch.scripts:
                if script == in_full(code)[1] and not is_divided(code):
                    continue  # nobody spells out the only script there is
                name = f"{code}-{script}" if script else code
                if branch.usual == tag:
                    yield name
                    yield from (f"{name}-{place}" for place in known.get(script, ()) if place not in other)
                yield from (f"{name}-{place}" for place in branch.places(tag))
        if tag is None:
            for script in sorted(set(known) - written):
                yield from (f"{code}-{script}", *(f"{code}-{script}-{place}" for place in known[script]))


def _headers(site: HostedSite) -> str:
    path = site.written_path
    text = (
        _where(site)
        + "# No header is in two rules that fit one address. What is not said here is Netlify's own: each page\n"
    )
    text += "# is asked for anew, and text is UTF-8.\n\n"
    text += f"{path}*\n" + "".join(f"  {name}: {value}\n" for name, value in HEADERS)
    text += f"  # {WHY_SECURE}\n  # {SECURE[0]}: {SECURE[1]}\n"
    text += "".join(f"{path}{tag}/*\n  Content-Language: {tag}\n" for tag in site.tags)
    text += "".join(f"{path}{name}\n  Cache-Control: {FOREVER}\n" for name in site.forever)
    return text + f"{path}*.txt\n  Content-Type: text/plain; charset=utf-8\n"
