"""Events: in the act's own transaction, without a name, in order, again until they arrive, never into our own house."""

import json
import random
import socket
import time
from datetime import date, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.db import transaction

from tests.conftest import AT
from tests.journeys.story import Story
from vatsalya.exchange import outbox, receivers, signing
from vatsalya.exchange.models import Delivery, Event
from vatsalya.lib import outgoing
from vatsalya.lib.errors import Forbidden, NotVisible, Refused

pytestmark = pytest.mark.django_db
KINDS = ["report.registered", "child.traced", "match.confirmed"]


def agree(land: Any, url: str, who: str = "gaya.scps", events: list[str] | None = None) -> Any:
    return receivers.agree(
        actor=land.bind(who), at=AT, label="Police of the State", agreement_no="A/1", agreement_on=date(2026, 1, 1),
        until_on=date(2099, 1, 1), events=KINDS if events is None else events, url=url,
    )[0]  # fmt: skip


def happened(land: Any, kind: str = "child.traced", town: str = "gaya") -> Event:
    office = land.offices[f"{town}.ps"]
    from vatsalya.lib.ids import new_id

    return outbox.emit(kind, subject=new_id(), number="BR-GAYA-26-00001-1", unit_no=office.no, at=AT)


def test_registering_writes_an_event_without_a_name_and_it_arrives(land, listener):
    agree(land, listener.url)
    report = Story(land).register()
    assert outbox.deliver_due(at=report.opened_at) == 1
    head, body = listener.got[0]
    said = json.loads(body)
    assert (said["kind"], said["subject"], said["number"]) == ("report.registered", str(report.pk), report.number)
    assert set(said) == {"id", "kind", "at", "subject", "number", "link"}
    assert "अंकित" not in body.decode() and head["X-Message"] == said["id"]


def test_what_we_send_is_signed_and_anybody_can_check_it(land, listener, client, settings):
    import base64

    agree(land, listener.url)
    happened(land)
    outbox.deliver_due(at=AT)
    head, body = listener.got[0]
    public: Any = load_pem_public_key(client.get("/api/v1/signing-key/").content)
    signed = b"\n".join([head["X-Message"].encode(), head["X-Timestamp"].encode(), body])
    public.verify(base64.b64decode(head["X-Signature"]), signed)
    assert signing.public_pem(settings.EXCHANGE_SIGN_KEY).startswith("-----BEGIN PUBLIC KEY")


def test_an_act_that_is_rolled_back_told_nobody(land, listener):
    agree(land, listener.url)
    with pytest.raises(RuntimeError), transaction.atomic():
        happened(land)
        raise RuntimeError
    assert (Event.objects.count(), Delivery.objects.count()) == (0, 0)


def test_a_receiver_is_told_only_of_its_area_and_its_events(land, listener):
    agree(land, listener.url, events=["child.traced"])
    happened(land, town="nashik")
    happened(land, kind="match.confirmed")
    assert Delivery.objects.count() == 0
    happened(land)
    assert Delivery.objects.count() == 1


def test_events_arrive_in_order_and_one_that_fails_holds_back_the_later(land, listener):
    agree(land, listener.url)
    first, second = happened(land), happened(land)
    listener.status = 503
    assert outbox.deliver_due(at=AT) == 0
    assert len(listener.got) == 1
    listener.status = 200
    assert outbox.deliver_due(at=AT + timedelta(seconds=1)) == 0, "not before two seconds"
    assert outbox.deliver_due(at=AT + timedelta(seconds=3)) == 2
    assert [json.loads(body)["id"] for _, body in listener.got] == [str(first.pk), str(first.pk), str(second.pk)]


def test_the_pauses_are_those_agreed_with_jitter_after_the_first_minute():
    assert [outbox.pause(n).total_seconds() for n in (1, 2, 3, 4)] == [2, 5, 15, 30]
    for seed in range(50):
        later = [outbox.pause(n, random.Random(seed)).total_seconds() for n in range(5, 30)]
        assert 30 <= later[0] <= 60 and max(later) <= 3600 and later[-1] >= 1800
    assert len({outbox.pause(9, random.Random(seed)) for seed in range(20)}) > 10


def test_an_event_given_up_is_seen_tried_again_by_hand_and_holds_nobody_back(land, listener):
    agree(land, listener.url)
    happened(land)
    Delivery.objects.update(tries=outbox.MOST_TRIES - 1)
    listener.status = 500
    outbox.deliver_due(at=AT)
    dead = outbox.troubles(actor=land.bind("gaya.scps"))[0]
    assert (dead.stands, dead.problem) == ("dead", "500")
    listener.status = 200
    happened(land)
    assert outbox.deliver_due(at=AT) == 1
    with pytest.raises(NotVisible):
        outbox.again(actor=land.bind("nashik.scps"), delivery_id=dead.pk, at=AT)
    with pytest.raises(Forbidden):
        outbox.again(actor=land.bind("gaya.ps"), delivery_id=dead.pk, at=AT)
    outbox.again(actor=land.bind("gaya.scps"), delivery_id=dead.pk, at=AT)
    assert outbox.deliver_due(at=AT) == 1
    assert outbox.troubles(actor=land.bind("gaya.scps")) == []


def test_a_receiver_whose_agreement_ended_is_told_nothing_more(land, listener):
    receiver = agree(land, listener.url)
    happened(land)
    receivers.end(actor=land.bind("gaya.scps"), at=AT, receiver_id=receiver.pk)
    outbox.deliver_due(at=AT)
    assert listener.got == [] and Delivery.objects.get().stands == "dead"


def test_a_slow_receiver_is_left_after_four_seconds_and_the_act_waits_for_nobody(land, listener, monkeypatch):
    monkeypatch.setattr(outgoing.send, "__kwdefaults__", {**outgoing.send.__kwdefaults__, "seconds": 0.3})
    agree(land, listener.url)
    listener.wait = 2.0
    started = time.monotonic()
    happened(land)
    assert time.monotonic() - started < 0.2
    outbox.deliver_due(at=AT)
    assert time.monotonic() - started < 1.5
    assert Delivery.objects.get().problem == "timeout"


def test_a_redirect_is_not_followed(land, listener):
    agree(land, listener.url)
    listener.status, listener.location = 302, "http://169.254.169.254/latest/meta-data/"
    happened(land)
    outbox.deliver_due(at=AT)
    assert len(listener.got) == 1 and Delivery.objects.get().problem == "302"


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/hook", "ftp://example.com/", "https://", "example.com", "https://user:pw@example.com/",
        "https://example.com/\r\nX-Injected: 1", "https://example.com/#x", "file:///etc/passwd", "https://a b.com/",
        "https://[::1", "https://example.com:0/", "https://example.com:99999/", "https://exämple.com/",
    ],
)  # fmt: skip
def test_an_address_that_is_none_is_refused(land, url):
    with pytest.raises(Refused) as no:
        agree(land, url)
    assert no.value.codes == ["receiver.address"]


@pytest.mark.parametrize(
    "host",
    [
        "169.254.169.254", "10.0.0.8", "10.255.1.1", "192.168.1.1", "172.16.0.1", "127.0.0.1", "127.1", "2130706433",
        "0x7f000001", "0177.0.0.1", "0.0.0.0", "localhost", "db.localhost", "localhost.", "printer.local",
        "vault.internal", "[::1]", "[fe80::1]", "[fc00::1]", "[::ffff:10.0.0.1]", "[::ffff:127.0.0.1]", "224.0.0.1",
        "100.64.0.1", "[2002:7f00:1::]",
    ],
)  # fmt: skip
def test_an_address_of_an_inner_network_is_refused(land, host):
    with pytest.raises(Refused) as no:
        agree(land, f"https://{host}/hook")
    assert no.value.codes == ["receiver.inside"]


@pytest.mark.parametrize("inner", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fd00::1", "::ffff:10.0.0.1"])
def test_a_name_that_leads_inside_is_not_connected_to(monkeypatch, inner):
    """Also when only one of its addresses lies inside: the resolver may give any of them."""
    outside = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", 443))
    inside = (socket.AF_INET6 if ":" in inner else socket.AF_INET, socket.SOCK_STREAM, 6, "", (inner, 443))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: [outside, inside])
    monkeypatch.setattr(socket, "create_connection", lambda *a, **k: pytest.fail("it connected"))
    with pytest.raises(outgoing.Unreachable) as no:
        outgoing.send("https://receiver.example/hook", body=b"{}")
    assert no.value.code == "inside"


def test_the_very_address_that_was_checked_is_connected_to(monkeypatch):
    """A name that answers differently the second time gains nothing: it is asked once."""
    asked, connected = [], []
    outside = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", 443))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: asked.append(a) or [outside])

    def connect(to: Any, timeout: float) -> Any:
        connected.append(to)
        raise OSError

    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(outgoing.Unreachable):
        outgoing.send("https://receiver.example/hook", body=b"{}")
    assert (len(asked), connected) == (1, [("93.184.216.34", 443)])


def test_an_inner_host_is_reached_only_when_host_and_port_are_named(settings, listener):
    settings.EXCHANGE_INNER_HOSTS = frozenset({"127.0.0.1:1"})
    with pytest.raises(outgoing.Unreachable):
        outgoing.send(listener.url, body=b"{}")
    assert listener.got == []
