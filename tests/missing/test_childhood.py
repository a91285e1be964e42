"""A child is a person under eighteen (section 2(12)): at every door of a new report, and never against the doubt."""

from datetime import timedelta
from typing import Any

import pytest

from tests.journeys.story import FOUND, REPORTED, found_answers, missing_answers
from vatsalya.lib.errors import Refused
from vatsalya.missing import actions as missing
from vatsalya.missing import admission, childhood, rail

pytestmark = pytest.mark.django_db
LONG_AGO = (REPORTED - timedelta(days=3 * 366)).isoformat()


def told(value: float, basis: str = "told", **more: Any) -> dict[str, Any]:
    """The answers about somebody of this age."""
    return {"age": {"value": value, "basis": basis}, "marks": [], **more}


@pytest.mark.parametrize(
    ("answers", "child"),
    [
        (told(17.9), True),
        (told(18), False),
        (told(18, "document"), False),
        (told(35), False),
        (told(19, "apparent"), True),
        (told(19.5, "medical"), True),
        (told(20, "apparent"), False),
        (told(17, last_seen_at=LONG_AGO), True),
        (told(19, last_seen_at=LONG_AGO), False),
        (told(18, birth_date="2008-11-12"), False),
        (told(18, birth_date="2008-11-11", last_seen_at="2026-11-10T09:00:00+05:30"), True),
    ],
)
def test_a_missing_child_was_under_eighteen_when_last_seen(land: Any, answers: dict[str, Any], child: bool) -> None:
    given = missing_answers(**answers)
    if child:
        assert missing.register(actor=land.bind("gaya.ps"), at=REPORTED, answers=given)
        return
    with pytest.raises(Refused) as no:
        missing.register(actor=land.bind("gaya.ps"), at=REPORTED, answers=given)
    assert [(one.code, one.facts["field"]) for one in no.value.refusals] == [("child.not_under_eighteen", "age")]


@pytest.mark.parametrize(
    ("answers", "child"),
    [(told(17), True), (told(18), False), (told(19, "apparent"), True), (told(20, "medical"), False)],
)
def test_a_found_child_is_under_eighteen_or_only_looks_a_little_older(
    land: Any, answers: dict[str, Any], child: bool
) -> None:
    given = found_answers(**answers)
    for act, who in ((rail.found, "gaya.rail_post"), (admission.admit, "nashik.home")):
        if child:
            if who == "nashik.home" and answers["age"]["value"] > 18:
                continue  # this home is registered for children up to eighteen: the placement has its own refusal
            assert act(actor=land.bind(who), at=FOUND, answers=given)
            continue
        with pytest.raises(Refused) as no:
            act(actor=land.bind(who), at=FOUND, answers=given)
        assert [(one.code, one.facts["field"]) for one in no.value.refusals] == [
            ("child.found_not_under_eighteen", "age")
        ]


def test_a_report_may_still_be_completed_when_the_child_has_grown_up(land: Any) -> None:
    missing.check(missing_answers(**told(40)), at=REPORTED)
    assert childhood.wrong_of_missing(missing_answers(**told(40)), at=REPORTED)
