"""From bits to a chance: isotonic regression on pairs whose truth is known, kept as dated data.

The register's size is the prior: among ten times as many children a chance likeness is ten
times as frequent, so a pair is looked up at its bits less log2 of the size.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

FILE = Path(__file__).parent / "calibration.toml"
SMALLEST_REGISTER = 100_000  # a small or new office must not look surer than the country
_SLOPE = 0.6  # log2 odds a bit beyond the last knot; below one, for names, places and times are not independent
_SUREST = 12.0  # log2 odds; nobody is surer than one in four thousand


@dataclass(frozen=True, eq=False)
class Calibration:
    """Knots of bits (less log2 of the register) and their log2 odds, rising."""

    valid_from: date
    basis: str
    bits: np.ndarray
    odds: np.ndarray
    #: Of a thousand searches: bits, pairs a reviewer would see, of them the same child.
    distribution: tuple[tuple[float, float, float], ...] = ()

    def odds_bits(self, bits: float, register: int = 0) -> float:
        """Log2 of the odds that a pair of this score is one child."""
        x = float(bits) - float(np.log2(max(register, SMALLEST_REGISTER)))
        low, high = float(self.bits[0]), float(self.bits[-1])
        inside = float(np.interp(x, self.bits, self.odds))
        return inside + _SLOPE * (min(0.0, x - low) + max(0.0, x - high))

    def chance(self, bits: float, register: int = 0) -> float:
        """The chance itself, never nought and never one."""
        odds = self.odds_bits(bits, register)
        # pressed together towards the ends, so that more bits always mean a higher chance
        return float(1 / (1 + 2.0 ** -(_SUREST * np.tanh(odds / _SUREST))))


@lru_cache(maxsize=1)
def standard() -> Calibration:
    """The calibration this release came with."""
    with FILE.open("rb") as file:
        return read(tomllib.load(file))


def read(given: dict[str, Any]) -> Calibration:
    """A calibration from a file's content; knots must rise."""
    bits, odds = np.array(given["bits"], float), np.array(given["odds"], float)
    if len(bits) != len(odds) or len(bits) < 2 or (np.diff(bits) <= 0).any() or (np.diff(odds) <= 0).any():
        raise ValueError("calibration: knots must rise in bits and in odds")
    rows = tuple((float(one[0]), float(one[1]), float(one[2])) for one in given.get("distribution", []))
    return Calibration(given["valid_from"], given["basis"], bits, odds, rows)


def pooled(values: Sequence[float], truths: Sequence[bool]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pool adjacent violators: means of value and truth, and weights, of blocks whose truth never falls."""
    order = np.argsort(np.asarray(values), kind="stable")
    blocks: list[list[float]] = []  # [weight, sum of values, sum of truths]
    for x, y in zip(np.asarray(values, float)[order], np.asarray(truths, float)[order], strict=True):
        blocks.append([1.0, x, y])
        while len(blocks) > 1 and blocks[-2][2] / blocks[-2][0] >= blocks[-1][2] / blocks[-1][0]:
            last = blocks.pop()
            blocks[-1] = [a + b for a, b in zip(blocks[-1], last, strict=True)]
    weight, x, y = np.array(blocks).T
    return x / weight, y / weight, weight


def fitted(values: Sequence[float], truths: Sequence[bool], *, smallest: int = 40) -> tuple[list[float], list[float]]:
    """Knots of a calibration from known pairs; a block of few pairs is joined to the next."""
    x, y, weight = pooled(values, truths)
    knots: list[tuple[float, float]] = []
    n = sx = sy = 0.0
    for at, share, many in zip(x, y, weight, strict=True):
        n, sx, sy = n + many, sx + at * many, sy + share * many
        if n >= smallest:
            knots.append((sx / n, float(np.log2((sy + 0.5) / (n - sy + 0.5)))))
            n = sx = sy = 0.0
    rising = [knots[0]]
    for at, odds in knots[1:]:
        if at > rising[-1][0] + 1e-3 and odds > rising[-1][1] + 1e-3:
            rising.append((at, odds))
    return [round(float(at), 3) for at, _ in rising], [round(float(odds), 3) for _, odds in rising]


def error(chances: Sequence[float], truths: Sequence[bool], bins: int = 10) -> float:
    """Expected calibration error: how far the told chance lies from how often it came true."""
    told, came = np.asarray(chances, float), np.asarray(truths, float)
    if not len(told):
        return 0.0
    place = np.minimum(bins - 1, (told * bins).astype(int))
    off = [abs(told[place == one].mean() - came[place == one].mean()) * (place == one).sum() for one in set(place)]
    return float(sum(off) / len(told))
