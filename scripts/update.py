"""`make update` and `make locale`: templates from policies and layouts, catalogs brought up to date."""

import os
import time
from collections.abc import Callable, Sequence

from . import catalog as catalogs
from . import files, pages
from .locales import language
from .po import Entry
from .policy import Site
from .problem import Problem, Refused
from .root import PIPELINE, Root

Progress = Callable[[str], None]


def now() -> str:
    """The time in the form of PO headers, in UTC; `SOURCE_DATE_EPOCH` goes before the clock."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    seconds = int(epoch) if epoch.isdigit() else int(time.time())
    return time.strftime("%Y-%m-%d %H:%M+0000", time.gmtime(seconds))


def templates(root: Root, site: Site, progress: Progress) -> list[Problem]:
    """Write `locale/NAME.pot` of every policy, and `site.pot` of the layouts; the problems of policies refused."""
    problems: list[Problem] = []
    with_lines = site.locations == "line"
    wanted = {}
    for path in root.policies():
        try:
            policy = root.read_policy(path, site)
        except Refused as error:
            problems += [problem.at(policy=path.stem) for problem in error.problems]
            continue
        wanted[path.stem] = catalogs.entries(policy.segments(), policy.path, with_lines)
    words = pages.words_of_layouts()
    if root.path == PIPELINE or root.template("site").exists():
        merged: dict[catalogs.Key, Entry] = {}
        for layout, segment in words:
            for entry in catalogs.entries([segment], f"scripts/layouts/{layout}", with_lines):
                merged.setdefault(entry.key, entry)
        wanted["site"] = list(merged.values())
    for domain, entries in wanted.items():
        path = root.template(domain)
        old = root.read(path) if path.exists() else None
        if files.write(path, catalogs.template(old, entries, domain, root.name(path), now())):
            progress(root.name(path))
    return problems


def update(root: Root, locales: Sequence[str], progress: Progress) -> list[Problem]:
    """Bring every template and catalog up to date; a catalog that cannot be read is left as it is."""
    site = root.read_site()
    problems = templates(root, site, progress)
    for found in root.languages(problems):
        if locales and found.code not in locales:
            continue
        for path in sorted((root.path / "locale" / found.code / "LC_MESSAGES").glob("*.po")):
            template = root.template(path.stem)
            if not template.exists():
                continue
            try:
                text = root.read(path)
                done = catalogs.update(text, root.read(template), root.name(path))
            except Refused as error:
                problems += [problem.at(locale=found.code) for problem in error.problems]
                continue
            if files.write(path, done.text):
                progress(f"{root.name(path)}: {done.added} new, {done.retired} obsolete")
    return problems


def start(root: Root, code: str, progress: Progress) -> list[Problem]:
    """Start a locale: an empty catalog for every template that it has none of."""
    site = root.read_site()
    found = language(code)
    if code == site.source:
        message = f"'{code}' is the language in which the policies are written"
        raise Refused(Problem(message, "locale", mend="choose another locale"))
    problems = templates(root, site, progress)
    domains = [path.stem for path in sorted((root.path / "locale").glob("*.pot"))]
    started = False
    for domain in domains:
        path = root.catalog(found.code, domain)
        if not path.exists():
            template = root.template(domain)
            files.write(path, catalogs.start(root.read(template), domain, found.code, root.name(template)))
            progress(root.name(path))
            started = True
    if not started and not problems:
        progress(f"locale/{code} is there already; nothing to do")
    return problems
