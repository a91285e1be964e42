"""A named register filled at start: guards, followers, reports."""

from collections.abc import Callable
from typing import Generic, TypeVar

F = TypeVar("F", bound=Callable)


class Registry(Generic[F]):
    """Functions by name; a name taken twice stops the start."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._items: dict[str, F] = {}

    def __call__(self, name: str) -> Callable[[F], F]:
        def take(function: F) -> F:
            if name in self._items:
                raise ValueError(f"{self.kind} '{name}' is registered twice")
            self._items[name] = function
            return function

        return take

    def __getitem__(self, name: str) -> F:
        return self._items[name]

    def get(self, name: str) -> F | None:
        """The function of this name, or nothing."""
        return self._items.get(name)

    def names(self) -> frozenset[str]:
        """All names taken so far."""
        return frozenset(self._items)
