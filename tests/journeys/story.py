"""Ankit's story, told by actions: what each person of the journey does, in order."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.country_of_tests import Land, district
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.cncp import actions as care
from vatsalya.cncp import handover
from vatsalya.matters.models import Matter
from vatsalya.missing import actions as missing
from vatsalya.missing import admission, match
from vatsalya.missing.models import Pair
from vatsalya.plans import actions as plans
from vatsalya.sittings import actions as sittings

LOST = datetime(2026, 11, 12, 4, 0, tzinfo=UTC)
REPORTED = LOST + timedelta(hours=3)
FOUND = REPORTED + timedelta(days=11)


def place(name: str) -> dict[str, int]:
    """A district as a form's answer."""
    found = district(name)
    return {"state": found.state_id, "district": found.code}


def missing_answers(**more: Any) -> dict[str, Any]:
    """What the mother tells."""
    return {
        "name": "अंकित कुमार",
        "sex": "boy",
        "age": {"value": 9, "basis": "told"},
        "languages": ["mag", "hi"],
        "last_seen_at": LOST.isoformat(),
        "last_seen_place": place("Gaya"),
        "last_seen_text": "गया जंक्शन",
        "home_place": place("Gaya"),
        "father": "राजेश कुमार",
        "marks": [{"kind": "scar", "part": "wrist", "side": "left", "text": ""}],
        "reporter_name": "सुनीता देवी",
        "reporter_relation": "mother",
        "reporter_phone": "0000012345",
        "reporter_language": "hi",
        **more,
    }


def found_answers(**more: Any) -> dict[str, Any]:
    """What the home writes down."""
    return {
        "name": "Ankeet",
        "sex": "boy",
        "age": {"value": 10, "basis": "apparent"},
        "languages": ["mag"],
        "marks": [{"kind": "scar", "part": "wrist", "side": "left", "text": ""}],
        "found_at": (FOUND - timedelta(hours=3)).isoformat(),
        "found_place": place("Nashik"),
        "found_text": "Igatpuri",
        "charge_at": (FOUND - timedelta(hours=2, minutes=30)).isoformat(),
        "journey_minutes": 90,
        "received_at": FOUND.isoformat(),
        "producer_kind": "railway_police",
        "home_says": "Gaya",
        "belongings": [{"item": "bag", "count": 1}],
        **more,
    }


class Story:
    """The steps, each as the person who takes it; later steps need the earlier ones."""

    def __init__(self, land: Land) -> None:
        self.land = land

    def register(self, **more: Any) -> Matter:
        """The mother comes to the station in Gaya."""
        actor = self.land.bind("gaya.ps")
        self.report = missing.register(actor=actor, at=REPORTED, answers=missing_answers(**more))
        return self.report

    def admit(self, **more: Any) -> Matter:
        """The home in Nashik receives a boy."""
        actor = self.land.bind("nashik.home")
        self.case = admission.admit(actor=actor, at=FOUND, answers=found_answers(**more))
        return self.case

    def pair(self) -> Pair:
        """The possible match that the search proposed."""
        session.bind(machine("test"))
        return Pair.unscoped.get(missing=self.report, found=self.case.pk)

    def confirm(self, at: datetime = FOUND + timedelta(hours=1)) -> Pair:
        """Both sides answer: the same child."""
        pair = self.pair()
        match.decide(actor=self.land.bind("gaya.ps"), pair_id=pair.pk, says="same", at=at)
        return match.decide(actor=self.land.bind("nashik.cwc"), pair_id=pair.pk, says="same", at=at)

    def produce(self, at: datetime = FOUND + timedelta(hours=10)) -> None:
        """The home brings the boy before the Committee."""
        care.produce(actor=self.land.bind("nashik.home"), matter_id=self.case.pk, at=at)

    def sit(self, town: str, members: int, at: datetime) -> Any:
        """A sitting with so many members present."""
        chair = self.land.bind(f"{town}.cwc")
        sitting = sittings.open_sitting(actor=chair, at=at)
        for number in range(1, members):
            actor = self.land.bind(f"{town}.cwc.{number}")
            sittings.attend(actor=actor, sitting_id=sitting.pk, at=at)
        self.land.bind(f"{town}.cwc")
        self.sitting = sitting
        return sitting

    def place(self, at: datetime = FOUND + timedelta(hours=12), members: int = 3) -> Any:
        """First sitting: Form 18 and Form 21."""
        sitting = self.sit("nashik", members, at)
        chair = self.land.bind("nashik.cwc")
        answers = {"period_from": "2026-11-24", "period_to": "2027-02-24", "reason": "safe", "home": "1"}
        care.begin_inquiry(
            actor=chair,
            matter_id=self.case.pk,
            sitting_id=sitting.pk,
            at=at,
            home_id=self.land.offices["nashik.home"].pk,
            answers=answers,
        )
        care.order_investigation(
            actor=chair,
            matter_id=self.case.pk,
            sitting_id=sitting.pk,
            at=at,
            answers={"due_on": (at + timedelta(days=14)).date().isoformat(), "questions": "family"},
        )
        return sitting

    def inquire(self, at: datetime = FOUND + timedelta(days=3)) -> None:
        """The DCPU gives the inquiry to a social worker, who files Form 22."""
        officer = self.land.bind("nashik.dcpu")
        asked = plans.open_investigation(self.case)
        worker = self.land.postings["nashik.dcpu.1"]
        plans.assign(actor=officer, investigation_id=asked.pk, posting_id=worker.pk, at=at)
        answers = {
            "visited_on": "2026-11-25",
            "visited_place": "Nashik",
            "met": "boy",
            "risk": "low",
            "recommendation": "home",
        }
        care.file_report(actor=self.land.bind("nashik.dcpu.1"), matter_id=self.case.pk, at=at, answers=answers)

    def transfer(self, sitting: Any, at: datetime = FOUND + timedelta(days=4)) -> None:
        """Nashik proposes, Gaya agrees, Form 45, the journey, Gaya receives."""
        chair = self.land.bind("nashik.cwc")
        to = place("Gaya")["district"]
        handover.order_transfer(
            actor=chair, matter_id=self.case.pk, sitting_id=sitting.pk, at=at, to_district=to, reason="home"
        )
        handover.agree(actor=self.land.bind("gaya.cwc"), matter_id=self.case.pk, at=at)
        handover.order_escort(
            actor=self.land.bind("nashik.cwc"),
            matter_id=self.case.pk,
            sitting_id=sitting.pk,
            at=at,
            escort_no=self.land.offices["nashik.dcpu"].no,
            answers={"escort_name": "A", "destination": "Gaya", "by_date": "2026-12-10", "fallback": "home in Gaya"},
        )
        handover.depart(actor=self.land.bind("nashik.dcpu"), matter_id=self.case.pk, at=at)
        handover.receive(actor=self.land.bind("gaya.cwc"), matter_id=self.case.pk, at=at + timedelta(days=2))

    def bring_home(self, at: datetime = FOUND + timedelta(days=7)) -> None:
        """Gaya hears the boy, orders restoration by Form 44; the DCPU hands him to his mother."""
        sitting = self.sit("gaya", 3, at)
        ids = {"matter_id": self.case.pk, "sitting_id": sitting.pk, "at": at}
        chair = self.land.bind("gaya.cwc")
        care.hear(actor=chair, wishes="to go home", **ids)
        care.mark_missing_checked(actor=chair, matter_id=self.case.pk, at=at)
        care.final_order(actor=chair, codes=["a", "b"], reason="the mother came", **ids)
        handover.order_restoration(
            actor=chair,
            answers={
                "carer_name": "सुनीता देवी",
                "carer_relation": "mother",
                "reason": "r",
                "carer_address": "a",
                "effective_on": "2026-11-30",
            },
            **ids,
        )
        self.hand_over("gaya.dcpu", at + timedelta(hours=5))

    def hand_over(self, who: str, at: datetime, **more: Any) -> None:
        """The mother named in the order receives the boy and shows who she is."""
        answers = {"received_by": "सुनीता देवी", "identity_seen": "yes", "handed_at": at.isoformat(), **more}
        handover.restore(actor=self.land.bind(who), matter_id=self.case.pk, at=at, answers=answers)

    def whole(self) -> None:
        """From the report to the follow-up."""
        self.register()
        self.admit()
        self.confirm()
        self.produce()
        sitting = self.place()
        self.inquire()
        self.transfer(sitting)
        self.bring_home()
