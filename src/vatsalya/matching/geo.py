"""How far apart two districts lie, from the centroids of the place directory."""

import csv
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import NamedTuple

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
def _letters() -> dict[str, str]:
    with STATES.open(encoding="utf-8") as file:
        return {row["lgd_state_code"]: row["abbr"] for row in csv.DictReader(file)}


def letters(state: str) -> str | None:
    """A State's letters, as its own rules of law are filed under."""
    return _letters().get(state)


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


@lru_cache(maxsize=1 << 16)
def distance_km(one: str | None, other: str | None) -> float | None:
    """Kilometres between the middles of two districts; nothing when either is unknown."""
    a, b = districts().get(one or ""), districts().get(other or "")
    if not a or not b or not a.lat or not b.lat:
        return None
    if one == other:
        return 0.0
    return haversine_km(a.lat, a.lon, b.lat, b.lon)


def haversine_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """The great-circle distance between two points."""
    x = sin(radians(lat2 - lat1) / 2) ** 2
    y = cos(radians(lat1)) * cos(radians(lat2)) * sin(radians(lon2 - lon1) / 2) ** 2
    return 2 * 6371.0 * asin(sqrt(x + y))
