"""Founding the real offices and homes of a State from one list: all of it or, where a line is wrong, none."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.db import transaction

from vatsalya.law.load import law
from vatsalya.lib.text import clean
from vatsalya.offices.models import Office
from vatsalya.offices.queries import DISTRICT_BLOCK, OFFICE_STEP, STATE_BLOCK
from vatsalya.places.models import District, State

from .models import Unit

COLUMNS = ("kind", "code", "under", "state", "district", "name_en", "name_hi", "phone", "lat", "lon", "valid_from")
UNIT_COLUMNS = ("category", "sexes", "age_from", "age_to", "strength", "registration_no", "registered_until")
#: A State's own offices; the society is the State's first number and holds all of it.
OF_STATE = ("scps", "sara", "state_nodal", "control_room")
WITH_UNIT = ("home", "saa", "ccl_home")
MINISTRY_LAST = 2_000_000_000


class BadLine(ValueError):
    """What is wrong with a line of the list, in words."""


@dataclass
class Result:
    """What a list did: how many offices are new, changed, as before; and what is wrong, by line."""

    new: int = 0
    changed: int = 0
    same: int = 0
    wrong: list[str] = field(default_factory=list)


def read(path: Path) -> list[tuple[int, dict[str, str]]]:
    """The lines of the list (CSV in UTF-8) with their numbers; raises BadLine when columns are missing."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        table = csv.DictReader(file)
        missing = [name for name in ("kind", "code", "name_en", "name_hi") if name not in (table.fieldnames or [])]
        if missing:
            raise BadLine(f"columns missing: {', '.join(missing)}")
        return [
            (number, {key: clean(value or "") for key, value in row.items() if key})
            for number, row in enumerate(table, 2)
        ]


def found(*, lines: list[tuple[int, dict[str, str]]], on: date, dry_run: bool = False) -> Result:
    """Found or correct every office of the list, those above before those below; nothing if a line is wrong."""
    result = Result()
    with transaction.atomic():
        for number, row in lines:
            try:
                with transaction.atomic():
                    _one(row, on, result)
            except ValueError as bad:
                result.wrong.append(f"line {number}: {bad}")
        if result.wrong or dry_run:
            transaction.set_rollback(True)
    return result


def _one(row: dict[str, str], on: date, result: Result) -> None:
    there = Office.objects.filter(kind=_kind(row), code=row["code"]).first()
    office = there or _new(row, on)
    facts = {"name_en": row["name_en"], "name_hi": row["name_hi"], "phone": row.get("phone", "")}
    facts |= {key: float(row[key]) for key in ("lat", "lon") if row.get(key)}
    changed = [key for key, value in facts.items() if getattr(office, key) != value]
    for key in changed:
        setattr(office, key, facts[key])
    if changed:
        office.save()
    if _unit(office, row) or changed:
        result.new, result.changed = result.new + (not there), result.changed + bool(there)
    else:
        result.same += 1


def _kind(row: dict[str, str]) -> str:
    if row["kind"] not in law().codes("office_kinds"):
        raise BadLine(f"no such kind of office: {row['kind']!r}")
    for name in ("code", "name_en", "name_hi"):
        if not row[name]:
            raise BadLine(f"{name} is empty")
    if len(row["code"]) > 12:
        raise BadLine("code is longer than 12 letters")
    return row["kind"]


def _new(row: dict[str, str], on: date) -> Office:
    kind, above = row["kind"], _above(row)
    state, district = _place(row)
    no, hi = _interval(kind, above, state, district)
    from_on = date.fromisoformat(row["valid_from"]) if row.get("valid_from") else on
    return Office(
        kind=kind, code=row["code"], parent=above, state=state, district=district, no=no, hi=hi, valid_from=from_on
    )


def _above(row: dict[str, str]) -> Office | None:
    """The office named in `under` as kind/code; only the ministry has none."""
    kind, _, code = row.get("under", "").partition("/")
    above = Office.objects.filter(kind=kind, code=code).first()
    if (above is None) != (row["kind"] == "ministry"):
        raise BadLine(f"the office above is not there: {row.get('under') or '(empty)'}")
    return above


def _place(row: dict[str, str]) -> tuple[State | None, District | None]:
    """State and district by their codes of the local government directory."""
    state = State.objects.filter(code=int(row["state"])).first() if row.get("state") else None
    district = District.objects.filter(code=int(row["district"])).first() if row.get("district") else None
    if district and (state is None or district.state_id != state.pk):
        raise BadLine(f"district {row['district']} is not in State {row.get('state')}")
    if row["kind"] != "ministry" and state is None:
        raise BadLine(f"no such State: {row.get('state')!r}")
    if row["kind"] not in ("ministry", *OF_STATE) and district is None:
        raise BadLine(f"no such district: {row.get('district')!r}")
    return state, district


def _interval(kind: str, above: Office | None, state: State | None, district: District | None) -> tuple[int, int]:
    """The office's numbers: everything below an office lies between its first and its last."""
    if kind == "ministry":
        return 1, MINISTRY_LAST
    assert state is not None and above is not None
    block = state.pk * STATE_BLOCK
    if kind == "scps":
        return _free([block], kind), block + STATE_BLOCK - 1
    if kind in OF_STATE:
        no = _free(range(block + OFFICE_STEP, block + DISTRICT_BLOCK, OFFICE_STEP), kind)
        return no, no
    if kind == "home":
        no = _free(range(above.no + 1, above.no + OFFICE_STEP), kind)
        return no, no
    return _in_district(kind, block, district)


def _in_district(kind: str, block: int, district: District | None) -> tuple[int, int]:
    unit = Office.objects.filter(kind="dcpu", district=district, valid_to=None).first()
    if kind == "dcpu":
        if unit:
            raise BadLine("the district has its unit already")
        no = _free(range(block + DISTRICT_BLOCK, block + STATE_BLOCK, DISTRICT_BLOCK), kind)
        return no, no + DISTRICT_BLOCK - 1
    if unit is None:
        raise BadLine("the district's protection unit (dcpu) must stand above this line")
    no = _free(range(unit.no + OFFICE_STEP, unit.hi + 1, OFFICE_STEP), kind)
    return no, no + OFFICE_STEP - 1 if kind == "campus" else no


def _free(numbers: "range | list[int]", kind: str) -> int:
    taken = set(Office.objects.filter(no__gte=numbers[0], no__lte=numbers[-1]).values_list("no", flat=True))
    free = next((no for no in numbers if no not in taken), None)
    if free is None:
        raise BadLine(f"no number is left for another {kind}; is it there already under another code?")
    return free


def _unit(office: Office, row: dict[str, str]) -> bool:
    """Write a home's registration (s.41); true when something changed. Other offices have none."""
    if office.kind not in WITH_UNIT:
        return False
    facts = dict(_registration(row))
    there = Unit.objects.filter(pk=office.pk).first()
    if there and all(getattr(there, key) == value for key, value in facts.items()):
        return False
    Unit.objects.update_or_create(office=office, defaults=facts)
    return True


def _registration(row: dict[str, str]) -> Iterator[tuple[str, object]]:
    empty = [name for name in UNIT_COLUMNS if not row.get(name)]
    if empty:
        raise BadLine(f"a home's registration is not complete: {', '.join(empty)}")
    if row["category"] not in law().codes("home_categories"):
        raise BadLine(f"no such category of home: {row['category']!r}")
    for name in ("age_from", "age_to", "strength"):
        yield name, int(row[name])
    for name in ("category", "sexes", "registration_no"):
        yield name, row[name]
    yield "registered_until", date.fromisoformat(row["registered_until"])
