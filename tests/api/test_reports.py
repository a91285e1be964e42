"""What a station's system does: the same acts as its officer, under the same law, once each."""

import pytest

from tests.api.system import System, seconds_off, yesterday
from tests.journeys.story import missing_answers
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.exchange.models import Call, Event
from vatsalya.matters.models import Matter
from vatsalya.missing.models import MissingReport
from vatsalya.notices.models import Notice

pytestmark = pytest.mark.django_db
REPORTS = "/api/v1/reports"


def made(gaya: System, told: dict) -> str:
    answer = gaya.act("POST", REPORTS, told)
    assert answer.status_code == 201, answer.content
    return answer.json()["id"]


def count() -> int:
    session.bind(machine("test"))
    return Matter.unscoped.filter(kind="missing").count()


def test_a_report_is_registered_as_at_the_station_itself(gaya, told, land):
    answer = gaya.act("POST", REPORTS, told)
    assert answer.status_code == 201
    session.bind(machine("test"))
    matter = Matter.unscoped.get(pk=answer.json()["id"])
    assert (matter.unit_no, matter.number) == (land.offices["gaya.ps"].no, answer.json()["number"])
    assert MissingReport.unscoped.get(pk=matter.pk).channel == "api"
    told_to = set(Notice.objects.filter(matter_id=matter.pk).values_list("to_no", flat=True))
    assert {land.offices[name].no for name in ("gaya.nodal", "gaya.state_nodal", "gaya.sjpu")} <= told_to
    assert Event.objects.filter(kind="report.registered", subject=matter.pk).count() == 1


def test_no_answer_says_who_the_child_is(gaya, told):
    report = made(gaya, told)
    for target in (REPORTS, f"{REPORTS}/{report}"):
        text = gaya.call("GET", target).content.decode()
        assert "अंकित" not in text and "राजेश" not in text and "0000012345" not in text


def test_own_reports_are_searched_by_number_and_state(gaya, told):
    report = made(gaya, told)
    number = gaya.call("GET", f"{REPORTS}/{report}").json()["number"]
    assert [one["id"] for one in gaya.call("GET", f"{REPORTS}?number={number}").json()["reports"]] == [report]
    assert gaya.call("GET", f"{REPORTS}?state=CLOSED").json() == {"reports": [], "next": None}


def test_another_departments_report_is_not_found(gaya, told, land):
    report = made(gaya, told)
    for office, giver in (("nashik.ps", "nashik.scps"), ("gaya.rail_post", "gaya.scps")):
        other = System(land, office, giver)
        assert other.call("GET", f"{REPORTS}/{report}").status_code == 404
        body = {"version": 1, "answers": {"clothes": "blue"}}
        assert other.act("PATCH", f"{REPORTS}/{report}", body).status_code == 404
        assert (
            other.act("PUT", f"{REPORTS}/{report}/fir", {"fir_no": "1/2026", "fir_on": "2026-01-02"}).status_code == 404
        )
        assert other.call("GET", REPORTS).json()["reports"] == []


def test_an_act_that_is_not_of_the_keys_post_is_refused(gaya, told, land):
    report = made(gaya, told)
    assert gaya.act("POST", f"{REPORTS}/{report}/acknowledgement").status_code == 403
    nodal = System(land, "gaya.nodal", "gaya.scps")
    assert nodal.act("POST", REPORTS, told).status_code == 403
    assert nodal.act("POST", f"{REPORTS}/{report}/acknowledgement").status_code == 200
    assert gaya.call("GET", f"{REPORTS}/{report}").json()["acknowledged_district_at"]


def test_the_same_call_twice_is_one_report_and_the_same_answer(gaya, told):
    first = gaya.act("POST", REPORTS, told, token="one-and-the-same")
    second = gaya.act("POST", REPORTS, told, token="one-and-the-same")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert second.headers["Idempotent-Replay"] == "true"
    assert count() == 1


def test_the_same_idempotency_key_for_another_body_is_refused(gaya, told):
    gaya.act("POST", REPORTS, told, token="one-and-the-same")
    other = {"answers": told["answers"] | {"name": "Sonu"}}
    answer = gaya.act("POST", REPORTS, other, token="one-and-the-same")
    assert (answer.status_code, answer.json()["code"]) == (409, "call.other_body")
    assert count() == 1


def test_the_same_idempotency_key_of_another_system_is_another_call(gaya, told, land):
    nashik = System(land, "nashik.ps", "nashik.scps")
    first = gaya.act("POST", REPORTS, told, token="one-and-the-same")
    other = told | {"duplicate": {"says": "other", "reason": "other_child"}}
    second = nashik.act("POST", REPORTS, other, token="one-and-the-same")
    assert (second.status_code, first.json()["id"] != second.json()["id"]) == (201, True)


def test_a_report_like_one_of_another_station_is_stopped_and_says_only_whom_to_ask(gaya, told, land):
    first = made(gaya, told)
    post = System(land, "gaya.rail_post", "gaya.scps")
    answer = post.act("POST", REPORTS, told)
    assert (answer.status_code, answer.json()["code"], count()) == (409, "duplicate.likely", 1)
    (hint,) = answer.json()["duplicates"]
    assert hint["office"]["office_no"] == land.offices["gaya.ps"].no and (hint["number"], hint["why"]) == ("", "alike")
    text = answer.content.decode()
    assert "अंकित" not in text and "राजेश" not in text and first not in text
    again = gaya.act("POST", REPORTS, told)  # its own file: there the number is told
    assert again.status_code == 409
    assert again.json()["duplicates"][0]["number"] == gaya.call("GET", f"{REPORTS}/{first}").json()["number"]
    asked = post.act("POST", REPORTS, told | {"duplicate": {"says": "same"}})
    assert asked.status_code == 200 and count() == 1
    assert Notice.objects.filter(code="duplicate.asked", to_no=land.offices["gaya.ps"].no).count() == 1
    another = told | {"duplicate": {"says": "other", "reason": "sibling"}}
    assert post.act("POST", REPORTS, another).status_code == 201 and count() == 2


def test_a_place_whose_state_and_district_do_not_agree_is_refused(gaya, told):
    told["answers"]["home_place"] = {"state": 27, "district": told["answers"]["home_place"]["district"]}
    answer = gaya.act("POST", REPORTS, told)
    assert (answer.status_code, [one["field"] for one in answer.json()["errors"]]) == (422, ["home_place"])


def test_an_act_without_an_idempotency_key_is_refused(gaya, told):
    answer = gaya.call("POST", REPORTS, told)
    assert (answer.status_code, answer.json()["code"]) == (400, "call.token")
    assert count() == 0


def test_a_refused_call_leaves_nothing_and_its_key_may_be_used_again(gaya, told):
    wrong = {"answers": told["answers"] | {"last_seen_at": "2199-01-01T00:00:00+05:30"}}
    answer = gaya.act("POST", REPORTS, wrong, token="one-and-the-same")
    assert (answer.status_code, count(), Call.objects.count()) == (422, 0, 0)
    assert [one["field"] for one in answer.json()["errors"]] == ["last_seen_at"]
    assert all(one["en"] and one["hi"] for one in answer.json()["errors"])
    assert gaya.act("POST", REPORTS, told, token="one-and-the-same").status_code == 201


def test_adding_needs_the_version_that_was_read(gaya, told):
    report = made(gaya, told)
    more = {"version": 1, "answers": {"clothes": "blue shirt"}}
    assert gaya.act("PATCH", f"{REPORTS}/{report}", more).json()["version"] == 2
    late = gaya.act("PATCH", f"{REPORTS}/{report}", {"version": 1, "answers": {"clothes": "red shirt"}})
    assert (late.status_code, late.json()["code"]) == (409, "stale")
    assert late.json()["sent"] == {"version": 1, "answers": {"clothes": "red shirt"}}
    assert late.json()["stands"] == {"version": 2, "answers": {"clothes": "blue shirt"}}


def test_adding_keeps_what_was_told_before(gaya, told):
    report = made(gaya, told)
    gaya.act("PATCH", f"{REPORTS}/{report}", {"version": 1, "answers": {"height_cm": 130.0}})
    late = gaya.act("PATCH", f"{REPORTS}/{report}", {"version": 1, "answers": {"father": "x", "height_cm": 1e2}})
    assert late.json()["stands"]["answers"] == {"father": "राजेश कुमार", "height_cm": 130}


def test_the_fir_is_linked_once_written(gaya, told):
    report = made(gaya, told)
    fir = {"fir_no": "0412/2026", "fir_on": yesterday().date().isoformat()}
    assert gaya.act("PUT", f"{REPORTS}/{report}/fir", fir).status_code == 200
    assert gaya.call("GET", f"{REPORTS}/{report}").json()["fir_no"] == "412/2026"
    ahead = {"fir_no": "1/2026", "fir_on": "2199-01-01"}
    assert gaya.act("PUT", f"{REPORTS}/{report}/fir", ahead).status_code == 422


@pytest.mark.parametrize(
    "more",
    [
        {"name": "a" * 121},
        {"name": "\ud800"},
        {"name": 5},
        {"name": "👶🏽"},
        {"name": "\u200d\u200d"},
        {"sex": "unheard_of"},
        {"age": {"value": 19}},
        {"age": {"value": True}},
        {"birth_date": "2001-01-01"},
        {"birth_date": "2199-01-01"},
        {"last_seen_at": "2026-11-12"},
        {"last_seen_at": "2026-11-12T09:00:00"},
        {"last_seen_place": {"state": 10, "district": 99999}},
        {"last_seen_place": {"state": 10}},
        {"reporter_phone": "12"},
        {"height_cm": 10**400},
        {"languages": ["zz"]},
        {"marks": [{"kind": "scar", "secret": 1}]},
        {"aadhaar_no": "1234"},
        {"photo": "AAAA"},
    ],
)
def test_an_answer_that_cannot_be_is_refused_and_nothing_is_kept(gaya, told, more):
    answer = gaya.act("POST", REPORTS, {"answers": told["answers"] | more})
    assert answer.status_code in (400, 422), answer.content
    assert count() == 0


@pytest.mark.parametrize(
    "name", ["'; DROP TABLE people_child; --", "<script>alert(1)</script>", "a\u202eb\u0000c", "👶🏽 Ravi", "अ" * 120]
)
def test_hostile_names_are_kept_as_text(gaya, told, name):
    assert gaya.act("POST", REPORTS, {"answers": told["answers"] | {"name": name}}).status_code == 201


def test_a_method_that_is_not_served_says_so(gaya):
    answer = gaya.call("DELETE", REPORTS)
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "POST"}


def test_a_call_with_an_old_signature_changes_nothing(gaya, told):
    assert gaya.act("POST", REPORTS, told, timestamp=seconds_off(-1000)).status_code == 401
    assert count() == 0


def test_the_form_of_the_screen_and_of_the_call_ask_the_same(gaya):
    document = gaya.client.get("/api/v1/openapi.json").json()
    asked = document["components"]["schemas"]["ReportAnswers"]
    schema = gaya.client.get("/api/v1/forms/missing/").json()
    assert set(asked["properties"]) == set(schema["properties"])
    assert set(asked["required"]) == set(schema["required"])
    assert missing_answers()["name"]
