"""How far apart two districts lie, from the centroids of the place directory."""

import csv
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

DISTRICTS = Path(__file__).resolve().parents[1] / "data" / "lgd_districts.csv"


class District(NamedTuple):
    """What matching needs of a district: its names and where its middle lies."""

    state: str
    names: tuple[str, ...]
    name_en: str
    name_hi: str
    lat: float
    lon: float


STATES = DISTRICTS.with_name("lgd_states.csv")


@lru_cache(maxsize=1)
def states() -> dict[str, tuple[str, str, str]]:
    """All States by LGD code: the name in English, in Hindi, and their letters."""
    with STATES.open(encoding="utf-8") as file:
        return {r["lgd_state_code"]: (r["name_en"], r["name_hi"], r["abbr"]) for r in csv.DictReader(file)}


def letters(state: str) -> str | None:
    """A State's letters, as its own rules of law are filed under."""
    return states()[state][2] if state in states() else None


@lru_cache(maxsize=1)
def districts() -> dict[str, District]:
    """All districts by LGD code, with old names, because families use them for decades."""
    with DISTRICTS.open(encoding="utf-8") as file:
        return {row["lgd_district_code"]: _district(row) for row in csv.DictReader(file)}


def _district(row: dict[str, str]) -> District:
    aliases = [alias.strip() for alias in row["aliases"].split(";") if alias.strip()]
    names = tuple(dict.fromkeys([row["name_en"], *aliases]))
    place = (float(row["lat"] or 0), float(row["lon"] or 0))
    return District(row["lgd_state_code"], names, row["name_en"], row["name_hi"], *place)


def name(code: str | None, lang: str) -> str:
    """The district's name in the reader's language, or nothing."""
    found = districts().get(code or "")
    return (found.name_hi if lang == "hi" else found.name_en) if found else ""


@lru_cache(maxsize=1)
def index() -> dict[str, int]:
    """Each district's row in the tables of distances."""
    return {code: row for row, code in enumerate(districts())}


def pair(one: str | None, other: str | None) -> tuple[int, int] | None:
    """Where two districts meet in the tables; nothing when either is unknown."""
    rows = index().get(one or ""), index().get(other or "")
    return None if rows[0] is None or rows[1] is None else (rows[0], rows[1])


@lru_cache(maxsize=1)
def straight() -> np.ndarray:
    """Kilometres between the middles of all districts, as the crow flies; not a number where a middle is unknown."""
    at = np.radians([(one.lat or np.nan, one.lon or np.nan) for one in districts().values()])
    lat, lon = at[:, 0], at[:, 1]
    x = np.sin((lat[:, None] - lat) / 2) ** 2
    y = np.cos(lat[:, None]) * np.cos(lat) * np.sin((lon[:, None] - lon) / 2) ** 2
    km = 2 * 6371.0 * np.arcsin(np.sqrt(x + y))
    np.fill_diagonal(km, 0.0)
    return km


def distance_km(one: str | None, other: str | None) -> float | None:
    """Kilometres between the middles of two districts; nothing when either is unknown."""
    at = pair(one, other)
    found = float(straight()[at]) if at else np.nan
    return None if np.isnan(found) else found
