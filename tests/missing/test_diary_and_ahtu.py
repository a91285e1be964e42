"""The diary is for police, sealed and for ever; the anti trafficking unit has its cases, their updates and links."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from tests.journeys.story import REPORTED, missing_answers
from tests.missing.conftest import HOUR, PHOTO, again, running, sheet
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.law.load import law
from vatsalya.law.shapes import Override
from vatsalya.lib.clock import ist_date
from vatsalya.lib.errors import Forbidden, NotVisible, Refused
from vatsalya.matters import clocks
from vatsalya.matters import queries as matters
from vatsalya.matters.models import Clock
from vatsalya.missing import actions as missing
from vatsalya.missing import ahtu, diary
from vatsalya.missing.models import AhtuFile, Effort
from vatsalya.notices.models import Notice

pytestmark = pytest.mark.django_db
LATER = REPORTED + 3 * HOUR
WHY = "seen with a labour agent"


def enter(land: Any, report: Any, who: str = "gaya.ps", **more: Any) -> Any:
    told = {"code": "cctv", "done_at": LATER - HOUR, "note": "platform four", "at": LATER} | more
    return diary.write(actor=land.bind(who), matter_id=report.pk, **told)


def test_a_line_is_sealed_and_read_by_police(land: Any, report: Any) -> None:
    made = enter(land, report, note="Zgeheim on platform four", photo=PHOTO)
    assert b"Zgeheim" not in bytes(made.note)
    _, lines = diary.read(actor=land.bind("gaya.sjpu"), matter_id=report.pk)
    assert lines[0].note == "Zgeheim on platform four" and len(lines[0].files) == 1
    picture = diary.picture(actor=land.bind("gaya.ps"), file_id=lines[0].files[0].pk, size="large")
    assert picture == b"large"


@pytest.mark.parametrize(
    "who", ["gaya.dcpu", "gaya.dm", "gaya.nodal", "gaya.cwc", "gaya.ahtu", "nashik.ps", "gaya.state_nodal"]
)
def test_nobody_else_reads_or_writes_the_diary(land: Any, report: Any, who: str) -> None:
    line = enter(land, report, photo=PHOTO)
    session.bind(machine("test"))
    file = line.files.visible_to(machine("test")).get()
    for act in (
        lambda actor: diary.read(actor=actor, matter_id=report.pk),
        lambda actor: diary.picture(actor=actor, file_id=file.pk, size="large"),
        lambda actor: diary.write(
            actor=actor, matter_id=report.pk, at=LATER, code="cctv", done_at=LATER, note="something was done"
        ),
    ):
        with pytest.raises((Forbidden, NotVisible)):
            act(land.bind(who))


@pytest.mark.parametrize("sql", ["UPDATE missing_effort SET code = 'raid'", "DELETE FROM missing_effort"])
def test_the_diary_is_never_changed(land: Any, report: Any, sql: str) -> None:
    enter(land, report)
    session.bind(machine("test"))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert Effort.unscoped.get(matter=report).code == "cctv"


@pytest.mark.parametrize(("code", "clock"), [("dlsa_told", "D-DLSA"), ("photo_circulated", "D-CIRCULATE")])
def test_what_the_law_demands_stops_its_clock_and_nothing_else(land: Any, report: Any, code: str, clock: str) -> None:
    before = running(report)
    enter(land, report)
    assert running(report) == before
    enter(land, report, code=code)
    assert running(report) == before - {clock}


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"code": "magic"}, "effort.unknown"),
        ({"code": "suspicion"}, "effort.unknown"),
        ({"done_at": LATER + HOUR}, "date.future"),
        ({"done_at": REPORTED - timedelta(days=3)}, "effort.before_lost"),
    ],
)
def test_an_impossible_line_is_refused(land: Any, report: Any, more: dict, refusal: str) -> None:
    with pytest.raises(Refused, match=refusal):
        enter(land, report, **more)


def raised(report: Any, land: Any) -> bool:
    clocks = matters.clocks(actor=land.bind("gaya.ps"), matter_id=report.pk)
    return ahtu.raised(report, clocks=clocks, answers=missing_answers(risks=["trafficking"]))


def test_the_answer_on_danger_raises_it_and_an_officer_decides(land: Any) -> None:
    actor = land.bind("gaya.ps")
    made = missing.register(actor=actor, at=REPORTED, answers=missing_answers(risks=["trafficking"]))
    assert raised(made, land) and "T68" not in running(made)
    actor = land.bind("gaya.ps")
    with pytest.raises(Refused, match="missing.reason_given"):
        ahtu.suspect(actor=actor, matter_id=made.pk, at=LATER, reason="yes")
    ahtu.suspect(actor=actor, matter_id=made.pk, at=LATER, reason=WHY)
    assert "T68" in running(made) and sheet(made).suspected_at == LATER
    with pytest.raises(Refused, match="twice"):
        ahtu.suspect(actor=land.bind("gaya.ps"), matter_id=made.pk, at=LATER, reason=WHY)
    assert not raised(made, land)


@pytest.fixture
def handed(land: Any, report: Any) -> Any:
    """Suspected and handed over at once."""
    ahtu.suspect(actor=land.bind("gaya.ps"), matter_id=report.pk, at=LATER, reason=WHY)
    ahtu.hand_over(actor=land.bind("gaya.ps"), matter_id=report.pk, at=LATER + HOUR, reason=WHY)
    return report


def test_the_unit_has_it_and_no_other_unit(land: Any, handed: Any) -> None:
    assert again(handed).state == "WITH_AHTU" and {"T68", "T69"} & running(handed) == set()
    assert [f.pk for f in ahtu.files(actor=land.bind("gaya.ahtu"))] == [handed.pk]
    assert not ahtu.files(actor=land.bind("nashik.ahtu"))
    with pytest.raises(NotVisible):
        ahtu.file_of(actor=land.bind("nashik.ahtu"), matter_id=handed.pk)
    with pytest.raises(Forbidden):
        ahtu.file_of(actor=land.bind("gaya.ps"), matter_id=handed.pk)
    session.bind(machine("test"))
    assert AhtuFile.unscoped.get(pk=handed.pk).due_at == LATER


def test_it_is_handed_over_once(land: Any, handed: Any) -> None:
    with pytest.raises(Refused, match="state.wrong"):
        ahtu.hand_over(actor=land.bind("gaya.ps"), matter_id=handed.pk, at=LATER + 2 * HOUR, reason=WHY)


def test_each_update_starts_the_next_three_months(land: Any, handed: Any) -> None:
    sent = LATER + timedelta(days=80)
    ahtu.tell_legal_services(actor=land.bind("gaya.ahtu"), matter_id=handed.pk, at=sent, text="searched in two States")
    session.bind(machine("test"))
    clock = Clock.unscoped.get(matter=handed, code="T69B", stopped_at=None)
    assert clock.started_at == sent and Clock.unscoped.filter(matter=handed, code="T69B").count() == 2
    assert AhtuFile.unscoped.get(pk=handed.pk).updates == 1
    with pytest.raises(Forbidden):
        ahtu.tell_legal_services(
            actor=land.bind("gaya.ps"), matter_id=handed.pk, at=sent, text="searched in two States"
        )


def test_linked_reports_are_those_of_the_unit(land: Any, handed: Any) -> None:
    other = missing.register(actor=land.bind("gaya.ps"), at=REPORTED, answers=missing_answers(name="सोनू"))
    unit = land.bind("gaya.ahtu")
    with pytest.raises(Refused, match="ahtu.no_such_report"):
        ahtu.link(actor=unit, matter_id=handed.pk, at=LATER + HOUR, number=other.number)
    ahtu.suspect(actor=land.bind("gaya.ps"), matter_id=other.pk, at=LATER, reason=WHY)
    ahtu.hand_over(actor=land.bind("gaya.ps"), matter_id=other.pk, at=LATER, reason=WHY)
    unit = land.bind("gaya.ahtu")
    for _ in range(2):
        ahtu.link(actor=unit, matter_id=handed.pk, at=LATER + HOUR, number=other.number.lower())
    assert [m.pk for m in ahtu.linked(actor=unit, matter_id=other.pk)] == [handed.pk]
    ahtu.describe(actor=unit, matter_id=handed.pk, at=LATER + HOUR, modus="labour_agent", note="Zmann from elsewhere")
    assert ahtu.file_of(actor=land.bind("gaya.ahtu"), matter_id=handed.pk)[2] == "Zmann from elsewhere"


@pytest.mark.parametrize(("code", "unit"), [("T69", "months"), ("T68", "hours")])
def test_a_states_own_limit_holds_there_and_nowhere_else(
    land: Any, monkeypatch: pytest.MonkeyPatch, code: str, unit: str
) -> None:
    from datetime import date

    assert law().clocks[code].unit == unit
    own = Override("BR", f"clock.{code}.length", 2, date(2026, 1, 1), None, "test", "unverified")
    monkeypatch.setattr(law(), "overrides", [*law().overrides, own])
    on = ist_date(REPORTED)
    assert law().clock(code, state="BR", on=on).length == 2
    assert law().clock(code, state="MH", on=on).length == law().clocks[code].length
    made = missing.register(actor=land.bind("gaya.ps"), at=REPORTED, answers=missing_answers())
    if code == "T69":
        session.bind(machine("test"))
        assert (made.clock("T69").due_at - REPORTED).days in (61, 62)


def test_the_nodal_officers_are_reminded_after_a_quarter_a_half_and_an_hour(land: Any, report: Any) -> None:
    told = {}
    for minutes in (14, 16, 31, 61):
        session.bind(machine("test"))
        clocks.sweep(at=REPORTED + timedelta(minutes=minutes))
        rows = Notice.objects.filter(facts__clock="D-NODAL", matter_id=report.pk)
        told[minutes] = {(row.to_no, row.code) for row in rows}
    nodal, state, sjpu = (land.offices[f"gaya.{kind}"].no for kind in ("nodal", "state_nodal", "sjpu"))
    assert told[14] == set()
    for minutes, code in ((16, "clock.50"), (31, "clock.100"), (61, "clock.200")):
        assert {(nodal, code), (state, code), (sjpu, code)} <= told[minutes]
    missing.acknowledge(actor=land.bind("gaya.nodal"), matter_id=report.pk, at=REPORTED + timedelta(minutes=70))
    assert "D-NODAL" not in running(report)
