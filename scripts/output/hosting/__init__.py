"""What a release engineer gives to the host: `build/hosting/`, made from the manifest alone.

A bare address (`/legal/privacy`) is the one place where a server chooses a language; everywhere else the address does.
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
    """Path below `build/hosting/` to text."""
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
    """`robots.txt`: it belongs at the root of the host, so into the site where that is the root."""
    return robots_txt(HostedSite(manifest))


def is_root(manifest: Manifest) -> bool:
    """Whether the site is the root of its host."""
    return HostedSite(manifest).is_root
