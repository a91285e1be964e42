"""Drawing with weights and shapes; everything from one generator, so that a seed gives the same country."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np

DAY = np.timedelta64(86400, "s")
IST = np.timedelta64(19800, "s")  # five hours and thirty minutes ahead of UTC


@dataclass(frozen=True)
class Dice:
    """One stream of chance for one part of the country."""

    rng: np.random.Generator

    def luck(self, count: int) -> np.ndarray:
        """Even chances between 0 and 1."""
        return self.rng.random(count)

    def chance(self, count: int, share: float | np.ndarray) -> np.ndarray:
        """True for the given share."""
        return self.luck(count) < share

    def weighted(self, count: int, weights: Sequence[float]) -> np.ndarray:
        """Places in a list of weights."""
        running = np.cumsum(weights, dtype=float)
        return np.searchsorted(running / running[-1], self.luck(count), side="right").clip(0, len(running) - 1)

    def code(self, count: int, weights: dict[str, float]) -> np.ndarray:
        """Codes by weight."""
        return np.array(list(weights), dtype=object)[self.weighted(count, list(weights.values()))]

    def shaped(self, count: int, shape: list[list[float]]) -> np.ndarray:
        """Values along a curve of [part, value], even on a logarithmic scale between the points."""
        parts, values = zip(*shape, strict=True)
        return np.exp(np.interp(self.luck(count), parts, np.log(values)))

    def banded(self, count: int, bands: list[list[float]]) -> np.ndarray:
        """Ages in years, with a fraction, by bands of [from, to, share]."""
        low, high, share = (np.array(column) for column in zip(*bands, strict=True))
        band = self.weighted(count, share.tolist())
        return low[band] + self.luck(count) * (high[band] - low[band] + 1)

    def ids(self, at: np.ndarray) -> np.ndarray:
        """Opaque ids (as UUID version 7) that begin with an instant, so that indexes stay dense."""
        time = at.astype("datetime64[ms]").astype(np.int64)
        high, low = self.rng.integers(0, 1 << 12, len(at)), self.rng.integers(0, 1 << 62, len(at))
        first = (time << 16 | 0x7000 | high).tolist()
        second = (low | np.int64(-0x8000000000000000)).view(np.uint64).tolist()
        return np.array([f"{a:016x}{b:016x}" for a, b in zip(first, second, strict=True)], dtype=object)


def at_hour(dice: Dice, days: np.ndarray, hours: Sequence[float]) -> np.ndarray:
    """An instant (UTC) on each day in India, by hour weights."""
    seconds = dice.weighted(len(days), hours) * 3600 + (dice.luck(len(days)) * 3600).astype(int)
    return days.astype("datetime64[s]") + seconds.astype("timedelta64[s]") - IST


def midnight(day: date | datetime) -> np.datetime64:
    """The first second of a day in India, in UTC."""
    return np.datetime64(day.isoformat()[:10], "s") - IST


def days_back(dice: Dice, count: int, until: np.datetime64, settings: dict[str, Any]) -> np.ndarray:
    """Days (in India) of events: more of them the nearer to the end, as reports grow year by year."""
    rate = np.log1p(settings["growth"])
    years = -np.log1p(-dice.luck(count) * (1 - np.exp(-rate * settings["years"]))) / rate
    return until + IST - DAY - (years * 365.25).astype(int) * DAY


def desk_time(dice: Dice, not_before: np.ndarray, settings: dict[str, Any]) -> np.ndarray:
    """When an officer does it: soon after, on a working day if possible, in office hours, often at month's end."""
    count = len(not_before)
    days = (not_before + IST).astype("datetime64[D]") + 1
    tries = days + np.array([dice.rng.integers(0, 7, count) for _ in range(2)])
    weekday = (tries.astype(int) + 3) % 7
    weight = np.array(settings["desk_weekdays"], dtype=float)[weekday]
    left = ((tries.astype("datetime64[M]") + 1).astype("datetime64[D]") - tries).astype(int)
    weight = np.where(left <= 3, weight * settings["month_end"], weight)
    second = dice.luck(count) * weight.sum(axis=0) >= weight[0]
    return at_hour(dice, np.where(second, tries[1], tries[0]).astype("datetime64[s]"), settings["desk_hours"])
