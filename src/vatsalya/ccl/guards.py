"""Conditions of the Board's case that the law sets."""

from datetime import date, datetime
from typing import Any

from vatsalya.access import gate
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.institutions.models import Unit
from vatsalya.law.count import due
from vatsalya.law.load import law
from vatsalya.lib.clock import ist_date
from vatsalya.lib.errors import Refusal
from vatsalya.matters.models import Clock, Matter
from vatsalya.matters.registry import guard
from vatsalya.offices.models import Office
from vatsalya.places import queries as places
from vatsalya.sittings import queries as seats
from vatsalya.sittings.models import Sitting

from . import queries, rules
from .models import Custody

FEWEST_WORDS = 3


def _said(words: str) -> bool:
    return len(words.split()) >= FEWEST_WORDS


def _state(matter: Matter) -> str:
    return places.district(matter.district_code).state.abbr


@guard("ccl.may_apprehend")
def may_apprehend(matter: Matter, *, best_interest: str = "", **facts: Any) -> Refusal | None:
    """A child is taken in charge for a heinous offence, else only in the child's own best interest (R.8(1))."""
    allowed = queries.facts_of(matter).klass == "heinous" or _said(best_interest)
    return None if allowed else Refusal("ccl.may_apprehend", field="best_interest")


@guard("ccl.rights_kept")
def rights_kept(matter: Matter, *, checks: tuple[str, ...] = (), **facts: Any) -> Refusal | None:
    """Everything that R.8(3) asks of the police was done."""
    open_ones = set(law().codes("apprehension_checks")) - set(checks)
    return Refusal("ccl.rights_kept", field="checks") if open_ones else None


@guard("ccl.old_enough")
def old_enough(matter: Matter, **facts: Any) -> Refusal | None:
    """Nothing is an offence that a child under seven does (s.20 BNS)."""
    young = queries.facts_of(matter).age_then < rules.OFFENCE_FROM
    return Refusal("ccl.old_enough", field="age") if young else None


@guard("ccl.may_be_child")
def may_be_child(matter: Matter, **facts: Any) -> Refusal | None:
    """The margin of an age that is only told is the child's: the Board finds the age, not the station (s.94)."""
    told = matter.child is not None and matter.child.age_basis != "document"
    old = queries.facts_of(matter).age_then - (1 if told else 0) >= rules.GROWN
    return Refusal("ccl.may_be_child", field="age") if old else None


@guard("ccl.under_eighteen_then")
def under_eighteen_then(matter: Matter, *, age_found: int | None = None, **facts: Any) -> Refusal | None:
    """A child is who was under eighteen on the day of the offence, however old now (s.2(13), s.6)."""
    age = queries.facts_of(matter).age_then if age_found is None else age_found
    return None if age < rules.GROWN else Refusal("ccl.under_eighteen_then", field="age")


@guard("ccl.eighteen_then")
def eighteen_then(matter: Matter, *, age_found: int | None = None, **facts: Any) -> Refusal | None:
    """To a court goes only who was found to have been eighteen or more on that day."""
    return None if (age_found or 0) >= rules.GROWN else Refusal("ccl.eighteen_then", field="age")


@guard("ccl.is_heinous")
def is_heinous(matter: Matter, **facts: Any) -> Refusal | None:
    """The gravest section alleged is heinous."""
    return None if queries.facts_of(matter).klass == "heinous" else Refusal("ccl.is_heinous")


@guard("ccl.not_heinous")
def not_heinous(matter: Matter, **facts: Any) -> Refusal | None:
    """The offence alleged is petty or serious."""
    return Refusal("ccl.not_heinous") if is_heinous(matter) is None else None


@guard("ccl.is_petty")
def is_petty(matter: Matter, **facts: Any) -> Refusal | None:
    """Only petty proceedings end by lapse of time (s.14(4))."""
    return None if queries.facts_of(matter).klass == "petty" else Refusal("ccl.is_petty")


@guard("ccl.not_petty")
def not_petty(matter: Matter, **facts: Any) -> Refusal | None:
    """More time than six months there is only for serious and heinous offences (s.14(4) proviso)."""
    return Refusal("ccl.not_petty") if is_petty(matter) is None else None


@guard("ccl.assessable")
def assessable(matter: Matter, **facts: Any) -> Refusal | None:
    """Preliminary assessment: a heinous offence, and sixteen or more on its day (s.15(1))."""
    case = queries.facts_of(matter)
    fits = case.klass == "heinous" and case.age_then >= rules.ASSESSED_FROM
    return None if fits else Refusal("ccl.assessable")


@guard("ccl.assessed_if_due")
def assessed_if_due(matter: Matter, **facts: Any) -> Refusal | None:
    """Where the law asks for a preliminary assessment nothing is decided before it."""
    if assessable(matter) is not None or queries.facts_of(matter).assessed_at:
        return None
    return Refusal("ccl.assessed_if_due")


@guard("ccl.four_assessed")
def four_assessed(matter: Matter, *, assessed: dict[str, str] | None = None, **facts: Any) -> Refusal | None:
    """Mental and physical capacity, understanding of consequences, circumstances: each in words (s.15(1))."""
    told = assessed or {}
    missing = [code for code in law().codes("assessed") if not _said(told.get(code, ""))]
    return Refusal("ccl.four_assessed", field=missing[0]) if missing else None


@guard("ccl.reason_given")
def reason_given(matter: Matter, *, words: str = "", **facts: Any) -> Refusal | None:
    """The order says why, in at least three words."""
    return None if _said(words) else Refusal("ccl.reason_given", field="words")


@guard("ccl.court_order_given")
def court_order_given(
    matter: Matter, *, at: datetime, order_no: str = "", order_on: date | None = None, **facts: Any
) -> Refusal | None:
    """What another court ordered is written down with its number and day."""
    good = bool(order_no.strip()) and order_on is not None and order_on <= ist_date(at)
    return None if good else Refusal("ccl.court_order_given", field="order_no")


@guard("ccl.sitting_or_alone")
def sitting_or_alone(matter: Matter, *, at: datetime, sitting: Sitting | None = None, **facts: Any) -> Refusal | None:
    """The Board in its sitting; one member alone only while it does not sit (s.7(2))."""
    running = seats.running(matter.unit_no, at)
    if running is None:
        return None
    return None if sitting is not None and sitting.pk == running.pk else Refusal("ccl.sitting_or_alone")


@guard("ccl.alone_waits")
def alone_waits(matter: Matter, **facts: Any) -> Refusal | None:
    """There is an order of a single member that waits for the Board."""
    return None if queries.facts_of(matter).alone_at else Refusal("ccl.alone_waits")


@guard("ccl.legal_aid_owed")
def legal_aid_owed(matter: Matter, **facts: Any) -> Refusal | None:
    """A lawyer is named once; another is named by the next date's note."""
    return Refusal("ccl.legal_aid_owed") if queries.facts_of(matter).legal_aid else None


@guard("ccl.next_date_in_time")
def next_date_in_time(matter: Matter, *, at: datetime, next_on: date | None = None, **facts: Any) -> Refusal | None:
    """The next date lies ahead, and within the days of R.10(2)."""
    last = ist_date(due(law().clock("T9", state=_state(matter), on=ist_date(at)), at)).toordinal() - 1
    if next_on is None or not ist_date(at).toordinal() <= next_on.toordinal() <= last:
        return Refusal("ccl.next_date_in_time", field="next_date", last=f"{date.fromordinal(last):%d-%m-%Y}")
    return None


@guard("ccl.bail_refused_on_ground")
def bail_refused_on_ground(
    matter: Matter, *, grounds: tuple[str, ...] = (), words: str = "", **facts: Any
) -> Refusal | None:
    """Bail is refused on one of the three grounds of s.12(1), and the order says why."""
    named = bool(grounds) and set(grounds) <= set(law().codes("bail_refused")) and _said(words)
    return None if named else Refusal("ccl.bail_refused_on_ground", field="bail_refused")


@guard("ccl.place_for_night")
def place_for_night(matter: Matter, *, home: Office | None = None, **facts: Any) -> Refusal | None:
    """Overnight in an Observation Home or fit facility; never a lock-up, never a Children's Home (R.69D(4))."""
    return None if queries.category(home) in rules.NIGHT else Refusal("ccl.place_for_night", field="home")


@guard("ccl.place_pending")
def place_pending(matter: Matter, *, home: Office | None = None, at: datetime, **facts: Any) -> Refusal | None:
    """Pending inquiry: the Observation Home; from eighteen, or sixteen and heinous, the Place of Safety (s.12(3))."""
    case, child = queries.facts_of(matter), matter.child
    age = child.age_value if child else None
    now = rules.age_on(age=age, told_on=child.age_on, born=None, on=ist_date(at)) if child else None
    allowed = rules.pending_place(klass=case.klass, age_then=case.age_then, age_now=now)
    return None if queries.category(home) in allowed else Refusal("ccl.place_pending", field="home")


@guard("ccl.place_special")
def place_special(matter: Matter, *, home: Office | None = None, **facts: Any) -> Refusal | None:
    """After a finding: a Special Home (s.18(1)(g))."""
    return None if queries.category(home) == "special_home" else Refusal("ccl.place_special", field="home")


@guard("ccl.place_of_safety")
def place_of_safety(matter: Matter, *, home: Office | None = None, **facts: Any) -> Refusal | None:
    """Where conduct makes a Special Home unsuitable: a Place of Safety (s.18(1) proviso)."""
    return None if queries.category(home) == "place_of_safety" else Refusal("ccl.place_of_safety", field="home")


@guard("ccl.place_has_room")
def place_has_room(
    matter: Matter, *, home: Office | None = None, over_strength_reason: str = "", **facts: Any
) -> Refusal | None:
    """Within the sanctioned strength, or with a reason in writing."""
    unit = Unit.objects.filter(office=home).first() if home else None
    if unit is None or _said(over_strength_reason):
        return None
    taken = gate.visible(ENGINE, Custody).filter(home=home, left_at=None).exclude(matter=matter).count()
    full = taken >= unit.strength
    return Refusal("ccl.place_has_room", field="home", strength=unit.strength, taken=taken) if full else None


@guard("ccl.sir_owed")
def sir_owed(matter: Matter, *, actor: Actor, **facts: Any) -> Refusal | None:
    """The report is filed by the officer to whom it was given."""
    found = queries.open_sir(matter)
    mine = found is not None and found.given_to_id == actor.posting_id
    return None if mine else Refusal("ccl.sir_owed")


@guard("ccl.sir_not_owed")
def sir_not_owed(matter: Matter, **facts: Any) -> Refusal | None:
    """One investigation at a time."""
    return Refusal("ccl.sir_not_owed") if queries.open_sir(matter) else None


@guard("ccl.sir_considered")
def sir_considered(matter: Matter, **facts: Any) -> Refusal | None:
    """No finding and no order before the social investigation report was considered (R.11(3))."""
    return None if queries.sir_filed(matter) else Refusal("ccl.sir_considered")


@guard("ccl.plan_given")
def plan_given(matter: Matter, *, plan: str = "", **facts: Any) -> Refusal | None:
    """The individual care plan is part of the order (R.11(3))."""
    there = _said(plan) or queries.facts_of(matter).plan_given
    return None if there else Refusal("ccl.plan_given", field="plan")


@guard("ccl.order_codes")
def order_codes(matter: Matter, *, code: str = "", **facts: Any) -> Refusal | None:
    """An order of s.18(1) and no other."""
    return None if code in law().codes("s18_orders") else Refusal("ccl.order_codes", field="code")


#: Orders that last: probation, special home, place of safety.
LASTING = ("e", "f", "g", "g_safety")


@guard("ccl.order_length")
def order_length(
    matter: Matter, *, at: datetime, code: str = "", until_on: date | None = None, **facts: Any
) -> Refusal | None:
    """At most three years, and no longer than it says (s.18(1)(e) to (g))."""
    if code not in LASTING:
        return None
    today = ist_date(at)
    if until_on is None or until_on <= today or rules.too_long(first=today, last=until_on):
        return Refusal("ccl.order_length", field="until_on")
    return None


@guard("ccl.service_from_fourteen")
def service_from_fourteen(matter: Matter, *, at: datetime, code: str = "", **facts: Any) -> Refusal | None:
    """Community service from fourteen years (R.2(1)(vi))."""
    child = matter.child
    if code != "c" or child is None:
        return None
    now = rules.age_on(age=child.age_value, told_on=child.age_on, born=None, on=ist_date(at))
    young = now is not None and now < rules.SERVICE_FROM
    return Refusal("ccl.service_from_fourteen", field="code") if young else None


@guard("ccl.time_over")
def time_over(matter: Matter, *, at: datetime, **facts: Any) -> Refusal | None:
    """Four months, or six where the Board extended them, are over."""
    running = gate.visible(ENGINE, Clock).filter(matter=matter, code__in=("T31", "T31B"), stopped_at=None)
    over = running.filter(due_at__lte=at).exists() and not running.filter(due_at__gt=at).exists()
    return None if over else Refusal("ccl.time_over")


@guard("ccl.end_proposed")
def end_proposed(matter: Matter, *, at: datetime, **facts: Any) -> Refusal | None:
    """The system proposes the end when the time is over; nobody else does."""
    waits = queries.facts_of(matter).end_proposed_at is not None and time_over(matter, at=at) is None
    return None if waits else Refusal("ccl.end_proposed")


@guard("ccl.not_signed_yet")
def not_signed_yet(matter: Matter, **facts: Any) -> Refusal | None:
    """The first signature is given once."""
    return Refusal("ccl.not_signed_yet") if queries.facts_of(matter).end_signed_by_id else None


@guard("ccl.another_signed")
def another_signed(matter: Matter, *, actor: Actor, **facts: Any) -> Refusal | None:
    """Two members sign, one of them the Principal Magistrate (s.7(4))."""
    first = queries.facts_of(matter).end_signed_by
    other = first is not None and first.pk != actor.posting_id
    both = other and "jjb_pm" in (actor.role, first.role if first else "")
    return None if both else Refusal("ccl.another_signed")


@guard("ccl.tried_as_adult")
def tried_as_adult(matter: Matter, **facts: Any) -> Refusal | None:
    """The Children's Court tried under s.19(1)(i)."""
    return None if queries.facts_of(matter).tried_as_adult else Refusal("ccl.tried_as_adult")


@guard("ccl.not_tried_as_adult")
def not_tried_as_adult(matter: Matter, **facts: Any) -> Refusal | None:
    """The record of s.19(1)(i) is the Children's Court's to keep (s.24(2) proviso)."""
    return Refusal("ccl.not_tried_as_adult") if queries.facts_of(matter).tried_as_adult else None


@guard("ccl.appeal_pending")
def appeal_pending(matter: Matter, **facts: Any) -> Refusal | None:
    """An appeal was lodged and is not decided."""
    return None if queries.facts_of(matter).appeal_pending else Refusal("ccl.appeal_pending")


@guard("ccl.no_appeal_pending")
def no_appeal_pending(matter: Matter, **facts: Any) -> Refusal | None:
    """While an appeal is pending nothing is put away or destroyed."""
    return Refusal("ccl.no_appeal_pending") if queries.facts_of(matter).appeal_pending else None


@guard("ccl.appeal_window_passed")
def appeal_window_passed(matter: Matter, *, at: datetime, **facts: Any) -> Refusal | None:
    """The running time for appeal is over."""
    over = gate.visible(ENGINE, Clock).filter(matter=matter, code="T30", stopped_at=None, due_at__lte=at).exists()
    return None if over else Refusal("ccl.appeal_window_passed")


@guard("ccl.appeal_time_over")
def appeal_time_over(matter: Matter, *, at: datetime, **facts: Any) -> Refusal | None:
    """No time for appeal is still running (s.101)."""
    runs = gate.visible(ENGINE, Clock).filter(matter=matter, code="T30", stopped_at=None, due_at__gt=at).exists()
    return Refusal("ccl.appeal_time_over") if runs else None


@guard("ccl.record_time_over")
def record_time_over(matter: Matter, *, at: datetime, **facts: Any) -> Refusal | None:
    """From when on the State lets a record be destroyed, after the time for appeal (s.24(2))."""
    held = queries.facts_of(matter).held_at
    days = int(law().option(_state(matter), "ccl.record_after_days", ist_date(at)))
    over = held is not None and (ist_date(at) - ist_date(held)).days >= days
    return None if over else Refusal("ccl.record_time_over", days=days)


@guard("ccl.all_acknowledged")
def all_acknowledged(matter: Matter, **facts: Any) -> Refusal | None:
    """Every office that held a copy said that it is destroyed."""
    waiting = [one for one in queries.holders_of(matter.pk) if one.done_at is None]
    names = {lang: ", ".join(getattr(one.office, f"name_{lang}") for one in waiting) for lang in ("en", "hi")}
    return Refusal("ccl.all_acknowledged", offices=names) if waiting else None
