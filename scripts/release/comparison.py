"""Compares two releases by their manifests: pages that are new, gone or changed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields

from ..output.manifest import File, Manifest, ManifestRow

COMPARED_FORMS = ("html", "txt", "json", "fragment.html")
"""The endings of the files of a page, in the order in which they are listed."""
TEXT_FORM = "txt"
"""The form that has only the words of a policy, without menus: if it differs, the text has changed."""
MOST_LINES = 200
"""Lines of the longest comparison."""


@dataclass(frozen=True, slots=True)
class Change:
    """A page, or another file, that differs between two releases."""

    what: str
    """`changed`, `new` or `gone`."""
    name: str
    """A page without its ending, `de/privacy`; another file with it."""
    forms: tuple[str, ...] = ()
    """The endings of the files of a page that differ."""

    def __str__(self) -> str:
        forms = f" ({', '.join(self.forms)})" if self.forms else ""
        return f"{self.what}: {self.name}{forms}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a release differs from an earlier one."""

    pages: tuple[Change, ...]
    """By name; pages whose texts are the same, and only the menus changed, come last."""
    others: tuple[Change, ...]
    """Files that are not pages: index, style sheet."""
    number: int
    """Number of pages in the new release."""
    facts: tuple[str, ...]
    """Fields of the manifests that differ for files that are the same."""

    def summary(self) -> str:
        """How many pages and files differ, in one line."""
        found = []
        if self.pages:
            changed = sum(change.what == "changed" for change in self.pages)
            many = f"{changed} of {self.number} pages" if changed < self.number else f"all {self.number} pages"
            words = sum(change.what == "changed" and TEXT_FORM in change.forms for change in self.pages)
            which = f"{words or 'none'} in {'its' if words < 2 else 'their'} text"
            found = [f"{many if self.number != 1 else 'the only page'} changed ({which})"] if changed else []
            found += _counts(self.pages, ("new", "gone"), "page")
        found += _counts(self.others, ("changed", "new", "gone"), "other file")
        if not found:
            differs = "differs" if len(self.facts) < 2 else "differ"
            return f"all files are the same; only {', '.join(self.facts) or 'the form'} in manifest.json {differs}"
        return ", ".join(found)

    def lines(self) -> list[str]:
        """One line for each page, then for each other file, at most `MOST_LINES`."""
        found = [str(change) for change in (*self.pages, *self.others)]
        if len(found) > MOST_LINES:
            found[MOST_LINES:] = [f"and {len(found) - MOST_LINES} more"]
        return found


def _counts(changes: Iterable[Change], kinds: Iterable[str], what: str) -> Iterator[str]:
    found = list(changes)
    for kind in kinds:
        if number := sum(change.what == kind for change in found):
            yield f"{number} {what}{'' if number == 1 else 's'} {kind}"


def compare(before: Manifest, now: Manifest) -> Comparison:
    """How the release `now` differs from the one `before`."""
    old, new = _pages(before.pages), _pages(now.pages)
    pages = []
    for name in sorted(old.keys() | new.keys()):
        was, is_now = old.get(name, {}), new.get(name, {})
        differing = [form for form in was.keys() | is_now.keys() if was.get(form) != is_now.get(form)]
        if differing:
            forms = tuple(sorted(differing, key=lambda form: (_place(form), form)))
            pages.append(Change(_what(was, is_now), name, forms))
    pages.sort(key=lambda page: page.what == "changed" and TEXT_FORM not in page.forms)
    files, files_now = ({file.path: file.sha256 for file in one.files} for one in (before, now))
    others = [
        Change(_what(files.get(name), files_now.get(name)), name)
        for name in sorted(files.keys() | files_now.keys())
        if files.get(name) != files_now.get(name)
    ]
    return Comparison(tuple(pages), tuple(others), len(new), tuple(_facts(before, now)))


def _pages(rows: Iterable[ManifestRow]) -> dict[str, dict[str, str]]:
    """The path of each page without its ending, to the digests of its files by their endings."""
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        folder, _, file = row.path.rpartition("/")
        stem, _, form = file.partition(".")
        found.setdefault(f"{folder}/{stem}", {})[form] = row.sha256
    return found


def _place(form: str) -> int:
    return COMPARED_FORMS.index(form) if form in COMPARED_FORMS else len(COMPARED_FORMS)


def _what(was: object, is_now: object) -> str:
    return "new" if not was else "gone" if not is_now else "changed"


def _facts(before: Manifest, now: Manifest) -> Iterator[str]:
    old: Mapping[str, ManifestRow | File] = {row.path: row for row in before.pages}
    pairs: list[tuple[object, object, tuple[str, ...]]] = [(before, now, ("base_url", "source"))]
    names = tuple(field.name for field in fields(ManifestRow))
    pairs += [(old[row.path], row, names) for row in now.pages if row.path in old]
    differing = [
        name
        for was, is_now, some in pairs
        for name in some
        if name not in ("sha256", "size") and getattr(was, name) != getattr(is_now, name)
    ]
    yield from dict.fromkeys(differing)
