"""Which districts lie on one railway line, how far it is by train, and what that says of a pair."""

import csv
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from vatsalya.matching import geo, rail, rules, weights
from vatsalya.matching.reasons import Reason, explain
from vatsalya.matching.record import Record, traits

GAYA, NASHIK, PATNA, DELHI, WEST_DELHI, HOWRAH, KOLKATA = "196", "487", "212", "79", "85", "313", "315"
MUMBAI, CHENNAI, GUWAHATI, THENI, NAGAPATTINAM, SOUTH_ANDAMANS = "482", "568", "618", "588", "579", "602"


def seen(found: Record, district: str | None, state: str = "", day: date | None = None) -> Record:
    return replace(found, district_code=district, state_code=state, event_on=day or found.event_on)


def told(found: Record, missing: Record, **more: Any) -> dict[str, Reason]:
    """The reasons of the way between two records, by their part."""
    one, other = traits(found), traits(missing)
    reasons = explain(one, other, rules.score(one, [other], **more), 0)
    return {reason.part: reason for reason in reasons if reason.part in {"travel", "rail"}}


# --- the list of lines ---


def rows(**wrong: str) -> list[dict[str, str]]:
    with rail.FILE.open(encoding="utf-8") as file:
        first = next(csv.DictReader(file))
    return [first | wrong]


def test_every_district_of_a_line_is_written_with_its_name_in_the_directory() -> None:
    with rail.FILE.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            for stop in row["runs_through"].split("; "):
                code, _, name = stop.partition(" ")
                assert geo.districts()[code].name_en == name, row["code"]


def test_the_lines_reach_three_quarters_of_the_districts_and_every_state_on_the_mainland() -> None:
    on = {code for line in rail.lines() for code in line.through}
    assert len(on) > 0.75 * len(geo.districts())
    without = {one.state for one in geo.districts().values()} - {geo.districts()[code].state for code in on}
    assert {geo.letters(state) for state in without} == {"SK", "LA", "LD", "AN", "DH"}


def test_lines_are_named_in_both_languages_and_joined_closely() -> None:
    for line in rail.lines():
        assert "–" in line.name_en or line.name_en.isascii()
        assert any("\u0900" <= letter <= "\u097f" for letter in line.name_hi)
        gaps = [geo.distance_km(*pair) for pair in zip(line.through, line.through[1:], strict=False)]
        assert max(gaps) < 200, line.code  # the start refuses 350; nothing in the release comes near


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"runs_through": "196 Gaya; 9999 Nowhere"}, "no district 9999"),
        ({"runs_through": "196 Gaya"}, "two districts"),
        ({"runs_through": "196 Gaya; 199 Jehanabad; 196 Gaya"}, "each once"),
        ({"runs_through": "196 Gaya; 487 Nashik"}, "a gap of 1220 km"),
        ({"verified": "yes"}, "has a source"),
        ({"verified": "perhaps"}, "yes or no"),
        ({"valid_from": "soon"}, "no date"),
    ],
)
def test_a_mistake_in_the_list_stops_the_reading_with_the_line_and_the_reason(wrong: dict, says: str) -> None:
    with pytest.raises(rail.BadLines, match=says):
        rail.read(rows(**wrong))
    with pytest.raises(rail.BadLines, match="twice"):
        rail.read(rows() * 2)


def test_a_line_that_an_officer_has_verified_names_where_from() -> None:
    assert rail.read(rows(verified="yes", source="Working Time Table 2026"))


# --- kilometres ---


@pytest.mark.parametrize(
    ("one", "other", "known"),
    [
        (HOWRAH, DELHI, 1451),
        (DELHI, MUMBAI, 1384),
        (HOWRAH, MUMBAI, 1968),
        (HOWRAH, CHENNAI, 1663),
        (DELHI, CHENNAI, 2182),
        (MUMBAI, CHENNAI, 1281),
        (DELHI, GUWAHATI, 1900),
        (DELHI, PATNA, 1000),
    ],
)
def test_the_way_by_train_is_what_the_time_tables_say_to_a_sixth(one: str, other: str, known: int) -> None:
    assert rail.km(one, other) == pytest.approx(known, rel=1 / 6)


def test_the_table_of_ways_is_symmetric_and_no_way_is_shorter_than_the_straight_one() -> None:
    ways = rail.ways()
    assert np.array_equal(ways.km, ways.km.T, equal_nan=True) and not np.diag(ways.km).any()
    assert np.array_equal(ways.line, ways.line.T) and (np.diag(ways.line) == rail.NONE).all()
    assert (np.nan_to_num(ways.km, nan=np.inf) >= geo.straight() - 0.5).all()


def test_a_way_round_is_never_shorter_but_for_the_change() -> None:
    km, change, luck = rail.ways().km, rail.settings()["change_km"], np.random.default_rng(7)
    a, b, c = luck.integers(0, len(km), (3, 5000))
    known = ~np.isnan(km[a, b] + km[b, c] + km[a, c])
    assert known.mean() > 0.9
    assert (km[a, c] <= km[a, b] + km[b, c] + change + 0.5)[known].all()


def test_only_the_sea_has_no_way_and_the_unknown_is_silent() -> None:
    nowhere = np.isnan(rail.ways().km[geo.index()[GAYA]])
    island = {geo.letters(one.state) for one, lost in zip(geo.districts().values(), nowhere, strict=True) if lost}
    assert island == {"AN", "LD"}
    for unknown in (SOUTH_ANDAMANS, "9999", "", None):
        assert rail.km(GAYA, unknown) is None and rail.joining(GAYA, unknown) is None


def test_all_districts_of_a_large_city_share_its_stations() -> None:
    assert rail.joining(WEST_DELHI, GAYA)[0] == rail.joining(DELHI, GAYA)[0]
    assert rail.joining(KOLKATA, NASHIK)[0] == rail.joining(HOWRAH, NASHIK)[0]


def test_a_district_without_a_line_is_reached_by_road_from_the_next_one() -> None:
    manali, ambala = "20", "58"
    assert rail.joining(manali, DELHI) is None
    assert rail.km(manali, DELHI) > rail.km(ambala, DELHI)


def test_the_line_named_is_the_one_a_reader_knows() -> None:
    assert rail.joining(DELHI, "27")[0].name_en == "Delhi–Amritsar"  # and not one that goes on to Katihar
    assert rail.line_name("struck-off", "en") == "struck-off"


# --- evidence ---


def test_two_districts_far_apart_on_one_line_speak_for_the_pair_in_both_languages(
    missing: Record, found: Record
) -> None:
    reason = told(found, missing)["rail"]
    assert reason.level == "line" and 0.5 < reason.bits <= 1.5
    assert reason.words("en") == (
        "Gaya and Nashik lie on one railway line (Howrah–Mumbai via Prayagraj), about 1,400 km by rail; "
        "a train takes about a day"
    )
    assert reason.words("hi") == (
        "गया और नासिक एक ही रेल मार्ग (हावड़ा–मुंबई, प्रयागराज होकर) पर हैं, रेल से लगभग 1,400 कि.मी.; रेलगाड़ी को लगभग 24 घंटे लगते हैं"
    )
    assert reason.masked().words("en") == "railway line" and reason.masked().words("hi") == "रेल मार्ग"


def test_two_districts_off_one_line_are_told_the_way_and_get_no_bits_for_it(missing: Record, found: Record) -> None:
    off = told(seen(found, NAGAPATTINAM, "33"), missing)
    assert "rail" not in off and off["travel"].code == "travel.rail"
    assert "00 km by rail and road (about 2 days)" in off["travel"].words("en")
    assert "रेल और सड़क से लगभग 2,300 कि.मी. (लगभग 2 दिन)" in off["travel"].words("hi")


@pytest.mark.parametrize("district", [PATNA, GAYA, SOUTH_ANDAMANS, "9999", None])
def test_near_districts_islands_and_unknown_ones_say_nothing_of_lines(
    missing: Record, found: Record, district: str | None
) -> None:
    assert "rail" not in told(seen(found, district), missing)
    assert "rail" not in told(missing, seen(found, district))


def test_where_a_district_is_unknown_only_the_state_speaks(missing: Record, found: Record) -> None:
    nowhere = seen(found, "9999", "27")
    for reasons in (told(nowhere, missing), told(missing, nowhere)):
        assert set(reasons) == {"travel"} and reasons["travel"].level == "other_state"


def test_a_line_to_a_great_station_says_less_than_one_to_a_small_place(missing: Record, found: Record) -> None:
    great, small = (told(seen(found, district), missing)["rail"].bits for district in (DELHI, NASHIK))
    assert 0 < great < small


def test_a_line_says_the_same_from_both_sides(missing: Record, found: Record) -> None:
    assert told(found, missing)["rail"].bits == told(missing, found)["rail"].bits


def test_too_fast_is_judged_by_rail_and_not_as_the_crow_flies(missing: Record, found: Record) -> None:
    lost = replace(missing, district_code=DELHI, state_code="7")
    kochi = seen(found, "555", "32", missing.event_on + (date(2026, 6, 2) - date(2026, 6, 1)))
    table = weights.standard()["travel"]
    straight, by_rail = geo.distance_km(DELHI, "555"), rail.km(DELHI, "555")
    assert straight / 2 < by_rail / 2 < table["fastest_rail_km_a_day"]  # two days are enough
    assert told(kochi, lost)["travel"].level != "too_fast"
    jaisalmer = seen(found, "103", "8", missing.event_on)
    lost = replace(missing, district_code="302", state_code="18")  # Tinsukia, the same day
    reason = told(jaisalmer, lost)["travel"]
    assert reason.level == "too_fast" and reason.code == "travel.fast"
    assert "by rail, 0 days: no train is so fast" in reason.words("en")
    assert "कोई रेलगाड़ी इतनी तेज़ नहीं" in reason.words("hi")


def test_a_way_that_is_short_in_the_air_and_long_by_rail_is_too_fast(missing: Record, found: Record) -> None:
    pairs = np.argwhere((geo.straight() < 1390) & (rail.ways().km > 1710))
    one, other = (list(geo.districts())[row] for row in pairs[0])
    lost, there = replace(missing, district_code=one), seen(found, other, day=missing.event_on)
    assert told(there, lost)["travel"].level == "too_fast"


def test_weights_from_before_the_lines_were_known_still_score_as_they_did(missing: Record, found: Record) -> None:
    now = weights.standard()
    travel = dict(now["travel"]) | {"fastest_km_a_day": 1400.0}
    del travel["fastest_rail_km_a_day"]
    tables = {name: table for name, table in now.tables.items() if name != "rail"} | {"travel": travel}
    old = weights.read({"version": 0, "valid_from": date(2026, 11, 24), "basis": "before", **tables})
    assert set(told(found, missing, weights=old)) == {"travel"}
    far = seen(found, THENI, "33", missing.event_on)
    assert told(far, missing, weights=old)["travel"].level == "too_fast"


def test_a_journey_is_told_in_hours_and_then_in_days() -> None:
    def takes(hours: int, lang: str) -> str:
        facts = {"ours": GAYA, "theirs": NASHIK, "line": "GC", "km": 100, "hours": hours}
        return Reason("rail.line", 1.0, facts).words(lang)

    assert [takes(hours, "en").rpartition("takes ")[2] for hours in (9, 24, 36, 50)] == [
        "about 9 hours",
        "about a day",
        "about a day and a half",
        "about 2 days",
    ]
    assert "लगभग 9 घंटे" in takes(9, "hi") and "लगभग 2 दिन" in takes(50, "hi")
