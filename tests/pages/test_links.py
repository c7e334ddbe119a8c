"""Links between policies: each leads somewhere, in every form of every page, in whatever state its target is."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts.checks.page.page import outline
from scripts.commands import build, check
from scripts.markup import policy_link
from scripts.problem import Problem
from scripts.project.project import Project

from ..conftest import po_text, write

BASE = "https://example.com/legal/"
TERMS = "---\ntitle: Terms\neffective: 2025-01-01\n---\n\n## Scope\n\nText.\n\n## Fees {#fees}\n\nFive euros.\n"
OLD = TERMS.replace("2025", "2024").replace(" {#fees}", " {#costs}").replace("Text.", "Old text.")
WORDS = {"Terms": "T@", "Scope": "S@", "Text.": "W@.", "Fees": "F@", "Five euros.": "Fünf Euro."}


def said(code: str, texts: dict[str, str]) -> str:
    return po_text({msgid: msgstr.replace("@", code) for msgid, msgstr in texts.items()}, code)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """`terms` is current in de, withheld in fr, an older edition without `#fees` in nl, and islands in ar."""
    root = tmp_path / "root"
    write(root, "policy/site.toml", "[publish]\nminimum = 50\n")
    write(root, "policy/terms.md", TERMS)
    write(root, "policy/a-b_c.md", "# A\n\nText.\n")
    write(root, "locale/de/LC_MESSAGES/terms.po", said("de", WORDS))
    write(root, "locale/fr/LC_MESSAGES/terms.po", "broken")
    write(root, "locale/nl/LC_MESSAGES/terms.po", "broken")
    write(root, "policy/editions/terms/2024-01-01/terms.md", OLD)
    write(root, "policy/editions/terms/2024-01-01/nl.po", said("nl", {**WORDS, "Old text.": "O@."}))
    arabic = {"Terms": "الشروط", "Scope": "النطاق", "Text.": "نص.", "Fees": "الرسوم"}
    write(root, "locale/ar/LC_MESSAGES/terms.po", said("ar", arabic))
    return Project(root)


def notice(project: Project, body: str, texts: dict[str, str] | None = None, codes: str = "de fr nl ar") -> None:
    """A policy with links, and catalogs that keep its text except for one word."""
    write(project.path, "policy/notice.md", f"---\ntitle: Notice\n---\n\n{body}\n")
    for code in codes.split():
        texts = {"Notice": "إشعار" if code == "ar" else f"N{code}", **(texts or {})}
        write(project.path, f"locale/{code}/LC_MESSAGES/notice.po", po_text(texts, code))


def links(project: Project, tag: str, name: str = "notice") -> list[tuple[str, str]]:
    """(target, hreflang) of the links in the policy's text."""
    body = (project.site / f"{tag}/{name}.html").read_text(encoding="utf-8").partition('<div class="policy"')[2]
    body = body or (project.site / f"{tag}/{name}.html").read_text(encoding="utf-8").partition("<main")[2]
    facts = [dict(facts) for which, facts in outline(body.partition("</main>")[0]).tags if which == "a"]
    return [
        (fact["href"], fact.get("hreflang", ""))
        for fact in facts
        if fact.get("class") != "clause" and re.search(r"terms|a-b_c|notice|#|//", fact.get("href", ""))
    ]


def errors(problems: list[Problem], path: str = "policy/notice.md") -> list[tuple[str, str, int]]:
    return [(found.rule, found.level, found.line) for found in problems if found.path == path]


BODY = "See [fees](terms.md#fees)."
TEXTS = {BODY: "X [y](terms.md#fees)."}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("tag", "path", "state"),
    [
        ("en", "terms.html#fees", "current"),
        ("de", "terms.html#fees", "current"),
        ("fr", "../en/terms.html#fees", "withheld"),
        ("nl", "terms.html", "previous"),
        ("ar", "terms.html#fees", "islands"),
    ],
)
def test_a_link_leads_to_the_page_of_the_same_language_or_to_the_source(
    project: Project, tag: str, path: str, state: str
) -> None:
    notice(project, BODY, TEXTS)
    result = build.build(project)
    assert errors(result.problems) == []
    rows = {row.path: row.state for row in result.rows}
    assert rows.get(f"{tag}/terms.html", "withheld") == state and f"{tag}/notice.html" in rows
    other = "en" if path.startswith("../") else ""
    assert links(project, tag) == [(path, other)]
    whole = BASE + (path.removeprefix("../") if other else f"{tag}/{path}")
    folder = project.site / tag
    text = (folder / "notice.txt").read_text(encoding="utf-8")
    data = json.loads((folder / "notice.json").read_text(encoding="utf-8"))
    fragment = (folder / "notice.fragment.html").read_text(encoding="utf-8")
    marks = f' hreflang="{other}"' if other else ""
    assert re.search(rf"\[\d\] \W?{re.escape(whole)}\W?$", text, re.M)
    for html in (data["sections"][0]["html"], data["sections"][0]["segments"][0]["html"], fragment):
        assert f'<a href="{whole}"{marks}>' in html
    for form in ("html", "txt", "json", "fragment.html"):
        assert "terms.md" not in (folder / f"notice.{form}").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("[a](terms.md)", ["terms.html"]),
        ("[a](./terms.md)", ["terms.html"]),
        ("[a](././terms.md#scope)", ["terms.html#scope"]),
        ("[a](../policy/terms.md#scope)", ["terms.html#scope"]),
        ("[a](terms.html#fees)", ["terms.html#fees"]),
        ("[a](<terms.md>)", ["terms.html"]),
        ("[a](terms.md#)", ["terms.html"]),
        ("[a](terms%2Emd#sc%6Fpe)", ["terms.html#scope"]),
        ("[a](terms&#46;md)", ["terms.html"]),
        ("[a](terms\\.md)", ["terms.html"]),
        ('[a](terms.md "T")', ["terms.html"]),
        ("[a](a-b_c.md#a)", ["a-b_c.html#a"]),
        ("[a](terms.md#page-title)", ["terms.html#page-title"]),
        ("[a](notice.md)", ["notice.html"]),
        ("## B {#b}\n\n[a](notice.md#b)", ["#b"]),
        ("[a]\n\n[a]: <./terms.md#scope>", ["terms.html#scope"]),
        ("[a][] and [b][a]\n\n[a]: terms.html", ["terms.html", "terms.html"]),
        ("- [a](terms.md)\n- > [b](terms.md#fees)", ["terms.html", "terms.html#fees"]),
        ("|a|\n|-|\n|[a](terms.md)|", ["terms.html"]),
        ("**[`a`](terms.md)**", ["terms.html"]),
        ("a[^1]\n\n[^1]: [b](terms.md)", ["#fn-1", "terms.html", "#fnref-1"]),
        ("<a href='terms.md'>a</a>", ["terms.html"]),
        ('<p title="a href=x"><a title="see href=\'y\'" HREF = terms.md#fees hreflang=fr>a</a></p>', ["terms.html#fees"]),
        ("<div>\n\n[a](terms.md)\n\n</div>", ["terms.html"]),
        ("[a]({{ page }}.md) and [b](terms.md#{{ part }})", ["terms.html", "terms.html#scope"]),
        ("## [a](terms.md)\n\nb", ["terms.html"]),
        ("`[a](terms.md)` and \\[a](terms.md)", []),
        ("[a](https://example.org/terms.md#x)", ["https://example.org/terms.md#x"]),
    ],
)  # fmt: skip
def test_every_way_to_write_a_link_is_resolved(project: Project, body: str, expected: list[str]) -> None:
    write(project.path, "policy/site.toml", '[variables]\npage = "terms"\npart = "scope"\n')
    notice(project, body, codes="")
    result = build.build(project)
    assert errors(result.problems) == []
    assert links(project, "en") == [(href, "") for href in expected]


def test_links_of_the_title_and_the_summary_are_resolved(project: Project) -> None:
    text = "---\nsummary:\n  - See [fees](terms.md#fees).\n---\n\n# See [terms](terms.md)\n\nText.\n"
    write(project.path, "policy/notice.md", text)
    write(
        project.path,
        "locale/fr/LC_MESSAGES/notice.po",
        po_text(
            {
                "See [fees](terms.md#fees).": "Voir [frais](terms.md#fees).",
                "See [terms](terms.md)": "Voir [conditions](terms.md)",
                "Text.": "Texte.",
            },
            "fr",
        ),
    )
    assert errors(build.build(project).problems) == []
    page = (project.site / "fr/notice.html").read_text(encoding="utf-8")
    assert '<a href="../en/terms.html" hreflang="en">conditions</a></h1>' in page
    assert '<a href="../en/terms.html#fees" hreflang="en">frais</a>' in page
    text = (project.site / "fr/notice.txt").read_text(encoding="utf-8")
    assert f"{BASE}en/terms.html\n" in text and f"{BASE}en/terms.html#fees\n" in text


@pytest.mark.slow
@pytest.mark.parametrize(
    ("body", "rule", "line", "words"),
    [
        ("[a](term.md)", "unknown-policy", 5, "did you mean 'terms.md'?"),
        ("a\n\nb [c](./term.html#x)", "unknown-policy", 7, "did you mean 'terms.html'?"),
        ("[a](TERMS.MD)", "unknown-policy", 5, "did you mean 'terms.md'?"),
        ("[a](Terms.html)", "unknown-policy", 5, "did you mean 'terms.html'?"),
        ("[a](terms.md?x)", "unknown-policy", 5, "has a query"),
        ("a\nb\n[c](zzz.md) d", "unknown-policy", 7, "'zzz.md' leads to no policy"),
        ("[a]\n\nb\n\n[a]: a_b-c.md", "unknown-policy", 9, "did you mean 'a-b_c.md'?"),
        ('- a\n\n  <p>\n  <a href="term.md">b</a></p>', "unknown-policy", 8, "did you mean 'terms.md'?"),
        ("[a]({{ page }}.md)", "unknown-policy", 5, "'term.md' leads to no policy"),
        ("[a](site.md)", "unknown-policy", 5, "'site.md' leads to no policy"),
        ("[a](terms.md#fee)", "unknown-id", 5, "did you mean 'fees'?"),
        ("a\n\n[a](terms.html#FEES)", "unknown-id", 7, "did you mean 'fees'?"),
        ("[a](notice.md#x)", "unknown-id", 5, "'notice' has no id 'x'"),
        ("[a](terms.md#%3Cscript%3E)", "unknown-id", 5, "has no id '<script>'"),
    ],
)
def test_a_link_to_nowhere_is_refused_with_its_line_and_the_nearest_name(
    project: Project, body: str, rule: str, line: int, words: str
) -> None:
    write(project.path, "policy/site.toml", '[variables]\npage = "term"\n')
    notice(project, body, codes="de")
    [problem] = [found for found in build.build(project).problems if found.path == "policy/notice.md"]
    assert (problem.rule, problem.level, problem.line) == (rule, "error", line)
    assert words in problem.message and problem.hint
    assert not list(project.site.glob("*/notice.html")) and (project.site / "de/terms.html").is_file()
    assert [problem.at(locale="")] == [
        found for found in check.check(project, [], ["notice"]) if found.path == "policy/notice.md"
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("../terms.md", "write terms.md"),
        ("policy/terms.md", "write terms.md"),
        ("//terms.md", "write terms.md"),
        ("/terms.md", "write terms.md"),
        ("..%2Fterms.md", "write terms.md"),
        ("/about", "root ="),
        ("/about/?a=b#c", "root ="),
        ("//example.org/x", "https://..."),
        ("about", "https://..."),
        ("files/a.pdf", "https://..."),
        ("?x", "https://..."),
    ],
)
def test_other_relative_links_are_reported_and_stay_as_they_are(project: Project, link: str, words: str) -> None:
    notice(project, f"a\n\n[b]({link})", codes="")
    [problem] = [found for found in build.build(project).problems if found.path == "policy/notice.md"]
    assert (problem.rule, problem.level, problem.line) == ("relative-link", "warning", 7)
    assert words in problem.hint
    assert f'<a href="{link}">' in (project.site / "en/notice.html").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize(
    "root", ["https://www.example.org", "https://www.example.org/", "https://www.example.org/app/"]
)
def test_paths_have_the_base_that_the_site_gives_them(project: Project, root: str) -> None:
    write(project.path, "policy/site.toml", f'[site]\nroot = "{root}"\n')
    body = 'See [a](/about?x=1#y) and [b](//example.org/x).\n\n<p><a href="/é">c</a></p>'
    notice(project, body, codes="")
    assert errors(build.build(project).problems) == [("relative-link", "warning", 5)]
    start = root.rstrip("/")
    expected = [f"{start}/about?x=1#y", "//example.org/x", f"{start}/é"]
    assert [href for href, _ in links(project, "en")] == expected
    assert f"{start}/about?x=1#y" in (project.site / "en/notice.txt").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize(
    "change",
    [
        lambda root: write(root, "policy/terms.md", TERMS + "\n{{ nope }}\n"),
        lambda root: write(root, "policy/terms.md", TERMS + "\n[a](nope.md)\n"),
        lambda root: write(root, "policy/terms.md", "---\ntitel: T\n---\n\nText.\n"),
        lambda root: write(root, "policy/terms.md", "<<<<<<< HEAD\n"),
    ],
    ids=["variable", "link", "front matter", "merge"],
)
def test_a_refused_policy_stops_only_itself(project: Project, change: Callable[[Path], object]) -> None:
    change(project.path)
    notice(project, "See [a](terms.md).", {"See [a](terms.md).": "X [b](terms.md)."})
    result = build.build(project)
    assert errors(result.problems) == [("refused-target", "warning", 5)]
    assert not list(project.site.glob("*/terms.html"))
    assert links(project, "de") == [("../en/terms.html", "en")] and links(project, "en") == [("terms.html", "")]


def test_policies_may_link_to_one_another_in_a_circle(project: Project) -> None:
    write(project.path, "policy/a-b_c.md", "# A\n\n[to](notice.md#b) and [me](a-b_c.md#a).\n")
    notice(project, "## B {#b}\n\n[back](a-b_c.md#a)", codes="")
    assert [found for found in build.build(project).problems if found.is_error and found.policy != "terms"] == []
    assert links(project, "en") == [("a-b_c.html#a", "")]
    assert links(project, "en", "a-b_c") == [("notice.html#b", ""), ("#a", "")]


def test_two_refused_policies_that_link_to_one_another_are_each_reported_with_their_own_error(project: Project) -> None:
    write(project.path, "policy/a-b_c.md", "# A\n\n[to](notice.md#x)\n")
    notice(project, "[back](a-b_c.md#y)", codes="")
    problems = build.build(project).problems
    assert errors(problems) == [("unknown-id", "error", 5), ("refused-target", "warning", 5)]
    assert errors(problems, "policy/a-b_c.md") == [("unknown-id", "error", 3), ("refused-target", "warning", 3)]


@pytest.mark.slow
def test_a_page_follows_its_target_from_state_to_state(project: Project) -> None:
    notice(project, BODY, TEXTS)
    assert build.build(project) and links(project, "de") == [("terms.html#fees", "")]
    write(project.path, "locale/de/LC_MESSAGES/terms.po", "broken")
    assert build.build(project) and links(project, "de") == [("../en/terms.html#fees", "en")]
    write(project.path, "locale/de/LC_MESSAGES/terms.po", said("de", WORDS))
    assert build.build(project) and links(project, "de") == [("terms.html#fees", "")]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "policies", "is_stale"),
    [
        (None, ["terms"], False),
        ("broken", ["terms"], True),
        ("broken", ["notice"], False),
        ("broken", [], False),
    ],
)
def test_a_partial_build_links_to_existing_pages_and_reports_pages_with_old_links(
    project: Project, change: str | None, policies: list[str], is_stale: bool
) -> None:
    notice(project, BODY, TEXTS)
    build.build(project)
    if change is not None:
        write(project.path, "locale/de/LC_MESSAGES/terms.po", change)
    result = build.build(project, [], policies)
    assert ("stale" in {found.rule for found in result.problems}) == is_stale
    if policies != ["terms"]:
        [(path, _)] = links(project, "de")
        assert (project.site / "de" / path.partition("#")[0]).is_file()


@pytest.mark.slow
def test_without_any_other_page_a_partial_build_links_to_the_source(project: Project) -> None:
    notice(project, BODY, TEXTS)
    build.build(project, ["de"], ["notice"])
    assert links(project, "de") == [("../en/terms.html#fees", "en")]
    build.build(project, ["de"], ["terms"])
    result = build.build(project, ["de"], ["notice"])
    assert links(project, "de") == [("terms.html#fees", "")] and "stale" not in {one.rule for one in result.problems}


@pytest.mark.slow
def test_a_translation_keeps_the_target_as_it_is_written(project: Project) -> None:
    for target in ("terms.html#fees", "terms.md", "../de/terms.html#fees", "terms.md#gebühren"):
        notice(project, BODY, {BODY: f"X [y]({target})."}, codes="de")
        result = build.build(project)
        assert {found.level for found in result.problems if found.policy == "notice"} == {"error"}, target
        assert not (project.site / "de/notice.html").exists()


@pytest.mark.slow
def test_an_edition_links_to_the_policies_of_today(project: Project) -> None:
    old = TERMS.replace("2025", "2024").replace("Text.", "[a](a-b_c.md#gone) and [b](a-b_c.md#a).")
    write(project.path, "policy/editions/terms/2024-01-01/terms.md", old)
    texts = {**WORDS, "[a](a-b_c.md#gone) and [b](a-b_c.md#a).": "[x](a-b_c.md#gone) en [y](a-b_c.md#a)."}
    write(project.path, "policy/editions/terms/2024-01-01/nl.po", said("nl", texts))
    build.build(project)
    assert links(project, "nl", "terms") == [("../en/a-b_c.html", "en"), ("../en/a-b_c.html#a", "en")]
    (project.path / "policy/a-b_c.md").unlink()
    problems = [found for found in build.build(project).problems if found.path.startswith("policy/editions")]
    assert {(found.rule, found.level) for found in problems} == {("unknown-policy", "warning")}
    assert not (project.site / "nl/terms.html").exists()


@pytest.mark.parametrize(
    ("href", "name"),
    [
        ("terms.md", "terms"),
        ("terms.md#a?b", "terms"),
        ("javascript:terms.md", None),
        ("mailto:a@terms.md", None),
        ("a\\terms.md", None),
        ("x/terms.md", None),
        ("x%2Fterms.md", None),
        ("..", None),
        (".md", None),
        ("../policy/../terms.md", None),
        ("#terms.md", None),
        ("?terms.md", None),
        ("", None),
    ],
)
def test_only_a_file_next_to_the_policy_is_a_link_to_a_policy(href: str, name: str | None) -> None:
    found = policy_link(href)
    assert (found.name if found else None) == name


@pytest.mark.slow
@pytest.mark.parametrize(
    "fragment",
    ['"><script>alert(1)</script>', "%22%3E%3Cscript%3E", "&quot;&gt;&lt;b&gt;", "a b", "‮"],
)
def test_what_a_fragment_holds_is_never_markup(project: Project, fragment: str) -> None:
    notice(project, f"<p><a href='terms.md#{fragment}'>a</a></p>", codes="")
    assert errors(build.build(project).problems)
    assert not (project.site / "en/notice.html").exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("target", "errors_of"),
    [
        ("https://de.example.org/help?a=b#c", set()),
        ("https://en.example.org/help?a=b#c", set()),
        ("https://de.example.org/other", {"link-changed"}),
    ],
)
def test_a_translation_may_have_the_page_that_a_pattern_of_the_site_allows(
    project: Project, target: str, errors_of: set[str]
) -> None:
    write(project.path, "policy/site.toml", '[links."https://en.example.org/*"]\nde = "https://de.example.org/*"\n')
    body = "[help](https://en.example.org/help?a=b#c) and [fees](terms.md#fees)"
    notice(project, body, {body: f"[Hilfe]({target}) und [Preise](terms.md#fees)"}, codes="de")
    result = build.build(project)
    assert {found.rule for found in result.problems if found.policy == "notice" and found.is_error} == errors_of
    if not errors_of:
        assert links(project, "de") == [(target, ""), ("terms.html#fees", "")]


def test_ids_of_a_refused_policy_are_not_reported_as_missing(project: Project) -> None:
    write(project.path, "policy/terms.md", TERMS + "\n{{ nope }}\n")
    notice(project, "[a](terms.md#nowhere)", codes="")
    assert errors(build.build(project).problems) == [("refused-target", "warning", 5)]


@pytest.mark.parametrize(
    ("target", "rules"),
    [
        ("terms.md", []),
        ("terms.md#fees", []),
        ("trems.md", ["unknown-policy"]),
        ("terms.html#fee", ["unknown-id"]),
        ("https://de.example.org/terms.md", []),
    ],
)
def test_what_the_site_allows_in_a_language_leads_somewhere_too(
    project: Project, target: str, rules: list[str]
) -> None:
    write(
        project.path, "policy/site.toml", f'[links."https://en.example.org/t"]\nfr = "https://a.b"\nde = "{target}"\n'
    )
    result = build.build(project)
    assert [found.rule for found in result.problems if found.path == "policy/site.toml"] == rules
    assert all(found.line == 3 for found in result.problems if found.path == "policy/site.toml")
    assert (project.site / "en/terms.html").exists() == (not rules)
