"""Loading the place directory from the LGD files; run again, it changes only what changed."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.db import transaction

from .models import District, State, SubDistrict, Town

#: The LGD export the files come from; a row's own dates come with the next export.
AS_OF = date(2026, 5, 1)
BEGINNING = date(1947, 8, 15)


def _rows(folder: Path, name: str) -> Iterator[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@transaction.atomic
def load(*, folder: Path) -> dict[str, int]:
    """Put the places of the LGD files in `folder` into the directory; returns counts by kind."""
    return {
        "states": _load_states(folder),
        "districts": _load_districts(folder),
        "sub_districts": _load_subdistricts(folder),
        "towns": _load_towns(folder),
    }


def _save(model: type, rows: list) -> int:
    fields = [f.name for f in model._meta.concrete_fields if not f.primary_key]  # type: ignore[attr-defined]
    model.objects.bulk_create(  # type: ignore[attr-defined]
        rows, update_conflicts=True, unique_fields=["code"], update_fields=fields, batch_size=2000
    )
    return len(rows)


def _load_states(folder: Path) -> int:
    return _save(
        State,
        [
            State(
                code=int(r["lgd_state_code"]),
                name_en=r["name_en"],
                name_hi=r["name_hi"],
                abbr=r["abbr"],
                kind=r["kind"],
                main_language=r["main_language"],
            )
            for r in _rows(folder, "lgd_states.csv")
        ],
    )


def short_name(name: str, code: int, taken: set[str]) -> str:
    """Four letters of a district's name for readable numbers; its code where two would be alike."""
    short = "".join(c for c in name.upper() if "A" <= c <= "Z")[:4]
    short = f"D{code}" if short in taken or len(short) < 3 else short
    taken.add(short)
    return short


def _load_districts(folder: Path) -> int:
    taken: dict[str, set[str]] = defaultdict(set)

    def number(text: str) -> float | None:
        return float(text) if text else None

    rows = [
        District(
            code=int(r["lgd_district_code"]),
            state_id=int(r["lgd_state_code"]),
            name_en=r["name_en"],
            name_hi=r["name_hi"],
            aliases=r["aliases"],
            short=short_name(r["name_en"], int(r["lgd_district_code"]), taken[r["lgd_state_code"]]),
            lat=number(r["lat"]),
            lon=number(r["lon"]),
            parent_id=int(r["parent_district_code"]) if r.get("parent_district_code") else None,
            # A district without a census 2011 code was made after that census.
            valid_from=BEGINNING if r["census2011_code"] else date(2011, 3, 1),
        )
        for r in _rows(folder, "lgd_districts.csv")
    ]
    rows.sort(key=lambda row: row.parent_id is not None)
    return _save(District, rows)


def _load_subdistricts(folder: Path) -> int:
    known = set(District.objects.values_list("code", flat=True))
    return _save(
        SubDistrict,
        [
            SubDistrict(
                code=int(r["lgd_subdistrict_code"]),
                district_id=int(r["lgd_district_code"]),
                name_en=r["name_en"],
                valid_from=BEGINNING,
            )
            for r in _rows(folder, "lgd_subdistricts.csv")
            if int(r["lgd_district_code"]) in known
        ],
    )


def _load_towns(folder: Path) -> int:
    return _save(
        Town,
        [
            Town(
                code=int(r["lgd_local_body_code"]),
                state_id=int(r["lgd_state_code"]),
                name_en=r["name_en"],
                name_local=r["name_local"] or "",
                valid_from=BEGINNING,
            )
            for r in _rows(folder, "lgd_urban_local_bodies.csv")
        ],
    )
