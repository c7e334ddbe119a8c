"""`make status`: how far each catalog is, and what would be published of it now."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from . import breaks, pages, po, problem
from .checks.shape import shown
from .frame_words import SITE, frame_words
from .locales import Language, language
from .pages import Frame
from .problem import Problem, Refused
from .publishing import Publisher, frames
from .root import Root


@dataclass(frozen=True, slots=True)
class Row:
    """One catalog."""

    policy: str
    """Its domain; `site` for the words of the page frame, of which those that a relative has count as translated."""
    locale: str
    segments: int
    translated: int
    fuzzy: int
    missing: int
    words_left: int
    """Words of the source in segments without a translation to publish."""
    state: str = ""
    """`current`, `previous`, `islands` or `withheld` (design, section 7); "" for the words of the frame."""
    approval: str = ""
    """`draft`, `unreviewed`, or "" where no page is published."""
    errors: int = 0
    """Problems that keep it from being published."""


def status(root: Root, locales: Sequence[str], policies: Sequence[str]) -> tuple[list[Row], list[Problem]]:
    """A row for each catalog that can be read, policies first; with them what is wrong with those that cannot.

    Raises `Refused` for a locale or policy that is not there.
    """
    site, problems = root.read_site(), list[Problem]()
    wanted, paths = root.picked(locales, policies, site.source, problems)
    publisher = Publisher(root, site, problems)
    framed = frames(root, [language(site.source), *wanted], [])
    rows: list[Row] = []
    for name, path in paths.items():
        try:
            rows += _of_policy(publisher, path, wanted, framed)
        except Refused as error:
            problems += [problem.at(policy=name) for problem in error.problems]
    if not policies:
        rows += [row for found in wanted if (row := _of_frame(root, found.code))]
    return rows, problems


def _of_frame(root: Root, code: str) -> Row | None:
    """The words of the frame as pages show them; None where the locale has no catalog of them.

    A word counts as translated where pages have it in this language, be it from
    the catalog of a relative or of the pipeline: nothing is left to do for it.
    Of the others, fuzzy are those that the locale's own catalog marks so, the
    rest is missing, and words left are the words of both.
    """
    if not root.catalog(code, SITE).exists():
        return None
    wanted = [segment for _, segment in pages.words_of_layouts()]
    lacking = set(frame_words(root, code, wanted, []).lacking)
    _, _, fuzzy, _, _ = _count(root, SITE, code, {(None, text): text for text in lacking}) or (0, 0, 0, 0, 0)
    segments = len({segment.text for segment in wanted})
    left = sum(1 for text in lacking for _ in breaks.words(text, "en"))
    return Row(SITE, code, segments, segments - len(lacking), fuzzy, len(lacking) - fuzzy, left)


def _of_policy(publisher: Publisher, path: Path, wanted: Sequence[Language], framed: Mapping[str, Frame]) -> list[Row]:
    root, site = publisher.root, publisher.site
    policy = root.read_policy(path, site)
    known = (policy.source.references, policy.source.footnotes())
    texts = {(segment.context, segment.text): shown(segment, segment.text, *known) for segment in policy.segments()}
    source = publisher.source_page(policy, framed[site.source])
    rows = []
    for found in wanted:
        page, told = publisher.page(policy, framed[found.code], source)
        if counts := _count(root, policy.name, found.code, texts):
            state, approval = (page.facts.state, page.facts.approval) if page else ("withheld", "")
            errors = sum(problem.is_error for problem in told)
            rows.append(Row(policy.name, found.code, *counts, state, approval, errors))
    return rows


def _count(root: Root, domain: str, code: str, texts: Mapping[po.Key, str]) -> tuple[int, int, int, int, int] | None:
    """Segments, translated, fuzzy, missing, and words left; None where there is no catalog.

    `texts` gives what a reader sees of each segment: marks and addresses are no words.
    """
    path = root.catalog(code, domain)
    if not path.exists():
        return None
    try:
        live = po.read(root.read(path), root.name(path)).live
    except Refused:
        live = {}
    entries = {key: live[key] for key in texts if key in live}
    finished = sum(entry.is_translated for entry in entries.values())
    fuzzy = sum(entry.is_fuzzy for entry in entries.values())
    left = [text for key, text in texts.items() if key not in entries or not entries[key].is_translated]
    words = sum(1 for text in left for _ in breaks.words(text, "en"))
    return len(texts), finished, fuzzy, len(texts) - finished - fuzzy, words


def as_text(rows: Sequence[Row]) -> str:
    """A table for a terminal."""
    head = ("policy", "locale", "translated", "fuzzy", "missing", "words left", "state")
    cells = [head, *(_cells(row) for row in rows)]
    widths = [max(breaks.columns(line[index]) for line in cells) for index in range(len(head))]
    lines = (
        "  ".join(
            f"{cell:>{width}}" if 1 < index < 6 else f"{cell:<{width}}" for index, (cell, width) in enumerate(row)
        )
        for row in (list(zip(line, widths, strict=True)) for line in cells)
    )
    return "\n".join(line.rstrip() for line in lines)


def _cells(row: Row) -> tuple[str, ...]:
    share = 100 * row.translated // row.segments if row.segments else 100
    errors = f"{row.errors} error{'' if row.errors == 1 else 's'}" if row.errors else ""
    said = ", ".join(part for part in (row.state, row.approval, errors) if part)
    return (
        row.policy, row.locale, f"{row.translated} ({share} %)", str(row.fuzzy), str(row.missing), str(row.words_left), said,
    )  # fmt: skip


def as_json(rows: Sequence[Row], problems: Sequence[Problem]) -> str:
    """One object: `status`, a row a catalog, and `problems` as every verb gives them."""
    told = json.loads(problem.as_json(problems))
    return json.dumps({"status": [asdict(row) for row in rows], **told}, ensure_ascii=False, indent=2)
