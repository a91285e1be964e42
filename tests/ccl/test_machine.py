"""The life of a Board's case as the law draws it: its paths, who may take which step, what nobody skips."""

import pytest

from tests.access.world import POSTS
from tests.ccl.story import MORNING, report
from tests.country_of_tests import settle
from tests.law.test_machines import walk
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.law.load import law
from vatsalya.lib.errors import Forbidden, Refused
from vatsalya.matters import actions as matters
from vatsalya.matters.models import Matter, Move

CCL = law().machine("ccl")
TRIED = "place begin_inquiry begin_assessment transfer_cc"
TO_BOARD = ["apprehend", "tell_family", "stay_overnight", "produce"]


@pytest.mark.parametrize(
    ("path", "end"),
    [
        ("dispose_at_once hold_record order_destruction acknowledge destroy", "DESTROYED"),
        ("refer_cwc hold_record", "RECORD_HOLD"),
        ("release order_age find_not_child", "NOT_CHILD"),
        ("place order_age find_age extend further_time find dispose to_special_home complete", "COMPLETED"),
        ("release begin_inquiry extend propose_end sign_end terminate hold_record", "RECORD_HOLD"),
        ("release begin_inquiry not_found refer_after hold_record", "RECORD_HOLD"),
        ("place begin_inquiry begin_assessment retain find dispose to_probation breach dispose to_fine", "FINE"),
        ("place begin_inquiry begin_assessment transfer_cc cc_as_child cc_not_found", "NOT_FOUND"),
        (
            TRIED + " cc_try_adult cc_find dispose to_place_of_safety evaluate finish_term retain_record",
            "RECORD_RETAINED",
        ),
    ],
)
def test_every_way_that_the_law_draws_can_be_gone(path, end):
    assert walk("ccl", TO_BOARD + path.split()) == end


def test_final_disposal_and_transfer_need_two_members_with_the_magistrate():
    final = (
        "dispose_at_once refer_cwc find_not_child retain transfer_cc not_found find dispose order_destruction".split()
    )
    for name in final:
        assert {"sitting.open", "sitting.board_quorum"} <= set(CCL.moves[name].guards), name
    assert "ccl.another_signed" in CCL.moves["terminate"].guards


def test_a_member_alone_only_releases_places_or_looks_into_the_age():
    alone = {name for name, move in CCL.moves.items() if "ccl.sitting_or_alone" in move.guards}
    assert alone == {"release", "place", "order_age", "change_bail"}


def test_the_machine_alone_proposes_the_end_and_starts_the_times_that_hang_on_the_class():
    silent = {name for name, move in CCL.moves.items() if not move.roles}
    assert silent == {"await_papers", "await_report", "await_assessment", "propose_end", "appeal_over"}


def test_no_role_of_a_committee_and_none_of_the_ministry_takes_a_step():
    roles = {role for move in CCL.moves.values() for role in move.roles}
    assert roles == {"cwpo", "rail_officer", "sjpu_officer", "jjb_pm", "jjb_member", "probation_officer", "ccl_pic"}


def test_every_time_of_the_board_that_starts_is_stopped_by_what_it_waits_for():
    moves = CCL.moves
    assert moves["apprehend"].starts == ("T6", "T7") and moves["tell_family"].stops == ("T7",)
    assert moves["produce"].stops == ("T6",) and moves["produce"].lapses == ("T7",)
    assert "T31" in moves["produce"].starts and "T31" in moves["dispose"].stops
    assert "T8" in moves["order_sir"].starts and moves["file_sir"].stops == ("T8",)


@pytest.mark.django_db
def test_every_other_role_is_refused_every_step_and_a_right_role_at_the_wrong_state():
    land = settle()
    matter = report(land)
    refused = 0
    for role, post in POSTS.items():
        actor = land.actor(post)
        session.bind(machine("test"))
        for name, rule in CCL.moves.items():
            if role not in rule.roles:
                with pytest.raises(Forbidden):
                    matters.move(matter, name, actor=actor, at=MORNING)
                refused += 1
            elif matter.state not in rule.from_ and "*" not in rule.from_:
                with pytest.raises(Refused):
                    matters.move(matter, name, actor=actor, at=MORNING)
                refused += 1
    assert refused > 1500 and Matter.unscoped.get(pk=matter.pk).state == "APPREHENDED"
    assert Move.unscoped.filter(matter=matter).count() == 2
