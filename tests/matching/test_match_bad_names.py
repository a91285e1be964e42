"""Whatever is typed into a name field: nothing raises, unknown is silence, two children are two names."""

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vatsalya.matching import names, rules
from vatsalya.matching.keys import locks, own_keys, probe_keys
from vatsalya.matching.record import Record, person, traits, unpack

CASES = tomllib.loads((Path(__file__).parent / "bad_names.toml").read_text(encoding="utf-8"))
LOCKS = locks(b"0" * 32)
SAME = [(case["text"], same) for case in CASES["same"] for same in case["as"]]
UNKNOWN = [(language, text) for language, texts in CASES["unknown"].items() for text in texts]


def test_unknown_is_known_in_at_least_twelve_languages_natively_and_romanised() -> None:
    both = [
        language
        for language, texts in CASES["unknown"].items()
        if any(text.isascii() for text in texts) and any(not text.isascii() for text in texts)
    ]
    assert len(both) >= 12


@pytest.mark.parametrize(("language", "text"), UNKNOWN)
@pytest.mark.parametrize("dress", ["{}", " {} ", "({})", "{}.", "\u200f{}\u200d"])
def test_what_says_that_nobody_knows_is_silence(language: str, text: str, dress: str) -> None:
    for typed in (dress.format(text), dress.format(text.upper())):
        assert person([typed]).names == [], language


@pytest.mark.parametrize(("text", "same"), SAME)
def test_a_name_is_read_through_what_disturbs_it(text: str, same: str) -> None:
    assert person([text]).names == person([same]).names != []


@pytest.mark.parametrize("text", CASES["nothing"])
def test_what_holds_no_name_is_silence_and_scores_nothing(text: str, missing: Record, found: Record) -> None:
    silent = replace(found, names=[text], father=text, mother=text, place_words=[text], words_said=[text])
    scores = rules.score(traits(silent), [traits(missing)])
    assert [scores.parts[part][0] for part in ("name", "father", "mother")] == [0, 0, 0]


@pytest.mark.parametrize("case", CASES["two"], ids=lambda case: case["text"])
def test_two_children_in_one_field_are_two_names(case: dict) -> None:
    assert person([case["text"]]).names == person(case["as"]).names
    assert names.several(case["text"])


@pytest.mark.parametrize("text", CASES["one_child"])
def test_a_long_name_an_alias_or_a_father_is_not_a_second_child(text: str) -> None:
    assert not names.several(text)


def test_three_hundred_letters_cost_no_more_than_a_name(missing: Record) -> None:
    for text in ("अ" * 300, "a" * 300, "Ankit " * 50, "क्" * 150, "\u0301" * 300, "😀" * 300):
        long = traits(replace(missing, names=[text] * 9, place_words=[text] * 9, words_said=[text] * 9))
        assert len(own_keys(long, LOCKS)) <= 200 and len(probe_keys(long, LOCKS)) <= 400
        assert len(long.pack()) < 8_000


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=320), st.text(max_size=40))
def test_any_text_is_packed_keyed_and_scored(one: str, other: str) -> None:
    given_ = {"names": [one, other], "father": other, "place_words": [one], "words_said": [other], "clothes": [one]}
    ours = traits(Record(id=UUID(int=1), side="missing", office_no=1, event_on=date(2026, 6, 1), sex="boy", **given_))
    columns = {"side": ours.side, "sex": ours.sex, "event_on": ours.event_on}
    again = unpack(ours.pack(), state=ours.state, district=ours.district, **columns)
    assert rules.score(ours, [again]).total[0] == rules.score(again, [ours]).total[0]
    assert len(probe_keys(ours, LOCKS)) <= 400


@pytest.mark.parametrize("text", CASES["nobody"]["texts"])
@pytest.mark.parametrize("dress", ["{}", "({})", " {}. "])
def test_words_for_a_child_and_for_not_knowing_name_nobody(text: str, dress: str) -> None:
    assert names.unknown(dress.format(text)) and person([dress.format(text)]).names == []


@pytest.mark.parametrize("text", CASES["nobody"]["texts"])
def test_two_whose_names_nobody_knows_have_no_name_in_common(text: str, missing: Record, found: Record) -> None:
    scores = rules.score(traits(replace(found, names=[text])), [traits(replace(missing, names=[text]))])
    assert scores.parts["name"][0] == 0


@pytest.mark.parametrize("text", CASES["nobody"]["names"])
def test_a_name_that_holds_such_a_word_or_sounds_like_one_stays_a_name(text: str) -> None:
    assert not names.unknown(text) and person([text]).names != []


@pytest.mark.parametrize("text", CASES["nobody"]["mothers"])
def test_the_child_of_somebody_is_not_called_like_the_mother(text: str) -> None:
    assert person([text]).names == []
