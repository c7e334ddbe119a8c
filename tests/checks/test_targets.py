"""Where links lead: a disguised target is found, and so is a label that deceives."""

from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.checks.entry.links import MANY_LINKS, check_links
from scripts.checks.rule import Pair
from scripts.markup import InlineReader, Segment

from ..effort import grows_with_its_text

Kind = Literal["markdown", "html", "plain"]
SOURCE = "[a](https://example.com/n) [m](mailto:privacy@example.com) [f](#rights)"


def rules(msgstr: str, msgid: str = SOURCE, kind: Kind = "markdown") -> list[str]:
    return [problem.rule for problem in check_links(Pair(Segment(msgid, 1, kind=kind), msgstr, "de", "", ""))]


@pytest.mark.parametrize(
    "target",
    [
        "javascript:x", "JaVaScRiPt:x", "&#106;avascript:x", "javascript&colon;x", "%6Aavascript:x", "%256Aavascript:x",
        "java&#10;script:x", "<java\tscript:x>", "java%0Ascript:x", "\u200bjavascript:x", "java\u00adscript:x", "ｊavascript：x",
        "data:text/html,x", "vbscript:x", "file:///etc/passwd", "blob:x", "ftp://example.com/", "intent:x", "view-source:x",
    ],
)  # fmt: skip
def test_a_scheme_is_seen_in_any_spelling(target: str) -> None:
    assert "link-scheme" in rules(f"[a]({target})") and "link-scheme" in rules(f"![a]({target})")


@pytest.mark.parametrize(
    "target",
    [
        "https://example.com@evil.de/", "https://example.com:80@evil.de", "https://example.com%40evil.de/",
        "https://example.com%2F@evil.de", "https:\\\\\\\\evil.de", "//evil.de", "/\\\\evil.de", "https:evil.de", "https:///evil.de",
        "https://2130706433/", "https://0x7f.1/", "https://[::1]/", "https://ex%61mple.com/", "https://example.com/%E2%80%AEfdp",
    ],
)  # fmt: skip
def test_a_disguise_is_seen(target: str) -> None:
    assert rules(f"[a]({target})") == ["link-disguised"]


@pytest.mark.parametrize(
    "target",
    [
        "https://social.example/@name", "https://social.example/@name@example.com", "https://maps.example/a/@52.5,13.4,17z",
        "https://elsewhere.net?to=a@b.org", "https://elsewhere.net/?to=a@b.org", "https://elsewhere.net#a@b.org",
        "https://elsewhere.net/a%40b", "https://elsewhere.net:443/@name", "/@name",
    ],
)  # fmt: skip
def test_an_at_sign_behind_the_host_is_no_disguise(target: str) -> None:
    assert rules(f"[a]({target})") == []


@pytest.mark.parametrize(
    ("host", "alike"),
    [
        ("exаmple.com", True),
        ("xn--exmple-4nf.com", True),
        ("examp1e.com", True),
        ("exarnple.com", True),
        ("exampel.com", True),
        ("examples.com", True),
        ("example.com.evil.net", True),
        ("example.com-login.de", True),
        ("www.example.com", False),
        ("de.example.com", False),
        ("example.org", False),
        ("elsewhere.net", False),
    ],
)
def test_a_host_is_compared_with_the_sources(host: str, alike: bool) -> None:
    assert rules(f"[a](https://{host}/n)") == (["look-alike-host"] if alike else [])


def test_labels_that_change_places_deceive_though_the_targets_are_the_same() -> None:
    msgid = "[a.com](https://a.com) and [b.com](https://b.com)"
    assert rules("[a.com](https://b.com) und [b.com](https://a.com)", msgid) == ["link-label", "link-label"]


def test_a_link_of_the_source_is_never_told() -> None:
    odd = "[https://a.com](javascript:x) [b](https://u@h.example) ![c](data:image/png;base64,x)"
    assert rules(odd, odd) == []


def test_links_by_reference_are_read_too() -> None:
    references = {"a": ("https://a.com", ""), "b": ("https://b.com", "")}
    msgid, crossed = "See [a.com][a] and [b.com][b].", "Siehe [b.com][a] und [a.com][b]."
    for msgstr, rules_ in ((crossed, ["link-label", "link-label"]), ("Siehe [b.com][b], [a.com][a].", [])):
        pair = Pair(Segment(msgid, 1), msgstr, "de", "", "", reader=InlineReader(references))
        assert [problem.rule for problem in check_links(pair)] == rules_


def test_html_is_read_too() -> None:
    msgid = '<a href="https://example.com/n">here</a>'
    msgstr = '<a href="java&#10;script:x">hier</a> <img src="data:x"> <a href="https://example.com/n">https://b.de/</a>'
    assert rules(msgstr, msgid, "html") == ["link-scheme", "link-scheme", "link-label"]
    assert sorted(rules(msgstr, msgid)) == ["link-label", "link-scheme", "link-scheme"]
    assert rules(msgstr, msgid, "plain") == []


def test_the_problems_of_one_text_are_limited() -> None:
    assert len(rules("".join(f"[a](x{at}:y) " for at in range(1000)))) <= MANY_LINKS


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["markdown", "html"])
@pytest.mark.parametrize(
    "around", ["{}", "[{}](https://a.com)", "[a](https://{})", "[a](mailto:x?{})", '<a href="{}">']
)
@pytest.mark.parametrize(
    "hostile",
    [
        "[a](https://a.b/) ",
        "[a@b.cc](x) ",
        "https://a.b ",
        "a.",
        "@a.",
        "[",
        "](",
        "<a>",
        "%25",
        "&amp;",
        "a=b&",
        "1 ",
        "\\",
    ],
)
def test_hostile_texts_take_linear_time(hostile: str, around: str, kind: Kind) -> None:
    grows_with_its_text(lambda size: rules(around.format((hostile * size)[:size]), kind=kind), 50_000)


def test_a_link_below_thousands_of_marks_is_seen() -> None:
    assert rules("**a *b " * 3000 + "[x](javascript:x)" + " b* a**" * 3000) == ["link-scheme"]


ODD = st.lists(st.sampled_from(["[", "](", ")", "https://", "//", "@", "a", ".", "#", "?", "%", "&#x6a;", "mailto:", "xn--", ":", "\\", " ", "<a href=", ">", "й", "1"])).map("".join)  # fmt: skip


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(st.text() | ODD, st.text() | ODD, st.sampled_from(["markdown", "html", "plain"]))
def test_no_text_stops_the_check(msgid: str, msgstr: str, kind: Kind) -> None:
    wrapped = f"[{msgstr}](https://{msgstr}) <{msgstr}>"
    for text in (msgstr, wrapped):
        assert all(problem.hint for problem in check_links(Pair(Segment(msgid, 1, kind=kind), text, "de", "", "")))
