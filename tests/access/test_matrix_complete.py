"""The oracle answers every question once, in the words it may use, and keeps the law's separations."""

import csv
from itertools import product
from pathlib import Path

import pytest

ROLES = frozenset(
    [
        "ministry_officer", "scps_officer", "sara_officer", "state_nodal", "dcpo", "protection_officer",
        "social_worker", "probation_officer", "cwc_chair", "cwc_member", "cwc_secretary", "jjb_pm",
        "jjb_member", "sjpu_officer", "cwpo", "rail_officer", "ahtu_officer", "nodal_officer", "pic",
        "home_worker", "saa_officer", "chl_operator", "chl_worker", "dm", "ngo_worker", "sysadmin",
        "auditor", "citizen", "ccl_pic",
    ]
)  # fmt: skip
RESOURCES = frozenset(
    [
        "missing_report", "missing_identity", "match_review", "cncp_case", "cncp_identity", "cncp_order",
        "sir", "placement", "sitting", "transfer", "escort", "restoration", "followup", "helpline_case",
        "figures_nation", "figures_state", "figures_district", "figure_list", "accounts", "who_saw",
        "audit", "breakglass", "public_card", "citizen_report", "merge", "merge_second", "duplicate_warning",
        "diary", "ahtu_file", "rail_record", "found_record", "imported_person", "alert", "ccl_case", "ccl_identity",
        "ccl_order", "ccl_sir", "ccl_copy",
    ]
)  # fmt: skip
RELATIONS = frozenset(
    [
        "own", "district", "involved", "elsewhere", "other_state",
    ]
)  # fmt: skip
CARE = frozenset(
    [
        "cncp_case", "cncp_identity", "cncp_order", "sir", "placement", "transfer", "escort", "restoration",
        "followup",
    ]
)  # fmt: skip
BOARD = frozenset(["ccl_case", "ccl_identity", "ccl_order", "ccl_sir", "ccl_copy"])
FILES = CARE | BOARD | {
    "missing_report", "missing_identity", "match_review", "helpline_case", "public_card", "citizen_report",
    "diary", "ahtu_file", "rail_record", "found_record", "imported_person", "alert",
}  # fmt: skip


@pytest.fixture(scope="module")
def matrix() -> dict[tuple[str, str, str], dict[str, str]]:
    """The rows by role, resource and relation; a question asked twice stops here."""
    answers: dict[tuple[str, str, str], dict[str, str]] = {}
    with (Path(__file__).parent / "matrix.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            key = (row["role"], row["resource"], row["relation"])
            assert key not in answers, f"{key} is answered twice"
            answers[key] = row
    return answers


def test_every_question_has_exactly_one_answer(matrix):
    assert set(matrix) == set(product(ROLES, RESOURCES, RELATIONS))


def test_answers_use_only_the_agreed_words(matrix):
    assert {row["may_read"] for row in matrix.values()} == {"yes", "no", "masked", "counts"}
    assert {row["may_act"] for row in matrix.values()} == {"yes", "no"}


def test_every_answer_names_its_basis(matrix):
    assert [key for key, row in matrix.items() if len(row["basis"].strip()) < 8] == []


def test_nobody_acts_on_what_they_may_not_read(matrix):
    blind = [k for k, row in matrix.items() if row["may_act"] == "yes" and row["may_read"] in ("no", "counts")]
    assert blind == []


def test_the_writer_of_a_social_investigation_report_does_not_decide(matrix):
    writers = {role for role, thing, _ in _acting(matrix) if thing == "sir"}
    deciders = {role for role, thing, _ in _acting(matrix) if thing == "cncp_order"}
    assert writers and deciders and not writers & deciders


def test_only_committee_members_sign_orders(matrix):
    assert {role for role, thing, _ in _acting(matrix) if thing == "cncp_order"} == {"cwc_chair", "cwc_member"}


def test_nothing_of_a_child_crosses_a_state_border_unasked(matrix):
    across = [k for k, row in matrix.items() if k[1] in FILES and k[2] == "other_state" and row["may_read"] != "no"]
    assert across == []


def test_homes_and_police_see_no_care_file_of_another_office(matrix):
    browsers = [
        key
        for key, row in matrix.items()
        if key[0] in {"pic", "home_worker", "saa_officer", "sjpu_officer", "cwpo", "rail_officer", "ahtu_officer"}
        and key[1] in CARE
        and key[2] in {"district", "elsewhere"}
        and row["may_read"] != "no"
    ]
    assert browsers == []


def test_boards_read_no_care_file_beyond_linked_extracts(matrix):
    read = [k for k, row in matrix.items() if k[0].startswith("jjb") and k[1] in CARE and row["may_read"] == "yes"]
    assert read == []


def test_the_committee_reads_nothing_of_the_boards_vault(matrix):
    read = [k for k, row in matrix.items() if k[0].startswith("cwc") and k[1] in BOARD and row["may_read"] != "no"]
    assert read == []


def test_the_writer_of_a_report_for_the_board_does_not_decide_there(matrix):
    writers = {role for role, thing, _ in _acting(matrix) if thing == "ccl_sir"}
    assert writers == {"probation_officer"}
    assert {role for role, thing, _ in _acting(matrix) if thing == "ccl_order"} == {"jjb_pm", "jjb_member"}


def test_the_police_see_of_the_boards_vault_only_what_is_their_own(matrix):
    police = {"cwpo", "rail_officer", "sjpu_officer", "ahtu_officer"}
    read = [k for k, row in matrix.items() if k[0] in police and k[1] in BOARD and row["may_read"] != "no"]
    assert {relation for _, _, relation in read} == {"own"}


def test_the_administrator_the_auditor_and_the_ministry_have_no_childs_file(matrix):
    seen = [
        key
        for key, row in matrix.items()
        if key[0] in {"sysadmin", "auditor", "ministry_officer"} and key[1] in FILES and row["may_read"] != "no"
    ]
    assert seen == []


def test_nobody_changes_the_audit_or_a_figure(matrix):
    still = {"audit", "who_saw", "figures_nation", "figures_state", "figures_district", "figure_list"}
    assert [key for key in _acting(matrix) if key[1] in still] == []


def _acting(matrix: dict[tuple[str, str, str], dict[str, str]]) -> list[tuple[str, str, str]]:
    return [key for key, row in matrix.items() if row["may_act"] == "yes"]
