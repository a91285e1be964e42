"""Which of the peers' cases are replayed here, read from the names of the tests themselves."""

import re
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

HERE = Path(__file__).parent
_ID = re.compile(r"^[ACDGM]-\d\d$")
_NAME = re.compile(r"^test_([acdgm])(\d\d)_")


def data(name: str) -> dict[str, Any]:
    """A file of cases."""
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


def rows(cases: list[dict[str, Any]]) -> list[Any]:
    """Parameters of a test, one for each case, named by its id."""
    return [pytest.param(case, id=case["id"]) for case in cases]


def replayed() -> Iterator[str]:
    """The id of every replayed case, as often as a test carries it."""
    for file in sorted(HERE.glob("test_*.py")):
        yield from _in_module(import_module(f"tests.peers.{file.stem}"))


def _in_module(module: ModuleType) -> Iterator[str]:
    for name, found in vars(module).items():
        if name.startswith("test_") and getattr(found, "__module__", "") == module.__name__:
            called = _NAME.match(name)
            yield from [f"{called[1].upper()}-{called[2]}"] if called else _in_parameters(found)


def _in_parameters(test: Any) -> Iterator[str]:
    for mark in getattr(test, "pytestmark", []):
        if mark.name == "parametrize":
            named = [getattr(one, "id", None) or "" for one in mark.args[1]]
            yield from (one for one in named if _ID.match(one))
