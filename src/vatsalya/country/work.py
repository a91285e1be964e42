"""Open work for the demo's desks: children received, an inquiry ordered, a call; by the officers' own acts."""

from datetime import datetime, timedelta
from typing import Any

from vatsalya.access import session
from vatsalya.access.actor import Actor, from_posting
from vatsalya.cncp import actions as care
from vatsalya.helpline import actions as helpline
from vatsalya.institutions.models import Unit
from vatsalya.lib.clock import ist_date
from vatsalya.matters.models import Matter
from vatsalya.missing import admission
from vatsalya.offices.models import Posting
from vatsalya.places.models import District
from vatsalya.sittings import actions as sittings

#: Invented children: name, age, what the child says of home.
FOUND = (("रवि", 11, "Motihari"), ("किरण", 9, "Ballia"), ("सोनू", 12, "Katni"))
HOUR = timedelta(hours=1)


def begin(*, at: datetime) -> int:
    """Give the demo's offices something to do today; returns how many matters were opened."""
    for number, (name, age, home) in enumerate(FOUND):
        case = _received("home.nashik", "Nashik", name, age, home, at=at - (2 + 9 * number) * HOUR)
        if number == 1:
            care.produce(actor=acting("home.nashik"), matter_id=case.pk, at=at - 6 * HOUR)
    _inquired(case, at=at - 3 * HOUR)
    _received("home.pune", "Pune", "राजू", 10, "Satara", at=at - 5 * HOUR)
    told = {
        "caller_kind": "neighbour", "need": "lost_child", "triage": "amber", "told": "गली में एक बच्चा अकेला रो रहा है",
        "name": "", "sex": "boy", "age": {"value": 6, "basis": "told"}, "place": _place("Gaya"),
    }  # fmt: skip
    helpline.record(actor=acting("helpline.bihar"), at=at - HOUR / 3, answers=told)
    return len(FOUND) + 2


def acting(username: str) -> Actor:
    """Act as the holder of a demo login from here on."""
    who = from_posting(Posting.objects.select_related("office", "account").get(account__username=username))
    session.bind(who, act="country.work")
    return who


def _place(name: str) -> dict[str, int]:
    found = District.objects.filter(name_en=name).order_by("code").first()
    assert found is not None
    return {"state": found.state_id, "district": found.code}


def _received(login: str, town: str, name: str, age: int, home: str, *, at: datetime) -> Matter:
    """A home receives a child at an hour of the last day."""
    actor = acting(login)
    unit = Unit.objects.get(office__no=actor.office_no)
    answers: dict[str, Any] = {
        "name": name, "sex": "boy" if "boy" in unit.sexes else "girl", "age": {"value": age, "basis": "apparent"},
        "languages": ["hi"], "found_at": (at - 3 * HOUR).isoformat(), "found_place": _place(town),
        "found_text": "रेलवे स्टेशन", "charge_at": (at - 2 * HOUR).isoformat(), "journey_minutes": 45,
        "received_at": at.isoformat(), "producer_kind": "railway_police", "home_says": home,
        "marks": [{"kind": "mole", "part": "cheek", "side": "left", "text": ""}],
    }  # fmt: skip
    return admission.admit(actor=actor, at=at, answers=answers)


def _inquired(case: Matter, *, at: datetime) -> None:
    """A sitting of three places the child and asks for the social investigation."""
    care.produce(actor=acting("home.nashik"), matter_id=case.pk, at=at - HOUR)
    chair = acting("cwc.nashik")
    sitting = sittings.open_sitting(actor=chair, at=at)
    for member in ("cwc.nashik.2", "cwc.nashik.3"):
        sittings.attend(actor=acting(member), sitting_id=sitting.pk, at=at)
    ids: dict[str, Any] = {"actor": acting("cwc.nashik"), "matter_id": case.pk, "sitting_id": sitting.pk, "at": at}
    day = ist_date(at)
    home = Posting.objects.get(account__username="home.nashik").office_id
    placed = {"period_from": f"{day}", "period_to": f"{day + timedelta(days=90)}", "reason": "safe", "home": f"{home}"}
    care.begin_inquiry(home_id=home, answers=placed, **ids)
    care.order_investigation(answers={"due_on": f"{day + timedelta(days=15)}", "questions": "परिवार कहाँ है"}, **ids)
    sittings.close_sitting(actor=chair, sitting_id=sitting.pk, at=at)
