"""Open work for the demo's Board: a child on the way to it, one at home and called, one placed and inquired into."""

from datetime import datetime, timedelta
from typing import Any

from vatsalya.ccl import hearing, police
from vatsalya.law.load import law
from vatsalya.lib.clock import ist_date
from vatsalya.matters.models import Matter
from vatsalya.offices.models import Office, Posting

from .work import HOUR, acting


def begin(*, at: datetime) -> int:
    """Three invented children before the Board of Nashik; returns how many."""
    _told("मोहन", 16, "309(4)", at=at - 5 * HOUR, apprehended=True)
    _told("सीमा", 14, "303(2)", at=at - 30 * HOUR, apprehended=False, sex="girl")
    _placed(_told("अर्जुन", 17, "117(2)", at=at - 20 * HOUR, apprehended=True), at=at - 4 * HOUR)
    return 3


def _told(name: str, age: int, section: str, *, at: datetime, apprehended: bool, sex: str = "boy") -> Matter:
    """The station writes a child down."""
    told = police.Report(
        apprehended=apprehended, name=name, sex=sex, age=age, offence_on=ist_date(at - 24 * HOUR),
        sections=(police.Said("BNS", section),), circumstances="बाज़ार में झगड़े के बाद शिकायत हुई", diary_no="GD 14/2026",
        taken_at=at - HOUR if apprehended else None, journey_minutes=30,
        best_interest="घर के बाहर भीड़ से बच्चे को ख़तरा है" if apprehended else "",
        checks=tuple(law().codes("apprehension_checks")),
    )  # fmt: skip
    return police.report(actor=acting("police.nashik"), at=at, told=told)


def _placed(matter: Matter, *, at: datetime) -> None:
    """A member alone places the child and asks for the social investigation."""
    ids: dict[str, Any] = {"matter_id": matter.pk, "at": at}
    police.tell_family(actor=acting("police.nashik"), words="माता को फ़ोन से बताया", **ids)
    police.produce(actor=acting("police.nashik"), **ids)
    day = ist_date(at)
    home = Office.objects.get(postings__account__username="observation.nashik")
    answers = {
        "home": f"{home.pk}", "home_kind": "observation_home", "period_from": f"{day}", "bail_refused": ["danger"],
        "period_to": f"{day + timedelta(days=14)}", "next_date": f"{day + timedelta(days=14)}",
        "reason": "भीड़ अब भी घर के पास है",
    }  # fmt: skip
    hearing.place(actor=acting("jjb.nashik.2"), answers=answers, **ids)
    officer = Posting.objects.get(account__username="probation.nashik").pk
    asked = {"addressee_as": "probation_officer", "due_on": f"{day + timedelta(days=13)}"}
    hearing.order_investigation(actor=acting("jjb.nashik.2"), officer_id=officer, answers=asked, **ids)
