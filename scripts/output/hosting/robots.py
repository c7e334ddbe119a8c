"""`robots.txt`, which search engines ask for at the root of a host and nowhere else."""

from urllib.parse import urlsplit

from .site import HostedSite


def robots_txt(site: HostedSite) -> str:
    """The text of the file; for a site that is only a part of its host, lines to add to the file of that host."""
    text = f"User-agent: *\nAllow: {site.written_path}\n\nSitemap: {site.address}sitemap.xml\n"
    if site.is_root:
        return text
    parts = urlsplit(site.address)
    return (
        f"# Add these lines to {parts.scheme}://{parts.netloc}/robots.txt: "
        f"search engines do not look for the file in {site.written_path}\n{text}"
    )
