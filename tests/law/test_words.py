"""Sentences: every refusal has its words in both languages, with its facts filled in."""

import re
from pathlib import Path

import pytest

from vatsalya.law.load import law

ROOT = Path(__file__).resolve().parents[2] / "src" / "vatsalya"
REFUSED = re.compile(r'\b(?:Refusal|BadPhoto)\(\s*"([\w.]+)"')


def test_facts_are_filled_in():
    said = law().words("sitting.three_members", "en", present=1, needed=3)
    assert said.startswith("1 present, 3 needed")
    assert law().words("sitting.three_members", "hi", present=1, needed=3).startswith("1 उपस्थित, 3 चाहिए")


def test_a_fact_in_two_languages_is_said_in_the_readers():
    label = law().machine("cncp").states["HEARD"].label
    assert "सुनवाई हुई" in law().words("state.wrong", "hi", state=label)
    assert "Heard" in law().words("state.wrong", "en", state=label)


def test_a_missing_fact_breaks_nothing():
    assert "…" in law().words("placement.registration_valid", "en")


@pytest.mark.parametrize(
    "code",
    """gate.not_allowed state.wrong twice stale form.version_changed photo.bomb photo.not_a_photo photo.too_big
    date.future age.against_birth_date found.before_lost district.other_state db.down disk.full otp.wrong otp.too_many
    match.same_person_twice breakglass.too_long""".split(),
)
def test_what_people_are_told_when_something_is_wrong_is_there(code):
    assert law().has_words(code)


def test_every_refusal_in_the_code_has_its_words():
    own = (ROOT / "desk/accounts/words.py").read_text(encoding="utf-8")
    used = {code for path in ROOT.rglob("*.py") for code in REFUSED.findall(path.read_text(encoding="utf-8"))}
    assert len(used) > 30
    assert [code for code in sorted(used) if not law().has_words(code) and f'"{code}"' not in own] == []


def test_every_notice_of_a_move_has_its_words():
    for machine in law().machines.values():
        for move in machine.moves.values():
            assert not move.notices or law().has_words(f"notice.{machine.kind}.{move.name}")


def test_a_notice_holds_nothing_about_the_child():
    for code, words in law().sentences().items():
        if code.startswith("notice."):
            assert "{" not in words["en"] + words["hi"], code


@pytest.mark.parametrize("name", sorted(law().code_lists()))
def test_a_code_list_has_different_words_for_different_codes(name):
    for lang in ("en", "hi"):
        said = [words[lang] for words in law().codes(name).values()]
        assert len(said) == len(set(said)) and len(said) > 1


def test_the_languages_of_the_eighth_schedule_and_of_the_journey_are_there():
    scheduled = set("as bn brx doi gu hi kn ks kok mai ml mni mr ne or pa sa sat sd ta te ur".split())
    assert scheduled | {"mag", "bho", "en", "sign"} <= set(law().codes("languages"))


def test_the_grounds_are_those_of_section_2_14_and_other():
    assert list(law().codes("grounds")) == "i ii iii iv v vi vii viii ix x xi xii other".split()
