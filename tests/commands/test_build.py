"""The build: states, refusals, and the same bytes every time."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts.checks.page.page import outline
from scripts.checks.source import policy as source_checks
from scripts.commands import build, locale, update
from scripts.commands.build import BuildResult
from scripts.pages.publication import Publisher, candidates
from scripts.pages.survey import Survey
from scripts.problem import Refused
from scripts.project.config import Config
from scripts.project.project import PIPELINE, Project

from ..conftest import GERMAN, POLICY, SAMPLE, of_what_is_shipped, po_text, sample_in, write

GERMAN_ALONE = [
    "site/de/logs.fragment.html", "site/de/logs.html", "site/de/logs.json", "site/de/logs.txt", "site/manifest.json",
    "hosting/app-store.json",
]  # fmt: skip
LINKED = "We keep **logs** for 14 days, see [how](https://example.org/how)."


def pages(project: Project) -> dict[str, str]:
    return {
        path.relative_to(project.site).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(project.site.rglob("*"))
        if path.is_file()
    }


def rules(result: BuildResult) -> list[tuple[str, str, int]]:
    return sorted((problem.rule, problem.path, problem.line) for problem in result.problems)


def states(project: Project) -> dict[str, str]:
    return {
        row["path"]: row["state"]
        for row in json.loads((project.site / "manifest.json").read_text(encoding="utf-8"))["pages"]
    }


def test_a_whole_translation_is_a_page_and_a_text(project: Project) -> None:
    result = build.build(project)
    assert rules(result) == []
    [sheet] = {path for path in pages(project) if path.startswith("style.")}
    forms = {f"{tag}/logs.{ending}" for tag in ("de", "en") for ending in ("html", "txt", "json", "fragment.html")}
    assert set(pages(project)) == {"index.html", "logs.html", "manifest.json", "sitemap.xml", sheet, *forms}
    page = pages(project)["de/logs.html"]
    assert '<html lang="de" dir="ltr">' in page and "Wir bewahren <strong>Protokolle</strong> 14 Tage auf" in page
    assert '<time datetime="2024-10-01">1. Oktober 2024</time>' in page and 'href="../en/logs.html"' in page


def test_the_manifest_names_exactly_what_is_there(project: Project) -> None:
    build.build(project)
    write(project.path, "build/site/fr/old.html", "stray")
    build.build(project)
    manifest = json.loads((project.site / "manifest.json").read_text(encoding="utf-8"))
    named = {row["path"] for row in [*manifest["pages"], *manifest["files"]]}
    assert named | {"manifest.json"} == set(pages(project))


def test_fuzzy_text_is_never_published(project: Project) -> None:
    write(project.path, "locale/de/LC_MESSAGES/logs.po", po_text(GERMAN, flags="fuzzy"))
    result = build.build(project)
    assert not any(path.startswith("de/") for path in pages(project))
    assert {problem.rule for problem in result.problems} == {"fuzzy", "incomplete"} and result.withheld == [
        ("logs", "de")
    ]


def test_a_missing_segment_is_an_island_with_a_notice_above_the_minimum(project: Project) -> None:
    write(project.path, "policy/site.toml", "[publish]\nminimum = 70\n")
    texts = {msgid: msgstr for msgid, msgstr in GERMAN.items() if msgid != "They hold `code`."}
    write(project.path, "locale/de/LC_MESSAGES/logs.po", po_text(texts))
    result = build.build(project)
    page = pages(project)["de/logs.html"]
    assert '<span dir="ltr" lang="en">They hold <code translate="no">code</code>.</span>' in page
    assert "75\u00a0%" in page and "noindex" in page and states(project)["de/logs.html"] == "islands"
    assert [problem.rule for problem in result.problems] == ["incomplete"]


def test_a_required_locale_that_is_missing_is_reported(project: Project) -> None:
    write(project.path, "policy/site.toml", '[publish]\nrequired = ["de", "fr"]\n')
    assert [(found.rule, found.locale) for found in build.build(project).problems] == [("required", "fr")]


def test_what_must_be_approved_is_withheld_until_it_is(project: Project) -> None:
    write(project.path, "policy/site.toml", '[publish]\napproval = "require"\n')
    assert [found.rule for found in build.build(project).problems] == ["approval"] and "de/logs.html" not in pages(
        project
    )


@pytest.mark.parametrize("site", ["[publish]\nminimum = 90\n", '[publish]\nminimum = 10\nincomplete = "withhold"\n'])
def test_below_the_minimum_or_on_demand_nothing_is_published(project: Project, site: str) -> None:
    write(project.path, "policy/site.toml", site)
    write(
        project.path,
        "locale/de/LC_MESSAGES/logs.po",
        po_text({msgid: msgstr for msgid, msgstr in GERMAN.items() if "code" not in msgid}),
    )
    result = build.build(project)
    assert not any(path.startswith("de/") for path in pages(project)) and result.withheld == [("logs", "de")]
    assert "de/logs" not in pages(project)["index.html"] + pages(project)["en/logs.html"]


def test_a_translation_behind_its_source_falls_back_to_the_edition_it_translates(project: Project) -> None:
    write(project.path, "policy/editions/logs/2024-10-01/logs.md", POLICY)
    write(project.path, "policy/editions/logs/2024-10-01/de.po", po_text(GERMAN))
    write(project.path, "policy/logs.md", POLICY.replace("14 days", "30 days").replace("2024-10-01", "2025-01-01"))
    build.build(project)
    page = pages(project)["de/logs.html"]
    assert "14 Tage" in page and states(project)["de/logs.html"] == "previous"
    assert 'Fassung vom <time datetime="2024-10-01">' in page and 'href="../en/logs.html"' in page


def test_one_bad_locale_stops_only_itself(project: Project) -> None:
    write(project.path, "locale/fr/LC_MESSAGES/logs.po", po_text(GERMAN, "fr")[:-3])
    write(project.path, "locale/pll/LC_MESSAGES/logs.po", po_text(GERMAN, "pll"))
    result = build.build(project)
    assert "de/logs.html" in pages(project) and not any(path.startswith("fr") for path in pages(project))
    assert {(rule, path) for rule, path, _ in rules(result)} == {
        ("syntax", "locale/fr/LC_MESSAGES/logs.po"),
        ("locale", "locale/pll"),
    }


def test_another_shape_refuses_the_locale_with_line_and_remedy(project: Project) -> None:
    write(
        project.path,
        "locale/de/LC_MESSAGES/logs.po",
        po_text({**GERMAN, LINKED: "Siehe [wie](https://evil.example). **Protokolle** 14"}),
    )
    result = build.build(project)
    assert [problem.rule for problem in result.problems] == ["link-changed"]
    assert {problem.line for problem in result.problems} == {11} and "de/logs.html" not in pages(project)


def edition(project: Project, day: str = "2024-10-01", text: str = POLICY, **catalogs: str) -> None:
    """An edition of the policy, with these catalogs by locale."""
    write(project.path, f"policy/editions/logs/{day}/logs.md", text)
    for code, catalog in catalogs.items():
        write(project.path, f"policy/editions/logs/{day}/{code}.po", catalog)


LATER = POLICY.replace("14 days", "30 days").replace("2024-10-01", "2025-01-01")
BAD = {
    "cut": po_text(GERMAN)[:-3],
    "another link": po_text(
        {**GERMAN, LINKED.replace("14", "30"): "Siehe [wie](https://evil.example). **Protokolle** 30"}
    ),
    "another number on the page": po_text({**GERMAN, "They hold your name.": "Sie enthalten 3 Namen."}),
    "no header": po_text(GERMAN).partition("\n\n")[2],
}


@pytest.mark.slow
@pytest.mark.parametrize("catalog", BAD.values(), ids=BAD)
def test_an_error_leads_to_the_newest_whole_edition(project: Project, catalog: str) -> None:
    edition(project, "2023-01-01", POLICY.replace("2024-10-01", "2023-01-01"), de=po_text(GERMAN))
    edition(project, de=po_text(GERMAN))
    write(project.path, "policy/logs.md", LATER)
    write(project.path, "locale/de/LC_MESSAGES/logs.po", catalog)
    result = build.build(project)
    assert states(project)["de/logs.html"] == "previous" and "2024-10-01" in pages(project)["de/logs.html"]
    assert any(problem.is_error for problem in result.problems) and result.withheld == []


@pytest.mark.slow
@pytest.mark.parametrize("incomplete", ["islands", "withhold"])
@pytest.mark.parametrize("catalog", BAD.values(), ids=BAD)
def test_an_error_withholds_the_page_where_no_edition_is_wanted(
    project: Project, catalog: str, incomplete: str
) -> None:
    write(project.path, "policy/site.toml", f'[publish]\nincomplete = "{incomplete}"\nminimum = 1\n')
    edition(project, de=po_text(GERMAN))
    write(project.path, "policy/logs.md", LATER)
    write(project.path, "locale/de/LC_MESSAGES/logs.po", catalog)
    build.build(project)
    assert "de/logs.html" not in states(project)


def test_an_edition_that_names_another_day_than_its_folder_is_shown_to_nobody(project: Project) -> None:
    edition(project, "2023-05-01", de=po_text(GERMAN))
    write(project.path, "policy/logs.md", LATER)
    write(project.path, "locale/de/LC_MESSAGES/logs.po", "broken")
    told = [found.message for found in build.build(project).problems if found.rule == "edition-unused"]
    assert told == ["the edition of 2023-05-01 says that it is in force since 2024-10-01"]
    assert "de/logs.html" not in states(project)


def test_a_build_prints_a_line_about_pages_that_are_not_current(project: Project) -> None:
    edition(project, de=po_text(GERMAN))
    write(project.path, "policy/logs.md", LATER)
    for code in ("fr", "it"):
        write(project.path, f"locale/{code}/LC_MESSAGES/logs.po", "broken")
    for code in ("ja", "ko"):
        write(project.path, f"locale/{code}/LC_MESSAGES/site.po", po_text({}, code))
    write(project.path, "locale/pl/LC_MESSAGES/logs.po", po_text({**GERMAN, LINKED.replace("14", "30"): ""}, "pl"))
    write(project.path, "policy/site.toml", "[publish]\nminimum = 50\n")
    assert build.state_lines(project, build.build(project)) == [
        "islands: logs in pl",
        "previous: logs in de",
        "withheld: logs in fr, it",
        "withheld, no catalog: logs in ja, ko (make locale LOCALE=ja starts what is missing)",
    ]


HIDDEN = "They hold your \u202eeman\u202c."


def _french(project: Project) -> None:
    edition(project, de=po_text(GERMAN, "fr"))


def _hidden(project: Project) -> None:
    texts = {HIDDEN if text.startswith("They hold your") else text: said for text, said in GERMAN.items()}
    edition(project, text=POLICY.replace("They hold your name.", HIDDEN), de=po_text(texts))


def _of_no_day(project: Project) -> None:
    undated = POLICY.replace("effective: 2024-10-01\n", "")
    for day in ("2024-02-30", "٢٠٢٤-٠١-٠١", "2024-1-01"):
        edition(project, day, undated, de=po_text(GERMAN))


def _of_the_future(project: Project) -> None:
    edition(project, "2023-01-01", POLICY.replace("2024-10-01", "2031-05-05"), de=po_text(GERMAN))
    edition(project, "2031-05-05", POLICY.replace("2024-10-01", "2031-05-05"), de=po_text(GERMAN))


def _with_plurals(project: Project) -> None:
    edition(project, de=po_text(GERMAN) + '\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[4] "d"\n')


@pytest.mark.slow
@pytest.mark.parametrize("spoil", [_french, _hidden, _of_no_day, _of_the_future, _with_plurals])
def test_an_edition_is_checked_like_a_policy_and_its_catalog(
    project: Project, spoil: Callable[[Project], None]
) -> None:
    spoil(project)
    write(project.path, "policy/logs.md", LATER)
    write(project.path, "locale/de/LC_MESSAGES/logs.po", "broken")
    told = [found for found in build.build(project).problems if found.path.startswith("policy/editions")]
    assert "de/logs.html" not in states(project) and told and not any(found.is_error for found in told)


@pytest.mark.slow
@pytest.mark.parametrize(
    "said",
    [
        "Sie enthalten Ihren Na\u200bmen.",
        "Sie enthalten \u202eIhren Namen\u202c.",
        "Sie enthalten Ihren N\u0430men.",
        "Sie enthalten {{ Ihren Namen.",
        "Sie enthalten Ihren **Namen.",
        "Sie enthalten Ihren <i>Namen</i>.",
        "Sie enthalten Ihren Namen<!-- nicht -->.",
    ],
    ids=["hidden", "order", "look-alike", "brace", "mark", "tag", "comment"],
)
def test_an_edition_with_an_error_that_only_its_entries_show_is_shown_to_nobody(project: Project, said: str) -> None:
    edition(project, de=po_text({**GERMAN, "They hold your name.": said}))
    write(project.path, "policy/logs.md", LATER)
    write(project.path, "locale/de/LC_MESSAGES/logs.po", "broken")
    told = [found for found in build.build(project).problems if found.path.startswith("policy/editions")]
    assert "de/logs.html" not in states(project) and told and not any(found.is_error for found in told)


@pytest.mark.parametrize("change", [lambda text: text.replace("\n", "\r\n"), lambda text: "\ufeff" + text])
def test_an_edition_is_the_same_text_whatever_ends_its_lines(project: Project, change: Callable[[str], str]) -> None:
    edition(project, text=change(POLICY), de=po_text(GERMAN))
    write(project.path, "locale/de/LC_MESSAGES/logs.po", "broken")
    build.build(project)
    assert states(project)["de/logs.html"] == "current"


def test_a_part_of_a_build_takes_no_words_from_the_manifest_on_the_disk(project: Project) -> None:
    write(project.path, "locale/pl/LC_MESSAGES/logs.po", po_text(GERMAN, "pl"))
    build.build(project)
    path = project.site / "manifest.json"
    path.write_text(path.read_text("utf-8").replace('"title": "Protokollrichtlinie"', '"title": "FORGED"'), "utf-8")
    build.build(project, ["pl"])
    assert not [name for name, text in pages(project).items() if "FORGED" in text]


def test_a_page_that_nobody_may_read_is_made_readable(project: Project) -> None:
    build.build(project)
    page = project.site / "de/logs.html"
    page.chmod(0o200)
    build.build(project)
    assert page.stat().st_mode & 0o444 == 0o444


def test_an_edition_of_the_text_that_holds_now_is_current(project: Project) -> None:
    """It would be wrong to say that a newer one exists."""
    edition(project, de=po_text(GERMAN))
    write(project.path, "locale/de/LC_MESSAGES/logs.po", "broken")
    build.build(project)
    assert states(project)["de/logs.html"] == "current" and "14 Tage" in pages(project)["de/logs.html"]


@pytest.mark.slow
@pytest.mark.parametrize("before", ["nothing", "good pages", "forged pages"])
@pytest.mark.parametrize("with_edition", [True, False])
def test_what_is_in_build_decides_nothing(project: Project, before: str, with_edition: bool) -> None:
    if with_edition:
        edition(project, de=po_text(GERMAN))
    if before != "nothing":
        build.build(project)
    if before == "forged pages":
        write(project.path, "build/site/de/logs.html", "forged")
    write(project.path, "policy/logs.md", LATER)
    write(project.path, "locale/de/LC_MESSAGES/logs.po", "broken")
    build.build(project)
    assert states(project).get("de/logs.html", "withheld") == ("previous" if with_edition else "withheld")


@pytest.mark.parametrize(
    ("share", "approval", "incomplete", "has_errors", "wanted"),
    [
        (1.0, "draft", "previous", False, ("current",)),
        (1.0, "draft", "previous", True, ("previous",)),
        (1.0, "draft", "islands", True, ()),
        (1.0, "draft", "withhold", True, ()),
        (0.9, "draft", "previous", False, ("previous", "islands")),
        (0.9, "draft", "islands", False, ("islands",)),
        (0.9, "draft", "withhold", False, ()),
        (0.9, "draft", "previous", True, ("previous",)),
        (0.7, "draft", "previous", False, ("previous",)),
        (0.7, "draft", "islands", False, ()),
        (0.0, "draft", "previous", False, ("previous",)),
        (1.0, "approved", "previous", False, ("current",)),
    ],
)
@pytest.mark.parametrize("required", [True, False])
def test_states_follow_from_the_texts_alone(
    share: float, approval: str, incomplete: str, has_errors: bool, wanted: tuple[str, ...], required: bool
) -> None:
    config = Config(incomplete=incomplete, minimum=80, approval="require" if required else "label")
    found = candidates(share, approval, config, has_errors=has_errors)
    assert found == (() if required and approval != "approved" else wanted)


def test_a_refused_policy_is_published_in_no_language(project: Project) -> None:
    write(project.path, "policy/other.md", "# Other\n")
    build.build(project)
    write(project.path, "policy/logs.md", POLICY + "\n<b>open\n")
    result = build.build(project)
    assert [problem.path for problem in result.problems if problem.is_error] == ["policy/logs.md"]
    assert "en/other.html" in pages(project) and "en/logs.html" not in pages(project)


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        '<img src="x" onerror="evil()" alt="x">',
        "<iframe src='https://x.org'></iframe>",
        '<a href="javascript:evil()">x</a>',
        "<style>p{}</style>",
    ],
)
def test_unsafe_html_in_a_policy_is_an_alarm(project: Project, html: str) -> None:
    write(project.path, "policy/logs.md", POLICY + f"\n{html}\n")
    result = build.build(project)
    told = [problem.rule for problem in result.problems if problem.is_error]
    assert told == ["unsafe-html"] and "en/logs.html" not in pages(project)


@pytest.mark.slow
def test_nothing_in_a_translation_becomes_code_or_markup(project: Project) -> None:
    """Text that a template engine or a browser would run is published as text, or refused."""
    write(project.path, "policy/logs.md", "# T\n\nhello\n")
    for said in (
        "{{ 7*7 }}",
        "{% for x in y %}",
        "<img src=x onerror=evil()>",
        "a {: onclick=evil() }",
        "&lt;script&gt;",
        "*[A]: b",
        "[TOC]",
        "# head",
        "- item",
        "15. x",
        "    code",
        "[^1]: note",
    ):
        write(project.path, "locale/de/LC_MESSAGES/logs.po", po_text({"T": "T", "hello": said}))
        build.build(project)
        if "de/logs.html" in pages(project):
            body = pages(project)["de/logs.html"].partition('<div class="policy">')[2].partition("</div>")[0]
            assert body.count("<") == 2 and "<p>" in body, (said, body)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("source", "msgid", "said"),
    [
        ("We <span style='a'>keep</span> it.", "We <span>keep</span> it.", "Wir <span style='a'>behalten</span> es."),
        ("We <font>keep</font> it.", "We keep it.", "Wir <font>behalten</font> es."),
        ("We <b align=a>keep</b> it.", "We <b>keep</b> it.", "Wir <b onclick=a>behalten</b> es."),
        ("<p align=center>We keep it.</p>", "We keep it.", "<i hidden>Wir behalten es.</i>"),
        ("We keep it.\n{: datetime=a }", "We keep it.", "Wir behalten es. <iframe>"),
    ],
)  # fmt: skip
def test_what_is_dropped_from_a_policy_is_still_refused_in_a_translation(
    project: Project, source: str, msgid: str, said: str
) -> None:
    write(project.path, "policy/logs.md", f"# T\n\n{source}\n")
    write(project.path, "locale/de/LC_MESSAGES/logs.po", po_text({"T": "T", msgid: said}))
    result = build.build(project)
    assert {problem.path for problem in result.problems if problem.is_error} == {"locale/de/LC_MESSAGES/logs.po"}
    assert "en/logs.html" in pages(project) and "de/logs.html" not in pages(project)


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "We keep it [^1] for 30 days.", "We keep it, [^1] [^2] and [5] too [^1].", "## Head [^1]\n\na", "- one [^1]\n- two  [^2]",
        "| a [^1] |\n|---|\n| b [^2] |", "> a [^1]\n> b", "a\n[^1] b", "a. [^1]\n\n[b](https://example.org) [^2]", "a\u00a0[^1], b ([^2]) [1]",
    ],
)  # fmt: skip
def test_a_note_may_follow_a_space(project: Project, text: str) -> None:
    notes = "[^1]: By law.\n\n[^2]: By will [^1].\n"
    rest = "" if "[^1]" in text and "[^2]" in text else "\n\nrest [^1] [^2]"
    write(project.path, "policy/logs.md", f"# T\n\n{text}{rest}\n\n{notes}")
    problems = [problem for problem in build.build(project).problems if problem.path == "policy/logs.md"]
    assert problems == [] and "en/logs.html" in pages(project)


def test_an_anchor_without_text_is_no_clause(project: Project) -> None:
    text = (
        '## A\n\n<a name="x"></a>\n\nOne.\n\n<a id="y"></a>\n\nTwo, see [x](#x).\n\n## B\n\n<a id="z"></a>\n\n- item\n'
    )
    write(project.path, "policy/logs.md", f"# T\n\n{text}")
    assert [problem for problem in build.build(project).problems if problem.path == "policy/logs.md"] == []
    page = pages(project)["en/logs.html"]
    assert re.findall(r'<p id="(a-\d)"><a class="clause" href="#a-\d">(\(\d\))', page) == [
        ("a-1", "(1)"),
        ("a-2", "(2)"),
    ]
    assert '<li id="b-1-1">' in page and '<a name="x"></a>' in page


@pytest.mark.slow
def test_the_second_build_writes_nothing(project: Project) -> None:
    build.build(project)
    times = {path: path.stat().st_mtime_ns for path in project.site.rglob("*")}
    assert build.build(project).written == []
    assert {path: path.stat().st_mtime_ns for path in project.site.rglob("*")} == times


@pytest.mark.slow
def test_a_changed_catalog_rewrites_the_pages_of_its_locale_alone(project: Project) -> None:
    write(project.path, "locale/pl/LC_MESSAGES/logs.po", po_text(GERMAN, "pl"))
    build.build(project)
    write(
        project.path,
        "locale/de/LC_MESSAGES/logs.po",
        po_text({**GERMAN, "They hold your name.": "Sie nennen Ihren Namen."}),
    )
    assert build.build(project).written == GERMAN_ALONE


@pytest.mark.slow
def test_only_chosen_locales_are_written(project: Project) -> None:
    build.build(project)
    write(
        project.path,
        "locale/de/LC_MESSAGES/logs.po",
        po_text({**GERMAN, "They hold your name.": "Sie nennen Ihren Namen."}),
    )
    assert build.build(project, ["en"]).written == []
    assert build.build(project, ["de"]).written == GERMAN_ALONE
    assert [problem.message for problem in build.build(project, ["dee"]).problems] == [
        "no locale is called 'dee'; did you mean 'de'?"
    ]


def test_without_policies_there_is_a_hint(tmp_path: Path) -> None:
    (tmp_path / "policy").mkdir()
    [problem] = build.build(Project(tmp_path)).problems
    assert problem.message == "there is no policy" and problem.hint


@pytest.mark.parametrize("name", ["two words", "site", "index", "böse", "a.b"])
def test_a_policy_name_that_cannot_be_an_address_is_refused(tmp_path: Path, name: str) -> None:
    write(tmp_path, f"policy/{name}.md", "text\n")
    assert [problem.rule for problem in build.build(Project(tmp_path)).problems] == ["policy-name"]


@pytest.mark.slow
def test_every_page_has_the_anchors_blocks_and_links_of_its_source() -> None:
    """Over the sample and all its catalogs."""
    root = Project(SAMPLE)
    publisher = Publisher(root, root.read_config())
    policy = root.read_policy(SAMPLE / "policy" / "privacy.md", publisher.config)
    survey = Survey(root)
    framed = dict(survey.frames)
    assert survey.problems == []
    source, _ = publisher.source_page(policy, framed.pop("en"))
    found = []
    for frame in framed.values():
        made = publisher.page(policy, frame, source)
        assert made.page is not None and made.problems == ()
        found.append(made.page)
    assert len(found) == 14
    for page in found:
        ours, theirs = outline(page.body), outline(source.body)
        assert ours.blocks == theirs.blocks and ours.links == theirs.links


@pytest.mark.slow
def test_two_builds_under_other_clocks_locales_and_hash_seeds_give_the_same_bytes(tmp_path: Path) -> None:
    made = []
    for number, (zone, language_of_the_machine, seed) in enumerate(
        [("UTC", "C.UTF-8", "1"), ("Asia/Kathmandu", "tr_TR.UTF-8", "77")]
    ):
        folder = tmp_path / f"{number} copy"
        sample_in(folder)
        environment = {**os.environ, "TZ": zone, "LC_ALL": language_of_the_machine, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-m", "scripts", "--root", str(folder), "build"]
        subprocess.run(command, cwd=PIPELINE, env=environment, check=True, capture_output=True)
        made.append(pages(Project(folder)))
    assert made[0] == made[1] and len(made[0]) == 65


# -- what is listed is there -------------------------------------------------------------------


def is_there(project: Project, path: Path, href: str) -> bool:
    """Whether a relative link of a page leads to a file of the site, and to an id in it."""
    address, _, name = href.partition("#")
    there = path.parent / address if address else path
    if not there.is_file() or not there.resolve().is_relative_to(project.site.resolve()):
        return address in ("./", "../", "")
    ids = source_checks.ids(outline(there.read_text(encoding="utf-8"))) if name else {}
    return not name or name in ids


def dangling(project: Project) -> list[str]:
    """Links between pages, and addresses of the sitemap, that lead to nothing."""
    base = "https://example.com/legal/"
    lost = []
    for path in project.site.rglob("*.html"):
        for tag, facts in outline(path.read_text(encoding="utf-8")).tags:
            href = dict(facts).get("href", "")
            if tag == "a" and "://" not in href and not is_there(project, path, href):
                lost.append(f"{path.relative_to(project.site).as_posix()}: {href}")
    sitemap = project.site / "sitemap.xml"
    found = re.findall(r'(?:<loc>|href=")([^"<]+)', sitemap.read_text(encoding="utf-8")) if sitemap.exists() else []
    return lost + [address for address in found if not (project.site / address.removeprefix(base)).is_file()]


def two_policies(project: Project) -> None:
    write(project.path, "policy/more.md", "# More\n\n[text](logs.md#log-policy)\n")
    linked = "[text](logs.md#log-policy)"
    for code in ("de", "fr"):
        texts = {"More": "Mehr", linked: linked.replace("text", "Text")}
        write(project.path, f"locale/{code}/LC_MESSAGES/more.po", po_text(texts, code))
    write(project.path, "locale/fr/LC_MESSAGES/logs.po", po_text({**GERMAN, "Log Policy": "Journaux"}, "fr"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("before", "change", "locales", "policies"),
    [
        (False, None, ["de"], []),
        (False, None, [], ["logs"]),
        (True, lambda project: write(project.path, "policy/more.md", "# More\n\n{{ nope }}\n"), [], ["logs"]),
        (True, lambda project: write(project.path, "policy/more.md", "# More\n\n{{ nope }}\n"), ["de"], []),
        (True, lambda project: shutil.rmtree(project.path / "locale/fr"), ["de"], []),
        (True, lambda project: write(project.path, "build/site/de/logs.html", "touched"), ["fr"], []),
        (True, lambda project: write(project.path, "locale/fr/LC_MESSAGES/logs.po", "broken"), ["de"], []),
        (True, lambda project: write(project.path, "locale/fr/LC_MESSAGES/logs.po", "broken"), [], ["logs"]),
        (True, lambda project: write(project.path, "locale/fr/LC_MESSAGES/logs.po", "broken"), [], ["more"]),
        (True, lambda project: write(project.path, "locale/fr/LC_MESSAGES/logs.po", "broken"), ["fr"], []),
        (True, lambda project: (project.path / "locale/fr/LC_MESSAGES/logs.po").unlink(), [], ["logs"]),
    ],
    ids=(
        "one locale|one policy|refused, policy|refused, locale|gone|touched|broken, elsewhere|broken, policy|"
        "broken, other policy|broken, locale|withheld"
    ).split("|"),
)
def test_a_part_of_a_build_lists_what_is_there_or_says_that_it_is_old(
    project: Project, before: bool, change: Callable[[Project], object] | None, locales: list[str], policies: list[str]
) -> None:
    two_policies(project)
    if before:
        build.build(project)
        assert dangling(project) == []
    if change is not None:
        change(project)
    told = [found.rule for found in build.build(project, locales, policies).problems]
    assert states(project)
    assert dangling(project) == [] or ("stale" in told and before)  # pages of before, and that is told


@pytest.mark.slow
@pytest.mark.parametrize(
    ("governing", "words"), [("fr", "no current page in it"), ("de", "has no notice that the text in 'de' prevails")]
)
def test_a_page_that_does_not_name_the_prevailing_language_is_reported(
    project: Project, governing: str, words: str
) -> None:
    write(project.path, "policy/site.toml", f'[site]\ngoverning = "{governing}"\n')
    assert [words in found.message for found in build.build(project).problems if found.rule == "governing"] == [True]


@pytest.mark.parametrize("name", ["build", "build/site", "build/hosting"])
def test_nothing_is_deleted_behind_a_link(project: Project, tmp_path: Path, name: str) -> None:
    there = write(tmp_path, "else/mine.conf", "mine")
    (project.path / name).parent.mkdir(exist_ok=True)
    (project.path / name).symlink_to(tmp_path / "else")
    assert [found.rule for found in build.build(project).problems] == ["file"] and there.read_text() == "mine"


def test_pages_are_not_written_through_a_link(project: Project, tmp_path: Path) -> None:
    (tmp_path / "else").mkdir()
    project.site.mkdir(parents=True)
    (project.site / "de").symlink_to(tmp_path / "else")
    build.build(project)
    assert (
        not any((tmp_path / "else").iterdir()) and (project.site / "de/logs.html").is_file() and dangling(project) == []
    )


@pytest.mark.parametrize("names", [["con"], ["404"], ["Index"], ["logs", "Logs"]])
def test_names_that_are_reserved_on_some_system_are_refused(tmp_path: Path, names: list[str]) -> None:
    for name in names:
        write(tmp_path, f"policy/{name}.md", "text\n")
    assert {found.rule for found in build.build(Project(tmp_path)).problems} == {"policy-name"}


# -- update ---------------------------------------------------------------------------------


def quiet(line: str) -> None:
    pass


def test_update_writes_templates_and_keeps_what_is_translated(project: Project) -> None:
    assert update.update(project, (), quiet) == []
    first = {path: path.read_bytes() for path in (project.path / "locale").rglob("*") if path.is_file()}
    assert project.template("logs") in first
    write(project.path, "policy/logs.md", POLICY.replace("They hold your name.", "They hold your city."))
    update.update(project, (), quiet)
    text = project.read(project.catalog("de", "logs"))
    assert '#~ msgid "They hold your name."\n#~ msgstr "Sie enthalten Ihren Namen."\n' in text
    assert '#, fuzzy\n#| msgid "They hold your name."\nmsgid "They hold your city."\nmsgstr "Sie ent' in text
    assert text.endswith('"\n') and not text.endswith("\n\n")


def test_update_twice_writes_nothing_the_second_time(project: Project) -> None:
    update.update(project, (), quiet)
    times = {path: path.stat().st_mtime_ns for path in (project.path / "locale").rglob("*")}
    update.update(project, (), quiet)
    assert {path: path.stat().st_mtime_ns for path in (project.path / "locale").rglob("*")} == times


def test_update_leaves_a_broken_catalog_as_it_is(project: Project) -> None:
    path = write(project.path, "locale/fr/LC_MESSAGES/logs.po", "broken")
    problems = update.update(project, (), quiet)
    assert path.read_text() == "broken" and {problem.path for problem in problems} == {"locale/fr/LC_MESSAGES/logs.po"}


@pytest.mark.slow
@pytest.mark.parametrize("place", [pytest.param(PIPELINE, marks=of_what_is_shipped), SAMPLE], ids=["shipped", "sample"])
def test_the_shipped_templates_and_catalogs_are_up_to_date(tmp_path: Path, place: Path) -> None:
    for name in ("policy", "locale"):
        shutil.copytree(place / name, tmp_path / name)
    said: list[str] = []
    update.update(Project(tmp_path), (), said.append)
    assert said == []


def test_a_locale_is_started_once(project: Project) -> None:
    said: list[str] = []
    locale.start(project, ["cs"], said.append)
    assert project.catalog("cs", "logs").exists() and "Language: cs\\n" in project.read(project.catalog("cs", "logs"))
    write(project.path, "locale/cs/LC_MESSAGES/logs.po", "mine")
    locale.start(project, ["cs"], said.append)
    assert project.read(project.catalog("cs", "logs")) == "mine" and "nothing to do" in said[-1]
    with pytest.raises(Refused):
        locale.start(project, ["en"], said.append)


@of_what_is_shipped
def test_every_catalog_of_the_pipeline_says_that_it_is_a_draft() -> None:
    from scripts import po
    from scripts.catalogs.template import DRAFT

    for path in (PIPELINE / "locale").glob("*/LC_MESSAGES/*.po"):
        assert DRAFT in po.read_catalog(path.read_text(encoding="utf-8"), path.name).header.comments, path
