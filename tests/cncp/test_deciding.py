"""What one member alone may order, what the Committee orders before it decides, and a decision that is at one."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.cncp.test_orders_replaced import says_everywhere
from tests.cncp.test_transfer import AT, Told
from tests.country_of_tests import settle
from tests.signing_in import sign_in
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.cncp import actions as care
from vatsalya.law.apart import Apart
from vatsalya.law.load import law
from vatsalya.lib.clock import IST, now
from vatsalya.lib.errors import Refused
from vatsalya.papers.models import Paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def told() -> Told:
    """A child stands before the Committee of Nashik; nobody sits."""
    found = Told(settle())
    found.admit()
    found.produce()
    return found


def placing(told: Told, today: date, **more: str) -> dict[str, Any]:
    sent = {"home": str(told.land.offices["nashik.home"].pk), "kind": "interim", "reason": "the child is safe there"}
    days = {"period_from": f"{today}", "period_to": f"{today + timedelta(days=9)}"}
    return sent | days | {"form_version": law().newest_form("18").version} | more


def test_one_member_alone_places_for_now_and_the_sitting_puts_its_order_in_place(told: Told, client: Client) -> None:
    sign_in(client, told.land.postings["nashik.cwc.0"])
    client.cookies["language"] = "en"
    today, case = now().astimezone(IST).date(), f"/desk/cases/{told.case.pk}"
    shown = client.get(f"{case}/order/18-alone/").content.decode()
    boxes = re.findall(r'<input[^>]*name="kind"[^>]*>', shown)
    assert len(boxes) == 1 and 'value="interim"' in boxes[0] and "checked" in boxes[0]
    for wrong in ({"kind": "long"}, {"kind": ""}, {"period_to": f"{today + timedelta(days=60)}"}):
        assert client.post(f"{case}/order/18-alone/", placing(told, today, **wrong)).status_code == 422
    assert client.post(f"{case}/order/18-alone/", placing(told, today)).status_code == 302
    session.bind(machine("test"))
    alone = Paper.unscoped.get(matter=told.case, form="18")
    says_everywhere(told, alone, "nashik.cwc", "Interim, by one member; to be put before the next sitting")
    told.sit("nashik", 3, now() - timedelta(minutes=5))
    sign_in(client, told.land.postings["nashik.cwc.0"])
    shown = client.get(f"{case}/order/18/").content.decode()
    assert alone.serial in shown and 'value="long"' not in shown
    sent = placing(told, today, period_to=f"{today + timedelta(days=90)}", row_version=alone.serial)
    assert client.post(f"{case}/order/18/", sent | {"kind": "long"}).status_code == 422
    assert client.post(f"{case}/order/18/", sent).status_code == 302
    session.bind(machine("test"))
    made = Paper.unscoped.get(matter=told.case, form="18", supersedes=alone)
    says_everywhere(told, alone, "nashik.cwc", made.serial)
    says_everywhere(told, made, "nashik.cwc", made.serial, not_this="byonemember")


def test_a_quorum_that_lacks_members_says_what_to_do(told: Told) -> None:
    sitting = told.sit("nashik", 1, AT)
    ids = {"actor": told.land.bind("nashik.cwc"), "matter_id": told.case.pk, "at": AT}
    answers = {"period_from": f"{AT:%Y-%m-%d}", "period_to": f"{AT:%Y-%m-%d}", "reason": "safe"}
    home = told.land.offices["nashik.home"].pk
    with pytest.raises(Refused, match="sitting.three_members") as no:
        care.begin_inquiry(sitting_id=sitting.pk, home_id=home, answers=answers, **ids)
    said = law().words("sitting.three_members", "en", **no.value.refusals[0].facts)
    assert "Let the other members join the sitting. Or close it" in said
    with pytest.raises(Refused, match="stay.alone_too_long"):  # whoever calls the action: not the page alone says it
        care.place_alone(home_id=home, answers=answers | {"period_to": "2029-01-01"}, **ids)


@pytest.mark.parametrize(
    ("codes", "reason", "wrong"),
    [
        (["a", "b", "c"], "the mother came", ["cncp.codes_agree"]),
        (["b"], "x", ["cncp.declared", "cncp.reason_given"]),
        (["a", "b", "f", "g"], "the mother came", []),
        (["a", "e"], "माँ मिल गईं", []),
    ],
)
def test_a_final_order_rests_on_the_declaration_and_agrees_with_itself(
    told: Told, codes: list[str], reason: str, wrong: list[str]
) -> None:
    sitting = told.place()
    told.inquire(at=AT)
    chair = told.land.bind("nashik.cwc")
    ids = {"actor": chair, "matter_id": told.case.pk, "at": AT}
    care.hear(wishes="home", sitting_id=sitting.pk, **ids)
    care.mark_missing_checked(**ids)
    found = []
    try:
        care.final_order(codes=codes, reason=reason, sitting_id=sitting.pk, **ids)
    except Refused as no:
        found = [one.code for one in no.refusals]
    assert found == wrong


def test_of_the_places_where_a_child_may_live_an_order_names_one() -> None:
    rule = law().apart["s37_orders"]
    assert rule == Apart("a", (("b", "c", "d", "e"),)) and rule.clash(["a", "c", "f"]) is None
    assert rule.clash(["g", "e", "d"]) == ("d", "e")
