"""From a record of the generator to rows of the portal's tables, sealed and numbered as officers' records are."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from vatsalya.cncp.models import CareCase
from vatsalya.helpline.models import Call
from vatsalya.law.count import due
from vatsalya.law.load import law
from vatsalya.lib.clock import ist_date
from vatsalya.lib.ids import pseudonym, readable
from vatsalya.matching import actions as matching
from vatsalya.matching.record import Record
from vatsalya.matters.models import Clock, Link, Matter, Move, Share
from vatsalya.missing import sheet
from vatsalya.missing.models import MissingReport
from vatsalya.offices.models import Serial
from vatsalya.people import vault
from vatsalya.people.models import Child, Person, Vault
from vatsalya.people.rules import birth_years
from vatsalya.placements.models import Placement

from . import course
from .course import Step
from .directory import Directory, Seat
from .tables import Tables

# Other ids of a record differ from its own in one bit of chance.
CHILD, PERSON, STAY = 1, 2, 4
UNKNOWN = {"none": ""}
# A caller has told of a child, but not who it is.
NOBODY: dict[str, Any] = {"sex": "unknown", "age": None, "age_basis": "told", "languages": [], "disability": ""}


def other_id(number: str, what: int) -> UUID:
    """The id of a record's child sheet, person or stay."""
    return UUID(int=UUID(number).int ^ what)


class Writer:
    """Turns records into rows, part by part, and keeps count of the running numbers."""

    def __init__(self, directory: Directory, until: datetime) -> None:
        self.directory = directory
        self.until = until
        self.serials: Counter[str] = Counter(dict(Serial.objects.values_list("series", "last")))
        self.tables = Tables()
        self.searchable: list[Record] = []
        self._anchors: dict[str, UUID] = {}  # record -> the person it is about
        self._columns: dict[str, dict[str, Any]] = {}  # record -> its four columns

    def write_rows(self) -> int:
        """Send the rows of a part to the database; returns how many there were."""
        self._anchors.clear()
        self._columns.clear()
        return self.tables.write()

    def publish(self) -> int:
        """Make the open reports and the children in care findable."""
        found = matching.publish_many(self.searchable, self.until)
        self.searchable.clear()
        return found

    def missing(self, row: dict[str, Any]) -> None:
        """A missing report at its station."""
        seat = self.directory.station(row["district"], row["station"])
        steps = course.of_missing(row, self.until)
        four = _four(seat.no, [], "missing")
        known = _known(row, last_seen_text=row["spot"], home_place=_place(row))
        self._child(row, known, four, on=row["reported_at"])
        matter = self._matter(UUID(row["number"]), "missing", seat, row, steps, four)
        traced = row["traced_at"]
        self.tables.add(
            MissingReport, matter_id=matter, channel=row["channel"], reported_at=row["reported_at"],
            last_seen_at=row["lost_at"], last_seen_state=row["state"], last_seen_district=row["district"],
            fir_no=f"{row['serial'] % 900 + 1}/{row['reported_at']:%Y}", fir_on=ist_date(row["reported_at"]),
            reporter_phone_hmac=None, reporter_language="hi", circumstance=row["circumstance"],
            outcome="restored" if traced else "", traced_at=traced, acknowledged_district_at=row["reported_at"],
            acknowledged_state_at=row["reported_at"], version=1, fir_sections="137(2) BNS",
            fir_linked_at=row["reported_at"] + timedelta(minutes=row["serial"] % 600), zero_fir=False,
            turned_18_at=next((step.at for step in steps if step.to == "TURNED_18"), None), found_by="", **four,
        )  # fmt: skip
        if not traced:
            self._clock(row, "T69", row["reported_at"], four)
            self._make_searchable(row, known, "missing", seat.no)

    def found(self, row: dict[str, Any], same_as: str) -> None:
        """A care case before the district's Committee, and the stay in the home."""
        committee = self.directory.committee(row["district"])
        home = self.directory.home(row["district"], row["sex"], row["home"])
        staying = not row["discharged_at"]
        four = _four(committee.no, [home.no] if staying else [], "cncp")
        known = _known(row, home_says=row["home_says"])
        self._child(row, known, four, on=row["charge_at"], same_as=same_as)
        steps = course.of_case(row, self.until)
        case = self._matter(UUID(row["number"]), "cncp", committee, row, steps, four)
        self._case(case, row, four)
        self._stay(case, row, home, committee)
        if staying:
            self.tables.add(
                Share,
                matter_id=case,
                number=home.no,
                ground="resident",
                from_at=row["charge_at"],
                to_at=None,
                **four,
            )
            self._make_searchable(row, known, "found", committee.no)

    def _case(self, case: UUID, row: dict[str, Any], four: dict[str, Any]) -> None:
        self.tables.add(
            CareCase, matter_id=case, found_at=row["found_at"], charge_at=row["charge_at"],
            journey_minutes=row["journey_minutes"], found_state=row["state"], found_district=row["district"],
            brought_by=row["brought_by"], handed_by_id=None, produced_at=row["produced_at"], grounds=[row["ground"]],
            wishes_heard=bool(row["ordered_at"]), final_order_at=row["ordered_at"],
            restored_at=row["discharged_at"] if row["restored"] else None, missing_checked_at=row["ordered_at"], **four,
        )  # fmt: skip
        if not row["produced_at"]:
            self._clock(row, "T3", row["charge_at"], four)
        elif not row["ordered_at"]:
            self._clock(row, "T13", row["produced_at"], four)

    def _stay(self, case: UUID, row: dict[str, Any], home: Seat, committee: Seat) -> None:
        four = _four(home.no, [committee.no], "cncp")
        steps = course.of_stay(row)
        stay = self._matter(other_id(row["number"], STAY), "placement", home, row, steps, four, parent=case)
        self.tables.add(
            Placement, matter_id=stay, case_id=case, child_id=other_id(row["number"], CHILD), home_id=home.id,
            admitted_at=row["charge_at"], discharged_at=row["discharged_at"], **four,
        )  # fmt: skip

    def call(self, row: dict[str, Any]) -> None:
        """A case at 1098 in the State's control room, handed to the district's unit."""
        room, unit = self.directory.helpline(row["state"], row["district"])
        four = _four(room.no, [unit.no], "helpline")
        nobody: dict[str, Any] = {
            "sex": "unknown",
            "age": None,
            "age_basis": "told",
            "languages": [],
            "disability": "none",
        }
        self._child(row | nobody, {"names": []}, four, on=row["called_at"], same_as=row["about"])
        matter = self._matter(UUID(row["number"]), "helpline", room, row, course.of_call(row, self.until), four)
        self.tables.add(
            Call, matter_id=matter, called_at=row["called_at"], caller_kind=row["caller"], need=row["need"],
            triage=row["triage"], state_code=row["state"], district_code=row["district"],
            told=vault.lock_for_server({"told": ""}), **four,
        )  # fmt: skip

    def link(self, left: str, right: str, kind: str) -> None:
        """Two records that officers have recognised as one child."""
        for one, two in ((left, right), (right, left)):
            self.tables.add(Link, matter_id=UUID(one), other=UUID(two), kind=kind, at=self.until, **self._columns[one])

    def _child(
        self, row: dict[str, Any], known: dict[str, Any], four: dict[str, Any], *, on: datetime, same_as: str = ""
    ) -> None:
        """The child's sheet and sealed identity; `same_as` is a record already known to be the same child's."""
        number, child = row["number"], other_id(row["number"], CHILD)
        self._columns[number] = four
        self._anchors[number] = self._anchors.get(same_as) or other_id(number, PERSON)
        if not same_as:
            self.tables.add(Person, id=self._anchors[number])
        low, high = birth_years(age=row["age"], basis=row["age_basis"], on=ist_date(on))
        self.tables.add(
            Child, id=child, person_id=self._anchors[number], number=pseudonym("C"), sex=row["sex"],
            age_value=row["age"], age_basis=row["age_basis"], age_on=ist_date(on), birth_from=low, birth_to=high,
            languages=row["languages"], disability=UNKNOWN.get(row["disability"], row["disability"]), **four,
        )  # fmt: skip
        key = vault.new_key(child)
        sealed = vault.lock(child, key, known)
        self.tables.add(Vault, child_id=child, key=key, identity=sealed, version=1, changed_at=on, **four)

    def _matter(
        self, key: UUID, kind: str, seat: Seat, row: dict[str, Any], steps: list[Step], four: dict[str, Any],
        parent: UUID | None = None,
    ) -> UUID:  # fmt: skip
        """The matter and its moves."""
        opened, last = steps[0].at, steps[-1]
        final = law().machine(kind).states[last.to].final
        self.tables.add(
            Matter, id=key, number=self._number(row["district"], opened), kind=kind, state=last.to, office_id=seat.id,
            state_code=row["state"], district_code=row["district"], child_id=other_id(row["number"], CHILD),
            leads_child=parent is None, parent_id=parent, law_date=ist_date(opened), opened_at=opened,
            closed_at=last.at if final else None, changed_at=last.at, version=len(steps), **four,
        )  # fmt: skip
        before = ""
        for step in steps:
            self.tables.add(
                Move, matter_id=key, name=step.name, from_state=before, to_state=step.to, at=step.at, posting_id=None,
                role=step.role, reason="", facts="{}", txid=0, **four,
            )  # fmt: skip
            before = step.to
        return key

    def _number(self, district: int, at: datetime) -> str:
        abbr, short = self.directory.prefix[district]
        year = ist_date(at).year
        series = f"{abbr}-{short}-{year}"
        self.serials[series] += 1
        return readable(abbr, short, year=year, serial=self.serials[series])

    def _clock(self, row: dict[str, Any], code: str, at: datetime, four: dict[str, Any]) -> None:
        """A running clock under the law of its day; one that ran out long ago has warned already."""
        abbr = self.directory.prefix[row["district"]][0]
        journey = row.get("journey_minutes", 0) if code in ("T1", "T3") else 0
        over = due(law().clock(code, state=abbr, on=ist_date(at)), at, journey)
        late = over < self.until
        self.tables.add(
            Clock, matter_id=UUID(row["number"]), code=code, part=0, started_at=at, journey_minutes=journey,
            due_at=over, stopped_at=None, stopped_by_id=None, lapsed=False, next_look_at=None if late else over,
            warned=100 if late else 80, **four,
        )  # fmt: skip

    def _make_searchable(self, row: dict[str, Any], known: dict[str, Any], side: str, unit_no: int) -> None:
        """What the matching engine may know, as an officer's own saving would tell it."""
        on, told_on = (row["lost_at"], row["reported_at"]) if side == "missing" else (row["found_at"], row["charge_at"])
        child = Child(
            id=other_id(row["number"], CHILD), sex=row["sex"], age_value=row["age"], age_basis=row["age_basis"],
            age_on=ist_date(told_on), languages=row["languages"],
            disability=UNKNOWN.get(row["disability"], row["disability"]),
        )  # fmt: skip
        matter = Matter(id=UUID(row["number"]), unit_no=unit_no)
        self.searchable.append(
            sheet.record(
                side=side, matter=matter, child=child, known=known, event_on=ist_date(on), district_code=row["district"]
            )
        )


def _four(unit_no: int, shared: list[int], realm: str) -> dict[str, Any]:
    """The four columns, as the triggers would have copied them."""
    return {"unit_no": unit_no, "shared_with": shared, "realm": realm, "sealed": False}


def _place(row: dict[str, Any]) -> dict[str, int]:
    return {"district": row["home_district"]}


def _known(row: dict[str, Any], **more: Any) -> dict[str, Any]:
    """What goes to the vault, as the forms would have put it there."""
    names = [{"text": row[key], "kind": kind} for key, kind in (("name", "full"), ("called", "called")) if row[key]]
    born: date | None = row["birth_date"]
    told = {
        "birth_date": born.isoformat() if born else None,
        "father": row["father"],
        "mother": row["mother"],
        "marks": row["marks"],
        "height_cm": row["height_cm"],
        "clothes": row["clothes"],
        **more,
    }
    return {"names": names} | {key: value for key, value in told.items() if value}
