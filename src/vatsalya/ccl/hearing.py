"""Before the Board: release or placement, next date, social investigation, age."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.lib.clock import ist_date
from vatsalya.lib.errors import Refusal, Refused
from vatsalya.matters import actions as matters
from vatsalya.matters import shares
from vatsalya.matters.models import Matter, Move
from vatsalya.notices import actions as notices
from vatsalya.people.models import Child

from . import queries, rules, steps
from .models import Custody, Inquiry

PENDING = ("observation_home", "place_of_safety")


@transaction.atomic
def release(
    *, actor: Actor, matter_id: UUID, at: datetime, to: str, next_on: date, words: str = "", bail: str = "granted"
) -> Move:
    """Bail is the rule (s.12(1)): the child goes home, to a fit person or under a probation officer."""
    matter, made = steps.take(actor=actor, matter_id=matter_id, at=at, name="release", words=words, next_on=next_on)
    steps.alone(matter, made)
    steps.leave(matter, at=at)
    steps.change(matter, bail=bail, next_on=next_on)
    return made


@transaction.atomic
def place(
    *,
    actor: Actor,
    matter_id: UUID,
    at: datetime,
    home_id: int,
    until_on: date,
    next_on: date,
    ground: str,
    words: str,
    over_strength_reason: str = "",
) -> Move:
    """Bail is refused on a ground of the law, with reasons; the home is named with period and next date (Form 4)."""
    seen = matters.see(actor, matter_id, act="ccl.order")
    home = steps.home_of(seen, home_id, PENDING)
    if until_on < next_on:
        raise Refused(Refusal("ccl.until_before_next", field="until_on"))
    matter, made = steps.take(
        actor=actor,
        matter_id=matter_id,
        at=at,
        name="place",
        words=words,
        home=home,
        ground=ground,
        next_on=next_on,
        over_strength_reason=over_strength_reason,
    )
    steps.alone(matter, made)
    steps.stay(matter, home=home, kind="pending", at=at, until_on=until_on)
    steps.change(matter, bail=ground, next_on=next_on)
    return made


@transaction.atomic
def receive(*, actor: Actor, matter_id: UUID, at: datetime) -> Custody:
    """The person-in-charge says that the child arrived."""
    matter = matters.see(actor, matter_id, act="ccl.admit", lock=True)
    found = queries.staying(matter)
    if found is None or found.home.no != actor.office_no:
        raise Refused(Refusal("ccl.not_ordered_here"))
    if found.received_at is None:
        with session.engine():
            gate.visible(ENGINE, Custody).filter(pk=found.pk).update(received_at=at)
    return found


@transaction.atomic
def adjourn(*, actor: Actor, matter_id: UUID, at: datetime, next_on: date, words: str = "") -> Move:
    """The next date, and who asked for it."""
    matter, made = steps.take(actor=actor, matter_id=matter_id, at=at, name="adjourn", words=words, next_on=next_on)
    steps.change(matter, next_on=next_on)
    return made


@transaction.atomic
def order_investigation(*, actor: Actor, matter_id: UUID, at: datetime, officer_id: int, words: str = "") -> Inquiry:
    """The Board asks a probation officer for the social investigation (Form 5); the officer sees this one child."""
    seen = matters.see(actor, matter_id, act="ccl.order")
    officer = next((one for one in queries.officers(seen.district_code, at) if one.pk == officer_id), None)
    if officer is None:
        raise Refused(Refusal("ccl.no_officer", field="officer"))
    began = queries.facts_of(seen).produced_at or at
    matter, _made = steps.take(actor=actor, matter_id=matter_id, at=at, name="order_sir", words=words, clock_from=began)
    clock = matter.clock("T8")
    with session.engine():
        made = Inquiry.objects.create(
            matter=matter, given_to=officer, ordered_at=at, due_at=clock.due_at if clock else at
        )
    steps.change(matter, probation_officer=officer)
    shares.share(matter, number=-officer.pk, ground="investigation", at=at)
    notices.tell(to_no=-officer.pk, code="ccl.sir_ordered", matter_id=matter.pk, number=matter.number, at=at)
    return made


@transaction.atomic
def find_age(
    *, actor: Actor, matter_id: UUID, at: datetime, age: int, evidence: str, words: str, born: date | None = None
) -> Move:
    """The age found on the evidence of s.94(2); the age on the day of the offence follows and decides."""
    seen = matters.see(actor, matter_id, act="ccl.order")
    case = queries.facts_of(seen)
    then = rules.age_on(age=age, told_on=ist_date(at), born=born, on=case.offence_on)
    name = "find_not_child" if then is not None and then >= rules.GROWN else "find_age"
    matter, made = steps.take(actor=actor, matter_id=matter_id, at=at, name=name, words=words, age_found=then)
    _write_age(matter, age=age, born=born, evidence=evidence, at=at)
    steps.change(matter, age_then=then if then is not None else case.age_then)
    return made


def _write_age(matter: Matter, *, age: int, born: date | None, evidence: str, at: datetime) -> None:
    """What the Board found is deemed the true age (s.94(3))."""
    basis = {"medical": "medical", "appearance": "apparent"}.get(evidence, "document")
    with session.engine():
        gate.visible(ENGINE, Child).filter(pk=matter.child_id).update(
            age_value=age, age_basis=basis, age_on=ist_date(at),
            birth_from=born.year if born else ist_date(at).year - age - 1,
            birth_to=born.year if born else ist_date(at).year - age,
        )  # fmt: skip


@transaction.atomic
def file_report(*, actor: Actor, matter_id: UUID, at: datetime, words: str) -> Inquiry:
    """The officer who was asked lays the report before the Board (Form 6); who writes it does not decide."""
    matter = matters.see(actor, matter_id, act="ccl.file_sir", lock=True)
    made = matters.move(matter, "file_sir", actor=actor, at=at)
    steps.note(matter, made, words)
    found = gate.visible(ENGINE, Inquiry).filter(matter=matter, filed_at=None).get()
    with session.engine():
        gate.visible(ENGINE, Inquiry).filter(pk=found.pk).update(filed_at=at)
    found.refresh_from_db()
    return found
