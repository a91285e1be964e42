"""A report's number is understood as people write it, at every door that asks for one."""

from typing import Any

import pytest
from django.test import Client

from tests.country_of_tests import settle
from tests.journeys.story import REPORTED, Story, place
from tests.signing_in import sign_in
from vatsalya.helpline import actions as helpline
from vatsalya.law.load import law
from vatsalya.lib.errors import Refused
from vatsalya.lib.ids import number_in, readable
from vatsalya.matters import numbers
from vatsalya.missing import merging
from vatsalya.notices.models import Message

WAYS = [
    "BR GAYA 26 00016 9",
    "BRGAYA26000169",
    "br-gaya-26-00016-9",
    "  Br / Gaya / 26 / 00016 / 9 ",
    "BR-GAYA-२६-०००१६-९",
    "BRGAYA২৬০০০১৬৯",
    "BR – GAYA – 26 – 00016 – 9",
    "BR—GAYA‒26―00016−9",
    "ＢＲ-GAYA-26-00016-9",
    "BR-GAYA-26​-00016-9‎",
]


@pytest.mark.parametrize("typed", WAYS)
def test_a_number_is_understood_as_people_write_it(typed: str) -> None:
    assert number_in(typed) == "BR-GAYA-26-00016-9"


@pytest.mark.parametrize("short", ["GAYA", "PUN", "D7", "D190", "D1234"])
def test_the_number_of_every_district_is_read_with_and_without_hyphens(short: str) -> None:
    for serial in (1, 99_999):
        number = readable("BR", short, year=2026, serial=serial)
        assert number_in(number) == number_in(number.replace("-", "")) == number
    assert number_in(long := readable("BR", "GAYA", year=2026, serial=123_456)) == long
    assert number_in(long.replace("-", "")) == long


@pytest.mark.parametrize(
    "typed", ["", " ", "\0", "BR-GAYA-26-00016-8", "RB-GAYA-26-00016-9", "9000000001", "गया", "' OR 1=1", "BR-" * 9000]
)
def test_what_cannot_be_a_number_is_told_with_an_example(typed: str) -> None:
    with pytest.raises(Refused) as no:
        numbers.asked(typed)
    assert no.value.codes == ["number.unreadable"]
    assert all("BR-GAYA-26-" in law().words("number.unreadable", lang) for lang in ("en", "hi"))


def _spoken(number: str) -> str:
    """As somebody with a Hindi keyboard writes it, without a hyphen."""
    return number.replace("-", " ").lower().translate(str.maketrans("0123456789", "०१२३४५६७८९"))


@pytest.mark.django_db
@pytest.mark.parametrize("lang", ["en", "hi"])
def test_the_family_follows_with_the_number_as_it_writes_it(lang: str) -> None:
    report = Story(settle()).register()
    family = Client(headers={"accept-language": lang})
    before = Message.objects.count()
    assert family.post("/track/", {"number": _spoken(report.number)}).status_code == 200
    assert Message.objects.count() == before + 1
    answer = family.post("/track/", {"number": "गया 26"})
    assert answer.status_code == 422 and law().words("number.unreadable", lang) in answer.content.decode()
    assert 'name="number"' in answer.content.decode() and 'name="code"' not in answer.content.decode()
    assert Message.objects.count() == before + 1


@pytest.mark.django_db
def test_a_call_hangs_on_and_files_merge_by_the_number_as_it_was_heard() -> None:
    story = Story(settle())
    report, other = story.register(), story.register(reporter_phone="0000012346")
    call: dict[str, Any] = {"caller_kind": "neighbour", "need": "lost_child", "triage": "amber", "told": "a boy",
                            "name": "Ankit", "sex": "boy", "age": {"value": 9, "basis": "told"}}  # fmt: skip
    operator = story.land.bind("gaya.control_room")
    made = helpline.record(actor=operator, at=REPORTED, answers=call | {"place": place("Gaya")})
    helpline.hang_on(actor=operator, matter_id=made.pk, number=_spoken(report.number), at=REPORTED)
    asked = merging.ask(
        actor=story.land.bind("gaya.ps"), matter_id=report.pk, number=_spoken(other.number), at=REPORTED
    )
    assert {asked.keep_matter, asked.other_matter} == {report.pk, other.pk}


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["\0", "BR-GAYA-26-00016-9\0", "\0" * 60, "x"])
def test_a_number_with_a_byte_that_no_text_holds_is_refused_in_words(number: str) -> None:
    story = Story(settle())
    report = story.register()
    desk = sign_in(Client(), story.land.postings["gaya.ps.0"])
    assert desk.post(f"/desk/children/merge/ask/{report.pk}/", {"number": number}).status_code == 422
    assert Client().post("/track/", {"number": number}).status_code in (200, 422)
    assert Client().get("/verify/%00/").status_code == 404
