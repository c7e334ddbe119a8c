"""Cloudflare Pages: `_redirects` and `_headers`, for the root of the folder that is published."""

from .site import FOREVER, HEADERS, SECURE, TYPES, WHY_SECURE, HostedSite

_WHERE = "# Policyglot for Cloudflare Pages: belongs at the root of the folder that is published, {where}.\n"


def cloudflare_files(site: HostedSite) -> dict[str, str]:
    """The two files, and what is answered where there is nothing: without it Pages sends the first page instead."""
    return {
        "cloudflare/_redirects": _redirects(site),
        "cloudflare/_headers": _headers(site),
        "cloudflare/404.html": _missing(site),
    }


def _where(site: HostedSite) -> str:
    return _WHERE.format(
        where="among the site's files" if site.is_root else f"and the site below it in {site.written_path}"
    )


def _redirects(site: HostedSite) -> str:
    bare = [f"#   {site.written_path}{name}\n" for name in site.offered]
    return (
        f"{_where(site)}# There is nothing to redirect. Pages knows no languages, and leaves `.html` away by itself: at a bare\n"
        "# address readers get the page where they pick. A rule from there to the page would go round in a circle.\n"
        f"{''.join(bare)}"
    )


def _headers(site: HostedSite) -> str:
    path = site.written_path
    text = (
        _where(site)
        + "# No header is in two rules that fit one address: Pages would join them. What is not said here is\n"
    )
    text += "# Pages' own: each page is asked for anew.\n\n"
    text += f"{path}*\n" + "".join(f"  {name}: {value}\n" for name, value in HEADERS)
    text += f"  # {WHY_SECURE}\n  # {SECURE[0]}: {SECURE[1]}\n"
    text += f"{path}:language/*\n  Content-Language: :language\n"
    text += "".join(f"{path}{name}\n  Cache-Control: {FOREVER}\n" for name in site.forever)
    for ending, kind in TYPES:
        if ending != "html":  # those have no ending there, and their type is right
            text += f"{path}*.{ending}\n  Content-Type: {kind}; charset=utf-8\n"
    return text


def _missing(site: HostedSite) -> str:
    return (
        '<!doctype html>\n<html lang="zxx">\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n<title>404</title>\n'
        f'<h1>404</h1>\n<p><a href="{site.written_path}">{site.written_path}</a></p>\n</html>\n'
    )
