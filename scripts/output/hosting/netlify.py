"""Netlify: `_redirects` and `_headers`, for the root of the folder that is published.

Netlify compares the languages of a rule only with the reader's first language: with all of it, or with its first subtag.
"""

from collections.abc import Iterator

from ...locales import in_full, writings
from .language_table import Branch, families
from .negotiation import is_divided
from .site import FOREVER, HEADERS, SECURE, WHY_SECURE, Group, HostedSite

_WHERE = "# Policyglot for Netlify. Put this file at the root of the published folder, {where}.\n"


def netlify_files(site: HostedSite) -> dict[str, str]:
    """The files for Netlify, as path to text."""
    return {"netlify/_redirects": _redirects(site), "netlify/_headers": _headers(site)}


def _where(site: HostedSite) -> str:
    return _WHERE.format(
        where="next to the files of the site" if site.is_root else f"and the site below it in {site.written_path}"
    )


def _redirects(site: HostedSite) -> str:
    text = _where(site)
    text += (
        "# Netlify looks only at the reader's first language. If no rule matches it, the reader chooses on a page.\n"
    )
    for group in site.groups:
        for name in group.policies:
            # `!` forces a rule: without it, Netlify would serve the page `privacy.html` at `/privacy` before any rule.
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
    """(tag, ranges) in the order of the rules.

    A rule for `zh` also matches `zh-TW`, so ranges that lead to another page than their language alone come first.
    """
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
    """All ranges that lead to `tag`; those with a script are listed with each of its territories too.

    Netlify has no patterns: a rule for `zh-Hant` does not match `zh-Hant-TW`.
    """
    for code in codes:
        known = writings(in_full(code)[0])
        written = {script for branch in branches for script in branch.scripts}
        for branch in branches:
            other = {place for _, places in branch.others for place in places}
            for script in branch.scripts:
                if script == in_full(code)[1] and not is_divided(code):
                    continue  # nobody names the only script there is
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
        + "# No two rules that match one address set the same header. For all other headers, Netlify's defaults are\n"
    )
    text += "# right: browsers ask for each page again, and text is UTF-8.\n\n"
    text += f"{path}*\n" + "".join(f"  {name}: {value}\n" for name, value in HEADERS)
    text += f"  # {WHY_SECURE}\n  # {SECURE[0]}: {SECURE[1]}\n"
    text += "".join(f"{path}{tag}/*\n  Content-Language: {tag}\n" for tag in site.tags)
    text += "".join(f"{path}{name}\n  Cache-Control: {FOREVER}\n" for name in site.forever)
    return text + f"{path}*.txt\n  Content-Type: text/plain; charset=utf-8\n"
