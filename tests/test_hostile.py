"""Hostile and careless files: nothing wrong is published, nothing hangs, nothing crashes."""

from pathlib import Path

import pytest

from scripts.commands import build
from scripts.project.project import Project

from .conftest import po_text, write
from .effort import no_more_work_than


def built(folder: Path, policy: str, said: dict[str, str] | None = None, site: str = "") -> tuple[list[str], str]:
    """Rules of the problems, and the German page's body; "" where it is withheld."""
    write(folder, "policy/x.md", policy)
    if site:
        write(folder, "policy/site.toml", site)
    if said is not None:
        write(folder, "locale/de/LC_MESSAGES/x.po", po_text(said))
    result = build.build(Project(folder))
    page = folder / "build/site/de/x.html"
    return [problem.rule for problem in result.problems if problem.rule != "frame"], page.read_text(
        encoding="utf-8"
    ) if page.exists() else ""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("msgid", "msgstr", "rule"),
    [
        ("Hello world.", "Ha&#x202E;llo", "bidi-control"),
        ("Hello world.", "\u200b", "no-words"),
        ("Hello world.", "\u200bHallo", "hidden-character"),
        ("Hello world.", "Hallo " * 400, "size"),
        ("See [Privacy](u).", "Siehe[](u).", "nesting"),
        ("Use <code>rm x</code>.", "Nimm <code>rm -rf /</code>.", "nesting"),
        ("See <b>it</b>.", "Siehe <font>es</font>.", "tag"),
        ("By OpenAI.", "Von KI.", "name-lost"),
        ("By OpenAI.", "Von OpenAIs.", "name-lost"),
        ("Hello world.", "*a " * 1500 + "a* " * 1500, "size"),
    ],
)
def test_a_hostile_translation_is_refused(tmp_path: Path, msgid: str, msgstr: str, rule: str) -> None:
    rules, page = built(tmp_path, f"# T\n\n{msgid}\n", {"T": "T", msgid: msgstr}, '[checks]\nkeep = ["OpenAI"]\n')
    assert rule in rules and page == ""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("policy", "rule"),
    [
        ("# T <img src=x onerror=alert(1)>\n", "unsafe-html"),
        ('# T <a href="javascript:alert(1)">c</a>\n', "unsafe-html"),
        ("# T\n\n<!-- draft\n\nmore\n", "markdown"),
        ("# T\n\n<!-- a --!> shown -->\n", "markdown"),
        ("# T\n\nA[^a.b] and B[^a-b].\n\n[^a.b]: one\n\n[^a-b]: two\n", "markdown"),
        ("# T\n\n<a href={{ v }}>x</a>\n", "markdown"),
        ("# T\n\n<div>\n<a href={{ v }}>x</a>\n</div>\n", "markdown"),
        ("---\ntitle: !!bool maybe\n---\n", "front-matter"),
        ("---\ntitle: 0x" + "f" * 6000 + "\n---\n", "front-matter"),
        ("---\na: &a [x]\ntitle: *a\n---\n", "front-matter"),
        ("*a " * 2000 + "a* " * 2000 + "\n", "markdown"),
        ("a|" * 6000 + "\n" + "-|" * 6000 + "\n" + "a|\n" * 4000, "markdown"),
    ],
)
def test_a_hostile_policy_is_refused(tmp_path: Path, policy: str, rule: str) -> None:
    rules, _ = built(tmp_path, policy, site='[variables]\nv = "https://a.b class=x"\n')
    assert set(rules) - {"image-not-shown"} == {rule} and not (tmp_path / "build/site/en/x.html").exists()


@pytest.mark.parametrize(
    "site",
    [
        "x = " + "[" * 5000,
        "[publish]\nminimum = " + "9" * 5000,
        "[publish]\nminimum = 0x" + "f" * 5000,
        "[variables]\n" + ".".join("a" * 900) + ' = "x"',
        '[variables]\nc = ""\n',
    ],
)
def test_a_hostile_site_file_is_refused(tmp_path: Path, site: str) -> None:
    assert set(built(tmp_path, "# T\n", site=site)[0]) == {"site"}


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "a " + "<!--" * 25000, "a <?<?<?" * 2400, "a " + "[" * 19000, "a " + "![" * 9000, "a " + "`" * 19000, "[a](x.md#a)[b](#b) " * 1000, "a " + "<!--" * 4900, "<div>\n" + "<!--" * 14000, "a " + "<?" * 50000, "[^" * 50000, "https://a.b/" + "&a;" * 33000, "https://a.b/" + ")" * 100000,
        "x " + "` " * 50000 + "a", "<div>\n" + "<?" * 50000, "<div>\n" + "a <!--" * 16000, "# a\n" * 10000, "[a]: b\n" * 14000,
        "![a" * 33000 + "]" * 1000, "{% :a:$`" * 12000, "[[a][b] ==" * 10000, "(a) b\n" * 3000,
        "+++\n" + "".join(f"k{n} = '[a'\n" for n in range(12000)) + "+++\n", "+++\n" * 30000, "{" + '"a":{' * 30000, "a\n: b\n" * 10000, "[a](b) " * 2500, "<!A" * 33000,
    ],
    ids=lambda text: repr(text[:16]),
)  # fmt: skip
def test_no_text_takes_more_than_ten_seconds(tmp_path: Path, text: str) -> None:
    with no_more_work_than(10):
        built(tmp_path, text + "\n")


def test_a_plural_entry_is_no_translation(tmp_path: Path) -> None:
    plural = '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
    text = po_text({}) + plural + '\nmsgid "Hello."\nmsgid_plural "Hellos."\nmsgstr[0] "Hallo"\nmsgstr[1] "Hallos"\n'
    write(tmp_path, "locale/de/LC_MESSAGES/x.po", text)
    assert built(tmp_path, "# {{ t }}\n\nHello.\n", site='[variables]\nt = "T"\n') == (["incomplete"], "")


def test_text_that_looks_like_code_but_is_escaped_is_a_segment(tmp_path: Path) -> None:
    rules, page = built(tmp_path, "# T\n\n\\`We sell your data.\\`\n", {"T": "T"})
    assert rules == ["incomplete"] and page == ""


def test_an_edition_with_unsafe_html_is_not_published(tmp_path: Path) -> None:
    write(tmp_path, "policy/editions/x/2020-01-01/x.md", "# T\n\nOld <a href='javascript:evil()'>text</a>.\n")
    write(
        tmp_path,
        "policy/editions/x/2020-01-01/de.po",
        po_text({"T": "T", "Old <a href='javascript:evil()'>text</a>.": "Alt <a href='javascript:evil()'>x</a>."}),
    )
    rules, page = built(tmp_path, "# T\n\nNew.\n", {"T": "T"})
    assert "unsafe-html" in rules and page == ""


def test_no_html_comment_is_published(tmp_path: Path) -> None:
    built(tmp_path, "# T\n\n<div>\n<!-- secret -->\nfoo <!-- secret2 -->\n</div>\n\n<p>a <!-- secret --> c</p>\n")
    assert "secret" not in (tmp_path / "build/site/en/x.html").read_text(encoding="utf-8")


def test_title_and_text_say_what_the_heading_says(tmp_path: Path) -> None:
    built(
        tmp_path, "---\ntitle: Privacy\n---\n\n# We keep [all](https://a.b) ~~no~~ 10<sup>2</sup>[^1]\n\n[^1]: note\n"
    )
    text = (tmp_path / "build/site/en/x.txt").read_text(encoding="utf-8")
    assert "We keep all [1] ~~no~~ 10^2[^1]\n" in text and "https://a.b" in text


def test_a_frame_word_of_another_shape_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "locale/de/LC_MESSAGES/site.po", po_text({"Published by {{ publisher }}": "Von {{ evil }}"}))
    rules, page = built(tmp_path, "# T\n", {"T": "T"})
    assert "placeholder-added" in rules and "evil" not in page


def test_a_linked_site_folder_is_not_swept(tmp_path: Path) -> None:
    write(tmp_path, "docs/CNAME", "keep")
    (tmp_path / "build").mkdir()
    (tmp_path / "build/site").symlink_to(tmp_path / "docs")
    rules, _ = built(tmp_path, "# T\n")
    assert rules == ["file"] and (tmp_path / "docs/CNAME").exists()


@pytest.mark.parametrize(
    ("policy", "msgid", "msgstr", "rules"),
    [
        ("See [OpenAI].\n\n[OpenAI]: https://a.b\n", "See [OpenAI].", "Siehe [Birne][OpenAI].", ["name-lost"]),
        (
            "![OpenAI logo](a.png) by OpenAI.\n",
            "![OpenAI logo](a.png) by OpenAI.",
            "![OpenAI OpenAI](a.png) von Birne.",
            ["image-not-shown", "name-lost"],
        ),
        ("OpenAI keeps.\n", "OpenAI keeps.", "Open&#65;I speichert.", []),
        ("OpenAIs.\n", "OpenAIs.", "Birnen.", []),
    ],
)
def test_names_are_counted_where_a_reader_sees_them(
    tmp_path: Path, policy: str, msgid: str, msgstr: str, rules: list[str]
) -> None:
    assert built(tmp_path, f"# T\n\n{policy}", {"T": "T", msgid: msgstr}, '[checks]\nkeep = ["OpenAI"]\n')[0] == rules
