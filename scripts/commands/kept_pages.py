"""Pages that a build of some locales or policies leaves as they are on the disk, and that menus still list."""

import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from ..checks.page.page import outline
from ..checks.source import policy as source_checks
from ..locales import canonical_code, language
from ..output import manifest
from ..output.manifest import File, Manifest, ManifestRow
from ..pages.destinations import PageLinks, links_to_pages
from ..pages.facts import PageFacts
from ..pages.forms import BESIDE_OTHERS
from ..pages.listed import Listed, form
from ..project.project import Project


class _OnDisk(NamedTuple):
    """What a page on the disk contributes to links."""

    ids: tuple[str, ...]
    links: tuple[str, ...]
    """Addresses of other pages of the site, as the page writes them."""


class KeptPages:
    """The pages of the last build that this one does not make; none if it makes all of them."""

    def __init__(self, project: Project, last: Manifest, is_chosen: Callable[[str, str], bool]) -> None:
        """`last` is the manifest of the last build; `is_chosen(policy, tag)` says whether this build makes the page."""
        self._project = project
        self._there = [row for row in last.pages if not is_chosen(row.policy, row.locale)]
        self._whole = [row for row in self._there if manifest.is_whole(project.site, row)]
        sheets = (file for file in last.files if file.path.endswith(".css")) if self._there else ()
        self.sheets: list[File] = [file for file in sheets if manifest.is_whole(project.site, file)]
        """Style sheets that these pages may need."""
        self._on_disk: dict[str, _OnDisk] = {}

    def policies(self) -> set[str]:
        """Names of the policies that have such pages, even if the policy does not exist any more."""
        return {row.policy for row in self._whole}

    def rows(self, said: Callable[[str, str], PageFacts | None]) -> list[ManifestRow]:
        """Their rows, with title, state and approval from the current texts: the manifest may be old or changed.

        `said` gives the facts of a page according to the current texts.
        """
        return [_as_said(row, said(row.policy, row.locale)) for row in self._whole]

    def listed(self, name: str, said: Callable[[str, str], PageFacts | None]) -> Iterator[Listed]:
        """The pages of a policy as menus list them."""
        for row in (row for row in self._html() if row.policy == name):
            now = _as_said(row, said(row.policy, row.locale))
            # an earlier version accepted aliases such as `iw`; a page that it made must not stop this build
            yield Listed(language(canonical_code(row.locale)), row.path, now.title, now.state)

    def ids(self, name: str, tag: str) -> tuple[str, ...] | None:
        """The ids of a page on the disk; None if it is not there."""
        path = form(tag, name, BESIDE_OTHERS)
        return self._read(path).ids if any(row.path == path for row in self._html()) else None

    def stale(
        self,
        digests: Mapping[str, str],
        codes: Sequence[str],
        said: Callable[[str, str], PageFacts | None],
        links: PageLinks,
        paths: set[str],
    ) -> set[str]:
        """The paths of pages that are out of date: a build of the whole site would make them differently, or not at all.

        `digests` are the digests that pages of each policy would have now, `codes` the locales of the project, and
        `paths` the pages that menus list.
        """
        tags = {language(code).tag for code in codes}
        found = {row.path for row in self._there if row not in self._whole}
        found |= {row.path for row in self._whole if digests.get(row.policy) != row.source or row.locale not in tags}
        for row in self._html():
            old, page = self._read(row.path).links, said(row.policy, row.locale)
            now = {} if page is None else links.relative(page)
            hrefs = () if page is None else (now[href].href if href in now else href for href in page.hrefs)
            folder = row.path.rpartition("/")[0]
            targets = {posixpath.normpath(f"{folder}/{link.partition('#')[0]}") for link in old}
            if not targets <= paths or not set(links_to_pages(hrefs)) <= set(old):
                found.add(row.path)
        return found

    def _html(self) -> Iterator[ManifestRow]:
        return (row for row in self._whole if row.path == form(row.locale, row.policy, BESIDE_OTHERS))

    def _read(self, path: str) -> _OnDisk:
        if path not in self._on_disk:
            found = outline((self._project.site / path).read_text(encoding="utf-8"))
            self._on_disk[path] = _OnDisk(tuple(source_checks.ids(found)), tuple(links_to_pages(found.links)))
        return self._on_disk[path]


def _as_said(row: ManifestRow, page: PageFacts | None) -> ManifestRow:
    if page is None:
        return row
    return replace(row, title=page.title, state=page.status.state, approval=page.status.approval)
