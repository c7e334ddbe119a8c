"""The checks are right about the finished translations of others, or nearly always."""

import pytest

from .rate import CATALOGS, measure

pytestmark = pytest.mark.skipif(not CATALOGS, reason="the corpus is not beside this checkout")


@pytest.mark.slow
def test_less_than_one_of_a_hundred_right_entries_is_refused() -> None:
    rate = measure()
    assert rate.entries > 4000 and len(rate.defects) > 50
    assert rate.share < 0.01, [(problem.path, problem.line, problem.rule) for problem in rate.false]
