"""Values kept from one build to the next, each with the inputs that it was computed from.

A memory holds these; stages receive and return immutable values. Inputs are compared with `==`, for which Python asks
whether they are the same value first. `Same` compares by identity alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

from msgspec import Struct, field

T = TypeVar("T")

Inputs = tuple[Any, ...]


class Same:
    """An input that is equal to nothing but the very same value: for values that are large, or that say too little."""

    __slots__ = ("value",)

    def __init__(self, value: object) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.value is other.value

    def __hash__(self) -> int:
        return id(self.value)


class Memo(Struct, Generic[T]):
    """The last value of a computation."""

    inputs: Inputs | None = None
    value: T | None = None
    """None before the first computation."""

    def get(self, inputs: Inputs, compute: Callable[[], T]) -> T:
        """Return the value for these inputs: the last one if they are equal, else a new one."""
        if self.inputs is None or self.inputs != inputs:
            value = compute()
            self.inputs, self.value = inputs, value
        return self.value  # type: ignore[return-value]

    def forget(self) -> None:
        """Compute the value in any case the next time."""
        self.inputs = self.value = None


class MemoTable(Struct, Generic[T]):
    """The last values of a computation by key, each with its own inputs."""

    rows: dict[Any, tuple[Inputs, T]] = field(default_factory=dict)

    def find(self, key: Any, inputs: Inputs) -> T | None:
        """Return the value of a key if it was computed from equal inputs, else None."""
        row = self.rows.get(key)
        return row[1] if row is not None and row[0] == inputs else None

    def put(self, key: Any, inputs: Inputs, value: T) -> T:
        """Keep a value, and return it."""
        self.rows[key] = inputs, value
        return value

    def get(self, key: Any, inputs: Inputs, compute: Callable[[], T], *, stable: bool = False) -> T:
        """Return the value of a key for these inputs: the last one if they are equal, else a new one.

        With `stable` a new value that equals the last one is the last one, so that what follows from it stays, too.
        """
        row = self.rows.get(key)
        if row is not None and row[0] == inputs:
            return row[1]
        value = compute()
        return self.put(key, inputs, row[1] if stable and row is not None and row[1] == value else value)

    def keep_only(self, keys: Iterable[Any]) -> None:
        """Drop the values of all other keys."""
        self.rows = {key: self.rows[key] for key in keys if key in self.rows}
