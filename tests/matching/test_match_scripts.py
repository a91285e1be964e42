"""How people really typed a word of each script; the pairs are attested, none is of the part kept for measuring."""

import csv
import gzip
import random
from functools import cache

import pytest

from bench import names as bench
from bench.synthetic import DATA, held_out
from vatsalya.matching import levels
from vatsalya.matching.fold import word

ATTESTED = {
    "aksharantar_mni": "ꯂꯨꯆꯤꯡ luching ꯈꯨꯅꯨꯡ khunung ꯅꯤꯡꯉꯣꯜ ningngol ꯑꯣꯢꯕꯅꯤ oibani ꯆꯥꯎꯂꯥ chawla ꯁꯟꯖꯥꯡ sanjang ꯇꯣꯉꯥꯟ tongaan",
    "dakshina_ta": "குடியரசு kudiyarasu மகுடம் magudam சொக்கலிங்கம் sokkalingam தூண்கள் thoongal சாமி samee வலசை valasai",
    "dakshina_bn": "রংপুর rangpur রাজবংশী rajbangshi ভরদ্বাজ bharadwaj বীরেশ্বর bireshwar সংবাদ sangbad দ্বীপে dwipe",
    "aksharantar_as": "চিন্নাস্বামী chinnaswamy ৰুংটা rungta হেংদাং hengdang দিগ্বিজয় digvijay ইংৰাজী ingraajii",
    "dakshina_ml": "മഞ്ഞൾ manjal കുഞ്ഞു kunju വീഞ്ഞ് vinj",
    "eroll_ml": "കുഞ്ഞിമോതി kunjimothi പാത്തുമാകുഞ്ഞ് pathumakunj ചെല്ലക്കുഞ്ഞ് chellakkunj",
    "dakshina_ur": "اوسلو oaslo اولیت auliat اجنالہ ajnalaa مذہبی mazhabi اوقاف aukhaf",
    "aksharantar_ur": "اورقندھار aurqandhar اوسیکنڈ osikand",
    "dakshina_kn": "ನರಸಿಂಹ narasimha ಸಂಹಿತೆ samhite ಸೆಕ್ಷನ್ section",
    "eci_hi": "राजनाथ rajnath",
}
PAIRS = [
    (file, *pair) for file, text in ATTESTED.items() for pair in zip(text.split()[::2], text.split()[1::2], strict=True)
]


@cache
def attested(file: str) -> frozenset[tuple[str, str]]:
    with gzip.open(DATA / "name_pairs" / f"{file}.tsv.gz", "rt", encoding="utf-8") as rows:
        return frozenset(
            (row["native"], row["latin"]) for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)
        )


def met(one: str, other: str) -> tuple[int, float]:
    """Level and bits of two words, as the engine reckons them."""
    found, worth = levels.table([word(one).fold], [word(other).fold], {})
    return int(found[0, 0]), float(worth[0, 0])


@pytest.mark.parametrize(("file", "native", "latin"), PAIRS)
def test_a_word_meets_what_people_typed_for_it_and_the_pair_is_not_kept_apart(file, native, latin) -> None:
    assert (native, latin) in attested(file)
    assert not held_out(native)
    assert met(native, latin)[0] <= levels.CORE, (word(native), word(latin))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("रजनी", "Rajni"),
        ("अज़हर", "Azhar"),
        ("அழகன்", "Azhagan"),
        ("प्रज्ञा", "Prajna"),
        ("ज्ञान", "Jnan"),
        ("सिंह", "Singh"),
    ],
)
def test_letters_that_latin_writes_in_two_ways_are_told_apart_by_their_neighbours(one: str, other: str) -> None:
    assert met(one, other)[0] <= levels.CORE


def test_of_words_that_share_only_their_sound_the_liker_one_is_worth_more() -> None:
    one, other = met("মহন্ত", "Mohonto"), met("মহন্ত", "Amhinito")
    assert one[0] == levels.BROAD
    assert other[1] < one[1]


def test_karan_is_less_like_kiran_than_kirn_is() -> None:
    assert met("Kiran", "Keeran")[1] > met("Kiran", "Kuran")[1] > 0


def test_words_that_are_only_much_alike_count_a_little_and_less_than_those_one_letter_apart() -> None:
    faint, slip = met("हफ़ीज़ुल्लाह", "Habibullah"), met("Venkataraman", "Venkatarajan")
    assert (faint[0], slip[0]) == (levels.FAINT, levels.SLIP)
    assert 0 < faint[1] < slip[1] <= 4


@pytest.mark.parametrize("pair", ["Sunil Mahesh", "Kavita Imran", "Ram Ali", "सुरेश Deepak"])
def test_words_that_are_little_alike_count_nothing(pair: str) -> None:
    assert met(*pair.split()) == (levels.NONE, 0.0)


def test_likeness_is_the_same_from_both_sides() -> None:
    folds = [word(text).fold for text in "Abdullakunju কুঞ্জ मोहम्मद Mohonto মহন্ত Rathod राठौड़ Kiran Karan Pulse".split()]
    found, worth = levels.table(folds, folds, {})
    assert (found == found.T).all()
    assert (worth == worth.T).all()


def test_a_flap_typed_as_r_or_d_is_not_counted_as_unlike() -> None:
    found, worth = met("गढ़वाल", "Gadhwal")
    assert found == levels.BROAD
    assert worth > 5


@pytest.mark.parametrize("file", ["dakshina_ur", "aksharantar_as", "dakshina_ta"])
def test_the_engine_finds_a_writing_among_others_more_often_than_plain_edit_distance(file: str) -> None:
    drawn, words = bench.pairs(file, 120, random.Random(3))
    among = sorted({*random.Random(4).sample(words, 1500), *(native for native, _ in drawn)})
    ways = (bench.WAYS["engine"], bench.WAYS["edit distance"])
    ours, edit = (bench.among_ten(drawn, among, way) for way in ways)
    assert ours > edit
