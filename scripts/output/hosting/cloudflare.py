"""Cloudflare Pages: `_redirects` and `_headers`, for the root of the folder that is published."""

from .site import FOREVER, HEADERS, SECURE, TYPES, WHY_SECURE, HostedSite

_WHERE = "# Policyglot for Cloudflare Pages. Put this file at the root of the published folder, {where}.\n"


def cloudflare_files(site: HostedSite) -> dict[str, str]:
    """The files for Cloudflare Pages. Without `404.html`, it answers with the index page where there is no file."""
    return {
        "cloudflare/_redirects": _redirects(site),
        "cloudflare/_headers": _headers(site),
        "cloudflare/404.html": _missing(site),
    }


def _where(site: HostedSite) -> str:
    return _WHERE.format(
        where="next to the files of the site" if site.is_root else f"and the site below it in {site.written_path}"
    )


def _redirects(site: HostedSite) -> str:
    bare = [f"#   {site.written_path}{name}\n" for name in site.offered]
    return (
        f"{_where(site)}# There is nothing to redirect. Pages cannot choose by language, and removes `.html` from addresses:\n"
        "# at the addresses below, readers get the page on which they choose a language. A rule would be a loop.\n"
        f"{''.join(bare)}"
    )


def _headers(site: HostedSite) -> str:
    path = site.written_path
    text = (
        _where(site)
        + "# No two rules that match one address set the same header: Pages would join the values. For all other\n"
    )
    text += "# headers, the defaults of Pages are right: browsers ask for each page again.\n\n"
    text += f"{path}*\n" + "".join(f"  {name}: {value}\n" for name, value in HEADERS)
    text += f"  # {WHY_SECURE}\n  # {SECURE[0]}: {SECURE[1]}\n"
    text += f"{path}:language/*\n  Content-Language: :language\n"
    text += "".join(f"{path}{name}\n  Cache-Control: {FOREVER}\n" for name in site.forever)
    for ending, kind in TYPES:
        if ending != "html":  # pages have no ending there, and the right type already
            text += f"{path}*.{ending}\n  Content-Type: {kind}; charset=utf-8\n"
    return text


def _missing(site: HostedSite) -> str:
    return (
        '<!doctype html>\n<html lang="zxx">\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n<title>404</title>\n'
        f'<h1>404</h1>\n<p><a href="{site.written_path}">{site.written_path}</a></p>\n</html>\n'
    )
