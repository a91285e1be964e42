"""Public alerts: by a named officer with grounds, for a published child only, with an end, and recalled for ever."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import xmlschema
from django.test import Client

from tests.conftest import AT
from tests.country_of_tests import district
from vatsalya.exchange import receivers
from vatsalya.exchange.cap import alerts, areas
from vatsalya.exchange.models import Alert, Event
from vatsalya.lib.clock import now
from vatsalya.lib.errors import Forbidden, NotVisible, Refused

pytestmark = pytest.mark.django_db
XSD = xmlschema.XMLSchema(Path(__file__).parent / "schemas" / "cap-1.2.xsd")
GROUNDS = "Seen boarding a train; the family asks; danger of the journey."
SPACE = "{urn:oasis:names:tc:emergency:cap:1.2}"


def issue(land: Any, card: Any, who: str = "gaya.state_nodal", at: Any = AT, **more: Any) -> Alert:
    told = {"card_id": str(card.public_id), "grounds": GROUNDS, "districts": [card.district_code],
            "lines": ["howrah_delhi"], "hours": 24, "exercise": False}  # fmt: skip
    return alerts.issue(actor=land.bind(who), at=at, **(told | more))


def refusals(land: Any, card: Any, **more: Any) -> list[str]:
    with pytest.raises(Refused) as no:
        issue(land, card, **more)
    return no.value.codes


def test_an_alert_is_valid_cap_in_hindi_and_english(land, shown):
    text = issue(land, shown[0]).text
    XSD.validate(text)
    said = XSD.to_dict(text)
    infos = said["info"] if "info" in said else said["cap:info"]
    assert [one["language"] for one in infos] == ["hi-IN", "en-IN"]
    assert "लापता" in infos[0]["headline"] and "Missing" in infos[1]["headline"]
    assert {said["status"], said["msgType"], said["scope"]} == {"Actual", "Alert", "Public"}
    assert said["sent"].endswith("+05:30")
    assert infos[1]["area"][0]["polygon"] and infos[1]["area"][1]["areaDesc"].startswith("Howrah")
    assert GROUNDS not in text


def test_the_schema_of_the_tests_can_say_no(land, shown):
    text = issue(land, shown[0]).text
    for wrong in (text.replace("Actual", "Real"), text.replace("+05:30", "Z"), text.replace("areaDesc", "areaName")):
        assert not XSD.is_valid(wrong)


def test_an_exercise_says_so(land, shown):
    text = issue(land, shown[0], exercise=True).text
    XSD.validate(text)
    assert "<status>Exercise</status>" in text and "EXERCISE" in text and "अभ्यास" in text


def test_only_the_states_nodal_officer_issues(land, shown):
    for post in ("gaya.nodal", "gaya.ps", "gaya.scps", "gaya.dm", "gaya.cwc", "india.ministry.0"):
        with pytest.raises(Forbidden):
            issue(land, shown[0], who=post)


def test_an_unpublished_child_gets_no_alert(land, shown):
    card = shown.pop()
    assert refusals(land, card) == ["alert.not_published"]


def test_grounds_area_and_end_are_asked(land, shown, another):
    assert refusals(land, shown[0], grounds="  short ") == ["alert.grounds"]
    assert refusals(land, shown[0], districts=[], lines=[]) == ["alert.area"]
    assert refusals(land, shown[0], districts=[99999]) == ["alert.area"]
    assert refusals(land, shown[0], lines=["moon_line"]) == ["alert.area"]
    assert refusals(land, shown[0], hours=1000) == ["alert.longer_than_card", "form.required"]
    shown[0] = another(shown[0], until_on=date(2026, 11, 13))
    assert refusals(land, shown[0], hours=72) == ["alert.longer_than_card"]


def test_a_recall_is_valid_names_the_alert_and_nothing_of_the_child(land, shown):
    made = issue(land, shown[0])
    row = alerts.recall(actor=land.bind("gaya.state_nodal"), at=AT + timedelta(hours=1), alert_id=made.pk,
                        reason="child_found")  # fmt: skip
    XSD.validate(row.recall_text)
    said = XSD.to_dict(row.recall_text)
    sender, identifier, sent = said["references"].split(",")
    first = XSD.to_dict(made.text)
    assert (sender, identifier, sent) == (first["sender"], first["identifier"], first["sent"])
    assert said["msgType"] == "Cancel" and said["identifier"] != identifier
    assert "अंकित" not in row.recall_text and "Blue shirt" not in row.recall_text


def test_a_recall_is_made_once_and_only_by_the_own_office(land, shown):
    made = issue(land, shown[0])
    asked = {"at": AT, "alert_id": made.pk, "reason": "mistake"}
    with pytest.raises(NotVisible):
        alerts.recall(actor=land.bind("nashik.state_nodal"), **asked)
    alerts.recall(actor=land.bind("gaya.state_nodal"), **asked)
    with pytest.raises(Refused):
        alerts.recall(actor=land.bind("gaya.state_nodal"), **asked)


def test_an_alert_is_recalled_by_itself_when_the_child_is_published_no_longer(land, shown):
    made = issue(land, shown[0])
    assert alerts.follow_cards(at=AT + timedelta(seconds=15)) == 0
    shown.clear()
    assert alerts.follow_cards(at=AT + timedelta(seconds=30)) == 1
    assert alerts.follow_cards(at=AT + timedelta(seconds=45)) == 0
    row = alerts.see(actor=land.bind("gaya.state_nodal"), alert_id=made.pk)
    assert (row.recall_reason, row.recalled_by_id) == ("card_withdrawn", None)
    assert Event.objects.filter(kind="alert.recalled", subject=made.pk).count() == 1


def agreement(land: Any, who: str) -> Any:
    return receivers.agree(
        actor=land.bind(who), at=now(), label="Railway boards", agreement_no="A/1", agreement_on=date(2026, 1, 1),
        until_on=date(2099, 1, 1), events=[], url="",
    )  # fmt: skip


def read(url: str, secret: str) -> Any:
    return Client().get(url, headers={"Authorization": f"Bearer {secret}"})


def test_receivers_read_alerts_of_their_area_with_their_secret(land, shown, another):
    shown[0] = another(shown[0], until_on=date(2099, 1, 1))
    made = issue(land, shown[0], at=now())
    _receiver, secret = agreement(land, "gaya.scps")
    _other, elsewhere = agreement(land, "nashik.scps")
    (said,) = read("/api/v1/alerts/", secret).json()["alerts"]
    assert (said["id"], said["kind"]) == (str(made.pk), "Alert")
    XSD.validate(read(said["cap"], secret).content.decode())
    assert read("/api/v1/alerts/", elsewhere).json()["alerts"] == []
    assert read(said["cap"], elsewhere).status_code == 404
    alerts.recall(actor=land.bind("gaya.state_nodal"), at=now(), alert_id=made.pk, reason="child_found")
    assert read("/api/v1/alerts/", secret).json()["alerts"][0]["kind"] == "Cancel"
    assert "Cancel" in read(said["cap"], secret).content.decode()


def test_published_children_are_read_as_pfif(land, shown):
    _receiver, secret = agreement(land, "gaya.scps")
    _other, elsewhere = agreement(land, "nashik.scps")
    assert "अंकित" in read("/api/v1/people.pfif", secret).content.decode()
    assert "<pfif:person>" not in read("/api/v1/people.pfif", elsewhere).content.decode()


def test_without_an_agreement_in_force_nothing_is_read(land, shown):
    receiver, secret = agreement(land, "gaya.scps")
    for wrong in ("", "x" * 43, secret[:-1] + "_"):
        for url in ("/api/v1/alerts/", "/api/v1/people.pfif"):
            assert read(url, wrong).status_code == 401
    receivers.end(actor=land.bind("gaya.scps"), at=now(), receiver_id=receiver.pk)
    assert read("/api/v1/people.pfif", secret).status_code == 401


def test_outlines_are_closed_and_small():
    rings = areas.polygons(196)
    assert rings
    for ring in rings:
        points = ring.split(" ")
        assert points[0] == points[-1] and 4 <= len(points) <= areas.MOST_POINTS + 2
    assert areas.polygons(99999) == []
    assert district is not None
