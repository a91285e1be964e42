"""The station answers a citizen's report: read, team, coded outcome, told to the reporter; nobody else can."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.citizens.telling import AT, PHONE, lodge, missing, row, sighting, texts
from tests.country_of_tests import Land, settle
from tests.journeys.story import missing_answers
from tests.signing_in import sign_in
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.citizens import answering, queries, tasks
from vatsalya.citizens.models import CitizenReport
from vatsalya.law.load import law
from vatsalya.lib.errors import Forbidden, NotVisible, Refused
from vatsalya.matching import actions as engine
from vatsalya.matters import queries as matters
from vatsalya.matters.models import Clock, Matter
from vatsalya.missing import actions as police
from vatsalya.missing.models import MissingReport
from vatsalya.notices.models import Notice

pytestmark = pytest.mark.django_db
SOON, LATE = AT + timedelta(minutes=10), AT + timedelta(hours=3)


@pytest.fixture
def land() -> Land:
    """The offices of three towns."""
    return settle()


def test_reading_it_stops_the_clock_and_says_whether_in_time(land: Land) -> None:
    quick, slow = lodge("sighting", sighting()), lodge("missing", missing())
    answering.see(actor=land.bind("gaya.ps"), matter_id=quick.matter_id, at=SOON)
    answering.see(actor=land.bind("gaya.ps"), matter_id=slow.matter_id, at=LATE)
    assert row(quick).citizen_report.in_time and not row(slow).citizen_report.in_time
    assert not Clock.unscoped.filter(matter_id=quick.matter_id, stopped_at=None).exists()


def test_seen_then_team_then_answered_and_not_backwards(land: Land) -> None:
    receipt = lodge("sighting", sighting())
    act = {"actor": land.bind("gaya.ps"), "matter_id": receipt.matter_id}
    answering.send_team(**act, at=SOON)
    with pytest.raises(Refused):
        answering.see(**act, at=SOON)
    with pytest.raises(Refused) as silent:
        answering.close(**act, outcome="false", at=LATE)
    assert silent.value.codes == ["citizen.reason_given"]
    answering.close(**act, outcome="child_produced", at=LATE)
    with pytest.raises(Refused) as twice:
        answering.close(**act, outcome="false", reason="it was not so", at=LATE)
    assert twice.value.codes == ["state.wrong"]
    kept = row(receipt)
    assert kept.closed_at == LATE and kept.citizen_report.outcome == "child_produced"


@pytest.mark.parametrize(
    ("what", "outcome", "code"),
    [
        ("sighting", "", "citizen.outcome_given"),
        ("sighting", "nonsense", "citizen.outcome_given"),
        ("sighting", "accepted", "citizen.outcome_fits"),
        ("missing", "child_not_found", "citizen.outcome_fits"),
        ("missing", "duplicate", "citizen.no_such_number"),
        ("sighting", "linked", "citizen.no_such_number"),
    ],
)
def test_no_report_ends_without_an_outcome_that_fits(land: Land, what: str, outcome: str, code: str) -> None:
    receipt = lodge(what, missing() if what == "missing" else sighting())
    with pytest.raises(Refused) as refused:
        answering.close(actor=land.bind("gaya.ps"), matter_id=receipt.matter_id, outcome=outcome, at=SOON)
    assert code in refused.value.codes and row(receipt).closed_at is None


@pytest.mark.parametrize("post", ["gaya.nodal", "gaya.state_nodal", "gaya.chl"])
def test_nodal_officers_and_helpline_read_and_do_not_answer(land: Land, post: str) -> None:
    receipt = lodge("sighting", sighting())
    actor = land.bind(post)
    assert queries.read(actor=actor, matter_id=receipt.matter_id).answers["clothes"] == "red shirt"
    for act in (answering.see, answering.send_team):
        with pytest.raises(Forbidden):
            act(actor=actor, matter_id=receipt.matter_id, at=SOON)
    with pytest.raises(Forbidden):
        answering.close(actor=actor, matter_id=receipt.matter_id, outcome="false", at=SOON)


@pytest.mark.parametrize(
    "post", ["nashik.ps", "gaya.rail_post", "gaya.cwc", "gaya.home", "gaya.dcpu", "gaya.dm", "pune.nodal"]
)
def test_to_everybody_else_it_is_not_there(land: Land, post: str) -> None:
    receipt = lodge("sighting", sighting())
    with pytest.raises(NotVisible):
        queries.read(actor=land.bind(post), matter_id=receipt.matter_id)
    with pytest.raises(NotVisible):
        answering.see(actor=land.bind(post), matter_id=receipt.matter_id, at=SOON)


def test_an_accepted_report_becomes_a_missing_report_with_all_that_was_told(land: Land) -> None:
    receipt = lodge("missing", missing(father="राजेश", words_said="पटना", clothes="नीली क़मीज़"))
    made = answering.close(actor=land.bind("gaya.ps"), matter_id=receipt.matter_id, outcome="accepted", at=SOON)
    assert made is not None
    session.bind(machine("test"))
    assert MissingReport.unscoped.get(pk=made.pk).channel == "citizen"
    opened = queries.read(actor=land.bind("gaya.ps"), matter_id=receipt.matter_id)
    assert opened.report.outcome == "accepted"
    from vatsalya.people import vault

    known = vault.read(land.bind("gaya.ps"), made.child_id)
    assert (known["father"], known["words_said"], known["clothes"]) == ("राजेश", "पटना", "नीली क़मीज़")
    assert any(made.number in text for text in texts())


@pytest.mark.parametrize("outcome", sorted(law().codes("citizen_outcomes")))
@pytest.mark.parametrize("lang", ["hi", "en"])
def test_every_outcome_has_words_for_the_reporter_without_a_name(outcome: str, lang: str) -> None:
    words = law().words(f"citizen.told.{outcome}", lang)
    assert len(words) > 20 and "{" not in words


def test_the_reporter_is_told_in_the_own_language_and_each_number_once(land: Land) -> None:
    receipt = lodge("missing", missing(), lang="en")
    lodge("missing", missing(reporter_phone="9000000002", reporter_name="Uncle"), lang="hi", address="10.0.0.2")
    lodge("missing", missing(reporter_name="Again"), lang="en", address="10.0.0.3")
    other = police.register(actor=land.bind("gaya.ps"), at=AT, answers=missing_answers())
    before = len(texts())
    answering.close(
        actor=land.bind("gaya.ps"), matter_id=receipt.matter_id, outcome="duplicate", number=other.number, at=SOON
    )
    told = texts()[before:]
    assert len(told) == 2 and "had been reported before" in told[0] and "सूचना पहले से थी" in told[1]
    assert all("अंकित" not in text for text in told)


def test_a_sighting_is_linked_across_states_and_appears_at_the_missing_report(land: Land) -> None:
    report = police.register(actor=land.bind("pune.ps"), at=AT, answers=missing_answers())
    receipt = lodge("sighting", sighting())
    answering.link(actor=land.bind("gaya.ps"), matter_id=receipt.matter_id, number=report.number, at=SOON)
    actor = land.bind("pune.ps")
    assert [(kind, m.pk) for kind, m in matters.linked_as(actor=actor, matter_id=report.pk)] == [
        (queries.SIGHTING, receipt.matter_id)
    ]
    assert queries.read(actor=actor, matter_id=receipt.matter_id).answers["place_text"]
    with pytest.raises(Forbidden):
        answering.see(actor=actor, matter_id=receipt.matter_id, at=SOON)
    assert Notice.objects.filter(to_no=actor.office_no, code="citizen.linked").count() == 1


def test_a_sighting_is_compared_and_the_station_that_looks_for_the_child_is_told(land: Land) -> None:
    report = police.register(actor=land.bind("pune.ps"), at=AT - timedelta(hours=20), answers=missing_answers())
    told = {"name": "Ankit Kumar", "sex": "boy", "age_band": "b6_11", "language": "mag", "clothes": ""}
    receipt = lodge("sighting", sighting(**told))
    tasks.compare.func(matter_id=str(receipt.matter_id))
    actor = land.bind("pune.ps")
    assert Notice.objects.filter(to_no=actor.office_no, code="citizen.may_be", number=report.number).count() == 1
    assert queries.read(actor=actor, matter_id=receipt.matter_id).report.what == "sighting"
    hits = answering.likely(actor=land.bind("gaya.ps"), matter=row(receipt), at=SOON)
    assert [hit.office_no for hit in hits] == [actor.office_no] and hits[0].matter_id is None


def test_a_false_sighting_is_searched_no_more(land: Land) -> None:
    receipt = lodge("sighting", sighting())
    answering.close(
        actor=land.bind("gaya.ps"), matter_id=receipt.matter_id, outcome="false", reason="nobody was there", at=SOON
    )
    session.bind(machine("test"))
    assert not engine.withdraw(receipt.matter_id), "it is withdrawn already"
    again = lodge("sighting", sighting(), address="10.0.0.9", at=SOON)
    assert again.matter_id == receipt.matter_id, "the same content once more makes no new line"
    assert lodge("sighting", sighting(danger="yes"), address="10.0.0.9", at=SOON).matter_id != receipt.matter_id


def test_a_duplicate_names_the_other_report(land: Land) -> None:
    one, two = lodge("missing", missing()), lodge("missing", missing(name="Ankit K"))
    act = {"actor": land.bind("gaya.ps"), "matter_id": two.matter_id, "outcome": "duplicate", "at": SOON}
    with pytest.raises(Refused):
        answering.close(**act, number="BR-GAYA-26-00000-0")
    answering.close(**act, number=one.number.lower())
    assert row(two).citizen_report.outcome == "duplicate"


def test_the_reporters_number_is_for_the_police_only(land: Land) -> None:
    from vatsalya.access import gate
    from vatsalya.papers import reading

    receipt = lodge("missing", missing())
    for post, seen in (("gaya.ps", True), ("gaya.chl", False), ("gaya.nodal", False)):
        actor = land.bind(post)
        opened = queries.read(actor=actor, matter_id=receipt.matter_id)
        may = gate.fields(actor, opened.report)
        sections = reading.shown(law().newest_form("citizen"), opened.answers, "en", may)
        text = " ".join(line["text"] for section in sections for line in section["rows"])
        assert (PHONE in text) is seen, post


def test_a_citizens_report_counts_in_r09(land: Land) -> None:
    from vatsalya.mis.report import indicators
    from vatsalya.mis.reports import r09_citizen_reports  # noqa: F401

    one, two = lodge("missing", missing()), lodge("sighting", sighting())
    answering.see(actor=land.bind("gaya.ps"), matter_id=one.matter_id, at=SOON)
    said = {"outcome": "false", "reason": "nobody was there", "at": LATE}
    answering.close(actor=land.bind("gaya.ps"), matter_id=two.matter_id, **said)
    session.bind(machine("test"))
    counted = {
        c: i.population(Matter.unscoped.all(), LATE).count() for c, i in indicators().items() if i.report == "R09"
    }
    assert counted == {
        "citizen_received": 2, "citizen_in_time": 1, "citizen_accepted": 0, "citizen_duplicate": 0,
        "citizen_false": 1, "citizen_open": 1,
    }  # fmt: skip
    assert CitizenReport.unscoped.count() == 2


@pytest.mark.parametrize("what", ["missing", "sighting"])
def test_the_clock_of_a_report_names_what_was_reported(land: Land, what: str) -> None:
    receipt = lodge(what, missing(last_seen_at=AT.isoformat()) if what == "missing" else sighting(danger="yes"))
    session.bind(machine("test"))
    codes = Clock.unscoped.filter(matter_id=receipt.matter_id).values_list("code", flat=True)
    labels = [law().clocks[code].label for code in codes]
    assert labels and all("sighting" not in one["en"] and "देखे जाने" not in one["hi"] for one in labels)


def test_a_missing_child_of_a_family_is_compared_with_the_found_as_the_report_comes_in(land: Land) -> None:
    from tests.journeys.story import found_answers
    from vatsalya.missing import rail

    found = found_answers(
        found_at=(AT - timedelta(hours=3)).isoformat(), charge_at=(AT - timedelta(hours=2)).isoformat()
    )
    rail.found(actor=land.bind("nashik.rail_post"), at=AT, answers=found)
    told = missing_answers() | {"good_faith": ["true_word", "no_post"], "reporter_phone": PHONE}
    told["last_seen_at"] = (AT - timedelta(days=5)).isoformat()
    receipt = lodge("missing", told)
    tasks.compare.func(matter_id=str(receipt.matter_id))
    station, committee = land.bind("gaya.ps"), land.offices["nashik.cwc"].no
    assert Notice.objects.filter(to_no=station.office_no, code="citizen.found_like").count() == 1
    assert Notice.objects.filter(code="citizen.found_like").count() == 1
    hits = answering.likely(actor=station, matter=row(receipt), at=SOON)
    assert [hit.office_no for hit in hits] == [committee] and hits[0].matter_id is None
    page = desk_of(land, "gaya.ps").get(f"/desk/citizens/{receipt.matter_id}/").content.decode()
    assert "क्या बच्चा कहीं मिला या देखा गया है?" in page and land.offices["nashik.cwc"].name_hi in page
    assert (
        land.offices["nashik.cwc"].name_hi
        not in desk_of(land, "gaya.nodal").get(f"/desk/citizens/{receipt.matter_id}/?search=1").content.decode()
    )


def test_a_missing_child_whom_nobody_found_has_the_button_to_search(land: Land) -> None:
    receipt = lodge("missing", missing())
    tasks.compare.func(matter_id=str(receipt.matter_id))
    assert not Notice.objects.filter(code="citizen.found_like").exists()
    client, url = desk_of(land, "gaya.ps"), f"/desk/citizens/{receipt.matter_id}/"
    assert "?search=1" in client.get(url).content.decode()
    assert "पंजी में कोई मिला या देखा गया बच्चा" in client.get(url + "?search=1").content.decode()


def desk_of(land: Land, post: str) -> Client:
    """A post's desk in Hindi."""
    return sign_in(Client(headers={"accept-language": "hi"}), land.postings[f"{post}.0"])
