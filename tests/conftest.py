"""What several tests share: a root of their own, and hypothesis without deadlines."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from scripts.catalogs import template
from scripts.markup import Segment
from scripts.project import frame_words
from scripts.project.project import PIPELINE, Project

# `derandomize` goes without the database of examples, so it is no parent's of "fuzz": a failing example is kept there.
settings.register_profile("all", deadline=None, suppress_health_check=list(HealthCheck))
settings.register_profile("here", parent=settings.get_profile("all"), max_examples=150, derandomize=True)
settings.register_profile(
    "fuzz", parent=settings.get_profile("all"), max_examples=5000, derandomize=False, print_blob=True
)
settings.register_profile("quick", parent=settings.get_profile("here"), max_examples=20)
settings.load_profile(os.environ.get("HYPOTHESIS", "here"))

HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""

POLICY = """---
title: Log Policy
effective: 2024-10-01
---

# Log Policy

We keep **logs** for 14 days, see [how](https://example.org/how).

- They hold your name.
- They hold `code`.
"""

GERMAN = {
    "Log Policy": "Protokollrichtlinie",
    "We keep **logs** for 14 days, see [how](https://example.org/how).": "Wir bewahren **Protokolle** 14 Tage auf, siehe [wie](https://example.org/how).",
    "They hold your name.": "Sie enthalten Ihren Namen.",
    "They hold `code`.": "Sie enthalten `code`.",
}


def po_text(texts: dict[str, str], language: str = "de", flags: str = "") -> str:
    """A catalog with these translations; `flags` stand at every entry."""

    def quoted(text: str) -> str:
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'

    mark = f"#, {flags}\n" if flags else ""
    entries = (f"{mark}msgid {quoted(msgid)}\nmsgstr {quoted(msgstr)}\n" for msgid, msgstr in texts.items())
    return "\n".join([HEADER.format(language=language), *entries])


NOW = "2024-10-01 12:00+0000"


def pot_text(*texts: str, domain: str = "x") -> str:
    """A template with these segments."""
    entries = template.template_entries([Segment(text, 1) for text in texts], f"policy/{domain}.md", with_lines=False)
    return template.template(None, entries, domain, f"locale/{domain}.pot", NOW)


Write = Callable[[str, str], Path]

SAMPLE = Path(__file__).parent / "sample"
"""A policy in fifteen languages, for the tests alone: `policy/` and `locale/` are replaced by whoever uses the pipeline."""

of_what_is_shipped = pytest.mark.skipif(
    not (PIPELINE / "policy" / "privacy.md").exists(), reason="policy/ and locale/ are not those that are shipped"
)
"""For tests of the shipped texts themselves."""


def sample_in(folder: Path) -> Project:
    """A copy of the sample that a test may build in."""
    for name in ("policy", "locale"):
        shutil.copytree(SAMPLE / name, folder / name)
    return Project(folder)


@pytest.fixture(autouse=True, scope="session")
def _frame_of_the_sample() -> Iterator[None]:
    """Words of the frame that a root lacks come from the sample, whatever the pipeline's own catalogs hold."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frame_words, "PIPELINE", SAMPLE)
        yield


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A root with one policy, translated into German."""
    write(tmp_path, "policy/logs.md", POLICY)
    write(tmp_path, "locale/de/LC_MESSAGES/logs.po", po_text(GERMAN))
    return Project(tmp_path)


def write(folder: Path, name: str, text: str) -> Path:
    """Write a file below a folder, line ends as they are."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))
    return path
