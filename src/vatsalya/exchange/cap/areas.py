"""Where an alert holds: districts with their outline, and railway lines by name."""

import json
from functools import cache
from typing import Any

from django.conf import settings

from vatsalya.law.load import law
from vatsalya.places import queries as places

#: Points of an outline that receivers can carry; the outlines are for a warning, not for a survey.
MOST_POINTS = 60
FILE = settings.ROOT / "src" / "vatsalya" / "data" / "districts.geojson"


@cache
def _outlines() -> dict[int, list[list[list[float]]]]:
    """The outer rings of every district on the map."""
    found: dict[int, list[list[list[float]]]] = {}
    for one in json.loads(FILE.read_text(encoding="utf-8"))["features"]:
        code, shape = one["properties"].get("lgd_district_code"), one["geometry"]
        if code:
            many = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
            found.setdefault(int(code), []).extend(polygon[0] for polygon in many)
    return found


def polygons(district_code: int) -> list[str]:
    """A district's outline as CAP writes it: "lat,lon lat,lon …", the last point as the first."""
    return [_ring(ring) for ring in _outlines().get(district_code, []) if len(ring) >= 4]


def _ring(ring: list[list[float]]) -> str:
    step = max(1, -(-(len(ring) - 1) // MOST_POINTS))
    points = [f"{lat:.4f},{lon:.4f}" for lon, lat, *_ in ring[:-1][::step]]
    points = points if len(points) >= 3 else [f"{lat:.4f},{lon:.4f}" for lon, lat, *_ in ring[:-1]]
    return " ".join([*points, points[0]])


def listed(districts: list[int], lines: list[str], lang: str) -> list[dict[str, Any]]:
    """The areas of an alert in one language."""
    shown = [
        {"name": places.full_name(code, lang), "polygons": polygons(code), "code": ("LGD-district", str(code))}
        for code in districts
    ]
    names = law().codes("rail_lines")
    return shown + [{"name": names[line][lang], "polygons": [], "code": ("rail-line", line)} for line in lines]
