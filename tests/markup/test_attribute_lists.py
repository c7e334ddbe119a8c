"""Attribute lists are read as Python-Markdown reads them; it is loaded only for more than an id."""

import pytest
from markdown.extensions.attr_list import get_attrs_and_remainder

from scripts.markup import attribute_lists


@pytest.mark.parametrize(
    "written", ["#fees", "#a-b_c", "#1", "#größe", "#fees .wide", ".wide #fees", "lang=de", "#", ""]
)
def test_an_attribute_list_is_read_as_python_markdown_reads_it(written: str) -> None:
    assert attribute_lists._attributes(written) == get_attrs_and_remainder(written)[0]
