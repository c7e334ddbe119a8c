"""The alarm: what the sanitiser would remove is found, and a body that it returns unchanged is not parsed."""

from unittest.mock import patch

import pytest

from scripts.pages import alarm

GOOD = [
    '<h2 id="a">A &amp; b</h2>\n<p>5\u00a0km, <a href="https://x.org/?a=1&amp;b=2" title="a\u00a0b">c</a><br>&lt;d&gt;</p>',
    '<ul>\n<li><strong>a</strong> <code translate="no">b</code></li>\n</ul>\n<hr>\n<img alt="" src="https://x.org/a.png">',
    "<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>b</td>\n</tr>\n</tbody>\n</table>",
    "<p>&nbsp;\u00a0</p>",
]


@pytest.mark.parametrize("body", GOOD)
def test_a_body_that_the_sanitiser_returns_unchanged_is_not_parsed(body: str) -> None:
    with patch.object(alarm, "outline", side_effect=AssertionError):
        assert list(alarm.unsafe(body)) == []


@pytest.mark.parametrize(
    "body",
    [
        "<p onclick=a>\u00a0</p>", "<script>a</script>", '<a href="javascript:a">b</a>', "<p>&nbsp;<iframe></iframe></p>",
        '<p style="x:\u00a0">a</p>', "<b>a",
    ],
)  # fmt: skip
def test_what_the_sanitiser_removes_is_an_alarm(body: str) -> None:
    assert list(alarm.unsafe(body))
