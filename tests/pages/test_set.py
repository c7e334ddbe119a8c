"""The site as one set: alternates, sitemap, pickers and data for apps, and how they refer to each other."""

import hashlib
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator

from scripts.commands import build
from scripts.output import manifest
from scripts.output.manifest import Manifest
from scripts.pages.data import WrittenData
from scripts.project.project import PIPELINE, Project

from ..conftest import GERMAN, POLICY, po_text, sample_in, write

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


class Page(HTMLParser):
    """The ids, links and blocks of a page, and the facts in its head."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.alternates: dict[str, str] = {}
        self.canonical, self.robots = "", ""
        self.menu: list[dict[str, str]] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {key: value or "" for key, value in attrs}
        self.tags.append((tag, facts))
        if tag == "link" and facts["rel"] == "alternate" and "hreflang" in facts:
            assert facts["hreflang"] not in self.alternates
            self.alternates[facts["hreflang"]] = facts["href"]
        if tag == "link" and facts["rel"] == "canonical":
            self.canonical = facts["href"]
        if tag == "meta" and facts.get("name") == "robots":
            self.robots = facts["content"]
        if tag == "a" and "hreflang" in facts and "lang" in facts and "dir" in facts:
            self.menu.append(facts)

    @property
    def ids(self) -> list[str]:
        return [facts["id"] for _, facts in self.tags if "id" in facts]


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the sample."""
    folder = tmp_path_factory.mktemp("set")
    root = sample_in(folder)
    assert not [found for found in build.build(root).problems if found.is_error]
    return root.site


@pytest.fixture
def mixed(project: Project) -> Project:
    """Complete in German, with islands in Polish, withheld in French."""
    write(project.path, "policy/site.toml", '[site]\nbase_url = "https://example.com/"\n[publish]\nminimum = 70\n')
    texts = {msgid: said for msgid, said in GERMAN.items() if msgid != "They hold `code`."}
    write(project.path, "locale/pl/LC_MESSAGES/logs.po", po_text(texts, "pl"))
    write(project.path, "locale/fr/LC_MESSAGES/logs.po", po_text({"Log Policy": "Journaux"}, "fr"))
    build.build(project)
    return project


def pages(site: Path) -> Iterator[tuple[manifest.ManifestRow, Page]]:
    for row in manifest.last(site).html():
        yield row, Page((site / row.path).read_text("utf-8"))


def addresses(site: Path) -> dict[str, dict[str, str]]:
    """The sitemap: each address with its alternates."""
    tree = ElementTree.parse(site / "sitemap.xml")
    return {
        url.findtext(f"{SITEMAP}loc", ""): {link.get("hreflang", ""): link.get("href", "") for link in url.iter(LINK)}
        for url in tree.iter(f"{SITEMAP}url")
    }


@pytest.mark.slow
def test_every_page_names_itself_and_all_others_and_the_picker(shipped: Path) -> None:
    made = manifest.last(shipped)
    wanted = {row.locale: made.base_url + row.path for row in made.html()} | {
        "x-default": f"{made.base_url}privacy.html"
    }
    for row, page in pages(shipped):
        assert page.alternates == wanted and page.canonical == wanted[row.locale] and not page.robots
    picker = Page((shipped / "privacy.html").read_text("utf-8"))
    assert picker.alternates == wanted and picker.canonical == wanted["x-default"]
    assert addresses(shipped) == dict.fromkeys(wanted.values(), wanted)


@pytest.mark.slow
def test_a_menu_names_each_language_in_itself_and_leads_to_the_same_page(shipped: Path) -> None:
    for row, page in pages(shipped):
        assert [facts["href"] for facts in page.menu] == [f"../{facts['lang']}/privacy.html" for facts in page.menu]
        assert {facts["lang"]: facts["dir"] for facts in page.menu}["ar"] == "rtl" and len(page.menu) == 15
        assert [facts["lang"] for facts in page.menu if facts.get("aria-current") == "page"] == [row.locale]


def test_only_current_translations_are_listed(mixed: Project) -> None:
    found = {row.locale: page for row, page in pages(mixed.site)}
    true = {"de": "https://example.com/de/logs.html", "en": "https://example.com/en/logs.html",
            "x-default": "https://example.com/logs.html"}  # fmt: skip
    assert set(found) == {"de", "en", "pl"}
    assert found["de"].alternates == found["en"].alternates == true
    assert found["pl"].robots == "noindex" and not found["pl"].alternates
    assert found["pl"].canonical == "https://example.com/pl/logs.html"
    assert addresses(mixed.site) == dict.fromkeys(true.values(), true)
    assert [facts["lang"] for facts in found["de"].menu] == ["de", "en", "pl"]


@pytest.mark.slow
def test_robots_txt_is_in_the_site_only_at_the_root_of_a_host(mixed: Project) -> None:
    assert "Sitemap: https://example.com/sitemap.xml" in (mixed.site / "robots.txt").read_text("utf-8")
    assert not (mixed.build / "hosting/robots.txt").exists()
    write(mixed.path, "policy/site.toml", '[site]\nbase_url = "https://example.com/legal/"\n')
    build.build(mixed)
    assert not (mixed.site / "robots.txt").exists() and (mixed.build / "hosting/robots.txt").exists()


def test_anchors_blocks_and_links_are_the_same_in_all_locales(shipped: Path) -> None:
    def shape(page: Page) -> list[tuple[str, str, str]]:
        start = next(index for index, (tag, facts) in enumerate(page.tags) if facts.get("class") == "policy")
        blocks = "h1 h2 h3 p ul ol li table tr td th section div blockquote pre a".split()
        return [(tag, facts.get("id", ""), facts.get("href", "")) for tag, facts in page.tags[start:] if tag in blocks]

    found = {row.locale: page for row, page in pages(shipped)}
    ids = [name for name in found["en"].ids if not name.startswith("page-")]
    assert "sharing-2" in ids and "sharing-2-1" in ids and len(set(ids)) == len(ids)
    for page in found.values():
        assert [name for name in page.ids if not name.startswith("page-")] == ids
        assert shape(page) == shape(found["en"])
        for tag, facts in page.tags:
            assert tag != "a" or not facts["href"].startswith("#") or facts["href"][1:] in page.ids


@pytest.mark.slow
@pytest.mark.parametrize(("path", "schema"), [("manifest.json", "manifest"), ("*/*.json", "page")])
def test_data_follows_its_schema(shipped: Path, mixed: Project, path: str, schema: str) -> None:
    rules = json.loads((PIPELINE / "docs" / f"{schema}.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(rules)
    checker = Draft202012Validator(rules)
    files = [*shipped.glob(path), *mixed.site.glob(path)]
    assert files
    for file in files:
        assert [found.message for found in checker.iter_errors(json.loads(file.read_text("utf-8")))] == []
    wounded = json.loads(files[0].read_text("utf-8"))
    del wounded["format"]
    assert list(checker.iter_errors(wounded)) and list(checker.iter_errors({**wounded, "format": 1, "more": 1}))


def test_the_schema_of_the_manifest_knows_every_field(shipped: Path) -> None:
    rules = json.loads((PIPELINE / "docs/manifest.schema.json").read_text("utf-8"))
    made: Manifest = manifest.last(shipped)
    body = json.loads(made.text())
    assert list(rules["properties"]) == list(body)
    assert list(rules["properties"]["pages"]["items"]["properties"]) == list(body["pages"][0])


def data(project: Project, tag: str = "en") -> dict[str, Any]:
    found: dict[str, Any] = json.loads((project.site / tag / "logs.json").read_text("utf-8"))
    return found


def test_data_has_every_word_of_the_page_and_its_ids(shipped: Path) -> None:
    for row, page in pages(shipped):
        body = json.loads((shipped / row.locale / "privacy.json").read_text("utf-8"))
        text = " ".join(
            part["text"]
            for section in body["sections"]
            for part in [*([section["heading"]] if section["heading"] else []), *section["segments"]]
        )
        html = (
            (shipped / row.path).read_text("utf-8").partition('<div class="policy">')[2].partition("</div>\n</main>")[0]
        )
        bare = re.sub(r'<a class="clause"[^>]*>[^<]*</a>', "", html)
        assert "".join(text.split()) == "".join(re.sub(r"<[^>]+>", "", bare).split()).replace("&amp;", "&")
        named = [section["id"] for section in body["sections"] if section["id"]]
        named += [part["id"] for section in body["sections"] for part in section["segments"] if "id" in part]
        assert set(named) <= set(page.ids) and len(named) == len(set(named)) and "sharing-2-1" in named
        assert body["lang"] == row.locale and len(body["summary"]) == 3


def test_the_digest_of_data_changes_with_its_text_alone(project: Project) -> None:
    build.build(project)
    before = data(project), data(project, "de")
    write(project.path, "policy/site.toml", '[site]\npublisher = "Other"\n')
    build.build(project)
    assert data(project)["publisher"] == "Other" and data(project)["digest"] == before[0]["digest"]
    write(project.path, "policy/logs.md", POLICY.replace("your name", "a name"))
    build.build(project)
    assert data(project)["digest"] != before[0]["digest"] != before[1]["digest"]


def test_a_fragment_is_only_the_text(shipped: Path) -> None:
    for row, page in pages(shipped):
        text = (shipped / row.locale / "privacy.fragment.html").read_text("utf-8")
        assert text.startswith(f'<article class="policy" lang="{row.locale}" dir="') and text.endswith("</article>\n")
        found = Page(text)
        assert not {"html", "head", "nav", "script", "style", "link"} & {tag for tag, _ in found.tags}
        assert set(found.ids) <= set(page.ids)
        links = [facts["href"] for tag, facts in found.tags if tag == "a"]
        assert all(re.match(r"#|https?:|mailto:", link) for link in links)


def test_a_page_is_small(shipped: Path) -> None:
    import deflate

    for path in shipped.rglob("*.html"):
        assert len(deflate.gzip_compress(path.read_bytes(), 6)) < 15 * 1024, path


def test_the_style_sheet_is_named_by_its_digest_and_every_page_has_it(shipped: Path) -> None:
    [sheet] = shipped.glob("style.*.css")
    assert sheet.name == f"style.{hashlib.sha256(sheet.read_bytes()).hexdigest()[:8]}.css"
    for path in shipped.rglob("*.html"):
        up = "" if path.parent == shipped else "../"
        assert path.name.endswith(".fragment.html") or f'href="{up}{sheet.name}"' in path.read_text("utf-8")


@pytest.mark.slow
def test_pages_that_are_kept_keep_their_style_sheet(mixed: Project) -> None:
    [sheet] = mixed.site.glob("style.*.css")
    made = manifest.last(mixed.site)
    old = mixed.site / "style.00000000.css"
    sheet.rename(old)
    rows = [manifest.file(old.name if file.path == sheet.name else file.path, (mixed.site / (old.name if file.path == sheet.name else file.path)).read_text("utf-8")) for file in made.files]  # fmt: skip
    write(mixed.path, "build/site/manifest.json", Manifest(made.base_url, made.source, made.pages, tuple(rows)).text())
    build.build(mixed, ["de"])
    assert old.exists() and sheet.exists()
    build.build(mixed)
    assert not old.exists() and sheet.exists()


SAID = [
    ('## <a class="clause" href="#x">Do not</a> sell\n\na', "Do not sell"),
    ('## A\n\nWe <a class="clause" href="#x">must not</a> sell.', "We must not sell."),
    ("> ## You must not sell\n\na", "You must not sell"),
    ("- ## In a list\n\na", "In a list"),
    ("<pre>important words</pre>", "important words"),
    ('10<sup id="q">2</sup> m', "10^2 m"),
    ("We may ~~not~~ sell.", "We may ~~not~~ sell."),
    ("Some.[^1]\n\n[^1]: A note.", "Some.[1]"),
    ("- - inner\n  - more", "inner"),
    ("<details><summary>Short</summary>\n\nlong **text**\n\n</details>", "Short"),
    ("| a | b |\n|---|---|\n| c<br>d | ![e](f.png) |", "c\nd"),
]
"""The body of a policy, and the texts that its data must have."""


@pytest.mark.slow
@pytest.mark.parametrize(("body", "said"), SAID)
def test_data_says_what_marks_and_raw_html_say(project: Project, body: str, said: str) -> None:
    write(project.path, "policy/logs.md", f"# T\n\n{body}\n")
    assert not [found for found in build.build(project).problems if found.is_error]
    found = data(project)
    pieces = [piece for section in found["sections"] for piece in section["segments"]]
    pieces += [section["heading"] for section in found["sections"] if section["heading"]]
    assert said in "\n".join(piece["text"] for piece in pieces)
    rules = json.loads((PIPELINE / "docs/page.schema.json").read_text("utf-8"))
    assert [wrong.message for wrong in Draft202012Validator(rules).iter_errors(found)] == []


def test_data_that_lacks_words_of_the_page_stops_it(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WrittenData, "texts", lambda data, page: ["Log Policy"])
    result = build.build(project)
    assert {found.rule for found in result.problems} == {"text-differs"} and not result.rows


@pytest.mark.parametrize("above", ["", "<!-- translators: hi -->\n\n", "{: .lead }\n"])
def test_a_summary_is_below_the_title_whatever_is_above_or_after_it(project: Project, above: str) -> None:
    title = f"# T\n{above}" if above.startswith("{") else f"{above}# T\n"
    write(project.path, "policy/logs.md", f"---\nsummary:\n  - In a word.\n---\n\n{title}\n## A\n\na\n\n## B\n\nb\n")
    build.build(project)
    text = (project.site / "en/logs.html").read_text("utf-8")
    assert '<section aria-labelledby="page-summary" class="summary">\n<h2 id="page-summary">In short</h2>' in text
    assert text.count("<h1") == 1 and '<a class="clause" href="#a">1.</a> A' in text
    assert [piece["text"] for piece in data(project)["summary"]] == ["In a word."]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("headings", "shown"),
    [
        (("Sharing", "Rights"), True),
        (("Sharing",), False),
        (("1. Sharing", "2. Rights"), False),
        (("1 Sharing", "2 Rights"), False),
        (("Article I", "Article II"), False),
        (("§ 1 Sharing", "§ 2 Rights"), False),
        (("第一条 总则", "第二条 权利"), False),
        (("A. Sharing", "B. Rights"), False),
        (("24 hours", "Rights"), True),
    ],
)
def test_numbers_are_shown_where_the_author_typed_none(
    project: Project, headings: tuple[str, ...], shown: bool
) -> None:
    body = "".join(f"## {heading}\n\none\n\ntwo\n\n" for heading in headings)
    write(project.path, "policy/logs.md", f"# T\n\n{body}")
    build.build(project)
    text = (project.site / "en/logs.html").read_text("utf-8")
    assert ('class="clause"' in text) == shown and '-2"' in text
    write(project.path, "policy/site.toml", '[pages]\nnumbers = "never"\n')
    build.build(project)
    text = (project.site / "en/logs.html").read_text("utf-8")
    assert 'class="clause"' not in text and '-2"' in text
