"""A family follows its own report: number and a code by text message, plain words, nothing about anybody else."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE
from vatsalya.accounts import otp
from vatsalya.law.load import law
from vatsalya.matters import numbers
from vatsalya.matters.models import Link, Matter, Move
from vatsalya.notices import actions as notices
from vatsalya.offices import queries as offices
from vatsalya.people import vault

from .models import MissingReport

PURPOSE = "track"


def ask(*, number: str, address: str | None, at: datetime) -> UUID:
    """Send a code to the telephone that was given with the report; says the same for numbers that nobody has."""
    number = numbers.asked(number)
    with session.engine():
        matter = gate.visible(ENGINE, Matter).filter(number=number, kind="missing").first()
        phone = vault.read_for_engine(matter.child_id).get("reporter_phone", "") if matter else ""
        challenge, code = otp.issue(
            purpose=PURPOSE, about=str(matter.pk if matter else ""), phone=phone or number, address=address, at=at
        )
        if matter and phone:
            _send(matter, phone, code, at)
    return challenge


def _send(matter: Matter, phone: str, code: str, at: datetime) -> None:
    report = gate.visible(ENGINE, MissingReport).get(pk=matter.pk)
    with override(report.reporter_language if report.reporter_language in dict(settings.LANGUAGES) else "hi"):
        body = _("Code %(code)s for your report %(number)s. Tell it to nobody.") % {
            "code": code,
            "number": matter.number,
        }
    notices.text(phone=phone, template="track.code", body=body, at=at)


def answer(*, challenge: UUID, code: str, at: datetime) -> str:
    """The report's id when the code is right; raises Refused otherwise."""
    return otp.check(challenge_id=challenge, purpose=PURPOSE, code=code, at=at)


def read(*, matter_id: str, lang: str) -> dict[str, Any] | None:
    """What happened to one's own report, in plain words; no home, no officer's name, no other child."""
    with session.engine():
        report = (
            gate.visible(ENGINE, Matter).filter(pk=matter_id or None, kind="missing").select_related("office").first()
        )
        if report is None:
            return None
        link = gate.visible(ENGINE, Link).filter(matter=report, kind="same_child").first()
        case = gate.visible(ENGINE, Matter).filter(pk=link.other).select_related("office").first() if link else None
        moves = [
            *gate.visible(ENGINE, Move).filter(matter=report),
            *(gate.visible(ENGINE, Move).filter(matter=case, at__gte=link.at) if case and link else []),
        ]
        # of one instant the family's own report comes first: the child is before the Committee, then it inquires
        steps = _steps(sorted(moves, key=lambda m: (m.at, m.matter_id != report.pk, m.pk)), report, case, lang)
    holder = case.office if case else report.office
    nodal = offices.in_district("nodal", report.district_code)
    return {
        "number": report.number,
        "steps": steps,
        "closed": report.closed_at is not None,
        "status": steps[-1]["words"] if steps else "",
        "tone": "done" if report.state in ("RESTORED", "CLOSED") else "calm",
        "who": _contact(holder, lang),
        "station": _contact(report.office, lang),
        "nodal": _contact(nodal, lang) if nodal else None,
    }


def _contact(office: Any, lang: str) -> dict[str, str]:
    return {"office": getattr(office, f"name_{lang}"), "phone": office.phone}


def _plain(kind: str, move: Move, lang: str) -> str:
    """What a step means to the family; one that leads back says so, and not once more what was reached before."""
    own = f"track.{kind}.{move.name}"
    if law().has_words(own):
        return law().words(own, lang)
    return law().machine(kind).states[move.to_state].plain[lang]


def _steps(moves: list[Move], report: Matter, case: Matter | None, lang: str) -> list[dict[str, Any]]:
    """Each new state once, in plain words, oldest first."""
    rows: list[dict[str, Any]] = []
    for move in moves:
        kind = "missing" if move.matter_id == report.pk else "cncp"
        if move.to_state == move.from_state:
            continue
        words = _plain(kind, move, lang)
        if rows and rows[-1]["words"] == words:
            continue
        rows.append({"at": move.at, "words": words, "by": "", "tone": "done"})
    if rows:
        rows[-1]["tone"] = "now"
    return rows
