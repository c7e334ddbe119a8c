"""Folders that are served: files that are missing, changed or added are named, and nothing is trusted unverified."""

import json
import os
import shutil
import socket
import stat
import sys
import tarfile
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts.__main__ import main
from scripts.commands import release
from scripts.problem import Problem, Refused, as_github, as_json, as_text
from scripts.release import archive, folder_files, verification, verify_folder

from ..effort import no_more_work_than
from .test_release import filled, named, resummed, zipped


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive, which tests only read."""
    done = release.release(filled(tmp_path_factory.mktemp("made")))
    assert done.path is not None
    return done.path


def unpacked(made: Path, into: Path) -> Path:
    """The folder into which an archive is unpacked."""
    with tarfile.open(made) as tar:
        tar.extractall(into, filter="data") if sys.version_info >= (3, 12) else tar.extractall(into)
    return into / made.name.removesuffix(".tar.gz")


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A folder with a whole release."""
    return unpacked(made, tmp_path)


def problems(folder: Path, archive: Path | None = None) -> list[Problem]:
    """The problems of a folder, compared with its own manifest or with an archive."""
    try:
        verification.verify_folder(folder, None if archive is None else verification.verify_archive(archive))
    except Refused as error:
        return list(error.problems)
    return []


def found(folder: Path, archive: Path | None = None) -> set[tuple[str, str]]:
    """The files that are wrong, below the folder, with the rule."""
    wrong = problems(folder, archive)
    assert all(problem.hint and problem.is_error for problem in wrong)
    assert len({problem.path for problem in wrong}) == len(wrong), "one problem for each file"
    top = f"{folder.as_posix()}/"
    return {(problem.path.removeprefix(top), problem.rule) for problem in wrong}


def data(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# -- whole folders -----------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_whole_folder_says_which_release_it_is(made: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    held = verification.verify_archive(made)
    for words in (["--folder", str(folder)], [str(folder)], [str(made), "--folder", str(folder)]):
        assert main(["verify", *words]) == 0
        said = capsys.readouterr().err
        for fact in (
            held.name,
            held.digest,
            "logs",
            "2: de, en",
            f"{len(data(folder))}\n",
            "current",
        ):
            assert fact in said, said
        assert "warning" not in said
    inside = verification.verify_folder(folder)
    assert (inside.name, inside.digest, inside.files) == (held.name, held.digest, held.files)


@pytest.mark.parametrize("name", ["legal", "current", "policies", "v2"])
def test_the_folder_may_have_any_name_and_be_a_link(folder: Path, tmp_path: Path, name: str) -> None:
    link = tmp_path / name
    link.symlink_to(folder.name)
    assert verification.verify_folder(link).warnings == ()
    link.unlink()
    folder.rename(link)
    assert verification.verify_folder(link).warnings == ()


def test_a_folder_with_the_name_of_another_release_is_a_warning(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "policies-2024-10-01-00000000"
    folder.rename(other)
    (tmp_path / "current").symlink_to(other)
    for path in (other, tmp_path / "current"):
        [warning] = verification.verify_folder(path).warnings
        assert warning.rule == "release-name" and folder.name in warning.message and not warning.is_error


def test_empty_folders_are_no_files(folder: Path) -> None:
    (folder / "fr/empty").mkdir(parents=True)
    assert problems(folder) == []


# -- what differs --------------------------------------------------------------------------------------


@pytest.mark.slow
def test_every_file_that_is_gone_changed_or_added_is_named(made: Path, folder: Path) -> None:
    for name, before in data(folder).items():
        path = folder / name
        path.unlink()
        assert (name, "release-missing") in found(folder, made)
        if name != "manifest.json":
            assert found(folder) == {(name, "release-missing")}
        for changed in (before[:-1], before + b"x", before[:-9] + bytes([before[-9] ^ 1]) + before[-8:], b""):
            path.write_bytes(changed)
            assert found(folder, made) == {(name, "release-differs")}
            assert problems(folder), name
            if name not in ("manifest.json", "SHA256SUMS"):
                assert {wrong for wrong, _ in found(folder)} == {name}
        path.write_bytes(before)
    assert problems(folder) == problems(folder, made) == []


@pytest.mark.slow
def test_a_release_that_is_unpacked_over_another_leaves_withdrawn_pages_that_are_named(tmp_path: Path) -> None:
    root = filled(tmp_path / "root")
    first = release.release(root).path
    shutil.rmtree(root.path / "locale")
    second = release.release(root).path
    assert first and second
    served = tmp_path / "served"
    unpacked(first, tmp_path).rename(served)
    shutil.copytree(unpacked(second, tmp_path), served, dirs_exist_ok=True)
    forms = [f"de/logs.{form}{end}" for form in ("html", "txt", "json", "fragment.html") for end in ("", ".gz")]
    wanted = {(name, "release-extra") for name in forms}
    assert found(served) == found(served, second) == wanted
    assert {rule for _, rule in found(served, first)} == {"release-differs"}


ADDED: dict[str, tuple[Callable[[Path], object], str]] = {
    "a page": (lambda folder: (folder / "de/notice.html").write_text("x"), "de/notice.html"),
    "a page in a folder of its own": (lambda folder: write(folder / "fr/logs.html", "x"), "fr/logs.html"),
    "deep": (lambda folder: write(folder / "a/b/c/d/e/f.html", "x"), "a/b/c/d/e/f.html"),
    "hidden": (lambda folder: write(folder / ".htaccess", "x"), ".htaccess"),
    "a server's own": (lambda folder: write(folder / ".well-known/security.txt", "x"), ".well-known/security.txt"),
    "an old style": (lambda folder: write(folder / "style.00000000.css", "x"), "style.00000000.css"),
    "a twin of a picture": (lambda folder: write(folder / "logo.png.gz", "x"), "logo.png.gz"),
    "a twin of a twin": (lambda folder: write(folder / "de/logs.html.gz.gz", "x"), "de/logs.html.gz.gz"),
    "a twin of the sums": (lambda folder: write(folder / "SHA256SUMS.gz", "x"), "SHA256SUMS.gz"),
    "another case": (lambda folder: write(folder / "DE/LOGS.html", "x"), "DE/LOGS.html"),
    "spaces": (lambda folder: write(folder / "de/logs .html", "x"), "de/logs .html"),
    "leading dash": (lambda folder: write(folder / "-rf", "x"), "-rf"),
    "a shell's": (lambda folder: write(folder / "$(touch PWNED)`id`;'\"", "x"), "$(touch PWNED)`id`;'\""),
    "Cyrillic": (lambda folder: write(folder / "d\u0435/logs.html", "x"), "d\u0435/logs.html"),
    "a newline": (lambda folder: write(folder / "a\nb: error: c", "x"), "a\nb: error: c"),
    "an escape": (lambda folder: write(folder / "\x1b[2J", "x"), "\x1b[2J"),
    "right to left": (lambda folder: write(folder / "\u202elmth.x", "x"), "\u202elmth.x"),
    "no UTF-8": (lambda folder: write(folder / os.fsdecode(b"\xff\xfe.html"), "x"), os.fsdecode(b"\xff\xfe.html")),
    "a link to a file": (lambda folder: (folder / "x.html").symlink_to("/etc/hostname"), "x.html"),
    "a link to a folder": (lambda folder: (folder / "x").symlink_to("/"), "x"),
    "a link to itself": (lambda folder: (folder / "x").symlink_to("x"), "x"),
    "a link upward": (lambda folder: (folder / "de/up").symlink_to(".."), "de/up"),
    "a pipe": (lambda folder: os.mkfifo(folder / "x"), "x"),
    "a socket": (lambda folder: bound(folder / "x"), "x"),
    "a huge file": (lambda folder: sparse(folder / "x.html", 1 << 40), "x.html"),
}


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def bound(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # the name of a socket is short
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.bind(path.name)
    finally:
        os.chdir(here)


def sparse(path: Path, size: int) -> None:
    with path.open("wb") as file:
        file.truncate(size)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ADDED)
def test_a_file_that_is_not_part_of_the_release_is_named_as_it_is(
    made: Path, folder: Path, kind: str, capfd: pytest.CaptureFixture[str]
) -> None:
    add, name = ADDED[kind]
    add(folder)
    with no_more_work_than(3):
        assert found(folder) == found(folder, made) == {(name, "release-extra")}
        for form in ("text", "json", "github"):
            assert main(["verify", "--folder", str(folder), "--format", form]) == 1
    said = capfd.readouterr()
    assert "Traceback" not in said.err and "\x1b" not in said.err and "\u202e" not in said.err
    assert said.err.count("[release-extra]\n") == 1
    if kind == "another case":
        assert "in the release it is written 'de/logs.html'" in said.err


REPLACED: dict[str, tuple[Callable[[Path], None], str]] = {
    "a link to a copy": (lambda path: path.symlink_to("copy"), "a symbolic link"),
    "a link to a device": (lambda path: path.symlink_to("/dev/zero"), "a symbolic link"),
    "a link to nothing": (lambda path: path.symlink_to("nothing"), "a symbolic link"),
    "a pipe": (lambda path: os.mkfifo(path), "a pipe"),
    "a folder": (lambda path: path.mkdir(), "a folder"),
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", REPLACED)
@pytest.mark.parametrize("name", ["de/logs.html", "de/logs.html.gz", "SHA256SUMS", "manifest.json", "sitemap.xml"])
def test_anything_in_the_place_of_a_file_is_named_and_not_opened(
    made: Path, folder: Path, kind: str, name: str
) -> None:
    replace, words = REPLACED[kind]
    (folder / name).rename((folder / name).parent / "copy")
    replace(folder / name)
    wrong = [problem for problem in problems(folder, made) if problem.path == f"{folder}/{name}"]
    assert [problem.rule for problem in wrong] == ["release-member"] and words in wrong[0].message
    alone = [problem for problem in problems(folder) if problem.rule != "release-extra"]
    assert len(alone) == 1 and (words in alone[0].message or "no manifest.json" in alone[0].message)


def test_a_folder_that_is_a_link_is_not_entered(made: Path, folder: Path, tmp_path: Path) -> None:
    (folder / "de").rename(tmp_path / "elsewhere")
    (folder / "de").symlink_to(tmp_path / "elsewhere")
    wrong = found(folder)
    assert ("de", "release-extra") in wrong and wrong == found(folder, made)
    assert {rule for name, rule in wrong if name != "de"} == {"release-missing"}


@pytest.mark.skipif(os.geteuid() != 0, reason="needs the right to make devices")
def test_a_device_is_named_and_not_opened(folder: Path) -> None:
    (folder / "de/logs.html").unlink()
    try:
        os.mknod(folder / "de/logs.html", stat.S_IFCHR | 0o600, os.makedev(1, 5))
    except PermissionError:
        pytest.skip("needs the right to make devices")
    assert found(folder) == {("de/logs.html", "release-member")}


def test_an_unreadable_file_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, listed = os.open, os.scandir

    def opened(path: Path, *more: int) -> int:
        if Path(path).name == "logs.txt":
            raise PermissionError(13, "Permission denied", str(path))
        return whole(path, *more)

    def scanned(path: Path) -> object:
        if Path(path).name == "en":
            raise PermissionError(13, "Permission denied", str(path))
        return listed(path)

    monkeypatch.setattr(os, "open", opened)
    assert found(folder) == {("de/logs.txt", "file"), ("en/logs.txt", "file")}
    monkeypatch.setattr(os, "scandir", scanned)
    assert found(folder) == {("de/logs.txt", "file"), ("en", "file")}
    assert "Permission denied" in problems(folder)[0].message


# -- manifests that lie --------------------------------------------------------------------------------


def pages(facts: dict[str, object], **values: object) -> None:
    for row in facts["pages"]:  # type: ignore[attr-defined]
        row.update(values)


def first(facts: dict[str, object], **values: object) -> None:
    facts["pages"][0].update(values)  # type: ignore[index]


LIES: dict[str, tuple[Callable[[dict[str, object]], object], str]] = {
    "a name upward": (lambda facts: first(facts, path="../x"), "lists '../x', which is not a plain file name"),
    "a name from the top": (
        lambda facts: first(facts, path="/etc/passwd"),
        "lists '/etc/passwd', which is not a plain",
    ),
    "a name inside and out": (lambda facts: first(facts, path="de/../../x"), "which is not a plain file name"),
    "a name with NUL": (lambda facts: first(facts, path="a\0b"), "which is not a plain file name"),
    "a name of another system": (lambda facts: first(facts, path="..\\x"), "which is not a plain file name"),
    "no name": (lambda facts: first(facts, path=""), "which is not a plain file name"),
    "a name of a million": (lambda facts: first(facts, path="a" * 1_000_000), "which is not a plain file name"),
    "a bad name of a million": (lambda facts: first(facts, path="ä" * 1_000_000), "which is not a plain file name"),
    "half a character": (lambda facts: first(facts, path="\ud800"), "which is not a plain file name"),
    "the manifest itself": (
        lambda facts: first(facts, path="manifest.json"),
        "'manifest.json', a file that the manifest",
    ),
    "the sums": (
        lambda facts: first(facts, path="SHA256SUMS"),
        "'SHA256SUMS', a file that the manifest of a release never lists",
    ),
    "a twin": (
        lambda facts: first(facts, path="index.html.gz"),
        "'index.html.gz', a file that the manifest of a release never lists",
    ),
    "a name twice": (lambda facts: pages(facts, path="de/logs.html"), "lists 'de/logs.html' 8 times"),
    "another case": (lambda facts: first(facts, path="INDEX.html"), "which differ only in case"),
    "a terabyte": (lambda facts: first(facts, size=1 << 40), "that no file of a release has"),
    "less than nothing": (lambda facts: first(facts, size=-1), "that no file of a release has"),
    "no digest": (lambda facts: first(facts, sha256="x"), "that no file of a release has"),
    "size as text": (lambda facts: first(facts, size="5"), "cannot be read"),
    "kept": (lambda facts: first(facts, state="kept"), "has the unknown state 'kept'"),
    "no date": (lambda facts: pages(facts, edition=""), "has the date of an edition"),
    "more": (lambda facts: facts.update(more=1), "contents or a form that Policyglot does not write"),
    "no pages": (lambda facts: facts.pop("pages"), "cannot be read"),
    "an older format": (lambda facts: facts.update(format=0), "an older version of Policyglot wrote it"),
    "a newer format": (lambda facts: facts.update(format=99), "a newer version of Policyglot wrote it"),
    "a format of words": (lambda facts: facts.update(format="two"), "cannot be read"),
}


@pytest.mark.parametrize("kind", LIES)
def test_a_false_manifest_is_refused_and_its_paths_are_not_followed(
    folder: Path, tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    change, words = LIES[kind]
    facts = json.loads((folder / "manifest.json").read_text())
    change(facts)
    (folder / "manifest.json").write_text(json.dumps(facts, indent=1, ensure_ascii=kind == "half a character") + "\n")
    (tmp_path / "x").write_text("outside")
    whole, opened = os.open, []

    def spy(path: Path, *more: int, **names: int) -> int:
        opened.append(os.fspath(path))
        return whole(path, *more, **names)

    monkeypatch.setattr(os, "open", spy)
    assert main(["verify", "--folder", str(folder)]) == 1
    said = capsys.readouterr().err
    assert words in said and "Traceback" not in said and len(said) < 50_000, said[:2000]
    assert all(path.startswith(f"{folder}/") and "/../" not in path for path in opened)


@pytest.mark.parametrize("bad", [b"", b"x", b"[[]]", b"[" * 100_000, b"\xff", b"{}", b"null", b'"format"', b"1" * 9000])
def test_a_manifest_of_any_bytes_is_answered(folder: Path, bad: bytes) -> None:
    (folder / "manifest.json").write_bytes(bad)
    assert found(folder) == {("manifest.json", "release-manifest")}


SUMS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "empty": (lambda sums: b"", "this file does not list"),
    "one line less": (lambda sums: sums.split(b"\n", 1)[1], "does not list"),
    "one line more": (lambda sums: sums + b"0" * 64 + b"  zz.html\n", "lists 'zz.html', which is not part"),
    "a line that leads out": (lambda sums: b"0" * 64 + b"  ../x\n" + sums, "lists '../x', which is not part"),
    "another order": (
        lambda sums: b"\n".join(reversed(sums.strip().split(b"\n"))) + b"\n",
        "not in the form of sha256sum",
    ),
    "twice": (lambda sums: sums * 2, "not in the form of sha256sum"),
    "line ends": (lambda sums: sums.replace(b"\n", b"\r\n"), "not in the form of sha256sum"),
    "no UTF-8": (lambda sums: b"\xff\xfe" + sums, "not in the form of sha256sum"),
    "another digest": (lambda sums: b"0" * 64 + sums[64:], "does not have the SHA-256 that"),
}


@pytest.mark.parametrize("kind", SUMS)
def test_false_sums_are_refused(folder: Path, kind: str) -> None:
    change, words = SUMS[kind]
    path = folder / "SHA256SUMS"
    path.write_bytes(change(path.read_bytes()))
    assert found(folder) == {("SHA256SUMS", "release-sums")} and words in problems(folder)[0].message


@pytest.mark.parametrize(
    ("twin", "words"),
    [
        (zipped(b"x"), "does not have the text of the plain file"),
        (zipped(bytes(300_000)), "unpacks to more than"),
        (b"x", "not packed with gzip"),
        (b"", "it is empty"),
        (zipped(b"x")[:-1], "cut off"),
        (zipped(b"x") + b"tail", "something else follows its end (4 bytes)"),
        (zipped(b"x") * 2, "a second gzip member"),
        (bytes(200_000), "larger than the plain file next to it can become"),
    ],
)
def test_packed_twins_are_compared_with_the_plain_text(folder: Path, twin: bytes, words: str) -> None:
    (folder / "de/logs.html.gz").write_bytes(twin)
    assert found(folder) == {("de/logs.html.gz", "release-twin")} and words in problems(folder)[0].message


def test_a_folder_that_is_forged_with_all_sums_right_has_another_name_and_digest(
    made: Path, folder: Path, tmp_path: Path
) -> None:
    """That a folder is whole does not prove who made it; its digest does, and so does the archive."""
    files = data(folder)
    facts = json.loads(files["manifest.json"])
    first(facts, title="Forged")
    text = (json.dumps(facts, ensure_ascii=False, indent=1) + "\n").encode()
    files |= {"manifest.json": text, "manifest.json.gz": archive.packed(text)}
    forged = tmp_path / f"{named(files)}.tar.gz"
    forged.write_bytes(resummed(files))
    other = unpacked(forged, tmp_path)
    assert verification.verify_folder(other).digest != verification.verify_folder(folder).digest
    wrong = problems(other, made)
    assert [problem.path.rpartition("/")[2] for problem in wrong] == ["SHA256SUMS", "manifest.json", "manifest.json.gz"]
    assert f"this is the manifest of another release: {other.name}, not {folder.name}" in wrong[1].message


# -- many and large ------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_hundred_thousand_files_are_counted_and_the_first_are_named(folder: Path) -> None:
    (folder / "x").mkdir()
    for number in range(100_000):
        os.close(os.open(folder / f"x/{number}", os.O_CREAT | os.O_WRONLY))
    (folder / "de/logs.txt").unlink()
    with no_more_work_than(10):
        wrong = problems(folder)
    assert len(wrong) == verify_folder.MOST_FOLDER_PROBLEMS + 1 and wrong[0].path == f"{folder}/de/logs.txt"
    assert "100001 problems (1 missing, 100000 not part of the release)" in wrong[-1].message


def test_more_files_than_any_release_has_are_not_listed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_files, "MOST_FOLDER_ENTRIES", 10)
    [problem] = problems(folder)
    assert problem.path == folder.as_posix() and "more than 10 files and folders" in problem.message


@pytest.mark.slow
def test_memory_is_bounded(folder: Path) -> None:
    sparse(folder / "de/logs.html", 1 << 40)
    sparse(folder / "SHA256SUMS", 1 << 40)
    (folder / "de/logs.txt.gz").write_bytes(zipped(bytes(400_000_000)))
    tracemalloc.start()
    wrong = found(folder)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (
        wrong
        == {
            ("de/logs.html", "release-differs"),
            ("SHA256SUMS", "size"),
            ("de/logs.txt.gz", "release-twin"),
        }
        and peak < 20_000_000
    )
    sparse(folder / "manifest.json", 1 << 40)
    assert found(folder) == {("manifest.json", "size")}


def test_a_deep_tree_is_answered(folder: Path) -> None:
    here = Path.cwd()
    os.chdir(folder)
    try:
        for _ in range(60):
            Path("d" * 100).mkdir()
            os.chdir("d" * 100)
        Path("x").write_text("x")
        wrong = problems(folder)
        assert [problem.rule for problem in wrong] == ["file"] and "name too long" in wrong[0].message
    finally:
        os.chdir(here)


# -- what is no folder of a release --------------------------------------------------------------------


def test_anything_but_a_folder_is_reported(made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "gone").symlink_to("nothing")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("x")
    os.mkfifo(tmp_path / "pipe")
    for name, words in [
        ("none", "there is no such folder"),
        ("gone", "this link leads to a folder that does not exist"),
        ("loop", "this link leads to a folder that does not exist"),
        ("file", "this is not a folder"),
        ("pipe", "this is not a folder"),
        ("empty", "this folder has no manifest.json"),
        ("x" * 300, "cannot be read"),
    ]:
        assert main(["verify", "--folder", str(tmp_path / name)]) == 1
        said = capsys.readouterr().err
        assert words in said and "hint" in said and f"{tmp_path}/{name[:200]}" in said, said
    assert main(["verify", "--folder", str(made)]) == 1
    assert f"make verify RELEASE={made}" in capsys.readouterr().err


def test_the_folder_above_says_which_ones_are_below(made: Path, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "current").symlink_to(folder.name)
    [problem] = problems(tmp_path)
    assert problem.hint == f"name the folder of one release: {folder.name}"
    [problem] = problems(made.parent)
    assert problem.hint == f"name one archive: make verify RELEASE={made}"


def test_an_archive_that_is_broken_does_not_hide_what_is_wrong_with_the_folder(
    made: Path, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cut = tmp_path / made.name
    cut.write_bytes(made.read_bytes()[:-1])
    (folder / "x.html").write_text("x")
    assert main(["verify", str(cut), "--folder", str(folder)]) == 1
    said = capsys.readouterr().err
    assert "cut off" in said and f"{folder}/x.html: error: this file is not part of the release" in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "verify takes an archive, a folder, or both"),
        (["", "--folder", " "], "verify takes an archive, a folder, or both"),
        ([".", "--folder", "."], ". is a folder"),
        (["a", "b"], "unrecognized arguments"),
    ],
)
def test_a_wrong_command_line_is_answered(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["verify", *words])
    assert caught.value.code == 2 and said in capsys.readouterr().err


@pytest.mark.parametrize("name", ["x" * 300, "x/" * 3000, " x", "-x"])
def test_a_name_that_no_file_has_is_answered(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", f"--folder={name}"]) == 1 and main(["verify", "--format", "", "--", name]) == 1
    assert "Traceback" not in capsys.readouterr().err


def test_every_form_of_a_problem_can_be_printed(folder: Path) -> None:
    (folder / os.fsdecode(b"\xff\n\x1b")).write_text("x")
    [problem] = problems(folder)
    assert as_text(problem).count("\n") == 1 and json.loads(as_json([problem])) and as_github(problem).count("\n") == 0
