"""Configuration for the web server: `build/hosting/`, made from the manifest alone.

A server chooses the language only for a bare address (`/legal/privacy`); every other address names its language.
"""

from ..manifest import Manifest
from .apache import apache_files
from .app_store import app_store_files
from .cloudflare import cloudflare_files
from .netlify import netlify_files
from .nginx import nginx_files
from .robots import robots_txt
from .site import HostedSite


def files(manifest: Manifest) -> dict[str, str]:
    """All files, as path below `build/hosting/` to text."""
    site = HostedSite(manifest)
    made = {
        **nginx_files(site),
        **apache_files(site),
        **netlify_files(site),
        **cloudflare_files(site),
        **app_store_files(site),
    }
    if not site.is_root:
        made["robots.txt"] = robots_txt(site)
    return dict(sorted(made.items()))


def robots(manifest: Manifest) -> str:
    """`robots.txt` for a site that is the root of its host, where search engines look for it."""
    return robots_txt(HostedSite(manifest))


def is_root(manifest: Manifest) -> bool:
    """Whether the site is the root of its host."""
    return HostedSite(manifest).is_root
