"""A child whom the Committee keeps out of the comparison appears nowhere, until the Committee says otherwise."""

from datetime import timedelta
from typing import Any

import pytest

from tests.country_of_tests import settle
from tests.journeys.story import FOUND, REPORTED, Story, missing_answers
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.lib.errors import Forbidden, NotVisible, Refused
from vatsalya.missing import actions as missing
from vatsalya.missing import withholding
from vatsalya.missing.models import Pair

pytestmark = pytest.mark.django_db
AT = FOUND + timedelta(hours=1)


@pytest.fixture
def story() -> Story:
    """A possible match stands."""
    told = Story(settle())
    told.register()
    told.admit()
    return told


def verdicts() -> list[str]:
    """The states of all pairs."""
    session.bind(machine("test"))
    return list(Pair.unscoped.order_by("proposed_at", "pk").values_list("verdict", flat=True))


def test_withheld_puts_open_pairs_aside_and_no_save_of_either_side_brings_one(story: Story) -> None:
    ids: dict[str, Any] = {"actor": story.land.bind("nashik.cwc"), "matter_id": story.case.pk, "at": AT}
    withholding.withhold(reason="danger", **ids)
    assert verdicts() == ["dropped"]
    missing.register(actor=story.land.bind("pune.ps"), at=AT, answers=missing_answers(reporter_phone="0000054321"))
    missing.add_details(
        actor=story.land.bind("gaya.ps"), matter_id=story.report.pk, at=AT, answers=missing_answers(), version=1
    )
    assert verdicts() == ["dropped"]
    withholding.allow(**{**ids, "actor": story.land.bind("nashik.cwc")})
    assert sorted(verdicts()) == ["possible", "possible"]


def test_it_needs_a_reason_and_is_not_done_twice(story: Story) -> None:
    ids: dict[str, Any] = {"actor": story.land.bind("nashik.cwc"), "matter_id": story.case.pk, "at": AT}
    for reason, code in (("", "withhold.reason_needed"), ("because", "withhold.reason_needed")):
        with pytest.raises(Refused, match=code):
            withholding.withhold(reason=reason, **ids)
    with pytest.raises(Refused, match="withhold.not_now"):
        withholding.allow(**ids)
    withholding.withhold(reason="court", **ids)
    with pytest.raises(Refused, match="withhold.already"):
        withholding.withhold(reason="court", **ids)


@pytest.mark.parametrize("who", ["nashik.cwc.1", "nashik.home", "gaya.cwc", "gaya.ps", "nashik.dcpu"])
def test_nobody_but_the_chair_of_the_owning_committee_does_it(story: Story, who: str) -> None:
    with pytest.raises((Forbidden, NotVisible)):
        withholding.withhold(actor=story.land.bind(who), matter_id=story.case.pk, reason="danger", at=AT)
    assert REPORTED < AT and verdicts() == ["possible"]
