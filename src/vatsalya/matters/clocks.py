"""Starting, stopping and looking at clocks. A clock stores the instant it falls due."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Min

from vatsalya.law.count import due
from vatsalya.law.load import law
from vatsalya.lib.clock import IST, ist_date
from vatsalya.notices import actions as notices
from vatsalya.places import queries as places

from .models import Clock, Matter, Move
from .shares import audience


def start(
    matter: Matter, code: str, *, at: datetime, journey_minutes: int = 0, part: int = 0, due_at: datetime | None = None
) -> Clock:
    """Start a clock under the law of this day and State; a running one of the same kind stays."""
    running = Clock.unscoped.filter(matter=matter, code=code, part=part, stopped_at=None).first()
    if running:
        return running
    if due_at is None:
        rule = law().clock(code, state=_state(matter), on=ist_date(at))
        due_at = due(rule, at, journey_minutes)
    clock = Clock(matter=matter, code=code, part=part, started_at=at, journey_minutes=journey_minutes, due_at=due_at)
    clock.next_look_at = next_look(clock)
    clock.save(force_insert=True)
    return clock


def began_at(matter: Matter) -> datetime:
    """When a proceeding began: its first clock may run from before it was written down (taken in charge)."""
    first = Clock.unscoped.filter(matter=matter).aggregate(first=Min("started_at"))["first"]
    return min(first or matter.opened_at, matter.opened_at)


def running_since(matter: Matter, code: str) -> datetime | None:
    """When the clock that runs now was started; None when none runs."""
    clock = Clock.unscoped.filter(matter=matter, code=code, stopped_at=None).order_by("-started_at").first()
    return clock.started_at if clock else None


def count_from(matter: Matter, code: str, *, since: datetime) -> None:
    """A running clock is due as if it had begun at an earlier day of the facts, never before the law was in force."""
    clock = Clock.unscoped.get(matter=matter, code=code, part=0, stopped_at=None)
    rule = law().clock(code, state=_state(matter), on=ist_date(clock.started_at))
    begun = max(since, datetime.combine(rule.valid_from, time(), IST))
    if begun < clock.started_at:
        clock.due_at = due(rule, begun, clock.journey_minutes)
        clock.next_look_at = next_look(clock)
        clock.save(update_fields=["due_at", "next_look_at"])


def fall_due(matter: Matter, code: str, *, on: date) -> None:
    """An order named a day: the running clock ends with it when it comes before the law's own last day."""
    clock = Clock.unscoped.filter(matter=matter, code=code, stopped_at=None).order_by("-started_at").first()
    if clock is None:
        return
    rule = law().clock(code, state=_state(matter), on=ist_date(clock.started_at))
    named = datetime.combine(on + timedelta(days=1), time(), IST)
    clock.due_at = min(named, due(rule, clock.started_at, clock.journey_minutes))
    clock.next_look_at = next_look(clock)
    clock.save(update_fields=["due_at", "next_look_at"])


def _state(matter: Matter) -> str:
    return places.district(matter.district_code).state.abbr


def stop(matter: Matter, code: str, *, move: Move, part: int | None = None, lapsed: bool = False) -> int:
    """Stop the running clocks of this code; how late they were stays readable for ever.

    `lapsed`: nobody owes it any longer, and it was not done (the plan of a child who is home).
    """
    running = Clock.unscoped.filter(matter=matter, code=code, stopped_at=None)
    if part is not None:
        running = running.filter(part=part)
    return running.update(stopped_at=move.at, stopped_by=move, next_look_at=None, lapsed=lapsed)


def next_look(clock: Clock) -> datetime | None:
    """When the sweep must look again: at half, four fifths and the whole of the time, or as the law data says."""
    whole = clock.due_at - clock.started_at
    for step in law().clocks[clock.code].warn:
        if step > clock.warned:
            return clock.started_at + whole * step / 100
    return None


@transaction.atomic
def sweep(*, at: datetime, limit: int = 500) -> int:
    """Warn the owners of clocks that reached 50, 80 or 100 per cent; earliest first. Writes no due time."""
    waiting = Clock.unscoped.filter(next_look_at__lte=at, stopped_at=None).order_by("next_look_at")
    rows = list(waiting.select_for_update(skip_locked=True, of=("self",)).select_related("matter")[:limit])
    for clock in rows:
        _warn(clock, at=at)
    return len(rows)


def _warn(clock: Clock, *, at: datetime) -> None:
    whole = clock.due_at - clock.started_at
    passed = (at - clock.started_at) / whole * 100 if whole else 100  # "at once" is over as soon as it begins
    rule = law().clocks[clock.code]
    clock.warned = max(step for step in (0, *rule.warn) if step <= passed)
    clock.next_look_at = next_look(clock)
    clock.save(update_fields=["warned", "next_look_at"])
    if not clock.warned:
        return
    listeners = ["owner", "senior", *rule.tells] if clock.warned >= 100 else ["owner", *rule.tells]
    numbers = {number: None for listener in listeners for number in audience(clock.matter, listener)}
    for number in numbers:
        notices.tell(
            to_no=number,
            code=f"clock.{clock.warned}" if whole else "clock.now",
            matter_id=clock.matter_id,
            number=clock.matter.number,
            at=at,
            facts={"clock": clock.code, "due_at": clock.due_at.isoformat()},
        )
