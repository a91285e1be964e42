"""Found children from a railway's system: as at its desk, searched for at once, never saying who a child is."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from tests.api.system import System, seconds_off
from tests.journeys.story import found_answers, missing_answers, place
from vatsalya.access import session
from vatsalya.access.actor import from_posting, machine
from vatsalya.exchange import keys
from vatsalya.exchange.models import Call, Event
from vatsalya.lib.clock import now
from vatsalya.matters.models import Clock, Matter
from vatsalya.missing import actions as missing
from vatsalya.missing import admission
from vatsalya.missing.models import Pair, RailRecord, Warned
from vatsalya.notices.models import Notice
from vatsalya.offices.models import Posting

pytestmark = pytest.mark.django_db
FOUND = "/api/v1/found"
SECRETS = ("Ankeet", "अंकित", "राजेश", "Rajesh", "सुनीता", "0000012345")


def hours_ago(hours: float) -> str:
    """So long ago, as a machine writes it."""
    return (now() - timedelta(hours=hours)).isoformat()


def body(**more: Any) -> dict[str, Any]:
    """A boy found at Igatpuri five hours ago."""
    railway = {"category": "left_behind", "station": "Igatpuri", "platform": "2", "train_no": "12168"}
    times = {"found_at": hours_ago(5), "charge_at": hours_ago(4.5), "received_at": hours_ago(3)}
    told = found_answers(**times) | more.pop("answers", {})
    return {"answers": told, "railway": railway | more.pop("railway", {}), **more}


@pytest.fixture
def post(land: Any) -> System:
    """The system of the railway post in Nashik."""
    return System(land, "nashik.rail_post", "nashik.scps")


def report_of_ankit(land: Any) -> Matter:
    """His mother has reported him in Gaya."""
    lost = (now() - timedelta(days=9)).isoformat()
    return missing.register(actor=land.bind("gaya.ps"), at=now(), answers=missing_answers(last_seen_at=lost))


def counted() -> tuple[int, int]:
    """Records of railway posts, and cases before Committees."""
    session.bind(machine("test"))
    return RailRecord.unscoped.count(), Matter.unscoped.filter(kind="cncp").count()


def test_a_found_child_is_before_the_committee_and_the_hours_run(post, land):
    answer = post.act("POST", FOUND, body())
    assert answer.status_code == 201, answer.content
    session.bind(machine("test"))
    record = RailRecord.unscoped.get(pk=answer.json()["id"])
    case = Matter.unscoped.get(pk=record.case)
    assert case.unit_no == land.offices["nashik.cwc"].no and case.state == "INFO_RECEIVED"
    clock = Clock.unscoped.get(matter=case, code="T3")
    assert clock.due_at == record.due_at == datetime.fromisoformat(answer.json()["produce_by"])
    assert timedelta(hours=20) < record.due_at - now() < timedelta(hours=22)
    assert (record.category, record.train_no, record.unit_no) == (
        "left_behind", "12168", land.offices["nashik.rail_post"].no,
    )  # fmt: skip
    assert Notice.objects.filter(to_no=land.offices["nashik.cwc"].no, code="rail.found").count() == 1


def test_the_missing_of_all_india_are_searched_in_the_same_call(post, land):
    report = report_of_ankit(land)
    answer = post.act("POST", FOUND, body())
    said = answer.json()
    assert said["possible"] == 1 and [one["office_no"] for one in said["ask"]] == [report.unit_no]
    session.bind(machine("test"))
    assert Pair.unscoped.filter(missing=report, found=said["file"]).count() == 1
    assert not any(secret in answer.content.decode() for secret in (*SECRETS, report.number, str(report.pk)))


def test_no_answer_says_who_the_child_is(post):
    made = post.act("POST", FOUND, body()).json()
    for target in (FOUND, f"{FOUND}/{made['id']}", f"{FOUND}?number={made['number'].lower()}"):
        answer = post.call("GET", target)
        assert answer.status_code == 200 and made["number"] in answer.content.decode()
        assert not any(secret in answer.content.decode() for secret in SECRETS)
    assert post.call("GET", f"{FOUND}?number=MH-XX-26-1").json() == {"found": [], "next": None}


@pytest.mark.parametrize("office", ["nashik.ps", "nashik.nodal", "gaya.rail_post", "pune.rail_post"])
def test_another_office_does_not_find_the_record(post, land, office):
    made = post.act("POST", FOUND, body()).json()
    other = System(land, office, f"{'gaya' if office.startswith('gaya') else 'nashik'}.scps")
    looked = [other.call("GET", f"{FOUND}/{one}") for one in (made["id"], uuid4())]
    assert looked[0].status_code == (404 if office.endswith("rail_post") else 403)
    assert looked[0].content == looked[1].content  # nobody learns whether there is such a record
    for method, tail in (("POST", "/production"), ("PUT", "/railway")):
        sent = body()["railway"] if method == "PUT" else None
        assert other.act(method, f"{FOUND}/{made['id']}{tail}", sent).status_code in (403, 404)
    listed = other.call("GET", FOUND)
    assert listed.status_code == 403 or listed.json()["found"] == []
    session.bind(machine("test"))
    assert RailRecord.unscoped.get(pk=made["id"]).produced_at is None


@pytest.mark.parametrize("office", ["nashik.ps", "nashik.nodal", "nashik.state_nodal"])
def test_a_post_that_does_not_keep_the_railways_record_writes_none(land, office):
    answer = System(land, office, "nashik.scps").act("POST", FOUND, body())
    assert (answer.status_code, answer.json()["code"]) == (403, "gate.not_allowed")
    assert counted() == (0, 0)


def test_the_event_of_a_found_child_has_no_name_and_is_the_posts(post, land):
    made = post.act("POST", FOUND, body()).json()
    event = Event.objects.get(kind="child.found")
    assert (str(event.subject), event.number) == (made["file"], made["number"])
    assert event.unit_no == land.offices["nashik.rail_post"].no
    admission.admit(actor=land.bind("pune.home"), at=now(), answers=body(answers={"name": "Zubair"})["answers"])
    assert Event.objects.filter(kind="child.found").count() == 1


def test_the_same_call_twice_is_one_child_and_the_same_answer(post):
    sent = body()
    first = post.act("POST", FOUND, sent, token="one-and-the-same")
    second = post.act("POST", FOUND, sent, token="one-and-the-same")
    assert (first.status_code, second.status_code) == (201, 201) and first.json() == second.json()
    assert second.headers["Idempotent-Replay"] == "true" and counted() == (1, 1)
    other = post.act(
        "POST", FOUND, sent | {"railway": {"category": "street", "station": "x"}}, token="one-and-the-same"
    )
    assert (other.status_code, other.json()["code"]) == (409, "call.other_body")
    assert post.call("POST", FOUND, sent).json()["code"] == "call.token"


def test_a_replayed_call_and_one_with_an_old_signature_write_nothing(post):
    raw = json.dumps(body()).encode()
    head = post.head("POST", FOUND, raw, token="replayed-1")
    answers = [post.client.generic("POST", FOUND, raw, content_type="application/json", headers=head) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 401]
    assert post.act("POST", FOUND, body(), timestamp=seconds_off(-400)).status_code == 401
    assert post.act("POST", FOUND, body(), signature="AAAA").status_code == 401
    assert counted() == (1, 1)


def test_a_key_whose_posting_ended_a_second_ago_writes_nothing(post, land):
    assert post.call("GET", FOUND).status_code == 200
    Posting.objects.filter(pk=post.key.posting_id).update(to_at=now() - timedelta(seconds=1))
    answer = post.act("POST", FOUND, body())
    assert (answer.status_code, answer.json()["code"]) == (401, "key.unknown")
    assert counted() == (0, 0)
    again = System(land, "nashik.rail_post", "nashik.scps")
    keys.end(actor=land.bind("nashik.scps"), at=now(), key_id=again.key.pk)
    assert again.act("POST", FOUND, body()).status_code == 401


def test_one_posts_key_does_not_sign_for_another(post, land):
    other = System(land, "gaya.rail_post", "gaya.scps")
    answer = post.act("POST", FOUND, body(), key_id=other.key.pk)
    assert (answer.status_code, answer.json()["code"]) == (401, "key.signature")
    assert counted() == (0, 0)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"answers": {"found_at": "2199-01-01T00:00:00+05:30"}}, "found_at"),
        ({"answers": {"charge_at": "2199-01-01T00:00:00+05:30"}}, "charge_at"),
        ({"answers": {"found_place": {"state": 10, "district": 487}}}, "found_place"),
        ({"answers": {"found_place": {"state": 27, "district": 99999}}}, "found_place"),
        ({"answers": {"birth_date": "2001-01-01"}}, "birth_date"),
        ({"answers": {"age": {"value": 19, "basis": "told"}}}, "age"),
        ({"answers": {"age": {"value": -1, "basis": "told"}}}, "value"),
        ({"answers": {"category": ["alien"]}}, "category"),
        ({"answers": {"producer_kind": "alien"}}, "producer_kind"),
        ({"answers": {"journey_minutes": 99999}}, "journey_minutes"),
        ({"railway": {"category": "thief"}}, "category"),
        ({"railway": {"category": None}}, "category"),
        ({"railway": {"station": ""}}, "station"),
        ({"railway": {"station": "\u0000 \u202e"}}, "station"),
        ({"railway": {"station": "x" * 81}}, "station"),
        ({"railway": {"train_no": "\ud800"}}, "train_no"),
        ({"railway": {"handed_to": "stranger"}}, "handed_to"),
        ({"railway": {"officer": "x"}}, "officer"),
        ({"duplicate": {"says": "perhaps"}}, "says"),
        ({"duplicate": {"says": "other", "reason": "because"}}, "reason"),
        ({"secret": 1}, "secret"),
    ],
)
def test_what_cannot_be_is_refused_by_name_in_both_languages_and_nothing_is_kept(post, more, field):
    answer = post.act("POST", FOUND, body(**more))
    assert answer.status_code in (400, 422), answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    if answer.status_code == 422:
        assert any(field in one["field"] for one in answer.json()["errors"]), answer.json()
        assert all(one["en"] and one["hi"] for one in answer.json()["errors"])
    assert counted() == (0, 0) and Call.objects.count() == 0


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"answers": {"charge_at": None}}, "call.shape"),
        ({"answers": {"found_at": "charge"}}, "call.shape"),
        ({"railway": {"handed_to": "cwc"}}, "rail.code"),
        ({"railway": {"handed_at": "2026-11-01T00:00:00+05:30"}}, "rail.code"),
        ({"railway": {"handed_to": "cwc", "handed_at": "2199-11-01T00:00:00+05:30"}}, "date.future"),
        ({"railway": {"handed_to": "cwc", "handed_at": "2020-11-01T00:00:00+05:30"}}, "rail.handed_before_found"),
    ],
)
def test_what_the_railway_desk_refuses_is_refused_here(post, more, code):
    answer = post.act("POST", FOUND, body(**more))
    assert answer.status_code == 422 and code in [answer.json()["code"], *(e["code"] for e in answer.json()["errors"])]
    assert counted() == (0, 0)


def test_a_child_taken_in_charge_before_it_was_found_is_refused(post):
    answer = post.act("POST", FOUND, body(answers={"found_at": hours_ago(2)}))
    assert (answer.status_code, answer.json()["code"]) == (422, "charge.before_found")
    assert counted() == (0, 0)


def test_a_child_taken_in_charge_before_the_act_is_a_mistyped_date(post):
    then = "2000-01-01T00:00:00+00:00"
    answer = post.act("POST", FOUND, body(answers={"found_at": then, "charge_at": then}))
    assert (answer.status_code, answer.json()["code"]) == (422, "charge.before_law")


def test_a_child_found_on_the_line_in_another_state_is_before_the_committee_of_the_post(post, land):
    made = post.act("POST", FOUND, body(answers={"found_place": place("Gaya")})).json()
    session.bind(machine("test"))
    case = Matter.unscoped.get(pk=made["file"])
    assert (case.unit_no, case.care_case.found_state) == (land.offices["nashik.cwc"].no, place("Gaya")["state"])


@pytest.mark.parametrize(
    "name", ["'; DROP TABLE people_child; --", "<script>alert(1)</script>", "a\u202eb\u0000c", "Ravi 👶🏽", "अ" * 120]
)
def test_hostile_text_is_kept_as_text(post, name):
    sent = body(answers={"name": name, "home_says": name, "circumstances": name}, railway={"station": name[:60]})
    answer = post.act("POST", FOUND, sent)
    assert answer.status_code == 201 and "\u202e" not in answer.json()["station"]
    assert post.call("GET", FOUND).json()["found"][0]["station"] == answer.json()["station"]


@pytest.mark.parametrize(
    "asked", ["number=%00", "number=%ED%A0%80", "page=0", "page=99999999999999999999", "number=" + "x" * 90]
)
def test_a_hostile_search_is_no_error_of_ours(post, asked):
    for target in (FOUND, "/api/v1/reports"):
        assert post.call("GET", f"{target}?{asked}").status_code in (200, 400, 404, 422)


def test_handed_to_the_committee_ends_the_hours_and_only_once(post):
    made = post.act("POST", FOUND, body()).json()
    handed = body()["railway"] | {"handed_to": "cwc", "handed_at": hours_ago(1)}
    answer = post.act("PUT", f"{FOUND}/{made['id']}/railway", handed)
    assert answer.status_code == 200 and answer.json()["produced_at"] and answer.json()["handed_to"] == "cwc"
    again = post.act("POST", f"{FOUND}/{made['id']}/production")
    assert (again.status_code, again.json()["code"]) == (422, "recovery.produced")
    session.bind(machine("test"))
    assert Matter.unscoped.get(pk=made["file"]).state == "PRODUCED"


def test_produced_by_a_call(post):
    made = post.act("POST", FOUND, body(railway={"handed_to": "home", "handed_at": hours_ago(2)})).json()
    assert made["handed_to"] == "home" and made["produced_at"] is None
    assert post.act("POST", f"{FOUND}/{made['id']}/production").json()["produced_at"]


# A child like this stands in the register already.


@pytest.fixture
def stands(land: Any) -> Matter:
    """A home in Pune has the boy."""
    same = body(answers={"father": "राजेश कुमार", "home_place": place("Gaya")})["answers"]
    return admission.admit(actor=land.bind("pune.home"), at=now() - timedelta(hours=1), answers=same)


def alike(**more: Any) -> dict[str, Any]:
    """The same boy, written down by another office."""
    return body(answers={"father": "Rajesh Kumar", "home_place": place("Gaya")}, **more)


def test_a_likely_duplicate_stops_the_call_and_says_only_whom_to_ask(post, land, stands):
    answer = post.act("POST", FOUND, alike(), token="the-stopped-one")
    assert (answer.status_code, answer.json()["code"]) == (409, "duplicate.likely")
    (hint,) = answer.json()["duplicates"]
    assert hint["office"]["office_no"] == land.offices["pune.cwc"].no and hint["agrees"] and hint["number"] == ""
    assert not any(secret in answer.content.decode() for secret in (*SECRETS, stands.number, str(stands.pk)))
    assert all(one["en"] and one["hi"] for one in hint["agrees"])
    assert counted() == (0, 1) and Notice.objects.filter(code="duplicate.asked").count() == 0
    said = {"says": "other", "reason": "sibling"}
    assert post.act("POST", FOUND, alike(duplicate=said), token="the-stopped-one").status_code == 201


def use_up(system: System, searches: int) -> None:
    """So many searches of this system in the last hour."""
    session.bind(from_posting(system.key.posting))
    given = "SELECT count(*) FROM match_candidates(null, null, '{1}', '{found}', 'u', null, null, null, null, 1)"
    with connection.cursor() as cursor:
        for _ in range(searches):
            cursor.execute(given)


@pytest.mark.parametrize("more", [{}, {"duplicate": {"says": "other"}}])
def test_who_asks_in_vain_has_asked(post, stands, more):
    """A call that is stopped or refused saves nothing; the search it caused counts in the hour all the same."""
    use_up(post, 299)
    assert post.act("POST", FOUND, alike(**more)).status_code in (409, 422, 429)
    answer = post.act("POST", FOUND, alike(**more))
    assert (answer.status_code, answer.json()["code"]) == (429, "matching.too_many_searches")
    assert answer.headers["Retry-After"] and counted() == (0, 1)


def test_another_child_is_saved_with_its_reason_and_not_without(post, stands):
    assert post.act("POST", FOUND, alike(duplicate={"says": "other"})).json()["code"] == "duplicate.reason_needed"
    assert counted() == (0, 1)
    answer = post.act("POST", FOUND, alike(duplicate={"says": "other", "reason": "sibling"}))
    assert answer.status_code == 201
    session.bind(machine("test"))
    row = Warned.unscoped.get()
    assert (str(row.matter_id), row.other, row.reason) == (answer.json()["file"], stands.pk, "sibling")


def test_the_same_child_asks_the_office_that_has_it_once_and_saves_nothing(post, land, stands):
    sent = alike(duplicate={"says": "same"})
    answers = [post.act("POST", FOUND, sent, token="one-and-the-same") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert [one["office_no"] for one in answers[0].json()["asked"]] == [land.offices["pune.cwc"].no]
    assert Notice.objects.filter(code="duplicate.asked").count() == 1 and counted() == (0, 1)


def test_to_say_the_same_where_nobody_stands_saves_nothing_and_says_so(post):
    answer = post.act("POST", FOUND, body(duplicate={"says": "same"}))
    assert (answer.status_code, answer.json()["code"]) == (422, "duplicate.none")
    assert counted() == (0, 0)
    assert post.act("POST", FOUND, body(duplicate={"says": "other", "reason": "sibling"})).status_code == 201


def test_the_document_shows_examples_that_are_taken(post):
    document = post.client.get("/api/v1/openapi.json").json()
    schemas = document["components"]["schemas"]
    assert {"get", "post"} == set(document["paths"][FOUND])
    sent = schemas["FoundIn"]["examples"][0]
    times = {"found_at": hours_ago(5), "charge_at": hours_ago(4.5), "received_at": hours_ago(3)}
    answer = post.act("POST", FOUND, sent | {"answers": sent["answers"] | times})
    assert answer.status_code == 201
    assert set(answer.json()) == set(schemas["FoundOut"]["examples"][0])
    assert schemas["ReportIn"]["examples"] and schemas["LikelyOut"]["examples"]


def test_the_form_of_the_desk_and_of_the_call_ask_the_same(post):
    document = post.client.get("/api/v1/openapi.json").json()
    asked = document["components"]["schemas"]["FoundAnswers"]
    form = post.client.get("/api/v1/forms/17/").json()
    assert set(asked["properties"]) == set(form["properties"]) and set(asked["required"]) == set(form["required"])


def test_the_list_of_forms_names_the_numbers_that_are_reserved(post):
    listed = post.client.get("/api/v1/forms/?lang=hi").json()
    assert [row["no"] for row in listed["reserved"]] == ["40", "41"]
    assert all("आरक्षित" in row["title"] for row in listed["reserved"])
    assert not {"40", "41"} & {row["no"] for row in listed["forms"]}
    assert post.client.get("/api/v1/forms/40/").status_code == 404
