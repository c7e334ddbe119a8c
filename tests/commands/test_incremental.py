"""The store: whatever was built before, a build gives the bytes and the messages of a cold one."""

import contextlib
import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts import stale
from scripts.commands import build, check, status
from scripts.pages.maker import Maker
from scripts.pages.waiting_pages import WaitingPages
from scripts.problem import Problem, Refused
from scripts.project.project import Project
from scripts.store import STORE_NAME, Store

from ..conftest import po_text, write

TOP = Path(__file__).parent.parent.parent

TERMS = """---
title: Terms
description: What holds between us.
effective: 2025-01-01
---

## Fees {#fees}

You pay **5 euros** a month to {{ product }}, see [how we keep data](privacy.md#keeping).

- No refunds[^1].
- `code` stays.

[^1]: See [fees](#fees).
"""
PRIVACY = """# Privacy

## Keeping {#keeping}

We keep your data for 30 days, as the [terms](terms.md#fees) say.

| what | days |
| --- | --- |
| name | 30 |

We write to {{ contact }}.
"""
NOTICE = """# Notice

Nothing links here. **Write to us**, please.
"""
POLICIES = {"terms": TERMS, "privacy": PRIVACY, "notice": NOTICE}
CODES = ("de", "ar", "ja")
SITE = '[site]\nbase_url = "https://example.org/legal/"\n[publish]\nminimum = 50\n[variables]\nproduct = "X"\ncontact = "a@example.org"\n'


def said(text: str, code: str) -> str:
    """A stand-in for a translation: the same marks, numbers and links, other words."""
    words = {"de": "und", "ar": "نص", "ja": "文"}[code]
    return re.sub(r"\b(?:the|we|you|what|your|to|a|as|say|see|how|keep|No)\b", words, text, flags=re.I)


def segments(project: Project, name: str) -> list[str]:
    policy = project.known_policy(project.path / "policy" / f"{name}.md")
    return [] if policy is None else list(dict.fromkeys(segment.text for segment in policy.segments()))


def catalog(project: Project, name: str, code: str, **flags: str) -> None:
    texts = {text: said(text, code) for text in segments(project, name)}
    write(project.path, f"locale/{code}/LC_MESSAGES/{name}.po", po_text(texts, code, **flags))


def start(folder: Path) -> Project:
    project = Project(folder)
    write(folder, "policy/site.toml", SITE)
    for name, text in POLICIES.items():
        write(folder, f"policy/{name}.md", text)
    for name in POLICIES:
        for code in CODES:
            catalog(project, name, code)
    return project


# -- edits ------------------------------------------------------------------------------------------


def some_catalog(project: Project, chance: random.Random) -> Path | None:
    there = sorted((project.path / "locale").glob("*/LC_MESSAGES/*.po"))
    return chance.choice(there) if there else None


def in_catalog(change: Callable[[str, random.Random], str]) -> Callable[[Project, random.Random], None]:
    def edit(project: Project, chance: random.Random) -> None:
        path = some_catalog(project, chance)
        if path is not None:
            path.write_text(change(path.read_text(encoding="utf-8"), chance), encoding="utf-8")

    return edit


def one_entry(text: str, chance: random.Random) -> str:
    parts = text.split("\n\n")
    index = chance.randrange(len(parts))
    parts[index] = re.sub(r'(msgstr "[^"\\]{3})', rf"\g<1>{chance.choice(['z', '9', '**'])}", parts[index])
    return "\n\n".join(parts)


def policy_text(project: Project, chance: random.Random) -> None:
    path = project.path / "policy" / f"{chance.choice(sorted(POLICIES))}.md"
    if path.is_file():
        new = chance.choice(
            [
                "\nOne more paragraph.\n",
                "\n## Another {#another}\n",
                "\n[x](terms.md#nowhere)\n",
                "\n<b>\n",
                "\nA \a bell.\n",
            ]
        )
        path.write_text(path.read_text(encoding="utf-8") + new, encoding="utf-8")


def restored(project: Project, chance: random.Random) -> None:
    name = chance.choice(sorted(POLICIES))
    write(project.path, f"policy/{name}.md", POLICIES[name])
    for code in CODES:
        catalog(project, name, code)


def translated(project: Project, chance: random.Random) -> None:
    name, code = chance.choice(sorted(POLICIES)), chance.choice(CODES)
    if (project.path / f"policy/{name}.md").is_file():
        catalog(project, name, code)


def site_settings(project: Project, chance: random.Random) -> None:
    new = {
        'product = "X"': 'product = "Y"',
        "minimum = 50": "minimum = 90",
        "example.org/legal/": "example.com/",
        "[publish]": '[publish]\napproval = "require"',
        "[variables]": '[checks]\nkeep = ["Fees"]\n[variables]',
        'contact = "a@example.org"': "",
    }
    old = chance.choice(sorted(new))
    write(project.path, "policy/site.toml", SITE.replace(old, new[old]))


def frame(project: Project, chance: random.Random) -> None:
    code = chance.choice(CODES)
    texts = chance.choice([{}, {"Links": "Q"}, {"Contents": "W"}, {"Published by {{ publisher }}": "x"}])
    write(project.path, f"locale/{code}/LC_MESSAGES/site.po", po_text(texts, code))


def glossary(project: Project, chance: random.Random) -> None:
    write(project.path, f"locale/{chance.choice(CODES)}/LC_MESSAGES/glossary.po", po_text({"Fees": "Geb"}, "de"))


def edition(project: Project, chance: random.Random) -> None:
    name, code, day = chance.choice(sorted(POLICIES)), chance.choice(CODES), chance.choice(["2020-01-01", "2031-01-01"])
    there = project.path / "policy" / f"{name}.md", project.catalog(code, name)
    if all(path.is_file() for path in there):
        for path, new in zip(there, (f"{name}.md", f"{code}.po"), strict=True):
            write(project.path, f"policy/editions/{name}/{day}/{new}", path.read_text(encoding="utf-8"))


def gone(project: Project, chance: random.Random) -> None:
    some = sorted(
        path for folder in ("policy", "locale") for path in (project.path / folder).rglob("*.*") if path.is_file()
    )
    chance.choice(some).unlink()


def made(project: Project, chance: random.Random) -> None:
    """Something happens to what is in `build/`."""
    files = sorted(path for path in (project.build / "site").rglob("*") if path.is_file())
    for path in chance.sample(files, min(2, len(files))):
        if chance.random() < 0.5:
            path.unlink()
        else:
            path.write_text("x", encoding="utf-8")


def part(project: Project, chance: random.Random) -> None:
    (project.build / ".last-build").unlink(missing_ok=True)  # as `__main__` does before each build
    with_store(project, lambda store: build.build(project, [chance.choice(CODES)], [], store=store))


def checked(project: Project, _: random.Random) -> None:
    with_store(project, lambda store: check.check(project, (), (), store))


EDITS: dict[str, Callable[[Project, random.Random], None]] = {
    "entry": in_catalog(one_entry),
    "fuzzy": in_catalog(lambda text, _: text.replace("\nmsgid", "\n#, fuzzy\nmsgid", 2)),
    "untranslated": in_catalog(lambda text, chance: re.sub(r'(?<=\n)msgstr ".+"(?=\n)', 'msgstr ""', text, count=1)),
    "broken": in_catalog(lambda text, _: text + '\nmsgid "x\n'),
    "policy": policy_text, "restored": restored, "translated": translated, "settings": site_settings, "frame": frame,
    "glossary": glossary, "edition": edition, "gone": gone, "made": made, "part": part, "checked": checked,
}  # fmt: skip


def with_store(project: Project, work: Callable[[Store], Any]) -> Any:
    store = Store(project.build / STORE_NAME)
    try:
        return work(store)
    finally:
        store.close()


def tree(project: Project) -> dict[str, bytes]:
    folders = (project.build / name for name in ("site", "hosting"))
    found = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(project.build).as_posix(): path.read_bytes() for path in found}


def told(problems: list[Problem]) -> set[Problem]:
    return set(problems)


def cold(project: Project, folder: Path) -> Project:
    """The same project without anything made."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(project.path, folder, ignore=shutil.ignore_patterns("build"))
    return Project(folder)


def seen(project: Project, store: Store) -> tuple[object, object]:
    """What a check and a status say; without any policy they are refused."""
    try:
        return told(check.check(project, (), (), store)), status.status(project, (), (), store)
    except Refused as error:
        return error.problems, None


def built(project: Project, store: Store) -> build.BuildResult:
    """A build with the record of the last one, as `__main__` does it."""
    path, before = project.build / ".last-build", stale.inputs(bytes(project.path))
    last = path.read_bytes() if path.is_file() else b""
    path.unlink(missing_ok=True)
    result = build.build(project, store=store, record=last)
    if not any(problem.is_error for problem in result.problems):
        time.sleep(0.02)
        made = stale.record(str(project.path), before, 0)
        if build.is_there(project, result, made):
            path.write_bytes(made)
    return result


def compare(project: Project, folder: Path) -> None:
    warm = with_store(project, lambda store: built(project, store))
    fresh = cold(project, folder)
    new = build.build(fresh)
    if tree(fresh):
        assert tree(project) == tree(fresh)
    else:  # nothing is built, for want of any policy or of right settings: what was there stays as it was
        assert not warm.written and not new.written
    assert told(warm.problems) == told(new.problems) and warm.withheld == new.withheld and warm.rows == new.rows


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    yield tmp_path_factory.mktemp("incremental")


@pytest.mark.slow
@settings(max_examples=2000 if os.environ.get("HYPOTHESIS") == "fuzz" else 15)
@given(edits=st.lists(st.tuples(st.sampled_from(sorted(EDITS)), st.integers(0, 10_000)), min_size=2, max_size=5))
def test_a_build_after_any_edits_is_a_cold_build(edits: list[tuple[str, int]], place: Path) -> None:
    for folder in ("warm", "cold"):
        shutil.rmtree(place / folder, ignore_errors=True)
    project = start(place / "warm")
    compare(project, place / "cold")
    for name, seed in edits:
        EDITS[name](project, random.Random(seed))
        compare(project, place / "cold")
    fresh = cold(project, place / "cold")
    warm = with_store(project, lambda store: seen(project, store))
    assert warm == seen(fresh, Store())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("when", "is_before", "text"),
    [
        ("source", True, "policy/terms.md"), ("version", True, "policy/terms.md"),
        ("version", False, "locale/de/LC_MESSAGES/terms.po"), ("forms", True, "locale/de/LC_MESSAGES/terms.po"),
    ],
)  # fmt: skip
def test_what_was_made_of_a_text_that_changed_meanwhile_is_refused_and_not_remembered(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, when: str, is_before: bool, text: str
) -> None:
    """Somebody saves a file during a build, and takes that back later."""
    project, work = start(tmp_path / "warm"), getattr(Maker, when)
    path = project.path / text
    old = path.read_text(encoding="utf-8")
    new = re.sub(r"refunds(?=\[\^1\]\.(\n|\"\n\n))", "returns", old)
    assert new != old

    def disturbed(maker: Maker, what: Any, *facts: Any, **more: Any) -> Any:
        name, code = (what, facts[0] if facts else "de") if isinstance(what, str) else (what.policy, what.code)
        if (name, code) != ("terms", "de"):
            return work(maker, what, *facts, **more)
        if is_before:
            maker._policies.clear()
            maker._waiting = WaitingPages()
            path.write_text(new, encoding="utf-8")
        made = work(maker, what, *facts, **more)
        path.write_text(new, encoding="utf-8")
        return made

    with monkeypatch.context() as patch:
        patch.setattr(Maker, when, disturbed)
        with pytest.raises(Refused, match="was changed while its pages were made"):
            with_store(project, lambda store: build.build(project, store=store))
    assert path.read_text(encoding="utf-8") == new
    compare(project, tmp_path / "cold")
    path.write_text(old, encoding="utf-8")
    compare(project, tmp_path / "cold")


@pytest.mark.slow
def test_after_a_kill_at_any_moment_the_next_build_is_a_cold_build(place: Path) -> None:
    """Kills are spread over a build that changes every page, with several processes at work."""
    chance = random.Random(os.environ.get("HYPOTHESIS", ""))
    shutil.rmtree(place / "warm", ignore_errors=True)
    project = start(place / "warm")
    for number in range(300 if os.environ.get("HYPOTHESIS") == "fuzz" else 4):
        write(project.path, "policy/site.toml", SITE.replace('product = "X"', f'product = "X{number}"'))
        command = [sys.executable, "-m", "scripts", "--root", str(project.path), "build", "--jobs", "2"]
        run = subprocess.Popen(command, cwd=TOP, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with contextlib.suppress(subprocess.TimeoutExpired):
            run.wait(chance.uniform(0.2, 1.2))
        run.kill()
        run.wait()
        compare(project, place / "cold")
