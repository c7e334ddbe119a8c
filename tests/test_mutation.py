"""The tool that puts small faults into the code: each is one that Python reads, and another program."""

import ast

import pytest

from .mutation import HERE, ROOMS, faults, sample


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("x = a < b", {"x = (a) <= (b)"}),
        ("x = a and b", {"x = (a or b)", "x = (a)", "x = (b)"}),
        ("if not é:\n    f()", {"if (not (not é)):\n    f()", "if (é):\n    f()", "if not é:\n    pass"}),
        ("def f(x: int = 1) -> str:\n    '''It.'''\n    return x", {"def f(x: int = 2) -> str:\n    '''It.'''\n    return x",
         "def f(x: int = 1) -> str:\n    '''It.'''\n    return None"}),
        ("x = [y for y in z if y]", {"x = [y for y in z if (True)]"}),
        ("x = f'{a} is lost', 'two words', True", {"x = f'{a} is lost', 'two words', False"}),
        ("__all__ = ['a']\nassert a == b", set()),
    ],
)  # fmt: skip
def test_a_fault_changes_one_place(code: str, changed: set[str]) -> None:
    data = code.encode()
    found = {data[: each.start] + each.text.encode() + data[each.end :] for each in faults(code, "x.py")}
    assert {each.decode() for each in found} == changed


@pytest.mark.slow
def test_every_fault_of_a_sample_is_another_program() -> None:
    for _, fault in sample(1, 40, list(ROOMS)):
        whole = (HERE / fault.path).read_bytes()
        changed = whole[: fault.start] + fault.text.encode() + whole[fault.end :]
        assert ast.dump(ast.parse(changed)) != ast.dump(ast.parse(whole)), fault


def test_a_sample_is_the_same_each_time_and_begins_alike() -> None:
    assert sample(1, 40, ["catalogs"])[:10] == sample(1, 10, ["catalogs"]) != sample(2, 10, ["catalogs"])


def test_every_room_and_its_tests_are_there() -> None:
    for place, names in ROOMS.values():
        assert (HERE / place).exists()
        assert [name for name in names.split() if not (HERE / "tests" / f"{name}.py").exists()] == []
