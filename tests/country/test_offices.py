"""Every district has its offices, each inside the one above, and nobody in them is real."""

from collections import Counter

import pytest

from vatsalya.country.geography import rows
from vatsalya.country.offices import offices, staff
from vatsalya.country.parameters import parameters

EVERYWHERE = {"dcpu", "cwc", "jjb", "sjpu", "nodal", "dm", "chl", "ahtu"}


@pytest.fixture(scope="module")
def country():
    """All offices by kind and code."""
    made = offices()
    by_code = {(office["kind"], office["code"]): office for office in made}
    assert len(by_code) == len(made)
    return by_code


def test_every_district_has_each_office_that_the_law_wants(country):
    kinds = Counter(kind for kind, _ in country)
    districts = len(rows("lgd_districts.csv"))
    assert {kind: kinds[kind] for kind in EVERYWHERE} == dict.fromkeys(EVERYWHERE, districts)
    assert kinds["ps"] >= 2 * districts and kinds["home"] >= districts


def test_every_state_has_its_four_offices(country):
    kinds = Counter(kind for kind, _ in country)
    assert {kind: kinds[kind] for kind in ("scps", "sara", "state_nodal", "control_room")} == dict.fromkeys(
        ("scps", "sara", "state_nodal", "control_room"), 36
    )


def test_numbers_are_given_once_and_lie_inside_the_office_above(country):
    assert len({office["no"] for office in country.values()}) == len(country)
    holders = ("ministry", "scps", "dcpu", "campus")
    for office in country.values():
        above = country.get(office["parent"])
        if above and above["kind"] in holders:
            assert above["no"] <= office["no"] <= office["hi"] <= above["hi"], office


def test_an_office_above_comes_before_those_below_it():
    seen = set()
    for office in offices():
        assert office["parent"] is None or office["parent"] in seen, office
        seen.add((office["kind"], office["code"]))


@pytest.mark.parametrize(
    ("kind", "code", "name", "hindi"),
    [
        ("ps", "BR-GAYA-P1", "PS Kotwali Gaya", "थाना कोतवाली गया"),
        ("rail_post", "MH-NASH-R1", "Railway police post, Igatpuri", "रेलवे पुलिस चौकी, इगतपुरी"),
        ("home", "MH-NASH-H1A", "Children's Home for Boys, Nashik", "बाल गृह (बालक), नासिक"),
        ("home", "MH-PUNE-H1A", "Children's Home for Boys, Pune", "बाल गृह (बालक), पुणे"),
        ("cwc", "MH-NASH", "Child Welfare Committee, Nashik", "बाल कल्याण समिति, नासिक"),
        ("cwc", "BR-GAYA", "Child Welfare Committee, Gaya", "बाल कल्याण समिति, गया"),
    ],
)
def test_the_offices_of_the_journey_stand_under_their_names(country, kind, code, name, hindi):
    office = country[kind, code]
    assert (office["name_en"], office["name_hi"]) == (name, hindi)


def test_a_home_is_a_unit_of_a_campus_with_sex_age_and_strength(country):
    homes = [office for office in country.values() if office["kind"] == "home"]
    assert all(country[home["parent"]]["kind"] == "campus" for home in homes)
    assert all(home["unit"]["strength"] > 0 and home["unit"]["sexes"] for home in homes)


def test_every_telephone_number_is_one_that_no_telephone_has(country):
    assert all(office["phone"].startswith("00000-") for office in country.values())


def test_every_office_is_named_in_both_languages(country):
    assert all(any("ऀ" <= letter <= "ॿ" for letter in office["name_hi"]) for office in country.values())
    assert all(office["name_en"].strip() and "{" not in office["name_en"] for office in country.values())


def test_posts_are_filled_with_invented_people_always_the_same(country):
    committee = staff(country["cwc", "MH-NASH"])
    assert [person["role"] for person in committee] == ["cwc_chair", *["cwc_member"] * 4, "cwc_secretary"]
    assert committee == staff(country["cwc", "MH-NASH"])
    assert all(person["phone"].startswith("00000-") for person in committee)


def test_each_kind_of_office_with_people_has_posts(country):
    kinds = {kind for kind, _ in country} - {"campus"}
    assert kinds == set(parameters()["offices"]["posts"])
