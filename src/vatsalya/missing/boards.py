"""What the police's boards show: a station's own work, the district's stations, the complaints as they come."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery

from vatsalya.access import gate
from vatsalya.access.actor import Actor
from vatsalya.law.load import law
from vatsalya.lib.clock import ist_date
from vatsalya.matters import queries as matters
from vatsalya.matters.models import Clock, Matter
from vatsalya.offices import queries as offices
from vatsalya.offices.models import Office

from . import merged
from .models import Ending, Pair

#: Bands of R02: code, from, to (days since the child was last seen).
BANDS = (
    ("d1", 0, 1),
    ("d7", 1, 7),
    ("d30", 7, 30),
    ("m4", 30, 120),
    ("m12", 120, 365),
    ("y3", 365, 1095),
    ("y7", 1095, 2555),
    ("more", 2555, None),
)
#: The clocks of the station's desk, in the order in which they press.
DESK_CLOCKS = ("T67", "T68", "T70", "D-WANTED", "D-PHOTO", "D-CIRCULATE", "D-DLSA", "D-ZERO", "D-SECOND", "T69", "T69B")
STATIONS = ("ps", "rail_post")


def in_band(name: str, at: datetime) -> Q:
    """Reports whose child was last seen so long ago."""
    _, low, high = next(band for band in BANDS if band[0] == name)
    found = Q(missing_report__last_seen_at__lte=at - timedelta(days=low))
    return found if high is None else found & Q(missing_report__last_seen_at__gt=at - timedelta(days=high))


def open_reports(actor: Actor) -> QuerySet[Matter]:
    """Reports in which a child is still looked for, those who have turned eighteen among them."""
    return gate.visible(actor, Matter).filter(kind="missing", closed_at=None, missing_report__traced_at=None)


def each_child(actor: Actor) -> QuerySet[Matter]:
    """The same, each child once: two files that were joined are one line."""
    return merged.one_each(open_reports(actor), actor=actor)


def due(*, actor: Actor, limit: int = 30, late_at: datetime | None = None) -> list[Clock]:
    """The clocks of the police in the actor's reports, the earliest due first; only the late ones if asked."""
    rows = gate.visible(actor, Clock).filter(stopped_at=None, matter__kind="missing", code__in=DESK_CLOCKS)
    rows = rows.filter(matters.late(late_at)) if late_at else rows
    return list(rows.select_related("matter").order_by("due_at", "pk")[:limit])


def late_counts(*, actor: Actor, at: datetime) -> dict[str, int]:
    """How many clocks of each kind have run out."""
    rows = gate.visible(actor, Clock).filter(stopped_at=None, matter__kind="missing", code__in=DESK_CLOCKS)
    return dict(rows.filter(matters.late(at)).order_by().values_list("code").annotate(n=Count("pk")))


def to_check(*, actor: Actor) -> int:
    """Possible matches that wait for the actor's office."""
    rows = gate.visible(actor, Pair).filter(verdict="possible")
    mine = Q(missing_no=actor.office_no, missing_says="") | Q(found_no=actor.office_no, found_says="")
    return rows.filter(mine).count()


def endings_to_answer(*, actor: Actor) -> list[Ending]:
    """Closings that somebody else asked for and that wait for a second officer."""
    rows = gate.visible(actor, Ending).filter(agreed=None).exclude(asked_by=actor.account_id)
    return list(rows.select_related("matter").order_by("asked_at")[:20])


def complaints(*, actor: Actor, limit: int = 50) -> list[Matter]:
    """Reports of the area as they press: those nobody acknowledged by the time left, then the newest others."""
    rows = gate.visible(actor, Matter).filter(kind="missing")
    waits = gate.visible(actor, Clock).filter(matter=OuterRef("pk"), code="D-NODAL", stopped_at=None)
    found = rows.annotate(unacknowledged=Exists(waits), due=Subquery(waits.order_by("due_at").values("due_at")[:1]))
    found = found.select_related("missing_report", "office", "child")
    return list(found.order_by(F("due").asc(nulls_last=True), "-opened_at", "pk")[:limit])


@dataclass
class Station:
    """A line of the district's board."""

    no: int
    name: str
    open: int = 0
    without_fir: int = 0
    without_photo: int = 0
    bands: Counter[str] = field(default_factory=Counter)
    last_entry_at: datetime | None = None
    silent: bool = False


def stations(*, actor: Actor, district_code: int, at: datetime, lang: str) -> list[Station]:
    """Every station and railway post of the district: open reports, age, FIR, photo, last entry."""
    rows = Office.objects.filter(kind__in=STATIONS, district_id=district_code, valid_to=None).order_by("kind", "no")
    lines = {o.no: Station(o.no, getattr(o, f"name_{lang}")) for o in rows}
    for line in _counted(actor, at):
        if line["unit_no"] in lines:
            _fill(lines[line["unit_no"]], line)
    entries = gate.visible(actor, Matter).filter(kind="missing").order_by().values_list("unit_no")
    for unit_no, last in entries.annotate(last=Max("changed_at")):
        if unit_no in lines:
            lines[unit_no].last_entry_at = last
    silent_before = at - timedelta(days=silence_days(actor, at))
    for line in lines.values():
        line.silent = line.last_entry_at is None or line.last_entry_at < silent_before
    return list(lines.values())


def _counted(actor: Actor, at: datetime) -> QuerySet[Any, Any]:
    no_photo = gate.visible(actor, Clock).filter(matter=OuterRef("pk"), code="D-PHOTO", stopped_at=None)
    bands = {f"band_{name}": Count("pk", filter=in_band(name, at)) for name, _, _ in BANDS}
    rows = open_reports(actor).annotate(no_photo=Exists(no_photo)).order_by().values("unit_no")
    return rows.annotate(
        n=Count("pk"),
        no_fir=Count("pk", filter=Q(missing_report__fir_no="")),
        photo=Count("pk", filter=Q(no_photo=True)),
        **bands,
    )


def _fill(line: Station, counted: dict[str, Any]) -> None:
    line.open, line.without_fir, line.without_photo = counted["n"], counted["no_fir"], counted["photo"]
    line.bands = Counter({name: counted[f"band_{name}"] for name, _, _ in BANDS})


def silence_days(actor: Actor, at: datetime) -> int:
    """After how many days without an entry a station counts as silent (the State's own rule, else the model's)."""
    state = offices.by_no(actor.office_no).state
    return int(law().option(state.abbr if state else None, "silence.days", ist_date(at)))
