"""The care case: taken in charge, produced, inquired into, decided, handed over, restored."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.law.load import law
from vatsalya.lib.clock import ist_date
from vatsalya.lib.errors import Forbidden, Refusal, Refused
from vatsalya.matters import actions as matters
from vatsalya.matters.models import Matter, Move
from vatsalya.offices import queries as offices
from vatsalya.offices.models import Office, Posting
from vatsalya.papers import actions as papers
from vatsalya.papers.models import Paper
from vatsalya.people import photos, vault
from vatsalya.people.models import Child
from vatsalya.placements import actions as placements
from vatsalya.plans import actions as plans
from vatsalya.sittings import actions as sittings
from vatsalya.sittings import queries as seats
from vatsalya.sittings.models import Sitting

from . import queries, standing
from .models import CareCase


def check_times(
    *,
    found_at: datetime,
    charge_at: datetime,
    at: datetime,
    received_at: datetime | None = None,
    journey_minutes: int = 0,
) -> None:
    """A child is found, then taken in charge, then received by the home; none of it lies ahead."""
    refusals: list[Refusal] = []
    given = {"found_at": found_at, "charge_at": charge_at, "received_at": received_at}
    refusals += [Refusal("date.future", field=name) for name, time in given.items() if time and time > at]
    if ist_date(charge_at) < min(clock.valid_from for clock in law().clock_versions["T3"]):
        refusals.append(Refusal("charge.before_law", field="charge_at"))
    if charge_at < found_at:
        refusals.append(Refusal("charge.before_found", field="charge_at"))
    most = max(0, int(((received_at or at) - charge_at).total_seconds() // 60))
    if charge_at <= (received_at or at) and journey_minutes > most:
        refusals.append(Refusal("journey.longer_than_time", field="journey_minutes", most=most))
    if received_at and received_at < charge_at:
        refusals.append(Refusal("received.before_charge", field="received_at"))
    if refusals:
        raise Refused(*refusals)


@transaction.atomic
def take_in_charge(
    *,
    actor: Actor,
    at: datetime,
    child: Child,
    identity: dict[str, Any],
    answers: dict[str, Any],
    facts: dict[str, Any],
    received_at: datetime | None = None,
    photo: Any = None,
) -> Matter:
    """A home receives a found child: Form 17, the 24 hours of s.31 less the journey, the stay itself.

    `child` is a fresh sheet; `facts` holds found_at, charge_at, journey_minutes, found_state,
    found_district, brought_by, handed_by (office) and grounds; `received_at` is when the home took the child over.
    """
    if not gate.may(actor, "cncp.admit"):
        raise Forbidden("gate.not_allowed", "cncp.admit")
    times = {key: facts[key] for key in ("found_at", "charge_at", "journey_minutes")}
    check_times(**times, received_at=received_at, at=at)
    if child.birth_from and ist_date(facts["found_at"]).year < child.birth_from:
        raise Refused(Refusal("found.before_birth", field="found_at", born=child.birth_from))
    home = offices.by_no(actor.office_no)
    committee = offices.in_district("cwc", home.district_id or 0)
    if committee is None:
        raise Refused(Refusal("cncp.no_committee"))
    with session.engine():
        vault.put(child, identity, at=at)
        case = _open_case(actor, at, child, home, committee, facts)
        CareCase.objects.create(matter=case, **facts)
        if photo is not None:
            photos.add(actor=actor, child_id=child.pk, photo=photo, given_by="home", at=at)
        papers.sign("17", matter=case, actor=actor, at=at, answers=answers)
        placements.admit_emergency(actor=actor, at=at, case=case, home=home, since=received_at)
    return case


def _open_case(
    actor: Actor, at: datetime, child: Child, home: Office, committee: Office, facts: dict[str, Any]
) -> Matter:
    """The Committee owns the case from its first minute; the clocks run since the child was taken in charge."""
    opening = matters.Opening(
        name="report", starts=("T1", "T3"), clock_from=facts["charge_at"], journey_minutes=facts["journey_minutes"]
    )
    return matters.open_matter(
        actor=actor,
        at=at,
        kind="cncp",
        office=committee,
        child=child,
        district_code=home.district_id or 0,
        share_with=((home.no, "resident"),),
        opening=opening,
    )


@transaction.atomic
def produce(*, actor: Actor, matter_id: UUID, at: datetime) -> Move:
    """The child stands before the Committee or a member: the 24 hours end, the four months begin."""
    case = matters.see(actor, matter_id, act="cncp.produce", lock=True)
    made = matters.move(case, "produce", actor=actor, at=at)
    gate.visible(ENGINE, CareCase).filter(pk=case.pk, produced_at=None).update(produced_at=at)
    return made


@transaction.atomic
def place_alone(*, actor: Actor, matter_id: UUID, at: datetime, home_id: int, answers: dict[str, Any]) -> Paper:
    """One member alone, while the Committee is not in session, places a child for the time being (s.28(3))."""
    case = matters.see(actor, matter_id, act="cncp.order_interim", lock=True)
    answers = _check_stay(case, answers, at, alone=True)
    home = _home(case, home_id)
    made = matters.move(case, "interim_single", actor=actor, at=at, home=home, **_exceptions(answers))
    paper = papers.sign("18", matter=case, actor=actor, at=at, answers=answers, move=made, members=_one(actor))
    placements.order(actor=actor, at=at, case=case, home=home)
    return paper


def _check_stay(case: Matter, answers: dict[str, Any], at: datetime, *, alone: bool = False) -> dict[str, Any]:
    """The answers with the kind of stay; it is of a kind and a time that may be ordered now.

    It does not begin before the child was taken in charge, nor last beyond the eighteenth birthday (s.2(12)).
    """
    begins, ends = (date.fromisoformat(f"{answers[key]}"[:10]) for key in ("period_from", "period_to"))
    charge = ist_date(gate.visible(ENGINE, CareCase).get(pk=case.pk).charge_at)
    child = gate.visible(ENGINE, Child).get(pk=case.child_id)
    grown = (child.birth_to or ist_date(at).year) + 18
    kinds, last = queries.placement_kinds(case, alone=alone), queries.last_day_alone(case, at)
    kind = answers.get("kind") or (kinds[0] if len(kinds) == 1 else "")
    refusals = []
    if kind not in kinds:
        refusals.append(Refusal("placement.only_interim" if len(kinds) == 1 else "form.required", field="kind"))
    if begins < charge:
        refusals.append(Refusal("stay.before_charge", field="period_from", day=f"{charge:%d-%m-%Y}"))
    if ends.year > grown:
        refusals.append(Refusal("stay.beyond_childhood", field="period_to", year=grown))
    elif alone and ends > last:
        refusals.append(Refusal("stay.alone_too_long", field="period_to", day=f"{last:%d-%m-%Y}"))
    if refusals:
        raise Refused(*refusals)
    return answers | {"kind": kind}


def _exceptions(answers: dict[str, Any]) -> dict[str, Any]:
    """The reasons in writing that Form 18 gives for what the law allows as an exception only."""
    return {key: str(answers.get(key) or "") for key in ("over_strength_reason", "under_six_reason")}


def _one(actor: Actor) -> tuple[dict[str, Any], ...]:
    posting = Posting.objects.select_related("account").get(pk=actor.posting_id)
    return ({"posting": posting.pk, "name": posting.account.full_name, "role": posting.role},)


def _home(case: Matter, home_id: int) -> Any:
    for home in placements.homes_for(case.district_code):
        if home.pk == home_id:
            return home
    raise Refused(Refusal("placement.home_of_district"))


def _in_sitting(actor: Actor, matter_id: UUID, sitting_id: UUID, act: str) -> tuple[Matter, Sitting]:
    """A case before the sitting; what is heard stands on the cause list, also when it comes up unannounced."""
    case = matters.see(actor, matter_id, act=act, lock=True)
    sitting = sittings.of_office(actor=actor, sitting_id=sitting_id, lock=True)
    sittings.put_on_list(actor=actor, sitting_id=sitting.pk, matter=case)
    return case, sitting


@transaction.atomic
def begin_inquiry(
    *,
    actor: Actor,
    matter_id: UUID,
    sitting_id: UUID,
    at: datetime,
    home_id: int,
    answers: dict[str, Any],
    opened: str | None = None,
) -> Paper:
    """First sitting: the Committee, three present, places the child by Form 18 and opens the inquiry.

    Its order takes the place of one that a member made alone. `opened`: the serial of the order that the page showed.
    A Committee that received the child from another district places it in a home of its own; the inquiry goes on.
    """
    case, sitting = _in_sitting(actor, matter_id, sitting_id, "cncp.order")
    stands = standing.replaced_by_next(case, "18")
    standing.check(stands, opened)
    answers = _check_stay(case, answers, at)
    home = _home(case, home_id)
    step = "begin_inquiry" if case.state in ("PRODUCED", "INTERIM_SINGLE") else "place_here"
    made = matters.move(case, step, actor=actor, at=at, sitting=sitting, home=home, **_exceptions(answers))
    paper = papers.sign(
        "18", matter=case, actor=actor, at=at, answers=answers, move=made, members=seats.names(sitting, at),
        supersedes=stands,
    )  # fmt: skip
    sittings.heard(sitting=sitting, matter=case, move=made)
    placements.order(actor=actor, at=at, case=case, home=home)
    return paper


@transaction.atomic
def change_home(
    *, actor: Actor, matter_id: UUID, sitting_id: UUID, at: datetime, home_id: int, answers: dict[str, Any]
) -> Paper:
    """Another home of the district for a child who lives in one (Form 18, in a sitting); the old home brings it."""
    case, sitting = _in_sitting(actor, matter_id, sitting_id, "cncp.order")
    _check_stay(case, answers, at)
    home, staying = _home(case, home_id), placements.current(case)
    if staying is None:
        raise Refused(Refusal("placement.none"))
    told = _exceptions(answers)
    made = matters.move(case, "change_home", actor=actor, at=at, sitting=sitting, home=home, **told)
    placements.order_transfer(actor=actor, at=at, placement=staying, home=home)
    paper = papers.sign(
        "18", matter=case, actor=actor, at=at, answers=answers, move=made, members=seats.names(sitting, at)
    )
    sittings.heard(sitting=sitting, matter=case, move=made)
    return paper


@transaction.atomic
def confirm_death(*, actor: Actor, matter_id: UUID, sitting_id: UUID, at: datetime) -> Move:
    """The Committee confirms in a sitting what the home recorded; the case ends and is kept for the review."""
    case, sitting = _in_sitting(actor, matter_id, sitting_id, "cncp.order")
    if not placements.died(case):
        raise Refused(Refusal("placement.no_death"))
    made = matters.move(case, "confirm_death", actor=actor, at=at, sitting=sitting)
    sittings.heard(sitting=sitting, matter=case, move=made)
    return made


@transaction.atomic
def order_investigation(
    *, actor: Actor, matter_id: UUID, sitting_id: UUID, at: datetime, answers: dict[str, Any]
) -> Paper:
    """Order a social investigation (Form 21) from the District Child Protection Unit: fifteen days."""
    case, sitting = _in_sitting(actor, matter_id, sitting_id, "sir.order")
    made = matters.move(case, "order_sir", actor=actor, at=at, sitting=sitting)
    paper = papers.sign(
        "21", matter=case, actor=actor, at=at, answers=answers, move=made, members=seats.names(sitting, at)
    )
    unit = offices.in_district("dcpu", case.district_code)
    if unit is None:
        raise Refused(Refusal("cncp.no_unit"))
    plans.order_investigation(matter=case, order=paper, office=unit, at=at)
    return paper


@transaction.atomic
def file_report(*, actor: Actor, matter_id: UUID, at: datetime, answers: dict[str, Any]) -> Paper:
    """The worker who was asked files Form 22; whoever writes it does not decide."""
    case = matters.see(actor, matter_id, act="sir.file", lock=True)
    if plans.open_investigation(case) is None:
        raise Refused(Refusal("sir.not_ordered"))
    made = matters.move(case, "add_sir" if case.state == "HEARD" else "file_sir", actor=actor, at=at)
    paper = papers.sign("22", matter=case, actor=actor, at=at, answers=answers, move=made)
    plans.record_report(matter=case, paper=paper, at=at)
    return paper


@transaction.atomic
def hear(*, actor: Actor, matter_id: UUID, sitting_id: UUID, at: datetime, wishes: str) -> Move:
    """Hear the child and read the report; the child's wishes are written down (s.37(1)).

    Once more, if the Committee wishes; and again after an order that is to be amended (s.104).
    """
    case, sitting = _in_sitting(actor, matter_id, sitting_id, "cncp.order")
    made = matters.move(case, _hearing(case), actor=actor, at=at, sitting=sitting, wishes=wishes)
    gate.visible(ENGINE, CareCase).filter(pk=case.pk).update(wishes_heard=bool(wishes))
    sittings.heard(sitting=sitting, matter=case, move=made)
    return made


def _hearing(case: Matter) -> str:
    """The step that a hearing is, by where the case stands."""
    if case.state == "HEARD":
        return "hear_again"
    return "amend_order" if case.state in law().machine("cncp").moves["amend_order"].from_ else "hear"


@transaction.atomic
def final_order(
    *, actor: Actor, matter_id: UUID, sitting_id: UUID, at: datetime, codes: list[str], reason: str
) -> Move:
    """The order that ends the inquiry (s.37), by at least three members."""
    case, sitting = _in_sitting(actor, matter_id, sitting_id, "cncp.order")
    made = matters.move(
        case, "final_order", actor=actor, at=at, sitting=sitting, reason=reason, record={"codes": codes}, codes=codes,
        words=reason,
    )  # fmt: skip
    gate.visible(ENGINE, CareCase).filter(pk=case.pk).update(final_order_at=at)
    sittings.heard(sitting=sitting, matter=case, move=made)
    return made


@transaction.atomic
def mark_missing_checked(*, actor: Actor, matter_id: UUID, at: datetime) -> None:
    """The Committee says that it looked among the missing, as it must before a final order (CW-05)."""
    case = matters.see(actor, matter_id, act="cncp.order", lock=True)
    matters.move(case, "check_missing", actor=actor, at=at)
    gate.visible(ENGINE, CareCase).filter(pk=case.pk).update(missing_checked_at=at)
