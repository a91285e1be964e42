"""A transfer is offered, then agreed to, refused or taken back; one owner at every moment, and no dead end."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from tests.country_of_tests import settle
from tests.journeys.story import FOUND, Story, place
from tests.signing_in import sign_in
from vatsalya.access import gate, session
from vatsalya.access.actor import machine
from vatsalya.cncp import actions as care
from vatsalya.cncp import handover
from vatsalya.law.load import law
from vatsalya.lib.errors import NotVisible, Refused
from vatsalya.matters.models import Clock, Matter, Transfer
from vatsalya.missing import track
from vatsalya.notices.models import Notice
from vatsalya.plans import actions as plans
from vatsalya.plans import queries
from vatsalya.sittings.models import Sitting

pytestmark = pytest.mark.django_db
AT = FOUND + timedelta(days=4)
REPORT = {"visited_on": "2026-11-25", "visited_place": "Gaya", "met": "m", "risk": "low", "recommendation": "home"}
ESCORT = {"escort_name": "A", "destination": "Gaya", "by_date": "2026-12-10", "fallback": "home in Gaya"}


class Told(Story):
    """The story up to a proposed transfer; the report (Form 22) is not there yet."""

    sitting: Sitting

    def propose(self, at: datetime = AT) -> Transfer:
        return handover.order_transfer(
            actor=self.land.bind("nashik.cwc"), matter_id=self.case.pk, sitting_id=self.sitting.pk, at=at,
            to_district=place("Gaya")["district"], reason="home",
        )  # fmt: skip

    def withdraw(self, reason: str = "wrong district", at: datetime = AT) -> None:
        handover.withdraw(
            actor=self.land.bind("nashik.cwc"), matter_id=self.case.pk, sitting_id=self.sitting.pk, at=at, reason=reason
        )

    def agree(self, at: datetime = AT) -> None:
        handover.agree(actor=self.land.bind("gaya.cwc"), matter_id=self.case.pk, at=at)

    def refuse(self, reason: str = "the family lives in Pune") -> None:
        handover.refuse(actor=self.land.bind("gaya.cwc"), matter_id=self.case.pk, at=AT, reason=reason)

    def escort(self, at: datetime = AT) -> None:
        handover.order_escort(
            actor=self.land.bind("nashik.cwc"), matter_id=self.case.pk, sitting_id=self.sitting.pk, at=at,
            escort_no=self.land.offices["nashik.dcpu"].no, answers=ESCORT,
        )  # fmt: skip

    def bring(self) -> None:
        self.agree()
        self.escort()
        handover.depart(actor=self.land.bind("nashik.dcpu"), matter_id=self.case.pk, at=AT)
        handover.receive(actor=self.land.bind("gaya.cwc"), matter_id=self.case.pk, at=AT + timedelta(days=2))

    def now(self) -> Matter:
        session.bind(machine("test"))
        return Matter.unscoped.select_related("office").get(pk=self.case.pk)


@pytest.fixture
def told() -> Told:
    """Form 21 is ordered, Form 22 is not there, Gaya is asked to receive the child."""
    found = Told(settle())
    found.admit()
    found.produce()
    found.sitting = found.place()
    found.propose()
    return found


def page(client: Client, told: Told, who: str, lang: str = "en") -> str:
    sign_in(client, told.land.postings[f"{who}.0"])
    client.cookies["language"] = lang
    return client.get(f"/desk/cases/{told.case.pk}/").content.decode()


def heard_of(told: Told, who: str) -> set[str]:
    return set(Notice.objects.filter(to_no=told.land.offices[who].no).values_list("code", flat=True))


def test_only_the_committee_that_was_asked_is_offered_to_agree_and_to_refuse(told: Told, client: Client) -> None:
    asked = page(client, told, "gaya.cwc")
    assert "/do/agree/" in asked and "/transfer/refuse/" in asked and "/transfer/withdraw/" not in asked
    proposer = page(client, told, "nashik.cwc")
    assert "/do/agree/" not in proposer and "/transfer/refuse/" not in proposer
    assert "Take back the transfer" in proposer and "स्थानांतरण वापस लेना" in page(client, told, "nashik.cwc", "hi")


def test_a_refusal_leaves_the_case_where_it_stood_with_its_owner_and_both_are_told(told: Told) -> None:
    told.refuse()
    case = told.now()
    assert case.state == "UNDER_INQUIRY" and case.office == told.land.offices["nashik.cwc"]
    assert not Clock.unscoped.filter(matter=case, code="D-ACCEPT", stopped_at=None).exists()
    assert Clock.unscoped.filter(matter=case, code="T12", stopped_at=None).exists()
    assert "transfer.refused" in heard_of(told, "nashik.cwc") & heard_of(told, "gaya.cwc")
    assert not gate.visible(told.land.bind("gaya.cwc"), Matter).filter(pk=case.pk).exists()


def test_a_proposal_taken_back_after_the_final_order_leaves_the_final_order(told: Told) -> None:
    told.withdraw()
    told.inquire(at=AT)
    ids = {"actor": told.land.bind("nashik.cwc"), "matter_id": told.case.pk, "sitting_id": told.sitting.pk, "at": AT}
    care.hear(wishes="home", **ids)
    care.mark_missing_checked(actor=ids["actor"], matter_id=told.case.pk, at=AT)
    care.final_order(codes=["a"], reason="the mother came", **ids)
    told.propose()
    told.agree()
    told.withdraw()
    assert told.now().state == "FINAL_ORDER"
    assert "transfer.withdrawn" in heard_of(told, "nashik.cwc") & heard_of(told, "gaya.cwc")


def test_neither_goes_without_a_reason(told: Told) -> None:
    for act in (told.refuse, told.withdraw):
        with pytest.raises(Refused, match="transfer.reason_needed"):
            act("  ")
    assert told.now().state == "TRANSFER_PROPOSED"


def test_the_proposer_cannot_refuse_and_the_asked_cannot_take_back(told: Told) -> None:
    with pytest.raises(Refused, match="cncp.receiving_committee"):
        handover.refuse(actor=told.land.bind("nashik.cwc"), matter_id=told.case.pk, at=AT, reason="no")
    sitting = told.sit("gaya", 3, AT)
    with pytest.raises(Exception, match="not_allowed"):
        handover.withdraw(
            actor=told.land.bind("gaya.cwc"), matter_id=told.case.pk, sitting_id=sitting.pk, at=AT, reason="no"
        )
    with pytest.raises(NotVisible):
        handover.refuse(actor=told.land.bind("pune.cwc"), matter_id=told.case.pk, at=AT, reason="no")


def test_an_escort_order_of_a_transfer_taken_back_carries_no_child(told: Told) -> None:
    told.agree()
    told.escort()
    told.withdraw()
    told.propose(AT + timedelta(hours=1))
    told.agree(AT + timedelta(hours=1))
    with pytest.raises(Refused, match="transfer.escort_ordered"):
        handover.depart(actor=told.land.bind("nashik.dcpu"), matter_id=told.case.pk, at=AT + timedelta(hours=2))


def test_the_page_says_that_such_an_order_is_void(told: Told, client: Client) -> None:
    told.agree()
    told.escort()
    assert "void: the transfer was taken back" not in page(client, told, "nashik.cwc")
    told.land.bind("nashik.cwc")
    told.withdraw()
    assert "void: the transfer was taken back" in page(client, told, "nashik.cwc")


def test_both_pages_ask_the_reason_and_say_what_was_done(told: Told, client: Client) -> None:
    url = f"/desk/cases/{told.case.pk}/transfer"
    sign_in(client, told.land.postings["nashik.cwc.0"])
    assert client.post(f"{url}/withdraw/", {"reason": ""}).status_code == 422
    sign_in(client, told.land.postings["gaya.cwc.0"])
    assert client.post(f"{url}/refuse/", {"reason": ""}).status_code == 422
    done = client.post(f"{url}/refuse/", {"reason": "परिवार पुणे में है"}, follow=True)
    assert done.status_code == 200 and "You do not receive the child" in done.content.decode()
    assert "परिवार पुणे में है" in page(client, told, "nashik.cwc")
    told.land.bind("nashik.cwc")
    told.propose(AT + timedelta(hours=1))
    sign_in(client, told.land.postings["nashik.cwc.0"])
    done = client.post(f"{url}/withdraw/", {"reason": "गलत जिला"}, follow=True)
    assert "The transfer is taken back" in done.content.decode() and "गलत जिला" in done.content.decode()


def test_an_investigation_that_is_owed_goes_with_the_child_and_its_time_runs_on(told: Told) -> None:
    asked = plans.open_investigation(told.case)
    worker = told.land.postings["nashik.dcpu.1"]
    plans.assign(actor=told.land.bind("nashik.dcpu"), investigation_id=asked.pk, posting_id=worker.pk, at=AT)
    due = asked.due_at
    told.bring()
    asked = plans.open_investigation(told.case)
    assert asked.office == told.land.offices["gaya.dcpu"] and asked.assigned_to_id is None and asked.due_at == due
    assert [one.pk for one in queries.investigations(actor=told.land.bind("gaya.dcpu"))] == [asked.pk]
    assert "sir.passed_on" in heard_of(told, "gaya.dcpu") and "sir.passed_away" in heard_of(told, "nashik.dcpu")
    assert not gate.visible(told.land.bind("nashik.dcpu.1"), Matter).filter(pk=told.case.pk).exists()


@pytest.mark.parametrize("heard_first", [False, True])
def test_after_a_transfer_before_form_22_the_new_district_files_it_and_the_final_order_is_made(
    told: Told, client: Client, heard_first: bool
) -> None:
    told.bring()
    at = AT + timedelta(days=3)
    sitting = told.sit("gaya", 3, at)
    ids = {"matter_id": told.case.pk, "sitting_id": sitting.pk, "at": at}
    if heard_first:
        care.hear(actor=told.land.bind("gaya.cwc"), wishes="home", **ids)
    assert "Give the investigation" in page(client, told, "gaya.dcpu")
    worker = told.land.postings["gaya.dcpu.1"]
    asked = plans.open_investigation(told.case)
    plans.assign(actor=told.land.bind("gaya.dcpu"), investigation_id=asked.pk, posting_id=worker.pk, at=at)
    sign_in(client, worker)
    assert f"/desk/cases/{told.case.pk}/report/" in client.get(f"/desk/cases/{told.case.pk}/").content.decode()
    care.file_report(actor=told.land.bind("gaya.dcpu.1"), matter_id=told.case.pk, at=at, answers=REPORT)
    assert told.now().state == ("HEARD" if heard_first else "SIR_FILED"), "a late report undoes no hearing"
    chair = told.land.bind("gaya.cwc")
    care.hear(actor=chair, wishes="home", **ids)  # after a hearing allowed, and not owed
    care.mark_missing_checked(actor=chair, matter_id=told.case.pk, at=at)
    care.final_order(actor=chair, codes=["a"], reason="the mother came", **ids)
    assert told.now().state == "FINAL_ORDER"
    assert not Clock.unscoped.filter(matter=told.case, code="T12", stopped_at=None).exists()


def test_a_second_window_of_form_22_learns_that_the_report_was_signed_and_keeps_its_words(
    told: Told, client: Client
) -> None:
    told.withdraw()
    worker = told.land.postings["nashik.dcpu.1"]
    asked = plans.open_investigation(told.case)
    plans.assign(actor=told.land.bind("nashik.dcpu"), investigation_id=asked.pk, posting_id=worker.pk, at=AT)
    sign_in(client, worker)
    url = f"/desk/cases/{told.case.pk}/report/"
    assert "meanwhile" not in client.get(url).content.decode()
    told.land.bind("nashik.dcpu.1")
    paper = care.file_report(actor=told.land.bind("nashik.dcpu.1"), matter_id=told.case.pk, at=AT, answers=REPORT)
    version = law().newest_form("22").version
    sent = {**REPORT, "form_version": version, "met": "typed in the second window"}
    done = client.post(url, sent)
    html = done.content.decode()
    assert done.status_code == 422 and "No report is owed" in html and "typed in the second window" in html
    assert "A report was signed in this case meanwhile." in html
    assert f"/desk/papers/{paper.pk}/" in html and paper.serial in html and worker.account.full_name in html


def test_where_none_was_ordered_the_new_committee_orders_it_and_never_a_second_one_beside(client: Client) -> None:
    told = Told(settle())
    told.admit()
    told.produce()
    at = FOUND + timedelta(hours=12)
    told.sitting = told.sit("nashik", 3, at)
    care.begin_inquiry(
        actor=told.land.bind("nashik.cwc"), matter_id=told.case.pk, sitting_id=told.sitting.pk, at=at,
        home_id=told.land.offices["nashik.home"].pk,
        answers={"period_from": "2026-11-24", "period_to": "2027-02-24", "reason": "safe", "home": "1"},
    )  # fmt: skip
    told.propose()
    told.bring()
    at = AT + timedelta(days=3)
    sitting = told.sit("gaya", 3, at)
    ids = {"actor": told.land.bind("gaya.cwc"), "matter_id": told.case.pk, "sitting_id": sitting.pk, "at": at}
    care.hear(wishes="home", **ids)
    assert "/order/21/" in page(client, told, "gaya.cwc")
    order = {"due_on": "2026-12-10", "questions": "family"}
    told.land.bind("gaya.cwc")
    care.order_investigation(answers=order, **ids)
    assert plans.open_investigation(told.case).office == told.land.offices["gaya.dcpu"]
    assert "/order/21/" not in page(client, told, "gaya.cwc")
    told.land.bind("gaya.cwc")
    with pytest.raises(Refused, match="cncp.sir_not_owed"):
        care.order_investigation(answers=order, **ids)


@pytest.mark.parametrize("how", ["withdraw", "refuse"])
def test_the_family_reads_that_a_transfer_came_to_nothing_and_nothing_a_second_time(how: str) -> None:
    story = Told(settle())
    story.register()
    story.admit()
    story.confirm()
    story.produce()
    story.sitting = story.place()
    story.inquire()
    story.propose()
    getattr(story, how)()
    for lang, stays in (("en", "The child stays where it is."), ("hi", "वहीं रहेगा।")):
        shown = track.read(matter_id=str(story.report.pk), lang=lang)
        words = [step["words"] for step in shown["steps"]]
        assert shown["status"].endswith(stays) and len(set(words)) == len(words)
