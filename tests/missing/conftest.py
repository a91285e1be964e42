"""A report in Gaya and everybody who may work on it; a second officer in every police office."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.attack.conftest import desk as desk  # noqa: F401  (the desk of a post)
from tests.country_of_tests import START, Land, settle
from tests.journeys.story import REPORTED, missing_answers
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.accounts.models import Account
from vatsalya.matters.models import Matter
from vatsalya.missing import actions as missing
from vatsalya.missing.models import MissingReport
from vatsalya.offices.models import Office, Posting
from vatsalya.papers.uploads import CleanPhoto

HOUR = timedelta(hours=1)
PHOTO = CleanPhoto(small=b"small", large=b"large", original=b"as it came", width=1, height=1, sha256_original="0" * 64)


@pytest.fixture
def land() -> Land:
    """The little country, with a second officer at Gaya's station, SJPU and nodal office, and a second station."""
    found = settle()
    for name, role in (("gaya.ps", "cwpo"), ("gaya.sjpu", "sjpu_officer"), ("gaya.nodal", "nodal_officer")):
        appoint(found, name, role)
    first = found.offices["gaya.ps"]
    second = Office.objects.create(
        no=first.no + 50_000, hi=first.no + 50_000, kind="ps", code="gaya.second", state=first.state,
        district=first.district, name_en="PS Gaya Two", name_hi="थाना गया दो", valid_from=first.valid_from,
    )  # fmt: skip
    found.offices["gaya.second"] = second
    appoint(found, "gaya.second", "cwpo", number=0)
    return found


def appoint(land: Land, office: str, role: str, *, number: int = 1) -> None:
    """One more officer in an office: gaya.ps.1 is the second of the station."""
    account = Account.objects.create(username=f"{office}.{number}", full_name=f"Officer {office} {number}")
    land.postings[f"{office}.{number}"] = Posting.objects.create(
        account=account, office=land.offices[office], role=role, order_no="2/2026", from_at=START
    )


@pytest.fixture
def report(land: Land) -> Matter:
    """A child reported missing in Gaya."""
    return missing.register(actor=land.bind("gaya.ps"), at=REPORTED, answers=missing_answers())


def again(matter: Matter) -> Matter:
    """The report as it stands."""
    session.bind(machine("test"))
    return Matter.unscoped.get(pk=matter.pk)


def sheet(matter: Matter) -> MissingReport:
    """The report's own row as it stands."""
    session.bind(machine("test"))
    return MissingReport.unscoped.get(pk=matter.pk)


def running(matter: Matter) -> set[str]:
    """The clocks that run."""
    from vatsalya.matters.models import Clock

    session.bind(machine("test"))
    return set(Clock.unscoped.filter(matter=matter, stopped_at=None).values_list("code", flat=True))


def recovery_answers(at: datetime, **more: Any) -> dict[str, Any]:
    """A production report."""
    from tests.journeys.story import place

    return {
        "recovered_at": at.isoformat(), "found_place": place("Nashik"), "found_by": "police", "condition": "well",
        "journey_minutes": 90, "produce_before": "cwc", **more,
    }  # fmt: skip
