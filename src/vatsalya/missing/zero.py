"""The zero FIR goes to the station of the place: asked, then taken or refused; always one owner."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.lib.errors import Refusal, Refused
from vatsalya.matters import actions as matters
from vatsalya.matters.models import Matter
from vatsalya.notices import actions as notices
from vatsalya.offices import queries as offices
from vatsalya.offices.models import Office

from .models import MissingReport, ZeroFir

STATIONS = ("ps", "rail_post")


@transaction.atomic
def ask(*, actor: Actor, matter_id: UUID, at: datetime, station_no: int) -> ZeroFir:
    """Ask the station of the place of occurrence to take the zero FIR over."""
    matter = matters.see(actor, matter_id, act="zero.ask", lock=True)
    station = Office.objects.filter(no=station_no, kind__in=STATIONS, valid_to=None).first()
    if station is None or station.no == matter.unit_no:
        raise Refused(Refusal("zero.no_station"))
    matters.move(matter, "propose_zero", actor=actor, at=at, record={"to": station.no})
    report = gate.visible(ENGINE, MissingReport).get(pk=matter.pk)
    asked = ZeroFir.objects.create(
        matter=matter,
        number=matter.number,
        fir_no=report.fir_no,
        fir_on=report.fir_on,
        from_no=matter.unit_no,
        to_no=station.no,
        asked_at=at,
        unit_no=matter.unit_no,
        shared_with=[station.no],
        realm="missing",
    )
    notices.tell(to_no=station.no, code="missing.propose_zero", matter_id=asked.pk, number=matter.number, at=at)
    return asked


@transaction.atomic
def answer(*, actor: Actor, zero_id: UUID, at: datetime, takes: bool) -> ZeroFir:
    """The asked station takes the report over, whole and at once, or refuses it."""
    asked = gate.get(actor, "zero.answer", ZeroFir, zero_id, lock=True)
    with session.engine():
        matter = gate.visible(ENGINE, Matter).select_for_update(of=("self",)).get(pk=asked.matter_id)
        matters.move(matter, "accept_zero" if takes else "refuse_zero", actor=actor, at=at, zero=asked)
        asked.taken, asked.answered_at = takes, at
        asked.save(update_fields=["taken", "answered_at"])
        if takes:
            station = offices.by_no(asked.to_no)
            matters.transfer_to(matter, office=station, district_code=station.district_id or 0, at=at)
            gate.visible(ENGINE, MissingReport).filter(pk=matter.pk).update(zero_fir=False)
    return asked


def to_answer(*, actor: Actor) -> QuerySet[ZeroFir]:
    """Zero FIRs that wait for the answer of the actor's station."""
    return gate.visible(actor, ZeroFir).filter(to_no=actor.office_no, taken=None).order_by("asked_at")


def of_report(*, actor: Actor, matter_id: UUID) -> ZeroFir | None:
    """The latest question about a report's zero FIR."""
    return gate.visible(actor, ZeroFir).filter(matter_id=matter_id).order_by("-asked_at").first()


def read(*, actor: Actor, zero_id: UUID) -> ZeroFir:
    """A zero FIR as the asked station sees it: number, FIR, station; not the child."""
    return gate.get(actor, "zero.answer", ZeroFir, zero_id)
