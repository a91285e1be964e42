"""The police system: asked for three seconds at most, never in anybody's way, believed in nothing unseen."""

import json
import time
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from tests.exchange.contract import AdapterContract
from tests.journeys.story import Story
from vatsalya.exchange.breaker import Breaker, Open
from vatsalya.exchange.cctns import client, daily, read, simulator, write
from vatsalya.missing.fir import plain

FIR = "0412/2026"


@pytest.fixture
def partner(settings: Any) -> Iterator[simulator.System]:
    """The police system on this machine."""
    client.breaker.forget()
    with simulator.running() as (system, url):
        settings.CCTNS_URL = url
        settings.EXCHANGE_INNER_HOSTS = frozenset({url.removeprefix("http://")})
        yield system
    client.breaker.forget()


class TestContract(AdapterContract):
    """What every adapter promises."""

    breaker = client.breaker
    down = client.Down

    def ask(self) -> Any:
        return client.fir(station="PS001", fir_no=FIR)


def test_an_fir_becomes_answers_that_the_form_takes(partner, db):
    from tests.conftest import AT
    from vatsalya.exchange import answers

    found = client.fir(station="PS001", fir_no=FIR)
    given = read.answers(found.fir)
    assert given["fir_no"] == FIR and given["sex"] in ("boy", "girl") and given["name"]
    assert found.receipt
    kept, wrong = answers.judge("missing", given, at=AT.replace(year=2027))
    assert wrong == [] and kept["name"] == given["name"]
    assert kept["last_seen_place"]["state"] == 10


def test_the_same_number_is_the_same_invented_fir(partner):
    assert client.fir(station="PS001", fir_no=FIR).fir == client.fir(station="PS001", fir_no=FIR).fir
    assert client.fir(station="PS002", fir_no=FIR).fir != client.fir(station="PS001", fir_no=FIR).fir


def test_an_fir_that_is_not_there_is_said_so_and_counts_as_an_answer(partner):
    for _ in range(4):
        with pytest.raises(client.NotThere):
            client.fir(station="PS001", fir_no="0999/2026")


@pytest.mark.parametrize(
    "fir",
    [
        {}, {"child_name": 5, "sex": "X", "age_years": "nine", "occurred_at": "then", "district_lgd": "10"},
        {"age_years": 99, "height_cm": True, "registered_on": "2026-13-40", "informant_relation": "unheard"},
        {"child_name": "\u202e\u0000", "fir_no": None, "zero_fir": "yes"},
    ],
)  # fmt: skip
def test_what_cannot_be_read_leaves_its_question_empty(fir):
    assert read.answers(fir) == {}


def test_a_hostile_name_stays_text_and_is_cut():
    given = read.answers({"child_name": "<script>" + "x" * 5000})
    assert given["name"].startswith("<script>") and len(given["name"]) == read.MOST


@pytest.mark.django_db
def test_the_police_system_learns_the_number_of_the_report_and_no_name(partner, land):
    report = Story(land).register(fir_no=FIR, fir_on="2026-11-12")
    write.link(matter_id=str(report.pk), at=report.opened_at)
    (said,) = partner.told
    assert (said["fir_no"], said["number"]) == (plain(FIR), report.number)
    assert "अंकित" not in json.dumps(said, ensure_ascii=False)


@pytest.mark.django_db
def test_a_dead_police_system_makes_the_worker_try_again(partner, land):
    report = Story(land).register(fir_no=FIR, fir_on="2026-11-12")
    partner.mode = "down"
    with pytest.raises(client.Down):
        write.link(matter_id=str(report.pk), at=report.opened_at)


def test_the_days_firs_come_as_rows_without_a_name_and_silence_is_named(partner):
    days = [daily.rows(["PS001", "PS002"], on=date(2026, 5, n)) for n in range(1, 15)]
    rows = [row for day in days for row in day.rows]
    assert rows and all(client.FIR_NO.fullmatch(row.fir_no) for row in rows)
    partner.mode = "down"
    assert daily.rows(["PS001"], on=date(2026, 5, 1)).silent == ("PS001",)


def test_a_breaker_lets_one_try_after_its_rest():
    breaker = Breaker(failures=2, rest=0.1)
    for _ in range(2):
        with pytest.raises(OSError), breaker.asking():
            raise OSError
    with pytest.raises(Open), breaker.asking():
        pytest.fail("it was asked")
    time.sleep(0.12)
    with breaker.asking(), pytest.raises(Open), breaker.asking():
        pytest.fail("a second was let in while the first tried")
    with breaker.asking():
        pass
