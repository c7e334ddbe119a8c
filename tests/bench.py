"""`make bench`: how long the work takes beside the real tools, in one run, as ratios of CPU time.

Machines are noisy: compare what one run prints, not runs with each other.
"""

import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.pofile import read_po

from scripts import po, stale
from scripts.catalogs import template as catalogs
from scripts.catalogs.fuzzy_match import predecessors
from scripts.locales import plural_forms, same_language
from scripts.po import Entry
from scripts.project.project import PIPELINE

from .checks.rate import CATALOGS, measure
from .conftest import SAMPLE, sample_in

POLICIES, SEGMENTS, CHANGED = 20, 120, 0.05
LOCALES = (
    "af ar bg bn ca cs da de el es et eu fa fi fr gl he hi hr hu id it ja ko lt lv ms nl pl pt ro ru sk sl sr sv th tr uk vi"
).split()


@dataclass(slots=True)
class Used:
    """What some child processes used."""

    seconds: float = 0.0
    """CPU time, user and system."""
    mebibytes: float = 0.0
    """The largest resident set of any child so far."""


@contextmanager
def children() -> Iterator[Used]:
    """What the child processes of a block use."""
    used = Used()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    yield used
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used.seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    used.mebibytes = after.ru_maxrss / 1024


def run(*command: str, cwd: Path = PIPELINE) -> Used:
    """Run a command to its end."""
    with children() as used:
        subprocess.run(command, cwd=cwd, check=True, capture_output=True, env={**os.environ, "SOURCE_DATE_EPOCH": "0"})
    return used


def own_seconds(work: Callable[[], object]) -> float:
    """CPU time that a piece of work takes in this process."""
    before = resource.getrusage(resource.RUSAGE_SELF)
    work()
    after = resource.getrusage(resource.RUSAGE_SELF)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


# -- a site of many policies ---------------------------------------------------------------------


def words() -> list[str]:
    """Words that policies are made of."""
    text = (SAMPLE / "policy" / "privacy.md").read_text(encoding="utf-8")
    return re.findall(r"[A-Za-z]{2,}", text.partition("---\n\n")[2])


def paragraphs(chance: random.Random, known: list[str]) -> list[str]:
    """Segments of one policy: a heading at the beginning of each section, then paragraphs of 8 to 60 words."""
    texts: dict[str, None] = {}
    while len(texts) < SEGMENTS - 1:
        size = 3 if len(texts) % 8 == 0 else chance.randrange(8, 60)
        texts[" ".join(chance.choice(known) for _ in range(size)).capitalize() + ("" if size == 3 else ".")] = None
    return list(texts)


def changed(chance: random.Random, known: list[str], texts: list[str]) -> list[str]:
    """The same segments, some of them with a few other words."""
    texts = list(texts)
    for index in chance.sample(range(len(texts)), round(len(texts) * CHANGED)):
        parts = texts[index].split(" ")
        for _ in range(1 + len(parts) // 10):
            parts[chance.randrange(len(parts))] = chance.choice(known)
        texts[index] = " ".join(parts)
    return texts


def policy_text(name: str, texts: list[str]) -> str:
    """A policy of these segments."""
    blocks = [f"## {text}" if index % 8 == 0 else text for index, text in enumerate(texts)]
    return f"---\ntitle: Policy {name}\n---\n\n" + "\n\n".join(blocks) + "\n"


def translated(template: str, code: str) -> str:
    """A finished catalog: every word turned round."""
    read = po.read_catalog(template, "x.pot")
    head = catalogs.started(read, "x", code)
    turned = ((entry, re.sub(r"\w+", lambda found: found.group()[::-1], entry.msgid)) for entry in read.entries)
    entries = [
        Entry(entry.msgid, text, extracted=entry.extracted, references=entry.references) for entry, text in turned
    ]
    return po.text_of(po.Catalog(head.header, tuple(entries)))


def site(folder: Path) -> dict[str, list[str]]:
    """Write the policies, their templates and finished catalogs; the segments of each policy."""
    chance, known = random.Random(1), words()
    texts = {f"policy{number}": paragraphs(chance, known) for number in range(POLICIES)}
    for name, segments in texts.items():
        write(folder / "policy" / f"{name}.md", policy_text(name, segments))
    run(sys.executable, "-m", "scripts", "--root", str(folder), "update")
    for name in texts:
        template = (folder / "locale" / f"{name}.pot").read_text(encoding="utf-8")
        for code in LOCALES:
            write(folder / "locale" / code / "LC_MESSAGES" / f"{name}.po", translated(template, code))
    return {name: changed(chance, known, segments) for name, segments in texts.items()}


def write(path: Path, text: str) -> None:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


# -- what is measured ----------------------------------------------------------------------------------


def merging(folder: Path) -> None:
    """5 % of the segments of 20 policies change; their catalogs in 40 locales are brought up to date."""
    later = site(folder)
    before = folder / "before"
    shutil.copytree(folder / "locale", before / "locale")
    for name, segments in later.items():
        write(folder / "policy" / f"{name}.md", policy_text(name, segments))
    extracted = run(sys.executable, "-m", "scripts", "--root", str(folder), "update", "--locale", "none")
    ours = run(sys.executable, "-m", "scripts", "--root", str(folder), "update")
    files = len(LOCALES) * POLICIES
    (folder / "none" / "policy").mkdir(parents=True)
    started = run(sys.executable, "-m", "scripts", "--root", str(folder / "none"), "update")
    alone = extracted.seconds - started.seconds
    tell("extracting 20 policies", alone, f"s of CPU, and {started.seconds:.2f} s for the start", alone < 0.3)
    tell(f"merging {files} catalogs", ours.seconds, f"s of CPU, {1000 * ours.seconds / files:.2f} ms a file")
    tell("    most memory", ours.mebibytes, "MiB", ours.mebibytes < 100)
    if shutil.which("msgmerge"):
        some = [(name, code) for name in list(later)[:5] for code in LOCALES]
        with children() as theirs:
            for name, code in some:
                old, new = before / "locale" / code / "LC_MESSAGES" / f"{name}.po", folder / "locale" / f"{name}.pot"
                subprocess.run(["msgmerge", "-q", "--previous", "-o", "/dev/null", str(old), str(new)], check=True)
        ratio = theirs.seconds / len(some) / (ours.seconds / files)
        tell(
            "    msgmerge takes", ratio, f"times as much ({1000 * theirs.seconds / len(some):.1f} ms a file)", ratio > 5
        )
    babel = own_seconds(lambda: babel_merge(before, folder, next(iter(later)), LOCALES[:3])) / 3
    ratio = babel / (ours.seconds / files)
    tell("    Babel's Catalog.update takes", ratio, f"times as much ({1000 * babel:.0f} ms a file)", ratio > 100)
    again = run(sys.executable, "-m", "scripts", "--root", str(folder), "update")
    tell("    once more, with nothing to do", again.seconds, "s of CPU")


def babel_merge(before: Path, folder: Path, name: str, codes: list[str]) -> None:
    """The same merges by Babel."""
    template = read_po(BytesIO((folder / "locale" / f"{name}.pot").read_bytes()))
    for code in codes:
        old = read_po(BytesIO((before / "locale" / code / "LC_MESSAGES" / f"{name}.po").read_bytes()), locale=code)
        old.update(template)


def predecessors_found() -> None:
    """Of 200 edited segments among 2,000, how many find the one they come from."""
    chance, known = random.Random(2), words()
    old = [(None, text) for _ in range(17) for text in paragraphs(chance, known)][:2000]
    new, truth = list(old), {}
    for index in chance.sample(range(len(old)), 200):
        parts = old[index][1].split(" ")
        for _ in range(1 + len(parts) // 8):
            parts[chance.randrange(len(parts))] = chance.choice(known)
        new[index] = (None, " ".join(parts))
        truth[new[index]] = old[index]
    found: dict[po.Key, po.Key] = {}
    seconds = own_seconds(lambda: found.update(predecessors(old, new, 0.6)))
    right = sum(found.get(key) == was for key, was in truth.items())
    tell(
        f"predecessors of {len(truth)} edits among 2,000", right, f"right, in {seconds:.3f} s", right >= len(truth) - 2
    )


def checks(folder: Path) -> None:
    """The shipped policy in 40 locales is checked; and how often finished entries of others are refused though right."""
    sample_in(folder)
    text = (SAMPLE / "locale" / "de" / "LC_MESSAGES" / "privacy.po").read_text(encoding="utf-8")
    own = {path.name for path in (folder / "locale").iterdir() if path.is_dir()}
    new = [code for code in LOCALES if not any(same_language(code, other) for other in own)]
    for code in new[: 40 - len(own)]:
        write(
            folder / "locale" / code / "LC_MESSAGES" / "privacy.po", text.replace("Language: de", f"Language: {code}")
        )
    checked = run(sys.executable, "-m", "scripts", "--root", str(folder), "check")
    tell("checking a policy in 40 locales", checked.seconds, "s of CPU, with the start", checked.seconds < 2)
    if CATALOGS:
        rate = measure()
        tell("finished entries of others", rate.entries, f"of which {len(rate.defects)} have a defect that is found")
        tell("    refused though right", 100 * rate.share, f"% ({len(rate.false)} entries)", rate.share < 0.01)
        most = ", ".join(f"{count} {rule}" for rule, count in rate.rules().most_common(6))
        print(f"       defects: {most}")


def nothing_to_do(folder: Path, pages: int, limit: float) -> None:
    """What make costs where nothing has changed: four files a page and a catalog are compared with the last build."""
    for number in range(pages):
        code, name = LOCALES[number % len(LOCALES)], f"policy-{number // len(LOCALES)}"
        write(folder / "locale" / code / "LC_MESSAGES" / f"{name}.po", "x")
        for ending in ("html", "txt", "json", "fragment.html"):
            write(folder / "build" / "site" / code / f"{name}.{ending}", "x")
    record = stale.record(str(folder), stale.inputs(bytes(folder)), 0)
    (folder / "build" / ".last-build").write_bytes(record)
    runs = [run(sys.executable, "-I", "-S", "scripts/stale.py", str(folder)).seconds for _ in range(5)]
    best = sorted(runs)[len(runs) // 2]
    tell(f"make build, nothing to do, {pages} pages", best, f"s of CPU, at most {limit}", best <= limit)


def tell(what: str, figure: float, unit: str, is_good: bool | None = None) -> None:
    """Print one row; a promise that is not kept is marked."""
    mark = {None: "  ", True: "ok", False: "NO"}[is_good]
    print(f"{mark} {what:<42} {figure:>8.2f} {unit}", flush=True)


def main() -> None:
    """Measure everything."""
    assert plural_forms("de")
    for pages, limit in ((15, 0.05), (5000, 0.5)):
        with tempfile.TemporaryDirectory() as name:
            nothing_to_do(Path(name), pages, limit)
    predecessors_found()
    with tempfile.TemporaryDirectory() as name:
        merging(Path(name))
    with tempfile.TemporaryDirectory() as name:
        checks(Path(name))


if __name__ == "__main__":
    main()
