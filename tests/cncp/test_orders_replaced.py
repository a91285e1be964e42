"""Orders are replaced and never edited (s.104); what holds no more says so on page, print and public check."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.cncp.test_transfer import AT, ESCORT, Told, heard_of, page
from tests.country_of_tests import settle
from tests.papers.test_pdf import text_of
from tests.signing_in import sign_in
from vatsalya.access import session
from vatsalya.access.actor import machine
from vatsalya.cncp import actions as care
from vatsalya.cncp import handover
from vatsalya.lib.clock import now
from vatsalya.lib.errors import Refused
from vatsalya.papers.models import Paper
from vatsalya.sittings import actions as sittings

pytestmark = pytest.mark.django_db
HOME = {"carer_name": "सुनीता देवी", "carer_relation": "mother", "reason": "r", "carer_address": "a"}
HOUR = timedelta(hours=1)


@pytest.fixture
def told() -> Told:
    """The child is placed, Form 21 is ordered; nothing is proposed to another district."""
    found = Told(settle())
    found.register()
    found.admit()
    found.confirm()
    found.produce()
    found.sitting = found.place()
    return found


def ids(told: Told, at: Any = AT) -> dict[str, Any]:
    chair = told.land.bind("nashik.cwc")
    return {"actor": chair, "matter_id": told.case.pk, "sitting_id": told.sitting.pk, "at": at}


def decide(told: Told, at: Any = AT) -> None:
    care.final_order(codes=["a"], reason="the mother came", **ids(told, at))


def order_home(told: Told, at: Any, day: str = "2026-12-01") -> Paper:
    return handover.order_restoration(answers={**HOME, "effective_on": day}, **ids(told, at))


def says_everywhere(told: Told, paper: Paper, who: str, words: str, not_this: str = "") -> None:
    """The page, the print and the public check of a paper say it, and do not say the other."""
    client = sign_in(Client(), told.land.postings[f"{who}.0"])
    client.cookies["language"] = "en"
    page, printed = f"/desk/papers/{paper.pk}/", f"/desk/papers/{paper.pk}/pdf/?lang=en"
    stranger = Client(headers={"accept-language": "en"})
    shown = [client.get(page), stranger.get(f"/verify/{paper.serial}/")]
    said = [one.content.decode() for one in shown] + [text_of(client.get(printed).content)]
    for one in said:
        even = "".join(one.split()).casefold()
        assert words.replace(" ", "").casefold() in even and (not not_this or not_this.casefold() not in even)


def test_a_restoration_order_is_replaced_and_after_hearing_again_replaced_once_more(told: Told) -> None:
    told.inquire(at=AT)
    care.hear(wishes="home", **ids(told))
    care.mark_missing_checked(actor=told.land.bind("nashik.cwc"), matter_id=told.case.pk, at=AT)
    decide(told)
    first = order_home(told, AT)
    with pytest.raises(Refused, match="date.before_order"):  # an order of its own day, not of the first one's
        order_home(told, AT + timedelta(days=2), f"{AT:%Y-%m-%d}")
    second = order_home(told, AT + HOUR, "2026-12-05")
    assert second.supersedes_id == first.pk and told.now().state == "RESTORATION_ORDERED"
    says_everywhere(told, first, "nashik.cwc", second.serial)
    with pytest.raises(Refused, match="restoration.not_yet"):  # the day of the new order counts
        told.hand_over("nashik.dcpu", AT + timedelta(days=4))
    care.hear(wishes="to the aunt", **ids(told, AT + HOUR))
    assert told.now().state == "HEARD"
    decide(told, AT + HOUR)
    third = order_home(told, AT + 2 * HOUR)
    assert third.supersedes_id == second.pk
    assert "restoration.replaced" in heard_of(told, "nashik.dcpu")


def test_one_escort_order_replaces_the_other_in_the_same_time_and_a_void_one_says_so(told: Told) -> None:
    told.propose()
    told.agree()
    told.escort()
    later = AT + timedelta(days=5)
    with pytest.raises(Refused, match="date.beyond"):  # the fifteen days run from the first order
        escort(told, later, by_date=f"{AT + timedelta(days=17):%Y-%m-%d}")
    second = escort(told, later)
    first = second.supersedes
    assert first is not None
    told.land.bind("nashik.cwc")
    told.withdraw(at=later + HOUR)
    session.bind(machine("test"))
    for paper in (first, second):  # a void order is not replaced by a void one: nothing holds there
        says_everywhere(
            told, paper, "nashik.cwc", "void: the transfer", not_this=second.serial if paper == first else ""
        )


def escort(told: Told, at: Any, **more: Any) -> Paper:
    unit = told.land.offices["nashik.dcpu"].no
    return handover.order_escort(escort_no=unit, answers={**ESCORT, **more}, **ids(told, at))


def test_a_page_that_would_be_filled_for_nothing_says_so_at_once(told: Told, client: Client) -> None:
    sign_in(client, told.land.postings["nashik.cwc.0"])
    client.cookies["language"] = "en"
    base = f"/desk/cases/{told.case.pk}"

    def opened(path: str) -> tuple[int, str]:
        answer = client.get(f"{base}/{path}/")
        return answer.status_code, answer.content.decode()

    for path in ("final", "order/44", "order/45", "transfer/withdraw"):
        status, shown = opened(path)
        assert status == 422 and "the matter stands at “Under inquiry”" in shown and "<textarea" not in shown, path
    status, shown = opened("order/18")
    assert status == 422 and "A place is ordered here only for a child who has none." in shown
    status, shown = opened("order/21")
    assert status == 422 and "ordered already" in shown
    assert opened("transfer")[0] == 200
    sittings.close_sitting(actor=told.land.bind("nashik.cwc"), sitting_id=told.sitting.pk, at=now())
    status, shown = opened("transfer")
    assert status == 422 and "Open the sitting first" in shown


def test_after_the_first_form_45_the_page_offers_to_replace_it(told: Told, client: Client) -> None:
    told.propose()
    told.agree()
    shown = page(client, told, "nashik.cwc")
    assert "Order the escort" in shown and "Replace the escort order" not in shown
    told.land.bind("nashik.cwc")
    told.escort()
    shown = page(client, told, "nashik.cwc")
    assert '<a class="act second" href="/desk/cases/' in shown and "Replace the escort order by a new one" in shown
    assert "Order the escort</a>" not in shown
    form = client.get(f"/desk/cases/{told.case.pk}/order/45/").content.decode()
    assert "takes the place of an earlier one" in form and f'value="{ESCORT["destination"]}"' in form


def test_the_police_read_who_decides_and_are_not_offered_to_send_the_child_home(told: Told, client: Client) -> None:
    sign_in(client, told.land.postings["gaya.ps.0"])
    client.cookies["language"] = "en"
    shown = client.get(f"/desk/missing/{told.report.pk}/").content.decode()
    assert "/home/" not in shown
    assert f"The child stands before {told.land.offices['nashik.cwc'].name_en}." in shown


def test_the_fir_stays_owed_when_the_child_is_home_and_the_desk_says_so(client: Client) -> None:
    told = Told(settle())
    told.whole()
    sign_in(client, told.land.postings["gaya.ps.0"])
    client.cookies["language"] = "en"
    shown = client.get("/desk/police/").content.decode()
    assert "FIR at once" in shown and "The child is home; the FIR is still owed." in shown


def test_who_signs_from_an_old_page_sees_the_colleagues_order_first_and_loses_nothing(told: Told) -> None:
    told.propose(now() - 2 * HOUR)
    told.agree(now() - HOUR)
    two = [sign_in(Client(headers={"accept-language": "en"}), told.land.postings[f"nashik.cwc.{n}"]) for n in (0, 1)]
    url = f"/desk/cases/{told.case.pk}/order/45/"
    opened = [one.get(url).content.decode() for one in two]
    assert all('name="row_version" value=""' in one for one in opened)
    day = f"{now() + timedelta(days=9):%Y-%m-%d}"
    sent = {**ESCORT, "by_date": day, "form_version": "2016.1", "row_version": ""}
    assert two[0].post(url, sent | {"escort_name": "Asha Pawar", "escort_office": "Unit 7"}).status_code == 302
    session.bind(machine("test"))
    first = Paper.unscoped.get(matter=told.case, form="45")
    stopped = two[1].post(url, sent | {"escort_name": "Bina Rao"})
    shown = stopped.content.decode()
    assert stopped.status_code == 422 and Paper.unscoped.filter(matter=told.case, form="45").count() == 1
    assert "What stands there now" in shown and "Asha Pawar" in shown and 'value="Bina Rao"' in shown
    assert 'value="Unit 7"' in shown and f'name="row_version" value="{first.serial}"' in shown
    again = two[1].post(url, sent | {"escort_name": "Bina Rao", "row_version": first.serial})
    assert again.status_code == 302 and Paper.unscoped.filter(supersedes=first).exists()
