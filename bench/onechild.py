"""One child's journey on the benchmark's country, as far as its pages need it: made once, then found again."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction

from vatsalya.access import session
from vatsalya.access.actor import Actor, from_posting, machine
from vatsalya.cncp import actions as care
from vatsalya.helpline import actions as helpline
from vatsalya.lib.clock import now
from vatsalya.matters.models import Matter
from vatsalya.missing import actions as missing
from vatsalya.missing import admission
from vatsalya.missing.models import Pair
from vatsalya.offices.models import Posting
from vatsalya.places.models import District
from vatsalya.sittings import actions as sittings
from vatsalya.sittings import queries as sitting_now

MARK = [{"kind": "scar", "part": "eyebrow", "side": "left", "text": ""}]
PHONE = "0000099999"


@dataclass(frozen=True)
class OneChild:
    """What the pages are asked with."""

    report: Matter
    pair: Pair
    case: Matter
    sitting: Any
    call: Matter


def actor(username: str) -> Actor:
    """Somebody of the demo."""
    return from_posting(Posting.objects.select_related("office", "account").get(account__username=username))


def place(name: str) -> dict[str, int]:
    """A district as a form's answer."""
    found = District.objects.get(name_en=name)
    return {"state": found.state_id, "district": found.code}


def asked(**more: Any) -> dict[str, Any]:
    """What the mother tells."""
    return {
        "name": "अंकित कुमार", "sex": "boy", "age": {"value": 9, "basis": "told"}, "languages": ["mag"],
        "last_seen_at": (now() - timedelta(days=11)).isoformat(), "last_seen_place": place("Gaya"),
        "last_seen_text": "गया जंक्शन", "home_place": place("Gaya"), "father": "राजेश", "marks": MARK,
        "reporter_name": "सुनीता", "reporter_relation": "mother", "reporter_phone": PHONE,
    } | more  # fmt: skip


def _acting(username: str) -> Actor:
    who = actor(username)
    session.bind(who)
    return who


@transaction.atomic
def made() -> OneChild:
    """The child of an earlier run, else a new one: reported, called about, admitted, matched, before a sitting."""
    station = actor("police.gaya").office_no
    session.bind(machine("bench"))
    ours = Pair.unscoped.filter(missing_no=station, found_no=actor("cwc.nashik").office_no, verdict="possible")
    pair = ours.select_related("missing").order_by("-bits").first()
    return _found(pair) if pair else _new()


def _found(pair: Pair) -> OneChild:
    case = Matter.unscoped.get(pk=pair.found)
    call = Matter.unscoped.filter(kind="helpline", opened_at__gte=pair.missing.opened_at).latest("opened_at")
    return OneChild(pair.missing, pair, case, _sitting(), call)


def _sitting() -> Any:
    chair = _acting("cwc.nashik")
    return sitting_now.running(chair.office_no, at=now()) or sittings.open_sitting(actor=chair, at=now())


def _new() -> OneChild:
    at = now()
    report = missing.register(actor=_acting("police.gaya"), at=at, answers=asked())
    told = {"caller_kind": "neighbour", "need": "lost_child", "triage": "amber", "told": "अंकित घर नहीं लौटा",
            "name": "अंकित", "sex": "boy", "age": {"value": 9, "basis": "told"}, "place": place("Gaya")}  # fmt: skip
    call = helpline.record(actor=_acting("helpline.gaya"), at=at, answers=told)
    case = admission.admit(actor=_acting("home.nashik"), at=at, answers={
        "name": "Ankeet", "sex": "boy", "age": {"value": 10, "basis": "apparent"}, "languages": ["mag"], "marks": MARK,
        "found_at": (at - timedelta(hours=6)).isoformat(), "found_place": place("Nashik"), "found_text": "Igatpuri",
        "charge_at": (at - timedelta(hours=5)).isoformat(), "received_at": (at - timedelta(hours=3)).isoformat(),
        "journey_minutes": 90, "producer_kind": "railway_police", "home_says": "Gaya",
    })  # fmt: skip
    care.produce(actor=_acting("home.nashik"), matter_id=case.pk, at=at)
    session.bind(machine("bench"))
    pair = Pair.unscoped.select_related("missing").get(missing=report, found=case.pk)
    return OneChild(report, pair, case, _sitting(), call)
