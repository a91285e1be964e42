"""Where things stand in a picture: coordinates for lines, columns, weights and dots. No words, no HTML."""

from collections.abc import Sequence
from math import ceil, floor, log10
from typing import Any


def round_step(span: float, parts: int = 4) -> float:
    """A step of 1, 2 or 5 times a power of ten that cuts a span in about `parts`."""
    raw = span / parts
    power = 10.0 ** floor(log10(raw))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= raw * 0.999)


def axis(values: Sequence[float], *, from_zero: bool) -> list[float]:
    """Round values for the grid lines, from the lowest to the highest."""
    low, high = 0 if from_zero else min(values), max(values)
    flat = high - low < 1e-6 * max(1, abs(high))
    step = round_step(max(1, abs(high)) if flat else high - low)
    first, last = floor(low / step), max(ceil(high / step), floor(low / step) + 1)
    return [float(f"{number * step:.9g}") for number in range(first, last + 1)]


def line(points: Sequence[tuple[str, float]], *, from_zero: bool = False) -> dict[str, Any]:
    """A line over time in a square of 100 by 100, stretched by the page; words stand beside it."""
    ticks = axis([value for _, value in points], from_zero=from_zero)
    step = 100 / max(len(points) - 1, 1)
    marks = [(round(step * n, 2), _height(value, ticks)) for n, (_, value) in enumerate(points)]
    path = " ".join(f"{x},{y}" for x, y in marks)
    every = ceil(len(points) / 6)
    return {
        "path": path,
        "area": f"0,100 {path} {marks[-1][0]},100",
        "marks": marks,
        "grid": [(tick, _height(tick, ticks)) for tick in ticks],
        "names": [label for n, (label, _) in enumerate(points) if not (len(points) - 1 - n) % every],
    }


def _height(value: float, ticks: Sequence[float]) -> float:
    return round(100 - (value - ticks[0]) / (ticks[-1] - ticks[0]) * 100, 2)


def bars(points: Sequence[tuple[str, float]]) -> list[tuple[str, float, float]]:
    """Name, value and share of the longest (in hundredths) for lying columns."""
    high = max((value for _, value in points), default=0) or 1
    return [(label, value, round(100 * value / high, 1)) for label, value in points]


def weight(bits: float, full: float = 10.0) -> dict[str, float | str]:
    """A bar from the middle of a 100 wide rail: to the end for, to the start against."""
    length = round(min(abs(bits), full) / full * 50, 1)
    return {"side": "for" if bits >= 0 else "against", "x": 50.0 if bits >= 0 else 50 - length, "width": length}


def dots(hundred: int) -> dict[str, int]:
    """How many whole rows of ten and how many more of a square of a hundred dots are filled."""
    hundred = max(0, min(100, hundred))
    return {"rows": hundred // 10, "tall": hundred // 10 * 10, "rest": hundred % 10, "wide": hundred % 10 * 10}
