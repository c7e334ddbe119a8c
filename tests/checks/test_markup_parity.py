"""Law 5: a translation of another shape is found, and one of the same shape is not."""

import time
from typing import Literal
from unittest.mock import patch

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scripts.checks.entry import markup_parity
from scripts.checks.entry.markup_parity import keeps_shape
from scripts.checks.table import CheckContext, check_entry
from scripts.markup import InlineReader, Segment, inline_parser, inline_reader
from scripts.project.localized_links import LocalizedTargets

REFERENCES = {"terms": ("https://example.org/terms", ""), "t": ("https://example.org/terms", "")}


def rules(
    msgid: str,
    msgstr: str,
    kind: Literal["markdown", "html", "plain"] = "markdown",
    allowed: dict[str, str] | None = None,
) -> list[str]:
    problems = list(keeps_shape(Segment(msgid, 1, kind=kind), msgstr, InlineReader(REFERENCES, {"n"}), allowed or {}))
    assert all(problem.is_error and problem.message for problem in problems)
    return sorted(problem.rule for problem in problems)


@pytest.mark.parametrize(
    ("msgid", "msgstr", "found"),
    [
        ("[a](https://x.org)", "[b](https://y.org)", ["link-changed"]),
        ("[a](https://x.org)", "b", ["link-lost"]),
        ("a", "[b](https://y.org)", ["link-added"]),
        ("a", "https://evil.example", ["link-added"]),
        ("a", "write to x@evil.example", ["link-added"]),
        ("a", "<https://evil.example>", ["link-added"]),
        ("a", "[b][terms]", ["link-added"]),
        ("a", "![b](https://e.example/pixel.gif)", ["image-added"]),
        ("![a](map.png)", "![b](karte.png)", ["link-changed"]),
        ('See <img src="map.png" alt="a">.', 'Siehe <img src="karte.png" alt="b">.', ["link-changed"]),
        ("![a](map.png)", "[b](map.png)", ["image-lost", "link-added"]),
        ("[a](https://x.org)", '[b](https://x.org "new title")', ["title-added"]),
        ('[a](https://x.org "t")', "[b](https://x.org)", ["title-lost"]),
        ('[a](https://x.org "t")', '[b](https://y.org "u")', ["link-changed"]),
        ('[a](https://x.org "t")', "[b](https://y.org)", ["link-changed", "title-lost"]),
        ('![a](x.png "t")', "![b](x.png)", ["title-lost"]),
        ('<a href="x" title="t">y</a>', '<a href="x">y</a>', ["title-lost"]),
        ('<a href="x" title="t">y</a>', '<a title="u" href="z">y</a>', ["link-changed"]),
        ('<a href="x" class="b">y</a>', '<a href="z">y</a>', ["tag-added", "tag-lost"]),
        ("[a](x) [b](y)", "[a](z)", ["link-changed", "link-lost"]),
        ("[a](x) [b](x)", "[a](y) [b](y)", ["link-changed"]),
        ("[a](x) [b](y)", "[a](v) [b](w)", ["link-changed", "link-changed"]),
        ("[a](terms.md#fees)", "[a](terms.md#gebühren)", ["link-fragment"]),
        ("[a](terms.md#fees)", "[a](terms.html#fees)", ["link-changed"]),
        ("run `rm`", "starte `del`", ["code-added", "code-lost"]),
        ("{{ a }} and {{ b }}", "{{ a }} und {{ a }}", ["placeholder-added", "placeholder-lost"]),
        ("{{ a }}", "{{ a | safe }}", ["placeholder", "placeholder-lost"]),
        ("a", "{% include x %}", ["placeholder"]),
        ("a", "｛｛ a ｝｝", ["placeholder"]),
        ("a", "b\nc", ["break-added"]),
        ("a\nb", "c", ["break-lost"]),
        ("a", "<b>b</b>", ["tag-added"]),
        ("a", "<script>alert(1)</script>", ["tag"]),
        ("<b>a</b>", "<b onclick='x'>a</b>", ["tag-added", "tag-lost"]),
        ("<b>a</b>", "<b>a", ["tag"]),
        ("a", "b <!-- hidden -->", ["comment"]),
        ("a **b**", "a b", ["emphasis-lost"]),
        ("a", "a *b*", ["emphasis-added"]),
        ("see[^n]", "siehe", ["footnote-lost"]),
        ("**[a](https://x.org)** b", "[a](https://x.org) **b**", ["nesting"]),
        ("**a** b", "**「甲」**乙**", ["stray-mark"]),
        ("[a](u) b", "[a](u) [b] (v)", ["stray-mark"]),
    ],
)
def test_another_shape_is_found(msgid: str, msgstr: str, found: list[str]) -> None:
    assert rules(msgid, msgstr) == found


@pytest.mark.parametrize(
    ("msgid", "msgstr"),
    [
        ("[a](https://x.org) and [b](https://y.org)", "[B](https://y.org) und [A](https://x.org)"),
        ("the [terms]", "die [Bedingungen][terms]"),
        ("**bold** and *it*", "*it* und **fett**"),
        ("keep `code` for {{ n }} days", "{{n}} Tage lang `code` behalten"),
        ("1. October", "15. Oktober"),
        ("**A:** b", "**「甲」：**乙"),
        ("see[^n]", "siehe[^n]"),
        ("<kbd>Esc</kbd>", "<kbd>Échap</kbd>"),
        ("![seal](seal.png)", "![Siegel](seal.png)"),
        ("a", "5 &lt; 6 \\* 7"),
    ],
)
def test_the_same_shape_is_silent(msgid: str, msgstr: str) -> None:
    assert rules(msgid, msgstr) == []


def test_a_target_that_the_site_allows_is_the_same_target() -> None:
    assert (
        rules("[a](https://x.org/t)", "[b](https://x.org/de/t)", allowed={"https://x.org/de/t": "https://x.org/t"})
        == []
    )


@pytest.mark.parametrize(
    ("msgid", "msgstr", "kind", "found"),
    [
        ("{{ a }}", "x", "plain", ["placeholder-lost"]),
        ("a", "*b* (c)", "plain", []),
        ("a", "**b**", "plain", ["stray-mark"]),
        ("a", "[b](c.md)", "plain", ["stray-mark"]),
        ("**a**", "**b**", "plain", []),
        ("a: ____", "b: ________", "plain", []),
        ("a", "b\nc", "plain", ["break-added"]),
        ("a\nhttps://x.org", "b\nhttps://x.org", "plain", []),
        ("a\nhttps://x.org", "b\nhttps://y.org", "plain", ["link-added", "link-lost"]),
        ("a (x@y.org)", "b (z@y.org)", "plain", ["link-added", "link-lost"]),
        ("www.x.org: a", "甲", "plain", ["link-lost"]),
        ("a", "b www.x.org", "plain", ["link-added"]),
        ('<a href="x">y</a>', '<a href="z">y</a>', "html", ["link-changed"]),
        ("a <b>c</b>", "<b>C</b> *A* 1 < 2", "html", []),
        ("{{ a }}", "b", "html", ["placeholder-lost"]),
    ],
)
def test_front_matter_and_html_have_shapes_of_their_own(
    msgid: str, msgstr: str, kind: Literal["html", "plain"], found: list[str]
) -> None:
    assert rules(msgid, msgstr, kind) == found


def test_a_message_names_the_thing_and_the_remedy() -> None:
    [problem] = keeps_shape(
        Segment("See our [notice](https://example.org/n).", 1), "Siehe den Hinweis.", InlineReader(), {}
    )
    assert problem.message == "the translation loses the link 'https://example.org/n'" and problem.hint.startswith(
        "write [your words](https://example.org/n)"
    )


LOCALIZED = LocalizedTargets(
    {
        "https://en.example.org/*": {"de": "https://de.example.org/*", "fr": "https://example.org/fr/*"},
        "https://en.example.org/legal/*": {"de": "https://recht.example.org/*"},
        "https://en.example.org/terms": {"de": "https://de.example.org/bedingungen"},
        "https://x.org/é": {"de": "https://x.org/ä"},
        "/about/*": {"de": "/ueber/*"},
    },
    "de",
)


@pytest.mark.parametrize(
    ("msgid", "msgstr", "found"),
    [
        ("[a](https://en.example.org/x?y#z)", "[b](https://de.example.org/x?y#z)", []),
        ("[a](https://en.example.org/)", "[b](https://de.example.org/)", []),
        ("[a](https://en.example.org/x)", "[b](https://en.example.org/x)", []),
        ("[a](https://en.example.org/x)", "[b](https://de.example.org/y)", ["link-changed"]),
        ("[a](https://en.example.org/x)", "[b](https://example.org/fr/x)", ["link-changed"]),
        ("[a](https://en.example.org/legal/x)", "[b](https://recht.example.org/x)", []),
        ("[a](https://en.example.org/terms)", "[b](https://de.example.org/bedingungen)", []),
        ("[a](https://en.example.org/é)", "[b](https://de.example.org/%C3%A9)", []),
        ("[a](https://x.org/é)", "[b](https://x.org/ä)", []),
        ("<a href='https://x.org/é'>a</a>", "<a href='https://x.org/ä'>b</a>", []),
        ("<a href='/about/us'>a</a>", "<a href='/ueber/us'>b</a>", []),
        ("<https://en.example.org/x>", "<https://de.example.org/x>", []),
        ("[a](https://de.example.org/x)", "[b](https://de.example.org/x)", []),
        ("[a](https://en.example.org.evil.example/x)", "[b](https://de.example.org.evil.example/x)", ["link-changed"]),
        ("[a](https://en.example.org/x)", "[b](https://de.example.orgx/x)", ["link-changed"]),
    ],
)
def test_a_pattern_allows_the_same_rest_and_no_other(msgid: str, msgstr: str, found: list[str]) -> None:
    assert [one.rule for one in keeps_shape(Segment(msgid, 1), msgstr, InlineReader(), LOCALIZED)] == found
    context = CheckContext("de", allowed=LOCALIZED)
    told = [one.rule for one in check_entry(Segment(msgid, 1), msgstr, context) if one.is_error]
    assert [rule for rule in told if rule != "look-alike-host"] == found


@pytest.mark.parametrize(
    ("msgid", "msgstr", "before", "after"),
    [
        ("[a](https://x.org/é_b)", "[b](https://y.org/%C3%A9)", "https://x.org/é_b", "https://y.org/%C3%A9"),
        ("[a](<https://x.org/a b>)", "[b](https://y.org/\\_c)", "https://x.org/a b", "https://y.org/\\_c"),
        ("<https://x.org/ü>", "<https://y.org/ü>", "https://x.org/ü", "https://y.org/ü"),
        ("https://x.org/ü a", "https://y.org/ü b", "https://x.org/ü", "https://y.org/ü"),
        ("<a href='https://x.org/ü'>a</a>", "<a href='https://y.org/ü'>a</a>", "https://x.org/ü", "https://y.org/ü"),
    ],
)
def test_a_changed_target_is_shown_as_it_is_written(msgid: str, msgstr: str, before: str, after: str) -> None:
    [problem] = keeps_shape(Segment(msgid, 1), msgstr, InlineReader(), {})
    assert f"'{before}' leads to '{after}'" in problem.message and f'[links."{before}"]' in problem.hint


@pytest.mark.parametrize(
    ("source", "translated", "hint"),
    [
        (
            "https://x.org/a",
            "https://y.org/a",
            'a line under [links."https://x.org/a"] of policy/site.toml:  he = "https://y.org/a"',
        ),
        ("#rights", "terms.md#rights", "write #rights"),
        ("terms.md", "terms.he.md", "write terms.md; it leads to the page in the language of the translation"),
    ],
)
def test_the_hint_about_a_changed_link_is_what_helps(source: str, translated: str, hint: str) -> None:
    [problem] = keeps_shape(Segment(f"[a]({source})", 1), f"[b]({translated})", InlineReader(), {}, "he")
    assert problem.hint.endswith(hint)


@pytest.mark.parametrize(
    ("msgstr", "named"),
    [
        ("{{ product }} {{ مُنتَج }}", "'{{ مُنتَج }}'"),
        ("｛｛ product ｝｝ {{ product }}", "'｛｛ product ｝｝'"),
        ("{{ product }} {% x %}", "'{% x %}'"),
        ("{{ product }} {{ x", "'{{'"),
    ],
)
def test_what_is_no_placeholder_is_named_whole(msgstr: str, named: str) -> None:
    problems = keeps_shape(Segment("{{ product }}", 1), msgstr, InlineReader(), {})
    assert any(problem.message.startswith(f"{named} is not") for problem in problems)


def test_a_tag_is_shown_as_it_is_written() -> None:
    [problem] = keeps_shape(Segment("a", 1), '<span class="b">c</span>', InlineReader(), {})
    assert problem.message == 'the translation adds the tag <span class="b">'


@pytest.mark.slow
def test_many_changed_links_are_told_at_once() -> None:
    texts = ["".join(f"[a](https://{host}.org/{at}) " for at in range(2000)) for host in "xy"]
    started = time.monotonic()
    found = list(keeps_shape(Segment(texts[0], 1), texts[1], InlineReader(), {}))
    assert {problem.rule for problem in found} == {"link-changed"} and time.monotonic() - started < 20


WORDS = st.lists(
    st.one_of(
        st.sampled_from(
            ["word", "\u6587", " ", "  ", "-", "+", "=", "#", ">", "!", "(", ")", "]", "[", ":", "/", "//", ".", "www", "WWW.", "@", "a.b",
             "http", "https://", "ftp://x.y", "mailto:a", "*", "_", "`", "~", "&", "&amp;", "<", "{", "}", "|", "\n", "\\", "1.", "--", "\uff5b"]
        ),
        st.characters(blacklist_categories=["Cs"]),
    ),
    max_size=9,
).map("".join)  # fmt: skip


@settings(max_examples=600)
@given(msgid=WORDS, msgstr=WORDS, kind=st.sampled_from(["markdown", "html", "plain"]))
@example("a", "- b", "markdown")
@example("a", "www.b.c", "plain")
def test_texts_without_marks_take_a_short_way_to_the_same_end(
    msgid: str, msgstr: str, kind: Literal["markdown", "html", "plain"]
) -> None:
    short = rules(msgid, msgstr, kind)
    with (
        patch.object(markup_parity, "has_marks", lambda text: True),
        patch.object(inline_reader, "has_marks", lambda text: True),
    ):
        assert rules(msgid, msgstr, kind) == short
        for text in (msgid, msgstr):
            read = InlineReader(REFERENCES, {"n"}).segment(text).nodes
            assert read == inline_parser.parse(text, REFERENCES, {"n"}, hard=True)[0]
    assert (
        InlineReader(REFERENCES, {"n"}).segment(msgid).nodes
        == inline_parser.parse(msgid, REFERENCES, {"n"}, hard=True)[0]
    )
