"""The same child at every door: each asks the same engine, and stops before a second file of the child is made."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.api.system import System
from tests.citizens import telling as citizens_tell
from tests.country_of_tests import Land
from tests.journeys.story import found_answers, missing_answers, place
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.exchange import answers as judged
from vatsalya.exchange.cctns import client as cctns
from vatsalya.exchange.cctns import read, simulator
from vatsalya.exchange.models import Imported
from vatsalya.exchange.pfif import review, schema
from vatsalya.lib.clock import now
from vatsalya.matters.models import Matter
from vatsalya.missing import actions as missing
from vatsalya.missing import admission, duplicates
from vatsalya.missing.models import Warned

from .conftest import NEW, form_at, reports

pytestmark = pytest.mark.django_db
Desk = Callable[..., Client]
STOP = 'name="duplicate"'
SAME = {"languages": ["mag", "hi"], "father": "राजेश कुमार", "marks-rows": "1", "marks-0-kind": "scar",
        "marks-0-part": "wrist", "marks-0-side": "left"}  # fmt: skip


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How often the engine was asked for likely duplicates, and about which side."""
    sides: list[str] = []
    search = duplicates.search

    def counted(**told: Any) -> Any:
        sides.append(told["record"].side)
        return search(**told)

    monkeypatch.setattr(duplicates, "search", counted)
    return sides


def days_ago(days: float) -> str:
    """So long ago."""
    return (now() - timedelta(days=days)).isoformat()


@pytest.fixture
def report(land: Land) -> Matter:
    """Ankit is reported at the police station of Gaya."""
    told = missing_answers(last_seen_at=days_ago(5))
    return missing.register(actor=land.bind("gaya.ps"), at=now(), answers=told)


def told_of(report: Matter, page: str) -> None:
    """The page stops, and says nothing of who the other child is to somebody without access."""
    assert STOP in page
    assert "राजेश" not in page.partition("</section>")[0] and str(report.pk) not in page


def test_the_form_warns(desk: Desk, report: Matter, asked: list[str]) -> None:
    before, post = reports(), desk("gaya.rail_post", "en")
    answer = post.post(NEW, form_at(post, NEW, **SAME, last_seen_at_0=days_ago(5)[:10]))
    assert answer.status_code == 422 and (reports(), asked) == (before, ["missing"])
    told_of(report, answer.content.decode())


def test_the_api_warns(land: Land, report: Matter, asked: list[str]) -> None:
    before, post = reports(), System(land, "gaya.rail_post", "gaya.scps")
    answer = post.act("POST", "/api/v1/reports", {"answers": missing_answers(last_seen_at=days_ago(5))})
    assert (answer.status_code, answer.json()["code"]) == (409, "duplicate.likely")
    assert (reports(), asked) == (before, ["missing"])
    assert [one["office"]["office_no"] for one in answer.json()["duplicates"]] == [report.unit_no]


def test_the_import_of_another_registry_warns(land: Land, desk: Desk, report: Matter, asked: list[str]) -> None:
    text = (
        f'<pfif xmlns="{schema.NAMESPACE}1.4"><person><person_record_id>other.example/1</person_record_id>'
        "<source_date>2026-11-20T00:00:00Z</source_date><full_name>Ankit Kumar</full_name><sex>male</sex>"
        "<age>8-10</age><home_city>Gaya</home_city><home_state>Bihar</home_state></person></pfif>"
    )
    before = reports()
    for who in ("gaya.nodal", "nashik.nodal"):
        review.take(actor=land.bind(who), at=now(), data=text.encode())
    session.bind(machine("test"))
    mine, theirs = (Imported.unscoped.get(unit_no=land.offices[f"{town}.nodal"].no) for town in ("gaya", "nashik"))
    page = desk("gaya.nodal", "en").get(f"/desk/imports/{mine.pk}/").content.decode()
    assert 'id="duplicate"' in page and report.number in page  # their own district's report
    page = desk("nashik.nodal", "en").get(f"/desk/imports/{theirs.pk}/").content.decode()
    assert 'id="duplicate"' in page and report.number not in page
    assert str(report.pk) not in page and land.offices["gaya.ps"].name_en in page
    assert (reports(), asked) == (before, ["missing", "missing"])


@pytest.fixture
def police(settings: Any) -> Iterator[None]:
    """The police system on this machine."""
    cctns.breaker.forget()
    with simulator.running() as (_system, url):
        settings.CCTNS_URL = url
        settings.EXCHANGE_INNER_HOSTS = frozenset({url.removeprefix("http://")})
        yield
    cctns.breaker.forget()


def test_the_import_from_the_police_system_warns(land: Land, desk: Desk, police: None, asked: list[str]) -> None:
    office = land.offices["gaya.ps"]
    told = read.answers(cctns.fir(station=office.code, fir_no="0412/2026").fir)
    kept, wrong = judged.judge("missing", told, at=now())
    assert wrong == []
    plain = {key: value for key, value in kept.items() if "fir" not in key}  # the railway post has no FIR of it
    missing.register(actor=land.bind("gaya.rail_post"), at=now(), answers=plain)
    before, station = reports(), desk("gaya.ps", "en")
    form = station.post("/desk/missing/new/fir/", {"fir_no": "412/2026"})["Location"]
    page = station.get(form)
    answer = station.post(form, as_shown(page.context["form"]))
    assert answer.status_code == 422 and STOP in answer.content.decode()
    assert (reports(), asked) == (before, ["missing"])


def test_a_call_to_the_helpline_warns(land: Land, desk: Desk, asked: list[str]) -> None:
    room, at = desk("gaya.control_room", "en"), "/desk/calls/new/"
    call = SAME | {
        "caller_kind": "neighbour", "need": "lost_child", "triage": "amber", "told": "x", "name": "Ankit Kumar",
        "sex": "boy", "age": "9", "place": str(place("Gaya")["district"]),
    }  # fmt: skip
    assert room.post(at, call).status_code == 302
    before = reports()
    answer = room.post(at, call)
    assert answer.status_code == 422 and STOP in answer.content.decode()
    assert (reports(), asked) == (before, ["helpline", "helpline"])


def test_a_draft_kept_while_the_line_was_broken_warns_when_it_is_sent(
    desk: Desk, report: Matter, asked: list[str]
) -> None:
    before, post = reports(), desk("gaya.rail_post", "en")
    typed = form_at(post, NEW, **SAME, last_seen_at_0=days_ago(5)[:10])
    assert post.post("/desk/draft/?form=missing&about=", typed).status_code == 204
    assert asked == []  # a draft is nobody's case yet
    answer = post.post(NEW, as_shown(post.get(f"{NEW}?all=1").context["form"]))
    assert answer.status_code == 422 and (reports(), asked) == (before, ["missing"])
    told_of(report, answer.content.decode())


def as_shown(form: Any) -> dict[str, Any]:
    """A form sent as its page shows it, with nothing typed anew."""
    sent: dict[str, Any] = {}
    for bound in form:
        value = bound.value()
        if isinstance(value, (list, tuple)) and hasattr(bound.field.widget, "widgets"):
            sent |= {f"{bound.html_name}_{part}": one for part, one in enumerate(value)}
        elif value not in (None, ""):
            sent[bound.html_name] = value
    counts = {f"{key}-rows": str(rows) for key, rows in form._counts.items()}
    return sent | counts | {"form_version": form.law_form.version}


def test_a_citizens_report_that_is_accepted_warns(desk: Desk, report: Matter, asked: list[str]) -> None:
    told = citizens_tell.missing(
        name="अंकित कुमार", age={"value": 9, "basis": "told"}, languages=["mag", "hi"], father="राजेश कुमार",
        marks=missing_answers()["marks"], last_seen_at=days_ago(5), reporter_phone="9000000007",
    )  # fmt: skip
    receipt = citizens_tell.lodge("missing", told, at=now())
    before, station = reports(), desk("gaya.ps", "en")
    page, close = f"/desk/citizens/{receipt.matter_id}/", f"/desk/citizens/{receipt.matter_id}/close/"
    answer = station.post(close, {"outcome": "accepted"})
    assert answer.status_code == 422 and (reports(), asked) == (before, ["missing"])
    assert STOP in answer.content.decode() and report.number in answer.content.decode()
    for half in ({"duplicate": "other"}, {"duplicate": "same"}, {"duplicate": "other", "duplicate_reason": "x"}):
        assert station.post(close, {"outcome": "accepted"} | half).status_code == 422
    assert reports() == before and STOP not in station.get(page).content.decode()
    other = {"outcome": "accepted", "duplicate": "other", "duplicate_reason": "sibling"}
    assert station.post(close, other).status_code == 302
    assert reports() == before + 1
    (warned,) = Warned.unscoped.filter(other=report.pk)
    assert (warned.reason, warned.matter.kind) == ("sibling", "missing")
    assert station.post(close, other).status_code == 422 and reports() == before + 1  # the second click


def test_a_report_of_another_outcome_or_of_a_child_nobody_knows_is_not_stopped(
    desk: Desk, report: Matter, asked: list[str]
) -> None:
    station = desk("gaya.ps", "en")
    for number, outcome, more in ((1, "not_missing", {}), (2, "accepted", {"name": "Zubair", "sex": "girl"})):
        told = citizens_tell.missing(last_seen_at=days_ago(3), reporter_phone=f"900000001{number}", **more)
        receipt = citizens_tell.lodge("missing", told, at=now(), address=f"10.0.0.{number}")
        said = {"outcome": outcome, "reason": "was with an aunt"}
        assert station.post(f"/desk/citizens/{receipt.matter_id}/close/", said).status_code == 302
    assert asked == ["missing"]


# The found side: a child in a home, then at a railway post, by its desk and by its system.


@pytest.fixture
def admitted(land: Land) -> Matter:
    """A home in Pune has the boy."""
    return admission.admit(actor=land.bind("pune.home"), at=now(), answers=found_boy())


def found_boy() -> dict[str, Any]:
    """As a finder describes him."""
    times = {"found_at": days_ago(0.3), "charge_at": days_ago(0.2), "received_at": days_ago(0.1)}
    return found_answers(father="राजेश कुमार", home_place=place("Gaya"), **times)


def test_the_railway_desk_warns(desk: Desk, admitted: Matter, asked: list[str]) -> None:
    before, post = reports(), desk("nashik.rail_post", "en")
    boxes = {key: values[0] if len(values) == 1 else values
             for key, values in judged.posted(judged.law().newest_form("17"), found_boy()).items()}  # fmt: skip
    answer = post.post("/desk/railway/new/", boxes)
    assert answer.status_code == 422 and STOP in answer.content.decode()
    assert str(admitted.pk) not in answer.content.decode() and (reports(), asked) == (before, ["found"])
    other = {"duplicate": "other", "duplicate_reason": "sibling"}
    assert post.post("/desk/railway/new/", boxes | {"duplicate": "other"}).status_code == 422
    assert post.post("/desk/railway/new/", boxes | other).status_code == 302
    assert reports() == before + 1


def test_the_railways_system_warns(land: Land, admitted: Matter, asked: list[str]) -> None:
    before, post = reports(), System(land, "nashik.rail_post", "nashik.scps")
    sent = {"answers": found_boy(), "railway": {"category": "runaway", "station": "Nashik Road"}}
    answer = post.act("POST", "/api/v1/found", sent)
    assert (answer.status_code, answer.json()["code"]) == (409, "duplicate.likely")
    assert (reports(), asked) == (before, ["found"])
