"""Laws 1 to 3: what a segment is, and that every reader reads the same."""

import random
import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts import markup
from scripts.markup import RenderContext, Segment, cross_check
from scripts.markup.segments import segment_text
from scripts.problem import Refused
from scripts.project import policy
from scripts.project.config import Config

from .effort import no_more_work_than


def html(text: str, **words: str) -> str:
    source = markup.read_markdown(text)
    said = {**words}
    context = RenderContext(
        lambda segment: said.get(segment.text, segment.text), lambda name: f"<{name}>", lambda word: word, {}
    )
    return markup.tree_to_html(markup.render_tree(source, context))


def msgids(text: str) -> list[str]:
    return [segment.text for segment in markup.segments(markup.read_markdown(text))]


# -- law 2 ---------------------------------------------------------------------------------

# Lines that begin, continue or confuse blocks; policies are made of such.
LINES = [
    "text", "more text", "", "", "# head", "## head ##", "- item", "  - nested", "   - three", "    - four", "* star", "+ plus",
    "1. one", "2. two", "10) ten", "   1. sub", "> quote", "> - listed", ">", "```", "~~~ py", "    code", "  text", "      deep",
    "---", "***", "===", "| a | b |", "|---|---|", "| 1 | 2 |", "<div>", "</div>", "<!-- c -->", "<b>x</b>", "[a]: /url 'title'",
    "[a] and [b](c)", "[^n]: note", "see[^n]", "*em* **st** `co`", "a  ", "b\\", "\ttab", "- \ttab", "-", "1.", "[x]: <y z>", "~~s~~",
]  # fmt: skip


@pytest.mark.slow
def test_the_two_readers_seldom_part_on_blocks_and_then_the_policy_is_refused() -> None:
    """Of 2,000 random heaps of such lines; where they part, markdown-it lets more interrupt a link definition than GitHub."""
    chance, parted = random.Random(7), 0
    for _ in range(2000):
        text = "\n".join(chance.choices(LINES, k=chance.randint(1, 12))) + "\n"
        if markup.read_markdown(text).problems or cross_check.disagreement(markup.read_as_github(text), text) is None:
            continue
        parted += 1
        with pytest.raises(Refused) as caught:
            policy.read_policy(text, "x", "policy/x.md", Config())
        assert {problem.rule for problem in caught.value.problems} <= {"referee", "front-matter"}
        assert all(problem.line for problem in caught.value.problems)
    assert 0 < parted < 50


@pytest.mark.parametrize(
    "text",
    [
        "[a](https://пример.рф/о-нас)", "<https://bücher.example/ü>", "<https://xn--bcher-kva.example/>", "[a](mailto:info@пример.рф)",
        "<https://example.org/%D0%B0>", "![a](https://例え.テスト/%E3%81%82)",
    ],
)  # fmt: skip
def test_the_two_readers_agree_on_addresses_in_letters_of_any_script(text: str) -> None:
    assert cross_check.disagreement(markup.read_as_github(text), text) is None


INLINE = ["*", "**", "_", "__", "~~", "`", "``", "[", "](u)", "![", "](<v w> 't')", "a", "b c", " ", ".", "(", ")", "\\", "&amp;", "<b>", "</b>", "<http://x.y>", "!", "[a]"]  # fmt: skip


@given(st.lists(st.sampled_from(INLINE), max_size=16))
def test_the_two_readers_agree_on_inline_marks(parts: list[str]) -> None:
    text = "x" + "".join(parts) + "\n\n[a]: /url 'title'\n"
    parting = cross_check.disagreement(markup.read_as_github(text), text)
    assert parting is None, parting


@pytest.mark.parametrize(
    ("text", "shows"),
    [
        ("**（重要）**です", "<strong>（重要）</strong>です"),
        ("これは**「A」**だ", "<strong>「A」</strong>"),
        ("먼저**(주의)**를", "<strong>(주의)</strong>를"),
    ],
)
def test_emphasis_beside_cjk_punctuation_is_emphasis(text: str, shows: str) -> None:
    assert shows in html(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("| a | b |\n|---|---|\n| 1 | 2 | lost |\n", "3"),
        ("text[^a]\n\n[^a]: one\n\n[^a]: two\n", "second text for the footnote"),
        ("[^a]: nobody refers to it\n", "no text refers"),
        ("## One {#x}\n\n## Two {#x}\n", "second block with the id"),
        ("<b>never closed\n", "no partner"),
        ("a </i> b\n", "no partner"),
        ("<div><p>x <b>y</p></div>\n", "no partner"),
        ("text {: .x }\n\n[a](b){: .y }\n", "attribute list inside"),
        ("para\n{: onclick=evil() }\n", "cannot set 'onclick'"),
        ("<!-- skip -->\ntext\n", "never closed"),
        ("<!-- /skip -->\ntext\n", "without a <!-- skip -->"),
        (">" * 80 + " deep\n", "nested more than"),
    ],
)
def test_what_github_would_swallow_is_a_flaw_with_a_line_and_a_remedy(text: str, message: str) -> None:
    flaws = markup.read_markdown(text).problems
    assert flaws and any(message in flaw.message for flaw in flaws), flaws
    assert all(flaw.line >= 1 and flaw.hint for flaw in flaws)


# -- law 1 ---------------------------------------------------------------------------------


@given(st.lists(st.sampled_from(LINES), max_size=14))
def test_a_say_that_returns_its_text_changes_nothing(lines: list[str]) -> None:
    text = "\n".join(lines) + "\n"
    source = markup.read_markdown(text)
    if source.problems:
        return
    seen: list[Segment] = []

    def echo(segment: Segment) -> str:
        seen.append(segment)
        return segment.text

    def silent(segment: Segment) -> None:
        return None

    speak = [RenderContext(say, lambda name: name, lambda word: word, {}) for say in (echo, silent)]
    said, unsaid = (markup.tree_to_html(markup.render_tree(source, speech)) for speech in speak)
    assert said == unsaid
    assert seen == markup.segments(source)


@given(st.lists(st.sampled_from(INLINE), min_size=1, max_size=12))
def test_a_msgid_read_again_is_the_same_msgid(parts: list[str]) -> None:
    text = segment_text("x" + "".join(parts))
    assert segment_text(text.replace("\n", "\\\n")) == text


def test_text_in_html_blocks_is_heard_and_answered() -> None:
    page = html("<div><p>Hello <b>you</b></p></div>\n", **{"Hello <b>you</b>": "Hallo <b>du</b> & 1 < 2"})
    assert page == "<div><p>Hallo <b>du</b> &amp; 1 &lt; 2</p></div>"


def test_an_attribute_list_in_a_translation_is_text() -> None:
    assert "onclick" not in re.sub(r">[^<]*<", "><", html("Hello\n", Hello="Hallo\n{: onclick=evil() }"))


def test_a_missing_translation_is_an_island_with_language_and_direction() -> None:
    source = markup.read_markdown("# One\n\n- two\n")
    context = RenderContext(lambda segment: None, lambda name: name, lambda word: word, {"lang": "en", "dir": "ltr"})
    page = markup.tree_to_html(markup.render_tree(source, context))
    assert '<h1 dir="ltr" id="one" lang="en">One</h1>' in page
    assert '<span dir="ltr" lang="en">two</span>' in page


# -- law 3 ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        ("one\ntwo   three\n", ["one two three"]),
        ("hard  \nbreak\\\nagain\n", ["hard\nbreak\nagain"]),
        ("日本\n語 and\nlatin\n", ["日本語 and latin"]),
        ("情報を\nカタカナ、\n「引用」\n", ["情報をカタカナ、「引用」"]),
        ("우리는\n개인 정보를 판매하지\n않습니다.\n", ["우리는 개인 정보를 판매하지 않습니다."]),
        ("개인 정보(個人情報\n보호)와\n日本\n", ["개인 정보(個人情報 보호)와 日本"]),
        ("## Head {#id} \n", ["Head"]),
        ("para\n{: .x }\n", ["para"]),
        ("a `code\n  span` b\n", ["a `code span` b"]),
        ("a <!-- hidden --> b\n", ["a b"]),
        ("[x](y\n'title')\n", ["[x](y 'title')"]),
        ("- [ ] todo\n", ["todo"]),
        ("> [!NOTE]\n> text\n", ["text"]),
        ("---\n\n***\n", []),
        ("| a | 1 |\n|---|---|\n| `x` | {{ y }} |\n", ["a", "1"]),
        ("<!-- skip -->\n\nnot me\n\n<!-- /skip -->\n\nme\n", ["me"]),
        ("    code\n", []),
    ],
    ids=lambda value: repr(value)[:40] if isinstance(value, str) else "",
)
def test_a_msgid_is_what_a_person_would_read(text: str, segments: list[str]) -> None:
    assert msgids(text) == segments


@given(
    st.lists(
        st.sampled_from(["word", "long-word", "`co de`", "**bold**", "[l](u)", "&amp;", "\\*"]), min_size=1, max_size=20
    ),
    st.data(),
)
def test_wrapping_the_source_otherwise_changes_no_msgid(words: list[str], data: st.DataObject) -> None:
    joints = [data.draw(st.sampled_from([" ", "\n", " \n", "\n  "])) for _ in words]
    wrapped = "".join(word + joint for word, joint in zip(words, joints, strict=True)).strip() + "\n"
    assert msgids(wrapped) == msgids(" ".join(words) + "\n")


def test_directives_reach_the_segment_that_follows() -> None:
    [segment] = markup.segments(
        markup.read_markdown("<!-- translators: a verb -->\n<!-- context: button -->\nContact\n")
    )
    assert (segment.comment, segment.context, segment.line) == ("a verb", "button", 3)


def test_comments_are_never_published() -> None:
    assert "secret" not in html(
        "<!-- secret -->\n\ntext <!-- secret --> more\n\n<div>\n<!-- secret -->\n<p>x</p>\n</div>\n".replace(
            "<!-- secret -->\n<p>", "<p>"
        )
    )


# -- values and escaping -------------------------------------------------------------------


def test_placeholders_are_escaped_for_where_they_stand() -> None:
    page = html("{{ a }} `{{ a }}` [x](https://e.org/{{ a }})\n")
    assert (
        "<bdi>&lt;a&gt;</bdi>" in page and "<code>&lt;a&gt;</code>" in page and 'href="https://e.org/%3Ca%3E"' in page
    )


@pytest.mark.parametrize("text", ["{{ a | safe }}", "{{a()}}", "{% a %}", "{{ 1 }}", "{{ a", "{ a }", "｛｛ a ｝｝"])
def test_nothing_but_the_grammar_is_a_placeholder(text: str) -> None:
    assert unescape(html(f"{text}\n")) == f"<p>{text}</p>"


@given(st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Z")), max_size=40))
def test_code_shows_exactly_what_was_typed(text: str) -> None:
    content = text.replace("`", "'")
    page = html(f"```\n{content}\n```\n")
    assert unescape(page) == f"<pre><code>{content}\n</code></pre>"


@pytest.mark.slow
@pytest.mark.parametrize(
    "bomb",
    [
        "[" * 5000,
        "*a " * 5000,
        "`" * 5000,
        "<" * 5000,
        "![" * 3000,
        "&" * 5000,
        "(" * 5000,
        "[a](" * 2000,
        "**a" * 3000,
        "~~" * 4000,
        "> " * 3000,
        "- " * 3000,
        "| a " * 2000 + "\n" + "|-" * 2000,
        "[x]: " * 2000,
        "{{ " * 3000,
    ],
)
def test_hostile_text_is_read_or_refused_in_time(bomb: str) -> None:
    with no_more_work_than(3):
        source = markup.read_markdown(bomb + "\n")
        context = RenderContext(lambda segment: segment.text, lambda name: name, lambda word: word, {})
        assert source.problems or markup.tree_to_html(markup.render_tree(source, context))
