"""Golden folders: a policy, its catalogs, and what is made of them.

`python -m tests.pages.test_golden` writes the expected files again; then read the diff.
"""

import re
from pathlib import Path

import pytest

from scripts import markup, po
from scripts import text as plain_text
from scripts.catalogs import template
from scripts.checks.entry.markup_parity import keeps_shape
from scripts.locales import language
from scripts.pages.blocks import inner
from scripts.pages.frame import Frame
from scripts.pages.listed import PageStatus
from scripts.pages.page import Page, render_page
from scripts.project import policy
from scripts.project.config import Config

GOLDEN = Path(__file__).parent / "golden"
SITE = Config(
    variables={
        "product": "Example <App>",
        "count": "3",
        "company.name": "Example & Sons",
        "contact": "privacy@example.com",
        "home": "https://example.com/home?a=1&b=2",
    }
)
CASES = sorted(path.name for path in GOLDEN.iterdir() if path.is_dir())


def made(folder: Path) -> dict[str, str]:
    """The files that the pipeline makes from a golden folder: file name to text."""
    read = _read((folder / "policy.md").read_text(encoding="utf-8"))
    entries = template.template_entries(read.segments(), read.path, with_lines=True)
    files = {"policy.pot": "\n".join(po.written(entry) for entry in entries)}
    files |= {f"en.{form}": text for form, text in _forms(_page(read, "en", lambda segment: segment.text)).items()}
    for path in sorted(folder.glob("*.po")):
        texts = {
            entry.key: entry.msgstr for entry in po.read_catalog(path.read_text(encoding="utf-8"), path.name).entries
        }
        for segment in read.segments():
            said = texts[segment.context, segment.text]
            assert not list(keeps_shape(segment, said, read.source.reader, {})), said
        page = _page(read, path.stem, _speaker(texts))
        files |= {f"{path.stem}.{form}": text for form, text in _forms(page).items()}
    return files


def _read(text: str) -> policy.Policy:
    """A policy without errors, except that most of them are too short to have a title."""
    read, problems = policy.inspect_policy(text, "policy", "policy/policy.md", SITE)
    assert read is not None and {problem.rule for problem in problems} <= {"title"}, problems
    return read


def _speaker(texts: dict[tuple[str | None, str], str]) -> markup.Translate:
    return lambda segment: texts[segment.context, segment.text]


def _page(read: policy.Policy, code: str, say: markup.Translate) -> Page:
    return render_page(read, SITE, Frame(language(code), {}, {}), say, PageStatus())


def _forms(page: Page) -> dict[str, str]:
    text = plain_text.TextRenderer(page.language)
    text.heading(page.title_text, "=")
    if page.summary is not None:
        text.body(page.summary)
    text.body(page.tree)
    text.link_list("Links")
    title = f"<h1>{inner(page.title)}</h1>\n" if page.title is not None else ""
    return {"html": page.whole.removeprefix(title) + "\n", "txt": text.text()}


@pytest.mark.parametrize("name", CASES)
def test_policy_gives_the_expected_template_page_and_text(name: str) -> None:
    folder = GOLDEN / name
    files = made(folder)
    assert {path.name for path in folder.iterdir()} - set(files) <= {
        "policy.md",
        *(f"{code}.po" for code in ("ar", "de", "he", "ja")),
    }
    for file, text in files.items():
        assert (folder / file).read_text(encoding="utf-8") == text, file


def rewrapped(text: str) -> str:
    """The same policy, a line break in the place of each space between two plain words.

    But where a line break has a meaning: front matter, headings, tables, HTML, terms of definitions and code.
    """
    front, body = text.split("\n---\n", 1) if text.startswith("---\n") else ("", text)
    lines, in_code = body.split("\n"), False
    for number, (line, after) in enumerate(zip(lines, [*lines[1:], ""], strict=True)):
        in_code ^= "```" in line or "~~~" in line
        if not in_code and not re.match(r"\s*[#<|:=-]*[#<|:=]|\s{4}|\[", line) and "|" not in line and after[:1] != ":":
            lines[number] = re.sub(r"(?<=[a-z,]) (?=[a-z])", "\n", line)
    return (f"{front}\n---\n" if front else "") + "\n".join(lines)


def test_many_golden_policies_can_be_wrapped_differently() -> None:
    texts = [(GOLDEN / name / "policy.md").read_text(encoding="utf-8") for name in CASES]
    assert sum(rewrapped(text) != text for text in texts) >= len(texts) // 3


@pytest.mark.parametrize("name", CASES)
def test_msgids_do_not_change_when_the_source_is_wrapped_differently(name: str) -> None:
    text = (GOLDEN / name / "policy.md").read_text(encoding="utf-8")
    wrapped = rewrapped(text)
    keys = [
        [(segment.context, segment.text, segment.kind) for segment in _read(one).segments()] for one in (text, wrapped)
    ]
    assert keys[0] == keys[1]


if __name__ == "__main__":
    for case in CASES:
        for file, text in made(GOLDEN / case).items():
            (GOLDEN / case / file).write_text(text, encoding="utf-8")
