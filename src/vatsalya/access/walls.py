"""Switches for the two walls. Only the tests may turn one off, to prove that the other one stands."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

_off: set[str] = set()


def python_is_off() -> bool:
    """True inside `without("python")`."""
    return "python" in _off


def database_is_off() -> bool:
    """True inside `without("database")`."""
    return "database" in _off


@contextmanager
def without(wall: str) -> Iterator[None]:
    """Take one wall down ("python" or "database"); refused outside the tests and the matrix command."""
    if not getattr(settings, "WALLS_MAY_FALL", False):
        raise RuntimeError("a wall can be taken down in the access matrix only")
    _off.add(wall)
    try:
        yield
    finally:
        _off.discard(wall)
