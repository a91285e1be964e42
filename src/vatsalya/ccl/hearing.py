"""Before the Board: release or placement, next date, social investigation, age."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.law.load import law
from vatsalya.lib.clock import ist_date
from vatsalya.lib.errors import Refusal, Refused
from vatsalya.matters import actions as matters
from vatsalya.matters import shares
from vatsalya.matters.models import Matter, Move
from vatsalya.notices import actions as notices
from vatsalya.papers import actions as papers
from vatsalya.papers.models import Paper
from vatsalya.people.models import Child

from . import queries, rules, steps
from .models import Custody, Inquiry

PENDING = ("observation_home", "place_of_safety")
AT_INQUIRY = ("RELEASED", "IN_CUSTODY", "AGE_INQUIRY", "INQUIRY", "EXTENDED_2M", "FURTHER_TIME", "RETAINED", "FOUND")


def _day(answers: dict[str, Any], key: str) -> date:
    return date.fromisoformat(f"{answers[key]}"[:10])


@transaction.atomic
def release(*, actor: Actor, matter_id: UUID, at: datetime, answers: dict[str, Any]) -> Paper:
    """Bail is the rule (s.12(1)): the child goes home, to a fit person or under a probation officer (Form 3)."""
    next_on, words = _day(answers, "next_date"), str(answers.get("reason") or "")
    matter, made = steps.take(actor=actor, matter_id=matter_id, at=at, name="release", words=words, next_on=next_on)
    paper = steps.sign("3", matter=matter, actor=actor, at=at, answers=answers, made=made)
    steps.alone(matter, made)
    steps.leave(matter, at=at)
    steps.change(matter, bail="granted", next_on=next_on)
    return paper


@transaction.atomic
def place(*, actor: Actor, matter_id: UUID, at: datetime, answers: dict[str, Any]) -> Paper:
    """Bail is refused on a ground of the law, with reasons; the home is named with period and next date (Form 4)."""
    seen = matters.see(actor, matter_id, act="ccl.order")
    home = steps.home_of(seen, int(answers["home"]), PENDING)
    grounds = tuple(answers.get("bail_refused") or ())
    next_on, until_on = _day(answers, "next_date"), _day(answers, "period_to")
    if until_on < next_on:
        raise Refused(Refusal("ccl.until_before_next", field="period_to"))
    if answers.get("home_kind") != queries.category(home):
        raise Refused(Refusal("ccl.home_kind", field="home_kind"))
    facts: dict[str, Any] = {"home": home, "grounds": grounds, "next_on": next_on}
    words = str(answers.get("reason") or "")
    matter, made = steps.take(actor=actor, matter_id=matter_id, at=at, name="place", words=words, **facts)
    paper = steps.sign("4", matter=matter, actor=actor, at=at, answers=answers, made=made)
    steps.alone(matter, made)
    steps.stay(matter, home=home, kind="pending", at=at, until_on=until_on)
    steps.change(matter, bail=",".join(grounds), next_on=next_on)
    return paper


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
def order_investigation(
    *, actor: Actor, matter_id: UUID, at: datetime, officer_id: int, answers: dict[str, Any]
) -> Inquiry:
    """The Board asks a probation officer for the social investigation (Form 5); the officer sees this one child."""
    seen = matters.see(actor, matter_id, act="ccl.order")
    officer = next((one for one in queries.officers(seen.district_code, at) if one.pk == officer_id), None)
    if officer is None:
        raise Refused(Refusal("ccl.no_officer", field="officer"))
    began = queries.facts_of(seen).produced_at or at
    matter, step = steps.take(actor=actor, matter_id=matter_id, at=at, name="order_sir", clock_from=began)
    paper = steps.sign("5", matter=matter, actor=actor, at=at, answers=answers, made=step)
    clock = matter.clock("T8")
    with session.engine():
        made = Inquiry.objects.create(
            matter=matter, given_to=officer, order=paper, ordered_at=at, due_at=clock.due_at if clock else at
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
def file_report(*, actor: Actor, matter_id: UUID, at: datetime, answers: dict[str, Any]) -> Paper:
    """The officer who was asked lays the report before the Board (Form 6); who writes it does not decide."""
    matter = matters.see(actor, matter_id, act="ccl.file_sir", lock=True)
    made = matters.move(matter, "file_sir", actor=actor, at=at)
    paper = papers.sign("6", matter=matter, actor=actor, at=at, answers=answers, move=made)
    with session.engine():
        gate.visible(ENGINE, Inquiry).filter(matter=matter, filed_at=None).update(report=paper, filed_at=at)
    return paper


@transaction.atomic
def report_supervision(*, actor: Actor, matter_id: UUID, at: datetime, answers: dict[str, Any]) -> Paper:
    """The probation officer reports on the child (Form 10); the Board is told."""
    matter = matters.see(actor, matter_id, act="ccl.supervise", lock=True)
    made = matters.move(matter, "report_supervision", actor=actor, at=at)
    return papers.sign("10", matter=matter, actor=actor, at=at, answers=answers, move=made)


#: Papers that go with a case beside its steps: the act that lets one sign it, and in which states.
BESIDE: dict[str, tuple[str, tuple[str, ...]]] = {
    "1": ("ccl.bring", ("APPREHENDED", "NOTICE_ONLY", "OVERNIGHT")),
    "2": ("ccl.bring", ("NOTICE_ONLY",)),
    "8": ("ccl.order", ("RELEASED", "DISPOSITION", "PROBATION")),
    "9": ("ccl.order", ("RELEASED", "DISPOSITION", "PROBATION", "COUNSELLING", "SERVICE")),
    "7A": ("ccl.supervise", (*AT_INQUIRY, "SPECIAL_HOME", "PLACE_OF_SAFETY", "PROBATION")),
    "11": ("ccl.order", ("PRODUCED", *AT_INQUIRY)),
}


@transaction.atomic
def sign_beside(*, actor: Actor, matter_id: UUID, at: datetime, form: str, answers: dict[str, Any]) -> Paper:
    """Background report (1), undertaking (2), care plan (7), bonds (8, 9), monitoring sheet (11).

    A later one replaces an earlier one. The plan that is signed is part of the order (R.11(3)).
    """
    act, states = BESIDE[form]
    matter = matters.see(actor, matter_id, act=act, lock=True)
    if matter.state not in states:
        label = law().machine("ccl").states[matter.state].label
        raise Refused(Refusal("state.wrong", state=label))
    if form == "7A":
        steps.change(matter, plan_given=True)
    return papers.sign(form, matter=matter, actor=actor, at=at, answers=answers, supersedes=papers.newest(matter, form))


def to_sign(*, actor: Actor, matter: Matter) -> list[str]:
    """Which of these papers this reader may sign now."""
    return [form for form, (act, states) in BESIDE.items() if matter.state in states and gate.may(actor, act, matter)]
