"""Law 11: a refused policy hides no problem of its own, of its catalogs, or of other policies."""

import pytest

from scripts.commands import build, check
from scripts.project.project import Project

from ..conftest import GERMAN, HEADER, POLICY, po_text, write

FRONT = "---\ntitle: Log Policy\neffective: 2024-10-01\n---\n\n"
PLURALS = HEADER.format(language="de") + '"Plural-Forms: nplurals=3; plural=0;\\n"\n'
LINK = '\nmsgid "See [how](https://example.org/how)."\nmsgstr "Siehe [wie](https://example.org/other)."\n'


@pytest.mark.slow
@pytest.mark.parametrize(
    ("policy", "wanted"),
    [
        (FRONT + "##\n\nSee [b](#nowhere).\n", {"empty-heading", "dead-fragment"}),
        (FRONT + "Ask {{ nobody }}, see [b](#nowhere).\n", {"variable", "dead-fragment"}),
        (FRONT.replace("effective", "efective") + "[INSERT NAME], see [b](#nowhere).\n", {"front-matter", "gap", "dead-fragment"}),
        (FRONT + "<b>open\n\nAsk {{ nobody }}.\n", {"markdown", "variable"}),
        (FRONT + "<script>x</script>\n\nAsk {{ nobody }}.\n\n##\n", {"unsafe-html", "variable", "empty-heading"}),
        ("\x01", {"control-character"}),
        ("<<<<<<< ours\n", {"conflict"}),
    ],
)  # fmt: skip
def test_every_problem_is_reported(project: Project, policy: str, wanted: set[str]) -> None:
    write(project.path, "policy/logs.md", policy)
    write(project.path, "locale/de/LC_MESSAGES/logs.po", PLURALS)
    write(project.path, "locale/pl/LC_MESSAGES/logs.po", "broken")
    write(project.path, "policy/other.md", "# Other\n\nSee [b](#gone).\n")
    for found in (build.build(project).problems, check.check(project, (), ())):
        rules = {problem.rule for problem in found if problem.path == "policy/logs.md"}
        assert wanted <= rules, rules
        assert any(problem.is_error for problem in found if problem.path == "locale/pl/LC_MESSAGES/logs.po")
        assert any(problem.path == "policy/other.md" for problem in found)
    assert any(problem.path == "locale/de/LC_MESSAGES/logs.po" for problem in check.check(project, (), ()))


def test_translations_of_a_refused_policy_are_checked(project: Project) -> None:
    write(project.path, "policy/logs.md", FRONT + "Ask {{ nobody }}.\n\nSee [how](https://example.org/how).\n")
    write(project.path, "locale/de/LC_MESSAGES/logs.po", po_text({}) + LINK)
    rules = {problem.rule for problem in check.check(project, (), ())}
    assert {"variable", "link-changed"} <= rules


def test_check_finds_all_that_a_build_refuses(project: Project) -> None:
    """Every problem that stops a page in the build is reported by `check` too, in the same words."""
    write(project.path, "policy/site.toml", '[publish]\nrequired = ["fr"]\n[site]\ngoverning = "pl"\n')
    write(project.path, "policy/logs.md", POLICY + "\n## {#empty}\n")
    write(project.path, "policy/scan.pdf", "")
    write(
        project.path, "locale/de/LC_MESSAGES/logs.po", po_text({**GERMAN, "They hold your name.": "Sie enthalten 3."})
    )
    assert set(build.build(project).problems) <= set(check.check(project, (), ()))


@pytest.mark.slow
@pytest.mark.parametrize(
    "wrong",
    [
        "[publish]\nminimum = 800\n",
        '[publish]\nrequired = ["qq"]\n',
        '[site]\nbase_url = "nope"\n',
        '[site]\nsource = ""\n',
        "[nonsense]\n",
        '[variables]\ncontact = "x?bcc=y@example.org"\nempty = ""\n',
        "[links]\na = 3\n",
        "x = [",
    ],
)
def test_wrong_settings_hide_nothing_and_publish_nothing(project: Project, wrong: str) -> None:
    build.build(project)
    before = {path: path.read_bytes() for path in project.site.rglob("*") if path.is_file()}
    write(project.path, "policy/site.toml", wrong)
    write(project.path, "policy/logs.md", POLICY + "\nSee [b](#nowhere).\n\n##\n")
    write(project.path, "policy/scan.pdf", "")
    write(project.path, "locale/pll/LC_MESSAGES/logs.po", "")
    write(project.path, "locale/de/LC_MESSAGES/logs.po", PLURALS)
    found = {problem.rule for problem in check.check(project, (), ())}
    assert {"empty-heading", "dead-fragment", "ignored-file", "locale"} <= found and len(found) > 6, found
    assert any(problem.path == "policy/site.toml" and problem.is_error for problem in build.build(project).problems)
    assert {path: path.read_bytes() for path in project.site.rglob("*") if path.is_file()} == before


def test_a_variable_with_an_error_is_not_reported_as_unknown(project: Project) -> None:
    write(project.path, "policy/site.toml", '[variables]\nterm = ""\n')
    write(project.path, "policy/logs.md", FRONT + "For {{ term }} and {{ nobody }}.\n")
    found = [problem.message for problem in check.check(project, (), ()) if problem.rule == "variable"]
    assert [message.split(";")[0] for message in found] == ["unknown variable 'nobody'"]


@pytest.mark.parametrize("text", ["garbage", po_text({})[:-9]])
def test_a_glossary_that_cannot_be_read_is_an_error(project: Project, text: str) -> None:
    path = write(project.path, "locale/de/LC_MESSAGES/glossary.po", text)
    for found in (build.build(project).problems, check.check(project, (), ())):
        assert any(problem.is_error and problem.path == project.name(path) for problem in found)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("source", "other"), [("en", "en_US"), ("en", "en_Latn"), ("zh_Hans", "zh_CN"), ("de", "de_DE")]
)
def test_the_source_language_under_another_name_is_not_a_translation(project: Project, source: str, other: str) -> None:
    write(project.path, "policy/site.toml", f'[site]\nsource = "{source}"\n')
    write(project.path, f"locale/{other}/LC_MESSAGES/logs.po", po_text(GERMAN, other))
    found = [problem for problem in build.build(project).problems if problem.path == f"locale/{other}"]
    assert [problem.is_error for problem in found] == [True] and f"'{source}'" in found[0].message
    assert not (project.site / other.replace("_", "-")).exists()


def test_catalogs_in_the_source_language_are_reported(project: Project) -> None:
    write(project.path, "policy/site.toml", '[site]\nsource = "de"\n')
    found = [problem for problem in check.check(project, (), ()) if problem.rule == "stray-catalog"]
    assert [problem.path for problem in found] == ["locale/de/LC_MESSAGES/logs.po"] and "not read" in found[0].message


@pytest.mark.parametrize(
    ("name", "text", "is_unused"),
    [
        ("policy/other.md", "# Other\n", True),
        ("policy/logs.md", "<<<<<<< ours\n", False),
        ("policy/logs.md", POLICY + "\n<b>open\n", False),
        ("locale/de/LC_MESSAGES/logs.po", "broken", False),
    ],
)
def test_no_waiver_is_reported_as_unused_if_its_text_could_not_be_read(
    project: Project, name: str, text: str, is_unused: bool
) -> None:
    digest = "0" * 32
    row = f'[[waiver]]\nrule = "number-lost"\nlocale = "de"\nsource = "{digest}"\ntext = "{digest}"\nwhy = "read by counsel"\n'
    write(project.path, "locale/waivers.toml", row)
    write(project.path, name, text)
    assert ("waiver-void" in {problem.rule for problem in check.check(project, (), ())}) == is_unused
