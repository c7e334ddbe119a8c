"""The figures of a run as docs/benchmarks.md."""

import platform
from collections.abc import Iterable, Iterator, Sequence

from .aims import AIMS, LACKS, TRICKS, Aim, Results
from .phases import ALL, Figures

HEAD = """# Benchmarks

`make bench` writes this page; its text is in `tests/bench/`.

- **Compare figures of this page only with each other.** They were measured one after another on one machine ({machine}), on
  which other programs were running too (a load of {load} before the run).
- **CPU** is the user and system time of all processes together, in seconds. **Wall** is the time on a clock, which says less.
  **Memory** is the largest resident set of any one process.
- **The texts** are generated from a seed. Each policy has {segments} segments, with headings and ids, links within and between
  policies, lists, tables, quotes, footnotes, emphasis, code, numbers and dates. Translations are placeholder texts in up to 25
  scripts, with the same Markdown. Every project passes `make check` without errors.
"""

PHASES = (
    ("help", "`--help`", "starts, and loads almost nothing"),
    ("extract", "`update`, no locale yet", "writes the templates of all policies"),
    ("merge", "`update`, 5 % of the segments of every policy changed", "merges all catalogs"),
    ("update, one policy changed", "`update`, one segment of one policy changed", ""),
    ("update, nothing to do", "`update`, nothing to do", ""),
    ("update, 40 catalogs", "`update`, nothing to do, one policy in 40 locales", ""),
    ("cold build", "`build`, cold, JOBS=1", "no earlier results; makes the four forms of each page"),
    ("cold build, all", "`build`, cold, all processors", ""),
    ("one entry", "`build`, one entry changed", ""),
    ("one policy", "`build`, one segment of one policy changed", "after `update`; makes its pages in all locales"),
    ("one word of the frame", "`build`, one word of the page frame changed", "makes all pages of one locale"),
    ("no-op, make", "`make build`, nothing changed", "only `stale.py` runs"),
    ("no-op, store", "`build`, nothing changed", "reads everything from the store"),
    ("check, cold", "`check`, no earlier results, JOBS=1", ""),
    ("check, cold, all", "`check`, no earlier results, all processors", ""),
    ("check", "`check`, nothing changed", ""),
    ("status, cold", "`status`, no earlier results", ""),
    ("status", "`status`, nothing changed", ""),
    ("release", "`release` after a build", "runs all checks; packs every file and the archive"),
    ("verify", "`verify` of the archive", ""),
    ("verify --reproduce", "`verify --reproduce`", "packs the archive again"),
    ("import", "`import` of a finished translation, 121 segments", ""),
    ("import, 1,000 segments", "`import` of a finished translation, 1,000 segments", ""),
)
"""The name of each phase in the figures and in the table, and a remark."""


def page(results: Results, segments: int) -> str:
    """The whole page."""
    machine = f"{ALL} processors, {platform.system()}, Python {platform.python_version()}"
    parts = [
        HEAD.format(machine=machine, load=results.load, segments=segments),
        "## What to expect\n\n" + "\n".join(_expected(results)),
        f"\n## Phases\n\n{results.pages} pages: {results.pages - results.catalogs} policies in {results.catalogs // (results.pages - results.catalogs)} other languages and their own. Each page has four forms: HTML, fragment, plain text and JSON.\n",
        _table(("phase", "CPU, s", "wall, s", "memory, MiB", "remark"), _phases(results)),
        "\n## Growth\n\nWith JOBS=1; from 1,000 pages on, with all processors. `no-op` is `make build` without changes.\n",
        _table(
            (
                "pages",
                "cold, CPU s",
                "ms a page",
                "cold, wall s",
                "memory, MiB",
                "one entry, CPU s",
                "no-op, CPU s",
                "`status` again, CPU s",
                "`update`, nothing to do, CPU s",
            ),
            _growth(results),
        ),
        "\n## Compared with other tools\n\nAll figures are from the same run. For a tool that handles many files in one run, the time for starting is left out. `ratio` is our time "
        "divided by theirs: below 1, we are faster.\n",
        _table(("tool", "version", "phase", "theirs, CPU ms", "ours, CPU ms", "ratio"), _others(results)),
        "\nWhat the other tools do not do:\n\n" + "\n".join(f"- **{tool}**: {lacks}" for tool, lacks in LACKS.items()),
        "\n## Aims\n",
        _table(("aim", "at most", "measured", "result", "reason"), (_aim(aim, results) for aim in AIMS)),
        "\n## What made it faster\n\nChanges that saved less than 3 % of their phase were not kept.\n",
        _table(("where", "what", "saves"), TRICKS),
    ]
    return "\n".join(parts) + "\n"


def _expected(results: Results) -> Iterator[str]:
    """What to expect, by the size of the site."""
    yield "A build makes only what has changed. These are times on a clock:\n"
    sizes = {**results.growth, results.pages: results.phases}
    for aim, least, most in ((15, 1, 50), (800, 200, 1500), (5000, 1501, 9999)):
        name = f"{aim:,} pages"
        pages = max((pages for pages in sizes if least <= pages <= most), default=0)
        if not pages:
            yield f"- **{name}**: not measured in this run"
            continue
        cold, entry, nothing = (sizes[pages][phase] for phase in ("cold build", "one entry", "no-op, make"))
        measured = "" if pages == aim else f" (measured at {pages})"
        how = "with all processors" if pages >= 1000 else "with JOBS=1"
        yield (
            f"- **{name}**{measured}: the first build takes {_time(cold.wall)} {how} and {cold.mebibytes:.0f} MiB for each process, a build after "
            f"one changed entry {_time(entry.wall)}, and a build without changes {_time(nothing.wall)}"
        )


def _phases(results: Results) -> Iterator[tuple[str, ...]]:
    for key, name, remark in PHASES:
        if key in results.phases:
            used = results.phases[key]
            yield name, f"{used.cpu:.2f}", f"{used.wall:.2f}", f"{used.mebibytes:.0f}", remark


def _growth(results: Results) -> Iterator[tuple[str, ...]]:
    for pages, found in sorted(results.growth.items()):
        yield f"{pages:,}", *_grown(pages, found)


def _grown(pages: int, found: Figures) -> Iterator[str]:
    cold = found["cold build"]
    yield from (f"{cold.cpu:.1f}", f"{1000 * cold.cpu / pages:.0f}", f"{cold.wall:.1f}", f"{cold.mebibytes:.0f}")
    for phase in ("one entry", "no-op, make", "status", "update, nothing to do"):
        yield f"{found[phase].cpu:.2f}" if phase in found else ""


def _others(results: Results) -> Iterator[tuple[str, ...]]:
    ours = {
        "extract": (results.cpu("extract") - results.cpu("start of update")) / (results.pages - results.catalogs),
        "cold build": results.page,
        "one entry": results.cpu("one entry"),
        "merge": (results.cpu("merge") - results.cpu("extract")) / results.catalogs,
        "check, cold": results.cpu("check, cold") / results.pages,
        "status": results.cpu("status") / results.catalogs,
    }
    of = {
        "extract": "a policy",
        "cold build": "a page",
        "merge": "a catalog",
        "check, cold": "a catalog",
        "status": "a catalog",
    }
    for other in results.others:
        we, phase = 1000 * ours[other.task], ", ".join(filter(None, (other.task, of.get(other.task, ""))))
        theirs = results.other(other.tool, other.task)
        if theirs is None:
            yield other.tool, "", phase, "not installed", f"{we:.1f}", ""
        else:
            yield (
                other.tool,
                other.version,
                phase,
                f"{1000 * theirs:.1f}",
                f"{we:.1f}",
                f"{we / 1000 / theirs:.2f}",
            )


def _aim(aim: Aim, results: Results) -> tuple[str, ...]:
    most, figure = aim.most(results), aim.figure(results)
    if most is None or figure is None:
        return aim.what, "", "", "not measured", ""
    is_met = figure <= most
    return (
        aim.what,
        f"{most:.3g} {aim.unit}",
        f"{figure:.3g} {aim.unit}",
        "met" if is_met else "**not met**",
        "" if is_met else aim.why,
    )


def _time(seconds: float) -> str:
    if seconds >= 90:
        return f"{seconds / 60:.0f} minutes"
    return f"{seconds:.0f} s" if seconds >= 3 else f"{seconds:.2g} s"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)
