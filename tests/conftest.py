"""What several tests share: a root of their own, and hypothesis without deadlines."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from scripts.catalogs import template
from scripts.markup import Segment
from scripts.project.project import Project

settings.register_profile(
    "here", deadline=None, max_examples=150, suppress_health_check=list(HealthCheck), derandomize=True
)
settings.register_profile(
    "fuzz", parent=settings.get_profile("here"), max_examples=5000, derandomize=False, print_blob=True
)
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
