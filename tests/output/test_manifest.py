"""The manifest as a file."""

import json
from dataclasses import asdict

import pytest

from scripts.output.manifest import MANIFEST_FORMAT, File, Manifest, ManifestRow, read_manifest

ROW = ManifestRow("de/a.html", "de", "a", 'Ü "x" \\ \n\u2028', "", "current", 0.5, "draft", "ab", "cd", 3)
FILE = File("style.css", "ef", 0)


@pytest.mark.parametrize("pages", [(), (ROW,), (ROW, ROW)])
@pytest.mark.parametrize("files", [(), (FILE,), (FILE, FILE)])
def test_its_text_is_what_json_writes_with_an_indent(pages: tuple[ManifestRow, ...], files: tuple[File, ...]) -> None:
    made = Manifest("https://example.org/é/", "en", pages, files)
    facts = {"format": MANIFEST_FORMAT, **asdict(made)}
    assert made.text() == json.dumps(facts, ensure_ascii=False, indent=1) + "\n"
    assert read_manifest(made.text()) == made
