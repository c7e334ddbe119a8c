"""Shipping: what a build made, as the files of `build/site/` and `build/hosting/`, and nothing beside them."""

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from .. import files
from . import hosting, manifest, sitemap
from .manifest import File, Manifest


def ship(build: Path, made: Manifest, texts: Mapping[str, str], kept: Iterable[File] = ()) -> list[str]:
    """Write a site and what its host needs; the files that were written or deleted, below `build`.

    `made` has the pages; whatever else stands in `texts` (path below `site/` to text) becomes a file of the manifest,
    and so do the lists that derive from it. Pages were written before, and the files `kept` stay as they are.
    """
    lists = {sitemap.SITEMAP_NAME: sitemap.sitemap(made)} if made.pages else {}
    if made.pages and hosting.is_root(made):
        lists["robots.txt"] = hosting.robots(made)
    texts = {**texts, **lists}
    pages = {row.path for row in made.pages}
    others = {file.path: file for file in kept}
    others |= {path: manifest.file(path, text) for path, text in texts.items() if path not in pages}
    whole = replace(made, files=tuple(others[path] for path in sorted(others)))
    texts[manifest.MANIFEST_NAME] = whole.text()
    hosted = hosting.files(whole)
    return [
        *_written(build / "site", texts, {*pages, *others, *texts}),
        *_written(build / "hosting", hosted, hosted),
    ]


def clear_links(folder: Path) -> None:
    """Delete the links in a folder: what they lead to would be written in their place."""
    for name, entry in _below(folder):
        if entry.is_symlink():
            (folder / name).unlink()


def _below(folder: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Whatever is in a folder and is no folder itself, with its name below it; links are not followed."""
    ahead = [(str(folder), "")]
    while ahead:
        place, name = ahead.pop()
        try:
            with os.scandir(place) as found:
                entries = list(found)
        except FileNotFoundError:
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                ahead.append((entry.path, f"{name}{entry.name}/"))
            else:
                yield f"{name}{entry.name}", entry


def write_pages(site: Path, texts: Mapping[str, str]) -> list[str]:
    """Write files below a folder, each old or new at any moment; the paths of those that changed."""
    return files.write_many({site / path: text for path, text in texts.items()}, site)


def _written(folder: Path, texts: Mapping[str, str], wanted: Collection[str]) -> list[str]:
    clear_links(folder)
    written = [f"{folder.name}/{name}" for name in sorted(write_pages(folder, texts))]
    files.let_read_all(folder, wanted)
    return [*written, *(f"{folder.name}/{name} (deleted)" for name in _swept(folder, set(wanted)))]


def _swept(folder: Path, wanted: set[str]) -> list[str]:
    """Delete whatever is not of this build: what is shipped is exactly what the manifest names."""
    deleted = sorted((name for name, _ in _below(folder) if name not in wanted), key=Path, reverse=True)
    for name in deleted:
        (folder / name).unlink()
    for place, _, _ in os.walk(folder, topdown=False):
        if place != str(folder) and not os.listdir(place):  # noqa: PTH208
            Path(place).rmdir()
    return deleted
