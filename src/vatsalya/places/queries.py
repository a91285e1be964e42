"""Reading the place directory: choices for forms, names in the reader's language, distances."""

from datetime import date
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt

from django.db.models import Q

from .models import District, State


def states(lang: str) -> list[tuple[int, str]]:
    """(code, name) of all States and Union territories, in the reader's language."""
    return list(State.objects.order_by("name_en").values_list("code", f"name_{lang}"))


def districts(state_code: int, lang: str, on: date) -> list[tuple[int, str]]:
    """(code, name) of the districts that a State has on a day."""
    valid = Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=on))
    found = District.objects.filter(valid, state_id=state_code).order_by("name_en")
    return list(found.values_list("code", f"name_{lang}"))


@lru_cache(maxsize=2048)
def district(code: int) -> District:
    """One district with its State; kept in memory, since the directory changes with a release."""
    return District.objects.select_related("state").get(code=code)


def district_name(code: int | None, lang: str) -> str:
    """A district's name in the reader's language; empty for an unknown code."""
    return getattr(district(code), f"name_{lang}") if code else ""


def is_known(level: str, code: int) -> bool:
    """True when the directory has a district or a State of this number."""
    kind = District if level == "district" else State
    return kind.objects.filter(code=code).exists()


def state_of(district_code: int) -> int:
    """The State (LGD code) in which a district lies."""
    return district(district_code).state_id


def distance_km(first: int, second: int) -> float | None:
    """Kilometres between the middles of two districts, as the crow flies; None if not on the map."""
    a, b = district(first), district(second)
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    lat1, lat2 = radians(a.lat), radians(b.lat)
    half = sin((lat2 - lat1) / 2) ** 2
    half += cos(lat1) * cos(lat2) * sin(radians(b.lon - a.lon) / 2) ** 2
    return 2 * 6371 * asin(sqrt(half))


@lru_cache(maxsize=8)
def grouped(lang: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """All districts under their States, for one select that needs no second step."""
    by_state: dict[str, list[tuple[str, str]]] = {}
    rows = District.objects.filter(valid_to=None).order_by(f"state__name_{lang}", f"name_{lang}")
    for code, name, state in rows.values_list("code", f"name_{lang}", f"state__name_{lang}"):
        by_state.setdefault(state, []).append((str(code), name))
    return list(by_state.items())


def full_name(code: int, lang: str) -> str:
    """District and State in the reader's language."""
    found = district(code)
    return f"{getattr(found, f'name_{lang}')}, {getattr(found.state, f'name_{lang}')}"
