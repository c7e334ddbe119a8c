"""docs/benchmarks.md: the figures of a run as a page."""

import platform
from collections.abc import Iterable, Iterator, Sequence

from .aims import AIMS, LACKS, TRICKS, Aim, Results
from .phases import ALL, Figures

HEAD = """# Benchmarks

This page is written by `make bench`; its text is in `tests/bench/`. All figures were measured one after another on one machine
({machine}), which shares its processors with other work (a load of {load} before the run): compare the figures of this page with each other,
and not with those of another machine. Times on the clock say less than those of CPU. CPU is user and system time of a whole tree of processes in seconds, wall is time on a clock, and memory is the largest
resident set of any one process.

The policies are generated from a seed: {segments} segments each, with headings and ids, links within and between policies,
lists, tables, quotes, footnotes, emphasis, code, numbers and dates. Their translations are stand-ins in up to 25 scripts, which keep all
marks. Every project passes `make check` without errors.
"""

PHASES = (
    ("help", "`--help`", "starts, and loads next to nothing"),
    ("extract", "`update`, no locale yet", "templates of all policies"),
    ("merge", "`update`, 5 % of the segments of every policy changed", "all catalogs are merged"),
    ("update, one policy changed", "`update`, a segment of one policy changed", ""),
    ("update, nothing to do", "`update`, nothing to do", ""),
    ("update, 40 catalogs", "`update`, nothing to do, one policy in 40 locales", ""),
    ("cold build", "`build`, cold, JOBS=1", "nothing known, nothing there: four forms of each page"),
    ("cold build, all", "`build`, cold, all processors", ""),
    ("one entry", "`build`, one entry changed", ""),
    ("one policy", "`build`, one segment of one policy changed", "after `update`; its pages in all locales"),
    ("one word of the frame", "`build`, one word of the page frame changed", "all pages of one locale"),
    ("no-op, make", "`make build`, nothing changed", "`stale.py` alone"),
    ("no-op, store", "`build`, nothing changed", "everything comes from the store"),
    ("check, cold", "`check`, nothing known, JOBS=1", ""),
    ("check, cold, all", "`check`, nothing known, all processors", ""),
    ("check", "`check`, nothing changed", ""),
    ("status, cold", "`status`, nothing known", ""),
    ("status", "`status`, nothing changed", ""),
    ("release", "`release` after a build", "looks as `check` does; packs every file and the archive"),
    ("verify", "`verify` of the archive", ""),
    ("verify --reproduce", "`verify --reproduce`", "packs it again"),
    ("import", "`import` of a finished translation, 121 segments", ""),
    ("import, 1,000 segments", "`import` of one of 1,000 segments", ""),
)
"""Name in the figures, in the table, and a remark."""


def page(results: Results, segments: int) -> str:
    """The whole page."""
    machine = f"{ALL} processors, {platform.system()}, Python {platform.python_version()}"
    parts = [
        HEAD.format(machine=machine, load=results.load, segments=segments),
        "## What to expect\n\n" + "\n".join(_expected(results)),
        f"\n## Phases\n\n{results.pages} pages: {results.pages - results.catalogs} policies in {results.catalogs // (results.pages - results.catalogs)} languages and their own.\n",
        _table(("phase", "CPU, s", "wall, s", "memory, MiB", ""), _phases(results)),
        "\n## Growth\n\nWith JOBS=1, from 1,000 pages on with all processors. `no-op` is `make build` where nothing has changed.\n",
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
                "`update`, nothing to do",
            ),
            _growth(results),
        ),
        "\n## Beside other tools\n\nOf the same run, CPU without the start of a tool that handles many files at once. `we` is what the pipeline takes for one of the same, and "
        "`ratio` is our time by theirs: below 1 we are faster.\n",
        _table(("tool", "version", "phase", "theirs, ms", "we, ms", "ratio"), _others(results)),
        "\nWhat they do not do of it:\n\n" + "\n".join(f"- **{tool}**: {lacks}" for tool, lacks in LACKS.items()),
        "\n## Aims\n",
        _table(("aim", "at most", "measured", "", ""), (_aim(aim, results) for aim in AIMS)),
        "\n## What was done for it\n\nWhat saves less than 3 % of its phase was not kept.\n",
        _table(("where", "what", "saves"), TRICKS),
    ]
    return "\n".join(parts) + "\n"


def _expected(results: Results) -> Iterator[str]:
    """What readers will see, by the size of their site."""
    yield (
        "A build does what has changed. After the first one, an entry that a translator finishes costs about what starting costs, and a build with "
        "nothing to do ends before you notice it.\n"
    )
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
            f"- **{name}**{measured}: the first build takes {_time(cold.wall)} {how} and {cold.mebibytes:.0f} MiB a process, one after a changed "
            f"entry {_time(entry.wall)}, one without a change {_time(nothing.wall)}"
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
                LACKS[other.tool],
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
