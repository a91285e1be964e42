"""FIRs that the police's own register knows, beside the reports here: what stands on one side only."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE, Actor

from .fir import plain
from .models import ExternalFir, MissingReport


@dataclass(frozen=True)
class Compared:
    """What stands on one side only."""

    outside_only: list[ExternalFir]
    here_only: list[MissingReport]


def note(*, station_no: int, fir_no: str, fir_on: date, at: datetime) -> ExternalFir:
    """Keep an FIR that another register told us of; the same one twice is one row."""
    with session.engine():
        return gate.visible(ENGINE, ExternalFir).get_or_create(
            station_no=station_no,
            fir_no=plain(fir_no),
            defaults={"fir_on": fir_on, "received_at": at, "unit_no": station_no, "realm": "missing"},
        )[0]


def outside_only(actor: Actor) -> QuerySet[ExternalFir]:
    """FIRs known outside without a report of that station here (numbers are kept without leading noughts)."""
    here = gate.visible(actor, MissingReport).filter(unit_no=OuterRef("station_no"), fir_no=OuterRef("fir_no"))
    return gate.visible(actor, ExternalFir).filter(~Exists(here)).order_by("fir_on", "pk")


def here_only(actor: Actor) -> QuerySet[MissingReport]:
    """Reports with an FIR that the other register does not know, of stations that it tells us of."""
    told = gate.visible(actor, ExternalFir).filter(station_no=OuterRef("unit_no"))
    same = told.filter(fir_no=OuterRef("fir_no"))
    rows = gate.visible(actor, MissingReport).exclude(fir_no="").filter(Exists(told), ~Exists(same))
    return rows.select_related("matter").order_by("fir_on", "pk")


#: So many of each list a board shows.
MOST = 50


def compare(*, actor: Actor, limit: int = MOST) -> Compared:
    """Both lists, the oldest first."""
    return Compared(list(outside_only(actor)[:limit]), list(here_only(actor)[:limit]))
