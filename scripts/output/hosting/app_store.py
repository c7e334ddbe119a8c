"""App Store Connect: which page is the privacy policy in each of Apple's localizations, and which text on tvOS."""

from typing import Any

from ...locales import in_full
from ..indented_json import indented_json
from ..manifest import ManifestRow
from .negotiation import lead, split_tag
from .site import HostedSite

APPLE_CODES = (
    "ar-SA bn-BD ca cs da de-DE el en-AU en-CA en-GB en-US es-ES es-MX fi fr-CA fr-FR gu-IN he hi hr hu id it ja kn-IN "
    "ko ml-IN mr-IN ms nl-NL no or-IN pa-IN pl pt-BR pt-PT ro ru sk sl-SI sv ta-IN te-IN th tr uk ur-PK vi zh-Hans "
    "zh-Hant"
).split()
"""Apple's locale short codes, fifty since 2026; they are case-sensitive."""


def app_store_files(site: HostedSite) -> dict[str, str]:
    """The file: {policy: {Apple's code: page}}.

    tvOS has no browser, hence the plain text there: its path below `build/site/`, and its SHA-256.
    """
    texts = {row.path: row for row in site.manifest.pages if row.path.endswith(".txt")}
    policies = {
        name: {code: found for code in APPLE_CODES if (found := _page(site, code, rows, texts))}
        for name, rows in site.offered.items()
    }
    body = {"format": 1, "source": site.source, "policies": policies}
    return {"app-store.json": indented_json(body) + "\n"}


def _page(site: HostedSite, code: str, rows: list[ManifestRow], texts: dict[str, ManifestRow]) -> dict[str, Any]:
    """`exact`: the page is for this very localization; `fallback`: it is in the source language for want of a better."""
    offered = {row.locale: row for row in rows}
    found = lead(code, tuple(offered))
    row = offered.get(found or site.source)
    if row is None:
        return {}
    text = texts.get(row.path.removesuffix("html") + "txt")
    return {
        "privacyPolicyUrl": f"{site.address}{row.path}",
        "locale": row.locale,
        "exact": found is not None and _is_exact(found, code),
        "fallback": found is None,
        **({"text": text.path, "textSha256": text.sha256} if text else {}),
    }


def _is_exact(tag: str, code: str) -> bool:
    """Whether a page is for a code: it names no territory, or the same."""
    return not split_tag(tag)[2] or in_full(*split_tag(tag)) == in_full(*split_tag(code))
