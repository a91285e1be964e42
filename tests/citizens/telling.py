"""What citizens tell in the tests, and reading what came of it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.journeys.story import place
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.citizens import actions
from vatsalya.citizens.actions import Receipt
from vatsalya.matters.models import Matter
from vatsalya.notices.models import Message, Notice

AT = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)
PHONE = "9000000001"


def sighting(**more: Any) -> dict[str, Any]:
    """A child seen at the station of Gaya."""
    return {
        "danger": "no",
        "place": place("Gaya"),
        "place_text": "Gaya Junction, platform 3",
        "seen_at": (AT - timedelta(hours=1)).isoformat(),
        "doing": "crying",
        "company": "alone",
        "age_band": "b6_11",
        "sex": "boy",
        "clothes": "red shirt",
        "good_faith": ["true_word", "no_post"],
        **more,
    }


def missing(**more: Any) -> dict[str, Any]:
    """A son missing since yesterday."""
    return {
        "name": "अंकित",
        "sex": "boy",
        "age": {"value": 14, "basis": "told"},
        "last_seen_at": (AT - timedelta(hours=20)).isoformat(),
        "last_seen_place": place("Gaya"),
        "reporter_name": "Sunita",
        "reporter_relation": "mother",
        "reporter_phone": PHONE,
        "good_faith": ["true_word", "no_post"],
        **more,
    }


def lodge(what: str, answers: dict[str, Any], *, confirmed: bool | None = None, **more: Any) -> Receipt:
    """Lodge a report as the page does."""
    known = bool(answers.get("reporter_phone")) if confirmed is None else confirmed
    asked: dict[str, Any] = {"lang": "hi", "address": "10.0.0.1", "at": AT} | more
    return actions.lodge(what=what, answers=answers, confirmed=known, **asked)


def row(receipt: Receipt) -> Matter:
    """The matter of a receipt, with everybody's eyes."""
    session.bind(machine("test"))
    return Matter.unscoped.select_related("office", "citizen_report", "child").get(pk=receipt.matter_id)


def told(receipt: Receipt) -> dict[int, str]:
    """Which office was told what of a report, at once."""
    return {n.to_no: n.code for n in Notice.objects.filter(matter_id=receipt.matter_id)}


def texts() -> list[str]:
    """The text messages that wait, oldest first."""
    return [m.body for m in Message.objects.order_by("pk")]
