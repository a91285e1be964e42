"""Reading the Board's cases: own lists, homes, officers, reasons of a step."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from vatsalya.access import gate
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.institutions.models import Unit
from vatsalya.law.load import law
from vatsalya.matters.models import Matter
from vatsalya.offices import queries as offices
from vatsalya.offices.models import Office, Posting
from vatsalya.people import vault
from vatsalya.people.models import Vault

from .models import BoardCase, Certificate, Charge, Custody, Holder, Inquiry, Note

#: Where a case waits to be heard.
TO_HEAR = (
    "APPREHENDED", "NOTICE_ONLY", "OVERNIGHT", "PRODUCED", "RELEASED", "IN_CUSTODY", "AGE_INQUIRY", "INQUIRY",
    "EXTENDED_2M", "FURTHER_TIME", "PRELIM_ASSESSMENT", "RETAINED", "FOUND", "DISPOSITION", "BREACHED", "RECORD_HOLD",
)  # fmt: skip


def facts_of(matter: Matter) -> BoardCase:
    """The facts of a case that the gate let its caller through to, read once for each matter in hand."""
    found = matter._state.fields_cache.get("board_case")
    if found is None:
        found = gate.visible(ENGINE, BoardCase).select_related("board", "station", "end_signed_by").get(pk=matter.pk)
        matter._state.fields_cache["board_case"] = found
    return found


def listed(*, actor: Actor) -> QuerySet[Matter]:
    """The cases that this officer may open, the next date first."""
    rows = gate.visible(actor, Matter).filter(kind="ccl").select_related("office", "child", "board_case")
    return rows.order_by("board_case__next_on", "-opened_at", "pk")


def open_sir(matter: Matter) -> Inquiry | None:
    """The social investigation that is still owed."""
    return gate.visible(ENGINE, Inquiry).filter(matter=matter, filed_at=None).first()


def sir_filed(matter: Matter) -> bool:
    """True when a social investigation report lies before the Board."""
    return gate.visible(ENGINE, Inquiry).filter(matter=matter, filed_at__isnull=False).exists()


def inquiries(*, actor: Actor, matter_id: UUID) -> list[Inquiry]:
    """The social investigations of a case, oldest first."""
    rows = gate.visible(actor, Inquiry).filter(matter_id=matter_id)
    return list(rows.select_related("given_to__account").order_by("ordered_at"))


def custodies(*, actor: Actor, matter_id: UUID) -> list[Custody]:
    """Where the child stayed by order, newest first."""
    rows = gate.visible(actor, Custody).filter(matter_id=matter_id)
    return list(rows.select_related("home").order_by("-ordered_at"))


def staying(matter: Matter) -> Custody | None:
    """Where the child is now by order."""
    return gate.visible(ENGINE, Custody).filter(matter=matter, left_at=None).select_related("home").first()


def charges(*, actor: Actor, matter_id: UUID) -> list[Charge]:
    """The sections alleged, as they were from time to time, newest first."""
    return list(gate.visible(actor, Charge).filter(matter_id=matter_id).order_by("-at", "-pk"))


def notes(*, actor: Actor, matter: Matter) -> dict[int, str]:
    """The reasons that go with each step, opened with the child's key for somebody who has the case."""
    found = list(gate.visible(actor, Note).filter(matter=matter))
    sealed = gate.visible(actor, Vault).filter(child_id=matter.child_id).first() if found else None
    if sealed is None or sealed.key is None:
        return {}
    told: dict[int, str] = {}
    for one in sorted(found, key=lambda row: row.pk):
        words = vault.unlock_bytes(sealed, one.text).decode()
        told[one.move_id] = f"{told[one.move_id]}\n{words}" if one.move_id in told else words
    return told


def homes(district_code: int, state_code: int, categories: tuple[str, ...]) -> list[tuple[Office, str]]:
    """Homes of the Board of these categories with the category: those of the district first, then the State's."""
    units = Unit.objects.filter(office__kind="ccl_home", category__in=categories, office__valid_to=None)
    rows = units.filter(office__state_id=state_code).select_related("office")
    found = [(one.office, one.category) for one in rows]
    return sorted(found, key=lambda pair: (pair[0].district_id != district_code, pair[0].name_en))


def category(home: Office | None) -> str:
    """The category of a home of the Board; a Children's Home, a lock-up or any other place has none."""
    if home is None or home.kind != "ccl_home":
        return ""
    unit = Unit.objects.filter(office=home).first()
    return unit.category if unit else ""


def officers(district_code: int, at: datetime) -> list[Posting]:
    """The probation officers of the district's protection unit."""
    rows = offices.persons(offices.postings_in_force(at)).filter(role="probation_officer")
    return list(rows.filter(office__kind="dcpu", office__district_id=district_code).order_by("pk"))


def owed_by(*, actor: Actor) -> list[Inquiry]:
    """The reports that this probation officer owes, most urgent first."""
    rows = gate.visible(actor, Inquiry).filter(given_to_id=actor.posting_id, filed_at=None)
    return list(rows.select_related("matter").order_by("due_at"))


def to_ratify(*, actor: Actor) -> QuerySet[Matter]:
    """Orders of a single member that wait for the Board."""
    rows = gate.visible(actor, Matter).filter(kind="ccl", board_case__alone_at__isnull=False)
    return rows.select_related("child", "board_case").order_by("board_case__alone_at")


def holders(*, actor: Actor) -> list[Holder]:
    """Copies that this office was told to destroy, the open ones first."""
    own = gate.visible(actor, Holder).filter(unit_no__in=actor.own)
    return sorted(own, key=lambda one: (one.done_at is not None, one.asked_at))


def holders_of(case_id: UUID) -> list[Holder]:
    """Every office that was told to destroy its copy of a case; call it inside `session.engine()`."""
    return list(gate.visible(ENGINE, Holder).filter(case=case_id).select_related("office").order_by("asked_at", "pk"))


def certificate(number: str) -> Certificate | None:
    """The certificate of a destroyed record."""
    return Certificate.objects.filter(number=number).select_related("board", "signed_by__account").first()


def in_words(sections: list[dict[str, Any]], lang: str) -> list[str]:
    """Sections as an officer reads them."""
    table = law().offences
    found = []
    for one in sections:
        known = table.find(one["code"])
        found.append(f"{one['code']} · {known.label[lang]}" if known else one["code"])
    return found
