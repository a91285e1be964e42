"""Each kind of evidence speaks when both sides know it, as far as it goes, and is silent otherwise."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from vatsalya.matching import growth, levels, nicknames, rules
from vatsalya.matching.fold import word
from vatsalya.matching.keys import locks, own_keys, probe_keys
from vatsalya.matching.reasons import explain
from vatsalya.matching.record import Record, person, traits

LOCKS = locks(b"0" * 32)


def part(name: str, one: Record, other: Record) -> float:
    return float(rules.score(traits(one), [traits(other)]).parts[name][0])


def level(name: str, one: Record, other: Record) -> str:
    return rules.score(traits(one), [traits(other)]).level(name, 0)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("names", []),
        ("father", None),
        ("mother", None),
        ("sex", None),
        ("age_value", None),
        ("marks", []),
        ("languages", []),
        ("height_cm", None),
        ("disability", None),
        ("clothes", []),
        ("phone_hmac", None),
        ("words_said", []),
    ],
)
def test_what_one_side_does_not_know_is_silence_from_either_side(missing: Record, field: str, value: Any) -> None:
    more = {"mother": "सुनीता", "height_cm": 125, "disability": "hearing", "clothes": ["red shirt"]}
    full = replace(missing, phone_hmac="a" * 24, words_said=["Kaliya"], **more)
    one_sided = replace(full, **{field: value}, side="found")
    name = {"names": "name", "age_value": "age", "marks": "mark", "languages": "language", "height_cm": "height"}
    name |= {"phone_hmac": "phone", "words_said": "words"}
    for one, other in ((full, one_sided), (one_sided, full)):
        assert part(name.get(field, field), one, other) == 0
    assert part(name.get(field, field), full, replace(full, side="found")) > 0


@pytest.mark.parametrize("nick", ["Golu", "गोलू", "Munna", "मुन्ना", "Guddu", "Chhotu", "Pinky"])
def test_a_household_name_says_little_and_a_given_name_more(nick: str) -> None:
    same = levels.table([word(nick).fold], [word(nick).fold], {})[1][0, 0]
    rare = levels.table([word("Thangjam").fold], [word("Thangjam").fold], {})[1][0, 0]
    assert 0 < same < 5 < rare


@pytest.mark.parametrize(
    ("short", "name"),
    [("Raju", "Rajesh"), ("राजू", "राजेंद्र"), ("Vicky", "Vikas"), ("Sallu", "Salman"), ("Lakhan", "Laxman")],
)
def test_a_short_form_meets_its_name_weakly_and_is_found_with_another_fact(
    missing: Record, found: Record, short: str, name: str
) -> None:
    one, other = replace(found, names=[short], father="Ramdhani"), replace(missing, names=[name], father="Ramdhani")
    assert level("name", one, other) == level("name", other, one) == "nick"
    assert 0 < part("name", one, other) < 4
    assert set(probe_keys(traits(one), LOCKS)) & set(own_keys(traits(other), LOCKS))
    scores = rules.score(traits(one), [traits(other)])
    reason = next(one for one in explain(traits(one), traits(other), scores, 0) if one.part == "name")
    assert reason.code == "name.nick" and reason.level == "nick"
    assert "short form" in reason.words("en") and "छोटा रूप" in reason.words("hi")


def test_short_forms_do_not_tie_their_names_to_each_other() -> None:
    assert nicknames.related(word("Raju").narrow, word("Rajesh").narrow)
    assert not nicknames.related(word("Rajesh").narrow, word("Rajendra").narrow)


def test_order_of_words_and_a_missing_surname_do_not_count_against(missing: Record, found: Record) -> None:
    full = replace(missing, names=["Ankit Paswan"])
    turned, short = replace(found, names=["Paswan Ankit"]), replace(found, names=["Ankit"])
    assert part("name", turned, full) == pytest.approx(part("name", replace(found, names=["Ankit Paswan"]), full))
    assert 0 < part("name", short, full) < part("name", turned, full)


def test_a_family_name_of_child_and_father_is_counted_once(missing: Record, found: Record) -> None:
    with_it = replace(missing, names=["Ankit Paswan"], father="Ramdhani Paswan")
    other = replace(found, names=["Ankit Paswan"], father="Mahendra Paswan")
    assert part("father", other, with_it) < 0


@pytest.mark.parametrize(
    ("sex", "age", "years", "low", "high"),
    [
        ("b", 3, 1, 6, 9),
        ("g", 11, 1, 5, 8),
        ("g", 15, 1, 0, 1.5),
        ("b", 13, 1, 6, 9),
        ("b", 17, 2, 0, 2),
        ("u", None, 1, 4, 6),
    ],
)
def test_growth_follows_the_curve_of_age_and_sex(
    sex: str, age: float | None, years: float, low: float, high: float
) -> None:
    assert low <= growth.grown(sex, age, years) <= high


def test_the_growth_curve_is_dated_data_that_never_falls() -> None:
    found = growth.curve()
    assert found["valid_from"] and found["source"]
    assert all((table[1:] >= table[:-1]).all() for table in found["tables"].values())


def test_height_three_years_later_fits_when_the_child_grew_and_not_when_it_did_not(missing: Record) -> None:
    small = replace(missing, sex="boy", age_value=9, height_cm=128)
    later = {"side": "found", "event_on": date(2029, 6, 1), "age_value": 12}
    assert part("height", replace(small, **later, height_cm=146), small) > 0
    assert part("height", replace(small, **later, height_cm=110), small) < 0
    girl = replace(small, sex="girl", age_value=15, height_cm=155)
    grown_up = replace(girl, side="found", event_on=date(2029, 6, 1), age_value=18, height_cm=156)
    assert part("height", grown_up, girl) > 0


def test_an_age_by_paper_weighs_more_than_one_by_eye_and_drifts_with_time(missing: Record) -> None:
    def seen(age: float, basis: str, on: date) -> Record:
        return replace(missing, side="found", age_value=age, age_basis=basis, event_on=on)

    three_years = date(2029, 6, 1)
    assert (
        part("age", seen(12, "document", three_years), missing)
        > 0
        > part("age", seen(9, "document", three_years), missing)
    )
    near, by_eye = (part("age", seen(15, basis, three_years), missing) for basis in ("document", "judged by eye"))
    assert near < by_eye
    assert part("age", seen(12, "document", three_years), missing) > part(
        "age", seen(12, "judged by eye", three_years), missing
    )


def test_marks_by_kind_part_and_side(missing: Record, found: Record) -> None:
    def mark(*given: tuple[str, ...]) -> float:
        return part("mark", replace(found, marks=list(given)), replace(missing, marks=[("scar", "wrist", "left")]))

    exact, no_side = mark(("scar", "wrist", "left")), mark(("scar", "wrist", ""))
    other_side, other_kind = mark(("scar", "wrist", "right")), mark(("cut", "wrist", "left"))
    assert exact > no_side > other_kind > other_side > 0 > mark(("scar", "knee", "left"))


def test_one_mark_does_not_answer_for_two(missing: Record, found: Record) -> None:
    one = replace(found, marks=[("scar", "wrist", "left")])
    two = replace(missing, marks=[("scar", "wrist", "left"), ("scar", "wrist", "left")])
    assert part("mark", one, two) == part("mark", two, one) == part("mark", one, replace(two, marks=two.marks[:1]))


def test_the_words_of_a_tattoo_meet_across_scripts(missing: Record, found: Record) -> None:
    one, other = ("tattoo", "arm", "left", "MAA"), ("tattoo", "arm", "left", "माँ")
    plain = part("mark", replace(found, marks=[one[:3]]), replace(missing, marks=[other[:3]]))
    assert part("mark", replace(found, marks=[one]), replace(missing, marks=[other])) == plain + 4


def test_clothes_count_only_while_fresh(missing: Record, found: Record) -> None:
    lost = replace(missing, clothes=["red shirt"], event_on=date(2026, 6, 1))
    seen = replace(found, clothes=["Red shirt"], event_on=date(2026, 6, 4))
    assert part("clothes", seen, lost) > 0 == part("clothes", replace(seen, event_on=date(2026, 6, 12)), lost)


def test_a_telephone_number_and_words_a_child_repeats_say_much(missing: Record, found: Record) -> None:
    assert part("phone", replace(found, phone_hmac="a" * 24), replace(missing, phone_hmac="a" * 24)) > 10
    assert part("phone", replace(found, phone_hmac="a" * 24), replace(missing, phone_hmac="b" * 24)) == 0
    says, told = replace(found, words_said=["Kaliya Nani"]), replace(missing, words_said=["कालिया नानी"])
    assert part("words", says, told) > 3
    place = replace(missing, place_words=["Kaliyaganj"], words_said=[])
    assert part("words", replace(found, words_said=["कालियागंज"]), place) > 0


def test_a_child_of_unknown_or_transgender_sex_is_not_lost(missing: Record, found: Record) -> None:
    assert part("sex", replace(found, sex=None), missing) == 0
    assert -3 < part("sex", replace(found, sex="transgender"), missing) < 0
    assert part("sex", replace(found, sex="girl"), missing) < -5


def test_a_train_cannot_be_faster_than_trains_are(missing: Record, found: Record) -> None:
    far = replace(missing, district_code="196")
    same_day, later = (replace(found, district_code="588", event_on=date(2026, 6, day)) for day in (1, 4))
    assert part("travel", same_day, far) < part("travel", later, far)
    assert level("travel", same_day, far) == "too_fast"


def test_nobody_is_found_before_being_lost(missing: Record, found: Record) -> None:
    assert part("time", replace(found, event_on=date(2026, 5, 1)), missing) < -5
    assert level("time", replace(found, event_on=date(2026, 5, 1)), missing) == "before"


def test_a_disability_that_one_office_denies_speaks_against(missing: Record, found: Record) -> None:
    deaf = replace(missing, disability="hearing")
    assert part("disability", replace(found, disability="hearing"), deaf) > 5
    assert part("disability", replace(found, disability="none"), deaf) < 0
    assert part("disability", replace(found, disability="none"), replace(missing, disability="none")) == 0


def test_the_unknown_name_of_a_father_is_no_name(missing: Record, found: Record) -> None:
    assert part("father", replace(found, father="अज्ञात"), replace(missing, father="Unknown")) == 0
    assert person(["अज्ञात"]).names == []
