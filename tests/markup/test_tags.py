"""Tags of HTML are found as CommonMark defines them, in linear time."""

import pytest

from scripts.markup import tags

from ..effort import grows_with_its_text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<!-- a <!-- b --> c -->", ["<!-- a <!-- b -->"]),
        ("<!-- a <!--> b -->", ["<!-- a <!-->"]),
        ("<!----> <!-- a - -- -> b --->", ["<!---->", "<!-- a - -- -> b --->"]),
        ("<!--> a <!---> b", ["<!-->", "<!--->"]),
        ("<!-- a <b>c</b>", ["<b>", "</b>"]),
        ("<!-- " * 30 + "-->", ["<!-- " * 30 + "-->"]),
        ("<? a ?> <!B c> <![CDATA[ d ]] ]]>", ["<? a ?>", "<!B c>", "<![CDATA[ d ]] ]]>"]),
    ],
)
def test_a_comment_ends_at_its_first_end_whatever_it_holds(text: str, found: list[str]) -> None:
    assert [each.group() for each in tags.TAG.finditer(text)] == found


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece", ["<!--", "a <!-- ", "--> <!--", "<?", "<!A", "<![CDATA[", "<a ", "<a b='", '<a b="', "</a "]
)
def test_tags_that_are_never_closed_take_linear_time(piece: str) -> None:
    def work(size: int) -> None:
        list(tags.TAG.finditer(piece * (size // len(piece))))

    grows_with_its_text(work, 30_000)
