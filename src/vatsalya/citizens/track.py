"""A citizen follows the report: number and code, or number and phrase; plain words, nothing about anybody else."""

from datetime import datetime
from hmac import compare_digest
from typing import Any
from uuid import UUID

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE
from vatsalya.accounts import otp
from vatsalya.law.load import law
from vatsalya.lib.errors import Refusal, Refused
from vatsalya.lib.ids import number_in
from vatsalya.matters.models import Link, Matter, Move
from vatsalya.missing.track import PURPOSE
from vatsalya.notices import actions as notices
from vatsalya.offices import queries as offices
from vatsalya.people import vault
from vatsalya.people.models import Vault

from . import ending, home, prints
from .models import CitizenReport, Repeat

#: Before the id of what a code or phrase opens, so that the page knows which reading to ask for.
MINE = "citizen:"
Row = CitizenReport | Repeat
#: Outcomes that are good news.
FOUND = ("child_produced", "came_home", "linked")


def _row(number: str) -> Row | None:
    """A report, or one that said the same as another, by its own number."""
    number = number_in(number)
    if not number:
        return None
    report = gate.visible(ENGINE, CitizenReport).filter(matter__number=number).select_related("matter").first()
    return report or gate.visible(ENGINE, Repeat).filter(number=number).select_related("matter").first()


def ask(*, number: str, address: str | None, at: datetime) -> UUID | None:
    """Send a code to the number that was confirmed with this report; None when the number is not one of ours."""
    with session.engine():
        row = _row(number)
        if row is None:
            return None
        phone = _phone(row) if row.phone_hmac else ""
        challenge, code = otp.issue(
            purpose=PURPOSE, about=f"{MINE}{row.matter_id}", phone=phone or number, address=address, at=at
        )
        if phone:
            body = law().words("citizen.sms_code", row.language, digits=code)
            notices.text(phone=phone, template="track.code", body=body, at=at)
    return challenge


def _phone(row: Row) -> str:
    sealed = gate.visible(ENGINE, Vault).get(child_id=row.matter.child_id)
    return str(vault.unlock(sealed.child_id, sealed.key, row.answers).get("reporter_phone", ""))


def by_phrase(*, number: str, phrase: str, address: str | None, at: datetime) -> str:
    """What an anonymous reporter opens with the phrase that was shown once; tries are counted."""
    otp.issue(purpose="phrase", about="", phone=number[:40], address=address, at=at)
    typed = "".join(str(int(c)) if c.isdecimal() else c for c in phrase.upper() if c.isalnum())
    typed = "-".join(typed[i : i + 4] for i in range(0, 12, 4))
    with session.engine():
        row = _row(number)
        kept = bytes(row.phrase_digest) if row and row.phrase_digest else b""
    if row is None or not compare_digest(kept, prints.keyed("phrase", typed)):
        raise Refused(Refusal("citizen.phrase_wrong"))
    return f"{MINE}{row.matter_id}"


def read(*, opened: str, lang: str) -> dict[str, Any] | None:
    """What happened to one's report, and who has it with which telephone."""
    matter_id = opened.removeprefix(MINE)
    with session.engine():
        rows = gate.visible(ENGINE, CitizenReport).filter(pk=matter_id or None)
        report = rows.select_related("matter__office").first()
        if report is None:
            return None
        matter = report.matter
        steps = _steps(matter, report, lang)
        waits = home.waits(matter_id)
        missing = _registered(matter)
    nodal = offices.in_district("nodal", matter.district_code)
    return {
        "number": matter.number,
        "steps": steps,
        "closed": matter.closed_at is not None,
        "status": steps[-1]["words"] if steps else "",
        "tone": "soon" if matter.state == ending.ASKED else "done" if report.outcome in FOUND else "calm",
        "who": _contact(matter.office, lang),
        "station": _contact(matter.office, lang),
        "nodal": _contact(nodal, lang) if nodal else None,
        "next_words": law().words("citizen.follow_missing", lang, number=missing) if missing else "",
        "may_say_home": report.what == "missing" and matter.closed_at is None and not waits,
        "home_waits": waits,
        "may_say_missing": ending.may_object(matter, report),
    }


def _registered(matter: Matter) -> str:
    """The number of the missing report that came of this one."""
    link = gate.visible(ENGINE, Link).filter(matter=matter, kind="citizen_report").first()
    other = gate.visible(ENGINE, Matter).filter(pk=link.other).first() if link else None
    return other.number if other else ""


def _contact(office: Any, lang: str) -> dict[str, str]:
    return {"office": getattr(office, f"name_{lang}"), "phone": office.phone}


def _steps(matter: Matter, report: CitizenReport, lang: str) -> list[dict[str, Any]]:
    """Each new state once, in plain words; the last is the answer."""
    rows, states = [], law().machine("citizen").states
    for move in gate.visible(ENGINE, Move).filter(matter=matter).order_by("at", "pk"):
        if move.to_state == move.from_state:
            continue
        words = states[move.to_state].plain[lang]
        if move.to_state == "CLOSED":
            words = law().words(f"citizen.told.{move.facts.get('outcome') or report.outcome}", lang)
        rows.append({"at": move.at, "words": words, "by": "", "tone": "done"})
    if rows:
        rows[-1]["tone"] = "now"
    return rows
