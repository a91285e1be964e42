"""Beds, transfers between homes, deaths and the evening's count."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.journeys.story import FOUND, Story
from tests.placements.test_movements import NOW, stay_of
from tests.signing_in import sign_in
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.cncp import actions as care
from vatsalya.institutions.models import Unit
from vatsalya.lib.errors import NotVisible, Refused
from vatsalya.matters.models import Clock, Matter
from vatsalya.placements import actions as placements
from vatsalya.placements import counting, movement, occupancy
from vatsalya.placements.models import HeadCount, Placement
from vatsalya.placements.movement import Line

pytestmark = pytest.mark.django_db
FORM = {"period_from": "2026-11-24", "period_to": "2027-02-24", "reason": "near the school", "home": "1"}
EVENING = FOUND.replace(hour=14, minute=0) + timedelta(days=3)  # 19:30 in India


@pytest.fixture
def placed(home: Story) -> Story:
    """The Committee placed the boy in the home; its sitting goes on."""
    home.produce()
    home.place()
    return home


def change(story: Story, to: str = "nashik.saa", **more: Any) -> Any:
    return care.change_home(
        actor=story.land.bind("nashik.cwc"), matter_id=story.case.pk, sitting_id=story.sitting.pk,
        at=FOUND + timedelta(hours=13), home_id=story.land.offices[to].pk, answers=FORM | more,
    )  # fmt: skip


def unit(story: Story, name: str, **facts: Any) -> None:
    Unit.objects.filter(office=story.land.offices[name]).update(**facts)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"strength": 0}, "placement.has_room"),
        ({"category": "observation_home"}, "placement.right_track"),
        ({"sexes": "girl"}, "placement.fits_child"),
        ({"registered_until": "2026-11-01"}, "placement.registration_valid"),
    ],
)
def test_another_home_must_be_lawful_for_the_child(placed: Story, facts: dict[str, Any], code: str) -> None:
    unit(placed, "nashik.saa", **facts)
    with pytest.raises(Refused, match=code):
        change(placed)
    assert stay_of(placed).state == "ADMITTED"


def test_only_a_reason_in_writing_goes_beyond_the_strength(placed: Story) -> None:
    unit(placed, "nashik.saa", strength=0)
    with pytest.raises(Refused, match="placement.has_room"):
        change(placed, over_strength_reason="-")
    change(placed, over_strength_reason="her only sister lives there")
    assert stay_of(placed).state == "TRANSFER_ORDERED"


def test_from_home_to_home_one_bed_each_and_the_former_home_sees_nothing(placed: Story, client: Client) -> None:
    change(placed)
    old, saa = stay_of(placed), placed.land.offices["nashik.saa"]
    assert occupancy.free_of([saa.pk])[saa.pk] == 49
    with pytest.raises(Refused, match="placement.receiving_home|state.wrong"):
        placements.arrive(actor=placed.land.bind("nashik.saa"), at=NOW, matter_id=old.pk)
    with pytest.raises(NotVisible):
        placements.arrive(actor=placed.land.bind("pune.home"), at=NOW, matter_id=old.pk)
    line = Line(NOW, {"with_whom": "a house mother"})
    movement.depart(actor=placed.land.bind("nashik.home"), at=NOW, matter_id=old.pk, line=line)
    new = placements.arrive(actor=placed.land.bind("nashik.saa"), at=NOW + timedelta(hours=2), matter_id=old.pk)
    session.bind(machine("test"))
    assert new.state == "ADMITTED" and Clock.unscoped.filter(matter=new, code="T5").exists()
    assert [p.home_id for p in Placement.unscoped.filter(case=placed.case, discharged_at=None)] == [saa.pk]
    sign_in(client, placed.land.postings["nashik.home.0"])
    for url in (f"/desk/residents/{old.pk}/", f"/desk/residents/{new.pk}/", f"/desk/cases/{placed.case.pk}/"):
        assert client.get(url).status_code == 404, url
    sign_in(client, placed.land.postings["nashik.cwc.0"])
    assert client.get(f"/desk/residents/{old.pk}/").status_code == 200


def test_a_home_does_not_let_a_child_go_by_form_18(placed: Story) -> None:
    actor = placed.land.bind("nashik.home")
    stay = Placement.objects.visible_to(actor).select_related("matter", "home", "case").get(case=placed.case)
    with pytest.raises(Refused, match="placement.release_ordered"):
        placements.discharge(actor=actor, at=NOW, placement=stay)


def test_after_a_death_four_reports_each_once_end_the_day_and_the_committee_confirms(placed: Story) -> None:
    stay, actor = stay_of(placed), placed.land.bind("nashik.home")
    told = Line(NOW - timedelta(hours=1), {"place": "Sadar", "how": "fever"})
    movement.die(actor=actor, at=NOW, matter_id=stay.pk, line=told)
    ids: dict[str, Any] = {"actor": actor, "matter_id": stay.pk, "number": "5", "told_at": NOW}
    for number, to in enumerate(("police", "committee", "commission", "dm"), 1):
        assert Clock.unscoped.get(matter=stay, code="T72").stopped_at is None
        movement.report(at=NOW + timedelta(minutes=number), to=to, **ids)
        if number < 4:
            with pytest.raises(Refused, match="movement.reported"):
                movement.report(at=NOW + timedelta(minutes=number), to=to, **ids)
    session.bind(machine("test"))
    assert Clock.unscoped.get(matter=stay, code="T72").stopped_at == NOW + timedelta(minutes=4)
    care.confirm_death(
        actor=placed.land.bind("nashik.cwc"), matter_id=placed.case.pk, at=FOUND + timedelta(hours=13),
        sitting_id=placed.sitting.pk,
    )  # fmt: skip
    session.bind(machine("test"))
    assert Matter.unscoped.get(pk=placed.case.pk).state == "DECEASED"


def test_the_evenings_count_is_signed_once_and_only_when_it_agrees(home: Story, client: Client) -> None:
    stay, actor = stay_of(home), home.land.bind("nashik.home")
    with pytest.raises(Refused, match="headcount.too_early"):
        counting.sign(actor=actor, at=EVENING - timedelta(hours=6), seen={stay.pk})
    with pytest.raises(Refused, match="headcount.differs"):
        counting.sign(actor=actor, at=EVENING, seen=set())
    offices = [home.land.offices["nashik.home"]]
    assert counting.not_signed(homes=offices, at=EVENING) == []
    assert counting.not_signed(homes=offices, at=EVENING + timedelta(hours=2)) == offices
    made = counting.sign(actor=actor, at=EVENING + timedelta(hours=2), seen={stay.pk})
    assert made.late and (made.present, made.away) == (1, 0)
    with pytest.raises(Refused, match="headcount.signed"):
        counting.sign(actor=actor, at=EVENING + timedelta(hours=2), seen={stay.pk})
    assert HeadCount.objects.count() == 1
    assert counting.not_signed(homes=offices, at=EVENING + timedelta(hours=3)) == []
    for post, status in (("nashik.home", 200), ("nashik.dcpu", 403), ("nashik.ps", 403)):
        sign_in(client, home.land.postings[f"{post}.0"])
        assert client.get("/desk/residents/count/").status_code == status, post


@pytest.mark.parametrize(("post", "status"), [("nashik.dcpu", 200), ("nashik.cwc", 200), ("nashik.scps", 200),
                                               ("nashik.home", 403), ("nashik.ps", 403)])  # fmt: skip
def test_who_sees_where_there_is_room(home: Story, client: Client, post: str, status: int) -> None:
    sign_in(client, home.land.postings[f"{post}.0"])
    shown = client.get("/desk/homes/")
    assert shown.status_code == status
    if post == "nashik.scps":  # one child lives there: the State is told "fewer than five", not the number
        assert "fewer than 5" in shown.content.decode() and ">49<" not in shown.content.decode()
