"""The Board's case from the station to the clean slate, and what the law refuses on the way."""

from datetime import UTC, date, timedelta

import pytest
from django.db import IntegrityError, connection

from tests.ccl.story import (
    CHECKS,
    FORM_5,
    FORM_6,
    MORNING,
    NEXT,
    NIGHT,
    SECRET,
    form_3,
    form_4,
    form_42,
    produced,
    report,
    rise,
    row,
    sit,
)
from tests.country_of_tests import Land, settle
from vatsalya.ccl import hearing, orders, police, queries, records, tasks
from vatsalya.ccl.models import Charge, Custody, Holder
from vatsalya.ccl.police import Said
from vatsalya.lib.errors import Forbidden, NotVisible, Refused
from vatsalya.matters import actions as matters
from vatsalya.people import vault
from vatsalya.people.models import Vault

pytestmark = pytest.mark.django_db


@pytest.fixture
def land() -> Land:
    """Three towns with their posts."""
    return settle()


def refused(no: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {one.code for one in no.value.refusals}


def test_the_hours_run_from_the_charge_less_the_journey_and_end_before_the_board(land):
    matter = report(land)
    assert matter.sealed and matter.realm == "ccl" and matter.office.kind == "ps"
    assert matter.clock("T6").due_at == NIGHT - timedelta(hours=1) + timedelta(hours=25)
    police.tell_family(actor=land.bind("nashik.ps"), matter_id=matter.pk, at=NIGHT, words="Mother told by telephone")
    police.produce(actor=land.bind("nashik.ps"), matter_id=matter.pk, at=MORNING)
    now, case = row(matter.pk)
    assert now.state == "PRODUCED" and now.office.kind == "jjb" and now.shared_with == []
    assert now.clock("T6").stopped_at == MORNING and now.clock("T31").due_at.astimezone(UTC).date() == date(2026, 7, 3)
    assert now.clock("T34") and not now.clock("T33") and not now.clock("T32")


def test_the_police_see_their_own_child_until_it_is_produced_and_nothing_after(land):
    pk = report(land).pk
    for name in ("nashik.ps", "nashik.jjb"):
        assert matters.see(land.bind(name), pk, act="ccl.read")
    for name in ("nashik.sjpu", "pune.ps", "nashik.cwc", "nashik.dcpu", "nashik.home", "pune.jjb", "nashik.oh"):
        with pytest.raises((NotVisible, Forbidden)):
            matters.see(land.bind(name), pk, act="ccl.read")
    police.produce(actor=land.bind("nashik.ps"), matter_id=pk, at=MORNING)
    assert matters.see(land.bind("nashik.jjb.1"), pk, act="ccl.read")
    for name in ("nashik.ps", "nashik.sjpu", "nashik.cwc", "nashik.cwc.1"):
        with pytest.raises(NotVisible):
            matters.see(land.bind(name), pk, act="ccl.read")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"best_interest": ""}, "ccl.may_apprehend"),
        ({"checks": CHECKS[1:]}, "ccl.rights_kept"),
        ({"age": 6}, "ccl.old_enough"),
        ({"age": 19}, "ccl.may_be_child"),
        ({"age": 18, "born": date(2008, 2, 1)}, "ccl.may_be_child"),
        ({"sections": (Said("IPC", "392"),)}, "ccl.law_of_the_day"),
        ({"sections": (Said("OTHER", "9"),)}, "ccl.section_unknown"),
        ({"taken_at": NIGHT + timedelta(hours=1)}, "date.future"),
        ({"offence_on": date(2026, 3, 4)}, "ccl.offence_after"),
    ],
)
def test_the_station_cannot_take_a_child_in_charge_against_the_law(land, changes, code):
    with pytest.raises(Refused) as no:
        report(land, **changes)
    assert code in refused(no)


def test_a_child_stays_at_home_without_a_heinous_offence_and_no_hours_run(land):
    matter = report(land, apprehended=False, taken_at=None, best_interest="", checks=())
    assert matter.state == "NOTICE_ONLY" and matter.clock("T6") is None and matter.clock("T7") is not None


def test_who_is_an_adult_now_and_was_a_child_then_comes_before_the_board(land):
    matter = report(land, age=20, offence_on=date(2023, 5, 1), sections=(Said("IPC", "392"),))
    case = row(matter.pk)[1]
    assert case.age_then == 17
    police.produce(actor=land.bind("nashik.ps"), matter_id=matter.pk, at=MORNING)
    with pytest.raises(Refused) as no:
        _place(land, matter.pk)
    assert "ccl.place_pending" in refused(no)
    _place(land, matter.pk, "safety")


def test_an_age_of_eighteen_that_is_only_told_is_for_the_board_to_find(land):
    pk = produced(land, age=18)
    sit(land, MORNING)
    pm, ids = land.bind("nashik.jjb"), {"matter_id": pk, "at": MORNING}
    hearing.release(actor=pm, answers=form_3(), **ids)
    with pytest.raises(Refused) as no:
        orders.step(actor=pm, name="begin_inquiry", **ids)
    assert refused(no) == {"ccl.under_eighteen_then"}
    orders.step(actor=pm, name="order_age", words="No paper of birth", **ids)
    assert row(pk)[0].clock("T11").due_at > MORNING
    pm = land.bind("nashik.jjb")
    hearing.find_age(actor=pm, age=17, evidence="school", words="By the school's paper", born=date(2008, 9, 1), **ids)
    assert row(pk)[0].state == "INQUIRY" and row(pk)[1].age_then == 17


def test_a_night_is_spent_in_an_observation_home_and_in_no_other_place(land):
    matter = report(land)
    night = {"matter_id": matter.pk, "at": NIGHT}
    for name in ("home", "ps", "special"):
        with pytest.raises(Refused):
            police.stay_overnight(actor=land.bind("nashik.ps"), answers=form_42(land, name), **night)
    police.stay_overnight(actor=land.bind("nashik.ps"), answers=form_42(land), **night)
    assert matters.see(land.bind("nashik.oh"), matter.pk, act="ccl.read")
    police.produce(actor=land.bind("nashik.jjb"), matter_id=matter.pk, at=MORNING)
    with pytest.raises(NotVisible):
        matters.see(land.bind("nashik.oh"), matter.pk, act="ccl.read")


def _place(land, pk, home="oh", **changes):
    answers = form_4(land, home, **changes)
    return hearing.place(actor=land.bind("nashik.jjb.1"), matter_id=pk, at=MORNING, answers=answers)


def test_one_member_acts_while_the_board_does_not_sit_and_the_board_ratifies(land):
    pk = produced(land)
    paper = _place(land, pk)
    assert [one["role"] for one in paper.members] == ["jjb_member"] and row(pk)[1].alone_at == MORNING
    sit(land, MORNING + timedelta(hours=1))
    orders.step(actor=land.bind("nashik.jjb"), matter_id=pk, at=MORNING + timedelta(hours=1), name="ratify")
    assert row(pk)[1].alone_at is None


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"bail_refused": ["heinous"]}, "ccl.bail_refused_on_ground"),
        ({"reason": "no"}, "ccl.bail_refused_on_ground"),
        ({"next_date": NEXT + timedelta(days=5), "period_to": NEXT + timedelta(days=9)}, "ccl.next_date_in_time"),
        ({"period_to": NEXT - timedelta(days=3)}, "ccl.until_before_next"),
    ],
)
def test_bail_is_refused_only_on_the_grounds_of_the_law_and_for_a_time(land, changes, code):
    pk = produced(land)
    with pytest.raises(Refused) as no:
        _place(land, pk, **changes)
    assert code in refused(no)


def test_no_childrens_home_takes_a_child_of_the_board(land):
    pk = produced(land)
    for name in ("home", "saa", "ps"):
        with pytest.raises(Refused) as no:
            _place(land, pk, name)
        assert refused(no) == {"ccl.no_such_home"}
    with pytest.raises(Refused) as no:
        _place(land, pk, "safety")
    assert "ccl.place_pending" in refused(no)


def test_a_final_order_needs_two_members_with_the_magistrate(land):
    pk = produced(land)
    sit(land, MORNING, members=("nashik.jjb.1", "nashik.jjb.2"))
    end = {"matter_id": pk, "at": MORNING, "name": "dispose_at_once", "words": "Nothing was taken at all."}
    with pytest.raises(Refused) as no:
        orders.step(actor=land.bind("nashik.jjb.1"), **end)
    assert refused(no) == {"sitting.board_magistrate"}
    rise(land, MORNING)
    sit(land, MORNING, members=("nashik.jjb",))
    with pytest.raises(Refused) as no:
        orders.step(actor=land.bind("nashik.jjb"), **end)
    assert refused(no) == {"sitting.board_quorum"}


def test_sections_change_the_class_and_the_times_that_hang_on_it(land):
    pk = produced(land)
    police.reclassify(
        actor=land.bind("nashik.jjb"), matter_id=pk, at=MORNING, sections=(Said("BNS", "309(4)"), Said("BNS", "103(1)"))
    )
    now, case = row(pk)
    assert case.klass == "heinous" and now.clock("T33") and now.clock("T32")
    assert now.clock("T34").lapsed and Charge.unscoped.filter(matter=now).count() == 2


def _inquiry(land, pk):
    """Released, the report ordered and filed, the inquiry begun."""
    at = MORNING
    sit(land, at)
    pm = land.bind("nashik.jjb")
    hearing.release(actor=pm, matter_id=pk, at=at, answers=form_3())
    officer = land.postings["nashik.dcpu.3"].pk
    hearing.order_investigation(actor=pm, matter_id=pk, at=at, officer_id=officer, answers=FORM_5)
    orders.step(actor=pm, matter_id=pk, at=at, name="begin_inquiry")


def test_petty_proceedings_end_when_two_members_have_signed_and_not_before(land):
    pk = produced(land, sections=(Said("BNS", "303(2)"),))
    _inquiry(land, pk)
    after = MORNING + timedelta(days=125)
    assert tasks.propose_ends(at=MORNING + timedelta(days=100)) == 0
    assert tasks.propose_ends(at=after) == 1 and tasks.propose_ends(at=after) == 0
    end = {"matter_id": pk, "at": after}
    orders.step(actor=land.bind("nashik.jjb"), name="sign_end", **end)
    with pytest.raises(Refused) as no:
        orders.step(actor=land.bind("nashik.jjb"), name="terminate", **end)
    assert refused(no) == {"ccl.another_signed"}
    orders.step(actor=land.bind("nashik.jjb.1"), name="terminate", **end)
    assert row(pk)[0].state == "TERMINATED" and row(pk)[0].clock("T31").stopped_at == after


def test_an_inquiry_has_six_months_whenever_it_is_extended_and_more_only_by_the_chief_magistrate(land):
    pk = produced(land)
    _inquiry(land, pk)
    late = MORNING + timedelta(days=120)
    orders.step(actor=land.bind("nashik.jjb"), matter_id=pk, at=late, name="extend", words="A witness is in hospital")
    assert row(pk)[0].clock("T31B").due_at.astimezone(UTC).date() == date(2026, 9, 3)
    more = {"matter_id": pk, "at": late, "name": "further_time", "words": "The witness is still there"}
    with pytest.raises(Refused) as no:
        orders.step(actor=land.bind("nashik.jjb"), **more)
    assert refused(no) == {"ccl.court_order_given"}
    orders.step(actor=land.bind("nashik.jjb"), order_no="CJM 5/2026", order_on=late.date(), **more)
    assert row(pk)[0].state == "FURTHER_TIME"


def test_only_who_was_sixteen_in_a_heinous_case_is_assessed_and_before_all_else(land):
    young = produced(land, age=15, sections=(Said("BNS", "103(1)"),))
    _inquiry(land, young)
    with pytest.raises(Refused) as no:
        orders.step(actor=land.bind("nashik.jjb"), matter_id=young, at=MORNING, name="begin_assessment")
    assert refused(no) == {"ccl.assessable"}
    rise(land, MORNING)
    old = produced(land, sections=(Said("BNS", "103(1)"),))
    _inquiry(land, old)
    with pytest.raises(Refused) as no:
        orders.find(actor=land.bind("nashik.jjb"), matter_id=old, at=MORNING, plan="School and work", words="It was so")
    assert "ccl.assessed_if_due" in refused(no)
    orders.step(actor=land.bind("nashik.jjb"), matter_id=old, at=MORNING, name="begin_assessment")
    with pytest.raises(Refused) as no:
        orders.assess(
            actor=land.bind("nashik.jjb"), matter_id=old, at=MORNING, keep=False, assessed={}, words="All was weighed"
        )
    assert refused(no) == {"ccl.four_assessed"}
    words = dict.fromkeys(("mental", "physical", "consequences", "circumstances"), "three plain words")
    orders.assess(
        actor=land.bind("nashik.jjb"), matter_id=old, at=MORNING, keep=False, assessed=words, words="All was weighed"
    )
    assert row(old)[0].state == "TRANSFERRED_CC" and row(old)[0].clock("T32").stopped_at == MORNING


def _found(land, pk):
    """The report filed, the child found in conflict with law."""
    _inquiry(land, pk)
    hearing.file_report(actor=land.bind("nashik.dcpu.3"), matter_id=pk, at=MORNING, answers=FORM_6)
    orders.find(
        actor=land.bind("nashik.jjb"),
        matter_id=pk,
        at=MORNING,
        plan="School, and work in the evening",
        words="He said so",
    )


def test_no_finding_before_the_report_is_there(land):
    pk = produced(land)
    _inquiry(land, pk)
    with pytest.raises(Refused) as no:
        orders.find(actor=land.bind("nashik.jjb"), matter_id=pk, at=MORNING, plan="", words="He said so")
    assert refused(no) == {"ccl.sir_considered", "ccl.plan_given"}


def test_a_plan_that_the_officer_signed_is_part_of_the_order(land):
    pk = produced(land)
    _inquiry(land, pk)
    ids, plan = {"matter_id": pk, "at": MORNING}, {"goals": "School"}
    hearing.file_report(actor=land.bind("nashik.dcpu.3"), answers=FORM_6, **ids)
    with pytest.raises(Refused) as no:
        orders.find(actor=land.bind("nashik.jjb"), plan="", words="He said so", **ids)
    assert refused(no) == {"ccl.plan_given"}
    hearing.sign_beside(actor=land.bind("nashik.dcpu.3"), form="7A", answers=plan, **ids)
    orders.find(actor=land.bind("nashik.jjb"), plan="", words="He said so", **ids)
    assert row(pk)[0].state == "FOUND"


@pytest.mark.parametrize(
    ("order", "code"),
    [
        ({"code": "e", "until_on": date(2029, 3, 4)}, "ccl.order_length"),
        ({"code": "g"}, "ccl.no_such_home"),
        ({"code": "z"}, "ccl.order_codes"),
    ],
)
def test_an_order_is_one_of_the_law_and_for_at_most_three_years(land, order, code):
    pk = produced(land)
    _found(land, pk)
    with pytest.raises(Refused) as no:
        orders.dispose(actor=land.bind("nashik.jjb"), matter_id=pk, at=MORNING, words="Best for him", **order)
    assert code in refused(no)


def test_a_boy_of_seventeen_from_the_station_to_the_clean_slate(land):
    matter = report(land)
    police.stay_overnight(actor=land.bind("nashik.ps"), matter_id=matter.pk, at=NIGHT, answers=form_42(land))
    police.produce(actor=land.bind("nashik.ps"), matter_id=matter.pk, at=MORNING)
    pk = matter.pk
    _found(land, pk)
    orders.dispose(
        actor=land.bind("nashik.jjb"),
        matter_id=pk,
        at=MORNING,
        code="e",
        until_on=date(2027, 3, 3),
        words="Best for him",
    )
    assert row(pk)[0].state == "PROBATION"
    over = MORNING + timedelta(days=365)
    pm = land.bind("nashik.jjb")
    orders.step(actor=pm, matter_id=pk, at=over, name="complete", words="Everything was kept")
    assert tasks.close_appeals(at=over) == 1
    pm = land.bind("nashik.jjb")
    orders.step(actor=pm, matter_id=pk, at=over, name="hold_record")
    records.order_destruction(actor=pm, matter_id=pk, at=over)
    with pytest.raises(Refused) as no:
        records.destroy(actor=pm, matter_id=pk, at=over)
    assert refused(no) == {"ccl.all_acknowledged"}
    for name in ("nashik.ps", "nashik.oh"):
        actor = land.bind(name)
        (copy,) = queries.holders(actor=actor)
        records.acknowledge(actor=actor, holder_id=copy.pk, at=over)
    made = records.destroy(actor=land.bind("nashik.jjb"), matter_id=pk, at=over)
    assert made.holders == 2 and made.number == matter.number
    gone, case = row(pk)
    sealed = Vault.unscoped.get(child_id=gone.child_id)
    assert gone.state == "DESTROYED" and sealed.key is None and SECRET not in str(vault.read_for_engine(gone.child_id))
    assert case.klass == "serious" and not any(one.sections for one in Charge.unscoped.filter(matter=gone))
    assert _erase(pk) == 0, "nothing is left to erase"
    assert Custody.unscoped.get(matter=gone).left_at == MORNING and Holder.unscoped.filter(done_at=None).count() == 0


def _erase(pk):
    with connection.cursor() as cursor:
        cursor.execute("SELECT ccl_erase_audit(%s::uuid)", [str(pk)])
        return cursor.fetchone()[0]


def test_the_audits_values_of_a_case_that_is_not_destroyed_stay(land):
    pk = report(land).pk
    with pytest.raises(IntegrityError):
        _erase(pk)


def test_nothing_is_destroyed_while_an_appeal_may_come_or_is_pending(land):
    pk = produced(land)
    sit(land, MORNING)
    pm = land.bind("nashik.jjb")
    orders.step(actor=pm, matter_id=pk, at=MORNING, name="dispose_at_once", words="Nothing was taken at all")
    with pytest.raises(Refused) as no:
        orders.step(actor=pm, matter_id=pk, at=MORNING + timedelta(days=29), name="hold_record")
    assert refused(no) == {"ccl.appeal_time_over"}
    orders.step(actor=pm, matter_id=pk, at=MORNING, name="appeal", words="The State appeals it")
    with pytest.raises(Refused) as no:
        orders.step(actor=pm, matter_id=pk, at=MORNING + timedelta(days=40), name="hold_record")
    assert refused(no) == {"ccl.no_appeal_pending"}
