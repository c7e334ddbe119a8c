"""Pages in a real browser: no console message, no request to other hosts, no sideways scrolling, the right direction."""

import base64
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.commands import build
from scripts.project.layouts import style

from ..conftest import SAMPLE, sample_in, write
from .browser import CHROMIUM, Browser, browser

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (Debian: chromium)"),
]

LOCALES = ["en", *sorted(path.name for path in (SAMPLE / "locale").iterdir() if path.is_dir())]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    root = sample_in(folder)
    wide = (
        "# Wide\n\n| "
        + " | ".join(f"column number {n}" for n in range(9))
        + " |\n|"
        + "---|" * 9
        + "\n\nhttps://example.org/"
        + "x" * 200
        + "\n\n    "
        + "code_1 " * 60
        + "\n"
    )
    write(folder, "policy/wide.md", wide)
    assert build.build(root).problems == []
    return root.site


@pytest.fixture(scope="module")
def page() -> Iterator[Browser]:
    with browser() as found:
        yield found


@pytest.mark.parametrize("code", LOCALES)
def test_a_page_is_quiet_fits_320_pixels_and_reads_in_its_direction(site: Path, page: Browser, code: str) -> None:
    tag = code.replace("_", "-")
    page.open(site / tag / "privacy.html", width=320)
    assert page.complaints() == []
    assert {address.rpartition("/site/")[2] for address in page.requests()} == {f"{tag}/privacy.html", style()[0]}
    assert page.ask("document.documentElement.scrollWidth") == 320
    direction = "rtl" if code in ("ar", "he") else "ltr"
    assert page.ask("document.documentElement.lang") == tag
    assert page.ask("getComputedStyle(document.querySelector('.policy p')).direction") == direction
    assert page.ask("document.querySelectorAll('h1').length") == 1
    assert page.ask(
        "[...document.querySelectorAll('a[href^=\"#\"]')].every(a => document.getElementById(a.getAttribute('href').slice(1)))"
    )
    assert page.ask("document.scripts.length + document.querySelectorAll('[style]').length") == 0


@pytest.mark.parametrize("name", ["index.html", "en/wide.html"])
def test_other_pages_fit_too(site: Path, page: Browser, name: str) -> None:
    page.open(site / name, width=320)
    assert page.complaints() == [] and page.ask("document.documentElement.scrollWidth") == 320


def test_menu_and_index_lead_to_pages_that_exist(site: Path, page: Browser) -> None:
    for name in ("index.html", "de/privacy.html"):
        page.open(site / name)
        targets = page.ask(
            "[...document.querySelectorAll('a[href$=\".html\"], a[href$=\".txt\"]')].map(a => a.getAttribute('href'))"
        )
        assert len(targets) >= 15
        assert all((site / name).parent.joinpath(target).resolve().is_file() for target in targets)


def test_the_skip_link_is_the_first_stop_and_can_be_seen(site: Path, page: Browser) -> None:
    page.open(site / "ar" / "privacy.html")
    page.call("Input.dispatchKeyEvent", type="keyDown", key="Tab", code="Tab", windowsVirtualKeyCode=9)
    assert page.ask("document.activeElement.className") == "skip"
    assert page.ask("document.activeElement.getBoundingClientRect().top >= 0")


@pytest.mark.parametrize(("scheme", "dark"), [("light", False), ("dark", True)])
def test_ink_and_paper_follow_the_reader(site: Path, page: Browser, scheme: str, dark: bool) -> None:
    page.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    page.open(site / "en" / "privacy.html")
    red = int(page.ask("getComputedStyle(document.body).backgroundColor").split("(")[1].split(",")[0])
    assert (red < 60) == dark


LINES = """[...document.querySelectorAll('.policy p, .policy li')].flatMap(block => {
  const lines = [], range = document.createRange(), walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  for (let node; node = walker.nextNode();)
    for (let at = 0; at < node.length; at++) {
      if (node.parentElement.closest('.clause')) continue;
      range.setStart(node, at); range.setEnd(node, at + 1);
      const box = range.getClientRects()[0];
      if (!box) continue;
      if (!lines.length || box.bottom - lines.at(-1).bottom > box.height / 2) lines.push({bottom: box.bottom, size: 0});
      lines.at(-1).size++;
    }
  return lines.slice(0, -1).map(line => line.size);
})"""
"""The letters of every line that another follows in its block."""


@pytest.mark.parametrize("code", ["en", "de", "fr", "pl", "ru"])
def test_a_line_has_60_to_75_letters(site: Path, page: Browser, code: str) -> None:
    page.open(site / code / "privacy.html", width=1180)
    sizes = sorted(page.ask(LINES))
    assert len(sizes) >= 3 and 60 <= sizes[len(sizes) // 2] <= 75 and sizes[-1] <= 82, sizes


@pytest.mark.parametrize("code", ["en", "ar", "ja"])
def test_every_sheet_of_paper_names_edition_and_address(site: Path, page: Browser, tmp_path: Path, code: str) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed (Debian: poppler-utils)")
    page.open(site / code / "privacy.html")
    paper = tmp_path / "page.pdf"
    paper.write_bytes(base64.b64decode(page.call("Page.printToPDF", preferCSSPageSize=True)["data"]))
    text = subprocess.run(["pdftotext", paper, "-"], capture_output=True, text=True, check=True).stdout
    sheets = text.rstrip("\f").split("\f")
    assert len(sheets) > 1
    for sheet in sheets:
        assert "2024-10-01" in sheet and f"https://example.com/legal/{code}/privacy.html" in sheet


def test_addresses_are_printed_after_links(site: Path, page: Browser) -> None:
    page.call("Emulation.setEmulatedMedia", media="print")
    page.open(site / "en" / "wide.html")
    said = page.ask("getComputedStyle(document.querySelector('.policy a[href^=http]'), '::after').content")
    page.call("Emulation.setEmulatedMedia", media="")
    assert "https://example.org/" in said
