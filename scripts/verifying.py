"""`make verify`: whether an archive is a release as `make release` writes it; nothing of it is unpacked to the disk.

The archive is a stranger's: it is read within limits, and every claim in it is compared with what is there. That it
is whole says nothing of who made it: compare its digest with the one that was published.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from . import archive, files, manifest
from .archive import Member
from .manifest import File, Manifest, Row
from .problem import Problem, Refused, visible

SUMS = "SHA256SUMS"
STEM = "policies-"
END = ".tar.gz"

MOST_PACKED = 200_000_000
"""Bytes of the archive; a policy in fifteen languages has a thousandth of it."""
MOST_FILES = 100_000
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
STATES = ("current", "previous", "islands")
"""What a page of a release can be: one that is `kept` is refused."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a good archive holds."""

    policies: tuple[str, ...]
    languages: tuple[str, ...]
    states: Mapping[str, int]
    """How many pages have each state."""
    files: int
    size: int
    """In bytes, packed."""
    sha256: str
    """Of the archive."""
    warnings: tuple[Problem, ...] = ()

    def text(self) -> str:
        """Some lines for people."""
        rows = (
            ("policies", ", ".join(self.policies)),
            ("languages", f"{len(self.languages)}: {', '.join(self.languages)}"),
            ("states", ", ".join(f"{number} {state}" for state, number in self.states.items())),
            ("files", f"{self.files}"),
            ("size", f"{self.size} bytes"),
            ("SHA-256", self.sha256),
        )
        return "\n".join(f"    {name:<9} {visible(value, lines=False)}" for name, value in rows)


def name_of(day: date) -> str:
    """The file name of the release of a day."""
    return f"{STEM}{day.isoformat()}{END}"


def verify(path: Path) -> Contents:
    """Look at an archive. Raises `Refused` with every problem that was found, at most `MOST_TOLD`."""
    name = path.as_posix()
    try:
        data = files.read_bytes(path, name, MOST_PACKED)
    except Refused as error:
        mend = {"file": "name an archive: build/release/policies-DATE.tar.gz"}
        raise Refused(*(found.at(mend=mend.get(found.rule, AGAIN)) for found in error.problems)) from error
    return contents(data, path.name, name)


def contents(data: bytes, name: str, place: str, thorough: bool = True) -> Contents:
    """What is in an archive that has this file name; `place` stands in problems.

    Only a thorough look packs all again. Raises `Refused` as `verify` does.
    """
    look = _Look(name, data)
    problems = [
        problem.at(path=place, mend=problem.mend or AGAIN) for problem in islice(look.problems(thorough), MOST_TOLD + 1)
    ]
    if len(problems) > MOST_TOLD:
        problems[MOST_TOLD:] = [Problem("more is wrong than is told here", "release-archive", place, mend=AGAIN)]
    if look.manifest is None or any(problem.is_error for problem in problems):
        raise Refused(*problems)
    pages = look.manifest.pages
    states = Counter(row.state for row in pages)
    return Contents(
        tuple(sorted({row.policy for row in pages})),
        tuple(sorted({row.locale for row in pages})),
        {state: states[state] for state in STATES if states[state]},
        len(look.files),
        len(data),
        hashlib.sha256(data).hexdigest(),
        tuple(problems),
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
        self.manifest: Manifest | None = None

    def problems(self, thorough: bool) -> Iterator[Problem]:
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
        wrong = [*self._sums(), *self._manifest(), *self._twins()]
        yield from wrong
        if self.manifest is not None:
            again = [*self._again(self.manifest, thorough and not wrong)]
            yield from again

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
        for name, other in _same_but_case(names):
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
        rest = {name: data for name, data in self.files.items() if name != SUMS}
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
        data = self.files.get(manifest.NAME)
        if data is None:
            yield Problem(f"{manifest.NAME} is missing", "release-manifest")
            return
        try:
            text = data.decode("utf-8")
            found = manifest.read(text)
        except (ValueError, AttributeError, RecursionError) as error:
            yield Problem(f"{manifest.NAME} cannot be read: {error}", "release-manifest")
            return
        self.manifest = found
        if not _is_written(found, text):
            yield Problem(f"{manifest.NAME} says more than is read of it", "release-manifest")
        rows: list[Row | File] = [*found.pages, *found.files]
        yield from differing(found, self.files)
        for path, number in Counter(row.path for row in rows).items():
            if number > 1:
                yield Problem(f"{manifest.NAME} has '{path}' {number} times", "release-manifest")
        for row in found.pages:
            if row.state not in STATES:
                yield Problem(f"'{row.path}' has the state '{row.state}'", "release-state")
        wanted = {manifest.NAME, SUMS, *(row.path for row in rows)}
        wanted |= {name + archive.TWIN for name in wanted - {SUMS} if name.endswith(archive.PACKED)}
        for name in sorted(set(self.files) - wanted):
            yield Problem(f"'{name}' is in the archive, but not in {manifest.NAME}", "release-extra")
        for name in sorted(wanted - set(self.files) - {row.path for row in rows} - {SUMS}):
            yield Problem(f"'{name}' is missing", "release-missing")
        yield from self._names(found)

    def _names(self, found: Manifest) -> Iterator[Problem]:
        """The names of folder and file tell the day of the latest edition."""
        day = latest(row.edition for row in found.pages)
        if day is None:
            yield Problem(f"no page in {manifest.NAME} tells the date of its edition", "release-effective")
            return
        wanted = f"{STEM}{day.isoformat()}"
        if self.folder != wanted:
            message = f"its folder is '{self.folder}', but the latest edition in it is that of {day.isoformat()}"
            yield Problem(message, "release-name")
        if self.name != name_of(day):
            message = f"it is called '{self.name}', but the latest edition in it is that of {day.isoformat()}"
            yield Problem(message, "release-name", mend=f"call it {name_of(day)} again; {AGAIN}")

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

    def _again(self, found: Manifest, packs: bool) -> Iterator[Problem]:
        """Made again of what is in it, the archive has the very same bytes.

        Other versions of libdeflate may pack the same files otherwise: that alone is a warning.
        """
        day = latest(row.edition for row in found.pages)
        if day is None:
            return
        try:
            made = archive.tar({f"{self.folder}/{name}": data for name, data in self.files.items()}, day)
        except Refused as error:
            yield from error.problems
            return
        if made != self.tar:
            wrong = [*self._headers(archive.members(made, MOST_FILES))]
            yield from wrong or [
                Problem("what fills the blocks of its tar, or ends it, is not a release's", "release-tar")
            ]
        elif packs:
            twins = archive.twins({name: data for name, data in self.files.items() if name != SUMS})
            others = [name for name, data in twins.items() if self.files[name] != data]
            packed = archive.packed(self.tar)
            if not others and _is_flipped(self.data, packed):
                yield Problem("all in it is right, but some bits between its packed bytes are changed", "release-gzip")
            elif others or packed != self.data:
                what = f"{len(others)} files in it, first '{others[0]}', are" if others else "it is"
                message = f"all in it is right, but {what} packed otherwise than is done here"
                mend = "another version of libdeflate does so; compare its SHA-256 with the one that was published"
                yield Problem(message, "release-packing", level="warning", mend=mend)

    def _headers(self, wanted: Iterable[Member]) -> Iterator[Problem]:
        for member, right in zip(self.members, wanted, strict=True):
            for field in (name for name, *_ in archive.FIELDS if name != "checksum"):
                if member.field(field) != right.field(field):
                    shown, should = (_shown(one.field(field)) for one in (member, right))
                    message = f"'{member.name}' has another {field} than in a release: {shown}, not {should}"
                    yield Problem(message, "release-header")


def latest(editions: Iterable[str]) -> date | None:
    """The latest of some days of editions; none where no page has one."""
    days = []
    for edition in editions:
        try:
            days.append(date.fromisoformat(edition))
        except ValueError:  # a page without an edition
            continue
    return max(days, default=None)


def differing(found: Manifest, there: Mapping[str, bytes]) -> Iterator[Problem]:
    """Files that are missing, or are not what a manifest says."""
    rows: list[Row | File] = [*found.pages, *found.files]
    for row in sorted(rows, key=lambda row: row.path):
        data = there.get(row.path)
        if data is None:
            yield Problem(f"'{row.path}' is in {manifest.NAME}, but missing", "release-missing")
        elif len(data) != row.size:
            message = f"'{row.path}' has {len(data)} bytes; {manifest.NAME} says {row.size}"
            yield Problem(message, "release-differs")
        elif hashlib.sha256(data).hexdigest() != row.sha256:
            yield Problem(f"'{row.path}' has another SHA-256 than {manifest.NAME} says", "release-differs")


def _is_written(found: Manifest, text: str) -> bool:
    """Whether a manifest is told by its file and nothing else: no name twice, nothing that readers leave out."""
    try:
        return bool(json.loads(found.text()) == json.loads(text)) and found.text() == text
    except ValueError:
        return False


def _same_but_case(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    seen: dict[str, str] = {}
    for name in dict.fromkeys(names):
        other = seen.setdefault(name.lower(), name)
        if other != name:
            yield other, name


def _folders(name: str) -> Sequence[str]:
    """The folders that a file is in."""
    parts = name.split("/")
    return ["/".join(parts[:end]) for end in range(1, len(parts))]


def _is_flipped(data: bytes, right: bytes) -> bool:
    """Whether so little differs that it is damage: another packer changes all that follows."""
    return len(data) == len(right) and 0 < sum(one != other for one, other in zip(data, right, strict=True)) <= 8


def _shown(field: bytes) -> str:
    return repr(field.rstrip(b"\0 ").decode("ascii", "backslashreplace"))
