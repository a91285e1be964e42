"""Who may hold what, who sees what, who appoints whom: the law's separations (part (d) of the notes)."""

import pytest

from vatsalya.law.load import law

STAFF = """ministry_officer scps_officer sara_officer state_nodal dcpo protection_officer social_worker
probation_officer cwc_chair cwc_member cwc_secretary jjb_pm jjb_member sjpu_officer cwpo rail_officer 
ahtu_officer nodal_officer pic
home_worker saa_officer chl_operator chl_worker dm ngo_worker sysadmin auditor ccl_pic""".split()
POLICE = {"cwpo", "rail_officer", "sjpu_officer", "ahtu_officer", "nodal_officer", "state_nodal"}


def test_every_stakeholder_has_a_role():
    assert set(law().roles) == set(STAFF)


@pytest.mark.parametrize("role", ["ministry_officer", "scps_officer", "sara_officer", "sysadmin", "auditor"])
def test_the_nation_the_state_and_the_machine_room_see_no_child(role):
    assert law().roles[role].reach == "none" and law().roles[role].realms == ()


def test_police_browse_no_care_file_and_the_committee_no_file_of_the_board():
    for role in POLICE:
        assert "cncp" not in law().roles[role].realms and role not in law().acts["cncp.read"].by
    for role in ("cwc_chair", "cwc_member", "cwc_secretary"):
        assert "ccl" not in law().roles[role].realms
    for role in ("jjb_pm", "jjb_member"):
        assert law().roles[role].realms == ("ccl",)
    assert {code for code, role in law().roles.items() if {"cncp", "ccl"} <= set(role.realms)} == {"probation_officer"}


def test_a_home_sees_only_what_is_shared_with_it():
    assert law().roles["pic"].reach == "office" and law().acts["cncp.read"].by["pic"] == "shared"
    assert law().acts["placement.read"].by["pic"] == "shared"


@pytest.mark.parametrize(
    "role", ["ngo_worker", "social_worker", "protection_officer", "probation_officer", "home_worker"]
)
def test_workers_see_only_children_given_to_them(role):
    assert law().roles[role].reach == "assigned"
    assert set(r for act in law().acts.values() for r in [act.by.get(role)] if r) <= {"assigned"}


def test_only_the_committee_reads_what_is_specially_protected_of_a_child_in_care():
    special = {code for code, role in law().roles.items() if "special" in role.sees and "cncp" in role.realms}
    assert special == {"cwc_chair", "cwc_member"}


def test_who_investigates_never_orders_and_the_secretary_never_signs():
    assert not set(law().acts["sir.file"].by) & set(law().acts["cncp.order"].by)
    orders = {"cncp.order", "cncp.order_interim", "sir.order", "transfer.order", "restoration.order", "paper.sign"}
    assert all("cwc_secretary" not in law().acts[act].by for act in orders)


def test_break_glass_lets_read_and_never_decide():
    allowed = {code for code, act in law().acts.items() if act.by_grant}
    assert allowed and all(code.endswith((".read", ".identity")) for code in allowed)


def test_a_match_is_decided_by_police_and_committee_on_what_was_shared_with_them():
    assert set(law().acts["match.decide"].by.values()) == {"shared"}


def below(role):
    return set(law().roles[role].creates)


def test_the_cascade_runs_from_ministry_to_worker():
    assert below("ministry_officer") == {"scps_officer", "sara_officer"}
    assert {"dcpo", "cwc_chair", "cwc_member", "jjb_pm", "sjpu_officer", "chl_operator", "dm", "state_nodal"} <= below(
        "scps_officer"
    )
    assert {"pic", "saa_officer", "ngo_worker", "social_worker", "chl_worker"} <= below("dcpo")
    assert "cwpo" in below("sjpu_officer") and "home_worker" in below("pic")


def test_nobody_appoints_their_own_level_or_one_above():
    def level(role, seen=()):
        makers = [r for r in law().roles if role in below(r) and r not in seen]
        return 1 + max((level(m, (*seen, role)) for m in makers), default=0)

    for role in law().roles:
        assert all(level(made) > level(role) for made in below(role)), role
        assert role not in below(role)


def test_everybody_can_be_appointed_by_somebody_but_the_top_and_the_machine_room():
    made = {role for maker in law().roles for role in below(maker)}
    assert set(law().roles) - made == {"ministry_officer", "sysadmin", "auditor"}


def test_every_role_says_in_words_what_it_is_for():
    assert all(role.purpose["en"].endswith(".") for role in law().roles.values())
