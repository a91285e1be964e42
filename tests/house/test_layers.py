"""Foreign keys point down, also those given as strings, which no import tool sees."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model

ROOT = Path(__file__).resolve().parents[2]


def _levels() -> dict[str, int]:
    """The height of each package, from the one list of layers in pyproject.toml; the lowest is 0."""
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    lists = [contract["layers"] for contract in tools["importlinter"]["contracts"] if "exhaustive" in contract]
    assert len(lists) == 1, "there is one list of layers"
    return {
        package.strip(): height
        for height, layer in enumerate(reversed(lists[0]))
        for package in layer.replace(":", "|").split("|")
    }


LEVELS = _levels()


def points_up(package: str, other: str) -> bool:
    """A package may hold keys to itself and to lower packages, not to its neighbours on the same level."""
    return package != other and LEVELS[other] >= LEVELS[package]


def _package(model: type[Model]) -> str:
    """`people` for vatsalya.people.models; empty for a library."""
    parts = model.__module__.split(".")
    return parts[1] if parts[0] == "vatsalya" else ""


def _keys() -> Iterator[tuple[str, str, str]]:
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            other = getattr(field, "related_model", None)
            if _package(model) and other and field.concrete and _package(other):
                yield f"{model.__name__}.{field.name}", _package(model), _package(other)


@pytest.mark.parametrize(
    ("package", "other", "up"),
    [
        ("people", "matters", True),
        ("matters", "people", False),
        ("accounts", "places", True),
        ("people", "people", False),
        ("audit", "accounts", True),
    ],
)
def test_up_and_down_are_told_apart(package, other, up):
    assert points_up(package, other) is up


def test_every_package_has_its_place_in_the_list_of_layers():
    packages = {path.parent.name for path in (ROOT / "src" / "vatsalya").glob("*/__init__.py")}
    assert packages <= set(LEVELS), "Instead: name the new package in the list of layers and in a decision record"


def test_foreign_keys_point_down():
    keys = list(_keys())
    assert len(keys) > 20
    assert [key for key, package, other in keys if points_up(package, other)] == []


def test_the_audit_holds_plain_ids_and_no_foreign_key():
    assert [key for key, package, _ in _keys() if package == "audit"] == []
