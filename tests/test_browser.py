"""Pages in a real browser: no complaint, no request elsewhere, no sideways scrolling, the right direction."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts import build, pages
from scripts.root import PIPELINE, Root

from .browser import CHROMIUM, Browser, browser
from .conftest import write

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (Debian: chromium)")

LOCALES = ["en", *sorted(path.name for path in (PIPELINE / "locale").iterdir() if path.is_dir())]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    for name in ("policy", "locale"):
        for path in (PIPELINE / name).rglob("*"):
            if path.is_file():
                write(
                    folder, f"{name}/{path.relative_to(PIPELINE / name).as_posix()}", path.read_text(encoding="utf-8")
                )
    wide = (
        "# Wide\n\n| "
        + " | ".join(f"column number {n}" for n in range(9))
        + " |\n|"
        + "---|" * 9
        + "\n\nhttps://example.org/"
        + "x" * 200
        + "\n\n    "
        + "code " * 60
        + "\n"
    )
    write(folder, "policy/wide.md", wide)
    assert build.build(Root(folder)).problems == []
    return folder / "build" / "site"


@pytest.fixture(scope="module")
def page() -> Iterator[Browser]:
    with browser() as found:
        yield found


@pytest.mark.parametrize("code", LOCALES)
def test_a_page_is_quiet_fits_320_pixels_and_reads_in_its_direction(site: Path, page: Browser, code: str) -> None:
    tag = code.replace("_", "-")
    page.open(site / tag / "privacy.html", width=320)
    assert page.complaints() == []
    assert {address.rpartition("/site/")[2] for address in page.requests()} == {f"{tag}/privacy.html", pages.style()[0]}
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


def test_menu_and_index_lead_to_pages_that_are_there(site: Path, page: Browser) -> None:
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
