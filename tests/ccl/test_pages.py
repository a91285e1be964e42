"""The pages of the Board and of the police, without JavaScript, in both languages; the other vault stays closed."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from tests.ccl.story import CHECKS, MORNING, SECRET, form_3, produced, report, row
from tests.country_of_tests import Land, settle
from tests.signing_in import sign_in
from vatsalya.lib.clock import ist_date, now
from vatsalya.matters.models import Matter

pytestmark = pytest.mark.django_db
TYPED = {
    "way": "apprehend", "name": SECRET, "sex": "boy", "age": "१७", "diary_no": "GD 12/2026", "offence_on": "2026-03-01",
    "sections": "BNS ३०९(४)\nOTHER 12 Gambling Act 0-6", "circumstances": "A telephone was taken.",
    "taken_at_0": "2026-03-02", "taken_at_1": "22:30", "journey_minutes": "60",
    "best_interest": "A crowd threatens him.", "checks": list(CHECKS),
}  # fmt: skip


@pytest.fixture
def land() -> Land:
    """Three towns with their posts."""
    return settle()


def browser(land: Land, post: str, lang: str = "en") -> Client:
    """Somebody at a desk, in a language."""
    client = Client(headers={"accept-language": lang})
    client.cookies["language"] = lang
    sign_in(client, land.postings[post if post[-1].isdigit() else f"{post}.0"])
    return client


@pytest.mark.parametrize("lang", ["en", "hi"])
def test_a_station_writes_a_child_down_and_the_board_releases_it(land, lang):
    police = browser(land, "nashik.ps", lang)
    assert police.get("/desk/board/new/").status_code == 200
    sent = police.post("/desk/board/new/", TYPED)
    assert sent.status_code == 302, sent.content.decode()[-3000:]
    matter = Matter.unscoped.get(kind="ccl")
    url = f"/desk/board/{matter.pk}/"
    page = police.get(url).content.decode()
    assert SECRET in page and "A telephone was taken." in page and f"{url}form/42/" in page and f"{url}form/1/" in page
    assert SECRET in police.get(f"{url}form/1/").content.decode() and police.get(f"{url}form/42/").status_code == 200
    assert police.get(f"{url}bring/tell_family/").status_code == 200
    assert police.post(f"{url}bring/produce/").status_code == 302
    assert police.get(url).status_code == 404 and SECRET not in police.get("/desk/board/").content.decode()
    board = browser(land, "nashik.jjb.1", lang)
    assert SECRET in board.get("/desk/board/").content.decode()
    page = board.get(url).content.decode()
    for step in ("form/3", "form/4", "form/11", "investigation"):
        assert f"{url}{step}/" in page and board.get(f"{url}{step}/").status_code == 200
    office = board.get(f"{url}form/4/").content.decode()
    assert "nashik.oh" in office and "nashik.home" not in office
    sent = board.post(f"{url}form/3/", form_3(next_date="2031-01-01") | {"token": uuid4()})
    assert sent.status_code == 422 and "2031" in sent.content.decode()
    soon = (ist_date(now()) + timedelta(days=10)).isoformat()
    sent = board.post(f"{url}form/3/", form_3(next_date=soon, period_to=soon) | {"token": uuid4()})
    assert sent.status_code == 302, sent.content.decode()[-2500:]
    assert row(matter.pk)[0].state == "RELEASED"
    assert board.get(f"{url}order/begin_inquiry/").status_code == 302
    assert board.post(f"{url}order/begin_inquiry/").status_code == 422
    assert "begin_assessment" not in page and "sign_end" not in page


def test_the_committee_and_the_board_have_two_vaults(land):
    pk = produced(land)
    for post in ("nashik.cwc", "nashik.cwc.1", "nashik.dcpu", "nashik.home", "nashik.ps", "pune.jjb", "nashik.dcpu.3"):
        client = browser(land, post)
        assert client.get(f"/desk/board/{pk}/").status_code in (403, 404), post
        assert client.get(f"/desk/cases/{pk}/").status_code in (403, 404), post
    board = browser(land, "nashik.jjb")
    assert board.get("/desk/cases/").status_code == 403
    assert "/desk/board/" in board.get("/desk/").content.decode()


def test_a_sitting_of_the_board_lists_its_cases_and_says_its_own_quorum(land):
    pk = produced(land)
    board = browser(land, "nashik.jjb")
    opened = board.post("/desk/sittings/")
    page = board.get(opened["location"]).content.decode()
    assert row(pk)[0].number in page and "(section 7)" in page and f"/desk/board/{pk}/" in page
    assert board.post(f"{opened['location']}list/", {"matter": str(pk)}).status_code == 302


def test_a_station_that_forgets_a_point_of_rule_8_keeps_what_it_typed(land):
    police = browser(land, "nashik.ps")
    sent = police.post("/desk/board/new/", TYPED | {"checks": list(CHECKS)[1:]})
    assert sent.status_code == 422 and SECRET in sent.content.decode() and not Matter.unscoped.exists()
    sent = police.post("/desk/board/new/", TYPED | {"sections": "nonsense"})
    assert sent.status_code == 422 and "nonsense" in sent.content.decode()
    assert report(land).state == "APPREHENDED" and MORNING
