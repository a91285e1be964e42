"""Ordering and filing social investigations; scheduling and recording follow-ups."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.law.load import law
from vatsalya.lib.clock import ist_date
from vatsalya.lib.errors import NotVisible, Refusal, Refused
from vatsalya.matters import clocks, shares
from vatsalya.matters.models import Clock, Matter
from vatsalya.notices import actions as notices
from vatsalya.offices import queries as offices
from vatsalya.offices.models import Office
from vatsalya.papers import actions as papers
from vatsalya.papers.models import Paper
from vatsalya.places import queries as places

from .models import FollowUp, Investigation


@transaction.atomic
def order_investigation(*, matter: Matter, order: Paper, office: Office, at: datetime) -> Investigation:
    """Ask an office for a social investigation, by a day (Form 21; s.36(2): fifteen days)."""
    clock = matter.clock("T12")
    with session.engine():
        made = Investigation.objects.create(
            matter=matter,
            office=office,
            order=order,
            ordered_at=at,
            due_at=clock.due_at if clock else at + timedelta(days=16),
        )
    shares.share(matter, number=office.no, ground="investigation", at=at)
    notices.tell(to_no=office.no, code="sir.ordered", matter_id=matter.pk, number=matter.number, at=at)
    return made


@transaction.atomic
def pass_on(*, matter: Matter, office: Office | None, at: datetime) -> None:
    """After a transfer the unit of the new district owes what was ordered and not filed; its time runs on (s.36(2))."""
    found = open_investigation(matter)
    if found is None or office is None or found.office_id == office.pk:
        return
    with session.engine():
        gate.visible(ENGINE, Investigation).filter(pk=found.pk).update(office=office, assigned_to=None)
    shares.share(matter, number=office.no, ground="investigation", at=at)
    notices.tell(to_no=office.no, code="sir.passed_on", matter_id=matter.pk, number=matter.number, at=at)
    worker = [-found.assigned_to_id] if found.assigned_to_id else []
    for number in (found.office.no, *worker):
        notices.tell(to_no=number, code="sir.passed_away", matter_id=None, number=matter.number, at=at)


@transaction.atomic
def assign(*, actor: Actor, investigation_id: int, posting_id: int, at: datetime) -> Investigation:
    """The District Child Protection Officer gives an investigation to a worker of the unit or of a local NGO.

    From then on that person sees this one child, and no other of the office.
    """
    found = gate.get(actor, "sir.assign", Investigation, investigation_id, lock=True, related=("matter", "office"))
    worker = next((one for one in offices.workers(actor.office_no, at) if one.pk == posting_id), None)
    if worker is None:
        raise Refused(Refusal("sir.worker_of_own_office"))
    if found.assigned_to_id not in (None, worker.pk):
        shares.end(found.matter, number=-found.assigned_to_id, ground="investigation", at=at)
    found.assigned_to = worker
    found.save(update_fields=["assigned_to"])
    shares.share(found.matter, number=-worker.pk, ground="investigation", at=at)
    notices.tell(to_no=-worker.pk, code="sir.assigned", matter_id=found.matter_id, number=found.matter.number, at=at)
    return found


def open_investigation(matter: Matter) -> Investigation | None:
    """The investigation that is still owed on a matter."""
    with session.engine():
        return gate.visible(ENGINE, Investigation).filter(matter=matter, filed_at=None).select_related("office").first()


@transaction.atomic
def record_report(*, matter: Matter, paper: Paper, at: datetime) -> None:
    """A signed Form 22 answers the order."""
    with session.engine():
        gate.visible(ENGINE, Investigation).filter(matter=matter, filed_at=None).update(report=paper, filed_at=at)


@transaction.atomic
def schedule(*, matter: Matter, office: Office, at: datetime) -> list[FollowUp]:
    """Put all visits after a restoration on the calendar, by the State's intervals (days)."""
    state = places.district(matter.district_code).state.abbr
    intervals = law().option(state, "followup.days", ist_date(at), (15, 60, 180, 270, 365, 455, 545, 640, 730))
    made = []
    with session.engine():
        before = gate.visible(ENGINE, FollowUp).filter(matter=matter).count()  # of an earlier homecoming
        for part, days in enumerate(intervals, start=before + 1):
            due = at + timedelta(days=days)
            made.append(FollowUp.objects.create(matter=matter, office=office, part=part, due_at=due))
            clocks.start(matter, "T55", at=at, part=part, due_at=due)
    shares.share(matter, number=office.no, ground="follow_up", at=at)
    return made


@transaction.atomic
def file_follow_up(*, actor: Actor, follow_up_id: int, at: datetime, answers: dict[str, Any]) -> FollowUp:
    """Record a visit: is the child safe? An unsafe child is told to the Committee at once."""
    visit = gate.get(actor, "followup.file", FollowUp, follow_up_id, lock=True, related=("matter", "office"))
    if visit.done_at:
        raise Refused(Refusal("twice"))
    _check_visit(visit, answers)
    visit.report = papers.sign("followup", matter=visit.matter, actor=actor, at=at, answers=answers)
    visit.done_at, visit.child_safe = at, _is_safe(answers)
    with session.engine():
        visit.save(update_fields=["report", "done_at", "child_safe"])
        gate.visible(ENGINE, Clock).filter(matter=visit.matter, code="T55", part=visit.part, stopped_at=None).update(
            stopped_at=at, next_look_at=None
        )
    if not visit.child_safe:
        for number in {visit.matter.unit_no, visit.office.no}:
            matter = visit.matter
            notices.tell(to_no=number, code="followup.unsafe", matter_id=matter.pk, number=matter.number, at=at)
    return visit


def _is_safe(answers: dict[str, Any]) -> bool:
    """A child who is not there, is beaten or abused is not safe, whatever stands in the last box."""

    def told(key: str) -> bool:
        return answers.get(key) in (True, "yes")

    return told("safe") and told("child_present") and not told("beaten") and not told("abuse")


@transaction.atomic
def end_visits(*, matter: Matter, at: datetime) -> None:
    """The child is home no longer: visits that are still owed end, without a report."""
    with session.engine():
        gate.visible(ENGINE, FollowUp).filter(matter=matter, done_at=None).update(done_at=at)


def _check_visit(visit: FollowUp, answers: dict[str, Any]) -> None:
    """A visit belongs to its own time: after the child came home, and after the visit before it was due (R.82)."""
    told = date.fromisoformat(f"{answers['visited_on']}"[:10])
    clock = visit.matter.clock("T55")
    home = ist_date(clock.started_at) if clock else told
    if told < home:
        raise Refused(Refusal("followup.before_home", field="visited_on", day=f"{home:%d-%m-%Y}"))
    rows = gate.visible(ENGINE, FollowUp).filter(matter=visit.matter, part=visit.part - 1)
    if clock:  # visits of an earlier homecoming ended before this one
        rows = rows.exclude(done_at__lte=clock.started_at)
    earlier = rows.first()
    opens = ist_date(earlier.due_at - timedelta(microseconds=1)) if earlier else home
    if told < opens:
        raise Refused(Refusal("followup.too_early", field="visited_on", day=f"{opens:%d-%m-%Y}"))


def follow_up_of(*, actor: Actor, matter_id: UUID, follow_up_id: int) -> FollowUp:
    """A visit of this very case; raises NotVisible for one of another child."""
    found = gate.get(actor, "followup.file", FollowUp, follow_up_id)
    if found.matter_id != matter_id:
        raise NotVisible("plans_followup", follow_up_id, "followup.file")
    return found
