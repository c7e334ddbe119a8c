"""Releases: the same bytes everywhere, nothing that has errors, and no archive that is trusted without verification."""

import functools
import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import time
import zlib
from collections.abc import Callable, Mapping
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scripts.__main__ import main
from scripts.commands import build, release
from scripts.output import manifest
from scripts.problem import Refused
from scripts.project.project import PIPELINE, Project
from scripts.release import archive, archive_reader, archive_writer, naming, verification, verify_archive

from ..conftest import GERMAN, POLICY, po_text, write
from ..effort import no_more_work_than

DAY = date(2024, 10, 1)
SITE = '[site]\nbase_url = "https://legal.policyglot.net/"\n'
SHOWN = POLICY.replace("example.org", "policyglot.net")
SHOWN_GERMAN = {
    key.replace("example.org", "policyglot.net"): value.replace("example.org", "policyglot.net")
    for key, value in GERMAN.items()
}


def filled(folder: Path) -> Project:
    """A project that can be released."""
    write(folder, "policy/site.toml", SITE)
    write(folder, "policy/logs.md", SHOWN)
    write(folder, "locale/de/LC_MESSAGES/logs.po", po_text(SHOWN_GERMAN))
    return Project(folder)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return filled(tmp_path / "root")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release, which tests only read."""
    done = release.release(filled(tmp_path_factory.mktemp("made")))
    assert done.path is not None and done.is_new and not any(found.is_error for found in done.problems)
    return done.path


@pytest.fixture(scope="module")
def good(made: Path) -> bytes:
    return made.read_bytes()


@pytest.fixture(scope="module")
def top(made: Path) -> str:
    """Its top folder."""
    return made.name.removesuffix(".tar.gz")


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def rules(done: release.ReleaseResult) -> set[str]:
    return {problem.rule for problem in done.problems}


# -- the archive -----------------------------------------------------------------------------------


def test_the_name_has_the_date_and_the_digits_of_the_manifest(made: Path, good: bytes, top: str) -> None:
    digits = hashlib.sha256(held(good)["manifest.json"]).hexdigest()[:8]
    assert made.name == f"policies-2024-10-01-{digits}.tar.gz"
    assert {member.name.split("/")[0] for member in archive.members(raw(good), 999)} == {top}


def test_other_programs_read_the_archive(made: Path, top: str, tmp_path: Path) -> None:
    listed = subprocess.run(["tar", "-tzf", str(made)], capture_output=True, text=True, check=True)
    assert listed.stderr == ""
    assert {f"{top}/de/logs.html", f"{top}/de/logs.html.gz", f"{top}/SHA256SUMS"} <= set(listed.stdout.split())
    assert listed.stdout.split() == sorted(listed.stdout.split())
    subprocess.run(["tar", "-xzf", str(made), "-C", str(tmp_path)], check=True)
    summed = subprocess.run(
        ["sha256sum", "--strict", "--check", "SHA256SUMS"], cwd=tmp_path / top, capture_output=True, text=True
    )
    assert summed.returncode == 0, summed.stderr
    there = [path for path in (tmp_path / top).rglob("*") if path.is_file()]
    assert len(summed.stdout.splitlines()) == len(there) - 1
    assert (
        gzip.decompress((tmp_path / top / "de/logs.txt.gz").read_bytes())
        == (tmp_path / top / "de/logs.txt").read_bytes()
    )


def test_the_site_is_in_the_archive_as_it_is(made: Path, good: bytes, top: str) -> None:
    site = made.parent.parent / "site"
    with tarfile.open(fileobj=BytesIO(good), mode="r:gz") as tar:
        names = {name.removeprefix(f"{top}/") for name in tar.getnames()}
        for path in (path for path in site.rglob("*") if path.is_file()):
            name = path.relative_to(site).as_posix()
            inside = tar.extractfile(f"{top}/{name}")
            assert inside is not None and inside.read() == path.read_bytes()
            names -= {name, f"{name}.gz"}
    assert names == {"SHA256SUMS"}


def test_every_member_is_a_plain_file_without_an_owner(good: bytes) -> None:
    with tarfile.open(fileobj=BytesIO(good), mode="r:gz") as tar:
        for member in tar:
            assert member.isreg() and member.mode == 0o644 and not member.pax_headers
            assert (member.uid, member.gid, member.uname, member.gname) == (0, 0, "", "")
            assert time.strftime("%F", time.gmtime(member.mtime)) == "2024-10-01"


def test_a_changed_file_of_the_same_size_has_another_time_and_a_twin_that_of_its_file() -> None:
    assert archive.time(DAY, sha256(b"14 days")) != archive.time(DAY, sha256(b"30 days"))
    files = {"a.txt": b"14 days", "a.txt.gz": archive.packed(b"14 days")}
    one, two = archive.members(archive.tar(files, DAY), 9)
    assert one.field("time") == two.field("time")


@pytest.mark.parametrize("length", [0, 1, 511, 512, 513, 100_000])
def test_what_is_packed_unpacks_and_begins_with_the_fixed_header(length: int) -> None:
    data = (b"We keep nothing. " * 6000)[:length]
    assert gzip.decompress(archive.packed(data)) == data and archive.packed(data).startswith(archive.HEADER)
    assert [member.data for member in archive.members(archive.tar({"a": data}, DAY), 9)] == [data]


LONG = "a" * 60 + "/" + "b" * 60


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (LONG, ""),
        ("a" * 100, ""),
        ("a" * 155 + "/" + "b" * 100, ""),
        ("a" * 101, "too long"),
        ("a" * 156 + "/" + "b" * 100, "too long"),
        ("a" * 20 + "/" + "b" * 101, "too long"),
        *(
            (name, "cannot be used as a file name")
            for name in ("../a", "/a", "a//b", "a\\b", "a/./b", "a\nb", "ä", "", "a/", "a.")
        ),
    ],
)
def test_names_that_have_no_room_or_lead_elsewhere_are_refused(name: str, words: str) -> None:
    if not words:
        data = archive.tar({name: b"x"}, DAY)
        with tarfile.open(fileobj=BytesIO(data)) as tar:
            assert tar.getnames() == [name]
        assert archive.members(data, 9)[0].name == name
        return
    with pytest.raises(Refused, match=words) as caught:
        archive.tar({name: b"x"}, DAY)
    assert caught.value.problems[0].rule == "release-name" and caught.value.problems[0].hint


def test_gnu_tar_writes_the_same_headers(tmp_path: Path) -> None:
    files = {"b/c.txt": b"x" * 700, "a.css": b"", LONG: b"y", "c/" * 80 + "d.txt": b"z"}
    for name, data in files.items():
        path = write(tmp_path, name, data.decode())
        path.chmod(0o644)
        os.utime(path, (archive.time(DAY, sha256(data)),) * 2)
    done = subprocess.run(
        ["tar", "--format=ustar", "--owner=0", "--group=0", "--numeric-owner", "-b1", "-cf", "-", *sorted(files)],
        cwd=tmp_path, capture_output=True, check=True,
    )  # fmt: skip
    assert done.stdout == archive.tar(files, DAY)


# -- the same bytes everywhere ---------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(
    ("zone", "umask", "seed", "tongue"),
    [("Pacific/Kiritimati", 0o077, "1", "C"), ("America/St_Johns", 0o000, "4242", "tr_TR.UTF-8")],
)
def test_folder_zone_umask_seed_and_locale_leave_no_trace(
    made: Path, good: bytes, tmp_path: Path, zone: str, umask: int, seed: str, tongue: str
) -> None:
    root = filled(tmp_path / "elsewhere" / zone.replace("/", "-"))
    for path in root.path.rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    env = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": tongue}
    done = subprocess.run(
        [sys.executable, "-m", "scripts", "--root", str(root.path), "release"],
        cwd=PIPELINE, env=env, umask=umask, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (root.path / "build/release" / made.name).read_bytes() == good
    assert hashlib.sha256(good).hexdigest() in done.stderr and f"{len(good)} bytes, written" in done.stderr


PROBE = """
import datetime, hashlib, sys
from scripts.release import archive
files = {f"d/{n}.html": (f"<p>We keep {n} things. " * n).encode() for n in range(0, 400, 40)}
data = archive.packed(archive.tar({**files, **archive.twins(files)}, datetime.date(2024, 10, 1)))
print(hashlib.sha256(data).hexdigest())
"""
OTHERS = sorted(
    {str(path) for path in Path.home().glob(".pyenv/versions/3.1[1-9]*/bin/python3")}
    | {found for minor in range(11, 20) if (found := shutil.which(f"python3.{minor}"))}
)


@pytest.mark.slow
def test_every_other_python_makes_the_same_bytes() -> None:
    import deflate

    libraries = Path(deflate.__file__).parent.parent
    digests, versions = set(), set()
    for python in [sys.executable, *OTHERS]:
        env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(PIPELINE), str(libraries)])}
        version = subprocess.run([python, "--version"], capture_output=True, text=True)
        if version.returncode == 0:
            done = subprocess.run([python, "-c", PROBE], capture_output=True, text=True, env=env, cwd=PIPELINE)
            assert done.returncode == 0, (python, done.stderr)
            digests.add(done.stdout)
            versions.add(version.stdout)
    assert len(digests) == 1
    if len(versions) < 2:
        pytest.skip("needs another Python 3.11 or later, in the PATH or of pyenv")


@pytest.mark.slow
def test_the_second_run_changes_nothing_and_says_so(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(project.path), "release"]) == 0
    [path] = (project.path / "build/release").iterdir()
    before = path.stat()
    capsys.readouterr()
    assert main(["--root", str(project.path), "release"]) == 0
    assert "nothing changed" in capsys.readouterr().err and path.stat().st_mtime_ns == before.st_mtime_ns


def test_a_release_builds_once_and_packs_each_file_once(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    builds, packed = list[object](), list[bytes]()
    whole, pack = build.build, archive_writer.packed

    def counted_build(*words: object, **names: object) -> object:
        builds.append(words)
        return whole(*words, **names)  # type: ignore[arg-type]

    def counted_pack(data: bytes) -> bytes:
        packed.append(data)
        return pack(data)

    monkeypatch.setattr(build, "build", counted_build)
    monkeypatch.setattr(archive_writer, "packed", counted_pack)
    monkeypatch.setattr(archive, "packed", counted_pack)
    assert release.release(project).is_new
    assert len(builds) == 1 and len(packed) == len(set(packed)) > 5


# -- what is not released --------------------------------------------------------------------------


def fuzzy(project: Project) -> None:
    write(project.path, "policy/site.toml", SITE + '[publish]\nrequired = ["de"]\nminimum = 100\n')
    write(project.path, "locale/de/LC_MESSAGES/logs.po", po_text(SHOWN_GERMAN, flags="fuzzy"))


def broken(project: Project) -> None:
    write(project.path, "locale/de/LC_MESSAGES/logs.po", "broken")


def undated(project: Project) -> None:
    write(project.path, "policy/logs.md", SHOWN.replace("effective: 2024-10-01\n", ""))


def unknown(project: Project) -> None:
    write(project.path, "policy/site.toml", SITE + "nonsense = 1\n")


def ancient(project: Project) -> None:
    write(project.path, "policy/logs.md", SHOWN.replace("2024-10-01", "1066-10-14"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("spoil", "rule"),
    [
        (fuzzy, "release-required"),
        (broken, "syntax"),
        (undated, "release-effective"),
        (unknown, "site"),
        (ancient, "release-effective"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_what_has_errors_is_refused_and_nothing_is_written(
    project: Project, spoil: Callable[[Project], None], rule: str
) -> None:
    spoil(project)
    done = release.release(project)
    assert done.path is None and rule in rules(done), done.problems
    assert all(found.hint for found in done.problems if found.rule.startswith("release-"))
    assert any(found.is_error for found in done.problems)
    assert not (project.path / "build/release").exists()


@pytest.mark.slow
def test_strict_refuses_a_release_for_its_warnings(project: Project) -> None:
    write(project.path, "policy/scan.pdf", "")
    assert release.release(project, strict=True).path is None and not (project.path / "build/release").exists()
    (project.path / "policy/scan.pdf").unlink()
    shutil.rmtree(project.path / "locale")
    write(project.path, "policy/site.toml", '[site]\nbase_url = "https://policies.test/legal/"\n')
    first = release.release(project, strict=True)
    assert first.path is not None, first.problems
    write(project.path, "policy/logs.md", SHOWN.replace("name", "city"))
    again = release.release(project, strict=True)
    assert again.path not in (None, first.path) and rules(again) == {"release-same-date"}


@pytest.mark.slow
def test_no_archive_is_written_through_a_link(project: Project, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    project.build.mkdir(exist_ok=True)
    (project.build / "release").symlink_to(tmp_path.parent)
    before = sorted(tmp_path.parent.iterdir())
    assert "link" in rules(release.release(project)) and sorted(tmp_path.parent.iterdir()) == before


def spoil_site(
    project: Project, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Path], object]
) -> release.ReleaseResult:
    """A release whose site is changed between the build and the packing."""
    whole = build.build

    def touched(*arguments: object, **names: object) -> object:
        result = whole(*arguments, **names)  # type: ignore[arg-type]
        spoil(project.site)
        return result

    monkeypatch.setattr(build, "build", touched)
    return release.release(project)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("spoil", "rule"),
    [
        (lambda site: (site / "stray.html").write_text("x"), "release-extra"),
        (lambda site: (site / "link.html").symlink_to("index.html"), "release-extra"),
        (lambda site: (site / "de/logs.html").unlink(), "release-missing"),
        (lambda site: (site / "de/logs.html").write_text("x"), "release-differs"),
        (lambda site: (site / "manifest.json").unlink(), "release-manifest"),
        (lambda site: (site / "manifest.json").write_text("{}"), "release-manifest"),
    ],
    ids=["stray", "link", "missing", "differs", "no manifest", "no true manifest"],
)
def test_a_site_that_is_not_its_manifest_is_refused(
    project: Project, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Path], object], rule: str
) -> None:
    done = spoil_site(project, monkeypatch, spoil)
    assert done.path is None and rule in rules(done) and not (project.path / "build/release").exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("toml", "told"),
    [
        ('[site]\nbase_url = "https://example.com/legal/"\n', 1),
        ('[site]\nbase_url = "https://www.example.org/"\n[variables]\ncontact = "a@example.net"\n', 2),
        ('[site]\nbase_url = "https://counterexample.com/"\n[variables]\ncontact = "a@example.community"\n', 0),
        (SITE, 0),
    ],
)
def test_placeholders_are_a_warning_and_refuse_nothing(project: Project, toml: str, told: int) -> None:
    write(project.path, "policy/site.toml", toml)
    done = release.release(project)
    assert done.path is not None and len([p for p in done.problems if p.rule == "release-placeholder"]) == told


def test_a_write_that_is_stopped_leaves_no_half_archive(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", lambda _: None)
    assert build.build(project).rows
    monkeypatch.setattr(os, "fsync", stop)
    with pytest.raises(KeyboardInterrupt):
        release.release(project)
    assert list((project.path / "build/release").iterdir()) == []


# -- what is there already is never touched -----------------------------------------------------------


def there(project: Project) -> dict[str, bytes]:
    """The archives in `build/release/`, hidden files too."""
    folder = project.path / "build/release"
    return {path.name: path.read_bytes() for path in folder.iterdir()} if folder.is_dir() else {}


def reworded(project: Project, word: str = "fourteen") -> None:
    """Change the German text, but not its date."""
    german = {key: value.replace("Tage", f"Tage ({word})") for key, value in SHOWN_GERMAN.items()}
    write(project.path, "locale/de/LC_MESSAGES/logs.po", po_text(german))


def no_site(project: Project) -> None:
    write(project.path, "policy/site.toml", "[site\n")


def no_policy(project: Project) -> None:
    (project.path / "policy/logs.md").unlink()


def refused_policy(project: Project) -> None:
    write(project.path, "policy/logs.md", SHOWN + "\n{{ nothing }}\n")


@pytest.mark.slow
@pytest.mark.parametrize(
    "spoil",
    [fuzzy, broken, unknown, undated, ancient, no_site, no_policy, refused_policy],
    ids=lambda value: value.__name__,
)
def test_a_run_that_fails_leaves_every_archive_and_says_so(project: Project, spoil: Callable[[Project], None]) -> None:
    assert release.release(project).path
    for name in ("policies-2023-01-01.tar.gz", "policies-2024-10-01.tar.gz", "notes.txt"):
        write(project.path, f"build/release/{name}", "from before")
    before = there(project)
    spoil(project)
    done = release.release(project)
    assert done.path is None and there(project) == before
    [told] = [found for found in done.problems if found.rule == "release-before"]
    assert not told.is_error and "the 3 archives in this folder are from earlier runs" in told.message


def test_a_run_that_fails_with_nothing_there_says_nothing_of_archives(project: Project) -> None:
    broken(project)
    assert "release-before" not in rules(release.release(project))


@pytest.mark.slow
def test_each_release_of_a_date_is_kept_and_the_pages_that_differ_are_named(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    first = release.release(project).path
    before = there(project)
    reworded(project)
    write(project.path, "locale/fr/LC_MESSAGES/logs.po", po_text(SHOWN_GERMAN, language="fr"))
    capsys.readouterr()
    assert main(["--root", str(project.path), "release", "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)["problems"]
    [told] = [found for found in said if found["rule"] == "release-same-date"]
    assert first and told["path"] == f"build/release/{first.name}" and told["level"] == "warning"
    assert "2 of 3 pages changed (1 in its text), 1 page new" in told["message"]  # menus name the other languages
    assert "changed: de/logs (html, txt, json, fragment.html)" in told["now"].split("\n")
    assert "new: fr/logs (html, txt, json, fragment.html)" in told["now"].split("\n")
    after = there(project)
    assert len(after) == 2 and before.items() <= after.items()
    shutil.rmtree(project.path / "locale/fr")
    done = release.release(project)
    told_of = {found.path: found.now for found in done.problems if found.rule == "release-same-date"}
    assert len(there(project)) == 3 and after.items() <= there(project).items() and len(told_of) == 2
    assert any("gone: fr/logs (html, txt, json, fragment.html)" in now for now in told_of.values())
    assert told_of[f"build/release/{first.name}"].startswith("changed: de/logs (html, txt, json, fragment.html)")


@pytest.mark.slow
def test_texts_that_come_back_are_the_archive_that_is_there(project: Project) -> None:
    first = release.release(project)
    reworded(project)
    second = release.release(project)
    write(project.path, "locale/de/LC_MESSAGES/logs.po", po_text(SHOWN_GERMAN))
    third = release.release(project)
    assert (third.path, third.is_new) == (first.path, False) and second.is_new
    assert second.path and [found.path for found in third.problems if found.rule == "release-same-date"] == [
        f"build/release/{second.path.name}"
    ]


@pytest.mark.slow
def test_a_release_of_another_date_is_not_compared(project: Project) -> None:
    release.release(project)
    write(project.path, "policy/logs.md", SHOWN.replace("2024-10-01", "2024-11-02"))
    done = release.release(project)
    assert done.is_new and len(there(project)) == 2 and "release-same-date" not in rules(done)


OTHERS_OF_THE_DATE: dict[str, tuple[Callable[[Path, bytes], object], str]] = {
    "empty": (lambda path, good: path.write_bytes(b""), "cannot be read: it is empty"),
    "cut": (lambda path, good: path.write_bytes(good[:999]), "cannot be read: it is cut off"),
    "of another name": (lambda path, good: path.write_bytes(good), "cannot be compared with it: the archive is called"),
    "a folder": (lambda path, good: path.mkdir(), "cannot be read: it is not a regular file"),
    "a link": (lambda path, good: path.symlink_to("/dev/zero"), "cannot be read: it is a symbolic link"),
    "a link to nothing": (lambda path, good: path.symlink_to("nothing"), "cannot be read: it is a symbolic link"),
    "a pipe": (lambda path, good: os.mkfifo(path), "cannot be read: it is not a regular file"),
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", OTHERS_OF_THE_DATE)
@pytest.mark.parametrize("name", ["policies-2024-10-01-00000000.tar.gz", "policies-2024-10-01.tar.gz"])
def test_a_broken_archive_of_the_same_date_is_reported_and_left(
    project: Project, good: bytes, kind: str, name: str
) -> None:
    make, words = OTHERS_OF_THE_DATE[kind]
    path = write(project.path, f"build/release/{name}", "")
    path.unlink()
    make(path, good)
    before = path.lstat()
    done = release.release(project)
    [told] = [found for found in done.problems if found.rule == "release-same-date"]
    assert done.is_new and words in told.message, told
    assert told.path == f"build/release/{name}" and told.hint and not told.is_error
    after = path.lstat()
    assert (after.st_ino, after.st_mtime_ns, after.st_size) == (before.st_ino, before.st_mtime_ns, before.st_size)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("number", "age"), [(manifest.MANIFEST_FORMAT - 1, "an older"), (manifest.MANIFEST_FORMAT + 1, "a newer")]
)
@pytest.mark.parametrize("digits", ["", "-00000000"])
def test_an_archive_of_another_format_is_reported_as_one(
    project: Project, good: bytes, number: int, age: str, digits: str
) -> None:
    files = held(good)
    text = files["manifest.json"].replace(b'"format": %d' % manifest.MANIFEST_FORMAT, b'"format": %d' % number)
    files |= {"manifest.json": text, "manifest.json.gz": zipped(text)}
    name = f"policies-2024-10-01{digits}"
    (project.path / "build/release").mkdir(parents=True)
    (project.path / f"build/release/{name}.tar.gz").write_bytes(resummed(files, f"{name}/"))
    done = release.release(project)
    [told] = [found for found in done.problems if found.rule == "release-same-date"]
    assert done.is_new and f"{age} version of Policyglot wrote it (format {number};" in told.message


def test_an_archive_that_an_older_version_named_is_of_its_date(project: Project, good: bytes) -> None:
    (project.path / "build/release").mkdir(parents=True)
    old = project.path / "build/release/policies-2024-10-01.tar.gz"
    old.write_bytes(resummed(held(good), "policies-2024-10-01/"))
    done = release.release(project)
    [told] = [found for found in done.problems if found.rule == "release-same-date"]
    assert done.is_new and "an older version of Policyglot made it" in told.message and len(there(project)) == 2


def damage(path: Path, change: Callable[[bytes], bytes]) -> bytes:
    path.write_bytes(change(path.read_bytes()))
    return path.read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda data: b"", "is damaged: it is empty"),
        (lambda data: data[:-1], "is damaged: it is cut off"),
        (lambda data: data + b"x", "is damaged: something else follows its end"),
        (lambda data: data[:-9] + bytes([data[-9] ^ 128]) + data[-8:], "is damaged: "),
        (lambda data: resummed({**held(data), "evil.html": b"x"}), "is damaged: 'evil.html'"),
    ],
    ids=["empty", "cut", "longer", "flipped", "forged"],
)
def test_an_archive_of_the_same_name_with_other_bytes_is_not_overwritten(
    project: Project, change: Callable[[bytes], bytes], words: str
) -> None:
    first = release.release(project)
    assert first.path
    bytes_there = damage(first.path, change)
    done = release.release(project)
    [told] = [found for found in done.problems if found.rule == "release-exists"]
    assert done.path is None and told.is_error and words in told.message and "move it to another folder" in told.hint
    assert there(project) == {first.path.name: bytes_there}
    first.path.rename(project.path / "moved")
    assert release.release(project).is_new


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["link to the same bytes", "link to nothing", "folder", "pipe"])
def test_anything_but_a_file_with_the_name_is_left(project: Project, kind: str) -> None:
    path = release.release(project).path
    assert path
    path.rename(project.path / "moved")
    if kind.startswith("link"):
        path.symlink_to(project.path / ("moved" if "same" in kind else "nothing"))
    else:
        path.mkdir() if kind == "folder" else os.mkfifo(path)
    mode = path.lstat().st_mode
    done = release.release(project)
    assert done.path is None and "release-exists" in rules(done)
    assert (
        path.lstat().st_mode == mode
        and not (project.path / "nothing").exists()
        and len(list(path.parent.iterdir())) == 1
    )


@pytest.mark.slow
def test_a_whole_archive_that_is_packed_differently_is_this_release(project: Project) -> None:
    first = release.release(project)
    assert first.path
    bytes_there = damage(first.path, lambda data: zipped(raw(data)))
    done = release.release(project)
    [told] = [found for found in done.problems if found.rule == "release-packing"]
    assert (done.path, done.is_new) == (first.path, False) and not told.is_error
    assert done.contents and done.contents.sha256 == hashlib.sha256(bytes_there).hexdigest()
    assert there(project) == {first.path.name: bytes_there}


@pytest.mark.slow
def test_other_texts_with_the_same_digits_are_not_this_release(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = naming.release_name
    monkeypatch.setattr(verification, "release_name", lambda day, text: whole(day, b""))
    monkeypatch.setattr(verify_archive, "release_name", lambda day, text: whole(day, b""))
    first = release.release(project)
    before = there(project)
    reworded(project)
    done = release.release(project)
    [told] = [found for found in done.problems if found.rule == "release-exists"]
    assert (
        first.is_new
        and done.path is None
        and "has the name of the new release, but other texts" in told.message
        and there(project) == before
    )


@pytest.mark.slow
def test_releases_at_once_leave_one_whole_archive_and_no_other_file(project: Project) -> None:
    build.build(project)
    words = [sys.executable, "-c", "import sys; from pathlib import Path; from scripts import files\n"
             "print(files.create(Path(sys.argv[1]), sys.argv[2].encode() * 300_000))"]  # fmt: skip
    path = project.path / "build/release/policies-2024-10-01-0a1b2c3d.tar.gz"
    running = [
        subprocess.Popen([*words, str(path), text], cwd=PIPELINE, stdout=subprocess.PIPE, text=True)
        for text in "abcdef"
    ]
    said = [process.communicate()[0].strip() for process in running]
    assert sorted(said) == ["False"] * 5 + ["True"]
    assert path.read_bytes() == "abcdef"[said.index("True")].encode() * 300_000 and list(there(project)) == [path.name]


@pytest.mark.parametrize(
    "words", [["--locale", "de"], ["--policy", "logs"], ["--locale", " de fr "], ["--locale", "", "--locale", "x"]]
)
def test_a_release_of_some_pages_is_a_wrong_command_line(
    project: Project, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--root", str(project.path), "release", *words])
    assert caught.value.code == 2 and "a release is the whole site" in capsys.readouterr().err
    assert not (project.path / "build").exists()


def test_options_that_are_empty_choose_nothing(project: Project) -> None:
    assert main(["--root", str(project.path), "release", "--locale", "", "--policy", " \t", "--format", "text"]) == 0


# -- hostile archives ------------------------------------------------------------------------------


def zipped(data: bytes, level: int = 9) -> bytes:
    """A gzip member with the right header, packed by zlib: fast, and with other bytes than in a release."""
    raw = zlib.compressobj(level, zlib.DEFLATED, -15)
    body = raw.compress(data) + raw.flush()
    return archive.HEADER + body + zlib.crc32(data).to_bytes(4, "little") + (len(data) % 2**32).to_bytes(4, "little")


def raw(good: bytes) -> bytes:
    return gzip.decompress(good)


def held(good: bytes) -> dict[str, bytes]:
    return {member.name.partition("/")[2]: member.data for member in archive.members(raw(good), 999)}


def named(files: Mapping[str, bytes]) -> str:
    """The name of a release with this manifest."""
    return verification.release_name(DAY, files.get("manifest.json", b""))


def forged(files: Mapping[str, bytes], top: str | None = None) -> bytes:
    top = f"{named(files)}/" if top is None else top
    return zipped(archive.tar({f"{top}{name}": data for name, data in files.items()}, DAY))


def resummed(files: dict[str, bytes], top: str | None = None) -> bytes:
    """An archive that was forged by somebody who also corrected the sums."""
    rest = {name: data for name, data in files.items() if name != "SHA256SUMS"}
    return forged({**rest, "SHA256SUMS": archive.sums(archive.digests(rest)).encode()}, top)


def headed(good: bytes, field: str, value: bytes, number: int = 1) -> bytes:
    """The archive with one changed header, whose checksum is right."""
    data = raw(good)
    block = archive.members(data, 999)[number].block
    start = data.index(block)
    place, length = next((place, length) for name, place, length in archive.TAR_FIELDS if name == field)
    changed = archive.summed(block[:place] + value.ljust(length, b"\0") + block[place + length :])
    return zipped(data[:start] + changed + data[start + archive.BLOCK :])


def added(good: bytes, name: bytes, kind: bytes = b"0", data: bytes = b"") -> bytes:
    """The archive with one more member before the others; TOP is replaced by their folder."""
    name = name.replace(b"TOP", named(held(good)).encode())
    plain = archive.header("x", len(data), 0)
    block = archive.summed(name.ljust(100, b"\0") + plain[100:156] + kind + plain[157:])
    return zipped(block + data + archive.pad(data) + raw(good))


def told(good: bytes, change: Callable[[dict[str, object]], object]) -> bytes:
    """The archive with a changed manifest, and all sums right."""
    files = held(good)
    facts = json.loads(files["manifest.json"])
    change(facts)
    text = (json.dumps(facts, ensure_ascii=False, indent=1) + "\n").encode()
    return resummed({**files, "manifest.json": text, "manifest.json.gz": zipped(text)})


def pages(facts: dict[str, object], **values: object) -> None:
    for row in facts["pages"]:  # type: ignore[attr-defined]
        row.update(values)


def without(files: dict[str, bytes], *names: str) -> dict[str, bytes]:
    return {name: data for name, data in files.items() if name not in names}


def contents(data: bytes, *, reproduce: bool = False) -> verification.Contents:
    """Verify an archive under its right name, if it has one at all."""
    try:
        name = f"{named(held(data))}.tar.gz"
    except (ValueError, OSError, EOFError, zlib.error):
        name = "policies-2024-10-01-00000000.tar.gz"
    return verification.contents(data, name, name, reproduce=reproduce)


HOSTILE: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "empty": (lambda good: b"", "it is empty"),
    "no gzip": (lambda good: b"PK\3\4" + good, "not packed with gzip"),
    "plain tar": (raw, "not packed with gzip"),
    "one byte": (lambda good: good[:1], "not packed with gzip"),
    "header alone": (lambda good: good[:10], "cut off"),
    "half": (lambda good: good[: len(good) // 2], "cut off"),
    "last byte lost": (lambda good: good[:-1], "cut off"),
    "wrong CRC": (lambda good: good[:-8] + b"\0\0\0\0" + good[-4:], "damaged"),
    "garbage behind": (lambda good: good + b"\0", "something else follows its end (1 bytes)"),
    "two members": (lambda good: good + good, "a second gzip member follows its end"),
    "a time in gzip": (lambda good: good[:4] + b"\1" + good[5:], "its gzip header has a name, a time or other fields"),
    "a name in gzip": (lambda good: good[:3] + b"\x08" + good[4:10] + b"x\0" + good[10:], "its gzip header has a name, a time or other fields"),
    "bomb": (lambda good: zipped(bytes(60_000_000)), "a decompression bomb"),
    "nothing inside": (lambda good: zipped(archive.END_OF_ARCHIVE), "the archive is empty"),
    "nothing at all": (lambda good: zipped(b""), "the archive is empty"),
    "text inside": (lambda good: zipped(b"hello" * 999), "its checksum is wrong"),
    "tar cut in a header": (lambda good: zipped(raw(good)[:300]), "cut off in its header"),
    "tar cut in a file": (lambda good: zipped(raw(good)[:700]), "cut off: it should have"),
    "tar without end": (lambda good: zipped(raw(good)[:-1024]), "the padding or the end of its tar"),
    "tar with a tail": (lambda good: zipped(raw(good) + bytes(512)), "the padding or the end of its tar"),
    "tar with words behind": (lambda good: zipped(raw(good) + b"secret" * 99), "the padding or the end of its tar"),
    "size in base 256": (lambda good: headed(good, "size", b"\x80" + bytes(10) + b"\1"), "has no valid size"),
    "size beyond": (lambda good: headed(good, "size", b"77777777777\0"), "cut off: it should have"),
    "symlink": (lambda good: added(good, b"TOP/A", b"2"), "/A' is a symbolic link"),
    "hard link": (lambda good: added(good, b"TOP/A", b"1"), "is a hard link"),
    "device": (lambda good: added(good, b"TOP/A", b"3"), "is a device"),
    "pipe": (lambda good: added(good, b"TOP/A", b"6"), "is a pipe"),
    "folder member": (lambda good: added(good, b"TOP/", b"5"), "is a folder"),
    "PAX": (lambda good: added(good, b"TOP/A", b"x", b"19 path=../../evil\n"), "is a PAX record"),
    "PAX for all": (lambda good: added(good, b"pax_global_header", b"g", b"19 path=../../evil\n"), "is a PAX record"),
    "GNU long name": (lambda good: added(good, b"././@LongLink", b"L", b"../x"), "is a GNU record of a long name"),
    "unknown kind": (lambda good: added(good, b"TOP/A", b"Z"), "of the unknown kind 'Z'"),
    "dots": (lambda good: added(good, b"TOP/../../evil"), "is not a plain file name"),
    "absolute": (lambda good: added(good, b"/etc/evil"), "is not a plain file name"),
    "backslash": (lambda good: added(good, b"TOP\\evil"), "is not a plain file name"),
    "control": (lambda good: added(good, b"TOP/\x1b[2J"), "is not a plain file name"),
    "not ASCII": (lambda good: added(good, b"TOP/\xff"), "is not a plain file name"),
    "twice": (lambda good: added(good, b"TOP/index.html"), "is in it 2 times"),
    "other case": (lambda good: added(good, b"TOP/INDEX.html"), "differ only in case"),
    "file and folder": (lambda good: added(good, b"TOP/de"), "is both a file and a folder"),
    "two folders": (lambda good: added(good, b"elsewhere/a"), "not all in one top folder"),
    "no folder": (lambda good: forged(held(good), ""), "not all in one top folder"),
    "order": (lambda good: added(good, b"TOP/zz"), "not sorted by name"),
    "mode": (lambda good: headed(good, "mode", b"0000755\0"), "is '0000755', but '0000644' in a release"),
    "owner": (lambda good: headed(good, "owner", b"0001750\0"), "the field 'owner' in"),
    "owner's name": (lambda good: headed(good, "owner's name", b"root"), "the field 'owner's name' in"),
    "time": (lambda good: headed(good, "time", b"14677000000\0"), "the field 'time' in"),
    "link target": (lambda good: headed(good, "target", b"/etc/passwd"), "the field 'target' in"),
    "bytes behind a name": (lambda good: headed(good, "prefix", b"\0hidden"), "the field 'prefix' in"),
    "GNU magic": (lambda good: headed(good, "magic", b"ustar "), "the field 'magic' in"),
    "extra": (lambda good: forged({**held(good), "evil.html": b"x"}), "SHA256SUMS does not list 'evil.html'"),
    "extra with sums": (lambda good: resummed({**held(good), "evil.html": b"x"}), "'evil.html' is in the archive, but not listed in"),
    "missing": (lambda good: forged(without(held(good), "de/logs.txt")), "SHA256SUMS lists 'de/logs.txt', which is not"),
    "missing with sums": (lambda good: resummed(without(held(good), "de/logs.txt")), "'de/logs.txt' is listed in manifest.json, but missing"),
    "twin missing": (lambda good: resummed(without(held(good), "de/logs.txt.gz")), "'de/logs.txt.gz' is missing"),
    "no sums": (lambda good: forged(without(held(good), "SHA256SUMS")), "SHA256SUMS is missing"),
    "wrong sum": (lambda good: forged({**held(good), "SHA256SUMS": held(good)["SHA256SUMS"].replace(b"a", b"b", 1)}), "which is not the one in SHA256SUMS"),
    "sums in another form": (lambda good: forged({**held(good), "SHA256SUMS": held(good)["SHA256SUMS"] + b"\n"}), "SHA256SUMS lists ''"),
    "sums not UTF-8": (lambda good: forged({**held(good), "SHA256SUMS": b"\xff\xfe"}), "SHA256SUMS does not list"),
    "sums twice": (lambda good: forged({**held(good), "SHA256SUMS": held(good)["SHA256SUMS"] * 2}), "not in the form that sha256sum writes"),
    "text changed": (lambda good: resummed({**held(good), "de/logs.txt": held(good)["de/logs.txt"].replace(b"14", b"99")}), "its SHA-256 is not the one in manifest.json"),
    "text longer": (lambda good: resummed({**held(good), "de/logs.txt": b"x"}), "has 1 bytes, but"),
    "size lies": (lambda good: told(good, lambda facts: pages(facts, size=7)), "but 7 in manifest.json"),
    "digest lies": (lambda good: told(good, lambda facts: pages(facts, sha256="0" * 64)), "its SHA-256 is not the one in manifest.json"),
    "kept": (lambda good: told(good, lambda facts: pages(facts, state="kept")), "has the unknown state 'kept'"),
    "other edition": (lambda good: told(good, lambda facts: pages(facts, edition="2025-01-01")), "the right name for its manifest is 'policies-2025-01-01-"),
    "no edition": (lambda good: told(good, lambda facts: pages(facts, edition="")), "has the date of an edition"),
    "ancient edition": (lambda good: told(good, lambda facts: pages(facts, edition="0001-01-01")), "cannot have the date"),
    "manifest of other form": (lambda good: told(good, lambda facts: facts.update(format=99)), "cannot be read"),
    "more in the manifest": (lambda good: told(good, lambda facts: facts.update(more=1)), "contents or a form that Policyglot does not write"),
    "manifest a list": (lambda good: resummed({**held(good), "manifest.json": b"[[]]"}), "cannot be read"),
    "manifest deep": (lambda good: resummed({**held(good), "manifest.json": b"[" * 100_000}), "cannot be read"),
    "manifest not UTF-8": (lambda good: resummed({**held(good), "manifest.json": b"\xff"}), "cannot be read"),
    "no manifest": (lambda good: resummed(without(held(good), "manifest.json")), "manifest.json is missing"),
    "rows that lead out": (lambda good: told(good, lambda facts: pages(facts, path="../../evil")), "'../../evil' is listed in manifest.json, but missing"),
    "twin of another text": (lambda good: resummed({**held(good), "de/logs.txt.gz": zipped(b"x")}), "does not have the text of the plain file"),
    "twin that is a bomb": (lambda good: resummed({**held(good), "de/logs.txt.gz": zipped(bytes(50_000_000))}), "unpacks to more than the"),
    "twin that is none": (lambda good: resummed({**held(good), "de/logs.txt.gz": b"x"}), "'de/logs.txt.gz' is broken: it is not packed"),
    "twin with a tail": (lambda good: resummed({**held(good), "de/logs.txt.gz": held(good)["de/logs.txt.gz"] + b"x"}), "'de/logs.txt.gz' is broken: something else follows its end"),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_archive_is_refused_and_says_why(
    good: bytes, tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    change, words = HOSTILE[kind]
    path = tmp_path / f"{named(held(good))}.tar.gz"
    path.write_bytes(change(good))
    assert main(["verify", str(path)]) == 1
    said = capsys.readouterr().err
    assert words in said and "hint" in said and "Traceback" not in said, said
    assert "\x1b" not in said and list(tmp_path.iterdir()) == [path]


@pytest.mark.slow
@pytest.mark.parametrize(
    "kind", ["symlink", "dots", "twice", "other case", "file and folder", "two folders", "no folder", "order"]
)
def test_if_names_are_ambiguous_nothing_is_reported_about_texts(good: bytes, kind: str) -> None:
    """A problem of a sum or of the manifest would then be about another file, and misleading."""
    with pytest.raises(Refused) as caught:
        contents(HOSTILE[kind][0](good))
    assert {problem.rule for problem in caught.value.problems} == {"release-member"}


@pytest.mark.slow
def test_a_decompression_bomb_is_reported_quickly(good: bytes) -> None:
    data = zipped(bytes(400_000_000))
    with no_more_work_than(2), pytest.raises(ValueError, match="bomb"):
        archive.unpacked(data)


@pytest.mark.parametrize(
    "name",
    [
        "policies-2025-01-01.tar.gz",
        "policies-2024-10-01.tar.gz",
        "policies-2024-10-01-00000000.tar.gz",
        "policies (1).tar.gz",
    ],
)
def test_a_renamed_archive_is_reported_with_its_right_name(
    made: Path, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    shutil.copy(made, path)
    assert main(["verify", str(path)]) == 1
    said = capsys.readouterr().err
    assert f"the archive is called '{name}'" in said and f"name it {made.name} again" in said


@pytest.mark.parametrize(("name", "words"), [("none.tar.gz", "no such file")])
def test_anything_but_a_file_is_reported(
    tmp_path: Path, name: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(tmp_path / name)]) == 1
    said = capsys.readouterr().err
    assert words in said and "build/release/policies-DATE-DIGEST.tar.gz" in said


@pytest.mark.parametrize(
    ("limit", "value", "words"),
    [("MOST_PACKED", 10, "larger than"), ("MOST_UNPACKED", 10_000, "bomb"), ("MOST_FILES", 3, "more than 3 files")],
)
def test_limits_hold(made: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int, words: str) -> None:
    monkeypatch.setattr(archive_reader if limit == "MOST_UNPACKED" else verify_archive, limit, value)
    with pytest.raises(Refused, match=words):
        verification.verify_archive(made)


def test_many_problems_are_reported_up_to_a_limit(good: bytes) -> None:
    files = {**held(good), **{f"evil{number}.bin": b"x" for number in range(300)}}
    with pytest.raises(Refused) as caught:
        contents(forged(files))
    assert len(caught.value.problems) == verify_archive.MOST_REPORTED + 1
    files = {**held(good), "evil.bin": b"x", "de/logs.txt": b"x"}
    with pytest.raises(Refused) as caught:
        contents(forged(files))
    assert {"release-sums", "release-extra", "release-differs", "release-twin"} <= {
        problem.rule for problem in caught.value.problems
    }


def test_the_contents_of_a_good_archive_are_shown(made: Path, good: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(made)]) == 0
    said = capsys.readouterr().err
    for words in ("logs", "2: de, en", "current", f"{len(good)} bytes", hashlib.sha256(good).hexdigest()):
        assert words in said
    assert "warning" not in said


def test_a_hostile_manifest_cannot_control_a_terminal(good: bytes) -> None:
    changed = told(good, lambda facts: pages(facts, policy="\x1b[2J"))
    assert "\x1b" not in contents(changed).text()


def test_right_files_that_are_packed_differently_are_a_warning(good: bytes) -> None:
    assert contents(good, reproduce=True).warnings == ()
    [warning] = contents(zipped(raw(good)), reproduce=True).warnings
    assert (
        warning.rule == "release-packing"
        and warning.level == "warning"
        and "the archive is packed differently" in warning.message
    )
    files = held(good)
    files["de/logs.txt.gz"] = zipped(files["de/logs.txt"])
    [warning] = contents(resummed(files), reproduce=True).warnings
    assert "its packed file 'de/logs.txt.gz' is packed differently" in warning.message


def test_only_an_archive_is_packed_again_and_the_answer_says_so(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    same = "packed again it has the same bytes"
    assert main(["verify", str(made)]) == 0 and same not in capsys.readouterr().err
    assert main(["verify", str(made), "--reproduce"]) == 0 and same in capsys.readouterr().err
    other = tmp_path / made.name
    other.write_bytes(zipped(raw(made.read_bytes())))
    assert main(["verify", str(other)]) == 0 and "packed differently" not in capsys.readouterr().err
    assert main(["verify", str(other), "--reproduce"]) == 0
    said = capsys.readouterr().err
    assert "packed differently" in said and same not in said
    for words in (["--folder", str(tmp_path)], [str(tmp_path)]):
        with pytest.raises(SystemExit) as caught:
            main(["verify", "--reproduce", *words])
        assert caught.value.code == 2 and "only an archive can be packed again" in capsys.readouterr().err


@functools.cache
def _cached(folder: str) -> bytes:
    return Path(folder).read_bytes()


def believed(data: bytes, good: bytes) -> bool:
    """Whether an archive is accepted as a release without a warning; only `Refused` may be raised.

    Without `reproduce`, another packing of the very same tar is accepted; packing it again shows the difference.
    """
    try:
        assert not contents(data).warnings
    except Refused:
        return False
    assert raw(data) == raw(good)
    try:
        return not contents(data, reproduce=True).warnings
    except Refused:
        return False


def test_a_flipped_bit_that_no_program_reads_is_refused(good: bytes) -> None:
    for bit in range(8):  # deflate ends within its last byte
        changed = good[:-9] + bytes([good[-9] ^ 1 << bit]) + good[-8:]
        with pytest.raises(Refused):
            contents(changed)


@pytest.mark.parametrize("level", range(10))
@pytest.mark.parametrize("text", [b"We keep nothing. ", b"\x00", bytes(range(256)), b"Wir bewahren nichts auf."])
def test_bits_after_the_last_code_are_found_however_it_is_packed(text: bytes, level: int) -> None:
    for times in (1, 2, 3, 50, 5000):
        data = zipped(text * times, level)
        assert archive.unpacked(data) == text * times
        byte = data[-9]
        for bit in range(8):
            if not byte >> bit:  # a bit above the highest one that is set
                changed = data[:-9] + bytes([byte | 1 << bit]) + data[-8:]
                with pytest.raises(ValueError, match=r"bits are set after|damaged|cut off|follows its end"):
                    archive.unpacked(changed)


def test_plain_verification_packs_nothing(good: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_writer, "packed", None)
    assert contents(good).warnings == ()
    with pytest.raises(TypeError):
        contents(good, reproduce=True)


def test_an_archive_is_unpacked_once_and_each_file_in_it_summed_once(
    good: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes, summed = list[int](), list[int]()
    unpacked, digests = archive.unpacked, archive.digests

    def counted(data: bytes, most: int | None = None) -> bytes:
        sizes.append(len(data))
        return unpacked(data, most)

    def counted_sums(files: Mapping[str, bytes]) -> dict[str, str]:
        summed.append(len(files))
        return digests(files)

    monkeypatch.setattr(archive, "unpacked", counted)
    monkeypatch.setattr(archive, "digests", counted_sums)
    contents(good)
    files = held(good)
    assert sorted(sizes) == sorted([len(good), *(len(data) for name, data in files.items() if name.endswith(".gz"))])
    assert summed == [len(files)]


@given(st.data())
@example(None)
def test_no_flipped_bit_is_accepted(made: Path, picks: st.DataObject | None) -> None:
    good = _cached(str(made))
    if picks is None:
        for place in [*range(12), *range(len(good) - 8, len(good))]:
            for bit in range(8):
                assert not believed(good[:place] + bytes([good[place] ^ 1 << bit]) + good[place + 1 :], good)
        return
    place, bit = picks.draw(st.integers(0, len(good) - 1)), picks.draw(st.integers(0, 7))
    assert not believed(good[:place] + bytes([good[place] ^ 1 << bit]) + good[place + 1 :], good)


@given(st.data())
def test_no_flipped_bit_inside_is_accepted(made: Path, picks: st.DataObject) -> None:
    """A stranger changes header, padding, text or end, and packs the archive again."""
    good = _cached(str(made))
    inside = raw(good)
    place, bit = picks.draw(st.integers(0, len(inside) - 1)), picks.draw(st.integers(0, 7))
    assert not believed(zipped(inside[:place] + bytes([inside[place] ^ 1 << bit]) + inside[place + 1 :]), good)


@given(st.data())
def test_no_archive_that_is_cut_off_is_accepted(made: Path, picks: st.DataObject) -> None:
    good = _cached(str(made))
    assert not believed(good[: picks.draw(st.integers(0, len(good) - 1))], good)
    inside = raw(good)
    assert not believed(zipped(inside[: picks.draw(st.integers(0, len(inside) - 1))]), good)


@given(st.binary(max_size=3000))
def test_any_bytes_are_answered(good: bytes, data: bytes) -> None:
    assert not believed(data, good) and not believed(zipped(data), good)


# -- make ------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.skipif(
    shutil.which("make") is None or not (PIPELINE / ".venv" / ".made").exists(),
    reason="needs make and a .venv that `make` has made",
)
def test_make_releases_and_verifies(project: Project) -> None:
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("MAKE", "MFLAGS"))}

    def make(*words: str) -> tuple[int, str]:
        done = subprocess.run(
            ["make", f"ROOT={project.path}", *words], cwd=PIPELINE, env=clean, capture_output=True, text=True
        )
        return done.returncode, done.stdout + done.stderr

    code, said = make("release")
    assert code == 0 and re.search(r"SHA-256 [0-9a-f]{64}", said), said
    [path] = (project.path / "build/release").iterdir()
    assert make("verify", f"RELEASE={path}")[0] == 0
    subprocess.run(["tar", "-xzf", path, "-C", project.path], check=True)
    folder = project.path / path.name.removesuffix(".tar.gz")
    for words in ([f"FOLDER={folder}"], [f"RELEASE={folder}"], [f"RELEASE={path}", f"FOLDER={folder}"]):
        code, said = make("verify", *words)
        assert code == 0 and folder.name in said, said
    (folder / "de/more.html").write_text("x")
    code, said = make("verify", f"FOLDER={folder}")
    assert code == 2 and f"{folder}/de/more.html: error: " in said
    for words in (["LOCALES=de"], ["LOCALE=de"], ["POLICIES=logs"], ["POLICY=logs"]):
        code, said = make("release", *words)
        assert code == 2 and "a release is the whole site" in said and "Traceback" not in said
    assert make("release", "LOCALES= ", "POLICY=")[0] == 0
    path.write_bytes(b"x")
    code, said = make("verify", f"RELEASE={path}", "FORMAT=json")
    assert code == 2 and "release-gzip" in said
    code, said = make("verify")
    assert code == 2 and "make verify RELEASE=" in said


def test_the_manifest_of_a_release_is_read_by_its_own_room(good: bytes) -> None:
    assert manifest.read_manifest(held(good)["manifest.json"].decode()).base_url == "https://legal.policyglot.net/"
