"""A release as one archive: read within limits and compared with its own claims; nothing is unpacked to the disk.

The archive is a stranger's. That it is whole does not say who made it: compare its digest with the one that was published.
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
"""Bytes of the archive; a policy in fifteen languages has a thousandth of it."""
MOST_TOLD = 100
"""Problems of one archive."""

AGAIN = "fetch the archive again from where it was published; if it stays so, do not use it"
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
"""Members that a release does not have, by the kind of their header."""


def verify_archive(path: Path, *, reproduce: bool = False) -> Contents:
    """Look at an archive. Raises `Refused` with every problem that was found, at most `MOST_TOLD`.

    With `reproduce`, it is packed again too.
    """
    name = path.as_posix()
    try:
        data = files.read_bytes(path, name, MOST_PACKED)
    except Refused as error:
        hint = {"file": "name an archive, build/release/policies-DATE-DIGEST.tar.gz, or a folder"}
        raise Refused(*(found.at(hint=hint.get(found.rule, AGAIN)) for found in error.problems)) from error
    return contents(data, path.name, name, reproduce=reproduce)


def contents(data: bytes, name: str, place: str, *, reproduce: bool = False) -> Contents:
    """What is in an archive that has this file name; `place` stands in problems.

    With `reproduce`, all is packed again too. Raises `Refused` as `verify` does.
    """
    look = _Look(name, data)
    problems = [
        problem.at(path=place, hint=problem.hint or AGAIN)
        for problem in islice(look.problems(reproduce), MOST_TOLD + 1)
    ]
    if len(problems) > MOST_TOLD:
        problems[MOST_TOLD:] = [Problem("more is wrong than is told here", "release-archive", place, hint=AGAIN)]
    if look.manifest is None or any(problem.is_error for problem in problems):
        raise Refused(*problems)
    digest = look.held[manifest.MANIFEST_NAME].sha256
    return Contents(
        look.folder, look.manifest, digest, look.held, len(data), hashlib.sha256(data).hexdigest(), tuple(problems)
    )


class _Look:
    """One look at one archive: each step stands on what the one before found good enough."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name, self.data = name, data
        self.tar = b""
        self.members: list[Member] = []
        self.folder = ""
        self.files: dict[str, bytes] = {}
        """Below the top folder, by name."""
        self.held: dict[str, File] = {}
        """The same files: how large they are, and their digests."""
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
            yield Problem("there is nothing in it", "release-tar")
            return
        wrong = [*self._members()]
        yield from wrong
        if wrong:  # what follows needs to know which file is which
            return
        top = len(self.folder) + 1
        self.files = {member.name[top:]: member.data for member in self.members}
        self.held = claims.as_held(self.files)
        wrong = [*self._sums(), *self._manifest(), *self._twins()]
        yield from wrong
        day = claims.day_of(self.manifest) if self.manifest is not None else None
        if day is not None:
            others = [*self._tar(day)]
            yield from others
            if reproduce and not wrong and not others:
                yield from self._packing()

    def _members(self) -> Iterator[Problem]:
        """Regular files with plain names, in one folder and in order."""
        names = [member.name for member in self.members]
        for member in self.members:
            if member.kind != "0":
                what = KINDS.get(member.kind, f"of the unknown kind '{member.kind}'")
                yield Problem(f"'{member.name}' is {what}, not a regular file", "release-member")
            elif not archive.is_plain(member.name):
                yield Problem(f"'{member.name}' is no plain name for a file: it may lead elsewhere", "release-member")
        for name, number in Counter(names).items():
            if number > 1:
                yield Problem(f"'{name}' is in it {number} times", "release-member")
        for name, other in claims.same_but_case(names):
            yield Problem(f"'{name}' and '{other}' differ only in case; some systems know one", "release-member")
        below = {other for name in names for other in _folders(name)} & set(names)
        for name in sorted(below):
            yield Problem(f"'{name}' is a file and a folder", "release-member")
        folders = sorted({name.split("/")[0] if "/" in name else "" for name in names})
        if folders == [""] or len(folders) > 1:
            shown = ", ".join(f"'{name}'" for name in folders[:5] if name) or "none"
            yield Problem(f"its files are not in one top folder; there are: {shown}", "release-member")
        elif names != sorted(names):
            first = next(name for name, wanted in zip(names, sorted(names), strict=True) if name != wanted)
            yield Problem(f"its files are not in the order of their names, from '{first}'", "release-member")
        self.folder = folders[0]

    def _sums(self) -> Iterator[Problem]:
        """`SHA256SUMS` has each other file, with its digest, by name."""
        text = self.files.get(SUMS)
        if text is None:
            yield Problem(f"{SUMS} is missing", "release-sums")
            return
        rest = {name: file.sha256 for name, file in self.held.items() if name != SUMS}
        wanted = archive.sums(rest)
        if text == wanted.encode():
            return
        told = dict(line.partition("  ")[::2][::-1] for line in text.decode("utf-8", "replace").splitlines())
        for line in wanted.splitlines():
            digest, _, name = line.partition("  ")
            if name not in told:
                yield Problem(f"{SUMS} does not have '{name}'", "release-sums")
            elif told[name] != digest:
                yield Problem(f"'{name}' is not what {SUMS} says: its SHA-256 is {digest}", "release-sums")
        for name in sorted(set(told) - set(rest)):
            yield Problem(f"{SUMS} has '{name}', which is not in the archive", "release-sums")
        if list(told.items()) == [line.partition("  ")[::2][::-1] for line in wanted.splitlines()]:
            yield Problem(f"{SUMS} has the right sums in another form than sha256sum writes", "release-sums")
        elif set(told) == set(rest) and list(told) != sorted(told):
            yield Problem(f"{SUMS} is not in the order of names", "release-sums")

    def _manifest(self) -> Iterator[Problem]:
        """The manifest names exactly what is there."""
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
            yield Problem(f"'{name}' is in the archive, but not in {manifest.MANIFEST_NAME}", "release-extra")
        for name in sorted(wanted - set(self.files) - rows - {SUMS}):
            yield Problem(f"'{name}' is missing", "release-missing")
        yield from self._names(found, data)

    def _names(self, found: Manifest, data: bytes) -> Iterator[Problem]:
        """The names of folder and file have the day of the latest edition and the digits of the manifest."""
        day = claims.day_of(found)
        if day is None:
            yield Problem(f"no page in {manifest.MANIFEST_NAME} tells the date of its edition", "release-effective")
            return
        wanted = release_name(day, data)
        if (
            self.name == f"{self.folder}{ARCHIVE_SUFFIX}"
            and is_older(self.folder)
            and wanted.startswith(f"{self.folder}-")
        ):
            message = f"an older version of Policyglot made it: today a release with this manifest is called '{wanted}'"
            yield Problem(message, "release-format", hint="verify it with the version of Policyglot that made it")
            return
        for name, what, right in ((self.folder, "its folder", wanted), (self.name, "it", f"{wanted}{ARCHIVE_SUFFIX}")):
            if name != right:
                message = f"{what} is called '{name}', but a release with this manifest is called '{right}'"
                hint = f"call it {right} again; {AGAIN}" if what == "it" else ""
                yield Problem(message, "release-name", hint=hint)

    def _twins(self) -> Iterator[Problem]:
        """Each packed twin holds the text beside it."""
        for name, data in self.files.items():
            plain = self.files.get(name.removesuffix(archive.TWIN)) if name.endswith(archive.TWIN) else None
            if plain is not None:
                try:
                    same = archive.unpacked(data, len(plain)) == plain
                except ValueError as error:
                    yield Problem(f"'{name}' is broken: {error}", "release-twin")
                    continue
                if not same:
                    yield Problem(f"'{name}' holds another text than the file beside it", "release-twin")

    def _tar(self, day: date) -> Iterator[Problem]:
        """Made again of the files in it, the tar has the very same bytes: no field or filling of it says anything else."""
        files = {f"{self.folder}/{name}": data for name, data in self.files.items()}
        try:
            made = archive.tar(files, day, {f"{self.folder}/{name}": file.sha256 for name, file in self.held.items()})
        except Refused as error:
            yield from error.problems
            return
        if made != self.tar:
            wrong = [*self._headers(archive.members(made, MOST_FILES))]
            yield from wrong or [
                Problem("what fills the blocks of its tar, or ends it, is not a release's", "release-tar")
            ]

    def _packing(self) -> Iterator[Problem]:
        """Packed again, all has the very same bytes.

        Other versions of libdeflate may pack the same files otherwise: that alone is a warning.
        """
        twins = archive.twins({name: data for name, data in self.files.items() if name != SUMS})
        others = [name for name, data in twins.items() if self.files[name] != data]
        packed = archive.packed(self.tar)
        if not others and _is_flipped(self.data, packed):
            yield Problem("all in it is right, but some bits between its packed bytes are changed", "release-gzip")
        elif others or packed != self.data:
            what = f"{len(others)} files in it, first '{others[0]}', are" if others else "it is"
            message = f"all in it is right, but {what} packed otherwise than is done here"
            hint = "another version of libdeflate does so; compare its SHA-256 with the one that was published"
            yield Problem(message, "release-packing", level="warning", hint=hint)

    def _headers(self, wanted: Iterable[Member]) -> Iterator[Problem]:
        for member, right in zip(self.members, wanted, strict=True):
            for field in (name for name, *_ in archive.TAR_FIELDS if name != "checksum"):
                if member.field(field) != right.field(field):
                    shown, should = (_shown(one.field(field)) for one in (member, right))
                    message = f"'{member.name}' has another {field} than in a release: {shown}, not {should}"
                    yield Problem(message, "release-header")


def _folders(name: str) -> Sequence[str]:
    """The folders that a file is in."""
    parts = name.split("/")
    return ["/".join(parts[:end]) for end in range(1, len(parts))]


def _is_flipped(data: bytes, right: bytes) -> bool:
    """Whether so little differs that it is damage: another packer changes all that follows."""
    return len(data) == len(right) and 0 < sum(one != other for one, other in zip(data, right, strict=True)) <= 8


def _shown(field: bytes) -> str:
    return repr(field.rstrip(b"\0 ").decode("ascii", "backslashreplace"))
