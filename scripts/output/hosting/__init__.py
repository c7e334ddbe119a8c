"""What a release engineer gives to the host: `build/hosting/`, made from the manifest alone.

A bare address (`/legal/privacy`) is the one place where a server chooses a language; everywhere else the address does.
"""

from ..manifest import Manifest
from . import apache, app_store, cloudflare, netlify, nginx
from .robots import robots as _robots
from .site import Site


def files(manifest: Manifest) -> dict[str, str]:
    """Path below `build/hosting/` to text."""
    site = Site(manifest)
    made = {}
    for host in (nginx, apache, netlify, cloudflare, app_store):
        made.update(host.files(site))
    if not site.is_root:
        made["robots.txt"] = _robots(site)
    return dict(sorted(made.items()))


def robots(manifest: Manifest) -> str:
    """`robots.txt`: it belongs at the root of the host, so into the site where that is the root."""
    return _robots(Site(manifest))


def is_root(manifest: Manifest) -> bool:
    """Whether the site is the root of its host."""
    return Site(manifest).is_root
