"""`robots.txt`, which search engines ask for at the root of a host and nowhere else."""

from urllib.parse import urlsplit

from .site import HostedSite


def robots_txt(site: HostedSite) -> str:
    """The file; where the site is only a part of its host, lines for the file of that host."""
    text = f"User-agent: *\nAllow: {site.written_path}\n\nSitemap: {site.address}sitemap.xml\n"
    if site.is_root:
        return text
    parts = urlsplit(site.address)
    return (
        f"# Belongs into {parts.scheme}://{parts.netloc}/robots.txt: nobody looks for it in {site.written_path}\n{text}"
    )
