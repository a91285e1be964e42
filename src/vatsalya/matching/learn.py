"""What decided pairs teach: how often each way of agreeing is seen between records of one child, and of two.

Expectation and maximisation over pairs that share keys, with the decided ones fixed. The result is a shift of
bits for each way of agreeing, against what the present weights believe of the same pairs, so that no label
means no shift. Pure: it reads no database and changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from . import calibration
from .weights import WIDEST_SHIFT, Weights

PRIOR_PAIRS = 40.0  # as many pairs stand for what is believed already; few labels move little
ROUNDS = 12
HELD_OUT = 5  # every fifth decided pair is kept apart to measure on
LEAST_DECIDED = 30  # fewer, of both kinds together, teach nothing
MOST_SHIFT = 3.0  # bits in one step; a larger one wants a second look and a second round


@dataclass(frozen=True)
class Pair:
    """One pair as the engine compared it: how each part agrees, bits, the register's size, the truth if known."""

    levels: Mapping[str, str]
    bits: float
    register: int = 0
    same: bool | None = None


@dataclass(frozen=True)
class Estimate:
    """New shifts by part and level, and what they do to pairs that were kept apart."""

    learned: dict[str, float]
    report: dict[str, Any] = field(default_factory=dict)

    @property
    def gain(self) -> float:
        """By how much the held-out pairs are told better (log loss, in bits a pair); negative is worse."""
        return float(self.report["gain"])


class TooFew(ValueError):
    """Not enough decided pairs of both kinds."""


def estimate(
    decided: Sequence[Pair], blocked: Sequence[Pair], weights: Weights, *, chance: Callable[[float, int], float]
) -> Estimate:
    """Shifts from decided pairs and pairs nobody looked at, with a report from before and after."""
    apart = [pair for place, pair in enumerate(decided) if place % HELD_OUT == HELD_OUT - 1]
    taught = [pair for place, pair in enumerate(decided) if place % HELD_OUT != HELD_OUT - 1]
    one = sum(pair.same for pair in decided)
    both = all({True, False} <= {pair.same for pair in given} for given in (taught, apart))
    if len(decided) < LEAST_DECIDED or not both:
        told = f"{one} decided pairs say one child, {len(decided) - one} say two children"
        raise TooFew(f"{told}; at least {LEAST_DECIDED} are needed, of both kinds, to learn from and to check with")
    shifts = _shifts(taught, blocked, chance)
    learned = _added(weights.learned, shifts)
    before, after = (measured(apart, moved, weights, chance) for moved in ({}, shifts))
    report = {
        "decided": len(decided),
        "same": sum(bool(pair.same) for pair in decided),
        "kept_apart": len(apart),
        "blocked": len(blocked),
        "from_version": weights.version,
        "before": before,
        "after": after,
        "gain": round(before["log_loss"] - after["log_loss"], 4),
        "calibration_gain": round(before["calibration_error"] - after["calibration_error"], 4),
        "largest": dict(sorted(shifts.items(), key=lambda one: -abs(one[1]))[:12]),
    }
    return Estimate(learned, report)


def _shifts(taught: Sequence[Pair], blocked: Sequence[Pair], chance: Callable[[float, int], float]) -> dict[str, float]:
    """log2(m/u) as labels and all pairs say, less log2(m/u) as the present weights believe of the blocked pairs."""
    believed = _shares((pair, chance(pair.bits, pair.register)) for pair in [*blocked, *taught])
    shifts: dict[str, float] = {}
    for _ in range(ROUNDS):
        known = [(pair, float(bool(pair.same))) for pair in taught]
        guessed = [(pair, chance(pair.bits + moved(pair, shifts), pair.register)) for pair in blocked]
        now = _shares([*known, *guessed], prior=believed)
        fresh = {
            key: round(float(np.clip(np.log2(m / u) - np.log2(was[0] / was[1]), -MOST_SHIFT, MOST_SHIFT)), 3)
            for key, (m, u) in now.items()
            if (was := believed.get(key))
        }
        if all(abs(fresh[key] - shifts.get(key, 0.0)) < 0.01 for key in fresh):
            return _telling(fresh)
        shifts = fresh
    return _telling(shifts)


def _telling(shifts: Mapping[str, float]) -> dict[str, float]:
    return {key: bits for key, bits in shifts.items() if abs(bits) >= 0.05}


def _shares(
    weighed: Iterable[tuple[Pair, float]], prior: Mapping[str, tuple[float, float]] | None = None
) -> dict[str, tuple[float, float]]:
    """Of each part's level: its share among pairs of one child, and among pairs of two (silent parts do not count)."""
    counts: dict[str, np.ndarray] = defaultdict(lambda: np.zeros(2))
    totals: dict[str, np.ndarray] = defaultdict(lambda: np.zeros(2))
    for pair, same in weighed:
        weight = np.array([same, 1.0 - same])
        for part, level in pair.levels.items():
            counts[f"{part}.{level}"] += weight
            totals[part] += weight
    shares = {}
    for key in {*counts, *(prior or {})}:
        total, before = totals[key.partition(".")[0]], np.array((prior or {}).get(key, (0.5, 0.5)))
        strength = PRIOR_PAIRS if prior else 1.0
        m, u = (counts[key] + strength * before) / (total + strength)
        shares[key] = (float(m), float(u))
    return shares


def _added(present: Mapping[str, float], shifts: Mapping[str, float]) -> dict[str, float]:
    """Shifts on top of those in force, within what weights may hold."""
    keys = {*present, *shifts}
    total = {key: present.get(key, 0.0) + shifts.get(key, 0.0) for key in keys}
    return {key: round(float(np.clip(bits, -WIDEST_SHIFT, WIDEST_SHIFT)), 3) for key, bits in sorted(total.items())}


def moved(pair: Pair, shifts: Mapping[str, float]) -> float:
    """By how many bits the shifts change a pair's score."""
    return sum(shifts.get(f"{part}.{level}", 0.0) for part, level in pair.levels.items())


def measured(
    pairs: Sequence[Pair], shifts: Mapping[str, float], weights: Weights, chance: Callable[[float, int], float]
) -> dict[str, Any]:
    """Precision and recall at both lines, calibration and log loss of decided pairs under these shifts."""
    bits = np.array([pair.bits + moved(pair, shifts) for pair in pairs])
    same = np.array([bool(pair.same) for pair in pairs])
    told = np.array([chance(float(one), pair.register) for one, pair in zip(bits, pairs, strict=True)])
    loss = -np.where(same, np.log2(told), np.log2(1 - told)).mean()
    found: dict[str, Any] = {"log_loss": round(float(loss), 4)}
    found["calibration_error"] = round(calibration.error(told.tolist(), same.tolist()), 4)
    for name in ("alert", "review"):
        above = bits >= weights["thresholds"][name]
        found[name] = {
            "precision": round(float(same[above].mean()), 3) if above.any() else None,
            "recall": round(float(above[same].mean()), 3) if same.any() else None,
        }
    return found
