"""The outline of a page: what our serializer writes is read fast, and exactly as `html.parser` reads it."""

import re
import unicodedata
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.checks.page import page as page_checks
from scripts.checks.page.page import Outline, outline, same_data, same_words
from scripts.checks.page.pieces import plain_pieces

from ..pages.test_golden import CASES, GOLDEN


def read_in_full(html: str) -> Outline:
    """The outline as `html.parser` gives it."""
    with patch.object(page_checks, "plain_pieces", return_value=None):
        return outline.__wrapped__(html)


_NAMES = st.sampled_from("p li ul h2 a b br img table tr td th hr pre code sup details wbr P script title".split())
_VALUES = st.one_of(
    st.text("ab \"<>&;='\n/#1\u00e9", max_size=6),
    st.sampled_from(["clause", "&amp;", "&quot;", "&copy", "&#60;", "&nbsp;", "x&lt;y", "https://x.org/?a=1&amp;b=2"]),
)
_ATTRIBUTES = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["id", "class", "href", "alt", "ID", "data-x"]), _VALUES).map(
            lambda pair: f' {pair[0]}="{pair[1]}"'
        ),
        st.sampled_from([" open", " hidden", "  id=a", " id='a'", '\nid="a"', " /", "/", ' id="a"class="b"']),
    ),
    max_size=3,
).map("".join)
_PIECES = st.one_of(
    st.tuples(_NAMES, _ATTRIBUTES).map(lambda pair: f"<{pair[0]}{pair[1]}>"),
    _NAMES.map(lambda name: f"</{name}>"),
    st.text("ab1 .\n\u00e9\u0301", max_size=5),
    st.sampled_from(
        [
            "1.2",
            "&amp;",
            "&lt;p&gt;",
            "&copy",
            "&#38;",
            "&am",
            " < ",
            ">",
            "<",
            "</",
            "<!-- a -->",
            "<?a>",
            "</ p>",
            "\0",
        ]
    ),
)


@given(st.lists(_PIECES, max_size=14).map("".join))
def test_any_html_is_read_as_html_parser_reads_it(html: str) -> None:
    assert outline.__wrapped__(html) == read_in_full(html)


@given(
    st.lists(
        st.one_of(
            st.tuples(
                st.sampled_from("p li ul h2 a b br img table td hr".split()),
                st.lists(st.sampled_from([' class="clause"', ' href="#a"', ' id="b"', ' alt="&lt;a&gt;"', " open"])),
            ).map(lambda pair: f"<{pair[0]}{''.join(pair[1])}>"),
            st.sampled_from(["</p>", "</li>", "</a>", "</table>", "</td>", "1.", "a&amp;b", " c > d\n", "&nbsp;"]),
        ),
        max_size=20,
    ).map("".join)
)
def test_what_is_plain_is_read_fast_and_to_the_same_end(html: str) -> None:
    assert plain_pieces(html) is not None
    assert outline.__wrapped__(html) == read_in_full(html)


@pytest.mark.parametrize(
    "html",
    [
        "<P>a</P>", "<p id=a>b</p>", "<p id='a'>b</p>", '<p  id="a">b</p>', '<p\nid="a">b</p>', "<br/>", "<br />", "a < b",
        "<!-- a -->", "<script>a</script>", "<title>a</title>", "</p >", "<p", '<a title="a > b">c</a>',
        '<a href="?a&copy=1">b</a>', '<a href="&#x6a;">b</a>',
    ],
)  # fmt: skip
def test_what_is_not_written_as_the_serializer_does_is_left_to_html_parser(html: str) -> None:
    assert plain_pieces(html) is None
    assert outline.__wrapped__(html) == read_in_full(html)


@given(st.lists(st.text("aB1\u00e9e\u0301\u0915\u093c_ .,-\n\0[]\u00b2\u0661", max_size=8), max_size=8))
def test_letters_of_all_texts_are_those_of_each(texts: list[str]) -> None:
    each = [re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", text)) for text in texts]
    assert Outline(texts=[(text, False) for text in texts]).letters() == each


@pytest.mark.parametrize("name", CASES)
def test_the_pages_of_a_golden_folder_say_the_same_when_read_in_full(name: str) -> None:
    """Law 12, on the finished files."""
    folder = GOLDEN / name
    for path in sorted(folder.glob("*.html")):
        page = read_in_full(path.read_text("utf-8"))
        assert outline(path.read_text("utf-8")) == page
        assert [found.message for found in same_words(page, path.with_suffix(".txt").read_text("utf-8"))] == []


def test_data_that_lacks_a_word_is_found() -> None:
    page = outline("<p>one two</p><table><tr><td>three</td><td>four</td></tr></table><p>five 5</p>")
    assert list(same_data(page, ["one two", "four", "three", "five 5"])) == []
    for texts in (
        ["one", "four", "three", "five 5"],
        ["one two", "four", "five 5"],
        ["five 5", "one two", "three four"],
    ):
        assert list(same_data(page, texts)), texts
