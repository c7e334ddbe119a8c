"""Golden folders: a policy, its catalogs, and what is made of them.

`python -m tests.test_golden` writes the expected files anew; then read the diff.
"""

from pathlib import Path

import pytest

from scripts import markup, pages, po
from scripts import text as plain_text
from scripts.catalogs import template
from scripts.checks.entry.markup_parity import keeps_shape
from scripts.locales import language
from scripts.markup import Segment
from scripts.pages import Frame, Page, PageStatus
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
    """What the pipeline makes of a golden folder: file name to text."""
    read = policy.read_policy((folder / "policy.md").read_text(encoding="utf-8"), "policy", "policy/policy.md", SITE)
    entries = template.template_entries(read.segments(), read.path, with_lines=True)
    files = {"policy.pot": "\n".join(po.written(entry) for entry in entries)}
    files |= {f"en.{form}": text for form, text in _forms(_page(read, "en", lambda segment: segment.text)).items()}
    for path in sorted(folder.glob("*.po")):
        texts = {
            entry.key: entry.msgstr for entry in po.read_catalog(path.read_text(encoding="utf-8"), path.name).entries
        }
        for segment in read.segments():
            said = texts[segment.context, segment.text]
            assert not list(keeps_shape(segment, said, read.source.references, read.source.footnotes(), {})), said
        page = _page(read, path.stem, _speaker(texts))
        files |= {f"{path.stem}.{form}": text for form, text in _forms(page).items()}
    return files


def _speaker(texts: dict[tuple[str | None, str], str]) -> markup.Translate:
    return lambda segment: texts[segment.context, segment.text]


def _page(read: policy.Policy, code: str, say: markup.Translate) -> Page:
    return pages.render_page(read, SITE, Frame(language(code), {}, {}), say, PageStatus())


def _forms(page: Page) -> dict[str, str]:
    text = plain_text.TextRenderer(page.language)
    text.heading(page.title_text, "=")
    if page.summary is not None:
        text.body(page.summary)
    text.body(page.tree)
    text.link_list("Links")
    title = f"<h1>{pages.inner(page.title)}</h1>\n" if page.title is not None else ""
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


@pytest.mark.parametrize("name", CASES)
def test_msgids_do_not_change_when_the_source_is_read_twice(name: str) -> None:
    text = (GOLDEN / name / "policy.md").read_text(encoding="utf-8")
    first, second = (policy.read_policy(text, "policy", "p", SITE).segments() for _ in range(2))
    assert first == second and all(isinstance(segment, Segment) for segment in first)


if __name__ == "__main__":
    for case in CASES:
        for file, text in made(GOLDEN / case).items():
            (GOLDEN / case / file).write_text(text, encoding="utf-8")
