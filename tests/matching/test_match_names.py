"""Spellings of one name meet; different names stay apart; what is no name is silence."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vatsalya.matching import levels, names
from vatsalya.matching.fold import word
from vatsalya.matching.record import person

ONE_NAME = {
    "Ankit": "अंकित Ankit Ankeet Ankith Ankeeth অঙ্কিত অংকিত અંકિત ਅੰਕਿਤ ଅଙ୍କିତ అంకిత్ ಅಂಕಿತ್ അങ്കിത് அங்கித்",
    "Mohammad": "Mohammad Muhammad Mohammed Muhammed Mohd Mohamad मोहम्मद मुहम्मद মোহাম্মদ মুহাম্মদ محمد ਮੁਹੰਮਦ મોહમ્મદ",
    "Govind (Tamil has no voicing)": "Govind गोविंद கோவிந்த் గోవింద్ ഗോവിന്ദ് গোবিন্দ",
    "Vijay (Bengali has one letter for b and v)": "Vijay विजय বিজয় Bijoy விஜய் വിജയ്",
    "Lakshmi": "Lakshmi Laxmi लक्ष्मी లక్ష్మి ಲಕ್ಷ್ಮಿ லட்சுமி".replace(" லட்சுமி", ""),
    "Fatima": "फ़ातिमा Fatima Fathima ফাতিমা ഫാത്തിമ ફાતિમા",
    "Choudhary": "चौधरी Choudhary Chaudhari Chowdhury চৌধুরী ਚੌਧਰੀ",
    "Deepak": "दीपक Deepak Dipak দীপক தீபக் ದೀಪಕ್ దీపక్",
    "Priya": "प्रिया Priya Pria প্রিয়া பிரியா ప్రియ",
    "Singh": "सिंह Singh Sing ਸਿੰਘ সিং",
    "Krishna": "कृष्ण Krishna Krishnaa కృష్ణ ಕೃಷ್ಣ കൃഷ്ണ",
}
TWO_NAMES = """Amit Ahmed|Kiran Karan|Reena Rani|Rohit Mohit|Sita Geeta|Ramesh Suresh|Anil Sunil|Raju Rajan|Sonu Monu|
Ajay Vijay|Imran Irfan|Sunita Sangita|Rakesh Rajesh|Mukesh Mahesh|Deepa Deepak|Priya Prema|Pooja Pinky|Salman Suleman|
Rahim Rehman|Neha Nisha|Aman Amin|मोहन मोहित|সীতা গীতা|कमल विमल""".replace("\n", "").split("|")


def meeting(one: str, other: str) -> tuple[int, float]:
    """The level at which two words meet, and its bits."""
    found, worth = levels.table([word(one).fold], [word(other).fold], {})
    return int(found[0, 0]), float(worth[0, 0])


@pytest.mark.parametrize("spellings", ONE_NAME.values(), ids=ONE_NAME)
def test_spellings_of_one_name_meet_in_every_script(spellings: str) -> None:
    for one, other in combinations(spellings.split(), 2):
        assert meeting(one, other)[0] < levels.SLIP, (one, other, word(one), word(other))


@pytest.mark.parametrize("pair", TWO_NAMES)
def test_different_names_stay_apart(pair: str) -> None:
    one, other = pair.split()
    level, bits = meeting(one, other)
    assert level in (levels.BROAD, levels.SLIP, levels.FAINT, levels.NONE)
    assert bits < 5


def test_a_rare_name_says_more_than_a_common_one() -> None:
    assert meeting("Raju", "राजू")[1] < meeting("Thangjam", "Thangjam")[1]


@pytest.mark.parametrize(
    "text",
    """unknown|Not known|N/A|nil|-|???|अज्ञात|पता नहीं|मालूम नहीं|माहीत नाही|অজ্ঞাত|জানা নেই|ਪਤਾ ਨਹੀਂ|ખબર નથી|ଅଜଣା|தெரியவில்லை|
    తెలియదు|ಗೊತ್ತಿಲ್ಲ|അറിയില്ല|نامعلوم|baby of Sunita|new born|b/o Sunita""".replace("\n    ", "").split("|"),
)
def test_unknown_in_any_language_is_silence(text: str) -> None:
    assert person([text]).names == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "😀😀",
        "12345",
        "\u202e\u202d",
        "\u200d\u200c",
        "Ж",
        "名前",
        "𝒜",
        "'; DROP TABLE x; --",
        "<script>",
        "a",
        ".",
    ],
)
def test_what_holds_no_name_breaks_nothing(text: str) -> None:
    assert isinstance(person([text]).names, list)


def test_a_name_of_three_hundred_letters_is_read_to_a_limit() -> None:
    assert all(len(fold) <= 2 * names.LONGEST for name in person(["अंकित" * 60]).names for fold in name)


def test_invisible_signs_and_two_scripts_in_one_word_do_not_hide_a_name() -> None:
    plain = person(["अंकित"]).names
    assert person(["\u202eअंकित\u200f"]).names == plain
    assert person(["अं\u200dकित"]).names == plain
    assert person(["अंकit"]).names == plain
    assert person(["Ankit 7"]).names == plain


def test_titles_initials_and_kin_are_no_part_of_a_name() -> None:
    assert person(["स्व. श्री राम कुमार"]).names == person(["Ram Kumar"]).names
    assert person(["Md. Arif s/o Late Karim"]).names == [["arif"]]
    assert person(["R. K. Sharma"]).names == person(["शर्मा"]).names


def test_a_name_after_an_alias_mark_is_a_name_of_its_own() -> None:
    assert person(["अंकित उर्फ़ गोलू"]).names == person(["Ankit", "Golu"]).names
    assert person(["Ankit @ Golu"]).names == person(["Ankit (Golu)"]).names


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_any_text_gives_a_fold_of_plain_letters(text: str) -> None:
    for name in person([text]).names:
        for fold in name:
            assert fold.isascii() and fold.isalpha()
