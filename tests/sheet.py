"""The contact sheet: pages in six scripts, on desktop and mobile, in light and dark, for open eyes (`make sheet`)."""

import base64
import tempfile
from pathlib import Path

from scripts.project.project import PIPELINE, Project

from .pages.browser import CHROMIUM, Browser, browser

LOCALES = ("en", "de", "ar", "ja", "th", "hi")
WINDOWS = ((1180, 1320), (390, 1320))
"""CSS pixels; shown at half their size."""
SHEET = PIPELINE / "docs" / "pages.webp"

_PAGE = """<!doctype html><meta charset="utf-8"><style>
body { margin: 24px; background: #8b8b92; display: grid; grid-template-columns: repeat(4, max-content); gap: 20px; }
img { display: block; height: 660px; border-radius: 6px; box-shadow: 0 2px 10px #0006; }
</style>"""


def shot(page: Browser, **how: object) -> str:
    """A picture of the page that is open, as base64."""
    return str(page.call("Page.captureScreenshot", **how)["data"])


def main() -> None:
    """Write the sheet from the pages in `build/site/`."""
    site = Project(PIPELINE).site
    with browser() as page, tempfile.TemporaryDirectory() as folder:
        pictures = []
        for tag in LOCALES:
            for scheme in ("light", "dark"):
                page.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
                for width, height in WINDOWS:
                    page.open(site / tag / "privacy.html", width=width, height=height)
                    pictures.append(shot(page, format="png"))
        images = "".join(f'<img alt="" src="data:image/png;base64,{picture}">' for picture in pictures)
        sheet = Path(folder) / "sheet.html"
        sheet.write_text(_PAGE + images, encoding="utf-8")
        wide = sum(width for width, _ in WINDOWS) + 3 * 20 + 2 * 24
        page.open(sheet, width=wide, height=len(LOCALES) * 680 + 28)
        SHEET.write_bytes(base64.b64decode(shot(page, format="webp", quality=82)))


if __name__ == "__main__":
    assert CHROMIUM is not None, "Chromium is not installed (Debian: chromium)"
    main()
