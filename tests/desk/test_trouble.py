"""A lost database and a full disk: a page that says what to do, nothing half-written."""

import errno
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.country_of_tests import settle
from tests.signing_in import sign_in
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.matching import actions as matching
from vatsalya.matters.models import Matter
from vatsalya.people.models import Child

pytestmark = pytest.mark.django_db

ANSWERS = {
    "name": "अंकित कुमार", "sex": "boy", "age": "9", "age_basis": "told", "last_seen_at_0": "2026-11-20",
    "last_seen_at_1": "09:30", "last_seen_text": "गया जंक्शन", "reporter_name": "सुनीता देवी",
    "reporter_relation": "mother", "reporter_phone": "0000012345",
}  # fmt: skip


def database_says(sqlstate: str) -> Callable[..., None]:
    """The database answers with this error, as it would itself."""

    def fail(*_: Any, **__: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DO $$ BEGIN RAISE EXCEPTION 'told' USING ERRCODE = '{sqlstate}'; END $$")

    return fail


def system_says(number: int) -> Callable[..., None]:
    """The operating system answers with this error."""

    def fail(*_: Any, **__: Any) -> None:
        raise OSError(number, "told")

    return fail


@pytest.fixture
def station() -> Client:
    """The desk of the police station in Gaya."""
    return sign_in(Client(raise_request_exception=False), settle().postings["gaya.ps.0"])


def filled(client: Client) -> dict[str, str]:
    """The form as its page gives it, with the mother's answers."""
    page = client.get("/desk/missing/new/").content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    district = re.search(r'<option value="([^"]+)"[^>]*>(?:Gaya|गया)\b', page)
    assert district, "the form offers Gaya"
    places = {name: district[1] for name in re.findall(r'<select[^>]* name="([^"]*place[^"]*)"', page)}
    return hidden | ANSWERS | places


def counts() -> tuple[int, int]:
    session.bind(machine("test"))
    return Matter.unscoped.count(), Child.unscoped.count()


@pytest.mark.parametrize(
    ("trouble", "status", "words"),
    [
        (database_says("57P01"), 503, ("Back in a moment", "थोड़ी देर में फिर उपलब्ध")),
        (database_says("53100"), 507, ("No room to store this", "इसे रखने की जगह नहीं बची")),
        (system_says(errno.ENOSPC), 507, ("No room to store this", "इसे रखने की जगह नहीं बची")),
        (system_says(errno.EIO), 500, ("Something went wrong here",)),
    ],
)
def test_trouble_in_the_middle_of_registering_leaves_nothing_half_written(
    station: Client, monkeypatch: pytest.MonkeyPatch, trouble: Any, status: int, words: tuple[str, ...]
) -> None:
    form = filled(station)
    before = counts()
    monkeypatch.setattr(matching, "publish", trouble)
    answer = station.post("/desk/missing/new/", form)
    html = answer.content.decode()
    assert answer.status_code == status, html[:2000]
    assert all(word in html for word in words)
    assert ("Retry-After" in answer) == (status != 500)
    assert counts() == before


def test_the_same_form_sent_again_after_the_trouble_makes_one_record(
    station: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = filled(station)
    before = counts()
    with monkeypatch.context() as broken:
        broken.setattr(matching, "publish", database_says("53100"))
        station.post("/desk/missing/new/", form)
    assert station.post("/desk/missing/new/", form).status_code == 302
    assert counts() == (before[0] + 1, before[1] + 1)
