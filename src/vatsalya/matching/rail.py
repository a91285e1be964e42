"""How far two districts lie by train, and which line joins them: dated lists that a railway officer can correct.

A line is the ordered districts that it runs through. Kilometres are the shortest way over all lines, with a road
where no line runs; every change costs some kilometres more. All of it is one table, made once.
"""

from __future__ import annotations

import csv
import tomllib
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from . import geo

FILE = geo.DISTRICTS.with_name("rail_lines.csv")
SETTINGS = Path(__file__).with_name("rail.toml")
NONE = -1


class BadLines(ValueError):
    """The list of lines cannot be used; the text says where."""


class Line(NamedTuple):
    """One line with the districts that it runs through, in order."""

    code: str
    name_en: str
    name_hi: str
    through: tuple[str, ...]


class Ways(NamedTuple):
    """For each two districts: the shortest way, a single line that joins them (or none) and the way along it."""

    km: np.ndarray
    line: np.ndarray
    along: np.ndarray
    share: np.ndarray  # of each district: the part of all others that some line joins to it


@lru_cache(maxsize=1)
def settings() -> dict[str, Any]:
    """How kilometres are reckoned."""
    with SETTINGS.open("rb") as file:
        return tomllib.load(file)


@lru_cache(maxsize=1)
def lines() -> tuple[Line, ...]:
    """All lines of the release, checked."""
    with FILE.open(encoding="utf-8") as file:
        return read(csv.DictReader(file))


def read(rows: Any) -> tuple[Line, ...]:
    """Lines from the rows of a file; the first mistake is told with its line."""
    found = tuple(_line(row) for row in rows)
    if len({line.code for line in found}) != len(found):
        raise BadLines("rail lines: a code stands twice")
    return found


def _line(row: dict[str, str]) -> Line:
    through = tuple(one.split()[0] for one in row["runs_through"].split(";"))
    line = Line(row["code"], row["name_en"], row["name_hi"], through)
    if wrong := _mistake(line, row):
        raise BadLines(f"rail line {line.code}: {wrong}")
    return line


def _mistake(line: Line, row: dict[str, str]) -> str:
    unknown = [code for code in line.through if code not in geo.districts()]
    if unknown:
        return f"no district {', '.join(unknown)}"
    if len(line.through) < 2 or len(set(line.through)) != len(line.through):
        return "a line runs through two districts or more, each once"
    gaps = [geo.distance_km(*pair) or 0.0 for pair in zip(line.through, line.through[1:], strict=False)]
    if max(gaps) > settings()["longest_gap_km"]:
        return f"a gap of {max(gaps):.0f} km"
    if row["verified"] not in {"yes", "no"} or (row["verified"] == "yes" and row["source"] == "memory"):
        return "verified is yes or no, and what is verified has a source"
    return "" if _is_date(row["valid_from"]) else "no date in valid_from"


def _is_date(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


@lru_cache(maxsize=1)
def ways() -> Ways:
    """The table of all ways; less than half a second to make, then a look-up."""
    straight = np.nan_to_num(geo.straight(), nan=np.inf).astype(np.float32)
    along, line = _along(straight)
    change = np.float32(settings()["change_km"])
    legs = np.minimum(along, _roads(straight)) + change
    joined = np.empty_like(legs)
    for middle in range(len(legs)):  # one leg, a change, the next leg
        np.add(legs[:, middle, None], legs[middle], out=joined)
        np.minimum(legs, joined, out=legs)
    km = np.where(np.isinf(legs), np.nan, legs - change)
    np.fill_diagonal(km, 0.0)
    return Ways(km, line, along, (line > NONE).sum(axis=1) / (len(line) - 1))


def _roads(straight: np.ndarray) -> np.ndarray:
    """Kilometres by road between districts that lie near; nothing goes by road to an island."""
    near = straight <= settings()["road_up_to_km"]
    return np.where(near, straight * settings()["road"], np.inf).astype(np.float32)


def _along(straight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Kilometres along the single line that joins two districts, and which: a shorter line says more to a reader."""
    along = np.full(straight.shape, np.inf, np.float32)
    line = np.full(straight.shape, NONE, np.int16)
    for number, one in sorted(enumerate(lines()), key=lambda each: len(each[1].through)):
        places, run = _halts(one, straight)
        at = np.ix_(places, places)
        km = np.maximum(np.abs(run[:, None] - run), straight[at])
        better = km < along[at] * settings()["shorter"]
        line[at] = np.where(better, number, line[at])
        along[at] = np.where(better, km, along[at])
    np.fill_diagonal(line, NONE)
    return along, line


def _halts(line: Line, straight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A line's districts with the kilometres from its head; a town's other districts stand where the town does."""
    index = geo.index()
    rows = np.array([index[code] for code in line.through])
    run = np.concatenate([[0.0], np.cumsum(straight[rows[:-1], rows[1:]])]) * settings()["winding"]
    towns = _towns()
    more = [(index[mate], km) for code, km in zip(line.through, run, strict=True) for mate in towns.get(code, ())]
    fresh = {row: km for row, km in more if row not in set(rows.tolist())}
    return np.array([*rows, *fresh], int), np.array([*run, *fresh.values()], np.float32)


@lru_cache(maxsize=1)
def _towns() -> dict[str, tuple[str, ...]]:
    return {code: tuple(codes) for codes in settings()["towns"].values() for code in codes}


def km(one: str | None, other: str | None) -> float | None:
    """Kilometres by train between two districts, by road where no train runs; nothing when unknown or over the sea."""
    at = geo.pair(one, other)
    found = float(ways().km[at]) if at else np.nan
    return None if np.isnan(found) else found


def joining(one: str | None, other: str | None) -> tuple[Line, float] | None:
    """A line that runs through both districts, with the kilometres along it."""
    at = geo.pair(one, other)
    if not at or ways().line[at] == NONE:
        return None
    return lines()[ways().line[at]], float(ways().along[at])


def line_name(code: str, lang: str) -> str:
    """A line's name in the reader's language; a line that was struck off stands under its code."""
    found = next((line for line in lines() if line.code == code), None)
    return (found.name_hi if lang == "hi" else found.name_en) if found else code


def hours(km: float) -> int:
    """Hours that an ordinary train takes."""
    return max(1, round(km / settings()["km_an_hour"]))
