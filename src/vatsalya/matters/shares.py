"""Who besides the owner may see a matter, and who is told of what."""

from datetime import datetime

from vatsalya.access import session
from vatsalya.offices import queries as offices

from .models import Matter, Share, Transfer


def note(matter: Matter, *, number: int, ground: str, at: datetime) -> None:
    """Write down why a number may see the matter (the array on the matter follows from these rows)."""
    Share.unscoped.get_or_create(matter=matter, number=number, ground=ground, to_at=None, defaults={"from_at": at})


def share(matter: Matter, *, number: int, ground: str, at: datetime) -> None:
    """Let an office, posting or grant see a matter."""
    with session.engine():
        note(matter, number=number, ground=ground, at=at)
        _write(matter)


def end(matter: Matter, *, number: int, at: datetime, ground: str | None = None) -> None:
    """End a share: a home after discharge, a worker after the report."""
    with session.engine():
        open_shares = Share.unscoped.filter(matter=matter, number=number, to_at=None)
        if ground:
            open_shares = open_shares.filter(ground=ground)
        open_shares.update(to_at=at)
        _write(matter)


def end_ground(matter: Matter, *, ground: str, at: datetime) -> None:
    """End every share of one ground: the escort of a journey that does not take place."""
    with session.engine():
        Share.unscoped.filter(matter=matter, ground=ground, to_at=None).update(to_at=at)
        _write(matter)


def end_all(matter: Matter, *, at: datetime, keep: tuple[int, ...] = ()) -> None:
    """End every share but those to keep: what a new owner starts with."""
    with session.engine():
        Share.unscoped.filter(matter=matter, to_at=None).exclude(number__in=keep).update(to_at=at)
        _write(matter)


def _write(matter: Matter) -> None:
    numbers = sorted(set(Share.unscoped.filter(matter=matter, to_at=None).values_list("number", flat=True)))
    Matter.unscoped.filter(pk=matter.pk).update(shared_with=numbers)
    matter.shared_with = numbers


def audience(matter: Matter, name: str) -> list[int]:
    """The office numbers behind an audience that law data names."""
    if name == "owner":
        return [matter.unit_no]
    if name == "shared":
        return [number for number in matter.shared_with if number > 0]
    if name in {"receiving_cwc", "receiving"}:
        to = Transfer.unscoped.filter(matter=matter, withdrawn_at=None).order_by("-pk").first()
        return [to.to_office.no] if to else []
    if name in {"state_nodal", "scps", "sara", "control_room"}:
        found = offices.in_state(name, matter.state_code)
    else:
        found = offices.in_district(
            _SENIOR.get(matter.kind, "dcpu") if name == "senior" else name, matter.district_code
        )
    return [found.no] if found else []


#: Who is told besides the owner when a limit has passed.
_SENIOR = {"cncp": "dcpu", "missing": "nodal", "placement": "dcpu", "helpline": "dcpu", "citizen": "nodal", "ccl": "dm"}
