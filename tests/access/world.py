"""The little world of the access matrix: the same objects in four relations to every role of Nashik."""

from dataclasses import dataclass
from typing import Any

from tests.country_of_tests import Land, settle
from tests.journeys.story import FOUND, REPORTED, found_answers, missing_answers
from vatsalya.access import session
from vatsalya.access.actor import Actor, machine
from vatsalya.missing import actions as missing
from vatsalya.missing import admission
from vatsalya.papers.models import Paper

#: Every post of the matrix: role -> where its holder sits in the little world.
POSTS = {
    "ministry_officer": "india.ministry.0",
    "sysadmin": "india.ministry.1",
    "auditor": "india.ministry.2",
    "scps_officer": "nashik.scps",
    "sara_officer": "nashik.sara",
    "state_nodal": "nashik.state_nodal",
    "chl_operator": "nashik.control_room",
    "dcpo": "nashik.dcpu.0",
    "social_worker": "nashik.dcpu.1",
    "probation_officer": "nashik.dcpu.3",
    "cwc_chair": "nashik.cwc.0",
    "cwc_member": "nashik.cwc.1",
    "cwc_secretary": "nashik.cwc.4",
    "jjb_pm": "nashik.jjb.0",
    "jjb_member": "nashik.jjb.1",
    "ccl_pic": "nashik.oh",
    "sjpu_officer": "nashik.sjpu",
    "cwpo": "nashik.ps",
    "rail_officer": "nashik.rail_post",
    "ahtu_officer": "nashik.ahtu",
    "nodal_officer": "nashik.nodal",
    "pic": "nashik.home",
    "saa_officer": "nashik.saa",
    "chl_worker": "nashik.chl",
    "dm": "nashik.dm",
    "ngo_worker": "nashik.ngo",
}


@dataclass(frozen=True)
class Thing:
    """One object: which resource of the matrix it is, where it opens, whose it is, and its secret word."""

    resource: str
    url: str
    office: Any
    shared: frozenset[int]
    home_no: int
    secret: str
    number: str


class World:
    """Reports, cases, papers and photographs in Nashik, Pune and Gaya."""

    def __init__(self) -> None:
        self.land: Land = settle()
        self.things: list[Thing] = []
        for town in ("nashik", "pune", "gaya"):
            self._missing(f"{town}.ps", f"Zkalpit{town}thana")
            self._case(f"{town}.home", f"Zkalpit{town}ghar")
        self._missing("nashik.rail_post", "Zkalpitnashikrail")
        self._case("nashik.saa", "Zkalpitnashiksaa")

    def _missing(self, post: str, secret: str) -> None:
        actor = self.land.bind(post)
        answers = missing_answers(name=secret, father="Zpita" + secret, reporter_name="Zmata" + secret)
        matter = missing.register(actor=actor, at=REPORTED, answers=answers)
        self._keep(matter, secret, "missing", 0)

    def _case(self, post: str, secret: str) -> None:
        actor = self.land.bind(post)
        case = admission.admit(
            actor=actor, at=FOUND, answers=found_answers(name=secret, age={"value": 7, "basis": "apparent"})
        )
        self._keep(case, secret, "case", actor.office_no)

    def _keep(self, matter: Any, secret: str, kind: str, home_no: int) -> None:
        session.bind(machine("test"))
        resource, identity = (
            ("missing_report", "missing_identity") if kind == "missing" else ("cncp_case", "cncp_identity")
        )
        shared = frozenset(matter.shared_with)
        office = type(matter).unscoped.select_related("office__district", "office__state").get(pk=matter.pk).office
        base = {"office": office, "shared": shared, "home_no": home_no, "secret": secret, "number": matter.number}
        self.things.append(Thing(resource, f"/desk/{'missing' if kind == 'missing' else 'cases'}/{matter.pk}/", **base))
        for paper in Paper.unscoped.filter(matter=matter):
            self.things.append(Thing(identity, f"/desk/papers/{paper.pk}/", **base))
            self.things.append(Thing(identity, f"/desk/papers/{paper.pk}/pdf/", **base))

    def relation(self, actor: Actor, thing: Thing) -> str:
        """How an officer stands to a thing, in the words of the matrix."""
        office = self.land_office(actor)
        if thing.office.no == actor.office_no:
            return "own"
        if set(actor.own) & thing.shared or thing.home_no == actor.office_no:
            return "involved"
        if office.district_id and office.district_id == thing.office.district_id:
            return "district"
        if office.state_id == thing.office.state_id:
            return "elsewhere" if office.district_id else "district"
        return "other_state"

    def land_office(self, actor: Actor) -> Any:
        """The office of an actor."""
        return next(office for office in self.land.offices.values() if office.no == actor.office_no)
