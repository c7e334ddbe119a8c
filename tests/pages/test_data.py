"""The data of a page as it is written."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from scripts.output.indented_json import indented_json

_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(_values)
def test_data_is_indented_as_the_standard_library_does_it(value: Any) -> None:
    assert indented_json(value) == json.dumps(value, ensure_ascii=False, indent=1)
