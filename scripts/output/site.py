"""Writes `build/site/` and `build/hosting/`: exactly the files of this build, and no others."""

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from .. import files
from . import hosting, manifest, sitemap
from .manifest import File, Manifest


def ship(
    build: Path,
    made: Manifest,
    texts: Mapping[str, str],
    kept: Iterable[File],
    remember: hosting.Remember,
) -> list[str]:
    """Write a site and the configuration for its host; gives the paths below `build` that were written or deleted.

    `made` has the rows of the pages, which are on the disk already. `texts` are the other files (path below `site/` to
    text); they get rows in the manifest, as do the sitemap and `robots.txt`. Files in `kept` stay as they are.
    `remember` knows the configuration of earlier runs.
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
    hosted = hosting.files(whole, remember)
    return [
        *_written(build / "site", texts, {*pages, *others, *texts}),
        *_written(build / "hosting", hosted, hosted),
    ]


def clear_links(folder: Path) -> None:
    """Delete the symbolic links in a folder: writing to one would change the file to which it leads."""
    for name, entry in _below(folder):
        if entry.is_symlink():
            (folder / name).unlink()


def _below(folder: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Everything below a folder except folders, with its path from there; links are not followed."""
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
    """Write files below a folder, each of them old or new at any moment (law 9); gives the paths that changed."""
    return files.write_many({site / path: text for path, text in texts.items()}, site)


def _written(folder: Path, texts: Mapping[str, str], wanted: Collection[str]) -> list[str]:
    clear_links(folder)
    written = [f"{folder.name}/{name}" for name in sorted(write_pages(folder, texts))]
    files.let_read_all(folder, wanted)
    return [*written, *(f"{folder.name}/{name} (deleted)" for name in _swept(folder, set(wanted)))]


def _swept(folder: Path, wanted: set[str]) -> list[str]:
    """Delete files that this build did not produce, and empty folders: the site has only what the manifest names."""
    deleted = sorted((name for name, _ in _below(folder) if name not in wanted), key=Path, reverse=True)
    for name in deleted:
        (folder / name).unlink()
    for place, _, _ in os.walk(folder, topdown=False):
        if place != str(folder) and not os.listdir(place):  # noqa: PTH208
            Path(place).rmdir()
    return deleted
