"""By night every open report meets every child in care, in all States; people's decisions stand."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from tests.country_of_tests import settle
from tests.journeys.story import FOUND, Story
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.matching.bulk.store import pages
from vatsalya.missing import match, nightly, proposals
from vatsalya.missing.models import Pair

pytestmark = pytest.mark.django_db
NIGHT = FOUND + timedelta(hours=15)
Asked = list[dict[str, Any]]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any) -> Asked:
    """What the night asks of the queue; it works in a folder of its own."""
    settings.DATA = tmp_path
    made: Asked = []
    monkeypatch.setattr(nightly, "defer", lambda name, **ids: made.append({"name": name, **ids}))
    return made


@pytest.fixture
def unseen(monkeypatch: pytest.MonkeyPatch) -> Story:
    """A report in Gaya and a boy in Nashik, whom no search at the time of saving brought together."""
    with monkeypatch.context() as blind:
        blind.setattr(proposals, "search", lambda **asked: [])
        story = Story(settle())
        story.register()
        story.admit()
    session.bind(machine("test"))
    assert not Pair.unscoped.exists()
    return story


def whole_night(asked: Asked, at: Any = NIGHT) -> int:
    """Run the duty and every part it asks for, as the queue would; returns how many jobs ran."""
    session.bind(machine("missing.nightly"))
    nightly.begin(at=at)
    jobs = 0
    while asked:
        job = asked.pop(0)
        assert job.pop("name") == nightly.NEXT
        nightly.part(at=at, **job)
        jobs += 1
    return jobs


def test_a_child_in_care_in_another_state_is_found_by_night(unseen: Story, asked: Asked, tmp_path: Path) -> None:
    assert whole_night(asked) == 2
    pair = unseen.pair()
    assert pair.verdict == "possible" and pair.bits >= 22
    assert (pair.missing_no, pair.found_no) == (unseen.report.unit_no, unseen.case.unit_no)
    _, shown = match.read(actor=unseen.land.bind("gaya.ps"), pair_id=pair.pk)
    assert {"name.same", "mark.same"} <= {one.code for one in match.reasons(shown)}
    session.bind(machine("test"))
    assert not list((tmp_path / "night").glob("*/others")), "the night's files are gone"


def test_a_child_before_the_committee_and_in_a_home_stays_findable(unseen: Story, asked: Asked) -> None:
    unseen.produce()
    whole_night(asked, at=NIGHT + timedelta(days=1))
    assert unseen.pair().verdict == "possible"


def test_the_second_night_writes_nothing_anew(unseen: Story, asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    whole_night(asked)
    monkeypatch.setattr(proposals, "propose", lambda *given, **more: pytest.fail("proposed again"))
    whole_night(asked, at=NIGHT + timedelta(days=1))


def test_what_a_person_rejected_stays_rejected(unseen: Story, asked: Asked) -> None:
    whole_night(asked)
    pair = unseen.pair()
    match.decide(actor=unseen.land.bind("gaya.ps"), pair_id=pair.pk, says="different", at=NIGHT)
    whole_night(asked, at=NIGHT + timedelta(days=1))
    assert unseen.pair().verdict == "rejected"


def test_a_confirmed_child_is_asked_for_no_more(unseen: Story, asked: Asked) -> None:
    whole_night(asked)
    unseen.confirm(at=NIGHT)
    session.bind(machine("test"))
    assert [row for page in pages(("missing", "found")) for row in page] == []
    assert whole_night(asked, at=NIGHT + timedelta(days=1)) == 1


def test_a_part_that_runs_again_proposes_nothing_twice(unseen: Story, asked: Asked) -> None:
    session.bind(machine("missing.nightly"))
    night = "2026-11-24"
    nightly.part(at=NIGHT, night=night, after="")
    nightly.part(at=NIGHT, night=night, after="")
    assert Pair.unscoped.count() == 1 and len(asked) == 2 and asked[0] == asked[1]


def test_parts_follow_each_other_by_the_last_report_seen(unseen: Story, asked: Asked, monkeypatch: Any) -> None:
    monkeypatch.setattr(nightly, "PART", 1)
    with monkeypatch.context() as blind:
        blind.setattr(proposals, "search", lambda **given: [])
        unseen.register(name="Other Boy", marks=[], father="X")
    assert whole_night(asked) == 3


def test_files_of_an_earlier_night_go(asked: Asked, tmp_path: Path, unseen: Story) -> None:
    old = tmp_path / "night" / "2020-01-01"
    old.mkdir(parents=True)
    whole_night(asked)
    assert not old.exists()


def test_an_officer_reads_no_pages_of_the_register(unseen: Story) -> None:
    unseen.land.bind("gaya.ps")
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        list(pages(("found",)))
    assert caught.value.__cause__.sqlstate == "42501"  # type: ignore[union-attr]


def test_nobody_bound_reads_no_pages(unseen: Story) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.realms', '', true), set_config('app.account', '', true)")
    with pytest.raises(DatabaseError), transaction.atomic():
        list(pages(("found",)))
