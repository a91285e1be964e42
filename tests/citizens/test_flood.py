"""A flood of one content: an honest report is taken in between, the desk sees one line of the rest."""

from time import perf_counter

import pytest
from django.test import Client

from tests.citizens.test_pages import seen
from tests.country_of_tests import Land, settle
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.citizens.models import CitizenReport, Intake, Repeat
from vatsalya.notices.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def land() -> Land:
    """The offices of three towns."""
    return settle()


def _flood(times: int, addresses: int, **more: str) -> list[int]:
    client, data = Client(), seen(**more)
    answers = []
    for n in range(times):
        data["token"] = f"00000000-0000-4000-8000-{n:012d}"
        answers.append(client.post("/sighting/", data, REMOTE_ADDR=f"10.9.0.{n % addresses}").status_code)
    return answers


def test_two_hundred_of_one_content_are_one_line_and_an_honest_one_is_taken_within_three_seconds(land: Land) -> None:
    statuses = _flood(200, 5)
    assert set(statuses) == {302, 429} and statuses.count(302) == 100, "twenty an hour for each of five connections"
    began = perf_counter()
    honest = Client().post(
        "/sighting/", seen(sex="girl", clothes="blue", place_text="Bodh Gaya"), REMOTE_ADDR="10.8.0.1"
    )
    assert honest.status_code == 302 and perf_counter() - began < 3
    session.bind(machine("test"))
    assert CitizenReport.unscoped.count() == 2 and Repeat.unscoped.count() == 99
    told = Notice.objects.filter(to_no=land.offices["gaya.ps"].no).count()
    assert told <= 5, "told at one, two, ten, a hundred"


def test_behind_a_flooding_address_an_honest_one_is_stored_in_its_own_words(land: Land) -> None:
    assert set(_flood(25, 1)) == {302, 429}
    # No word in common: what is alike goes on one line, and how alike two texts look depends on the installation's key.
    for letter in "bcdfghjklm":
        text = " ".join(f"{letter}{end}{letter}" for end in ("ora", "emi", "ilu", "uto", "aki", "esha", "ova", "upi"))
        told = seen(sex="girl", clothes=text, place_text=text)
        assert Client().post("/sighting/", told, REMOTE_ADDR="10.9.0.0").status_code == 302
    session.bind(machine("test"))
    assert CitizenReport.unscoped.filter(crowd=True).count() == 1
    assert CitizenReport.unscoped.count() + Repeat.unscoped.count() == 20 + 10


def test_what_is_refused_says_honestly_what_to_do(land: Land) -> None:
    _flood(20, 1)
    answer = Client(headers={"Accept-Language": "en"}).post("/sighting/", seen(), REMOTE_ADDR="10.9.0.0")
    body = answer.content.decode()
    assert answer.status_code == 429 and "was not stored" in body and "112" in body and "Gaya Junction" in body


def test_danger_is_never_refused_however_many(land: Land) -> None:
    assert set(_flood(60, 1, danger="yes")) == {302}
    session.bind(machine("test"))
    assert CitizenReport.unscoped.count() == 1 and Repeat.unscoped.count() == 59
    assert Intake.objects.count() == 60
