"""Verifies a release in one archive: it is read within limits and compared with its own manifest, all in memory.

The archive may come from a stranger. That it is whole does not prove who made it: for that, its digest has to be
compared with the one that was published.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path

from .. import files
from ..output import manifest
from ..output.manifest import File, Manifest
from ..problem import Problem, Refused
from . import archive, claims
from .archive import Member
from .claims import MOST_FILES, SUMS
from .contents import Contents
from .naming import ARCHIVE_SUFFIX, is_older, release_name

MOST_PACKED = 200_000_000
"""Bytes of the largest archive; a policy in fifteen languages needs a thousandth of it."""
MOST_REPORTED = 100
"""Problems that are reported of one archive."""

AGAIN = "download the archive again from where it was published; if the problem stays, do not use it"
KINDS = {
    "1": "a hard link",
    "2": "a symbolic link",
    "3": "a device",
    "4": "a device",
    "5": "a folder",
    "6": "a pipe",
    "7": "a contiguous file",
    "K": "a GNU record of a long link",
    "L": "a GNU record of a long name",
    "S": "a sparse file",
    "g": "a PAX record",
    "x": "a PAX record",
}
"""Kinds of members that a release does not have, by the type flag in their header (POSIX ustar and pax, GNU tar)."""


def verify_archive(path: Path, *, reproduce: bool = False) -> Contents:
    """Verify an archive and give its contents. Raises `Refused` with every problem, at most `MOST_REPORTED`.

    With `reproduce`, its files are also packed again, and the result is compared with it.
    """
    name = path.as_posix()
    try:
        data = files.read_bytes(path, name, MOST_PACKED)
    except Refused as error:
        hint = {"file": "name an archive, build/release/policies-DATE-DIGEST.tar.gz, or a folder"}
        raise Refused(*(found.at(hint=hint.get(found.rule, AGAIN)) for found in error.problems)) from error
    return contents(data, path.name, name, reproduce=reproduce)


def contents(data: bytes, name: str, place: str, *, reproduce: bool = False) -> Contents:
    """Verify an archive in memory and give its contents. `name` is its file name, and `place` its path in problems.

    `reproduce` and errors are as for `verify_archive`.
    """
    look = _Look(name, data)
    problems = [
        problem.at(path=place, hint=problem.hint or AGAIN)
        for problem in islice(look.problems(reproduce), MOST_REPORTED + 1)
    ]
    if len(problems) > MOST_REPORTED:
        message = f"there are more problems; the first {MOST_REPORTED} are reported"
        problems[MOST_REPORTED:] = [Problem(message, "release-archive", place, hint=AGAIN)]
    if look.manifest is None or any(problem.is_error for problem in problems):
        raise Refused(*problems)
    digest = look.held[manifest.MANIFEST_NAME].sha256
    return Contents(
        look.folder, look.manifest, digest, look.held, len(data), hashlib.sha256(data).hexdigest(), tuple(problems)
    )


class _Look:
    """One verification of one archive, in steps; each step needs the results of the steps before."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name, self.data = name, data
        self.tar = b""
        self.members: list[Member] = []
        self.folder = ""
        self.files: dict[str, bytes] = {}
        """Name below the top folder to contents."""
        self.held: dict[str, File] = {}
        """The same files with their sizes and digests."""
        self.manifest: Manifest | None = None

    def problems(self, reproduce: bool) -> Iterator[Problem]:
        try:
            self.tar = archive.unpacked(self.data)
        except ValueError as error:
            yield Problem(str(error), "release-gzip")
            return
        try:
            self.members = archive.members(self.tar, MOST_FILES)
        except ValueError as error:
            yield Problem(f"the tar inside is broken: {error}", "release-tar")
            return
        if not self.members:
            yield Problem("the archive is empty", "release-tar")
            return
        wrong = [*self._members()]
        yield from wrong
        if wrong:  # the next steps must know which file is which
            return
        top = len(self.folder) + 1
        self.files = {member.name[top:]: member.data for member in self.members}
        self.held = claims.as_held(self.files)
        wrong = [*self._sums(), *self._manifest(), *self._twins()]
        yield from wrong
        # The tar is made again only with a date; without one, `_names` has reported the problem.
        day = claims.day_of(self.manifest) if self.manifest is not None else None
        if day is not None:
            others = [*self._tar(day)]
            yield from others
            if reproduce and not wrong and not others:
                yield from self._packing()

    def _members(self) -> Iterator[Problem]:
        """All members are regular files with plain names, in one folder and in order."""
        names = [member.name for member in self.members]
        for member in self.members:
            if member.kind != "0":
                what = KINDS.get(member.kind, f"of the unknown kind '{member.kind}'")
                yield Problem(f"'{member.name}' is {what}, not a regular file", "release-member")
            elif not archive.is_plain(member.name):
                yield Problem(f"'{member.name}' is not a plain file name and may lead elsewhere", "release-member")
        for name, number in Counter(names).items():
            if number > 1:
                yield Problem(f"'{name}' is in it {number} times", "release-member")
        for name, other in claims.same_but_case(names):
            message = f"'{name}' and '{other}' differ only in case, and are one file on some systems"
            yield Problem(message, "release-member")
        # `de` and `de/privacy.html`: no system can unpack both, and which of them is left would be chance.
        below = {other for name in names for other in _folders(name)} & set(names)
        for name in sorted(below):
            yield Problem(f"'{name}' is both a file and a folder", "release-member")
        folders = sorted({name.split("/")[0] if "/" in name else "" for name in names})
        if folders == [""] or len(folders) > 1:
            shown = ", ".join(f"'{name}'" for name in folders[:5] if name) or "none"
            yield Problem(f"its files are not all in one top folder; its top folders are: {shown}", "release-member")
        elif names != sorted(names):
            first = next(name for name, wanted in zip(names, sorted(names), strict=True) if name != wanted)
            yield Problem(f"its files are not sorted by name; the first wrong one is '{first}'", "release-member")
        self.folder = folders[0]

    def _sums(self) -> Iterator[Problem]:
        """`SHA256SUMS` has all other files with their digests, sorted by name."""
        text = self.files.get(SUMS)
        if text is None:
            yield Problem(f"{SUMS} is missing", "release-sums")
            return
        rest = {name: file.sha256 for name, file in self.held.items() if name != SUMS}
        wanted = archive.sums(rest)
        if text == wanted.encode():
            return
        listed = dict(line.partition("  ")[::2][::-1] for line in text.decode("utf-8", "replace").splitlines())
        for line in wanted.splitlines():
            digest, _, name = line.partition("  ")
            if name not in listed:
                yield Problem(f"{SUMS} does not list '{name}'", "release-sums")
            elif listed[name] != digest:
                message = f"'{name}' was changed: its SHA-256 is {digest}, which is not the one in {SUMS}"
                yield Problem(message, "release-sums")
        for name in sorted(set(listed) - set(rest)):
            yield Problem(f"{SUMS} lists '{name}', which is not in the archive", "release-sums")
        if list(listed.items()) == [line.partition("  ")[::2][::-1] for line in wanted.splitlines()]:
            yield Problem(f"{SUMS} has the right sums, but not in the form that sha256sum writes", "release-sums")
        elif set(listed) == set(rest) and list(listed) != sorted(listed):
            yield Problem(f"{SUMS} is not sorted by name", "release-sums")

    def _manifest(self) -> Iterator[Problem]:
        """The manifest lists exactly the files of the archive."""
        data = self.files.get(manifest.MANIFEST_NAME)
        if data is None:
            yield Problem(f"{manifest.MANIFEST_NAME} is missing", "release-manifest")
            return
        try:
            found = claims.read_release_manifest(data)
        except Refused as error:
            yield from error.problems
            return
        self.manifest = found
        yield from claims.differing(found, self.held)
        yield from claims.manifest_contradictions(found, data)
        rows = {row.path for row in claims.rows(found)}
        wanted = claims.names(found)
        for name in sorted(set(self.files) - wanted):
            yield Problem(f"'{name}' is in the archive, but not listed in {manifest.MANIFEST_NAME}", "release-extra")
        for name in sorted(wanted - set(self.files) - rows - {SUMS}):
            yield Problem(f"'{name}' is missing", "release-missing")
        yield from self._names(found, data)

    def _names(self, found: Manifest, data: bytes) -> Iterator[Problem]:
        """The names of the folder and the archive have the date of the latest edition and the digits of the manifest."""
        day = claims.day_of(found)
        if day is None:
            yield Problem(f"no page in {manifest.MANIFEST_NAME} has the date of an edition", "release-effective")
            return
        wanted = release_name(day, data)
        if (
            self.name == f"{self.folder}{ARCHIVE_SUFFIX}"
            and is_older(self.folder)
            and wanted.startswith(f"{self.folder}-")
        ):
            message = f"an older version of Policyglot made it: now the name of this release would be '{wanted}'"
            yield Problem(message, "release-format", hint="verify it with the version of Policyglot that made it")
            return
        for name, what, right in (
            (self.folder, "its folder", wanted),
            (self.name, "the archive", f"{wanted}{ARCHIVE_SUFFIX}"),
        ):
            if name != right:
                message = f"{what} is called '{name}', but the right name for its manifest is '{right}'"
                hint = (
                    f"if somebody renamed it, name it {right} again; if not, {AGAIN}" if what == "the archive" else ""
                )
                yield Problem(message, "release-name", hint=hint)

    def _twins(self) -> Iterator[Problem]:
        """Each packed twin has the text of the plain file."""
        # Servers send the twin instead of the plain file, and a forged one could have another text with right sums.
        for name, data in self.files.items():
            plain = self.files.get(name.removesuffix(archive.TWIN)) if name.endswith(archive.TWIN) else None
            if plain is not None:
                try:
                    same = archive.unpacked(data, len(plain)) == plain
                except ValueError as error:
                    yield Problem(f"'{name}' is broken: {error}", "release-twin")
                    continue
                if not same:
                    message = f"'{name}' does not have the text of the plain file next to it"
                    yield Problem(message, "release-twin")

    def _tar(self, day: date) -> Iterator[Problem]:
        """A tar that is made again from its files has the very same bytes, so nothing is hidden in fields or padding."""
        files = {f"{self.folder}/{name}": data for name, data in self.files.items()}
        try:
            made = archive.tar(files, day, {f"{self.folder}/{name}": file.sha256 for name, file in self.held.items()})
        except Refused as error:
            yield from error.problems
            return
        if made != self.tar:
            wrong = [*self._headers(archive.members(made, MOST_FILES))]
            yield from wrong or [
                Problem("the padding or the end of its tar differs from that of a release", "release-tar")
            ]

    def _packing(self) -> Iterator[Problem]:
        """Its files and its tar, packed again, have the very same bytes.

        Other versions of libdeflate may pack the same files differently, so this alone is a warning.
        """
        twins = archive.twins({name: data for name, data in self.files.items() if name != SUMS})
        others = [name for name, data in twins.items() if self.files[name] != data]
        packed = archive.packed(self.tar)
        if not others and _is_flipped(self.data, packed):
            message = "all its files are right, but some bits between its packed bytes were changed"
            yield Problem(message, "release-gzip")
        elif others or packed != self.data:
            what = f"its packed file '{others[0]}' is" if others else "the archive is"
            what = what if len(others) < 2 else f"{len(others)} of its packed files ('{others[0]}' is the first) are"
            message = f"all its files are right, but {what} packed differently from here"
            hint = "another version of libdeflate may have packed it; compare its SHA-256 with the published one"
            yield Problem(message, "release-packing", level="warning", hint=hint)

    def _headers(self, wanted: Iterable[Member]) -> Iterator[Problem]:
        for member, right in zip(self.members, wanted, strict=True):
            for field in (name for name, *_ in archive.TAR_FIELDS if name != "checksum"):
                if member.field(field) != right.field(field):
                    shown, should = (_shown(one.field(field)) for one in (member, right))
                    message = (
                        f"the field '{field}' in the header of '{member.name}' is {shown}, but {should} in a release"
                    )
                    yield Problem(message, "release-header")


def _folders(name: str) -> Sequence[str]:
    """All folders above a file."""
    parts = name.split("/")
    return ["/".join(parts[:end]) for end in range(1, len(parts))]


def _is_flipped(data: bytes, right: bytes) -> bool:
    """Whether so few bytes differ that the data is damaged: another packer would change nearly all of them."""
    return len(data) == len(right) and 0 < sum(one != other for one, other in zip(data, right, strict=True)) <= 8


def _shown(field: bytes) -> str:
    return repr(field.rstrip(b"\0 ").decode("ascii", "backslashreplace"))
