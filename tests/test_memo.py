"""Values that are kept with the inputs that they were computed from."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary_ssg.memo import Memo, MemoTable, Same


def numbers() -> Callable[[], list[int]]:
    """Return a computation that gives another value each time."""
    numbers: Iterator[int] = count()
    return lambda: [next(numbers)]


def test_a_value_is_computed_again_only_from_other_inputs() -> None:
    memo, compute = Memo[list[int]](), numbers()
    first = memo.get(("a", [1]), compute)
    assert memo.get(("a", [1]), compute) is first
    assert memo.get(("a", [2]), compute) == [1]
    assert memo.get(("a", [1]), compute) == [2], "only the last value is kept"


def test_without_inputs_and_with_the_value_none_it_is_computed_once() -> None:
    memo, calls = Memo[None](), []
    for _ in range(2):
        assert memo.get((), lambda: calls.append(1)) is None
    assert calls == [1]


def test_a_forgotten_value_is_computed_again() -> None:
    memo, compute = Memo[list[int]](), numbers()
    memo.get((1,), compute)
    memo.forget()
    assert memo.value is None
    assert memo.get((1,), compute) == [1]


def test_a_computation_that_fails_leaves_the_last_value() -> None:
    memo, table = Memo[int](), MemoTable[int]()
    memo.get((1,), lambda: 1)
    table.put("a", (1,), 1)
    for get in (memo.get, lambda inputs, compute: table.get("a", inputs, compute)):
        with pytest.raises(ZeroDivisionError):
            get((2,), lambda: 1 // 0)
    assert memo.get((1,), lambda: 2) == table.find("a", (1,)) == 1


def test_the_same_value_is_told_from_an_equal_one_also_after_it_was_stored() -> None:
    one, other = [1], [1]
    memo, compute = Memo[list[int]](), numbers()
    first = memo.get((Same(one), 1), compute)
    assert memo.get((Same(one), 1), compute) is first
    assert memo.get((Same(other), 1), compute) == [1]
    assert Same(one) != one
    stored, value = pickle.loads(pickle.dumps((memo, other)))
    assert stored.get((Same(value), 1), compute) == [1]
    assert stored.get((Same(one), 1), compute) == [2]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 2))))
def test_a_table_keeps_the_last_value_of_each_key(steps: list[tuple[str, int]]) -> None:
    table, last = MemoTable[list[int]](), dict[str, tuple[int, list[int]]]()
    compute = numbers()
    for key, number in steps:
        value = table.get(key, (number,), compute)
        if key in last and last[key][0] == number:
            assert value is last[key][1]
        else:
            assert all(value != other for _, other in last.values())
        last[key] = number, value
        assert table.find(key, (number,)) is value
        assert table.find(key, (number + 1,)) is None
    table.keep_only("ca")
    assert list(table.rows) == [key for key in "ca" if key in last]


def test_a_stable_value_stays_the_same_while_new_ones_are_equal() -> None:
    table = MemoTable[list[int]]()
    first = table.get("a", (1,), lambda: [1], stable=True)
    assert table.get("a", (2,), lambda: [1], stable=True) is first
    assert table.get("a", (2,), lambda: [2], stable=True) is first
    assert table.get("a", (3,), lambda: [2], stable=True) == [2]
    assert table.get("a", (4,), lambda: [2]) is not table.get("a", (5,), lambda: [2])
