"""`sitemap.xml`: the pages that search engines may list, each with its other languages (sitemaps.org, and `xhtml:link`
as Google documents it for localized versions)."""

from html import escape

from .manifest import Manifest

SITEMAP_NAME = "sitemap.xml"


def sitemap(manifest: Manifest) -> str:
    """The text of the file.

    Each page lists all languages of its policy, itself included. `x-default` is the page where readers choose one.
    """
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    for name, rows in manifest.by_policy().items():
        true = [(row.locale, manifest.base_url + row.path) for row in rows if row.is_listed]
        pages = [*true, ("x-default", f"{manifest.base_url}{name}.html")]
        links = [
            f'<xhtml:link rel="alternate" hreflang="{escape(tag)}" href="{escape(address)}"/>' for tag, address in pages
        ]
        for _, address in pages:
            lines += ["<url>", f"<loc>{escape(address, quote=False)}</loc>", *links, "</url>"]
    return "\n".join([*lines, "</urlset>"]) + "\n"
