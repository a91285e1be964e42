"""Which office of the database has a record: stations, homes and Committees by district."""

from collections import defaultdict
from typing import Any, NamedTuple

from vatsalya.institutions.models import Unit
from vatsalya.offices.models import Office
from vatsalya.places.models import District

from .offices import offices

DISTRICT_KINDS = ("ps", "cwc", "home", "chl")


class Seat(NamedTuple):
    """An office as rows name it: its key and its number."""

    id: int
    no: int


def found_offices(*, seed: int = 1) -> int:
    """Put the country's offices into an empty directory; returns how many were made."""
    if Office.objects.exists():
        return 0
    made = offices(seed=seed)
    plain = [
        field.name for field in Office._meta.concrete_fields if field.name not in ("id", "parent", "state", "district")
    ]
    keys: dict[tuple[str, str], Office] = {}
    for level in _levels(made):
        rows = [_office(office, keys.get(office["parent"]), plain) for office in level]
        Office.objects.bulk_create(rows, batch_size=2000)
        keys |= {(row.kind, row.code): row for row in rows}
    Unit.objects.bulk_create(
        [Unit(office=keys[one["kind"], one["code"]], **one["unit"]) for one in made if "unit" in one]
    )
    return len(made)


def _office(office: dict[str, Any], above: Office | None, plain: list[str]) -> Office:
    values = {name: office[name] for name in plain if name in office}
    return Office(**values, state_id=office["state_code"], district_id=office["district_code"], parent=above)


def _levels(made: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """The offices by their distance from the ministry, so that each is made after the one above it."""
    depth: dict[tuple[str, str] | None, int] = {None: -1}
    levels: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for office in made:
        here = depth[office["kind"], office["code"]] = depth[office["parent"]] + 1
        levels[here].append(office)
    return [levels[here] for here in sorted(levels)]


class Directory:
    """The offices that keep records, read once."""

    def __init__(self) -> None:
        self._here: dict[tuple[str, int], list[Seat]] = defaultdict(list)
        self._homes: dict[tuple[int, str], list[Seat]] = defaultdict(list)
        self._rooms: dict[int, Seat] = {}
        rows = Office.objects.filter(kind__in=DISTRICT_KINDS, valid_to=None).order_by("no")
        for key, no, kind, district in rows.values_list("id", "no", "kind", "district_id"):
            self._here[kind, district].append(Seat(key, no))
        self._read_homes()
        rooms = Office.objects.filter(kind="control_room").values_list("state_id", "id", "no")
        self._rooms = {state: Seat(key, no) for state, key, no in rooms}
        places = District.objects.values_list("code", "state__abbr", "short")
        self.prefix = {code: (abbr, short) for code, abbr, short in places}

    def _read_homes(self) -> None:
        units = Unit.objects.filter(office__kind="home", office__valid_to=None).order_by("office__no")
        for key, no, district, sexes in units.values_list("office_id", "office__no", "office__district_id", "sexes"):
            for sex in sexes.split(","):
                self._homes[district, sex].append(Seat(key, no))

    def station(self, district: int, at: int) -> Seat:
        """A police station of the district, counted round."""
        found = self._here["ps", district]
        return found[at % len(found)]

    def committee(self, district: int) -> Seat:
        """The district's Child Welfare Committee."""
        return self._here["cwc", district][0]

    def home(self, district: int, sex: str, at: int) -> Seat:
        """A home of the district for a child of this sex; any home where none is for it."""
        found = self._homes[district, sex] or self._here["home", district]
        return found[at % len(found)]

    def helpline(self, state: int, district: int) -> tuple[Seat, Seat]:
        """The State's control room and the district's unit."""
        return self._rooms[state], self._here["chl", district][0]
