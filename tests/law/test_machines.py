"""The lives of the proceedings: the journey's path, who may take which step, and which clock it moves."""

import pytest

from vatsalya.law.load import law

CHILD = (
    "produce interim_single begin_inquiry order_sir file_sir hear final_order order_transfer agree_transfer "
    "order_escort depart receive hear final_order order_restoration restore begin_follow_up close"
).split()


def walk(kind, moves, state=None):
    machine = law().machine(kind)
    here = state or machine.initial
    for name in moves:
        move = machine.moves[name]
        assert here in move.from_ or "*" in move.from_, f"{name} at {here}"
        here = here if move.to == "=" else move.to
    return here


def test_the_journeys_child_goes_all_the_way():
    assert walk("cncp", CHILD) == "CLOSED"


def test_the_missing_report_goes_all_the_way():
    path = "link_fir begin_tracing suggest_match confirm_match trace produce restore close".split()
    assert walk("missing", path) == "CLOSED"


def test_every_state_of_the_catalogue_is_there():
    """5.2: draft, reported, a citizen's four, registered, under search, lead, traced, recovered, produced, the ends."""
    wanted = (
        "DRAFT REPORTED VERIFIED ACCEPTED DUPLICATE NOT_MISSING FALSE_REPORT REGISTERED TRACING LEAD "
        "TRACED_UNCONFIRMED RECOVERED PRODUCED_CWC PRODUCED_JJB RESTORED PLACED OTHER CLOSED "
        "WITH_AHTU FOUND_DEAD TURNED_18 REOPENED"
    ).split()
    assert set(wanted) <= set(law().machine("missing").states)


def test_a_match_may_come_before_anything_else_and_may_be_none():
    assert walk("missing", ["suggest_match", "drop_match", "confirm_match"]) == "MATCH_CONFIRMED"


def test_a_suspicion_of_trafficking_goes_to_the_unit_and_can_come_back_to_a_match():
    path = ["suspect_trafficking", "transfer_ahtu", "report_to_legal_services", "confirm_match", "trace"]
    assert walk("missing", path) == "TRACED"


def test_a_stay_in_a_home():
    path = "order admit go_on_leave come_back escape come_back order_transfer depart admit order_discharge discharge"
    assert walk("placement", path.split()) == "DISCHARGED"


def test_an_emergency_admission_ends_by_order_only():
    assert "ADMITTED" in law().machine("placement").opens_in
    assert "placement.order_signed" in law().machine("placement").moves["discharge"].guards
    assert "placement.order_signed" in law().machine("placement").moves["admit"].guards


def test_a_call():
    path = "accept go_out see_child give_aid inform produce place follow_up close".split()
    assert walk("helpline", path) == "CLOSED"


@pytest.mark.parametrize("state", ["UNDER_INQUIRY", "SIR_FILED", "HEARD", "FINAL_ORDER"])
def test_a_transfer_may_be_ordered_at_any_stage_of_the_inquiry(state):
    assert walk("cncp", ["order_transfer", "agree_transfer"], state) == "TRANSFER_AGREED"


def test_a_transfer_that_comes_to_nothing_leads_back_to_where_the_case_stood():
    moves = law().machine("cncp").moves
    assert moves["refuse_transfer"].to == moves["withdraw_transfer"].to == "<"
    assert moves["refuse_transfer"].guards == moves["agree_transfer"].guards == ("cncp.receiving_committee",)
    for name in ("refuse_transfer", "withdraw_transfer"):
        assert "D-ACCEPT" in {*moves[name].stops, *moves[name].lapses}, name


def test_a_report_that_is_owed_is_filed_also_after_a_transfer_and_undoes_no_hearing():
    assert walk("cncp", ["order_sir", "file_sir", "hear", "final_order"], "RECEIVED") == "FINAL_ORDER"
    assert walk("cncp", ["order_sir", "add_sir", "final_order"], "HEARD") == "FINAL_ORDER"
    moves = law().machine("cncp").moves
    first, late = moves["file_sir"], moves["add_sir"]
    assert (first.roles, first.guards, first.stops) == (late.roles, late.guards, late.stops)
    assert moves["hear"].guards == moves["hear_again"].guards == moves["amend_order"].guards


@pytest.mark.parametrize("state", ["PRODUCED", "UNDER_INQUIRY", "FINAL_ORDER", "LONG_TERM_CARE", "IN_TRANSIT"])
def test_a_child_who_left_comes_back(state):
    assert walk("cncp", ["escape"], state) == "MISSING"
    assert law().machine("cncp").moves["come_back"].to == "<"  # back to where the case stood


def test_an_appeal_ends_in_the_old_order_or_a_new_inquiry():
    assert walk("cncp", ["appeal", "uphold", "carry_on"], "FINAL_ORDER") == "FINAL_ORDER"
    assert walk("cncp", ["appeal", "set_aside", "inquire_again"], "NOT_CNCP") == "UNDER_INQUIRY"


def test_final_orders_need_a_sitting_of_three():
    for name in (
        "final_order",
        "not_cncp",
        "order_restoration",
        "order_transfer",
        "review_restore",
        "amend_order",
        "replace_restoration",
    ):
        assert {"sitting.open", "sitting.three_members"} <= set(law().machine("cncp").moves[name].guards), name


def test_one_member_alone_may_only_place_for_now():
    cncp = law().machine("cncp")
    alone = {n for n, m in cncp.moves.items() if "sitting.not_in_session" in m.guards}
    assert alone == {"interim_single"} and "sitting.three_members" not in cncp.moves["interim_single"].guards


def test_no_placement_without_the_checks_of_the_law():
    for name in ("interim_single", "begin_inquiry"):
        guards = set(law().machine("cncp").moves[name].guards)
        assert {
            f"placement.{g}" for g in ("fits_child", "has_room", "registration_valid", "under_six_goes_to_saa")
        } <= guards


def test_the_final_order_comes_after_report_wishes_and_the_search_among_the_missing():
    assert {"cncp.sir_filed", "cncp.wishes_heard", "cncp.missing_checked"} <= set(
        law().machine("cncp").moves["final_order"].guards
    )


def test_who_writes_the_report_does_not_decide():
    cncp = law().machine("cncp")
    assert not set(cncp.moves["file_sir"].roles) & set(cncp.moves["final_order"].roles)


def test_nobody_but_members_of_the_committee_decides_a_care_case():
    papers = {n: m for n, m in law().machine("cncp").moves.items() if m.paper and law().newest_form(m.paper).order}
    assert len(papers) >= 5
    assert all(set(move.roles) == {"cwc_chair", "cwc_member"} for move in papers.values())


def test_a_match_and_an_end_need_a_second_person():
    missing = law().machine("missing").moves
    assert {n for n, m in missing.items() if m.second_person} >= {
        "confirm_match",
        "close",
        "not_missing",
        "record_death",
    }


def test_the_clocks_of_production_inquiry_and_escort_start_and_stop_where_the_law_says():
    moves = law().machine("cncp").moves
    assert {"T1", "T3"} <= set(moves["produce"].stops) and "T13" in moves["produce"].starts
    assert moves["order_sir"].starts == ("T12",) and moves["file_sir"].stops == ("T12",)
    assert "T13" in moves["final_order"].stops
    assert "T53" in moves["order_escort"].starts and "T53" in moves["receive"].stops


def test_the_clocks_of_a_missing_report_start_with_it():
    law_says = {"T67", "T69", "D-NODAL", "D-PHOTO"}
    ours = {"D-WANTED", "D-DLSA", "D-CIRCULATE"}
    assert set(law().machine("missing").opening_starts) == law_says | ours
    moves = law().machine("missing").moves
    assert moves["link_fir"].stops == ("T67",) and moves["suspect_trafficking"].starts == ("T68",)
    assert {"T68", "T69"} <= set(moves["transfer_ahtu"].stops)


def test_no_clock_of_a_case_runs_on_after_a_death():
    for kind, name in (("cncp", "confirm_death"), ("missing", "record_death"), ("placement", "record_death")):
        machine = law().machine(kind)
        running = {c for m in machine.moves.values() for c in m.starts} - {"T30", "T72", "T68"}
        assert running - {*machine.moves[name].stops, *machine.moves[name].lapses} <= {"T71", "D-NODAL"}, kind


def test_states_that_a_parent_reads_are_told_plainly():
    for state in law().machine("missing").states.values():
        assert state.plain != state.label, state.code
        assert not any(word in state.plain["en"] for word in ("CWC", "AHTU", "FIR", "SIR")), state.code
