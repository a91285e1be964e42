"""The weights as one dated piece of data: read once, checked, replaced only by an approved version."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

FILE = Path(__file__).parent / "weights.toml"
HEAD = ("version", "valid_from", "basis")
#: A shift beyond this is not learning but a mistake in the labels.
WIDEST_SHIFT = 6.0


class BadWeights(ValueError):
    """The weights cannot be used; the text says where."""


@dataclass(frozen=True, eq=False)
class Weights:
    """One version of all weights."""

    version: int
    valid_from: date
    basis: str
    tables: Mapping[str, Mapping[str, Any]] = field(repr=False)
    learned: Mapping[str, float] = field(default_factory=dict, repr=False)

    def __getitem__(self, table: str) -> Mapping[str, Any]:
        return self.tables[table]

    def shift(self, part: str, level: str) -> float:
        """What decided pairs have taught about this way of agreeing, in bits."""
        return self.learned.get(f"{part}.{level}", 0.0)

    def with_learned(self, learned: Mapping[str, float], *, version: int, valid_from: date, basis: str) -> Weights:
        """The same weights with other learned shifts, under a number of their own."""
        return checked(replace(self, learned=dict(learned), version=version, valid_from=valid_from, basis=basis))


@lru_cache(maxsize=1)
def standard() -> Weights:
    """The weights this release came with."""
    with FILE.open("rb") as file:
        return read(tomllib.load(file))


def read(given: dict[str, Any]) -> Weights:
    """Weights from a file's content, checked."""
    missing = [key for key in HEAD if key not in given]
    if missing:
        raise BadWeights(f"weights: no {', '.join(missing)}")
    tables = {name: MappingProxyType(table) for name, table in given.items() if name not in {*HEAD, "learned"}}
    head = {key: given[key] for key in HEAD}
    return checked(Weights(**head, tables=MappingProxyType(tables), learned=given.get("learned", {})))


def checked(weights: Weights) -> Weights:
    """The weights, when they can be used: every table there, rising limits, shifts that are no mistake."""
    for name, table in weights.tables.items():
        for key, value in table.items():
            numbers = value if isinstance(value, list) else [value]
            if not all(isinstance(one, int | float) and abs(one) <= 100_000 for one in numbers):
                raise BadWeights(f"weights: {name}.{key} is no number")
        limits = table.get("up_to", [])
        if list(limits) != sorted(set(limits)) or len(limits) != len(table.get("bits", [])):
            raise BadWeights(f"weights: {name}.up_to must rise and have one number of bits each")
    for key, bits in weights.learned.items():
        if not key.partition(".")[2] or not isinstance(bits, int | float) or not abs(bits) <= WIDEST_SHIFT:
            raise BadWeights(f"weights: learned {key} is no shift of at most {WIDEST_SHIFT:g} bits")
    lines = weights["thresholds"]
    if not lines["alert"] >= lines["review"] or lines["near_equal_odds"] < 1:
        raise BadWeights("weights: the alert line lies above the review line, and odds above one")
    return weights
