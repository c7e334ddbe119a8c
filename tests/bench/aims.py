"""What the work should cost at most, and what is known where it costs more. By hand; `make bench` adds the figures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .others import Other
from .phases import Figures


@dataclass(frozen=True, slots=True)
class Results:
    """All that was measured in a run."""

    pages: int
    catalogs: int
    phases: Figures
    growth: Mapping[int, Figures]
    others: tuple[Other, ...]
    load: float
    """Of the machine before the run: processes that wait for a processor."""

    def cpu(self, phase: str) -> float:
        return self.phases[phase].cpu

    def other(self, tool: str, task: str) -> float | None:
        """CPU seconds of a tool for one of what it worked on, without its start; None where it is not installed."""
        found = next(
            (other for other in self.others if (other.tool, other.task) == (tool, task) and other.version), None
        )
        return None if found is None else (found.used.cpu - found.start) / found.count

    @property
    def page(self) -> float:
        """CPU seconds of a page in a cold build."""
        return self.cpu("cold build") / self.pages


@dataclass(frozen=True, slots=True)
class Aim:
    """One promise."""

    what: str
    most: Callable[[Results], float | None]
    """The limit; None where what it is compared with was not measured."""
    figure: Callable[[Results], float | None]
    unit: str
    why: str = ""
    """Why it is not met, as far as is known: shown only while it is not."""


def _beside(result: Results, tool: str, task: str, share: float) -> float | None:
    other = result.other(tool, task)
    return None if other is None else 1000 * other * share


def _at(result: Results, pages: int, phase: str) -> float | None:
    found = result.growth.get(pages)
    return None if found is None else found[phase].cpu


def _memory(result: Results) -> float | None:
    """The most of any build."""
    builds = [result.phases["cold build"], *(found["cold build"] for found in result.growth.values())]
    return max(used.mebibytes for used in builds)


def _more(result: Results) -> float | None:
    """How much more memory 100 pages take than 20."""
    few, many = result.growth.get(20), result.growth.get(100)
    return None if few is None or many is None else many["cold build"].mebibytes - few["cold build"].mebibytes


def _megabyte(result: Results, phase: str) -> float:
    return result.cpu(phase) / result.phases["archive"].mebibytes


_COLD = (
    "the profile is flat: a fifth are the checks of entries, a seventh each drawing the tree, the plain text, and reading the finished HTML again "
    "for laws 5 and 12, a tenth each the data and both frames; nothing of it is done twice any more"
)

AIMS = (
    Aim("cold build, a page", lambda _: 60.0, lambda of: 1000 * of.page, "ms", _COLD),
    Aim(
        "cold build, a page, beside mdpo with Python-Markdown: at most 3 times", lambda of: _beside(of, "mdpo with Python-Markdown", "cold build", 3),
        lambda of: 1000 * of.page, "ms", "mdpo compares nothing and makes one form of four; and as above",
    ),
    Aim(
        "cold build, a page, beside po4a with pandoc: at most a quarter", lambda of: _beside(of, "po4a with pandoc", "cold build", 1 / 4),
        lambda of: 1000 * of.page, "ms", "as above",
    ),
    Aim(
        "one entry changed: 3 % of a cold build, at least 0.3 s and at most 1.5 s", lambda of: min(1.5, max(0.3, 0.03 * of.cpu("cold build"))),
        lambda of: of.cpu("one entry"), "s",
        "by a profile half is loading modules, a third of that compiling some 350 regular expressions; every file of the site is compared with its digest, and the policy is read, its entries checked, and the four forms of one page made in the rest",
    ),
    Aim("one entry changed, 440 pages", lambda of: min(1.5, max(0.3, 0.03 * (_at(of, 440, "cold build") or 0))),
        lambda of: _at(of, 440, "one entry"), "s", "as above"),
    Aim("memory of a build, at most", lambda _: 150.0, _memory, "MiB", "up to 24 pages are kept whole between the look at their texts and the making of their forms, older ones packed, and CLDR's data of 12 languages, 2 MiB each"),
    Aim("memory, 100 pages beside 20: more by", lambda _: 40.0, _more, "MiB", "most of it are CLDR's data of up to 12 languages, and pages that wait for their forms"),
    Aim("status, nothing known, 800 catalogs", lambda _: 3.0, lambda of: of.cpu("status, cold") if of.catalogs >= 800 else None, "s",
        "the policies are read and checked, and the words of the frame of each language"),
    Aim("status, nothing changed", lambda _: 0.5, lambda of: of.cpu("status"), "s", "starting takes 0.3 s; the rest grows with the catalogs, which are read to know that nothing changed"),
    Aim("verify, 4.7 MB", lambda _: 0.7, lambda of: 4.7 / 1.048576 * _megabyte(of, "verify"), "s"),
    Aim("verify --reproduce, 4.7 MB", lambda _: 0.7, lambda of: 4.7 / 1.048576 * _megabyte(of, "verify --reproduce"), "s",
        "each file and the archive are packed at libdeflate's highest level, 12, which is nearly all of the time; verify without REPRODUCE=1 packs nothing"),
    Aim("update, nothing to do, a policy in 40 locales", lambda _: 0.3, lambda of: of.phases["update, 40 catalogs"].cpu if "update, 40 catalogs" in of.phases else None, "s",
        "starting takes most of it"),
    Aim("extraction beside mdpo: at most twice, for a policy", lambda of: _beside(of, "mdpo", "extract", 2),
        lambda of: 1000 * (of.cpu("extract") - of.cpu("start of update")) / _policies(of), "ms",
        "mdpo reads with a parser written in C and once; we read twice, by two parsers in Python, and refuse where they disagree"),
    Aim("merge beside msgmerge: at most a quarter, for a catalog", lambda of: _beside(of, "msgmerge", "merge", 1 / 4),
        lambda of: 1000 * (of.cpu("merge") - of.cpu("extract")) / of.catalogs, "ms", "the figure is without extraction and start"),
    Aim("import of 1,000 segments", lambda _: 10.0, lambda of: of.cpu("import, 1,000 segments"), "s"),
    Aim("no-op of make, 5,000 pages", lambda _: 0.5, lambda of: _at(of, 5000, "no-op, make"), "s"),
)  # fmt: skip


def _policies(result: Results) -> int:
    return result.pages - result.catalogs


# -- what every tool does not do -------------------------------------------------------------------------

LACKS: Mapping[str, str] = {
    "mdpo": "reads headings with ids, front matter and footnotes as plain text; no second reader, no refusal of what is read in two ways",
    "mdpo with Python-Markdown": "no check of a translation's shape, links, numbers or names; no state of a page, no plain text, no data, no menus, manifest or frame; what is untranslated is published in the source language, without a mark",
    "po4a with pandoc": "no check of a translation; one HTML form; below a threshold a whole document is dropped, above it untranslated text is published without a mark",
    "msgmerge": "merges one catalog at a time; texts without a similar one elsewhere, no move of a translation between policies",
    "msgfmt -c": "looks at syntax, headers and formats of programs; knows no Markdown, no link, number or name",
    "pot2po": "one locale in a run; its fuzzy matching is by letters alone, without the library for it",
    "pofilter": "looks at each entry for itself, by rules for the texts of programs; no Markdown, no page",
    "pocount": "counts words and entries; says nothing of what would be published",
    "Babel, Catalog.update": "compares every pair of texts by difflib",
    "Hugo": "reads no catalogs: somebody else has to translate whole files and to see what changed; no checks, one HTML form",
}
"""Of what the pipeline does in the same phase, what another tool leaves out."""

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
)
"""Phase, what was done, what it saves: each measured with and without in one run, when it was written."""
