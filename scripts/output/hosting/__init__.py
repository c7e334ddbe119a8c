"""Configuration for the web server: `build/hosting/`, made from the manifest alone.

A server chooses the language only for a bare address (`/legal/privacy`); every other address names its language.
"""

import json
from collections.abc import Callable, Mapping

from ..manifest import File, Manifest, ManifestRow
from .app_store import app_store_files
from .robots import robots_txt
from .site import HostedSite

Remember = Callable[[str, Callable[[], Mapping[str, str]]], Mapping[str, str]]
"""Given a text and a function that makes files of nothing else: the files, made now or in an earlier run."""


def _made_now(_: str, make: Callable[[], Mapping[str, str]]) -> Mapping[str, str]:
    return make()


def files(manifest: Manifest, remember: Remember = _made_now) -> dict[str, str]:
    """All files, as path below `build/hosting/` to text.

    The configuration of servers depends on which pages there are, and not on what they say, so most runs make the same.
    """
    site = HostedSite(manifest)
    pages = [(row.path, row.locale, row.policy, row.state) for row in manifest.html()]
    outline = json.dumps([manifest.base_url, manifest.source, pages, [file.path for file in manifest.files]])
    made = {**remember(outline, lambda: _server_files(outline)), **app_store_files(site)}
    if not site.is_root:
        made["robots.txt"] = robots_txt(site)
    return dict(sorted(made.items()))


def _server_files(outline: str) -> dict[str, str]:
    """The files for servers, made of nothing but this text."""
    from .apache import apache_files  # here, for few runs make them
    from .cloudflare import cloudflare_files
    from .netlify import netlify_files
    from .nginx import nginx_files

    base_url, source, pages, others = json.loads(outline)
    rows = (ManifestRow(path, tag, policy, "", "", state, 0, "", "", "", 0) for path, tag, policy, state in pages)
    site = HostedSite(Manifest(base_url, source, tuple(rows), tuple(File(path, "", 0) for path in others)))
    return {**nginx_files(site), **apache_files(site), **netlify_files(site), **cloudflare_files(site)}


def robots(manifest: Manifest) -> str:
    """`robots.txt` for a site that is the root of its host, where search engines look for it."""
    return robots_txt(HostedSite(manifest))


def is_root(manifest: Manifest) -> bool:
    """Whether the site is the root of its host."""
    return HostedSite(manifest).is_root
