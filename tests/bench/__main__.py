"""The order of a run: phases, other tools, growth, the page. `python -m tests.bench [--quick] [PART ...]`.

The figures of each part are kept in `build/bench/`, so that parts can be measured in separate runs. A run of all parts
deletes them first.
"""

import argparse
import json
import os
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from scripts.project.project import PIPELINE

from . import others, page, phases
from .aims import AIMS, Results
from .generator import SEGMENTS
from .measure import Used
from .quality import quality

PARTS = ("phases", *(f"growth-{pages}" for pages in phases.GROWTH))
QUICK = ("phases", "growth-20", "growth-100")


def main() -> None:
    """Measure, and write docs/benchmarks.md."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--quick", action="store_true", help="a small site, and a page in build/bench/ alone")
    parser.add_argument("--size", default="20x40", help="policies and locales of the phases")
    parser.add_argument("parts", nargs="*", choices=[*PARTS, "page", []], help="without one, all")
    options = parser.parse_args()
    folder = PIPELINE / "build" / "bench" / ("quick" if options.quick else "whole")
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.json") if not options.parts else ():
        old.unlink()
    for part in options.parts or (QUICK if options.quick else PARTS):
        if part == "page":
            continue
        say(f"{part}:")
        with tempfile.TemporaryDirectory() as place:
            measured = (
                _growth(Path(place), int(part[7:]))
                if part != "phases"
                else _phases(Path(place), options.quick, options.size)
            )
        (folder / f"{part}.json").write_text(json.dumps(measured, indent=1), encoding="utf-8")
    results = read(folder)
    text = page.page(results, SEGMENTS)
    target = folder / "benchmarks.md" if options.quick else PIPELINE / "docs" / "benchmarks.md"
    target.write_text(text, encoding="utf-8")
    say(f"{target.relative_to(PIPELINE)}: written")
    for aim in AIMS:
        most, figure = aim.most(results), aim.figure(results)
        if most is not None and figure is not None:
            say(f"{'met    ' if figure <= most else 'NOT met'} {aim.what}: {figure:.3g} of {most:.3g} {aim.unit}")
    if not options.parts:
        quality(say)


def _phases(folder: Path, quick: bool, size: str) -> dict[str, Any]:
    load = os.getloadavg()[0]
    policies, locales = (4, 10) if quick else map(int, size.split("x"))
    site = phases.Site(folder / "site", policies, locales, say)
    figures = phases.measured(site, folder)
    say("other tools:")
    beside = others.measured(folder, site, say, few=quick)
    return {
        "pages": site.pages, "catalogs": policies * locales, "load": round(load, 1),
        "phases": _rows(figures), "others": [asdict(other) for other in beside],
    }  # fmt: skip


def _growth(folder: Path, pages: int) -> dict[str, Any]:
    return _rows(phases.growth(folder, pages, say))


def _rows(figures: phases.Figures) -> dict[str, Any]:
    return {name: asdict(used) for name, used in figures.items()}


def read(folder: Path) -> Results:
    """All figures that were measured; sizes that were not measured are left out."""
    whole = json.loads((folder / "phases.json").read_text(encoding="utf-8"))
    growth = {
        pages: _figures(json.loads(path.read_text(encoding="utf-8")))
        for pages in phases.GROWTH
        if (path := folder / f"growth-{pages}.json").exists()
    }
    beside = tuple(others.Other(**{**row, "used": Used(**row["used"])}) for row in whole["others"])
    return Results(whole["pages"], whole["catalogs"], _figures(whole["phases"]), growth, beside, whole["load"])


def _figures(rows: dict[str, Any]) -> phases.Figures:
    return {name: Used(**row) for name, row in rows.items()}


def say(line: str) -> None:
    """Print a line at once, because a run takes half an hour."""
    print(line, flush=True)


if __name__ == "__main__":
    main()
