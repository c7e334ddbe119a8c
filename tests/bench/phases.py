"""Time and memory of each phase, on a generated site."""

import os
import random
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from . import generator
from .measure import Used, median, run, verb

Figures = dict[str, Used]
"""What each phase used, by its name."""

ALL = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
"""The number of processors."""


class Site:
    """A generated project in a folder, and the edits that are measured."""

    def __init__(self, folder: Path, policies: int, locales: int, say: Callable[[str], None]) -> None:
        self.root, self.say = folder, say
        self.drafts, self.codes = generator.drafts(policies), generator.chosen(locales)
        self.chance = random.Random(3)
        generator.site(folder, self.drafts)

    @property
    def pages(self) -> int:
        return len(self.drafts) * (len(self.codes) + 1)

    def verb(self, *words: str) -> Used:
        used = verb(self.root, *words)
        self.say(f"  {' '.join(words)}: {used.cpu:.2f} s of CPU, {used.wall:.2f} s, {used.mebibytes:.0f} MiB")
        return used

    def translated(self) -> None:
        """Write the catalogs; the templates exist already."""
        generator.translations(self.root, self.codes)

    def forget(self, name: str = "") -> None:
        """Delete the results of a build, or one of them."""
        path = self.root / "build" / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)

    def cold(self, jobs: int) -> Used:
        self.forget()
        return self.verb("build", "--quiet", "--jobs", str(jobs))

    def no_op(self) -> Used:
        """The comparison of files that make runs first (`stale.py`)."""
        return median([run([sys.executable, "-I", "-S", "scripts/stale.py", str(self.root)]) for _ in range(3)])

    def change_entry(self) -> None:
        """Change a word in one translation, but not in a title, because other pages show titles."""
        path = self.root / "locale" / "de" / "LC_MESSAGES" / f"{self.chance.choice(self.drafts).name}.po"
        text = path.read_text("utf-8")
        places = list(re.finditer(r'^msgstr (?:""\n)?"([A-Z][a-z]+) [a-z]+ [a-z]+ ', text, re.M))[5:]
        start, end = self.chance.choice(places).span(1)
        path.write_text(text[:start] + text[start:end][::-1].capitalize() + text[end:], "utf-8")

    def change_frame(self) -> None:
        """Change a word of the page frame in one locale."""
        path = self.root / "locale" / "de" / "LC_MESSAGES" / "site.po"
        text = path.read_text("utf-8")
        path.write_text(re.sub(r'(msgid "Contents"\nmsgstr ")\w+', r"\1Verzeichnis", text), "utf-8")

    def change_policy(self) -> None:
        """Change a few words in one segment of a policy."""
        at = len(self.drafts) // 2
        self.drafts[at] = self.drafts[at].edited(0, self.chance)
        generator.site(self.root, self.drafts)

    def change_all(self) -> None:
        """Change words in 5 % of the segments of every policy."""
        self.drafts = [draft.edited(generator.CHANGED, self.chance) for draft in self.drafts]
        generator.site(self.root, self.drafts)


def measured(site: Site, folder: Path) -> Figures:
    """Measure every phase on one site; other files that are needed go into `folder`."""
    return dict(_measured(site, folder))


def _measured(site: Site, folder: Path) -> Iterator[tuple[str, Used]]:
    yield "help", median([run([sys.executable, "-m", "scripts", "--help"]) for _ in range(3)])
    (folder / "empty" / "policy").mkdir(parents=True)
    yield "start of update", median([verb(folder / "empty", "update") for _ in range(3)])
    yield "extract", site.verb("update")
    site.translated()
    site.verb("update")
    yield "update, nothing to do", site.verb("update")
    yield "cold build, all", site.cold(ALL)
    yield "cold build", site.cold(1)
    yield "no-op, make", site.no_op()
    yield "no-op, store", site.verb("build", "--quiet")
    yield "one entry", median(list(_after(site, site.change_entry, 3)))
    yield "one word of the frame", median(list(_after(site, site.change_frame, 1)))
    yield "release", site.verb("release", "--quiet")
    [archive] = (site.root / "build" / "release").glob("*.tar.gz")
    yield "verify", run([sys.executable, "-m", "scripts", "verify", "--", str(archive)])
    yield "verify --reproduce", run([sys.executable, "-m", "scripts", "verify", "--reproduce", "--", str(archive)])
    yield "archive", Used(0, 0, archive.stat().st_size / 1024 / 1024)
    site.forget("release")
    site.change_policy()
    yield "update, one policy changed", site.verb("update")
    yield "one policy", site.verb("build", "--quiet", "--jobs", "1")
    site.forget(".store")
    yield "status, cold", site.verb("status")
    yield "status", site.verb("status")
    site.forget(".store")
    yield "check, cold, all", site.verb("check", "--quiet")
    site.forget(".store")
    yield "check, cold", site.verb("check", "--quiet", "--jobs", "1")
    yield "check", site.verb("check", "--quiet", "--jobs", "1")
    site.forget(".store")
    shutil.copytree(site.root / "locale", folder / "before")
    site.change_all()
    yield "merge", site.verb("update")
    one = Site(folder / "one", 1, 40, site.say)
    one.verb("update")
    one.translated()
    yield "update, 40 catalogs", median([one.verb("update") for _ in range(3)])
    for name, segments in (("import", generator.SEGMENTS), ("import, 1,000 segments", 1000)):
        yield name, _imported(folder / name, segments)


def _after(site: Site, change: Callable[[], None], times: int) -> Iterator[Used]:
    for _ in range(times):
        change()
        yield site.verb("build", "--quiet", "--jobs", "1")


def _imported(root: Path, segments: int) -> Used:
    """Import a finished translation of a policy into an empty catalog."""
    draft = generator.draft_of(segments)
    generator.site(root, [draft])
    generator.write(root / "long.de.md", draft.text(generator.say_in("de")))
    verb(root, "update")
    return run(
        [sys.executable, "-m", "scripts", "--root", str(root), "import", "--locale", "de", "--policy", draft.name,
         "--from", str(root / "long.de.md")], good=(0, 1),
    )  # fmt: skip


GROWTH = {20: (4, 4), 100: (5, 19), 440: (11, 39), 820: (20, 40), 5000: (50, 99)}
"""The number of policies and locales for each number of pages, those in the source language included."""


def growth(folder: Path, pages: int, say: Callable[[str], None]) -> Figures:
    """Measure a few phases at a size of `GROWTH`."""
    site = Site(folder / "site", *GROWTH[pages], say)
    site.verb("update")
    site.translated()
    return {
        "cold build": site.cold(1 if pages < 1000 else ALL),
        "no-op, make": site.no_op(),
        "no-op, store": site.verb("build", "--quiet"),
        "one entry": median(list(_after(site, site.change_entry, 1 if pages > 1000 else 3))),
        "status": site.verb("status"),
        "update, nothing to do": median([site.verb("update") for _ in range(2)]),
    }
