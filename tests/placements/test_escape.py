"""A child who left a home: one step, and everybody who must know does; one child, never a second file of another."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.journeys.story import FOUND, Story
from tests.placements.test_movements import NOW, stay_of
from tests.signing_in import sign_in
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.lib.errors import Refused
from vatsalya.matters.models import Clock, Matter
from vatsalya.missing.models import MissingReport
from vatsalya.notices.models import Notice
from vatsalya.papers import actions as papers
from vatsalya.people.models import Child
from vatsalya.placements import movement
from vatsalya.placements.movement import Line

pytestmark = pytest.mark.django_db


def escape(story: Story, at: datetime = NOW, left: datetime | None = None) -> None:
    stay = stay_of(story)
    line = Line(left or at - timedelta(hours=1), {"clothes": "blue shirt", "how": "at the evening meal"})
    movement.escape(
        actor=story.land.bind("nashik.home"), at=at, matter_id=stay.pk, line=line, phone="0000054321",
        station_no=story.land.offices["nashik.ps"].no,
    )  # fmt: skip


def back(story: Story, at: datetime) -> None:
    actor = story.land.bind("nashik.home")
    movement.back(actor=actor, at=at, matter_id=stay_of(story).pk, back_at=at)


def case_of(story: Story) -> Matter:
    session.bind(machine("test"))
    return Matter.unscoped.get(pk=story.case.pk)


def reports() -> list[Matter]:
    session.bind(machine("test"))
    return list(Matter.unscoped.filter(kind="missing").select_related("child").order_by("opened_at", "pk"))


def test_one_step_moves_stay_and_case_tells_all_and_drafts_the_report_of_the_same_child(home: Story) -> None:
    before = case_of(home).state
    escape(home)
    assert (stay_of(home).state, case_of(home).state) == ("ESCAPED", "MISSING")
    (report,) = reports()
    assert report.state == "DRAFT" and report.unit_no == home.land.offices["nashik.ps"].no
    sheets = Child.unscoped.filter(pk__in=[report.child_id, home.case.child_id])
    assert len({one.person_id for one in sheets}) == 1 and {one.realm for one in sheets} == {"missing", "cncp"}
    told = {n.to_no for n in Notice.objects.filter(code__in=("placement.escape", "cncp.escape", "missing.from_home"))}
    assert {home.land.offices[f"nashik.{kind}"].no for kind in ("cwc", "dcpu", "sjpu", "ps")} <= told
    police = home.land.bind("nashik.ps")
    answers = papers.read(actor=police, paper_id=papers.newest(report, "missing").pk)[1]
    wanted = {"name": "Ankeet", "sex": "boy", "clothes": "blue shirt", "reporter_relation": "institution"}
    assert wanted.items() <= answers.items() and answers["marks"] and "belongings" not in answers
    assert datetime.fromisoformat(answers["last_seen_at"]) == NOW - timedelta(hours=1)
    back(home, NOW + timedelta(hours=5))
    assert (stay_of(home).state, case_of(home).state) == ("ADMITTED", before)
    assert reports()[0].state == "TRACED" and MissingReport.unscoped.get(matter=report).traced_at


def test_the_station_completes_the_draft_by_its_usual_pages(home: Story, client: Client) -> None:
    escape(home)
    (report,) = reports()
    sign_in(client, home.land.postings["nashik.ps.0"])
    shown = client.get(f"/desk/missing/{report.pk}/more/").content.decode()
    assert "Ankeet" in shown and "blue shirt" in shown
    assert client.post(f"/desk/missing/{report.pk}/do/submit/").status_code == 302
    assert reports()[0].state == "REPORTED"


def test_a_standing_report_is_opened_again_and_no_second_one_is_drafted() -> None:
    from tests.country_of_tests import settle

    story = Story(settle())
    story.register()
    story.admit()
    story.confirm()
    for day in (3, 5):
        escape(story, at=FOUND + timedelta(days=day))
        (report,) = reports()
        assert report.pk == story.report.pk and report.state == "REOPENED"
        row = MissingReport.unscoped.get(matter=report)
        assert row.traced_at is None and row.last_seen_at == FOUND + timedelta(days=day, hours=-1)
        back(story, FOUND + timedelta(days=day, hours=6))
        assert reports()[0].state == "TRACED"


def test_the_inquiry_of_the_day_ends_with_its_signature_only_and_once(home: Story) -> None:
    escape(home)
    back(home, NOW + timedelta(hours=2))
    clock = Clock.unscoped.get(matter=stay_of(home), code="T71")
    assert clock.stopped_at is None and clock.due_at == NOW + timedelta(hours=23)
    ids: Any = {"matter_id": stay_of(home).pk, "at": NOW + timedelta(hours=3), "note": "the gate stood open"}
    movement.inquire(actor=home.land.bind("nashik.home"), **ids)
    session.bind(machine("test"))
    assert Clock.unscoped.get(pk=clock.pk).stopped_at == NOW + timedelta(hours=3)
    with pytest.raises(Refused, match="placement.inquiry_owed"):
        movement.inquire(actor=home.land.bind("nashik.home"), **ids)


def test_the_home_does_not_see_the_police_report_nor_the_police_the_stay(home: Story, client: Client) -> None:
    escape(home)
    (report,) = reports()
    stay = stay_of(home)
    sign_in(client, home.land.postings["nashik.home.0"])
    assert client.get(f"/desk/missing/{report.pk}/").status_code in (403, 404)
    sign_in(client, home.land.postings["nashik.ps.0"])
    assert client.get(f"/desk/residents/{stay.pk}/").status_code in (403, 404)
    assert client.get(f"/desk/cases/{home.case.pk}/").status_code in (403, 404)
