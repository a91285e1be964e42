"""How much a child grows between two dates, by age and sex, from a dated curve of median heights."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

FILE = Path(__file__).parent / "growth.toml"
MIDDLE_AGE = 10.0  # when nobody knows the age


@lru_cache(maxsize=1)
def curve() -> dict[str, Any]:
    """The curve with its date and source."""
    with FILE.open("rb") as file:
        found = tomllib.load(file)
    boys, girls = np.array(found["boys"]), np.array(found["girls"])
    tables = {"b": boys, "g": girls, "u": (boys + girls) / 2, "t": (boys + girls) / 2}
    return found | {"ages": np.array(found["ages"], float), "tables": tables}


def spread() -> float:
    """By what part of the median growth a child's own may differ."""
    return float(curve()["growing_spread"])


def grown(sex: str, age: float | None, years: float) -> float:
    """Median growth in centimetres from an age on, over so many years."""
    start = MIDDLE_AGE if age is None else age
    ages, heights = curve()["ages"], curve()["tables"].get(sex, curve()["tables"]["u"])
    before, after = np.interp([start, start + max(years, 0.0)], ages, heights)
    return float(after - before)
