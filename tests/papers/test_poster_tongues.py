"""A poster in each of its languages: every word is there, and our fonts can draw it."""

import io
from datetime import UTC, date, datetime

import pytest
from PIL import Image
from pypdf import PdfReader

from vatsalya.law.check import check
from vatsalya.law.load import law
from vatsalya.law.posters import WORDS, posters
from vatsalya.law.reading import LawError
from vatsalya.papers import poster
from vatsalya.papers.glyphs import drawable, tongue

AT = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)
TONGUES = law().publication.poster_languages
#: Languages that share a script with another one.
WRITTEN_AS = {"mr": "hi", "as": "bn"}


def facts(code: str) -> dict[str, object]:
    """A card in plain values."""
    return {
        "name": "अंकित", "who": poster.say("boy", code), "age": poster.say("years", code, low=9, high=11),
        "height": poster.say("cm", code, cm=125), "marks": "scar, wrist, left", "clothes": "नीली कमीज़",
        "last": "Gaya, Bihar, 20-11-2026", "station": "Police Station Kotwali, Gaya", "phone": "0631 555 0101",
        "until": date(2026, 12, 20), "serial": "P-1A2B3C4D",
    }  # fmt: skip


def test_the_main_languages_of_the_states_are_offered():
    assert set(TONGUES) == set("hi en as bn gu kn ml mr or pa ta te ur".split()) == set(law().posters)


def test_a_language_without_words_is_told_before_anybody_prints(monkeypatch):
    monkeypatch.delitem(law().posters, "ta")
    assert [one for one in check(law(), guards=()) if "posters.toml" in one] == [
        "publication.toml: posters.toml has no words in 'ta'"
    ]


@pytest.mark.parametrize("code", TONGUES)
def test_our_fonts_draw_every_fixed_word_and_it_is_written_in_its_own_script(code):
    for key in WORDS:
        text = law().posters[code].words[key]
        assert drawable(text) == text, key
        plain = text.format(**dict.fromkeys(WORDS[key], ""))
        assert tongue(plain, "") == WRITTEN_AS.get(code, code), key


@pytest.mark.parametrize("code", TONGUES)
def test_the_picture_for_the_phone_is_made(code):
    made = poster.phone(facts(code), code, picture=b"", url="https://example.invalid/poster/1/", at=AT)
    with Image.open(io.BytesIO(made)) as picture:
        assert picture.size == poster.PHONE


@pytest.mark.parametrize(("more", "sheets"), [({}, 1), ({"clothes": "नीली कमीज़ " * 30}, 3)])
def test_three_languages_stand_on_one_sheet_unless_they_would_be_too_small(more, sheets):
    told = {code: facts(code) | more for code in ("hi", "en", "ur")}
    made = poster.paper(told, picture=b"", url="https://example.invalid/poster/1/", at=AT)
    assert len(PdfReader(io.BytesIO(made)).pages) == sheets


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('boy = "Boy"\n', ""), "boy"),
        (("{low} to {high}", "{low} to"), "years"),
        (('facts = "en"\nmark = "verified"', 'facts = "fr"\nmark = "verified"'), "facts"),
        (('name = "English"', 'name = "English"\nnonsense = "x"'), "nonsense"),
    ],
)
def test_a_word_left_out_of_the_file_stops_the_start(tmp_path, change, said):
    from vatsalya.law.load import FOLDER

    text = (FOLDER / "posters.toml").read_text(encoding="utf-8")
    assert change[0] in text
    (tmp_path / "posters.toml").write_text(text.replace(*change, 1), encoding="utf-8")
    with pytest.raises(LawError, match=said):
        posters(tmp_path / "posters.toml")
