"""Replayed from peers' tests (C): two accounts side by side, as the page of a possible match compares them."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.country_of_tests import Land
from tests.peers.replay import data, rows
from tests.peers.telling import LINE, admitted, case, give, report, reported, side_by_side, stored
from tests.signing_in import sign_in
from vatsalya.missing import pair_view, rules
from vatsalya.missing.models import Pair

pytestmark = pytest.mark.django_db
CASES = data("compared")["compared"]
MARKS = [
    {"kind": "scar", "part": "wrist", "side": "left", "text": ""},
    {"kind": "tattoo", "part": "forearm", "side": "right", "text": "राम"},
]
#: Two accounts of one child that agree so well that one fact more or less does not part them.
TOLD = {"marks": MARKS, "words_said": "लहसुनिया", "reporter_relation": "neighbour"}
SEEN = {"name": "Ankit Kumar", "father": "Rajesh Kumar", "languages": ["mag"], "home_says": "Gaya", "marks": MARKS,
        "words_said": "लहसुनिया", "age": {"value": 10, "basis": "apparent"}}  # fmt: skip


def paired(land: Land, left: dict[str, Any], right: dict[str, Any]) -> Pair:
    """The pair of two accounts: as the search proposes it, else (a boy and a girl are never searched) put by hand."""
    one, two = report(land, **TOLD | left), case(land, **SEEN | right)
    pair = stored(one, two) or give(one, two, LINE)
    assert pair is not None
    return pair


def says(land: Land, pair: Pair | None, *keys: str) -> dict[str, str]:
    """The verdicts of these lines of the page."""
    lines = side_by_side(land, pair)
    return {key: lines[key].verdict for key in keys}


@pytest.mark.parametrize("case_", rows(CASES))
def test_two_accounts_side_by_side(land: Land, case_: dict[str, Any]) -> None:
    for step in (case_, case_.get("and")):
        if step:
            pair = paired(land, case_["left"], step["right"])
            assert says(land, pair, *step["want"]) == step["want"]


@pytest.mark.parametrize("case_", CASES, ids=lambda case_: f"{case_['id']} turned")
def test_it_does_not_matter_which_side_is_which(case_: dict[str, Any]) -> None:
    for key in case_["want"]:
        left, right = case_["left"].get(key), case_["right"].get(key)
        assert rules.compare(left, right) == rules.compare(right, left)
        told = [{"missing": {key: a}, "found": {key: b}, "reasons": []} for a, b in ((left, right), (right, left))]
        there, back = ({one.key: one.verdict for one in pair_view.facts(one)} for one in told)
        assert there == back


def test_c11_the_case_and_the_trace_agree_in_sex_and_in_what_stands_for_ethnicity(land: Land) -> None:
    pair = stored(reported(land, "T1"), admitted(land, "K1"))
    assert says(land, pair, "sex", "languages") == {"sex": "match", "languages": "match"}


def test_c12_a_location_that_only_the_case_has_is_known_to_one_side(land: Land) -> None:
    pair = stored(reported(land, "T1"), admitted(land, "K1"))
    line = side_by_side(land, pair)["home_place"]
    assert (line.missing, line.found, line.verdict) == (None, "ABC123", "one")  # differ: theirs is a mismatch


def test_c13_what_nobody_asked_is_blank_and_said_so_on_the_page(land: Land) -> None:
    pair = stored(reported(land, "T1"), admitted(land, "K1"))
    assert set(says(land, pair, "marks", "height_cm", "hair").values()) == {"unknown"}
    client = sign_in(Client(), land.postings["gaya.ps.0"])
    page = client.get(reverse("desk:match", args=[pair.pk]))  # type: ignore[union-attr]
    assert {"Marks", "Height", "Hair"} <= {str(one) for one in page.context["unknown"]}
    assert not {"Marks", "Height", "Hair"} & {str(one["label"]) for one in page.context["facts"]}


def test_c14_each_member_of_the_family_has_a_line(land: Land) -> None:
    lines = side_by_side(land, stored(reported(land, "T1"), admitted(land, "K1")))
    family = {key: one.found for key, one in lines.items() if key in ("father", "mother")}
    assert family == {"father": "Yazan Al-Rashid", "mother": "Hadeel Al-Rashid"}


def test_c16_an_empty_case_is_no_mismatch_to_what_the_trace_knows(land: Land) -> None:
    trace = reported(land, "T1")
    empty = admitted(land, "K3", name="Ausama Al Rashid", sex="unknown", age={"value": None, "basis": "apparent"})
    lines = side_by_side(land, stored(trace, empty) or give(trace, empty, LINE))
    told = {key: one.verdict for key, one in lines.items()}
    assert told["names"] == "match"  # differ: what only the trace knows is no mismatch
    assert {told[key] for key in ("sex", "age", "languages", "father")} == {"one"}
    assert [key for key, one in told.items() if one == "unknown"] == [
        "mother", "marks", "height_cm", "home_place", "words_said", "clothes", "complexion", "build", "hair",
    ]  # fmt: skip


def test_one_language_more_on_either_side_is_a_match_and_one_more_on_both_is_nearly_one(land: Land) -> None:
    for ours, theirs, verdict in ((["mag", "sat"], ["mag"], "match"), (["mag", "sat"], ["mag", "bn"], "near")):
        assert says(land, paired(land, {"languages": ours}, {"languages": theirs}), "languages")["languages"] == verdict


def test_the_same_district_is_not_called_another_place(land: Land) -> None:
    one = report(land, **TOLD)
    two = case(land, "gaya", **SEEN, found_place=report_place(land))
    line = side_by_side(land, stored(one, two) or give(one, two, LINE))["district"]
    assert (line.missing == line.found, line.verdict) == (True, "match")


def report_place(land: Land) -> dict[str, int]:
    """The district of the station that reports."""
    office = land.offices["gaya.ps"]
    return {"state": office.state_id or 0, "district": office.district_id or 0}


def test_a_childs_own_word_for_home_is_shown_beside_the_reports_district_and_left_to_the_officer() -> None:
    told = {"missing": {"home_place": {"state": 10, "district": 196}}, "found": {"home_says": "Gaya"}, "reasons": []}
    (home,) = [one for one in pair_view.facts(told) if one.key == "home_place"]
    assert (home.found, home.verdict) == ("Gaya", rules.LOOK)
    told["reasons"] = [{"code": "home.word", "bits": 4.0, "facts": {}}]
    (home,) = [one for one in pair_view.facts(told) if one.key == "home_place"]
    assert home.verdict == rules.NEAR


@pytest.mark.parametrize("said", ["unknown", "नाम नहीं मालूम", "अज्ञात लड़का", "-"])
def test_two_children_whose_names_nobody_knows_are_not_shown_to_have_one_name(said: str) -> None:
    nobody: dict[str, Any] = {"names": [{"text": said}], "father": said, "mother": said}
    for found in (nobody, {"names": [{"text": "Ankit"}], "father": "Rajesh", "mother": "Sunita"}):
        lines = {one.key: one for one in pair_view.facts({"missing": nobody, "found": found, "reasons": []})}
        want = {"unknown" if found is nobody else "one"}
        assert {lines[key].verdict for key in ("names", "father", "mother")} == want
