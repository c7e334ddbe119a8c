"""The aims for time and memory, and why some are not met. Written by hand; `make bench` adds the figures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .others import Other
from .phases import Figures


@dataclass(frozen=True, slots=True)
class Results:
    """All figures of a run."""

    pages: int
    catalogs: int
    phases: Figures
    growth: Mapping[int, Figures]
    others: tuple[Other, ...]
    load: float
    """The load of the machine before the run: the number of processes that wait for a processor."""

    def cpu(self, phase: str) -> float:
        return self.phases[phase].cpu

    def other(self, tool: str, task: str) -> float | None:
        """CPU seconds of a tool for one page, catalog or policy, without its start; None if it is not installed."""
        found = next(
            (other for other in self.others if (other.tool, other.task) == (tool, task) and other.version), None
        )
        return None if found is None else (found.used.cpu - found.start) / found.count

    @property
    def page(self) -> float:
        """CPU seconds for one page in a cold build."""
        return self.cpu("cold build") / self.pages


@dataclass(frozen=True, slots=True)
class Aim:
    """One aim."""

    what: str
    most: Callable[[Results], float | None]
    """The limit; None if it depends on a figure that was not measured."""
    figure: Callable[[Results], float | None]
    unit: str
    why: str = ""
    """Why it is not met, as far as is known; shown only if it is not met."""


def _beside(result: Results, tool: str, task: str, share: float) -> float | None:
    other = result.other(tool, task)
    return None if other is None else 1000 * other * share


def _at(result: Results, pages: int, phase: str) -> float | None:
    found = result.growth.get(pages)
    return None if found is None else found[phase].cpu


def _memory(result: Results) -> float | None:
    """The most memory of any build, in MiB."""
    builds = [result.phases["cold build"], *(found["cold build"] for found in result.growth.values())]
    return max(used.mebibytes for used in builds)


def _more(result: Results) -> float | None:
    """The memory that 100 pages need more than 20, in MiB."""
    few, many = result.growth.get(20), result.growth.get(100)
    return None if few is None or many is None else many["cold build"].mebibytes - few["cold build"].mebibytes


def _megabyte(result: Results, phase: str) -> float:
    return result.cpu(phase) / result.phases["archive"].mebibytes


_COLD = (
    "no part dominates: checks of entries take a fifth; drawing the tree, the plain text, and reading the finished HTML again "
    "(laws 5 and 12) take a seventh each; the data and both frames take a tenth each"
)

AIMS = (
    Aim("cold build of a page", lambda _: 60.0, lambda of: 1000 * of.page, "ms", _COLD),
    Aim(
        "cold build of a page: at most 3 times mdpo with Python-Markdown", lambda of: _beside(of, "mdpo with Python-Markdown", "cold build", 3),
        lambda of: 1000 * of.page, "ms", "mdpo compares nothing and makes one form instead of four; see also above",
    ),
    Aim(
        "cold build of a page: at most a quarter of po4a with pandoc", lambda of: _beside(of, "po4a with pandoc", "cold build", 1 / 4),
        lambda of: 1000 * of.page, "ms", "see above",
    ),
    Aim(
        "one entry changed: 3 % of a cold build, but 0.3 s to 1.5 s", lambda of: min(1.5, max(0.3, 0.03 * of.cpu("cold build"))),
        lambda of: of.cpu("one entry"), "s",
        "a large part of the time goes into loading modules, half of it at 120 short pages, and two fifths of that into making 105 dataclasses; in the rest, every text of the project is read for its digest, the policy is read, its entries are checked, and the four forms of one page are made",
    ),
    Aim("one entry changed, 440 pages", lambda of: min(1.5, max(0.3, 0.03 * (_at(of, 440, "cold build") or 0))),
        lambda of: _at(of, 440, "one entry"), "s", "see above"),
    Aim("memory of a build", lambda _: 150.0, _memory, "MiB", "up to 24 pages wait as they are between the check of their texts and the making of their forms, and older ones packed; CLDR's data of 12 languages take 2 MiB each"),
    Aim("memory that 100 pages need more than 20", lambda _: 40.0, _more, "MiB", "most of it is CLDR's data of up to 12 languages, and pages that wait until their forms are made"),
    Aim("status, no earlier results, 800 catalogs", lambda _: 3.0, lambda of: of.cpu("status, cold") if of.catalogs >= 800 else None, "s",
        "the policies are read and checked, and so are the words of the page frame of each language"),
    Aim("status, nothing changed", lambda _: 0.5, lambda of: of.cpu("status"), "s", "starting takes 0.3 s; the rest grows with the number of catalogs, which are read to see that nothing changed"),
    Aim("verify, 4.7 MB", lambda _: 0.7, lambda of: 4.7 / 1.048576 * _megabyte(of, "verify"), "s"),
    Aim("verify --reproduce, 4.7 MB", lambda _: 0.7, lambda of: 4.7 / 1.048576 * _megabyte(of, "verify --reproduce"), "s",
        "each file and the archive are packed at libdeflate's highest level, 12, which takes nearly all of the time; without REPRODUCE=1, verify packs nothing"),
    Aim("update, nothing to do, one policy in 40 locales", lambda _: 0.3, lambda of: of.phases["update, 40 catalogs"].cpu if "update, 40 catalogs" in of.phases else None, "s",
        "starting takes most of it"),
    Aim("extraction of a policy: at most twice mdpo", lambda of: _beside(of, "mdpo", "extract", 2),
        lambda of: 1000 * (of.cpu("extract") - of.cpu("start of update")) / _policies(of), "ms",
        "mdpo reads once, with a parser written in C; we read twice, with two parsers in Python, and refuse what they read differently"),
    Aim("merge of a catalog: at most a quarter of msgmerge", lambda of: _beside(of, "msgmerge", "merge", 1 / 4),
        lambda of: 1000 * (of.cpu("merge") - of.cpu("extract")) / of.catalogs, "ms", "the figure excludes extraction and starting"),
    Aim("import of 1,000 segments", lambda _: 10.0, lambda of: of.cpu("import, 1,000 segments"), "s"),
    Aim("make build without changes, 5,000 pages", lambda _: 0.5, lambda of: _at(of, 5000, "no-op, make"), "s"),
)  # fmt: skip


def _policies(result: Results) -> int:
    return result.pages - result.catalogs


# -- what every tool does not do -------------------------------------------------------------------------

LACKS: Mapping[str, str] = {
    "mdpo": "reads headings with ids, front matter and footnotes as plain text; has no second parser, so ambiguous Markdown is not refused",
    "mdpo with Python-Markdown": "does not check the shape, links, numbers or names of a translation; has no states of a page, plain text, data, menus, manifest or page frame; publishes untranslated text in the source language without marking it",
    "po4a with pandoc": "does not check translations; makes one HTML form; drops a whole document below a threshold, and publishes untranslated text without marking it above",
    "msgmerge": "merges one catalog in a run; does not look for similar texts in other policies, nor move translations between them",
    "msgfmt -c": "checks syntax, headers and format strings of programs; knows no Markdown, links, numbers or names",
    "pot2po": "updates one locale in a run; its fuzzy matching compares only letters, without its optional library",
    "pofilter": "checks each entry by itself, with rules for the texts of programs; knows no Markdown and no pages",
    "pocount": "counts words and entries; does not say what would be published",
    "Babel, Catalog.update": "compares every pair of texts with difflib",
    "Hugo": "reads no catalogs, so somebody has to translate whole files and notice what changed; does not check, makes one HTML form",
}
"""For each tool, the work of the same phase that it does not do."""

# -- what was kept -------------------------------------------------------------------------------------

TRICKS: tuple[tuple[str, str, str], ...] = (
    ("plain text, where spaces decide about line breaks", "no ICU", "`to_text` 14.2 to 4.0 ms a page"),
    ("data, its HTML", "an own serializer", "`to_json` 5.0 to 2.1 ms a page"),
    ("data, its words", "one walk over the tree", "2.1 to 1.65 ms a page"),
    ("data, its JSON", "own indentation", "1.65 to 1.48 ms a page"),
    (
        "verify",
        "sums, names and order of an archive are compared without packing it again",
        "16 s to 0.44 s for 4.9 MB",
    ),
    ("`--help`", "each verb loads its own rooms, where it uses them", "0.098 to 0.079 s"),
    ("update, nothing to do", "the same", "0.55 to 0.26 s"),
    (
        "import",
        "alignment in a band around the diagonal, proven to give what the whole table gives",
        "280 paragraphs, 12.7 to 2.6 s",
    ),
    ("merge", "the wrap width of a catalog is found once", "15 % fewer calls"),
    (
        "all",
        "each text of a policy and of a locale is parsed once in a process",
        "829 to 123 inline parses a page of 121 segments",
    ),
    (
        "build, nothing changed",
        "the pages that menus and links name are listed once for each policy, not for each link",
        "2.6 to 1.8 s at 440 pages",
    ),
    ("second reader", "texts without marks are taken as they are", "half of the comparison"),
    (
        "cold build",
        "typed nodes that checks and pages share, pages made directly of them",
        "4.55 to 3.18 s for 60 pages",
    ),
    (
        "cold build",
        "each form is made once; what the sanitiser leaves as it is, is not read again",
        "5.5 to 4.5 s for 60 pages, with the next",
    ),
    (
        "cold build",
        "checks of finished pages read the HTML as our serializer writes it, and the letters of a page and the numbers of its source once",
        "12 to 7 % of 4.6 s for 44 pages",
    ),
    ("build", "rules whose findings it would drop do not run", "a fifth of the checks"),
    ("update, nothing to do", "a run that changed nothing is not done again while no file changes", "0.37 to 0.09 s"),
    (
        "status, check, build",
        "what an earlier run found is read from the store",
        "`status` of 800 catalogs 26 to 0.5 s",
    ),
    (
        "one entry",
        "modules are loaded where they are used, languages of menus are known from earlier builds",
        "0.97 to 0.76 s for 120 short pages",
    ),
    (
        "one entry",
        "regular expressions are compiled when they are first used: 44 of 320",
        "12 % for 120 short pages; a cold build in two processes 16 %",
    ),
    (
        "one entry",
        "compiled layouts are kept; files, rows and CLDR's codes are looked at once; wcwidth, PyYAML and Babel's gettext are "
        "loaded where a text needs them",
        "11 % of what was left",
    ),
    ("memory", "CLDR's data of 12 languages at most stays loaded", "2 MiB a language"),
    (
        "cold build",
        "facts about characters are found once, and only texts that hold one that mojibake needs are searched for it",
        "47.4 to 42.6 ms a page for texts and their page, of 68 in all",
    ),
    (
        "cold build",
        "the numbers of a text are read once for its entry and its page",
        "42.6 to 39.0 ms a page",
    ),
    (
        "cold build",
        "pages that wait for those they link to are packed, not made anew",
        "2.0 in place of 10.5 ms for each page beyond 24; with the two above, 9.0 to 8.5 s for 100 pages",
    ),
    (
        "memory",
        "of waiting pages 24 are whole, CLDR's data of languages is not kept twice",
        "124 to 110 MiB at 100 pages",
    ),
    (
        "one entry",
        "the system is asked for the lock, not a library for all kinds of locks",
        "5 % for 120 short pages",
    ),
    (
        "one entry",
        "pages that have not changed on the disk since the last build are not read",
        "0.97 to 0.87 s at 440 pages, with the one above",
    ),
    (
        "one entry",
        "the page of a link is found without a search through all languages, results of the store in one query for each policy; folders are listed once",
        "0.87 to 0.74 s at 440 pages",
    ),
    (
        "one entry",
        "the configuration of web servers is made where pages come or go",
        "6 % for 120 short pages",
    ),
    (
        "one entry",
        "no memory for the largest file is asked for when a text is read, and the project's folder is resolved once",
        "5 % at 440 pages, 4 % for 120 short pages",
    ),
)
"""Phase, change, and what it saves. Each was measured with and without the change in one run, when it was made."""
