"""Who is let in: a signed call of a key in force, once, in time, with a purpose that the key has."""

import base64
from datetime import timedelta

import pytest

from tests.api.system import System, seconds_off
from vatsalya.audit import actions as audit
from vatsalya.exchange import keys
from vatsalya.exchange.models import ApiKey, Nonce
from vatsalya.lib.clock import now
from vatsalya.lib.errors import Forbidden, NotVisible, Refused
from vatsalya.offices import cascade

pytestmark = pytest.mark.django_db
ME = "/api/v1/me"


def test_a_signed_call_is_made_in_the_post_of_its_key(gaya, land):
    answer = gaya.call("GET", ME)
    assert answer.status_code == 200
    assert (answer.json()["office_no"], answer.json()["role"]) == (land.offices["gaya.ps"].no, "cwpo")


def test_a_call_is_in_the_audit_with_its_purpose(gaya, monkeypatch):
    """The application may write the audit and not read it; so what it writes is caught on its way."""
    written: list = []
    write = audit._write
    monkeypatch.setattr(audit, "_write", lambda events: (written.extend(events), write(events)))
    gaya.call("GET", ME)
    assert [(one[0], one[5], one[6], one[7]) for one in written if one[0] == "call"] == [
        ("call", "search_for_child", gaya.key.posting.account_id, gaya.key.posting_id)
    ]


@pytest.mark.parametrize("left_out", ["X-Key", "X-Timestamp", "X-Nonce", "X-Purpose", "X-Signature"])
def test_nothing_of_the_head_may_be_left_out(gaya, left_out):
    head = gaya.head("GET", ME, b"")
    del head[left_out]
    assert gaya.client.get(ME, headers=head).status_code == 401


def test_refusals_are_problems_in_both_languages(gaya):
    answer = gaya.client.get(ME)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["WWW-Authenticate"]
    assert set(answer.json()["detail"]) == {"en", "hi"}
    assert any("\u0900" <= char <= "\u097f" for char in answer.json()["detail"]["hi"])


def test_a_replayed_call_is_refused(gaya):
    head = gaya.head("GET", ME, b"")
    assert gaya.client.get(ME, headers=head).status_code == 200
    again = gaya.client.get(ME, headers=head)
    assert (again.status_code, again.json()["code"]) == (401, "key.replayed")


@pytest.mark.parametrize(("off", "status"), [(-290, 200), (290, 200), (-310, 401), (310, 401), (86400 * 400, 401)])
def test_a_clock_may_be_five_minutes_off_and_no_more(gaya, off, status):
    assert gaya.call("GET", ME, timestamp=seconds_off(off)).status_code == status


@pytest.mark.parametrize("stamp", ["", "now", "-1", "1e9", "٠٠٠", "9" * 40])
def test_a_senseless_time_is_refused(gaya, stamp):
    assert gaya.call("GET", ME, timestamp=stamp or " ").status_code == 401


@pytest.mark.parametrize("nonce", ["short", "x" * 65, "with space in it!", "a" * 15])
def test_a_nonce_must_be_worth_the_name(gaya, nonce):
    assert gaya.call("GET", ME, nonce=nonce).status_code == 401
    assert Nonce.objects.filter(key=gaya.key).count() == 0


@pytest.mark.parametrize("signature", ["AAAA", "!!!", base64.b64encode(b"x" * 64).decode()])
def test_a_wrong_signature_is_refused_and_keeps_no_nonce(gaya, signature):
    assert gaya.call("GET", ME, signature=signature).json()["code"] == "key.signature"
    assert Nonce.objects.filter(key=gaya.key).count() == 0


def test_a_signature_for_another_address_method_body_or_purpose_is_refused(gaya):
    head = gaya.head("GET", "/api/v1/reports", b"")
    assert gaya.client.get(ME, headers=head).status_code == 401
    head = gaya.head("POST", "/api/v1/reports", b"{}", token="t" * 12)
    other = gaya.client.generic("POST", "/api/v1/reports", b"{ }", content_type="application/json", headers=head)
    assert other.json()["code"] == "key.signature"
    head = gaya.head("GET", "/api/v1/reports?page=1", b"")
    assert gaya.client.get("/api/v1/reports?page=2", headers=head).status_code == 401
    head = gaya.head("GET", ME, b"") | {"X-Purpose": "exercise"}
    assert gaya.client.get(ME, headers=head).status_code == 401


def test_a_purpose_that_the_key_does_not_have_is_refused(gaya):
    answer = gaya.call("GET", ME, purpose="court_order")
    assert (answer.status_code, answer.json()["code"]) == (403, "key.purpose")


def test_a_head_with_a_line_break_or_foreign_letters_is_refused(gaya):
    head = gaya.head("GET", ME, b"")
    for hostile in ("search_for_child\r\nX-Key: other", "खोज", "x" * 500):
        assert gaya.client.get(ME, headers=head | {"X-Purpose": hostile}).status_code == 401


def test_a_session_helps_nobody_at_this_door(gaya, land):
    from tests.signing_in import sign_in

    client = sign_in(gaya.client, land.postings["gaya.ps.0"])
    assert client.get(ME).status_code == 401


def test_an_ended_key_is_refused_at_once_and_so_is_one_whose_post_ended(gaya, land):
    actor = land.bind("gaya.scps")
    new, _pem = keys.rotate(actor=actor, at=now(), key_id=gaya.key.pk)
    assert gaya.call("GET", ME).json()["code"] == "key.unknown"
    assert ApiKey.objects.get(pk=new.pk).ended_at is None
    keys.end(actor=actor, at=now(), key_id=new.pk)
    assert not ApiKey.objects.get(pk=new.pk).posting.account.is_active


def test_a_key_ends_after_a_year(gaya):
    ApiKey.objects.filter(pk=gaya.key.pk).update(valid_until=now() - timedelta(seconds=1))
    assert gaya.call("GET", ME).status_code == 401


def test_more_calls_than_the_key_has_in_a_minute_are_refused(land):
    small = System(land, "gaya.ps", "gaya.scps", per_minute=3)
    answers = [small.call("GET", ME) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[-1].headers["Retry-After"] == "60"


def test_a_body_that_is_too_big_is_refused_before_it_is_read(gaya):
    answer = gaya.act("POST", "/api/v1/reports", b"x" * (3 * 1024 * 1024))
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/xml", "application/json; charset=utf-16", "multipart/form-data"]
)
def test_another_kind_of_body_is_refused(gaya, kind):
    assert gaya.act("POST", "/api/v1/reports", b"{}", kind=kind).status_code == 415


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe{\x00}\x00", b"", b"nul", b"[" * 5000])
def test_what_is_not_json_is_refused(gaya, body):
    assert gaya.act("POST", "/api/v1/reports", body).status_code in (400, 422)


def test_only_the_state_society_and_the_administrator_give_keys_and_only_in_their_area(land):
    office = land.offices["nashik.ps"].pk
    asked = {"at": now(), "office_id": office, "label": "x", "purposes": ["exercise"]}
    with pytest.raises(Refused):
        keys.issue(actor=land.bind("gaya.scps"), **asked)
    for post in ("gaya.ps", "gaya.sjpu", "gaya.dm", "india.ministry.2", "gaya.cwc"):
        with pytest.raises(Forbidden):
            keys.issue(actor=land.bind(post), **asked)
    assert keys.issue(actor=land.bind("nashik.scps"), **asked)
    assert keys.issue(actor=land.bind("india.ministry.1"), **asked)


def test_a_key_of_another_state_is_not_there_to_end(gaya, land):
    with pytest.raises(NotVisible):
        keys.end(actor=land.bind("nashik.scps"), at=now(), key_id=gaya.key.pk)


def test_only_the_public_half_of_a_key_is_kept(gaya):
    row = ApiKey.objects.get(pk=gaya.key.pk)
    assert len(bytes(row.public_key)) == 32
    assert bytes(row.public_key) == gaya.private.public_key().public_bytes_raw()
    assert "PRIVATE" in gaya.pem


def test_a_systems_account_is_nobodys_to_sign_in_with_or_to_be_invited_to(gaya, land):
    account = gaya.key.posting.account
    assert not account.has_usable_password()
    actor = land.bind("gaya.sjpu")
    assert gaya.key.posting_id not in [one.pk for one in cascade.postings_below(actor, now())]
    with pytest.raises(NotVisible):
        cascade.below(actor, gaya.key.posting_id, now())
